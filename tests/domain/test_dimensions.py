"""Breakdowns: every verdict in one class, the parts sum to the whole, unknown is a class, one declaration for all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain import rules
from domain.counting import Case, Reason, Verdict
from domain.dates import When
from domain.dimensions import (
    DIMENSIONS,
    Dimension,
    Established,
    EstablishedFromDay,
    Member,
    UnknownDimension,
    break_down,
    chosen,
    dimensions_of,
    said_by,
)
from domain.facts.base import PERSONAL_FIELDS
from domain.rules.quota_realisation import EnforcementOrder, Placement
from domain.rules.waiting_spell import WaitingSpell

PLACEMENTS = rules.rule("placements", "started")
AS_OF = date(2008, 6, 30)


def verdict(amount: int, counted: bool, provider: str | None = None, started_on: str | None = None) -> Verdict:
    case = Placement(
        case=f"{amount}", party="0014", system="GWS4all", kind="PLACEMENT", provider=provider,
        started_on=None if started_on is None else When(started_on),
    )  # fmt: skip
    return Verdict(case, counted, "PLACED" if counted else "ON_BOUNDARY", amount if counted else 0, Reason())


members = some.lists(
    some.builds(
        lambda amount, counted, provider, day, pardon: Member(
            PLACEMENTS, verdict(amount, counted, provider, day), {"pardon": pardon}
        ),
        some.integers(-500, 500),
        some.booleans(),
        some.sampled_from((None, "Alfa", "ROC")),
        some.sampled_from((None, "2007", "2008-02", "2008-02-29")),
        some.sampled_from((None, True, False)),
    )
)


@given(
    members, some.lists(some.sampled_from(("provider", "pardon", "year", "month", "reason")), min_size=1, max_size=3)
)
def test_the_parts_sum_to_the_whole_in_every_dimension(of: list[Member], names: list[str]) -> None:
    parts = break_down(of, [DIMENSIONS[name] for name in names])

    assert sum(part.value for part in parts) == sum(one.verdict.amount for one in of if one.verdict.counted)
    assert sum(part.counted for part in parts) == sum(one.verdict.counted for one in of)
    assert sum(part.considered for part in parts) == len(of)
    assert len({part.classes for part in parts}) == len(parts)


def test_yes_comes_before_no_and_what_nobody_said_last() -> None:
    of = [Member(PLACEMENTS, verdict(1, True), {"pardon": pardon}) for pardon in (None, False, True)]

    assert [part.classes for part in break_down(of, [DIMENSIONS["pardon"]])] == [(True,), (False,), (None,)]


@pytest.mark.parametrize(
    ("started_on", "year", "month"),
    [("2008-06-20", "2008", "2008-06"), ("2008-06", "2008", "2008-06"), ("2008", "2008", None), (None, None, None)],
)
def test_a_year_and_a_month_are_as_precise_as_the_day_is_known(
    started_on: str | None, year: str | None, month: str | None
) -> None:
    of = Member(PLACEMENTS, verdict(1, True, started_on=started_on), {})

    assert (DIMENSIONS["year"].read(of), DIMENSIONS["month"].read(of)) == (year, month)


@pytest.mark.parametrize(
    ("as_of", "benefit"),
    [("2008-03-31", "WWB"), ("2008-04-01", "NONE"), ("2007-12-31", "WWB"), ("2009-01-01", "NONE")],
)
def test_what_a_person_is_holds_as_valid_on_the_day_asked(as_of: str, benefit: str) -> None:
    established = Established(
        case="c", party="0014", system="GWS4all",
        said=(
            EstablishedFromDay(from_on=When("2008-01-01"), benefit="WWB", education="HIGHER"),
            EstablishedFromDay(from_on=When("2008-04-01"), benefit="NONE"),
        ),
    )  # fmt: skip
    said = said_by(established, date.fromisoformat(as_of))

    assert (said["benefit"], said["education"], said["pardon"]) == (benefit, "HIGHER", None)


def test_of_whom_nothing_was_established_everything_is_unknown() -> None:
    of = Member(PLACEMENTS, verdict(1, True), said_by(None, AS_OF))

    assert all(one.read(of) is None for one in DIMENSIONS.values() if one.of_person)


@pytest.mark.parametrize(
    ("case", "has", "has_not"),
    [
        (Placement, {"provider", "trajectory", "pardon"}, {"list", "course"}),
        (WaitingSpell, {"provider", "list", "scheme"}, {"trajectory"}),
        (EnforcementOrder, {"law", "municipality"}, {"provider"}),
    ],
)
def test_a_view_has_the_dimensions_of_its_fields(case: type[Case], has: set[str], has_not: set[str]) -> None:
    names = {one.name for one in dimensions_of(case, of_registrations=True)}

    assert has <= names
    assert not has_not & names


def test_cases_of_no_registration_have_no_dimension_of_a_person() -> None:
    assert not any(one.of_person for one in dimensions_of(Placement, of_registrations=False))


@pytest.mark.parametrize("names", [["colour"], ["provider", "colour"], []])
def test_a_dimension_that_a_rule_does_not_have_is_refused_with_those_there_are(names: list[str]) -> None:
    known = dimensions_of(EnforcementOrder, of_registrations=True)

    with pytest.raises(UnknownDimension) as refused:
        chosen(names, known, "enforcement-orders")

    assert "municipality" in refused.value.known
    assert "provider" not in refused.value.known
    assert "colour" not in str(refused.value), "what was typed may be anything"


def test_a_name_may_have_a_hyphen_and_stand_twice() -> None:
    known = dimensions_of(Placement, of_registrations=True)

    assert [one.name for one in chosen(["target-group", "year", "target_group"], known, "x")] == [
        "target_group",
        "year",
    ]


def test_nothing_that_is_sealed_is_a_dimension() -> None:
    assert not set(DIMENSIONS) & set(PERSONAL_FIELDS)


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=lambda one: one.name)
def test_every_dimension_and_its_classes_are_told_in_both_languages(dimension: Dimension) -> None:
    for words in (dimension.title, *dimension.words.values()):
        assert words["nl"]
        assert words["en"]
