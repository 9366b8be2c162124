"""Long lists on a page: so many items, with plain links to the first and the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from api.call import Call
from api.parameters import Parameter

Item = TypeVar("Item")


def read_begin(text: str) -> int:
    """After how many items; raises ValueError."""
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise ValueError("expected a number of items")
    return int(text)


BEGIN = Parameter(
    "begin",
    read_begin,
    {"nl": "Na hoeveel regels de lijst begint.", "en": "After how many lines the list begins."},
    {"type": "integer", "minimum": 0},
)


@dataclass(frozen=True, slots=True)
class Paged(Generic[Item]):
    """The items of one page, and the addresses of the first page and the next; None where there is none."""

    items: list[Item]
    begin: int
    first: str | None
    next: str | None


def paged(call: Call, items: Iterable[Item], count_max: int, anchor: str = "list") -> Paged[Item]:
    """A page of a list; only as many items are taken as are told, and one more."""
    begin: int = call.query.get(BEGIN.name, 0)
    found = list(islice(items, begin, begin + count_max + 1))
    is_more = len(found) > count_max
    return Paged(
        found[:count_max],
        begin,
        address_with(call, anchor, begin="") if begin else None,
        address_with(call, anchor, begin=begin + count_max) if is_more else None,
    )


def address_with(call: Call, anchor: str, **changed: Any) -> str:
    """The address of this page with another part of its question."""
    asked = {name: value for name, value in {**dict(call.items), **changed}.items() if value not in (None, "")}
    return call.address + (f"?{urlencode(asked)}" if asked else "") + (f"#{anchor}" if anchor else "")
