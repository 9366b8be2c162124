"""Tokens: what holds, and everything that does not; which test a token failed is never told."""

from __future__ import annotations

import base64
import hmac
import json
import time
from uuid import UUID, uuid4

import pytest
from joserfc import jwk, jws

from api.access import Access, Caller
from api.issuing import ALGORITHM, NAME, OwnIssuer, audience_of, load_or_make_key, new_key
from api.problems import TokenRefused
from api.tokens import BearerTokens, KeysAreWrong, RevokedTokens, issuer_of
from store.readers import Reader

AUDIENCE = "urn:ketenboek:ledger:test"
NOW = 1_800_000_000
KEY = new_key()
RSA = jwk.RSAKey.generate_key(2048, {"kid": "rsa", "alg": "RS256", "use": "sig"}, private=True)
MANAGER = {"sub": "m1234", "role": "case_manager", "municipality": "0014"}
GOOD = {
    "iss": NAME,
    "aud": AUDIENCE,
    "iat": NOW,
    "exp": NOW + 900,
    "jti": "4fd0c8e7-0001",
    "client_id": "dashboard",
    **MANAGER,
}
HEADER = {"alg": ALGORITHM, "kid": KEY.kid, "typ": "at+jwt"}


def encoded(part: dict[str, object] | bytes) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(claims: dict[str, object], header: dict[str, object] = HEADER, key: jwk.Key = KEY) -> str:
    registry = jws.JWSRegistry(algorithms=list(jws.JWSRegistry.algorithms), strict_check_header=False)
    return jws.serialize_compact(header, json.dumps(claims), key, None, registry)


@pytest.fixture
def tokens(tmp_path):
    keys = {"keys": [KEY.as_dict(private=False), RSA.as_dict(private=False)]}
    issuer = issuer_of(NAME, AUDIENCE, keys)
    return BearerTokens(issuer, revoked=RevokedTokens(tmp_path / "revoked-tokens.txt"), now=lambda: NOW + 60)


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in GOOD.items() if key != name}


def test_a_token_in_order_names_its_caller(tokens):
    caller = tokens.caller_of(signed(GOOD | {"purpose": "execution audit", "organisation": "urn:nld:oin:1"}))

    assert caller == Caller(
        Reader(role="case_manager", municipality="0014", name="m1234"),
        "dashboard",
        "m1234",
        ("execution", "audit"),
        "urn:nld:oin:1",
    )


@pytest.mark.parametrize(
    ("bound", "reader"),
    [
        (
            {"role": "provider", "provider": "Aanbieder X"},
            Reader(role="provider", provider="Aanbieder X", name="m1234"),
        ),
        ({"role": "auditor", "engagement": "2009-7"}, Reader(role="auditor", engagement="2009-7", name="m1234")),
        ({"role": "ministry"}, Reader(role="ministry", name="m1234")),
        ({"role": "administrator"}, Reader(role="administrator", name="m1234")),
        (
            {"role": "participant", "registration": str(UUID(int=7))},
            Reader(role="participant", subject=UUID(int=7), name="m1234"),
        ),
    ],
)
def test_every_role_is_bound_to_what_it_must_be(tokens, bound, reader):
    claims = without("municipality") | bound
    assert tokens.caller_of(signed(claims)).reader == reader

    with pytest.raises(TokenRefused):
        tokens.caller_of(signed(claims | {"municipality": "0014", "jti": "other"}))


@pytest.mark.parametrize("kind", ["at+jwt", "AT+JWT", "application/at+jwt"])
def test_the_type_of_an_access_token_is_taken_in_both_spellings(tokens, kind):
    assert tokens.caller_of(signed(GOOD, HEADER | {"typ": kind}))


@pytest.mark.parametrize("audience", [AUDIENCE, [AUDIENCE], ["urn:other", AUDIENCE]])
def test_one_of_the_audiences_is_enough(tokens, audience):
    assert tokens.caller_of(signed(GOOD | {"aud": audience}))


