"""What a reported figure was told as, which question it answers, and how far a value lies from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.counting import Bounds, Case, Reason, Verdict
from domain.dates import Period, When
from domain.dimensions import DIMENSIONS
from domain.event import Position
from domain.facts import FigureReported
from domain.reported import Reported, is_class, verdicts_hash

UNTIL_JULY = Period(date(2007, 1, 1), date(2008, 7, 1))


def reported(**said: Any) -> Reported:
    given: dict[str, Any] = {"rule": "placements", "unit": "placements", "computed_here": False, "document": "agenda"}
    return Reported(FigureReported(**given | said), "e", 7, "0014", When("2008-09-18"))


@pytest.mark.parametrize(
    ("said", "value", "drift"),
    [
        ({"value": 236}, 236, 0),
        ({"value": 236}, 237, 1),
        ({"value": 236}, 0, -236),
        ({"value": 250, "precision": "about"}, 245, 0),
        ({"value": 250, "precision": "about"}, 244, -1),
        ({"value": 250, "precision": "about"}, 256, 1),
        ({"value": 20, "precision": "at-least"}, 20, 0),
        ({"value": 20, "precision": "at-least"}, 19, -1),
        ({"value": 20, "precision": "more-than"}, 20, -1),
        ({"value": 20, "precision": "more-than"}, 21, 0),
        ({"value": 20, "precision": "fewer-than"}, 20, 1),
        ({"value": 20, "precision": "fewer-than"}, 19, 0),
        ({"value": 4000, "precision": "almost"}, 4000, 1),
        ({"value": 4000, "precision": "almost"}, 3999, 0),
        ({"value_low": 10, "value_high": 12}, 13, 1),
        ({"value_low": 10, "value_high": 12}, 9, -1),
        ({"value": 6000, "precision": "about"}, 5500, 0),
        ({"value": 6000, "precision": "about"}, 5499, -1),
        ({"value": 6000, "precision": "about"}, 6500, 0),
        ({"value": 6000, "precision": "about"}, 6501, 1),
        ({"value": 250, "precision": "about"}, 255, 0),
        ({"value": 20, "precision": "at-least"}, 10**9, 0),
        ({"value": 4000, "precision": "almost"}, 3500, 0),
        ({"value": 4000, "precision": "almost"}, 3499, -1),
        ({"value": 4000, "precision": "higher"}, 4000, -1),
        ({"value": 4000, "precision": "higher"}, 4001, 0),
        ({"value": -40}, -41, -1),
        ({"value": -40, "precision": "about"}, -45, 0),
        ({"value": -40, "precision": "about"}, -46, -1),
        ({"value": -40, "precision": "about"}, -35, 0),
        ({"value": -40, "precision": "about"}, -34, 1),
        ({"value": -40, "precision": "at-least"}, 0, 0),
    ],
)
def test_drift_is_the_distance_from_what_the_words_may_mean(said: dict[str, Any], value: int, drift: int) -> None:
    assert reported(**said).drift(value) == drift


@pytest.mark.parametrize(
    ("said", "as_of", "assumed"),
    [
        ({"as_of": date(2008, 4, 1), "period_until": date(2008, 7, 1)}, date(2008, 4, 1), False),
        ({"period_until": date(2008, 7, 1)}, date(2008, 6, 30), False),
        ({"document_on": date(2008, 10, 6)}, date(2008, 10, 6), True),
        ({}, date(2008, 9, 18), True),
    ],
)
def test_the_day_is_the_one_it_says_else_that_of_its_period_else_of_its_document(
    said: dict[str, Any], as_of: date, assumed: bool
) -> None:
    one = reported(value=1, **said)
    assert (one.as_of, one.day_is_assumed) == (as_of, assumed)


@pytest.mark.parametrize(
    "said",
    [
        {"value": 125, "decimals": 1},
        {"value": 3, "denominator": 4},
        {"value": 0, "precision": "almost"},
        {},
    ],
)
def test_a_ratio_and_a_report_without_a_number_cannot_be_compared(said: dict[str, Any]) -> None:
    assert not reported(**said).is_comparable


PERIOD = {"period_from": UNTIL_JULY.from_on, "period_until": UNTIL_JULY.until_on, "value": 236}
JUNE, SEPTEMBER = date(2008, 6, 30), date(2008, 9, 18)


@pytest.mark.parametrize(
    ("said", "municipality", "period", "as_of", "registered_by", "same"),
    [
        (PERIOD, "0014", UNTIL_JULY, JUNE, None, True),
        (PERIOD, "0014", UNTIL_JULY, JUNE, SEPTEMBER, True),
        (PERIOD, "0014", UNTIL_JULY, date(2008, 6, 29), None, False),
        (PERIOD, "0014", None, JUNE, None, False),
        (PERIOD, "0392", UNTIL_JULY, JUNE, None, False),
        (PERIOD, None, UNTIL_JULY, JUNE, None, False),
        (PERIOD | {"computed_here": True}, "0014", UNTIL_JULY, JUNE, SEPTEMBER, False),
        (PERIOD | {"registered_by": SEPTEMBER}, "0014", UNTIL_JULY, JUNE, SEPTEMBER, True),
        (PERIOD | {"registered_by": SEPTEMBER}, "0014", UNTIL_JULY, JUNE, None, False),
        (PERIOD | {"dimension": "pardon", "dimension_value": "ja"}, "0014", UNTIL_JULY, JUNE, None, False),
    ],
)
def test_a_report_answers_the_question_of_its_own_place_and_time(
    said: dict[str, Any],
    municipality: str | None,
    period: Period | None,
    as_of: date,
    registered_by: date | None,
    same: bool,
) -> None:
    asked = Bounds(as_of, Position(9), period, registered_by)

    assert reported(**said).asks_the_same(municipality, None, asked) is same


def test_a_report_of_a_region_answers_that_region_only() -> None:
    of_region = msgspec.structs.replace(reported(**PERIOD).fact, scope_region="G4")
    told, asked = Reported(of_region, "e", 1, None, None), Bounds(JUNE, Position(9), UNTIL_JULY)

    assert told.asks_the_same(None, "G4", asked)
    assert not told.asks_the_same(None, "G31", asked)
    assert not told.asks_the_same(None, None, asked)


def verdict(case: str, counted: bool, code: str = "PLACED", record: str | None = None) -> Verdict:
    return Verdict(Case(case=case, party="0014", system="s", record=record), counted, code, int(counted), Reason())


def test_the_hash_of_verdicts_is_over_case_ids_in_any_order_and_over_no_source_id() -> None:
    one, other = verdict("a", True, record="1" * 64), verdict("b", False, "ON_BOUNDARY")

    assert verdicts_hash([one, other]) == verdicts_hash([other, verdict("a", True, record="2" * 64)])
    assert verdicts_hash([one, other]) != verdicts_hash([one])
    assert verdicts_hash([one]) != verdicts_hash([verdict("a", False, "PLACED")])
    assert verdicts_hash([one]) != verdicts_hash([verdict("a", True, "OTHER")])


@pytest.mark.parametrize(
    ("dimension", "of_class", "told", "same"),
    [
        ("pardon", True, "ja", True), ("pardon", True, "Yes", True), ("pardon", False, "ja", False),
        ("pardon", None, "onbekend", True), ("benefit", "NONE", "geen", True), ("benefit", "WWB", "none", False),
        ("provider", "ROC", "roc", True),
    ],
)  # fmt: skip
def test_a_part_is_named_by_its_code_or_in_either_language(
    dimension: str, of_class: Any, told: str, same: bool
) -> None:
    assert is_class(DIMENSIONS[dimension], of_class, told) is same
