"""The dimensions by which a figure may be broken down, each declared once.

A breakdown gives every verdict one class of each dimension, so its parts sum to the whole; what nobody said is a class
of its own (None). What a person is holds as valid on the day asked, by the same rule as in the tests of the counting
rules (`domain/rules/shared.py`). A dimension that reads a field of the case exists for the rules whose view has that
field. What is sealed, such as sex, is no dimension.

    LookupError
    └── UnknownDimension
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain.counting import Case, Rule, Sentence, Verdict, value_of
from domain.dates import precision
from domain.rules.shared import Category, said_on

Class = str | bool | None
"""The class of a case in a dimension; None where nobody said."""


class EstablishedFromDay(Category, frozen=True, kw_only=True):
    """What was established about a person from one day on: also what no counting rule asks."""

    benefit: str | None = None
    job_seeker: bool | None = None
    migrant_group: str | None = None
    early_stay: bool | None = None
    education: str | None = None
    literate: bool | None = None
    district: str | None = None


class Established(Case, frozen=True, kw_only=True):
    """All that was established about the person of one registration, by day."""

    said: tuple[EstablishedFromDay, ...] = ()


class Member(NamedTuple):
    """A verdict with what is known of the person it is about, and the municipality in which it lies."""

    rule: Rule
    verdict: Verdict
    said: Mapping[str, Class]
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension: its name, what it is called, how it is read, and the words for its classes.

    `needs_field` is the field that a view's cases must have; None where every case has it. `of_person` says that it is
    read from what was established about the person, so only cases of registrations have it.
    """

    name: str
    title: Sentence
    read: Callable[[Member], Class]
    needs_field: str | None = None
    of_person: bool = False
    words: Mapping[str, Sentence] = field(default_factory=dict)


class UnknownDimension(LookupError):
    """A figure of this rule cannot be broken down by that."""

    def __init__(self, rule: str, known: Sequence[str]) -> None:
        self.rule, self.known = rule, known
        super().__init__(f"{rule} cannot be broken down by that; expected one or more of {', '.join(known)}")


# --- How each is read ---


def _of_case(name: str, title: Sentence, attribute: str | None = None, made_of: str | None = None) -> Dimension:
    """A dimension that stands in the case itself, or is made of a field of it."""
    attribute = attribute or name
    needs = made_of or attribute
    return Dimension(name, title, lambda member: getattr(member.verdict.case, attribute), needs_field=needs)


def _of_person(name: str, title: Sentence, words: Mapping[str, Sentence] | None = None) -> Dimension:
    """A dimension of the person, as established."""
    return Dimension(name, title, lambda member: member.said.get(name), of_person=True, words=words or {})


def _year(member: Member) -> Class:
    when = member.rule.on(member.verdict.case)
    return None if when is None else when[: len("2008")]


def _month(member: Member) -> Class:
    when = member.rule.on(member.verdict.case)
    return None if when is None or precision(when) == "year" else when[: len("2008-06")]


def _words(**words: tuple[str, str]) -> dict[str, Sentence]:
    return {code: {"nl": dutch, "en": english} for code, (dutch, english) in words.items()}


