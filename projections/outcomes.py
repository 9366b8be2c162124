"""View `outcomes`: every trajectory that somebody started, with what led to it and what came of it.

A case is a `PlacementStarted` that stands. It has the end that belongs to it, the parts added to it, and of its person
the goals agreed and the days of being approached, tested at the start, and sitting and passing the exam, wherever those
were recorded: exams are told by another party than the one that placed. The other trajectories of the person stand with
it, so that rules can count people. An exam part that was passed is no exam passed.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.dates import When
from domain.facts import (
    AssessmentRecorded,
    CategoryDetermined,
    ComponentAdded,
    DiplomaAwarded,
    ExamResultRecorded,
    ExamTaken,
    GoalPerspectiveAgreed,
    PersonApproached,
    PlacementEnded,
    PlacementStarted,
)
from domain.rules.followed import End, Followed, Goal, JoinedPart, Outcome
from domain.rules.legal_life import LegalLife
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, EachAfterwards, Told, lives_of_each, said_of_each
from projections.provisions import EXAMS, exams_taken, said_by_all
from projections.quota_realisation import ends_of
from projections.shared import (
    Person,
    categories,
    earliest_first,
    effective_on,
    in_order_of_day,
    origin,
    people,
    saying_what,
)

EXAM_DIPLOMAS = frozenset({"INTEGRATION", "STATE_EXAM_1", "STATE_EXAM_2"})
"""Diplomas that say that an exam was passed."""


class _OfPerson(NamedTuple):
    """What is known of a person wherever it was recorded, each by day."""

    goals: tuple[Standing, ...]
    approached: tuple[Standing, ...]
    tested: tuple[Standing, ...]
    sat: tuple[Standing, ...]
    passed: tuple[Standing, ...]

    @property
    def all(self) -> list[Standing]:
        return [*self.goals, *self.approached, *self.tested, *self.sat, *self.passed]


class _Started(NamedTuple):
    """A placement with its end and its parts."""

    opening: Standing
    ended: Standing | None
    parts: tuple[Standing, ...]

    @property
    def all(self) -> list[Standing]:
        return [self.opening, *self.parts, *([self.ended] if self.ended else [])]


def outcomes(streams: Streams, shared: Standings) -> Iterator[Outcome]:
    """The trajectories that stand."""
    for person, registrations in people(streams):
        started = [one for stream in registrations for one in _started(stream)]
        if not started:
            continue
        known, told = _of_person(registrations), Told(registrations)
        for stream in registrations:
            saying = saying_what(stream)
            for one in started:
                if one.opening.subject == stream.subject:
                    others = tuple([other for other in started if other is not one]) if len(started) > 1 else ()
                    links = _links(person, one, others, known)
                    afterwards = told.of_each(each.opening for each in (one, *others))
                    yield stream.once(_case, one.opening, one, others, known, saying, links, afterwards)


def _started(stream: Stream) -> list[_Started]:
    placements = in_order_of_day(stream.of(PlacementStarted))
    if not placements:
        return []
    ends = stream.of(PlacementEnded)
    ended = ends_of(placements, ends) if ends else {}
    added = stream.of(ComponentAdded)
    if not added:
        return [_Started(one, ended.get(one.position), ()) for one in placements]
    parts: dict[int, list[Standing]] = {}
    for part in in_order_of_day(added):
        parts.setdefault(_placement_of(part, placements).position, []).append(part)
    return [_Started(one, ended.get(one.position), tuple(parts.get(one.position, ()))) for one in placements]


def _placement_of(part: Standing, placements: Sequence[Standing]) -> Standing:
    """The placement that a part names, else the last one begun by its day, else the first."""
    named = [one for one in placements if str(one.event_id) == part.fact.placement]
    by_then = [one for one in placements if earliest_first(one)[0] <= earliest_first(part)[0]]
    return (named or by_then[-1:] or placements)[0]


def _of_person(registrations: Streams) -> _OfPerson:
    passes = [one for one in said_by_all(registrations, ExamResultRecorded) if _is_pass(one)]
    awarded = said_by_all(registrations, DiplomaAwarded)
    tests = said_by_all(registrations, AssessmentRecorded)
    return _OfPerson(
        tuple(in_order_of_day(said_by_all(registrations, GoalPerspectiveAgreed))),
        tuple(in_order_of_day(said_by_all(registrations, PersonApproached))),
        tuple(in_order_of_day([one for one in tests if _is_entry_test(one)])) if tests else (),
        exams_taken(registrations),
        tuple(in_order_of_day([*passes, *(one for one in awarded if one.fact.diploma in EXAM_DIPLOMAS)])),
    )


def _is_entry_test(tested: Standing) -> bool:
    fact = tested.fact
    return fact.assessment == "ENTRY_TEST" and not fact.registered_for_only and fact.moment != "END"


def _is_pass(result: Standing) -> bool:
    fact = result.fact
    return fact.result == "PASSED" and fact.exam_part is None and fact.exam in EXAMS


def _links(person: Person, one: _Started, others: Sequence[_Started], known: _OfPerson) -> tuple[Standing, ...]:
    """The decisions on links, where what another registration says is looked at."""
    if not person.links:
        return ()
    subjects = {used.subject for used in known.all} | {other.opening.subject for other in others}
    return person.links if subjects - {one.opening.subject} else ()


def _case(
    opening: Standing,
    one: _Started,
    others: Sequence[_Started],
    known: _OfPerson,
    saying: Sequence[Standing],
    links: Sequence[Standing],
    afterwards: EachAfterwards,
) -> Outcome:
    fact, lives = opening.fact, lives_of_each(afterwards)
    deciding = [*one.all[1:], *known.all, *saying, *(used for other in others for used in other.all), *links]
    deciding += said_of_each(afterwards)
    without_reason = one.ended is not None and one.ended.fact.reason == "UNKNOWN"
    return Outcome(
        **origin(opening, deciding, ("END_WITHOUT_REASON",) if without_reason else ()),
        position=opening.position,
        trajectory=fact.trajectory,
        dual_with=fact.dual_with,
        provider=fact.provider,
        pilots=fact.pilots,
        started_on=effective_on(opening),
        registered_on=opening.registered_on,
        ended=_end(one.ended),
        parts=_parts(one.parts),
        goals=tuple([Goal(goal=goal.fact.goal, on=goal.occurred_on) for goal in known.goals]),
        approached=_days(known.approached),
        tested=_days(known.tested),
        sat=_days(known.sat),
        passed=_days(known.passed),
        categories=categories(saying),
        others=tuple([_followed(other, lives.get(other.opening.position)) for other in others]),
        life=lives.get(opening.position),
    )


def _followed(one: _Started, life: LegalLife | None) -> Followed:
    opening = one.opening
    return Followed(
        case=str(opening.event_id),
        position=opening.position,
        municipality=opening.municipality,
        trajectory=opening.fact.trajectory,
        dual_with=opening.fact.dual_with,
        started_on=effective_on(opening),
        ended=_end(one.ended),
        parts=_parts(one.parts),
        life=life,
    )


def _end(ended: Standing | None) -> End | None:
    if ended is None:
        return None
    fact = ended.fact
    return End(
        reason=fact.reason,
        on=ended.occurred_on,
        authorised=fact.authorised,
        goal_reached=fact.goal_reached,
        result=fact.result,
    )


def _parts(parts: Sequence[Standing]) -> tuple[JoinedPart, ...]:
    return tuple(
        [JoinedPart(component=one.fact.component, on=one.occurred_on, dual_with=one.fact.dual_with) for one in parts]
    )


def _days(standings: Sequence[Standing]) -> tuple[When | None, ...]:
    return tuple([one.occurred_on for one in standings]) if standings else ()


OUTCOMES = View(
    name="outcomes",
    version=3,
    case=Outcome,
    parts=(
        Part(
            reads=LINKS
            | CONTESTING
            | {
                AssessmentRecorded,
                CategoryDetermined,
                ComponentAdded,
                DiplomaAwarded,
                ExamResultRecorded,
                ExamTaken,
                GoalPerspectiveAgreed,
                PersonApproached,
                PlacementEnded,
                PlacementStarted,
            },
            cases=outcomes,
            opens=frozenset({PlacementStarted}),
        ),
    ),
)
VIEWS = (OUTCOMES,)
