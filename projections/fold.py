"""What a view declares: which facts it reads, and what cases stand given the facts that stand.

A view is a pure function of the complete history of a group (a registration with all that was ever decided on with it;
a quota; a budget). It is asked in parts, after each event only what that event can change: the parts that read its
kind, of the stream it stands in, or of the whole group once a decision on links was made in it. What is not asked
stands as it stood. That is the same as to ask everything after each event, and costs less (decision record 0014).
`projections/walk.py` asks.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar
from uuid import UUID

import msgspec

from domain.counting import Case
from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact, of
from projections.history import CORRECTIONS, Change, History, Standing, Standings, in_place

LINKS: frozenset[type[Fact]] = frozenset({RegistrationsLinked, RegistrationsUnlinked})
"""The decisions by which what is said in one stream may bear on the cases of another."""
DECISIONS: frozenset[type[Fact]] = LINKS | {LinkLeftUndecided}
"""All that can be decided of two registrations. Each of them makes the two one group, whatever was decided."""


ANY_SUBJECT = "any"
"""For a view that covers groups of every kind of stream: what it reads decides which."""


class Row(msgspec.Struct, frozen=True, order=True, gc=False):
    """What a view says of one case during an interval of positions [known_from, known_until)."""

    case: str
    known_from: int
    known_until: int | None
    municipality: str | None
    valid_from: date | None
    valid_until: date | None
    value: bytes
    """Canonical JSON of the Case."""
    provider: str | None = None
    """The plain name of the provider whose client it is about."""
    said: Case | None = None
    """The case itself, while it is at hand: its likeness is sooner seen of it than of its bytes."""


AnyCase = TypeVar("AnyCase", bound=Case)


class Stream:
    """The facts of one stream that stand, by kind, each kind in the order in which they were first said."""

    __slots__ = ("kinds", "made", "subject")

    def __init__(self, subject: UUID, standings: Iterable[Standing] = ()) -> None:
        self.subject = subject
        self.kinds: dict[type[Fact], list[Standing]] = {}
        self.made: dict[int, tuple[tuple[object, ...], Any]] = {}
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
        known, rests = self.made.get(opening.position), (opening, *rests_on)
        if known is not None and known[0] == rests:
            kept: AnyCase = known[1]
            return kept
        case = make(opening, *rests_on)
        self.made[opening.position] = rests, case
        return case

    @property
    def said_first_at(self) -> int | None:
        """Where the first of them stands; None where none does."""
        return min([some[0].position for some in self.kinds.values() if some], default=None)

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


class Group(list[Stream]):
    """The streams that a view asks together, and who the persons in them are (`shared.people`), once that was asked.

    That changes by a decision on links, by a registration that is new, and by a correction: of what is said beside
    those it is not worked out again.
    """

    people: Sequence[Any] | None = None


def streams_of(standings: Iterable[Standing]) -> list[Stream]:
    """These facts by their stream."""
    found: dict[int, list[Standing]] = {}
    for one in standings:
        found.setdefault(one.subject.int, []).append(one)
    return [Stream(some[0].subject, some) for some in found.values()]


Touched = tuple[Sequence[str], Sequence[Case]]
"""Ids of cases, and which of these stand."""


@dataclass(frozen=True)
class Part:
    """One question of a view: which facts it reads, and what cases stand given the facts that stand.

    `cases` is pure, and is asked again after an event of a kind in `reads` (of the group's own streams) or in
    `reads_shared` (of the shared streams). It looks at no other kinds, and at each stream by itself; a part that reads
    decisions on links looks at all streams of a group together, once there is such a decision in it.

    `touched` tells which cases are the only ones that a change can touch, by their ids, and what stands of them; None
    where it may touch any.

    Where there is no case, `cases` need not be asked: not before a fact of a kind in `opens` was said (some of `reads`;
    left out: all) of which `opens_when` holds, and one of a kind in `beside` was said too. Where `needs_shared` is
    given, no other shared facts are seen, and there is no case without one of which it holds. Each of these only
    spares asking: what `cases` says is what it would say if it were asked every time.
    """

    reads: frozenset[type[Fact]]
    cases: Callable[[Streams, Standings], Iterable[Case]]
    opens: frozenset[type[Fact]] | None = None
    reads_shared: frozenset[type[Fact]] = frozenset()
    opens_when: Callable[[Fact], bool] | None = None
    beside: frozenset[type[Fact]] = frozenset()
    touched: Callable[[Streams, Change], Touched | None] | None = None
    needs_shared: Callable[[Fact], bool] | None = None

    @cached_property
    def opening(self) -> frozenset[type[Fact]]:
        """The kinds without which there is no case."""
        return self.reads if self.opens is None else self.opens

    @cached_property
    def looks_across(self) -> bool:
        """Whether what is said in one stream of a group may bear on the cases of another."""
        return not LINKS.isdisjoint(self.reads)


class Reader(NamedTuple):
    """A part with its place in its view, and what is known of it after a fact of some kind."""

    number: int
    part: Part
    across: bool
    """Whether it is asked of all streams of a group together, once there was a decision on links in it."""
    opens: bool
    """Whether there may be a case once such a fact was said."""
    only_when: Callable[[Fact], bool] | None
    """And if so, of which facts of that kind."""
    only_beside: frozenset[type[Fact]]
    """And beside which other kinds, of which one must have been said in its stream; none where any will do."""


@dataclass(frozen=True)
class View:
    """A question that is asked of every group, in one or more parts. No two parts give the same case.

    A kind that no part reads is ignored, on purpose. `of_subject` is the kind of stream whose groups the view covers,
    or ANY_SUBJECT. With `each_fact` the cases of a fact depend on it alone, and only the fact that changed is asked
    again, without shared facts: for streams that may be as long as a file. `listed` says in which order its
    cases are listed, of a municipality or of all: by the day on which they began, or by the group they are of.
    """

    name: str
    version: int
    case: type[Case]
    parts: tuple[Part, ...]
    of_subject: str = "registration"
    each_fact: bool = False
    listed: Literal["", "by day", "by group"] = ""

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
        return frozenset[type[Fact]]().union(*(part.opening for part in self.parts))

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
                is_opening, is_beside = kind in part.opening, kind in part.beside
                reader = Reader(
                    number,
                    part,
                    part.looks_across,
                    is_opening or is_beside,
                    part.opens_when if is_opening else None,
                    frozenset() if is_opening == is_beside else part.beside if is_opening else part.opening,
                )
                found.setdefault(of(kind).number, []).append(reader)
        return {kind: tuple(readers) for kind, readers in found.items()}

    @cached_property
    def _opens_always(self) -> frozenset[int]:
        """Registry numbers of the facts that open a part whatever they say."""
        return frozenset([of(kind).number for part in self.parts if part.opens_when is None for kind in part.opening])

    @cached_property
    def _opens_when(self) -> Mapping[int, Sequence[Callable[[Fact], bool]]]:
        """Registry number of a fact that opens a part where it says so → what tells that of it."""
        found: dict[int, list[Callable[[Fact], bool]]] = {}
        for part in self.parts:
            if part.opens_when is not None:
                for kind in part.opening:
                    found.setdefault(of(kind).number, []).append(part.opens_when)
        return found

    @cached_property
    def _opening_when(self) -> frozenset[int]:
        return frozenset(self._opens_when)

    def is_opened_in(self, history: History) -> bool:
        """Whether any part may have a case; looks at nothing but what opens one."""
        if not self._opens_always.isdisjoint(history.kinds):
            return True
        opening = self._opens_when
        changes = history.changes_of(self._opening_when) if opening else ()
        return any(opens(change.about.fact) for change in changes for opens in opening[change.kind])

    @cached_property
    def needs_shared(self) -> Callable[[Fact], bool] | None:
        """Of which shared facts there must be one; None where there may be cases without."""
        needs = [part.needs_shared for part in self.parts]
        return needs[0] if len(needs) == 1 else None
