"""Tokens from the command line: for whom, for how long, and that a server of the same home takes them and no others."""

from __future__ import annotations

import base64
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commanding import PLACEMENTS, Home

ROOT = Path(__file__).resolve().parents[2]
FIGURE = "/v1/figures/placements?municipality=0014&ids=false"


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A ledger with the placements of Groningen."""
    one = Home()
    try:
        one.take(PLACEMENTS, municipality="Groningen")
        yield one
    finally:
        one.end()


def test_a_token_goes_alone_to_standard_output_and_its_end_beside_it(home):
    said = home.run("token", "--role", "case-manager", "--municipality", "Groningen", "--purpose", "execution")

    assert said.code == 0
    assert said.out.count(".") == 2
    assert len(said.out.splitlines()) == 1
    assert "ketenboek token --withdraw" in said.told
    assert (home.path / "token-key.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ((), "--role"),
        (("--role", "boss"), "case-manager"),
        (("--role", "case-manager"), "--municipality 0014"),
        (("--role", "ministry", "--municipality", "0014"), "--municipality"),
        (("--role", "provider", "--municipality", "0014"), "--provider"),
        (("--role", "participant", "--registration", "no-id"), "a random id at --registration"),
        (("--role", "auditor", "--engagement", "two words"), "without spaces"),
        (("--role", "ministry", "--name", "two words"), "without spaces"),
        (("--role", "ministry", "--name", "123456782"), "never the number of a person"),
        (("--role", "ministry", "--name", ""), "--name m1234"),
        (("--role", "ministry", "--purpose", "curiosity"), "accountability"),
        (("--role", "ministry", "--withdraw", "x"), "--withdraw"),
        (("--withdraw", "a b"), "without spaces"),
    ],
)
def test_a_token_that_no_server_would_take_is_not_issued(home, words, hint):
    said = home.run("token", *words, "--json")

    assert said.code == 2, said.told
    assert hint in " ".join(said.told.split())
    assert json.loads(said.out)["error"]["reason"] == "Misused"


def test_a_token_is_somebody_by_itself_unless_it_is_given_a_name(home):
    words = ("token", "--role", "case-manager", "--municipality", "0014")
    issued = [home.answer(*words) for _ in range(2)] + [home.answer(*words, "--name", "m1234") for _ in range(2)]
    one, other, named, again = (claims_of(answer["token"]) for answer in issued)

    assert one["sub"] == one["jti"] == issued[0]["subject"] != other["sub"] == other["jti"]
    assert named["sub"] == again["sub"] == issued[2]["subject"] == "m1234"
    assert named["jti"] != again["jti"]


def claims_of(token: str) -> dict[str, str]:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def test_where_tokens_come_from_elsewhere_none_is_issued_here(home, tmp_path):
    issuer = {
        "KETENBOEK_TOKEN_ISSUER": "https://idp.example",
        "KETENBOEK_TOKEN_AUDIENCE": "urn:ledger",
        "KETENBOEK_TOKEN_KEYS": str(tmp_path / "keys.json"),
    }
    said = home.run("token", "--role", "ministry", **issuer)
    assert (said.code, "https://idp.example" in said.told) == (1, True)

    (tmp_path / "keys.json").write_text('{"keys": [{"kty": "oct", "k": "AAAA", "kid": "a", "alg": "HS256"}]}')
    refused = home.run("serve", "--port", str(free_port()), **issuer)
    assert refused.code == 1
    assert "ES256, PS256, RS256" in refused.told

    del issuer["KETENBOEK_TOKEN_AUDIENCE"]
    half = home.run("status", **issuer)
    assert half.code == 2
    assert "KETENBOEK_TOKEN_AUDIENCE" in half.told


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(port: int, token: str | None) -> int:
    """The status of a figure asked with this token."""
    shown = {} if token is None else {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{FIGURE}", headers=shown)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def serving(home) -> Iterator[int]:
    """The port at which the home is served, by tokens."""
    port = free_port()
    command = [sys.executable, "-m", "cli.main", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=home.environment(), stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


def test_a_server_takes_the_tokens_of_its_home_until_they_are_withdrawn(home, serving):
    issued = home.answer("token", "--role", "case-manager", "--municipality", "0014")
    other = home.answer("token", "--role", "case-manager", "--municipality", "0363")

    assert asked(serving, None) == 401
    assert asked(serving, issued["token"]) == 200
    assert asked(serving, other["token"]) == 403
    assert asked(serving, issued["token"][:-1]) == 401

    assert home.answer("token", "--withdraw", issued["jti"]) == {"withdrawn": issued["jti"]}
    assert asked(serving, issued["token"]) == 401

    decisions = [json.loads(line) for line in (home.path / "log" / "access.jsonl").read_text().splitlines()]
    assert [one["reason"] for one in decisions][:2] == ["no-token", None]
    assert [one["subject"] for one in decisions][1:3] == [issued["jti"], other["jti"]]
    for file in (home.path / "log").iterdir():
        assert issued["token"] not in file.read_text()
        assert file.stat().st_mode & 0o077 == 0
