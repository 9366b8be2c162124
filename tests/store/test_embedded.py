"""Starting an embedded server, and who comes in."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from store import embedded
from store.embedded import EmbeddedPostgres
from tests.store.servers import (
    REPOSITORY,
    ask,
    wait_until,
)

# Starting


def test_a_started_server_answers_the_superuser_in_the_database_of_the_ledger(make):
    told: list[str] = []
    conninfo = make(fresh=True).start(told.append)

    assert ask(conninfo, "SELECT current_user || '@' || current_database()") == "postgres@ketenboek"
    assert any(sentence.startswith("Making the database's own folder") for sentence in told)


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
        wait_until(lambda: ask(conninfo, f"select state from pg_stat_activity where pid = {backend}") == "active")
        os.kill(backend, signal.SIGKILL)
        connection.close()
    wait_until(lambda: "terminated by signal 9" in running.place.log.read_text())

    assert "Geheim" not in running.place.log.read_text()
