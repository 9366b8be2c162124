"""A page on paper: PDF that can be read aloud (PDF/UA-1), made on the server by Typst (decision record 0025).

What a paper says is a list of blocks. They go to the typesetter as data, so nothing that stands in a fact can become
markup. The same question at the same position gives the same bytes: a paper holds no day of its making.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from starlette.responses import Response

from api.call import Call
from api.pages.layout import WORDS

PDF = "application/pdf"
LOOKS = Path(__file__).parent / "assets" / "paper.typ"
NO_CACHE = "no-store"
Block = dict[str, Any]


def heading(text: str, level: int = 2) -> Block:
    """A heading below that of the paper."""
    return {"is": "heading", "level": level, "text": text}


def said(text: str) -> Block:
    """A paragraph."""
    return {"is": "text", "text": text}


def small(text: str) -> Block:
    """A remark."""
    return {"is": "small", "text": text}


def value(text: str) -> Block:
    """The number that it is about."""
    return {"is": "value", "text": text}


def note(text: str) -> Block:
    """What must not be overlooked."""
    return {"is": "note", "text": text}


def quoted(words: str, source: str) -> Block:
    """A passage of a document, word for word."""
    return {"is": "quote", "words": f"“{words}”", "source": source}


def facts(rows: Sequence[tuple[str, str]]) -> Block:
    """Names, each with what it is."""
    return {"is": "facts", "rows": [list(row) for row in rows]}


def listed(items: Sequence[str]) -> Block:
    """A list of sentences."""
    return {"is": "list", "items": list(items)}


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], numbers: Sequence[int] = ()
) -> Block:
    """A table: `widths` are shares of the page, 0 as wide as it needs; `numbers` are the columns that hold numbers."""
    assert all(len(row) == len(head) == len(widths) for row in rows), "a row has a cell below each heading"
    return {
        "is": "table",
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "numbers": list(numbers),
    }


def paper(call: Call, name: str, title: str, address: str, blocks: Sequence[Block]) -> Response:
    """The paper as an answer; `address` is that of the page which says the same, and stands below each sheet."""
    words = WORDS[call.language]
    data = {
        "language": call.language,
        "title": title,
        "footer": words.say("paper.footer", address=address),
        "page": words.say("paper.page", page="{page}", pages="{pages}"),
        "blocks": list(blocks),
    }
    content = typst.compile(
        LOOKS,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    headers = {
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        "Content-Language": call.language,
        "Cache-Control": NO_CACHE,
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }
    return Response(content, media_type=PDF, headers=headers)
