"""Figures for the ministry and for everybody: asked within the grid of publication, and told in steps.

What is published is the closed series, nationwide, of a whole closed period, as known at its first closing: one moment,
one division, and no other period that overlaps it. A rule is asked with its family: all rules and versions that count
over the same cases, since two of them subtracted say as much as two tables. From their verdicts `domain/disclosure.py`
makes one edition, and a version, a place or a class of it is read off from that; so whoever asks for a municipality
gets its part of the country, and all parts add up.

A document is made anew from the edition and never by striking things out of an exact answer: what nobody put in cannot
be forgotten (decision record 0018).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain import rules
from domain.closings import CLOSING, Closing, closings_for
from domain.counting import ParameterNotSet, Rule, Verdict
from domain.dates import Period, first_day
from domain.dimensions import DIMENSIONS, Class, Dimension
from domain.disclosure import (
    COUNTED,
    PUBLICATION_THRESHOLD,
    PUBLISHED_DIMENSIONS,
    Edition,
    Policy,
    Seen,
    SetThreshold,
    ThresholdNotSet,
    ThresholdTooLow,
    edition,
    edition_of_amounts,
    policy_on,
    published_closings,
)
from domain.facts import ParameterSet
from domain.places import Scope
from projections.history import standing
from replay.asking import Asked, HasNoAnswer
from replay.breakdowns import chosen_dimensions, dimensions_of_rule
from replay.figures import Answer, Figures
from replay.follow import Progress, no_progress
from replay.places import scope_of
from replay.published_words import by_hand, refusal
from replay.reading import reading

PLACE = "municipality"


class NotPublished(HasNoAnswer):
    """What was asked is not published as it was put; the message says what is, and repeats nothing that was typed."""

    def __init__(self, why: str, /, **holes: object) -> None:
        dutch, english = refusal(why, **holes)
        super().__init__(english, dutch, by_hand(why, **holes))
        self.why = why


@dataclass(frozen=True, slots=True)
class Publication:
    """The edition that a question is about, and what of it was asked: the versions, the place, the dimension.

    `answers` are the exact answers of the whole family: they lend their rule, bounds and quotas, and no number or case
    of theirs is told.
    """

    answers: Sequence[Answer]
    edition: Edition
    policy: Policy
    scope: Scope
    dimension: Dimension | None
    rules: Sequence[Rule]
    left_out: Sequence[Rule]
    """Versions asked for that were not closed in the same closing."""

    @property
    def asked(self) -> list[tuple[int, Answer]]:
        """The versions asked for, with their place in the edition."""
        names = {rule.name for rule in self.rules}
        told = [(at, one) for at, one in enumerate(self.answers) if one.rule.name in names]
        return [(at, replace(one, scope=self.scope)) for at, one in told]

    @property
    def places(self) -> frozenset[Class] | None:
        """The municipalities asked about; None for all."""
        scope = self.scope
        if scope.region is not None:
            return frozenset(scope.places.members(scope.region, self.answers[0].bounds.as_of))
        return None if scope.municipality is None else frozenset({scope.municipality})


def refuse_cases() -> None:
    """Raises NotPublished: of cases nothing is published, neither a list nor a sample."""
    raise NotPublished("cases")


def publication(figures: Figures, asked: Asked, progress: Progress = no_progress) -> Publication:
    """The edition of a question and what is asked of it.

    Raises NotPublished, and what a figure raises: UnknownRule, UnknownVersion, UnknownDimension, ParameterNotSet.
    """
    wanted = rules.versions(asked.rule) if asked.version is None else (rules.rule(asked.rule, asked.version),)
    family = family_of(asked.rule)
    dimension = _dimension(asked, wanted)
    _refuse_other_axes(asked)
    if len(family) > 1 and not all(rule.adds_one for rule in wanted):
        raise NotPublished("amounts_of_the_same_cases")
    counting = [rule for rule in family if rule.adds_one] or family
    closings, thresholds = _said(figures, counting)
    known = published_closings({one.position: one for found in closings.values() for one in found}.values())
    closing = _closing(asked.period, known)
    policy = _policy(closing, thresholds)
    closed = [rule for rule in counting if any(one.position == closing.position for one in closings[rule.name])]
    told, left_out = ([rule for rule in wanted if (rule in closed) is is_told] for is_told in (True, False))
    if not told:
        raise NotPublished("rule_not_closed", period=closing.period)
    answers = [
        replace(answer, closing=closing)
        for rule in closed
        for answer in _answers(figures, rule, closing, dimension, progress, is_asked=rule in told)
    ]
    where = replace(asked, period=closing.period)
    scope = scope_of(where, answers[0].scope.places, answers[0].bounds.as_of)
    return Publication(answers, _edition(answers, closing.period, policy), policy, scope, dimension, told, left_out)


def periods_published(figures: Figures, rule_ids: Iterable[str]) -> list[tuple[Closing, list[str]]]:
    """The closings by which figures are published, oldest first, each with those of these rules that it closed."""
    with reading(figures.follower) as look:
        said = standing(look.shared(CLOSING, figures.ledger.head().position))
    found: dict[int, tuple[Closing, list[str]]] = {}
    for rule_id in rule_ids:
        family = family_of(rule_id)
        counting = [rule for rule in family if rule.adds_one] or family
        closings = {one.position: one for rule in counting for one in closings_for(said, rule, None)}
        own = {one.position for rule in rules.versions(rule_id) for one in closings_for(said, rule, None)}
        for closing in published_closings(closings.values()):
            if closing.position in own:
                found.setdefault(closing.position, (closing, []))[1].append(rule_id)
    return [found[position] for position in sorted(found)]


def family_of(rule_id: str) -> list[Rule]:
    """All rules and versions over the views of this rule, and over those of their other versions; in fixed order."""
    ids, views = {rule_id}, set[str]()
    while True:
        found = {rule.view for rule in rules.RULES if rule.id in ids}
        if found == views:
            return [rule for rule in rules.RULES if rule.view in views]
        views = found
        ids = {rule.id for rule in rules.RULES if rule.view in views}


def _answers(
    figures: Figures, rule: Rule, closing: Closing, dimension: Dimension | None, progress: Progress, *, is_asked: bool
) -> list[Answer]:
    """The exact answer of one of the family, as closed; none where a parameter of it was not set by then.

    Of the rule that was asked that is an error.
    """
    by = [PLACE]
    if dimension is not None and dimension in dimensions_of_rule(rule):
        by.append(dimension.name)
    bounded = Asked(
        rule.id,
        rule.version,
        period=closing.period,
        registered_by=closing.registered_by,
        known_at=str(closing.position),
        by=tuple(by),
    )
    try:
        return figures.ask(bounded, progress)
    except ParameterNotSet:
        if is_asked:
            raise
        return []


# --- The grid: which questions have a published answer ---


def _dimension(asked: Asked, wanted: Iterable[Rule]) -> Dimension | None:
    names = tuple(dict.fromkeys(name.strip().replace("-", "_") for name in asked.by))
    if not names:
        return None
    if len(names) > 1 or names[0] not in PUBLISHED_DIMENSIONS:
        raise NotPublished("dimension", known=", ".join(PUBLISHED_DIMENSIONS))
    if asked.municipality is not None or asked.region is not None:
        raise NotPublished("place_and_dimension")
    for rule in wanted:
        chosen_dimensions(rule, names)
    return DIMENSIONS[names[0]]


def _refuse_other_axes(asked: Asked) -> None:
    axes = {
        "as_of": asked.as_of,
        "registered_by": asked.registered_by,
        "known_at": asked.known_at,
        "division": asked.division_on,
        "series": asked.series if asked.series == "running" else None,
    }
    given = [name for name, value in axes.items() if value is not None]
    if given:
        raise NotPublished("axes", axes=", ".join(given))


def _said(figures: Figures, family: Sequence[Rule]) -> tuple[Mapping[str, Sequence[Closing]], Sequence[SetThreshold]]:
    """Rule version → its closings for the whole country; and the thresholds that were set for all."""
    with reading(figures.follower) as look:
        head = figures.ledger.head().position
        closed = standing(look.shared(CLOSING, head))
        set_values = standing(look.shared({ParameterSet}, head))
    thresholds = [
        SetThreshold(
            one.position,
            first_day(one.occurred_on) if one.occurred_on else None,
            one.fact.value,
            one.fact.document or "",
        )
        for one in set_values
        if isinstance(one.fact, ParameterSet)
        and one.fact.name == PUBLICATION_THRESHOLD.name
        and one.municipality is None
    ]
    return {rule.name: closings_for(closed, rule, None) for rule in family}, thresholds


def _closing(asked: Period | None, published: Sequence[Closing]) -> Closing:
    """The closing of the period asked, where that is published; without one the only one there is."""
    if not published:
        raise NotPublished("nothing_closed")
    if asked is None and len(published) == 1:
        return published[0]
    found = [one for one in published if one.period == asked]
    if not found:
        raise NotPublished("period", known="; ".join(str(one.period) for one in published))
    return found[0]


def _policy(closing: Closing, thresholds: Iterable[SetThreshold]) -> Policy:
    """The policy in force on the day of the closing; without one nothing is published."""
    closed_on = date.max if closing.closed_on is None else first_day(closing.closed_on)
    try:
        return policy_on(thresholds, closed_on, closing.position)
    except ThresholdNotSet:
        raise NotPublished("no_threshold", name=PUBLICATION_THRESHOLD.name) from None
    except ThresholdTooLow:
        raise NotPublished("low_threshold", name=PUBLICATION_THRESHOLD.name) from None


# --- The edition ---


def _edition(answers: Sequence[Answer], period: Period, policy: Policy) -> Edition:
    seen = _seen(answers, period)
    if all(one.rule.adds_one for one in answers):
        return edition(seen, [labels_of(one.rule) for one in answers], policy.threshold)
    return edition_of_amounts(seen, policy.threshold)


def labels_of(rule: Rule) -> list[str]:
    """The labels of a version: what counts, then what the last test left out, and so back to the first."""
    otherwise = [] if rule.counts_otherwise else [rule.otherwise]
    tests = [test.code for test in reversed(rule.tests) if not test.counts]
    return list(dict.fromkeys([COUNTED, *otherwise, *tests]))


def _seen(answers: Sequence[Answer], period: Period) -> list[Seen]:
    """The cases of the edition: those that count, and those of the period that do not.

    What does not count and lies outside the period stands in the edition of its own period, or in none: told in each of
    them it would be told with as many roundings.
    """
    found: dict[str, list[tuple[Verdict, tuple[Class, ...]] | None]] = {}
    is_of_it = set[str]()
    for at, answer in enumerate(answers):
        for part in answer.breakdown.parts if answer.breakdown else ():
            for verdict in part.verdicts:
                case = verdict.case
                found.setdefault(case.case, [None] * len(answers))[at] = verdict, part.classes
                on = answer.rule.on(case)
                if verdict.counted or (on is not None and period.contains(first_day(on))):
                    is_of_it.add(case.case)
    return [_one_seen(found[case]) for case in found if case in is_of_it]


def _one_seen(said: Sequence[tuple[Verdict, tuple[Class, ...]] | None]) -> Seen:
    """A case lies in one place for all of the family; its class is that by each rule, such as the year it goes by."""
    place = next(one[1][0] for one in said if one is not None)
    return Seen(
        labels=tuple(None if one is None else COUNTED if one[0].counted else one[0].code for one in said),
        amounts=tuple(0 if one is None else one[0].amount for one in said),
        places=(place,) * len(said),
        classes=tuple(None if one is None else one[1][-1] for one in said),
    )
