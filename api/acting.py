"""Acting on a signal: seeing it with its entity tag, giving it to somebody, or saying why it may rest.

Both acts are facts like any other (CaseAssigned, SignalAcknowledged) and go the road of all that is recorded. The
person and the event they are about follow from the signal; what is decided, is decided on the signal as it was read:
of the day that was asked, which is then the day of the act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from msgspec import json
from starlette.responses import Response

from api.call import Call
from api.group import Answers, Body, Group
from api.notices import AS_OF, COMING_DAYS_MAX
from api.office import Office
from api.parameters import Parameter, random_id
from api.problems import BadBody, NotThere, PreconditionFailed
from api.recording import IF_MATCH, KEY, idempotency_key, not_recorded, posting_of
from api.schemas import DAY, TEXT, document
from domain.facts import CaseAssigned, SignalAcknowledged
from domain.facts.base import Fact, of
from domain.signals import SIGNALS
from exchange.cloudevents import type_of
from exchange.posted import EventsRefused
from exchange.posting import TagIsOld
from replay.answers import Document
from replay.signal_documents import signal_documents
from replay.signals import SignalRow, SignalsAsked, ask_signals
from replay.timeline import dossier_tag
from store.readers import reading_as

SOURCE = "urn:nld:oin:00000099000000000000:systeem:ketenboek"
"""The sender of what is recorded here: the ledger itself, under the number for tests until it has one of its own."""
BY_THE_CALENDAR = ("days_over", "days_left", "is_due")
"""What changes of a signal because a day has passed, and nothing else."""
ROLES = ("CASE_MANAGER", "DIRECTOR", "GUIDE", "BUDGET_CASE_MANAGER")
GROUP = Group(
    "Acting on signals",
    "Who takes a signal, and why one may rest.",
    {
        "Assignment": document(
            {"assignee": TEXT, "role": {"type": "string", "enum": list(ROLES)}, "until_on": DAY}, "role", "until_on"
        ),
        "Acknowledgement": document(
            {"reason": TEXT, "rests_until_on": DAY, "remark": TEXT}, "rests_until_on", "remark"
        ),
    },
)


def read_kind(text: str) -> str:
    """A kind of signal; raises ValueError for another word."""
    if text not in SIGNALS:
        raise ValueError("expected a kind of signal")
    return text


KIND = Parameter(
    "kind",
    read_kind,
    {"nl": "De soort signaal.", "en": "The kind of signal."},
    {"type": "string", "enum": list(SIGNALS)},
)
CASE = random_id("case", "Het toevallige id van het geval.", "The random id of the case.")


@dataclass(frozen=True, slots=True)
class Seen:
    """A signal as it is now: its document, the registration it is about, and the tags of itself and of its dossier."""

    row: SignalRow
    document: dict[str, Any]
    subject: UUID
    dossier_tag: str | None
    tag: str


@GROUP.get(
    "/signals/{kind}/{case}",
    "getSignal",
    Answers("Signal", "The signal, with the tag on which is decided.", headers={"ETag": "Of the signal as it is now"}),
    in_path=(KIND, CASE),
    query=(AS_OF,),
)
def get_signal(office: Office, call: Call) -> Response:
    """One signal: why, by when, and who is on it."""
    seen = seen_signal(office, call)
    call.has_read([seen.row.case.case], "case")
    return call.answer(seen.document, headers={"ETag": seen.tag})


@GROUP.post(
    "/signals/{kind}/{case}/assignments",
    "takeSignal",
    Answers("Receipt", "What was recorded.", status=201),
    in_path=(KIND, CASE),
    query=(AS_OF,),
    in_header=(KEY, IF_MATCH),
    body=Body("Assignment", "Who takes it, as a pseudonymous code."),
    refuses=(409, 412, 422, 428),
)
def take_signal(office: Office, call: Call) -> Response:
    """Gives the person of a signal to a worker, or takes it oneself."""
    return _act(office, call, CaseAssigned, {})


@GROUP.post(
    "/signals/{kind}/{case}/acknowledgements",
    "acknowledgeSignal",
    Answers("Receipt", "What was recorded.", status=201),
    in_path=(KIND, CASE),
    query=(AS_OF,),
    in_header=(KEY, IF_MATCH),
    body=Body("Acknowledgement", "Why it may rest, as a code, and until when."),
    refuses=(409, 412, 422, 428),
)
def acknowledge_signal(office: Office, call: Call) -> Response:
    """Says why a signal may rest; it comes back on the day that is given, which lies later than the day of the act."""
    return _act(office, call, SignalAcknowledged, {"signal": call.path["kind"]})


def _act(office: Office, call: Call, kind: type[Fact], own: dict[str, str]) -> Response:
    """Record a fact about the signal, decided on as it was read."""
    key = idempotency_key(call)
    sent = call.document()
    if not isinstance(sent, dict):
        raise BadBody
    seen = seen_signal(office, call)
    about = {"about": seen.document["about"]} if own else {}
    return call.answer(act_on(office, call, seen, kind, key, {**sent, **own, **about}, call.require_match), status=201)


def act_on(
    office: Office,
    call: Call,
    seen: Seen,
    kind: type[Fact],
    key: str,
    said: dict[str, Any],
    require_match: Callable[[str], None],
) -> Document:
    """Record a fact of this kind about a signal and give the receipt; `require_match` is given the tag that the signal
    has now, and raises where that is not the one decided on.

    Raises NotRecorded, PreconditionFailed and what `require_match` raises.
    """
    with reading_as(None):
        posting = posting_of(office, call)
        event = _event(kind, key, seen, said)
        try:
            if not posting.was_posted(key, [event]):
                require_match(seen.tag)
            receipt = posting.post(key, [event], seen.dossier_tag)
        except TagIsOld:
            raise PreconditionFailed from None
        except EventsRefused as refused:
            raise not_recorded(refused) from None
    call.has_read([seen.row.case.case], "case")
    return receipt


def _event(kind: type[Fact], key: str, seen: Seen, said: dict[str, Any]) -> bytes:
    """The fact as an event; what is sealed of it stands apart from what is plain. The key is its id."""
    definition = of(kind)
    sealed = {name: said[name] for name in definition.personal if name in said}
    return json.encode(
        {
            "specversion": "1.0",
            "id": sha256(key.encode()).hexdigest(),
            "source": SOURCE,
            "type": type_of(definition),
            "subject": str(seen.subject),
            "data": {
                "fields": {name: value for name, value in said.items() if name not in sealed},
                "personal": sealed,
                "occurred_on": seen.row.as_of.isoformat(),
                "municipality": seen.row.case.municipality,
            },
        }
    )


def seen_signal(office: Office, call: Call) -> Seen:
    """The signal that the path names, due or coming, at work or at rest; raises NotThere."""
    reader = call.caller.reader
    asked = SignalsAsked(
        municipality=None if reader is None else reader.municipality,
        as_of=call.query.get("asOf"),
        kinds=(call.path["kind"],),
        coming_days=COMING_DAYS_MAX,
    )
    found = ask_signals(office.figures, asked)
    rows = [row for row in (*found.open, *found.resting) if row.case.case == str(call.path["case"])]
    if not rows:
        raise NotThere
    (told,) = signal_documents(office.ledger, rows[:1])
    event = office.ledger.event_by_id(UUID(told["about"]))
    if event is None:
        raise NotThere
    subject = event.event.subject
    with reading_as(None):
        whole = dossier_tag(office.ledger, subject)
    kept = {name: value for name, value in told.items() if name not in BY_THE_CALENDAR}
    digest = sha256(json.encode([whole, asked.as_of, kept])).hexdigest()
    return Seen(rows[0], told, subject, whole, f'"{digest}"')
