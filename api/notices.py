"""What asks for attention: findings, which do not fit in the books, and signals, on which somebody must act."""

from itertools import islice
from typing import Any
from uuid import UUID

from starlette.responses import Response

from api.asking import BY_NAME, settled_place, settled_position
from api.call import Call
from api.figures import require_own_municipality
from api.group import Group, Listed
from api.office import Office
from api.paging import LIMIT_DEFAULT, PAGE_BY_ID, PAGE_BY_NUMBER
from api.parameters import Parameter, choice, day_parameter, switch, text_parameter
from api.problems import BadQuery, Mistake
from api.rendering import JSON
from api.schemas import (
    COUNT_OR_NONE,
    DAY_OR_NONE,
    OBJECT,
    OBJECT_OR_NONE,
    OBJECTS,
    RANDOM_ID,
    TEXT,
    TEXT_OR_NONE,
    TEXTS,
    YES_OR_NO,
    document,
)
from domain.rules.findings import RESOLVERS, SENTENCES
from domain.signals import SIGNALS
from replay.answers import Document
from replay.asking import CannotAsk
from replay.found import FindingsAsked, Found, ask_findings, finding_documents, findings_heading
from replay.signal_documents import signal_documents, signals_heading
from replay.signals import SignalsAsked, ask_signals

COMING_DAYS_MAX = 3_660
DOCUMENTS_AT_ONCE = 200
GROUP = Group(
    "Notices",
    "What does not fit in the books, and on what somebody must act.",
    {
        "Finding": document(
            {
                "finding": RANDOM_ID,
                "code": TEXT,
                "resolver": TEXT,
                "id": TEXT_OR_NONE,
                "source": TEXT,
                "party": TEXT,
                "municipality": TEXT_OR_NONE,
                "detail": OBJECT,
                "records": OBJECTS,
                "events": OBJECTS,
            }
        ),
        "Signal": document(
            {
                "signal": TEXT,
                "case": TEXT,
                "id": TEXT,
                "source": TEXT,
                "party": TEXT,
                "municipality": TEXT_OR_NONE,
                "rule": TEXT,
                "versions": TEXTS,
                "other_versions": OBJECT,
                "reason": TEXT,
                "detail": OBJECT,
                "is_due": YES_OR_NO,
                "since_on": TEXT_OR_NONE,
                "limit_on": DAY_OR_NONE,
                "days_over": COUNT_OR_NONE,
                "days_left": COUNT_OR_NONE,
                "assigned": OBJECTS,
                "acknowledged": OBJECT_OR_NONE,
                "about": TEXT,
                "about_same_person": YES_OR_NO,
                "events": OBJECTS,
            }
        ),
    },
)


def read_days(text: str) -> int:
    """A number of days; raises ValueError."""
    if not text.isdecimal() or not text.isascii() or len(text) > 4 or int(text) > COMING_DAYS_MAX:
        raise ValueError("expected a number of days")
    return int(text)


def read_kinds(text: str) -> tuple[str, ...]:
    """Kinds of signals, with commas, each perhaps with a version; raises ValueError where one is none."""
    names = tuple(text.split(","))
    if not all(name.partition("@")[0] in SIGNALS for name in names):
        raise ValueError("expected kinds of signals")
    return names


CODE = choice("code", tuple(SENTENCES), "Alleen bevindingen met deze code.", "Only findings of this code.")
RESOLVER = choice("resolver", tuple(RESOLVERS), "Alleen wat deze kan oplossen.", "Only what this one can resolve.")
SOURCE = text_parameter(
    "source", "Alleen van dit systeem, deze partij of PARTIJ/SYSTEEM.", "Only of this system, party or PARTY/SYSTEM."
)
KINDS = Parameter(
    "kinds",
    read_kinds,
    {
        "nl": f"Een of meer van {', '.join(SIGNALS)}, met komma's, elk zo nodig met @VERSIE.",
        "en": f"One or more of {', '.join(SIGNALS)}, with commas, each with @VERSION where needed.",
    },
    {"type": "string", "minLength": 1, "examples": ["move-due"]},
)
ASSIGNEE = text_parameter(
    "assignee", "Alleen van wie aan deze medewerker is toegewezen.", "Only of who is assigned to this worker."
)
UNASSIGNED = switch("unassigned", "true: alleen van wie aan niemand is toegewezen.", "true: only of who is nobody's.")
COMING = Parameter(
    "coming",
    read_days,
    {
        "nl": "Ook wat binnen zoveel dagen zijn grens bereikt, 0 tot en met 3660.",
        "en": "Also what reaches its limit within so many days, 0 to 3660.",
    },
    {"type": "integer", "minimum": 0, "maximum": COMING_DAYS_MAX, "examples": [14]},
)
ACKNOWLEDGED = switch(
    "acknowledged",
    "true: wat iemand heeft afgehandeld en mag rusten.",
    "true: what somebody acknowledged and may rest.",
)
AS_OF = day_parameter("asOf", "De dag waarop; zonder is het vandaag.", "On which day; today without it.")


