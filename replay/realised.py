"""Quotas beside what was realised: per scheme who set what, and each rule version that may be set against it.

Nothing is chosen and nothing is summed. Where setters differ about the same thing that is named, and a forecast or an
estimate stands apart from what was agreed. How far a version is from a quota is what its own answer says.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain import rules
from domain.counting import Kind, ParameterNotSet, Rule
from domain.quotas import Quota
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
class Scheme:
    """One scheme in one place: what was set, and the answers that may stand beside it."""

    name: str
    quotas: Sequence[Quota]
    answers: Sequence[Answer]
    not_answered: Sequence[ParameterNotSet]

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

    A number is None where a parameter was not set by then. `quotas` are what they stand beside.
    """

    rule: str
    ends: Sequence[date]
    lines: Sequence[tuple[Rule, Sequence[tuple[Asked, int | None]]]]
    quotas: Sequence[Quota]


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
    return Scheme(name, quotas, answers, not_answered)


def rules_beside(quotas: Iterable[Quota]) -> list[Rule]:
    """The rule versions that may be set against one of these, in the order in which they are declared."""
    wanted = {(one.kind, one.unit, one.scheme, one.line and one.line.casefold()) for one in quotas}
    return [
        rule
        for rule in rules.RULES
        if any((one.kind, one.unit, one.scheme, one.line) in wanted for one in rule.against)
    ]


def ask_over_time(asked: Asked, scheme: Scheme, over_days: OverDays) -> list[OverTime]:
    """The answers of a scheme over the time of its quotas, or the period asked, by rule."""
    told = list[OverTime]()
    for name in dict.fromkeys(one.rule.id for one in scheme.answers):
        answers = [one for one in scheme.answers if one.rule.id == name]
        quotas = list({one.quota.case: one.quota for answer in answers for one in answer.beside}.values())
        ends = _ends(asked, answers[0].bounds.as_of, quotas)
        if len(ends) > 1:
            lines = [
                (one.rule, over_days(one.rule, at_each(replace(asked, rule=name, version=one.rule.version), ends)))
                for one in answers
            ]
            told.append(OverTime(name, ends, lines, quotas))
    return told


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
