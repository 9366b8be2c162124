"""From an id as somebody types it, `id` or `source:id`, to the source records that have it, in whatever source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain import municipalities
from domain.event import Recorded, nfc
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source record with that id: its registration, all that stands there, and the first event that carries it."""

    subject: UUID
    record: str
    commitment: bytes
    history: Sequence[Recorded]
    first: Recorded


def readings(ledger: Ledger, text: str) -> Iterator[list[Candidate]]:
    """The records that each way of reading the text finds: the whole as an id first, then split at each colon."""
    yield _candidates(ledger, None, nfc(text))
    for at, character in enumerate(text):
        if character == ":" and text[:at].strip() and text[at + 1 :].strip():
            yield _candidates(ledger, nfc(text[:at].strip()), nfc(text[at + 1 :].strip()))


def _candidates(ledger: Ledger, source: str | None, record: str) -> list[Candidate]:
    """The records with this id; of this source, if named."""
    found: list[Candidate] = []
    for commitment, subject in ledger.records_named(record):
        history = ledger.stream(subject)
        saying = [one for one in history if one.event.source and one.event.source.record == commitment.hex()]
        if saying and (source is None or any(source.casefold() in _names_of_source(one) for one in saying)):
            found.append(Candidate(subject, record, commitment, history, saying[0]))
    return found


def _names_of_source(recorded: Recorded) -> set[str]:
    """What a source may be called: its system, its party by code or name, or both."""
    source = recorded.event.source
    assert source is not None, "a candidate has a source"
    party = municipalities.name_of(source.party, {}) or source.party
    names = (source.system, source.party, party, f"{source.party}/{source.system}", f"{party}/{source.system}")
    return {name.casefold() for name in names}


def labels(found: Sequence[Candidate]) -> list[str]:
    """`source:id` of each candidate; with the party before it where the system alone does not tell them apart."""
    told = []
    systems = [one.first.event.source.system.casefold() for one in found if one.first.event.source]
    for one in found:
        source = one.first.event.source
        assert source is not None, "a candidate has a source"
        party = municipalities.name_of(source.party, {}) or source.party
        is_told_apart = systems.count(source.system.casefold()) == 1
        told.append(f"{source.system if is_told_apart else f'{party}/{source.system}'}:{one.record}")
    return sorted(set(told))
