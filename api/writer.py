"""The one writer of a server: whatever callers record goes through it, gathered into shared commits (decision 0013).

Its thread begins with the first who records: a server that is only read has none.
"""

from threading import Lock

from store.errors import WriterClosed
from store.group_commit import GroupCommit
from store.ledger import Ledger
from store.statement import Command, Receipt


class Writer:
    """Records commands of many callers in one ledger, until it is closed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._group: GroupCommit | None = None
        self._is_closed = False

    def record(self, command: Command) -> Receipt:
        """Record one command; raises as `GroupCommit.record` does."""
        with self._lock:
            if self._is_closed:
                raise WriterClosed
            if self._group is None:
                self._group = GroupCommit(self._ledger)
        return self._group.record(command)

    def close(self) -> None:
        """Record what waits, and take no more."""
        with self._lock:
            self._is_closed = True
        if self._group is not None:
            self._group.close()
