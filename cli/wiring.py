"""Opens the ledger of a home: starts its database when it does not run, and connects as the role that only appends.

A warm start is a look and a connection: the note `opened.json` in the home says that the database already has this
version's schema and grants, so they are made only when it does not. A note that turns out wrong costs a full opening,
which says what is wrong; it can never make the ledger answer with other keys than its own.
"""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from cli.settings import Settings
from store.database import Database, migrations, one
from store.embedded import EmbeddedPostgres
from store.keys import KeyRing, load_or_make
from store.ledger import Ledger
from store.opening import open_ledger
from store.queries import QUERIES
from store.reaching import require_reachable
from store.roles import APPLICATION_ROLE

if TYPE_CHECKING:
    from replay.figures import Figures

SILENCE_SECONDS = 1.0
NOTE = "opened.json"
PASSWORD_FILE = "application.pw"  # noqa: S105  the name of the file, not what is in it
PASSWORD = re.compile(r"[A-Za-z0-9_-]{43}")
Tell = Callable[[], None]


class PasswordFileIsWrong(Exception):
    """The file with the password of the role that appends holds something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass
class Book:
    """An open ledger, and what asks it figures."""

    settings: Settings
    ledger: Ledger

    @cached_property
    def figures(self) -> "Figures":
        """Asks figures; made on first use, since not every command does."""
        from replay.figures import Figures

        return Figures(self.ledger)


@contextmanager
def open_book(settings: Settings, tell: Tell) -> Iterator[Book]:
    """The ledger of this home; `tell` is called once when opening it takes longer than a second.

    Raises EmbeddedPostgresError, StoreError.
    """
    waiting = Timer(SILENCE_SECONDS, tell)
    waiting.daemon = True
    waiting.start()
    try:
        ledger = _ledger_at_url(settings) if settings.database_url else _ledger_of_home(settings)
    finally:
        waiting.cancel()
    try:
        yield Book(settings, ledger)
    finally:
        ledger.close()
        ledger.database.close()


def server_of(settings: Settings) -> EmbeddedPostgres:
    """The embedded server of this home, running or not."""
    return EmbeddedPostgres(settings.home, server_user=settings.server_user)


def _ledger_at_url(settings: Settings) -> Ledger:
    assert settings.database_url, "asked only with an address"
    require_reachable(settings.database_url)
    make_home(settings)
    place = sha256(settings.database_url.encode()).hexdigest()
    return _reopened(settings, settings.database_url, place) or _opened(settings, settings.database_url, place)


def _ledger_of_home(settings: Settings) -> Ledger:
    owner = server_of(settings)
    superuser = owner.start()
    password, is_new = _application_password(settings)
    conninfo = owner.conninfo(user=APPLICATION_ROLE, password=password)
    place = str(owner.place.root)
    found = None if is_new else _reopened(settings, conninfo, place)
    return found or _opened(settings, conninfo, place, superuser, password)


def _opened(
    settings: Settings, conninfo: str, place: str, owner: str | None = None, password: str | None = None
) -> Ledger:
    """The full opening: schema, grants and keys; one process of a home at a time."""
    with _alone(settings.home):
        ledger = open_ledger(
            conninfo,
            settings.key_file,
            settings.environment,
            owner_conninfo=owner,
            application_password=password,
        )
        (settings.home / NOTE).write_text(json.dumps(_note(place)), "utf-8")
    return ledger


def _reopened(settings: Settings, conninfo: str, place: str) -> Ledger | None:
    """The ledger, when the note says that nothing needs to be made and the keys are those it was founded with."""
    with suppress(OSError, ValueError):
        if json.loads((settings.home / NOTE).read_text("utf-8")) == _note(place) and settings.key_file.exists():
            return _with_own_keys(settings, conninfo)
    return None


def _with_own_keys(settings: Settings, conninfo: str) -> Ledger | None:
    root, bound_to = load_or_make(settings.key_file)
    if bound_to is None:
        return None
    ring, database = KeyRing(root, bound_to), Database(conninfo)
    with database.short() as connection:
        ledger, check = one(connection.execute(QUERIES["about"]).fetchone())
    if (ledger, check) == (ring.ledger, ring.check):
        return Ledger(database, ring, settings.environment)
    database.close()
    return None


def _note(place: str) -> dict[str, str]:
    """What the database in a place must have had done to it for this version to start without looking further."""
    return {"place": place, "schema": sha256("".join(text for _, _, text in migrations()).encode()).hexdigest()}


def _application_password(settings: Settings) -> tuple[str, bool]:
    """The password of the role that appends, and whether it was made just now."""
    path = settings.home / PASSWORD_FILE
    with _alone(settings.home):
        if path.exists() and (known := path.read_text("latin-1").strip()):
            if PASSWORD.fullmatch(known) is None:
                raise PasswordFileIsWrong(path)
            return known, False
        fresh = secrets.token_urlsafe(32)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(fresh)
        return fresh, True


def make_home(settings: Settings) -> None:
    """The folder of this ledger, for its owner; one that is there keeps its rights."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    descriptor = os.open(home / "opening.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
