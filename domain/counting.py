"""A figure is a list that was counted: rules, verdicts and the sum.

A counting rule looks at every case in its population and gives each a verdict: counted or not, how much, exactly one
reason code, and the events that decided it. The rule is one declared, ordered list of tests; the first that answers
gives the code. The figure is the sum of the counted verdicts and nothing more, so the derivation is the data that the
figure was summed from. Everything here is pure (design page FIGURES; decision record 0004).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

import msgspec

from domain.dates import Period, When
from domain.event import Position
from domain.places import EVERYWHERE, Scope
from domain.precision import Interval
from domain.providers import provider_of
from domain.ratio import Ratio

Language = Literal["nl", "en"]
Kind = Literal["realisation", "quota", "milestone", "estimate", "forecast", "purchased", "budget"]

REGISTRATION_NOT_CLAIMED = "REGISTRATION_NOT_CLAIMED"
"""Flag: a deciding fact counts by the day it was delivered, since its source claims no day of entry."""


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The deciding dates and reasons of one case, as stored in a row. Views add their own fields.

    `case` is the random id, the only one used in a URL or a hash; `party`, `system` and `record` (a commitment) say
    whose record it is; `positions` are the events that made the case what it is, oldest first. Where one record holds
    several cases, `part` tells them apart to a reader (H2 and H2-broker); it is a published word, never personal, and
    no part of the id. `undeciding`
    are the names of fields that change no verdict, here and in what stands in the case: ids, which only tell what comes
    first on one day, and what is asked of the case by name.
    """

    undeciding: ClassVar[frozenset[str]] = frozenset(
        {"aliases", "case", "death_positions", "own_positions", "party", "person", "position", "positions"}
        | {"record", "registered_on", "system"}
    )

    case: str
    party: str
    system: str
    record: str | None = None
    part: str | None = None
    municipality: str | None = None
    positions: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """First day on which the case exists, and the first day on which it no longer does (both may be unknown)."""
        return None, None

    @property
    def at_provider(self) -> str | None:
        """The provider whose client the case is about, by its plain name (`domain/providers.py`)."""
        return provider_of(getattr(self, "provider", None), self.party)

    def as_it_stood(self, as_of: date) -> "Case":
        """The case as the decisions it rests on stood at the end of a day; of most nothing was said afterwards."""
        return self


@dataclass(frozen=True, slots=True)
class Bounds:
    """The four axes of a figure. `period` is half-open; `as_of` and `registered_by` are the end of that day."""

    as_of: date
    known_at: Position
    period: Period | None = None
    registered_by: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a test may know besides the case: the bounds, the parameter values, and who was recorded too late.

    `scope` is where it is asked about. `record_ids` are readable ids by their commitment, of
    the records that a test calls `tied`; they are personal data and go no further than the order they decide.
    `by_place` are the values that hold in each municipality, for a test that looks at a case of another one.
    """

    bounds: Bounds
    parameters: Mapping[str, Any] = field(default_factory=dict)
    recorded_later: frozenset[str] = frozenset()
    scope: Scope = EVERYWHERE
    record_ids: Mapping[str, str] = field(default_factory=dict, repr=False)
    by_place: Mapping[str | None, Mapping[str, Any]] = field(default_factory=dict)

    def parameters_in(self, municipality: str | None) -> Mapping[str, Any]:
        """The values that hold in a municipality; those of the question, where nothing is said of it apart."""
        return self.by_place.get(municipality, self.parameters)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a test answered: details beside the bare code, the limit day and by how many days it was passed."""

    detail: Mapping[str, str | int] = field(default_factory=dict)
    limit_on: date | None = None
    days_over: int | None = None
    positions: tuple[int, ...] | None = None
    """The deciding events; None means those of the case itself."""
    flags: tuple[str, ...] = ()
    """What to know about this verdict beside the flags of the case: where the books differ from the rule."""


Sentence = Mapping[Language, str]
AnyCase = Any
Check = Callable[[AnyCase, Question], Reason | None]


