"""The files that pages refer to: built at install (api/pages/build.py), read once, and served from memory.

Each has an entity tag of its content, so that a browser asks again and is told that it has it already.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response

from api.answering import has_already
from api.call import Call
from api.group import Answers, Group
from api.office import Office
from api.parameters import text_parameter
from api.problems import NotThere

STATIC = Path(__file__).parent.parent / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
FORMATS = tuple(one.partition(";")[0] for one in MEDIA_TYPES.values())


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to serve."""

    content: bytes
    media_type: str
    tag: str


@cache
def assets() -> dict[str, Asset]:
    """Every built file by its name; none where nothing was built, and then pages go bare."""
    return {
        path.name: Asset(content, MEDIA_TYPES[path.suffix], f'"{sha256(content).hexdigest()[:32]}"')
        for path in sorted(STATIC.glob("*"))
        if (content := path.read_bytes())
    }


NAME = text_parameter("name", "De naam van een bestand.", "The name of a file.")
GROUP = Group("Assets", "What pages are made up with.", base="")


@GROUP.get(
    "/static/{name}",
    "getAsset",
    Answers(None, formats=FORMATS),
    in_path=(NAME,),
    needs_database=False,
    is_described=False,
)
def get_asset(office: Office, call: Call) -> Response:
    """One file of the style, the script or the font."""
    asset = assets().get(call.path["name"])
    if asset is None:
        raise NotThere
    headers = {"ETag": asset.tag, "Cache-Control": "public, max-age=300"}
    if has_already(call.if_none_match, asset.tag):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
