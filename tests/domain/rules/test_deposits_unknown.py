"""What is not known of a deposit is told as an interval, and never as a silent nought."""

from typing import Any

import pytest

from domain.counting import judge, question_for
from domain.dates import Period, When
from domain.precision import Interval
from domain.rules import rule
from domain.rules.attendance import Report
from domain.rules.deposit_case import Deposit, End, Payment
from domain.tally import tally_of
from tests.domain.rules.test_deposits import ENDED, PAID, bounds


def net_between(version: str, deposit: Deposit, as_of: str = "2004-07-01", period: Period | None = None) -> Any:
    net = rule("deposit-net", version)
    verdict = judge(net, deposit, question_for(net, bounds(as_of, period)))
    told = verdict.between
    return verdict.code, verdict.counted, told and (told.from_amount, told.until_amount)


def attending(attended: int, end: End) -> Deposit:
    reports = (Report(lessons=100, attended=attended, authorised_absent=0, last_on=ENDED),)
    return Deposit(
        case="c", party="p", system="s", payments=(Payment(on=PAID, cents=5_000),), reports=reports, ends=(end,)
    )


@pytest.mark.parametrize(
    ("version", "attended", "amounts"),
    [
        ("extra-bonus", 85, (-5_000, 0)),
        ("extra-bonus", 84, (0, 5_000)),
        ("refund-on-success", 85, (0, 5_000)),
    ],
)
def test_a_success_that_is_unknown_leaves_an_interval_and_no_nought(
    version: str, attended: int, amounts: tuple[int, int]
) -> None:
    assert net_between(version, attending(attended, End(on=ENDED))) == ("SUCCESS_UNKNOWN", False, amounts)


def test_where_success_changes_nothing_it_need_not_be_known() -> None:
    assert net_between("refund-on-success", attending(84, End(on=ENDED))) == ("FORFEITED", True, None)


@pytest.mark.parametrize(
    ("success", "amounts"), [(True, (-5_000, 5_000)), (False, (0, 5_000)), (None, (-5_000, 5_000))]
)
def test_an_end_on_an_unknown_day_may_have_come_or_not(success: bool | None, amounts: tuple[int, int]) -> None:
    assert net_between("extra-bonus", attending(85, End(on=None, successful=success))) == (
        "DATE_UNKNOWN", False, amounts,
    )  # fmt: skip


def test_a_month_wholly_before_the_day_asked_is_known_to_have_come() -> None:
    assert net_between("extra-bonus", attending(84, End(on=When("2004-06"), successful=False)))[1:] == (True, None)


def test_the_figure_lies_between_what_the_unknown_cases_may_add() -> None:
    net = rule("deposit-net", "extra-bonus")
    cases = [attending(84, End(on=ENDED, successful=False)), attending(85, End(on=ENDED)), attending(84, End(on=ENDED))]
    verdicts = [judge(net, one, question_for(net, bounds())) for one in cases]
    tally = tally_of((one, 2) for one in verdicts)

    assert (tally.value, tally.interval) == (10_000, Interval(0, 20_000))
    assert tally_of([(verdicts[0], 1)]).interval is None
