"""The command `bundle`: one SQLite file that says what the ledger says, that Datasette opens, and that names nobody."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from domain import rules
from tests.cli.commanding import PLACEMENTS, QUOTAS, WAITING_LIST, Home

CANARIES = {"surname": "Zonnebloemveld", "bsn": "123456782", "remark": "canarie-opmerking"}


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A ledger with three files and somebody whose sealed fields are known."""
    home = Home()
    try:
        home.take(PLACEMENTS, municipality="Groningen", delivered_on="2008-10-06")
        home.take(QUOTAS, delivered_on="2010-03-01")
        home.take(WAITING_LIST)
        sealed = [f"{name}={value}" for name, value in CANARIES.items() if name != "remark"]
        assert home.run("record", "PersonRegistered", "id=KANARIE1", "municipality=Groningen", *sealed).code == 0
        said = ("id=KANARIE1", "list=FIRST_INFLOW", "reason=CAPACITY", "occurred_on=2007-02-01")
        assert home.run("record", "WaitingListJoined", *said, f"remark={CANARIES['remark']}").code == 0
        yield home
    finally:
        home.end()


@pytest.fixture(scope="module")
def bundle(home: Home) -> Path:
    """The bundle of that ledger on the last day of June 2008."""
    home.answer("bundle", "one.sqlite", "--as-of", "2008-06-30")
    return home.folder / "one.sqlite"


def ask(path: Path, query: str, *given: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, given).fetchall()


def test_every_figure_is_the_one_that_the_ledger_answers(home: Home, bundle: Path) -> None:
    told = ask(bundle, "select rule, version, value, considered from figures where municipality is null")
    missing = ask(bundle, "select rule, version from not_answered")

    assert {(rule, version) for rule, version, *_ in told} | set(missing) == {
        (one.id, one.version) for one in rules.RULES
    }
    for rule, version, value, considered in told[::40]:
        answer = home.figure(rule, version=version, as_of="2008-06-30")
        assert (answer["value"], answer["considered"]) == (value, considered), rule
    (parts,) = ask(
        bundle,
        "select sum(value) from figures where rule = 'placements' and municipality is not null",
    )
    (whole,) = ask(bundle, "select value from figures where rule = 'placements' and municipality is null")
    assert parts == whole


def test_every_funnel_adds_up_to_what_was_considered(bundle: Path) -> None:
    differing = ask(
        bundle,
        "select figures.rule from figures join funnels on funnels.rule = figures.rule"
        " and funnels.version = figures.version and funnels.municipality is figures.municipality"
        " group by figures.rule, figures.version, figures.municipality having sum(cases) <> max(considered)",
    )

    assert differing == []


def test_the_lists_are_those_of_the_ledger_and_every_column_says_what_it_means(home: Home, bundle: Path) -> None:
    (waiting,) = ask(bundle, "select count(*) from waiting_spells")
    assert waiting[0] == 12
    tables = {name for (name,) in ask(bundle, "select name from sqlite_master where type = 'table'")}
    told = set(ask(bundle, "select \"table\", \"column\" from dictionary where says_nl <> '' and says_en <> ''"))
    columns = {
        (name, column[1]) for name in tables for column in ask(bundle, f'select * from pragma_table_info("{name}")')
    }
    assert columns - told == {("dictionary", name) for name in ("table", "column", "says_nl", "says_en")}
    (definition,) = ask(bundle, "select sql from sqlite_master where name = 'figures'")
    assert "-- The figure." in definition[0]


def test_nobody_is_in_the_bundle(home: Home, bundle: Path) -> None:
    written = bundle.read_bytes() + bundle.with_suffix(".metadata.json").read_bytes()
    everything = "\n".join(
        str(row) for (name,) in ask(bundle, "select name from sqlite_master where type = 'table'")
        for row in ask(bundle, f'select * from "{name}"')
    )  # fmt: skip

    assert [one for one in (*CANARIES.values(), "KANARIE1") if one in everything or one.encode() in written] == []
    records = {case["id"] for case in home.answer("explain", "placements", "--as-of", "2008-06-30")["cases"]}
    assert len(records) > 200
    cells = {str(cell) for (name,) in ask(bundle, "select name from sqlite_master where type = 'table'")
             for row in ask(bundle, f'select * from "{name}"') for cell in row}  # fmt: skip
    assert records & cells == set()


def test_a_bundle_of_a_municipality_has_nothing_of_another_and_stays_the_same(home: Home) -> None:
    words = ("--municipality", "Zwijndrecht", "--as-of", "2003-12-01")
    position = home.answer("bundle", "first.sqlite", *words)["position"]
    home.run("record", "ConditionMet", "name=between-bundles")
    home.answer("bundle", "again.sqlite", *words, "--known-at", position)

    path = home.folder / "again.sqlite"
    assert path.read_bytes() == (home.folder / "first.sqlite").read_bytes()
    assert not list(home.folder.glob("*.unfinished"))
    for table in ("waiting_spells", "enrolments", "amounts", "findings", "signals", "quotas"):
        assert {one for (one,) in ask(path, f"select municipality from {table}")} <= {"0642"}
    assert {one for (one,) in ask(path, "select municipality from figures")} <= {"0642", None}
    assert ask(path, "select count(*) from waiting_spells")[0][0] > 0


def test_datasette_opens_the_bundle_and_shows_what_its_columns_mean(bundle: Path) -> None:
    metadata = json.loads(bundle.with_suffix(".metadata.json").read_text("utf-8"))

    async def opened() -> tuple[Any, str]:
        datasette = Datasette([str(bundle)], metadata=metadata)
        await datasette.invoke_startup()
        answer = await datasette.client.get("/one/figures.json?rule=placements&_shape=array")
        page = await datasette.client.get("/one/figures")
        return answer.json(), page.text

    lines, page = asyncio.run(opened())
    assert [one["value"] for one in lines if one["municipality"] == "0014"] == ask_value(bundle)
    assert "How many cases were considered." in page


def ask_value(bundle: Path) -> list[int]:
    query = "select value from figures where rule = 'placements' and municipality = '0014'"
    return [value for (value,) in ask(bundle, query)]


def test_a_file_of_another_kind_is_refused_before_anything_is_opened(home: Home) -> None:
    said = home.run("bundle", "one.xlsx")

    assert (said.code, ".sqlite" in said.told) == (2, True)
