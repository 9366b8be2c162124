"""What stands beside a figure: the parameter values it was judged with, and the flags that say what to know about it.

A parameter may be set for one municipality. Its cases are judged with that value whether they are asked for alone or
with all others; the answer names the values that differ, and the flag PARAMETER_SET says how many cases it concerns,
since the sentence of the rule speaks of the value in its document.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.counting import Bounds, Case, ParameterNotSet, Rule, Verdict, parameter_values
from domain.event import Recorded
from domain.facts import AggregateReported, FigureReported
from domain.places import Scope
from domain.quotas import Quota
from domain.reported import Reported, TotalOfOthers, disagreeing
from domain.rules.findings import Finding
from projections.history import standing
from replay.places import successor_of
from replay.reading import Reading

Setting = tuple[date | None, str | None, str, str]
Values = Mapping[str, tuple[int | str | tuple[str, ...], str]]
ByPlace = Mapping[str | None, Values]
SET = "ParameterSet"
"""Origin of a value that a fact set, and no document gave."""
PARAMETER_SET = "PARAMETER_SET"
"""Flag: judged with a value that was set."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a parameter comes from, as used in an answer; for one municipality, where it differs there."""

    name: str
    value: int | str | tuple[str, ...]
    source: str
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to know about an answer, with the number of its cases."""

    code: str
    cases: int


# --- Parameters ---


def values_by_place(
    rule: Rule, settings: Sequence[Setting], as_of: date, places: Iterable[str | None], asked: str | None = None
) -> dict[str | None, Values]:
    """The values that hold in each of these municipalities, or everywhere when there is none; raises ParameterNotSet.

    None is a case without a municipality: what is set for one of them does not hold for it. What is not set is told of
    the municipality `asked` about: where none was, a value for all is what answers.
    """
    some = {*places} or {None}
    try:
        return {one: parameter_values(rule, settings, as_of, one) for one in sorted(some, key=lambda at: at or "")}
    except ParameterNotSet as missing:
        raise ParameterNotSet(missing.parameter, missing.rule, asked) from None


def values_asked_of(
    rule: Rule, settings: Sequence[Setting], as_of: date, municipality: str | None
) -> Mapping[str, int | str | tuple[str, ...]] | None:
    """The values that hold where the figure is asked about as a whole; None where one of them is not set there."""
    try:
        held = parameter_values(rule, settings, as_of, municipality)
    except ParameterNotSet:
        return None
    return {name: value for name, (value, _) in held.items()}


def origins(rule: Rule, settings: Sequence[Setting], as_of: date, values: ByPlace) -> list[Origin]:
    """The values used: those that hold everywhere, then those that differ, with their municipality."""
    everywhere: Values
    try:
        everywhere = parameter_values(rule, settings, as_of, None)
    except ParameterNotSet:
        everywhere = {}
    of_all = [Origin(name, value, source) for name, (value, source) in everywhere.items()]
    differing = [
        Origin(name, value, source, place)
        for place, held in values.items()
        for name, (value, source) in held.items()
        if everywhere.get(name) != (value, source)
    ]
    if None not in values and len(values) == 1:  # asked of one place: what differs there is all that was used
        of_all = [one for one in of_all if one.name not in {other.name for other in differing}]
    return sorted([*of_all, *differing], key=lambda one: (one.name, one.municipality or ""))


# --- Flags ---


def flags_of(
    look: Reading,
    rule: Rule,
    verdicts: Sequence[Verdict],
    groups: Mapping[str, UUID],
    bounds: Bounds,
    places: frozenset[str | None],
) -> list[Flag]:
    """Flags of the cases, findings about the same registrations, and what makes the whole answer uncertain.

    `places` are the municipalities whose cases were judged with a value that was set.
    """
    counts = flags_of_cases(look, verdicts, groups, bounds.known_at, places)
    return in_order(counts | flags_of_whole(look, rule, bounds, len(verdicts)))


def flags_of_cases(
    look: Reading,
    verdicts: Sequence[Verdict],
    groups: Mapping[str, UUID],
    known_at: int,
    places: frozenset[str | None],
) -> dict[str, int]:
    """How many of these cases have each flag, by themselves or by what was found about their registrations."""
    counts: dict[str, int] = {}
    found = codes_found(look, [(verdict.case, groups[verdict.case.case]) for verdict in verdicts], known_at)
    for verdict in verdicts:
        codes = {*verdict.flags, *found.get(verdict.case.case, ())}
        if verdict.case.municipality in places:
            codes.add(PARAMETER_SET)
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    return counts


def set_places(values: ByPlace) -> frozenset[str | None]:
    """Municipalities whose cases are judged with a value that a fact set."""
    return frozenset(place for place, held in values.items() if any(source == SET for _, source in held.values()))


def flags_of_whole(look: Reading, rule: Rule, bounds: Bounds, considered: int) -> dict[str, int]:
    """What makes the whole answer uncertain, with how much of it."""
    parked = len(look.parked(rule.view, bounds.known_at))
    outside = 0 if rule.is_in_force(bounds.as_of) else considered
    return {code: count for code, count in (("PROVISIONAL", parked), ("APPLIED_OUTSIDE_ITS_TIME", outside)) if count}


def is_of_elsewhere(rule: Rule, municipality: str | None) -> bool:
    """Whether it is the own rule of another municipality than the one asked.

    It is still answered: an official who weighs such a scheme wants to know what it would come to at home, as with a
    rule on a day before its document held. But nothing was promised there, so the sentence of the figure says whose
    rule it is, and a flag (`RULE_OF_ELSEWHERE`) goes before what else is to be known.
    """
    return None not in (municipality, rule.laid_down_in) and municipality != rule.laid_down_in


def flags_of_place(rule: Rule, scope: Scope, unsettled: int, cases: int, as_of: date) -> list[Flag]:
    """That the municipality was no more on the day asked, has no such rule, and that some may lie here or may not."""
    flags = [Flag("MUNICIPALITY_MERGED", cases)] if successor_of(scope, as_of) else []
    flags += [Flag("RULE_OF_ELSEWHERE", cases)] if is_of_elsewhere(rule, scope.municipality) else []
    return [*flags, *([Flag("PLACE_UNSETTLED", unsettled)] if unsettled else [])]


def in_order(counts: Mapping[str, int]) -> list[Flag]:
    """Flags by their code."""
    return [Flag(code, cases) for code, cases in sorted(counts.items())]


def codes_found(look: Reading, asked: Sequence[tuple[Case, UUID]], known_at: int) -> dict[str, set[str]]:
    """Case id → codes of what was found about its registration, by itself or between it and another."""
    groups = {group for _, group in asked}
    everyone = {*groups, *look.members(groups)}
    findings = list(look.cases("findings", known_at, None, everyone))
    registration = registrations_of(look, [*asked, *findings])
    found: dict[UUID, set[str]] = {}
    for case, _ in findings:
        if isinstance(case, Finding):
            found.setdefault(registration[case.case], set()).add(case.code)
    for subject, code in found_between(look, known_at, everyone):
        found.setdefault(subject, set()).add(code)
    about = ((case.case, found.get(registration[case.case])) for case, _ in asked)
    return {case_id: codes for case_id, codes in about if codes}


def found_between(look: Reading, known_at: int, groups: Iterable[UUID] | None = None) -> Iterator[tuple[UUID, str]]:
    """(registration, code) of what is found between registrations of all or these groups: it is about each of them.

    Whoever is named in a decision that a finding rests on is one of them, whichever of the two it was said of.
    """
    between = [case for case, _ in look.cases("person-findings", known_at, None, groups) if isinstance(case, Finding)]
    named = look.named_at(position for case in between for position in case.positions)
    for case in between:
        for position in case.positions:
            yield from ((registration, case.code) for registration in named[position])


def registrations_of(look: Reading, cases: Sequence[tuple[Case, UUID]]) -> dict[str, UUID]:
    """Case id → the registration it is about. Groups grow with later links, and registrations never change."""
    linked = look.members(group for _, group in cases)
    of_linked = [case for case, group in cases if group in linked]
    events = look.events_at(position for case in of_linked for position in case.positions)
    found = {case.case: group for case, group in cases}
    for case in of_linked:
        own = [events[position] for position in case.positions]
        found[case.case] = _opened_in(case, [one for one in own if one.event.subject in linked])
    return found


def _opened_in(case: Case, events: Sequence[Recorded]) -> UUID:
    """The registration in whose stream the fact stands that opened a case: by its id, else by its source record."""
    for recorded in events:
        if str(recorded.event.event_id) == case.case:
            return recorded.event.subject
    for recorded in events:
        source = recorded.event.source
        if (source.record if source else None) == case.record:
            return recorded.event.subject
    return events[0].event.subject


# --- Reported figures ---


def reported_of(history: Iterable[Recorded], rule: str | None = None) -> list[Reported]:
    """The reported figures that stand in these facts, oldest first, without those that a later one replaces."""
    found = [
        Reported(one.fact, str(one.event_id), one.position, one.municipality, one.occurred_on)
        for one in standing(history)
        if isinstance(one.fact, FigureReported) and rule in (None, one.fact.rule)
    ]
    replaced = {one.fact.replaces for one in found}
    return [one for one in found if one.event_id not in replaced]


def reported_beside(look: Reading, rule: Rule, scope: Scope, bounds: Bounds) -> list[Reported]:
    """The reported figures that answer the same question in the same unit, as known at the position of the answer.

    They are all by the division of then.
    """
    if scope.division_on is not None:
        return []
    return [
        one
        for one in reported_of(look.shared({FigureReported}, bounds.known_at), rule.id)
        if one.fact.version in (None, rule.version)
        and one.fact.unit == rule.unit
        and one.asks_the_same(scope.municipality, scope.region, bounds)
    ]


def totals_of_others(history: Iterable[Recorded], name: str | None = None) -> list[TotalOfOthers]:
    """The totals that others reported and that stand in these facts, of this name or of any, oldest first."""
    return [
        TotalOfOthers(one.fact, one.position, one.municipality)
        for one in standing(history)
        if isinstance(one.fact, AggregateReported) and name in (None, one.fact.name)
    ]


def totals_beside(look: Reading, rule: Rule, scope: Scope, bounds: Bounds) -> list[TotalOfOthers]:
    """The totals of others that have the name of the rule and are of the place asked, whatever their time and unit.

    They are of a municipality or of all: none is of a region.
    """
    if scope.region is not None:
        return []
    found = totals_of_others(look.shared({AggregateReported}, bounds.known_at), rule.id)
    return [one for one in found if one.municipality == scope.municipality]


def flags_of_reported(reported: Sequence[Reported], value: int, considered: int) -> list[Flag]:
    """That the same question was reported with another value, or with two that differ: flags on the whole answer."""
    otherwise = [Flag("REPORTED_OTHERWISE", considered)] if any(one.drift(value) for one in reported) else []
    return [*otherwise, *([Flag("REPORTED_APART", considered)] if disagreeing(reported) else [])]


def quotas_of_scope(look: Reading, known_at: int, scope: Scope, view: str) -> list[Quota]:
    """The quotas of the municipality or the country; a region has those of its members, and their sum was never set."""
    if scope.region is not None:
        return []
    codes = frozenset({scope.municipality}) if scope.municipality else None
    found = [case for case, _ in look.cases(view, known_at, codes) if isinstance(case, Quota)]
    of_scope = [quota for quota in found if quota.municipality == scope.municipality]
    return sorted(of_scope, key=lambda quota: (quota.document_on, quota.positions))
