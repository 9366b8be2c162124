"""A waiting spell as the rules of the waiting list see it: its fields, the parameters, and what the tests ask of it.

Each question is about one spell on one day and answers with the reason or with None. A date that is not known to the
day is never used as if it were. The order in which the questions are put is the rule: `domain/rules/waiting_list.py`.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from domain.counting import Case, DatedValue, Parameter, Passage, Question, Reason
from domain.dates import When, add_months, days_over, first_day
from domain.rules.legal_effect import standing, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.shared import Category, known_day, said_on

FollowUpKind = Literal["PLACED", "DECLINED", "LEFT", "REASON_ENDED"]
DepartureKind = Literal["DIED", "LEFT_COUNTRY", "MOVED"]
NOT_ON_LIST_2 = ("CAPACITY", "CHILDCARE")
CIRCUMSTANCE = "PERSONAL_CIRCUMSTANCE"
ENDINGS: tuple[FollowUpKind, ...] = ("PLACED", "DECLINED", "LEFT")


class FollowUp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of a waiting spell (vervolg), and when, as far as the source knows."""

    kind: FollowUpKind
    on: When | None = None
    because: str | None = None
    life: LegalLife | None = None


class Departure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That the person died, left the country or moved to another municipality while the spell was open."""

    kind: DepartureKind
    on: When | None = None


class WaitingSpell(Case, frozen=True, kw_only=True):
    """One spell of one person on a waiting list, with the first follow-up of each kind."""

    waiting_list: Literal["FIRST_INFLOW", "TEMPORARILY_STOPPED"]
    reason: Literal["CAPACITY", "CHILDCARE", "PERSONAL_CIRCUMSTANCE"]
    joined_on: When | None = None
    reason_since_on: date | None = None
    started_earlier_on: date | None = None
    demand: str | None = None
    scheme: str | None = None
    provider: str | None = None
    registered_on: date | None = None
    categories: tuple[Category, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    departures: tuple[Departure, ...] = ()

    @property
    def on(self) -> When | None:
        """The day of joining the list."""
        return self.joined_on

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From joining until the spell ended by a placement or by leaving; a refusal leaves a person on the list."""
        ended = [day for kind in ("PLACED", "LEFT") if (day := known_day(self.when(kind))) is not None]
        return known_day(self.joined_on), min(ended, default=None)

    def as_it_stood(self, as_of: date) -> "WaitingSpell":
        """Without a placement that was undone by then: who was never placed still waits."""
        lives = [one.life for one in self.follow_ups if one.life is not None]
        if not lives:
            return self
        flags = with_flags(self.flags, as_of, *lives)
        return replace(self, follow_ups=standing(self.follow_ups, as_of), flags=flags)

    def when(self, kind: str) -> When | None:
        """When the first follow-up of a kind happened, as far as known."""
        return next((follow_up.on for follow_up in self.follow_ups if follow_up.kind == kind), None)


# --- Parameters ---

DOCUMENT = "Regionale visie op inburgering, maatregelen en doelstellingen 2003-2005, Zuid-Holland Zuid"


def passage(words: str, requirement: str) -> Passage:
    """A passage of paragraph 3.3 of the document."""
    return Passage(DOCUMENT, "paragraaf 3.3", words, requirement)


FOUR_MONTHS = passage("een maximale wachttijd van vier maanden voor de oudkomers, na aanmelding bij het ROC", "R192")
ONE_YEAR = passage("mensen niet langer dan een jaar op de wachtlijst mogen blijven staan", "R207")
CLEANING = passage(
    "Elk half jaar schoont het ROC de wachtlijsten en verwijdert de mensen die hier niet meer thuis horen", "R206"
)
TWO_LISTS = passage("Er worden twee wachtlijsten bijgehouden", "R194")

