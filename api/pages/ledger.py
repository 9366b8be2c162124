"""The pages of the ledger itself: what was recorded, in the order in which it came to be known; what came between two
moments; and one fact with its envelope, its chain of corrections, and the proof that it is in the book.

The proof is checked in the reader's own browser (`assets/proof.js`); without a script the page shows what it takes to
check it by hand.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.asking import BY_NAME, settled_position
from api.call import Call
from api.dossiers import FILTERS, POSITION, asked_events, persons_of, read_position
from api.group import Answers, Group
from api.office import Office
from api.pages.layout import HTML, WORDS, page
from api.pages.mendable import Mendable
from api.pages.ways import LANGUAGES, Ways
from api.pages.who import actor_said
from api.parameters import Parameter, day_parameter
from api.problems import BadQuery, Mistake, NotThere
from api.proofs import SIZE
from domain.counting import Language
from domain.dates import Period
from domain.facts.base import definitions
from domain.municipalities import name_of
from domain.tree import NoSuchProof
from replay.answers import Document
from replay.dossier_story import CORRECTION_FIELDS, is_inner
from replay.event_list import event_at, events_found, kinds_between
from replay.timeline import chain_of
from replay.wording import Wording
from store.errors import GapInLedger
from store.proofs import prove_inclusion

GROUP = Group("Pages of the ledger", "What was recorded, in order, and the proof of it.", base="")
PATHS: Mapping[Language, str] = {"nl": "/grootboek", "en": "/en/ledger"}
LINES_MAX = 25
APART_MAX = 100_000
"""How far two moments may lie apart that are compared on a page: each fact between them is looked at."""
DAYS = (
    day_parameter("occurredFrom", "Gebeurd op of na deze dag.", "Happened on or after this day."),
    day_parameter("occurredUntil", "Gebeurd vóór deze dag.", "Happened before this day."),
    day_parameter("recordedFrom", "Hier vastgelegd op of na deze dag.", "Recorded here on or after this day."),
    day_parameter("recordedUntil", "Hier vastgelegd vóór deze dag.", "Recorded here before this day."),
)
BY_DAY = ("occurred", "recorded")
"""The filters that are periods, which a form asks for by two days."""
BEGIN = Parameter(
    "begin",
    read_position,
    {"nl": "De positie waar de bladzijde begint.", "en": "The position at which the page begins."},
    POSITION.schema,
)
UNTIL = Parameter(
    "end",
    read_position,
    {"nl": "De laatste positie die meedoet.", "en": "The last position that takes part."},
    POSITION.schema,
)
EARLIER, LATER = (Parameter(name, BY_NAME["knownAt"].read, BY_NAME["knownAt"].expected, {}) for name in ("from", "to"))
QUERY = (*(one for one in FILTERS if one.name not in BY_DAY), *DAYS, BEGIN, UNTIL, EARLIER, LATER)


@GROUP.get(
    PATHS["nl"],
    "showLedger",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=QUERY,
    is_described=False,
)
def show_ledger(office: Office, call: Call) -> Response:
    """The page of what was recorded, and of what came between two moments."""
    query = dict(call.query)
    for name in BY_DAY:
        begins, ends = query.pop(f"{name}From", None), query.pop(f"{name}Until", None)
        if begins or ends:
            query[name] = Period(begins, ends)
    begin = query.get("begin", 1)
    found = events_found(
        office.ledger, asked_events(office, call, query), begin - 1, query.get("end"), at_once=LINES_MAX + 1
    )
    events = list(islice(found, LINES_MAX + 1))
    shown = events[:LINES_MAX]
    call.has_read(one for event in shown for one in persons_of(event))
    names = office.figures.municipality_names()
    given = dict(call.items)
    asked = [one.name for one in QUERY if one.name not in ("begin", "end", "subject")]
    return page(
        call,
        PATHS,
        "ledger.html",
        here=PATHS[call.language],
        asked={name: given.get(name, "") for name in (*asked, "begin")},
        head=office.ledger.head(),
        kinds=sorted((WORDS[call.language].kind(one.name), one.name) for one in definitions()),
        municipalities=sorted(names.values()),
        events=[_listed(call, one, names) for one in shown],
        next=_address(call, begin=str(events[-1]["position"])) + "#lines" if len(events) > LINES_MAX else None,
        first=_address(call) + "#lines" if begin > 1 else None,
        between=_between(office, call),
        apart_max=APART_MAX,
    )


def _address(call: Call, **changed: str) -> str:
    """This page with another answer to one of its questions, and from its first line unless told where to begin."""
    asked = {name: value for name, value in {**dict(call.items), "begin": "", **changed}.items() if value}
    return PATHS[call.language] + (f"?{urlencode(asked)}" if asked else "")


def _listed(call: Call, event: Document, names: Mapping[str, str]) -> dict[str, Any]:
    """A fact as a line of the list."""
    code = event["municipality"]
    return {
        **event,
        "kind": WORDS[call.language].kind(event["type"]),
        "address": Ways(call.language).event(event["position"]),
        "actor": actor_said(WORDS[call.language], event["actor"]),
        "place": code and (name_of(code, names) or code),
        "recorded_at": datetime.fromisoformat(event["recorded_at"]),
        "dossier": Ways(call.language).dossier(event["registration"]) if persons_of(event) else None,
    }


def _between(office: Office, call: Call) -> dict[str, Any] | None:
    """What came between two moments, kind by kind; None where two moments were not asked for. Raises BadQuery."""
    if "from" not in call.query and "to" not in call.query:
        return None
    earlier = settled_position(office.figures, call.query["from"]) if "from" in call.query else 0
    later = settled_position(office.figures, call.query.get("to"))
    told: dict[str, Any] = {"from": earlier, "to": later, "is_too_far": later - earlier > APART_MAX, "kinds": []}
    if later < earlier:
        raise BadQuery([Mistake("query", "to", LATER.expected)])
    if not told["is_too_far"]:
        told["kinds"] = [
            {
                "kind": WORDS[call.language].kind(one.name),
                "number": number,
                "address": f"{PATHS[call.language]}?"
                + urlencode({"type": one.name, "begin": earlier + 1, "end": later}),
            }
            for one, number in kinds_between(office.ledger, earlier, later)
        ]
    return told


@GROUP.get(
    "/grootboek/{position}",
    "showFact",
    Answers(None, formats=(HTML,)),
    english_path="/en/ledger/{position}",
    in_path=(POSITION,),
    query=(Parameter(SIZE.name, SIZE.read, SIZE.expected, SIZE.schema),),
    is_described=False,
)
def show_fact(office: Office, call: Call) -> Response:
    """The page of one fact."""
    position = call.path["position"]
    event = event_at(office.ledger, position)
    if event is None:
        raise NotThere
    call.has_read(persons_of(event))
    head = office.ledger.head().position
    try:
        proof = prove_inclusion(office.ledger, position, call.query.get("size", head))
    except (NoSuchProof, GapInLedger):
        raise BadQuery([Mistake("query", "size", SIZE.expected)]) from None
    words = WORDS[call.language]
    earlier, later = chain_of(office.ledger, event)
    return page(
        call,
        {language: Ways(language).event(position) for language in LANGUAGES},
        "fact.html",
        here=Ways(call.language).event(position),
        event=_listed(call, event, office.figures.municipality_names()),
        sentence=WORDS[call.language].fact_sentence(event["type"]),
        fields=fields_said(words, event["fact"]),
        corrected=[
            (words.field(name), words.said(name, value)) for name, value in event["fact"].get("body", {}).items()
        ],
        chain=[_link(call, one, "names") for one in earlier] + [_link(call, one, "named_by") for one in later],
        mending=Mendable(office, call).ways(event),
        proof=proof,
        head=head,
        before=Ways(call.language).event(position - 1) if position > 1 else None,
        after=Ways(call.language).event(position + 1) if position < head else None,
        ledger=PATHS[call.language],
    )


def fields_said(words: Wording, fact: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a fact says, field by field in words; without what says nothing to a reader."""
    return [
        (words.field(name), words.said(name, value))
        for name, value in fact.items()
        if name not in CORRECTION_FIELDS and not is_inner(name, value)
    ]


def _link(call: Call, named: Document, how: str) -> dict[str, Any]:
    """Another fact that a fact names, or that names it."""
    return {
        "how": how,
        "field": WORDS[call.language].field(named["field"]),
        "position": named["position"],
        "kind": WORDS[call.language].kind(named["type"]),
        "address": Ways(call.language).event(named["position"]),
    }
