"""The pages on which a fact is put right: corrected, or taken back; after it was said what that changes.

Both are facts of the ledger itself (`domain/facts/book.py`) that name the earlier one and stand after it: what was
recorded stays to be read. They go the road of all that is recorded (`api/recording.py`). What cannot be put right here
says why, and what can be done instead (`replay/mending.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

import msgspec
from starlette.responses import Response

from api.acting import SOURCE
from api.browser import Notice
from api.call import Call
from api.dossiers import POSITION, persons_of
from api.forms import read_random_key
from api.group import Answers, Form, Group
from api.office import Office
from api.pages.layout import HTML, WORDS, go_on, may_go, page
from api.pages.mend_fields import REASONS, Standing
from api.pages.record_fields import Filled, entry_said, filled_by, kind_said, told_before
from api.pages.ways import LANGUAGES, Ways
from api.problems import BadQuery, Mistake, NotRecorded, NotThere
from api.recording import posting_of, record
from domain.dossier import dossier_of
from domain.event import encode_fact
from domain.facts import DecisionRevoked, EventCorrected, EventRetracted
from domain.facts.base import Fact, of
from domain.municipalities import name_of
from exchange.cloudevents import type_of
from replay.before_acting import hindrances
from replay.event_list import event_at
from replay.known_names import known_names, unknown_names
from replay.mending import Act, bar, naming, without
from store.readers import reading_as

GROUP = Group("Pages of putting right", "A fact corrected or taken back, and never wiped.", base="")
HIDDEN = ("key", "seen", "confirmed", "again", "why")
"""What a form sends beside the fields of the fact."""


@GROUP.get(
    "/grootboek/{position}/verbeteren",
    "showCorrection",
    Answers(None, formats=(HTML,)),
    english_path="/en/ledger/{position}/correct",
    in_path=(POSITION,),
    is_described=False,
)
def show_correction(office: Office, call: Call) -> Response:
    """The form of a correction, filled in with what the fact says now."""
    standing = _standing(office, call)
    if barred := _barred(office, call, standing, "CORRECT"):
        return barred
    return _form(office, call, standing, Filled(standing.typed()), _hidden(standing))


@GROUP.post(
    "/grootboek/{position}/verbeteren",
    "correctOnPage",
    Answers(None, status=303, formats=(HTML,)),
    english_path="/en/ledger/{position}/correct",
    in_path=(POSITION,),
    body=Form(fields=None),
    is_described=False,
)
def correct_on_page(office: Office, call: Call) -> Response:
    """Records a correction, once whoever makes it has seen what it changes."""
    standing = _standing(office, call)
    if barred := _barred(office, call, standing, "CORRECT"):
        return barred
    typed, hidden = _sent(call)
    filled = filled_by(standing.asked(), typed, standing.resolve)
    wrong = dict(filled.mistakes) | _wrong_about(call, standing, "CORRECT", hidden)
    if not wrong and not standing.changes(WORDS[call.language], filled):
        wrong = {"": {one: WORDS[one].say("mend.nothing_changed") for one in LANGUAGES}}
    if wrong or hidden.get("again"):
        status = 400 if wrong else 200
        return _form(office, call, standing, replace(filled, mistakes=wrong), hidden, status=status)
    body: dict[str, Any] = msgspec.json.decode(encode_fact(filled.fact))
    said = {"body": body, "body_schema": standing.definition.schema, "reason": hidden["why"]}
    on = {} if filled.on is None else {"occurred_on": str(filled.on)}
    event = _event(EventCorrected, standing, hidden["key"], said, {"personal": dict(filled.sealed), **on})
    if not hidden.get("confirmed"):
        if refused := _refused(office, call, event):
            return _form(office, call, standing, replace(filled, refused=refused), hidden, status=409)
        return _confirm_correction(office, call, standing, filled, hidden)
    try:
        return _recorded(office, call, standing, hidden["key"], event, "corrected")
    except NotRecorded as error:
        told = [one.expected[call.language] for one in error.mistakes]
        return _form(office, call, standing, replace(filled, refused=told), hidden, status=409)


@GROUP.get(
    "/grootboek/{position}/intrekken",
    "showRetraction",
    Answers(None, formats=(HTML,)),
    english_path="/en/ledger/{position}/retract",
    in_path=(POSITION,),
    is_described=False,
)
def show_retraction(office: Office, call: Call) -> Response:
    """What would be taken back, and the question why."""
    standing = _standing(office, call)
    return _barred(office, call, standing, "RETRACT") or _retraction(call, standing, _hidden(standing))


@GROUP.post(
    "/grootboek/{position}/intrekken",
    "retractOnPage",
    Answers(None, status=303, formats=(HTML,)),
    english_path="/en/ledger/{position}/retract",
    in_path=(POSITION,),
    body=Form(fields=None),
    is_described=False,
)
def retract_on_page(office: Office, call: Call) -> Response:
    """Takes a fact back, once whoever does so has seen what hangs on it."""
    standing = _standing(office, call)
    if barred := _barred(office, call, standing, "RETRACT"):
        return barred
    typed, hidden = _sent(call)
    wrong = _wrong_about(call, standing, "RETRACT", hidden)
    if typed:
        wrong[""] = {"nl": "Dit wordt niet gevraagd.", "en": "This is not asked."}
    if wrong or hidden.get("again"):
        return _retraction(call, standing, hidden, mistakes=wrong)
    event = _event(EventRetracted, standing, hidden["key"], {"reason": hidden["why"]}, {})
    if not hidden.get("confirmed"):
        refused = _refused(office, call, event)
        return _retraction(call, standing, hidden, refused=refused, is_asked=not refused)
    try:
        return _recorded(office, call, standing, hidden["key"], event, "retracted")
    except NotRecorded as error:
        told = [one.expected[call.language] for one in error.mistakes]
        return _retraction(call, standing, hidden, refused=told)


# --- What is put right ---


def _standing(office: Office, call: Call) -> Standing:
    """The fact at this position as it stands; raises NotThere, also where it is a change of an earlier one."""
    position = call.path["position"]
    told, found = event_at(office.ledger, position), office.ledger.events_at([position]).get(position)
    if told is None or found is None:
        raise NotThere
    event = found[0].event
    dossier = dossier_of(office.ledger.stream(event.subject))
    entry = dossier.entries.get(event.event_id)
    if entry is None:
        raise NotThere
    call.has_read(persons_of(told))
    return Standing(event.subject, dossier, entry, lambda text: _municipality(office, text))


def _municipality(office: Office, text: str) -> str | None:
    return office.figures.municipality_code(text, office.ledger.head().position)


def _barred(office: Office, call: Call, standing: Standing, act: Act) -> Response | None:
    """The page that says why this cannot be done here, and what can; None where it can."""
    why = bar(standing.dossier, standing.entry, act, call.caller.reader)
    if why is None:
        return None
    ways, kind = Ways(call.language), type_of(of(DecisionRevoked)).split(".")[2]
    can_revoke = (
        why == "DECISION" and may_go(call, "showFormToRecord") and standing.definition.subject == "registration"
    )
    response = _page(
        call,
        standing,
        act,
        "mend_barred.html",
        why=why,
        source=_source(office, standing),
        revoke=f"{ways.record(standing.subject)}/{kind}" if can_revoke else None,
    )
    response.status_code = 403 if why in ("NOT_YOURS", "OTHER_PARTY") else 409
    return response


def _source(office: Office, standing: Standing) -> str:
    """Whose fact it is, by name."""
    party = "" if standing.entry.source is None else standing.entry.source.party
    return name_of(party, office.figures.municipality_names()) or party


def _hidden(standing: Standing) -> dict[str, str]:
    """What a form that was not sent yet has beside the fields of the fact."""
    return {"key": str(uuid4()), "seen": str(standing.entry.positions[-1])}


def _sent(call: Call) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed in the fields of the fact, and what was sent beside them; raises BadQuery."""
    sent = dict(call.filled_in)
    if len(sent) < len(call.filled_in):
        raise BadQuery([Mistake("body", None, {"nl": "Geef elk veld één keer.", "en": "Give each field once."})])
    hidden = {name: sent.pop(name) for name in HIDDEN if name in sent}
    try:
        hidden["key"] = read_random_key(hidden.get("key", ""))
    except ValueError:
        hidden["key"] = str(uuid4())
        hidden.pop("confirmed", None)
    return sent, hidden


