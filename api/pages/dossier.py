"""The page of a dossier: what happened to somebody, fact by fact, and how one finds it.

A timeline of all that was recorded, with what each fact changed in the views; what was corrected or taken back stays to
be seen. `step` opens one fact with links to the one before and the one after it. A dossier is found by the record id of
a source, a BSN or a V-number: those are sent in a form and never stand in an address.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from starlette.responses import Response

from api.call import Call
from api.dossiers import documents_of, dossier_read, dossiers_carrying, read_position
from api.group import Answers, Form, Group
from api.office import Office
from api.pages.layout import HTML, WORDS, go_on, may_go, page
from api.pages.mendable import Mendable
from api.pages.ways import LANGUAGES, Ways
from api.parameters import Parameter, random_id, text_parameter
from api.problems import NotThere
from domain import rules
from domain.counting import Language
from domain.identifiers import NotABsn, NotAVNumber, normalise_bsn, normalise_v_number
from domain.providers import BY_HAND
from replay.answers import Document
from replay.dossier_story import is_inner, story
from replay.telling import registrations_named

GROUP = Group("Page of a dossier", "What happened to somebody, fact by fact.", base="")
INDEX_PATHS: Mapping[Language, str] = {"nl": "/dossiers", "en": "/en/dossiers"}
FACTS_MAX = 50
REGISTRATION = random_id("registration", "Het id van een registratie.", "The id of a registration.")
STEP = Parameter(
    "step",
    read_position,
    {"nl": "De positie van een feit in dit dossier.", "en": "The position of a fact in this dossier."},
    {"type": "integer", "minimum": 1},
)
BEGIN = Parameter(
    "begin",
    read_position,
    {"nl": "De positie waar de lijst begint.", "en": "The position at which the list begins."},
    {"type": "integer", "minimum": 1},
)
SOUGHT = text_parameter("sought", "Een nummer of kenmerk.", "A number or record id.", maxLength=200)


@GROUP.get(
    "/dossier/{registration}",
    "showDossier",
    Answers(None, formats=(HTML,)),
    english_path="/en/dossier/{registration}",
    in_path=(REGISTRATION,),
    query=(STEP, BEGIN),
    is_described=False,
)
def show_dossier(office: Office, call: Call) -> Response:
    """The page of one dossier."""
    subject: UUID = call.path["registration"]
    timeline = dossier_read(office, call, subject)
    told = story(office.figures, timeline)
    facts = told["facts"]
    positions = [one["position"] for one in facts]
    step = call.query.get("step")
    if step is not None and step not in positions:
        raise NotThere
    begin = call.query.get("begin", 0)
    shown = [one for one in facts if one["position"] >= begin]
    here = Ways(call.language).dossier(subject)
    mendable = Mendable(office, call)
    return page(
        call,
        {one: Ways(one).dossier(subject) for one in LANGUAGES},
        "dossier.html",
        record=Ways(call.language).record(subject) if may_go(call, "showKindsToRecord") else None,
        here=here,
        records=timeline["records"],
        own=next((one for one in timeline["records"] if one["registration"] == str(subject)), None),
        subject=str(subject),
        facts=[_told(call, one, timeline, facts) | _mending(mendable, one) for one in shown[:FACTS_MAX]],
        facts_number=len(facts),
        paper=Ways(call.language).dossier_paper(subject),
        step=step
        and _stepped(call, here, facts, timeline, positions.index(step))
        | _mending(mendable, facts[positions.index(step)]),
        begin_steps=f"{here}?step={positions[0]}#fact",
        flags=_by_flag(told["flags"]),
        links=[_link(call, one, timeline) for one in told["links"]],
        decisions=[_decision(call, one) for one in told["decisions"]],
        first=f"{here}#facts" if begin else None,
        next=f"{here}?begin={shown[FACTS_MAX]['position']}#facts" if len(shown) > FACTS_MAX else None,
    )


def _mending(mendable: Mendable, fact: Document) -> dict[str, Any]:
    """Where a fact of this dossier can be put right; what holds for many is put right in the ledger."""
    return {"mending": [] if fact["is_shared"] else mendable.ways(fact)}


def _stepped(call: Call, here: str, facts: Sequence[Document], timeline: Document, at: int) -> dict[str, Any]:
    """The fact that is opened, with the ones before and after it."""

    def link(index: int) -> str | None:
        return f"{here}?step={facts[index]['position']}#fact" if 0 <= index < len(facts) else None

    return _told(call, facts[at], timeline, facts) | {
        "number": at + 1,
        "before": link(at - 1),
        "after": link(at + 1),
        "close": f"{here}#facts",
    }


def _told(call: Call, fact: Document, timeline: Document, facts: Sequence[Document]) -> dict[str, Any]:
    """A fact in words, with its ways on."""
    words, named = WORDS[call.language], {one["event_id"]: one for one in facts}
    here = Ways(call.language).dossier(timeline["subject"])
    records = {one["registration"]: one for one in timeline["records"]}
    several = len({one["registration"] for one in facts if not one["is_shared"]}) > 1
    fields: list[tuple[str, str, str | None]] = []
    for name, value in fact["fields"]:
        if isinstance(value, str) and value in named:
            about = named[value]
            fields.append((words.field(name), words.kind(about["type"]), f"{here}?step={about['position']}#fact"))
        elif not is_inner(name, value):
            fields.append((words.field(name), words.said(name, value), None))
    return {
        **fact,
        "kind": words.kind(fact["type"]),
        "source": words.say("dossier_page.by_hand") if fact["source"] == BY_HAND else fact["source"],
        "address": f"{here}?step={fact['position']}#fact",
        "in_ledger": Ways(call.language).event(fact["position"]) if may_go(call, "showLedger") else None,
        "sentence": words.fact_sentence(fact["type"]),
        "whose": records.get(fact["registration"]) if several else None,
        "said": fields,
        "corrected": [
            (words.field(name), words.said(name, was), words.said(name, says))
            for name, was, says in fact["corrected"]
            if not is_inner(name, says)
        ],
        "about": fact["original"]
        and {
            "kind": words.kind(fact["original"]["type"]),
            "address": f"{here}?step={fact['original']['position']}#fact",
        },
        "later": [
            {**one, "kind": words.kind(one["type"]), "address": f"{here}?step={one['position']}#fact"}
            for one in fact["followed_by"]
        ],
        "rows": [
            {
                **row,
                "view": words.view(row["view"]),
                "changed": [
                    (words.field(name), words.said(name, was), words.said(name, says))
                    for name, was, says in row["changed"]
                    if name not in NOT_TOLD and not is_inner(name, says or was)
                ],
            }
            for row in fact["rows"]
        ],
    }


NOT_TOLD = frozenset({"position", "person", "aliases", "not_later", "part", "life", "own_positions", "death_positions"})
"""Fields of rows that serve the counting, or are told elsewhere on the page."""


def _by_flag(flags: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for flag, view in flags:
        found.setdefault(flag, []).append(view)
    return found


def _link(call: Call, event: Document, timeline: Document) -> dict[str, Any]:
    """A decision on a link, with both records where they are seen."""
    records = {one["registration"]: one for one in timeline["records"]}
    return {
        "type": event["type"],
        "position": event["position"],
        "one": records.get(event["registration"]),
        "other": records.get(str(event["fact"].get("other"))),
        "pair": Ways(call.language).pair(event["registration"], event["fact"]["other"])
        if str(event["fact"].get("other")) in records and may_go(call, "showIdentityPair")
        else None,
        "decider": event["fact"].get("decider"),
    }


def _decision(call: Call, decision: Document) -> dict[str, Any]:
    """A decision with what is said of it today, in the sentences of the rules."""
    words = WORDS[call.language]
    return {
        **decision,
        "kind": words.kind(decision["type"]),
        "today": [
            {
                **one,
                "sentence": words.test_sentence(rules.rule(one["rule"], one["version"]), one["reason"]),
                "details": words.details(one["detail"]) if one["detail"] else None,
                "address": Ways(call.language).figure(one["rule"], {"version": one["version"]}),
            }
            for one in decision["today"]
        ],
    }


# --- Finding one ---


@GROUP.get(
    INDEX_PATHS["nl"],
    "showDossiers",
    Answers(None, formats=(HTML,)),
    english_path=INDEX_PATHS["en"],
    is_described=False,
)
def show_dossiers(office: Office, call: Call) -> Response:
    """The page on which a dossier is sought."""
    return page(call, INDEX_PATHS, "dossiers.html", here=INDEX_PATHS[call.language], found=None)


@GROUP.post(
    INDEX_PATHS["nl"],
    "seekDossier",
    Answers(None, formats=(HTML,)),
    english_path=INDEX_PATHS["en"],
    body=Form(fields=(SOUGHT,)),
    is_described=False,
)
def seek_dossier(office: Office, call: Call) -> Response:
    """Goes on to the dossier that was sought; of more than one shows which there are."""
    found = _sought(office, str(call.form.get("sought", "")))
    call.has_read(one["subject"] for one in found)
    if len(found) == 1:
        return go_on(call, Ways(call.language).dossier(found[0]["subject"]))
    told = [one | {"address": Ways(call.language).dossier(one["subject"])} for one in found]
    return page(call, INDEX_PATHS, "dossiers.html", here=INDEX_PATHS[call.language], found=told)


def _sought(office: Office, text: str) -> list[Document]:
    """The dossiers with this record id, BSN or V-number that are there for who asks; each once."""
    subjects = {one.subject for one in registrations_named(office.ledger, text)}
    for kind, read in (("bsn", normalise_bsn), ("v_number", normalise_v_number)):
        try:
            subjects |= set(dossiers_carrying(office.ledger, kind, read(text)))
        except (NotABsn, NotAVNumber):
            continue
    return documents_of(office.ledger, subjects)
