"""Absence: the table of authorised absence, what the municipality decided, and action on the day itself."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, Verdict, judge, question_for
from domain.dates import When
from domain.event import Position
from domain.rules import rule
from domain.rules.absence_table import Absence, Action, Childcare, Judgement

WHOLE_CLASS, AS_RECORDED = "circumstance-authorised", "circumstance-as-recorded"
UNAUTHORISED, FOLLOW_UP = "unauthorised-absences", "absences-without-same-day-follow-up"


def absence(reason: str | None = None, **fields: Any) -> Absence:
    """One day of absence on 3 March 2004, recorded as unauthorised, unless said otherwise."""
    return Absence(
        **{
            "case": "c",
            "party": "ROC Da Vinci",
            "system": "s",
            "positions": (1,),
            "absent_on": When("2004-03-03"),
            "reason": reason,
            "authorised": False,
        }
        | fields
    )


def verdict(
    one: Absence, version: str = WHOLE_CLASS, rule_id: str = UNAUTHORISED, as_of: str = "2004-07-01"
) -> Verdict:
    chosen = rule(rule_id, version)
    return judge(chosen, one, question_for(chosen, Bounds(date.fromisoformat(as_of), Position(99))))


def decided(authorised: bool, on: str | None = "2004-03-10", **fields: Any) -> Judgement:
    return Judgement(on=None if on is None else When(on), authorised=authorised, **fields)


# --- The table ---


@pytest.mark.parametrize(
    ("one", "code", "counted"),
    [
        (absence(), "NOT_IN_TABLE", True),
        (absence("NONE_GIVEN"), "NOT_IN_TABLE", True),
        (absence("OTHER"), "NOT_IN_TABLE", True),
        (absence("WORK"), "NOT_IN_TABLE", True),
        (absence("TRANSITION"), "TRANSITION_WITHOUT_END", True),
        (absence("TRANSITION", until_on=date(2004, 4, 1)), "IN_TRANSITION", False),
        (absence("PERSONAL_CIRCUMSTANCE"), "PERSONAL_CIRCUMSTANCE", False),
        (absence("CHILDCARE"), "NO_CHILDCARE", False),
        (absence("NO_FITTING_OFFER"), "NO_DECISION", True),
        (absence("CHILDCARE", absent_on=When("2004-03")), "DATE_UNKNOWN", False),
        (absence("OTHER", absent_on=When("2004-07-02")), "AFTER_AS_OF", False),
    ],
)
def test_the_table_says_what_is_authorised_and_everything_else_is_not(one: Absence, code: str, counted: bool) -> None:
    found = verdict(one)

    assert (found.code, found.counted) == (code, counted)


def test_where_it_was_recorded_otherwise_than_the_table_says_it_is_flagged() -> None:
    assert verdict(absence("OTHER", authorised=True)).flags == ("RECORDED_OTHERWISE",)
    assert verdict(absence("CHILDCARE")).flags == ("RECORDED_OTHERWISE",)
    assert verdict(absence("CHILDCARE", authorised=True)).flags == ()


def test_of_illness_and_care_the_one_reading_goes_by_the_class_and_the_other_by_what_was_agreed() -> None:
    agreed, not_agreed = (absence("PERSONAL_CIRCUMSTANCE", authorised=one) for one in (True, False))

    assert [verdict(one, AS_RECORDED).code for one in (agreed, not_agreed)] == [
        "PERSONAL_CIRCUMSTANCE",
        "CIRCUMSTANCE_NOT_AGREED",
    ]
    assert [verdict(one, WHOLE_CLASS).counted for one in (agreed, not_agreed)] == [False, False]


@pytest.mark.parametrize(
    ("offered_on", "fields", "code"),
    [
        ("2004-03-02", {}, "PLACE_OFFERED"),
        ("2004-03-03", {}, "NO_CHILDCARE"),
        ("2004-03-04", {}, "NO_CHILDCARE"),
        ("2004-03-04", {"until_on": date(2004, 3, 5)}, "NO_CHILDCARE"),
        ("2004-03-04", {"until_on": date(2004, 3, 6)}, "PLACE_OFFERED"),
    ],
)
def test_want_of_childcare_is_authorised_up_to_the_day_a_place_was_offered(
    offered_on: str, fields: dict[str, Any], code: str
) -> None:
    childcare = (Childcare(asked_on=When("2004-01-05"), offered_on=date.fromisoformat(offered_on)),)

    assert verdict(absence("CHILDCARE", childcare=childcare, **fields)).code == code


def test_a_new_request_for_childcare_goes_before_a_place_that_was_offered_before() -> None:
    before = Childcare(asked_on=When("2003-01-05"), offered_on=date(2003, 2, 1))
    anew = Childcare(asked_on=When("2004-02-05"))
    later = Childcare(asked_on=When("2004-03-04"), offered_on=date(2004, 3, 4))

    assert verdict(absence("CHILDCARE", childcare=(anew, before))).code == "NO_CHILDCARE"
    assert verdict(absence("CHILDCARE", childcare=(before, later))).code == "PLACE_OFFERED"


@pytest.mark.parametrize("until_on", [date.min, date(2004, 3, 3), date(2004, 3, 4)])
def test_who_is_present_again_by_the_next_day_was_absent_for_one_day(until_on: date) -> None:
    childcare = (Childcare(offered_on=date(2004, 3, 3)),)

    assert verdict(absence("CHILDCARE", until_on=until_on, childcare=childcare)).code == "NO_CHILDCARE"


# --- What the municipality decided ---


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (absence("OTHER", judgements=(decided(True),)), "DECIDED_AUTHORISED"),
        (absence("NO_FITTING_OFFER", judgements=(decided(True),)), "DECIDED_AUTHORISED"),
        (absence("CHILDCARE", judgements=(decided(False),)), "DECIDED_UNAUTHORISED"),
        (absence("OTHER", judgements=(decided(True), decided(False, "2004-03-11"))), "DECIDED_UNAUTHORISED"),
        (absence("OTHER", judgements=(decided(False, "2004-03-11"), decided(True))), "DECIDED_UNAUTHORISED"),
        (absence("OTHER", judgements=(decided(True, "2004-07-02"),)), "NOT_IN_TABLE"),
        (absence("OTHER", judgements=(decided(True, None),)), "DATE_UNKNOWN"),
        (absence("WORK", judgements=(decided(True, reason="TRANSITION"),)), "TRANSITION_WITHOUT_END"),
        (
            absence("WORK", judgements=(decided(True, reason="TRANSITION", until_on=date(2004, 4, 1)),)),
            "DECIDED_AUTHORISED",
        ),
    ],
)
def test_what_the_municipality_decided_by_then_goes_before_the_table(one: Absence, code: str) -> None:
    assert verdict(one).code == code


@pytest.mark.parametrize(
    ("reason", "until_on", "code"),
    [
        ("OTHER", date(2004, 3, 8), "DECIDED_AUTHORISED"),
        ("OTHER", date(2004, 3, 7), "NOT_IN_TABLE"),
        ("CHILDCARE", date(2004, 3, 7), "NO_CHILDCARE"),
        ("TRANSITION", date(2004, 3, 8), "DECIDED_AUTHORISED"),
        ("TRANSITION", date(2004, 3, 7), "TRANSITION_OVER"),
    ],
)
def test_a_decision_holds_until_its_day_and_then_the_table_again(reason: str, until_on: date, code: str) -> None:
    """Absent on 3 to 7 March."""
    decision = decided(True, "2004-03-01", until_on=until_on)
    found = verdict(absence(reason, until_on=date(2004, 3, 8), judgements=(decision,)))

    assert found.code == code
    if found.counted:
        assert found.reason.detail["unauthorised_from"] == "2004-03-07"


def test_days_of_absence_after_the_day_asked_make_nothing_unauthorised_yet() -> None:
    one = absence(
        "OTHER", until_on=date(2004, 3, 8), judgements=(decided(True, "2004-03-01", until_on=date(2004, 3, 7)),)
    )

    assert verdict(one, as_of="2004-03-06").code == "DECIDED_AUTHORISED"
    assert verdict(one, as_of="2004-03-07").code == "NOT_IN_TABLE"


# --- Lik op stuk ---


def call(on: str | None) -> Action:
    return Action(action="CALL", on=None if on is None else When(on))


@pytest.mark.parametrize(
    ("actions", "as_of", "code", "days_over"),
    [
        ((call("2004-03-03"),), "2004-03-03", "FOLLOWED_UP_SAME_DAY", None),
        ((call("2004-03-05"), call("2004-03-03")), "2004-07-01", "FOLLOWED_UP_SAME_DAY", None),
        ((), "2004-03-03", "LIMIT_DAY", None),
        ((), "2004-03-04", "NO_FOLLOW_UP", 1),
        ((call("2004-03-04"),), "2004-03-04", "FOLLOWED_UP_LATE", 1),
        ((call("2004-03-10"), call("2004-03-05")), "2004-07-01", "FOLLOWED_UP_LATE", 2),
        ((call("2004-03-05"),), "2004-03-04", "NO_FOLLOW_UP", 1),
        ((call("2004-03-02"),), "2004-03-04", "NO_FOLLOW_UP", 1),
        ((call(None),), "2004-03-04", "DATE_UNKNOWN", None),
        ((call("2004-03"),), "2004-03-31", "DATE_UNKNOWN", None),
        ((call("2004-04"),), "2004-03-04", "NO_FOLLOW_UP", 1),
    ],
)
def test_something_is_done_on_the_day_itself_or_it_is_late(
    actions: tuple[Action, ...], as_of: str, code: str, days_over: int | None
) -> None:
    found = verdict(absence("OTHER", actions=actions), "every-absence", FOLLOW_UP, as_of)

    assert (found.code, found.reason.days_over) == (code, days_over)
    assert found.counted == (days_over is not None)


def test_the_leap_day_is_a_day_like_another() -> None:
    one = absence("OTHER", absent_on=When("2004-02-28"), actions=(call("2004-02-29"),))

    assert verdict(one, "every-absence", FOLLOW_UP).reason.days_over == 1


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (absence("CHILDCARE"), "NO_CHILDCARE"),
        (absence("PERSONAL_CIRCUMSTANCE"), "PERSONAL_CIRCUMSTANCE"),
        (absence("OTHER", judgements=(decided(True),)), "DECIDED_AUTHORISED"),
        (absence("CHILDCARE", judgements=(decided(False),)), "NO_FOLLOW_UP"),
        (absence("CHILDCARE", childcare=(Childcare(offered_on=date(2004, 3, 1)),)), "NO_FOLLOW_UP"),
        (absence("TRANSITION"), "NO_FOLLOW_UP"),
        (absence("OTHER"), "NO_FOLLOW_UP"),
    ],
)
def test_by_the_one_reading_authorised_absence_needs_no_action(one: Absence, code: str) -> None:
    assert verdict(one, "unauthorised-only", FOLLOW_UP).code == code
    assert verdict(one, "every-absence", FOLLOW_UP).code == "NO_FOLLOW_UP"


DAYS = st.dates(date(2004, 2, 20), date(2004, 3, 20))
JUDGEMENTS = st.builds(
    Judgement, on=DAYS.map(lambda day: When(str(day))), authorised=st.booleans(), until_on=st.one_of(st.none(), DAYS)
)
MADE = st.builds(
    absence,
    st.sampled_from([None, "CHILDCARE", "TRANSITION", "WORK", "PERSONAL_CIRCUMSTANCE", "NO_FITTING_OFFER", "OTHER"]),
    authorised=st.booleans(),
    until_on=st.one_of(st.none(), DAYS),
    judgements=st.lists(JUDGEMENTS, max_size=2).map(tuple),
    childcare=st.lists(st.builds(Childcare, offered_on=st.one_of(st.none(), DAYS)), max_size=1).map(tuple),
)


@given(MADE, DAYS)
def test_what_needs_action_by_the_one_reading_is_exactly_what_the_table_calls_unauthorised(
    one: Absence, as_of: date
) -> None:
    if as_of > date(2004, 3, 3):
        by_table = verdict(one, as_of=str(as_of))
        by_follow_up = verdict(one, "unauthorised-only", FOLLOW_UP, str(as_of))

        assert by_table.counted == by_follow_up.counted
        assert by_table.counted or by_table.code == by_follow_up.code


# --- To whom it was reported ---


def test_an_absence_is_reported_to_somebody() -> None:
    to_nobody, to_somebody = absence("OTHER"), absence("OTHER", reported_to="ROC Da Vinci")

    assert verdict(to_nobody, "protocol", "absences-reported-to-nobody").counted
    assert verdict(to_somebody, "protocol", "absences-reported-to-nobody").code == "REPORTED"
