"""What an answer looked at, and what of that the following of new facts changed: whether an answer still holds.

An answer is worked out of rows of some views, facts of nobody (parameters, closings, reported figures, names of
places), and groups of linked registrations. Rows are as known at a position and never change behind it, so as long as
nothing was noted here of what it looked at, the same question has the same answer (decision record 0024).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.facts.base import definitions, of
from projections.fold import DECISIONS, View
from replay.histories import REGISTRATION_NUMBERS
from replay.projecting import Projected
from store.changes import ANYWHERE, Change
from store.database import Connection
from store.queries import QUERIES

DECIDING = frozenset(of(kind).number for kind in DECISIONS)
OF_NOBODY = "facts of nobody"
LINKS = "links"
OF_SIGHT = frozenset({"mergers", "handovers", "secrecy"})
"""By what the database lets a reader see."""
OF_ALL = frozenset({OF_NOBODY, LINKS, *OF_SIGHT})
"""What every answer may rest on: also by what the database lets its reader see."""
ABOUT_FACTS = frozenset(one.number for one in definitions() if one.subject == "any")
"""Kinds of fact that stand in the stream of the fact that they are about."""


@dataclass(slots=True)
class Looked:
    """What was looked at for an answer: views, and whether histories were read, of which nothing is noted."""

    views: set[str] = field(default_factory=set)
    histories: bool = False


def may_concern(view: View, kinds: Collection[int]) -> bool:
    """Whether facts of these kinds can change a row of a view; told without its shared facts, which cost reading.

    Of a registration alone are most, and those concern the views that read them; a decision on a link concerns all.
    """
    is_own = DECIDING.isdisjoint(kinds) and REGISTRATION_NUMBERS.issuperset(kinds)
    return not is_own or not view.numbers.isdisjoint(kinds)


def changed_by(connection: Connection, facts: Sequence[tuple[int, int, UUID]]) -> Iterator[Change]:
    """What new facts change beside rows, each as (position, kind, subject)."""
    kinds = {kind for _, kind, _ in facts}
    if not DECIDING.isdisjoint(kinds):
        yield LINKS, ANYWHERE
    about = sorted({subject for _, kind, subject in facts if kind in ABOUT_FACTS})
    if about:
        kinds |= {kind for (kind,) in connection.execute(QUERIES["first_kinds"], (about,), binary=True)}
    if kinds - REGISTRATION_NUMBERS - ABOUT_FACTS:
        yield OF_NOBODY, ANYWHERE


def changed_rows(projected: Iterable[Projected]) -> Iterator[Change]:
    """Where rows came to be or ceased after the position up to which those before them were true."""
    for group in projected:
        view, after = group.target.view.name, group.target.generation.position
        for row in group.rows:
            if row.known_from > after or (row.known_until or 0) > after:
                yield view, row.municipality or ANYWHERE