def test_a_key_signs_by_its_own_algorithm(tokens):
    assert tokens.caller_of(signed(GOOD, {"alg": "RS256", "kid": "rsa", "typ": "at+jwt"}, RSA))


REFUSED_CLAIMS = {
    "another issuer": {"iss": "urn:evil"},
    "another audience": {"aud": "urn:ketenboek:ledger:other"},
    "a list of other audiences": {"aud": ["urn:a", "urn:b"]},
    "an audience that is no text": {"aud": {AUDIENCE: 1}},
    "a part of the audience": {"aud": AUDIENCE[:-1]},
    "past its time": {"iat": NOW - 900, "exp": NOW + 55},
    "not begun": {"iat": NOW + 66, "exp": NOW + 900},
    "not to be used before later": {"nbf": NOW + 66},
    "living too long": {"exp": NOW + 6 * 3600 + 1},
    "ending before it begins": {"exp": NOW - 1, "iat": NOW},
    "ending at a word": {"exp": "tomorrow"},
    "ending at true": {"exp": True},
    "a role that there is not": {"role": "superuser"},
    "a role in a list": {"role": ["case_manager"]},
    "no municipality": {"municipality": ""},
    "a municipality that is no code": {"municipality": "Groningen"},
    "bound to two things": {"provider": "X"},
    "a subject that is a number of a person": {"sub": "123456782"},
    "a client that is a number of a person": {"client_id": "123456782"},
    "a subject on two lines": {"sub": "m1\nm2"},
    "another authorised party": {"azp": "somebody else"},
    "no purpose in the list of purposes": {"purpose": []},
    "a purpose that is no word": {"purpose": 7},
    "an organisation that is no address": {"organisation": "us"},
}


@pytest.mark.parametrize("changed", REFUSED_CLAIMS.values(), ids=REFUSED_CLAIMS)
def test_a_token_that_says_otherwise_is_refused(tokens, changed):
    with pytest.raises(TokenRefused):
        tokens.caller_of(signed(GOOD | changed))


@pytest.mark.parametrize("name", ["iss", "exp", "aud", "sub", "iat", "jti", "client_id", "role", "municipality"])
def test_a_claim_that_is_needed_is_needed(tokens, name):
    with pytest.raises(TokenRefused):
        tokens.caller_of(signed(without(name)))


REFUSED_HEADERS = {
    "no type": {"alg": ALGORITHM, "kid": KEY.kid},
    "the type of another token": HEADER | {"typ": "JWT"},
    "no key": {"alg": ALGORITHM, "typ": "at+jwt"},
    "another key": HEADER | {"kid": "other"},
    "a key that it brings along": HEADER | {"jwk": KEY.as_dict(private=False)},
    "an address of keys": HEADER | {"jku": "https://evil.example/keys"},
    "what must be understood": HEADER | {"crit": ["exp"]},
}


@pytest.mark.parametrize("header", REFUSED_HEADERS.values(), ids=REFUSED_HEADERS)
def test_a_header_that_says_otherwise_is_refused(tokens, header):
    payload = f"{encoded(header)}.{encoded(GOOD)}"
    signature = jws.JWSRegistry.algorithms[ALGORITHM].sign(payload.encode(), KEY)
    with pytest.raises(TokenRefused):
        tokens.caller_of(f"{payload}.{encoded(signature)}")


def test_algorithm_none_and_a_secret_made_of_the_public_key_are_refused(tokens):
    none = encoded(HEADER | {"alg": "none"})
    with_secret = f"{encoded({'alg': 'HS256', 'kid': 'rsa', 'typ': 'at+jwt'})}.{encoded(GOOD)}"
    made_of_public = hmac.digest(RSA.as_pem(private=False), with_secret.encode(), "sha256")

    for token in (
        f"{none}.{encoded(GOOD)}.",
        f"{none}.{encoded(GOOD)}.AA",
        f"{with_secret}.{encoded(made_of_public)}",
        signed(
            GOOD,
            {"alg": "PS256", "kid": "rsa", "typ": "at+jwt"},
            jwk.RSAKey.import_key(RSA.as_dict(private=True), {"alg": "PS256"}),
        ),
    ):
        with pytest.raises(TokenRefused):
            tokens.caller_of(token)


