"""Attendance: which share of the lessons given a person attended, and in which reported periods that is below a norm.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 3.4: "Bij minder dan 85% aanwezigheid"
(R218) and "boete opleggen bij bepaald percentage verzuim" (R214). On the page about the Act of 2021, of Rotterdam: "Een
lesweek bestaat uit taallessen, workshops en excursies" (R340).

In plain words: a share is compared as a fraction, so that exactly the norm is not below it, and nothing is rounded. The
text does not say whether authorised absence counts among the lessons: two readings, `raw` and `authorised-out`. Where
the source leaves out how many lessons were missed with authorisation, the share lies between what is certain and the
whole; only what is below the norm at both ends is below it. A workshop or an excursion is no lesson; where the source
does not say what was attended it was lessons, except where the kinds are told apart.

Worked example: 100 lessons, 80 attended, 10 missed with authorisation. Raw it is 80/100 and below 85 %; with authorised
absence out it is 80/90, 88.9 %, and is not.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

import msgspec

from domain.counting import (
    AnyCase,
    Case,
    Check,
    Conflict,
    DatedValue,
    Parameter,
    Passage,
    Question,
    Reason,
    Rule,
    Sentence,
    Test,
)
from domain.dates import When
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

Reading = Literal["raw", "authorised-out"]
"""Whether authorised absence stays among the lessons, or is taken out of them."""


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was reported of one period: its first and last day as far as known, and the counts of lessons."""

    from_on: date | None = None
    last_on: When | None = None
    lessons: int
    attended: int
    authorised_absent: int | None = None


class AttendancePeriod(Case, frozen=True, kw_only=True):
    """One reported period of one person; `activity` is what was attended, where the source says."""

    report: Report
    activity: str | None = None
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the last day of the period, when its counts are complete."""
        return known_day(self.report.last_on), None


# --- Counts ---


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Lessons of one or more periods together; `authorised_absent` is None where one of them leaves it out."""

    lessons: int
    attended: int
    authorised_absent: int | None

    @property
    def contradict(self) -> bool:
        """Whether more lessons were attended or excused than were given."""
        return self.attended + (self.authorised_absent or 0) > self.lessons

    def of_how_many(self, reading: Reading) -> int | None:
        """The lessons that attendance is a share of; None where that is not known."""
        if reading == "raw":
            return self.lessons
        return None if self.authorised_absent is None else self.lessons - self.authorised_absent

    def is_below(self, percent: int, reading: Reading) -> bool | None:
        """Whether the share is below so many percent; None where that cannot be told. Exactly so many is not below."""
        least, most = self._margins(percent, reading)
        return True if most < 0 else False if least >= 0 else None

    def is_above(self, percent: int, reading: Reading) -> bool | None:
        """Whether the share is above so many percent; None where that cannot be told."""
        least, most = self._margins(percent, reading)
        return True if least > 0 else False if most <= 0 else None

    def _margins(self, percent: int, reading: Reading) -> tuple[int, int]:
        """How far the share lies from so many percent, in hundredths of a lesson: at least, and at most.

        The two differ where it is not known how many lessons were missed with authorisation: none, or all of them.
        Who attended none may then have had none to attend.
        """
        lessons = self.of_how_many(reading)
        if lessons is None and self.attended == 0:
            return -1, 1
        least, most = (self.attended, self.lessons) if lessons is None else (lessons, lessons)
        return 100 * self.attended - percent * most, 100 * self.attended - percent * least

    def told(self, reading: Reading) -> dict[str, int]:
        """The counts as details of a reason."""
        excused = {} if self.authorised_absent is None else {"authorised_absent": self.authorised_absent}
        lessons = self.of_how_many(reading)
        return {"lessons": self.lessons, "attended": self.attended, **excused} | (
            {} if lessons is None else {"of_lessons": lessons}
        )


def together(reports: Iterable[Report]) -> Counts:
    """The counts of several periods as one."""
    some = list(reports)
    excused = [one.authorised_absent for one in some if one.authorised_absent is not None]
    return Counts(
        lessons=sum(one.lessons for one in some),
        attended=sum(one.attended for one in some),
        authorised_absent=sum(excused) if len(excused) == len(some) else None,
    )


# --- Sources and parameters ---

DOCUMENT = "Regionale visie op inburgering, maatregelen en doelstellingen 2003-2005, Zuid-Holland Zuid"
IN_FORCE_FROM, IN_FORCE_UNTIL = date(2003, 1, 1), date(2006, 1, 1)
"""The document is for 2003 to 2005, as its title says."""


def passage(words: str, requirement: str) -> Passage:
    """A passage of paragraph 3.4 of the document."""
    return Passage(DOCUMENT, "paragraaf 3.4", words, requirement)


BELOW_85 = passage("Bij minder dan 85% aanwezigheid", "R218")
AGREED_ABSENCE = passage("de gemaakte afspraken over geoorloofd en ongeoorloofd verzuim", "R210")
FINE = passage("boete opleggen bij bepaald percentage verzuim", "R214")

