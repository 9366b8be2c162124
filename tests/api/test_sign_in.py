"""Signing in on pages: with code, PKCE, state and nonce, each once; a session of its own, and out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from api.access import Access
from api.browser import Browsers
from api.demo_issuer import CLIENT, USERS, DemoIssuer
from api.policy import OF_PAGES, purposes_of
from api.problems import SignInRefused
from api.sessions import LIFETIME_SECONDS, UNUSED_SECONDS, Sessions
from api.sign_in import RETURN_PATH, UNDER_WAY_SECONDS, SignIn
from api.tokens import BearerTokens
from store.readers import ROLES
from tests.api.browsing import OURS, Browsing

GRONINGEN = "/cijfers/placements?municipality=Groningen&period=2007-01-01..2008-07-01&registeredBy=2008-09-18"


class Clock:
    """The time, which a test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def revoked() -> set[str]:
    """The tokens that were withdrawn."""
    return set()


@pytest.fixture
def demo(filled: Any, calling: Any, badges: Any, clock: Clock, revoked: set[str]) -> Callable[..., Browsing]:
    """Browsers before one application with the issuer for trying out; open, or for who signed in alone."""
    callers: dict[bool, Any] = {}

    def demo(*, is_open: bool = True, **headers: str) -> Browsing:
        if is_open not in callers:
            own = type(badges.issuer)(badges.issuer._key, badges.issuer.audience, clock)
            tokens = BearerTokens(own.issuer, revoked=lambda: frozenset(revoked), now=clock)
            callers[is_open] = calling(
                filled,
                access=Access(tokens, is_open=is_open),
                browsers=Browsers(None, Sessions(tokens.revoked, clock)),
                sign_in=SignIn(DemoIssuer(own, clock), tokens, clock),
            )
        return Browsing(callers[is_open], headers)

    return demo


def signed_in(browsing: Browsing, user: str, purpose: str | None = "execution", going_to: str = "/") -> Browsing:
    """Somebody who signed in, as a person does: by the link, the list of who there is, and the purpose."""
    browsing.go(f"/aanmelden?next={going_to}")
    begin = re.search(r'href="(/aanmelden/begin[^"]*)"', browsing.answer.text)
    assert begin is not None
    browsing.go(begin[1].replace("&amp;", "&"))
    assert browsing.at.startswith("/proef-uitgever?"), browsing.at
    browsing.send("/proef-uitgever", user=user)
    if purpose is not None and browsing.at.startswith("/doel"):
        browsing.send("/doel", purpose=purpose)
    return browsing


def returned(browsing: Browsing, user: str = "m-groningen") -> str:
    """The address with which the issuer sends somebody back, not yet opened."""
    browsing.go("/aanmelden/begin")
    place = browsing.at
    browsing.answer = browsing.once("GET", place, {})
    form = re.search(r'name="form_secret" value="(\w+)"', browsing.answer.text)
    assert form is not None
    answer = browsing.once(
        "POST",
        place,
        {"Content-Type": "application/x-www-form-urlencoded", "Origin": OURS},
        f"form_secret={form[1]}&user={user}",
    )
    assert answer.status_code == 303
    return str(answer.headers["location"]).removeprefix(OURS)


def test_who_signs_in_reads_as_their_role_and_every_page_says_so(demo: Any) -> None:
    browsing = signed_in(demo(), "m-groningen")

    assert browsing.at == "/"
    assert "U leest als klantmanager, Groningen." in browsing.answer.text
    assert "Inburgering uitvoeren" in browsing.answer.text
    assert "236 " in browsing.go(GRONINGEN).text
    assert browsing.go(GRONINGEN.replace("Groningen", "Haarlem")).status_code == 403
    assert browsing.caller.logboek()[-1]


def test_the_api_takes_no_cookie_for_a_token(demo: Any) -> None:
    browsing = signed_in(demo(is_open=False), "m-groningen")
    assert browsing.go(GRONINGEN).status_code == 200

    assert browsing.once("GET", "/v1/figures/placements?municipality=0014&ids=false", {}).status_code == 401


