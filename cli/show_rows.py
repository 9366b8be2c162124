"""Rows that are not taken and totals that are compared, as an import and a look at a file both tell them."""

from collections.abc import Sequence

from rich.text import Text

from cli.rendering import Fitting, indented, lines, table
from cli.session import Session
from domain.facts import ControlTotalCompared
from exchange.found_words import total_in_words
from exchange.observed import RowRefused
from exchange.totals import AMOUNT, agrees
from replay.wording import NOTHING, Wording

REJECTED_SHOWN_MAX = 20


def show_rejected(session: Session, rejected: Sequence[RowRefused]) -> None:
    """Rows that are not taken: line, column, reason, and what is needed."""
    wording = session.wording
    made = table(
        [
            (wording.say("import.line"), "right"),
            (wording.say("import.column"), "left"),
            (wording.say("import.reason"), "left"),
            (wording.say("import.advice"), "left"),
        ],
        [3],
    )
    for row in rejected[:REJECTED_SHOWN_MAX]:
        column = row.column or wording.say("import.whole_row")
        made.add_row(str(row.line), column, row.reason, Text(row.advice[wording.language], style="dim"))
    indented(session.out, made)
    if (more := len(rejected) - REJECTED_SHOWN_MAX) > 0:
        lines(session.out, [wording.say("import.more", count=wording.number(more))])


def show_totals(session: Session, totals: Sequence[ControlTotalCompared]) -> None:
    """The sender's totals beside what was counted, each with whether it agrees."""
    wording = session.wording
    made = table(
        [
            (wording.say("import.total"), "left"),
            (wording.say("import.stated"), "right"),
            (wording.say("import.counted"), "right"),
            (wording.say("import.comparison"), "left"),
        ],
        [0],
    )
    for one in totals:
        told = [NOTHING if value is None else _told(session, one, value) for value in (one.stated, one.counted)]
        verdict = "unreadable" if one.stated is None else "agrees" if agrees(one) else "differs"
        name = total_in_words(wording, one.name)
        made.add_row(name, *told, Text(wording.say(f"import.{verdict}"), style="" if agrees(one) else "red"))
    indented(session.out, made)


def table_of_findings(wording: Wording) -> Fitting:
    """Findings by code: how many there are, and what the code means."""
    heads = (("import.finding", "left"), ("import.count", "right"), ("import.meaning", "left"))
    return table([(wording.say(name), side) for name, side in heads], [2])


def _told(session: Session, total: ControlTotalCompared, value: int) -> str:
    return session.wording.amount(value, "cents") if total.name == AMOUNT else session.wording.number(value)
