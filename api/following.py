"""Keeps the views up with the ledger while the API serves, so that a question finds the rows ready.

A thread of its own makes ready what takes long the first time, and then follows every second. A failure (the database
is away, say) is logged without its message and tried again: a question brings its views up to date itself, so nothing
depends on this thread but speed.
"""

from collections.abc import Callable
from threading import Event, Thread

from api.request_log import Log, told_of
from replay.follow import Follower

PAUSE_SECONDS = 1.0
STOP_SECONDS = 10.0


class Following:
    """A follower that runs in the background between `start` and `stop`."""

    def __init__(
        self,
        follower: Follower,
        log: Log,
        pause_seconds: float = PAUSE_SECONDS,
        *,
        at_first: Callable[[], None] = lambda: None,
        goes_on: bool = True,
    ) -> None:
        """Of several processes one goes on: more would do the same work, one after the other."""
        self.follower, self.log, self.pause_seconds, self._at_first = follower, log, pause_seconds, at_first
        self._goes_on = goes_on
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Follow once, then go on in the background.

        The first time comes before the first question: two who both found a view missing would both build it.
        """
        self._follow()
        self._thread.start()

    def stop(self) -> None:
        """Let the present step end, and end with it."""
        self._stopping.set()
        self._thread.join(STOP_SECONDS)

    @property
    def is_running(self) -> bool:
        """Whether the thread is there."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._at_first()
        except Exception as error:  # noqa: BLE001 - then it takes long when it is asked for
            self.log.error("making_ready_failed", **told_of(error))
        while self._goes_on and not self._stopping.wait(self.pause_seconds):
            self._follow()

    def _follow(self) -> None:
        try:
            self.follower.follow()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next second tries again
            self.log.error("following_failed", **told_of(error))