def test_what_is_not_written_as_a_token_is_refused(tokens):
    good = signed(GOOD)
    header, payload, signature = good.split(".")
    tail = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same_bytes = signature[:-1] + tail[tail.index(signature[-1]) ^ 1]

    for token in (
        good + "=",
        f"{header}=.{payload}.{signature}",
        f"{header}.{payload}.{same_bytes}",
        f"{header}.{payload}",
        f"{good}.{payload}.{payload}",
        good + " ",
        "",
        "." * 2,
        "a" * 9_000,
        f"{header}.{encoded(GOOD | {'municipality': '0363'})}.{signature}",
        f"{header}.{encoded(b'[]')}.{signature}",
    ):
        with pytest.raises(TokenRefused):
            tokens.caller_of(token)
    assert tokens.caller_of(good)


def test_a_claim_that_stands_twice_is_refused(tokens):
    twice = json.dumps(GOOD)[:-1] + ', "municipality": "0363"}'
    token = jws.serialize_compact(HEADER, twice, KEY, [ALGORITHM])
    with pytest.raises(TokenRefused):
        tokens.caller_of(token)


def test_a_bearer_token_may_be_shown_again_and_its_jti_in_another_token_is_refused(tokens):
    token = signed(GOOD)
    assert tokens.caller_of(token) == tokens.caller_of(token)

    with pytest.raises(TokenRefused):
        tokens.caller_of(signed(GOOD | {"client_id": "another"}))
    with pytest.raises(TokenRefused):
        tokens.caller_of(signed(GOOD))  # the same words, signed again: another token


def test_a_token_that_was_in_order_ends_in_time_and_can_be_withdrawn(tokens, tmp_path):
    first, second = signed(GOOD), signed(GOOD | {"jti": "second"})
    assert tokens.caller_of(first)
    assert tokens.caller_of(second)

    (tmp_path / "revoked-tokens.txt").write_text("second\n")
    with pytest.raises(TokenRefused):
        tokens.caller_of(second)
    assert tokens.caller_of(first)

    tokens.now = lambda: NOW + 905
    with pytest.raises(TokenRefused):
        tokens.caller_of(first)


def test_five_seconds_of_another_clock_are_forgiven(tokens):
    token = signed(GOOD)
    tokens.now = lambda: NOW - 5
    assert tokens.caller_of(token)
    tokens.now = lambda: NOW + 904
    assert tokens.caller_of(token)


PUBLIC = KEY.as_dict(private=False)
SHORT = {"kty": "RSA", "kid": "short", "alg": "RS256", "n": encoded(b"\xff" * 128), "e": "AQAB"}
WRONG_KEYS = {
    "no key": {},
    "an empty set": {"keys": []},
    "no kid": {"keys": [{key: value for key, value in PUBLIC.items() if key != "kid"}]},
    "one kid twice": {"keys": [PUBLIC, PUBLIC]},
    "a private key": {"keys": [KEY.as_dict(private=True)]},
    "a secret": {"keys": [{"kty": "oct", "k": "AAAA", "kid": "s", "alg": "HS256"}]},
    "another algorithm": {"keys": [PUBLIC | {"alg": "ES512"}]},
    "an algorithm of another kind of key": {"keys": [PUBLIC | {"alg": "RS256"}]},
    "another curve": {"keys": [PUBLIC | {"crv": "P-384"}]},
    "for sealing": {"keys": [PUBLIC | {"use": "enc"}]},
    "a short key": {"keys": [SHORT]},
    "what is no key": {"keys": [PUBLIC | {"x": "!"}]},
}


