"""The fields of a form that corrects a fact: filled in as it stands now, and what is told of what changes.

A correction carries the whole fact (`domain/facts/book.py`). What nobody can type in one line, such as a list of facts
or a hash, stays as it is; so does what names a shared fact, since with that it would be another. What is sealed is not
shown: a field for it that stays empty leaves it as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import msgspec

from api.pages.record_fields import (
    CENTS,
    EVENT_ID,
    OCCURRED_ON,
    Asked,
    Filled,
    OnPage,
    entry_said,
    label_of,
    on_page,
)
from domain.dossier import Dossier, Entry
from domain.event import encode_fact
from domain.facts.base import Definition, of
from exchange.euros import euros_typed
from exchange.fact_fields import Field, fields_of, read_when
from replay.wording import Wording

NOT_TYPED: Final = ("SHA-256", "instant", "structure", "whole new body", "list ")
"""How the words begin of what nobody types in one line."""
NOT_SEALED_BY_HAND: Final = frozenset(
    ("file_name", "file_sha256", "row_text", "document_sha256", "document_bsn", "document_reference")
)
"""What is sealed of a delivery, and follows from its file."""
REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    "CORRECT": ("TYPING_ERROR", "MISUNDERSTANDING", "SOURCE_WAS_WRONG"),
    "RETRACT": ("DID_NOT_HAPPEN", "OTHER_PERSON", "RECORDED_TWICE", "SOURCE_WAS_WRONG"),
}
"""Why something is put right: words for `reason` of the facts that do so."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact that is corrected, as it stands now."""

    subject: UUID
    dossier: Dossier
    entry: Entry
    resolve: Callable[[str], str | None]

    @property
    def definition(self) -> Definition:
        """Its kind."""
        return of(self.entry.fact)

    @property
    def said(self) -> Mapping[str, Any]:
        """What it says, field by field; what it does not say is left out."""
        body: dict[str, Any] = msgspec.json.decode(encode_fact(self.entry.fact))
        return body

    def fields(self) -> Mapping[str, Field]:
        """The fields that can be typed anew, in order."""
        known = fields_of(self.definition, self.resolve)
        return {name: one for name, one in known.items() if _is_typed(one, self.definition)}

    def asked(self) -> Asked:
        """What is asked; its day is as precise as it is known, and may be unknown where it was."""
        names = tuple(self.fields())
        kept = {name: value for name, value in self.said.items() if name not in names}
        return Asked(self.definition, names, kept, read_when, needs_on=self.entry.occurred_on is not None)

    def typed(self) -> dict[str, str]:
        """What it says as somebody would type it."""
        typed = {name: _typed(name, self.said[name]) for name in self.fields() if name in self.said}
        return typed | {OCCURRED_ON: str(self.entry.occurred_on or "")}

    def on_page(self, words: Wording) -> list[OnPage]:
        """The fields as they are asked; the day goes first, as a day where it is known to the day."""
        on = self.entry.occurred_on
        sort = "date" if on is not None and len(str(on)) == len("2008-06-20") else "text"
        day = OnPage(OCCURRED_ON, sort, on is not None, False, label=label_of(words, OCCURRED_ON))  # type: ignore[arg-type]
        return [day, *(self._chosen(words, on_page(words, one, self.dossier)) for one in self.fields().values())]

    def _chosen(self, words: Wording, asked: OnPage) -> OnPage:
        """The same with what it says now among what can be chosen, and never the fact itself."""
        others = [one for one in asked.options if one[0] != str(self.entry.event_id)]
        now = str(self.said.get(asked.name, ""))
        if now and asked.sort == "choice" and self.fields()[asked.name].kind.words == EVENT_ID:
            named = next((one for event_id, one in self.dossier.entries.items() if str(event_id) == now), None)
            if all(code != now for code, _ in others):
                others.append((now, now if named is None else entry_said(words, named)))
        return replace(asked, options=others)

    def left(self, words: Wording) -> list[tuple[str, str]]:
        """What cannot be changed here: what it is called, and what it says."""
        typed = self.fields()
        return [(words.field(name), words.said(name, value)) for name, value in self.said.items() if name not in typed]

    def changes(self, words: Wording, filled: Filled) -> list[tuple[str, str, str]]:
        """(field, what it says now, what it will say) of all that was changed; of what is sealed only that it was."""
        after: Mapping[str, Any] = msgspec.json.decode(encode_fact(filled.fact))
        names = [name for name in (*self.said, *after) if self.said.get(name) != after.get(name)]
        found = [
            (label_of(words, name), words.said(name, self.said.get(name)), words.said(name, after.get(name)))
            for name in dict.fromkeys(names)
        ]
        if filled.on != self.entry.occurred_on:
            days = (words.short_day(self.entry.occurred_on), words.short_day(filled.on))
            found.insert(0, (label_of(words, OCCURRED_ON), *days))
        sealed = words.say("mend.sealed")
        return found + [(label_of(words, name), sealed, words.say("mend.sealed.anew")) for name in filled.sealed]


def _is_typed(one: Field, definition: Definition) -> bool:
    if one.personal:
        return one.name not in NOT_SEALED_BY_HAND
    is_list_of_facts = "event id" in one.kind.words and one.kind.words != EVENT_ID
    return not (one.name in definition.named_by or is_list_of_facts or one.kind.words.startswith(NOT_TYPED))


def _typed(name: str, value: object) -> str:
    """A value as somebody would type it in the field of this name."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return euros_typed(value) if isinstance(value, int) and name.endswith(CENTS) else str(value)