@pytest.mark.parametrize("user", USERS, ids=lambda one: one.subject)
def test_there_is_somebody_of_every_role_to_try_out(demo: Any, user: Any) -> None:
    browsing = signed_in(demo(), user.subject, None)
    assert browsing.answer.status_code == 200, browsing.answer.text
    session = browsing.caller.browsers.sessions.of(browsing.cookies["ketenboek"])

    assert session.caller.role == user.role
    assert session.caller.client == CLIENT
    assert session.purpose in (None, *purposes_of(session.caller))
    assert {one.role for one in USERS} == set(ROLES)


def test_what_one_case_manager_to_try_out_proposes_another_can_approve(demo: Any) -> None:
    places = [one.place for one in USERS if one.role == "case_manager"]
    assert {place for place in places if places.count(place) == 2} == {"Groningen", "Zwijndrecht"}
    assert "Amsterdam" in places

    browsing = demo()
    browsing.go("/aanmelden/begin")
    assert all(f">{one.subject}</span>" in browsing.answer.text for one in USERS if one.record is None)


def test_where_somebody_was_going_they_are_after_signing_in(demo: Any) -> None:
    browsing = demo(is_open=False)
    refused = browsing.go(GRONINGEN)
    assert refused.status_code == 401
    link = re.search(r'class="nl-button nl-button--primary" href="(/aanmelden\?next=[^"]+)"', refused.text)
    assert link is not None
    browsing.go(link[1].replace("&amp;", "&"))
    begin = re.search(r'href="(/aanmelden/begin[^"]*)"', browsing.answer.text)
    assert begin is not None
    browsing.go(begin[1].replace("&amp;", "&"))
    browsing.send("/proef-uitgever", user="m-groningen")
    browsing.send("/doel", purpose="execution")

    assert (browsing.at, browsing.answer.status_code) == (GRONINGEN, 200)


