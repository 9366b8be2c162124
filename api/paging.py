"""Lists page by page: `limit` and `cursor` in, the next page in a `Link` header out.

A cursor is the position or the random id of the last thing told, and nothing else: it needs no memory here, no signing,
and can hold no number of a person. As JSON a page is a hundred by default; JSON lines, CSV and Parquet are for whoever
wants the whole list, and are bounded only by a limit that is given.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode

from api.parameters import UUID_TEXT, Parameter, read_uuid
from api.problem_kinds import Words
from api.rendering import JSON, Document
from api.schemas import RANDOM_ID

LIMIT_DEFAULT = 100
LIMIT_MAX = 1_000
NUMBER = re.compile("[0-9]{1,18}")


def read_limit(text: str) -> int:
    """How many at most, 1 to 1000; raises ValueError."""
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= LIMIT_MAX:
        raise ValueError("expected 1 to 1000")
    return int(text)


def read_number(text: str) -> int:
    """A cursor of a list in order of number; raises ValueError."""
    if not NUMBER.fullmatch(text):
        raise ValueError("expected a cursor as it was given out")
    return int(text)


LIMIT = Parameter(
    "limit",
    read_limit,
    {
        "nl": f"Hoeveel er hoogstens komen, 1 tot en met {LIMIT_MAX}; in JSON zonder meer {LIMIT_DEFAULT}, in andere "
        "vormen de hele lijst.",
        "en": f"How many come at most, 1 to {LIMIT_MAX}; in JSON {LIMIT_DEFAULT} unless said, in other forms the whole "
        "list.",
    },
    {"type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "examples": [LIMIT_DEFAULT]},
)
CURSOR_SAYS: Words = {
    "nl": "Waar de volgende bladzijde begint, zoals next of de header Link het zegt.",
    "en": "Where the next page begins, as next or the Link header says it.",
}
NUMBER_CURSOR = Parameter(
    "cursor",
    read_number,
    CURSOR_SAYS,
    {"type": "string", "pattern": f"^{NUMBER.pattern}$", "examples": ["241"]},
)
ID_CURSOR = Parameter("cursor", read_uuid, CURSOR_SAYS, RANDOM_ID)
PAGE_BY_NUMBER = (LIMIT, NUMBER_CURSOR)
"""The parameters of a list in order of position, or of its own number."""
PAGE_BY_ID = (LIMIT, ID_CURSOR)
"""The parameters of a list in order of the random ids of what it tells."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is told of a list, and from where the next page goes on; None at the end of the list."""

    documents: Iterable[Document]
    next: str | None

    def link(self, address: str, items: Sequence[tuple[str, str]]) -> str:
        """The Link header to the next page: the same question with another cursor."""
        kept = [(name, value) for name, value in items if name != "cursor"]
        return f'<{address}?{urlencode([*kept, ("cursor", self.next or "")])}>; rel="next"'


def page_of(
    documents: Iterable[Document], key: Callable[[Document], object], query: Mapping[str, Any], media_type: str
) -> Page:
    """The documents to tell; those of a bounded page are read now, those of a whole list as they are told."""
    limit: int | None = query.get("limit", LIMIT_DEFAULT if media_type == JSON else None)
    coming = iter(documents)
    if limit is None:
        first = list(islice(coming, 1))  # an error of the first is still told as a problem
        return Page(chain(first, coming), None)
    told = list(islice(coming, limit + 1))
    if (close := getattr(coming, "close", None)) is not None:
        close()
    if len(told) <= limit:
        return Page(told, None)
    following = str(key(told[limit - 1]))
    assert NUMBER.fullmatch(following) or UUID_TEXT.fullmatch(following), "a cursor is a position or a random id"
    return Page(told[:limit], following)
