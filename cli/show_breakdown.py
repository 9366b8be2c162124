"""A breakdown on the terminal: a row for every part, the whole below it, and how large each part is."""

from rich.console import Console
from rich.text import Text

from cli.rendering import bar, indented, section, table
from replay.figures import Answer
from replay.wording import Wording, class_in_words

BAR_WIDTH = 24


def show_breakdown(out: Console, wording: Wording, answer: Answer, *, is_one_of_many: bool = False) -> None:
    """The parts of a figure with their sum; nothing where none was asked for. A class said again is left out."""
    breakdown = answer.breakdown
    if breakdown is None:
        return
    titles = [one.title[wording.language] for one in breakdown.dimensions]
    version = f" · {answer.rule.version}" if is_one_of_many else ""
    section(out, wording.say("part.breakdown", dimensions=", ".join(titles)) + version)
    columns = [(title, "left") for title in titles]
    columns += [(wording.say("breakdown.value"), "right"), ("", "left"), (wording.say("breakdown.considered"), "right")]
    made = table(columns)
    total, before = answer.value, [""] * len(titles)
    for part in breakdown.parts:
        words = [
            class_in_words(wording, one, of_class, breakdown.names)
            for one, of_class in zip(breakdown.dimensions, part.classes, strict=True)
        ]
        shown = _without_repeats(words, before)
        before = words
        made.add_row(
            *(
                Text(word, style="dim" if of_class is None else "")
                for word, of_class in zip(shown, part.classes, strict=True)
            ),
            Text(_amount(wording, part.value, answer.rule.unit), style="green" if part.value else "dim"),
            bar(part.value, 0, total, BAR_WIDTH),
            wording.number(part.considered),
        )
    made.add_row(
        Text(f"= {wording.say('breakdown.whole')}", style="bold"),
        *[""] * (len(titles) - 1),
        Text(_amount(wording, total, answer.rule.unit), style="bold green"),
        "",
        wording.number(len(answer.verdicts)),
    )
    indented(out, made)


def _without_repeats(words: list[str], before: list[str]) -> list[str]:
    """A class that stands in the row above, as do all before it, is not said again; the last one always is."""
    shown = list(words)
    for place in range(len(words) - 1):
        if words[place] != before[place]:
            break
        shown[place] = ""
    return shown


def _amount(wording: Wording, amount: int, unit: str) -> str:
    return wording.amount(amount, unit) if unit == "cents" else wording.number(amount)
