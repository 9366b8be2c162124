"""Figures for publication, asked of a real ledger: what is told, what is refused, and that nobody comes through."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.dates import Period
from domain.facts import (
    CategoryDetermined,
    ParameterSet,
    PlacementStarted,
    RegionComposed,
    ReportingClosed,
    ReportingReopened,
)
from domain.rules import RULES
from replay.asking import Asked
from replay.figures import Figures
from replay.published import published, published_difference
from replay.publishing import NotPublished, family_of, refuse_cases
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

YEAR = Period(date(2008, 1, 1), date(2009, 1, 1))
HALF = Period(date(2008, 7, 1), date(2009, 7, 1))
SCHEME = "Wet inburgering 2007"
ASKED = Asked("placements", period=YEAR)
CLOSED = ReportingClosed(scheme=SCHEME, period_from=date(2008, 1, 1), period_until=date(2009, 1, 1))
THRESHOLD = ParameterSet(name="publication-threshold", value="5", document="Publication policy 2008")


def placed(chain: Chain, count: int, municipality: str, *, pardon: bool | None = None, name: str = "") -> None:
    """So many placements of 2008 in a municipality."""
    statements = []
    for number in range(count):
        record = f"{municipality}-{pardon}-{name}{number}"
        statements.append(
            chain.stated(record, PlacementStarted(trajectory="DUAL"), "2008-03-01", municipality=municipality)
        )
        if pardon is not None:
            category = CategoryDetermined(pardon=pardon)
            statements.append(chain.stated(record, category, "2008-02-01", municipality=municipality))
    if statements:
        chain.record(statements)


def close(chain: Chain) -> None:
    chain.shared(THRESHOLD, "2008-01-01")
    chain.shared(CLOSED, "2009-02-17")


@pytest.fixture
def chain(ledger: Ledger) -> Chain:
    """Of 2008: 13 placements in Groningen, of whom 4 by pardon, and 2 in Haarlem; then it was closed."""
    made = Chain(ledger)
    placed(made, 4, GRONINGEN, pardon=True)
    placed(made, 9, GRONINGEN, pardon=False)
    placed(made, 2, HAARLEM, pardon=False)
    made.shared(RegionComposed(region="North", municipalities=(GRONINGEN, HAARLEM)), "2007-01-01")
    close(made)
    return made


def told(ledger: Ledger, asked: Asked) -> dict[str, Any]:
    return published(Figures(ledger), asked)


def test_a_published_figure_goes_in_steps_and_says_what_it_may_really_be(chain: Chain) -> None:
    document = told(chain.ledger, ASKED)

    assert (document["value"], document["interval"]) == (15, {"from": 15, "until": 19})
    assert document["publication"] == {
        "for": "publication",
        "threshold": 5,
        "step": 5,
        "from": "2008-01-01",
        "source": "Publication policy 2008",
        "part_of_the_whole": False,
        "versions_left_out": [],
    }
    assert document["funnel"]["counted"] == 15
    assert "“" not in document["sentences"]["nl"][0]
    assert document["sentences"]["en"][1].endswith("really it is 15 to 19.")


def test_what_is_too_small_says_that_it_is_suppressed_and_why(chain: Chain) -> None:
    haarlem = told(chain.ledger, replace(ASKED, municipality=HAARLEM))
    by_place = told(chain.ledger, replace(ASKED, by=("municipality",)))["by"]

    # Counted through, Groningen moves the count from 0 to 10 and Haarlem from there to 15.
    assert [(one["municipality"], one["value"]) for one in by_place] == [(GRONINGEN, 10), (HAARLEM, 5)]
    assert haarlem["value"] == 5
    assert haarlem["interval"]["from"] <= 2 < 2 + 4 <= haarlem["interval"]["until"]
    small = told(chain.ledger, replace(ASKED, municipality="Utrecht"))["value"]
    assert (small["suppressed"], small["why"], small["interval"]["from"]) == (True, "TOO_SMALL", 0)
    assert small["interval"]["until"] >= 4


def test_places_and_regions_are_parts_of_the_country_and_add_up(chain: Chain) -> None:
    values = [told(chain.ledger, replace(ASKED, municipality=one))["value"] for one in (GRONINGEN, HAARLEM)]

    region = told(chain.ledger, replace(ASKED, region="North"))

    assert region["value"] == sum(values) == told(chain.ledger, ASKED)["value"]
    assert region["publication"]["part_of_the_whole"] is True


def test_a_breakdown_by_one_dimension_adds_up_and_does_not_list_what_is_small(chain: Chain) -> None:
    document = told(chain.ledger, replace(ASKED, by=("pardon",)))

    assert sum(one["value"] for one in document["by"]) == document["value"]
    assert all(one["value"] >= 5 for one in document["by"])
    assert all(set(one) == {"pardon", "value", "interval"} for one in document["by"])


def test_nothing_about_single_cases_stands_in_it(chain: Chain) -> None:
    text = json.dumps(told(chain.ledger, replace(ASKED, by=("pardon",))))

    for name in ('"counted": [', '"not_counted":', '"late":', '"reported":', '"totals_of_others":', '"cases":'):
        assert name not in text
    for case in ("0014-True-0", "0392-False-1"):
        assert case not in text


OUTSIDE_THE_GRID = (
    (replace(ASKED, by=("pardon", "benefit")), "dimension"),
    (replace(ASKED, by=("provider",)), "dimension"),
    (replace(ASKED, by=("pardon",), municipality=GRONINGEN), "place_and_dimension"),
    (replace(ASKED, known_at="7"), "axes"),
    (replace(ASKED, as_of=date(2008, 6, 30)), "axes"),
    (replace(ASKED, registered_by=date(2008, 6, 30)), "axes"),
    (replace(ASKED, division_on=date(2008, 6, 30)), "axes"),
    (replace(ASKED, series="running"), "axes"),
    (replace(ASKED, period=HALF), "period"),
    (replace(ASKED, period=Period(date(2008, 1, 1), date(2008, 7, 1))), "period"),
    (replace(ASKED, rule="deposit-net"), "amounts_of_the_same_cases"),
)


def test_a_question_outside_the_grid_is_refused_in_both_languages(chain: Chain) -> None:
    for asked, why in OUTSIDE_THE_GRID:
        with pytest.raises(NotPublished) as refused:
            told(chain.ledger, asked)

        assert refused.value.why == why
        assert refused.value.sentence["nl"] != refused.value.sentence["en"]


def test_a_part_of_a_closed_period_and_a_second_period_over_it_are_not_published(chain: Chain) -> None:
    chain.shared(
        ReportingClosed(scheme=SCHEME, period_from=date(2008, 7, 1), period_until=date(2009, 7, 1)), "2009-08-01"
    )

    with pytest.raises(NotPublished) as refused:
        told(chain.ledger, replace(ASKED, period=HALF))

    assert str(YEAR) in refused.value.sentence["en"]
    assert str(HALF) not in refused.value.sentence["en"]


def test_without_a_threshold_nothing_is_published_and_neither_with_one_set_for_later(ledger: Ledger) -> None:
    chain = Chain(ledger)
    placed(chain, 20, GRONINGEN)
    chain.shared(CLOSED, "2009-02-17")
    with pytest.raises(NotPublished, match="publication-threshold"):
        told(ledger, ASKED)

    chain.shared(THRESHOLD, "2009-02-18")
    with pytest.raises(NotPublished, match="publication-threshold"):
        told(ledger, ASKED)

    chain.shared(THRESHOLD, "2009-02-17")
    assert told(ledger, ASKED)["value"] == 20


def test_what_comes_after_the_closing_changes_nothing_another_threshold_or_closing_included(chain: Chain) -> None:
    before = told(chain.ledger, ASKED)

    placed(chain, 7, HAARLEM, name="late")
    chain.shared(ParameterSet(name="publication-threshold", value="3"), "2008-06-01")
    of_year: dict[str, Any] = {"scheme": SCHEME, "period_from": YEAR.from_on, "period_until": YEAR.until_on}
    chain.shared(ReportingReopened(**of_year, reason="late files"), "2009-03-01")
    chain.shared(CLOSED, "2009-04-01")
    after = told(chain.ledger, ASKED)

    assert after["flags"] == [{"code": "REOPENED_SINCE"}]
    assert after | {"flags": []} == before


def test_without_a_closing_for_the_whole_country_nothing_is_published(ledger: Ledger) -> None:
    chain = Chain(ledger)
    placed(chain, 20, GRONINGEN)
    chain.shared(THRESHOLD, "2008-01-01")
    chain.shared(CLOSED, "2009-02-17", municipality=GRONINGEN)

    with pytest.raises(NotPublished) as refused:
        told(ledger, replace(ASKED, municipality=GRONINGEN))

    assert refused.value.why == "nothing_closed"


def test_a_difference_is_that_of_the_published_figures_and_its_parts_are_withheld(chain: Chain) -> None:
    sides = [replace(ASKED, municipality=one) for one in (HAARLEM, GRONINGEN)]

    document = published_difference(Figures(chain.ledger), *sides)

    assert document["difference"] == document["to"]["value"] - document["from"]["value"] == 5
    low, high = ([document[side]["interval"][end] for side in ("from", "to")] for end in ("from", "until"))
    assert document["interval"] == {"from": low[1] - high[0], "until": high[1] - low[0]}
    assert document["withheld"] == ["parts", "cases"]
    assert set(document) == {"from", "to", "difference", "interval", "withheld"}


def test_a_difference_of_nothing_does_not_say_that_there_is_none(chain: Chain) -> None:
    document = published_difference(Figures(chain.ledger), ASKED, ASKED)

    assert document["difference"]["suppressed"] is True


def test_of_cases_nothing_is_published_a_sample_included() -> None:
    with pytest.raises(NotPublished) as refused:
        refuse_cases()

    assert "sample" in refused.value.sentence["en"]


def test_two_ledgers_that_differ_in_less_than_the_threshold_publish_the_same_documents(
    ledger: Ledger, other_ledger: Ledger
) -> None:
    """Every question of the grid, and every difference of two of them: who asks them all cannot tell these apart."""
    for one, more in ((ledger, 0), (other_ledger, 4)):
        chain = Chain(one)
        placed(chain, 10, GRONINGEN, pardon=False)
        placed(chain, 5, HAARLEM, pardon=False)
        placed(chain, more, GRONINGEN, pardon=True)
        chain.shared(RegionComposed(region="North", municipalities=(GRONINGEN, HAARLEM)), "2007-01-01")
        close(chain)
    questions = [
        replace(ASKED, **more)
        for more in (
            {},
            {"municipality": GRONINGEN},
            {"municipality": HAARLEM},
            {"region": "North"},
            *({"by": (name,)} for name in ("municipality", "year", "trajectory", "pardon", "benefit", "target_group")),
            *({"rule": "quota-placements", "version": one} for one in ("letter-4a", "agenda-3a")),
        )
    ]

    for asked in questions:
        assert bare(told(ledger, asked)) == bare(told(other_ledger, asked)), asked
    for first in questions[:3]:
        for second in questions[:3]:
            documents = [published_difference(Figures(one), first, second) for one in (ledger, other_ledger)]
            assert documents[0]["interval"] == documents[1]["interval"]
            assert documents[0]["difference"] == documents[1]["difference"]


def test_all_rules_that_count_over_the_same_cases_are_of_one_edition() -> None:
    for rule in RULES:
        family = family_of(rule.id)
        assert rule in family
        for other in family:
            assert family_of(other.id) == family
        assert all(one in family for one in RULES if one.view == rule.view)


def bare(document: dict[str, Any]) -> dict[str, Any]:
    """Without where in its own ledger the closing stands, which both say of themselves."""
    kept = {name: value for name, value in document.items() if name not in ("known_at", "closing")}
    return kept | {"closing": {k: v for k, v in document["closing"].items() if k != "position"}}


def test_versions_of_a_rule_are_published_from_one_edition_and_stand_beside_each_other(chain: Chain) -> None:
    document = told(chain.ledger, Asked("quota-placements", period=YEAR))

    assert len(document["answers"]) > 1
    for answer in document["answers"]:
        alone = told(chain.ledger, Asked("quota-placements", answer["rule"]["version"], period=YEAR))
        assert alone == answer
    assert set(document["sentences"]) == {"nl", "en"}
