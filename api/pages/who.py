"""Who reads, as it stands at the head of every page, with the ways to sign in, to sign out and to another purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.access import ANYBODY, LOOPBACK, Caller
from api.browser import Browser
from api.forms import read_local_path
from api.policy import purposes_of
from domain.counting import Language
from domain.municipalities import name_of
from domain.processing import ACTIVITIES
from replay.wording import Wording
from store.readers import Reader

SIGN_IN: Mapping[Language, str] = {"nl": "/aanmelden", "en": "/en/sign-in"}
SIGN_OUT: Mapping[Language, str] = {"nl": "/afmelden", "en": "/en/sign-out"}
PURPOSE: Mapping[Language, str] = {"nl": "/doel", "en": "/en/purpose"}

ACTORS: Mapping[str, str] = {LOOPBACK: "who.actor.here", "operator": "who.actor.operator"}
"""Those who recorded without a pseudonym of their own, with the words for them."""


@dataclass(frozen=True, slots=True)
class Who:
    """What the head of a page says of its reader; the addresses are None where there is nothing to go to."""

    said: str
    purpose: str | None = None
    purpose_address: str | None = None
    sign_in: str | None = None
    sign_out: str | None = None


def who_reads(words: Wording, browser: Browser, caller: Caller | None, here: str) -> Who:
    """The reader of a page at this address; `caller` is None where nobody was let in."""
    session, sign_out = browser.session, SIGN_OUT[words.language]
    if session is not None and caller in (None, session.caller):
        if not purposes_of(session.caller):
            return Who(words.say("who.signed_in", reader=reader_said(words, session.caller)), sign_out=sign_out)
        activity = None if session.purpose is None else ACTIVITIES[session.purpose]
        return Who(
            said=words.say("who.signed_in", reader=reader_said(words, session.caller)),
            purpose=words.say("who.no_purpose") if activity is None else activity.name[words.language],
            purpose_address=with_next(PURPOSE[words.language], here),
            sign_out=sign_out,
        )
    if caller is not None and caller.reader is not None:
        return Who(words.say("who.token", reader=reader_said(words, caller)))
    said = words.say("who.nobody" if caller in (None, ANYBODY) else "who.open")
    return Who(said, sign_in=with_next(SIGN_IN[words.language], here) if browser.can_sign_in else None)


def reader_said(words: Wording, caller: Caller) -> str:
    """The role of somebody, and where they have it: case manager, Groningen."""
    role = words.say(f"role.{caller.role}")
    place = None if caller.reader is None else place_of(caller.reader)
    return f"{role}, {place}" if place else role


def actor_said(words: Wording, actor: str) -> str:
    """Who recorded something: the words for who has no pseudonym, else the pseudonym."""
    return words.say(ACTORS[actor]) if actor in ACTORS else actor


def place_of(reader: Reader) -> str | None:
    """Where somebody has their role, as a person says it."""
    if reader.municipality is not None:
        return name_of(reader.municipality, {}) or reader.municipality
    return reader.provider or reader.engagement


def with_next(address: str, going_to: str) -> str:
    """An address from which a reader goes on to another; what cannot be gone on to is left out."""
    try:
        return f"{address}?{urlencode({'next': read_local_path(going_to)})}"
    except ValueError:
        return address
