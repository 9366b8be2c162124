"""What exists for whom: every way in which answers are read, by every role, of what is its own and another's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.counting import ParameterNotSet
from domain.dimensions import UnknownDimension
from domain.event import Position
from domain.facts.base import definitions
from domain.rules import RULES
from replay.answers import figure_document
from replay.asking import Asked, CannotAsk, HasNoAnswer
from replay.case_ids import ids_of
from replay.comparing import compare
from replay.differences import change_documents, ids_of_changes
from replay.event_list import EventsAsked, events_found
from replay.figures import Figures
from replay.found import FindingsAsked, ask_findings, findings_document
from replay.reading import reading
from replay.signal_documents import signals_document
from replay.signals import SignalsAsked, ask_signals
from replay.status import ledger_status
from replay.telling import find_registration, history_document
from store import lots
from store.ledger import Ledger
from store.listing import rows_by_case
from store.readers import Reader, reading_as
from tests.replay.readers_world import BSN, MAY_SEE, READERS, World, world_in
from tests.replay.saying import GRONINGEN, HAARLEM

AS_OF = date(2009, 12, 31)
BY = ("municipality",)


@pytest.fixture(scope="module")
def world(module_ledger: Ledger) -> World:
    """The small chain, made once: nothing here writes."""
    return world_in(module_ledger)


def in_streams(world: World) -> set[UUID]:
    return {subject for subject in world.subjects.values() if world.ledger.stream(subject)}


def by_event_id(world: World) -> set[UUID]:
    return {event_subject(world, one) for one in every_event_id(world) if world.ledger.event_by_id(one) is not None}


def by_position(world: World) -> set[UUID]:
    found = world.ledger.events_at(range(1, 100))
    return {one.event.subject for one, _ in found.values()} & {*world.subjects.values()}


def in_order_of_position(world: World) -> set[UUID]:
    return {one.event.subject for one in world.ledger.events_after(0)} & {*world.subjects.values()}


def in_rows(world: World) -> set[UUID]:
    with world.figures.rows.snapshot() as connection:
        current = world.figures.rows.current(connection).values()
        every = [row for one in current for row in world.figures.rows.all(connection, one)]
    return {row.registration for row in every if row.registration is not None}


def in_rows_of_groups(world: World) -> set[UUID]:
    with reading(world.figures.follower) as look:
        groups = {*world.subjects.values(), *look.members(world.subjects.values()).values()}
        every = [
            row
            for one in look.generations.values()
            for row in look.rows.of_groups(look.connection, one, sorted(groups))
        ]
    return {row.registration for row in every if row.registration is not None}


def in_cases(world: World) -> set[UUID]:
    found = world.figures.stored_cases("placements", 99)
    return {opened_in(world, case.case) for case, _ in found}


def in_partitions_by_their_own_name(world: World) -> set[UUID]:
    with reading(world.figures.follower) as look:
        placements = look.generations["placements"]
        told = lots.lots(look.connection, placements, lots.Scope(Position(99), None), [], [])
        found = [json.loads(value)["case"] for _, value in told]
    return {opened_in(world, case) for case in found}


def counted(world: World) -> set[UUID]:
    (answer,) = world.figures.ask(Asked(rule="placements", version="started"))
    return {opened_in(world, verdict.case.case) for verdict in answer.verdicts}


def in_lists(world: World) -> set[UUID]:
    with reading(world.figures.follower) as look:
        found = rows_by_case(look.connection, look.generations["placements"], 99, None, None)
        return {opened_in(world, str(case)) for case, *_ in found}


def in_events_asked_for(world: World) -> set[UUID]:
    return {UUID(one["registration"]) for one in events_found(world.ledger, EventsAsked())} & person(world)


def in_streams_of_kinds(world: World) -> set[UUID]:
    kinds = [one.number for one in definitions()]
    return {subject for subject, *_ in world.ledger.streams(sorted(person(world)), kinds)}


def by_record_id(world: World) -> set[UUID]:
    return {subject for name in world.subjects for _, subject in world.ledger.records_named(name)}


def readable_records(world: World) -> set[UUID]:
    with reading_as(None):
        records = {name: world.ledger.records_named(name) for name in world.subjects}
    commitments = {found[0][0]: found[0][1] for found in records.values() if found}
    readable = world.ledger.record_ids(list(commitments))
    return {commitments[bytes.fromhex(one)] for one, record in readable.items() if record in world.subjects}


def every_event_id(world: World) -> list[UUID]:
    with reading_as(None):
        return [one.event.event_id for one in world.ledger.events_after(0) if one.event.subject in person(world)]


def person(world: World) -> set[UUID]:
    return {*world.subjects.values()}


def event_subject(world: World, event_id: UUID) -> UUID:
    with reading_as(None):
        found = world.ledger.event_by_id(event_id)
    assert found is not None
    return found.event.subject


def opened_in(world: World, case: str) -> UUID:
    return event_subject(world, UUID(case))


WAYS: Mapping[str, Callable[[World], set[UUID]]] = {
    one.__name__: one
    for one in (
        in_streams,
        by_event_id,
        by_position,
        in_order_of_position,
        in_rows,
        in_rows_of_groups,
        in_cases,
        in_lists,
        in_events_asked_for,
        in_streams_of_kinds,
        counted,
    )
}
"""Ways that find all of whom a reader may see."""


@pytest.mark.parametrize(
    ("name", "way"), [(name, way) for name in MAY_SEE for way in WAYS if (name, way) != ("ministry", "counted")]
)
def test_a_reader_finds_whom_it_may_see_and_nobody_else(world: World, name: str, way: str) -> None:
    found = world.as_reader(name, lambda: WAYS[way](world))

    assert found == MAY_SEE[name]


@pytest.mark.parametrize("name", MAY_SEE)
def test_a_partition_asked_by_its_own_name_hides_the_same(world: World, name: str) -> None:
    found = world.as_reader(name, lambda: in_partitions_by_their_own_name(world))

    assert found <= MAY_SEE[name]
    assert bool(found) == bool(MAY_SEE[name])


# --- Sealed parts ---

OPENS = ("groningen", "haarlem", "noord", "zuid", "participant G1", "participant G2")
"""Readers for whom sealed parts are there, of whom they may see; the auditor sees pseudonyms instead."""


@pytest.mark.parametrize("name", MAY_SEE)
def test_record_ids_are_readable_of_whom_one_may_see_and_for_who_may_open_them(world: World, name: str) -> None:
    expected = MAY_SEE[name] if name in OPENS else frozenset()

    assert world.as_reader(name, lambda: readable_records(world)) == expected
    assert world.as_reader(name, lambda: by_record_id(world)) == expected


@pytest.mark.parametrize("name", MAY_SEE)
def test_a_personal_number_leads_to_whom_one_may_see(world: World, name: str) -> None:
    expected = MAY_SEE[name] & BSN.keys() if name in ("groningen", "haarlem", "participant G1") else frozenset()

    found = world.as_reader(
        name, lambda: {one for number in BSN.values() for one in world.ledger.subjects_with("bsn", number)}
    )
    assert found == expected


@pytest.mark.parametrize("name", MAY_SEE)
def test_personal_fields_open_for_who_sees_the_event_they_are_sealed_with(world: World, name: str) -> None:
    sealed = {"G3": "groningen", "H1": "haarlem"}
    events = {name: world.ledger.stream(world.subjects[name])[0] for name in sealed}
    with reading_as(world.reader(name)):
        opened = {of for of, event in events.items() if world.ledger.personal_of(event)}

    own = {of for of, reader in sealed.items() if name == reader}
    assert opened == (own | {"H1"} if name == "participant G1" else own)


# --- Answers ---


def texts(document: object) -> str:
    return json.dumps(document, default=str)


def ids_told(world: World, name: str, document: object) -> frozenset[str]:
    """Whose registration, record or case a document tells of."""
    told = texts(document)
    return frozenset(
        of
        for of, subject in world.subjects.items()
        if str(subject) in told or any(str(one) in told for one in events_of(world, subject))
    )


def events_of(world: World, subject: UUID) -> list[UUID]:
    with reading_as(None):
        return [one.event.event_id for one in world.ledger.stream(subject)]


@pytest.mark.parametrize("name", ["groningen", "haarlem", "noord", "participant G2"])
def test_a_dossier_tells_of_registrations_that_its_reader_sees(world: World, name: str) -> None:
    for record in MAY_SEE[name]:
        with reading_as(world.reader(name)):
            named = find_registration(world.ledger, record)
            document = history_document(world.ledger, world.figures.follower, named, personal=True)

        assert document["events"]
        assert ids_told(world, name, document) <= MAY_SEE[name]


def test_a_dossier_told_to_nobody_in_particular_is_whole(world: World) -> None:
    named = find_registration(world.ledger, "G1")
    document = history_document(world.ledger, world.figures.follower, named)

    assert ids_told(world, "", document) == {"G1", "H1"}


@pytest.mark.parametrize("record", ["H1", "nobody"])
def test_a_dossier_of_another_is_as_little_there_as_one_of_nobody(world: World, record: str) -> None:
    with reading_as(world.reader("groningen")), pytest.raises(CannotAsk, match="no source record has this id"):
        find_registration(world.ledger, record)


@pytest.mark.parametrize("name", MAY_SEE)
def test_findings_are_about_and_name_whom_their_reader_sees(world: World, name: str) -> None:
    with reading_as(world.reader(name)):
        document = findings_document(world.ledger, ask_findings(world.figures, FindingsAsked()))

    assert ids_told(world, name, document) <= MAY_SEE[name]
    assert ("DATES_OUT_OF_ORDER" in texts(document)) == (name in ("groningen", "auditor", "participant G1"))


@pytest.mark.parametrize("name", ["groningen", "haarlem", "noord", "auditor", "participant G2"])
def test_differences_and_signals_tell_of_whom_their_reader_sees(world: World, name: str) -> None:
    municipality = world.reader(name).municipality
    with reading_as(world.reader(name)):
        then, now = (Asked("placements", "started", municipality, as_of=AS_OF, known_at=at) for at in ("7", None))
        told = compare(world.figures, then, now)
        ids = ids_of_changes(world.ledger, told.changes)
        changes = list(change_documents(world.ledger, told.changes, ids))
        signals = signals_document(
            world.ledger, ask_signals(world.figures, SignalsAsked(municipality=municipality, as_of=AS_OF))
        )

    assert changes
    assert ids_told(world, name, [changes, signals]) <= MAY_SEE[name]


@pytest.mark.parametrize("municipality", [GRONINGEN, HAARLEM])
def test_a_municipality_is_told_the_figure_that_the_application_tells_of_it(world: World, municipality: str) -> None:
    reader = Reader("case_manager", municipality=municipality)
    by_view = {rule.view: rule for rule in RULES}
    for rule in RULES:
        for day_of_entry in (None, date(2009, 1, 1)) if by_view[rule.view] is rule else (None,):
            asked = Asked(rule.id, rule.version, municipality, as_of=AS_OF, registered_by=day_of_entry, by=BY)
            if (whole := answer(world.figures, asked)) is not None:
                with reading_as(reader):
                    assert answer(world.figures, asked) == whole
                    assert answer(world.figures, replace(asked, by=()), opened=False)[:3] == whole[:3]


def answer(figures: Figures, asked: Asked, *, opened: bool = True) -> Any:
    """What a figure comes to; None where a parameter is missing that nobody set."""
    try:
        (told,) = figures.ask(asked, opened=opened)
    except (ParameterNotSet, UnknownDimension):
        return None
    parts = [(one.classes, one.value) for one in told.breakdown.parts] if told.breakdown else None
    return asked.rule, told.value, told.funnel, parts, len(told.beside)


def test_the_ministry_is_told_numbers_and_no_cases(world: World) -> None:
    with reading_as(world.reader("ministry")):
        (told,) = world.figures.ask(Asked("placements", "started", as_of=AS_OF))

        assert told.value == 6
        assert figure_document(told, None)["funnel"] == told.funnel
        with pytest.raises(ValueError, match="goes without its cases"):
            list(told.verdicts)


def test_who_sees_a_part_of_a_history_is_refused_a_figure_by_day_of_entry(world: World) -> None:
    with reading_as(world.reader("noord")), pytest.raises(HasNoAnswer, match="without registered_by"):
        world.figures.ask(Asked("placements", "started", registered_by=AS_OF))


def test_an_auditor_sees_pseudonyms_that_differ_by_engagement(world: World) -> None:
    def shown(engagement: str) -> list[str]:
        with reading_as(Reader("auditor", engagement=engagement)):
            (told,) = world.figures.ask(Asked("placements", "started", as_of=AS_OF))
            return figure_document(told, ids_of(world.ledger, told.verdicts))["counted"]

    assert shown("2009") == shown("2009") != shown("2010")
    assert not {*shown("2009")} & {*shown("2010")}
    assert not {*shown("2009")} & {*world.subjects}


def test_what_an_auditor_proves_a_fact_by_is_the_same_in_every_engagement(world: World) -> None:
    """It joins the lists of two engagements, as decision record 0019 says; whoever changes that changes this."""

    def shown(engagement: str) -> list[tuple[object, ...]]:
        proved_by = ("position", "leaf", "event_id", "recorded_at")
        with reading_as(Reader("auditor", engagement=engagement)):
            return [tuple(one[name] for name in proved_by) for one in events_found(world.ledger, EventsAsked())]

    assert shown("2009") == shown("2010")
    assert len({row[0] for row in shown("2009")}) == world.ledger.head().position


@pytest.mark.parametrize("name", READERS)
def test_how_much_does_not_fit_in_the_whole_is_told_in_full_or_not_at_all(world: World, name: str) -> None:
    counts = {"findings", "rejected_rows", "parked", "reported", "drifted"}
    whole = ledger_status(world.figures)
    with reading_as(world.reader(name)):
        told = ledger_status(world.figures)

    assert whole["findings"] == 1
    assert {one: told[one] for one in counts & told.keys()} == (
        {one: whole[one] for one in counts} if name in ("auditor", "administrator") else {}
    )


def test_the_address_of_who_is_under_secrecy_is_shown_to_nobody(world: World) -> None:
    of_g3, of_h1 = (world.ledger.stream(world.subjects[name])[0] for name in ("G3", "H1"))
    with reading_as(world.reader("groningen")):
        assert world.ledger.personal_shown(of_g3) == {"bsn": BSN["G3"]}
    assert world.ledger.personal_shown(of_g3) == {"bsn": BSN["G3"]}
    assert world.ledger.personal_shown(of_h1) == {"bsn": BSN["H1"], "address": "Laan 1"}
