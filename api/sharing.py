"""Identical questions of the same moment are answered once: who asks what is about to be worked out waits for that.

A question joins only work that has not begun. So what is told was read after everybody it is told to had asked: nobody
gets an answer from before their question, and who wrote first and asks then finds what was written. Of one question one
is worked out at a time, with at most one to come, however many ask.
"""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from threading import Lock
from typing import Generic, TypeVar

Told = TypeVar("Told")


class Sharing(Generic[Told]):
    """The questions that are being answered."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._to_begin: dict[Hashable, Future[Told]] = {}
        self._latest: dict[Hashable, Future[Told]] = {}

    def once(self, question: Hashable, work: Callable[[], Told], pause: Callable[[], None] | None = None) -> Told:
        """What this work gives, or the same work of another that began after this was called; or its error.

        Equal questions must have equal answers, so whatever bounds what may be told is part of the question. During the
        pause, which comes before the work, others still join.
        """
        with self._lock:
            to_come = self._to_begin.get(question)
            if to_come is None:
                mine: Future[Told] = Future()
                before = self._latest.get(question)
                self._to_begin[question] = self._latest[question] = mine
        if to_come is not None:
            return to_come.result()
        if before is not None:
            wait([before])
        if pause is not None:
            pause()
        with self._lock:
            del self._to_begin[question]
        try:
            mine.set_result(work())
        except BaseException as error:  # noqa: BLE001 - told to all who wait, the first of whom is this one
            mine.set_exception(error)
        with self._lock:
            if self._latest[question] is mine:
                del self._latest[question]
        return mine.result()
