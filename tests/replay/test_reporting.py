"""Dashboards: views that answer as figures do, to a login that sees its own municipality and nothing that leads on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.dates import Period
from domain.facts import CostBooked, EnrolmentRecorded, FigureReported, WaitingListJoined, WaitingListLeft
from replay.asking import Asked
from replay.figures import Figures
from store.embedded import EmbeddedPostgres
from tests.conftest import opened
from tests.replay.readers_world import quota_of, world_in
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

AS_OF = date(2009, 12, 31)
HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
SQL = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Dashboards:
    """A ledger with something in every view, and logins of dashboards."""

    def __init__(self, server: EmbeddedPostgres, conninfo: str, figures: Figures) -> None:
        self.server, self.conninfo, self.figures = server, conninfo, figures
        self.dbname = psycopg.conninfo.conninfo_to_dict(conninfo)["dbname"]

    def as_login(self, login: str) -> psycopg.Connection[Any]:
        """A connection of somebody who logs in."""
        return psycopg.connect(
            self.server.conninfo(user=login, password="invented", dbname=self.dbname), autocommit=True
        )

    def value(self, rule: str, version: str, **asked: Any) -> int:
        """What a figure says of Groningen."""
        (answer,) = self.figures.ask(Asked(rule, version, GRONINGEN, as_of=AS_OF, **asked))
        return answer.value


@pytest.fixture(scope="module")
def dashboards(
    server: EmbeddedPostgres, new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dashboards]:
    conninfo = new_database()
    with opened(conninfo, tmp_path_factory.mktemp("keys") / "keys.json") as ledger:
        world = world_in(ledger)
        say_more(Chain(ledger))
        world.figures.follower.follow()
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for login, municipality in (
                ("dash_groningen", GRONINGEN),
                ("dash_haarlem", HAARLEM),
                ("dash_nowhere", None),
            ):
                connection.execute(f"create role {login} login password 'invented' in role ketenboek_dashboard")
                if municipality:
                    connection.execute("insert into reporting.reader values (%s, %s)", (login, municipality))
        yield Dashboards(server, conninfo, world.figures)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            for login in ("dash_groningen", "dash_haarlem", "dash_nowhere"):
                connection.execute(f"drop role {login}")


def say_more(chain: Chain) -> None:
    """Spells, enrolments, money and a figure that was told."""
    for number in range(6):
        record = f"W{number}"
        joined = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
        chain.says(record, joined, f"2008-0{number + 1}-15", registered_on=date(2008, 9, 1))
        chain.says(record, EnrolmentRecorded(course="NT2", provider="Taalhuis Noord"), f"2008-1{number % 3}-01")
        chain.says(record, EnrolmentRecorded(course="KNM"), f"2009-0{number + 1}-02")
    chain.says("W1", WaitingListLeft(because="OTHER"), "2009-03-01")
    chain.says("W2", CostBooked(amount_cents=12_345, fund="wi", component="trajectory"), "2009-02-03")
    chain.says("W3", CostBooked(amount_cents=55, fund="web", component="trajectory"), "2008-12-31")
    chain.says("X1", WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"), "2007-01-15", municipality=HAARLEM)
    told = {"unit": "placements", "document": "letter", "computed_here": False, "value": 3}
    first = chain.shared(FigureReported(rule="placements", **told), "2009-01-01", municipality=GRONINGEN)
    again = told | {"value": 4, "replaces": str(first.event.event_id)}
    chain.shared(FigureReported(rule="placements", **again), "2009-02-01", municipality=GRONINGEN)
    chain.shared(FigureReported(rule="placements", **told | {"value": 99}), "2009-02-01")


AS_FIGURES = (
    (
        "select count(*) from reporting.placements where kind = 'PLACEMENT' and started_on <= %(as_of)s",
        ("placements", "started", {}),
    ),
    (
        "select count(*) from reporting.participants where enrolled_on <= %(as_of)s",
        ("enrolment-rows", "as-delivered", {}),
    ),
    (
        "select count(distinct person) from reporting.participants where enrolled_on <= %(as_of)s",
        ("participants", "deduplicated", {}),
    ),
    (
        "select sum(amount_cents) from reporting.money where kind in ('EXPENSE', 'COST') and booked_on <= %(as_of)s",
        ("costs-by-label", "every-label", {}),
    ),
    (
        "select count(*) from reporting.waiting_list where joined_on + interval '12 months' < %(as_of)s"
        " and (ended_on is null or ended_on > %(as_of)s)",
        ("waiting-over-one-year", "one-year", {}),
    ),
)


@pytest.mark.parametrize(("query", "figure"), AS_FIGURES, ids=[figure[0] for _, figure in AS_FIGURES])
def test_the_views_answer_as_the_figures_do(dashboards: Dashboards, query: str, figure: tuple[str, str, Any]) -> None:
    rule, version, more = figure
    with dashboards.as_login("dash_groningen") as connection:
        of_then = f"{query} and municipality = '{GRONINGEN}'"
        (value,) = connection.execute(of_then.encode(), {"as_of": AS_OF}).fetchone() or (None,)

    assert value == dashboards.value(rule, version, **more)
    assert value > 1


PERSONS = ("waiting_list", "placements", "participants", "money", "findings")
ALL = (*PERSONS, "quota_realisation", "figures_reported")


@pytest.mark.parametrize("view", ALL)
def test_a_login_sees_its_own_municipality_and_what_is_of_the_country(dashboards: Dashboards, view: str) -> None:
    seen = {login: places_in(dashboards, login, view) for login in ("dash_groningen", "dash_haarlem", "dash_nowhere")}

    assert seen["dash_groningen"] <= {GRONINGEN, "0009", None}
    assert GRONINGEN in seen["dash_groningen"]
    assert seen["dash_haarlem"] <= {HAARLEM, None}
    assert seen["dash_nowhere"] <= {None}


def places_in(dashboards: Dashboards, login: str, view: str) -> set[str | None]:
    with dashboards.as_login(login) as connection:
        return {code for (code,) in connection.execute(f"select municipality from reporting.{view}").fetchall()}


def test_what_a_login_sets_changes_nothing_of_what_it_sees(dashboards: Dashboards) -> None:
    with dashboards.as_login("dash_haarlem") as connection:
        connection.execute(f"set ketenboek.municipality = '{GRONINGEN}'")
        found = connection.execute("select distinct municipality from reporting.placements").fetchall()

    assert found == [(HAARLEM,)]


@pytest.mark.parametrize(
    "statement",
    [
        "select 1 from projection.row",
        "select 1 from reporting.standing",
        "select 1 from reporting.reader",
        "select 1 from ledger.event",
        "select 1 from vault.record",
        "select projection.secret()",
        "select projection.codes_of('{}')",
        "set role ketenboek_reporting",
        "set role ketenboek_auditor",
        "insert into reporting.reader values (current_user, '0014')",
        "create table reporting.own (one integer)",
        "create view reporting.own as select 1",
    ],
)
def test_a_dashboard_reads_the_views_and_nothing_else(dashboards: Dashboards, statement: str) -> None:
    with dashboards.as_login("dash_groningen") as connection, pytest.raises(psycopg.Error):
        connection.execute(statement)


def test_no_view_tells_an_id_that_leads_on(dashboards: Dashboards) -> None:
    hidden = {"record", "registration", "positions", "group_id", "value", "case", "aliases"}
    with dashboards.as_login("dash_groningen") as connection:
        for view in ALL:
            columns = {one.name for one in connection.execute(f"select * from reporting.{view}").description or ()}
            assert view == "figures_reported" or not columns & hidden


def test_under_secrecy_a_row_is_counted_and_leads_nowhere(dashboards: Dashboards) -> None:
    with dashboards.as_login("dash_groningen") as connection:
        found = connection.execute("select case_id, provider from reporting.placements").fetchall()

    assert sum(one == (None, None) for one in found) == 1
    assert all(case is not None for case, provider in found if provider is not None)


def test_a_person_is_called_otherwise_for_each_login(dashboards: Dashboards) -> None:
    asked = "select distinct person from reporting.participants"
    with dashboards.as_login("dash_groningen") as one, dashboards.as_login("dash_haarlem") as other:
        own = {person for (person,) in one.execute(asked)}
        assert own
        assert not own & {person for (person,) in other.execute(asked)}
        assert not own & {str(subject) for subject in dashboards.figures.ledger.streams([], [])}


def test_a_reported_figure_is_told_as_it_stands(dashboards: Dashboards) -> None:
    with dashboards.as_login("dash_groningen") as connection:
        found = connection.execute(
            "select municipality, value from reporting.figures_reported order by value"
        ).fetchall()

    assert found == [(GRONINGEN, 4), (None, 99)]


def test_a_quota_stands_beside_what_was_started_in_its_period(dashboards: Dashboards) -> None:
    quota = quota_of(GRONINGEN)
    with dashboards.as_login("dash_groningen") as connection:
        found = connection.execute(
            "select amount, placements_started, setter from reporting.quota_realisation"
        ).fetchall()

    period = Period(quota.period_from, quota.period_until)
    assert found == [(quota.amount, dashboards.value("placements", "started", period=period), GRONINGEN)]


def test_freshness_says_how_far_each_view_is(dashboards: Dashboards) -> None:
    head = dashboards.figures.ledger.head()
    with dashboards.as_login("dash_nowhere") as connection:
        found = connection.execute(
            "select view, position, head, recorded_at, lag_seconds from reporting.freshness"
        ).fetchall()

    assert {view for view, *_ in found} == {*dashboards.figures.follower.views}
    assert {tuple(told) for _, *told in found} == {(head.position, head.position, head.recorded_at, 0)}


def test_the_dates_have_no_hole(dashboards: Dashboards) -> None:
    with dashboards.as_login("dash_nowhere") as connection:
        told = connection.execute("select count(*), max(day) - min(day) + 1 from reporting.dates").fetchone()

    assert told == (18_993, 18_993)


def test_every_view_and_its_columns_are_told_of(dashboards: Dashboards) -> None:
    page = (HOW_TO / "dashboards.md").read_text("utf-8")
    with psycopg.connect(dashboards.conninfo) as connection:
        views = connection.execute(
            "select relname, obj_description(oid, 'pg_class') from pg_class"
            " where relnamespace = 'reporting'::regnamespace and relkind = 'v' and relname <> 'standing'"
        ).fetchall()

    assert [view for view, said in views if not said] == []
    assert [view for view, _ in views if f"`reporting.{view}`" not in page] == []


@pytest.mark.parametrize("page", ["grafana.md", "metabase.md"])
def test_the_queries_on_a_page_give_rows(dashboards: Dashboards, page: str) -> None:
    queries = SQL.findall((HOW_TO / page).read_text("utf-8"))
    assert queries
    for query in queries:
        if query.startswith("create role"):
            continue
        with dashboards.as_login("dash_groningen") as connection:
            assert connection.execute(plain(query).encode()).fetchall(), query


def plain(query: str) -> str:
    """A query without what Grafana and Metabase put in the place of their variables."""
    filled = re.sub(r"\$__timeFilter\((\w+)\)", r"\1 between '2007-01-01' and '2010-01-01'", query)
    filled = re.sub(r"\[\[.*?\]\]", "", filled)
    return filled.replace("$__timeTo()", "timestamp '2009-12-31'")