EXCLUDED = Parameter(
    "waiting-list-excluded",
    {
        "nl": "Gemeente en regeling waarvoor het wachtlijstbeheer niet geldt, als code:regeling.",
        "en": "Municipality and scheme to which the rules do not apply, as code:scheme.",
    },
    "list",
    (DatedValue("0505:SD", passage("Wachtlijstbeheer (uitgezonderd SD/Dordrecht)", "R191")),),
)
LIMIT_MONTHS = Parameter(
    "waiting-limit-months",
    {
        "nl": "Hoeveel maanden een oudkomer ten hoogste wacht.",
        "en": "How many months an oudkomer may wait at most.",
    },
    "integer",
    (DatedValue(4, FOUR_MONTHS),),
)
LIST_MONTHS_MAX = Parameter(
    "waiting-list-months-max",
    {
        "nl": "Hoeveel maanden iemand ten hoogste op de wachtlijst staat.",
        "en": "How many months anybody may be on the list at most.",
    },
    "integer",
    (DatedValue(12, ONE_YEAR),),
)
CIRCUMSTANCE_MONTHS_MIN = Parameter(
    "circumstance-months-min",
    {
        "nl": "Langer dan zoveel maanden moet ziekte of zorg duren om een reden te zijn.",
        "en": "Illness or care must last longer than this many months to be a reason.",
    },
    "integer",
    (DatedValue(1, passage("zorgverplichtingen langer dan 1 maand", "R199")),),
)
CIRCUMSTANCE_MONTHS_MAX = Parameter(
    "circumstance-months-max",
    {
        "nl": "Hoeveel maanden ziekte of zorg ten hoogste een reden is.",
        "en": "How many months illness or care may be a reason at most.",
    },
    "integer",
    (
        DatedValue(
            12, passage("kunnen ook voor maximaal een jaar reden zijn om mensen op een wachtlijst te plaatsen", "R209")
        ),
    ),
)


# --- What the tests ask ---


def _months(question: Question, parameter: Parameter) -> int:
    return int(question.parameters[parameter.name])


def _happened(spell: WaitingSpell, kind: FollowUpKind, question: Question) -> date | None:
    """The day of a follow-up, when that is known and is by the day asked."""
    day = known_day(spell.when(kind))
    return day if day is not None and day <= question.bounds.as_of else None


def _undated(spell: WaitingSpell, kinds: Iterable[FollowUpKind], question: Question) -> Reason | None:
    """A follow-up without its day, which may have been by the day asked."""
    for follow_up in spell.follow_ups:
        may_be_later_only = follow_up.on is not None and first_day(follow_up.on) > question.bounds.as_of
        if follow_up.kind in kinds and known_day(follow_up.on) is None and not may_be_later_only:
            return Reason({"date": follow_up.kind} | ({"known": follow_up.on} if follow_up.on else {}))
    return None


def _limit_on(spell: WaitingSpell, question: Question, limit: Parameter) -> date:
    joined_on = known_day(spell.joined_on)
    if joined_on is None:
        raise ValueError("the limit of a spell without a first day was asked; DATE_UNKNOWN is tested before")
    return add_months(joined_on, _months(question, limit))


