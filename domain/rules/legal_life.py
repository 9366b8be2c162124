"""The legal life of a decision: when it has effect, when it can no longer be contested, and what became of it.

A decision stays a fact that was taken. Objection, appeal, suspension, revocation and quashing are facts of their own,
and change its legal effect from then on or from the start; `projections/legal_life.py` hands them to the decision they
name. Here is asked, of one decision and one day in the world, what they come to: nothing that happened after that day
is looked at. What undoes a decision may be undone itself, and then the decision has its effect again.

An objection or appeal does not suspend (Awb 6:16: "Het bezwaar of beroep schorst niet de werking van het besluit").
A decision is irrevocable once the term to contest it has passed unused or the last answer can be contested no more.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

import msgspec

from domain.dates import When, first_day
from domain.rules.shared import known_day

Effect = Literal["NOT_YET", "IN_FORCE", "SUSPENDED", "ENDED", "GONE", "NOT_SAID"]
"""Not yet begun; in force; resting for a time; ended from then; gone from the start; nobody said which of these."""
ActKind = Literal["SUSPENDS", "ENDS", "UNDOES", "NOT_SAID"]
Finality = Literal["NOT_NOTIFIED", "DATE_UNKNOWN", "UNDER_OBJECTION", "UNDER_APPEAL", "TERM_RUNS", "IRREVOCABLE"]


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was done to a decision afterwards, with the legal life of that act itself.

    `until_on` is the first day after a suspension; `replaced` says that another decision took its place at once.
    """

    kind: ActKind
    by: str
    life: "LegalLife"
    until_on: date | None = None
    replaced: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an objection or appeal was decided."""

    outcome: str
    life: "LegalLife"


class Contest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An objection or appeal against a decision, with what was decided on it."""

    kind: Literal["OBJECTION", "APPEAL", "HIGHER_APPEAL"]
    lodged_on: When | None = None
    in_time: bool | None = None
    answers: tuple[Answer, ...] = ()


