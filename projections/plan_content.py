"""Views `plans-laid-down`, `plans-drafted` and `end-levels`: what plans say, and what is known once they have ended.

A case of the first is a signature, of the second a draft with the changes of its parts until the next draft, of the
third an end of a trajectory with the levels known in the same registration.
"""

from collections.abc import Iterator, Sequence

from domain.facts import AssessmentRecorded, CategoryDetermined, PlacementEnded, PlanDrafted, PlanRevised, PlanSigned
from domain.rules.laid_down import SignedPlan
from domain.rules.levels_told import EndOfTrajectory, Level
from domain.rules.social_guidance import DraftedPlan, Planned
from projections.fold import Part, Streams, View
from projections.history import Standing, Standings
from projections.shared import categories, in_order_of_day, origin, saying_what


def plans_laid_down(streams: Streams, shared: Standings) -> Iterator[SignedPlan]:
    """The signatures that stand."""
    for stream in streams:
        saying = saying_what(stream)
        for one in stream.of(PlanSigned):
            yield stream.once(_signed, one, saying)


def _signed(one: Standing, saying: Sequence[Standing]) -> SignedPlan:
    return SignedPlan(
        **origin(one, saying),
        instrument=one.fact.instrument,
        signed_on=one.occurred_on,
        registered_on=one.registered_on,
        categories=categories(saying),
    )


def plans_drafted(streams: Streams, shared: Standings) -> Iterator[DraftedPlan]:
    """The drafts that stand."""
    for stream in streams:
        saying, changes = saying_what(stream), dict[int, list[Standing]]()
        latest = None
        for one in in_order_of_day([*stream.of(PlanDrafted), *stream.of(PlanRevised)]):
            if isinstance(one.fact, PlanDrafted):
                latest = one
            elif latest is not None and one.fact.components:
                changes.setdefault(latest.position, []).append(one)
        for one in stream.of(PlanDrafted):
            yield stream.once(_drafted, one, saying, tuple(changes.get(one.position, ())))


def _drafted(one: Standing, saying: Sequence[Standing], changes: Sequence[Standing]) -> DraftedPlan:
    return DraftedPlan(
        **origin(one, [*saying, *changes]),
        drafted_on=one.occurred_on,
        registered_on=one.registered_on,
        components=one.fact.components,
        changes=tuple([Planned(components=change.fact.components, on=change.occurred_on) for change in changes]),
        categories=categories(saying),
    )


def end_levels(streams: Streams, shared: Standings) -> Iterator[EndOfTrajectory]:
    """The ends that stand."""
    for stream in streams:
        saying = tuple(in_order_of_day([*stream.of(PlanDrafted), *stream.of(AssessmentRecorded)]))
        for one in stream.of(PlacementEnded):
            levels = [level for standing in saying for level in _levels(standing)]
            own = [Level(moment="END", on=one.occurred_on)] if one.fact.level else []
            yield EndOfTrajectory(
                **origin(one, [standing for standing in saying if _levels(standing)]),
                reason=one.fact.reason,
                ended_on=one.occurred_on,
                registered_on=one.registered_on,
                levels=(*levels, *own),
            )


def _levels(standing: Standing) -> list[Level]:
    """The levels that a plan names or a test measured; to be entered for a test measures nothing."""
    fact, on = standing.fact, standing.occurred_on
    if isinstance(fact, PlanDrafted):
        named = [Level(moment="START", on=on)] if fact.start_level else []
        return [*named, Level(moment="TARGET", on=on)] if fact.target_level else named
    measured = fact.level is not None and fact.moment is not None and not fact.registered_for_only
    return [Level(moment=fact.moment, on=on)] if measured else []


LAID_DOWN = View(
    name="plans-laid-down",
    version=1,
    case=SignedPlan,
    parts=(
        Part(
            reads=frozenset({CategoryDetermined, PlanSigned}),
            cases=plans_laid_down,
            opens=frozenset({PlanSigned}),
        ),
    ),
)
DRAFTED = View(
    name="plans-drafted",
    version=1,
    case=DraftedPlan,
    parts=(
        Part(
            reads=frozenset({CategoryDetermined, PlanDrafted, PlanRevised}),
            cases=plans_drafted,
            opens=frozenset({PlanDrafted}),
        ),
    ),
)
LEVELS = View(
    name="end-levels",
    version=1,
    case=EndOfTrajectory,
    parts=(
        Part(
            reads=frozenset({AssessmentRecorded, PlacementEnded, PlanDrafted}),
            cases=end_levels,
            opens=frozenset({PlacementEnded}),
        ),
    ),
)
VIEWS = (LAID_DOWN, DRAFTED, LEVELS)
