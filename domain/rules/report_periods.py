"""Periods over which no report was submitted, of those who do report.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 3.1: monitoring takes shape "op basis van
periodieke rapportages van de uitvoeringsorganisaties" (R179).

In plain words: the periods of a series (one kind of report of one submitter) follow each other from the first that was
reported on. One is missing when its last day and the days given for reporting are over and no report by the day asked
covers it whole. The document says neither which reports are due, nor how long a period is, nor how many days there are
to report: three parameters without a value of their own, so that nothing is told before somebody sets them. Who never
reported has no series and is not seen here; of who has stopped, ask for the period until then.

Worked example, quarters and 30 days: reported over January to March and July to September 2004. As of 30 July nothing
is missing, since 30 days after 30 June have not passed; from 31 July on one period is, that of April.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from domain.counting import Case, Parameter, Question, Reason, Rule, Test
from domain.dates import When, add_months, first_day
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.shared import RECORDED_LATER


class Reported(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A report over a period, and when it was submitted."""

    submitted_on: When | None = None
    period_from: date | None = None
    period_until: date | None = None


class ReportSeries(Case, frozen=True, kw_only=True):
    """The reports of one kind that one submitter handed in under a scheme."""

    report: str
    submitter: str
    registered_on: date | None = None
    submissions: tuple[Reported, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first period reported."""
        return min((one.period_from for one in self.submissions if one.period_from is not None), default=None), None


PERIODIC = of_view("paragraaf 3.1", "periodieke rapportages van de uitvoeringsorganisaties", "R179")
DUE = Parameter(
    "reports-due",
    {
        "nl": "De soorten rapportages die periodiek moeten worden ingediend.",
        "en": "The kinds of report that are due periodically.",
    },
    "list",
)
MONTHS = Parameter(
    "report-period-months",
    {"nl": "De maanden waarover een rapportage gaat.", "en": "The months that a report is about."},
    "integer",
)
DAYS = Parameter(
    "report-due-days",
    {
        "nl": "De dagen na een periode waarin erover gerapporteerd kan worden.",
        "en": "The days after a period in which it can be reported on.",
    },
    "integer",
)


def _stated(series: ReportSeries, as_of: date) -> list[tuple[date, date]]:
    """The periods reported by that day; a report without a day of submission is there."""
    return [
        (one.period_from, one.period_until)
        for one in series.submissions
        if one.period_from is not None
        and one.period_until is not None
        and (one.submitted_on is None or first_day(one.submitted_on) <= as_of)
    ]


def _periods(first: date, question: Question) -> Iterator[tuple[date, date]]:
    """The periods of which reporting is over on the day asked; by the first day, of those in the period asked."""
    months, days = (int(question.parameters[one.name]) for one in (MONTHS, DAYS))
    bounds, number = question.bounds, 0
    while months > 0:
        start, end = add_months(first, number * months), add_months(first, (number + 1) * months)
        if end + timedelta(days=days) > bounds.as_of:
            return
        if bounds.period is None or bounds.period.contains(start):
            yield start, end
        number += 1


def _missing(series: ReportSeries, question: Question) -> Sequence[date]:
    """The first days of the periods that no report covers."""
    stated = _stated(series, question.bounds.as_of)
    first = min(start for start, _ in stated)
    return [
        start
        for start, end in _periods(first, question)
        if not any(since <= start and end <= until for since, until in stated)
    ]


def _not_due(series: ReportSeries, question: Question) -> Reason | None:
    due = {name.casefold() for name in question.parameters[DUE.name]}
    return None if series.report.casefold() in due else Reason({"report": series.report})


def _no_period(series: ReportSeries, question: Question) -> Reason | None:
    return None if _stated(series, question.bounds.as_of) else Reason({"report": series.report})


def _complete(series: ReportSeries, question: Question) -> Reason | None:
    return None if _missing(series, question) else Reason({"submitter": series.submitter})


def _which(series: ReportSeries, question: Question) -> Reason:
    missing = ", ".join(start.isoformat() for start in _missing(series, question))
    return Reason({"submitter": series.submitter, "missing": missing})


PERIODS_MISSING = Rule(
    id="report-periods-missing",
    version="periodic",
    view="report-series",
    sentence={
        "nl": "Perioden waarover een rapportage had moeten zijn ingediend en die er op de peildatum niet is.",
        "en": "Periods over which a report was due and was not submitted by the day asked.",
    },
    source=(PERIODIC,),
    unit="periods",
    tests=(
        RECORDED_LATER,
        Test(
            "REPORT_NOT_DUE",
            {"nl": "Deze rapportage is niet periodiek.", "en": "This report is not a periodic one."},
            _not_due,
        ),
        Test(
            "PERIOD_NOT_STATED",
            {
                "nl": "Op de peildatum noemt nog geen rapportage haar periode.",
                "en": "By the day asked no report states its period.",
            },
            _no_period,
        ),
        Test("NONE_MISSING", {"nl": "Er ontbreekt geen periode.", "en": "No period is missing."}, _complete),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=VIEW_UNTIL,
    otherwise="PERIOD_MISSING",
    reason=_which,
    amount=lambda series, question: len(_missing(series, question)),
    parameters=(DUE, MONTHS, DAYS),
)
RULES = (PERIODS_MISSING,)
