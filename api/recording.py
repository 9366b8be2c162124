"""Recording: facts and decisions as CloudEvents, one or many, recorded together or not at all, with a receipt."""

import re
from collections.abc import Sequence
from uuid import UUID

import msgspec
from starlette.responses import Response

from api.bodies import is_shallow
from api.call import Call
from api.dossiers import PERSONS_OF
from api.event_schemas import EVENTS
from api.group import Answers, Body, Group
from api.media import media_type_of
from api.office import Office
from api.parameters import Parameter
from api.problem_kinds import Words
from api.problems import BadBody, BadQuery, Mistake, NotRecorded, PreconditionFailed, PreconditionNeeded
from api.schemas import COUNT, INSTANT_OR_NONE, OBJECT_OR_NONE, RANDOM_ID, TEXT, YES_OR_NO, document, list_of
from exchange.plain_text import names_a_person
from exchange.posted import EventsRefused, Sort, Speaker
from exchange.posting import Posting, TagIsNeeded, TagIsOld
from replay.answers import Document
from replay.asking import today_in_amsterdam
from store.readers import Reader, reading_as

EVENT = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
EVENTS_MAX = 1_000
BATCH_BYTES_MAX = 4_000_000
SPOKEN = re.compile(r"[!-~ ]{1,200}")

KEY_EXPECTED: Words = {
    "nl": "Geef de header Idempotency-Key: een tekst van 1 tot 200 tekens die u alleen voor dit verzoek gebruikt, "
    'zonder persoonsnummer, bijvoorbeeld "8e03978e-40d5-43dd-bc93-6894a57f9324".',
    "en": "Give the header Idempotency-Key: a text of 1 to 200 characters that you use for this request alone, without "
    'a person\'s number, for example "8e03978e-40d5-43dd-bc93-6894a57f9324".',
}


def read_key(text: str) -> str:
    """The key, without the quotation marks of a structured header; raises ValueError."""
    key = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    if not SPOKEN.fullmatch(key) or names_a_person(key):
        raise ValueError("expected a text without a person's number")
    return key


KEY = Parameter(
    "Idempotency-Key",
    read_key,
    KEY_EXPECTED,
    {
        "type": "string",
        "pattern": '^("[!-~ ]{1,200}"|[!-~ ]{1,200})$',
        "examples": ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
    },
    is_required=True,
)
IF_MATCH = Parameter(
    "If-Match",
    str,
    {
        "nl": "Bij een besluit: de ETag van het dossier waarop u besluit.",
        "en": "With a decision: the ETag of the dossier on which you decide.",
    },
    {"type": "string"},
)
GROUP = Group(
    "Recording",
    "Facts and decisions, recorded together or not at all.",
    {
        **EVENTS,
        "Receipt": document(
            {
                "recorded": COUNT,
                "recorded_at": INSTANT_OR_NONE,
                "tree": OBJECT_OR_NONE,
                "events": list_of(
                    document(
                        {
                            "index": COUNT,
                            "source": TEXT,
                            "id": TEXT,
                            "is_new": YES_OR_NO,
                            "event_id": RANDOM_ID,
                            "subject": RANDOM_ID,
                            "type": TEXT,
                            "position": COUNT,
                            "leaf": TEXT,
                        },
                        "event_id",
                        "subject",
                        "type",
                        "position",
                        "leaf",
                    )
                ),
            }
        ),
    },
)
REFUSALS: Sequence[tuple[Sort, str]] = (
    ("content", "bad-events"),
    ("scope", "not-yours-to-say"),
    ("unknown", "unknown-dossier"),
    ("decision", "decision-refused"),
)
"""Of several mistakes the first sort that is there decides what is told; all of them stand in it."""


