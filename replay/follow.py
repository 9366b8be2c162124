"""From facts to rows: live follow-up and rebuild, which are one function with other bounds.

`follow` takes the groups that new events touch, runs the view's pure function over their complete histories and replaces
their rows, moving the position in the same transaction. `rebuild` runs the same function over all groups into a
generation beside the old one and switches. A group whose history cannot be read is parked with an alarm: never skipped,
never in the way of the others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

import structlog

from domain.event import Position, Recorded, UnreadableEvent, decode, fact_of
from domain.facts import RegistrationsLinked
from domain.facts.base import of
from projections import VIEWS
from projections.fold import Row, View, rows
from store.database import Connection, one
from store.ledger import Ledger
from store.queries import QUERIES
from store.rows import Generation, Rows, StoredRow

FOLLOW_EVENTS_MAX = 10_000
GROUPS_AT_ONCE = 2_000
ROWS_AT_ONCE = 20_000
LINK = of(RegistrationsLinked).number
Progress = Callable[[int, int], None]

log = structlog.get_logger()


def no_progress(done: int, total: int) -> None:
    """For callers that show nothing."""


class Follower:
    """Keeps the rows of all views up with the ledger."""

    def __init__(self, ledger: Ledger, views: Mapping[str, View] = VIEWS) -> None:
        self.ledger = ledger
        self.rows = Rows(ledger.database)
        self.views = views

    def generation(self, view: str) -> Generation:
        """The generation that answers for a view."""
        return self.rows.current()[view]

    def follow(self, until: int | None = None, progress: Progress = no_progress) -> int:
        """Bring all views at least to this position (default: the head); gives the position reached.

        Views without a generation of their present version are rebuilt first.
        """
        head = self.ledger.head().position if until is None else until
        current = self.rows.current()
        missing = [
            view for name, view in self.views.items() if name not in current or current[name].version != view.version
        ]
        if missing:
            self.rebuild(missing, progress=progress)
            current = self.rows.current()
        start = min((current[name].position for name in self.views), default=head)
        while (position := min(self.rows.current()[name].position for name in self.views)) < head:
            self._step(min(position + FOLLOW_EVENTS_MAX, head))
            progress(position - start, head - start)
        return head

    def _step(self, until: int) -> None:
        """Take the events after each view's position up to `until`, in one transaction."""
        with self.rows.following() as connection:
            current = [g for g in self.rows.generations(connection) if g.is_current and g.view in self.views]
            behind = [self._target(connection, g, until) for g in current if g.position < until]
            if not behind:
                return
            after = min(target.generation.position for target in behind)
            touched = connection.execute(QUERIES["touched_after"], (after, until), binary=True).fetchall()
            subjects = {subject for target in behind for subject in self._touched(connection, target, touched)}
            if any(kind == LINK for _, kind, _ in touched):
                subjects |= set(self._regroup(connection, after, until))
            ordered = sorted(subjects)
            for start in range(0, len(ordered), GROUPS_AT_ONCE):
                self._replace(connection, behind, ordered[start : start + GROUPS_AT_ONCE], until)
            for target in behind:
                self.rows.move(connection, target.generation, until)

    def _target(self, connection: Connection, generation: Generation, until: int) -> "Target":
        """A generation with its view and the shared facts that the view reads."""
        view, shared = self.views[generation.view], []
        if view.reads_shared:
            kinds = {of(kind).number for kind in view.reads_shared}
            found = self.rows.shared_histories(connection, kinds, until)
            shared = [Recorded(Position(position), decode(payload)) for position, payload in found]
        return Target(generation, view, shared)

    @staticmethod
    def _touched(connection: Connection, target: "Target", touched: Sequence[tuple[int, int, UUID]]) -> set[UUID]:
        """The subjects whose rows in this view these events can change; a shared fact can change all of them."""
        view, after = target.view, target.generation.position
        shared = {recorded.event.subject for recorded in target.shared}
        subjects = {subject for position, kind, subject in touched if kind in view.numbers and position > after}
        if any(subject in shared and position > after for position, _, subject in touched):
            own = sorted(view.numbers)
            subjects |= {one for (one,) in connection.execute(QUERIES["subjects"], (own,), binary=True).fetchall()}
        return subjects

    def _replace(
        self, connection: Connection, targets: Sequence["Target"], subjects: Sequence[UUID], until: int
    ) -> None:
        """Run the views over the groups of these subjects and put the rows in the place of the old ones."""
        members = self.rows.members(connection, subjects)
        everyone = sorted({*subjects, *members})
        groups = sorted({*everyone, *members.values()})
        for target in targets:
            self.rows.unpark(connection, target.view.name, groups)
        fresh = list(self.project(connection, targets, self._histories(connection, targets, until, everyone)))
        for target in targets:
            self.rows.delete(connection, target.generation, groups)
        self._write(connection, targets, fresh)

    def _histories(
        self, connection: Connection, targets: Sequence["Target"], until: int, subjects: Sequence[UUID] | None = None
    ) -> Iterator[tuple[UUID, int, bytes]]:
        types = frozenset[int]().union(*(target.view.numbers for target in targets))
        return self.rows.histories(connection, types, until, subjects)

    def project(
        self, connection: Connection, targets: Sequence["Target"], histories: Iterable[tuple[UUID, int, bytes]]
    ) -> Iterator[tuple[int, StoredRow]]:
        """(index of target, row) for each group's history; a history that cannot be read parks its group."""
        for group_id, events in groupby(histories, key=itemgetter(0)):
            read = list(events)
            try:
                history = [Recorded(Position(position), decode(payload)) for _, position, payload in read]
                found = [rows(history, target.shared, target.view) for target in targets]
            except UnreadableEvent as error:
                log.error("group_parked", group_id=str(group_id), position=read[-1][1], reason=str(error))
                for target in targets:
                    self.rows.park(connection, target.view.name, group_id, read[-1][1], str(error))
                continue
            for index, of_view in enumerate(found):
                for row in of_view:
                    yield index, stored(group_id, row)

    def _write(
        self, connection: Connection, targets: Sequence["Target"], fresh: Sequence[tuple[int, StoredRow]]
    ) -> None:
        for index, target in enumerate(targets):
            if own := [row for at, row in fresh if at == index]:
                self.rows.write(connection, target.generation, own)

    def replay(self, view: str) -> Iterator[StoredRow]:
        """The rows of a view as the facts give them now, up to its generation's position; nothing is written."""
        generation = self.generation(view)
        with self.ledger.database.long() as connection, connection.transaction():
            target = self._target(connection, generation, generation.position)
            histories = self._histories(connection, [target], generation.position)
            for _, row in self.project(connection, [target], histories):
                yield row

    def rebuild(self, views: Sequence[View] | None = None, progress: Progress = no_progress) -> int:
        """Build these views anew (default: all) beside the present ones, then switch; gives the position."""
        with self.rows.following() as connection:
            until = int(one(connection.execute(QUERIES["head"]).fetchone())[0])
            self.rows.forget_groups(connection)
            self._regroup(connection, 0, until)
            targets = []
            for view in self.views.values() if views is None else views:
                generation = self.rows.start_generation(connection, view.name, view.version)
                self.rows.unpark(connection, view.name)
                targets.append(self._target(connection, generation, until))
            counted = _counting(self._histories(connection, targets, until), until, progress)
            fresh = self.project(connection, targets, counted)
            while chunk := list(islice(fresh, ROWS_AT_ONCE)):
                self._write(connection, targets, chunk)
            for target in targets:
                self.rows.finish_generation(connection, target.generation, until)
            progress(until, until)
        return until

    def _regroup(self, connection: Connection, after: int, until: int) -> list[UUID]:
        """Make groups of the links in this range; gives every group that changed."""
        found = connection.execute(QUERIES["links_after"], (LINK, after, until), binary=True).fetchall()
        pairs = []
        for _, payload in found:
            event = decode(payload)
            link = fact_of(event)
            assert isinstance(link, RegistrationsLinked)
            pairs.append((event.subject, UUID(link.other)))
        return self.rows.join(connection, pairs)


class Target(NamedTuple):
    """A generation to be written, its view, and the shared facts that the view reads."""

    generation: Generation
    view: View
    shared: Sequence[Recorded]


def _counting(
    histories: Iterable[tuple[UUID, int, bytes]], total: int, progress: Progress
) -> Iterator[tuple[UUID, int, bytes]]:
    """The same histories, telling how many events have passed."""
    for done, event in enumerate(histories):
        if done % 10_000 == 0:
            progress(done, total)
        yield event


def stored(group_id: UUID, row: Row) -> StoredRow:
    """A row of a group as it is stored."""
    return StoredRow(
        group_id,
        UUID(row.case),
        row.known_from,
        row.known_until,
        row.municipality,
        row.valid_from,
        row.valid_until,
        row.value.decode(),
    )
