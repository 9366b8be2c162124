"""The vault beside the events: source records, and what each source last delivered, found by keyed hashes."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from store.database import Database
from store.keys import KeyRing
from store.queries import QUERIES


class DeliveredBefore(NamedTuple):
    """What a source last delivered under a natural key: keyed hash of the content, and the event that first said it."""

    content: bytes
    event_id: UUID
    subject: UUID
    number: int
    standing: bool


class Vault:
    """Look-ups by keyed hash; nothing here opens a sealed part."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database, self._ring = database, ring

    def delivered_before(self, natural_keys: Sequence[bytes]) -> dict[bytes, DeliveredBefore]:
        """What was last delivered under these natural keys; new ones are left out."""
        if not natural_keys:
            return {}
        with self._database.short() as connection:
            rows = connection.execute(QUERIES["delivered"], (list(natural_keys),), binary=True).fetchall()
        return {key: DeliveredBefore(*rest) for key, *rest in rows}

    def records(self, lookups: Sequence[bytes]) -> dict[bytes, tuple[UUID, bytes | None]]:
        """Lookup → (subject, commitment) of the source records that are known."""
        with self._database.short() as connection:
            rows = connection.execute(QUERIES["records_by_lookup"], (list(lookups),), binary=True).fetchall()
        return {lookup: (subject, commitment) for lookup, commitment, subject in rows}

    def mark_delivered(self, delivery: UUID, lookups: Sequence[bytes]) -> None:
        """These records were in this delivery."""
        with self._database.short() as connection:
            connection.execute(QUERIES["mark_delivered"], (delivery, list(lookups), delivery))

    def missing_records(self, source: bytes, delivery: UUID, limit: int) -> list[tuple[bytes, UUID]]:
        """(commitment, subject) of records of a source that were not in this delivery and not missed before."""
        with self._database.short() as connection:
            rows = connection.execute(QUERIES["missing_records"], (source, delivery, limit), binary=True).fetchall()
        return [(commitment, subject) for commitment, subject in rows]

    def mark_missing(self, commitments: Sequence[bytes]) -> None:
        """These records are known to be missing."""
        with self._database.short() as connection:
            connection.execute(QUERIES["mark_missing"], (list(commitments),))
