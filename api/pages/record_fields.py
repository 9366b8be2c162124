"""The fields of a form of recording: made from the fact itself, read by its kinds, and put into an event."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

import msgspec

from api.pages.record_kinds import ASKED, NAMED
from domain.counting import Language
from domain.dates import When
from domain.dossier import Dossier, Entry
from domain.facts.base import Definition, Fact, Nature, of
from exchange.cloudevents import type_of
from exchange.euros import AmountIsAmbiguous, cents_of
from exchange.fact_fields import Field, ValueIsRefused, fields_of, read_day, read_when
from replay.before_acting import Hindrance
from replay.wording import Wording

OCCURRED_ON = "occurred_on"
EVENT_ID = "event id, as history shows it"
CENTS = "_cents"
"""How the name of a field ends that holds an amount: it is typed and told in euros."""
AMOUNT: Mapping[str, str] = {
    "nl": "Verwacht: een bedrag in euro's, bijvoorbeeld 250 of 1.234,56.",
    "en": "Expected: an amount in euros, such as 250 or 1234.56.",
}
AMBIGUOUS: Mapping[str, str] = {
    "nl": "Dit kan op twee manieren worden gelezen. Zet de centen erbij: 1.234,00 is ruim twaalfhonderd euro, en 1,23 "
    "ruim één euro.",
    "en": "This can be read in two ways. Add the cents: 1,234.00 is over twelve hundred euros, and 1.23 just over one "
    "euro.",
}
OF_A_FIELD = re.compile(r"[;,:]? *[^;,:`]*`.*", re.S)
Sort = Literal["text", "long", "date", "number", "amount", "choice"]


@dataclass(frozen=True, slots=True)
class OnPage:
    """A field as a page asks it."""

    name: str
    sort: Sort
    is_required: bool
    is_sealed: bool
    options: Sequence[tuple[str, str]] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in: as it was typed, as it is recorded, and what is to be said of it."""

    typed: Mapping[str, str]
    fields: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    made: Fact | None = None
    mistakes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    refused: Sequence[str] = ()
    hindrances: Sequence[Hindrance] = ()
    unknown: Sequence[tuple[str, str]] = ()
    """Fields with a name that the ledger does not know."""

    @property
    def fact(self) -> Fact:
        """The fact that was filled in, where nothing is wrong."""
        assert self.made is not None, "nothing is wrong with it"
        return self.made

    @property
    def on(self) -> When | None:
        """The day on which it happened, where nothing is wrong; of a correction it may stay unknown."""
        return read_when(text) if (text := self.typed.get(OCCURRED_ON)) else None


def fields_on_page(words: Wording, definition: Definition, dossier: Dossier) -> list[OnPage]:
    """The fields that are asked of this kind, in order; the day on which it happened goes first."""
    known = fields_of(definition, lambda _: None)
    asked = [on_page(words, known[name], dossier) for name in ASKED[definition.fact]]
    return [OnPage(OCCURRED_ON, "date", True, False, label=label_of(words, OCCURRED_ON)), *asked]


def label_of(words: Wording, name: str) -> str:
    """What a field is called above it: as a question of a form, else as it is told."""
    if words.has(f"field.{name}"):
        return words.say(f"field.{name}")
    told = words.field(name)
    return told[:1].upper() + told[1:] + (words.say("record.in_euros") if name.endswith(CENTS) else "")


def on_page(words: Wording, one: Field, dossier: Dossier) -> OnPage:
    """A field of a fact as it is asked, with what may be chosen of this dossier."""
    sort: Sort = "long" if one.personal else "text"
    options: list[tuple[str, str]] = []
    if one.kind.choices:
        sort, options = "choice", [(code, words.code(one.name, code)) for code in one.kind.choices]
    elif one.kind.words == EVENT_ID:
        sort, options = "choice", [(str(entry.event_id), entry_said(words, entry)) for entry in _named(one, dossier)]
    elif one.kind.words == "yes or no":
        sort, options = "choice", [("ja", words.say("record.yes")), ("nee", words.say("record.no"))]
    elif one.kind.words == "date, known to the day":
        sort = "date"
    elif one.name.endswith(CENTS):
        sort = "amount"
    elif one.kind.words.startswith("whole"):
        sort = "number"
    return OnPage(one.name, sort, one.required, one.personal, options, label_of(words, one.name))


def _named(one: Field, dossier: Dossier) -> list[Entry]:
    """What in the dossier a field may name, newest first."""
    kinds = NAMED.get(one.name)
    standing = dossier.standing(*kinds) if kinds else dossier.standing()
    return [entry for entry in reversed(standing) if kinds or of(entry.fact).nature is Nature.DECISION]


