"""What a fact is, and the closed registry of every kind of fact there can be.

A fact says in the past tense what happened in the world. Its class and its fields are the storage format: a new
meaning is a new fact, a new shape is a new schema number with a pure upcast (`domain/event.py`). A fact holds codes,
dates, counts and amounts in euro cents only. What names or describes a person is a *personal field*: it is listed by
name beside the fact, never stands in the class, and goes to the vault sealed (decision record 0003).

The registry is closed: a number that is not in it cannot be read, and no topic or module name is ever looked up.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from domain.facts.dutch import SENTENCES


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """The body of an event: plain codes, dates, counts and amounts. Absent fields are left out, never null."""


class Nature(StrEnum):
    """How a fact comes to be: what decides whether it is checked before it is written."""

    OBSERVED = "observed"
    """Reported by a party; recorded also when it clashes with another fact."""
    DECISION = "decision"
    """Taken by the municipality; checked against the rules before it is recorded."""
    SHARED = "shared"
    """Holds for many: a quota, a parameter, a register, a closing."""
    LEDGER = "ledger"
    """About the book itself: corrections, deliveries, erasures."""


KeyClass = Literal["general", "health"]
"""Which key of a registration seals a personal field; `health` is apart so that it can be withheld or erased apart."""

PERSONAL_FIELDS: Mapping[str, KeyClass] = {
    "bsn": "general",
    "v_number": "general",
    "sofi_number": "general",
    "name": "general",
    "given_names": "general",
    "surname": "general",
    "birth_on": "general",
    "sex": "general",
    "address": "general",
    "postcode": "general",
    "residence": "general",
    "telephone": "general",
    "email": "general",
    "remark": "general",
    "broker_name": "general",
    "file_name": "general",
    "file_sha256": "general",
    "row_text": "general",
    "document_sha256": "general",
    "document_bsn": "general",
    "document_reference": "general",
    "trade_register_number": "general",
    "account_number": "general",
    "reason_text": "health",
}
"""Every personal field there can be, with the key class that seals it. `birth_on` may have an unknown day or month."""

Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}$(?!\n)")]
"""A word from a published list: ASCII, no spaces, at most 80 characters."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
"""The name of an organisation, scheme or place; never of a person."""
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
"""Words quoted from a published document, or its reference; never about a person."""
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
"""A number of things."""
Cents = Annotated[int, msgspec.Meta(ge=-(2**53 - 1), le=2**53 - 1)]
"""An amount of money in euro cents."""
MunicipalityCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}$(?!\n)")]
"""CBS code of a municipality, as it was on the day the fact happened."""
EventId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$(?!\n)")]
"""The id of an event or subject that a fact names, in lower case with hyphens."""
Day = date
"""A calendar day. A date that a rule may lack stands in the envelope as `occurred_on`, with its precision."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One kind of fact: its number and schema in the storage format, and what may be recorded with it."""

    number: int
    schema: int
    name: str
    fact: type[Fact]
    nature: Nature
    subject: str
    named_by: tuple[str, ...]
    dutch: str
    personal: tuple[str, ...]
    slot: str | None

    @property
    def sentence(self) -> str:
        """The first line of the fact's docstring: what it says of the world."""
        return (self.fact.__doc__ or self.name).strip().splitlines()[0]

    @property
    def sentences(self) -> dict[Literal["nl", "en"], str]:
        """The same sentence in both languages."""
        return {"nl": SENTENCES[self.name], "en": self.sentence}


AnyFact = TypeVar("AnyFact", bound=Fact)
_BY_NUMBER: dict[int, Definition] = {}
_BY_NAME: dict[str, Definition] = {}
_BY_CLASS: dict[type[Fact], Definition] = {}


def fact(
    number: int,
    nature: Nature,
    *,
    dutch: str,
    subject: str = "registration",
    named_by: tuple[str, ...] = (),
    personal: tuple[str, ...] = (),
    slot: str | None = None,
    schema: int = 1,
) -> Callable[[type[AnyFact]], type[AnyFact]]:
    """Enter a fact class in the registry under its number, for ever.

    `subject` is the kind of stream it stands in: `registration`, `delivery`, or a shared kind such as `quota`; a shared
    subject is found by its kind, the values of the fields in `named_by`, and the municipality of the event. `personal`
    lists the sealed fields it may come with. `slot` is the field that tells repeated facts of one source record apart.
    """

    def enter(fact_class: type[AnyFact]) -> type[AnyFact]:
        definition = Definition(
            number, schema, fact_class.__name__, fact_class, nature, subject, named_by, dutch, personal, slot
        )
        unknown = [name for name in personal if name not in PERSONAL_FIELDS]
        missing = [name for name in (*named_by, *((slot,) if slot else ())) if name not in fact_class.__struct_fields__]
        assert not unknown, f"{fact_class.__name__}: no such personal field {unknown}"
        assert not missing, f"{fact_class.__name__}: no such field {missing}"
        assert number not in _BY_NUMBER, f"{number} stands twice"
        assert definition.name not in _BY_NAME, f"{definition.name} stands twice"
        _BY_NUMBER[number] = _BY_NAME[definition.name] = _BY_CLASS[fact_class] = definition
        return fact_class

    return enter


class UnknownFact(LookupError):
    """There is no fact of that number or name in the registry."""


def by_number(number: int) -> Definition:
    """The definition with this number; raises UnknownFact."""
    try:
        return _BY_NUMBER[number]
    except KeyError:
        raise UnknownFact(f"fact number {number} is not in the registry of this version") from None


def by_name(name: str) -> Definition:
    """The definition with this name; raises UnknownFact, naming the nearest names there are."""
    try:
        return _BY_NAME[name]
    except KeyError:
        near = [known for known in _BY_NAME if known.lower().startswith(name.lower()[:4])]
        hint = f"; did you mean {', '.join(sorted(near)[:5])}?" if near else ""
        raise UnknownFact(f"there is no fact {name!r}{hint}") from None


def of(fact_or_class: Fact | type[Fact]) -> Definition:
    """The definition of a fact or fact class."""
    return _BY_CLASS[fact_or_class if isinstance(fact_or_class, type) else type(fact_or_class)]


def definitions() -> Iterator[Definition]:
    """All definitions, by number."""
    return iter(sorted(_BY_NUMBER.values(), key=lambda definition: definition.number))


def describe_fields(fact_class: type[Fact]) -> dict[str, Any]:
    """The JSON Schema of a fact class (2020-12), from its types."""
    schema: dict[str, Any] = msgspec.json.schema(fact_class)
    return schema