@GROUP.post(
    "/events",
    "recordEvents",
    Answers("Receipt", "What was recorded, where it stands, and the root of the tree that holds it.", status=201),
    in_header=(KEY, IF_MATCH),
    body=Body("CloudEvent", "One CloudEvent, or a list of them.", (EVENT, BATCH), BATCH_BYTES_MAX, {BATCH: EVENTS_MAX}),
    refuses=(404, 409, 412, 422, 428),
)
def record_events(office: Office, call: Call) -> Response:
    """Records facts and decisions; asked again under the same key it gives the same receipt."""
    key = idempotency_key(call)
    return call.answer(record(office, call, key, events_in(call), if_match(call)), status=201)


def posting_of(office: Office, call: Call) -> Posting:
    """The road of what this caller records; nothing on it is read as that caller."""
    return Posting(
        office.ledger,
        office.writer,
        speaker_of(call),
        may_see=lambda subject: may_see(office, call.caller.reader, subject),
        names=office.figures.municipality_names,
        today=today_in_amsterdam(office.database.clock),
    )


def record(office: Office, call: Call, key: str, events: Sequence[bytes], tag: str | None) -> Document:
    """Record these events and give the receipt, in which whoever they are about is written down as read.

    Raises PreconditionNeeded, PreconditionFailed, NotRecorded, KeyReused.
    """
    with reading_as(None):
        try:
            receipt = posting_of(office, call).post(key, events, tag)
        except TagIsNeeded:
            raise PreconditionNeeded from None
        except TagIsOld:
            raise PreconditionFailed from None
        except EventsRefused as refused:
            raise not_recorded(refused) from None
    call.has_read(one["subject"] for one in receipt["events"] if one["is_new"] and PERSONS_OF[one["type"]])
    return receipt


def idempotency_key(call: Call) -> str:
    """The key of the request; raises BadQuery where there is none, or more than one."""
    given = call.headers.getlist("idempotency-key")
    try:
        (key,) = given
        return read_key(key)
    except ValueError:
        raise BadQuery([Mistake("header", "Idempotency-Key", KEY_EXPECTED)]) from None


def if_match(call: Call) -> str | None:
    """The one entity tag on which is decided; `*` names none."""
    given = [one.strip() for line in call.headers.getlist("if-match") for one in line.split(",")]
    return given[0] if len(given) == 1 and given[0] != "*" else None


def speaker_of(call: Call) -> Speaker:
    """Who records, as the token says; nothing in what is sent can say otherwise."""
    reader = call.caller.reader
    if reader is None:
        return Speaker(call.caller.subject)
    return Speaker(call.caller.subject, reader.role, reader.municipality, reader.provider)


def may_see(office: Office, reader: Reader | None, subject: UUID) -> bool:
    """Whether anything of a registration is there for a reader."""
    with reading_as(reader):
        return bool(office.ledger.seen_among([subject]))


def events_in(call: Call) -> list[bytes]:
    """The events of the body, each in JSON; raises BadBody."""
    try:
        if media_type_of(call.headers.get("content-type")) == EVENT:
            events = [call.body]
        else:
            events = [bytes(one) for one in msgspec.json.decode(call.body, type=list[msgspec.Raw])]
        is_flat = all(is_shallow(msgspec.json.decode(event)) for event in events)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise BadBody from None
    if not is_flat:
        raise BadBody
    if not 1 <= len(events) <= EVENTS_MAX:
        expected: Words = {
            "nl": f"Verwacht: 1 tot {EVENTS_MAX} gebeurtenissen.",
            "en": f"Expected: 1 to {EVENTS_MAX} events.",
        }
        raise BadBody([Mistake("body", None, expected)])
    return events


def not_recorded(refused: EventsRefused) -> NotRecorded:
    """The refusal as it is told: all mistakes, under the first sort there is."""
    there_are = {one.sort for one in refused.mistakes}
    code = next(code for sort, code in REFUSALS if sort in there_are)
    return NotRecorded(
        code, [Mistake("body", one.field, one.detail, one.index, one.reason) for one in refused.mistakes]
    )
