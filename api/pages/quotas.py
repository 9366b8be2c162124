"""The page of the quotas: of every municipality who set what, and of one what was realised beside it and over time.

Setters who differ stand side by side, a forecast stands apart, and every number opens as a figure with all of its axes.
Of all municipalities only the quotas are shown: what was realised is asked of one at a time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from api.asking import BY_NAME, question, settled_place, settled_position
from api.call import Call
from api.differences import known_reports
from api.figures import Telling, own_municipality, require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.charts import Line, over_time
from api.pages.layout import HTML, WORDS, page
from api.pages.paged import BEGIN, address_with, paged
from api.pages.published import published_beside
from api.pages.ways import LANGUAGES, Ways, asked_axes, axes_of, axes_of_report, between
from api.parameters import choice
from domain.municipalities import name_of
from domain.quotas import Beside, Quota
from replay.figures import Answer
from replay.listing_lines import QUOTAS
from replay.listings import ListingAsked, ask_listing
from replay.realised import EXPECTED, OverTime, Scheme, Turn, ask_over_time, ask_quotas
from replay.reported import IsWorkedOut
from replay.wording import Wording
from store.readers import reading_as

GROUP = Group("Page of the quotas", "Who set what, and what was realised.", base="")
PATHS = {language: Ways(language).quotas() for language in LANGUAGES}
AXES = ("municipality", "period", "asOf", "registeredBy", "knownAt")
PLACES_MAX = 20
AT_ONCE_CASES_MAX = 2_000
"""Of so many cases the numbers over time are shown at once; of more they are asked for apart, so that nobody waits for
them to see the rest."""
SHOW = choice("show", ("time",), "time toont ook het verloop door de tijd.", "time shows the numbers over time too.")
COUNTRY = "NL"
"""In the address: what was set for the country as a whole, which lies in no municipality."""


@GROUP.get(
    PATHS["nl"],
    "showQuotas",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(*(BY_NAME[name] for name in AXES), SHOW, BEGIN),
    is_described=False,
)
def show_quotas(office: Office, call: Call) -> Response:
    """The page of the quotas: of one municipality, or of all."""
    given = dict(call.items)
    place = call.query.get("municipality", own_municipality(call))
    is_ministry = call.caller.role == "ministry"
    told: dict[str, Any] = {"places": None, "schemes": None, "published": None, "is_published": is_ministry}
    if place is None or is_ministry:
        told |= _every_place(office, call, place)
    else:
        told |= _one_place(office, call, place)
    return page(
        call,
        PATHS,
        "quotas.html",
        here=PATHS[call.language],
        asked={name: given.get(name, "") for name in AXES} | {"municipality": given.get("municipality", place or "")},
        municipalities=sorted(office.figures.municipality_names().values()),
        country=COUNTRY,
        expected=EXPECTED,
        **told,
    )


# --- Of all ---


def _every_place(office: Office, call: Call, place: str | None) -> dict[str, Any]:
    """The quotas of every municipality, or of the one that the ministry asks about: of nobody, and of no case."""
    position = settled_position(office.figures, call.query.get("knownAt"))
    asked_about = None if place == COUNTRY else place
    municipality, _ = settled_place(office.figures, {"municipality": asked_about}, position)
    listing = ListingAsked(municipality, None, call.query.get("asOf"), str(position), None)
    with reading_as(None):  # what is of no person is for everybody whose page it is
        lines = [line for line, _ in ask_listing(office.figures, QUOTAS, listing).lines]
    names = office.figures.municipality_names()

    def place_of(line: Mapping[str, Any]) -> tuple[str, str]:
        code = line["municipality"]
        return (name_of(code, names) or code, code) if code else ("", COUNTRY)

    of_places = groupby(sorted(lines, key=lambda one: (place_of(one), one["document_on"])), key=place_of)
    shown = paged(call, [(name, code, list(some)) for (name, code), some in of_places], PLACES_MAX)
    told = {"places": shown.items, "shown": shown}
    if place is None:
        return told
    with reading_as(None):
        quotas = office.figures.quotas(position, municipality)
    return told | {"published": published_beside(office, call, quotas, municipality)}


# --- Of one ---


def _one_place(office: Office, call: Call, place: str) -> dict[str, Any]:
    figures, words = office.figures, WORDS[call.language]
    position = settled_position(figures, call.query.get("knownAt"))
    code, _ = settled_place(figures, {"municipality": None if place == COUNTRY else place}, position)
    require_own_municipality(call, code)
    bounds = {name: call.query[name] for name in AXES if name in call.query}
    bounds |= {"knownAt": str(position)} if "knownAt" in bounds else {}
    asked, telling = question("", bounds | {"municipality": code}), Telling.to(office, call)
    schemes = ask_quotas(figures, asked, telling.answers)
    considered = sum(answer.tally.considered for one in schemes for answer in one.answers)
    shows_time = SHOW.name in call.query or considered <= AT_ONCE_CASES_MAX

    def over_time_of(scheme: Scheme) -> Sequence[OverTime] | None:
        """None while it is being worked out."""
        try:
            return ask_over_time(asked, scheme, telling.over_days) if shows_time else ()
        except IsWorkedOut:
            return None

    return {
        "name": name_of(code, figures.municipality_names()) or code if code else words.say("quotas.country"),
        "schemes": [_scheme(words, one, over_time_of(one)) for one in schemes],
        "with_time": None if shows_time or not considered else address_with(call, "over-time", show="time"),
        "reports": [(one, axes_of_report(one, position)) for one in known_reports(figures) if one.municipality == code],
    }


def _scheme(words: Wording, scheme: Scheme, over: Sequence[OverTime] | None) -> dict[str, Any]:
    return {
        "scheme": scheme,
        "answers": [
            (one, axes_of(one), _beside(one, beside)) for one, beside in zip(scheme.answers, scheme.beside, strict=True)
        ],
        "bridges": [(first, second, between(first, second)) for first, second in scheme.bridges],
        "turns": [turn_told(one) for one in scheme.turns],
        "over_time": [_over_time(words, one) for one in over or ()],
        "is_worked_out": over is None,
    }


def _beside(answer: Answer, beside: Iterable[tuple[Answer, Sequence[Beside]]]) -> list[dict[str, Any]]:
    """The quotas that an answer stands beside, by their time: with the answer over it where that is another number."""
    return [
        {"other": None if its_time.value == answer.value else its_time, "axes": axes_of(its_time), "quotas": quotas}
        for its_time, quotas in beside
    ]


def turn_told(turn: Turn) -> dict[str, Any]:
    """Where a rule changed: both numbers, each with its axes, and the question of the bridge between them."""
    return {
        "day": turn.on,
        "older": (turn.older, axes_of(turn.older)),
        "newer": (turn.newer, axes_of(turn.newer)),
        "bridge": between(turn.older, turn.newer),
    }


def _over_time(words: Wording, over: OverTime) -> dict[str, Any]:
    """One rule over time: as a chart, and as a table in which every number opens."""
    days = [end - timedelta(days=1) for end in over.ends]
    lines: list[Line] = [(rule.version, tuple(value for _, value in numbers), False) for rule, numbers in over.lines]
    lines += targets(words, over.quotas, days)
    alt = words.say("quotas.over_time.alt", rule=over.rule, first=words.day(days[0]), last=words.day(days[-1]))
    return {
        "rule": over.rule,
        "period": over.period,
        "versions": [rule.version for rule, _ in over.lines],
        "chart": _chart(words, days, lines, alt),
        "rows": [
            (day, [(rule, asked_axes(numbers[at][0]), numbers[at][1]) for rule, numbers in over.lines])
            for at, day in enumerate(days)
        ],
    }


def targets(words: Wording, quotas: Iterable[Quota], days: Sequence[date]) -> list[Line]:
    """What was set, as lines that do not move and are no longer than the time they are for; each named by its setter,
    what it is, and how much."""
    named = {quota_said(words, one): one for one in quotas if one.amount is not None}
    return [
        (name, tuple(one.amount if one.period_from <= day < one.period_until else None for day in days), True)
        for name, one in named.items()
    ]


def quota_said(words: Wording, quota: Quota) -> str:
    """A quota in short: what it is, how much, and who said so."""
    return f"{words.say(f'kind.{quota.kind}')} {words.quota_amount(quota)}, {quota.setter}"


def _chart(words: Wording, days: Sequence[date], lines: Sequence[Line], alt: str) -> Markup:
    return over_time(tuple(words.short_day(day) for day in days), tuple(lines), alt)
