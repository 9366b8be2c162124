"""PostgreSQL without an administrator: the programs come from a wheel, the data lie with the home.

The ledger's promises lean on a real PostgreSQL: transactions that survive a crash, checksums, and
passwords asked of everyone. This module makes that server, starts it, finds it again and stops it.
`start` may be called by anybody, at any moment, by two at once, and after any crash: it leaves one
server, answering. It never touches a process or a folder unless it can show that it is this home's.

The operating-system user who runs the server can read and change its data: embedded mode protects
against accidents and against strangers, not against that user. That is what the witness is for.

    EmbeddedPostgresError
    ├── those about the place: see store/embedded_place.py
    ├── SettingIsProtected            ├── ServerDidNotStart
    ├── DataAreOfAnotherVersion       │   └── DiskIsFull
    │                                 ├── ServerDidNotStop
    └── DataWereCopiedWhileRunning    └── AnotherStartIsBusy
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from store.embedded_place import (
    Place,
    claim_place,
    explaining,
    find_place,
    make_folder,
    make_place,
    other_owner,
    read_password,
    refuse_foreign_place,
    write_secret,
    wrong_password,
)
from store.embedded_process import (
    PROC,
    EmbeddedPostgresError,
    ServerDidNotStart,
    ServerUser,
    clear_remains,
    did_not_come_up,
    find_binaries,
    is_alive,
    is_server_process,
    note_lines,
    noted_pid,
    require_programs,
)

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "Place"]

DATABASE = "ketenboek"
PORT = 5432  # only a part of the socket's name: the server listens on no network
# Held on the server's command line, where neither a file nor ALTER SYSTEM can undo them.
PROTECTED_SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # Personal data never reach the log: no statements, no parameter values. An error's own sentence can quote a
    # value too (`invalid input syntax: "…"`), and the detail of a crash quotes the statement. The level `log` leaves
    # out errors, which the client is told anyway, and `terse` leaves out details.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# A modest machine with two cores that writes one log and rebuilds rows in bulk.
TUNED_SETTINGS = {
    "listen_addresses": "",
    "password_encryption": "scram-sha-256",
    "wal_level": "replica",  # a standby or a continuous backup can be added without a restart of the ledger
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
LOCK_SECONDS_MAX = 300
START_SECONDS_MAX = 600  # recovery reads up to max_wal_size of log; a server that ends is noticed at once
STOP_SECONDS_MAX = 120
LOG_BYTES_MAX = 10_000_000
LAUNCH = '"$@" </dev/null >>"$0" 2>&1 & echo $!'  # the shell ends at once, the server is nobody's child


class SettingIsProtected(EmbeddedPostgresError):
    """A setting would weaken what the ledger promises."""


class DataAreOfAnotherVersion(EmbeddedPostgresError):
    """The data were made by another major version of PostgreSQL."""


class DataWereCopiedWhileRunning(EmbeddedPostgresError):
    """The data directory is a copy of one whose server was running: it is torn."""


class ServerDidNotStop(EmbeddedPostgresError):
    """The server did not end in time, or may not be ended by us."""


class AnotherStartIsBusy(EmbeddedPostgresError):
    """Another process has been starting or stopping this home's server for too long."""


