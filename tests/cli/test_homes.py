"""A home is a ledger with a server of its own; what one command does to it touches no other."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from cli.demo import EXAMPLES, FILES
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


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ("nonsense", "is no address of a database"),
        ("port", "Nothing answers"),
        ("dbname", "no database of that name"),
        ("user", "does not let this role in"),
    ],
)
def test_a_wrong_address_is_told_soon_and_without_its_password(book: Home, fresh: Home, change: str, hint: str) -> None:
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    told = {"port": "1", "dbname": "none", "user": "nobody"}
    right = conninfo_to_dict(EmbeddedPostgres(book.path).conninfo())
    right |= {} if change == "dbname" else {"password": "geheim-1"}
    address = "nonsense geheim-1" if change == "nonsense" else make_conninfo("", **right | {change: told[change]})
    for command in (("status",), ("figure", "placements")):
        begun = time.monotonic()
        said = fresh.run(*command, KETENBOEK_DATABASE_URL=address)
        assert (
            time.monotonic() - begun < 20
        )  # at once or after five seconds, and not after the half minute of an outage
        assert said.code == 1
        assert hint in " ".join(said.told.split())
        assert str(right["password"]) not in said.told + said.out


def test_status_makes_nothing_in_a_foreign_database(book: Home, fresh: Home) -> None:
    import psycopg

    server = EmbeddedPostgres(book.path)
    with psycopg.connect(server.conninfo(dbname="postgres"), autocommit=True) as connection:
        connection.execute("create database foreign_one")
    address = server.conninfo(dbname="foreign_one")
    said = fresh.run("status", KETENBOEK_DATABASE_URL=address)
    assert said.code == 0, said.told
    assert "no ledger here yet" in said.out
    with psycopg.connect(address) as connection:
        row = connection.execute("select count(*) from pg_namespace where nspname in ('ledger', 'vault')").fetchone()
        table = connection.execute("select to_regclass('public.ketenboek_migration')").fetchone()
    assert (row, table) == ((0,), (None,))
    assert not (fresh.path / "keys.json").exists()


def test_a_password_file_that_holds_something_else_is_told(fresh: Home) -> None:
    fresh.take(WAITING_LIST)
    (fresh.path / "application.pw").write_bytes(b"x\xff\x00")
    said = fresh.run("figure", "waiting-over-one-year")
    assert said.code == 1
    assert "application.pw holds no password" in said.told
    (fresh.path / "application.pw").unlink()
    assert fresh.run("figure", "waiting-over-one-year").code == 0


def test_the_version_is_told() -> None:
    from importlib.metadata import version

    assert Home().run("--version").out.strip() == f"ketenboek {version('ketenboek')}"


def test_the_demo_takes_every_example_file() -> None:
    assert sorted(name for name, _ in FILES) == sorted(path.name for path in EXAMPLES.iterdir())


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
    words = [str(COMMAND), "serve", "--demo", "--port", str(port)]
    with subprocess.Popen(words, env=book.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as served:
        try:
            address = f"http://127.0.0.1:{port}/v1/figures/waiting-over-one-year?asOf=2003-12-01"
            assert b'"value":2' in fetched(address).replace(b" ", b"")
            taken = book.run("serve", "--demo", "--port", port)
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
