"""Work in parts: one process per core, each with a connection of its own, all looking at one moment.

A part is a range of group ids. Ids are drawn at random, so equal ranges hold about equally many groups; a group lies in
one part whole, wherever its registrations lie. The processes are started afresh and not forked: no connection, lock or
thread is shared with the one that starts them, nor is
its main module run again. When one part fails, the others are ended and the whole has failed.
"""

import os
import pickle
import selectors
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, NamedTuple, Protocol
from uuid import UUID

PROCESSES_MAX = 8
LENGTH_BYTES = 4
START = f"import sys; sys.path[:] = sys.argv[1:]; import {__name__} as parts; parts.do_one()"
Process = subprocess.Popen[bytes]
IDS = 2**128


class Part(NamedTuple):
    """The groups with an id from `first` to `last`, both included."""

    first: UUID
    last: UUID


WHOLE = Part(UUID(int=0), UUID(int=IDS - 1))
Done = Callable[[int], None]
"""Told how many more events have passed."""


class Work(Protocol):
    """A function of a module, called in a process of its own with one job; what it gives must be able to travel."""

    def __call__(self, job: Any, done: Done) -> Any:
        """Do the job."""


class PartFailed(Exception):
    """A process that did a part of the work ended without having done it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"one of the processes that build the views failed, and nothing was switched: {why}")


def parts(count: int) -> list[Part]:
    """All ids in so many ranges of one length."""
    cuts = [IDS * number // count for number in range(count + 1)]
    return [Part(UUID(int=low), UUID(int=high - 1)) for low, high in pairwise(cuts)]


def cores() -> int:
    """How many processes can run at a time here."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, PROCESSES_MAX)


def in_processes(work: Work, jobs: Sequence[Any], done: Done) -> list[Any]:
    """What `work` gives for each job, each in a process of its own; raises PartFailed."""
    processes: list[Process] = []
    try:
        for job in jobs:
            process = subprocess.Popen(
                [sys.executable, "-c", START, *filter(None, sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
            processes.append(process)
            assert process.stdin is not None, "asked for as a pipe"
            with suppress(BrokenPipeError):  # it ended at once: told when its answer is read
                pickle.dump((work, job), process.stdin)
                process.stdin.close()
        return _results(processes, done)
    finally:
        for process in processes:
            process.terminate()
            with process:
                pass


def _results(processes: Sequence[Process], done: Done) -> list[Any]:
    """Read what the processes tell, whichever comes first, until each has given its result."""
    results: dict[int, Any] = {}
    with selectors.DefaultSelector() as waiting:
        for number, process in enumerate(processes):
            assert process.stdout is not None, "asked for as a pipe"
            waiting.register(process.stdout, selectors.EVENT_READ, number)
        while len(results) < len(processes):
            for key, _ in waiting.select():
                what, said = _next(key.fileobj)
                if what == "failed":
                    raise PartFailed(said)
                if what == "done":
                    done(said)
                else:
                    results[key.data] = said
                    waiting.unregister(key.fileobj)
    return [results[number] for number in range(len(processes))]


def _next(pipe: Any) -> tuple[str, Any]:
    """One thing told; read to its last byte and no further, so that what comes after still wakes who waits."""
    length = _exactly(pipe, LENGTH_BYTES)
    told: tuple[str, Any] = pickle.loads(_exactly(pipe, int.from_bytes(length, "big")))  # noqa: S301  our own process
    return told


def _exactly(pipe: Any, length: int) -> bytes:
    found = b""
    while len(found) < length:
        some = os.read(pipe.fileno(), length - len(found))
        if not some:
            raise PartFailed("it was ended from outside")
        found += some
    return found


def do_one() -> None:
    """In the new process: read a job, do it, and tell on what was the standard output."""
    out = os.dup(1)
    os.dup2(2, 1)  # whatever anybody prints is no part of what is told

    def tell(what: str, said: Any) -> None:
        told = pickle.dumps((what, said))
        with open(out, "wb", closefd=False) as pipe:
            pipe.write(len(told).to_bytes(LENGTH_BYTES, "big") + told)

    try:
        work, job = pickle.load(sys.stdin.buffer)  # noqa: S301  from the process that started this one
        tell("result", work(job, lambda events: tell("done", events)))
    except BrokenPipeError:
        pass  # nobody waits any more
    except Exception as error:  # noqa: BLE001  whatever it is, the one that started this must hear of it
        tell("failed", type(error).__name__)
