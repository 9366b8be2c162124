"""The vault beside the events: source records, and what each source last delivered, found by keyed hashes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from store.database import Database
from store.keys import KeyRing
from store.queries import QUERIES

UUID_BYTES = 16
"""A pseudonym of this length is the id of a registration that a decision is about (store/sealing.py)."""


class DeliveredBefore(NamedTuple):
    """What a source last delivered under a natural key: keyed hash of the content, and the event that first said it."""

    content: bytes
    event_id: UUID
    subject: UUID
    number: int
    standing: bool


class Completed(NamedTuple):
    """A delivery that was taken whole, and the day on which it came."""

    delivery: UUID
    delivered_on: date


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

    def deliveries(self, party: str, system: str, profile: str, municipality: str | None) -> list[Completed]:
        """What this source delivered for this municipality (None: for none), taken whole, in order of arrival."""
        asked = {"party": party, "system": system, "profile": profile, "municipality": municipality}
        with self._database.short() as connection:
            rows = connection.execute(QUERIES["deliveries_of"], asked, binary=True).fetchall()
        return [Completed(*row) for row in rows]

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

    # Registrations that share a number

    def sharing_since(self, after: int, until: int, kinds: Iterable[int]) -> list[UUID]:
        """Registrations that share a number with another, one of them having a fact of these kinds in the range."""
        with self._database.long() as connection:
            bounds = {"after": after, "until": until, "types": sorted(kinds)}
            return [subject for (subject,) in connection.execute(QUERIES["sharing_since"], bounds, binary=True)]

    def related(self, subjects: Sequence[UUID]) -> list[set[UUID]]:
        """Registrations that share a number or a decision with one of these, each such set by itself."""
        with self._database.long() as connection:
            rows = connection.execute(QUERIES["related"], {"subjects": list(subjects)}, binary=True).fetchall()
        return [
            {*others, UUID(bytes=pseudonym)} if len(pseudonym) == UUID_BYTES else set(others)
            for pseudonym, others in rows
        ]

    def linked_until(self) -> int:
        """The position up to which links were decided; 0 where that is not known."""
        with self._database.short() as connection:
            row = connection.execute(QUERIES["linked_until"]).fetchone()
        return row[0] if row else 0

    def move_linked(self, position: int) -> None:
        """Links are decided up to this position; it never goes back."""
        with self._database.short() as connection:
            connection.execute(QUERIES["move_linked"], (position,))