def out_of_scope(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether the rules do not apply to the place and scheme of this spell."""
    place = f"{spell.municipality}:{spell.scheme}"
    return Reason({"excluded": place}) if place in question.parameters[EXCLUDED.name] else None


def _arrival(spell: WaitingSpell, question: Question) -> str | None:
    arrival: str | None = said_on(spell.categories, "arrival", question.bounds.as_of)
    return arrival


def category_unknown(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether nobody established what kind of newcomer this is."""
    return Reason() if _arrival(spell, question) is None else None


def not_oudkomer(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether this is established to be somebody else than an oudkomer."""
    arrival = _arrival(spell, question)
    return Reason({"arrival": arrival}) if arrival is not None and arrival != "OUDKOMER" else None


def on_other_list(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether this spell is on another list than the one of first inflow."""
    return Reason({"list": spell.waiting_list}) if spell.waiting_list != "FIRST_INFLOW" else None


def not_allowed_on_list_2(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether the reason may only stand on the list of first inflow, and this is the other."""
    refused = spell.waiting_list == "TEMPORARILY_STOPPED" and spell.reason in NOT_ON_LIST_2
    return Reason({"reason": spell.reason}) if refused else None


def circumstance_undated(spell: WaitingSpell, question: Question) -> Reason | None:
    """How long a circumstance lasted is asked once it has ended; both days are needed for that."""
    if spell.reason != CIRCUMSTANCE:
        return None
    if _happened(spell, "REASON_ENDED", question) is not None and spell.reason_since_on is None:
        return Reason({"date": "REASON_SINCE"})
    return _undated(spell, ("REASON_ENDED",), question)


def too_short(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether the circumstance has ended and lasted no longer than it must."""
    ended_on, since_on = _happened(spell, "REASON_ENDED", question), spell.reason_since_on
    if spell.reason != CIRCUMSTANCE or ended_on is None or since_on is None:
        return None
    needed_on = add_months(since_on, _months(question, CIRCUMSTANCE_MONTHS_MIN))
    lasted_days = (ended_on - since_on).days
    return Reason({"lasted_days": lasted_days}, limit_on=needed_on) if ended_on <= needed_on else None


def placed(limit: Parameter, in_time: bool) -> Callable[[WaitingSpell, Question], Reason | None]:
    """Whether there was a placement by the day asked, within the limit or after it."""

    def check(spell: WaitingSpell, question: Question) -> Reason | None:
        placed_on = _happened(spell, "PLACED", question)
        if placed_on is None:
            return None
        limit_on = _limit_on(spell, question, limit)
        late_days = days_over(limit_on, placed_on)
        if (late_days == 0) != in_time:
            return None
        return Reason({"placed_on": placed_on.isoformat()}, limit_on=limit_on, days_over=late_days or None)

    return check


def declined(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether an offer was declined by the day asked."""
    declined_on = _happened(spell, "DECLINED", question)
    return Reason({"declined_on": declined_on.isoformat()}) if declined_on else None


def left(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether the list was left by the day asked."""
    left_on = _happened(spell, "LEFT", question)
    because = next((one.because for one in spell.follow_ups if one.kind == "LEFT" and one.because), "OTHER")
    return Reason({"left_on": left_on.isoformat(), "because": because}) if left_on else None


def ending_undated(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether something ended the waiting on a day nobody knows."""
    return _undated(spell, ENDINGS, question)


def off_list_undated(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether the list was left on a day nobody knows."""
    return _undated(spell, ("PLACED", "LEFT"), question)


def within(limit: Parameter) -> Callable[[WaitingSpell, Question], Reason | None]:
    """Whether the day asked comes before the limit day."""

    def check(spell: WaitingSpell, question: Question) -> Reason | None:
        limit_on = _limit_on(spell, question, limit)
        return Reason(limit_on=limit_on) if question.bounds.as_of < limit_on else None

    return check


def on_limit_day(limit: Parameter) -> Callable[[WaitingSpell, Question], Reason | None]:
    """Whether the day asked is the limit day itself, which is allowed."""

    def check(spell: WaitingSpell, question: Question) -> Reason | None:
        limit_on = _limit_on(spell, question, limit)
        if question.bounds.as_of != limit_on:
            return None
        return Reason({"counted_from": (limit_on + timedelta(days=1)).isoformat()}, limit_on=limit_on)

    return check


def over(limit: Parameter) -> Callable[[WaitingSpell, Question], Reason]:
    """The limit day of a spell that passed it, and by how many days.

    No document says that who died, left or moved waits no longer before somebody takes him off the list: it is flagged.
    """

    def details(spell: WaitingSpell, question: Question) -> Reason:
        limit_on, as_of = _limit_on(spell, question, limit), question.bounds.as_of
        gone = [one for one in spell.departures if one.on is None or first_day(one.on) <= as_of]
        flags = tuple(sorted({f"PERSON_{one.kind}" for one in gone}))
        return Reason(limit_on=limit_on, days_over=days_over(limit_on, as_of), flags=flags)

    return details


def since_unknown(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether nobody knows when the circumstance began."""
    if spell.reason == CIRCUMSTANCE and spell.reason_since_on is None:
        return Reason({"date": "REASON_SINCE"})
    return None


def expired(spell: WaitingSpell, question: Question) -> Reason | None:
    """A circumstance that outlasted its year; one that ended within the year has ended and not expired."""
    if spell.reason != CIRCUMSTANCE or spell.reason_since_on is None:
        return None
    limit_on = add_months(spell.reason_since_on, _months(question, CIRCUMSTANCE_MONTHS_MAX))
    lasted_until = _happened(spell, "REASON_ENDED", question) or question.bounds.as_of
    if lasted_until <= limit_on:
        return None
    return Reason(limit_on=limit_on, days_over=days_over(limit_on, question.bounds.as_of))


def reason_ended(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether the reason for waiting had ended by the day asked."""
    ended_on = _happened(spell, "REASON_ENDED", question)
    return Reason({"reason": spell.reason, "ended_on": ended_on.isoformat()}) if ended_on else None


def stands(spell: WaitingSpell, question: Question) -> Reason:
    """The reason that still stands."""
    return Reason({"reason": spell.reason})


def departed(kind: DepartureKind) -> Callable[[WaitingSpell, Question], Reason | None]:
    """Whether the person died or left the country by the day asked, while still on the list."""

    def check(spell: WaitingSpell, question: Question) -> Reason | None:
        days = [known_day(one.on) for one in spell.departures if one.kind == kind]
        by_then = [day for day in days if day is not None and day <= question.bounds.as_of]
        return Reason({"on": min(by_then).isoformat()}) if by_then else None

    return check


def departure_undated(spell: WaitingSpell, question: Question) -> Reason | None:
    """Whether the person died or left the country on a day nobody knows."""
    for one in spell.departures:
        may_be = one.on is None or first_day(one.on) <= question.bounds.as_of
        if one.kind != "MOVED" and known_day(one.on) is None and may_be:
            return Reason({"date": one.kind})
    return None
