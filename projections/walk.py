"""`rows(history, shared) -> rows`: the one function behind live follow-up, rebuild, as-of and proof.

The unit is a group (a registration with all that was ever decided on with it; a quota; a budget). Its complete ordered
history goes in, all its rows come out, each with the interval of positions in which it was known and the days for which
it holds. No clock, no I/O, no look-up. Three promises follow from the shape of the loop: the rows of the first n events
are the rows as known at n; rebuilding equals living; the same history gives the same bytes (decision record 0005).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from uuid import UUID

from domain.counting import Case
from domain.event import Placed, canonical
from domain.facts.base import of
from projections.fold import DECISIONS, Group, Row, Stream, Touched, View, streams_of
from projections.history import Change, History, Standing, Standings

States = tuple[Sequence[int], Sequence[Standings]]
"""From which position on what stood: two sequences of one length."""


class Shared:
    """What of the shared facts stood from which position on, for each scope: worked out once for all groups in it.

    The scope of a group are the parties and municipalities of its own events. It sees the shared facts of those and
    the ones without a municipality: what another municipality says of itself cannot change its rows, and a group that
    looked at all of them would be asked again for each.
    """

    __slots__ = ("_changes", "_needed", "_states")

    def __init__(self, history: Iterable[Placed], view: View) -> None:
        told = History(one for one in history if one.event.type in view.shared_numbers)
        self._changes = told.changes_of(view.shared_numbers)
        self._needed = view.needs_shared
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
            now = change.now
            if now is not None and _is_seen(now, scope) and (self._needed is None or self._needed(now.fact)):
                stand[change.place] = now
            elif stand.pop(change.place, None) is None:
                continue
            positions.append(change.position)
            standings.append([stand[place] for place in sorted(stand)])
        return positions, standings


def _is_seen(shared: Standing, scope: frozenset[str]) -> bool:
    party = shared.source.party if shared.source else None
    return shared.municipality is None or shared.municipality in scope or party in scope


def rows(history: Iterable[Placed] | History, shared: Iterable[Placed] | Shared, view: View) -> list[Row]:
    """All rows of one group for one view. Both inputs are ordered by position; nothing else is looked at.

    A group without a fact that opens a case has none, whatever the shared facts are. For more than one view give a
    `History`, which is worked out once. Raises UnreadableEvent where a fact that the view reads cannot be read.
    """
    if not isinstance(history, History):
        history = History(recorded for recorded in history if recorded.event.type in view.numbers)
    if view.opening_numbers.isdisjoint(history.kinds):
        return []
    history.hold_readable(view.numbers)
    if not view.is_opened_in(history):
        return []
    if view.each_fact:
        return _rows_of_each(history.changes_of(view.numbers), view)
    fold = _Fold(view)
    if not view.reads_shared:
        for change in history.changes_of(view.numbers):
            fold.believe(change)
        return fold.finish()
    every = shared if isinstance(shared, Shared) else Shared(shared, view)
    positions, standings = every.of(history.scope_of(view.numbers))
    if view.needs_shared is not None and not positions:
        return []
    changes = history.changes_of(view.numbers)
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


def _rows_of_each(changes: Sequence[Change], view: View) -> list[Row]:
    """Of a view that looks at each fact by itself: each case with its fact, and nothing kept beside it."""
    new = [change.now for change in changes if change.now is not None and change.is_new]
    if len(new) == len(changes):  # nothing was corrected: all are asked at once, each known from where it was said
        return _in_order([_row(case, case.positions[0], None) for case in view.cases(streams_of(new), ())], ())
    stands: dict[int, Stand] = {}
    closed: list[Row] = []
    for change in changes:
        now, place = change.now, change.place
        said = view.cases((Stream(now.subject, (now,)),), ()) if now is not None else ()
        if change.before is None and place not in stands:
            position = change.position
            stands[place] = {case.case: (position, case) for case in said}
        else:
            _say(stands.setdefault(place, {}), said, change.position, closed)
    return _in_order(closed, stands.values())


JOINING = frozenset(of(kind).number for kind in DECISIONS)
Stand = dict[str, tuple[int, Case]]
"""Case id → from which position on it stands, and as what."""


class _Asked:
    """What is asked at a time, and by part what stands of it; None where nothing was said yet that opens a case."""

    __slots__ = ("stand", "streams")

    def __init__(self, streams: Group, stand: list[Stand | None]) -> None:
        self.streams = streams
        self.stand = stand


class _Fold:
    """The state of one walk through one history."""

    __slots__ = ("alone", "closed", "readers", "shared", "together", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        self.readers = view.readers
        self.shared: Standings = ()
        self.alone: dict[int, _Asked] = {}
        self.together: _Asked | None = None
        self.closed: list[Row] = []

    def believe(self, change: Change) -> None:
        """Take what one event of the group changed, and say what now stands."""
        about, kind = change.about, change.kind
        own = self.alone.get(about.subject.int)
        if own is None:
            own = self._begin(about.subject)
        (stream,) = own.streams
        stream.take(change)
        if kind in JOINING or about.position != change.position:
            self._join(own, kind)
        for number, part, across, opens, only_when, only_beside in self.readers[kind]:
            asked = self.together if across and self.together is not None else own
            stand = asked.stand[number]
            if stand is None:
                if not opens or (only_when is not None and not only_when(about.fact)):
                    continue
                if only_beside and asked is own and only_beside.isdisjoint(stream.kinds):
                    continue
                stand = asked.stand[number] = {}
            if part.touched is not None:
                touched = part.touched(asked.streams, change)
                if touched is not None:
                    _say_of(touched, stand, change.position, self.closed)
                    continue
            said = part.cases(asked.streams, self.shared)
            if said or stand:
                _say(stand, said, change.position, self.closed)

    def share(self, standings: Standings, position: int) -> None:
        """Take what now stands of the shared facts."""
        self.shared = standings
        everyone = [*self.alone.values(), *([self.together] if self.together else [])]
        for number, part in enumerate(self.view.parts):
            if not part.reads_shared:
                continue
            for asked in everyone:
                if (stand := asked.stand[number]) is not None:
                    _say(stand, part.cases(asked.streams, standings), position, self.closed)

    def _begin(self, subject: UUID) -> _Asked:
        stream = Stream(subject)
        own = self.alone[subject.int] = _Asked(Group([stream]), [None] * len(self.view.parts))
        if self.together is not None:
            self.together.streams.append(stream)
            self.together.streams.people = None
        return own

    def _join(self, own: _Asked, kind: int) -> None:
        """Look anew at who is one person: after a decision, or after a correction, which may be of what was first."""
        own.streams.people = None
        if self.together is not None:
            self.together.streams.people = None
        elif kind in JOINING:
            self._bring_together()

    def _bring_together(self) -> None:
        """From the first decision on, the parts that look across are asked of all streams together."""
        streams = Group([own.streams[0] for own in self.alone.values()])
        self.together = _Asked(streams, [None] * len(self.view.parts))
        for number, part in enumerate(self.view.parts):
            if part.looks_across:
                for own in self.alone.values():
                    if (stand := own.stand[number]) is not None:
                        self.together.stand[number] = (self.together.stand[number] or {}) | stand
                        own.stand[number] = None

    def finish(self) -> list[Row]:
        """All rows, by case and by when they were known."""
        everyone = [*self.alone.values(), *([self.together] if self.together else [])]
        return _in_order(self.closed, [stand for asked in everyone for stand in asked.stand if stand])


def _say(stand: Stand, said: Iterable[Case], position: int, closed: list[Row]) -> None:
    """From this position on these are the cases: close the rows that differ, open the new ones."""
    cases = {case.case: case for case in said}
    for case_id, case in cases.items():
        known = stand.get(case_id)
        if known is not None:
            if known[1] is case or known[1] == case:  # equal cases have equal bytes, and comparing them costs less
                continue
            _close(known, position, closed)
        stand[case_id] = position, case
    if len(stand) > len(cases):
        for gone in stand.keys() - cases.keys():
            _close(stand.pop(gone), position, closed)


def _say_of(touched: Touched, stand: Stand, position: int, closed: list[Row]) -> None:
    """The same for some cases alone: the others stand as they stood."""
    ids, said = touched
    some = {case_id: stand.pop(case_id) for case_id in ids if case_id in stand}
    _say(some, said, position, closed)
    stand |= some


def _close(known: tuple[int, Case], position: int, closed: list[Row]) -> None:
    if known[0] < position:
        closed.append(_row(known[1], known[0], position))


def _in_order(closed: list[Row], stands: Iterable[Stand]) -> list[Row]:
    """These rows and those that are open, by case and by when they were known."""
    closed += [_row(case, known_from, None) for stand in stands for known_from, case in stand.values()]
    return sorted(closed, key=_case_and_position) if len(closed) > 1 else closed


def _row(case: Case, known_from: int, known_until: int | None) -> Row:
    valid_from, valid_until = case.valid
    said = canonical(case)
    municipality, provider = case.municipality, case.at_provider
    return Row(case.case, known_from, known_until, municipality, valid_from, valid_until, said, provider, case)


_case_and_position = attrgetter("case", "known_from")
