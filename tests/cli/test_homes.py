"""A home is a ledger with a server of its own; what one command does to it touches no other."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.request

from store.embedded import EmbeddedPostgres
from tests.cli.commanding import COMMAND, WAITING_LIST, Home


def test_two_homes_are_two_ledgers_and_stop_ends_only_its_own(book: Home, fresh: Home) -> None:
    fresh.take(WAITING_LIST)
    mine, other = fresh.answer("status"), book.answer("status")
    assert mine["ledger"] != other["ledger"]
    assert mine["position"] < other["position"]
    assert fresh.answer("stop")["stopped"] is True
    assert fresh.answer("stop")["stopped"] is False
    assert fresh.answer("status")["server"]["running"] is False
    assert book.answer("status")["server"]["running"] is True
    assert fresh.figure("waiting-over-one-year", as_of="2003-12-01")["value"] == 2, "started again, nothing was lost"


def test_status_starts_nothing_and_makes_nothing(fresh: Home) -> None:
    status = fresh.answer("status")
    assert (status["position"], status["server"]["running"]) == (None, False)
    assert not fresh.path.exists()


def test_secrets_of_a_home_are_its_owners_alone(book: Home) -> None:
    for name in ("keys.json", "application.pw", "log/ketenboek.jsonl"):
        assert (book.path / name).stat().st_mode & 0o077 == 0, name


def test_the_command_does_not_work_as_the_superuser(book: Home) -> None:
    server = EmbeddedPostgres(book.path)
    import psycopg

    with psycopg.connect(server.conninfo()) as connection:
        row = connection.execute("select rolsuper from pg_roles where rolname = 'ketenboek_app'").fetchone()
    assert row == (False,)


def test_a_database_of_ones_own_is_used_as_it_is(book: Home, fresh: Home) -> None:
    import psycopg

    server = EmbeddedPostgres(book.path)
    with psycopg.connect(server.conninfo(dbname="postgres"), autocommit=True) as connection:
        connection.execute("create database own")
    address = server.conninfo(dbname="own")
    said = fresh.run("import", WAITING_LIST, "--json", KETENBOEK_DATABASE_URL=address)
    assert said.code == 0, said.told
    again = fresh.run("figure", "waiting-over-one-year", "--as-of", "2003-12-01", KETENBOEK_DATABASE_URL=address)
    assert "2 waiting spells" in again.out
    assert not (fresh.path / "postgres").exists()


def test_a_home_with_other_keys_is_refused(fresh: Home) -> None:
    fresh.take(WAITING_LIST)
    keys = fresh.path / "keys.json"
    kept = keys.read_bytes()
    keys.unlink()
    said = fresh.run("figure", "waiting-over-one-year")
    assert said.code == 1
    assert "keys.json" in said.told
    keys.write_bytes(kept)
    keys.chmod(0o600)
    assert fresh.run("figure", "waiting-over-one-year").code == 0


def test_a_demo_sets_everything_up_and_ends(fresh: Home) -> None:
    said = fresh.run("demo", "--no-serve")
    assert said.code == 0, said.told
    for told in ("236 placements", "148 trajectories", "+1 new facts", "3 waiting spells", "REASON_EXPIRED"):
        assert told in said.out
    assert fresh.run("demo", "--no-serve").code == 0, "and again"


def test_serve_answers_the_same_on_this_machine_and_ends_when_interrupted(book: Home) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [str(COMMAND), "serve", "--port", str(port)]
    with subprocess.Popen(words, env=book.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as served:
        try:
            address = f"http://127.0.0.1:{port}/v1/figures/waiting-over-one-year?as_of=2003-12-01"
            assert b'"value":2' in fetched(address).replace(b" ", b"")
            taken = book.run("serve", "--port", port)
            assert (taken.code, "Traceback" in taken.told) == (1, False)
        finally:
            served.send_signal(signal.SIGINT)
            _, told = served.communicate(timeout=20)
    assert served.returncode == 0
    assert b"Traceback" not in told


def fetched(address: str) -> bytes:
    """The answer, once somebody answers."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310  our own server
                return bytes(response.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody answered")