PERCENT_MIN = Parameter(
    "attendance-percent-min",
    {
        "nl": "Het percentage van de lessen waaronder de aanwezigheid te laag is.",
        "en": "The percentage of the lessons below which attendance is too low.",
    },
    "integer",
    (DatedValue(85, BELOW_85),),
)
ABSENCE_PERCENT_FINE = Parameter(
    "absence-percent-fine",
    {
        "nl": "Het percentage verzuim vanaf waar een boete kan worden opgelegd; het stuk noemt het niet.",
        "en": "The percentage of absence from which a fine may be imposed; the document does not give it.",
    },
    "integer",
)
DENOMINATOR: Sentence = {
    "nl": "De tekst zegt niet of geoorloofd verzuim meetelt in de lessen waarover de aanwezigheid wordt berekend.",
    "en": "The text does not say whether authorised absence counts among the lessons that attendance is a share of.",
}

# --- Tests ---

CountsOf = Callable[[AnyCase, Question], Counts]
Asked = Callable[[Counts, Question], bool | None]

_NO_LESSONS: Sentence = {
    "nl": "Er zijn geen lessen om de aanwezigheid over te berekenen.",
    "en": "There are no lessons that attendance could be a share of.",
}
_CONTRADICT: Sentence = {
    "nl": "Er zijn meer lessen bijgewoond of verontschuldigd dan er zijn gegeven.",
    "en": "More lessons were attended or excused than were given.",
}
_LEAVES_OUT: Sentence = {
    "nl": "Hoeveel lessen met toestemming zijn gemist, is niet bekend, en daarop komt het aan.",
    "en": "How many lessons were missed with authorisation is not known, and it depends on that.",
}


def tests_of_counts(counts_of: CountsOf, asked: Asked, reading: Reading) -> tuple[Test, ...]:
    """The tests whether the counts allow an answer at all: a share of nothing, and an unknown one, are no share.

    `asked` is what the rule asks of the counts, None where that cannot be told.
    """

    def contradict(case: AnyCase, question: Question) -> Reason | None:
        counts = counts_of(case, question)
        return Reason(counts.told(reading)) if counts.contradict else None

    def no_lessons(case: AnyCase, question: Question) -> Reason | None:
        counts = counts_of(case, question)
        return Reason(counts.told(reading)) if 0 in (counts.lessons, counts.of_how_many(reading)) else None

    def unknown(case: AnyCase, question: Question) -> Reason | None:
        counts = counts_of(case, question)
        return Reason(counts.told(reading)) if asked(counts, question) is None else None

    always = (Test("COUNTS_CONTRADICT", _CONTRADICT, contradict), Test("NO_LESSONS", _NO_LESSONS, no_lessons))
    return always if reading == "raw" else (*always, Test("AUTHORISED_ABSENCE_UNKNOWN", _LEAVES_OUT, unknown))


# --- The rules ---


def _counts(case: AttendancePeriod, question: Question) -> Counts:
    return together([case.report])


def below_norm(reading: Reading) -> Asked:
    """Whether the share is below the norm."""
    return lambda counts, question: counts.is_below(int(question.parameters[PERCENT_MIN.name]), reading)


def _less_absence(reading: Reading) -> Asked:
    """Whether less was missed than the percentage; to miss so many percent is to attend at most the rest."""
    return lambda counts, question: counts.is_above(100 - int(question.parameters[ABSENCE_PERCENT_FINE.name]), reading)


def _told(reading: Reading) -> Callable[[AttendancePeriod, Question], Reason]:
    return lambda case, question: Reason(_counts(case, question).told(reading))


def _left_out(code: str, nl: str, en: str, asked: Asked, when: bool, reading: Reading) -> Test:
    """The test that leaves out the periods for which the answer is `when`."""

    def check(case: AttendancePeriod, question: Question) -> Reason | None:
        counts = _counts(case, question)
        return Reason(counts.told(reading)) if asked(counts, question) is when else None

    return Test(code, {"nl": nl, "en": en}, check)


IS_LESSON = (None, "LESSON")
"""What is said to have been attended, where that was lessons: a report that does not say is of lessons."""


def _no_lesson(case: AttendancePeriod, question: Question) -> Reason | None:
    return None if case.activity in IS_LESSON else Reason({"activity": str(case.activity)})


_OF_ANYTHING = (RECORDED_LATER, *tests_of_when(lambda case: case.report.last_on))
_REPORTED = (
    *_OF_ANYTHING,
    Test(
        "NO_LESSON",
        {"nl": "Een workshop of excursie is geen les.", "en": "A workshop or an excursion is no lesson."},
        _no_lesson,
    ),
)
_OTHER: dict[str, str] = {"all-lessons": "authorised-out", "authorised-out": "all-lessons"}


