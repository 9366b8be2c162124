"""`rows(history, shared) -> rows`: the one function behind live follow-up, rebuild, as-of and proof.

The unit is a group (a registration with all that was ever decided on with it; a quota; a budget). Its complete ordered
history goes in, all its rows come out, each with the interval of positions in which it was known and the days for which
it holds. No clock, no I/O, no look-up. Three promises follow from the shape of the loop: the rows of the first n events
are the rows as known at n; rebuilding equals living; the same history gives the same bytes (decision record 0005).

A view is asked in parts, after each event only what that event can change: the parts that read its kind, of the stream
it stands in, or of the whole group once a decision on links was made in it. What is not asked stands as it stood. That
is the same as to ask everything after each event, and costs less (decision record 0014).
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import TypeVar, cast
from uuid import UUID

import msgspec

from domain.counting import Case
from domain.event import Recorded, canonical
from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact, of
from projections.history import CORRECTIONS, Change, History, Standing, Standings, in_place

LINKS: frozenset[type[Fact]] = frozenset({RegistrationsLinked, RegistrationsUnlinked})
"""The decisions by which what is said in one stream may bear on the cases of another."""
DECISIONS: frozenset[type[Fact]] = LINKS | {LinkLeftUndecided}
"""All that can be decided of two registrations. Each of them makes the two one group, whatever was decided."""


ANY_SUBJECT = "any"
"""For a view that covers groups of every kind of stream: what it reads decides which."""


class Row(msgspec.Struct, frozen=True, order=True):
    """What a view says of one case during an interval of positions [known_from, known_until)."""

    case: str
    known_from: int
    known_until: int | None
    municipality: str | None
    valid_from: date | None
    valid_until: date | None
    value: bytes
    """Canonical JSON of the Case."""


AnyCase = TypeVar("AnyCase", bound=Case)


class Stream:
    """The facts of one stream that stand, by kind, each kind in the order in which they were first said."""

    __slots__ = ("kinds", "made", "subject")

    def __init__(self, subject: UUID, standings: Iterable[Standing] = ()) -> None:
        self.subject = subject
        self.kinds: dict[type[Fact], list[Standing]] = {}
        self.made: dict[int, tuple[tuple[object, ...], Case]] = {}
        for one in standings:
            self.kinds.setdefault(type(one.fact), []).append(one)

    def of(self, kind: type[Fact]) -> Sequence[Standing]:
        """Those of this kind."""
        return self.kinds.get(kind, ())

    def of_any(self, kinds: Iterable[type[Fact]]) -> list[Standing]:
        """Those of these kinds together, in the order in which they were first said."""
        found = [one for kind in kinds if kind in self.kinds for one in self.kinds[kind]]
        if len(found) > 1:
            found.sort(key=in_place)
        return found

    def once(self, make: Callable[..., AnyCase], opening: Standing, *rests_on: object) -> AnyCase:
        """The case opened by a fact, made again only where it rests on something else than the last time."""
        known = self.made.get(opening.position)
        if known is not None and known[0] == (opening, *rests_on):
            return cast("AnyCase", known[1])
        case = make(opening, *rests_on)
        self.made[opening.position] = (opening, *rests_on), case
        return case

    @property
    def said_first_at(self) -> int | None:
        """Where the first of them stands; None where none does."""
        return min((some[0].position for some in self.kinds.values() if some), default=None)

    def take(self, change: Change) -> None:
        """What one event changed."""
        before, now = change.before, change.now
        if before is not None:
            corrected = self.kinds[type(before.fact)]
            at = bisect_left(corrected, before.position, key=in_place)
            corrected[at : at + 1] = () if now is None else (now,)
        elif now is not None:
            standings = self.kinds.get(type(now.fact))
            if standings is None:
                self.kinds[type(now.fact)] = [now]
            elif not standings or standings[-1].position < now.position:
                standings.append(now)
            else:
                insort(standings, now, key=in_place)


Streams = Sequence[Stream]


def streams_of(standings: Iterable[Standing]) -> list[Stream]:
    """These facts by their stream."""
    found: dict[UUID, list[Standing]] = {}
    for one in standings:
        found.setdefault(one.subject, []).append(one)
    return [Stream(subject, some) for subject, some in found.items()]


@dataclass(frozen=True)
class Part:
    """One question of a view: which facts it reads, and what cases stand given the facts that stand.

    `cases` is pure, and is asked again after an event of a kind in `reads` (of the group's own streams) or in
    `reads_shared` (of the shared streams). It looks at no other kinds, and at each stream by itself; a part that reads
    decisions on links looks at all streams of a group together, once there is such a decision in it. Where no fact of a
    kind in `opens` (some of `reads`; left out: all) was said, there is no case, and `cases` is not asked.
    """

    reads: frozenset[type[Fact]]
    cases: Callable[[Streams, Standings], Iterable[Case]]
    opens: frozenset[type[Fact]] | None = None
    reads_shared: frozenset[type[Fact]] = frozenset()

    @cached_property
    def looks_across(self) -> bool:
        """Whether what is said in one stream of a group may bear on the cases of another."""
        return not LINKS.isdisjoint(self.reads)


Reader = tuple[int, Part, bool]
"""A part with its place in its view, and whether it may have a case once a fact of this kind was said."""


@dataclass(frozen=True)
class View:
    """A question that is asked of every group, in one or more parts. No two parts give the same case.

    A kind that no part reads is ignored, on purpose. `of_subject` is the kind of stream whose groups the view covers,
    or ANY_SUBJECT. With `each_fact` the cases of a fact depend on it alone, and only the fact that changed is asked
    again, without shared facts: for streams that may be as long as a file.
    """

    name: str
    version: int
    case: type[Case]
    parts: tuple[Part, ...]
    of_subject: str = "registration"
    each_fact: bool = False

    def cases(self, streams: Streams, shared: Standings) -> Iterator[Case]:
        """What all parts say of these streams."""
        for part in self.parts:
            yield from part.cases(streams, shared)

    @cached_property
    def reads(self) -> frozenset[type[Fact]]:
        """The kinds of fact that can change a row."""
        return frozenset[type[Fact]]().union(*(part.reads for part in self.parts))

    @cached_property
    def reads_shared(self) -> frozenset[type[Fact]]:
        """The kinds of shared fact that can change a row."""
        return frozenset[type[Fact]]().union(*(part.reads_shared for part in self.parts))

    @cached_property
    def opens(self) -> frozenset[type[Fact]]:
        """The kinds of fact without which there is no case."""
        return frozenset[type[Fact]]().union(*(_opens(part) for part in self.parts))

    @cached_property
    def opening_numbers(self) -> frozenset[int]:
        """Registry numbers of the facts without which there is no case."""
        return frozenset(of(kind).number for kind in self.opens)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Registry numbers of the facts that can change a row, corrections included."""
        return frozenset(of(kind).number for kind in self.reads) | CORRECTIONS

    @cached_property
    def shared_numbers(self) -> frozenset[int]:
        """Registry numbers of the shared facts that can change a row, corrections included."""
        return frozenset(of(kind).number for kind in self.reads_shared) | CORRECTIONS

    @cached_property
    def readers(self) -> Mapping[int, tuple[Reader, ...]]:
        """Registry number of a kind → the parts to ask after it."""
        found: dict[int, list[Reader]] = {}
        for number, part in enumerate(self.parts):
            for kind in part.reads:
                found.setdefault(of(kind).number, []).append((number, part, kind in _opens(part)))
        return {kind: tuple(readers) for kind, readers in found.items()}


def _opens(part: Part) -> frozenset[type[Fact]]:
    return part.reads if part.opens is None else part.opens


States = tuple[Sequence[int], Sequence[Standings]]
"""From which position on what stood: two sequences of one length."""


class Shared:
    """What of the shared facts stood from which position on, for each scope: worked out once for all groups in it.

    The scope of a group are the parties and municipalities of its own events. It sees the shared facts of those and
    the ones without a municipality: what another municipality says of itself cannot change its rows, and a group that
    looked at all of them would be asked again for each.
    """

    __slots__ = ("_changes", "_states")

    def __init__(self, history: Iterable[Recorded], view: View) -> None:
        told = History(one for one in history if one.event.type in view.shared_numbers)
        self._changes = told.changes_of(view.shared_numbers)
        self._states: dict[frozenset[str], States] = {}

    def of(self, scope: frozenset[str]) -> States:
        """What a group of this scope sees."""
        if scope not in self._states:
            self._states[scope] = self._work_out(scope)
        return self._states[scope]

    def _work_out(self, scope: frozenset[str]) -> States:
        positions: list[int] = []
        standings: list[Standings] = []
        stand: dict[int, Standing] = {}
        for change in self._changes:
            if change.now is not None and _is_seen(change.now, scope):
                stand[change.place] = change.now
            elif stand.pop(change.place, None) is None:
                continue
            positions.append(change.position)
            standings.append([stand[place] for place in sorted(stand)])
        return positions, standings


def _is_seen(shared: Standing, scope: frozenset[str]) -> bool:
    party = shared.source.party if shared.source else None
    return shared.municipality is None or shared.municipality in scope or party in scope


def rows(history: Iterable[Recorded] | History, shared: Iterable[Recorded] | Shared, view: View) -> list[Row]:
    """All rows of one group for one view. Both inputs are ordered by position; nothing else is looked at.

    A group without a fact that opens a case has none, whatever the shared facts are. For more than one view give a
    `History`, which is worked out once. Raises UnreadableEvent where a fact that the view reads cannot be read.
    """
    if not isinstance(history, History):
        history = History(recorded for recorded in history if recorded.event.type in view.numbers)
    if view.opening_numbers.isdisjoint(history.kinds):
        return []
    changes = history.changes_of(view.numbers)
    fold = _Fold(view)
    if not view.reads_shared:
        for change in changes:
            fold.believe(change)
        return fold.finish()
    every = shared if isinstance(shared, Shared) else Shared(shared, view)
    positions, standings = every.of(history.scope_of(view.numbers))
    at = bisect_left(positions, changes[0].position)
    if at:
        fold.shared = standings[at - 1]
    for change in changes:
        while at < len(positions) and positions[at] < change.position:
            fold.share(standings[at], positions[at])
            at += 1
        fold.believe(change)
    for later in range(at, len(positions)):
        fold.share(standings[later], positions[later])
    return fold.finish()


JOINING = frozenset(of(kind).number for kind in DECISIONS)
Stand = dict[str, tuple[int, Case]]
"""Case id → from which position on it stands, and as what."""


class _Asked:
    """What is asked at a time, and by part what stands of it; None where nothing was said yet that opens a case."""

    __slots__ = ("stand", "streams")

    def __init__(self, streams: list[Stream], stand: list[Stand | None]) -> None:
        self.streams = streams
        self.stand = stand


class _Fold:
    """The state of one walk through one history."""

    __slots__ = ("alone", "closed", "shared", "together", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        self.shared: Standings = ()
        self.alone: dict[int, _Asked] = {}
        self.together: _Asked | None = None
        self.closed: list[Row] = []

    def believe(self, change: Change) -> None:
        """Take what one event of the group changed, and say what now stands."""
        about, kind = change.about, change.kind
        key = about.position if self.view.each_fact else about.subject.int
        own = self.alone.get(key)
        if own is None:
            own = self._begin(key, about.subject)
        own.streams[0].take(change)
        if self.together is None and kind in JOINING:
            self._bring_together()
        together = self.together
        for number, part, opens in self.view.readers[kind]:
            asked = own if together is None or not part.looks_across else together
            stand = asked.stand[number]
            if stand is None:
                if not opens:
                    continue
                stand = asked.stand[number] = {}
            said = part.cases(asked.streams, self.shared)
            if said or stand:
                self._say(stand, said, change.position)

    def share(self, standings: Standings, position: int) -> None:
        """Take what now stands of the shared facts."""
        self.shared = standings
        everyone = [*self.alone.values(), *([self.together] if self.together else [])]
        for number, part in enumerate(self.view.parts):
            if not part.reads_shared:
                continue
            for asked in everyone:
                if (stand := asked.stand[number]) is not None:
                    self._say(stand, part.cases(asked.streams, standings), position)

    def _begin(self, key: int, subject: UUID) -> _Asked:
        stream = Stream(subject)
        own = self.alone[key] = _Asked([stream], [None] * len(self.view.parts))
        if self.together is not None:
            self.together.streams.append(stream)
        return own

    def _bring_together(self) -> None:
        """From the first decision on, the parts that look across are asked of all streams together."""
        streams = [own.streams[0] for own in self.alone.values()]
        self.together = _Asked(streams, [None] * len(self.view.parts))
        for number, part in enumerate(self.view.parts):
            if part.looks_across:
                for own in self.alone.values():
                    if (stand := own.stand[number]) is not None:
                        self.together.stand[number] = (self.together.stand[number] or {}) | stand
                        own.stand[number] = None

    def _say(self, stand: Stand, said: Iterable[Case], position: int) -> None:
        """From this position on these are the cases: close the rows that differ, open the new ones."""
        cases = {case.case: case for case in said}
        if stand:
            for gone in [case_id for case_id in stand if case_id not in cases]:
                self._close(stand.pop(gone), position)
        for case_id, case in cases.items():
            known = stand.get(case_id)
            if known is not None:
                if known[1] is case or known[1] == case:  # equal cases have equal bytes, and comparing them costs less
                    continue
                self._close(known, position)
            stand[case_id] = position, case

    def _close(self, known: tuple[int, Case], position: int) -> None:
        if known[0] < position:
            self.closed.append(_row(known[1], known[0], position))

    def finish(self) -> list[Row]:
        """All rows, by case and by when they were known."""
        found = self.closed
        for asked in [*self.alone.values(), *([self.together] if self.together else [])]:
            for stand in asked.stand:
                if stand:
                    found += [_row(case, known_from, None) for known_from, case in stand.values()]
        return sorted(found, key=_case_and_position) if len(found) > 1 else found


def _row(case: Case, known_from: int, known_until: int | None) -> Row:
    valid_from, valid_until = case.valid
    return Row(case.case, known_from, known_until, case.municipality, valid_from, valid_until, canonical(case))


_case_and_position = attrgetter("case", "known_from")