class LegalLife(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The dates of a decision and what was done to it. `effective_on` is there where it differs from `decided_on`."""

    decided_on: When | None = None
    effective_on: date | None = None
    notified_on: When | None = None
    is_notified: bool = False
    acts: tuple[Act, ...] = ()
    contests: tuple[Contest, ...] = ()


class Span(NamedTuple):
    """What effect a decision has during these days, the last one excluded."""

    effect: Effect
    from_on: date
    until_on: date | None


class Final(NamedTuple):
    """Whether a decision is irrevocable, and the first day on which it is, as far as that can be told."""

    code: Finality
    from_on: date | None = None


# --- Legal effect ---


def spans(life: LegalLife, as_of: date) -> tuple[Span, ...]:
    """The legal effect of a decision, day by day, by what had happened at the end of `as_of`; empty without a day."""
    begins = life.effective_on or known_day(life.decided_on)
    if begins is None:
        return ()
    acts = acts_by(life, as_of)
    if any(act.kind == "UNDOES" and effect_on(act.life, as_of) == "IN_FORCE" for act in acts):
        return (Span("GONE", begins, None),)
    ended = [span for act in acts if act.kind == "ENDS" for span in _in_force(act.life, as_of)]
    not_said = [span for act in acts if act.kind == "NOT_SAID" for span in _in_force(act.life, as_of)]
    resting = [
        Span("SUSPENDED", span.from_on, _earliest(span.until_on, act.until_on))
        for act in acts
        if act.kind == "SUSPENDS"
        for span in _in_force(act.life, as_of)
    ]
    layers: tuple[tuple[Effect, list[Span]], ...] = (("ENDED", ended), ("NOT_SAID", not_said), ("SUSPENDED", resting))
    return tuple(_merged(_segments(begins, layers)))


def effect_on(life: LegalLife, as_of: date) -> Effect:
    """The legal effect at the end of a day; NOT_SAID where the day on which it was taken is not known."""
    span = span_on(life, as_of)
    if span is not None:
        return span.effect
    return "NOT_YET" if spans(life, as_of) else "NOT_SAID"


def span_on(life: LegalLife, as_of: date) -> Span | None:
    """The days during which a decision has the effect that it has at the end of this day; None before its first.

    What is gone from the start is gone on every day, also before its effect would have begun.
    """
    return next((span for span in reversed(spans(life, as_of)) if span.effect == "GONE" or span.from_on <= as_of), None)


def acts_by(life: LegalLife, as_of: date) -> list[Act]:
    """What was done to the decision by the end of a day, in order of day."""
    return [act for act in life.acts if _happened(act.life, as_of)]


def undated_act(life: LegalLife, as_of: date) -> str | None:
    """By what the decision was changed on a day nobody knows, which may be this day or before it."""
    for act in life.acts:
        when = act.life.decided_on
        if known_day(when) is None and (when is None or first_day(when) <= as_of):
            return act.by
    return None


def _happened(life: LegalLife, as_of: date) -> bool:
    day = known_day(life.decided_on)
    return day is not None and day <= as_of


def _in_force(life: LegalLife, as_of: date) -> Iterator[Span]:
    return (span for span in spans(life, as_of) if span.effect == "IN_FORCE")


def _earliest(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _segments(begins: date, layers: tuple[tuple[Effect, list[Span]], ...]) -> Iterator[Span]:
    """The days from the first on, cut where any layer begins or ends; the first layer that covers a day names it."""
    every = [span for _, some in layers for span in some]
    cuts = {day for span in every for day in (span.from_on, span.until_on) if day is not None and day > begins}
    points = [begins, *sorted(cuts)]
    for from_on, until_on in zip(points, [*points[1:], None], strict=True):
        covering = (effect for effect, some in layers if any(_covers(span, from_on) for span in some))
        yield Span(next(covering, "IN_FORCE"), from_on, until_on)


def _covers(span: Span, day: date) -> bool:
    return span.from_on <= day and (span.until_on is None or day < span.until_on)


def _merged(segments: Iterator[Span]) -> Iterator[Span]:
    current = next(segments)
    for following in segments:
        if following.effect == current.effect:
            current = current._replace(until_on=following.until_on)
        else:
            yield current
            current = following
    yield current


# --- Objection and appeal ---


def contested(life: LegalLife, as_of: date) -> Literal["UNDER_OBJECTION", "UNDER_APPEAL"] | None:
    """Whether an objection or appeal, also against the answer to one, was lodged and not decided by that day."""
    for contest in life.contests:
        if not _lodged(contest, as_of):
            continue
        answer = _answer(contest, as_of)
        if answer is None:
            return _pending(contest)
        further = contested(answer.life, as_of)
        if further is not None:
            return further
    return None


def finality(life: LegalLife, as_of: date, weeks: int) -> Final:
    """Whether the decision was irrevocable at the end of a day, when objection and appeal are open for so many weeks.

    The term begins on the day after the decision was made known, and its last day is still in time (Awb 6:7, 6:8). An
    objection that the municipality holds to be late, or that was lodged after the last day and not held to be in time,
    keeps nothing open.
    """
    notified_on = known_day(life.notified_on)
    if not life.is_notified or (notified_on is not None and notified_on > as_of):
        return Final("NOT_NOTIFIED")
    if notified_on is None:
        return Final("DATE_UNKNOWN")
    limit_on = notified_on + timedelta(weeks=weeks)
    ends, last = [limit_on + timedelta(days=1)], list[date]()
    for contest in life.contests:
        if not _keeps_open(contest, limit_on, as_of):
            continue
        answer = _answer(contest, as_of)
        if answer is None:
            return Final(_pending(contest))
        ended = _ended(contest, answer, as_of, weeks)
        if ended.from_on is None:
            return ended
        (last if contest.kind == "HIGHER_APPEAL" else ends).append(ended.from_on)
    from_on = max(last or ends)  # what the highest court decided ends it, whatever term the court below left open
    return Final("IRREVOCABLE" if from_on <= as_of else "TERM_RUNS", from_on)


def _lodged(contest: Contest, as_of: date) -> bool:
    """Whether it was lodged by that day; one without a day was, as far as anybody knows."""
    return contest.lodged_on is None or first_day(contest.lodged_on) <= as_of


def _keeps_open(contest: Contest, limit_on: date, as_of: date) -> bool:
    if not _lodged(contest, as_of) or contest.in_time is False:
        return False
    lodged_on = known_day(contest.lodged_on)
    return bool(contest.in_time) or contest.kind == "HIGHER_APPEAL" or lodged_on is None or lodged_on <= limit_on


def _pending(contest: Contest) -> Literal["UNDER_OBJECTION", "UNDER_APPEAL"]:
    return "UNDER_OBJECTION" if contest.kind == "OBJECTION" else "UNDER_APPEAL"


def _answer(contest: Contest, as_of: date) -> Answer | None:
    """The latest answer by that day that stands: one that was undone is none, unless another took its place."""
    standing = [
        answer
        for answer in contest.answers
        if _happened(answer.life, as_of)
        and (effect_on(answer.life, as_of) != "GONE" or any(act.replaced for act in answer.life.acts))
    ]
    return standing[-1] if standing else None


def _ended(contest: Contest, answer: Answer, as_of: date, weeks: int) -> Final:
    """From when an answer can be contested no more."""
    answered_on = known_day(answer.life.decided_on) or date.max
    if contest.kind == "HIGHER_APPEAL" or answer.outcome == "WITHDRAWN":
        return Final("IRREVOCABLE", answered_on)
    if contest.kind == "OBJECTION":
        return finality(answer.life, as_of, weeks)
    known_on = known_day(answer.life.notified_on) or answered_on
    return Final("TERM_RUNS", known_on + timedelta(weeks=weeks, days=1))
