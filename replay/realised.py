"""Quotas beside what was realised: per scheme who set what, and each rule version that may be set against it.

Nothing is chosen and nothing is summed. Where setters differ about the same thing that is named, and a forecast or an
estimate stands apart from what was agreed. How far a version is from a quota is what its own answer over the time of
that quota says: who started in 2008 is no part of what was agreed for 2009. Where one version of a rule took over from
another, both stand beside each other on the last day of the old one: that is the day on which people dispute a number.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain import rules
from domain.counting import Bounds, Kind, ParameterNotSet, Rule
from domain.dates import Period
from domain.quotas import Beside, Quota
from replay.asking import Asked, resolve_known_at, today_in_amsterdam
from replay.beside import is_of_elsewhere, quotas_of_scope
from replay.changes import Looked
from replay.comparing import not_subtracted_because
from replay.figures import Answer, Figures
from replay.over_time import at_each, days_between, values_over_time
from replay.places import register, scope_of
from replay.reading import reading

EXPECTED: frozenset[Kind] = frozenset({"forecast", "estimate"})
"""What somebody thought would be, beside what was agreed, bought or budgeted."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a version of a rule took over from another: what each comes to on the last day of the older."""

    on: date
    older: Answer
    newer: Answer


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme in one place: what was set, and the answers that may stand beside it.

    `beside` has the quotas that each answer stands beside, each with the answer over the time of that quota: the same
    one where it counts nothing outside that time. `turns` are there where no day and no period were asked.
    """

    name: str
    quotas: Sequence[Quota]
    answers: Sequence[Answer]
    beside: Sequence[Sequence[tuple[Answer, Sequence[Beside]]]]
    not_answered: Sequence[ParameterNotSet]
    turns: Sequence[Turn]

    @property
    def agreed(self) -> Sequence[Quota]:
        """What was set, bought or budgeted."""
        return [one for one in self.quotas if one.kind not in EXPECTED]

    @property
    def expected(self) -> Sequence[Quota]:
        """What was thought would be."""
        return [one for one in self.quotas if one.kind in EXPECTED]

    @property
    def disputed(self) -> Sequence[Sequence[Quota]]:
        """Quotas of one kind, unit, line and period of which the amounts differ."""
        groups: dict[tuple[object, ...], list[Quota]] = {}
        for one in self.quotas:
            groups.setdefault((one.kind, one.unit, one.line, one.period_from, one.period_until), []).append(one)
        return [group for group in groups.values() if len({(one.amount, one.precision) for one in group}) > 1]

    @property
    def bridges(self) -> Sequence[tuple[Answer, Answer]]:
        """Versions of one rule that come to another number, as pairs that can be subtracted."""
        return [
            (first, second)
            for at, first in enumerate(self.answers)
            for second in self.answers[at + 1 :]
            if first.rule.id == second.rule.id
            and first.value != second.value
            and not_subtracted_because(first.rule, second.rule) is None
        ]


@dataclass(frozen=True, slots=True)
class OverTime:
    """The versions of one rule on one day after another, each with its question.

    A number is None where a parameter was not set by then. `quotas` are what they stand beside. `period` is the time of
    those quotas, where no time was asked.
    """

    rule: str
    ends: Sequence[date]
    lines: Sequence[tuple[Rule, Sequence[tuple[Asked, int | None]]]]
    quotas: Sequence[Quota]
    period: Period | None


Ask = Callable[[Asked], Sequence[Answer]]
"""Gives the answers to a question, without their lists."""
OverDays = Callable[[Rule, Sequence[Asked]], Sequence[tuple[Asked, int | None]]]
"""Gives the numbers of a rule by questions that differ in their bounds alone, each with its question."""


def ask_quotas(figures: Figures, asked: Asked, ask: Ask) -> list[Scheme]:
    """The schemes of the place asked, each with its quotas and the answers beside them; `rule` of it does not matter.

    Raises CannotAsk.
    """
    known_at = resolve_known_at(asked.known_at, figures.ledger, figures.ledger.head().position)
    as_of = asked.as_of or today_in_amsterdam(figures.ledger.database_now())
    with reading(figures.follower, known_at) as look:
        scope = scope_of(asked, register(look, known_at), as_of)
        quotas = [one for view in ("quotas", "budget-lines") for one in quotas_of_scope(look, known_at, scope, view)]
    return [
        _scheme(ask, asked, name, [one for one in quotas if one.scheme == name])
        for name in dict.fromkeys(one.scheme for one in quotas)
    ]


def _scheme(ask: Ask, asked: Asked, name: str, quotas: Sequence[Quota]) -> Scheme:
    answers, not_answered = list[Answer](), list[ParameterNotSet]()
    for rule in rules_beside(quotas):
        if is_of_elsewhere(rule, asked.municipality):
            continue
        try:
            answers += ask(replace(asked, rule=rule.id, version=rule.version))
        except ParameterNotSet as missing:
            not_answered.append(missing)
    beside = [_each_in_its_time(ask, asked, one) for one in answers]
    is_open = asked.period is None and asked.as_of is None
    return Scheme(name, quotas, answers, beside, not_answered, ask_turns(asked, quotas, ask) if is_open else ())


def _each_in_its_time(ask: Ask, asked: Asked, answer: Answer) -> list[tuple[Answer, Sequence[Beside]]]:
    """The quotas beside an answer, those of one time together, with the answer over that time; the one asked goes with
    the quotas outside of whose time it counts nothing."""
    within = [one for one in answer.beside if _counts_within(answer.rule, answer.bounds, one.quota)]
    told: list[tuple[Answer, Sequence[Beside]]] = [(answer, within)] if within else []
    others = [one.quota for one in answer.beside if one not in within]
    for period in dict.fromkeys(Period(one.period_from, one.period_until) for one in others):
        as_of = min(answer.bounds.as_of, period.last_day or date.max)
        of_rule = replace(asked, rule=answer.rule.id, version=answer.rule.version)
        with suppress(ParameterNotSet):
            (again,) = ask(replace(of_rule, period=period, as_of=as_of))
            cases = {one.case for one in others if one.valid == (period.from_on, period.until_on)}
            told.append((again, [one for one in again.beside if one.quota.case in cases]))
    return told


def _counts_within(rule: Rule, bounds: Bounds, quota: Quota) -> bool:
    """Whether a figure with these bounds counts nothing that lies outside the time of a quota."""
    asked = bounds.period or Period(None, None)
    until = asked.until_on or (bounds.as_of + timedelta(days=1) if bounds.as_of < date.max else date.max)
    return quota.period_from <= (asked.from_on or _begin_of(rule)) and until <= quota.period_until


def _begin_of(rule: Rule) -> date:
    """The first day of which a rule says anything, by any of its versions."""
    return min((one.in_force_from or date.min for one in rules.versions(rule.id)), default=date.min)


def ask_turns(asked: Asked, quotas: Sequence[Quota], ask: Ask) -> list[Turn]:
    """Where a rule beside these quotas changed while they ran, and its versions come to different numbers.

    On that day the older version still held and the newer is applied to it, so two people may both be right.
    """
    found = list[Turn]()
    for older, newer in turning(quotas):
        if is_of_elsewhere(newer, asked.municipality):
            continue
        day = (older.in_force_until or date.max) - timedelta(days=1)
        on_the_day = replace(asked, rule=older.id, period=None, as_of=day)
        try:
            (now,) = ask(replace(on_the_day, version=newer.version))
            (then,) = ask(replace(on_the_day, version=older.version))
        except ParameterNotSet:
            continue
        if now.value != then.value:
            found.append(Turn(day, then, now))
    return found


def places_of_turns(figures: Figures, known_at: int, municipality: str | None) -> list[tuple[str, Sequence[Quota]]]:
    """The municipalities, or the one asked, with quotas under which a rule changed, and those quotas; whoever set one
    last comes first."""
    codes = None if municipality is None else frozenset({municipality})
    found: dict[str, list[Quota]] = {}
    with reading(figures.follower) as look:
        for quota, _ in look.cases("quotas", known_at, codes):
            if isinstance(quota, Quota) and quota.municipality is not None:
                found.setdefault(quota.municipality, []).append(quota)
    turned = [(code, quotas) for code, quotas in found.items() if turning(quotas)]
    return sorted(turned, key=lambda one: (max(quota.document_on for quota in one[1]), one[0]), reverse=True)


def turning(quotas: Iterable[Quota]) -> list[tuple[Rule, Rule]]:
    """Versions of one rule of which the one took over from the other on a day within the time of such a quota."""
    quotas = list(quotas)
    return [
        (older, newer)
        for older in rules_beside(quotas)
        for newer in rules_beside(quotas)
        if older.id == newer.id
        and (turned_on := older.in_force_until) is not None
        and turned_on == newer.in_force_from
        and older in rules_beside(one for one in quotas if one.period_from < turned_on < one.period_until)
    ]


def rules_beside(quotas: Iterable[Quota]) -> list[Rule]:
    """The rule versions that may be set against one of these, in the order in which they are declared."""
    wanted = {(one.kind, one.unit, one.scheme, one.line and one.line.casefold()) for one in quotas}
    return [
        rule
        for rule in rules.RULES
        if any((one.kind, one.unit, one.scheme, one.line) in wanted for one in rule.against)
    ]


def ask_over_time(asked: Asked, scheme: Scheme, over_days: OverDays) -> list[OverTime]:
    """The answers of a scheme over the time of its quotas, apart for each such time, or over the period asked."""
    told = list[OverTime]()
    for name in dict.fromkeys(one.rule.id for one in scheme.answers):
        answers = [one for one in scheme.answers if one.rule.id == name]
        quotas = list({one.quota.case: one.quota for answer in answers for one in answer.beside}.values())
        for period in _times(asked, quotas):
            of_it = [one for one in quotas if period in (None, Period(one.period_from, one.period_until))]
            of_rule = replace(asked, rule=name)
            if period is not None and (period.from_on or date.min) > _begin_of(answers[0].rule):
                of_rule = replace(of_rule, period=period)
            ends = _ends(of_rule, answers[0].bounds.as_of, of_it)
            if len(ends) > 1:
                lines = [
                    (one.rule, over_days(one.rule, at_each(replace(of_rule, version=one.rule.version), ends)))
                    for one in answers
                ]
                told.append(OverTime(name, ends, lines, of_it, period))
    return told


def _times(asked: Asked, quotas: Iterable[Quota]) -> list[Period | None]:
    """The times that these quotas are for, or None for the one that was asked."""
    if asked.period is not None:
        return [None]
    return [*dict.fromkeys(Period(one.period_from, one.period_until) for one in quotas)]


def values_or_none(
    figures: Figures, rule: Rule, each: Sequence[Asked], looked: Looked | None = None
) -> list[int | None]:
    """What each of these questions comes to; None where a parameter was not set by then."""
    try:
        return [*values_over_time(figures, rule, each, looked)]
    except ParameterNotSet:
        return [_value(figures, rule, one, looked) for one in each]


def _value(figures: Figures, rule: Rule, asked: Asked, looked: Looked | None) -> int | None:
    try:
        return values_over_time(figures, rule, [asked], looked)[0]
    except ParameterNotSet:
        return None


def _ends(asked: Asked, as_of: date, quotas: Sequence[Quota]) -> list[date]:
    """The ends of the steps from the beginning of the quotas, or of the period asked, to their end or the day asked."""
    until = as_of + timedelta(days=1) if as_of < date.max else as_of
    begins = [one.period_from for one in quotas]
    first = asked.period.from_on if asked.period and asked.period.from_on else min(begins, default=until)
    last = min(until, max((one.period_until for one in quotas), default=until))
    return days_between(first, last) if first < last else []
