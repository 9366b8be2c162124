"""Which of the things that one person did comes first, where a rule counts a person or a trajectory once.

The earliest is the one on the earliest day; on the same day that with the lowest record id of its source, as text
(X001 before X002 before Y001); then the one that stands earliest in the ledger. Readable record ids are sealed, so a
rule is handed them with the question, and only those of records that share their day with another of the same person.
Where one of those cannot be read any more, their positions decide (decision record 0012).

What counts once counts once within the bounds and the place asked: somebody known in two municipalities counts in
each, and in the country once.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

import msgspec

from domain.counting import Case, Question
from domain.dates import When
from domain.rules.legal_effect import counts
from domain.rules.legal_life import LegalLife
from domain.rules.shared import known_day


class OfSamePerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another case of the same person, of which the day is known: `on` is that day, `position` where it stands.

    `life` is that of its decision, where something was said of it afterwards.
    """

    case: str
    on: When
    position: int
    municipality: str | None = None
    record: str | None = None
    life: LegalLife | None = None


class CaseOfPerson(Case, frozen=True, kw_only=True):
    """A case that knows the others of its person: those on an earlier day and on the same one.

    `position` is where its opening fact stands. A case of which the day is not known has no others.
    """

    position: int = 0
    not_later: tuple[OfSamePerson, ...] = ()

    @property
    def on(self) -> When | None:
        """When it happened, as precisely as it is known."""
        raise NotImplementedError


FIELDS_OF_OTHERS = ("not_later", "others")
"""Fields of a case that hold other cases of its person, each under its id `case`."""


def tells_of_others(kind: type[Case]) -> bool:
    """Whether cases of this kind know others of their person."""
    return any(name in FIELDS_OF_OTHERS for name in kind.__struct_fields__)


def others_of(case: Case) -> Iterator[str]:
    """The ids of the other cases that a case knows."""
    for name in FIELDS_OF_OTHERS:
        yield from (other.case for other in getattr(case, name, ()))


def with_others_among(case: Case, known: Collection[str]) -> Case:
    """The case as it is where it knows none but these others."""
    left = {
        name: tuple([other for other in getattr(case, name) if other.case in known])
        for name in FIELDS_OF_OTHERS
        if getattr(case, name, ())
    }
    return msgspec.structs.replace(case, **left) if left else case


Other = TypeVar("Other", bound=OfSamePerson)


def records_tied(case: CaseOfPerson) -> frozenset[str]:
    """Commitments of the records whose readable ids decide which comes first: those on one day with another."""
    tied = [other.record for other in case.not_later if other.on == case.on]
    return frozenset(record for record in (case.record, *tied) if record is not None) if tied else frozenset()


def within_bounds(others: Iterable[Other], question: Question) -> list[Other]:
    """Those that are counted too: in the place and period asked, by the day asked, and not undone by then."""
    return [other for other in others if _is_within(other, question)]


def _is_within(other: OfSamePerson, question: Question) -> bool:
    day, bounds = known_day(other.on), question.bounds
    in_time = day is not None and day <= bounds.as_of and (bounds.period is None or bounds.period.contains(day))
    in_place = question.scope.holds(other.municipality, other.on)
    return in_time and in_place and counts(other.life, bounds.as_of)


def earlier_than(case: CaseOfPerson, others: Sequence[Other], question: Question) -> list[Other]:
    """Those of `others` (the case's own `not_later`) that come before it and are counted too, the earliest first."""
    earlier: list[Other] = []
    in_time = sorted(others, key=lambda other: other.on)
    for on, some in groupby(in_time, key=lambda other: other.on):
        one_day = list(some)
        order = _order_of_day([case, *one_day] if on == case.on else one_day, question)
        one_day.sort(key=lambda other: order[other.case])
        earlier += [other for other in one_day if on != case.on or order[other.case] < order[case.case]]
    return within_bounds(earlier, question)


def _order_of_day(one_day: Sequence[OfSamePerson | CaseOfPerson], question: Question) -> dict[str, tuple[str, int]]:
    """Case → its place among all of this person on this day: by record id, where every one of them can be read."""
    ids = [question.record_ids.get(one.record) if one.record else None for one in one_day]
    readable = [record_id for record_id in ids if record_id is not None]
    by_id = readable if len(readable) == len(one_day) else [""] * len(one_day)
    return {one.case: (record_id, one.position) for one, record_id in zip(one_day, by_id, strict=True)}
