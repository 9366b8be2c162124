"""A history that cannot be read holds nobody up, is not passed over in silence, and is read again once it can be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import msgspec
import psycopg
import pytest

from domain.event import decode, encode
from domain.facts import MunicipalityNamed, ParameterSet, PlacementStarted, SourceSystemTakenIntoUse, WaitingListJoined
from domain.facts.base import of
from replay.answers import figure_document
from replay.asking import Asked
from replay.case_ids import ids_of
from replay.figures import Figures
from replay.follow import Follower
from replay.verifying import verify
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, SYSTEM, Chain
from tests.replay.test_following import stored_rows

PLACED = PlacementStarted(trajectory="DUAL")
ASKED = Asked("placements", as_of=date(2008, 12, 31))
UNKNOWN_TYPE = 31_999


@contextmanager
def altered(connection: psycopg.Connection, position: int, payload: bytes, number: int | None = None) -> Iterator[None]:
    """Other bytes in the place of an event, by the superuser's hand, for the time of a block."""
    found = connection.execute("select payload, type from ledger.event where position = %s", (position,)).fetchone()
    assert found is not None
    statement = "update ledger.event set payload = %s, type = %s where position = %s"
    connection.execute("set session_replication_role = replica")
    connection.execute(statement, (payload, number or found[1], position))
    try:
        yield
    finally:
        connection.execute(statement, (*found, position))


def of_unknown_kind(ledger: Ledger, position: int) -> bytes:
    """An event as a later version would write it: a kind that is not in this registry."""
    (recorded,) = (one for one in ledger.events_after(0) if one.position == position)
    return encode(msgspec.structs.replace(recorded.event, type=UNKNOWN_TYPE))


@pytest.fixture
def chain(ledger: Ledger) -> Chain:
    """G1 with two placements, and G2 with one between them."""
    made = Chain(ledger)
    made.says("G1", PLACED, "2008-01-01")
    made.says("G2", PLACED, "2008-01-01")
    made.says("G1", PLACED, "2008-06-01")
    return made


def flags(figures: Figures, asked: Asked = ASKED) -> list[str]:
    return [flag.code for answer in figures.ask(asked) for flag in answer.flags]


def value(figures: Figures, asked: Asked = ASKED) -> int:
    (answer,) = figures.ask(asked)
    return answer.value


@pytest.mark.parametrize("payload", [None, b"", b"{}", b"\xff not JSON"])
def test_an_event_that_cannot_be_read_parks_its_group_and_the_others_go_on(
    chain: Chain, superuser: psycopg.Connection, payload: bytes | None
) -> None:
    number = UNKNOWN_TYPE if payload is None else None
    unreadable = of_unknown_kind(chain.ledger, 3) if payload is None else payload
    with altered(superuser, 3, unreadable, number):
        figures = Figures(chain.ledger)
        assert value(figures) == 2  # what of G1 can be read stands
        assert {(view, position) for view, _, position, _ in figures.rows.parked()} >= {("placements", 3)}
        assert {group for _, group, _, _ in figures.rows.parked()} == {chain.registrations[GRONINGEN, "G1"]}
        chain.says("G3", PLACED, "2008-01-01")
        assert value(figures) == 3
        lived = stored_rows(figures.follower)
        figures.follower.rebuild()
        assert stored_rows(figures.follower) == lived


def test_a_figure_is_provisional_from_the_unreadable_event_on_and_not_before(
    chain: Chain, superuser: psycopg.Connection
) -> None:
    figures = Figures(chain.ledger)
    before = [figure_document(one, ids_of(chain.ledger, one.verdicts)) for one in figures.ask(ASKED)]
    asked_before = Asked("placements", as_of=date(2008, 12, 31), known_at="3")
    chain.says("G1", PLACED, "2008-07-01")
    with altered(superuser, 4, of_unknown_kind(chain.ledger, 4), UNKNOWN_TYPE):
        assert "PROVISIONAL" in flags(figures)
        now = [figure_document(one, ids_of(chain.ledger, one.verdicts)) for one in figures.ask(asked_before)]
        assert now == before


