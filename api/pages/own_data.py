"""The page on which somebody reads what is recorded of them, and who read it.

Everything that stands in the own registrations is told in words, with what is sealed there opened: it is theirs. Who
read it comes from the Logboek dataverwerkingen, which names persons by random ids: the lines of these registrations and
of the cases they made, and no others.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import msgspec
from starlette.responses import Response

from api.call import Call
from api.group import Answers, Group
from api.kept_logs import BEFORE, Found, found_in
from api.logboek import ACTIVITY, OF_MUNICIPALITY, OF_PROVIDER, OF_ROLE, PROCESSOR, SUBJECT
from api.office import Office
from api.pages.layout import HTML, WORDS, page
from api.pages.paged import BEGIN, address_with, paged
from api.pages.ways import Ways
from domain.counting import Language
from domain.facts.base import PERSONAL_FIELDS
from domain.municipalities import name_of
from domain.processing import ACTIVITIES
from domain.providers import BY_HAND
from replay.answers import Document
from replay.dossier_story import is_inner, story
from replay.timeline import DossierIsUnknown, dossier_document
from replay.wording import Wording

GROUP = Group("Page of one's own data", "What is recorded of who reads it, and who read it.", base="")
PATHS: Mapping[Language, str] = {"nl": "/mijn-gegevens", "en": "/en/my-data"}
FACTS_MAX = 50
READ_MAX = 25
ABOUT_ONESELF = (
    *("bsn", "v_number", "sofi_number", "name", "given_names", "surname", "birth_on", "sex"),
    *("address", "postcode", "residence", "telephone", "email"),
)
"""The sealed fields that say who somebody is; others are words of somebody else, and are told to be there."""
NAMED = b'"' + SUBJECT.encode() + b'":"'
ID_LENGTH = 36


@GROUP.get(
    PATHS["nl"],
    "showOwnData",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(BEGIN, BEFORE),
    is_described=False,
)
def show_own_data(office: Office, call: Call) -> Response:
    """The page of one's own data."""
    reader = call.caller.reader
    if reader is None or reader.subject is None:
        return page(call, PATHS, "own_data.html", own=None)
    try:
        timeline = dossier_document(office.ledger, office.figures.follower, reader.subject)
    except DossierIsUnknown:
        return page(call, PATHS, "own_data.html", own=None)
    facts = story(office.figures, timeline)["facts"]
    own = {one["registration"] for one in facts if not one["is_shared"]}
    call.has_read(sorted(own))
    cases = {row["case"] for one in timeline["events"] for row in one["rows"]}
    some = paged(call, facts, FACTS_MAX, "facts")
    read = _read_by(office, call, own | cases)
    return page(
        call,
        PATHS,
        "own_data.html",
        own=reader.subject,
        personal=_personal(office, call, sorted(own)),
        facts=[_told(call, one) for one in some.items],
        facts_number=len(facts),
        first=some.first,
        next=some.next,
        dossier=Ways(call.language).dossier(reader.subject),
        read=None if read is None else read.items,
        read_first=address_with(call, "read", before="") if "before" in call.query else None,
        read_next=address_with(call, "read", before=read.next) if read is not None and read.next else None,
    )


def _personal(office: Office, call: Call, own: Sequence[str]) -> dict[str, list[str]]:
    """What says who they are, by field, as each registration has it; and which sealed fields there are beside."""
    words, found = WORDS[call.language], dict[str, list[str]]()
    for registration in own:
        for recorded in office.ledger.stream(UUID(registration)):
            if not recorded.event.commitments:
                continue
            for name, said in office.ledger.personal_shown(recorded).items():
                told = found.setdefault(words.say(f"own.field.{name}"), [])
                shown = said if name in ABOUT_ONESELF else words.say("own.sealed")
                if shown not in told:
                    told.append(shown)
    order = [words.say(f"own.field.{name}") for name in PERSONAL_FIELDS]
    return {name: found[name] for name in order if name in found}


def _told(call: Call, fact: Document) -> dict[str, Any]:
    """A fact in plain words: what happened, when, and what was said of it."""
    words = WORDS[call.language]
    pairs = [(name, value) for name, value in fact["fields"] if not is_inner(name, value)]
    return {
        "sentence": words.fact_sentence(fact["type"]),
        "kind": words.kind(fact["type"]),
        "on": fact["occurred_on"],
        "recorded_on": fact["recorded_at"][:10],
        "source": words.say("dossier_page.by_hand") if fact["source"] == BY_HAND else fact["source"],
        "position": fact["position"],
        "said": [(words.field(name), words.said(name, value)) for name, value in pairs],
        "corrected": [
            (words.field(name), words.said(name, was), words.said(name, says))
            for name, was, says in fact["corrected"]
            if not is_inner(name, says)
        ],
        "is_shared": fact["is_shared"],
    }


def _read_by(office: Office, call: Call, ids: Collection[str]) -> Found[dict[str, Any]] | None:
    """Who read these, newest first; None where the log is kept elsewhere."""
    if office.kept_logs.logboek is None:
        return None
    before = call.query.get("before")
    # This very action ends after it was read back, so that no line of the log says yet who takes it.
    mine = call.caller.organisation if before is None else None
    return found_in(office.kept_logs.logboek, before, _reading(WORDS[call.language], ids, mine), READ_MAX)


def _reading(words: Wording, ids: Collection[str], mine: str | None) -> Callable[[bytes], dict[str, Any] | None]:
    """Reads a line of the Logboek that names one of these; of one action the first line alone.

    Which organisation read stands in the line of the action itself, which is written after those of its persons and so
    comes before them here.
    """
    wanted = {one.encode() for one in ids}
    organisations: dict[str, str] = {}
    told: set[str] = set()
    by_uri = {one.uri: one for one in ACTIVITIES.values()}

    def read(line: bytes) -> dict[str, Any] | None:
        at = line.find(NAMED)
        if at < 0 and PROCESSOR.encode() not in line:
            return None
        if at >= 0 and line[at + len(NAMED) : at + len(NAMED) + ID_LENGTH] not in wanted:
            return None
        try:
            action = msgspec.json.decode(line)
        except msgspec.DecodeError:
            return None
        if at < 0:
            organisations[action["span_id"]] = action["attributes"][PROCESSOR]
            return None
        parent = action["parent_span_id"]
        if parent in told:
            return None
        organisation = organisations.get(parent) or (None if told else mine)
        told.add(parent)
        activity = by_uri.get(action["attributes"][ACTIVITY])
        return {
            "at": datetime.fromtimestamp(action["start_time"] / 1_000, UTC),
            "purpose": activity and activity.name[words.language],
            "by": _organisation_said(words, organisation),
        }

    return read


def _organisation_said(words: Wording, uri: str | None) -> str:
    """An organisation of the Logboek as a person says it."""
    if uri is None:
        return words.say("own.read.here")
    kind, said = next(
        ((kind, uri.removeprefix(kind)) for kind in (OF_MUNICIPALITY, OF_PROVIDER, OF_ROLE) if uri.startswith(kind)),
        ("", uri),
    )
    if kind == OF_MUNICIPALITY:
        return words.say("own.read.municipality", name=name_of(said, {}) or said)
    if kind == OF_PROVIDER:
        return words.say("own.read.provider", name=unquote(said))
    if kind == OF_ROLE and words.has(f"own.read.role.{said}"):
        return words.say(f"own.read.role.{said}")
    return words.say("own.read.elsewhere_known", name=said)
