"""Reported figures on the terminal: what was told, what it would be today, and why."""

from collections.abc import Sequence

from rich.text import Text

from cli.rendering import heading, indented, lines, section, table
from cli.session import Document, Session
from cli.show_figure import event_in_short, show_totals, told_value
from domain.municipalities import name_of
from domain.reported import Reported
from replay.differences import change_documents, ids_of_changes
from replay.reported import Drift, Drifts
from replay.wording import NOTHING, Wording, listed, part_in_words
from store.ledger import Ledger

CASES_SHOWN_MAX = 5
EVENTS_SHOWN_MAX = 3


def show_drifts(session: Session, ledger: Ledger, found: Drifts, *, all_cases: bool = False) -> None:
    """A table of all, then what made each drift."""
    out, wording = session.out, session.wording
    position = wording.say("axis.position", position=wording.number(found.position))
    heading(out, wording.say("drift.title"), position)
    if not found.drifts:
        lines(out, [wording.say("drift.none")])
    else:
        _show_table(session, found.drifts)
    for drift in found.drifts:
        if drift.changes or drift.notes:
            _show_one(session, ledger, drift, all_cases=all_cases)
    show_totals(out, wording, found.totals_of_others)
    out.print()


def _show_table(session: Session, drifts: Sequence[Drift]) -> None:
    wording = session.wording
    made = table(
        [
            (wording.say("drift.figure"), "left"),
            (wording.say("drift.told"), "right"),
            (wording.say("drift.now"), "right"),
            (wording.say("drift.drift"), "right"),
            (wording.say("drift.document"), "left"),
        ],
        [0, 4],
    )
    for one in drifts:
        fact = one.reported.fact
        drift = NOTHING if one.drift is None else wording.signed(one.drift)
        made.add_row(
            Text(_name(one)) + Text(f"\n{_question(wording, one.reported)}", style="dim"),
            told_value(wording, one.reported.fact),
            NOTHING if one.value is None else wording.number(one.value),
            Text(drift, style="bold yellow" if one.drift else ""),
            Text(f"#{one.reported.position} {fact.document}", style="dim"),
        )
    indented(session.out, made)


def _name(drift: Drift) -> str:
    version = drift.version or drift.reported.fact.version
    return f"{drift.reported.fact.rule}@{version}" if version else drift.reported.fact.rule


def _question(wording: Wording, reported: Reported) -> str:
    """The place, the time and the part that it was told of."""
    fact, said = reported.fact, []
    if reported.municipality:
        said.append(name_of(reported.municipality, {}) or reported.municipality)
    if reported.period is not None:
        said.append(wording.period(reported.period))
    elif reported.as_of is not None:
        said.append(wording.day(reported.as_of))
    if fact.registered_by is not None:
        said.append(
            f"{wording.say('axis.registered_by')} {wording.say('axis.claimed', day=wording.day(fact.registered_by))}"
        )
    if fact.dimension:
        said.append(part_in_words(wording, fact.dimension, fact.dimension_value or ""))
    return ", ".join(said)


def _show_one(session: Session, ledger: Ledger, drift: Drift, *, all_cases: bool) -> None:
    """Why one reads differently: its parts, its notes, and the cases behind it."""
    out, wording = session.out, session.wording
    section(out, f"{_name(drift)} · #{drift.reported.position}")
    said = [wording.say(f"drift.{note}") for note in drift.notes]
    if drift.parts and any(drift.parts.values()):
        parts = {part: amount for part, amount in drift.parts.items() if amount}
        told = ", ".join(f"{wording.signed(amount)} {wording.say(f'part.{part}')}" for part, amount in parts.items())
        said.insert(0, told)
    if drift.unexplained:
        said.append(wording.say("drift.unexplained", amount=wording.signed(drift.unexplained)))
    lines(out, said, "·")
    shown = drift.changes if all_cases else drift.changes[:CASES_SHOWN_MAX]
    for case in change_documents(ledger, shown, ids_of_changes(ledger, shown)):
        events = listed((event_in_short(wording, one) for one in case["events"]), EVENTS_SHOWN_MAX)
        lines(
            out, [f"{case['id']}: {_reason(wording, case['from'])} → {_reason(wording, case['to'])} · {events}"], "   "
        )
    if left := len(drift.changes) - len(shown):
        lines(out, [wording.say("drift.more", count=wording.number(left))], "…")


def _reason(wording: Wording, verdict: Document | None) -> str:
    return wording.say("difference.not_there") if verdict is None else str(verdict["reason"])
