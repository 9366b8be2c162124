"""Crashes and stops of an embedded server: what was committed is there again, and nobody else is hit."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psycopg

from store import embedded, embedded_process
from tests.store.servers import (
    ask,
    needs_proc,
    processes_of,
    sleeper,
    wait_until,
)

# Crashes


def test_what_was_committed_survives_a_killed_postmaster(make):
    server = make()
    server.start()
    os.kill(server.server_pid(), signal.SIGKILL)

    assert ask(server.start(), "SELECT position FROM fact") == 7


def test_a_server_that_ends_just_as_it_is_looked_at_is_started_again(make, monkeypatch):
    server = make()
    server.start()
    found: list[int] = []

    def end_what_was_found(_place: object) -> None:  # between seeing that it runs and asking whether it answers
        found.append(server.server_pid() or 0)
        os.kill(found[0], signal.SIGKILL)
        monkeypatch.undo()

    monkeypatch.setattr(embedded, "claim_place", end_what_was_found)

    assert ask(server.start(), "SELECT position FROM fact") == 7
    assert found
    assert server.server_pid() not in found


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
