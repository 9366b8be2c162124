"""Lists of what the views hold: who, from when, as known when, page after page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from domain.facts import EnrolmentRecorded, OwnContributionCharged, PlacementStarted, QuotaSet, WaitingListJoined
from projections import VIEWS
from replay.figures import Figures
from replay.listing_lines import LISTINGS
from replay.listings import ListingAsked, ask_listing
from store.ledger import Ledger
from tests.replay.saying import HAARLEM, Chain


@pytest.fixture
def chain(ledger: Ledger) -> Chain:
    """Two who wait, one of them until a placement; an enrolment, a quota and an own contribution."""
    chain = Chain(ledger)
    joined = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
    chain.says("W1", joined, "2003-06-01")
    chain.says("W1", PlacementStarted(trajectory="REGULAR"), "2003-11-20")
    chain.says("W2", joined, "2003-08-01", municipality=HAARLEM)
    chain.says("E1", EnrolmentRecorded(course="Nederlands"), "2007-10-01")
    chain.says("E1", OwnContributionCharged(amount_cents=27_000), "2007-10-02")
    chain.shared(
        QuotaSet(
            scheme="WI",
            unit="persons",
            amount=12,
            precision="exact",
            period_from=date(2007, 1, 1),
            period_until=date(2008, 1, 1),
            setter="minister",
            document="brief",
            document_on=date(2007, 1, 1),
        ),
        "2007-01-01",
    )
    return chain


def lines_of(ledger: Ledger, name: str, **asked: object) -> list[dict[str, object]]:
    return [line for line, _ in ask_listing(Figures(ledger), LISTINGS[name], ListingAsked(**asked)).lines]


def test_a_list_has_the_columns_it_promises_and_reads_from_views_there_are(chain: Chain) -> None:
    for listing in LISTINGS.values():
        assert {*listing.views} <= {*VIEWS}
        lines = lines_of(chain.ledger, listing.name)
        assert lines
        assert all(line.keys() == listing.columns.keys() for line in lines)


@pytest.mark.parametrize(
    ("as_of", "who"),
    [
        (None, {"2003-06-01", "2003-08-01"}),
        (date(2003, 5, 31), set()),
        (date(2003, 6, 1), {"2003-06-01"}),
        (date(2003, 11, 19), {"2003-06-01", "2003-08-01"}),
        (date(2003, 11, 20), {"2003-08-01"}),
    ],
)
def test_with_a_day_a_list_has_who_waits_on_it_and_without_one_everybody(
    chain: Chain, as_of: date | None, who: set[str]
) -> None:
    assert {line["joined_on"] for line in lines_of(chain.ledger, "waiting-spells", as_of=as_of)} == who


def test_a_list_is_of_a_place_and_of_what_was_known(chain: Chain) -> None:
    (of_haarlem,) = lines_of(chain.ledger, "waiting-spells", municipality="Haarlem")
    assert of_haarlem["municipality"] == HAARLEM
    assert lines_of(chain.ledger, "waiting-spells", municipality="Utrecht") == []
    (then,) = lines_of(chain.ledger, "waiting-spells", known_at="1")
    assert (then["joined_on"], then["ended_on"]) == ("2003-06-01", None)
    (now,) = lines_of(chain.ledger, "waiting-spells", municipality="Groningen")
    assert (now["ended_on"], now["ended_by"]) == ("2003-11-20", "PLACED")


def test_a_list_goes_on_after_any_case_and_tells_whose_each_line_is(chain: Chain) -> None:
    for number in range(30):
        chain.says(f"M{number}", WaitingListJoined(list="FIRST_INFLOW", reason="CHILDCARE"), "2004-01-01")
    whole = lines_of(chain.ledger, "waiting-spells")

    cases = [UUID(str(line["case"])) for line in whole]
    assert cases == sorted(cases)
    assert len(whole) == 32
    for at in (0, 15, 31):
        assert lines_of(chain.ledger, "waiting-spells", after=cases[at]) == whole[at + 1 :]
    groups = {
        group for _, group in ask_listing(Figures(chain.ledger), LISTINGS["waiting-spells"], ListingAsked()).lines
    }
    assert groups == {subject for (_, record), subject in chain.registrations.items() if record != "E1"}


def test_record_ids_are_there_only_for_who_may_see_them(chain: Chain) -> None:
    listing = LISTINGS["waiting-spells"]
    told = {line["id"] for line, _ in ask_listing(Figures(chain.ledger), listing, ListingAsked(), with_ids=True).lines}

    assert told == {"W1", "W2"}
    assert all("id" not in line for line in lines_of(chain.ledger, "waiting-spells"))


def test_money_is_told_in_cents_with_what_kind_it_is(chain: Chain) -> None:
    (line,) = lines_of(chain.ledger, "amounts")

    assert (line["kind"], line["amount_cents"], line["on"]) == ("OWN_CONTRIBUTION", 27_000, "2007-10-02")


def test_a_list_that_is_left_off_lets_go_of_its_connection(chain: Chain) -> None:
    figures = Figures(chain.ledger)
    for _ in range(30):  # more than the pool has
        lines = ask_listing(figures, LISTINGS["waiting-spells"], ListingAsked()).lines
        next(lines)
        lines.close()
