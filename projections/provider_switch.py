"""View `provider-switch`: each enrolment with a provider, and what came of it: a place, another provider, a refusal.

A case per `EnrolmentRecorded` that stands. What another registration of the person says belongs to an enrolment where
it names the same provider; in its own registration also where it names none. Of several enrolments it could be about,
it is about the one that was made last by its day. A language bridge, literacy class or preparation is no place (R010).
"""

from collections.abc import Iterator, Sequence

from domain.dates import first_day, last_day
from domain.facts import (
    ClassAttendanceStarted,
    EnrolmentRecorded,
    OfferDeclined,
    PlacementStarted,
    ProviderReassigned,
    WaitingListLeft,
)
from domain.facts.placement import NOT_WI_TRAJECTORIES
from domain.rules.participants import same_name
from domain.rules.provider_switch import Outcome, OutcomeKind, Referral
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.shared import effective_on, in_order_of_day, origin, people

Outcomes = Sequence[tuple[OutcomeKind, Standing]]
OUTCOMES = (ClassAttendanceStarted, OfferDeclined, PlacementStarted, ProviderReassigned, WaitingListLeft)


def provider_switch(streams: Streams, shared: Standings) -> Iterator[Referral]:
    """The enrolments that stand."""
    for person, registrations in people(streams):
        enrolments = in_order_of_day(one for stream in registrations for one in stream.of(EnrolmentRecorded))
        if not enrolments:
            continue
        found: dict[int, dict[OutcomeKind, Standing]] = {}
        for outcome in in_order_of_day(one for stream in registrations for one in stream.of_any(OUTCOMES)):
            kind, enrolment = _kind(outcome), _enrolment_of(outcome, enrolments)
            if kind is not None and enrolment is not None:
                found.setdefault(enrolment.position, {}).setdefault(kind, outcome)
        for stream in registrations:
            for enrolment in stream.of(EnrolmentRecorded):
                outcomes = tuple(sorted(found.get(enrolment.position, {}).items()))
                yield stream.once(_case, enrolment, outcomes, person.links)


def _kind(standing: Standing) -> OutcomeKind | None:
    """What a fact means for an enrolment."""
    match standing.fact:
        case PlacementStarted() as placement:
            return None if placement.trajectory in NOT_WI_TRAJECTORIES else "PLACED"
        case ClassAttendanceStarted() | WaitingListLeft(because="PLACED"):
            return "PLACED"
        case WaitingListLeft():
            return "DECLINED" if standing.fact.because == "DECLINED" else None
        case ProviderReassigned():
            return "MOVED"
        case _:
            return "DECLINED"


def _enrolment_of(outcome: Standing, enrolments: Sequence[Standing]) -> Standing | None:
    """The enrolment that a fact is about: in the course it names, if there is one, the last made by its day."""
    about = [one for one in enrolments if _is_about(outcome, one)]
    course: str | None = getattr(outcome.fact, "course", None)
    in_course = [one for one in about if same_name(course, one.fact.course)]
    when = effective_on(outcome)
    begun = [
        one
        for one in in_course or about
        if when is None or one.occurred_on is None or first_day(one.occurred_on) <= last_day(when)
    ]
    return begun[-1] if begun else None


def _is_about(outcome: Standing, enrolment: Standing) -> bool:
    """Whether the fact names the provider of this enrolment, or none and stands in the same registration."""
    provider: str | None = getattr(outcome.fact, _provider_field(outcome), None)
    if _is_with(enrolment, getattr(outcome.fact, "to_provider", None)):
        return False
    return outcome.subject == enrolment.subject if provider is None else _is_with(enrolment, provider)


def _is_with(enrolment: Standing, provider: str | None) -> bool:
    party = enrolment.source.party if enrolment.source else None
    return any(same_name(provider, one) for one in (enrolment.fact.provider, party))


def _provider_field(outcome: Standing) -> str:
    """Of a move the provider that was left."""
    return "from_provider" if isinstance(outcome.fact, ProviderReassigned) else "provider"


def _case(enrolment: Standing, found: Outcomes, links: Sequence[Standing]) -> Referral:
    deciding = [outcome for _, outcome in found]
    is_shared = any(one.subject != enrolment.subject for one in deciding)
    return Referral(
        **origin(enrolment, [*deciding, *links] if is_shared else deciding),
        provider=enrolment.fact.provider,
        course=enrolment.fact.course,
        enrolled_on=effective_on(enrolment),
        registered_on=enrolment.registered_on,
        outcomes=(*_told(found), *_placed_undated(enrolment, found)),
    )


def _told(found: Outcomes) -> Iterator[Outcome]:
    for kind, one in found:
        yield Outcome(kind=kind, on=effective_on(one), provider=getattr(one.fact, "to_provider", None))


def _placed_undated(enrolment: Standing, found: Outcomes) -> Iterator[Outcome]:
    """The source of an enrolment may say that a place was given, without a day."""
    if enrolment.fact.placed and all(kind != "PLACED" for kind, _ in found):
        yield Outcome(kind="PLACED")


PROVIDER_SWITCH = View(
    name="provider-switch",
    version=1,
    case=Referral,
    parts=(
        Part(
            reads=LINKS | {EnrolmentRecorded, *OUTCOMES},
            cases=provider_switch,
            opens=frozenset({EnrolmentRecorded}),
        ),
    ),
)
VIEWS = (PROVIDER_SWITCH,)
