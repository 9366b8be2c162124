"""From facts to rows: live follow-up and rebuild, which are one function with other bounds.

`follow` takes the groups that new events touch, runs the view's pure function over their complete histories and
replaces their rows, moving the position in the same transaction. `rebuild` runs the same function over all groups into
a generation beside the old one, on every core (decision record 0014), while others go on following and reading; they
wait for the switch alone, and what was recorded since is caught up afterwards. A group whose history cannot be read to
its end is parked with an alarm, and keeps the rows of what can be read: never skipped, never in the way of the others.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import structlog

from domain.event import UnreadableEvent, decode, fact_of
from domain.facts.identity import LinkEvidence
from projections import VIEWS
from projections.fold import View
from replay.asking import CannotAsk
from replay.changes import DECIDING, changed_by, changed_rows, may_concern
from replay.histories import KNOWN_TYPES
from replay.parts import WHOLE, Done, Part, cores, in_processes, parts
from replay.projecting import (
    Parked,
    Projected,
    Target,
    broken_streams,
    project,
    stored,
    target_of,
    types_of,
    wanted_by,
    written,
)
from store.changes import ANEW, ANYWHERE, Change, note
from store.database import Connection, Database, one
from store.ledger import Ledger
from store.queries import QUERIES
from store.readers import reading_as
from store.rows import Generation, Rows, StoredEvent, StoredRow

FOLLOW_EVENTS_MAX = 10_000
REBUILD_EVENTS_MIN = 50_000
PARTS_EVENTS_MIN = 100_000
"""Below this a process takes longer to start than it saves."""
TELL_EVENTS = 10_000
GROUPS_AT_ONCE = 2_000
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

    @reading_as(None)
    def follow(self, until: int | None = None, progress: Progress = no_progress) -> int:
        """Bring all views at least to this position (default: the head); gives the position reached.

        Views without a generation of their present version are built first, and all of them where more than half of
        the ledger is new to them: that is the same work done in one pass. Parked groups are read again once: this
        may be a newer version, which can read them. Raises ViewsAreNewer.
        """
        head = self.ledger.head().position if until is None else until
        start: int | None = None
        while True:
            present = self.present()
            if self._in_need(present, head):
                with self.rows.rebuilding() as connection:
                    if views := self._in_need(self.present(), head):  # others may have built them while we waited
                        self._build(connection, views, progress)
                continue
            if not self._parked_tried:
                self._try_parked()
            position = min((present[name].position for name in self.views), default=head)
            if position >= head:
                return head
            start = position if start is None else start
            self._step(min(position + FOLLOW_EVENTS_MAX, head))
            progress(position - start, head - start)

    def _in_need(self, present: Mapping[str, Generation], head: int) -> list[View]:
        """The views to be built before they can be followed: those that are missing, or all, being far behind."""
        missing = [view for name, view in self.views.items() if name not in present]
        behind = head - min((one.position for one in present.values()), default=head)
        return list(self.views.values()) if behind > max(REBUILD_EVENTS_MIN, head // 2) else missing

    def _step(self, until: int) -> None:
        """Take the events after each view's position up to `until`, in one transaction.

        A view that reads none of them is only said to be true further on: most facts concern a few views.
        """
        with self.rows.following() as connection:
            behind = [one for one in self.present(connection).values() if one.position < until]
            if not behind:
                return
            after = min(one.position for one in behind)
            touched = connection.execute(QUERIES["touched_after"], (after, until), binary=True).fetchall()
            kinds = {kind for _, kind, _ in touched}
            reading_them = [one for one in behind if may_concern(self.views[one.view], kinds)]
            targets = [self._target(connection, generation, until) for generation in reading_them]
            seen = [(target, {*self._touched(connection, target, touched)}) for target in targets]
            changed = [target for target, subjects in seen if subjects or target.broken]
            subjects = {subject for _, some in seen for subject in some}
            if not DECIDING.isdisjoint(kinds):
                changed = targets
                subjects |= set(self.rows.join(connection, decided_pairs(connection, after, until)))
            changes = {*changed_by(connection, touched), *self._replace(connection, changed, subjects, until)}
            note(connection, changes, until)
            self.rows.move(connection, behind, until)

    def _target(self, connection: Connection, generation: Generation, until: int) -> Target:
        return target_of(self.rows, connection, generation, self.views[generation.view], until)

    def _touched(
        self, connection: Connection, target: Target, touched: Sequence[tuple[int, int, UUID]]
    ) -> Iterable[UUID]:
        """The subjects whose rows in this view these events can change: all of them, where a shared stream has one."""
        fresh = [(kind, subject) for position, kind, subject in touched if position > target.generation.position]
        if any(subject in target.shared_subjects for _, subject in fresh):
            return self._everyone(connection, target)
        own = target.view.numbers
        return {subject for kind, subject in fresh if kind in own or kind not in KNOWN_TYPES}

    def _everyone(self, connection: Connection, target: Target) -> Iterable[UUID]:
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
                note(connection, [(generation.view, ANEW)], generation.position)

    def _replace(
        self, connection: Connection, targets: Sequence[Target], subjects: Iterable[UUID], until: int
    ) -> set[Change]:
        """Run the views over the groups of these subjects and put the rows in the place of the old ones.

        Gives what changed by it.
        """
        changes = set[Change]()
        ordered = sorted(subjects)
        for start in range(0, len(ordered), GROUPS_AT_ONCE):
            some = ordered[start : start + GROUPS_AT_ONCE]
            members = self.rows.members(connection, some)
            everyone = sorted({*some, *members})
            groups = sorted({*everyone, *members.values()})
            histories = self.rows.histories(connection, types_of(targets), until, everyone)
            projected = list(project(targets, histories))
            for target in targets:
                if self.rows.unpark(connection, target.view.name, groups):
                    changes.add((target.view.name, ANYWHERE))
                self.rows.delete(connection, target.generation, groups)
            changes |= self._park(connection, _write(self.rows, connection, targets, projected))
            changes.update(changed_rows(projected))
        return changes | self._park(connection, broken_streams(targets))

    def _park(self, connection: Connection, parked: Iterable[Parked]) -> set[Change]:
        changes = set[Change]()
        for view, group_id, (position, reason) in parked:
            log.error("group_parked", view=view, group_id=str(group_id), position=position, reason=reason)
            self.rows.park(connection, view, group_id, position, reason)
            changes.add((view, ANYWHERE))
        return changes

    def replay(
        self, connection: Connection, generation: Generation, groups: Mapping[UUID, UUID], unread: list[Parked]
    ) -> Iterator[StoredRow]:
        """The rows of a view as the facts give them now, up to its generation's position; nothing is written.

        Histories are put together by these groups. What cannot be read to its end is added to `unread`.
        """
        target = self._target(connection, generation, generation.position)
        histories = self.rows.histories_in(connection, types_of([target]), generation.position, groups)
        for group in project([target], histories):
            if group.unread is not None:
                unread.append(Parked(generation.view, group.group_id, group.unread))
            for row in group.rows:
                yield stored(group, row)
        unread.extend(broken_streams([target]))

    @reading_as(None)
    def rebuild(self, views: Sequence[View] | None = None, progress: Progress = no_progress) -> int:
        """Build these views anew (default: all) beside the present ones, then switch; gives the position they are at.

        Raises ViewsAreNewer and PartFailed; the views are then as they were.
        """
        with self.rows.rebuilding() as connection:
            return self._build(connection, list(self.views.values()) if views is None else views, progress)

    def _build(self, connection: Connection, views: Sequence[View], progress: Progress) -> int:
        """Groups first; then the rows, while others follow and read; then the switch.

        A decision that is followed meanwhile may join groups here too, which changes no row, or else does so when the
        new generation follows from `until`: groups only grow, and are named by one of their own. What fails on the way
        is dropped, or is dropped after the next rebuild.
        """
        self.present()
        with connection.transaction():
            self.rows.lock_following(connection)
            until = int(one(connection.execute(QUERIES["head"]).fetchone())[0])
            self.rows.regroup(connection, decided_pairs(connection, 0, until))
        with connection.transaction():
            pairs = [(self.rows.start_generation(connection, view.name, view.version), view) for view in views]
        try:
            unread = self._fill(connection, pairs, until, progress)
            self._switch(connection, pairs, until, unread)
        finally:
            self.rows.drop_old_generations(connection)
        progress(until, until)
        return until

    def _fill(
        self, connection: Connection, pairs: Sequence[tuple[Generation, View]], until: int, progress: Progress
    ) -> list[Parked]:
        """Write all rows, in as many processes as there are cores; gives the groups that could not be read."""
        passed = 0

        def done(events: int) -> None:
            nonlocal passed
            passed += events
            progress(min(passed, until), until)

        count = cores() if until >= PARTS_EVENTS_MIN else 1
        if count == 1:
            with connection.transaction():
                return _fill_part(self.rows, connection, pairs, until, WHOLE, done)
        with self.rows.one_moment(connection) as moment:
            jobs = [Job(self.rows.database.conninfo, moment, pairs, until, part) for part in parts(count)]
            filled = in_processes(_fill_in_process, jobs, done)
        return list({parked: None for part in filled for parked in part})

    def _switch(
        self,
        connection: Connection,
        pairs: Sequence[tuple[Generation, View]],
        until: int,
        unread: Sequence[Parked],
    ) -> None:
        """From here on these generations answer."""
        for generation, view in pairs:
            self.rows.index_generation(connection, generation, view.listed)
        with connection.transaction():
            self.rows.lock_following(connection)
            self.present(connection)
            for generation, view in pairs:
                self.rows.unpark(connection, view.name)
                self.rows.switch_generation(connection, generation, until)
            self._park(connection, unread)
            note(connection, [(generation.view, ANEW) for generation, _ in pairs], until)


def decided_pairs(connection: Connection, after: int, until: int) -> list[tuple[UUID, UUID]]:
    """The pairs of registrations on which anything was decided in this range of positions.

    They make the groups (`store.groups.groups_of`), whatever was decided: decision record 0012. A decision that cannot
    be read makes none.
    """
    pairs = []
    for _, payload in connection.execute(QUERIES["decisions_after"], (sorted(DECIDING), after, until), binary=True):
        try:
            event = decode(payload)
            decision = fact_of(event)
        except UnreadableEvent:
            continue
        if isinstance(decision, LinkEvidence):
            pairs.append((event.subject, UUID(decision.other)))
    return pairs


@dataclass(frozen=True)
class Job:
    """A part of a rebuild for a process of its own: where, at which moment, what, up to where, and which groups."""

    conninfo: str
    moment: str
    pairs: Sequence[tuple[Generation, View]]
    until: int
    part: Part


def _counting(histories: Iterable[StoredEvent], done: Done) -> Iterator[StoredEvent]:
    """The same histories, telling how many events have passed."""
    passed = 0
    for passed, event in enumerate(histories, 1):
        if passed % TELL_EVENTS == 0:
            done(TELL_EVENTS)
        yield event
    done(passed % TELL_EVENTS)


# --- Filling new generations ---


def _fill_in_process(job: Job, done: Done) -> list[Parked]:
    """One part, in a process and a transaction of its own, at the moment at which the others look too."""
    gc.freeze()
    gc.disable()  # nothing that is made here refers to itself
    with Database(job.conninfo, connections_max=1) as database, database.long() as connection:
        rows = Rows(database)
        with rows.at_moment(connection, job.moment):
            return _fill_part(rows, connection, job.pairs, job.until, job.part, done)


def _fill_part(
    rows: Rows,
    connection: Connection,
    pairs: Sequence[tuple[Generation, View]],
    until: int,
    part: Part,
    done: Done,
) -> list[Parked]:
    """Write the rows of the groups in this part; gives those that could not be read to their end, and the streams."""
    targets = [target_of(rows, connection, generation, view, until) for generation, view in pairs]
    fresh = project(targets, _counting(rows.all_histories(connection, wanted_by(targets), until, *part), done))
    unread: list[Parked] = []
    while chunk := list(islice(fresh, GROUPS_AT_ONCE)):
        unread += _write(rows, connection, targets, chunk)
    return [*unread, *broken_streams(targets)]


def _write(
    rows: Rows, connection: Connection, targets: Sequence[Target], projected: Sequence[Projected]
) -> list[Parked]:
    """Write the rows of these groups; gives those that could not be read to their end."""
    for target in targets:
        if own := [group for group in projected if group.target is target and group.rows]:
            rows.write(connection, target.generation, written(own))
    return [Parked(one.target.view.name, one.group_id, one.unread) for one in projected if one.unread is not None]
