"""Rows follow facts: as known at every position, the same live as rebuilt, whatever was corrected, linked or undone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.event import Recorded
from domain.facts import (
    AbsenceRecorded,
    MunicipalityNamed,
    PersonRegistered,
    PlacementStarted,
    RegistrationsLinked,
    RegistrationsUnlinked,
    SourceSystemTakenIntoUse,
)
from domain.facts.base import Fact, of
from projections import VIEWS
from projections.history import History
from projections.walk import Shared, rows
from replay import follow
from replay.asking import Asked
from replay.figures import Figures
from replay.follow import Follower, Projected, Target, ViewsAreNewer
from replay.verifying import verify
from store.changes import Change
from store.database import Connection
from store.ledger import Ledger
from store.rows import StoredRow
from store.statement import Command, Statement
from tests.replay.saying import GRONINGEN, SYSTEM, Chain, RandomChain

EVENTS = 130


@pytest.fixture(params=range(2))
def chain(request: pytest.FixtureRequest, ledger: Ledger) -> RandomChain:
    """A random history."""
    return RandomChain(ledger, request.param)


def stored_rows(follower: Follower) -> dict[str, list[StoredRow]]:
    with follower.rows.snapshot() as connection:
        return {
            one.view: list(follower.rows.all(connection, one))
            for one in follower.rows.generations(connection)
            if one.is_current
        }


def test_living_in_steps_of_any_size_gives_the_rows_of_a_rebuild_byte_for_byte(
    chain: RandomChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "GROUPS_AT_ONCE", 2)
    follower = Follower(chain.ledger)
    follower.follow()
    while chain.ledger.head().position < EVENTS:
        chain.grow(chain.chance.randint(1, 25))
        monkeypatch.setattr(follow, "FOLLOW_EVENTS_MAX", chain.chance.randint(1, 30))
        follower.follow(chain.chance.choice((None, chain.ledger.head().position - 1)))
    follower.follow()
    lived = stored_rows(follower)

    follower.rebuild()

    assert stored_rows(follower) == lived
    assert sum(map(len, lived.values())) > EVENTS / 2
    assert verify(chain.ledger, follower).holds


def test_the_rows_of_the_first_n_facts_are_the_rows_as_known_at_n(chain: RandomChain) -> None:
    chain.grow(EVENTS)
    follower = Follower(chain.ledger)
    follower.follow()
    history = list(chain.ledger.events_after(0))

    for known_at in range(len(history) + 1):
        expected = known(history[:known_at])
        with follower.rows.snapshot() as connection:
            for name, generation in follower.present(connection).items():
                asked = follower.rows.known_at(connection, generation, known_at, None)
                assert {str(case): value for case, _, value in asked} == expected[name], (known_at, name)


def known(history: list[Recorded]) -> dict[str, dict[str, str]]:
    """View → its cases and values by the pure function alone, over the groups that these events make."""
    found: dict[str, dict[str, str]] = {}
    own = [History(one for one in history if one.event.subject in group) for group in groups(history)]
    for view in VIEWS.values():
        shared_kinds = {of(kind).number for kind in view.reads_shared}
        streams = {one.event.subject for one in history if one.event.type in shared_kinds}
        shared = Shared([one for one in history if one.event.subject in streams], view)
        told = (row for one in own for row in rows(one, shared, view) if row.known_until is None)
        found[view.name] = {row.case: row.value.decode() for row in told}
    return found


def groups(history: Iterable[Recorded]) -> list[set[UUID]]:
    """The registrations connected by any link ever made."""
    of_subject: dict[UUID, set[UUID]] = {}
    for recorded in history:
        subject = recorded.event.subject
        group = of_subject.setdefault(subject, {subject})
        if isinstance(recorded.fact, RegistrationsLinked):
            group |= of_subject.get(UUID(recorded.fact.other), {UUID(recorded.fact.other)})
            for member in group:
                of_subject[member] = group
    return [*{id(group): group for group in of_subject.values()}.values()]


def test_a_corrected_shared_fact_changes_the_rows_of_all_who_lean_on_it(ledger: Ledger) -> None:
    chain, follower = Chain(ledger), Follower(ledger)
    chain.says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20", registered_on=date(2008, 6, 20))
    used = chain.shared(SourceSystemTakenIntoUse(system=SYSTEM), "2008-10-01", GRONINGEN)
    follower.follow()
    assert [row.known_until for row in stored_rows(follower)["findings"]] == [None]

    chain.corrects(used, SourceSystemTakenIntoUse(system=SYSTEM), "2008-01-01")
    follower.follow()

    assert [row.known_until for row in stored_rows(follower)["findings"]] == [3]
    assert verify(ledger, follower).holds


def test_a_view_of_a_new_version_is_built_beside_the_old_and_then_answers(ledger: Ledger) -> None:
    chain, follower = Chain(ledger), Follower(ledger)
    chain.says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20")
    follower.follow()
    before = stored_rows(follower)
    newer = {name: replace(view, version=view.version + 1) for name, view in VIEWS.items()}

    later = Follower(ledger, newer)
    later.follow()

    assert {name: one.version for name, one in later.rows.current().items()} == {
        name: view.version for name, view in newer.items()
    }
    assert stored_rows(later) == before


def test_a_fact_that_no_view_reads_moves_the_position_and_no_row(ledger: Ledger) -> None:
    chain, follower = Chain(ledger), Follower(ledger)
    chain.says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20")
    follower.follow()
    before = stored_rows(follower)

    chain.shared(MunicipalityNamed(code="1234", name="Nergenshuizen"))
    follower.follow()

    assert {one.position for one in follower.rows.current().values()} == {2}
    assert stored_rows(follower) == before


# --- Rebuilding while others go on ---


def test_every_answer_is_the_same_however_often_the_views_are_rebuilt_meanwhile(ledger: Ledger) -> None:
    chain, figures = RandomChain(ledger, 5), Figures(ledger)
    chain.grow(60)
    asked = [
        Asked("placements", as_of=date(2008, 12, 31)),
        Asked("waiting-over-one-year", as_of=date(2008, 12, 31)),
        Asked("quota-placements", municipality=GRONINGEN, as_of=date(2008, 6, 30), registered_by=date(2008, 6, 30)),
    ]
    expected = [figures.ask(one) for one in asked]
    ended, rebuilt = threading.Event(), list[int]()

    def rebuild_all_the_time() -> None:
        while not ended.is_set():
            rebuilt.append(Follower(ledger).rebuild())

    with ThreadPoolExecutor() as pool:
        rebuilding = pool.submit(rebuild_all_the_time)
        try:
            answers = [Figures(ledger).ask(one) for _ in range(15) for one in asked]
            while len(rebuilt) < 5:
                answers.append(figures.ask(asked[len(answers) % len(asked)]))
        finally:
            ended.set()
        rebuilding.result()

    assert all(answer == expected[at % len(asked)] for at, answer in enumerate(answers))
    figures.follower.rebuild()
    assert len(figures.rows.generations()) == 2 * len(VIEWS)  # what nobody reads any more is gone


def test_a_rebuild_holds_up_nobody_and_what_is_recorded_meanwhile_is_caught_up(
    chain: RandomChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower, other = Follower(chain.ledger), Follower(chain.ledger)
    chain.grow(EVENTS)
    follower.follow()
    build = follow.project

    def with_others_going_on(targets: Sequence[Target], histories: Any) -> Iterator[Projected]:
        monkeypatch.setattr(follow, "project", build)
        yield from build(targets, histories)
        chain.grow(40)  # links, shared facts and corrections among them
        other.follow()

    monkeypatch.setattr(follow, "project", with_others_going_on)
    until = follower.rebuild()

    assert until < chain.ledger.head().position
    assert {one.position for one in follower.rows.current().values()} == {until}
    assert verify(chain.ledger, follower).holds
    lived = stored_rows(follower)
    follower.rebuild()
    assert stored_rows(follower) == lived


def test_groups_put_wrong_by_hand_are_mended_by_a_rebuild(ledger: Ledger, superuser: psycopg.Connection) -> None:
    chain, follower = Chain(ledger), Follower(ledger)
    for record in ("G1", "G2", "G3"):
        chain.says(record, PlacementStarted(trajectory="DUAL"), "2008-06-20")
    chain.links("G2", "G1")
    follower.follow()
    right, g3 = stored_rows(follower), chain.registrations[GRONINGEN, "G3"]
    superuser.execute("insert into projection.group_member select %s, min(group_id::text)::uuid"
                      " from projection.group_member", (g3,))  # fmt: skip
    superuser.execute("update projection.group_member set group_id = subject where subject <> %s", (g3,))

    follower.rebuild()

    assert stored_rows(follower) == right
    assert verify(ledger, follower).holds


# --- Two versions of the program at one ledger ---


def test_an_older_program_neither_rebuilds_nor_follows_the_views_of_a_newer_one(ledger: Ledger) -> None:
    chain, older = Chain(ledger), Follower(ledger)
    chain.says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20")
    older.follow()
    newer = Follower(ledger, {name: replace(view, version=view.version + 1) for name, view in VIEWS.items()})
    newer.follow()
    before = newer.rows.generations()

    for again in (older.follow, older.rebuild, Follower(ledger).follow):
        with pytest.raises(ViewsAreNewer, match="built by a newer version of Ketenboek; run that one"):
            again()
    with pytest.raises(ViewsAreNewer):
        Figures(ledger, older).ask(Asked("placements"))

    assert newer.rows.generations() == before


def test_text_that_the_database_reads_as_its_own_marks_is_stored_as_it_was_said(ledger: Ledger) -> None:
    chain, said = Chain(ledger), 'A\\B \\N "c" {d} \\t \\.'
    chain.says("G1", PlacementStarted(trajectory="DUAL", provider=said), "2008-01-01")
    follower = Follower(ledger)
    follower.follow()

    (row,) = stored_rows(follower)["placements"]
    assert json.loads(row.value)["provider"] == said
    assert row.known_until is None
    assert verify(ledger, follower).holds


def test_without_views_there_is_nothing_to_follow_and_the_head_is_reached(ledger: Ledger) -> None:
    Chain(ledger).says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20")

    assert Follower(ledger, {}).follow() == ledger.head().position


def test_a_ledger_whose_groups_were_made_otherwise_is_regrouped_by_a_newer_version(
    ledger: Ledger, superuser: psycopg.Connection
) -> None:
    chain = Chain(ledger)
    for name in ("G1", "G2"):
        chain.says(name, PlacementStarted(trajectory="DUAL"), "2008-06-20")
    chain.links("G1", "G2", RegistrationsUnlinked)
    older = Follower(ledger, {name: replace(view, version=view.version - 1) for name, view in VIEWS.items()})
    older.follow()
    superuser.execute("delete from projection.group_member")

    follower = Follower(ledger)
    follower.follow()
    assert len({row.group_id for row in stored_rows(follower)["placements"]}) == 1
    assert verify(ledger, follower).holds


def test_a_view_that_reads_none_of_the_new_facts_is_true_further_on_with_the_same_rows(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower, somebody, touched = Follower(ledger), uuid4(), list[set[str]]()

    def says(*facts: Fact) -> None:
        said = [Statement(subject=somebody, fact=one, actor="x", purpose="x", municipality="0014") for one in facts]
        ledger.record([Command(uuid4().hex, said)])

    says(PersonRegistered(), PlacementStarted(trajectory="DUAL"))
    follower.follow()
    before, replace_rows = stored_rows(follower), follower._replace

    def noted(connection: Connection, targets: Sequence[Target], *given: Any) -> set[Change]:
        touched.append({one.view.name for one in targets})
        return replace_rows(connection, targets, *given)

    monkeypatch.setattr(follower, "_replace", noted)
    says(AbsenceRecorded(authorised=False, session="1"))
    head = follower.follow()

    assert touched == [{name for name, view in VIEWS.items() if of(AbsenceRecorded).number in view.numbers}]
    assert 0 < len(touched[0]) < len(VIEWS)
    assert {one.position for one in follower.present().values()} == {head}
    lived = stored_rows(follower)
    assert all(lived[name] == before[name] for name in VIEWS if name not in touched[0])
    assert verify(ledger, follower).holds
