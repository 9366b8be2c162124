"""Given facts: histories for tests, made of typed facts and without a database.

    book = Book()
    w1 = book.registration("W1", municipality="0512")
    w1.says(CategoryDetermined(arrival="OUDKOMER"))
    joined = w1.says(WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"), "2003-07-15")
    book.corrects(joined, WaitingListJoined(list="FIRST_INFLOW", reason="CHILDCARE"), "2003-07-15")

Ids are numbers in disguise, so that the same book gives the same bytes, and positions are dense from 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.counting import Bounds, Case, Rule, Verdict, judge_all, question_for, value_of
from domain.dates import When, parse_when
from domain.event import FORMAT, Event, Position, Recorded, Source, encode_fact, shared_subject
from domain.facts import EventCorrected, EventRetracted, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact, of
from projections.fold import ANY_SUBJECT, DECISIONS, Row, View
from projections.history import registered_by
from projections.walk import rows

LEDGER = UUID(int=1)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@dataclass
class Registration:
    """A stream that facts are said in."""

    book: "Book"
    name: str
    subject: UUID
    municipality: str | None
    source: Source

    def says(self, fact: Fact, on: str | None = None, **said: Any) -> Recorded:
        """Record a fact of this stream; `on` is the day in the world, `registered_on` what the source claims."""
        return self.book.record(
            self.subject, fact, on, source=self.source, **{"municipality": self.municipality} | said
        )


@dataclass
class Book:
    """A small ledger in memory."""

    events: list[Recorded] = field(default_factory=list)
    streams: dict[str, Registration] = field(default_factory=dict)
    shared_kinds: dict[UUID, str] = field(default_factory=dict)

    def registration(
        self, name: str, municipality: str | None = "0014", party: str = "0014", system: str = "GWS4all"
    ) -> Registration:
        """The registration of this name, made when first asked for."""
        if name not in self.streams:
            source = Source(party=party, system=system, record=f"{len(self.streams):064x}")
            subject = UUID(int=0xA0000 + len(self.streams))
            self.streams[name] = Registration(self, name, subject, municipality, source)
        return self.streams[name]

    def shared(
        self,
        fact: Fact,
        on: str | None = None,
        municipality: str | None = None,
        source: Source | None = None,
        actor: str = "tester",
    ) -> Recorded:
        """Record a fact that holds for many, in the stream of its kind and name."""
        definition = of(fact)
        name = "|".join(str(getattr(fact, field)) for field in definition.named_by)
        subject = shared_subject(LEDGER, definition.subject, name, municipality)
        self.shared_kinds[subject] = definition.subject
        return self.record(subject, fact, on, source=source, municipality=municipality, actor=actor)

    def corrects(self, original: Recorded, fact: Fact, on: str | None = None, **said: Any) -> Recorded:
        """Put another body in the place of an earlier one."""
        event = original.event
        correction = EventCorrected(original=str(event.event_id), body=encode_fact(fact))
        return self.record(
            event.subject, correction, on, source=event.source, **{"municipality": event.municipality} | said
        )

    def links(self, one: Registration, other: Registration, **said: Any) -> Recorded:
        """Decide that two registrations are about one person."""
        return one.says(RegistrationsLinked(other=str(other.subject), decider="tester", **said))

    def unlinks(self, one: Registration, other: Registration, **said: Any) -> Recorded:
        """Decide that they are not."""
        return one.says(RegistrationsUnlinked(other=str(other.subject), decider="tester", **said))

    def retracts(self, original: Recorded, **said: Any) -> Recorded:
        """Take a fact back."""
        event = original.event
        retraction = EventRetracted(original=str(event.event_id))
        return self.record(
            event.subject, retraction, None, source=event.source, **{"municipality": event.municipality} | said
        )

    def record(
        self,
        subject: UUID,
        fact: Fact,
        on: str | None = None,
        *,
        source: Source | None = None,
        municipality: str | None = None,
        registered_on: str | None = None,
        delivered_on: str | None = None,
        actor: str = "tester",
    ) -> Recorded:
        """Append one event."""
        definition, position = of(fact), len(self.events) + 1
        event = Event(
            format=FORMAT,
            ledger=LEDGER,
            event_id=UUID(int=0xE0000 + position),
            type=definition.number,
            schema=definition.schema,
            subject=subject,
            version=1 + sum(recorded.event.subject == subject for recorded in self.events),
            recorded_at="2026-01-01T00:00:00.000000Z",
            actor=actor,
            purpose="test",
            body=encode_fact(fact),
            occurred_on=None if on is None else parse_when(on),
            registered_on=day(registered_on),
            delivered_on=day(delivered_on),
            municipality=municipality,
            source=source,
        )
        self.events.append(Recorded(Position(position), event))
        return self.events[-1]

    def of_shared(self, kinds: frozenset[type[Fact]]) -> list[Recorded]:
        """The complete histories of the shared subjects that these facts stand in."""
        subjects = {of(kind).subject for kind in kinds}
        return [one for one in self.events if self.shared_kinds.get(one.event.subject) in subjects]

    def rows(self, view: View, bound: date | None = None, until: int | None = None) -> list[Row]:
        """The rows of all groups."""
        rows_: list[Row] = []
        for group in self.groups(until):
            kinds = {self.shared_kinds.get(subject, "registration") for subject in group}
            if view.of_subject == ANY_SUBJECT or kinds == {view.of_subject}:
                rows_ += self.rows_of(view, group, bound, until)
        return rows_

    def groups(self, until: int | None = None) -> list[set[UUID]]:
        """The subjects, with all that was ever decided on with them."""
        groups = {one.event.subject: {one.event.subject} for one in self.events[:until]}
        for one in self.events[:until]:
            if type(one.fact) in DECISIONS:
                other = UUID(one.fact.other)
                joined = groups[one.event.subject] | groups.get(other, {other})
                groups |= dict.fromkeys(joined, joined)
        return list({id(group): group for group in groups.values()}.values())

    def rows_of(
        self, view: View, subjects: set[UUID], bound: date | None = None, until: int | None = None
    ) -> list[Row]:
        """The rows of one group."""
        history = [one for one in self.events[:until] if one.event.subject in subjects]
        shared = [one for one in self.of_shared(view.reads_shared) if until is None or one.position <= until]
        return rows(history if bound is None else registered_by(history, bound), shared, view)

    def cases(self, view: View, bound: date | None = None) -> dict[str, Case]:
        """The cases known at the head, by id."""
        return {row.case: read(view, row) for row in self.rows(view, bound) if row.known_until is None}

    def name_of(self, case: Case) -> str:
        """The name of the registration that a case belongs to."""
        by_id = {str(one.event.event_id): one.event.subject for one in self.events}
        if case.case not in by_id:
            return self.name_of_record(case)
        return next(name for name, stream in self.streams.items() if stream.subject == by_id[case.case])

    @property
    def record_ids(self) -> dict[str, str]:
        """Commitment → the record id that a source would show: the name of the registration."""
        return {str(stream.source.record): name for name, stream in self.streams.items()}

    def name_of_record(self, case: Case) -> str:
        """The name of the registration whose source record a case carries: for cases with an id of their own."""
        return next(name for name, stream in self.streams.items() if stream.source.record == case.record)


def read(view: View, row: Row) -> Any:
    """The case in a row."""
    return msgspec.json.decode(row.value, type=view.case)


@dataclass
class Answer:
    """A figure with the names of its cases."""

    value: int
    counted: list[str]
    codes: dict[str, str]
    verdicts: Mapping[str, Verdict]


def ask(book: Book, view: View, rule: Rule, bounds: Bounds, settings: Any = ()) -> Answer:
    """The answer of a rule, as the loop of `replay` gives it: what a bound hides is known, and not counted."""
    known = book.cases(view)
    within = known if bounds.registered_by is None else book.cases(view, bounds.registered_by)
    question = question_for(
        rule, bounds, settings, recorded_later=known.keys() - within.keys(), record_ids=book.record_ids
    )
    verdicts = judge_all(rule, (known | within).values(), question)
    named = {book.name_of(verdict.case): verdict for verdict in verdicts}
    assert len(named) == len(verdicts), "two cases of one name; give each registration one case here"
    return Answer(
        value=value_of(verdicts),
        counted=sorted(name for name, verdict in named.items() if verdict.counted),
        codes={name: verdict.code for name, verdict in named.items() if not verdict.counted},
        verdicts=named,
    )


def when(text: str | None) -> When | None:
    return None if text is None else parse_when(text)
