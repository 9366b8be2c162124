"""Imports: a file comes in, is read in the background, and how far it is can be followed while it runs."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import json
from starlette.responses import Response, StreamingResponse

from api.call import Call
from api.dossiers import MUNICIPALITY, read_source
from api.group import Answers, Body, Group
from api.import_desk import DeskIsFull, Job, JobElsewhere, Spooled
from api.office import Office
from api.parameters import Parameter, choice, day_parameter, random_id
from api.problems import BadQuery, Busy, Mistake, NotRecorded, NotThere, OutsideScope, Place
from api.recording import speaker_of
from api.schemas import COUNT, OBJECT_OR_NONE, RANDOM_ID, document
from api.version import BASE_PATH
from domain.counting import Language
from domain.municipalities import find_code
from exchange import profile as profiles
from exchange import refusals
from exchange.delivery import Delivery, open_delivery
from exchange.file_words import CUT_OFF, said_of_file
from exchange.import_documents import taken_document
from exchange.importing import Arrival, Import
from exchange.posted import Speaker, refusal_of_row
from exchange.totals import Stated
from replay.asking import today_in_amsterdam
from store.readers import reading_as

FILE_BYTES_MAX = 64_000_000
MEDIA_TYPES = (
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/jsonl",
    "application/octet-stream",
)
EVENT_STREAM = "text/event-stream"
PAUSE_SECONDS = 0.2
FILE_NAME = re.compile(r'filename="?([^";/\\\x00-\x1f]{1,120})"?')


def read_count(text: str) -> int:
    """A number of things or cents; raises ValueError."""
    if not re.fullmatch("[0-9]{1,15}", text):
        raise ValueError("expected a whole number")
    return int(text)


def read_profile(text: str) -> str:
    """The name of a profile of this version, never a file; raises ValueError."""
    if text not in profiles.load(()):
        raise ValueError("expected the name of a profile")
    return text


def _count(name: str, dutch: str, english: str) -> Parameter:
    schema = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1, "examples": [1]}
    return Parameter(name, read_count, {"nl": dutch, "en": english}, schema)


IMPORT = random_id("import", "Het id van een import.", "The id of an import.")
GROUP = Group(
    "Imports",
    "Files of partners: rows become facts, what is wrong is said and kept, the same file twice is nothing.",
    {
        "Import": document(
            {
                "import": RANDOM_ID,
                "state": {"type": "string", "enum": ["waiting", "running", "done", "refused", "failed"]},
                "bytes_read": COUNT,
                "bytes_total": COUNT,
                "phase": {
                    "type": ["string", "null"],
                    "enum": ["reading", "linking", "finding", None],
                    "description": "Of one that runs: rows are read, registrations linked, or findings brought up",
                },
                "phase_done": COUNT | {"description": "How far the phase is: bytes read, or events looked at"},
                "phase_total": COUNT | {"description": "How far it will go"},
                "result": OBJECT_OR_NONE,
            }
        )
    },
)
QUERY = (
    Parameter(
        "profile",
        read_profile,
        {
            "nl": "De naam van een profiel; zonder beslist de kop van het bestand.",
            "en": "The name of a profile; without it the heading decides.",
        },
        {"type": "string", "minLength": 1, "examples": ["groningen-gws4all"]},
    ),
    MUNICIPALITY,
    Parameter(
        "source",
        read_source,
        {
            "nl": "Een andere afzender dan het profiel noemt: de naam van een systeem of organisatie.",
            "en": "Another sender than the profile names: the name of a system or organisation.",
        },
        {"type": "string", "minLength": 1, "maxLength": 120, "examples": ["suite"]},
    ),
    day_parameter(
        "deliveredOn",
        "De dag waarop het ons bereikte; zonder de dag die het bestand noemt, of vandaag.",
        "The day on which it reached us; without it the day the file says, or today.",
    ),
    choice(
        "delivery",
        ("full", "changes"),
        "Of het bestand alles bevat of alleen wijzigingen; zonder zoals het profiel het zegt.",
        "Whether it holds everything or changes only; without it as the profile says.",
    ),
    _count("statedRows", "Hoeveel rijen er volgens de afzender zijn.", "How many rows the sender says there are."),
    _count(
        "statedAmountCents",
        "Waarop de bedragen volgens de afzender uitkomen, in eurocent.",
        "What the amounts sum to, as the sender says, in euro cents.",
    ),
)


@GROUP.post(
    "/imports",
    "createImport",
    Answers("Import", "The import was taken in.", status=202, headers={"Location": "Where it is followed"}),
    query=QUERY,
    body=Body(None, "The file as it is: CSV, XLSX, or one JSON object a line.", MEDIA_TYPES, FILE_BYTES_MAX),
    refuses=(403,),
)
def create_import(office: Office, call: Call) -> Response:
    """Takes in a file of a partner and reads it in the background."""
    job = take_in(office, call, call.body, _file_name(call), call.query)
    return call.answer(job.document(call.language), status=202, headers={"Location": f"{BASE_PATH}/imports/{job.id}"})


def take_in(office: Office, call: Call, content: bytes, name: str, query: Mapping[str, Any]) -> Job | JobElsewhere:
    """Begin to read a file of this caller; raises NotRecorded where it is refused, OutsideScope, BadQuery, Busy."""
    speaker = speaker_of(call)
    file = Spooled(content)
    arriving = Arriving(file.path, name, hashlib.sha256(content).hexdigest(), query)
    try:
        with reading_as(None):
            opened = _opened(office, arriving, speaker)
    except refusals.FileRefused as error:
        file.close()
        said = said_of_file(error)
        place: Place = "body" if said.parameter is None else "query"
        mistake = Mistake(place, said.parameter, said.words, reason=type(error).__name__)
        raise NotRecorded("file-refused", [mistake]) from None
    except BaseException:
        file.close()
        raise
    try:
        return office.imports.take(opened, file, speaker, call.caller.reader)
    except DeskIsFull:
        raise Busy from None


def document_of(office: Office, call: Call) -> dict[str, Any]:
    """How far an import is, and at the end what became of it; raises NotThere."""
    job = office.imports.job(call.path["import"], speaker_of(call))
    return _in_the_ledger(office, call) if job is None else job.document(call.language)


@GROUP.get("/imports/{import}", "getImport", Answers("Import"), in_path=(IMPORT,))
def get_import(office: Office, call: Call) -> Response:
    """How far an import is, and at the end what became of it."""
    return call.answer(document_of(office, call))


def _in_the_ledger(office: Office, call: Call) -> dict[str, Any]:
    """What the ledger says of an import that is not on the desk any more; raises NotThere."""
    taken = taken_document(office.ledger, call.path["import"])
    if taken is None:
        raise NotThere
    is_whole, total = taken.pop("is_whole"), taken.pop("bytes") or 0
    if not is_whole:
        taken["error"] = {"reason": "CUT_OFF", "message": CUT_OFF[call.language]}
    return {
        "import": str(call.path["import"]),
        "state": "done" if is_whole else "failed",
        "bytes_read": total if is_whole else 0,
        "bytes_total": total,
        "phase": None,
        "phase_done": 0,
        "phase_total": 0,
        "result": taken,
    }


@GROUP.get(
    "/imports/{import}/progress",
    "followImport",
    Answers(None, "Server-sent events: progress while it runs, and ended with the result.", formats=(EVENT_STREAM,)),
    in_path=(IMPORT,),
)
def follow_import(office: Office, call: Call) -> Response:
    """Tells how far an import is while it runs, as server-sent events."""
    job = office.imports.job(call.path["import"], speaker_of(call))
    if job is None:
        return Response(_event("ended", _in_the_ledger(office, call)), media_type=EVENT_STREAM)
    return StreamingResponse(_told(job, call.language), media_type=EVENT_STREAM)


async def _told(job: Job | JobElsewhere, language: Language) -> AsyncIterator[bytes]:
    """An event whenever it is further, and the last one with the result."""
    before: dict[str, Any] = {}
    while not job.is_ended:
        now = job.document(language)
        if now != before:
            yield _event("progress", now)
            before = now
        await asyncio.sleep(PAUSE_SECONDS)
    yield _event("ended", job.document(language))


def _event(name: str, told: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: ".encode() + json.encode(told) + b"\n\n"


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file that comes in: where it lies, what the sender calls it, its SHA-256, and what is said of it."""

    path: Path
    name: str
    sha256: str
    query: Mapping[str, Any]


