"""Small disks that can be filled: file systems in memory with a size of their own, so that the kernel itself says no.

Only root may mount one; without root these trials cannot be made, and the campaign says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from store.embedded import EmbeddedPostgres

MEGABYTE = 1_048_576
FILLER = "filler"
SPARE_FILES_MAX = 100
SWITCH_SECONDS = 0.1


def can_mount() -> bool:
    """Whether this process may make a disk."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    try:
        with small_disk(1):
            return True
    except subprocess.CalledProcessError:
        return False


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of this size, taken away afterwards with all that is on it."""
    folder = Path(tempfile.mkdtemp(prefix="kb-disk-")).resolve()
    try:
        options = f"size={megabytes}m,mode=0755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "ketenboek", folder], check=True, capture_output=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
    finally:
        folder.rmdir()


def fill(disk: Path) -> None:
    """Take all the room that is left: half of it at a time, since who asks for more than there is gets nothing."""
    with (disk / FILLER).open("ab") as file:
        while (free := os.statvfs(disk)).f_bavail > 0:
            with contextlib.suppress(OSError):
                size_bytes = os.fstat(file.fileno()).st_size
                os.posix_fallocate(file.fileno(), size_bytes, -(-free.f_bavail // 2) * free.f_frsize)


def use_up_log(conninfo: str) -> None:
    """Begin a new file of the write-ahead log again and again, until there is no room for one and the server ends.

    A server keeps old files of its log to write them anew, and with those it goes on for a while on a full disk: how
    long depends on how much is written. So they are used up at once, each by whoever comes first.
    """
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(conninfo, autocommit=True) as connection:
        for _ in range(SPARE_FILES_MAX):
            connection.execute("select pg_switch_wal()")
            time.sleep(SWITCH_SECONDS)


def make_room(disk: Path) -> None:
    """Give the room back."""
    (disk / FILLER).unlink(missing_ok=True)


def folder_of_server(server: EmbeddedPostgres, disk: Path, name: str) -> Path:
    """An empty folder on the disk that belongs to the server's user."""
    folder = disk / name
    folder.mkdir(mode=0o700)
    server._find()[1].own(folder)
    return folder


def move_log(server: EmbeddedPostgres, disk: Path) -> None:
    """Move the write-ahead log of a server to this disk, as an operator would: stopped, moved, linked."""
    server.stop()
    place, _ = server._find()
    log = place.data / "pg_wal"
    subprocess.run(["cp", "-a", str(log), str(disk / "pg_wal")], check=True)
    shutil.rmtree(log)
    log.symlink_to(disk / "pg_wal")
    server.start()
