"""The difference between two figures, case by case, split so that the parts add up exactly.

Between the two stands a third: the rule of the second, asked with the axes of the first. From the first to the third
only the rule changes; from the third to the second only the bounds. Each case that changes by the bounds is put down to
the facts that one of the two answers rests on and the other does not: an erasure, an identity decision, a correction,
or else new facts. It is the same part in whichever order the two are put.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from domain.counting import Bounds, Rule, Verdict
from domain.event import Recorded
from domain.facts import EventCorrected, EventRetracted, PersonalDataErased, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import of
from domain.rules.shared import RECORDED_LATER
from replay.asking import Asked, HasNoAnswer
from replay.figures import Answer, Figures
from replay.reading import reading

Part = Literal["new_facts", "corrections", "rule", "identity", "erasure"]
PARTS: tuple[Part, ...] = ("new_facts", "corrections", "rule", "identity", "erasure")
ERASURES = frozenset({of(PersonalDataErased).number})
IDENTITY = frozenset({of(RegistrationsLinked).number, of(RegistrationsUnlinked).number})
OF_ENROLMENTS = frozenset({"rows", "enrolments", "placements", "trajectories", "inburgeraars", "persons"})
"""Units that count one thing ever coarser: a row of an enrolment or placement, its trajectory, whoever follows that.

Only these are subtracted from one another, since what is counted once there may be what differs.
"""
CORRECTIONS = frozenset({of(EventCorrected).number, of(EventRetracted).number})


@dataclass(frozen=True, slots=True)
class Change:
    """One case that adds something else in the second figure than in the first, and why."""

    case: str
    before: Verdict | None
    after: Verdict | None
    part: Part
    positions: tuple[int, ...]

    @property
    def amount(self) -> int:
        """By how much this case makes the second figure differ."""
        return _amount(self.after) - _amount(self.before)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two answers and every case in which they differ."""

    first: Answer
    second: Answer
    changes: Sequence[Change]

    @property
    def value(self) -> int:
        """Second minus first."""
        return self.second.value - self.first.value

    @property
    def parts(self) -> dict[Part, int]:
        """What each part adds; their sum is the difference."""
        return {part: sum(change.amount for change in self.changes if change.part == part) for part in PARTS}

    @property
    def pairs(self) -> dict[tuple[str | None, str | None], tuple[int, int]]:
        """(reason in the first, reason in the second) → (number of cases, what they add), most cases first.

        Each case once, also one that a part by the rule and another part both changed; None is not there at all.
        """
        first, second = _by_case(self.first), _by_case(self.second)
        found: dict[tuple[str | None, str | None], tuple[int, int]] = {}
        for case in dict.fromkeys(change.case for change in self.changes):
            before, after = first.get(case), second.get(case)
            reasons = before.code if before else None, after.code if after else None
            count, effect = found.get(reasons, (0, 0))
            found[reasons] = count + 1, effect + _amount(after) - _amount(before)
        return dict(sorted(found.items(), key=lambda item: (-item[1][0], str(item[0]))))


def compare(figures: Figures, first: Asked, second: Asked) -> Difference:
    """The difference from the first figure to the second; both must name one version where versions compete."""
    head = str(figures.ledger.head().position)
    first, second = (replace(asked, known_at=asked.known_at or head) for asked in (first, second))
    answer_a, answer_b = only_answer(figures, first), only_answer(figures, second)
    _refuse_to_mix(answer_a.rule, answer_b.rule)
    same_rule = answer_a.rule.name == answer_b.rule.name
    between = answer_a if same_rule else only_answer(figures, replace(first, rule=second.rule, version=second.version))
    a, middle, b = (_by_case(answer) for answer in (answer_a, between, answer_b))
    changes = [
        Change(case, a.get(case), middle.get(case), "rule", _positions(a.get(case), middle.get(case)))
        for case in _differing(a, middle)
    ]
    pairs = [(case, middle.get(case), b.get(case)) for case in _differing(middle, b)]
    positions = sorted(
        {at for _, *both in pairs for one in both if one for at in (*one.positions, *one.case.positions)}
    )
    with reading(figures.follower) as look:
        events = look.events_at(positions)
    earlier_first = _reach(answer_a.bounds) <= _reach(answer_b.bounds)
    same_scope = answer_a.scope.asks_the_same(answer_b.scope)
    older, newer = (answer_a, answer_b) if earlier_first else (answer_b, answer_a)
    causes = _Causes(events, older.bounds, same_scope)
    retracted = _retractions(figures, events.values(), older.bounds, newer.bounds)
    for case, before, after in pairs:
        part = causes.part(before, after) if earlier_first else causes.part(after, before)
        rests_on = _positions(before, after)
        taken_back = {by for at in rests_on if at in events for by in retracted.get(events[at].event.event_id, ())}
        changes.append(Change(case, before, after, part, tuple(sorted({*rests_on, *taken_back}))))
    return Difference(answer_a, answer_b, changes)


def not_subtracted_because(first: Rule, second: Rule) -> Literal["KIND_MISMATCH", "UNIT_MISMATCH"] | None:
    """Why figures of these rules are not subtracted, or None.

    Kinds never mix, nor do units, but for those that count enrolments ever coarser.
    """
    if first.kind != second.kind:
        return "KIND_MISMATCH"
    return None if first.unit == second.unit or {first.unit, second.unit} <= OF_ENROLMENTS else "UNIT_MISMATCH"


