"""The start: how the ledger is, the three views at a glance, and every figure there is to open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.responses import Response

from api.call import Call
from api.figures import require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.charts import bars
from api.pages.dossier import INDEX_PATHS as DOSSIERS
from api.pages.layout import HTML, WORDS, may_go, page
from api.pages.ways import Ways
from domain import rules
from domain.counting import Language
from domain.municipalities import name_of
from replay.answers import figure_document
from replay.asking import Asked
from replay.figures import Answer
from replay.signal_documents import signals_heading
from replay.signals import SignalsAsked, ask_signals
from replay.status import ledger_status

GROUP = Group("Start page", "Where a reader begins.", base="")
PATHS: Mapping[Language, str] = {"nl": "/", "en": "/en/"}
VIEWS = (
    ("start.view.placements", "placements"),
    ("start.view.waiting", "waiting-over-one-year"),
    ("start.view.participants", "participants"),
)
"""The words over a view, and the rule that speaks for it."""
PLACES_MAX = 8
SIGNALS_FOR = ("case_manager", None)
"""Who acts on signals; None is somebody on this machine without a token."""
TRIED = {"municipality": "Groningen", "period": "2007-01-01..2008-07-01", "registeredBy": "2008-09-18"}
"""The question of the examples, shown where a ledger is open for trying out."""


@GROUP.get("/", "showStart", Answers(None, formats=(HTML,)), english_path=PATHS["en"], is_described=False)
def show_start(office: Office, call: Call) -> Response:
    """The start page."""
    reader = call.caller.reader
    municipality = reader.municipality if reader is not None and reader.role == "case_manager" else None
    shows_figures = call.caller.role != "administrator"
    return page(
        call,
        PATHS,
        "start.html",
        status=ledger_status(office.figures) if call.caller.role != "provider" else None,
        signals=_signals(office, call, municipality),
        views=[_view(office, call, name, rule, municipality) for name, rule in VIEWS] if shows_figures else [],
        seek=DOSSIERS[call.language] if may_go(call, "showDossiers") else None,
        tried=Ways(call.language).figure("placements", TRIED) if office.access.is_open and shows_figures else None,
        rules=[(one, rules.versions(one), Ways(call.language).figure(one, {})) for one in rules.ids()]
        if shows_figures
        else [],
    )


def _signals(office: Office, call: Call, municipality: str | None) -> int | None:
    """How many ask for action today; None for who does not act on them."""
    if call.caller.role not in SIGNALS_FOR:
        return None
    asked = SignalsAsked(municipality=municipality, known_at=str(office.ledger.head().position))
    return sum(int(one["due"]) for one in signals_heading(ask_signals(office.figures, asked))["counts"])


def _view(office: Office, call: Call, name: str, rule: str, municipality: str | None) -> dict[str, Any]:
    """One view: its figure by municipality, as a chart and as a table of links; it tells of nobody."""
    asked = Asked(rule, municipality=municipality, by=("municipality",))
    answer: Answer = office.figures.ask(asked, opened=False)[0]
    require_own_municipality(call, answer.municipality)
    words, names = WORDS[call.language], office.figures.municipality_names()
    document = figure_document(answer, None)
    parts = sorted(document["by"], key=lambda part: -part["value"])[:PLACES_MAX]
    places = [
        (
            name_of(code, names) or code if code else words.say("breakdown.unknown"),
            int(part["value"]),
            Ways(call.language).figure(rule, {"municipality": code, "version": answer.rule.version if code else None}),
        )
        for part in parts
        for code in [part["municipality"]]
    ]
    title = words.say("start.by_municipality", rule=words.say(name))
    return {
        "title": words.say(name),
        "sentence": document["rule"]["sentence"][call.language],
        "value": words.amount(document["value"], document["unit"]),
        "address": Ways(call.language).figure(rule, {}),
        "as_of": words.day(date.fromisoformat(document["as_of"])),
        "places": places,
        "chart": bars(tuple((place, number, True) for place, number, _ in places), title, width=190)
        if places
        else None,
    }
