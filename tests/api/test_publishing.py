"""The ministry over HTTP: figures as they may be published, and nothing else of a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from domain.dates import parse_period
from domain.facts import FigureReported, ParameterSet, ReportingClosed
from replay.asking import Asked
from replay.figures import Figures
from replay.published import published, published_difference
from store.ledger import Ledger
from store.readers import Reader
from tests.api.conftest import Badges, Caller
from tests.replay.saying import Chain

ASKED = {"period": "2007-01-01..2008-07-01"}
YEAR_AND_A_HALF = parse_period(ASKED["period"])


@pytest.fixture
def closed(module_ledger: Ledger, take_in: Callable[..., None], badges: Badges) -> Caller:
    """A caller over the placements of Groningen, closed for the whole country by day of entry, with a threshold.

    Cases by day of entry are made anew from the facts, which the ministry may not read itself.
    """
    if not module_ledger.head().position:
        take_in(module_ledger, "gemeente-groningen-gws4all-plaatsingen.csv", municipality="Groningen")
        chain = Chain(module_ledger)
        chain.shared(ParameterSet(name="publication-threshold", value="5"), "2008-01-01")
        period = {"period_from": date(2007, 1, 1), "period_until": date(2008, 7, 1)}
        closing = ReportingClosed(scheme="Wet inburgering 2007", entry_until_on=date(2009, 1, 1), **period)
        chain.shared(closing, "2009-02-17")
    return Caller(Figures(module_ledger), access=badges.access)


def test_the_ministry_gets_steps_that_the_description_promises(closed, badges):
    shown = badges.shown(Reader(role="ministry"), "accountability")
    schemas = closed.get("/v1/openapi.json").json()["components"]
    promised = Draft202012Validator({"components": schemas, "$ref": "#/components/schemas/Figure"})
    nobody = {"suppressed": True, "why": "TOO_SMALL", "interval": {"from": 0, "until": 24}}
    asked = [
        ({}, 235),
        ({"by": "pardon"}, 235),
        ({"municipality": "Groningen"}, 235),
        ({"municipality": "Utrecht"}, nobody),
    ]
    for more, value in asked:
        document = closed.get("/v1/figures/placements", params=ASKED | more, headers=shown).json()

        told = {"by": ("pardon",)} if "by" in more else more
        assert document == published(closed.figures, Asked("placements", period=YEAR_AND_A_HALF, **told))
        assert document["publication"]["threshold"] == 5
        assert document["value"] == value
        assert not {"counted", "not_counted", "late", "reported"} & set(document)
        promised.validate(document)


@pytest.mark.parametrize("more", [{"knownAt": "7"}, {"asOf": "2008-01-01"}, {"by": "provider"}, {"series": "running"}])
def test_what_is_not_published_is_refused_with_what_works(closed, badges, more):
    shown = badges.shown(Reader(role="ministry"), "accountability")

    answer = closed.get("/v1/figures/placements", params=ASKED | more, headers=shown)

    assert answer.status_code == 409


def test_the_ministry_gets_the_difference_of_what_is_published_and_nothing_of_what_makes_it(closed, badges):
    shown = badges.shown(Reader(role="ministry"), "accountability")
    schemas = closed.get("/v1/openapi.json").json()["components"]
    promised = Draft202012Validator({"components": schemas, "$ref": "#/components/schemas/PublishedDifference"})
    asked = {"from": "placements,municipality=Groningen", "to": "placements"} | ASKED

    answer = closed.get("/v1/differences", params=asked, headers=shown)

    sides = (Asked("placements", period=YEAR_AND_A_HALF, municipality=place) for place in ("Groningen", None))
    assert answer.json() == published_difference(closed.figures, *sides)
    assert not {"cases", "parts", "pairs", "counted"} & set(answer.json())
    promised.validate(answer.json())
    assert closed.logboek() == []


@pytest.mark.parametrize(
    "path",
    [
        "/v1/figures/placements?period=2007-01-01..2008-07-01",
        "/v1/differences?from=placements&to=placements&period=2007-01-01..2008-07-01",
    ],
)
def test_what_is_published_is_not_sent_twice(closed, badges, path):
    shown = badges.shown(Reader(role="ministry"), "accountability")
    first = closed.get(path, headers=shown)

    again = closed.get(path, headers=shown | {"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert closed.get(path, headers=shown | {"If-None-Match": '"another"'}).content == first.content


def test_of_cases_the_ministry_gets_nothing(closed, badges):
    shown = badges.shown(Reader(role="ministry"), "accountability")

    assert closed.get("/v1/figures/placements/cases", headers=shown).status_code == 403


# --- On the pages ---

BROWSER = {"Accept": "text/html"}


def shown(caller: Caller, badges: Badges, path: str) -> str:
    answer = caller.get(path, headers=BROWSER | badges.shown(Reader(role="ministry"), "accountability"))
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_start_of_the_ministry_leads_to_the_figures_of_each_closed_period(closed, badges):
    said = shown(closed, badges, "/")
    assert "1 januari 2007 tot 1 juli 2008" in said
    assert "gesloten op 17-02-2009" in said
    address = "/cijfers/placements?period=2007-01-01..2008-07-01"
    assert f'href="{address}"' in said
    assert "ongeveer 235 plaatsingen" in shown(closed, badges, address)


def test_a_rule_that_asks_something_of_each_municipality_opens_by_the_version_that_does_not(closed, badges):
    said = shown(closed, badges, "/en/")
    assert 'href="/en/figures/realisation?version=on-trajectory&amp;period=2007-01-01..2008-07-01"' in said


def test_beside_the_quotas_of_a_place_the_ministry_reads_what_is_published_of_it(closed, badges, take_in):
    take_in(closed.figures.ledger, "taakstellingen.csv")
    assert 'href="/taakstelling?municipality=0014"' in shown(closed, badges, "/taakstelling")
    said = shown(closed, badges, "/taakstelling?municipality=0014").partition("Wat is gepubliceerd, 1 januari 2007")[2]
    assert "ongeveer 145 trajecten" in said
    assert "ongeveer 235 inburgeraars" in said
    assert not {"148", "236"} & set(re.findall("[0-9]+", said.partition("</section>")[0]))
    assert 'name="asOf"' not in said


def test_of_what_was_reported_the_ministry_reads_the_document_and_opens_what_is_published(closed, badges):
    reported = FigureReported(
        rule="placements", value=236, unit="inburgeraars", computed_here=False, document="agenda",
        wording="236 geplaatst",
        period_from=YEAR_AND_A_HALF.from_on, period_until=YEAR_AND_A_HALF.until_on,
    )  # fmt: skip
    Chain(closed.figures.ledger).shared(reported, "2008-09-18", "0014")
    said = shown(closed, badges, "/gemeld")
    assert "agenda" in said
    assert "/cijfers/placements?municipality=0014&amp;period=2007-01-01..2008-07-01" in said
    assert "236" not in said


def test_a_figure_that_is_not_published_as_asked_leads_to_the_periods_that_are(closed, badges):
    said = shown(closed, badges, "/cijfers/placements?period=2007-01-01..2008-01-01&municipality=0014")
    assert "/cijfers/placements?period=2007-01-01..2008-07-01&amp;municipality=0014" in said
