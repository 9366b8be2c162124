"""One pass over histories for many views: what each view says of each group, ready to be stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

import msgspec

from domain.event import Recorded, Stated, as_text
from domain.facts.base import of
from projections.alike import likeness
from projections.fold import Row, View
from projections.history import CORRECTIONS, History
from projections.walk import Shared
from replay.histories import KNOWN_TYPES, REGISTRATION_NUMBERS, Unread, read_for_rows, read_streams, rows_as_read
from store.database import Connection
from store.row_lines import WrittenRow
from store.rows import Generation, Rows, StoredEvent, StoredRow, Wanted

OPENERS_MAX = 4
"""To look for the groups of more kinds costs more than it spares."""


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
    """The rows of one group in one view, whose they are, and where its history stops being readable."""

    target: Target
    group_id: UUID
    rows: Sequence[Row]
    whose: "Whose"
    unread: Unread | None


class Parked(NamedTuple):
    """A group in one view whose history stops being readable somewhere."""

    view: str
    group_id: UUID
    unread: Unread


def broken_streams(targets: Sequence[Target]) -> Iterator[Parked]:
    """The shared streams that cannot be read to their end."""
    for target in targets:
        for subject, unread in target.broken.items():
            yield Parked(target.view.name, subject, unread)


def project(targets: Sequence[Target], histories: Iterable[StoredEvent]) -> Iterator[Projected]:
    """What the views say of each group's history; where there is nothing to say, nothing.

    What each event changed is worked out once for all views. A view is asked nothing of a group in which no fact was
    said that opens a case of it; a fact that only such views read is not even decoded.
    """
    needed: dict[tuple[int, ...], frozenset[int]] = {}
    opened: dict[int, list[int]] = {}
    for place, target in enumerate(targets):
        for number in target.view.opening_numbers:
            opened.setdefault(number, []).append(place)
    for group_id, events in groupby(histories, key=itemgetter(0)):
        whole = list(events)
        kinds = {number for _, _, _, number in whole}
        asked = tuple(sorted({place for number in kinds if number in opened for place in opened[number]}))
        if asked not in needed:
            needed[asked] = types_of([targets[place] for place in asked])
        reads = needed[asked]
        told, cut = read_for_rows([event for event in whole if event[3] in reads or event[3] not in KNOWN_TYPES])
        history = History(told)
        whose = Whose(history)
        for place in asked if cut is None else range(len(targets)):
            target = targets[place]
            found, unread = rows_as_read(history, target.states, target.view)
            if found or unread or cut:
                yield Projected(target, group_id, found, whose, unread or cut)


def target_of(rows: Rows, connection: Connection, generation: Generation, view: View, until: int) -> Target:
    """A generation with its view and the shared facts that the view reads."""
    if not view.reads_shared:
        return Target(generation, view, (), {})
    kinds = {of(kind).number for kind in view.reads_shared}
    return Target(generation, view, *read_streams(rows.shared_histories(connection, kinds, until)))


def types_of(targets: Sequence[Target]) -> frozenset[int]:
    """The kinds of fact that any of these reads."""
    return frozenset[int]().union(*(target.view.numbers for target in targets))


def wanted_by(targets: Sequence[Target]) -> Wanted:
    """What a reading of all groups needs: a kind that opens no case in any view that reads it leans on those that do.

    Such a kind is of no use in a group without one of them, and where they are few it is not even read there.
    """
    leaning: list[tuple[int, int]] = []
    for kind in sorted(types_of(targets) - CORRECTIONS):
        views = [target.view for target in targets if kind in target.view.numbers]
        openers = frozenset[int]().union(*(view.opening_numbers for view in views))
        if kind not in openers and len(openers) <= OPENERS_MAX:
            leaning += [(kind, opener) for opener in sorted(openers)]
    return Wanted(types_of(targets), leaning)


class Opened(msgspec.Struct):
    """What of a case tells which registration it is about."""

    record: str | None = None
    positions: tuple[int, ...] = ()


_opened = msgspec.json.Decoder(Opened)


class Whose:
    """Whose the rows of one group are, by its history: the registration that each is about."""

    __slots__ = ("_by_id", "_by_position", "_only")

    def __init__(self, history: History) -> None:
        streams = {recorded.event.subject.int: recorded.event.subject for recorded in history.events}
        is_person = not REGISTRATION_NUMBERS.isdisjoint(history.kinds)
        texts = {number: as_text(subject) for number, subject in streams.items()} if is_person else {}
        several = history.events if len(texts) > 1 else []
        self._only = next(iter(texts.values())) if len(texts) == 1 else None
        self._by_position: Mapping[int, Stated] = {one.position: one.event for one in several}
        self._by_id = {as_text(one.event.event_id): texts[one.event.subject.int] for one in several}

    def registration(self, row: Row) -> str | None:
        """The id of the one in whose stream the fact stands that opened the case; None for what is about no person.

        That is the fact of its id, else the first it rests on of its source record, else the first it rests on.
        """
        if not self._by_id:
            return self._only
        if row.case in self._by_id:
            return self._by_id[row.case]
        case = _opened.decode(row.value)
        own = [self._by_position[position] for position in case.positions if position in self._by_position]
        of_record = [one for one in own if one.source is not None and one.source.record == case.record]
        return next((as_text(one.subject) for one in (*of_record, *own)), None)


def written(projected: Iterable[Projected]) -> Iterator[WrittenRow]:
    """The rows of these groups as they are written."""
    for group in projected:
        group_id = as_text(group.group_id)
        of_row, registration = likeness(group.target.view.case).of_row, group.whose.registration
        for row in group.rows:
            alike, days = of_row(row)
            yield (
                group_id,
                row.case,
                row.known_from,
                row.known_until,
                row.municipality,
                row.valid_from,
                row.valid_until,
                row.value.decode(),
                alike,
                days,
                registration(row),
                row.provider,
            )


def stored(group: Projected, row: Row) -> StoredRow:
    """A row of a group in a view as it is stored."""
    alike, days = likeness(group.target.view.case).of_row(row)
    registration = group.whose.registration(row)
    return StoredRow(
        group.group_id,
        UUID(row.case),
        row.known_from,
        row.known_until,
        row.municipality,
        row.valid_from,
        row.valid_until,
        row.value.decode(),
        UUID(alike),
        [date.fromisoformat(day) for day in days],
        None if registration is None else UUID(registration),
        row.provider,
    )
