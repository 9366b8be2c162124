"""One fact typed by a person: `record TYPE field=value …` as a checked fact, before the ledger is asked anything.

    record WaitingListLeft id=W3 because=PLACED occurred_on=2003-11-20
    record ConditionMet name=state-money-available municipality=Haarlem occurred_on=2009-01-05
    record EventCorrected original=0190… 'body={"trajectory":"REGULAR"}' occurred_on=2008-06-20

A word names a field of the fact itself, else one of the envelope (`id`, `occurred_on`, `registered_on`,
`municipality`), else a sealed field that the fact may come with. A word with nothing behind the `=` says nothing, or
takes away what a correction would leave. `exchange/recording.py` takes it from here. No error repeats a value.

    ValueError
    └── WordsRefused
        ├── KindIsUnknown            there is no fact of that name
        ├── KindIsNotRecordedByHand  it comes from an act of its own
        ├── WordHasNoField           a word is not field=value
        ├── FieldIsUnknown           the fact has no such field
        ├── FieldStandsTwice
        ├── FieldIsMissing           a field that the fact cannot do without
        ├── FieldIsNested            a structure cannot be typed
        ├── FieldIsRefused           the value is of another kind
        │   └── MunicipalityIsUnknown
        ├── BodyIsRefused            a correction holds a field that the fact does not have
        └── ParameterIsRefused       a rule that reads this parameter could not use the value
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from domain import rules
from domain.counting import Parameter
from domain.dates import When
from domain.disclosure import PUBLICATION_THRESHOLD
from domain.event import nfc
from domain.facts import ParameterSet, base
from domain.facts.base import Definition, Fact, UnknownFact
from exchange.fact_fields import (
    Field,
    Kind,
    ResolveMunicipality,
    ValueIsRefused,
    fields_of,
    kind_of,
    read_day,
    read_when,
)

ENVELOPE: Final = ("id", "occurred_on", "registered_on", "municipality")
"""Words of every fact: which registration, when it happened, when the source says it entered it, and where."""

FIELD_NAME: Final = re.compile("[a-z][a-z_]{0,39}")
"""The form of a name of a field."""
RECORD_ID: Final = Kind("id, or source:id", "id, of bron:id", "W3", nfc)
NOT_BY_HAND: Final = {
    "ErasedRecordRedelivered": "it follows from an import",
    "PersonalDataErased": "it follows from erasing a person, which destroys the keys too",
    "RegistrationsLinked": "use ketenboek link A B --reason WORDS, which looks at what speaks against it",
    "RegistrationsUnlinked": "use ketenboek unlink A B --reason WORDS",
    "RowMissing": "it follows from an import",
    "ValueEmptied": "it follows from an import",
    "VerdictAttested": "it follows from erasing a person",
}
"""Facts that would be untrue when typed, with what makes them true. Facts of a delivery belong to its import too."""


class WordsRefused(ValueError):
    """The words do not make a fact."""


class KindIsUnknown(WordsRefused):
    """There is no fact of that name."""


class KindIsNotRecordedByHand(WordsRefused):
    """This fact comes from an act of its own."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} is not recorded by hand: {why}.")
        self.kind = name


class WordHasNoField(WordsRefused):
    """A word is not field=value."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Word {number} is not of the form field=value: expected for example occurred_on=2008-06-20; "
            'put quotes around a value with spaces, such as "municipality=Den Haag".'
        )
        self.number = number


class FieldIsUnknown(WordsRefused):
    """The fact has no such field. It is named where it has the form of a field, in small letters.

    What stands before the `=` may as well be a slip of somebody who typed a value there: a name of a person has a
    capital and a number has digits, so neither is ever said back. Then only which word it was is told.
    """

    def __init__(self, name: str, label: str, given: int, known: Sequence[str]) -> None:
        field = label if FIELD_NAME.fullmatch(label) else None
        asked = f"no field {field} (word {given})" if field else f"no field as in word {given}"
        super().__init__(f"{name} has {asked}: expected one of {', '.join(known)}.")
        self.kind, self.field, self.given, self.known = name, field, given, known


class FieldStandsTwice(WordsRefused):
    """A field was given twice."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the field {name} stands twice: expected it once, with commas where it is a list.")
        self.field = name