@GROUP.get(
    "/findings",
    "listFindings",
    Listed("Finding", "What does not fit, newest first.", name="findings"),
    query=(CODE, RESOLVER, SOURCE, BY_NAME["municipality"], BY_NAME["knownAt"], *PAGE_BY_ID),
)
def list_findings(office: Office, call: Call) -> Response:
    """What does not fit in the books, and who could resolve it; nothing is refused or repaired because of it."""
    query, position = call.query, settled_position(office.figures, call.query.get("knownAt"))
    municipality, _ = settled_place(office.figures, query, position)
    require_own_municipality(call, municipality)
    asked = FindingsAsked(query.get("code"), query.get("source"), municipality, query.get("resolver"), str(position))
    try:
        found = ask_findings(office.figures, asked)
    except CannotAsk:  # the ledger knows no such source
        raise BadQuery([Mistake("query", SOURCE.name, SOURCE.expected)]) from None
    told = call.as_read(_findings(office, call, found), lambda one: [one["finding"]], "case")
    return call.listing(told, key=lambda one: one["finding"], more=findings_heading(found))


def _findings(office: Office, call: Call, found: Found) -> Any:
    """The findings after the one that was told last, their documents made a lot at a time."""
    after: UUID | None = call.query.get("cursor")
    cases = [one.case for one in found.findings]
    begin = 0 if after is None else cases.index(str(after)) + 1 if str(after) in cases else len(cases)
    coming = iter(found.findings[begin:])
    while some := list(islice(coming, _at_once(call))):
        yield from finding_documents(office.ledger, some)


@GROUP.get(
    "/signals",
    "listSignals",
    Listed("Signal", "Who must act, the most urgent first.", name="signals"),
    query=(
        BY_NAME["municipality"],
        BY_NAME["region"],
        AS_OF,
        KINDS,
        ASSIGNEE,
        UNASSIGNED,
        COMING,
        ACKNOWLEDGED,
        BY_NAME["knownAt"],
        *PAGE_BY_NUMBER,
    ),
)
def list_signals(office: Office, call: Call) -> Response:
    """Who must act: whose limit passed or comes up, what is missing, what others saw; most urgent first."""
    query, position = call.query, settled_position(office.figures, call.query.get("knownAt"))
    municipality, region = settled_place(office.figures, query, position)
    require_own_municipality(call, municipality)
    asked = SignalsAsked(
        municipality=municipality,
        region=region,
        as_of=query.get("asOf"),
        kinds=query.get("kinds", ()),
        assignee=query.get("assignee"),
        unassigned=query.get("unassigned", False),
        coming_days=query.get("coming", 0),
        acknowledged=query.get("acknowledged", False),
        known_at=str(position),
    )
    found = ask_signals(office.figures, asked)
    begin: int = call.query.get("cursor", 0)
    numbers: dict[tuple[str, str], int] = {
        (row.kind.name, row.case.case): number for number, row in enumerate(found.rows, 1)
    }

    def told() -> Any:
        coming = iter(found.rows[begin:])
        while some := list(islice(coming, _at_once(call))):
            yield from signal_documents(office.ledger, some)

    def number_of(one: Document) -> int:
        return numbers[one["signal"], one["case"]]

    read = call.as_read(told(), lambda one: [one["case"]], "case")
    return call.listing(read, key=number_of, more=signals_heading(found))


def _at_once(call: Call) -> int:
    """How many documents are made together: a page with the one that says that there is more."""
    page: int = call.query.get("limit", LIMIT_DEFAULT if call.format == JSON else DOCUMENTS_AT_ONCE)
    return page + 1
