"""How routes are written down: a group per kind of resource, an operation per address and method.

    SIGNALS = Group("Signals", "Who must act, and by when.", {"Signal": document({"code": TEXT, …})})

    @SIGNALS.get("/signals", "listSignals", Listed("Signal", "signals"), query=(MUNICIPALITY, *PAGE_BY_ID))
    def list_signals(office: Office, call: Call) -> Response:
        \"\"\"The signals of today.\"\"\"
        return call.listing(documents, key=…)

What is written here once makes the route, its checks and the published description. The group is named in
`api/groups.py` and its operations in `api/policy.py`; with either missing the server does not start. A handler is a
plain function, run in a thread; by the time it runs the caller was let in, the query read and the body found in order,
and whatever it reads from the ledger it reads as that caller.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from starlette.responses import Response

from api.call import Call
from api.moments import Moment
from api.office import Office
from api.parameters import Parameter
from api.rendering import JSON, LIST_FORMATS
from api.schemas import Schema, list_of, named
from api.version import BASE_PATH

Handler = Callable[[Office, Call], Response]
Kept = Callable[[Office, Call, Moment], Response | None]
"""Answers at a moment from what is kept, so quickly that it needs no thread; None where that is not kept."""
BODY_BYTES_MAX = 1_000_000
FILLED_IN = "application/x-www-form-urlencoded"
WITH_FILE = "multipart/form-data"
FORM_BYTES_MAX = 65_536


@dataclass(frozen=True, slots=True)
class Answers:
    """What an operation answers when all goes well: a document of the named schema."""

    schema: str | None
    """None for an answer that is no document of ours, such as a stream of events."""
    says: str = ""
    status: int = 200
    formats: tuple[str, ...] = (JSON,)
    """The media types it can be given in; the first is for a caller who says nothing."""
    is_tagged: bool = False
    """Whether it can have an entity tag, and 304 be the answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of its own, each with what it says."""

    def described(self) -> Schema:
        """The schema of the document."""
        return {"type": "string"} if self.schema is None else named(self.schema)

    @property
    def item(self) -> str | None:
        """The schema of what a list holds; None where it is none."""
        return None


@dataclass(frozen=True, slots=True)
class Listed(Answers):
    """A list, page by page: `{name: [...], "next": cursor}` as JSON, and whole as JSON lines, CSV and Parquet."""

    name: str = "items"
    formats: tuple[str, ...] = LIST_FORMATS

    def described(self) -> Schema:
        """A page of the list."""
        assert self.schema is not None, "a list is of something"
        return {
            "type": "object",
            "required": [self.name, "next"],
            "properties": {self.name: list_of(named(self.schema)), "next": {"type": ["string", "null"]}},
        }

    @property
    def item(self) -> str | None:
        """The schema of what it holds."""
        return self.schema


@dataclass(frozen=True, slots=True)
class Opened(Answers):
    """A document that is a list as well: whole as JSON, and its items alone as JSON lines, CSV and Parquet."""

    of: str = ""
    """The schema of what it holds."""
    formats: tuple[str, ...] = LIST_FORMATS

    @property
    def item(self) -> str | None:
        """The schema of what it holds."""
        return self.of


@dataclass(frozen=True, slots=True)
class Body:
    """What an operation takes in: a schema by media type, and at most so many bytes."""

    schema: str | None
    says: str
    media_types: tuple[str, ...] = (JSON,)
    bytes_max: int = BODY_BYTES_MAX
    many: Mapping[str, int] = field(default_factory=dict)
    """Media types in which it is a list of such documents, with how many there are at most."""

    def described(self, media_type: str) -> Schema:
        """The schema of what is sent in this form."""
        if self.schema is None:
            return {"type": "string"}
        one = named(self.schema)
        return list_of(one) | {"minItems": 1, "maxItems": self.many[media_type]} if media_type in self.many else one


@dataclass(frozen=True, slots=True)
class Form(Body):
    """What a page takes in: what was filled in on a form of ours, which the guard holds against the browser."""

    schema: str | None = None
    says: str = "What was filled in."
    media_types: tuple[str, ...] = (FILLED_IN,)
    bytes_max: int = FORM_BYTES_MAX
    fields: Sequence[Parameter] | None = ()
    """What may be filled in; None where that differs, and the handler reads it."""

    @property
    def takes_file(self) -> bool:
        """Whether a file goes with it."""
        return WITH_FILE in self.media_types


class Declared(TypedDict, total=False):
    """What may be said of an operation beside its address and its answer."""

    query: Sequence[Parameter]
    in_path: Sequence[Parameter]
    """The parameters that stand in the path, in that order."""
    in_header: Sequence[Parameter]
    """What a caller says in headers of its own, read by the handler."""
    body: Body
    refuses: Sequence[int]
    """Statuses of refusals that are its own, beside those that every operation has."""
    kept: Kept
    """Answers from what is kept."""
    needs_database: bool
    """Off for what is answered from the code alone."""
    is_described: bool
    """Off for what does not stand in the published description, such as the description itself."""
    english_path: str
    """Makes it a page, in Dutch at its path and in English here; what a page takes in is a Form."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address; of what may be said beside it, see Declared."""

    group: str
    id: str
    method: str
    path: str
    answers: Answers
    handler: Handler
    query: Sequence[Parameter] = ()
    in_path: Sequence[Parameter] = ()
    in_header: Sequence[Parameter] = ()
    body: Body | None = None
    refuses: Sequence[int] = ()
    kept: Kept | None = None
    needs_database: bool = True
    is_described: bool = True
    base: str = BASE_PATH
    english_path: str | None = None
    """Of a page, which has an address in each language, the English one; `path` is the Dutch one."""

    @property
    def address(self) -> str:
        """The template of its address, from the root of the server."""
        return self.base + self.path

    @property
    def addresses(self) -> Sequence[str]:
        """The same with that of the other language, where it has one."""
        return (self.address,) if self.english_path is None else (self.address, self.english_path)

    @property
    def says(self) -> str:
        """The first line of what the handler says of itself."""
        return (self.handler.__doc__ or "").strip().partition("\n")[0]


@dataclass
class Group:
    """Operations about one kind of resource, and the schemas of their documents."""

    tag: str
    says: str
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    base: str = BASE_PATH
    """What its addresses begin with; pages and their files stand at the root of the server."""

    def get(
        self, path: str, operation_id: str, answers: Answers, **more: Unpack[Declared]
    ) -> Callable[[Handler], Handler]:
        """Declares that a function answers GET (and HEAD) at this path."""
        return self._declare("GET", path, operation_id, answers, more)

    def post(
        self, path: str, operation_id: str, answers: Answers, **more: Unpack[Declared]
    ) -> Callable[[Handler], Handler]:
        """Declares that a function answers POST at this path."""
        return self._declare("POST", path, operation_id, answers, more)

    def _declare(
        self, method: str, path: str, operation_id: str, answers: Answers, more: Declared
    ) -> Callable[[Handler], Handler]:
        names = re.findall(r"{(\w+)}", path)
        assert names == [one.name for one in more.get("in_path", ())], f"{path}: declare what stands in its path"

        is_form = isinstance(more.get("body"), Form)
        assert method == "GET" or is_form is ("english_path" in more), f"{path}: a page takes in a form, and only that"

        def declare(handler: Handler) -> Handler:
            self.operations.append(
                Operation(self.tag, operation_id, method, path, answers, handler, base=self.base, **more)
            )
            return handler

        return declare