def entry_said(words: Wording, entry: Entry) -> str:
    """A fact of a dossier in one line: what it is, and of which day."""
    return f"{words.fact(of(entry.fact).name)}, {words.short_day(entry.occurred_on)}"


def kind_said(language: Language, definition: Definition) -> str:
    """What a person calls a kind of fact."""
    english = type_of(definition).split(".")[2].replace("-", " ")
    return (definition.dutch if language == "nl" else english).capitalize()


def sentence_said(language: Language, definition: Definition) -> str:
    """What a kind of fact says of the world, without what it says of its fields by their names in code."""
    return OF_A_FIELD.sub(".", definition.sentences[language])


def hindrance_said(words: Wording, one: Hindrance) -> str:
    """What stands in the way, in a sentence."""
    fact = "" if one.entry is None else entry_said(words, one.entry)
    missed = "" if one.missed is None else words.fact(of(one.missed).name)
    return words.say(f"record.hindrance.{one.code}", fact=fact, missed=missed)


def told_before(words: Wording, filled: Filled) -> list[tuple[str, str]]:
    """Code → sentence of all that somebody should know before this is recorded."""
    told: list[tuple[str, str]] = [(one.code, hindrance_said(words, one)) for one in filled.hindrances]
    for field_name, text in filled.unknown:
        sort = field_name.removeprefix("to_").removeprefix("from_").upper()
        told.append((f"UNKNOWN_{sort}", words.say(f"record.hindrance.UNKNOWN_{sort}", name=text)))
    return told


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks of a fact: which fields, in order; what stands beside them; and how precise its day is."""

    definition: Definition
    names: Sequence[str]
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What the fact says in fields that are not asked."""
    read_on: Callable[[str], object] = read_day
    needs_on: bool = True


def asked_anew(definition: Definition) -> Asked:
    """What is asked of a fact of this kind that is recorded for the first time."""
    return Asked(definition, ASKED[definition.fact])


def filled_by(asked: Asked, typed: Mapping[str, str], resolve: Callable[[str], str | None]) -> Filled:
    """What was typed, read as the fields of this kind; what is wrong stands by the name of its field."""
    known = fields_of(asked.definition, resolve)
    plain: dict[str, Any] = {}
    sealed: dict[str, str] = {}
    mistakes: dict[str, Mapping[str, str]] = {}
    for name in (*asked.names, OCCURRED_ON):
        text = typed.get(name, "").strip()
        one = known.get(name) if name in asked.names else None
        try:
            if not text:
                if asked.needs_on if one is None else one.required:
                    mistakes[name] = {"nl": "Dit is nodig.", "en": "This is needed."}
            elif one is None:
                asked.read_on(text)
            elif one.personal:
                sealed[name] = one.kind.read(text)
            elif name.endswith(CENTS):
                plain[name] = cents_of(text)
            else:
                plain[name] = msgspec.to_builtins(one.kind.read(text))
        except ValueIsRefused as error:
            mistakes[name] = _expected(one, error)
    if set(typed) - {*asked.names, OCCURRED_ON}:  # which, is not said: a name can be anything, and would be an address
        mistakes[""] = {
            "nl": "Er is iets gestuurd dat niet gevraagd wordt.",
            "en": "Something was sent that is not asked.",
        }
    made = None if mistakes else msgspec.convert({**asked.kept, **plain}, asked.definition.fact)
    return Filled(typed, plain, sealed, made, mistakes)


def _expected(one: Field | None, error: ValueIsRefused) -> Mapping[str, str]:
    """What should have been typed."""
    if one is None:
        return {"nl": "Verwacht: een dag, zoals 20-06-2008.", "en": "Expected: a day, such as 2008-06-20."}
    if one.name.endswith(CENTS):
        return AMBIGUOUS if isinstance(error, AmountIsAmbiguous) else AMOUNT
    return {"nl": f"Verwacht: {one.kind.dutch}.", "en": f"Expected: {one.kind.words}."}


def event_of(
    definition: Definition, filled: Filled, subject: UUID, municipality: str | None, key: str, source: str
) -> bytes:
    """What was filled in as an event; the key of the form is its id, so that it is recorded once."""
    data: dict[str, Any] = {"fields": filled.fields, "personal": filled.sealed}
    if filled.on is not None:
        data[OCCURRED_ON] = str(filled.on)
    return msgspec.json.encode(
        {
            "specversion": "1.0",
            "id": sha256(key.encode()).hexdigest(),
            "source": source,
            "type": type_of(definition),
            "subject": str(subject),
            "data": data if municipality is None else data | {"municipality": municipality},
        }
    )
