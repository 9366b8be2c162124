"""Persons with their enrolments: rows, trajectories and people in one list, each person once.

Registrations that are linked stand together, and each enrolment says by every counting rule whether it counts and why.
A page costs no more than its persons: an index has the rows of one group together. Two registrations that were ever
decided on are in one group; whether they are one person, each row says itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby, islice
from uuid import UUID

import msgspec

from domain import rules
from domain.counting import Rule
from domain.places import Scope
from domain.rules.participants import Enrolment
from domain.rules.shared import known_day
from replay.answers import Document, head_document
from replay.figures import Figures
from replay.judged_rows import Looking, by_case, looking, verdict_document
from replay.listing_lines import ENROLMENTS
from replay.listings import is_there, lines_of
from store.ledger import Head
from store.listing import GroupedRow, rows_by_group

COUNTED_BY: Sequence[Rule] = (
    *rules.versions("enrolment-rows"),
    *rules.versions("trajectories"),
    *rules.versions("participants"),
)
"""The rules that count enrolments: as rows, as trajectories in each reading, and as people."""
GROUPS_LOOKED_AT_MAX = 1_000


@dataclass(frozen=True, slots=True)
class PersonsAsked:
    """Whom to tell of; what is None does not matter. `after` is the group that was told last."""

    municipality: str | None = None
    as_of: date | None = None
    known_at: str | None = None
    after: UUID | None = None
    groups_max: int = 25


@dataclass(frozen=True, slots=True)
class Persons:
    """A page of persons; `after` is where the next one begins, None at the end."""

    scope: Scope
    as_of: date
    known: Head
    persons: Sequence[Document]
    after: UUID | None

    def heading(self) -> Document:
        """What was asked, and as known when."""
        return {"as_of": self.as_of.isoformat(), "known_at": head_document(self.known)}


Found = tuple[GroupedRow, Enrolment]


def ask_persons(figures: Figures, asked: PersonsAsked) -> Persons:
    """A page of persons with their enrolments up to a day; raises CannotAsk."""
    with looking(figures, asked.municipality, asked.as_of, asked.known_at) as here:
        found, after = _page(asked, _groups(here, asked))
        return Persons(here.scope, here.bounds.as_of, here.known, _persons(here, found), after)


def _groups(here: Looking, asked: PersonsAsked) -> Iterator[tuple[UUID, list[Found]]]:
    """The groups in order, each with its enrolments that are asked for, which may be none."""
    decoder, generation = msgspec.json.Decoder(Enrolment), here.look.generation(ENROLMENTS.views[0])
    connection, known_at = here.look.connection, here.bounds.known_at
    rows = [rows_by_group(connection, generation, known_at, code, asked.after) for code in here.codes()]
    together = merge(*rows, key=lambda row: (row.group_id, row.case_id))
    for group_id, some in groupby(together, key=lambda row: row.group_id):
        cases = [(row, decoder.decode(row.value)) for row in some]
        yield group_id, [one for one in cases if _is_asked(one[1], here)]


def _is_asked(enrolment: Enrolment, here: Looking) -> bool:
    """Whether it is of the place and the day; one whose day nobody knows is of every day."""
    as_of, on = here.bounds.as_of, known_day(enrolment.enrolled_on)
    return is_there(enrolment, as_of, here.scope) and (on is None or on <= as_of)


def _page(asked: PersonsAsked, groups: Iterator[tuple[UUID, list[Found]]]) -> tuple[list[Found], UUID | None]:
    """The enrolments of as many groups as fit on a page, and after which group the next one begins."""
    found: list[Found] = []
    told, last = 0, asked.after
    for group_id, some in islice(groups, GROUPS_LOOKED_AT_MAX):
        if some and told == asked.groups_max:
            return found, last
        told, last = told + bool(some), group_id
        found += some
    return found, last if next(groups, None) is not None else None


def _persons(here: Looking, found: Sequence[Found]) -> list[Document]:
    cases = [case for _, case in found]
    said = by_case(here.judged(COUNTED_BY, cases))
    lines = lines_of(here.figures, here.look, ENROLMENTS, cases, here.bounds.as_of)
    persons: dict[str, list[Document]] = {}
    for (row, case), line in zip(found, lines, strict=True):
        told = line | {
            "registration": str(row.registration),
            "counts": [
                verdict_document(rule, verdict) | {"detail": dict(verdict.reason.detail)}
                for rule, verdict in said[case.case]
            ],
        }
        persons.setdefault(line["person"] or str(row.registration), []).append(told)
    return [{"person": person, "enrolments": some} for person, some in persons.items()]
