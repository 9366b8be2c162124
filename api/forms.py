"""Reading what was filled in on a page: sent as browsers send forms, and read as strictly as a query."""

import re
from urllib.parse import parse_qsl

from api.parameters import Parameter, read_uuid
from api.problems import BadBody

FIELDS_MAX = 100
NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What nobody types in a field; a line may end."""
LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]{0,999}")
"""A path on this server: one that begins with two slashes, or holds a backslash, a browser reads as another server."""


def filled_in(body: bytes) -> list[tuple[str, str]]:
    """The fields that were filled in, by name, in their order; raises BadBody.

    A browser sends the empty fields too: those say nothing. Lines end as they do here.
    """
    try:
        text = body.decode("ascii")
        if NO_ESCAPE.search(text):
            raise BadBody
        items = parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError:
        raise BadBody from None
    read = [(name, value.replace("\r\n", "\n").strip()) for name, value in items]
    if any(CONTROL.search(name) or CONTROL.search(value) for name, value in read):
        raise BadBody
    return [(name, value) for name, value in read if value]


def read_local_path(text: str) -> str:
    """A path on this server, to go on to; raises ValueError."""
    if not LOCAL.fullmatch(text):
        raise ValueError("expected a path on this server")
    return text


NEXT = Parameter(
    "next",
    read_local_path,
    {"nl": "Een pad op deze server, dat begint met /.", "en": "A path on this server, which begins with /."},
    {"type": "string", "examples": ["/"]},
)
"""Where a reader goes on."""


def read_random_key(text: str) -> str:
    """The random id by which a form is recorded once, however often it is sent; raises ValueError."""
    return str(read_uuid(text))
