"""A proposal that waits for the word of another: what it says, for whom, and who proposed it, as it stands now."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from api.call import Call
from api.office import Office
from api.pages.layout import WORDS
from api.pages.ledger import fields_said
from api.pages.ways import Ways
from domain.dates import When
from domain.dossier import dossier_of
from domain.event import Recorded
from domain.municipalities import name_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as a page tells it: of what was corrected since, what stands there now."""

    event: UUID
    position: int
    address: str
    kind: str
    fields: list[tuple[str, str]]
    place: str | None
    on: When | None
    proposers: list[str]
    """Pseudonyms of whoever stated or corrected it."""
    is_own: bool
    seen: str
    """What was last said of it, where it stands: whoever confirms has seen this."""


def proposal_of(office: Office, call: Call, found: Recorded | None) -> Proposal | None:
    """What was proposed by this event; None where it is not there for whoever reads, or does not stand any more."""
    if found is None:
        return None
    entry = dossier_of(office.ledger.stream(found.event.subject)).entries.get(found.event.event_id)
    if entry is None or entry.retracted:
        return None
    words, fact, code = WORDS[call.language], entry.fact, entry.municipality
    fields = msgspec.to_builtins(fact)
    return Proposal(
        found.event.event_id,
        found.position,
        Ways(call.language).event(found.position),
        words.kind(type(fact).__name__),
        fields_said(words, {name: value for name, value in fields.items() if value not in (None, [])}),
        code and (name_of(code, office.figures.municipality_names()) or code),
        entry.begins_on,
        sorted(entry.actors),
        call.caller.subject in entry.actors,
        str(entry.positions[-1]),
    )