def _opened(office: Office, arriving: Arriving, speaker: Speaker) -> Import:
    """The import, with nothing recorded yet; raises FileRefused, OutsideScope, BadQuery."""
    names, query = office.figures.municipality_names(), arriving.query
    today = today_in_amsterdam(office.ledger.database_now())
    municipality = _municipality(names, query.get("municipality"), speaker)
    delivery = open_delivery(
        arriving.path,
        resolve_municipality=lambda text: find_code(text, names),
        profile=query.get("profile"),
        municipality=municipality,
        source=query.get("source"),
        today=today,
    )
    _require_own(delivery, speaker)
    delivery.hold(partial(refusal_of_row, speaker))
    arrival = Arrival(
        file_name=arriving.name,
        file_sha256=arriving.sha256,
        delivered_on=_day(query.get("deliveredOn"), today) or delivery.delivered_on or today,
        kind=cast(Literal["full", "changes"], query.get("delivery") or delivery.delivery),
        actor=speaker.actor,
        stated=Stated(query.get("statedRows"), query.get("statedAmountCents")),
    )
    return Import(office.ledger, delivery, arrival)


def _municipality(names: dict[str, str], text: str | None, speaker: Speaker) -> str | None:
    """The municipality whose file it is: a case manager's own, whatever is asked; raises BadQuery, OutsideScope."""
    code = None if text is None else find_code(text, names)
    if text is not None and code is None:
        raise BadQuery([Mistake("query", "municipality", MUNICIPALITY.expected)])
    if speaker.municipality is not None and code not in (None, speaker.municipality):
        raise OutsideScope(
            {
                "nl": f"Lever voor de eigen gemeente: municipality={speaker.municipality}.",
                "en": f"Deliver for your own municipality: municipality={speaker.municipality}.",
            }
        )
    return speaker.municipality or code


def _require_own(delivery: Delivery, speaker: Speaker) -> None:
    """A provider delivers in its own name alone; raises OutsideScope."""
    if not speaker.is_own(delivery.party):
        raise OutsideScope(
            {
                "nl": "Lever in eigen naam: verwacht een profiel van uzelf, of source= met uw naam.",
                "en": "Deliver in your own name: expected a profile of your own, or source= with your name.",
            }
        )


def _day(given: date | None, today: date) -> date | None:
    """The day it came, which is not to come; raises BadQuery."""
    if given is not None and given > today:
        raise BadQuery([Mistake("query", "deliveredOn", QUERY[3].expected)])
    return given


def _file_name(call: Call) -> str:
    """What the sender calls the file, sealed with the delivery; a name of ours where nothing is said."""
    found = FILE_NAME.search(call.headers.get("content-disposition", ""))
    return found[1] if found else "upload"
