"""Attendance and absence: one fact per reporting period with counts; single lessons only where somebody was absent.

Whether an absence is authorised is a municipal judgement that may change (R158, R159): the first judgement stays in the
book and `AbsenceReclassified` follows it. Illness, pregnancy and care duties are one class; the word is sealed.
"""

from typing import Literal

from domain.facts.base import Code, Count, Day, EventId, Fact, Name, Nature, fact

AbsenceReason = Literal[
    "PERSONAL_CIRCUMSTANCE", "CHILDCARE", "NO_FITTING_OFFER", "TRANSITION", "WORK", "NONE_GIVEN", "OTHER"
]
"""Why somebody was absent, as the class a rule needs (R159-R165)."""


@fact(501, Nature.OBSERVED, dutch="verzuim vastgelegd", personal=("reason_text", "remark"), slot="session")
class AbsenceRecorded(Fact, frozen=True, kw_only=True):
    """A person was absent from lessons; `occurred_on` is the first day.

    authorised: whether the absence counts as authorised; an unknown reason is unauthorised.
    reason: why, as a class.
    session: what tells absences of one source record apart, such as a day and a part of the day.
    until_on: first day of presence again, for a longer absence.
    lessons: lessons missed.
    minutes: minutes missed.
    reported_to: organisation the absence was reported to.
    reason_text: why, in words.
    remark: free text of the source.
    Source: R159-R165, R210.
    """

    authorised: bool
    reason: AbsenceReason | None = None
    session: Code | None = None
    until_on: Day | None = None
    lessons: Count | None = None
    minutes: Count | None = None
    reported_to: Name | None = None


@fact(502, Nature.DECISION, dutch="verzuim anders aangemerkt", personal=("reason_text",), slot="absence")
class AbsenceReclassified(Fact, frozen=True, kw_only=True):
    """The municipality judged an absence otherwise than it was recorded.

    absence: the absence judged anew.
    authorised: whether it now counts as authorised.
    reason: why, as a class.
    until_on: last day the judgement holds for, excluded; a transition is authorised only with an end.
    reason_text: why, in words.
    Source: R158, R159, R161, R165.
    """

    absence: EventId
    authorised: bool
    reason: AbsenceReason | None = None
    until_on: Day | None = None


@fact(503, Nature.OBSERVED, dutch="verzuim opgevolgd", personal=("remark",), slot="absence")
class AbsenceFollowedUp(Fact, frozen=True, kw_only=True):
    """Something was done about an absence; on the day itself it is "lik op stuk".

    absence: the absence it answers.
    action: what was done.
    followed_up_by: organisation that did it.
    remark: free text.
    Source: R166, R211, R213.
    """

    absence: EventId | None = None
    action: Literal["CALL", "LETTER", "VISIT", "INTERVIEW", "EXIT_INTERVIEW", "WARNING", "REPORT", "OTHER"]
    followed_up_by: Name | None = None


@fact(504, Nature.OBSERVED, dutch="presentie gemeld", slot="period_from")
class AttendanceReported(Fact, frozen=True, kw_only=True):
    """A provider reported how many lessons a person was given and attended in a period.

    period_from: first day of the period, where the source gives one.
    period_until: first day after the period, where the source gives one.
    lessons: lessons given.
    attended: lessons attended.
    authorised_absent: lessons missed with authorisation.
    hours: hours attended, where the source counts hours.
    activity: what was attended.
    Source: R177, R218, R340; worked cases C08.
    """

    period_from: Day | None = None
    period_until: Day | None = None
    lessons: Count
    attended: Count
    authorised_absent: Count | None = None
    hours: Count | None = None
    activity: Literal["LESSON", "WORKSHOP", "EXCURSION", "PARTICIPATION"] | None = None


@fact(505, Nature.OBSERVED, dutch="gevolgde uren gemeld", slot="activity")
class HoursReported(Fact, frozen=True, kw_only=True):
    """The hours followed so far were reported as running totals up to a day.

    activity: what the hours were spent on, after DUO's three totals.
    hours: hours in all.
    known_until: first day that is not in the total any more.
    Source: DUO GevolgdeUren; Wi 2021 (Z-route 800 and 800 hours; A2 after 600; extension after 450).
    """

    activity: Literal["LANGUAGE", "PARTICIPATION", "LANGUAGE_AT_INTAKE", "MAP", "OTHER"]
    hours: Count
    known_until: Day | None = None
