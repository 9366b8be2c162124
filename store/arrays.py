"""Columns of a batch as PostgreSQL's own binary arrays, each made in one go.

psycopg can send lists by itself, item by item; for a thousand events with their ids, versions and hashes that takes
longer than sealing them does. The form: dimensions, whether there are nulls, the element type, the number of elements
and the first subscript; then per element its length in bytes (-1: null) and its bytes, all big-endian.
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from typing import cast

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.types import TypeInfo


class BinaryArray:
    """An array of one type, ready to be sent. Make one with `bytes_array`, `integer_array` or `uuid_array`."""

    __slots__ = ("body",)

    def __init__(self, element_oid: int, count: int, elements: bytes, *, has_nulls: bool = False) -> None:
        head = (1, has_nulls, element_oid, count, 1) if count else (0, 0, element_oid)
        self.body = struct.pack(f">{len(head)}i", *head) + elements


class ByteaArray(BinaryArray):
    """bytea[]"""


class IntegerArray(BinaryArray):
    """integer[]"""


class UuidArray(BinaryArray):
    """uuid[]"""


def _type(name: str) -> TypeInfo:
    found = psycopg.adapters.types[name]
    assert found.array_oid, f"PostgreSQL has arrays of {name}"
    return found


_BYTEA, _INTEGER, _UUID = _type("bytea"), _type("int4"), _type("uuid")


def bytes_array(values: Sequence[bytes | None]) -> ByteaArray:
    """bytea[] of these values; None is null."""
    count, has_nulls = len(values), None in values
    present = cast("Sequence[bytes]", [value or b"" for value in values] if has_nulls else values)
    lengths = [-1 if value is None else len(value) for value in values] if has_nulls else map(len, present)
    packed = struct.pack(f">{count}i", *lengths)
    parts = [b""] * (2 * count)
    parts[::2] = [packed[at : at + 4] for at in range(0, 4 * count, 4)]
    parts[1::2] = present
    return ByteaArray(_BYTEA.oid, count, b"".join(parts), has_nulls=has_nulls)


def integer_array(values: Sequence[int]) -> IntegerArray:
    """integer[] of these values."""
    elements = array("i", (4,)) * (2 * len(values))
    elements[1::2] = array("i", values)
    if sys.byteorder == "little":
        elements.byteswap()
    return IntegerArray(_INTEGER.oid, len(values), elements.tobytes())


def uuid_array(texts: Sequence[str]) -> UuidArray:
    """uuid[] of ids that are written with hyphens."""
    length = "00000010"
    digits = length + length.join(texts).replace("-", "") if texts else ""
    return UuidArray(_UUID.oid, len(texts), bytes.fromhex(digits))


def text_array(values: Sequence[object]) -> str:
    """An array literal of numbers, codes or ids, without a type of its own; None is null."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"


class _BinaryArrayDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: BinaryArray) -> bytes:
        return obj.body


for _class, _info in ((ByteaArray, _BYTEA), (IntegerArray, _INTEGER), (UuidArray, _UUID)):
    _dumper = type(f"{_class.__name__}Dumper", (_BinaryArrayDumper,), {"oid": _info.array_oid})
    psycopg.adapters.register_dumper(_class, _dumper)