class EmbeddedPostgres:
    """The one PostgreSQL server of one home."""

    def __init__(
        self,
        home: Path,
        *,
        binaries: Path | None = None,
        settings: Mapping[str, str] | None = None,
        server_user: str | None = None,
    ) -> None:
        """`settings` are PostgreSQL's own; `server_user` is only used by root, for data still to be made."""
        self._home = Path(os.path.realpath(home))
        self._source = require_programs(Path(os.path.realpath(binaries))) if binaries else find_binaries()
        self._settings = {**TUNED_SETTINGS, **refuse_weakening(settings or {}), **PROTECTED_SETTINGS}
        self._server_user = server_user
        self._found: tuple[Place, ServerUser] | None = None

    @property
    def place(self) -> Place:
        """Where the server lives; before the first start, where it would."""
        return self._find()[0]

    def start(self, progress: Callable[[str], None] | None = None) -> str:
        """Leave one server running and answering, and give the superuser's connection to it."""
        tell, begun = progress or (lambda sentence: None), time.monotonic()
        with self._alone(tell):
            place, user = self._find(afresh=True)
            refuse_foreign_place(place)
            pid = self.server_pid()
            if pid is not None and not listens_at(place):  # moved, swept away, or just stopping
                self._end(pid)
                pid = None
            if pid is not None:
                claim_place(place)  # a home that was moved under a running server
            if pid is None or not self._answers(pid, tell):  # or it was just ending when it was looked at
                with explaining(place.root):
                    make_place(place, user, self._source, tell)
                    self._prepare(tell)
                    pid = self._launch(tell)
                if not self._answers(pid, tell):
                    raise did_not_come_up(place.data, place.log, log_tail(place), time.monotonic() - begun)
            self._ensure_database()
        return self.conninfo()

    def stop(self) -> bool:
        """End this home's own server and wait for it; False when there was none."""
        with explaining(self._home):
            if not self._home.is_dir() or not self.place.data.exists():
                return False
        with self._alone(lambda sentence: None):
            refuse_foreign_place(self._find(afresh=True)[0])
            pid = self.server_pid()
            if pid is not None:
                self._end(pid)
            return pid is not None

    def is_running(self) -> bool:
        return self.server_pid() is not None

    def server_pid(self) -> int | None:
        """The process id of this home's own server; None when it does not run, or when the place is another home's."""
        place, user = self._find()
        with explaining(place.data):
            pid = noted_pid(place.data / "postmaster.pid")
            if pid is None or other_owner(place):
                return None
        if not PROC.is_dir():  # nothing but the note to go by
            return pid if is_alive(pid) else None
        return pid if is_server_process(pid, place.data, user) else None

    def conninfo(self, *, user: str = "postgres", password: str | None = None, dbname: str = DATABASE) -> str:
        """A connection string; the superuser's password is read from its file, another user's must be given."""
        place = self.place
        if password is None and user == "postgres":
            password = read_password(place)
        return make_conninfo(host=str(place.sockets), port=PORT, user=user, password=password, dbname=dbname)

    def _find(self, *, afresh: bool = False) -> tuple[Place, ServerUser]:
        if afresh or self._found is None:
            self._found = find_place(self._home, self._source, self._server_user)
        return self._found

    @contextmanager
    def _alone(self, tell: Callable[[str], None]) -> Iterator[None]:
        """One process at a time may start or stop a home's server; the lock ends with the process that holds it."""
        with explaining(self._home):
            self._home.parent.mkdir(parents=True, exist_ok=True)
            make_folder(self._home, 0o711 if os.geteuid() == 0 else 0o700)
            lock = os.open(self._home / "postgres.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            wait_for_lock(lock, self._home, tell)
            yield
        finally:
            os.close(lock)

    def _prepare(self, tell: Callable[[str], None]) -> None:
        """Everything that must be so before a server may be started on the data."""
        place, user = self._find()
        said = user.run(place.binaries / "postgres", "--version")[1]
        found = re.search(r"\) (\d+)", said)
        major = found[1] if found else said
        if not place.data.exists():
            tell("Making the database's own folder; this happens once.")
            make_data(place, user, major)
            claim_place(place)
        made_by = (place.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        if made_by != major:
            raise DataAreOfAnotherVersion(
                f"The data in {place.data} were made by PostgreSQL {made_by}, and {place.binaries} holds {major}. "
                f"Name a folder with PostgreSQL {made_by} as the setting for binaries; or make a backup with "
                f"{made_by} and restore it in a new home."
            )
        read_password(place)
        refuse_live_copy(place)
        clear_remains(place.data, place.sockets, user, tell)
        make_log(place, user)

    def _launch(self, tell: Callable[[str], None]) -> int:
        place, user = self._find()
        tell("Starting PostgreSQL.")
        chosen = {**self._settings, "unix_socket_directories": str(place.sockets), "port": str(PORT)}
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        code, said = user.run(
            "/bin/sh", "-c", LAUNCH, place.log, place.binaries / "postgres", "-D", place.data, *options
        )
        if code or not said.isdigit():
            raise ServerDidNotStart(f"PostgreSQL could not be started from {place.binaries}: {said}")
        return int(said)

    def _answers(self, pid: int, tell: Callable[[str], None]) -> bool:
        """Wait until the server answers the superuser; False when it ends, or takes longer than recovery ever does."""
        begun, told = time.monotonic(), False
        while time.monotonic() - begun < START_SECONDS_MAX:
            try:
                psycopg.connect(self.conninfo(dbname="postgres"), connect_timeout=10).close()
                return True
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise wrong_password(self.place) from error
            if not is_alive(pid):
                return False
            if not told and time.monotonic() - begun > 2:
                tell("Waiting for PostgreSQL; after a crash it first reads its log again.")
                told = True
            time.sleep(0.05)
        return False

    def _ensure_database(self) -> None:
        with psycopg.connect(self.conninfo(dbname="postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _end(self, pid: int) -> None:
        """Fast, as PostgreSQL calls it: open work is rolled back, what was promised is on disk."""
        place, _ = self._find()
        try:
            os.kill(pid, signal.SIGINT)
        except ProcessLookupError:
            return
        except PermissionError as error:
            raise ServerDidNotStop(
                f"The server with process id {pid} runs as another user. Stop it as that user, or as root."
            ) from error
        begun = time.monotonic()
        while is_alive(pid):
            if time.monotonic() - begun > STOP_SECONDS_MAX:
                raise ServerDidNotStop(
                    f"The server with process id {pid} did not end within {STOP_SECONDS_MAX} seconds. It may be "
                    f"writing to a slow disk: look in {place.log} and try again."
                )
            time.sleep(0.02)


def refuse_weakening(settings: Mapping[str, str]) -> Mapping[str, str]:
    """The settings, unless one would weaken the ledger or make its log talk; raises SettingIsProtected."""
    for name, value in settings.items():
        expected = PROTECTED_SETTINGS.get(name.lower(), value)
        if value != expected:
            raise SettingIsProtected(
                f"The PostgreSQL setting {name} was given as {value!r}. Expected: {expected!r}, since the ledger's "
                "promises and the silence of its log depend on it. Leave it out."
            )
    return {name.lower(): value for name, value in settings.items()}


def wait_for_lock(lock: int, home: Path, tell: Callable[[str], None]) -> None:
    """Wait until no other process starts or stops this server; raises AnotherStartIsBusy."""
    begun, told = time.monotonic(), False
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() - begun > LOCK_SECONDS_MAX:
                raise AnotherStartIsBusy(
                    f"Another process has held {home / 'postgres.lock'} for {LOCK_SECONDS_MAX} seconds. See which one "
                    "it is (for example with `fuser`), let it finish, and try again."
                ) from None
        if not told:
            tell("Another process is starting or stopping this server; waiting for it.")
            told = True
        time.sleep(0.05)


def make_data(place: Place, user: ServerUser, major: str) -> None:
    """Build the data directory aside and rename it: a crash leaves all of it or nothing."""
    building, secret = place.root / "data.new", place.root / "initdb.password"
    shutil.rmtree(building, ignore_errors=True)
    secret.unlink(missing_ok=True)
    if not place.password_file.exists():
        write_secret(place.password_file, secrets.token_urlsafe(32))
    building.mkdir(0o700)
    user.own(building)
    try:
        write_secret(secret, read_password(place))  # a copy of its own, since the server's user must read this one
        user.own(secret)
        # The built-in provider sorts alike on every machine; PostgreSQL before 17 has only the system's own.
        builtin = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8") if int(major) >= 17 else ()
        code, said = user.run(
            place.binaries / "initdb", "-D", building, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", *builtin,
            "--data-checksums", "-A", "scram-sha-256", f"--pwfile={secret}",
        )  # fmt: skip
    finally:
        secret.unlink(missing_ok=True)
    if code:
        raise ServerDidNotStart(f"The database's own folder could not be made in {building}: {said}")
    building.rename(place.data)
    folder = os.open(place.root, os.O_RDONLY)
    os.fsync(folder)  # the new name must survive a power cut as well
    os.close(folder)


def make_log(place: Place, user: ServerUser) -> None:
    """The log and the one before it; the server's user writes, nobody else reads."""
    if place.log.exists() and place.log.stat().st_size > LOG_BYTES_MAX:
        place.log.replace(place.log.with_name(place.log.name + ".1"))
    os.close(os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    user.own(place.log)


def log_tail(place: Place) -> str:
    return "\n".join(place.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])


def refuse_live_copy(place: Place) -> None:
    """A server's note that names other data, still there, means: copied from under a running server."""
    lines = note_lines(place.data / "postmaster.pid")
    other = Path(lines[1]) if len(lines) > 1 else place.data
    with explaining(other):
        if other != place.data and (other / "PG_VERSION").exists() and not other.samefile(place.data):
            raise DataWereCopiedWhileRunning(
                f"{place.data} was copied from {other} while its server ran, so the copy is torn. Stop the server "
                f"before copying, or restore a backup. If instead this home was moved and {other} is a new one, "
                f"remove {place.data / 'postmaster.pid'}."
            )


def listens_at(place: Place) -> bool:
    """False when the server is going away, or when its socket is not where a client of this home looks for it."""
    lines = note_lines(place.data / "postmaster.pid")
    status = lines[7].strip() if len(lines) > 7 else "starting"
    if status != "ready":
        return status != "stopping"
    return lines[4] == str(place.sockets) and (place.sockets / f".s.PGSQL.{PORT}").exists()
