"""A region, a chosen division and the closed series over HTTP: asked like any other axis, refused without an echo."""

from __future__ import annotations

from datetime import date

import pytest

from domain.facts import MunicipalityMerged, PlacementStarted, RegionComposed, ReportingClosed
from replay.figures import Figures
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

YEAR = "2008-01-01..2009-01-01"


@pytest.fixture
def asked(ledger, calling):
    chain = Chain(ledger)
    chain.shared(RegionComposed(region="Noord", municipalities=(GRONINGEN,)), "2007-01-01")
    chain.shared(MunicipalityMerged(code=HAARLEM, into_code=GRONINGEN), "2009-01-01")
    chain.says("A", PlacementStarted(trajectory="DUAL"), "2008-03-01")
    chain.says("B", PlacementStarted(trajectory="DUAL"), "2008-03-01", municipality=HAARLEM)
    closing = ReportingClosed(scheme="WI", period_from=date(2008, 1, 1), period_until=date(2009, 1, 1))
    chain.shared(closing, "2009-02-17")
    chain.says("C", PlacementStarted(trajectory="DUAL"), "2008-04-01")
    caller = calling(Figures(ledger))
    return lambda **params: caller.get("/v1/figures/placements", params={"period": YEAR, **params})


def test_a_region_and_a_division_are_asked_like_any_axis(asked):
    then, later = asked(region="noord").json(), asked(region="noord", division="2009-01-01").json()

    assert (then["value"], later["value"]) == (2, 3)
    assert (then["scope"]["region"], later["scope"]["division"]) == ("Noord", "2009-01-01")


def test_the_closed_series_names_its_closing_and_the_running_one_what_came_late(asked):
    closed, running = asked(series="closed").json(), asked().json()

    assert (closed["value"], running["value"], running["late"]) == (2, 3, ["C"])
    assert closed["known_at"]["position"] == closed["closing"]["position"]
    assert (closed["series"], running["series"], running["closing"]) == ("closed", "running", None)


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        ({"region": "Nergenshuizen"}, 400, "Noord"),
        ({"series": "shut"}, 400, "running"),
        ({"division": "2009"}, 400, "division"),
        ({"region": "Noord", "municipality": GRONINGEN}, 409, "has-no-answer"),
        ({"municipality": HAARLEM, "division": "2009-01-01"}, 409, "Groningen (0014)"),
        ({"period": "2007-01-01..2009-01-01", "series": "closed"}, 409, YEAR),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(asked, params, status, said):
    refused = asked(**params)

    assert refused.status_code == status
    assert said in refused.text
    assert "Nergenshuizen" not in refused.text
