"""Whether the database answers: asked before every figure, so that a server that is gone is told in two seconds.

The pool behind the ledger waits half a minute for a connection, in the hope that it comes; a caller of the API should
hear at once. So one thread asks the database for its head, and callers wait for that together, each so long.
"""

from datetime import UTC, datetime

from api.gathering import Gathering, NotInTime
from api.problems import DatabaseGone
from domain.event import Position
from store.ledger import Ledger


class DatabaseProbe:
    """Asks one ledger's database for a sign of life, once at a time."""

    def __init__(self, ledger: Ledger, patience_seconds: float) -> None:
        self.ledger = ledger
        self.patience_seconds = patience_seconds
        self._signs = Gathering("database-probe", self._ask)
        self._clock = datetime.now(UTC)

    def require(self) -> Position:
        """The head of the ledger; raises DatabaseGone when the database does not say it in time."""
        try:
            return self._signs.now(self.patience_seconds)
        except NotInTime:
            raise DatabaseGone from None

    async def answers(self) -> None:
        """The same on the event loop."""
        try:
            await self._signs.soon(self.patience_seconds)
        except NotInTime:
            raise DatabaseGone from None

    @property
    def clock(self) -> datetime:
        """What time it was by the clock of the database at its last sign of life."""
        return self._clock

    def _ask(self) -> Position:
        head, self._clock = self.ledger.now()
        return head.position