@dataclass(frozen=True, slots=True)
class Test:
    """One step of a rule: if `check` gives a reason, the case ends here under `code`, counted when `counts`.

    `tied` gives the commitments of the source records whose readable ids `check` needs, to tell which of a person's
    cases on one day comes first.
    """

    code: str
    sentence: Sentence
    check: Check
    counts: bool = False
    tied: Callable[[AnyCase], Iterable[str]] = lambda case: ()

    __test__ = False  # pytest would take it for one of its own


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a rule or value comes from: document, place in it, the words, and the requirement number if it has one."""

    document: str
    place: str
    words: str
    requirement: str | None = None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value that holds from a day on (None: since always), with its source."""

    value: int | str
    source: Passage
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value a rule needs, of `smallest` or more; without a dated one of a document a `ParameterSet` must set it."""

    name: str
    sentence: Sentence
    kind: Literal["integer", "text", "list"]
    values: tuple[DatedValue, ...] = ()
    smallest: int = 0


class ParameterNotSet(Exception):
    """A rule needs a parameter that no document gives and nobody has set."""

    def __init__(self, parameter: Parameter, rule: str, municipality: str | None) -> None:
        self.parameter, self.rule, self.municipality = parameter, rule, municipality
        place = f" municipality={municipality}" if municipality else ""
        super().__init__(
            f"{rule} needs the parameter {parameter.name} ({parameter.sentence['en']}), which nobody has set. "
            "Expected a ParameterSet fact in force on the day asked. "
            f"What would set it: ketenboek record ParameterSet name={parameter.name} value=…{place} occurred_on=…"
        )


@dataclass(frozen=True, slots=True)
class Against:
    """A kind and unit of quota that this rule version may be set against, and the passage that says so.

    `line` is the line of a budget, None of what has none.
    """

    kind: Kind
    unit: str
    scheme: str
    source: Passage
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction that the documents leave standing; named beside every answer of the version."""

    with_version: str | None
    why: Sentence
    sources: tuple[Passage, ...]
    interval: Interval | None = None
    """The amounts that a reading without a version of its own comes to, where the documents allow one."""


def _first_on(case: Case) -> When | None:
    """The day of the case itself; of one that says no such day, the first on which it exists."""
    on: When | None = getattr(case, "on", None)
    first = case.valid[0]
    return on if on is not None or first is None else When(first.isoformat())


def one_each(case: Case, question: Question) -> int:
    """What a counted case adds to a figure that counts cases."""
    return 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A versioned counting rule: which view it counts, its ordered tests, and where each of that comes from.

    `otherwise` is the code of a case that no test ended; `counts_otherwise` says whether such a case counts.
    `reason` gives details for it. `amount` is what a counted case adds, in `unit`; `laid_down_in` whose own rule it is.
    """

    id: str
    version: str
    view: str
    sentence: Sentence
    source: tuple[Passage, ...]
    unit: str
    tests: tuple[Test, ...]
    in_force_from: date | None = None
    in_force_until: date | None = None
    laid_down_in: str | None = None
    kind: Kind = "realisation"
    otherwise: str = "COUNTED"
    counts_otherwise: bool = True
    reason: Check = lambda case, question: Reason()
    amount: Callable[[AnyCase, Question], int] = one_each
    parameters: tuple[Parameter, ...] = ()
    against: tuple[Against, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    ratio: Ratio | None = None
    """With one the counted cases are also told as a share or mean of those considered."""
    between: Callable[[AnyCase, Question, str], Interval | None] = lambda case, question, code: None
    """What a case may add, counted or not, of which something is not known under this code; None of any other."""
    on: Callable[[AnyCase], When | None] = _first_on
    """When the fact that decides a case happened, as precisely as it is known: what a breakdown by year goes by."""

    @property
    def name(self) -> str:
        """`rule@version`, as one writes it."""
        return f"{self.id}@{self.version}"

    @property
    def adds_one(self) -> bool:
        """Whether each counted case adds one, so that the figure is a number of cases and no amount."""
        return self.amount is one_each

    def is_in_force(self, day: date) -> bool:
        """Whether the document it comes from held on a day; applied to another day the answer says so."""
        return (self.in_force_from or day) <= day and (self.in_force_until is None or day < self.in_force_until)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one case."""

    case: Case
    counted: bool
    code: str
    amount: int
    reason: Reason
    flags: tuple[str, ...] = ()
    between: Interval | None = None
    """Of a case of which something is unknown: the amounts that it may add, both included; None of any other."""

    @property
    def positions(self) -> tuple[int, ...]:
        """The events that decided it, oldest first."""
        return self.case.positions if self.reason.positions is None else self.reason.positions


def judge(rule: Rule, case: Case, question: Question) -> Verdict:
    """The verdict of a rule on one case as it stood on the day asked: the first test that answers gives the code."""
    stood = case.as_it_stood(question.bounds.as_of)
    for test in rule.tests:
        reason = test.check(stood, question)
        if reason is not None:
            return _verdict(rule, (case, stood), question, test.counts, test.code, reason)
    reason = rule.reason(stood, question) or Reason()
    return _verdict(rule, (case, stood), question, rule.counts_otherwise, rule.otherwise, reason)


