"""One request, as a handler sees it: all of it was read and checked, and what it answers gets the right form."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from msgspec import json
from starlette.datastructures import Headers
from starlette.responses import Response

from api.access import Caller
from api.bodies import parsed
from api.browser import Browser
from api.forms import Upload
from api.paging import Page, page_of
from api.problems import PreconditionFailed, PreconditionNeeded
from api.rendering import JSON, Document, rendered
from api.schemas import Schema
from domain.counting import Language
from store.ledger import Head

Item = TypeVar("Item")
Subject = Literal["registration", "person", "case"]
"""What a random id stands for; each is a pseudonym."""


@dataclass(frozen=True)
class Call:
    """A request that was let in."""

    caller: Caller
    purpose: str | None
    """For which processing activity it is; None where the operation has none."""
    language: Language
    headers: Headers
    address: str
    """The path as it was asked, from the root of the server."""
    items: Sequence[tuple[str, str]]
    """The query as it was asked, name by name."""
    query: Mapping[str, Any]
    """The values of the query, by parameter."""
    path: Mapping[str, Any]
    """The values in the path, by parameter."""
    format: str
    """The media type that the caller likes best of those there are."""
    body: bytes = b""
    filled_in: Sequence[tuple[str, str]] = ()
    """What was filled in on a form, field by field."""
    form: Mapping[str, Any] = field(default_factory=dict)
    """The same as values, by the fields that were declared."""
    upload: Upload | None = None
    """The file that went with the form."""
    browser: Browser | None = None
    """The browser that asks; None of what is no page."""
    columns: Mapping[str, Schema] = field(default_factory=dict)
    """The properties of one item, where the answer is a list."""
    list_name: str = ""
    earlier: list[tuple[Head, Head]] = field(default_factory=list)
    """Of what is told of an earlier moment: the head it is known at, and the present one."""
    on_read: Callable[[Sequence[str], Subject], None] = lambda _, __: None
    """Writes down whose data were read."""

    def answer(self, document: Document, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """A document as an answer."""
        return Response(json.encode(document), status_code=status, media_type=JSON, headers=headers)

    def document(self) -> Any:
        """The body, read as JSON; raises BadBody."""
        return parsed(self.body)

    def has_read(self, persons: Iterable[object], kind: Subject = "registration") -> None:
        """Write down, before it is told, of whom (by a random id of this kind) this answer tells anything.

        Raises NoPurpose where none was declared.
        """
        self.on_read(list(dict.fromkeys(map(str, persons))), kind)

    def as_read(
        self, items: Iterable[Item], persons_of: Callable[[Item], Iterable[object]], kind: Subject = "registration"
    ) -> Iterator[Item]:
        """The same items, each written down as read before it is passed on: for lists told while they are read."""
        for item in items:
            self.has_read(persons_of(item), kind)
            yield item

    def listing(
        self, documents: Iterable[Document], key: Callable[[Document], object], more: Document | None = None
    ) -> Response:
        """A list in the form asked for.

        `documents` come in order and begin after the cursor (`call.query.get("cursor")`); only as many are taken as
        are told. `key` gives the position or random id of a document, from which the next page goes on. `more` stands
        beside the list in JSON.
        """
        page: Page = page_of(documents, key, self.query, self.format)
        headers = {} if page.next is None else {"Link": page.link(self.address, self.items)}
        if self.format == JSON:
            document = {self.list_name: list(page.documents), "next": page.next} | (more or {})
            return self.answer(document, headers=headers)
        return rendered(page.documents, self.columns, self.format, headers)

    def numbered(self, documents: Iterable[Document]) -> Response:
        """A list of which the cursor is a number: how many were told."""
        every = list(documents)
        numbers = {id(one): number for number, one in enumerate(every, 1)}
        return self.listing(every[self.query.get("cursor", 0) :], key=lambda one: numbers[id(one)])

    def require_match(self, tag: str) -> None:
        """Go on only when the caller decided on what is there now; `*` names nothing that was read.

        Raises PreconditionNeeded, PreconditionFailed.
        """
        named = [one.strip() for line in self.headers.getlist("if-match") for one in line.split(",")]
        if named in ([], ["*"]):
            raise PreconditionNeeded
        if tag not in named:
            raise PreconditionFailed

    @property
    def if_none_match(self) -> str | None:
        """The If-None-Match header, of however many lines."""
        lines = self.headers.getlist("if-none-match")
        return ", ".join(lines) if lines else None
