"""An absence as its rules see it, and what the table of authorised absence says of it on a day.

The table judges by the class of the reason; which illness or care it was is sealed and no rule reads it. What the
municipality decided about an absence goes before the table for as long as the decision holds; after that, and where
there is none, the table holds. Each question answers with the reason or with None; their order is the rule:
`domain/rules/absences.py`.
"""

from datetime import date, timedelta

import msgspec

from domain.counting import Case, Passage, Question, Reason
from domain.dates import When, days_over, first_day
from domain.rules.attendance import DOCUMENT, passage
from domain.rules.shared import known_day

RECORDED_OTHERWISE = "RECORDED_OTHERWISE"
"""Flag: who recorded the absence judged it otherwise than the rule."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The municipality judged an absence anew, from a day on; `until_on` is the first day it no longer holds for."""

    on: When | None = None
    authorised: bool
    reason: str | None = None
    until_on: date | None = None


class Action(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something was done about an absence."""

    action: str
    on: When | None = None


class Childcare(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Childcare was asked for on a day, and perhaps a place offered on another."""

    asked_on: When | None = None
    offered_on: date | None = None


class Absence(Case, frozen=True, kw_only=True):
    """One recorded absence; `until_on` is the first day of presence again, and without it the absence is of one day."""

    absent_on: When | None = None
    until_on: date | None = None
    reason: str | None = None
    authorised: bool
    lessons: int | None = None
    reported_to: str | None = None
    registered_on: date | None = None
    judgements: tuple[Judgement, ...] = ()
    actions: tuple[Action, ...] = ()
    childcare: tuple[Childcare, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first day."""
        return known_day(self.absent_on), None


# --- Sources ---


def table(words: str, requirement: str) -> Passage:
    """A passage of paragraph 2.4 of the document, on absence and dropping out."""
    return Passage(DOCUMENT, "paragraaf 2.4, Verzuim- en uitvalbeleid", words, requirement)


EVERYTHING_ELSE = table("Al het andere is in principe ongeoorloofd, tenzij de gemeente anders beslist", "R159")
TRANSITION = table("In een overgangperiode om de aanpassing te realiseren", "R161")
PREGNANCY = table("afspraken met de inburgeraar over het zwangerschapsverlof", "R162")
ILLNESS = table("Langdurige ziekte kan leiden tot geoorloofde tussentijdse uitstroom", "R163")
CHILDCARE = table("vormt dit een reden voor geoorloofd verzuim", "R164")
FITTING_OFFER = table("Indien dit tijdelijk niet kan worden geboden", "R165")
ADVICE = Passage(DOCUMENT, "voetnoot 2", "brief VNG aan colleges van B&W, d.d. 18-9-02", "R170")
SAME_DAY = passage("reeds op de dag van verzuim actie wordt ondernomen", "R211")
REPORTED_TO = passage("bij wie de inburgeraar zijn verzuim meldt", "R210")


# --- When ---


def absent_day(absence: Absence) -> date:
    """The first day of the absence; tested before to be known."""
    day = known_day(absence.absent_on)
    if day is None:
        raise ValueError("the day of an absence without one was asked; DATE_UNKNOWN is tested before")
    return day


def _last_day(absence: Absence, question: Question) -> date:
    """The last day of absence, as far as it had come by the day asked."""
    first_on = absent_day(absence)
    if absence.until_on is None or absence.until_on <= first_on:
        return first_on
    return max(first_on, min(absence.until_on - timedelta(days=1), question.bounds.as_of))


def _judgement(absence: Absence, question: Question) -> Judgement | None:
    """What the municipality last decided by the day asked."""
    by_then = [
        (day, order, one)
        for order, one in enumerate(absence.judgements)
        if (day := known_day(one.on)) is not None and day <= question.bounds.as_of
    ]
    return max(by_then, key=lambda dated: dated[:2])[2] if by_then else None


def judgement_undated(absence: Absence, question: Question) -> Reason | None:
    """Whether it is not known if a decision was taken by the day asked."""
    for one in absence.judgements:
        if known_day(one.on) is None and (one.on is None or first_day(one.on) <= question.bounds.as_of):
            return Reason({"date": "DECIDED"} | ({"known": one.on} if one.on else {}))
    return None


# --- What was decided ---


def decided_unauthorised(absence: Absence, question: Question) -> Reason | None:
    """Whether the municipality decided that it is not authorised."""
    judgement = _judgement(absence, question)
    return None if judgement is None or judgement.authorised else _told(absence, question, {}, authorised=False)


def decided_authorised(absence: Absence, question: Question) -> Reason | None:
    """Whether a decision authorises every day of it; for a transition that takes a decision with an end."""
    judgement = _judgement(absence, question)
    if judgement is None or not judgement.authorised or _open_from(absence, question) is not None:
        return None
    ends = {"authorised_until": judgement.until_on.isoformat()} if judgement.until_on else {}
    return _told(absence, question, ends, authorised=True)


def _open_from(absence: Absence, question: Question) -> date | None:
    """The first day of the absence about which no decision says anything; None where there is none."""
    first_on, judgement = absent_day(absence), _judgement(absence, question)
    if judgement is None or not judgement.authorised:
        return first_on
    if judgement.until_on is None:
        return first_on if _is_transition(absence, question) and absence.until_on is None else None
    open_from = max(first_on, judgement.until_on)
    return open_from if open_from <= _last_day(absence, question) else None


def _class(absence: Absence, question: Question) -> str | None:
    """Why, as a class: as the municipality last judged it, else as it was recorded."""
    judgement = _judgement(absence, question)
    return absence.reason if judgement is None or judgement.reason is None else judgement.reason


# --- What the table says of the days that no decision is about ---


def transition_without_end(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for a transition of which no end is known."""
    is_open = _is_transition(absence, question) and _transition_until(absence, question) is None
    return _told(absence, question, {}, authorised=False) if is_open else None


def transition_over(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for a transition, and goes on after the end that was decided."""
    until_on, open_from = _transition_until(absence, question), _open_from(absence, question)
    if not _is_transition(absence, question) or until_on is None or open_from is None or open_from < until_on:
        return None
    return _told(absence, question, {"authorised_until": until_on.isoformat()}, authorised=False)


def in_transition(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for a transition that ends on a known day."""
    until_on = _transition_until(absence, question)
    if not _is_transition(absence, question) or until_on is None:
        return None
    return _told(absence, question, {"authorised_until": until_on.isoformat()}, authorised=True)


def _is_transition(absence: Absence, question: Question) -> bool:
    return _class(absence, question) == "TRANSITION"


def _transition_until(absence: Absence, question: Question) -> date | None:
    """The end of a transition: as the municipality decided, else that of the absence itself."""
    judgement = _judgement(absence, question)
    return absence.until_on if judgement is None or judgement.until_on is None else judgement.until_on


def circumstance(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for illness, pregnancy or care, which stand in the table."""
    is_circumstance = _class(absence, question) == "PERSONAL_CIRCUMSTANCE"
    return _told(absence, question, {}, authorised=True) if is_circumstance else None


def circumstance_agreed(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for illness, pregnancy or care, and was recorded as authorised: by what was agreed."""
    return circumstance(absence, question) if absence.authorised else None


def circumstance_not_agreed(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for illness, pregnancy or care, and was not recorded as authorised."""
    is_circumstance = _class(absence, question) == "PERSONAL_CIRCUMSTANCE" and not absence.authorised
    return _told(absence, question, {}, authorised=False) if is_circumstance else None


def place_offered(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for want of childcare, on a day after a place was offered."""
    offered_on = _offered_on(absence, question)
    if _class(absence, question) != "CHILDCARE" or offered_on is None or offered_on >= _last_day(absence, question):
        return None
    open_from = max(offered_on + timedelta(days=1), _open_from(absence, question) or date.min)
    details = {"offered_on": offered_on.isoformat(), "unauthorised_from": open_from.isoformat()}
    return _told(absence, question, details, authorised=False)


def no_childcare(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for want of childcare."""
    return _told(absence, question, {}, authorised=True) if _class(absence, question) == "CHILDCARE" else None


def _offered_on(absence: Absence, question: Question) -> date | None:
    """When a place was offered, by the last request made before the absence ended."""
    last_on = _last_day(absence, question)
    asked = [
        (first_day(one.asked_on) if one.asked_on else date.min, order, one)
        for order, one in enumerate(absence.childcare)
        if one.asked_on is None or first_day(one.asked_on) <= last_on
    ]
    return max(asked, key=lambda dated: dated[:2])[2].offered_on if asked else None


def no_decision(absence: Absence, question: Question) -> Reason | None:
    """Whether it is for want of a fitting offer, which takes a decision."""
    is_offer = _class(absence, question) == "NO_FITTING_OFFER"
    return _told(absence, question, {}, authorised=False) if is_offer else None


def not_in_table(absence: Absence, question: Question) -> Reason:
    """The reason given, which does not stand in the table."""
    return _told(absence, question, {}, authorised=False)


def _told(absence: Absence, question: Question, details: dict[str, str], authorised: bool) -> Reason:
    """The reason with its class, and from when nothing was decided; flagged where it was recorded otherwise."""
    judgement = _judgement(absence, question)
    said = {"reason": _class(absence, question) or "NONE_GIVEN", **details}
    if judgement is not None:
        said["decided_on"] = str(judgement.on)
        if not authorised and judgement.authorised and (open_from := _open_from(absence, question)) is not None:
            said.setdefault("unauthorised_from", open_from.isoformat())
    return Reason(said, flags=() if absence.authorised is authorised else (RECORDED_OTHERWISE,))


# --- What was done about it ---


def _acted(absence: Absence, question: Question) -> list[tuple[date, Action]]:
    """What was done by the day asked and on a known day, not before the absence, the earliest first."""
    dated = [(day, one) for one in absence.actions if (day := known_day(one.on)) is not None]
    in_time = [one for one in dated if absent_day(absence) <= one[0] <= question.bounds.as_of]
    return sorted(in_time, key=lambda one: one[0])


def followed_up_same_day(absence: Absence, question: Question) -> Reason | None:
    """Whether something was done on the day of the absence."""
    for day, one in _acted(absence, question):
        if day == absent_day(absence):
            return Reason({"action": one.action, "on": day.isoformat()}, limit_on=day)
    return None


def same_day(absence: Absence, question: Question) -> Reason | None:
    """Whether the day asked is the day of the absence, on which there is still time."""
    day = absent_day(absence)
    return Reason(limit_on=day) if question.bounds.as_of == day else None


def action_undated(absence: Absence, question: Question) -> Reason | None:
    """Whether something was done on a day nobody knows, which may be that of the absence."""
    for one in absence.actions:
        may_be = one.on is None or str(absent_day(absence)).startswith(one.on)
        if known_day(one.on) is None and may_be:
            return Reason({"date": "FOLLOWED_UP"} | ({"known": one.on} if one.on else {}))
    return None


def followed_up_late(absence: Absence, question: Question) -> Reason | None:
    """Whether something was done on a later day."""
    for day, one in _acted(absence, question):
        limit_on = absent_day(absence)
        details = {"action": one.action, "on": day.isoformat()}
        return Reason(details, limit_on=limit_on, days_over=days_over(limit_on, day))
    return None


def not_followed_up(absence: Absence, question: Question) -> Reason:
    """Since when something should have been done."""
    limit_on = absent_day(absence)
    return Reason(limit_on=limit_on, days_over=days_over(limit_on, question.bounds.as_of))


def reported(absence: Absence, question: Question) -> Reason | None:
    """Whether it is recorded to whom the absence was reported."""
    return Reason({"reported_to": absence.reported_to}) if absence.reported_to else None
