"""What somebody with a plan completed of the programme of 2021, as the rules see it: fields, sources, questions.

Each question is about one plan on one day and answers with the reason or with None. The order in which the questions
are put is the rule: `domain/rules/programme_parts.py`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

import msgspec

from domain.counting import Check, DatedValue, Parameter, Passage, Question, Reason
from domain.dates import When, first_day
from domain.rules.legal_effect import Lasting, holds_on
from domain.rules.legal_terms import CHANCES, DECREE_2021, WI_2021
from domain.rules.obligation import MigrantCategory, ObligedCase
from domain.rules.running_term import RouteChosen
from domain.rules.shared import known_day, said_on

PartKind = Literal["PVT", "MAP", "Z"]


class PartDone(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the programme that a source calls completed; `hours` are course hours for the Z-route."""

    kind: PartKind
    on: When | None = None
    hours: int | None = None
    participation_hours: int | None = None


class HoursTotal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The hours followed so far of one activity, as a source totals them on a day."""

    activity: str
    hours: int
    on: When | None = None


class TalksAgreed(Lasting, frozen=True, kw_only=True, omit_defaults=True):
    """How many progress talks a plan lays down, from its day on."""

    talks: int


class Programme(ObligedCase, frozen=True, kw_only=True):
    """What somebody with a plan completed of it; each list by day."""

    plan_on: When | None = None
    routes: tuple[RouteChosen, ...] = ()
    completions: tuple[PartDone, ...] = ()
    hours: tuple[HoursTotal, ...] = ()
    agreed: tuple[TalksAgreed, ...] = ()
    talks: tuple[When | None, ...] = ()
    categories: tuple[MigrantCategory, ...] = ()
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the date of the plan on."""
        return known_day(self.plan_on), None

    @property
    def lasting(self) -> dict[str, Sequence[Lasting]]:
        """Endings, routes and the talks agreed."""
        return {"endings": self.endings, "routes": self.routes, "agreed": self.agreed}


# --- Sources and parameters ---


def _decree(place: str, words: str) -> Passage:
    return Passage(DECREE_2021, place, words)


SIGNING = Passage(
    WI_2021, "artikel 6, vierde lid", "wordt afgesloten met het ondertekenen van de participatieverklaring"
)
TWELVE_HOURS = _decree("artikel 3.1, derde lid", "Het participatieverklaringstraject omvat ten minste 12 uren")
CLOSING_TALK = _decree(
    "artikel 3.2, tweede lid",
    "De module Arbeidsmarkt en Participatie wordt afgesloten met een eindgesprek tussen de inburgeringsplichtige en "
    "het college",
)
HOURS_IN_REGULATION = _decree(
    "artikel 3.2, vierde lid",
    "Bij ministeriële regeling kunnen nadere regels worden gesteld met betrekking tot de onderdelen, bedoeld in het "
    "eerste en tweede lid, waaronder een urennorm",
)
NOT_FOR_EDUCATION = Passage(
    WI_2021,
    "artikel 8, derde lid",
    "De verplichting om de module Arbeidsmarkt en Participatie af te ronden is niet van toepassing op de "
    "inburgeringsplichtige die het taalschakeltraject volgt of heeft afgerond",
)
COURSE_HOURS = _decree("artikel 3.14, tweede lid, onderdeel a", "in totaal 800 cursusuren")
ACTIVITY_HOURS = _decree(
    "artikel 3.14, tweede lid, onderdeel b",
    "in totaal 800 uren besteed aan activiteiten gericht op zelfredzaamheid, activering en participatie",
)
TALK_OF_Z = _decree("artikel 3.14, tweede lid, onderdeel c", "een eindgesprek met het college")
OTHERS_ON_Z = _decree(
    "artikel 3.14, derde lid",
    "Het tweede lid, onderdeel a en c, zijn van toepassing op gezinsmigranten en overige migranten",
)
MODULES_COME_OFF = _decree(
    "artikel 3.14, vijfde lid",
    "De uren gemoeid met de module Arbeidsmarkt en Participatie en het participatieverklaringstraject worden in "
    "mindering gebracht op de urennorm, bedoeld in het tweede lid, onderdeel b",
)
INTAKE_MAY_COME_OFF = _decree(
    "artikel 3.14, zesde lid", "kunnen de hiermee gemoeide uren, in afwijking van artikel 5.3, vijfde lid"
)
LOWER_NORM = _decree("artikel 3.14, achtste lid", "een lagere urennorm kan worden vastgesteld")
NO_WEIGHT_BEFORE = _decree(
    "artikel 5.3, vijfde lid",
    "Inspanningen die een inburgeringsplichtige heeft verricht voorafgaand aan het vaststellen van het persoonlijk "
    "plan inburgering en participatie, wegen niet mee voor het voldoen aan de inburgeringsplicht",
)
TALKS = _decree(
    "artikel 5.3, vierde lid",
    "Het college legt het aantal te voeren voortgangsgesprekken met de inburgeringsplichtige vast in het persoonlijk "
    "plan inburgering en participatie",
)
TALKS_REQUIRED = Passage(
    CHANCES,
    "signaleren en stimuleren",
    "periodieke voortgangsgesprekken die vanuit de Wet inburgering vereist zijn",
    "R317",
)
PVT_FOR_BOTH = Passage(
    CHANCES, "lokale worteling", "Participatieverklaringstraject waarin statushouders en gezinsmigranten", "R336"
)
Z_ROUTE_LOCAL = Passage(
    CHANCES, "lokale worteling", "de Z-route die in zijn geheel lokaal kan worden vormgegeven", "R338"
)