class FieldIsMissing(WordsRefused):
    """A field that the fact cannot do without is missing."""

    def __init__(self, name: str, missing: Sequence[Field]) -> None:
        expected = "; ".join(
            f"{one.name} ({one.kind.words}), for example {one.name}={one.kind.example}" for one in missing
        )
        super().__init__(f"{name} cannot do without: {expected}.")
        self.kind, self.missing = name, missing


class FieldIsNested(WordsRefused):
    """A structure cannot be typed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the field {name} holds a structure, which cannot be typed as field=value: leave it out, or import the "
            "fact as a line of JSON (profile cloudevents)."
        )
        self.field = name


class FieldIsRefused(WordsRefused):
    """The value is of another kind than the field."""

    def __init__(self, name: str, kind: Kind) -> None:
        super().__init__(
            f"the field {name} is not understood: expected {kind.words}, for example {name}={kind.example}."
        )
        self.field, self.kind = name, kind


class MunicipalityIsUnknown(FieldIsRefused):
    """No municipality of that name is known; it may be named first."""

    def __init__(self, name: str, kind: Kind) -> None:
        super().__init__(name, kind)
        self.args = (
            f"the municipality in {name} is not known: expected the name of a known municipality or its four-digit CBS "
            f"code, for example {name}=0014. A new name is recorded with: ketenboek record MunicipalityNamed code=NNNN "
            "name=…",
        )


class BodyIsRefused(WordsRefused):
    """The body of a correction holds a field that the fact does not have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"the body holds a field that {name} does not have: expected {', '.join(known)}, or single fields as words."
        )
        self.kind, self.known = name, known


class ParameterIsRefused(WordsRefused):
    """A rule that reads this parameter could not use the value."""

    def __init__(self, name: str, smallest: int) -> None:
        super().__init__(
            f"{name} takes a whole number: expected digits and nothing else, {smallest} or more, for example value=4."
        )
        self.parameter, self.smallest = name, smallest


@dataclass(frozen=True, slots=True)
class ByHand:
    """A fact as it was typed. `given` are the words that were there, also those with nothing behind the `=`."""

    fact: Fact
    personal: dict[str, str]
    id: str | None = None
    occurred_on: When | None = None
    registered_on: date | None = None
    municipality: str | None = None
    given: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """What a person must know of a field to type it."""

    name: str
    type: str
    dutch_type: str
    choices: tuple[str, ...]
    required: bool
    meaning: str
    personal: bool
    example: str


def definition_of(name: str) -> Definition:
    """The definition of a fact that may be recorded by hand, whatever the case of its letters."""
    for definition in base.definitions():
        if definition.name.casefold() == name.casefold():
            break
    else:
        try:
            definition = base.by_name(name)
        except UnknownFact as unknown:
            raise KindIsUnknown(f"{unknown}. Expected the name of a fact, for example ConditionMet.") from None
    if definition.subject == "delivery":
        raise KindIsNotRecordedByHand(definition.name, "it follows from an import")
    if definition.name in NOT_BY_HAND:
        raise KindIsNotRecordedByHand(definition.name, NOT_BY_HAND[definition.name])
    return definition


def describe(name: str) -> list[FieldHelp]:
    """The fields of a fact, those of the envelope, and its sealed ones: what `record TYPE --help` shows."""
    definition = definition_of(name)
    own = fields_of(definition, _nobody)
    plain = [one for one in own.values() if not one.personal]
    sealed = [one for one in own.values() if one.personal]
    envelope = [one for one in _envelope(definition, _nobody).values() if one.name not in own]
    return [
        FieldHelp(
            one.name,
            one.kind.words,
            one.kind.dutch,
            one.kind.choices,
            one.required,
            one.meaning,
            one.personal,
            one.kind.example,
        )
        for one in (*plain, *envelope, *sealed)
    ]


