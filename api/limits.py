"""How much is answered: so many requests at once, and of one caller a part of those and so many a second.

What is more is refused at once. A refused request has done nothing and says after how many seconds to come back, so
that beyond its capacity the server loses nothing and stays as fast as it is. Somebody without a token (for trying out)
has no share of their own.
"""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from api.access import Caller
from api.problems import Busy, TooManyRequests

FULL_AGAIN_SECONDS = 60
FIGURES_AT_ONCE = 3

Who = tuple[str, str]
"""A caller: the client, and for whom it calls."""


class Workbench:
    """Room for so many figures to be worked out at once: more only make each other slow, and take all connections.

    Each takes two of those for a while, of the eight there are (`store/database.py`).
    """

    def __init__(self, at_once: int = FIGURES_AT_ONCE, patience_seconds: float = 5.0) -> None:
        self._places, self._patience_seconds = BoundedSemaphore(at_once), patience_seconds

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place, for as long as this lasts; raises Busy where none comes free in time."""
        if not self._places.acquire(timeout=self._patience_seconds):
            raise Busy
        try:
            yield
        finally:
            self._places.release()


@dataclass(frozen=True, slots=True)
class Limits:
    """What is answered at most."""

    at_once: int = 256
    per_second: float = 100.0
    burst: int = 200
    """What a caller who was quiet may ask at once."""
    body_seconds: float = 10.0
    """How long a body may take to come, beside what its size takes (`api/bodies.py`)."""
    figure_seconds: float = 5.0
    """How long a figure waits to be worked out: whoever would wait longer had better come back."""
    database_seconds: float = 1.5
    """How long the database may be silent before it is told to be gone."""

    @property
    def at_once_of_one(self) -> int:
        """How many of one caller may be under way: no single one leaves nothing to the others."""
        return max(1, self.at_once // 4)


class Gate:
    """Keeps the limits. It is used by the event loop alone, so it needs no lock."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        self.limits, self.now = limits, now
        self.inside = 0
        self._under_way: Counter[Who] = Counter()
        self._left: dict[Who, tuple[float, float]] = {}
        self._cleaned = 0.0

    @contextmanager
    def entered(self) -> Iterator[None]:
        """One of those that are answered at this moment; raises Busy."""
        if self.inside >= self.limits.at_once:
            raise Busy
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1

    @contextmanager
    def shared(self, caller: Caller) -> Iterator[None]:
        """One of this caller's that are under way, its body still to come; raises TooManyRequests."""
        if caller.reader is None:
            yield
            return
        who = caller.client, caller.subject
        if self._under_way[who] >= self.limits.at_once_of_one:
            raise TooManyRequests(1)
        self._under_way[who] += 1
        try:
            yield
        finally:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]

    def take(self, caller: Caller) -> None:
        """One request off this caller's share; raises TooManyRequests."""
        if caller.reader is None:
            return
        now, limits, who = self.now(), self.limits, (caller.client, caller.subject)
        if now - self._cleaned > FULL_AGAIN_SECONDS:
            self._forget(now)
        left, since = self._left.get(who, (float(limits.burst), now))
        left = min(float(limits.burst), left + (now - since) * limits.per_second)
        if left < 1:
            self._left[who] = (left, now)
            raise TooManyRequests(max(1, math.ceil((1 - left) / limits.per_second)))
        self._left[who] = (left - 1, now)

    def _forget(self, now: float) -> None:
        """Forget those whose share is full again: they are as if they had never come."""
        full = self.limits.burst / self.limits.per_second
        self._left = {who: one for who, one in self._left.items() if now - one[1] < full}
        self._cleaned = now
