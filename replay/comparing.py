"""The difference between two figures, case by case, split so that the parts add up exactly.

Between the two stands a third: the rule of the second, asked with the axes of the first. From the first to the third
only the rule changes; from the third to the second only the bounds. Each case that changes by the bounds is put down to
what it newly rests on: an erasure, an identity decision, a correction, or else new facts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.counting import Verdict
from domain.facts import EventCorrected, EventRetracted, PersonalDataErased, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import of
from replay.asking import Asked, CannotAsk
from replay.figures import Answer, Figures

Part = Literal["new_facts", "corrections", "rule", "identity", "erasure"]
PARTS: tuple[Part, ...] = ("new_facts", "corrections", "rule", "identity", "erasure")
ERASURES = frozenset({of(PersonalDataErased).number})
IDENTITY = frozenset({of(RegistrationsLinked).number, of(RegistrationsUnlinked).number})
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


def compare(figures: Figures, first: Asked, second: Asked) -> Difference:
    """The difference from the first figure to the second; both must name one version where versions compete."""
    answer_a, answer_b = _only(figures, first), _only(figures, second)
    same_rule = answer_a.rule.name == answer_b.rule.name
    between = answer_a if same_rule else _only(figures, replace(first, rule=second.rule, version=second.version))
    a, middle, b = (_by_case(answer) for answer in (answer_a, between, answer_b))
    changes = [
        Change(case, a.get(case), middle.get(case), "rule", _positions(a.get(case), middle.get(case)))
        for case in _differing(a, middle)
    ]
    for case in _differing(middle, b):
        before, after = middle.get(case), b.get(case)
        part = _part(figures, before, after)
        changes.append(Change(case, before, after, part, _positions(before, after)))
    return Difference(answer_a, answer_b, changes)


def _only(figures: Figures, asked: Asked) -> Answer:
    answers = figures.ask(asked)
    if len(answers) != 1:
        versions = ", ".join(f"{asked.rule}@{answer.rule.version}" for answer in answers)
        raise CannotAsk(f"{asked.rule} has versions that compete; name the one to compare: {versions}")
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


def _part(figures: Figures, before: Verdict | None, after: Verdict | None) -> Part:
    """What the case newly rests on decides; a case that is gone was retracted."""
    if after is None:
        return "corrections"
    fresh = set(after.positions) - set(before.positions if before else ())
    if before is not None and before.code == "RECORDED_LATER" and before.positions == after.positions:
        return "new_facts"
    numbers = {recorded.event.type for recorded, _ in figures.ledger.events_at(sorted(fresh)).values()}
    if numbers & ERASURES:
        return "erasure"
    if numbers & IDENTITY:
        return "identity"
    if numbers & CORRECTIONS and before is not None:
        return "corrections"
    return "new_facts"