@pytest.mark.parametrize("keys", WRONG_KEYS.values(), ids=WRONG_KEYS)
def test_keys_that_cannot_be_trusted_keep_the_server_shut(keys):
    with pytest.raises(KeysAreWrong):
        issuer_of(NAME, AUDIENCE, keys)


def test_this_machine_issues_tokens_that_hold_here_and_on_no_other_ledger(tmp_path):
    here, elsewhere = audience_of(uuid4()), audience_of(uuid4())
    key = load_or_make_key(tmp_path / "token-key.json")
    again = load_or_make_key(tmp_path / "token-key.json")
    token = OwnIssuer(again, here).issue(MANAGER).text

    assert (tmp_path / "token-key.json").stat().st_mode & 0o777 == 0o600
    assert BearerTokens(OwnIssuer(key, here).issuer, revoked=frozenset).caller_of(token).subject == "m1234"
    with pytest.raises(TokenRefused):
        BearerTokens(OwnIssuer(key, elsewhere).issuer, revoked=frozenset).caller_of(token)
    later = BearerTokens(OwnIssuer(key, here).issuer, revoked=frozenset, now=lambda: time.time() + 906)
    with pytest.raises(TokenRefused):
        later.caller_of(token)


def test_a_signing_key_that_others_can_read_is_not_used(tmp_path):
    load_or_make_key(tmp_path / "token-key.json")
    (tmp_path / "token-key.json").chmod(0o640)

    with pytest.raises(KeysAreWrong, match="chmod 600"):
        load_or_make_key(tmp_path / "token-key.json")


# At the door


@pytest.fixture
def strict(filled, calling, tokens):
    """A caller of the API where tokens are needed."""
    return calling(filled, access=Access(tokens))


def test_without_a_token_only_what_holds_no_data_is_told(strict):
    answer = strict.get("/v1/figures/placements")

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="ketenboek"')
    assert answer.headers["ketenboek-access"] == "token"
    assert strict.get("/v1/openapi.json").status_code == 200
    assert strict.get("/v1/processing-activities").status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_a_caller_with_a_token_is_let_in_from_anywhere(strict, scheme):
    shown = {"Authorization": f"{scheme} {signed(without('municipality') | {'role': 'ministry'})}"}
    answer = strict.get("/v1/tree-head", headers=shown, client="10.0.0.7", base_url="https://ketenboek.example")

    assert answer.status_code == 200
    assert answer.headers["ketenboek-access"] == "token"


@pytest.mark.parametrize("shown", ["Basic bTE6cGFzcw==", "Bearer", "Bearer x", f"Bearer  {signed(GOOD)}", "x"])
def test_what_is_shown_instead_of_a_token_is_refused(strict, shown):
    answer = strict.get("/v1/figures/placements", headers={"Authorization": shown})

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    assert answer.json()["type"].endswith(":token-refused")


def test_a_token_that_does_not_hold_is_refused_also_where_none_is_needed(strict):
    assert strict.get("/v1/health", headers={"Authorization": "Bearer x"}).status_code == 401


def test_two_tokens_are_refused(strict):
    token = f"Bearer {signed(GOOD)}"
    shown = [("Authorization", token), ("Authorization", token)]
    assert strict.get("/v1/figures/placements", headers=shown).status_code == 401


@pytest.mark.parametrize("name", ["access_token", "accessToken", "token"])
def test_a_token_in_the_address_is_refused_and_never_written_down(strict, name):
    token = signed(GOOD)
    answer = strict.get("/v1/figures/placements", params={name: token})

    assert (answer.status_code, answer.json()["type"]) == (400, "urn:ketenboek:problem:token-in-query")
    assert token not in answer.text + strict.lines.getvalue() + strict.decisions.getvalue()
