"""The pages of signals: today's work by kind, one signal with its reasons, and what somebody does about it.

Taking a signal and laying it to rest go the same road as over the API (`api/acting.py`): decided on the signal as it
stood on the page, and once, however often the form is sent.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from starlette.responses import Response

from api.access import LOOPBACK
from api.acting import CASE, KIND, ROLES, act_on, seen_signal
from api.asking import BY_NAME, settled_place, settled_position
from api.browser import Notice
from api.call import Call
from api.figures import own_municipality, require_own_municipality
from api.group import Answers, Form, Group
from api.notices import ACKNOWLEDGED, AS_OF, COMING, KINDS
from api.office import Office
from api.pages.layout import GOES_ON, HTML, WORDS, go_on, page
from api.pages.ways import Ways
from api.paging import PAGE_BY_NUMBER
from api.parameters import Parameter, choice, day_parameter, text_parameter
from api.problems import PreconditionFailed
from domain.counting import Language
from domain.facts import CaseAssigned, SignalAcknowledged
from domain.facts.base import Fact
from domain.rules import rule as rule_of
from replay.answers import Document
from replay.signal_documents import signal_documents, signals_heading
from replay.signals import SignalsAsked, ask_signals
from replay.wording import Wording

GROUP = Group("Pages of signals", "Who must act, and who does.", base="")
PATHS: Mapping[Language, str] = {"nl": "/signalen", "en": "/en/signals"}
LINES_MAX = 25
CURSOR = PAGE_BY_NUMBER[-1]
REASONS = ("APPOINTMENT_MADE", "PLACE_PROMISED", "IN_CONTACT", "REFERRED", "DONE", "NOT_OURS")
"""Why a signal may rest, as a page offers it; over the API it may be any code."""
KEPT: Sequence[Parameter] = (
    text_parameter("tag", "Het signaal zoals het op de pagina stond.", "The signal as it stood on the page."),
    text_parameter("key", "Het kenmerk van dit formulier.", "The mark of this form.", maxLength=36),
)
TAKES = (
    text_parameter("assignee", "De code van een medewerker, zonder spaties.", "The code of a worker, without spaces."),
    choice("role", ROLES, "In welke rol.", "In which role."),
    day_parameter("until_on", "De eerste dag waarop het niet meer geldt.", "The first day on which it ends."),
)
RESTS = (
    choice("reason", REASONS, "Waarom het mag rusten.", "Why it may rest."),
    day_parameter("rests_until_on", "De dag waarop het terugkomt.", "The day on which it comes back."),
    text_parameter("remark", "Een toelichting.", "An explanation."),
)


@GROUP.get(
    PATHS["nl"],
    "showSignals",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(BY_NAME["municipality"], KINDS, AS_OF, COMING, ACKNOWLEDGED, CURSOR),
    is_described=False,
)
def show_signals(office: Office, call: Call) -> Response:
    """Who must act today, kind by kind."""
    query, figures = call.query, office.figures
    position = settled_position(figures, None)
    code, _ = settled_place(figures, {"municipality": query.get("municipality", own_municipality(call))}, position)
    require_own_municipality(call, code)
    asked = SignalsAsked(
        municipality=code,
        as_of=query.get("asOf"),
        kinds=query.get("kinds", ()),
        coming_days=query.get("coming", 0),
        acknowledged=query.get("acknowledged", False),
        known_at=str(position),
    )
    found = ask_signals(figures, asked)
    begin: int = query.get("cursor", 0)
    shown = signal_documents(office.ledger, found.rows[begin : begin + LINES_MAX])
    call.has_read((one["case"] for one in shown), "case")
    heading, more = signals_heading(found), begin + LINES_MAX < len(found.rows)
    given = dict(call.items)
    return page(
        call,
        PATHS,
        "signals.html",
        here=PATHS[call.language],
        asked={name: given.get(name, "") for name in ("municipality", "kinds", "asOf", "coming", "acknowledged")},
        own=own_municipality(call),
        heading=heading,
        as_of=date.fromisoformat(heading["as_of"]),
        kinds=[one | {"address": _list(call, kinds=one["kind"])} for one in heading["counts"]],
        lines=[_line(call, one) for one in shown],
        every=_list(call, kinds=""),
        resting=_list(call, acknowledged="" if given.get("acknowledged") else "true"),
        first=_list(call) if begin else None,
        next=_list(call, cursor=str(begin + LINES_MAX)) + "#lines" if more else None,
    )


@GROUP.get(
    "/signalen/{kind}/{case}",
    "showSignal",
    Answers(None, formats=(HTML,)),
    english_path="/en/signals/{kind}/{case}",
    in_path=(KIND, CASE),
    query=(AS_OF,),
    is_described=False,
)
def show_signal(office: Office, call: Call) -> Response:
    """One signal, with what can be done about it."""
    seen = seen_signal(office, call)
    call.has_read([seen.row.case.case], "case")
    paths: Mapping[Language, str] = {language: _address(language, call) for language in PATHS}
    return page(
        call,
        paths,
        "signal.html",
        signal=_line(call, seen.document),
        meaning=seen.row.kind.sentence[call.language],
        dossier=Ways(call.language).dossier(seen.subject),
        as_of=seen.row.as_of,
        tag=seen.tag,
        keys=[str(uuid4()), str(uuid4())],
        here=paths[call.language],
        question=f"?{urlencode(call.items)}" if call.items else "",
        list=PATHS[call.language],
        worker="" if call.caller.subject == LOOPBACK else call.caller.subject,
        roles=ROLES,
        reasons=REASONS,
    )


@GROUP.post(
    "/signalen/{kind}/{case}/oppakken",
    "takeSignalOnPage",
    GOES_ON,
    english_path="/en/signals/{kind}/{case}/take",
    in_path=(KIND, CASE),
    query=(AS_OF,),
    body=Form(fields=(*KEPT, *TAKES)),
    is_described=False,
)
def take_signal_on_page(office: Office, call: Call) -> Response:
    """Gives the person of a signal to a worker, or takes it oneself."""
    return _act(office, call, CaseAssigned, {}, "signal_taken")


@GROUP.post(
    "/signalen/{kind}/{case}/laten-rusten",
    "restSignalOnPage",
    GOES_ON,
    english_path="/en/signals/{kind}/{case}/rest",
    in_path=(KIND, CASE),
    query=(AS_OF,),
    body=Form(fields=(*KEPT, *RESTS)),
    is_described=False,
)
def rest_signal_on_page(office: Office, call: Call) -> Response:
    """Says why a signal may rest."""
    return _act(office, call, SignalAcknowledged, {"signal": call.path["kind"]}, "signal_rests")


def _act(office: Office, call: Call, kind: type[Fact], own: dict[str, str], notice: str) -> Response:
    """Record what was filled in about the signal as it stood on the page, and go on to the list."""
    seen = seen_signal(office, call)
    kept = {one.name: call.form.get(one.name, "") for one in KEPT}
    said = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in call.form.items()
        if name not in kept
    }
    about = {"about": seen.document["about"]} if own else {}

    def require_match(tag: str) -> None:
        if kept["tag"] != tag:
            raise PreconditionFailed

    receipt = act_on(office, call, seen, kind, kept["key"], {**said, **own, **about}, require_match)
    return go_on(call, PATHS[call.language], Notice(notice, receipt["recorded"]))


def _line(call: Call, signal: Document) -> dict[str, Any]:
    """A signal with its ways on."""
    known = {"asOf": call.query["asOf"].isoformat()} if "asOf" in call.query else {}
    base = f"{PATHS[call.language]}/{signal['signal']}/{signal['case']}"
    version = rule_of(signal["rule"], signal["versions"][0])
    return signal | {
        "why": WORDS[call.language].test_sentence(version, signal["reason"]),
        "rest": None if signal["acknowledged"] is None else _rest(WORDS[call.language], signal["acknowledged"]),
        "address": base + (f"?{urlencode(known)}" if known else ""),
        "figure": Ways(call.language).figure(
            signal["rule"],
            {"version": signal["versions"][0], "municipality": signal["municipality"], **known},
        ),
    }


def _rest(words: Wording, said: Document) -> str:
    """Why a signal rests, or rested, by whom, since when and until when."""
    reason, until = f"signals.reason.{said['reason']}", said["rests_until_on"]
    name = "signals.page.rests" if said["rests"] else "signals.page.rested"
    return words.say(
        name if until else f"{name}.for_good",
        reason=words.say(reason) if words.has(reason) else words.code("reason", said["reason"]),
        by=words.say("signals.page.somebody") if said["by"] in (None, LOOPBACK) else said["by"],
        day=words.short_day(said["on"]),
        until=words.short_day(until),
    )


def _address(language: Language, call: Call) -> str:
    return f"{PATHS[language]}/{call.path['kind']}/{call.path['case']}"


def _list(call: Call, **changed: str) -> str:
    """The list with another answer to one of its questions, from its first line unless told where to begin."""
    asked = {name: value for name, value in {**dict(call.items), "cursor": "", **changed}.items() if value}
    return PATHS[call.language] + (f"?{urlencode(asked)}" if asked else "")
