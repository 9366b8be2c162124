"""Where an embedded server lives: sockets, shut folders, homes that were moved or copied."""

from __future__ import annotations

import json
import os
import shutil
import stat

import pytest

from store import embedded, embedded_place
from tests.store.servers import (
    ask,
    commit_row,
    copy_with_owners,
    needs_root,
)

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
