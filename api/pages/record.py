"""The pages of recording: find somebody's dossier, choose what to record, fill it in, be warned, and record it.

What is filled in goes the road of `POST /v1/events` (`api/recording.py`): the same speaker, the same checks, decided on
the dossier as it stood when the form was shown. Before a decision is recorded a page says what stands in its way
(`replay/before_acting.py`); whoever goes on after that has read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from starlette.responses import Response

from api.acting import SOURCE
from api.browser import Notice
from api.call import Call
from api.figures import own_municipality
from api.forms import read_random_key
from api.group import Answers, Form, Group
from api.office import Office
from api.pages.layout import GOES_ON, HTML, WORDS, go_on, page
from api.pages.paged import BEGIN, paged
from api.pages.proposals import Proposal, proposal_of
from api.pages.record_fields import (
    Filled,
    asked_anew,
    event_of,
    fields_on_page,
    filled_by,
    kind_said,
    sentence_said,
    told_before,
)
from api.pages.record_kinds import ASKED, GROUPS
from api.pages.ways import Ways
from api.parameters import Parameter, choice, random_id, text_parameter
from api.problems import BadQuery, Mistake, NotRecorded, NotThere
from api.recording import may_see, posting_of, record
from domain.counting import Language
from domain.dossier import Dossier, dossier_of
from domain.facts import ApprovalGiven, ApprovalRefused
from domain.facts.base import Definition, Nature, of
from exchange.cloudevents import type_of
from replay.asking import CannotAsk, today_in_amsterdam
from replay.before_acting import awaiting_approval, hindrances
from replay.known_names import known_names, unknown_names
from replay.telling import find_registration
from replay.timeline import dossier_tag
from store.readers import reading_as

GROUP = Group("Pages of recording", "Facts and decisions, filled in by hand.", base="")
PATHS: Mapping[Language, str] = {"nl": "/vastleggen", "en": "/en/record"}
AWAITING_MAX = 25
KINDS: Mapping[str, Definition] = {type_of(of(kind)).split(".")[2]: of(kind) for kind in ASKED}
"""Every kind that is offered, by its word in an address."""
REGISTRATION = random_id("registration", "Het id van een registratie.", "The id of a registration.")
KIND = choice("kind", tuple(KINDS), "De soort feit.", "The kind of fact.")
RECORD = text_parameter("record", "Een nummer zoals een bron het leverde.", "A number as a source delivered it.")
KEY = Parameter(
    "key",
    read_random_key,
    {"nl": "Het kenmerk van dit formulier.", "en": "The mark of this form."},
    {"type": "string"},
    is_required=True,
)
EVENT = replace(random_id("event", "Het voorstel.", "The proposal."), is_required=True)
SEEN = text_parameter("seen", "Zoals de bladzijde het gaf.", "As the page gave it.")
WORD = replace(choice("word", ("approve", "refuse"), "Goedkeuren of weigeren.", "Approve or refuse."), is_required=True)


@GROUP.get(
    PATHS["nl"],
    "showRecord",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(BEGIN,),
    is_described=False,
)
def show_record(office: Office, call: Call) -> Response:
    """Whose dossier, and what waits for a second word."""
    return _begin(office, call)


def _begin(office: Office, call: Call, mistake: str | None = None) -> Response:
    """Where recording begins; again with what was wrong about the number of a dossier."""
    all_waiting = awaiting_approval(office.figures, own_municipality(call))
    waiting = paged(call, all_waiting, AWAITING_MAX, "awaiting")
    found = [proposal_of(office, call, office.ledger.event_by_id(UUID(one.case))) for one in waiting.items]
    call.has_read((one.case for one in waiting.items), "case")
    response = page(
        call,
        PATHS,
        "record.html",
        here=PATHS[call.language],
        awaiting=[(one, str(uuid4())) for one in found if one is not None],
        awaiting_number=len(all_waiting),
        awaiting_begin=waiting.begin,
        awaiting_pages=waiting if mistake is None else None,
        mistake=mistake,
    )
    response.status_code = 200 if mistake is None else 400
    return response


@GROUP.post(
    "/vastleggen/zoeken",
    "findRegistration",
    GOES_ON,
    english_path="/en/record/find",
    body=Form(fields=(RECORD,)),
    is_described=False,
)
def find_by_record(office: Office, call: Call) -> Response:
    """Goes on to the dossier of a record; its number never stands in an address."""
    try:
        found = find_registration(office.ledger, call.form.get("record", ""))
    except CannotAsk as error:
        return _begin(office, call, error.sentence[call.language])
    call.has_read([found.subject])
    return go_on(call, f"{PATHS[call.language]}/{found.subject}")


@GROUP.get(
    "/vastleggen/{registration}",
    "showKindsToRecord",
    Answers(None, formats=(HTML,)),
    english_path="/en/record/{registration}",
    in_path=(REGISTRATION,),
    is_described=False,
)
def show_kinds(office: Office, call: Call) -> Response:
    """What can be recorded of somebody."""
    subject: UUID = call.path["registration"]
    _dossier(office, call, subject)
    slugs = {definition.fact: slug for slug, definition in KINDS.items()}
    return page(
        call,
        {language: f"{path}/{subject}" for language, path in PATHS.items()},
        "record_kinds.html",
        back=PATHS[call.language],
        here=f"{PATHS[call.language]}/{subject}",
        dossier=Ways(call.language).dossier(subject),
        groups=[
            (
                name,
                [
                    (
                        slugs[kind],
                        kind_said(call.language, of(kind)),
                        sentence_said(call.language, of(kind)),
                        of(kind).nature is Nature.DECISION,
                    )
                    for kind in kinds
                ],
            )
            for name, kinds in GROUPS.items()
        ],
    )


@GROUP.get(
    "/vastleggen/{registration}/{kind}",
    "showFormToRecord",
    Answers(None, formats=(HTML,)),
    english_path="/en/record/{registration}/{kind}",
    in_path=(REGISTRATION, KIND),
    is_described=False,
)
def show_form(office: Office, call: Call) -> Response:
    """The form of one kind of fact."""
    dossier = _dossier(office, call, call.path["registration"])
    return _form(office, call, dossier, Filled({"occurred_on": _today(office)}), str(uuid4()), _tag(office, call))


@GROUP.post(
    "/vastleggen/{registration}/{kind}",
    "recordOnPage",
    Answers(None, status=303, formats=(HTML,)),
    english_path="/en/record/{registration}/{kind}",
    in_path=(REGISTRATION, KIND),
    body=Form(fields=None),
    is_described=False,
)
def record_on_page(office: Office, call: Call) -> Response:
    """Records what was filled in, after the warnings there are; shows the form again where something is wrong."""
    subject, definition = call.path["registration"], KINDS[call.path["kind"]]
    dossier = _dossier(office, call, subject)
    said = dict(call.filled_in)
    if len(said) < len(call.filled_in):
        raise BadQuery([Mistake("body", None, {"nl": "Geef elk veld één keer.", "en": "Give each field once."})])
    key, tag, confirmed = (said.pop(name, "") for name in ("key", "tag", "confirmed"))
    key = _key(key)
    filled = filled_by(asked_anew(definition), said, lambda text: _municipality(office, text))
    if filled.mistakes:
        return _form(office, call, dossier, filled, key, tag, status=400)
    municipality = own_municipality(call) or _place_of(dossier)
    event = event_of(definition, filled, subject, municipality, key, SOURCE)
    if not confirmed:
        with reading_as(None):
            refused = posting_of(office, call).mistakes_in([event])
        if refused:
            told = [one.detail[call.language] for one in refused]
            return _form(office, call, dossier, replace(filled, refused=told), key, tag, status=409)
        found = list(hindrances(dossier, filled.fact, filled.on))
        unknown = unknown_names(known_names(office.figures, dossier), filled.fields)
        if found or unknown:
            return _form(office, call, dossier, replace(filled, hindrances=found, unknown=unknown), key, tag)
    try:
        receipt = record(office, call, key, [event], tag)
    except NotRecorded as refused_now:
        told = [one.expected[call.language] for one in refused_now.mistakes]
        return _form(office, call, dossier, replace(filled, refused=told), key, tag, status=409)
    position = receipt["events"][0].get("position")
    notice = Notice("stands_already") if position is None else Notice("recorded", position)
    return go_on(call, f"{PATHS[call.language]}/{subject}", notice)


@GROUP.post(
    "/vastleggen/goedkeuren",
    "approveOnPage",
    GOES_ON,
    english_path="/en/record/approve",
    body=Form(fields=(EVENT, WORD, KEY, SEEN)),
    is_described=False,
)
def approve_on_page(office: Office, call: Call) -> Response:
    """Approves or refuses what another proposed, once whoever does so confirmed it on the page that says what it is."""
    form, word = call.form, call.form["word"]
    found = office.ledger.event_by_id(form["event"])
    proposal = proposal_of(office, call, found)
    if found is None or proposal is None:
        raise NotThere
    kind, field = (ApprovalGiven, "approves") if word == "approve" else (ApprovalRefused, "refuses")
    filled = Filled({"occurred_on": _today(office)}, fields={field: str(form["event"])})
    event = event_of(of(kind), filled, found.event.subject, None, form["key"], SOURCE)
    if form.get("seen") != proposal.seen:
        with reading_as(None):
            refused = posting_of(office, call).mistakes_in([event])
        return _to_confirm(call, proposal, [one.detail[call.language] for one in refused])
    try:
        record(office, call, form["key"], [event], None)
    except NotRecorded as refused_now:
        return _to_confirm(call, proposal, [one.expected[call.language] for one in refused_now.mistakes])
    return go_on(call, PATHS[call.language], Notice(f"said_{word}"))


def _to_confirm(call: Call, proposal: Proposal, refused: Sequence[str]) -> Response:
    """What would be approved or refused, to confirm; or why it cannot be."""
    call.has_read([proposal.event], "case")
    response = page(
        call,
        PATHS,
        "record_word.html",
        back=PATHS[call.language],
        here=call.address,
        word=call.form["word"],
        key=call.form["key"],
        proposal=proposal,
        refused=refused,
    )
    response.status_code = 409 if refused else 200
    return response


def _form(
    office: Office, call: Call, dossier: Dossier, filled: Filled, key: str, tag: str, *, status: int = 200
) -> Response:
    """The form with what was filled in, what is wrong with it, and what stands in the way."""
    subject, slug = call.path["registration"], call.path["kind"]
    paths: Mapping[Language, str] = {language: f"{path}/{subject}/{slug}" for language, path in PATHS.items()}
    response = page(
        call,
        paths,
        "record_form.html",
        back=f"{PATHS[call.language]}/{subject}",
        here=paths[call.language],
        title=kind_said(call.language, KINDS[slug]),
        sentence=sentence_said(call.language, KINDS[slug]),
        fields=fields_on_page(WORDS[call.language], KINDS[slug], dossier),
        told_hindrances=told_before(WORDS[call.language], filled),
        names=known_names(office.figures, dossier),
        filled=filled,
        key=key,
        tag=tag,
    )
    response.status_code = status
    return response


def _dossier(office: Office, call: Call, subject: UUID) -> Dossier:
    """The dossier of a registration, where the reader may see it; raises NotThere."""
    if not may_see(office, call.caller.reader, subject):
        raise NotThere
    call.has_read([subject])
    return dossier_of(office.ledger.stream(subject))


def _tag(office: Office, call: Call) -> str:
    with reading_as(None):
        return dossier_tag(office.ledger, call.path["registration"]) or ""


def _place_of(dossier: Dossier) -> str | None:
    """Where the dossier was last said to lie."""
    return next((one.municipality for one in reversed(dossier.standing()) if one.municipality is not None), None)


def _municipality(office: Office, text: str) -> str | None:
    return office.figures.municipality_code(text, office.ledger.head().position)


def _today(office: Office) -> str:
    return today_in_amsterdam(office.database.clock).isoformat()


def _key(text: str) -> str:
    try:
        return read_random_key(text)
    except ValueError:
        raise BadQuery([Mistake("body", KEY.name, KEY.expected)]) from None
