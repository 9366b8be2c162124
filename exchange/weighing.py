"""A workbook is weighed before it is opened: what is in the zip, how large it unpacks, and what its parts lead to.

openpyxl streams the sheets and holds everything else in memory as a tree, so everything else must be small. Every part
is read once to its end: its length and checksum must hold, XML may declare no document type (the only door to
entities), and a sheet must be well-formed, so that it does not break after rows of it were taken. Nothing is ever
written to disk, so names of parts, also absolute ones, lead nowhere.
"""

import os
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from xml.etree import ElementTree
from xml.parsers import expat

from exchange import refusals

UNPACKED_BYTES_MAX: Final = 1 << 30
SHARED_TEXTS_BYTES_MAX: Final = 64 << 20
"""openpyxl holds the table of shared texts in memory; the sheets themselves it streams."""
TREE_BYTES_MAX: Final = 4 << 20
"""Of a part that may be read as a tree, which takes some thirty times its size."""
OTHER_BYTES_MAX: Final = 64 << 20
"""Of a part that is no XML, such as a picture."""
DIRECTORY_BYTES_MAX: Final = 1 << 20
"""Of the list of parts: some ten thousand of them."""
RATIO_MAX: Final = 200
_RATIO_FROM_BYTES: Final = 1 << 20
"""Below this size no ratio does harm."""

_SHEETS = "xl/worksheets/"
_DOCUMENT_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TAIL_BYTES = 22 + (1 << 16) + 20 + 56
"""The end of a zip, its longest comment, and what stands before it in a large one."""
_CHUNK_BYTES = 1 << 20


def weigh(path: Path) -> None:
    """Look through a workbook; raises FileRefused, or what the zip and XML readers raise on one that is damaged."""
    _weigh_directory(path)
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = max(1, min(sum(part.compress_size for part in parts), os.stat(path).st_size))
        if unpacked > UNPACKED_BYTES_MAX or (unpacked > _RATIO_FROM_BYTES and unpacked > RATIO_MAX * packed):
            raise refusals.FileUnpacksTooLarge(refusals.FileUnpacksTooLarge.__doc__)
        for part in parts:
            _look_through(archive, part)
        for part in parts:
            if part.filename.endswith(".rels") or part.filename == "[Content_Types].xml":
                _follow(archive, part)


def _weigh_directory(path: Path) -> None:
    """Refuse a zip with very many parts before its directory is read, which costs memory for each.

    What every end-of-directory record says is looked at, since readers differ in which of several they believe.
    """
    with path.open("rb") as file:
        file.seek(max(0, os.stat(path).st_size - _TAIL_BYTES))
        tail = file.read()
    sizes = [struct.unpack_from("<L", tail, found + 12)[0] for found in _places(tail, b"PK\x05\x06", 22)]
    sizes = [size for size in sizes if size != 0xFFFFFFFF]
    sizes += [struct.unpack_from("<Q", tail, found + 40)[0] for found in _places(tail, b"PK\x06\x06", 56)]
    if any(size > DIRECTORY_BYTES_MAX for size in sizes):
        raise refusals.FileHasTooMuch("parts", 10_000)


def _places(tail: bytes, magic: bytes, length: int) -> Iterator[int]:
    """Where a record of this length may begin."""
    return (found.start() for found in re.finditer(re.escape(magic), tail) if found.start() + length <= len(tail))


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part to its end. NUL bytes are left out where a document type is sought, so that UTF-16 hides none."""
    with archive.open(part) as stream:
        first = stream.read(_CHUNK_BYTES)
        is_xml = first[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
        if part.file_size > _bytes_allowed(part.filename, is_xml=is_xml):
            raise refusals.FileUnpacksTooLarge(refusals.FileUnpacksTooLarge.__doc__)
        parser = expat.ParserCreate() if part.filename.startswith(_SHEETS) and is_xml else None
        tail = b""
        for chunk in _chunks(first, stream):
            if not is_xml:
                continue
            seen = tail + chunk.replace(b"\0", b"")
            if b"<!" in seen and _DOCUMENT_TYPE.search(seen):
                raise refusals.FileHasForbiddenParts(refusals.FileHasForbiddenParts.__doc__)
            tail = seen[-16:]
            if parser is not None:
                parser.Parse(chunk, False)
    if parser is not None:
        parser.Parse(b"", True)


def _chunks(first: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    chunk = first
    while chunk:
        yield chunk
        chunk = stream.read(_CHUNK_BYTES)


def _bytes_allowed(name: str, *, is_xml: bool) -> int:
    if name.startswith(_SHEETS) and name.endswith(".xml"):
        return UNPACKED_BYTES_MAX
    if name.endswith("sharedStrings.xml"):
        return SHARED_TEXTS_BYTES_MAX
    return TREE_BYTES_MAX if is_xml else OTHER_BYTES_MAX


def _follow(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A sheet may be large because it is streamed: nothing may lead to it as something that is read as a tree."""
    for element in ElementTree.fromstring(archive.read(part)):  # noqa: S314  looked through: it declares no entities
        target = element.get("PartName") or element.get("Target") or ""
        kind = element.get("ContentType") or element.get("Type") or ""
        is_large = "worksheets/" in target or target.endswith("sharedStrings.xml")
        if is_large and not re.search(r"(worksheet|sharedStrings)(\+xml)?$", kind):
            raise refusals.FileIsBroken(refusals.FileIsBroken.__doc__)
        if "worksheets/" in target and "sharedStrings" in kind:
            raise refusals.FileIsBroken(refusals.FileIsBroken.__doc__)
