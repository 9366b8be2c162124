"""Signing in at an issuer elsewhere, asked over HTTP: here one that a test serves, and that answers as it is told."""

from __future__ import annotations

import json
import time
from base64 import b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwk, jwt

from api.access import Access
from api.browser import Browsers
from api.issuing import new_key
from api.outside_issuer import ANSWER_BYTES_MAX, DISCOVERY, OutsideIssuer, is_guarded
from api.sessions import Sessions
from api.sign_in import RETURN_PATH, SignIn, challenge_of
from api.tokens import BearerTokens, issuer_of
from tests.api.browsing import OURS, Browsing

CLIENT, SECRET, AUDIENCE = "pages", "not to be told", "urn:example:ketenboek"


class Elsewhere(ThreadingHTTPServer):
    """An issuer on a port of this machine; what it says can be changed."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.key = new_key()
        self.name = f"http://127.0.0.1:{self.server_port}/realms/test"
        self.described: dict[str, Any] = {
            "issuer": self.name,
            "authorization_endpoint": f"{self.name}/auth?kind=code",
            "token_endpoint": f"{self.name}/token",
            "code_challenge_methods_supported": ["plain", "S256"],
        }
        self.access: dict[str, Any] = {"role": "case_manager", "municipality": "0014"}
        self.identity: dict[str, Any] = {}
        self.signs: jwk.ECKey = self.key
        self.redeemed: list[dict[str, str]] = []
        self.asked: dict[str, str] = {}
        self.answers: tuple[int, Any] | None = None

    def tokens(self) -> dict[str, Any]:
        """What it gives for a code."""
        now = int(time.time())
        both = {"iss": self.name, "sub": "m1", "iat": now, "exp": now + 300}
        access = {**both, "aud": AUDIENCE, "jti": f"j{now}{len(self.redeemed)}", "client_id": CLIENT, **self.access}
        identity = {**both, "aud": CLIENT, "nonce": self.asked["nonce"], **self.identity}
        signed = {"alg": "ES256", "kid": self.key.kid}
        return {
            "token_type": "Bearer",
            "access_token": jwt.encode({**signed, "typ": "at+jwt"}, access, self.signs, ["ES256"]),
            "id_token": jwt.encode({**signed, "typ": "JWT"}, identity, self.signs, ["ES256"]),
        }


class _Answers(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        self._say(200, self.server.described)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        told = {name: values[0] for name, values in form.items()}
        told["who"] = b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        self.server.redeemed.append(told)
        is_right = challenge_of(told["code_verifier"]) == self.server.asked["code_challenge"]
        self._say(*(self.server.answers or ((200, self.server.tokens()) if is_right else (400, {"error": "invalid"}))))

    def _say(self, status: int, document: Any) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing is told."""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """An issuer that is served."""
    server = Elsewhere()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def browsing(filled: Any, calling: Any, elsewhere: Elsewhere) -> Browsing:
    """Somebody before pages for which people sign in elsewhere."""
    tokens = BearerTokens(
        issuer_of(elsewhere.name, AUDIENCE, {"keys": [elsewhere.key.as_dict(private=False)]}), revoked=frozenset
    )
    caller = calling(
        filled,
        access=Access(tokens),
        browsers=Browsers(OURS, Sessions(tokens.revoked)),
        sign_in=SignIn(OutsideIssuer(elsewhere.name, CLIENT, SECRET), tokens),
    )
    return Browsing(caller)


def left(browsing: Browsing, elsewhere: Elsewhere) -> str:
    """Go to the issuer; the address with which somebody comes back."""
    answer = browsing.once("GET", "/aanmelden/begin?next=/doel", {})
    assert answer.status_code == 303, answer.text
    parts = urlsplit(answer.headers["location"])
    elsewhere.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert answer.headers["location"].startswith(f"{elsewhere.name}/auth?kind=code&response_type=code")
    return f"{RETURN_PATH}?state={elsewhere.asked['state']}&code=c1&session_state=x"


def test_who_signed_in_elsewhere_reads_here(browsing: Browsing, elsewhere: Elsewhere) -> None:
    address = left(browsing, elsewhere)
    assert elsewhere.asked["redirect_uri"] == OURS + RETURN_PATH
    assert elsewhere.asked["code_challenge_method"] == "S256"

    browsing.go(address)

    assert "U leest als klantmanager, Groningen." in browsing.answer.text
    (redeemed,) = elsewhere.redeemed
    assert (redeemed["who"], redeemed["code"]) == (f"{CLIENT}:{SECRET}", "c1")
    assert redeemed["redirect_uri"] == OURS + RETURN_PATH


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "others"},
        {"aud": [CLIENT, "others"]},
        {"azp": "others"},
        {"iss": "https://other.example"},
        {"sub": "m2"},
        {"exp": 1},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_this_return_signs_nobody_in(
    browsing: Browsing, elsewhere: Elsewhere, said: dict[str, Any]
) -> None:
    elsewhere.identity = said

    assert browsing.once("GET", left(browsing, elsewhere), {}).status_code == 403
    assert browsing.go("/").status_code == 401


@pytest.mark.parametrize("said", [{"role": "boss"}, {"aud": "others"}, {"municipality": None}, {"exp": 1}], ids=str)
def test_who_has_no_role_here_is_not_signed_in(browsing: Browsing, elsewhere: Elsewhere, said: dict[str, Any]) -> None:
    elsewhere.access |= said

    assert browsing.once("GET", left(browsing, elsewhere), {}).status_code == 403


def test_tokens_that_another_key_signed_sign_nobody_in(browsing: Browsing, elsewhere: Elsewhere) -> None:
    elsewhere.signs = new_key()

    assert browsing.once("GET", left(browsing, elsewhere), {}).status_code == 403


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ((400, {"error": "invalid_grant"}), 403),
        ((200, {}), 403),
        ((200, {"access_token": "a", "id_token": "b", "token_type": "mac"}), 403),
        ((500, {}), 503),
        ((302, {}), 503),
        ((200, []), 503),
        ((200, {"long": "x" * ANSWER_BYTES_MAX}), 503),
    ],
)
def test_an_issuer_that_does_not_answer_well_signs_nobody_in(
    browsing: Browsing, elsewhere: Elsewhere, answers: Any, status: int
) -> None:
    elsewhere.answers = answers
    answer = browsing.once("GET", left(browsing, elsewhere), {})

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert SECRET not in answer.text + browsing.caller.lines.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://other.example"},
        {"code_challenge_methods_supported": ["plain"]},
        {"authorization_endpoint": "http://other.example/auth"},
        {"token_endpoint": "http://other.example/token"},
        {"token_endpoint": None},
    ],
    ids=str,
)
def test_an_issuer_that_says_otherwise_of_itself_is_not_gone_to(
    browsing: Browsing, elsewhere: Elsewhere, said: dict[str, Any]
) -> None:
    good = dict(elsewhere.described)
    elsewhere.described |= said
    assert browsing.once("GET", "/aanmelden/begin", {}).status_code == 503
    assert DISCOVERY not in browsing.answer.text

    elsewhere.described = good
    assert browsing.once("GET", "/aanmelden/begin", {}).status_code == 303


def test_only_https_and_this_machine_are_guarded() -> None:
    assert is_guarded("https://login.example.org/token")
    assert is_guarded("http://127.0.0.1:8080/token")
    assert not is_guarded("http://login.example.org/token")
    assert not is_guarded("ftp://127.0.0.1/token")
