"""Lists of what the views hold: who waits, who is enrolled, what was agreed, what was paid. A line for each case."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from api.asking import BY_NAME, settled_place, settled_position
from api.call import Call
from api.figures import require_own_municipality
from api.group import Group, Listed
from api.office import Office
from api.paging import PAGE_BY_ID
from api.parameters import day_parameter
from api.schemas import RANDOM_ID, TEXT_OR_NONE, Schema, document
from replay.listing_lines import LISTINGS, Column, ColumnKind, Listing
from replay.listings import ListingAsked, ask_listing
from store.readers import reading_as

NAMES: Mapping[str, tuple[str, str, str]] = {
    "waiting-spells": ("listWaitingSpells", "WaitingSpell", "waiting_spells"),
    "enrolments": ("listEnrolments", "Enrolment", "enrolments"),
    "quotas": ("listQuotas", "Quota", "quotas"),
    "amounts": ("listAmounts", "Amount", "amounts"),
}
"""List → the names of its operation, of the schema of a line, and of the list in an answer."""
TYPES: Mapping[ColumnKind, Schema] = {
    "text": TEXT_OR_NONE,
    "day": TEXT_OR_NONE,
    "count": {"type": ["integer", "null"]},
    "cents": {"type": ["integer", "null"]},
    "yes_or_no": {"type": ["boolean", "null"]},
    "texts": {"type": "array", "items": {"type": "string"}},
    "counts": {"type": "array", "items": {"type": "integer"}},
}
ID: Schema = TEXT_OR_NONE | {
    "description": "The record id of the source, for an auditor a pseudonym; null where it was erased or there is none"
}
AS_OF = day_parameter(
    "asOf",
    "Alleen wat op deze dag bestaat, zoals het toen stond; zonder alles wat er is.",
    "Only what exists on this day, as it stood then; without it all there is.",
)
QUERY = (BY_NAME["municipality"], BY_NAME["region"], AS_OF, BY_NAME["knownAt"], *PAGE_BY_ID)


def _described(column: Column) -> Schema:
    return TYPES[column.kind] | {"description": column.says["en"].rstrip(".")}


def _line(listing: Listing) -> Schema:
    columns = {name: _described(column) for name, column in listing.columns.items()} | {"case": RANDOM_ID}
    return document(columns | ({"id": ID} if listing.of_persons else {}))


GROUP = Group(
    "Lists",
    "What the views hold, a line for each case, in the order of their random ids.",
    {NAMES[listing.name][1]: _line(listing) for listing in LISTINGS.values()},
)


def _answering(listing: Listing) -> Callable[[Office, Call], Response]:
    def answer(office: Office, call: Call) -> Response:
        position = settled_position(office.figures, call.query.get("knownAt"))
        municipality, region = settled_place(office.figures, call.query, position)
        require_own_municipality(call, municipality)
        asked = ListingAsked(municipality, region, call.query.get("asOf"), str(position), call.query.get("cursor"))
        listed = ask_listing(office.figures, listing, asked, with_ids=listing.of_persons)
        lines = listed.lines
        if call.caller.role == "ministry" and not listing.of_persons:
            with reading_as(None):  # what is of no person is for the ministry too, whose role reads no rows
                lines = iter(list(lines))
        if listing.of_persons:
            lines = call.as_read(lines, lambda one: [one[1]])
        return call.listing((line for line, _ in lines), key=lambda line: line["case"], more=listed.heading())

    answer.__doc__ = listing.says["en"]
    return answer


for _listing in LISTINGS.values():
    _operation, _schema, _name = NAMES[_listing.name]
    GROUP.get(f"/{_listing.name}", _operation, Listed(_schema, _listing.says["en"], name=_name), query=QUERY)(
        _answering(_listing)
    )
