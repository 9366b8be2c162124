"""View `provisions`: every provision that was established, with who it is for and the exams taken since.

A case is a `ProvisionEstablished` that stands, by the day of the decision and not of its effect. The other provisions
of the person, and the exams, are those of all registrations: exams are told by another party than the municipality.
That an exam had a result proves that it was taken; being absent is no taking part.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.facts import CategoryDetermined, ExamResultRecorded, ExamTaken, ProvisionEstablished
from domain.facts.base import Fact
from domain.rules.legal_life import LegalLife
from domain.rules.provisions import OtherProvision, Provision
from domain.rules.shared import known_day
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, EachAfterwards, Told, lives_of_each, said_of_each
from projections.shared import categories, in_order_of_day, of_same_person, origin, people, saying_what

EXAMS = frozenset({"INTEGRATION_EXAM", "STATE_EXAM_1", "STATE_EXAM_2"})
"""Exams of the Act; those before arrival or in place of a trajectory are none."""


def provisions(streams: Streams, shared: Standings) -> Iterator[Provision]:
    """The provisions that stand."""
    for person, registrations in people(streams):
        established = [one for stream in registrations for one in stream.of(ProvisionEstablished)]
        if not established:
            continue
        exams, told = exams_taken(registrations), Told(registrations)
        for stream in registrations:
            saying = saying_what(stream)
            for one in stream.of(ProvisionEstablished):
                others = tuple(_not_later(one, established))
                used = {other.subject for other in (*others, *exams)} - {one.subject}
                afterwards = told.of_each((one, *others))
                yield stream.once(_case, one, others, exams, saying, person.links if used else (), afterwards)


def exams_taken(registrations: Streams) -> tuple[Standing, ...]:
    """What shows that the person took part in an exam, by day."""
    taken = said_by_all(registrations, ExamTaken)
    results = said_by_all(registrations, ExamResultRecorded)
    if not taken and not results:  # most have come no further, and are asked after each of their facts
        return ()
    shown = [*taken, *(one for one in results if one.fact.result != "NONE")]
    return tuple(in_order_of_day([one for one in shown if one.fact.exam in EXAMS]))


def said_by_all(registrations: Streams, kind: type[Fact]) -> Sequence[Standing]:
    """The facts of a kind in these registrations."""
    if len(registrations) == 1:
        return registrations[0].of(kind)
    return [one for stream in registrations for one in stream.of(kind)]


def _not_later(opening: Standing, established: Sequence[Standing]) -> list[Standing]:
    """The others decided on an earlier day, or on the same."""
    day = known_day(opening.occurred_on)
    return [
        one
        for one in established
        if one.position != opening.position and (other := known_day(one.occurred_on)) and day and other <= day
    ]


def _case(
    opening: Standing,
    others: Sequence[Standing],
    exams: Sequence[Standing],
    saying: Sequence[Standing],
    links: Sequence[Standing],
    afterwards: EachAfterwards,
) -> Provision:
    fact, lives = opening.fact, lives_of_each(afterwards)
    said_of = said_of_each(afterwards)
    undated = known_day(opening.occurred_on) is None
    return Provision(
        **origin(opening, [*others, *exams, *saying, *links, *said_of], ("DATE_UNKNOWN",) if undated else ()),
        position=opening.position,
        established_on=opening.occurred_on,
        registered_on=opening.registered_on,
        law=fact.law,
        provision=fact.provision,
        scheme=fact.scheme,
        combined=fact.combined,
        category=fact.category,
        first_time=fact.first_time,
        loan=fact.loan,
        loan_repaid_on=fact.loan_repaid_on,
        person_bound_budget=fact.person_bound_budget,
        categories=categories(saying),
        took_exam=tuple([one.occurred_on for one in exams if one.occurred_on is not None]),
        not_later=tuple([_other(one, lives.get(one.position)) for one in sorted(others, key=_by_decision)]),
        life=lives.get(opening.position),
    )


def _by_decision(one: Standing) -> tuple[date, int]:
    return known_day(one.occurred_on) or date.max, one.position


def _other(one: Standing, life: LegalLife | None) -> OtherProvision:
    return OtherProvision(**of_same_person(one) | {"on": one.occurred_on}, law=one.fact.law, life=life)


PROVISIONS = View(
    name="provisions",
    version=2,
    case=Provision,
    parts=(
        Part(
            reads=LINKS | CONTESTING | {CategoryDetermined, ExamResultRecorded, ExamTaken, ProvisionEstablished},
            cases=provisions,
            opens=frozenset({ProvisionEstablished}),
        ),
    ),
)
VIEWS = (PROVISIONS,)
