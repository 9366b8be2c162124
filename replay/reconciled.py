"""A reconciliation as a document: totals first, then the persons with their records on both sides and what differs.

Sealed fields are told as "differs" and never with their values. Reading them is processing personal data, so it is done
only when it is asked for, and whoever asks logs it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from domain.event import Position, Recorded, decode
from domain.facts import PersonRegistered
from domain.facts.base import of
from projections.history import CORRECTIONS, standing
from projections.reconciling import OUTCOMES, Reconciled
from replay.answers import EVENTS_AT_ONCE, Document, event_summary, head_document
from replay.reconciling import Reconciliation, Side
from store.ledger import Ledger

PERSONS_OPENED_MAX = 20_000
"""Of how many persons the sealed fields are compared at most; all of them are held at once."""
NAME_FIELDS = ("name", "given_names", "surname")
WORDS = re.compile(r"\w+")
SealedDiffering = Mapping[UUID, Sequence[str]]
"""Person → the sealed fields that differ."""


def sealed_differing(ledger: Ledger, found: Reconciliation) -> dict[UUID, list[str]]:
    """Person → which of name, birth date and sex differ, for the first so many persons who are in both.

    Of names the words are compared, in any order; of birth dates what both sides know. Opens sealed fields.
    """
    both = [one for one in found.persons if one.a and one.b][:PERSONS_OPENED_MAX]
    personal = _personal(ledger, [subject for one in both for subject in (*one.a, *one.b)], found.known.position)
    return {one.person: _differing_fields(one, personal) for one in both}


def _differing_fields(one: Reconciled, personal: Mapping[UUID, Mapping[str, str]]) -> list[str]:
    pairs = [(personal.get(first, {}), personal.get(second, {})) for first in one.a for second in one.b]
    comparing = {"name": _same_name, "birth_on": _same_birth, "sex": _same_sex}
    return [
        field for field, is_same in comparing.items() if any(is_same(first, second) is False for first, second in pairs)
    ]


def _personal(ledger: Ledger, subjects: Sequence[UUID], known_at: int) -> dict[UUID, dict[str, str]]:
    """The sealed fields of each registration as they stand: those of the latest event that says them."""
    found = ledger.streams(subjects, {of(PersonRegistered).number, *CORRECTIONS})
    streams: dict[UUID, dict[int, Recorded]] = {}
    for subject, position, payload in found:
        if position <= known_at:
            streams.setdefault(subject, {})[position] = Recorded(Position(position), decode(payload))
    latest: dict[UUID, Recorded] = {}
    for subject, stream in streams.items():
        for stands in standing(stream.values()):
            sealing = [stream[position] for position in stands.positions if stream[position].event.commitments]
            latest |= {subject: sealing[-1]} if sealing else {}
    opened = ledger.personal_of_all(list(latest.values()))
    return {subject: opened[recorded.event.event_id] for subject, recorded in latest.items()}


def _same_name(first: Mapping[str, str], second: Mapping[str, str]) -> bool | None:
    words = [
        sorted(WORDS.findall(" ".join(one.get(field, "") for field in NAME_FIELDS).casefold()))
        for one in (first, second)
    ]
    return words[0] == words[1] if all(words) else None


def _same_birth(first: Mapping[str, str], second: Mapping[str, str]) -> bool | None:
    births = sorted((one.get("birth_on", "") for one in (first, second)), key=len)
    return births[1].startswith(births[0]) if births[0] else None


def _same_sex(first: Mapping[str, str], second: Mapping[str, str]) -> bool | None:
    sexes = [one.get("sex", "").strip().casefold()[:1] for one in (first, second)]
    return sexes[0] == sexes[1] if all(sexes) else None


# --- The document ---


def reconciliation_document(
    found: Reconciliation, sealed: SealedDiffering | None, *, by: str | None = None
) -> Document:
    """All but the persons. `sealed` is None where the sealed fields were not compared."""
    in_both = sum(1 for one in found.persons if one.a and one.b)
    return {
        "a": _side(found.a),
        "b": _side(found.b),
        "scope": {"municipality": found.municipality, "name": found.municipality_name},
        "as_of": found.as_of.isoformat(),
        "known_at": head_document(found.known),
        "considered": len(found.persons),
        "totals": dict(found.totals),
        "nothing_to_compare": sum(1 for one in found.persons if one.outcome == "same" and not one.matters),
        "by_matter": found.by_matter,
        "sealed": None
        if sealed is None
        else {
            "persons_compared": len(sealed),
            "persons_left_out": in_both - len(sealed),
            "persons_differing": sum(1 for fields in sealed.values() if fields),
        },
        "provisional": found.unread,
        "by": None if by is None else _by(found, by),
    }


def _by(found: Reconciliation, dimension: str) -> list[Document]:
    return [
        {
            dimension: place,
            **{str(outcome): count for outcome, count in counted.items()},
            "considered": sum(counted.values()),
        }
        for place, counted in found.by_municipality.items()
    ]


def _side(side: Side) -> Document:
    return {
        "party": side.source.party,
        "system": side.source.system,
        "registrations": side.registrations,
        "without_identifier": side.without_identifier,
    }


def person_documents(
    ledger: Ledger, persons: Sequence[Reconciled], sealed: SealedDiffering | None
) -> Iterator[Document]:
    """Each person with the record ids on both sides, in batches; an erased record has the id of its registration."""
    for start in range(0, len(persons), EVENTS_AT_ONCE):
        some = persons[start : start + EVENTS_AT_ONCE]
        positions = {position for one in some for position in one.positions}
        positions |= {position for one in some for differing in one.differing for position in differing.positions}
        events = {position: recorded for position, (recorded, _) in ledger.events_at(sorted(positions)).items()}
        records = _record_ids(ledger, [events[position] for one in some for position in one.positions])
        for one in some:
            yield _person(one, events, records, None if sealed is None else sealed.get(one.person))


def _record_ids(ledger: Ledger, events: Sequence[Recorded]) -> dict[UUID, str]:
    """Registration → the source's own record id."""
    sources = {one.event.subject: one.event.source for one in events}
    committed = {subject: source.record for subject, source in sources.items() if source and source.record}
    readable = ledger.record_ids([bytes.fromhex(record) for record in sorted({*committed.values()})])
    return {subject: readable[record] for subject, record in committed.items() if record in readable}


def _person(
    one: Reconciled, events: Mapping[int, Recorded], records: Mapping[UUID, str], sealed: Sequence[str] | None
) -> Document:
    return {
        "outcome": one.outcome,
        "person": str(one.person),
        "municipality": one.municipality,
        "a": [records.get(subject, str(subject)) for subject in one.a],
        "b": [records.get(subject, str(subject)) for subject in one.b],
        "compared": one.matters,
        "differing": [
            {
                "matter": differing.matter,
                "about": differing.about or None,
                "a": list(differing.a),
                "b": list(differing.b),
                "events": [event_summary(events[position]) for position in differing.positions],
            }
            for differing in one.differing
        ],
        "sealed_differing": None if sealed is None else list(sealed),
        "events": [event_summary(events[position]) for position in one.positions],
    }


def in_order(persons: Sequence[Reconciled]) -> list[Reconciled]:
    """The persons outcome by outcome, in the order of `OUTCOMES`; within one, the oldest first."""
    return sorted(persons, key=lambda one: (OUTCOMES.index(one.outcome), one.positions))
