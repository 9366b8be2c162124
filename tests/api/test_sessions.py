"""The sessions of who signed in: so many, in memory, and the one unused longest ends first."""

from __future__ import annotations

from api.access import NOBODY
from api.sessions import SESSIONS_MAX, Sessions


def test_there_are_so_many_sessions_and_the_one_unused_longest_ends_first() -> None:
    sessions = Sessions()
    for number in range(SESSIONS_MAX):
        sessions.begin(f"{number}", NOBODY, "jti", None)
    assert sessions.of("0") is not None
    sessions.begin("more", NOBODY, "jti", None)

    assert sessions.of("1") is None
    assert sessions.of("0") is not None