@pytest.mark.parametrize("address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
@pytest.mark.parametrize("page", ["/aanmelden", "/aanmelden/begin", "/doel"])
def test_nobody_is_sent_elsewhere(demo: Any, page: str, address: str) -> None:
    browsing = signed_in(demo(), "m-groningen")
    answer = browsing.once("GET", f"{page}?next={address}", {})

    assert answer.status_code == 400
    assert "elsewhere" not in answer.text + answer.headers.get("location", "")


def test_what_the_browser_kept_before_signing_in_is_worth_nothing_after(demo: Any) -> None:
    browsing = demo()
    browsing.go("/aanmelden/begin")
    before = browsing.cookies["ketenboek"]
    browsing.send("/proef-uitgever", user="m-groningen")
    after = browsing.cookies["ketenboek"]

    assert before != after
    sessions = browsing.caller.browsers.sessions
    assert sessions.of(before) is None
    assert sessions.of(after) is not None


def test_a_return_is_taken_once(demo: Any) -> None:
    browsing = demo()
    address = returned(browsing)
    kept = dict(browsing.cookies)
    assert browsing.once("GET", address, {}).status_code == 303

    for cookies in (browsing.cookies, kept):
        again = Browsing(browsing.caller, cookies=dict(cookies)).once("GET", address, {})
        assert again.status_code == 403
        assert "sign-in-refused" in again.text


def test_a_return_in_another_browser_signs_nobody_in(demo: Any) -> None:
    attacker, victim = demo(), demo()
    address = returned(attacker)
    victim.go("/aanmelden/begin")
    kept = dict(victim.cookies)

    assert victim.once("GET", address, {}).status_code == 403
    assert victim.cookies == kept
    assert victim.caller.browsers.sessions.of(kept["ketenboek"]) is None


@pytest.mark.parametrize("change", ["code", "state", "iss", "no code", "nothing"])
def test_a_return_that_was_changed_signs_nobody_in(demo: Any, change: str) -> None:
    browsing = demo()
    address = returned(browsing)
    if change == "nothing":
        address = RETURN_PATH
    elif change == "no code":
        address = re.sub("code=[^&]*", "error=access_denied", address)
    else:
        address = re.sub(f"{change}=[^&]*", f"{change}=urn:other", address)

    assert browsing.once("GET", address, {}).status_code == 403
    assert browsing.caller.browsers.sessions.of(browsing.cookies["ketenboek"]) is None
    assert browsing.caller.access_log()[-1]["event"] == "sign-in"
    assert browsing.caller.access_log()[-1]["decision"] == "refused"


def test_who_comes_back_too_late_begins_again(demo: Any, clock: Clock) -> None:
    browsing = demo()
    address = returned(browsing)
    clock.now += UNDER_WAY_SECONDS

    assert browsing.once("GET", address, {}).status_code == 403


def test_a_code_is_worth_nothing_without_its_verifier(badges: Any) -> None:
    issuer = DemoIssuer(badges.issuer)
    asked = {"redirect_uri": OURS + RETURN_PATH, "code_challenge": "x" * 43, "nonce": "n", "state": "s"}
    code = parse_qs(urlsplit(issuer.grant({"sub": "m1", "role": "ministry"}, asked)).query)["code"][0]

    with pytest.raises(SignInRefused):
        issuer.redeem(code, "another", OURS + RETURN_PATH)


def test_the_issuer_for_trying_out_sends_nobody_elsewhere(demo: Any) -> None:
    browsing = demo()
    browsing.go("/aanmelden/begin")
    elsewhere = re.sub("redirect_uri=[^&]*", "redirect_uri=https://elsewhere.example/", browsing.at)

    assert browsing.once("GET", elsewhere, {}).status_code == 400


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(demo: Any) -> None:
    browsing = signed_in(demo(), "m-groningen")
    kept = dict(browsing.cookies)
    browsing.send("/afmelden")

    assert "U bent afgemeld." in browsing.answer.text
    assert "ketenboek" not in browsing.cookies
    assert browsing.caller.browsers.sessions.of(kept["ketenboek"]) is None
    assert [line["event"] for line in browsing.caller.access_log() if line["event"].startswith("sign")] == [
        "sign-in",
        "sign-out",
    ]


def test_the_purpose_is_that_of_the_session_and_can_be_changed(demo: Any) -> None:
    browsing = signed_in(demo(is_open=False), "m-groningen", "identity", GRONINGEN.replace("&", "%26"))
    assert browsing.answer.status_code == 403
    assert "Kies een ander doel" in browsing.answer.text
    link = re.search(r'class="nl-button nl-button--primary" href="(/doel[^"]+)"', browsing.answer.text)
    assert link is not None
    browsing.go(link[1].replace("&amp;", "&"))
    browsing.send("/doel", purpose="enforcement")

    assert (browsing.at, browsing.answer.status_code) == (GRONINGEN, 200)
    assert "enforcement" in str(browsing.caller.logboek()[-1])


def test_no_purpose_is_taken_that_does_not_belong_to_the_role(demo: Any) -> None:
    browsing = signed_in(demo(), "a-accountant", "audit")
    browsing.go("/doel")
    assert 'value="identity"' not in browsing.answer.text
    assert browsing.send("/doel", purpose="identity").status_code == 400
    assert browsing.caller.browsers.sessions.of(browsing.cookies["ketenboek"]).purpose == "audit"


def test_who_chose_no_purpose_is_led_to_the_choice_and_on(demo: Any) -> None:
    browsing = signed_in(demo(is_open=False), "m-groningen", None)
    refused = browsing.once("GET", "/wachtlijst?lines=3", {})
    assert (refused.status_code, refused.headers["location"]) == (303, "/doel?next=%2Fwachtlijst%3Flines%3D3")
    assert browsing.go("/gemeld").status_code == 200
    assert browsing.go("/taakstelling").status_code == 200
    assert browsing.caller.logboek() == []
    browsing.go("/en/waiting-list")
    assert browsing.at.startswith("/en/purpose?")
    browsing.send("/en/purpose", purpose="execution")
    assert (browsing.at, browsing.answer.status_code) == ("/en/waiting-list", 200)


def test_what_is_sent_without_a_purpose_is_refused_with_the_way_to_the_choice(demo: Any) -> None:
    browsing = signed_in(demo(is_open=False), "m-groningen", None)
    answer = browsing.once("POST", "/dossiers", {"Content-Type": "application/x-www-form-urlencoded"}, "sought=X")
    assert answer.status_code == 403
    assert ("Kies eerst een doel" in answer.text, 'href="/doel?next=' in answer.text) == (True, True)


@pytest.mark.parametrize("user", ["r-ministerie", "b-beheerder"])
def test_who_reads_of_nobody_is_asked_for_no_purpose(demo: Any, user: str) -> None:
    browsing = signed_in(demo(is_open=False), user, None)
    assert not browsing.at.startswith("/doel")
    assert "Doel:" not in browsing.answer.text
    assert browsing.go("/doel").status_code == 404


@pytest.mark.parametrize("user", USERS, ids=lambda one: one.subject)
def test_every_purpose_that_is_offered_opens_a_page_of_persons(demo: Any, user: Any) -> None:
    session = signed_in(demo(), user.subject, None)
    known = session.caller.browsers.sessions.of(session.cookies["ketenboek"]).caller
    lines = [line for line in OF_PAGES.values() if line.reads_persons and line.is_open_to(known)]
    assert all(any(one in line.activities for line in lines) for one in purposes_of(known))
    assert "upkeep" not in purposes_of(known)


def test_a_participant_reads_for_their_own_data_and_is_not_asked(demo: Any) -> None:
    browsing = signed_in(demo(), "d-deelnemer", None)
    assert not browsing.at.startswith("/doel")
    assert browsing.answer.status_code == 200
    assert browsing.caller.browsers.sessions.of(browsing.cookies["ketenboek"]).purpose == "own-data"


def test_who_was_refused_finds_the_pages_that_are_theirs(demo: Any) -> None:
    browsing = signed_in(demo(is_open=False), "b-beheerder", "upkeep")
    refused = browsing.go(GRONINGEN)
    assert refused.status_code == 403
    assert '<a href="/">Begin</a>' in refused.text
    assert "236" not in refused.text
    assert '<a href="/">Begin</a>' not in demo(is_open=False).go("/aanmelden").text


def test_without_signing_in_there_is_no_purpose_to_choose(demo: Any) -> None:
    assert demo().go("/doel").status_code == 404


def test_a_token_goes_before_the_session(demo: Any, badges: Any, clock: Clock) -> None:
    from store.readers import Reader

    browsing = signed_in(demo(), "m-groningen")
    said = {"iat": int(clock.now), "exp": int(clock.now) + 900}
    browsing.headers = badges.shown(Reader("auditor", engagement="2009-7"), "audit", **said)

    assert "Met een token: accountant" in browsing.go("/").text


def test_a_session_ends_unused_or_after_a_working_day_or_when_its_token_is_withdrawn(
    demo: Any, clock: Clock, revoked: set[str]
) -> None:
    browsing = signed_in(demo(is_open=False), "a-accountant", "audit")
    begun = clock.now
    for _ in range(int(LIFETIME_SECONDS / (UNUSED_SECONDS - 1))):
        clock.now += UNUSED_SECONDS - 1
        assert browsing.go("/").status_code == 200
    clock.now = begun + LIFETIME_SECONDS
    assert browsing.go("/").status_code == 401

    browsing = signed_in(demo(is_open=False), "a-accountant", "audit")
    clock.now += UNUSED_SECONDS
    assert browsing.go("/").status_code == 401

    browsing = signed_in(demo(is_open=False), "a-accountant", "audit")
    session = browsing.caller.browsers.sessions.of(browsing.cookies["ketenboek"])
    revoked.add(session.jti)
    assert browsing.go("/").status_code == 401


def test_without_an_issuer_with_a_page_nobody_signs_in(guarded: Any) -> None:
    browsing = Browsing(guarded)
    assert "Hier kunt u zich niet aanmelden" in browsing.go("/aanmelden").text
    assert browsing.go("/aanmelden/begin").status_code == 404


def test_where_nobody_can_sign_in_no_page_leads_there(guarded: Any, caller: Any) -> None:
    refused = guarded.get("/", headers={"Accept": "text/html"})
    assert refused.status_code == 401
    assert "Hier kunt u zich niet aanmelden" in refused.text
    assert "/aanmelden?" not in refused.text

    assert "/aanmelden?" not in caller.get("/", headers={"Accept": "text/html"}).text


def test_signing_in_is_told_in_english_too(demo: Any) -> None:
    browsing = demo()
    browsing.go("/en/sign-in/begin")
    assert browsing.at.startswith("/en/demo-issuer?")
    browsing.send("/en/demo-issuer", user="m-haarlem")
    assert browsing.at.startswith("/en/purpose")
    browsing.send("/en/purpose", purpose="execution")

    assert browsing.at == "/en/"
    assert "You read as case manager, Haarlem." in browsing.answer.text