def answered_by(rule: Rule, case: Case, question: Question) -> Test | None:
    """The test that ended a case, where several of a rule have one code; None where none did."""
    stood = case.as_it_stood(question.bounds.as_of)
    return next((test for test in rule.tests if test.check(stood, question) is not None), None)


def _verdict(
    rule: Rule, cases: tuple[Case, Case], question: Question, counted: bool, code: str, reason: Reason
) -> Verdict:
    """The verdict is about the case, and rests on how that stood."""
    case, stood = cases
    amount = rule.amount(stood, question) if counted else 0
    flags = flags_told(stood, question.bounds)
    flags = tuple(sorted({*flags, *reason.flags})) if reason.flags else flags
    return Verdict(case, counted, code, amount, reason, flags, rule.between(stood, question, code))


def flags_told(case: Case, bounds: Bounds) -> tuple[str, ...]:
    """The flags of the case; that no day of entry is claimed matters only to who asks about such days."""
    if bounds.registered_by is not None:
        return case.flags
    return tuple(flag for flag in case.flags if flag != REGISTRATION_NOT_CLAIMED)


def judge_all(rule: Rule, cases: Iterable[Case], question: Question) -> list[Verdict]:
    """All verdicts, in the order of the opening events and then of the case ids, so that every run gives one order."""
    return judge_each(rule, cases, lambda case: question)


def judge_each(rule: Rule, cases: Iterable[Case], question_of: Callable[[Case], Question]) -> list[Verdict]:
    """The same, each case with a question of its own: a parameter may be set for one municipality."""
    ordered = sorted(cases, key=lambda case: (case.positions[:1], case.case))
    return [judge(rule, case, question_of(case)) for case in ordered]


def value_of(verdicts: Iterable[Verdict]) -> int:
    """The figure: the sum of what the counted cases add."""
    return sum(verdict.amount for verdict in verdicts if verdict.counted)


def funnel_of(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many cases were counted and how many not, per reason; considered is the sum of all of it."""
    funnel = {"counted": 0}
    for verdict in verdicts:
        key = "counted" if verdict.counted else verdict.code
        funnel[key] = funnel.get(key, 0) + 1
    return funnel


def question_for(
    rule: Rule,
    bounds: Bounds,
    settings: Iterable[tuple[date | None, str | None, str, str]] = (),
    municipality: str | None = None,
    recorded_later: Iterable[str] = (),
    record_ids: Mapping[str, str] | None = None,
) -> Question:
    """The question that a rule is asked: the bounds, and its parameters as they hold on the day asked.

    `settings` as for `parameter_values`; raises ParameterNotSet.
    """
    values = {name: value for name, (value, _) in parameter_values(rule, settings, bounds.as_of, municipality).items()}
    scope = Scope(municipality=municipality, undated_on=bounds.as_of)
    return Question(bounds, values, frozenset(recorded_later), scope, record_ids or {})


def parameter_values(
    rule: Rule, settings: Iterable[tuple[date | None, str | None, str, str]], as_of: date, municipality: str | None
) -> dict[str, tuple[int | str | tuple[str, ...], str]]:
    """The value and origin of each parameter of a rule on a day; raises ParameterNotSet.

    `settings` are the ParameterSet facts known: (in force from, municipality or None for all, name, value text). A
    value set for the municipality goes before one set for all, that before the document's own; the latest day wins.
    """
    values: dict[str, tuple[int | str | tuple[str, ...], str]] = {}
    known = list(settings)
    for parameter in rule.parameters:
        candidates = [
            (scope is not None, from_on or date.min, order, text)
            for order, (from_on, scope, name, text) in enumerate(known)
            if name == parameter.name and scope in (None, municipality) and (from_on is None or from_on <= as_of)
        ]
        given = [dated for dated in parameter.values if dated.from_on is None or dated.from_on <= as_of]
        if candidates:
            values[parameter.name] = _typed(parameter, max(candidates)[3]), "ParameterSet"
        elif given:
            latest = max(given, key=lambda dated: dated.from_on or date.min)
            values[parameter.name] = _typed(parameter, str(latest.value)), latest.source.document
        else:
            raise ParameterNotSet(parameter, rule.name, municipality)
    return values


class BadParameter(ValueError):
    """A parameter was set to a value that the rule cannot use."""


def _typed(parameter: Parameter, text: str) -> int | str | tuple[str, ...]:
    if parameter.kind == "list":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if parameter.kind == "integer":
        if not text.strip().isdigit():
            raise BadParameter(f"parameter {parameter.name} was set to {text!r}; expected a whole number, such as 4")
        return int(text)
    return text
