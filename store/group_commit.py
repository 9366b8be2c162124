"""Many callers, one append: small commands are gathered while the last batch commits, and committed together.

A commit costs a flush to disk, whether it holds one event or a thousand. So one thread writes: it takes whatever waits,
in the order of arrival and up to a limit, and puts it through `Ledger.record`; meanwhile the next callers gather. Every
caller gets its own receipt or its own error; a command that cannot be recorded takes nobody with it. Decision record
0013 tells what was measured.
"""

import copy
import threading
from collections import deque
from collections.abc import Sequence
from typing import Final

import psycopg
from psycopg_pool import PoolTimeout

from store.errors import (
    CommandRefused,
    EmptyCommand,
    KeyReused,
    NaturalKeyTaken,
    NoReceiptInTime,
    StaleWrite,
    StoreError,
    TooManyWaiting,
    WriterClosed,
    WriterFailed,
)
from store.ledger import Ledger
from store.statement import Command, Encoded, Receipt

COMMANDS_MAX: Final = 256
EVENTS_MAX: Final = 2_000
BYTES_MAX: Final = 2_000_000
WAITING_MAX: Final = 4_096
WAITING_BYTES_MAX: Final = 64_000_000
TIMEOUT_SECONDS: Final = 30.0
GATHER_SECONDS_MAX: Final = 0.001
REFUSALS: Final[dict[str, type[CommandRefused]]] = {
    "key_reused": KeyReused,
    "stale": StaleWrite,
    "natural_key_taken": NaturalKeyTaken,
}


class _Caller:
    """A command, and the caller who waits for what becomes of it."""

    __slots__ = ("_answered", "_error", "_receipt", "command")

    def __init__(self, command: Encoded) -> None:
        self.command = command
        self._receipt: Receipt | None = None
        self._error: BaseException | None = None
        self._answered = threading.Lock()  # held until there is an answer: the cheapest thing a thread can wait for
        self._answered.acquire()

    def tell(self, receipt: Receipt) -> None:
        """Give the receipt, or the refusal that it is."""
        self._receipt = receipt
        self._answered.release()

    def fail(self, error: BaseException) -> None:
        """Give an error, which must be its own: several threads cannot raise one and the same.

        The first answer stays.
        """
        if self._receipt is None and self._error is None:
            self._error = error
            self._answered.release()

    def wait(self, seconds: float) -> bool:
        """Whether there is an answer within so many seconds."""
        return self._answered.acquire(timeout=seconds)

    def answer(self) -> Receipt:
        """What became of the command, once there is an answer."""
        if self._error is not None:
            raise self._error
        assert self._receipt is not None, "an answer is a receipt or an error"
        if refusal := REFUSALS.get(self._receipt.outcome):
            raise refusal
        return self._receipt


