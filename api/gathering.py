"""One look at a time for all who ask meanwhile, from threads and from event loops: who waits for it takes no thread.

Who asks joins the look that has not begun, so what is told was looked at after everybody it is told to had asked
(`api/sharing.py` says the same of questions). Looks are made one after another in a thread, which ends when nobody asks
for a while.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from contextlib import suppress
from threading import Condition, Lock, Thread
from typing import Generic, TypeVar

Seen = TypeVar("Seen")
QUIET_SECONDS = 1.0
"""How long the thread waits for somebody to ask."""


class NotInTime(Exception):
    """It was not seen within the time that who asked would wait."""


class Gathering(Generic[Seen]):
    """Looks for all who ask."""

    def __init__(self, name: str, look: Callable[[], Seen]) -> None:
        self._name, self._look = name, look
        self._changed = Condition(Lock())
        self._to_come: Future[Seen] | None = None
        self._has_thread = False

    def now(self, seconds: float | None = None) -> Seen:
        """What is seen by a look that begins after this; raises its error, and NotInTime."""
        try:
            return self._asked().result(seconds)
        except TooLong:
            raise NotInTime from None

    async def soon(self, seconds: float) -> Seen:
        """The same on an event loop."""
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[Seen] = loop.create_future()

        def tell(seen: Future[Seen]) -> None:
            with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                loop.call_soon_threadsafe(_tell, mine, seen)

        timer = loop.call_later(seconds, _give_up, mine)
        self._asked().add_done_callback(tell)
        try:
            return await mine
        finally:
            timer.cancel()

    def _asked(self) -> Future[Seen]:
        """The look that is to begin."""
        with self._changed:
            if self._to_come is None:
                self._to_come = Future()
                if self._has_thread:
                    self._changed.notify()
                else:
                    self._has_thread = True
                    Thread(target=self._go_on, name=self._name, daemon=True).start()
            return self._to_come

    def _go_on(self) -> None:
        while (asked := self._begun()) is not None:
            try:
                asked.set_result(self._look())
            except BaseException as error:  # noqa: BLE001 - told to all who wait
                asked.set_exception(error)

    def _begun(self) -> Future[Seen] | None:
        """The look that begins now; None where nobody asked for a while, and the thread ends."""
        with self._changed:
            if self._to_come is None:
                self._changed.wait(QUIET_SECONDS)
            asked, self._to_come = self._to_come, None
            self._has_thread = asked is not None
            return asked


def _tell(mine: "asyncio.Future[Seen]", seen: Future[Seen]) -> None:
    if mine.done():
        return
    error = seen.exception()
    if error is None:
        mine.set_result(seen.result())
    else:
        mine.set_exception(error)


def _give_up(mine: "asyncio.Future[Seen]") -> None:
    if not mine.done():
        mine.set_exception(NotInTime())
