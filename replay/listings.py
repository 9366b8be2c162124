"""Lists of what the views hold, a line for each case: who waits, who is enrolled, what was agreed, what was paid.

A line has plain values and the random id of its case; what it rests on stands behind that id. Without a day a list has
every case there is; with a day those that exist on it, as the decisions they rest on stood then. A list is in the order
of the case ids, so that it can be gone on with after any of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from uuid import UUID

import msgspec

from domain.counting import Case
from domain.places import Scope
from replay.answers import Document, head_document
from replay.asking import Asked, resolve_known_at
from replay.commitments import commitments
from replay.figures import Figures
from replay.listing_lines import Line, Listing
from replay.places import register, scope_of
from replay.reading import Reading, reading
from replay.seen import flags_as_seen, named_in, person_as_seen, seen_among
from store.ledger import Head, Ledger
from store.listing import rows_by_case
from store.readers import reader_now

LINES_AT_ONCE = 200
Found = tuple[Case, UUID]


@dataclass(frozen=True, slots=True)
class ListingAsked:
    """Which lines are asked for; what is None does not matter. `after` is the case that was told last."""

    municipality: str | None = None
    region: str | None = None
    as_of: date | None = None
    known_at: str | None = None
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list about to be read: each line with the group whose it is. Reading it holds one connection."""

    listing: Listing
    scope: Scope
    as_of: date | None
    known: Head
    lines: Iterator[tuple[Line, UUID]]

    def heading(self) -> Document:
        """What was asked, and as known when."""
        return {
            "municipality": self.scope.municipality,
            "region": self.scope.region,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "known_at": head_document(self.known),
        }


def ask_listing(figures: Figures, listing: Listing, asked: ListingAsked, *, with_ids: bool = False) -> Listed:
    """A list; with the sources' own record ids where the reader may see them. Raises CannotAsk."""
    ledger = figures.ledger
    known_at = resolve_known_at(asked.known_at, ledger, ledger.head().position)
    stood_on = asked.as_of or date.max
    with reading(figures.follower, known_at) as look:
        place = Asked("", municipality=asked.municipality, region=asked.region)
        scope = scope_of(place, register(look, known_at), stood_on)
    lines = _lines(figures, listing, asked, scope, known_at, with_ids)
    return Listed(listing, scope, asked.as_of, ledger.at(known_at), lines)


def _lines(
    figures: Figures, listing: Listing, asked: ListingAsked, scope: Scope, known_at: int, with_ids: bool
) -> Iterator[tuple[Line, UUID]]:
    stood_on = asked.as_of or date.max
    with reading(figures.follower, known_at) as look:
        views = [_cases(look, view, known_at, scope, asked.after) for view in listing.views]
        there = ((case.as_it_stood(stood_on), group) for case, group in merge(*views, key=lambda one: one[0].case))
        with closing(there):
            kept = (one for one in there if is_there(one[0], asked.as_of, scope))
            while some := list(islice(kept, LINES_AT_ONCE)):
                lines = lines_of(figures, look, listing, [case for case, _ in some], stood_on, with_ids=with_ids)
                for (_, group), line in zip(some, lines, strict=True):
                    yield line, group


def _cases(look: Reading, view: str, known_at: int, scope: Scope, after: UUID | None) -> Iterator[Found]:
    decoder = msgspec.json.Decoder(look.views[view].case)
    found = rows_by_case(look.connection, look.generation(view), known_at, scope.codes, after)
    return ((decoder.decode(value), group) for _, group, value in found)


def is_there(case: Case, as_of: date | None, scope: Scope) -> bool:
    """Whether a case exists on the day asked, and lies where is asked about."""
    first, until = case.valid
    if as_of is not None and ((first is not None and first > as_of) or (until is not None and until <= as_of)):
        return False
    return scope.holds(case.municipality, getattr(case, "on", None))


def lines_of(
    figures: Figures, look: Reading, listing: Listing, cases: Sequence[Case], on: date, *, with_ids: bool = True
) -> list[Line]:
    """The lines of these cases as the reader may see them on a day, with the sources' own record ids or without."""
    lines = _as_seen(figures.ledger, cases, [listing.line(case, on) for case in cases])
    if not with_ids:
        return lines
    committed = commitments(case.record for case in cases)
    ids = figures.ledger.record_ids_in(look.connection, committed) if committed else {}
    return [line | {"id": ids.get(case.record or "")} for case, line in zip(cases, lines, strict=True)]


def _as_seen(ledger: Ledger, cases: Sequence[Case], lines: list[Line]) -> list[Line]:
    """The lines without what the reader may not see of what they rest on: facts and registrations of elsewhere."""
    if reader_now() is None:
        return lines
    positions = ledger.events_at(sorted({position for line in lines for position in line["positions"]}))
    named = [
        named_in(msgspec.to_builtins(case)) if "person" in line else () for case, line in zip(cases, lines, strict=True)
    ]
    seen = seen_among(ledger, (one for some in named for one in some))
    return [
        line
        | {"positions": [position for position in line["positions"] if position in positions]}
        | {"flags": flags_as_seen(line["flags"], of_person, seen)}
        | ({"person": person_as_seen(of_person, seen)} if "person" in line else {})
        for line, of_person in zip(lines, named, strict=True)
    ]