def _refuse_to_mix(first: Rule, second: Rule) -> None:
    """Raises HasNoAnswer, where figures of these rules are not subtracted."""
    code = not_subtracted_because(first, second)
    if code is not None:
        units = ", ".join(sorted(OF_ENROLMENTS))
        told = [f"{rule.name} ({rule.kind}, {rule.unit})" for rule in (first, second)]
        raise HasNoAnswer(
            f"{code}: {told[0]} and {told[1]} cannot be subtracted. Expected two figures of one kind in one unit, or "
            f"both of {units}",
            f"{code}: {told[0]} en {told[1]} zijn niet van elkaar af te trekken. Verwacht twee cijfers van één soort "
            f"in één eenheid, of beide van {units}",
        )


def _retractions(
    figures: Figures, events: Iterable[Recorded], older: Bounds, newer: Bounds
) -> Mapping[UUID, Sequence[int]]:
    """Fact → the positions at which it was retracted, as far as only the newer answer can see that."""
    subjects = {recorded.event.subject for recorded in events}
    found: dict[UUID, list[int]] = {}
    with reading(figures.follower) as look:
        corrections = look.corrections(subjects, newer.known_at)
    for recorded in corrections:
        fact, event = recorded.fact, recorded.event
        claimed = event.registered_on or event.delivered_on or date.min
        seen_before = recorded.position <= older.known_at and claimed <= (older.registered_by or date.max)
        if isinstance(fact, EventRetracted) and not seen_before and claimed <= (newer.registered_by or date.max):
            found.setdefault(UUID(fact.original), []).append(recorded.position)
    return found


def _reach(bounds: Bounds) -> tuple[int, date, date]:
    """How much a question can see: of two, the one that sees less is the older."""
    return bounds.known_at, bounds.registered_by or date.max, bounds.as_of


def only_answer(figures: Figures, asked: Asked) -> Answer:
    """The one answer to a question that names one version; raises HasNoAnswer where versions compete."""
    answers = figures.ask(asked)
    if len(answers) != 1:
        versions = ", ".join(f"{asked.rule}@{answer.rule.version}" for answer in answers)
        raise HasNoAnswer(
            f"{asked.rule} has versions that compete; name one: {versions}",
            f"{asked.rule} heeft versies die elkaar tegenspreken; noem welke: {versions}",
        )
    return answers[0]


def _by_case(answer: Answer) -> Mapping[str, Verdict]:
    return {verdict.case.case: verdict for verdict in answer.verdicts}


def _differing(first: Mapping[str, Verdict], second: Mapping[str, Verdict]) -> list[str]:
    return [case for case in {**first, **second} if _amount(first.get(case)) != _amount(second.get(case))]


def _amount(verdict: Verdict | None) -> int:
    return 0 if verdict is None else verdict.amount


def _positions(before: Verdict | None, after: Verdict | None) -> tuple[int, ...]:
    """The events that one of the two rests on and the other does not; where they rest on the same, those."""
    mine, theirs = (set(one.positions) if one else set() for one in (before, after))
    return tuple(sorted(mine ^ theirs or mine | theirs))


@dataclass(frozen=True, slots=True)
class _Causes:
    """What makes cases differ between an answer that sees less, within these bounds, and one that sees more."""

    events: Mapping[int, Recorded]
    bounds: Bounds
    same_scope: bool

    def part(self, older: Verdict | None, newer: Verdict | None) -> Part:
        """The part that a case belongs to."""
        if older is None or newer is None:
            return self._of_one(older, newer)
        before, after = set(older.positions), set(newer.positions)
        gained, lost = after - before, before - after
        types = {self.events[position].event.type for position in gained | lost}
        if types & ERASURES:
            return "erasure"
        if types & IDENTITY:
            return "identity"
        was_retracted = lost and not gained and older.code != RECORDED_LATER.code
        return "corrections" if was_retracted or self._correct_older(gained) else "new_facts"

    def _of_one(self, older: Verdict | None, newer: Verdict | None) -> Part:
        """Of a case that only one has: it came later, or else it was retracted, restored or moved to another place."""
        if not self.same_scope:
            return "new_facts"
        if newer is None:
            return "corrections"
        opening = self._opening(newer)
        claimed = opening.event.registered_on or opening.event.delivered_on or date.min
        entered_later = self.bounds.registered_by is not None and claimed > self.bounds.registered_by
        return "new_facts" if opening.position > self.bounds.known_at or entered_later else "corrections"

    def _opening(self, verdict: Verdict) -> Recorded:
        """The fact that a case is named by; of a case with an id of its own, the first of its own source record."""
        events = [self.events[position] for position in verdict.case.positions if position in self.events]
        named = [one for one in events if str(one.event.event_id) == verdict.case.case]
        own = [one for one in events if one.event.source and one.event.source.record == verdict.case.record]
        return (named or own or events)[0]

    def _correct_older(self, gained: Iterable[int]) -> bool:
        """Whether one of these corrects a fact that is not among them."""
        events = [self.events[position] for position in gained]
        own = {str(recorded.event.event_id) for recorded in events}
        corrected = [recorded.fact for recorded in events if recorded.event.type in CORRECTIONS]
        return any(isinstance(fact, EventCorrected) and fact.original not in own for fact in corrected)
