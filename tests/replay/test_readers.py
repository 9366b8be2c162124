"""What exists for whom: every way in which answers are read, by every role, of what is its own and another's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

import pytest

from domain.event import Position
from replay.asking import Asked
from replay.reading import reading
from store import lots
from store.ledger import Ledger
from store.readers import reading_as
from tests.replay.readers_world import BSN, MAY_SEE, World, world_in


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
    found = world.figures.stored_cases("placements", 99, None)
    return {opened_in(world, case.case) for case, _ in found}


def in_partitions_by_their_own_name(world: World) -> set[UUID]:
    with reading(world.figures.follower) as look:
        placements = look.generations["placements"]
        told = lots.lots(look.connection, placements, lots.Scope(Position(99), None), [], [])
        found = [look.cases("placements", 99, None)] and [value for _, value in told]
    return {opened_in(world, value.split('"case":"')[1][:36]) for value in found}


def counted(world: World) -> set[UUID]:
    (answer,) = world.figures.ask(Asked(rule="placements", version="started"))
    return {opened_in(world, verdict.case.case) for verdict in answer.verdicts}


def by_record_id(world: World) -> set[UUID]:
    return {subject for name in world.subjects for _, subject in world.ledger.records_named(name)}


def readable_records(world: World) -> set[UUID]:
    with reading_as(None):
        records = {name: world.ledger.records_named(name) for name in world.subjects}
    commitments = {found[0][0]: found[0][1] for found in records.values() if found}
    return {commitments[bytes.fromhex(one)] for one in world.ledger.record_ids(list(commitments))}


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
        counted,
    )
}
"""Ways that find all of whom a reader may see."""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", MAY_SEE)
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
