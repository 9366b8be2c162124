"""The page of the issuer for trying out: choose who you are. It stands only where a demo is served."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import Response

from api.call import Call
from api.demo_issuer import CLIENT, PATHS, USERS, DemoIssuer, DemoUser
from api.group import Answers, Form, Group
from api.office import Office
from api.pages.layout import GOES_ON, HTML, WORDS, browser_of, go_on, page
from api.parameters import Parameter, choice, text_parameter
from api.problem_kinds import Words
from api.problems import BadQuery, Mistake, NotThere
from api.sign_in import RETURN_PATH
from replay.asking import CannotAsk
from replay.telling import find_registration
from store.readers import reading_as

GROUP = Group("Issuer for trying out", "Choose who you are, on this machine alone.", base="")
RANDOM = re.compile(r"[A-Za-z0-9_-]{43}")


def read_random(text: str) -> str:
    """A random value of 256 bits, in base64url; raises ValueError."""
    if not RANDOM.fullmatch(text):
        raise ValueError("expected 256 bits in base64url")
    return text


def _random(name: str) -> Parameter:
    said: Words = {"nl": "256 bits in base64url.", "en": "256 bits in base64url."}
    return Parameter(name, read_random, said, {"type": "string"}, is_required=True)


def _only(name: str, word: str) -> Parameter:
    return replace(choice(name, (word,), f"Alleen {word}.", f"Only {word}."), is_required=True)


RETURN = replace(text_parameter("redirect_uri", "Het eigen adres.", "The own address."), is_required=True)
ASKED = (
    _only("response_type", "code"),
    _only("client_id", CLIENT),
    RETURN,
    _only("scope", "openid"),
    _random("state"),
    _random("nonce"),
    _random("code_challenge"),
    _only("code_challenge_method", "S256"),
)
USER = choice("user", tuple(one.subject for one in USERS), "Wie u bent.", "Who you are.")


@GROUP.get(
    PATHS["nl"],
    "showDemoIssuer",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=ASKED,
    is_described=False,
)
def show_demo_issuer(office: Office, call: Call) -> Response:
    """Whom one can be."""
    _issuer(office, call)
    words = WORDS[call.language]
    there_are = [one for one in USERS if _claims(office, one) is not None]
    return page(
        call,
        PATHS,
        "demo_issuer.html",
        users=[(one.subject, words.say(f"role.{one.role}"), one.place) for one in there_are],
        here=f"{PATHS[call.language]}?{urlencode(call.items)}",
    )


@GROUP.post(
    PATHS["nl"],
    "chooseDemoUser",
    GOES_ON,
    english_path=PATHS["en"],
    query=ASKED,
    body=Form(fields=(USER,)),
    is_described=False,
)
def choose_demo_user(office: Office, call: Call) -> Response:
    """Sends back who was chosen."""
    issuer = _issuer(office, call)
    chosen = next((one for one in USERS if one.subject == call.form.get("user")), None)
    claims = None if chosen is None else _claims(office, chosen)
    if claims is None:
        raise BadQuery([Mistake("body", USER.name, USER.expected)])
    return go_on(call, issuer.grant(claims, call.query))


def _issuer(office: Office, call: Call) -> DemoIssuer:
    """The issuer for trying out, asked for us and nobody else; raises NotThere, BadQuery."""
    party = None if office.sign_in is None else office.sign_in.party
    if not isinstance(party, DemoIssuer):
        raise NotThere
    if call.query["redirect_uri"] != browser_of(call).origin + RETURN_PATH:
        raise BadQuery([Mistake("query", RETURN.name, RETURN.expected)])
    return party


def _claims(office: Office, user: DemoUser) -> Mapping[str, str] | None:
    """What a token says of somebody; None of who is not in this ledger."""
    said = {"sub": user.subject, "role": user.role, **user.bound}
    if user.record is None:
        return said
    with reading_as(None):
        try:
            return said | {"registration": str(find_registration(office.ledger, user.record).subject)}
        except CannotAsk:
            return None
