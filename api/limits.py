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
from threading import BoundedSemaphore, Lock

from api.access import Caller
from api.problems import Busy, TooManyRequests

FULL_AGAIN_SECONDS = 60
IN_HAND_SECONDS = 1.0
"""How long a process holds what it took of a share: what it does not use then, nobody does."""
IN_HAND_MAX = 10_000
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
    earlier_facts_min: int = 100_000
    """In a ledger of so many facts a page tells an earlier answer, with its moment, rather than wait."""
    database_seconds: float = 1.5
    """How long the database may be silent before it is told to be gone."""

    @property
    def at_once_of_one(self) -> int:
        """How many of one caller may be under way: no single one leaves nothing to the others."""
        return max(1, self.at_once // 4)


class Shares:
    """What is left of the share of each caller: so many requests, and so many more each second."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._now = limits, now
        self._left: dict[Who, tuple[float, float]] = {}
        self._cleaned = 0.0
        self._lock = Lock()

    def take(self, who: Who, count_max: int) -> tuple[int, int]:
        """(so many requests off this caller's share, at most `count_max`; after how many seconds there is one, where
        that is none)."""
        with self._lock:
            now, limits = self._now(), self._limits
            if now - self._cleaned > FULL_AGAIN_SECONDS:
                self._forget(now)
            left, since = self._left.get(who, (float(limits.burst), now))
            left = min(float(limits.burst), left + (now - since) * limits.per_second)
            taken = min(count_max, int(left))
            self._left[who] = (left - taken, now)
            return taken, 0 if taken else max(1, math.ceil((1 - left) / limits.per_second))

    def _forget(self, now: float) -> None:
        """Forget those whose share is full again: they are as if they had never come."""
        full = self._limits.burst / self._limits.per_second
        self._left = {who: one for who, one in self._left.items() if now - one[1] < full}
        self._cleaned = now


class Gate:
    """Keeps the limits. It is used by the event loop alone, so it needs no lock.

    Where `shares` are kept for several processes, each takes a `handful` at once: asking for every request would cost
    more than many a request.
    """

    def __init__(
        self,
        limits: Limits,
        now: Callable[[], float] = time.monotonic,
        shares: Shares | None = None,
        handful: int = 1,
        tell_inside: Callable[[float], None] = lambda count: None,
    ) -> None:
        self.limits, self.now, self._tell_inside = limits, now, tell_inside
        self.inside = 0
        self._shares = Shares(limits, now) if shares is None else shares
        self._handful = handful
        self._in_hand: dict[Who, tuple[int, float]] = {}
        self._under_way: Counter[Who] = Counter()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """One of those that are answered at this moment; raises Busy."""
        if self.inside >= self.limits.at_once:
            raise Busy
        self.inside += 1
        self._tell_inside(self.inside)
        try:
            yield
        finally:
            self.inside -= 1
            self._tell_inside(self.inside)

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
        who = caller.client, caller.subject
        in_hand, until = self._in_hand.pop(who, (0, 0.0))
        if not in_hand or self.now() >= until:
            in_hand, seconds = self._shares.take(who, self._handful)
            until = self.now() + IN_HAND_SECONDS
            if not in_hand:
                raise TooManyRequests(seconds)
        if in_hand > 1:
            self._in_hand[who] = in_hand - 1, until
            if len(self._in_hand) > IN_HAND_MAX:
                self._in_hand = {one: held for one, held in self._in_hand.items() if held[1] > self.now()}
