"""Answers that are kept for as long as nothing they were made of changes, and told again to who may see the same.

An answer is worked out at a moment. At a later one it is the same answer, but for the head that it names as known, when
none of the rows, facts of nobody and links that it looked at changed in between (`replay/changes.py`). What it is made
of beside those, which is how the vault calls the records, can only be erased: so nothing is kept for long. What is kept
is bounded, and what was not asked for longest goes first (decision record 0024).
"""

import dataclasses
import math
import random
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from threading import Lock
from typing import NamedTuple

import msgspec
from msgspec import json

from api.moments import Moment, Moments
from domain.counting import Rule
from domain.places import Places
from domain.ratio import Ratio
from replay.answers import head_document
from replay.changes import Looked
from replay.figures import Answer
from replay.opened import NOT_OPENED
from store.ledger import Head

KEPT_BYTES_MAX = 64_000_000
KEPT_SECONDS_MAX = 600.0
"""Of an answer that calls records by their ids; they end one by one, some after half of it."""
DECLARED = Rule, Ratio
"""What is there anyhow."""


class Told(NamedTuple):
    """A figure in bytes, cut where the head stands that it is known at, and the random ids of the cases it names.

    Beside it stand the answers without their lists, where who asks needs more of them than the bytes say.
    """

    parts: Sequence[bytes]
    case_ids: Sequence[str]
    answers: Sequence[Answer] = ()

    def answers_as_known(self, known: Head) -> list[Answer]:
        """The answers as known at a head, under the same condition as the bytes."""
        if len(self.parts) == 1:
            return [*self.answers]
        position = known.position
        return [
            dataclasses.replace(one, known=known, bounds=dataclasses.replace(one.bounds, known_at=position))
            for one in self.answers
        ]

    def as_known(self, known: Head) -> bytes:
        """The figure as known at a head; one that is not cut is known at what it says."""
        return _said(known).join(self.parts)

    @property
    def size_bytes(self) -> int:
        """About what it takes to keep."""
        seen = set[int]()
        return sum(size_of(one, seen) for one in (*self.parts, self.case_ids, *self.answers))


Known = tuple[Told, Head]
"""A figure, and the head it is known at where it is cut."""


def told(body: bytes, case_ids: Sequence[str], known: Head | None = None, answers: Sequence[Answer] = ()) -> Told:
    """A figure in bytes; with a head that is to be the present one each time it is told."""
    return Told([body] if known is None else body.split(_said(known)), case_ids, [bare(one) for one in answers])


def bare(answer: Answer) -> Answer:
    """An answer without what names cases or grows with them, and without the register of places.

    The names of places and the parts of a breakdown are in its document.
    """
    return dataclasses.replace(
        answer,
        scope=dataclasses.replace(answer.scope, places=Places()),
        verdicts=NOT_OPENED,
        questions={},
        breakdown=None,
        measured=None if answer.measured is None else dataclasses.replace(answer.measured, population=()),
    )


def size_of(one: object, seen: set[int]) -> int:
    """About what it takes to keep, without what is declared once and for all; what stands in it twice counts once."""
    if id(one) in seen or isinstance(one, DECLARED):
        return 0
    seen.add(id(one))
    parts: Iterable[object] = ()
    if isinstance(one, Mapping):
        parts = (*one.keys(), *one.values())
    elif isinstance(one, list | tuple | frozenset):
        parts = one
    elif isinstance(one, msgspec.Struct):
        parts = [getattr(one, name) for name in one.__struct_fields__]
    elif dataclasses.is_dataclass(one):
        parts = [getattr(one, field.name) for field in dataclasses.fields(one)]
    return sys.getsizeof(one) + sum(size_of(part, seen) for part in parts)


def _said(known: Head) -> bytes:
    return b'"known_at":' + json.encode(head_document(known))


class _Kept(NamedTuple):
    told: Told
    views: frozenset[str] | None
    """None: nobody notes whether what it looked at changes."""
    places: Sequence[str | None]
    known: Head
    until: float


class Keeping:
    """The answers that are kept."""

    def __init__(
        self,
        moments: Moments,
        *,
        bytes_max: int = KEPT_BYTES_MAX,
        seconds_max: float = KEPT_SECONDS_MAX,
        chance: Callable[[], float] = random.random,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._moments, self._bytes_max, self._seconds_max = moments, bytes_max, seconds_max
        self._chance, self._now = chance, now
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self.size_bytes = 0

    def answer(self, question: Hashable) -> Known | None:
        """What was answered to this question, if that is what would be answered at the latest moment; and its head.

        Whatever bounds what may be told is part of the question.
        """
        with self._lock:
            latest = self._moments.latest  # before it is looked whether anything had changed by then
            kept = self._present(question)
            if kept is None:
                return None
            if kept.views is None and kept.known.position != latest.known.position:
                return None
            if self._moments.has_changed(kept.views or (), kept.places, kept.known.position, latest):
                return None  # or nobody knows yet whether it has
            return kept.told, latest.known

    def earlier(self, question: Hashable) -> Known | None:
        """What was answered to this question on this day, whatever changed since, and the head it was known at.

        None where by now its reader may see otherwise than then.
        """
        with self._lock:
            latest = self._moments.latest
            kept = self._present(question)
            if kept is None or self._moments.sees_otherwise(kept.known.position, latest):
                return None
            return kept.told, kept.known

    def _present(self, question: Hashable) -> _Kept | None:
        kept = self._kept.get(question)
        if kept is not None and self._now() > kept.until:
            self._forget(question)
            return None
        if kept is not None:
            self._kept.move_to_end(question)
        return kept

    def keep(
        self, question: Hashable, answer: Told, looked: Looked, places: Sequence[str | None], moment: Moment
    ) -> None:
        """Keep an answer that was worked out since a moment, and looked at rows in these places (None: anywhere).

        One that looked at whole histories holds until anything is recorded.
        """
        if answer.size_bytes > self._bytes_max // 4:
            return
        views = None if looked.histories else frozenset(looked.views)
        seconds = self._seconds_max * (1 + self._chance()) / 2 if answer.case_ids else math.inf
        until = self._now() + seconds
        with self._lock:
            self._forget(question)
            self._kept[question] = _Kept(answer, views, places, moment.known, until)
            self.size_bytes += answer.size_bytes
            while self.size_bytes > self._bytes_max:
                self._forget(next(iter(self._kept)))

    def _forget(self, question: Hashable) -> None:
        if (kept := self._kept.pop(question, None)) is not None:
            self.size_bytes -= kept.told.size_bytes
