"""Several server processes at one address: begun, begun again when one ends, and stopped, by one that serves nothing.

The interpreter lets one thread of a process work at a time, so a process fills one core; two processes fill two. Each
has a listening socket of its own at the same address, among which the system divides the connections evenly: processes
that take from one socket get as many as they happen to be quick (of 250 one had 169, with sockets of their own 130).
The sockets are made here and stay open here, so a connection that comes while a process is begun again waits for it.

Processes are begun afresh and not forked: they have no lock, thread or connection of this one.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from types import FrameType

from api.request_log import Log, json_log, told_of
from api.serving import HOST, Application, server_of
from api.together import Together, answer, kept_elsewhere

AFRESH = get_context("spawn")
STOPPING = (signal.SIGINT, signal.SIGTERM)
PAUSE_SECONDS = 1.0
"""What is waited before a process is begun again that ended soon."""
SOON_SECONDS = 10.0
Opened = Callable[[Together], AbstractContextManager[Application]]
"""The application of one process, open while it serves; a function of a module, or a part of one, since it travels."""


def serve_together(
    opened: Opened,
    count: int,
    together: Together,
    log: Log,
    *,
    host: str = HOST,
    port: int,
    ready: Callable[[], None] = lambda: None,
    gone: Callable[[int], None] = lambda process: None,
) -> None:
    """Serve with so many processes until interrupted.

    `ready` is called when connections are taken, `gone` with the id of a process that ended by itself.
    """
    sockets = listening(host, port, count)
    members = [_Member(opened, number, one, together) for number, one in enumerate(sockets)]
    try:
        with _interrupted_when_ended():
            for one in members:
                one.begin()
            ready()
            while True:
                ended = wait([one.process.sentinel for one in members])
                for one in members:
                    if one.process.sentinel in ended:
                        log.error("server_process_ended", number=one.number, exit_code=one.exit_code)
                        gone(one.process.pid or 0)
                        together.board.break_off(one.number)
                        one.begin_again()
    except KeyboardInterrupt:
        pass
    finally:
        for each in sockets:
            each.close()
        _stop(members)


def listening(host: str, port: int, count: int) -> list[socket.socket]:
    """So many sockets that listen at one address; port 0 is one that nobody has."""
    sockets: list[socket.socket] = []
    for _ in range(count):
        one = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        one.bind((host, port))
        port = one.getsockname()[1]
        one.listen(socket.SOMAXCONN)
        sockets.append(one)
    return sockets


class _Member:
    """One of the processes, with its socket; of the same number there is one after the other."""

    process: BaseProcess

    def __init__(self, opened: Opened, number: int, own: socket.socket, together: Together) -> None:
        self.number, self._opened, self._own, self._together = number, opened, own, together
        self._begun = 0.0

    @property
    def exit_code(self) -> int | None:
        """How it ended: what it gave, or the signal that ended it as a negative number."""
        self.process.join()
        return self.process.exitcode

    def begin(self) -> None:
        """Begin it, and answer what it asks."""
        here, there = AFRESH.Pipe()
        given = self._opened, self._own, there, self.number, self._together.form_key
        process = AFRESH.Process(target=_serve, args=given, name=f"server-{self.number}")
        with _undisturbed():  # an interruption is for the one that serves, not for one that is being begun
            process.start()
            self.process, self._begun = process, time.monotonic()
            there.close()
            Thread(target=answer, args=(self._together, here), name=f"line-{self.number}", daemon=True).start()

    def begin_again(self) -> None:
        """Begin it after it ended; not at once where it ended soon."""
        if time.monotonic() - self._begun < SOON_SECONDS:
            time.sleep(PAUSE_SECONDS)
        self.begin()


def _stop(members: Sequence[_Member]) -> None:
    """Let each answer what it is answering, and end; whoever interrupts this ends them at once."""
    begun = [one.process for one in members if hasattr(one, "process")]
    try:
        for one in begun:
            one.terminate()
        for one in begun:
            one.join()
    except KeyboardInterrupt:
        for one in begun:
            one.kill()
        for one in begun:
            one.join()


@contextmanager
def _interrupted_when_ended() -> Iterator[None]:
    """Within it a request to end is as an interruption of who sits at the screen, and neither is ignored: what is begun
    in the background of a shell inherits that, and the processes that serve hear both.
    """
    before = {one: signal.signal(one, _interrupt) for one in STOPPING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Within it neither interruption nor end is heard, nor by what is begun within, until that wants to hear it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In a process that serves


def _serve(opened: Opened, own: socket.socket, line: Connection, number: int, form_key: bytes) -> None:
    """Serve until stopped, or until who began us is gone."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        Thread(target=_end_with_who_began_us, name="end-with-parent", daemon=True).start()
        with opened(kept_elsewhere(line, number, form_key)) as app:
            server_of(app).run(sockets=[own])
    except KeyboardInterrupt:
        pass
    except Exception as error:  # noqa: BLE001 - its message could hold more than a log may
        json_log(sys.stderr).error("server_process_failed", **told_of(error))
        sys.exit(1)


def _end_with_who_began_us() -> None:
    parent = parent_process()
    assert parent is not None, "this process was begun by another"
    with suppress(OSError):
        wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