def _hours(name: str, nl: str, en: str, value: int | None, source: Passage) -> Parameter:
    values = () if value is None else (DatedValue(value, source),)
    return Parameter(name, {"nl": nl, "en": en}, "integer", values)


PVT_HOURS = _hours("pvt-hours-min", "Het kleinste aantal uren PVT.", "The least hours of PVT.", 12, TWELVE_HOURS)
MAP_HOURS = _hours(
    "map-hours-min", "Het kleinste aantal uren MAP.", "The least hours of MAP.", None, HOURS_IN_REGULATION
)
"""No default: the decree leaves it to the ministerial regulation, which was not read."""
Z_COURSE_HOURS = _hours(
    "z-course-hours-min", "Het kleinste aantal cursusuren.", "The least course hours.", 800, COURSE_HOURS
)
Z_ACTIVITY_HOURS = _hours(
    "z-participation-hours-min",
    "Het kleinste aantal uren participatie van een asielstatushouder.",
    "The least hours of participation of an asylum status holder.",
    800,
    ACTIVITY_HOURS,
)


# --- What the tests ask ---


def done(case: Programme, kind: PartKind, day: date) -> PartDone | None:
    """The part as it was first completed by the end of a day; within the term goes before too early."""
    found = [one for one in _of_kind(case, kind) if (on := known_day(one.on)) is not None and on <= day]
    plan_on = str(case.plan_on)
    return next((one for one in found if str(one.on) > plan_on), found[0] if found else None)


def _of_kind(case: Programme, kind: PartKind) -> list[PartDone]:
    return [one for one in case.completions if one.kind == kind]


def _route(case: Programme, day: date) -> str | None:
    chosen = [one.route for one in case.routes if holds_on(one, day)]
    return chosen[-1] if chosen else None


def _total(case: Programme, activity: str, day: date) -> int | None:
    """The latest total of an activity by the end of a day."""
    totals = [
        one.hours
        for one in case.hours
        if one.activity == activity and (on := known_day(one.on)) is not None and on <= day
    ]
    return totals[-1] if totals else None


def when_of(kind: PartKind) -> Callable[[Programme], When | None]:
    """When a part was completed, as its first source has it."""

    def when(case: Programme) -> When | None:
        parts = _of_kind(case, kind)
        return parts[0].on if parts else None

    return when


def not_completed(kind: PartKind) -> Check:
    """Whether nothing says by the day asked that the part was completed."""

    def check(case: Programme, question: Question) -> Reason | None:
        return None if done(case, kind, question.bounds.as_of) else Reason()

    return check


def undated(kind: PartKind) -> Check:
    """Whether it was completed on a day nobody knows."""

    def check(case: Programme, question: Question) -> Reason | None:
        as_of = question.bounds.as_of
        if done(case, kind, as_of):
            return None
        for one in _of_kind(case, kind):
            if known_day(one.on) is None and (one.on is None or first_day(one.on) <= as_of):
                return Reason({"date": kind} | ({"known": one.on} if one.on else {}))
        return None

    return check


def before_term(kind: PartKind) -> Check:
    """Whether it was completed before the term, which begins the day after the plan."""

    def check(case: Programme, question: Question) -> Reason | None:
        part, plan_on = done(case, kind, question.bounds.as_of), known_day(case.plan_on)
        early = part is not None and plan_on is not None and str(part.on) <= plan_on.isoformat()
        return Reason({"on": str(part.on)}, limit_on=plan_on) if part is not None and early else None

    return check


def short(kind: PartKind, parameter: Parameter) -> Check:
    """Whether the source gives hours, and fewer than the norm."""

    def check(case: Programme, question: Question) -> Reason | None:
        part, needed = done(case, kind, question.bounds.as_of), int(question.parameters[parameter.name])
        if part is None or part.hours is None or part.hours >= needed:
            return None
        return Reason({"hours": part.hours, "needed": needed})

    return check


