"""Which cases are alike: they differ only in ids and in which day it was, with their days in the same order.

The tests of a rule look at a day in three ways: beside another day of the case, beside a bound of the question, and
beside either of those some months or days on. So of many cases that are alike, and whose days lie between the same of
these limits, one needs to be judged: all get its verdict (decision record 0015). What a row needs for that stands
beside its value: a hash of what is left when ids and days are taken out, and the days.

It is worked out from the bytes of the value, since a field in canonical JSON is found by its name: a quote inside a
text is escaped, so `"on":` stands nowhere else. Whatever is not known to be an id or a day stays, and makes cases less
alike than they could be, never more: so does the name of each field that holds a day, since which is given may be left
out. A hash is worked out once for all that are alike. Where nothing but plain values stands in a case, what decides is
seen in the case itself, and only the bytes of the first of those that are alike are searched.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from msgspec.structs import FieldInfo

from domain.counting import Case
from projections.fold import Row

HASH_BYTES = 16
DAYS_MAX = 6
"""As many as a row and a key have room for (migration 6)."""
SHAPES_KEPT_MAX = 4_096
"""Most rows of a view are alike to one not long before."""
DAY_LENGTH = len("2008-06-20")
WHOLE_DAYS = {DAY_LENGTH}
TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
PLAIN = rb'"[^"\\]*+"|[0-9]++|\[[0-9,]*+\]'
"""A text without a sign that is escaped, a number, a list of numbers: what most ids are, and found soonest."""
ANY_VALUE = rb'(?:%b|%b|-?[0-9]+|\[(?:%b|[^\]\["{]++)*+\]|\{(?:%b|[^}\["{]++)*+\})' % (PLAIN, TEXT, TEXT, TEXT)
"""A text or a number, or a flat list or object of those."""
TAKEN_OUT = b"\n\n"
IN_ORDER, IN_REVERSE = b"\n\x00\x01", b"\n\x01\x00"
"""Of two days: which of them comes first, as it is told of more."""
OF_CASE = re.compile(rb'"case":')


class Likeness:
    """What makes two cases of one view alike."""

    __slots__ = ("_days", "_ids", "_known", "_plainly")

    def __init__(self, case: type[Case]) -> None:
        self._plainly = _plainly(case)
        self._known: dict[Any, str] = {}
        # Each begins with the quote itself: a search for one byte costs half of one that tries every place.
        # Of names that stand in no such case none is sought, for each is tried at every quote.
        undeciding = case.undeciding.intersection(name for name, _ in _fields(case, set()))
        self._ids = re.compile(b"%b:%b" % (_one_of(undeciding), ANY_VALUE))
        self._days = re.compile(b'(%b):"([0-9-]*)"' % _one_of(day_fields(case) - undeciding))

    def of_row(self, row: Row) -> tuple[str, Sequence[str]]:
        """The same of a row, sooner where nothing but plain values stands in its case and one like it was seen before.

        What is looked at is all that the bytes are made of, but for ids and days; of these, whether they are there.
        """
        case, plainly = row.said, self._plainly
        if (
            case is None
            or plainly is None
            or not case.positions
            or (plainly.inner is not None and any(plainly.inner(case)))
        ):
            return self.of(row.case, row.value)
        days = [str(day) for day in plainly.days(case) if day is not None]
        first, last = (days[0], days[-1]) if days else ("", "")
        if (
            len(days) > 2
            or (days and not (len(first) == len(last) == DAY_LENGTH))
            or (len(days) == 2 and first == last)
        ):
            return self.of(row.case, row.value)
        shape = (*plainly.deciding(case), first < last, *[one is None for one in plainly.there(case)])
        alike = self._known.get(shape)
        if alike is None:
            if len(self._known) == SHAPES_KEPT_MAX:
                self._known.clear()
            alike = self._known[shape] = self.of(row.case, row.value)[0]
        if first > last:
            days.reverse()
        return alike, days

    def of(self, case_id: str, value: bytes) -> tuple[str, Sequence[str]]:
        """The hash of what a case has in common with those that are alike, as hexadecimals; and its days, once each.

        Where somebody has two cases on one day, the ids of their records tell which comes first; and a month has no
        place among days. Such a case, or one with many days, is like no other, and its own id stands for it.
        """
        parts = self._days.split(self._ids.sub(TAKEN_OUT, value))
        told = parts[2::3]
        del parts[2::3]
        shape = b"\n".join(parts)
        if not told:
            return _hash(shape), ()
        if len(told) == 1:
            (day,) = told
            if len(day) != DAY_LENGTH:
                return UUID(case_id).hex, ()
            return _hash(shape), (day.decode(),)
        if len(told) == 2 and len(told[0]) == len(told[1]) == DAY_LENGTH and told[0] != told[1]:
            first, last = told[0].decode(), told[1].decode()
            if first < last:
                return _hash(shape + IN_ORDER), (first, last)
            return _hash(shape + IN_REVERSE), (last, first)
        days = sorted({*told})
        if {*map(len, days)} != WHOLE_DAYS or len(days) > DAYS_MAX:
            return UUID(case_id).hex, [day.decode() for day in days if len(day) == DAY_LENGTH][:DAYS_MAX]
        if len(days) < len(told) and len(OF_CASE.findall(value)) > 1:
            return UUID(case_id).hex, [day.decode() for day in days]
        order = bytes(map(days.index, told))
        return _hash(shape + b"\n" + order), b",".join(days).decode().split(",")


class _Plainly(NamedTuple):
    """What is looked at of a case in which only plain values stand."""

    deciding: Callable[[Case], tuple[Any, ...]]
    """What is neither id nor day."""
    days: Callable[[Case], tuple[Any, ...]]
    """The days, in the order of the bytes."""
    there: Callable[[Case], tuple[Any, ...]]
    """All ids and days that may be left out."""
    inner: Callable[[Case], tuple[Any, ...]] | None
    """What may stand in it: with any of that the bytes are looked at."""


def _plainly(case: type[Case]) -> _Plainly | None:
    """How to look at cases of this kind; None where more than plain values always stands in them."""
    days, undeciding, inner = day_fields(case) - case.undeciding, case.undeciding, list[str]()
    deciding, told, there = list[str](), list[str](), list[str]()
    for path, hint, field in _paths(case, ()):
        name, kinds, may_lack = ".".join(path), {*_kinds(hint)}, not field.required
        if field.name == "positions":
            continue
        if field.name in days | undeciding:
            if (may_lack and field.default is not None) or (field.name in days and not _is_only_day(hint)):
                return None
            told += [name] if field.name in days else []
            there += [name] if NoneType in kinds else []
        elif _is_plain(hint):
            deciding.append(name)
        elif field.default is None or (field.default == () and NoneType not in kinds):
            inner.append(name)
        else:
            return None
    return _Plainly(_all_of(deciding), _all_of(told), _all_of(there), _all_of(inner) if inner else None)


def _paths(struct: type[msgspec.Struct], within: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, FieldInfo]]:
    """The fields of a struct with their types, in the order of its bytes; those of what always stands in it too."""
    hints = get_type_hints(struct)
    for field in sorted(msgspec.structs.fields(struct), key=lambda one: one.name):
        hint, path = hints[field.name], (*within, field.name)
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            yield from _paths(hint, path)
        else:
            yield path, hint, field


def _is_only_day(hint: Any) -> bool:
    return all(kind is NoneType or _is_day(kind) for kind in _kinds(hint)) and get_origin(hint) is not tuple


def _is_plain(hint: Any) -> bool:
    """Whether a value of this type is a text, a number or the like, or a list of those."""
    if get_origin(hint) in (Union, UnionType, tuple):
        return all(one is Ellipsis or _is_plain(one) for one in get_args(hint))
    return hint in (str, int, bool, NoneType) or get_origin(hint) is Literal or isinstance(hint, NewType)


def _all_of(names: Sequence[str]) -> Callable[[Case], tuple[Any, ...]]:
    """What gives these of a case."""
    if len(names) > 1:
        return attrgetter(*names)
    each = [attrgetter(name) for name in names]
    return lambda case: tuple([one(case) for one in each])


@lru_cache
def likeness(case: type[Case]) -> Likeness:
    """That of a view's cases."""
    return Likeness(case)