def _below_norm(version: str, reading: Reading, nl: str, en: str) -> Rule:
    return Rule(
        id="attendance-below-norm",
        version=version,
        view="attendance",
        sentence={
            "nl": f"Gemelde perioden waarin iemand bij minder dan 85% {nl} aanwezig was.",
            "en": f"Reported periods in which somebody attended less than 85% {en}.",
        },
        source=(BELOW_85,),
        unit="attendance-periods",
        tests=(
            *_REPORTED,
            *tests_of_counts(_counts, below_norm(reading), reading),
            _left_out(
                "NORM_REACHED",
                "De aanwezigheid is niet lager dan de norm.",
                "Attendance is not below the norm.",
                below_norm(reading),
                False,
                reading,
            ),
        ),
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="BELOW_NORM",
        reason=_told(reading),
        parameters=(PERCENT_MIN,),
        conflicts=(Conflict(_OTHER[version], DENOMINATOR, (BELOW_85, AGREED_ABSENCE)),),
    )


ATTENDANCE_BELOW_NORM = (
    _below_norm("all-lessons", "raw", "van alle lessen", "of all lessons"),
    _below_norm(
        "authorised-out",
        "authorised-out",
        "van de lessen zonder geoorloofd verzuim",
        "of the lessons without authorised absence",
    ),
)
ABSENCE_FOR_A_FINE = replace(
    ATTENDANCE_BELOW_NORM[1],
    id="absence-for-a-fine",
    version="unauthorised",
    sentence={
        "nl": "Gemelde perioden met zoveel ongeoorloofd verzuim dat een boete kan worden opgelegd.",
        "en": "Reported periods with so much unauthorised absence that a fine may be imposed.",
    },
    source=(FINE,),
    tests=(
        *_REPORTED,
        *tests_of_counts(_counts, _less_absence("authorised-out"), "authorised-out"),
        _left_out(
            "LESS_ABSENCE",
            "Er is minder verzuimd dan het percentage.",
            "There was less absence than the percentage.",
            _less_absence("authorised-out"),
            True,
            "authorised-out",
        ),
    ),
    otherwise="PERCENTAGE_REACHED",
    parameters=(ABSENCE_PERCENT_FINE,),
    conflicts=(
        Conflict(
            None,
            {
                "nl": "Het stuk noemt geen percentage en zegt niet of geoorloofd verzuim meetelt; het laat de "
                "gemeente kiezen.",
                "en": "The document gives no percentage and does not say whether authorised absence counts; it "
                "leaves the choice to the municipality.",
            },
            (FINE,),
        ),
    ),
)

# --- What was attended ---

WEEK = Passage(
    "Integraliteit in de nieuwe Wet inburgering, kansen en uitdagingen (webpagina)",
    "Voorbeeld gemeente Rotterdam",
    "Een lesweek bestaat uit taallessen, workshops en excursies",
    "R340",
)
_ACTIVITIES = {
    "LESSON": ("ATTENDED_LESSONS", "Aanwezig bij lessen.", "Present at lessons."),
    "WORKSHOP": ("ATTENDED_WORKSHOP", "Aanwezig bij een workshop.", "Present at a workshop."),
    "EXCURSION": ("ATTENDED_EXCURSION", "Aanwezig bij een excursie.", "Present at an excursion."),
}


def _attended(activity: str) -> Check:
    def check(case: AttendancePeriod, question: Question) -> Reason | None:
        return _told("raw")(case, question) if case.activity == activity else None

    return check


def _absent(case: AttendancePeriod, question: Question) -> Reason | None:
    return None if case.report.attended else _told("raw")(case, question)


def _unsaid(case: AttendancePeriod, question: Question) -> Reason | None:
    return Reason() if case.activity is None else None


ATTENDANCE_BY_ACTIVITY = Rule(
    id="attendance-by-activity",
    version="lesson-week",
    view="attendance",
    sentence={
        "nl": "Gemelde perioden waarin iemand aanwezig was, naar les, workshop en excursie.",
        "en": "Reported periods in which somebody was present, by lesson, workshop and excursion.",
    },
    source=(WEEK,),
    unit="attendance-periods",
    tests=(
        *_OF_ANYTHING,
        Test("ACTIVITY_UNKNOWN", {"nl": "Waarbij, is niet bekend.", "en": "At what is not known."}, _unsaid),
        Test("ABSENT", {"nl": "Niet aanwezig geweest.", "en": "Was not present."}, _absent),
        *(
            Test(code, {"nl": nl, "en": en}, _attended(activity), counts=True)
            for activity, (code, nl, en) in _ACTIVITIES.items()
        ),
    ),
    in_force_from=date(2022, 1, 1),
    otherwise="OTHER_ACTIVITY",
    counts_otherwise=False,
)
RULES = (*ATTENDANCE_BELOW_NORM, ABSENCE_FOR_A_FINE, ATTENDANCE_BY_ACTIVITY)
