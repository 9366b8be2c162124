"""What is known of a batch of rows from earlier deliveries: read once for the batch, before anything is stated."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from domain.facts import EventRetracted, RowMissing
from domain.facts.base import of
from exchange.changing import FactBefore, facts_before
from exchange.observed import Observed, RowRead
from projections.history import Standing, standing
from replay.histories import read
from store.ledger import Ledger
from store.rows import Rows
from store.vault import DeliveredBefore, Vault

EVER = 2**62
READS_MAX = 3
FINDINGS = frozenset(of(kind).number for kind in (RowMissing, EventRetracted))

Subjects = Mapping[bytes, tuple[UUID, bytes | None]]


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """A row with its keyed hashes: of its record, of its person, and of all that it states or leaves empty."""

    row: RowRead
    record: bytes
    person: bytes
    keys: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a batch of rows from earlier deliveries."""

    subjects: Subjects
    """Record key → (registration, commitment if the record is known): known ones, and fresh ones for the rest."""
    delivered: Mapping[bytes, DeliveredBefore]
    contents: Mapping[bytes, bytes]
    """Keyed hashes of what these rows say of facts that were delivered before."""
    facts: Mapping[UUID, FactBefore]
    """The facts that these rows change or leave empty, as they stand."""
    missing: Mapping[str, Standing]
    """Findings that stand, that a record is missing from a full delivery, by its commitment."""


def known_of(ledger: Ledger, vault: Vault, rows: Sequence[KeyedRow], content_of: Callable[[Observed], bytes]) -> Known:
    """What is known of these rows. What was delivered last is read once more after the facts as they stand: what
    another writer recorded in between is then seen, here or by `Delivered.once`."""
    subjects = _subjects(vault, rows)
    delivered = vault.delivered_before([key for one in rows for key in one.keys])
    contents: dict[bytes, bytes] = {}
    for keyed in rows if delivered else ():
        for one, key in zip(keyed.row.observed, keyed.keys, strict=False):
            if key in delivered:
                contents[key] = content_of(one)
    changed = [
        key
        for key, before in delivered.items()
        if (contents[key] != before.content if key in contents else before.standing)
    ]
    facts: Mapping[UUID, FactBefore] = {}
    for _ in range(READS_MAX if changed else 0):
        facts = facts_before(ledger, [delivered[key] for key in changed])
        again = vault.delivered_before(changed)
        if all(again[key] == delivered[key] for key in changed if key in again):
            break
        delivered |= again
    missing = _missing(ledger, {subject for subject, commitment in subjects.values() if commitment})
    return Known(subjects, delivered, contents, facts, missing)


def each_key_once(rows: Sequence[KeyedRow]) -> Iterator[list[KeyedRow]]:
    """The rows in parts in which no natural key stands twice: a later state of a fact is compared with the earlier."""
    part: list[KeyedRow] = []
    seen: set[bytes] = set()
    for one in rows:
        if not seen.isdisjoint(one.keys):
            yield part
            part, seen = [], set()
        part.append(one)
        seen.update(one.keys)
    if part:
        yield part


def _subjects(vault: Vault, rows: Iterable[KeyedRow]) -> Subjects:
    wanted = {key for one in rows for key in (one.record, one.person)}
    found: dict[bytes, tuple[UUID, bytes | None]] = dict(vault.records(list(wanted)))
    for one in rows:
        if one.person not in found:
            found[one.person] = (uuid4(), None)
        if one.record not in found:
            found[one.record] = (found[one.person][0], None)
    return found


def _missing(ledger: Ledger, subjects: Iterable[UUID]) -> dict[str, Standing]:
    """The findings that stand, that records of these registrations were missing from an earlier delivery."""
    ordered = sorted(subjects)
    if not ordered:
        return {}
    with ledger.database.long() as connection, connection.transaction():
        events = Rows(ledger.database).histories(connection, FINDINGS, EVER, ordered)
        history = [recorded for event in events for recorded in read([event])[0]]
    return {
        one.source.record: one
        for one in standing(history)
        if isinstance(one.fact, RowMissing) and one.source is not None and one.source.record is not None
    }
