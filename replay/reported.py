"""Reported figures beside what the same question gives now: the drift, its parts, and its cases.

A figure computed here is asked again twice: at the position it was computed at, and at the present one. What lies
between those two is split as any difference is (`replay/comparing.py`); what lies between the figure as told and as
asked again can only be the rule, whose text changed under its version, or else has no explanation and is called that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from domain import rules
from domain.counting import ParameterNotSet, Rule
from domain.declaration import declaration_bytes
from domain.dimensions import UnknownDimension
from domain.event import canonical
from domain.facts import AggregateReported, FigureReported, ParameterSet
from domain.places import REGISTERED, Scope
from domain.reported import Note, Reported, TotalOfOthers, is_class, verdicts_hash
from replay.asking import Asked, CannotAsk
from replay.beside import reported_of, totals_of_others
from replay.comparing import Change, Part, compare
from replay.figures import Answer, Figures
from replay.follow import Progress, no_progress
from replay.places import register
from replay.reading import Reading, reading


@dataclass(frozen=True, slots=True)
class Drift:
    """One reported figure held against the present, by one version of its rule.

    `value` is what the question gives now; None where it cannot be asked, and `notes` say why. `parts` and
    `unexplained` sum to `drift`; without cases of ours there are no parts.
    """

    reported: Reported
    version: str | None
    value: int | None
    drift: int | None
    parts: dict[Part, int] | None
    unexplained: int
    changes: Sequence[Change]
    notes: tuple[Note, ...]


ValueNow = Callable[[Reported, Asked], int]
"""Gives what the question of a reported figure comes to, or the part of it that the report is about."""


class IsWorkedOut(Exception):
    """What a figure comes to is not at hand: it is being worked out."""


@dataclass(frozen=True, slots=True)
class Drifts:
    """All reported figures held against the present, and the totals that others reported: beside, never summed."""

    position: int
    drifts: Sequence[Drift]
    totals_of_others: Sequence[TotalOfOthers]


def fact_of_report(answer: Answer, document: str, said: int | None, **told: object) -> FigureReported:
    """The fact that an answer was told: with its hashes where the value told is the one computed here.

    Raises CannotAsk for an answer by the division of a chosen day, which the fact cannot say.
    """
    if answer.scope.division_on is not None:
        raise CannotAsk(
            "a reported figure is by the division of then, and this one is asked by that of a chosen day. What works: "
            "the same without --division",
            "een gemeld cijfer is naar de indeling van toen, en dit is gevraagd naar die van een gekozen dag. Wat "
            "werkt: hetzelfde zonder --division",
        )
    period, bounds = answer.bounds.period, answer.bounds
    value = answer.value if said is None else said
    is_ours = value == answer.value
    return FigureReported(
        rule=answer.rule.id,
        version=answer.rule.version,
        rule_hash=_rule_hash(answer.rule) if is_ours else None,
        value=value,
        unit=answer.rule.unit,
        period_from=period.from_on if period else None,
        period_until=period.until_on if period else None,
        as_of=bounds.as_of,
        registered_by=bounds.registered_by,
        known_at_position=bounds.known_at if is_ours else None,
        parameters_hash=_parameters_hash(answer) if is_ours else None,
        verdicts_hash=verdicts_hash(answer.verdicts) if is_ours else None,
        computed_here=is_ours,
        scope_region=answer.scope.region,
        document=document,
        **told,  # type: ignore[arg-type]
    )


def _rule_hash(rule: Rule) -> str:
    return sha256(declaration_bytes(rule)).hexdigest()


def _parameters_hash(answer: Answer) -> str:
    return sha256(canonical([[one.name, one.value, one.municipality] for one in answer.parameters])).hexdigest()


# --- Drift ---


def ask_reports(
    figures: Figures, rule: str | None = None, progress: Progress = no_progress
) -> tuple[int, Sequence[Reported], Sequence[TotalOfOthers]]:
    """The position of the head, the figures reported by then, of all rules or one, and the totals of others."""
    head = figures.ledger.head().position
    with reading(figures.follower, head, progress) as look:
        reports = reported_of(look.shared({FigureReported}, head), rule)
        return head, reports, totals_of_others(look.shared({AggregateReported}, head), rule)


def ask_drift(
    figures: Figures,
    rule: str | None = None,
    progress: Progress = no_progress,
    *,
    event_id: str | None = None,
    municipality: str | None = None,
    by_case: bool = True,
    value_now: ValueNow | None = None,
) -> Drifts:
    """Every reported figure, or those of one rule or municipality, or the one of this event, as known at the head.

    Not by case the drift is told without its parts and cases, which takes a small part of the time; then `value_now`
    may give what was worked out before.
    """
    head, reports, totals = ask_reports(figures, rule, progress)
    if municipality is not None:
        reports = [one for one in reports if one.municipality == municipality]
    if event_id is not None:
        reports, totals = [one for one in reports if one.event_id == event_id], ()
    drifts = [drift for one in reports for drift in drifts_of(figures, one, head, by_case=by_case, value_now=value_now)]
    return Drifts(head, drifts, totals)


def drifts_of(
    figures: Figures, reported: Reported, head: int, *, by_case: bool = True, value_now: ValueNow | None = None
) -> list[Drift]:
    """The drift of one reported figure, by the version it names or else by each there is."""
    fact = reported.fact
    try:
        versions = rules.versions(fact.rule)
        named = [rules.rule(fact.rule, fact.version)] if fact.version else list(versions)
    except rules.UnknownVersion:
        return [_not_asked(reported, fact.version, "VERSION_GONE")]
    except rules.UnknownRule:
        return [_not_asked(reported, fact.version, "RULE_GONE")]
    notes: tuple[Note, ...] = ("VERSION_NOT_SAID",) if len(named) > 1 else ()
    return [
        _drift(figures, reported, rule, head, notes, None if by_case else value_now or asking(figures))
        for rule in named
    ]


def _not_asked(reported: Reported, version: str | None, *notes: Note) -> Drift:
    return Drift(reported, version, None, None, None, 0, (), notes)


def asking(figures: Figures) -> ValueNow:
    """What a reported figure would be now, asked each time."""

    def value_now(reported: Reported, asked: Asked) -> int:
        (answer,) = figures.ask(asked, opened=False)
        return value_told(reported, answer)

    return value_now


def _drift(
    figures: Figures, reported: Reported, rule: Rule, head: int, notes: tuple[Note, ...], value_now: ValueNow | None
) -> Drift:
    """By one version: by its value alone, or by its cases where nothing gives that."""
    if not reported.is_comparable:
        return _not_asked(reported, rule.version, *notes, "CANNOT_BE_ASKED")
    if reported.fact.unit != rule.unit:
        notes = (*notes, "UNIT_DIFFERS")
    if reported.day_is_assumed:
        notes = (*notes, "DAY_ASSUMED")
    asked = question_of(reported, rule.version, head)
    try:
        is_ours = reported.fact.known_at_position is not None and reported.fact.computed_here
        if is_ours and value_now is None:
            return _by_case(figures, reported, rule, asked, notes)
        value = (value_now or asking(figures))(reported, asked)
    except CannotAsk:
        return _not_asked(reported, rule.version, *notes, "CANNOT_BE_ASKED")
    except UnknownDimension:
        return _not_asked(reported, rule.version, *notes, "NO_SUCH_DIMENSION")
    except ParameterNotSet:
        return _not_asked(reported, rule.version, *notes, "PARAMETER_MISSING")
    notes = notes if is_ours else (*notes, "BY_VALUE_ONLY")
    return Drift(reported, rule.version, value, reported.drift(value), None, 0, (), notes)


def _by_case(figures: Figures, reported: Reported, rule: Rule, asked: Asked, notes: tuple[Note, ...]) -> Drift:
    then = replace(asked, known_at=str(reported.fact.known_at_position))
    difference = compare(figures, then, asked)
    value, told = difference.second.value, reported.fact.value or 0
    parts, unexplained = difference.parts, difference.first.value - told
    changed = reported.fact.rule_hash not in (None, _rule_hash(rule))
    if changed:
        notes, parts, unexplained = (*notes, "RULE_CHANGED"), parts | {"rule": parts["rule"] + unexplained}, 0
    elif reported.fact.verdicts_hash not in (None, verdicts_hash(difference.first.verdicts)):
        notes = (*notes, "NOT_REPRODUCED")
    return Drift(reported, rule.version, value, value - told, parts, unexplained, difference.changes, notes)


def question_of(reported: Reported, version: str, known_at: int) -> Asked:
    """The question that a reported figure answers, asked again."""
    fact = reported.fact
    by = [*(["provider"] if fact.scope_provider else []), *([fact.dimension] if fact.dimension else [])]
    return Asked(
        fact.rule,
        version,
        municipality=None if fact.scope_region else reported.municipality,
        region=fact.scope_region,
        period=reported.period,
        as_of=reported.as_of,
        registered_by=fact.registered_by,
        known_at=str(known_at),
        by=tuple(by),
    )


def value_told(reported: Reported, answer: Answer) -> int:
    """The figure, or the part of it that the report is about."""
    if answer.breakdown is None:
        return answer.value
    fact = reported.fact
    wanted = [
        *([fact.scope_provider] if fact.scope_provider else []),
        *([fact.dimension_value] if fact.dimension else []),
    ]
    return sum(
        part.value
        for part in answer.breakdown.parts
        if all(
            word is not None and is_class(dimension, of_class, word)
            for dimension, of_class, word in zip(answer.breakdown.dimensions, part.classes, wanted, strict=True)
        )
    )


# --- Unasked ---


def count_drifted(figures: Figures, value_now: ValueNow | None = None) -> tuple[int, int | None]:
    """How many figures were reported, and how many of them read differently now; None where that is not at hand.

    Nothing is built or followed for it. A figure computed here is asked again only where a row of its view, or a
    parameter, changed since; `value_now` may give what was worked out before.
    """
    head = figures.ledger.head().position
    with reading(figures.follower) as look:
        reports = reported_of(look.shared({FigureReported}, head))
        is_behind = any(name not in look.generations or look.generations[name].position < head for name in look.views)
        if not reports or is_behind:
            return len(reports), None if reports else 0
        moved = [one for one in reports if _may_have_moved(look, one, head)]
    drifted, is_whole = 0, True
    for one in moved:
        try:
            drifts = drifts_of(figures, one, head, by_case=False, value_now=value_now)
            drifted += any(drift.drift for drift in drifts)
        except IsWorkedOut:
            is_whole = False
    return len(reports), drifted if is_whole else None


def _may_have_moved(look: Reading, reported: Reported, head: int) -> bool:
    """Whether anything that a reported figure rests on changed since it was computed."""
    since = reported.fact.known_at_position
    if since is None or not reported.fact.computed_here:
        return True
    versions = [rule for rule in rules.RULES if (rule.id, rule.version) == (reported.fact.rule, reported.fact.version)]
    if not versions or reported.fact.rule_hash != _rule_hash(versions[0]):
        return True
    if any(one.position > since for one in look.shared({ParameterSet}, head)):
        return True
    if any(one.position > since for one in look.shared(REGISTERED, head)):
        return True
    codes = Scope(register(look, head), reported.municipality, reported.fact.scope_region).codes
    return look.changed_after(versions[0].view, since, codes)
