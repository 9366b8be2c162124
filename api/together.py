"""What the server processes of one address have in common, kept by the process that began them, in its memory.

Who signed in at one process goes on at another, a code is given once, and a share of requests is one share, whichever
process is asked. Each process has a line to the one that began it and asks it by the names of the functions that are
called where one process serves alone: nothing else knows the difference. What is kept so ends with the server, as it
does with one process (decision record 0023), and outlives a process that is begun again (decision record 0026).
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any, TypeVar, cast

from api.demo_issuer import CODES_MAX, Granted
from api.import_board import Board
from api.limits import Limits, Shares
from api.once import Once
from api.sessions import Sessions
from api.sign_in import UNDER_WAY_MAX, Leaving
from api.tokens import ShownTokens

HANDFUL = 10
"""How many requests of a caller's share a process takes at once."""
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Together:
    """What is kept for all processes, as one of them sees it; the first of them is number 0."""

    sessions: Sessions
    under_way: Once[Leaving]
    codes: Once[Granted]
    shown: ShownTokens
    shares: Shares
    board: Board
    form_key: bytes
    number: int = 0
    handful: int = 1


def kept_here(limits: Limits, revoked: Callable[[], frozenset[str]] = frozenset) -> Together:
    """All of it, in the memory of this process."""
    return Together(
        sessions=Sessions(revoked),
        under_way=Once(UNDER_WAY_MAX),
        codes=Once(CODES_MAX),
        shown=ShownTokens(),
        shares=Shares(limits),
        board=Board(),
        form_key=secrets.token_bytes(32),
    )


def kept_elsewhere(connection: Connection, number: int, form_key: bytes) -> Together:
    """All of it, at the other end of a line."""
    line = _Line(connection)
    return Together(
        sessions=_part(Sessions, line, "sessions"),
        under_way=_part(Once[Leaving], line, "under_way"),
        codes=_part(Once[Granted], line, "codes"),
        shown=_part(ShownTokens, line, "shown"),
        shares=_part(Shares, line, "shares"),
        board=_part(Board, line, "board"),
        form_key=form_key,
        number=number,
        handful=HANDFUL,
    )


def answer(together: Together, connection: Connection) -> None:
    """Answer what a process asks, until it ends."""
    with suppress(EOFError, OSError):
        while True:
            part, name, arguments = connection.recv()
            try:
                told = True, getattr(getattr(together, part), name)(*arguments)
            except Exception as error:  # noqa: BLE001 - it is of who asked
                told = False, error
            connection.send(told)


class _Line:
    """The line of this process, on which one thread asks at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._lock = connection, Lock()

    def ask(self, part: str, name: str, *arguments: Any) -> Any:
        """What a function of a part gives, or its error."""
        with self._lock:
            self._connection.send((part, name, arguments))
            is_told, told = self._connection.recv()
        if is_told:
            return told
        raise told


class _Elsewhere:
    """A part at the other end: each of its functions is asked there."""

    def __init__(self, line: _Line, part: str) -> None:
        self._line, self._part = line, part

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._line.ask, self._part, name)


def _part(kind: Callable[..., Part], line: _Line, name: str) -> Part:
    return cast(Part, _Elsewhere(line, name))
