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
from domain.dates import When, parse_when
from domain.dossier import Dossier, Entry
from domain.facts.base import Definition, Fact, Nature, of
from exchange.cloudevents import type_of
from exchange.fact_fields import Field, ValueIsRefused, fields_of, read_day
from replay.before_acting import Hindrance
from replay.wording import Wording

OCCURRED_ON = "occurred_on"
EVENT_ID = "event id, as history shows it"
OF_A_FIELD = re.compile(r"[;,:]? *[^;,:`]*`.*", re.S)
Sort = Literal["text", "long", "date", "number", "choice"]


@dataclass(frozen=True, slots=True)
class OnPage:
    """A field as a page asks it."""

    name: str
    sort: Sort
    is_required: bool
    is_sealed: bool
    options: Sequence[tuple[str, str]] = ()


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
    def on(self) -> When:
        """The day on which it happened, where nothing is wrong."""
        return parse_when(self.typed[OCCURRED_ON])


def fields_on_page(words: Wording, definition: Definition, dossier: Dossier) -> list[OnPage]:
    """The fields that are asked of this kind, in order; the day on which it happened goes first."""
    known = fields_of(definition, lambda _: None)
    asked = [_on_page(words, known[name], dossier) for name in ASKED[definition.fact]]
    return [OnPage(OCCURRED_ON, "date", True, False), *asked]


def _on_page(words: Wording, one: Field, dossier: Dossier) -> OnPage:
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
    elif one.kind.words.startswith("whole"):
        sort = "number"
    return OnPage(one.name, sort, one.required, one.personal, options)


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


def filled_by(definition: Definition, typed: Mapping[str, str], resolve: Callable[[str], str | None]) -> Filled:
    """What was typed, read as the fields of this kind; what is wrong stands by the name of its field."""
    known, asked = fields_of(definition, resolve), ASKED[definition.fact]
    plain: dict[str, Any] = {}
    sealed: dict[str, str] = {}
    mistakes: dict[str, Mapping[str, str]] = {}
    for name in (*asked, OCCURRED_ON):
        text = typed.get(name, "")
        one = known.get(name)
        try:
            if not text:
                if one is None or one.required:
                    mistakes[name] = {"nl": "Dit is nodig.", "en": "This is needed."}
            elif one is None:
                read_day(text)
            elif one.personal:
                sealed[name] = one.kind.read(text)
            else:
                plain[name] = msgspec.to_builtins(one.kind.read(text))
        except ValueIsRefused:
            kind = None if one is None else one.kind
            mistakes[name] = {
                "nl": f"Verwacht: {kind.dutch if kind else 'een dag'}.",
                "en": f"Expected: {kind.words if kind else 'a day'}.",
            }
    if strange := set(typed) - {*asked, OCCURRED_ON}:
        mistakes |= {name: {"nl": "Dit wordt niet gevraagd.", "en": "This is not asked."} for name in strange}
    made = None if mistakes else msgspec.convert(plain, definition.fact)
    return Filled(typed, plain, sealed, made, mistakes)


def event_of(
    definition: Definition, filled: Filled, subject: UUID, municipality: str | None, key: str, source: str
) -> bytes:
    """What was filled in as an event; the key of the form is its id, so that it is recorded once."""
    data = {"fields": filled.fields, "personal": filled.sealed, OCCURRED_ON: filled.typed[OCCURRED_ON]}
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
