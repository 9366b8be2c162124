"""View `participants`: every enrolment, with who the person is and what else that person was enrolled in.

A case is an enrolment of one registration at one source. It knows the other enrolments of the same person on earlier
days and on its own, and to which providers the person was moved from each, so that a rule can count rows, trajectories
and people within any bounds from one list.

An enrolment proves no start (worked case C03): unless the same registration also says that a place was given or that
something started, the case carries ENROLMENT_NOT_START.
"""

from collections.abc import Iterable, Iterator

from domain.facts import (
    ClassAttendanceStarted,
    EnrolmentRecorded,
    PersonRegistered,
    PlacementStarted,
    ProviderReassigned,
)
from domain.facts.base import Fact
from domain.rules.participants import Enrolment, Move, OtherEnrolment, same_name
from domain.rules.shared import known_day
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.shared import (
    Person,
    by_day,
    effective_on,
    not_later_than,
    of_same_person,
    origin,
    people,
)

STARTS: tuple[type[Fact], ...] = (ClassAttendanceStarted, PlacementStarted)


def participants(streams: Streams, shared: Standings) -> Iterator[Enrolment]:
    """The enrolments that stand."""
    for person, registrations in people(streams):
        enrolled = [one for stream in registrations for one in stream.of(EnrolmentRecorded)]
        moves = [one for stream in registrations for one in stream.of(ProviderReassigned)]
        dated = by_day(enrolled)
        for stream in registrations:
            for enrolment in stream.of(EnrolmentRecorded):
                others = not_later_than(enrolment, dated)
                yield _case(enrolment, stream, person, [(one, _moves(one, moves)) for one in others])


def _case(
    enrolment: Standing, registration: Stream, person: Person, others: list[tuple[Standing, list[Standing]]]
) -> Enrolment:
    fact = enrolment.fact
    common = origin(enrolment, (), _flags(enrolment, registration, person))
    if person.links:
        linked = {position for link in person.links for position in link.positions}
        common["positions"] = tuple(sorted(linked.union(common["positions"])))
    return Enrolment(
        **common,
        course=fact.course,
        provider=fact.provider,
        enrolled_on=effective_on(enrolment),
        registered_on=enrolment.registered_on,
        placed=fact.placed,
        person=str(person.id),
        aliases=tuple(map(str, person.aliases)),
        position=enrolment.position,
        not_later=tuple([_other(other, moves) for other, moves in others]),
    )


def _flags(enrolment: Standing, registration: Stream, person: Person) -> Iterator[str]:
    if not enrolment.fact.placed and not any(registration.of(kind) for kind in STARTS):
        yield "ENROLMENT_NOT_START"
    if person.links:
        yield "IDENTITY_LINKED"
    if person.not_honoured:
        yield "IDENTITY_CONFLICT"


def _moves(enrolment: Standing, moves: Iterable[Standing]) -> list[Standing]:
    """The moves to another provider that are about this enrolment, of those of its person.

    In its own registration a move is about it unless it names another course; elsewhere it must name the provider left.
    """
    return [move for move in moves if known_day(effective_on(move)) is not None and _is_about(move, enrolment)]


def _is_about(move: Standing, enrolment: Standing) -> bool:
    fact, left = move.fact, enrolment.fact
    if fact.course is not None and not same_name(fact.course, left.course):
        return False
    party = enrolment.source.party if enrolment.source else None
    named = fact.from_provider is not None and any(same_name(fact.from_provider, one) for one in (left.provider, party))
    return move.subject == enrolment.subject or named


def _other(enrolment: Standing, moves: list[Standing]) -> OtherEnrolment:
    return OtherEnrolment(
        **of_same_person(enrolment),
        course=enrolment.fact.course,
        positions=enrolment.positions,
        moves=tuple(
            Move(to_provider=one.fact.to_provider, on=on, positions=one.positions)
            for one in moves
            if (on := effective_on(one)) is not None
        ),
    )


PARTICIPANTS = View(
    name="participants",
    version=3,
    case=Enrolment,
    listed="by group",
    parts=(
        Part(
            reads=LINKS.union(STARTS) | {EnrolmentRecorded, PersonRegistered, ProviderReassigned},
            cases=participants,
            opens=frozenset({EnrolmentRecorded}),
        ),
    ),
)
VIEWS = (PARTICIPANTS,)
