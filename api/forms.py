"""Reading what was filled in on a page: sent as browsers send forms, and read as strictly as a query."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from api.parameters import Parameter, read_uuid
from api.problems import BadBody

FIELDS_MAX = 100
NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What nobody types in a field; a line may end."""
BOUNDARY = re.compile(r'boundary=(?:"([A-Za-z0-9 \'()+_,./:=?-]{1,70})"|([A-Za-z0-9\'+_.-]{1,70}))(?:;|$)')
NAMED = re.compile(
    r'^content-disposition: *form-data; *name="([^"\r\n]{1,100})"(?:; *filename="([^"\r\n]{0,255})")?',
    re.IGNORECASE | re.MULTILINE,
)
"""What a part is called, and the file in it: empty where none was chosen."""
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
    return _read(items)


def _read(items: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    read = [(name, value.replace("\r\n", "\n").strip()) for name, value in items]
    if any(CONTROL.search(name) or CONTROL.search(value) for name, value in read):
        raise BadBody
    return [(name, value) for name, value in read if value]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with a form: what the sender calls it, and its bytes."""

    name: str
    content: bytes


def filled_in_with_file(body: bytes, media_type: str) -> tuple[list[tuple[str, str]], Upload | None]:
    """The fields of a form that a file goes with, and the file, where one was chosen; raises BadBody."""
    said = BOUNDARY.search(media_type)
    if said is None:
        raise BadBody
    first, *parts = (b"\r\n" + body).split(b"\r\n--" + (said[1] or said[2]).encode("ascii"))
    if first or not 0 < len(parts) <= FIELDS_MAX or not parts.pop().startswith(b"--"):
        raise BadBody
    items, uploads = list[tuple[str, str]](), list[Upload]()
    for part in parts:
        head, end, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        try:
            named = NAMED.search(head.decode("utf-8"))
            if named is None or not end:
                raise BadBody
            if named[2] is None:
                items.append((named[1], content.decode("utf-8")))
            elif named[2]:
                uploads.append(Upload(named[2], content))
        except UnicodeDecodeError:
            raise BadBody from None
    if len(uploads) > 1:
        raise BadBody
    return _read(items), uploads[0] if uploads else None


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
