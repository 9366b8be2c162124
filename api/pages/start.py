"""The start: how the ledger is, the three views at a glance, and the ways on to what was reported and agreed.

Nothing here is opened: a figure is told as a number, and what lies behind it is a link. So the page costs little with
however many persons.
"""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.call import Call
from api.differences import known_reports
from api.figures import Telling, own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.charts import bars, funnel_labels
from api.pages.layout import HTML, WORDS, may_go, page
from api.pages.published import published_list
from api.pages.quotas import turn_told
from api.pages.ways import Axes, Ways, axes_of, axes_of_report
from domain.counting import Language
from domain.municipalities import name_of
from domain.reported import Reported
from replay.asking import Asked
from replay.realised import ask_turns, places_of_turns
from replay.reported import IsWorkedOut
from replay.status import ledger_status
from store.readers import Reader, reading_as

GROUP = Group("Start page", "Where a reader begins.", base="")
PATHS: Mapping[Language, str] = {"nl": "/", "en": "/en/"}
VIEWS = (
    ("start.view.placements", "placements", "showQuotas", ("/taakstelling", "/en/quotas")),
    ("start.view.waiting", "waiting-over-one-year", "showWaitingList", ("/wachtlijst", "/en/waiting-list")),
    ("start.view.participants", "participants", "showParticipants", ("/deelnemers", "/en/participants")),
)
"""The words over a view, the rule that speaks for it, and the page that goes on with it."""
WAYS = (
    ("dossiers", "showDossiers", ("/dossiers", "/en/dossiers")),
    ("signals", "showSignals", ("/signalen", "/en/signals")),
    ("findings", "showFindings", ("/bevindingen", "/en/findings")),
    ("imports", "showImports", ("/inlezen", "/en/imports")),
    ("rules", "showRules", ("/regels", "/en/rules")),
)
REPORTS_MAX = 6
TURNS_MAX, TURNS_SOUGHT_MAX = 3, 12
"""How many municipalities are shown where a rule changed, and of how many that is asked: a figure costs."""
OF_QUOTAS = ("municipality", "period", "asOf", "registeredBy")


@GROUP.get("/", "showStart", Answers(None, formats=(HTML,)), english_path=PATHS["en"], is_described=False)
def show_start(office: Office, call: Call) -> Response:
    """The start page; that of the ministry leads to what is published."""
    if call.caller.role == "ministry":
        return page(call, PATHS, "start_published.html", periods=published_list(office, call))
    municipality = own_municipality(call)
    shows_figures = call.caller.role != "administrator"
    is_shown_reports = shows_figures and may_go(call, "showReportedFigures")
    telling, of_all = Telling.to(office, call), Telling.to(office, call, of_all=True)
    return page(
        call,
        PATHS,
        "start.html",
        status=ledger_status(office.figures, of_all.value_now) if call.caller.role != "provider" else None,
        views=[_view(telling, call, *view, municipality) for view in VIEWS] if shows_figures else [],
        reports=_reports(office, call, municipality) if is_shown_reports else None,
        turns=_turns(office, telling, municipality) if shows_figures and may_go(call, "showQuotas") else [],
        ways={name: path[call.language == "en"] if may_go(call, on) else "" for name, on, path in WAYS},
    )


def ask_beforehand(office: Office) -> None:
    """In a large ledger have worked out, behind whoever asks first, what the start shows of the whole country."""
    if office.ledger.head().position >= office.limits.earlier_facts_min:
        office.renewing.soon("start", lambda: _asked_beforehand(office))


def _asked_beforehand(office: Office) -> bool:
    for reader in (Reader("auditor"), *([None] if office.access.is_open else [])):
        telling = Telling(office, reader)
        for _, rule, *_ in VIEWS:
            telling.answers(Asked(rule))
    with reading_as(None):
        ledger_status(office.figures, Telling(office, None).value_now)
    return True


def _view(
    telling: Telling,
    call: Call,
    name: str,
    rule: str,
    operation: str,
    paths: tuple[str, str],
    municipality: str | None,
) -> dict[str, Any]:
    """One view: its figure as a number and its funnel; it tells of nobody."""
    answer = telling.answers(Asked(rule, municipality=municipality))[0]
    words, go = WORDS[call.language], Ways(call.language)
    labels = funnel_labels(words, answer.rule, answer.funnel)
    drawn = tuple((labels[code], number, code == "counted") for code, number in answer.funnel.items())
    return {
        "title": words.say(name),
        "page": paths[call.language == "en"] if may_go(call, operation) else None,
        "rule": answer.rule,
        "value": answer.value,
        "unit": words.unit(answer.rule.unit, answer.value),
        "address": go.figure(rule, axes_of(answer)),
        "as_of": words.day(answer.bounds.as_of),
        "funnel": answer.funnel,
        "reasons": {code: words.test_sentence(answer.rule, code) for code in answer.funnel if code != "counted"},
        "chart": bars(drawn, words.say("start.funnel.alt", rule=words.say(name)), width=140),
    }


def _turns(office: Office, telling: Telling, municipality: str | None) -> list[dict[str, Any]]:
    """Where two people may both be right: a rule changed while a quota ran, and its readings differ on that day."""
    found, names = list[dict[str, Any]](), office.figures.municipality_names()
    places = places_of_turns(office.figures, office.ledger.head().position, municipality)
    ask = telling.answers_in_passing if municipality is None else telling.answers
    for code, quotas in places[:TURNS_SOUGHT_MAX]:
        try:
            turns = ask_turns(Asked("", municipality=code), quotas, ask)
        except IsWorkedOut:
            continue
        found += [{"place": name_of(code, names) or code, "code": code, **turn_told(one)} for one in turns]
        if len(found) >= TURNS_MAX:
            break
    return found[:TURNS_MAX]


def _reports(office: Office, call: Call, municipality: str | None) -> list[dict[str, Any]]:
    """What was reported last, each with the way to the quotas as they stood then."""
    names, head = office.figures.municipality_names(), office.ledger.head().position
    found = [one for one in known_reports(office.figures) if municipality in (None, one.municipality)]
    return [_report(call, one, names, head) for one in found[:REPORTS_MAX]]


def _report(call: Call, reported: Reported, names: Mapping[str, str], head: int) -> dict[str, Any]:
    words, go, axes = WORDS[call.language], Ways(call.language), axes_of_report(reported, head)
    code = reported.municipality
    then: Axes = {name: axes.get(name) for name in OF_QUOTAS} | {"municipality": code or "NL"}
    return {
        "reported": reported,
        "place": name_of(code, names) or code if code else words.say("quotas.country"),
        "value": "–" if reported.fact.value is None else words.number(reported.fact.value),
        "unit": words.unit(reported.fact.unit, reported.fact.value or 2),
        "figure": go.figure(reported.fact.rule, axes),
        "quotas": go.quotas(then) if may_go(call, "showQuotas") else None,
        "drift": go.reported() + f"#{reported.event_id}",
    }
