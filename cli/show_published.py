"""A published figure on the terminal: what is told, what it may really be, and what is left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from cli.rendering import heading, indented, lines, pairs, section, table
from cli.session import Session
from domain.dimensions import DIMENSIONS
from replay.published import about, in_words, really
from replay.wording import NOTHING, Wording, class_in_words

Document = Mapping[str, Any]


def show_published(session: Session, document: Document, names: Mapping[str, str], *, is_brief: bool = False) -> None:
    """A published figure, or those of versions side by side; brief, its sentences alone. `names` are of places."""
    out, wording = session.out, session.wording
    if is_brief:
        for sentence in document["sentences"][wording.language]:
            out.print()
            lines(out, [sentence])
        out.print()
        return
    for one in document.get("answers", [document]):
        _show_one(out, wording, one, names)
    out.print()


def show_published_difference(session: Session, document: Document, names: Mapping[str, str]) -> None:
    """Both figures, and what one gets by subtracting them."""
    out, wording = session.out, session.wording
    for side in ("from", "to"):
        _show_one(out, wording, document[side], names)
    unit = document["to"]["unit"]
    section(out, wording.say("published.difference"))
    said = in_words(wording, document["difference"], unit)
    lines(out, [f"{said}; {_really(wording, document, unit)}"])
    _show_withheld(out, wording, document["withheld"])
    out.print()


def _show_one(out: Console, wording: Wording, document: Document, names: Mapping[str, str]) -> None:
    rule, unit = document["rule"], document["unit"]
    heading(out, f"{rule['id']} · {rule['version']}", f"{_place(wording, document)} · {wording.say('published.title')}")
    out.print()
    out.print(Text(f"  {in_words(wording, document['value'], unit)}", style="bold green"))
    out.print(Text(f"  {_really(wording, document, unit)}", style="dim"))
    out.print()
    lines(out, [rule["sentence"][wording.language]])
    out.print()
    pairs(out, _axes(wording, document))
    if not document["funnel"].get("suppressed"):
        section(out, wording.say("part.derivation"))
        _show_funnel(out, wording, document)
    if document["by"] is not None:
        _show_parts(out, wording, document, names)
    _show_quotas(out, wording, document)
    if left_out := document["publication"]["versions_left_out"]:
        lines(out, [wording.say("published.left_out", names=", ".join(left_out))], "!")
    for flag in document["flags"]:
        lines(out, [wording.code_sentence(flag["code"])], "!")
    _show_withheld(out, wording, document["withheld"])


def _really(wording: Wording, document: Document, unit: str) -> str:
    return f"{wording.say('published.really')} {really(wording, document['interval'], unit)}"


def _place(wording: Wording, document: Document) -> str:
    scope = document["scope"]
    place = scope["name"] or scope["municipality"] or scope["region"]
    return str(place) if place else wording.say("axis.everywhere")


def _axes(wording: Wording, document: Document) -> list[tuple[str, str]]:
    policy, known, period = document["publication"], document["known_at"], document["period"]
    holes = {"threshold": wording.number(policy["threshold"]), "step": _amount(wording, policy["step"], document)}
    said = "published.policy_of" if policy["source"] else "published.policy_unsourced"
    position = wording.say("axis.position", position=wording.number(known["position"]))
    return [
        (wording.say("axis.period"), f"{period['from'] or ''}..{period['until'] or ''}"),
        (wording.say("axis.known_at"), f"{position} · {known['root'][:12]}"),
        (
            wording.say("axis.series"),
            wording.say(
                "axis.closed",
                scheme=document["closing"]["scheme"],
                position=wording.number(document["closing"]["position"]),
            ),
        ),
        (wording.say("published.policy"), wording.say(said, **holes, source=policy["source"])),
        *([("", wording.say("published.part"))] if policy["part_of_the_whole"] else []),
    ]


def _amount(wording: Wording, number: int, document: Document) -> str:
    unit = document["unit"]
    return wording.amount(number, unit) if unit == "cents" else wording.number(number)


def _show_funnel(out: Console, wording: Wording, document: Document) -> None:
    """The numbers that are told; how many reasons are not, without saying which of them have cases."""
    unit = document["unit"]
    sentences = {test["code"]: test["sentence"][wording.language] for test in document["rule"]["tests"]}
    made = table([("", "left"), ("", "right"), ("", "left")], [2])
    made.show_header = False
    considered = document["considered"]
    told = about(wording, considered) if isinstance(considered, int) else in_words(wording, considered, unit)
    made.add_row(wording.say("funnel.considered"), told, "")
    small = 0
    for code, number in document["funnel"].items():
        if code == "counted":
            continue
        if isinstance(number, int):
            sentence = sentences.get(code) or wording.say("funnel.otherwise")
            made.add_row(f"− {code}", about(wording, number), Text(sentence, style="dim"))
        else:
            small += 1
    counted = document["funnel"]["counted"]
    told = about(wording, counted) if isinstance(counted, int) else in_words(wording, counted, unit)
    made.add_row(Text(f"= {wording.say('funnel.counted')}", style="bold"), Text(told, style="bold green"), "")
    indented(out, made)
    if small:
        lines(out, [wording.say("published.other_codes", count=small)], "·")


def _show_parts(out: Console, wording: Wording, document: Document, names: Mapping[str, str]) -> None:
    parts: Sequence[Document] = document["by"]
    dimension = next(one for one in DIMENSIONS.values() if not parts or one.name in parts[0])
    title = dimension.title[wording.language] if parts else NOTHING
    section(out, wording.say("part.breakdown", dimensions=title))
    made = table(
        [(title, "left"), (wording.say("breakdown.value"), "right"), (wording.say("published.really"), "left")]
    )
    for part in parts:
        made.add_row(
            class_in_words(wording, dimension, part[dimension.name], names),
            wording.say("published.about", value=_amount(wording, part["value"], document)),
            Text(really(wording, part["interval"], document["unit"]) if part["interval"] else NOTHING, style="dim"),
        )
    indented(out, made)
    lines(out, [wording.say("published.other_classes")], "·")


def _show_quotas(out: Console, wording: Wording, document: Document) -> None:
    if not document["quotas"]:
        return
    section(out, wording.say("part.quotas"))
    for quota in document["quotas"]:
        asked = NOTHING if quota["amount"] is None else wording.amount(quota["amount"], quota["unit"])
        said = f"{wording.say('kind.' + quota['kind'])} {asked}"
        if quota["to_go"] is not None:
            left = wording.say("published.about", value=wording.amount(quota["to_go"], quota["unit"]))
            said += f": {wording.say('quota.to_go')} {left}"
        lines(out, [f"{said} ({quota['setter']})"], "·")


def _show_withheld(out: Console, wording: Wording, withheld: Sequence[str]) -> None:
    section(out, wording.say("published.withheld"))
    lines(out, ["; ".join(wording.say(f"withheld.{name}") for name in withheld)], "·")