def test_what_can_be_read_again_is_replayed_by_whoever_comes_next(chain: Chain, superuser: psycopg.Connection) -> None:
    with altered(superuser, 3, of_unknown_kind(chain.ledger, 3), UNKNOWN_TYPE):
        assert flags(Figures(chain.ledger)) == ["PROVISIONAL"]
        assert flags(Figures(chain.ledger)) == ["PROVISIONAL"]

    figures = Figures(chain.ledger)
    assert (value(figures), flags(figures), figures.rows.parked()) == (3, [], [])
    assert verify(chain.ledger, figures.follower).holds


def test_a_fact_that_only_one_view_reads_parks_only_that_view(ledger: Ledger, superuser: psycopg.Connection) -> None:
    chain = Chain(ledger)
    chain.says("G1", PLACED, "2008-01-01")
    joined = chain.says("G1", WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"), "2008-01-01")
    body = msgspec.Raw(b'{"list":"THIRD","reason":"CAPACITY"}')
    with altered(superuser, 2, encode(msgspec.structs.replace(joined.event, body=body))):
        figures = Figures(ledger)
        assert value(figures) == 1
        assert {view for view, *_ in figures.rows.parked()} == {"waiting-spells", "findings"}
        assert "PROVISIONAL" not in flags(figures)
        assert "PROVISIONAL" in flags(figures, Asked("waiting-over-one-year", as_of=date(2008, 12, 31)))


def test_an_unreadable_shared_fact_parks_its_stream_and_is_taken_into_every_group_once_it_can_be(
    chain: Chain, superuser: psycopg.Connection
) -> None:
    chain.says("G4", PLACED, "2008-01-01", registered_on=date(2008, 1, 1))
    used = chain.shared(SourceSystemTakenIntoUse(system=SYSTEM), "2008-10-01", GRONINGEN)
    with altered(superuser, 5, of_unknown_kind(chain.ledger, 5), UNKNOWN_TYPE):
        figures = Figures(chain.ledger)
        assert value(figures) == 4
        assert flags(figures) == ["PROVISIONAL"]
        assert used.event.subject in {group for _, group, _, _ in figures.rows.parked()}

    figures = Figures(chain.ledger)
    assert flags(figures) == ["ENTERED_AFTERWARDS"]
    assert verify(chain.ledger, figures.follower).holds


@pytest.mark.parametrize("kind", [MunicipalityNamed, ParameterSet])
def test_an_unreadable_name_or_parameter_leaves_the_earlier_ones_in_use(
    chain: Chain, superuser: psycopg.Connection, kind: type
) -> None:
    facts = {
        MunicipalityNamed: MunicipalityNamed(code=GRONINGEN, name="Stad"),
        ParameterSet: ParameterSet(name="waiting-limit-months", value="6"),
    }
    chain.shared(facts[kind], "2008-01-01")
    later = chain.shared(facts[kind], "2008-01-01")
    asked = Asked("waiting-over-four-months", version="both-lists", municipality=GRONINGEN, as_of=date(2008, 12, 31))
    with altered(superuser, 5, b"{}"):
        (answer,) = Figures(chain.ledger).ask(asked)
    if kind is MunicipalityNamed:
        assert answer.municipality_name == "Stad"
    else:
        assert 6 in [one.value for one in answer.parameters]
    assert decode(encode(later.event)).type == of(kind).number


def test_an_unreadable_link_joins_nobody_and_parks_who_made_it(chain: Chain, superuser: psycopg.Connection) -> None:
    link = chain.links("G1", "G2")
    with altered(superuser, 4, encode(msgspec.structs.replace(link.event, body=msgspec.Raw(b'{"other":"nobody"}')))):
        follower = Follower(chain.ledger)
        follower.follow()
        assert {group for view, group, *_ in follower.rows.parked() if view == "placements"} == {link.event.subject}