def hours_unknown(case: Programme, question: Question) -> Reason | None:
    """Whether the source gives no hours of the MAP."""
    part = done(case, "MAP", question.bounds.as_of)
    return Reason() if part is not None and part.hours is None else None


def told(kind: PartKind) -> Check:
    """The day and hours of a part."""

    def check(case: Programme, question: Question) -> Reason | None:
        part = done(case, kind, question.bounds.as_of)
        if part is None:
            return None
        hours: dict[str, str | int] = {"hours": "not said" if part.hours is None else part.hours}
        return Reason({"on": str(part.on)} | hours)

    return check


def on_education_route(case: Programme, question: Question) -> Reason | None:
    """Whether the plan has the education route, for which there is no MAP."""
    return Reason() if _route(case, question.bounds.as_of) == "EDUCATION" else None


def not_on_z_route(case: Programme, question: Question) -> Reason | None:
    """Whether the plan has another route than the Z-route."""
    route = _route(case, question.bounds.as_of)
    return Reason({"route": route}) if route is not None and route != "Z" else None


def group_unknown(case: Programme, question: Question) -> Reason | None:
    """Whether nobody established the group, which the hours depend on."""
    return Reason() if _group(case, question) is None else None


def _group(case: Programme, question: Question) -> str | None:
    group: str | None = said_on(case.categories, "migrant_group", question.bounds.as_of)
    return group


def course_hours(case: Programme, question: Question) -> int | None:
    """Those of the completion itself, else the latest total of language hours by its day."""
    part = done(case, "Z", question.bounds.as_of)
    if part is None:
        return None
    day = known_day(part.on) or date.min
    return part.hours if part.hours is not None else _total(case, "LANGUAGE", day)


def activity_hours(case: Programme, question: Question) -> int | None:
    """Those of participation, and of the MAP and the PVT, which come off the norm."""
    as_of = question.bounds.as_of
    part = done(case, "Z", as_of)
    if part is None:
        return None
    day = known_day(part.on) or date.min
    own = part.participation_hours if part.participation_hours is not None else _total(case, "PARTICIPATION", day)
    if own is None:
        return None
    of_map, of_pvt = done(case, "MAP", day), done(case, "PVT", day)
    module = of_map.hours if of_map is not None and of_map.hours is not None else _total(case, "MAP", day)
    return own + (module or 0) + ((of_pvt.hours or 0) if of_pvt is not None else 0)


def z_hours_short(which: Callable[[Programme, Question], int | None], parameter: Parameter, asylum_only: bool) -> Check:
    """Whether the hours fall short of the norm, or are not known."""

    def check(case: Programme, question: Question) -> Reason | None:
        if asylum_only and _group(case, question) != "ASYLUM":
            return None
        hours, needed = which(case, question), int(question.parameters[parameter.name])
        if hours is not None and hours >= needed:
            return None
        return Reason({"hours": "not said" if hours is None else hours, "needed": needed})

    return check


def z_told(case: Programme, question: Question) -> Reason | None:
    """The day of the closing talk and the group."""
    part = done(case, "Z", question.bounds.as_of)
    return Reason({"on": str(part.on), "group": str(_group(case, question))}) if part is not None else None


# --- Talks ---


def _agreed(case: Programme, day: date) -> int | None:
    agreed = [one.talks for one in case.agreed if holds_on(one, day)]
    return agreed[-1] if agreed else None


def _held(case: Programme, day: date) -> int:
    return len([one for one in case.talks if (on := known_day(one)) is not None and on <= day])


def talks_not_agreed(case: Programme, question: Question) -> Reason | None:
    """Whether the plan lays down no number of talks."""
    return Reason() if _agreed(case, question.bounds.as_of) is None else None


def _talks(case: Programme, question: Question) -> Reason:
    as_of = question.bounds.as_of
    undated = len([one for one in case.talks if known_day(one) is None])
    return Reason(
        {"held": _held(case, as_of), "agreed": _agreed(case, as_of) or 0} | ({"undated": undated} if undated else {})
    )


def talks_held(case: Programme, question: Question) -> Reason | None:
    """Whether all talks laid down were held by the day asked."""
    as_of = question.bounds.as_of
    return _talks(case, question) if _held(case, as_of) >= (_agreed(case, as_of) or 0) else None


def talks_open(case: Programme, question: Question) -> Reason | None:
    """Whether talks laid down were not held yet by the day asked."""
    return None if talks_held(case, question) else _talks(case, question)
