"""From facts to rows: live follow-up and rebuild, which are one function with other bounds.

`follow` takes the groups that new events touch, runs the view's pure function over their complete histories and
replaces their rows, moving the position in the same transaction. `rebuild` runs the same function over all groups into
a generation beside the old one, which others go on following and reading, and keeps them waiting for the switch alone;
what was recorded since is caught up afterwards. A group whose history cannot be read to its end is parked with an
alarm, and keeps the rows of what can be read: never skipped, never in the way of the others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

import structlog

from domain.event import Recorded, UnreadableEvent, decode, fact_of
from domain.facts import RegistrationsLinked
from domain.facts.base import of
from projections import VIEWS
from projections.fold import Row, Shared, View
from replay.asking import CannotAsk
from replay.histories import KNOWN_TYPES, Unread, read, read_streams, rows_as_read
from store.database import Connection, one
from store.ledger import Ledger
from store.queries import QUERIES
from store.rows import Generation, Rows, StoredRow

FOLLOW_EVENTS_MAX = 10_000
REBUILD_EVENTS_MIN = 50_000
GROUPS_AT_ONCE = 2_000
LINK = of(RegistrationsLinked).number
Progress = Callable[[int, int], None]

log = structlog.get_logger()


class ViewsAreNewer(CannotAsk):
    """A newer version of Ketenboek keeps these views: the rows of this version would take them back."""

    def __init__(self, views: Iterable[str]) -> None:
        names = ", ".join(sorted(views))
        super().__init__(
            f"these views were built by a newer version of Ketenboek; run that one: {names}",
            f"deze overzichten zijn gemaakt door een nieuwere versie van Ketenboek; gebruik die: {names}",
        )


def no_progress(done: int, total: int) -> None:
    """For callers that show nothing."""


class Follower:
    """Keeps the rows of all views up with the ledger."""

    def __init__(self, ledger: Ledger, views: Mapping[str, View] = VIEWS) -> None:
        self.ledger = ledger
        self.rows = Rows(ledger.database)
        self.views = views
        self._parked_tried = False

    def generation(self, view: str) -> Generation:
        """The generation that answers for a view."""
        return self.present()[view]

    def present(self, connection: Connection | None = None) -> dict[str, Generation]:
        """View → the generation that answers for it, of this version of the view; raises ViewsAreNewer."""
        current = {name: one for name, one in self.rows.current(connection).items() if name in self.views}
        newer = [name for name, one in current.items() if one.version > self.views[name].version]
        if newer:
            raise ViewsAreNewer(newer)
        return {name: one for name, one in current.items() if one.version == self.views[name].version}

    def follow(self, until: int | None = None, progress: Progress = no_progress) -> int:
        """Bring all views at least to this position (default: the head); gives the position reached.

        Views without a generation of their present version are built first, and all of them where more than half of
        the ledger is new to them: that is the same work done in one pass. Parked groups are read again once: this
        may be a newer version, which can read them. Raises ViewsAreNewer.
        """
        head = self.ledger.head().position if until is None else until
        if self._in_need(head):
            with self.rows.rebuilding() as connection:
                if views := self._in_need(head):  # another process may have built them while we waited
                    self._build(connection, views, progress)
        if not self._parked_tried:
            self._try_parked()
        start = self._position()
        while (position := self._position()) < head:
            self._step(min(position + FOLLOW_EVENTS_MAX, head))
            progress(position - start, head - start)
        return head

    def _position(self) -> int:
        """Up to where all views are true."""
        present = self.present()
        return min((present[name].position if name in present else 0 for name in self.views), default=0)

    def _in_need(self, head: int) -> list[View]:
        """The views to be built before they can be followed: those that are missing, or all, being far behind."""
        present = self.present()
        missing = [view for name, view in self.views.items() if name not in present]
        behind = head - min((one.position for one in present.values()), default=head)
        return list(self.views.values()) if behind > max(REBUILD_EVENTS_MIN, head // 2) else missing

    def _step(self, until: int) -> None:
        """Take the events after each view's position up to `until`, in one transaction."""
        with self.rows.following() as connection:
            behind = [
                self._target(connection, generation, until)
                for generation in self.present(connection).values()
                if generation.position < until
            ]
            if not behind:
                return
            after = min(target.generation.position for target in behind)
            touched = connection.execute(QUERIES["touched_after"], (after, until), binary=True).fetchall()
            subjects = {subject for target in behind for subject in self._touched(connection, target, touched)}
            if any(kind == LINK for _, kind, _ in touched):
                subjects |= set(self.rows.join(connection, self._links(connection, after, until)))
            self._replace(connection, behind, subjects, until)
            for target in behind:
                self.rows.move(connection, target.generation, until)

    def _target(self, connection: Connection, generation: Generation, until: int) -> "Target":
        """A generation with its view and the shared facts that the view reads."""
        view = self.views[generation.view]
        if not view.reads_shared:
            return Target(generation, view, (), {})
        kinds = {of(kind).number for kind in view.reads_shared}
        return Target(generation, view, *read_streams(self.rows.shared_histories(connection, kinds, until)))

    def _touched(
        self, connection: Connection, target: "Target", touched: Sequence[tuple[int, int, UUID]]
    ) -> Iterable[UUID]:
        """The subjects whose rows in this view these events can change: all of them, where a shared stream has one."""
        fresh = [(kind, subject) for position, kind, subject in touched if position > target.generation.position]
        if any(subject in target.shared_subjects for _, subject in fresh):
            return self._everyone(connection, target)
        own = target.view.numbers
        return {subject for kind, subject in fresh if kind in own or kind not in KNOWN_TYPES}

    def _everyone(self, connection: Connection, target: "Target") -> Iterable[UUID]:
        """All subjects that have a fact of a kind that the view reads."""
        own = sorted(target.view.numbers)
        return [subject for (subject,) in connection.execute(QUERIES["subjects"], (own,), binary=True).fetchall()]

    def _try_parked(self) -> None:
        """Read again what could not be read; where it was a shared stream, all that lean on it."""
        self._parked_tried = True
        if not self.rows.parked():
            return
        with self.rows.following() as connection:
            for generation in self.present(connection).values():
                parked = {group for view, group, *_ in self.rows.parked(connection) if view == generation.view}
                target = self._target(connection, generation, generation.position)
                if parked & target.shared_subjects - set(target.broken):
                    parked |= {*self._everyone(connection, target)}
                self._replace(connection, [target], parked, generation.position)

    def _replace(
        self, connection: Connection, targets: Sequence["Target"], subjects: Iterable[UUID], until: int
    ) -> None:
        """Run the views over the groups of these subjects and put the rows in the place of the old ones."""
        ordered = sorted(subjects)
        for start in range(0, len(ordered), GROUPS_AT_ONCE):
            some = ordered[start : start + GROUPS_AT_ONCE]
            members = self.rows.members(connection, some)
            everyone = sorted({*some, *members})
            groups = sorted({*everyone, *members.values()})
            projected = list(project(targets, self._histories(connection, targets, until, everyone)))
            for target in targets:
                self.rows.unpark(connection, target.view.name, groups)
                self.rows.delete(connection, target.generation, groups)
            self._park(connection, self._write(connection, targets, projected))
        self._park(connection, _broken(targets))

    def _histories(
        self, connection: Connection, targets: Sequence["Target"], until: int, subjects: Sequence[UUID] | None = None
    ) -> Iterator[tuple[UUID, int, bytes]]:
        types = frozenset[int]().union(*(target.view.numbers for target in targets))
        return self.rows.histories(connection, types, until, subjects)

    def _write(
        self, connection: Connection, targets: Sequence["Target"], projected: Sequence["Projected"]
    ) -> "list[Parked]":
        """Write the rows of these groups; gives those that could not be read to their end."""
        for target in targets:
            own = [group for group in projected if group.target is target]
            if fresh := [stored(group.group_id, row) for group in own for row in group.rows]:
                self.rows.write(connection, target.generation, fresh)
        return [Parked(one.target.view.name, one.group_id, one.unread) for one in projected if one.unread is not None]

    def _park(self, connection: Connection, parked: "Iterable[Parked]") -> None:
        for view, group_id, (position, reason) in parked:
            log.error("group_parked", view=view, group_id=str(group_id), position=position, reason=reason)
            self.rows.park(connection, view, group_id, position, reason)

    def replay(self, connection: Connection, generation: Generation) -> Iterator[StoredRow]:
        """The rows of a view as the facts give them now, up to its generation's position; nothing is written."""
        target = self._target(connection, generation, generation.position)
        for group in project([target], self._histories(connection, [target], generation.position)):
            for row in group.rows:
                yield stored(group.group_id, row)

    def rebuild(self, views: Sequence[View] | None = None, progress: Progress = no_progress) -> int:
        """Build these views anew (default: all) beside the present ones, then switch; gives the position they are at.

        Raises ViewsAreNewer.
        """
        with self.rows.rebuilding() as connection:
            return self._build(connection, list(self.views.values()) if views is None else views, progress)

    def _build(self, connection: Connection, views: Sequence[View], progress: Progress) -> int:
        """Groups first; then the rows, while others follow and read; then the switch.

        A link that is followed meanwhile may join groups here too, which changes no row, or else does so when the new
        generation follows from `until`: groups only grow, and are named by one of their own.
        """
        self.present()
        with connection.transaction():
            self.rows.lock_following(connection)
            until = int(one(connection.execute(QUERIES["head"]).fetchone())[0])
            self.rows.regroup(connection, self._links(connection, 0, until))
        with connection.transaction():
            targets = []
            for view in views:
                generation = self.rows.start_generation(connection, view.name, view.version)
                targets.append(self._target(connection, generation, until))
            counted = _counting(self._histories(connection, targets, until), until, progress)
            fresh = project(targets, counted)
            unread: list[Parked] = []
            while chunk := list(islice(fresh, GROUPS_AT_ONCE)):
                unread += self._write(connection, targets, chunk)
            for target in targets:
                self.rows.index_generation(connection, target.generation)
            self.rows.lock_following(connection)
            self.present(connection)
            for target in targets:
                self.rows.unpark(connection, target.view.name)
                self.rows.switch_generation(connection, target.generation, until)
            self._park(connection, unread)
            self._park(connection, _broken(targets))
        self.rows.drop_old_generations(connection)
        progress(until, until)
        return until

    def _links(self, connection: Connection, after: int, until: int) -> list[tuple[UUID, UUID]]:
        """The links made in this range. One that cannot be read makes none."""
        pairs = []
        for _, payload in connection.execute(QUERIES["links_after"], (LINK, after, until), binary=True):
            try:
                event = decode(payload)
                link = fact_of(event)
            except UnreadableEvent:
                continue
            if isinstance(link, RegistrationsLinked):
                pairs.append((event.subject, UUID(link.other)))
        return pairs


