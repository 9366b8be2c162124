"""One look at the stored rows: everything that an answer reads, as it was at one moment and of one generation per view.

An answer asks its rows more than once: its cases, the quotas beside them, the findings about the same registrations.
Meanwhile others follow the ledger, join groups, and switch generations. So all of it is read in one transaction that
sees one moment, and in which no generation goes away. It holds one connection; nothing here takes a second.

A case knows others of its person, so that a person is counted once. Who sees a part of what is said of a person,
whichever municipality is asked, is given the cases without the others that it does not see: counted once among those
that it sees, nothing elsewhere makes a figure smaller, and so no figure tells that there is somebody elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from typing import TypeVar
from uuid import UUID

import msgspec

from domain.counting import Case
from domain.event import Position, Recorded, decode
from domain.facts.base import Fact, of
from domain.rules.same_person import others_of, tells_of_others, with_others_among
from projections.fold import DECISIONS, View
from projections.history import CORRECTIONS
from replay.changes import Looked
from replay.follow import Follower, Progress, no_progress
from replay.histories import read, read_streams
from store.database import Connection, whole
from store.listing import cases_among
from store.queries import QUERIES
from store.readers import Role, reader_now
from store.rows import Generation, Rows

CASES_AT_ONCE = 2_000
SEEING_A_PART: frozenset[Role] = frozenset({"provider", "participant"})
"""Roles that see some of what is said of a person, whichever municipality is asked."""
Found = Iterator[tuple[Case, UUID]]
"""Cases, each with its group."""
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows, groups and facts as they are in one transaction."""

    connection: Connection
    rows: Rows
    views: Mapping[str, View]
    generations: Mapping[str, Generation]
    looked: Looked = field(default_factory=Looked)
    """What was looked at, for who keeps what came of it."""

    def generation(self, view: str) -> Generation:
        """The generation of a view, to be looked at."""
        self.looked.views.add(view)
        return self.generations[view]

    def cases(
        self, view: str, known_at: int, codes: frozenset[str] | None, groups: Iterable[UUID] | None = None
    ) -> Found:
        """(case, group) of a view as known at a position: everywhere or of municipalities, of all or these groups."""
        decoder = msgspec.json.Decoder(self.views[view].case)
        some = None if groups is None else sorted({*groups})
        rows = self.rows.known_at(self.connection, self.generation(view), known_at, codes, some)
        return self.as_seen(view, known_at, ((decoder.decode(value), group_id) for _, group_id, value in rows))

    def cases_in_order(self, view: str, known_at: int, codes: frozenset[str] | None) -> Found:
        """The same of all groups, in the order of the first events that they rest on, some at a time."""
        decoder = msgspec.json.Decoder(self.views[view].case)
        rows = self.rows.in_order(self.connection, self.generation(view), known_at, codes)
        return self.as_seen(view, known_at, ((decoder.decode(value), group_id) for group_id, value in rows))

    def is_of_a_part(self, view: str) -> bool:
        """Whether cases of a view are given without some of the others that they know."""
        reader = reader_now()
        return reader is not None and reader.role in SEEING_A_PART and tells_of_others(self.views[view].case)

    def as_seen(self, view: str, known_at: int, found: Found) -> Found:
        """Cases of a view as who reads may know them, however they were read."""
        return self._of_a_part(view, known_at, found) if self.is_of_a_part(view) else found

    def _of_a_part(self, view: str, known_at: int, found: Found) -> Found:
        """The cases, each knowing those others alone that who reads sees as well."""
        for some in batched(found, CASES_AT_ONCE):
            groups = {group for case, group in some if next(others_of(case), None) is not None}
            seen = cases_among(self.connection, self.generation(view), known_at, sorted(groups))
            yield from ((with_others_among(case, seen), group) for case, group in some)

    def municipalities(self, view: str, known_at: int, codes: frozenset[str] | None) -> list[str | None]:
        """Those in which a view has cases, as known at a position."""
        return self.rows.municipalities(self.connection, self.generation(view), known_at, codes)

    def groups_in_scope(self, view: View, known_at: int, codes: frozenset[str] | None) -> list[UUID]:
        """Groups that could have a case of this view in this scope, as known by a position or by less of it."""
        self.looked.histories = True
        with whole(self.connection):
            return self.rows.groups_in_scope(self.connection, view.numbers, view.opening_numbers, known_at, codes)

    def members(self, groups: Iterable[UUID]) -> dict[UUID, UUID]:
        """Registration → group, for all that were linked to one of these."""
        return self.rows.members(self.connection, sorted({*groups}))

    def histories(self, view: View, groups: Sequence[UUID], known_at: int) -> Iterator[tuple[UUID, list[Recorded]]]:
        """(group, what of its history the view reads) up to a position; whole, also for a reader who sees a part."""
        self.looked.histories = True
        subjects = sorted({*groups, *self.members(groups)})
        with whole(self.connection):
            found = self.rows.histories(self.connection, view.numbers, known_at, subjects)
        for group_id, events in groupby(found, key=itemgetter(0)):
            yield group_id, read(events)[0]

    def shared(self, kinds: Iterable[type[Fact]], known_at: int) -> list[Recorded]:
        """The shared streams in which facts of these kinds stand, as known at a position.

        They are of no person and every role may see all of them, so they are read whole: held against the policies
        event by event they cost more than all the rest of a figure.
        """
        numbers = {of(kind).number for kind in kinds}
        if not numbers:
            return []
        with whole(self.connection):
            return read_streams(self.rows.shared_histories(self.connection, numbers, known_at))[0]

    def events_at(self, positions: Iterable[int]) -> dict[int, Recorded]:
        """The events at these positions, which rows that are seen rest on; whole, as histories are."""
        with whole(self.connection):
            found = self.connection.execute(QUERIES["events_at"], (sorted({*positions}),), binary=True)
        return {position: Recorded(Position(position), decode(payload)) for position, payload, _ in found}

    def named_at(self, positions: Iterable[int]) -> dict[int, tuple[UUID, ...]]:
        """The registrations that the events at these positions are about: of a decision on two of them, both."""
        bounds = {"positions": sorted({*positions}), "on_two": sorted(of(kind).number for kind in DECISIONS)}
        with whole(self.connection):
            found = self.connection.execute(QUERIES["named_at"], bounds, binary=True).fetchall()
        return {position: (subject,) if other is None else (subject, other) for position, subject, other in found}

    def corrections(self, subjects: Iterable[UUID], known_at: int) -> list[Recorded]:
        """The corrections and retractions in these streams, known at a position."""
        self.looked.histories = True
        bounds = (sorted({*subjects}), sorted(CORRECTIONS), known_at)
        found = self.connection.execute(QUERIES["corrections_of"], bounds, binary=True)
        return [Recorded(Position(position), decode(payload)) for position, payload in found]

    def changed_after(self, view: str, position: int, codes: frozenset[str] | None) -> bool:
        """Whether a case of a view, there or anywhere, became known or changed after a position."""
        return self.rows.changed_after(self.connection, self.generation(view), position, codes)

    def parked(self, view: str, known_at: int) -> set[UUID]:
        """Groups whose history cannot be read to this position."""
        self.looked.views.add(view)
        return {group for name, group, at, _ in self.rows.parked(self.connection) if name == view and at <= known_at}


@contextmanager
def reading(
    follower: Follower, known_at: int | None = None, progress: Progress = no_progress, looked: Looked | None = None
) -> Iterator[Reading]:
    """A look at rows that are true up to a position (None: wherever they are); raises ViewsAreNewer.

    Where a switch came between following and looking, the new generation is followed first.
    """
    while True:
        if known_at is not None:
            follower.follow(known_at, progress)
        with follower.rows.snapshot() as connection:
            generations = follower.present(connection)
            behind = known_at is not None and any(
                name not in generations or generations[name].position < known_at for name in follower.views
            )
            if not behind:
                yield Reading(connection, follower.rows, follower.views, generations, looked or Looked())
                return


def batched(some: Iterable[One], size: int) -> Iterator[list[One]]:
    """The same in lists of so many, the last of fewer."""
    iterator = iter(some)
    while batch := list(islice(iterator, size)):
        yield batch
