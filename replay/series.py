"""The closed and the running series of a figure: which closing a question is about, and with which bounds it is asked.

The closed series is the figure as known at its closing; nothing is computed in another way. Where a period is not
closed, or not any more, or by more than one closing, the refusal says what is and how to ask for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.closings import CLOSING, LATE_AFTER_CLOSING, Closing, closings_for, covering, is_late
from domain.counting import Rule, Verdict
from domain.dates import day_of
from domain.places import Scope
from projections.history import standing
from replay.asking import Asked, HasNoAnswer
from replay.published_words import RECORD_A_CLOSING
from replay.reading import Reading

_NOT_CLOSED = "is niet gesloten. Gesloten zijn"


def closings_known(look: Reading, rule: Rule, scope: Scope, known_at: int) -> list[Closing]:
    """The closings of this rule's figures there, as known at a position."""
    return closings_for(standing(look.shared(CLOSING, known_at)), rule, scope.municipality)


def closed(asked: Asked, closings: Sequence[Closing], rule: Rule) -> tuple[Asked, Closing]:
    """The question as its closing bounds it, and that closing; raises HasNoAnswer where there is not one."""
    closing = _the_closing(asked, closings, rule)
    entered = [day for day in (asked.registered_by, closing.registered_by) if day is not None]
    bounded = replace(
        asked,
        period=asked.period or closing.period,
        registered_by=min(entered, default=None),
        known_at=str(closing.position),
    )
    return bounded, closing


def _the_closing(asked: Asked, closings: Sequence[Closing], rule: Rule) -> Closing:
    periods = list(dict.fromkeys(one.period for one in closings))
    if asked.period is None and len(periods) > 1:
        raise HasNoAnswer(
            f"more than one period of {rule.id} was closed; name one with --period: {_told(closings, 'en')}",
            f"van {rule.id} is meer dan één periode gesloten; noem er een met --period: {_told(closings, 'nl')}",
        )
    period = asked.period or (periods[0] if periods else None)
    found = [] if period is None else covering(closings, period)
    if period is None or not found:
        known = asked.known_at
        raise HasNoAnswer(
            f"the reporting of {rule.id} over {period or 'any period'} was not closed"
            f"{f' yet, as known at {known}. Closed by then were' if known else '. Closed are'}: "
            f"{_told(closings, 'en')}. A closing is a fact, ReportingClosed",
            f"de verantwoording van {rule.id} over {period or 'enige periode'} "
            f"{f'was nog niet gesloten, zoals bekend op {known}. Gesloten waren toen' if known else _NOT_CLOSED}: "
            f"{_told(closings, 'nl')}. Een sluiting is een feit, ReportingClosed",
            by_hand=RECORD_A_CLOSING,
        )
    if len(found) > 1:
        raise HasNoAnswer(
            f"{rule.id} over {period} was closed for more than one scheme; ask for one by its position: "
            + "; ".join(f"{one.scheme}: {_as_known(one)}" for one in found),
            f"{rule.id} over {period} is voor meer dan één regeling gesloten; vraag er een met de positie: "
            + "; ".join(f"{one.scheme}: {_as_known(one)}" for one in found),
        )
    (closing,) = found
    if again := closing.is_open_again(period):
        opened, position = again[0]
        raise HasNoAnswer(
            f"{rule.id} over {opened} was opened again at position {position}, so it has no closed figure now. What "
            f"works: the running series, or the figure as it was closed: {_as_known(closing)}",
            f"{rule.id} over {opened} is op positie {position} heropend, en heeft dus nu geen gesloten cijfer. Wat "
            f"werkt: de lopende reeks, of het cijfer zoals het gesloten was: {_as_known(closing)}",
        )
    return closing


def _as_known(closing: Closing) -> str:
    entered = f" --registered-by {closing.registered_by}" if closing.registered_by else ""
    return f"--period {closing.period} --known-at {closing.position}{entered}"


def _told(closings: Iterable[Closing], language: str) -> str:
    nothing = "geen" if language == "nl" else "none"
    return "; ".join(dict.fromkeys(f"{one.period} ({one.scheme})" for one in closings)) or nothing


def with_late(verdicts: Sequence[Verdict], closings: Sequence[Closing], rule: Rule) -> list[Verdict]:
    """The verdicts of the running series, those flagged that rest on what came after the closing of their period."""
    if not closings:
        return list(verdicts)
    return [
        replace(one, flags=(*one.flags, LATE_AFTER_CLOSING)) if _is_late(one, closings, rule) else one
        for one in verdicts
    ]


def _is_late(verdict: Verdict, closings: Sequence[Closing], rule: Rule) -> bool:
    when = rule.on(verdict.case)
    day = None if when is None else day_of(when)
    return is_late(closings, day, verdict.positions, getattr(verdict.case, "registered_on", None))
