"""Embedded servers for the tests: homes in folders of all kinds, and what happens to their processes."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from store import embedded, embedded_place, embedded_process
from store.embedded import EmbeddedPostgres

REPOSITORY = Path(embedded.__file__).resolve().parents[1]
IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root lends the server another user")
needs_proc = pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="needs /proc to see whose a process is")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may pass through; pytest's own temporary folder is shut to the server's user."""
    folder = Path(tempfile.mkdtemp(prefix="kb-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def shut_folder(tmp_path: Path) -> Path:
    """A folder that only we may enter, as /root is."""
    folder = tmp_path / "shut"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="module")
def committed_home() -> Iterator[Path]:
    """A home made once, with one committed row and its server stopped; the tests begin with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="kb-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "committed")
    commit_row(server)
    server.stop()
    yield folder / "committed"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def running(committed_home: Path) -> Iterator[EmbeddedPostgres]:
    """One running server for the tests that only look at it."""
    copy_with_owners(committed_home, committed_home.with_name("running"))
    server = EmbeddedPostgres(committed_home.with_name("running"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PGDATA", "/nowhere")
        environment.setenv("KETENBOEK_SECRET", "not for the server")
        server.start()
    yield server
    end_all(server)


def commit_row(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE fact AS SELECT 7 AS position")


@pytest.fixture
def make(
    open_folder: Path, committed_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., EmbeddedPostgres]]:
    """Make servers that are ended afterwards; places elsewhere go to a folder of this test alone."""
    elsewhere = open_folder / "elsewhere"
    monkeypatch.setattr(embedded_place, "ELSEWHERE", (elsewhere,))
    made: list[EmbeddedPostgres] = []

    def make_server(home: Path | None = None, *, fresh: bool = False, **given: object) -> EmbeddedPostgres:
        home = home or open_folder / "home"
        if not fresh and not home.exists() and home.is_relative_to(open_folder):
            home.parent.mkdir(exist_ok=True)
            copy_with_owners(committed_home, home)
        server = EmbeddedPostgres(home, **given)  # type: ignore[arg-type]
        made.append(server)
        return server

    yield make_server
    for server in made:
        with contextlib.suppress(embedded.EmbeddedPostgresError):
            end_all(server)


def copy_with_owners(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def end_all(server: EmbeddedPostgres) -> None:
    """End every process of this home at once; the test is over and its data are thrown away."""
    place, user = server._find()
    for pid in processes_of(server):
        embedded_process.kill_orphan(pid, place.data, user)
    if not place.sockets.is_relative_to(place.root):
        shutil.rmtree(place.sockets, ignore_errors=True)


def processes_of(server: EmbeddedPostgres) -> list[int]:
    place, user = server._find()
    candidates = embedded_process.postgres_processes(user)
    return [pid for pid in candidates if embedded_process.is_server_process(pid, place.data, user)]


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.02)


def ask(conninfo: str, query: str) -> object:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def run_python(script: str, *arguments: str, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*prefix, sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)


def sleeper(server: EmbeddedPostgres, folder: Path = Path("/")) -> subprocess.Popen[bytes]:
    """A process of the server's own user that has nothing to do with PostgreSQL."""
    _, user = server._find()
    return subprocess.Popen(
        ["/bin/sleep", "60"], cwd=folder, user=user.uid if user.switched else None, extra_groups=[] if IS_ROOT else None
    )