def parse_by_hand(name: str, words: Sequence[str], resolve_municipality: ResolveMunicipality) -> ByHand:
    """The fact that these words make; raises WordsRefused.

    `resolve_municipality` gives the CBS code of a name or code, None where it is not known.
    """
    definition = definition_of(name)
    own = fields_of(definition, resolve_municipality)
    fields = words_of(definition, resolve_municipality)
    values: dict[str, Any] = {}
    given: set[str] = set()
    for number, word in enumerate(words, 1):
        label, assigned, text = word.partition("=")
        if not assigned:
            raise WordHasNoField(number)
        one = fields.get(label.strip())
        if one is None:
            raise FieldIsUnknown(definition.name, label.strip(), number, list(fields))
        if one.name in given:
            raise FieldStandsTwice(one.name)
        given.add(one.name)
        if text.strip():
            values[one.name] = read_field(one, text.strip())
    missing = [one for one in own.values() if one.required and one.name not in values]
    if missing:
        raise FieldIsMissing(definition.name, missing)
    if definition.fact is ParameterSet:
        require_parameter(values["name"], values["value"])
    plain = {one.name: values[one.name] for one in own.values() if not one.personal and one.name in values}
    envelope = {label: values.get(label) for label in ENVELOPE if label not in own}
    return ByHand(
        fact=definition.fact(**plain),
        personal={one.name: values[one.name] for one in own.values() if one.personal and one.name in values},
        given=frozenset(given),
        **envelope,
    )


def parameters() -> dict[str, Parameter]:
    """The parameters that rules of this version and publication read, by name."""
    of_rules = {parameter.name: parameter for rule in rules.RULES for parameter in rule.parameters}
    return of_rules | {PUBLICATION_THRESHOLD.name: PUBLICATION_THRESHOLD}


def require_parameter(name: str, value: str) -> None:
    """Refuse a value that the rule which reads this parameter could not use. Raises ParameterIsRefused."""
    known = parameters().get(name)
    if known is None or known.kind != "integer":
        return
    if not (value.isascii() and value.isdigit()) or int(value) < known.smallest:
        raise ParameterIsRefused(name, known.smallest)


def read_field(one: Field, text: str) -> Any:
    """The value of a field as it was typed; raises FieldIsRefused, FieldIsNested."""
    try:
        return one.kind.read(text)
    except ValueIsRefused:
        if not one.kind.example:
            raise FieldIsNested(one.name) from None
        is_place = one.kind.words.startswith("municipality")
        raise (MunicipalityIsUnknown if is_place else FieldIsRefused)(one.name, one.kind) from None


def words_of(definition: Definition, resolve_municipality: ResolveMunicipality) -> dict[str, Field]:
    """Every word that may be typed for a fact: those of the envelope, its own fields, its sealed ones."""
    return _envelope(definition, resolve_municipality) | fields_of(definition, resolve_municipality)


def _envelope(definition: Definition, resolve_municipality: ResolveMunicipality) -> dict[str, Field]:
    """The words beside the fact's own; `id` only where the fact is about a registration, or names an event in one."""
    place = kind_of("municipality", base.MunicipalityCode, resolve_municipality)
    words = [
        Field(
            "occurred_on",
            Kind(
                "date, day and month only as far as they are known",
                "datum; dag en maand alleen voor zover bekend",
                "2008-06-20",
                read_when,
            ),
            False,
            "when it happened in the world; absent where nobody knows.",
        ),
        Field(
            "registered_on",
            Kind("date, known to the day", "datum, tot op de dag", "2008-06-23", read_day),
            False,
            "the day on which the source claims to have entered it.",
        ),
        Field("municipality", place, False, "where it happened: the municipality whose fact it is."),
    ]
    if definition.subject == "registration":
        meaning = "which registration it is about: the source's own record id, with the source before it where needed."
        words.insert(0, Field("id", RECORD_ID, True, meaning))
    if definition.subject == "any":
        meaning = "the registration in which the named event must stand: the source's own record id."
        words.insert(0, Field("id", RECORD_ID, False, meaning))
    return {one.name: one for one in words}


def _nobody(_: str) -> str | None:
    return None
