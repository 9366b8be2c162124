"""Two sources reconciled: asked as a figure is, with its axes, and told person by person with the deciding facts.

Considered is only A, only B, the same and different together. Which registrations are one person is what the links say
as known at the position asked. Sealed fields are compared only when that is asked for, and told without their values.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from domain.event import UnreadableEvent
from domain.municipalities import name_of
from projections.history import CORRECTIONS, Standing, standing
from projections.reconciling import OUTCOMES, Outcome, Reconciled, reconcile
from replay.asking import CannotAsk, resolve_known_at, today_in_amsterdam
from replay.figures import Figures
from replay.follow import Progress, no_progress
from replay.found import municipality_names
from replay.histories import REGISTRATION_NUMBERS, read, readable
from replay.reading import Reading, reading
from replay.sources import SourceName, registrations_by_source, source_named
from store.ledger import Head
from store.queries import QUERIES

GROUPS_AT_ONCE = 2_000
NUMBERS = frozenset(REGISTRATION_NUMBERS) | CORRECTIONS


@dataclass(frozen=True, slots=True)
class ReconcileAsked:
    """Two sources and the axes. What is None takes its default."""

    a: str
    b: str
    municipality: str | None = None
    as_of: date | None = None
    known_at: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """A source, how many registrations it has, and how many of those carry no personal number to be linked by."""

    source: SourceName
    registrations: int
    without_identifier: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What two sources say of the same persons."""

    a: Side
    b: Side
    municipality: str | None
    municipality_name: str | None
    as_of: date
    known: Head
    persons: Sequence[Reconciled]
    unread: int
    """Groups whose history cannot be read to its end: the answer is provisional where there are any."""

    @property
    def totals(self) -> dict[Outcome, int]:
        """How many persons of each outcome; together all that were considered."""
        counted: dict[Outcome, int] = dict.fromkeys(OUTCOMES, 0)
        for one in self.persons:
            counted[one.outcome] += 1
        return counted

    @property
    def by_matter(self) -> dict[str, int]:
        """How many persons differ in each matter, most first; one may differ in several."""
        counted: dict[str, int] = {}
        for one in self.persons:
            for matter in dict.fromkeys(differing.matter for differing in one.differing):
                counted[matter] = counted.get(matter, 0) + 1
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    @property
    def by_municipality(self) -> dict[str | None, dict[Outcome, int]]:
        """The totals of each municipality, where the first fact of the person lies; they sum to the whole."""
        counted: dict[str | None, dict[Outcome, int]] = {}
        for one in sorted(self.persons, key=lambda one: one.municipality or ""):
            counted.setdefault(one.municipality, dict.fromkeys(OUTCOMES, 0))[one.outcome] += 1
        return counted


def ask_reconciliation(figures: Figures, asked: ReconcileAsked, progress: Progress = no_progress) -> Reconciliation:
    """Two sources as known at a position; raises CannotAsk where a name is unknown, ambiguous, or twice the same."""
    ledger = figures.ledger
    known_at = resolve_known_at(asked.known_at, ledger, ledger.head().position)
    municipality = figures.municipality_code(asked.municipality, known_at)
    as_of = asked.as_of or today_in_amsterdam(ledger.database_now())
    with reading(figures.follower, known_at) as look:
        names = municipality_names(look, known_at)
        sources = registrations_by_source(look, known_at)
        a, b = (source_named(text, sources, names) for text in (asked.a, asked.b))
        if a == b:
            raise _one_source_twice(a)
        of_a, of_b = frozenset(sources[a]), frozenset(sources[b])
        persons: list[Reconciled] = []
        unread = 0
        for history, is_whole in _histories(look, of_a | of_b, known_at, progress):
            persons += reconcile(history, of_a, of_b, as_of, municipality)
            unread += not is_whole
        return Reconciliation(
            a=_side(look, a, (one for person in persons for one in person.a)),
            b=_side(look, b, (one for person in persons for one in person.b)),
            municipality=municipality,
            municipality_name=name_of(municipality, names) if municipality else None,
            as_of=as_of,
            known=ledger.at(known_at),
            persons=sorted(persons, key=lambda one: one.positions),
            unread=unread,
        )


def _one_source_twice(source: SourceName) -> CannotAsk:
    return CannotAsk(
        f"both names are the same source, {source}: its deliveries are one book that was corrected. Expected two "
        f"sources; what changed between two deliveries is told by: ketenboek compare RULE,known_at=… RULE",
        f"beide namen zijn dezelfde bron, {source}: haar leveringen zijn één boek dat is bijgewerkt. Verwacht twee "
        f"bronnen; wat er tussen twee leveringen veranderde, zegt: ketenboek compare REGEL,known_at=… REGEL",
    )


def _histories(
    look: Reading, subjects: Iterable[UUID], known_at: int, progress: Progress
) -> Iterator[tuple[list[Standing], bool]]:
    """What stands of each group that these registrations are in, and whether its history could be read whole."""
    wanted = sorted(subjects)
    members = look.members(wanted)
    of_group: dict[UUID, list[UUID]] = {}
    for subject in sorted({*wanted, *members}):
        of_group.setdefault(members.get(subject, subject), []).append(subject)
    groups = sorted(of_group)
    for start in range(0, len(groups), GROUPS_AT_ONCE):
        progress(start, len(groups))
        some = [subject for group in groups[start : start + GROUPS_AT_ONCE] for subject in of_group[group]]
        found = look.rows.histories(look.connection, NUMBERS, known_at, some)
        for _, events in groupby(found, key=itemgetter(0)):
            history, cut = read(events)
            try:
                yield standing(history), cut is None
            except UnreadableEvent:
                yield standing(readable(history, standing)), False


def _side(look: Reading, source: SourceName, registrations: Iterable[UUID]) -> Side:
    subjects = sorted(registrations)
    bare = look.connection.execute(QUERIES["without_pseudonym"], (subjects,), binary=True).fetchall()
    return Side(source, len(subjects), len(bare))
