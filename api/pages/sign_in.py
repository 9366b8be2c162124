"""Signing in and out, and saying for what one reads: the pages around `api/sign_in.py`."""

from starlette.responses import Response

from api.browser import Notice
from api.call import Call
from api.demo_issuer import DemoIssuer
from api.forms import NEXT
from api.group import Answers, Form, Group
from api.office import Office
from api.pages.layout import GOES_ON, HTML, WORDS, browser_of, go_on, home_of, landing_of, page
from api.pages.who import PURPOSE, SIGN_IN, SIGN_OUT, reader_said, with_next
from api.parameters import choice, text_parameter
from api.policy import purposes_of
from api.problem_kinds import Words
from api.problems import BadQuery, Mistake, NotThere, SignInRefused
from api.sign_in import RETURN_PATH, Returned, SignIn
from domain.processing import ACTIVITIES

GROUP = Group("Signing in", "Who reads, and for what.", base="")
BEGIN = {"nl": "/aanmelden/begin", "en": "/en/sign-in/begin"}
RETURN = {"nl": RETURN_PATH, "en": "/en/sign-in/return"}
NOT_FOR_YOU: Words = {
    "nl": "Kies een van de doelen die bij uw rol horen.",
    "en": "Choose one of the purposes that belong to your role.",
}


STATE = text_parameter("state", "Wat bij het vertrek is meegegeven.", "What was given along.", maxLength=100)
CODE = text_parameter("code", "De code van de uitgever.", "The code of the issuer.", maxLength=2_000)
ISSUER = text_parameter("iss", "De uitgever.", "The issuer.")
IGNORED = tuple(
    text_parameter(name, "Van de uitgever.", "Of the issuer.")
    for name in ("error", "error_description", "error_uri", "session_state", "scope", "authuser", "prompt")
)
"""What an issuer may say beside it, and we do not need."""
ACTIVITY = choice("purpose", tuple(ACTIVITIES), "Het doel waarvoor u leest.", "The purpose for which you read.")


@GROUP.get(
    "/aanmelden",
    "showSignIn",
    Answers(None, formats=(HTML,)),
    english_path=SIGN_IN["en"],
    query=(NEXT,),
    needs_database=False,
    is_described=False,
)
def show_sign_in(office: Office, call: Call) -> Response:
    """How one signs in here."""
    going_to = call.query.get("next", home_of(call.language))
    return page(
        call,
        SIGN_IN,
        "sign_in.html",
        begin=None if office.sign_in is None else with_next(BEGIN[call.language], going_to),
        is_demo=office.sign_in is not None and isinstance(office.sign_in.party, DemoIssuer),
    )


@GROUP.get(
    "/aanmelden/begin",
    "beginSignIn",
    GOES_ON,
    english_path=BEGIN["en"],
    query=(NEXT,),
    needs_database=False,
    is_described=False,
)
def begin_sign_in(office: Office, call: Call) -> Response:
    """Sends the reader on to the issuer."""
    going_to = call.query.get("next", home_of(call.language))
    return go_on(call, _sign_in(office).leave(browser_of(call), going_to, call.language))


@GROUP.get(
    RETURN_PATH,
    "finishSignIn",
    GOES_ON,
    english_path=RETURN["en"],
    query=(STATE, CODE, ISSUER, *IGNORED),
    needs_database=False,
    is_described=False,
)
def finish_sign_in(office: Office, call: Call) -> Response:
    """Signs in who comes back from the issuer."""
    returned = _come_back(office, call)
    language, caller = returned.language, returned.session.caller
    going_to = landing_of(language, caller) if returned.next == home_of(language) else returned.next
    if returned.session.purpose is None and purposes_of(caller):
        return go_on(call, with_next(PURPOSE[language], going_to))
    return go_on(call, going_to)


def _come_back(office: Office, call: Call) -> Returned:
    """Who signed in; either way it is written down."""
    query = call.query
    try:
        returned = _sign_in(office).come_back(
            browser_of(call), query.get("state", ""), query.get("code"), query.get("iss")
        )
    except SignInRefused as refused:
        office.access_log.info("sign-in", decision="refused", reason=refused.reason)
        raise
    caller = returned.session.caller
    office.access_log.info(
        "sign-in", decision="allowed", reason=None, role=caller.role, subject=caller.subject, client=caller.client
    )
    return returned


@GROUP.post(
    "/afmelden",
    "signOut",
    GOES_ON,
    english_path=SIGN_OUT["en"],
    body=Form(),
    needs_database=False,
    is_described=False,
)
def sign_out(office: Office, call: Call) -> Response:
    """Ends the session."""
    browser = browser_of(call)
    if browser.session is not None:
        caller = browser.session.caller
        office.access_log.info("sign-out", role=caller.role, subject=caller.subject, client=caller.client)
    browser.sign_out()
    return go_on(call, SIGN_IN[call.language], Notice("signed_out"))


@GROUP.get(
    "/doel",
    "showPurpose",
    Answers(None, formats=(HTML,)),
    english_path=PURPOSE["en"],
    query=(NEXT,),
    needs_database=False,
    is_described=False,
)
def show_purpose(office: Office, call: Call) -> Response:
    """For what somebody can say that they read."""
    session, purposes = browser_of(call).session, purposes_of(call.caller)
    if session is None or session.caller is not call.caller or not purposes:
        raise NotThere
    return page(
        call,
        PURPOSE,
        "purpose.html",
        reader=reader_said(WORDS[call.language], call.caller),
        declared=session.purpose,
        purposes=[ACTIVITIES[one] for one in purposes],
        going_to=call.query.get("next", landing_of(call.language, call.caller)),
        here=PURPOSE[call.language],
    )


@GROUP.post(
    "/doel",
    "choosePurpose",
    GOES_ON,
    english_path=PURPOSE["en"],
    body=Form(fields=(ACTIVITY, NEXT)),
    needs_database=False,
    is_described=False,
)
def choose_purpose(office: Office, call: Call) -> Response:
    """Says for what is read from now on."""
    browser, purpose = browser_of(call), call.form.get("purpose")
    if browser.session is None or browser.session.caller is not call.caller:
        raise NotThere
    if purpose not in purposes_of(call.caller):
        raise BadQuery([Mistake("body", ACTIVITY.name, NOT_FOR_YOU)])
    browser.declare(purpose)
    return go_on(call, call.form.get("next", landing_of(call.language, call.caller)), Notice("purpose"))


def _sign_in(office: Office) -> SignIn:
    """Where people sign in; raises NotThere where only tokens are shown."""
    if office.sign_in is None:
        raise NotThere
    return office.sign_in