def _wrong_about(call: Call, standing: Standing, act: Act, hidden: dict[str, str]) -> dict[str, Mapping[str, str]]:
    """What is wrong beside the fields: no reason, or the fact was changed since the form was shown."""
    wrong: dict[str, Mapping[str, str]] = {}
    if hidden.get("why") not in REASONS[act]:
        wrong["why"] = {"nl": "Dit is nodig.", "en": "This is needed."}
    if hidden.get("seen") != str(standing.entry.positions[-1]):
        wrong[""] = {one: WORDS[one].say("mend.changed_since") for one in LANGUAGES}
        hidden["seen"] = str(standing.entry.positions[-1])
    return wrong


def _event(kind: type[Fact], standing: Standing, key: str, said: Mapping[str, Any], more: Mapping[str, Any]) -> bytes:
    """The fact that puts another right, as an event; the key of the form is its id, so that it is recorded once."""
    return msgspec.json.encode(
        {
            "specversion": "1.0",
            "id": sha256(key.encode()).hexdigest(),
            "source": SOURCE,
            "type": type_of(of(kind)),
            "subject": str(standing.subject),
            "data": {"fields": {"original": str(standing.entry.event_id), **said}, **more},
        }
    )


def _refused(office: Office, call: Call, event: bytes) -> list[str]:
    """Why it would not be recorded."""
    with reading_as(None):
        return [one.detail[call.language] for one in posting_of(office, call).mistakes_in([event])]


