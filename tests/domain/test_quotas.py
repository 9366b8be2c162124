"""What a figure may be set against, and how far it is."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.counting import Bounds
from domain.dates import Period, parse_period
from domain.event import Position
from domain.precision import Interval
from domain.quotas import Quota, ShareInterval, refused_because, set_against
from domain.rules import rule

PLACEMENTS = rule("placements", "started")
LETTER_4A = rule("quota-placements", "letter-4a")
AGENDA_3A = rule("quota-placements", "agenda-3a")
ORDERS = rule("enforcement-orders", "without-offer")
UNTIL_JULY = parse_period("2007-01-01..2008-07-01")
WI_2007 = "Wet inburgering 2007"


def bounds(period: Period | None = UNTIL_JULY, as_of: str = "2008-06-30", registered_by: str | None = None) -> Bounds:
    bound = date.fromisoformat(registered_by) if registered_by else None
    return Bounds(date.fromisoformat(as_of), Position(9999), period, bound)


# --- What a figure may be set against ---


def quota(**fields: Any) -> Quota:
    usual = {
        "case": "q",
        "party": "0014",
        "system": "taakstellingen",
        "municipality": "0014",
        "kind": "quota",
        "scheme": WI_2007,
        "unit": "trajectories",
        "amount": 1230,
        "precision": "exact",
        "period_from": date(2007, 1, 1),
        "period_until": date(2010, 1, 1),
        "setter": "gemeente",
        "document_on": date(2008, 9, 18),
        "document": "agenda",
    }
    return Quota(**usual | fields)


def changed(one: Quota, **fields: Any) -> Quota:
    return quota(**{name: getattr(one, name) for name in one.__struct_fields__} | fields)


@pytest.mark.parametrize(
    ("fields", "asked", "expected"),
    [
        ({}, bounds(), None),
        ({"scheme": "Innovatietraject PIB", "unit": "persons"}, bounds(), "SCHEME_MISMATCH"),
        ({"unit": "persons", "kind": "forecast"}, bounds(), "UNIT_MISMATCH"),
        ({"kind": "purchased"}, bounds(), "KIND_MISMATCH"),
        ({"kind": "forecast", "amount": None, "precision": "higher"}, bounds(), "KIND_MISMATCH"),
        ({"period_from": date(2008, 7, 1)}, bounds(), "PERIOD_MISMATCH"),
        ({"period_from": date(2008, 6, 30)}, bounds(), None),
        ({}, bounds(period=None, as_of="2009-12-31"), None),
        ({}, bounds(period=None, as_of="2010-01-01"), None),
        ({}, bounds(period=None, as_of="2026-11-21"), None),
        ({}, bounds(period=None, as_of="9999-12-31"), None),
        ({}, bounds(period=None, as_of="2007-01-01"), None),
        ({}, bounds(period=None, as_of="2006-12-31"), "PERIOD_MISMATCH"),
        ({"amount": None, "precision": "higher"}, bounds(), "AMOUNT_UNKNOWN"),
        ({"amount": None}, bounds(), "AMOUNT_UNKNOWN"),
        ({"amount": 1000, "precision": "higher"}, bounds(), "AMOUNT_UNKNOWN"),
    ],
)
def test_a_quota_is_refused_with_the_first_reason(fields: dict[str, Any], asked: Bounds, expected: str | None) -> None:
    assert refused_because(LETTER_4A, quota(**fields), asked) == expected


def test_a_rule_that_names_no_quota_is_set_against_none() -> None:
    beside, refused = set_against(PLACEMENTS, 236, [quota(), quota(unit="placements")], bounds())

    assert beside == []
    assert [why for _, why in refused] == ["UNIT_MISMATCH", "KIND_MISMATCH"]


@pytest.mark.parametrize(
    ("fields", "to_go", "share"),
    [
        ({"amount": 6000, "precision": "about"}, Interval(3780, 4780), ("0.2646", "0.3127")),
        ({"amount": 20, "precision": "at-least"}, Interval(-1700, None), (None, "86.0000")),
        ({"amount": 4000, "precision": "almost"}, Interval(1780, 2279), ("0.4301", "0.4914")),
    ],
)
def test_against_an_amount_that_is_not_exact_there_are_only_intervals(
    fields: dict[str, Any], to_go: Interval, share: tuple[str | None, str | None]
) -> None:
    (beside,), _ = set_against(LETTER_4A, 1720, [quota(**fields)], bounds())

    assert (beside.to_go, beside.share, beside.to_go_interval) == (None, None, to_go)
    assert beside.share_interval == ShareInterval(*(Decimal(one) if one else None for one in share))


@pytest.mark.parametrize(
    ("value", "amount", "to_go", "share"),
    [
        (0, 1230, 1230, "0.0000"),
        (1, 20000, 19999, "0.0001"),
        (1, 20001, 20000, "0.0000"),
        (1300, 1230, -70, "1.0569"),
        (5, 0, -5, None),
    ],
)
def test_a_share_is_rounded_half_up_and_more_than_all_is_below_zero_to_go(
    value: int, amount: int, to_go: int, share: str | None
) -> None:
    (beside,), _ = set_against(LETTER_4A, value, [quota(amount=amount)], bounds())

    assert (beside.to_go, beside.share) == (to_go, Decimal(share) if share else None)
