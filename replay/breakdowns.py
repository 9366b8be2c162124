"""Breaks a figure down by dimensions: the verdicts that were summed, each put in its class.

What the person is, is read from the view `established` as known at the position of the answer, and as the sources'
books held it where the question is bounded by `registered_by`: as everything else in the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.counting import Bounds, Case, Rule, Verdict
from domain.dimensions import Dimension, Established, Member, Part, break_down, chosen, dimensions_of, said_by
from domain.places import Scope
from projections import VIEWS
from projections.history import registered_by
from projections.walk import Shared
from replay.beside import registrations_of
from replay.histories import cases_at_end
from replay.reading import Reading
from store.database import whole


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A figure by one or more dimensions; the values of the parts sum to its value. `names` are of municipalities."""

    dimensions: Sequence[Dimension]
    parts: Sequence[Part]
    names: Mapping[str, str]


def dimensions_of_rule(rule: Rule) -> list[Dimension]:
    """The dimensions by which a figure of this rule may be broken down."""
    view = VIEWS[rule.view]
    return dimensions_of(view.case, of_registrations=view.of_subject == "registration")


def chosen_dimensions(rule: Rule, names: Iterable[str]) -> tuple[Dimension, ...]:
    """Those of these names; raises UnknownDimension, naming those there are."""
    return chosen(names, dimensions_of_rule(rule), rule.name)


def members_of(
    look: Reading,
    rule: Rule,
    verdicts: Sequence[Verdict],
    groups: Mapping[str, UUID],
    bounds: Bounds,
    dimensions: Iterable[Dimension],
    scope: Scope,
) -> list[Member]:
    """The verdicts with what is known of the persons they are about, as far as these dimensions ask for it."""
    if not any(one.of_person for one in dimensions):
        return [Member(rule, verdict, {}, _place(rule, verdict, scope)) for verdict in verdicts]
    registration = registrations_of(look, [(verdict.case, groups[verdict.case.case]) for verdict in verdicts])
    found = _established(look, {*groups.values()}, bounds)
    by_registration = registrations_of(look, found)
    established = {by_registration[case.case]: case for case, _ in found if isinstance(case, Established)}
    return [
        Member(
            rule,
            verdict,
            said_by(established.get(registration[verdict.case.case]), bounds.as_of),
            _place(rule, verdict, scope),
        )
        for verdict in verdicts
    ]


def _place(rule: Rule, verdict: Verdict, scope: Scope) -> str | None:
    """The municipality in which the case lies, by the division asked."""
    return scope.place(verdict.case.municipality, rule.on(verdict.case))


def broken_down(
    look: Reading,
    rule: Rule,
    verdicts: Sequence[Verdict],
    groups: Mapping[str, UUID],
    bounds: Bounds,
    dimensions: Sequence[Dimension],
    scope: Scope,
) -> Breakdown:
    """The figure in parts."""
    members = members_of(look, rule, verdicts, groups, bounds, dimensions, scope)
    return Breakdown(dimensions, break_down(members, dimensions), scope.places.names(scope.division_on or date.max))


def _established(look: Reading, groups: Iterable[UUID], bounds: Bounds) -> list[tuple[Case, UUID]]:
    """What is established of the registrations in these groups, within the bounds."""
    view = VIEWS["established"]
    with whole(look.connection):  # what is said of a registration that is seen, whoever said it
        stored = list(look.cases(view.name, bounds.known_at, None, groups))
    if bounds.registered_by is None:
        return stored
    some, nothing_shared = sorted({group for _, group in stored}), Shared((), view)
    return [
        (case, group)
        for group, history in look.histories(view, some, bounds.known_at)
        for case in cases_at_end(view, registered_by(history, bounds.registered_by), nothing_shared)
    ]