DIMENSIONS: Mapping[str, Dimension] = {
    one.name: one
    for one in (
        # Where and from whom
        Dimension("municipality", {"nl": "gemeente", "en": "municipality"}, lambda member: member.place),
        _of_case("party", {"nl": "partij", "en": "party"}),
        _of_case("source", {"nl": "bronsysteem", "en": "source system"}, "system"),
        _of_case("provider", {"nl": "aanbieder", "en": "provider"}),
        # What the case is
        _of_case("trajectory", {"nl": "soort traject", "en": "kind of trajectory"}),
        _of_case("dual_with", {"nl": "duaal met", "en": "dual with"}),
        _of_case("course", {"nl": "cursus", "en": "course"}),
        _of_case("scheme", {"nl": "regeling", "en": "scheme"}),
        _of_case("funding", {"nl": "geldstroom", "en": "funding"}),
        _of_case("label", {"nl": "label van het geld", "en": "label of the money"}, "labels", made_of="second_fund"),
        _of_case("law", {"nl": "wet", "en": "Act"}),
        _of_case("list", {"nl": "wachtlijst", "en": "waiting list"}, "waiting_list"),
        _of_case("demand", {"nl": "vraag", "en": "demand"}),
        Dimension("reason", {"nl": "redencode", "en": "reason code"}, lambda member: member.verdict.code),
        # When
        Dimension("year", {"nl": "jaar", "en": "year"}, _year),
        Dimension("month", {"nl": "maand", "en": "month"}, _month),
        # Who it is about, as established on the day asked
        _of_person(
            "target_group",
            {"nl": "doelgroep", "en": "target group"},
            _words(OBLIGED=("plichtig", "obliged"), VOLUNTARY=("vrijwillig", "voluntary")),
        ),
        _of_person(
            "arrival",
            {"nl": "oudkomer of nieuwkomer", "en": "oudkomer or nieuwkomer"},
            _words(OUDKOMER=("oudkomer", "oudkomer"), NIEUWKOMER=("nieuwkomer", "nieuwkomer")),
        ),
        _of_person("pardon", {"nl": "gepardonneerd", "en": "pardon scheme"}),
        _of_person(
            "benefit",
            {"nl": "uitkering", "en": "benefit"},
            _words(
                NONE=("geen", "none"),
                WWB=("bijstand (WWB)", "social assistance (WWB)"),
                OTHER=("andere", "other"),
                PENDING=("aangevraagd", "asked for"),
            ),
        ),
        _of_person("job_seeker", {"nl": "werkzoekend", "en": "job seeker"}),
        _of_person(
            "migrant_group",
            {"nl": "groep (Wi 2021)", "en": "group (Act of 2021)"},
            _words(
                ASYLUM=("asiel", "asylum"),
                FAMILY_AND_OTHER=("gezinsmigrant of overig", "family or other migrant"),
            ),
        ),
        _of_person("early_stay", {"nl": "basisexamen buitenland", "en": "basic exam abroad"}),
        _of_person(
            "education",
            {"nl": "opleiding", "en": "education"},
            _words(
                NONE=("geen", "none"),
                PRIMARY=("basisonderwijs", "primary"),
                SECONDARY=("voortgezet onderwijs", "secondary"),
                VOCATIONAL=("beroepsonderwijs", "vocational"),
                HIGHER=("hoger onderwijs", "higher"),
            ),
        ),
        _of_person("literate", {"nl": "gealfabetiseerd", "en": "literate"}),
        _of_person("district", {"nl": "stadsdeel", "en": "district"}),
    )
}
"""Every dimension by its name."""


# --- Which there are, and breaking down ---


def dimensions_of(case: type[Case], *, of_registrations: bool) -> list[Dimension]:
    """The dimensions that cases of this kind have."""
    fields = {*case.__struct_fields__}
    return [
        one
        for one in DIMENSIONS.values()
        if (one.needs_field is None or one.needs_field in fields) and (of_registrations or not one.of_person)
    ]


def chosen(names: Iterable[str], known: Sequence[Dimension], rule: str) -> tuple[Dimension, ...]:
    """The dimensions of these names, each once, in the order given; raises UnknownDimension."""
    by_name = {one.name: one for one in known}
    wanted = list(dict.fromkeys(name.strip().replace("-", "_") for name in names))
    if not wanted or any(name not in by_name for name in wanted):
        raise UnknownDimension(rule, list(by_name))
    return tuple(by_name[name] for name in wanted)


def said_by(established: Established | None, as_of: date) -> dict[str, Class]:
    """What was established about a person as valid on a day: dimension → class."""
    if established is None:
        return {}
    return {one.name: said_on(established.said, one.name, as_of) for one in DIMENSIONS.values() if one.of_person}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a breakdown: its class in each dimension, and the verdicts in it."""

    classes: tuple[Class, ...]
    verdicts: Sequence[Verdict]

    @property
    def value(self) -> int:
        """What this part adds to the figure."""
        return value_of(self.verdicts)

    @property
    def counted(self) -> int:
        """How many of its cases count."""
        return sum(one.counted for one in self.verdicts)

    @property
    def considered(self) -> int:
        """How many cases stand in it."""
        return len(self.verdicts)


def break_down(members: Iterable[Member], dimensions: Sequence[Dimension]) -> list[Part]:
    """The parts of a figure, by class; what nobody said comes last. Their values sum to that of the figure."""
    parts: dict[tuple[Class, ...], list[Verdict]] = {}
    for member in members:
        parts.setdefault(tuple(one.read(member) for one in dimensions), []).append(member.verdict)
    return [
        Part(classes, verdicts)
        for classes, verdicts in sorted(parts.items(), key=lambda part: [order_of(one) for one in part[0]])
    ]


def order_of(of_class: Class) -> tuple[int, str]:
    """Yes before no, words by alphabet, unknown last."""
    if of_class is None:
        return 2, ""
    return (0, str(not of_class)) if isinstance(of_class, bool) else (1, of_class)
