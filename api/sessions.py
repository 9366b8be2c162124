"""Who is signed in, by what their browser keeps: in memory, and gone at sign-out, when nobody used it, and at the end.

In memory and not in the database (decision record 0023): a session is a right to read, and nothing has to outlive the
process that gives it. Who must sign in again after a restart loses a click; a table would hold, for whoever reaches the
database, all that is worth stealing. What is kept by is the digest of the value in the cookie, never that value.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock

from api.access import Caller

UNUSED_SECONDS = 30 * 60
"""After so long without a page somebody else may sit at the screen."""
LIFETIME_SECONDS = 8 * 3_600
"""A working day: after that whoever it is says again who they are, and the issuer what they may."""
SESSIONS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who signed in: the caller behind the token that was given, and the purpose they declared."""

    caller: Caller
    jti: str
    """The id of that token: when it is withdrawn the session ends."""
    begun: float
    used: float
    purpose: str | None = None


class Sessions:
    """Those who are signed in; of more than there may be the one that was unused longest ends."""

    def __init__(self, revoked: Callable[[], frozenset[str]] = frozenset, now: Callable[[], float] = time.time) -> None:
        self._revoked, self._now = revoked, now
        self._sessions: OrderedDict[bytes, Session] = OrderedDict()
        self._lock = Lock()

    def begin(self, kept: str, caller: Caller, jti: str, purpose: str | None) -> None:
        """Somebody signed in, in the browser that keeps this; it must be a value that was never shown before."""
        now = self._now()
        with self._lock:
            self._sessions[digest_of(kept)] = Session(caller, jti, now, now, purpose)
            while len(self._sessions) > SESSIONS_MAX:
                self._sessions.popitem(last=False)

    def of(self, kept: str | None) -> Session | None:
        """The session of the browser that keeps this, which is used by that; None where there is none any more."""
        if kept is None:
            return None
        name, now = digest_of(kept), self._now()
        with self._lock:
            session = self._sessions.pop(name, None)
            if session is None or now - session.used >= UNUSED_SECONDS or now - session.begun >= LIFETIME_SECONDS:
                return None
            if session.jti in self._revoked():
                return None
            session = self._sessions[name] = replace(session, used=now)
        return session

    def declare(self, kept: str, purpose: str) -> None:
        """From now on this browser reads for this purpose."""
        with self._lock:
            name = digest_of(kept)
            if name in self._sessions:
                self._sessions[name] = replace(self._sessions[name], purpose=purpose)

    def end(self, kept: str) -> None:
        """Nobody is signed in any more in the browser that keeps this."""
        with self._lock:
            self._sessions.pop(digest_of(kept), None)


def digest_of(kept: str) -> bytes:
    """By what a value is known that nobody else should learn."""
    return sha256(kept.encode()).digest()
