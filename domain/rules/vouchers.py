"""What vouchers were used for: a course outside the trajectory, from the list, in time and within its worth.

Source: Haarlem's plan of November 2008: a voucher is "een bon om bijv. een cursus te doen die los staat van hun
inburgeringstraject", and the municipality draws up a "shortlist" of courses that "al dan niet op verzoek" may grow
(R270, R271).

In plain words: a case is one redemption, and the figure counts those that the plan does not allow. The list is that of
the day on which the voucher was issued: what was added later helps only vouchers issued from then on. Which courses it
held stands in no document, so a municipality records it (`ParameterSet`, named voucher-courses); where no list held on
that day the case is not counted and says so.

Worked example: a voucher of 2 March, a list of 1 January with "Fietsles" and one of 3 March with "Naailes" too:
redeemed for Naailes it is NOT_ON_LIST.
"""

from datetime import date

import msgspec

from domain.counting import Case, Check, Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules import personal_budget_sources as sources
from domain.rules.participants import same_name
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

COURSES = "voucher-courses"
"""Name of the parameter that holds the list of courses."""


class Voucher(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The voucher redeemed: its day of issue, its worth, and the first day on which it is no longer valid."""

    issued_on: When | None = None
    worth_cents: int
    valid_until_on: date | None = None


class CourseList(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The courses that vouchers could be redeemed for from a day on (None: since always)."""

    from_on: When | None = None
    courses: tuple[str, ...] = ()


class Redemption(Case, frozen=True, kw_only=True):
    """A voucher redeemed, with what decides whether it could be; `before_cents` was redeemed of it earlier."""

    course: str | None = None
    amount_cents: int | None = None
    before_cents: int = 0
    redeemed_on: When | None = None
    voucher: Voucher | None = None
    trajectory_courses: tuple[str, ...] = ()
    lists: tuple[CourseList, ...] = ()
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day it was redeemed."""
        return known_day(self.redeemed_on), None


OUTSIDE_TRAJECTORY = Passage(
    sources.PLAN, "model Haarlem", "een cursus te doen die los staat van hun inburgeringstraject", "R270"
)
SHORTLIST = Passage(
    sources.PLAN, "een bonus in natura", "stelt de gemeente een shortlist op van cursussen en instellingen", "R271"
)


def _no_voucher(case: Redemption, question: Question) -> Reason | None:
    return Reason() if case.voucher is None else None


def _expired(case: Redemption, question: Question) -> Reason | None:
    until, on = case.voucher and case.voucher.valid_until_on, known_day(case.redeemed_on)
    return Reason(limit_on=until, days_over=(on - until).days + 1) if until and on and on >= until else None


def _above_worth(case: Redemption, question: Question) -> Reason | None:
    over = case.before_cents + (case.amount_cents or 0) - (case.voucher.worth_cents if case.voucher else 0)
    return Reason({"over_cents": over}) if case.amount_cents and over > 0 else None


def _course_unknown(case: Redemption, question: Question) -> Reason | None:
    return Reason() if case.course is None else None


def _of_trajectory(case: Redemption, question: Question) -> Reason | None:
    is_same = any(same_name(case.course, one) for one in case.trajectory_courses)
    return Reason({"course": case.course or ""}) if is_same else None


def _list_at_issue(case: Redemption) -> CourseList | None:
    """The list that held on the day on which the voucher was issued."""
    issued = known_day(case.voucher.issued_on) if case.voucher else None
    if issued is None:
        return None
    begun = [one for one in case.lists if one.from_on is None or ((day := known_day(one.from_on)) and day <= issued)]
    return max(begun, key=lambda one: known_day(one.from_on) or date.min, default=None)


def _no_list(case: Redemption, question: Question) -> Reason | None:
    return Reason() if _list_at_issue(case) is None else None


def _not_on_list(case: Redemption, question: Question) -> Reason | None:
    held = _list_at_issue(case)
    if held is None or any(same_name(case.course, one) for one in held.courses):
        return None
    return Reason({"course": case.course or "", "list_from": held.from_on or ""})


def _test(code: str, nl: str, en: str, check: Check, *, counts: bool = True) -> Test:
    return Test(code, {"nl": nl, "en": en}, check, counts=counts)


MISSPENT = Rule(
    id="vouchers-misspent",
    version="haarlem-pib",
    view="vouchers-redeemed",
    laid_down_in=sources.HAARLEM,
    sentence={
        "nl": "Vouchers die zijn verzilverd voor iets waarvoor ze niet bedoeld waren.",
        "en": "Vouchers redeemed for something that they were not meant for.",
    },
    source=(OUTSIDE_TRAJECTORY, SHORTLIST),
    unit="vouchers",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda case: case.redeemed_on),
        _test("NO_VOUCHER", "Er is geen voucher verstrekt.", "No voucher was issued.", _no_voucher),
        _test("VOUCHER_EXPIRED", "De voucher was niet meer geldig.", "The voucher was no longer valid.", _expired),
        _test(
            "ABOVE_WORTH",
            "Er is meer verzilverd dan de voucher waard was.",
            "More was redeemed than the voucher was worth.",
            _above_worth,
        ),
        _test(
            "COURSE_UNKNOWN",
            "Er staat niet voor welke cursus.",
            "It is not said for which course.",
            _course_unknown,
            counts=False,
        ),
        _test(
            "PART_OF_TRAJECTORY",
            "De cursus is onderdeel van het inburgeringstraject.",
            "The course is part of the trajectory.",
            _of_trajectory,
        ),
        _test(
            "NO_COURSE_LIST",
            "Op de dag van uitgifte gold geen lijst van cursussen, voor zover bekend.",
            "On the day of issue no list of courses was known to hold.",
            _no_list,
            counts=False,
        ),
        _test(
            "NOT_ON_LIST",
            "De cursus stond niet op de lijst van de dag van uitgifte.",
            "The course did not stand on the list of the day of issue.",
            _not_on_list,
        ),
    ),
    in_force_from=sources.IN_FORCE_FROM,
    otherwise="REDEEMED_RIGHTLY",
    counts_otherwise=False,
)
RULES = (MISSPENT,)
