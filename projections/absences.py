"""View `absences`: each absence that was recorded, with what was decided, done and offered about it.

A case per `AbsenceRecorded` that stands. A decision and a follow-up belong to the absence they name, also where another
registration of the person says so. A follow-up that names none belongs to the absences of its registration on its day,
else to the one that began last before it; without a day, to the one that stands last before it in the ledger. Childcare
is asked for by a person, so that a request to the municipality says something of an absence at the provider.
"""

from collections.abc import Iterator, Sequence

from domain.dates import first_day
from domain.event import as_text
from domain.facts import (
    AbsenceFollowedUp,
    AbsenceReclassified,
    AbsenceRecorded,
    ChildcareRequested,
)
from domain.facts.base import Fact
from domain.rules.absence_table import Absence, Action, Childcare, Judgement
from domain.rules.shared import known_day
from projections.fold import LINKS, Part, Stream, Streams, Touched, View
from projections.history import Change, Standing, Standings, in_place
from projections.shared import origin, people

TOUCHING: frozenset[type[Fact]] = frozenset({AbsenceFollowedUp, AbsenceReclassified, AbsenceRecorded})
"""What is said of one absence alone, where it names it."""
Lots = dict[str, list[Standing]]
"""Absence → what is said about it."""


def absences(streams: Streams, shared: Standings) -> Iterator[Absence]:
    """The absences that stand."""
    for person, registrations in people(streams):
        if not any(stream.of(AbsenceRecorded) for stream in registrations):
            continue
        judgements, actions = _judgements(registrations), _actions(registrations)
        requests = _of_person(registrations, ChildcareRequested)
        for stream in registrations:
            for absence in stream.of(AbsenceRecorded):
                about = _about(absence, judgements, actions) if judgements or actions else ((), ())
                yield stream.once(_case, absence, *about, _asked_for(absence, requests), person.links)


def touched_absence(streams: Streams, change: Change) -> Touched | None:
    """A new absence, or the one that a new decision or follow-up names; an action without a name may be about any."""
    now = change.now
    if now is None or not change.is_new or type(now.fact) not in TOUCHING:
        return None
    person, registrations = next(one for one in people(streams) if now.subject in one[0].registrations)
    actions = [one for stream in registrations for one in stream.of(AbsenceFollowedUp)]
    if None in [one.fact.absence for one in actions]:
        return None
    absence = now if type(now.fact) is AbsenceRecorded else _named(now.fact.absence, registrations)
    if absence is None:
        return None
    name = as_text(absence.event_id)
    judged = [one for one in _of_person(registrations, AbsenceReclassified) if one.fact.absence == name]
    done = [one for one in actions if one.fact.absence == name]
    requests = _asked_for(absence, _of_person(registrations, ChildcareRequested))
    return (name,), (_case(absence, judged, done, requests, person.links),)


def _named(name: str, registrations: Streams) -> Standing | None:
    """The absence of that id in these registrations; one that was said lately is found soonest."""
    every = (one for stream in registrations for one in reversed(stream.of(AbsenceRecorded)))
    return next((one for one in every if as_text(one.event_id) == name), None)


def _asked_for(absence: Standing, requests: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """Of the requests for childcare those that may bear on an absence: all, unless it has another reason."""
    return requests if absence.fact.reason in (None, "CHILDCARE") else ()


def _about(absence: Standing, judgements: Lots, actions: Lots) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    named = str(absence.event_id)
    return tuple(judgements.get(named, ())), tuple(actions.get(named, ()))


def _of_person(registrations: Streams, kind: type[Fact]) -> tuple[Standing, ...]:
    """What is said in any of these, in the order in which it was first said."""
    if len(registrations) == 1:
        return tuple(registrations[0].of(kind))
    return tuple(sorted([one for stream in registrations for one in stream.of(kind)], key=in_place))


def _judgements(registrations: Streams) -> Lots:
    """What was decided, by the absence it is about."""
    found: Lots = {}
    for judgement in _of_person(registrations, AbsenceReclassified):
        found.setdefault(judgement.fact.absence, []).append(judgement)
    return found


def _actions(registrations: Streams) -> Lots:
    """What was done, by the absence it answers."""
    found: Lots = {}
    for stream in registrations:
        for action in stream.of(AbsenceFollowedUp):
            named = action.fact.absence
            for absence in [named] if named is not None else _answered(action, stream):
                found.setdefault(absence, []).append(action)
    return found


def _answered(action: Standing, stream: Stream) -> list[str]:
    """The absences that an action without a name answers."""
    recorded, day = stream.of(AbsenceRecorded), known_day(action.occurred_on)
    if day is None:
        before = [one for one in recorded if one.position < action.position]
    else:
        of_day = [one for one in recorded if known_day(one.occurred_on) == day]
        if of_day:
            return [str(one.event_id) for one in of_day]
        before = [one for one in recorded if one.occurred_on is not None and first_day(one.occurred_on) < day]
        before.sort(key=lambda one: (first_day(one.occurred_on), one.position))
    return [str(one.event_id) for one in before[-1:]]


def _case(
    absence: Standing,
    judgements: Sequence[Standing],
    actions: Sequence[Standing],
    requests: Sequence[Standing],
    links: Sequence[Standing],
) -> Absence:
    said = [*judgements, *actions, *requests]
    is_shared = bool(links) and any(one.subject != absence.subject for one in said)
    fact: AbsenceRecorded = absence.fact
    return Absence(
        **origin(absence, [*said, *links] if is_shared else said),
        absent_on=absence.occurred_on,
        until_on=fact.until_on,
        reason=fact.reason,
        authorised=fact.authorised,
        lessons=fact.lessons,
        reported_to=fact.reported_to,
        registered_on=absence.registered_on,
        judgements=tuple([_judgement(one) for one in judgements]),
        actions=tuple([Action(action=one.fact.action, on=one.occurred_on) for one in actions]),
        childcare=tuple(
            [Childcare(asked_on=one.occurred_on, offered_on=one.fact.place_offered_on) for one in requests]
        ),
    )


def _judgement(judged: Standing) -> Judgement:
    fact: AbsenceReclassified = judged.fact
    return Judgement(on=judged.occurred_on, authorised=fact.authorised, reason=fact.reason, until_on=fact.until_on)


ABSENCES = View(
    name="absences",
    version=1,
    case=Absence,
    parts=(
        Part(
            reads=LINKS | {AbsenceFollowedUp, AbsenceReclassified, AbsenceRecorded, ChildcareRequested},
            cases=absences,
            opens=frozenset({AbsenceRecorded}),
            touched=touched_absence,
        ),
    ),
)
VIEWS = (ABSENCES,)
