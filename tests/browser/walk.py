"""The walk: from every page without a hole in its address, along the links, to each kind of page there is.

A new page is walked as soon as it is declared: it is found in the groups, and what opens from another page by the links
to it. So a page that no page leads to is found as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api.group import Operation
from tests.browser.reader import Reader, is_open_to, operation_at, pages
from tests.browser.room import OPEN

if TYPE_CHECKING:
    from playwright.sync_api import Response

GRONINGEN = "municipality=Groningen&period=2007-01-01..2008-07-01&registeredBy=2008-09-18"
STATES: Mapping[str, tuple[tuple[Mapping[str, str], str], ...]] = {
    "showFigure": (({"rule": "quota-placements"}, GRONINGEN),),
}
"""States of a page that are worth a walk of their own: what stands in its path, and its query."""
SEE_STATES = (OPEN, "case_manager", "auditor")
"""To whom the states above are open whole."""


def address_of(reader: Reader, operation: Operation, in_path: Mapping[str, str]) -> str:
    """The address of a page in the language of this reader."""
    dutch, english = operation.addresses
    return (english if reader.language == "en" else dutch).format(**in_path)


def begins(reader: Reader) -> list[str]:
    """The pages that need nothing in their address, and the states above, that are open to this reader."""
    every = [one for one in pages() if is_open_to(one, reader.role)]
    plain = [address_of(reader, one, {}) for one in every if not one.in_path]
    if reader.role not in SEE_STATES:
        return plain
    states = ((one, in_path, query) for one in every for in_path, query in STATES.get(one.id, ()))
    return plain + [f"{address_of(reader, one, in_path)}?{query}" for one, in_path, query in states]


def walked(reader: Reader, *, of_each: int) -> Iterator[tuple[Operation, str, Response]]:
    """Open every page, and so many of each kind that opens from another."""
    begun = begins(reader)
    waiting, known = list(begun), set(begun)
    seen: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        operation = operation_at(urlsplit(address).path)
        assert operation is not None, address
        if address not in begun and seen[operation.id] >= of_each:
            continue
        answer = reader.open(address)
        links = reader.links()
        seen[operation.id] += 1
        yield operation, address, answer
        for link in links:
            to = operation_at(urlsplit(link).path)
            is_own = link.startswith("/en/") is (reader.language == "en")
            if is_own and link not in known and to in pages() and to.in_path and is_open_to(to, reader.role):
                known.add(link)
                waiting.append(link)


def walk(reader: Reader, *, of_each: int) -> Counter[str]:
    """Look at every page; how many were seen of each kind."""
    seen: Counter[str] = Counter()
    for operation, _, answer in walked(reader, of_each=of_each):
        reader.check(answer)
        seen[operation.id] += 1
    return seen