class GroupCommit:
    """Records single commands of many threads through one ledger. Close it, or use it as a context."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        commands_max: int = COMMANDS_MAX,
        events_max: int = EVENTS_MAX,
        bytes_max: int = BYTES_MAX,
        waiting_max: int = WAITING_MAX,
    ) -> None:
        """A batch holds at most so many commands, events and canonical bytes; a larger command goes by itself."""
        self._ledger = ledger
        self._commands_max, self._events_max, self._bytes_max = commands_max, events_max, bytes_max
        self._waiting_max = waiting_max
        self._waiting: deque[_Caller] = deque()
        self._waiting_bytes = 0
        self._changed = threading.Condition(threading.Lock())
        self._is_closed = False
        self._woken_by = 0  # how many commands must wait to wake the writer; 0 while it is awake
        self._expected = 1
        self._writer = threading.Thread(target=self._write, name="ketenboek-group-commit", daemon=True)
        self._writer.start()

    def record(self, command: Command, *, timeout_seconds: float = TIMEOUT_SECONDS) -> Receipt:
        """Record one command and give its receipt (`recorded` or `replayed`).

        Raises EmptyCommand, KeyReused, StaleWrite or NaturalKeyTaken when it is refused, and then nothing was written;
        TooManyWaiting or WriterClosed when it was not taken at all. After NoReceiptInTime and every error of the
        database, ask again under the same key: what was recorded is not recorded twice, and gives its first receipt.
        """
        if not command.statements:
            raise EmptyCommand
        caller = _Caller(Encoded(command.key, command.statements, command.document()))
        self._put(caller)
        if not caller.wait(timeout_seconds) and not self._is_answered_after_all(caller):
            raise NoReceiptInTime
        return caller.answer()

    def close(self) -> None:
        """Take no more commands, record those that wait, and end."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._writer.join()

    def __enter__(self) -> "GroupCommit":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _put(self, caller: _Caller) -> None:
        size_bytes = len(caller.command.encoded)
        with self._changed:
            if self._is_closed:
                raise WriterClosed
            is_full = self._waiting_bytes + size_bytes > WAITING_BYTES_MAX and self._waiting
            if len(self._waiting) >= self._waiting_max or is_full:
                raise TooManyWaiting
            self._waiting.append(caller)
            self._waiting_bytes += size_bytes
            if 0 < self._woken_by <= len(self._waiting):
                self._woken_by = 0
                self._changed.notify()

    def _is_answered_after_all(self, caller: _Caller) -> bool:
        """Take back a command whose caller waits no longer; True when its answer came in this very moment."""
        with self._changed:
            if caller in self._waiting:
                self._waiting.remove(caller)
                self._waiting_bytes -= len(caller.command.encoded)
        return caller.wait(0)

    # The writer

    def _write(self) -> None:
        """The writer's life: take what waits, commit it, tell every caller.

        Should it end by a fault of its own, nobody is left waiting: all are told, and who comes later is refused.
        """
        batch: list[_Caller] = []
        try:
            while batch := self._take():
                self._commit(batch)
                self._expected = min(len(batch) + len(self._waiting), self._commands_max)
        finally:
            with self._changed:
                self._is_closed = True
            _fail_each([*batch, *self._take_all()], WriterFailed())

    def _take(self) -> list[_Caller]:
        """The callers of the next batch, in order of arrival; none when all is done and closed."""
        with self._changed:
            self._gather()
            batch: list[_Caller] = []
            events = size_bytes = 0
            while self._waiting and len(batch) < self._commands_max:
                command = self._waiting[0].command
                events += len(command.statements)
                size_bytes += len(command.encoded)
                if batch and (events > self._events_max or size_bytes > self._bytes_max):
                    break
                batch.append(self._waiting.popleft())
                self._waiting_bytes -= len(command.encoded)
            return batch

    def _gather(self) -> None:
        """Wait for the first command; and, a moment at most, for those whom the last commit answered.

        Callers who got their receipt mostly come back at once. Without this moment one half of them would always wait
        for the commit of the other half, in batches half as large.
        """
        if len(self._waiting) < self._expected and not self._is_closed:
            self._sleep_until(self._expected, GATHER_SECONDS_MAX)
        while not self._waiting and not self._is_closed:
            self._sleep_until(1)

    def _sleep_until(self, commands: int, seconds_max: float | None = None) -> None:
        self._woken_by = commands
        self._changed.wait(seconds_max)
        self._woken_by = 0

    def _commit(self, batch: Sequence[_Caller]) -> None:
        """Commit these commands together; where that fails by a fault of one of them, each half by itself."""
        try:
            receipts = self._ledger.record([caller.command for caller in batch])
            if len(receipts) != len(batch):
                raise WriterFailed  # nobody can tell whose they are
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the callers, and the writer goes on
            if len(batch) == 1:
                batch[0].fail(error)
            elif concerns_all(error):
                _fail_each(batch, error)
            else:
                middle = len(batch) // 2
                self._commit(batch[:middle])
                self._commit(batch[middle:])
            if isinstance(error, PoolTimeout):  # nothing answers: those who still wait need not find out one by one
                _fail_each(self._take_all(), error)
            return
        for caller, receipt in zip(batch, receipts, strict=True):
            caller.tell(receipt)

    def _take_all(self) -> list[_Caller]:
        with self._changed:
            callers = list(self._waiting)
            self._waiting.clear()
            self._waiting_bytes = 0
        return callers


def _fail_each(callers: Sequence[_Caller], error: BaseException) -> None:
    for caller in callers:
        caller.fail(_own_copy(error))


def _own_copy(error: BaseException) -> BaseException:
    """The same error for one caller; one of ours where it cannot be copied."""
    try:
        one: BaseException = copy.copy(error)
    except Exception:  # noqa: BLE001 - what cannot be copied must not end the writer
        one = WriterFailed()
    one.__cause__ = error
    return one


def concerns_all(error: BaseException) -> bool:
    """Whether an error of one append would meet each of its commands alone: it is of the database, or of the clock."""
    is_of_the_store = isinstance(error, StoreError) and not isinstance(error, CommandRefused)
    return is_of_the_store or isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
