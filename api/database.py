"""Whether the database answers: asked before every figure, so that a server that is gone is told in two seconds.

The pool behind the ledger waits half a minute for a connection, in the hope that it comes; a caller of the API should
hear at once. So one thread asks the database for its head, callers wait for that one together, and who comes when it
has been waiting too long is answered immediately.
"""

import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from datetime import UTC, datetime
from threading import Lock, Thread

from api.problems import DatabaseGone
from domain.event import Position
from store.ledger import Ledger


class DatabaseProbe:
    """Asks one ledger's database for a sign of life, once at a time."""

    def __init__(self, ledger: Ledger, patience_seconds: float) -> None:
        self.ledger = ledger
        self.patience_seconds = patience_seconds
        self._lock = Lock()
        self._asked: Future[Position] | None = None
        self._begun = 0.0
        self._clock = datetime.now(UTC)

    def require(self) -> Position:
        """The head of the ledger; raises DatabaseGone when the database does not say it in time."""
        asked, begun = self._asking()
        try:
            return asked.result(timeout=max(0.0, begun + self.patience_seconds - time.monotonic()))
        except TooLong:
            raise DatabaseGone from None

    @property
    def clock(self) -> datetime:
        """What time it was by the clock of the database at its last sign of life."""
        return self._clock

    def _asking(self) -> tuple[Future[Position], float]:
        """The question that is out, or a new one."""
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked, self._begun = Future(), time.monotonic()
                Thread(target=self._ask, args=(self._asked,), name="database-probe", daemon=True).start()
            return self._asked, self._begun

    def _ask(self, asked: "Future[Position]") -> None:
        try:
            head, self._clock = self.ledger.now()
            asked.set_result(head.position)
        except Exception as error:  # noqa: BLE001 - told to those who wait, by the table of problems
            asked.set_exception(error)
