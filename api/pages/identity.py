"""The pages on who is one person: the questions that are open, and one pair side by side, on which somebody decides.

Told is what `api/identity.py` tells: of a registration that the reader may not see nothing, and of none what is sealed.
A decision is sent with the tag of the two registrations as they were shown, and refused where one changed meanwhile.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from starlette.responses import Response

from api.browser import Notice
from api.call import Call
from api.dossiers import documents_of, municipality_in
from api.figures import own_municipality
from api.group import Answers, Form, Group
from api.identity import DECISIONS, IN_PATH, decided, require_pair_seen
from api.office import Office
from api.pages.layout import GOES_ON, HTML, WORDS, go_on, page
from api.pages.paged import BEGIN, paged
from api.pages.participants import PATHS as PARTICIPANTS
from api.pages.participants import QUESTIONS
from api.pages.ways import LANGUAGES, Ways
from api.parameters import choice, required, text_parameter
from api.problems import NotRecorded, NotThere, PreconditionFailed
from exchange.linking_by_hand import REASONS
from replay.answers import Document, event_summary
from replay.identity_questions import compared_in_pair, open_questions, pair_document, told_of_questions

GROUP = Group("Pages of identity", "Who is one person.", base="")
QUESTIONS_MAX = 25
FACTS_MAX = 25
TAG = required(text_parameter("tag", "Zoals de bladzijde het gaf.", "As the page gave it."))
DECISION = choice("decision", tuple(DECISIONS), "Een van de twee antwoorden.", "One of the two answers.")
REASON = choice("reason", tuple(REASONS), "Een van de redenen.", "One of the reasons.")
OTHER_REASON = text_parameter("otherReason", "Een andere reden.", "Another reason.", maxLength=2_000)
REFUSED_AT = {"BsnsDiffer": "despiteBsns", "ReasonIsNeeded": "reason"}
"""Why a decision was refused → the field at which that is told; another refusal is told at the answer."""
DESPITE = choice("despiteBsns", ("yes",), "Aangevinkt of niet.", "Ticked or not.")


@GROUP.get(
    QUESTIONS["nl"],
    "showIdentityQuestions",
    Answers(None, formats=(HTML,)),
    english_path=QUESTIONS["en"],
    query=(BEGIN,),
    is_described=False,
)
def show_identity_questions(office: Office, call: Call) -> Response:
    """The questions that are open, page by page."""
    municipality = own_municipality(call) or municipality_in(office, call)
    found = open_questions(office.figures, municipality)
    some = paged(call, found, QUESTIONS_MAX, "questions")
    documents = told_of_questions(office.ledger, some.items)
    call.has_read(one[side] for one in documents for side in ("registration", "other") if one[side] is not None)
    return page(
        call,
        QUESTIONS,
        "identity_questions.html",
        all=len(found),
        questions=[_question(call, one) for one in documents],
        first=some.first,
        next=some.next,
        participants=PARTICIPANTS[call.language],
    )


def _question(call: Call, question: Document) -> dict[str, Any]:
    """A question with its way on; None where one side is not seen, for then nobody here can answer it."""
    pair = question["registration"], question["other"]
    return question | {
        "address": None if None in pair else Ways(call.language).pair(*pair),
        "against": _against(call, question),
    }


def _against(call: Call, question: Document) -> list[str]:
    """What spoke against linking the two, in words."""
    words = WORDS[call.language]
    gates = (question["gates_failed"] or "").replace(",", " ").split()
    return [words.say(f"gate.{one}") if words.has(f"gate.{one}") else words.code("gate", one) for one in gates]


@GROUP.get(
    "/deelnemers/vraag/{registration}/{other}",
    "showIdentityPair",
    Answers(None, formats=(HTML,)),
    english_path="/en/participants/question/{registration}/{other}",
    in_path=IN_PATH,
    is_described=False,
)
def show_identity_pair(office: Office, call: Call) -> Response:
    """Two registrations side by side, with what was decided on them, and a form to decide."""
    return _pair(office, call, (call.path["registration"], call.path["other"]))


def _pair(
    office: Office, call: Call, pair: tuple[UUID, UUID], mistakes: Mapping[str, str] = MappingProxyType({})
) -> Response:
    """The page of a pair; with what was filled in, and per field what is wrong with it, where that was refused."""
    require_pair_seen(office, call, pair)
    told = pair_document(office.ledger, *pair)
    if told is None or pair[0] == pair[1]:
        raise NotThere
    call.has_read(pair)
    last = told["decisions"][-1] if told["decisions"] else None
    response = page(
        call,
        {one: Ways(one).pair(*pair) for one in LANGUAGES},
        "identity_pair.html",
        here=Ways(call.language).pair(*pair),
        sides=[_side(office, call, one) for one in pair],
        compared=compared_in_pair(office.ledger, *pair),
        decisions=told["decisions"],
        stands=last,
        tag=call.form["tag"] if mistakes else told["tag"],
        reasons=list(REASONS),
        filled=call.form if mistakes else {},
        mistakes=mistakes,
        questions=QUESTIONS[call.language],
    )
    response.status_code = 400 if mistakes else 200
    return response


def _side(office: Office, call: Call, registration: UUID) -> dict[str, Any]:
    """One of the two: its record, and what was recorded of it."""
    (document,) = documents_of(office.ledger, [registration])
    record: Mapping[str, Any] = document["records"][0] if document["records"] else {"id": None, "source": None}
    words, stream = WORDS[call.language], office.ledger.stream(registration)
    summaries = [event_summary(one) for one in stream[:FACTS_MAX]]
    return {
        "record": record,
        "address": Ways(call.language).dossier(registration),
        "facts": [{"kind": words.kind(one["type"]), "on": one["occurred_on"]} for one in summaries],
        "facts_more": len(stream) - len(summaries),
    }


@GROUP.post(
    "/deelnemers/vraag/{registration}/{other}",
    "decideIdentityPair",
    GOES_ON,
    english_path="/en/participants/question/{registration}/{other}",
    in_path=IN_PATH,
    body=Form(fields=(TAG, DECISION, REASON, OTHER_REASON, DESPITE)),
    is_described=False,
)
def decide_identity_pair(office: Office, call: Call) -> Response:
    """Takes what somebody decided on two registrations; shows the form again where something is wrong with it."""
    pair: tuple[UUID, UUID] = (call.path["registration"], call.path["other"])
    form, say = call.form, WORDS[call.language].say
    reason = form.get("otherReason") or form.get("reason") or ""
    needed = {"decision": form.get("decision"), "reason": reason.strip()}
    if missing := {name: say(f"identity.needs.{name}") for name, value in needed.items() if not value}:
        return _pair(office, call, pair, missing)

    def require_match(tag: str) -> None:
        if form["tag"] != tag:
            raise PreconditionFailed

    said = str(form["decision"])
    try:
        decided(office, call, (pair, DECISIONS[said], reason, "despiteBsns" in form), require_match)
    except NotRecorded as refused:
        return _pair(office, call, pair, _refused(call, refused))
    return go_on(
        call, Ways(call.language).pair(*pair), Notice("identity_linked" if said == "LINK" else "identity_apart")
    )


def _refused(call: Call, refused: NotRecorded) -> dict[str, str]:
    """Field of the form → what is wrong with it, in the words of this page where there are any."""
    words = WORDS[call.language]
    return {
        REFUSED_AT.get(one.reason or "", "decision"): words.say(f"identity.refused.{one.reason}")
        if words.has(f"identity.refused.{one.reason}")
        else one.expected[call.language]
        for one in refused.mistakes
    }
