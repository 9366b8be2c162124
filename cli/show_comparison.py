"""The difference between two figures: its parts, which add up, and its cases."""

from collections import Counter

from rich.text import Text

from cli.rendering import CASES_OF_A_REASON_MAX, heading, indented, lines, natural, section, table
from cli.session import Session
from cli.show_figure import event_in_short, place_of
from domain.counting import Verdict
from replay.case_ids import Ids
from replay.comparing import Change, Difference
from replay.differences import change_documents, ids_of_changes
from replay.figures import Answer
from replay.wording import Wording, listed
from store.ledger import Ledger

EVENTS_SHOWN_MAX = 3


def show_comparison(session: Session, ledger: Ledger, difference: Difference, *, all_cases: bool = False) -> None:
    """The difference on the terminal: of each part so many cases as one still reads, unless all are asked for."""
    out, wording = session.out, session.wording
    first, second = difference.first, difference.second
    names = dict.fromkeys((first.rule.name, second.rule.name))
    heading(out, " → ".join(names), place_of(second, wording))
    out.print()
    made = table([("", "left"), ("", "right"), ("", "left")], [2])
    made.show_header = False
    made.add_row(wording.say("difference.from"), wording.number(first.value), _told(wording, first, second))
    made.add_row(wording.say("difference.to"), wording.number(second.value), _told(wording, second, first))
    made.add_row(
        Text(wording.say("difference.is"), style="bold"),
        Text(wording.signed(difference.value), style="bold green"),
        Text(_parts(wording, difference), style="bold"),
    )
    indented(out, made)
    if not difference.changes:
        out.print()
        lines(out, [wording.say("difference.none")])
    else:
        _show_pairs(session, difference)
        section(out, wording.say("part.cases"))
        _show_changes(session, ledger, difference, all_cases=all_cases)
    out.print()


def _show_pairs(session: Session, difference: Difference) -> None:
    """How many cases went from which reason to which, with what that makes of the difference."""
    wording = session.wording
    section(session.out, wording.say("difference.pairs"))
    made = table(
        [
            (wording.say("difference.from"), "left"),
            (wording.say("difference.to"), "left"),
            (wording.say("difference.cases"), "right"),
            (wording.say("difference.is"), "right"),
        ]
    )
    for (before, after), (count, effect) in difference.pairs.items():
        codes = [code or wording.say("difference.not_there") for code in (before, after)]
        made.add_row(*codes, wording.number(count), wording.signed(effect))
    indented(session.out, made)


def _parts(wording: Wording, difference: Difference) -> str:
    parts = {part: amount for part, amount in difference.parts.items() if amount}
    return ", ".join(f"{wording.signed(amount)} {wording.say(f'part.{part}')}" for part, amount in parts.items())


def _told(wording: Wording, answer: Answer, other: Answer) -> str:
    """What this side is, by what it does not have in common with the other."""
    bounds, theirs = answer.bounds, other.bounds
    said = [answer.rule.name] if answer.rule.name != other.rule.name else []
    if bounds.period != theirs.period:
        said.append(wording.period(bounds.period))
    if bounds.as_of != theirs.as_of:
        said.append(f"{wording.say('axis.as_of')} {wording.day(bounds.as_of)}")
    if bounds.registered_by != theirs.registered_by:
        bound = bounds.registered_by
        claimed = wording.say("axis.claimed", day=wording.day(bound)) if bound else wording.say("axis.no_bound")
        said.append(f"{wording.say('axis.registered_by')} {claimed}")
    if bounds.known_at != theirs.known_at:
        position = wording.say("axis.position", position=wording.number(bounds.known_at))
        said.append(f"{wording.say('axis.known_at')} {position}")
    if not answer.scope.asks_the_same(other.scope):
        said.append(place_of(answer, wording))
    return " · ".join(said)


def _show_changes(session: Session, ledger: Ledger, difference: Difference, *, all_cases: bool) -> None:
    wording = session.wording
    ids = ids_of_changes(ledger, difference.changes)
    changes, left_out = _first_of_each(difference, ids, len(difference.changes) if all_cases else CASES_OF_A_REASON_MAX)
    made = table(
        [
            (wording.say("case.id"), "left"),
            (wording.say("difference.from"), "left"),
            (wording.say("difference.to"), "left"),
            (wording.say("difference.part"), "left"),
            (wording.say("case.events"), "left"),
        ],
        [4],
    )
    by_case = {change.case: change for change in changes}
    for document in change_documents(ledger, changes, ids):
        change: Change = by_case[document["case"]]
        events = (event_in_short(wording, one) for one in document["events"])
        made.add_row(
            document["id"],
            _told_verdict(wording, change.before),
            _told_verdict(wording, change.after),
            wording.say(f"part.{document['part']}"),
            Text(listed(events, EVENTS_SHOWN_MAX, separator="\n"), style="dim"),
        )
    indented(session.out, made)
    if left_out:
        session.out.print()
        more = ", ".join(f"{wording.say(f'part.{part}')} +{wording.number(count)}" for part, count in left_out.items())
        told = wording.say("explain.more", count=wording.number(left_out.total()), more=more)
        lines(session.out, [told], "…")


def _first_of_each(difference: Difference, ids: Ids, count_max: int) -> tuple[list[Change], Counter[str]]:
    """The first so many cases of each part, by id, and how many more each part has."""
    counts: Counter[str] = Counter()
    shown: list[Change] = []
    for change in sorted(difference.changes, key=lambda one: (natural(ids.shown[one.case]), one.case)):
        counts[change.part] += 1
        if counts[change.part] <= count_max:
            shown.append(change)
    return shown, Counter({part: count - count_max for part, count in counts.items() if count > count_max})


def _told_verdict(wording: Wording, verdict: Verdict | None) -> Text:
    if verdict is None:
        return Text(wording.say("difference.not_there"), style="dim")
    return Text(f"✓ {verdict.code}", style="green") if verdict.counted else Text(f"  {verdict.code}")
