"""Fines that were reported or decided late, under the Act of 2007.

Source: art. 41 until 1 July 2009: "binnen vier weken een rapport" and "beslist binnen dertien weken na de dagtekening";
from then on Awb 5:51, thirteen weeks and no time for the report. No text says what follows from being late, so this is
a figure of its own and takes no fine out of any other. Art. 41 does not hold for who did not appear.

Worked example: a breach of 5 January 2009, reported on 2 February (28 days: in time), fined on 4 May, 91 days later, in
time; on 5 May it is a day late.
"""

from datetime import date, timedelta

from domain.counting import Question, Reason, Rule
from domain.rules import fine_sources as sources
from domain.rules.fine import Fine, class_of, committed_on
from domain.rules.fine_facts import check_on, own_and_report, resting_on
from domain.rules.fines import IMPOSED, says, under_text
from domain.rules.shared import known_day


def _no_term(fine: Fine, question: Question) -> Reason | None:
    return Reason() if class_of(fine) in (None, "NOT_APPEARED") else None


def _no_report(fine: Fine, question: Question) -> Reason | None:
    return None if fine.reports else Reason()


def _report_undated(fine: Fine, question: Question) -> Reason | None:
    return Reason({"date": "REPORT"}) if known_day(fine.reported_on) is None else None


def _late(day: date, from_on: date, weeks: int) -> Reason | None:
    limit_on = from_on + timedelta(weeks=weeks)
    over = (day - limit_on).days
    return Reason({"on": day.isoformat()}, limit_on=limit_on, days_over=over) if over > 0 else None


def _report_late(fine: Fine, question: Question) -> Reason | None:
    reported_on, committed = known_day(fine.reported_on), committed_on(fine)
    if reported_on is None or committed is None or reported_on >= sources.FROM_JULY_2009:
        return None
    return _late(reported_on, committed, int(question.parameters[sources.REPORT_WEEKS_MAX.name]))


def _decision_late(fine: Fine, question: Question) -> Reason | None:
    reported_on, imposed_on = known_day(fine.reported_on), known_day(fine.imposed_on)
    if reported_on is None or imposed_on is None:
        return None
    return _late(imposed_on, reported_on, int(question.parameters[sources.DECISION_WEEKS_MAX.name]))


FINES_DECIDED_LATE = Rule(
    id="fines-decided-late",
    version="wi-2007",
    view="fines",
    sentence={
        "nl": "Boetes waarvan het rapport of het besluit te laat was.",
        "en": "Fines of which the report or the decision was late.",
    },
    source=(sources.REPORT_WEEKS, sources.DECISION_WEEKS, sources.DECISION_WEEKS_AWB),
    unit="fines",
    tests=resting_on(
        own_and_report,
        *IMPOSED,
        *under_text("WI_2007", sources.FROM_2007, sources.UNTIL_2013),
        says("NO_TERM", "Voor deze boete geldt geen termijn.", "No time holds for this fine.", _no_term),
        says("NO_REPORT", "Er is geen rapport genoemd.", "No report is named.", _no_report),
        says(
            "DATE_UNKNOWN", "De dag van het rapport is onbekend.", "The day of the report is unknown.", _report_undated
        ),
        says("REPORT_LATE", "Het rapport was te laat.", "The report was late.", _report_late, counts=True),
        says("DECISION_LATE", "Het besluit was te laat.", "The decision was late.", _decision_late, counts=True),
    ),
    in_force_from=sources.FROM_2007,
    in_force_until=sources.UNTIL_2013,
    otherwise="IN_TIME",
    counts_otherwise=False,
    reason=check_on(own_and_report, lambda fine, question: Reason()),
    parameters=(sources.REPORT_WEEKS_MAX, sources.DECISION_WEEKS_MAX),
)
RULES = (FINES_DECIDED_LATE,)