def _recorded(office: Office, call: Call, standing: Standing, key: str, event: bytes, notice: str) -> Response:
    """Record it and go on to where it is seen; raises NotRecorded."""
    receipt = record(office, call, key, [event], None)
    position = receipt["events"][0].get("position")
    told = Notice("stands_already") if position is None else Notice(notice, position)
    ways, at = Ways(call.language), position or call.path["position"]
    if standing.definition.subject == "registration" and may_go(call, "showDossier"):
        return go_on(call, f"{ways.dossier(standing.subject)}?step={at}#fact", told)
    return go_on(call, ways.event(at), told)


# --- The pages ---


def _form(
    office: Office,
    call: Call,
    standing: Standing,
    filled: Filled,
    hidden: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    """The form with what was filled in, and what is wrong with it."""
    words = WORDS[call.language]
    response = _page(
        call,
        standing,
        "CORRECT",
        "mend_correct.html",
        fields=standing.on_page(words),
        left=standing.left(words),
        names=known_names(office.figures, standing.dossier),
        filled=filled,
        hidden=hidden,
        reasons=_reasons(call, "CORRECT"),
        sealed_hint=words.say("mend.sealed.hint"),
        confirms=False,
    )
    response.status_code = status
    return response


def _confirm_correction(
    office: Office, call: Call, standing: Standing, filled: Filled, hidden: Mapping[str, str]
) -> Response:
    """What the correction changes and what somebody should know before, to confirm."""
    others = without(standing.dossier, standing.entry)
    changed = {name: one for name, one in filled.fields.items() if one != standing.said.get(name)}
    unknown = unknown_names(known_names(office.figures, standing.dossier), changed)
    known = replace(filled, hindrances=list(hindrances(others, filled.fact, filled.on)), unknown=unknown)
    return _page(
        call,
        standing,
        "CORRECT",
        "mend_correct.html",
        changes=standing.changes(WORDS[call.language], filled),
        told_hindrances=told_before(WORDS[call.language], known),
        filled=filled,
        hidden=hidden,
        reasons=_reasons(call, "CORRECT"),
        confirms=True,
    )


def _retraction(
    call: Call,
    standing: Standing,
    hidden: Mapping[str, str],
    *,
    mistakes: Mapping[str, Mapping[str, str]] | None = None,
    refused: Sequence[str] = (),
    is_asked: bool = False,
) -> Response:
    """What would be taken back with what hangs on it, and why; or the question whether that is meant."""
    words = WORDS[call.language]
    response = _page(
        call,
        standing,
        "RETRACT",
        "mend_retract.html",
        naming=[entry_said(words, one) for one in naming(standing.dossier, standing.entry)],
        hidden=hidden,
        mistakes=mistakes or {},
        refused=refused,
        reasons=_reasons(call, "RETRACT"),
        confirms=is_asked,
    )
    response.status_code = 409 if refused else 400 if mistakes else 200
    return response


def _page(call: Call, standing: Standing, act: Act, template: str, **holes: Any) -> Response:
    """A page about a fact as it stands: what it is called, what it says, and where it is read."""
    words, ways, position = WORDS[call.language], Ways(call.language), call.path["position"]
    in_dossier = standing.definition.subject == "registration" and may_go(call, "showDossier")
    paths = {one: Ways(one).mend(position, act) for one in LANGUAGES}
    return page(
        call,
        paths,
        template,
        here=paths[call.language],
        act=act,
        kind=kind_said(call.language, standing.definition),
        on=standing.entry.occurred_on,
        position=position,
        said=[(words.field(name), words.said(name, value)) for name, value in standing.said.items()],
        is_retracted=standing.entry.retracted,
        fact=ways.event(position),
        dossier=f"{ways.dossier(standing.subject)}?step={position}#fact" if in_dossier else None,
        **holes,
    )


def _reasons(call: Call, act: Act) -> list[tuple[str, str]]:
    """Why something is put right, to choose from."""
    return [(one, WORDS[call.language].code("reason", one)) for one in REASONS[act]]