@dataclass(frozen=True)
class Target:
    """A generation to be written, its view, the shared facts that the view reads, and where those cannot be read."""

    generation: Generation
    view: View
    shared: Sequence[Recorded]
    broken: Mapping[UUID, Unread]

    @cached_property
    def states(self) -> Shared:
        """What of the shared facts stood when."""
        return Shared(self.shared, self.view)

    @cached_property
    def shared_subjects(self) -> frozenset[UUID]:
        """The shared streams that the view looks at."""
        return frozenset(recorded.event.subject for recorded in self.shared) | self.broken.keys()


class Projected(NamedTuple):
    """The rows of one group in one view, and where its history stops being readable."""

    target: Target
    group_id: UUID
    rows: Sequence[Row]
    unread: Unread | None


class Parked(NamedTuple):
    """A group in one view whose history stops being readable somewhere."""

    view: str
    group_id: UUID
    unread: Unread


def _broken(targets: Sequence[Target]) -> Iterator[Parked]:
    """The shared streams that cannot be read to their end."""
    for target in targets:
        for subject, unread in target.broken.items():
            yield Parked(target.view.name, subject, unread)


def project(targets: Sequence[Target], histories: Iterable[tuple[UUID, int, bytes]]) -> Iterator[Projected]:
    """What the views say of each group's history; where there is nothing to say, nothing."""
    for group_id, events in groupby(histories, key=itemgetter(0)):
        history, cut = read(events)
        for target in targets:
            found, unread = rows_as_read(history, target.states, target.view)
            if found or unread or cut:
                yield Projected(target, group_id, found, unread or cut)


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