@lru_cache(SHAPES_KEPT_MAX)
def _hash(shape: bytes) -> str:
    return blake2b(shape, digest_size=HASH_BYTES).hexdigest()


def _one_of(names: frozenset[str]) -> bytes:
    """What finds any of these names; without any, nothing."""
    return b'"(?:%b)"' % "|".join(sorted(names)).encode() if names else rb"(?!)"


def day_fields(case: type[Case]) -> frozenset[str]:
    """The names of the fields that hold a date, of a case and of what stands in it."""
    return frozenset([name for name, kind in _fields(case, set()) if _is_day(kind)])


def _is_day(kind: Any) -> bool:
    return kind is date or (isinstance(kind, NewType) and kind.__name__ == "When")


def _fields(struct: type[msgspec.Struct], seen: set[Any]) -> Iterator[tuple[str, Any]]:
    """Each field of a struct and of those that stand in it, with each type that it may have."""
    if struct in seen:
        return
    seen.add(struct)
    hints = get_type_hints(struct)
    for name in struct.__struct_fields__:
        for kind in _kinds(hints[name]):
            yield name, kind
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield from _fields(kind, seen)


def _kinds(hint: Any) -> Iterator[Any]:
    """The types that a hint is put together from."""
    some = get_args(hint)
    if not some:
        yield hint
    for one in some:
        yield from _kinds(one)
