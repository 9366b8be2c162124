"""The page of the waiting list: who waits, who waits too long first, each held against every limit there is.

It is as of any day and as known at any time; every state of it has an address that can be kept. A line opens its
dossier, and each limit the figure that counts it.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response

from api.asking import BY_NAME, settled_place, settled_position
from api.call import Call
from api.figures import Telling, own_municipality, require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.layout import HTML, WORDS, page
from api.pages.ways import Ways
from api.parameters import UUID_TEXT, Parameter, choice
from domain.counting import Language
from replay.asking import Asked
from replay.figures import Answer
from replay.waiting import LIMITS, Waiting, WaitingAsked, ask_waiting
from store.listing import Mark

GROUP = Group("Page of the waiting list", "Who waits, and who waits too long.", base="")
PATHS: Mapping[Language, str] = {"nl": "/wachtlijst", "en": "/en/waiting-list"}
LISTS = ("FIRST_INFLOW", "TEMPORARILY_STOPPED")
LINES_MAX = 25
UNDATED = "0000-00-00"
MARK = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})_({UUID_TEXT.pattern})")


def read_mark(text: str) -> Mark:
    """A place in the list, as a page gave it out: a day and a random id; raises ValueError."""
    found = MARK.fullmatch(text)
    if found is None:
        raise ValueError("expected a place in the list")
    return Mark(None if found[1] == UNDATED else date.fromisoformat(found[1]), UUID(found[2]))


def mark_text(mark: Mark) -> str:
    """The same as text."""
    return f"{UNDATED if mark.begins_on is None else mark.begins_on.isoformat()}_{mark.case}"


LIST = choice("list", LISTS, "Een van de twee wachtlijsten.", "One of the two waiting lists.")
SHOW = choice("show", ("all",), "all toont ook wie nog binnen de grens wacht.", "all shows those within limits too.")
BEGIN = Parameter(
    "begin",
    read_mark,
    {"nl": "Waar de bladzijde begint, zoals een link het zegt.", "en": "Where the page begins, as a link says it."},
    {"type": "string"},
)
QUERY = (BY_NAME["municipality"], LIST, SHOW, BY_NAME["asOf"], BY_NAME["knownAt"], BEGIN)


@GROUP.get(
    PATHS["nl"],
    "showWaitingList",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=QUERY,
    is_described=False,
)
def show_waiting_list(office: Office, call: Call) -> Response:
    """The page of the waiting list."""
    query, figures = call.query, office.figures
    position = settled_position(figures, query.get("knownAt"))
    code, _ = settled_place(figures, {"municipality": query.get("municipality", own_municipality(call))}, position)
    require_own_municipality(call, code)
    asked = WaitingAsked(
        municipality=code,
        waiting_list=query.get("list"),
        as_of=query.get("asOf"),
        known_at=str(position),
        too_long_only="show" not in query,
        after=query.get("begin"),
        lines_max=LINES_MAX,
    )
    waiting = ask_waiting(figures, asked)
    call.has_read(one["registration"] for one in waiting.lines)
    given = dict(call.items)
    return page(
        call,
        PATHS,
        "waiting.html",
        here=PATHS[call.language],
        asked={name: given.get(name, "") for name in ("municipality", "list", "show", "asOf", "knownAt")},
        own=own_municipality(call),
        place=None if code is None else waiting.scope.places.name_of(code, waiting.as_of) or code,
        municipalities=waiting.scope.places.known_names,
        lists=LISTS,
        waiting=waiting.heading(),
        as_of=waiting.as_of,
        counts=_counts(Telling.to(office, call), call, waiting, code),
        lines=[_told(call, one, waiting, code) for one in waiting.lines],
        of_all=sorted(frozenset.intersection(*(frozenset(one["flags"]) for one in waiting.lines)))
        if waiting.lines
        else [],
        limits=[f"{one.id}.{one.version}" for one in LIMITS],
        every=_address(call, show="all"),
        only=_address(call, show=""),
        next=None if waiting.after is None else _address(call, begin=mark_text(waiting.after)) + "#lines",
        first=_address(call) if "begin" in query else None,
    )


def _address(call: Call, **changed: str) -> str:
    """This page with another answer to one of its questions; from its first line, unless told where to begin."""
    asked = {name: value for name, value in {**dict(call.items), "begin": "", **changed}.items() if value}
    return PATHS[call.language] + (f"?{urlencode(asked)}" if asked else "")


def _figure(call: Call, waiting: Waiting, code: str | None, rule: str, version: str, reason: str) -> str:
    """The address of the figure that counts by this limit, with the same question."""
    asked = {
        "version": version,
        "municipality": code,
        "asOf": waiting.as_of.isoformat(),
        "knownAt": dict(call.items).get("knownAt"),
        "reason": reason,
    }
    return Ways(call.language).figure(rule, asked)


def _counts(telling: Telling, call: Call, waiting: Waiting, code: str | None) -> list[dict[str, Any]]:
    """How many wait too long by each limit: the figures themselves, without their cases."""
    at, answers = None if "knownAt" not in call.query else str(waiting.known.position), list[Answer]()
    for rule in dict.fromkeys(one.id for one in LIMITS):
        asked = Asked(rule, municipality=code, as_of=waiting.as_of, known_at=at)
        answers += telling.answers(asked)
    return [
        {
            "name": f"{one.rule.id}.{one.rule.version}",
            "value": one.value,
            "sentence": one.rule.sentence[call.language],
            "address": _figure(call, waiting, code, one.rule.id, one.rule.version, "counted"),
        }
        for one in answers
    ]


def _told(call: Call, line: Mapping[str, Any], waiting: Waiting, code: str | None) -> dict[str, Any]:
    """A line with its ways on, and of each limit how long there is left or how long it was passed."""
    words, rules = WORDS[call.language], {(one.id, one.version): one for one in LIMITS}
    return {
        **line,
        "place": None if code is not None else waiting.scope.places.name_of(str(line["municipality"])),
        "address": Ways(call.language).dossier(line["registration"]),
        "limits": [
            {
                **one,
                "name": f"{one['rule']}.{one['version']}",
                "sentence": words.test_sentence(rules[one["rule"], one["version"]], one["reason"]),
                "address": _figure(
                    call, waiting, code, one["rule"], one["version"], "counted" if one["counted"] else one["reason"]
                )
                + "#cases",
            }
            for one in line["limits"]
        ],
    }
