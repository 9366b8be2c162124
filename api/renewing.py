"""Answers that are worked out behind a page, so that nobody waits for them: each once, a few at a time.

A page that shows an answer of an earlier moment, or says of a part that it is being worked out, asks for it here. What
ends in an error, or in an answer that is not kept, is not for here: who asks for that again waits for it, and is told
what is wrong. Nothing rests on this but speed, so what waits is left when the server stops.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, Thread, current_thread

from api.request_log import Log, told_of

AT_ONCE = 2
"""Of the figures that are worked out at once (`api/limits.py`) one place is left to those who wait."""
REFUSED_MAX = 1_000


class Renewing:
    """The answers that are being worked out for nobody in particular, or are about to be."""

    def __init__(self, log: Log) -> None:
        self._log, self._lock = log, Lock()
        self._to_begin: OrderedDict[Hashable, Callable[[], bool]] = OrderedDict()
        self._under_way: set[Hashable] = set()
        self._refused: OrderedDict[Hashable, None] = OrderedDict()
        self._threads: list[Thread] = []
        self._is_stopped = False

    def soon(self, question: Hashable, work: Callable[[], bool]) -> bool:
        """Have this worked out, unless it is already; whether it can be. `work` says whether its answer was kept."""
        with self._lock:
            if question in self._refused:
                del self._refused[question]
                return False
            if self._is_stopped or question in self._under_way or question in self._to_begin:
                return True
            self._to_begin[question] = work
            if len(self._threads) < AT_ONCE:
                self._threads.append(Thread(target=self._run, name="renewing", daemon=True))
                self._threads[-1].start()
            return True

    def stop(self) -> None:
        """Begin nothing more."""
        with self._lock:
            self._is_stopped = True
            self._to_begin.clear()

    def wait(self) -> None:
        """Until nothing is being worked out."""
        with self._lock:
            threads = [*self._threads]
        for thread in threads:
            thread.join()

    def _run(self) -> None:
        while (one := self._next()) is not None:
            question, work = one
            is_kept = self._done(work)
            with self._lock:
                self._under_way.discard(question)
                if not is_kept:
                    self._refused[question] = None
                    while len(self._refused) > REFUSED_MAX:
                        self._refused.popitem(last=False)

    def _next(self) -> tuple[Hashable, Callable[[], bool]] | None:
        with self._lock:
            if not self._to_begin:
                self._threads.remove(current_thread())
                return None
            question, work = self._to_begin.popitem(last=False)
            self._under_way.add(question)
            return question, work

    def _done(self, work: Callable[[], bool]) -> bool:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - told to who asks next and waits
            self._log.warning("renewing_failed", **told_of(error))
            return False
