"""From error to status: the only table of the API that knows both.

Every refusal is a problem of RFC 9457. No text here repeats what was asked: a person may type a name or a number where
a municipality is expected, and what is shown or logged must not carry it on. So each kind has words of its own, in two
languages, and takes from an error only what the house itself wrote, such as names of rules, versions and parameters.

A parameter that nobody set is 409 and neither 400 nor 404: the question is right and the figure exists, but the ledger
in its present state cannot answer it, and whoever asks can end that by recording the fact that is named (RFC 9110,
15.5.10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from fastapi.responses import Response
from msgspec import json
from starlette.exceptions import HTTPException

from api.problem_kinds import KINDS, Words
from api.words import in_a_query
from domain import rules
from domain.counting import Language, ParameterNotSet
from domain.dates import NotADate, NotAPeriod
from domain.dimensions import UnknownDimension
from domain.rules import UnknownRule, UnknownVersion
from exchange.recording import StreamKeepsMoving
from replay.asking import CannotAsk, HasNoAnswer
from replay.nearest import nearest
from store.errors import KeyReused, NoReceiptInTime, NotTaken, WriterFailed

PROBLEM_JSON = "application/problem+json"
PROBLEM_TYPE = "urn:ketenboek:problem:"
RETRY_AFTER_SECONDS = 5
NOTHING_OF_THAT_NAME: Words = {
    "nl": "Wat het adres noemt is er niet, of niet voor u.",
    "en": "What the address names is not there, or not for you.",
}
NO_SUCH_ADDRESS: Words = {
    "nl": "Dit adres is er niet; geen adres eindigt op een schuine streep.",
    "en": "There is no such address; no address ends in a slash.",
}
CHALLENGE = 'Bearer realm="ketenboek"'


Place = Literal["header", "path", "query", "body"]
"""Where in a request something stands: the words of OpenAPI, and the body beside them."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in what was asked or sent: where, its name when it is one of ours, and what was expected.

    In a body the name is a path, such as data.fields.lessons. Of something in a list `index` says which it is; `reason`
    is a code, where there is one.
    """

    place: Place
    name: str | None
    expected: Words
    index: int | None = None
    reason: str | None = None

    def document(self, language: Language) -> dict[str, Any]:
        """The mistake in a language."""
        more = {"index": self.index, "reason": self.reason}
        told = {name: value for name, value in more.items() if value is not None}
        return {"in": self.place, "name": self.name, "detail": self.expected[language]} | told


class Refused(Exception):
    """The API refuses a request before the question is put."""


class BadQuery(Refused):
    """The query cannot be read; all mistakes are told at once."""

    def __init__(self, mistakes: Sequence[Mistake], allowed: Sequence[str] = ()) -> None:
        super().__init__(self.__doc__)
        self.mistakes, self.allowed = mistakes, allowed


class BadBody(Refused):
    """What was sent cannot be read; all mistakes are told at once."""

    def __init__(self, mistakes: Sequence[Mistake] = ()) -> None:
        super().__init__(self.__doc__)
        self.mistakes = mistakes


class NoToken(Refused):
    """Nobody said who they are."""


class TokenRefused(Refused):
    """The token does not hold: not one of ours, past its time, or withdrawn. Which of these is not told."""


class TokenInQuery(Refused):
    """A token stands in the address, where it is written down on the way: it should be withdrawn."""


class RoleRefused(Refused):
    """This role may not do this."""


class OutsideScope(Refused):
    """The question goes beyond what this reader sees: refused, and never answered by a smaller number."""

    def __init__(self, expected: Words) -> None:
        super().__init__(self.__doc__)
        self.expected = expected


class NoPurpose(Refused):
    """Persons are read for a purpose that is declared, and none was that holds here."""

    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__(self.__doc__)
        self.allowed = allowed


class FormRefused(Refused):
    """What was filled in did not come from a form that this browser was shown by us, or it was shown too long ago."""


class SignInRefused(Refused):
    """Signing in did not succeed; `reason` is for the log, and not told."""

    def __init__(self, reason: str) -> None:
        super().__init__(self.__doc__)
        self.reason = reason


class IssuerGone(Refused):
    """The issuer at which people sign in does not answer, or not as it should."""


class NotThere(Refused):
    """There is no such thing, or not for this reader: the two are never told apart."""


class NotAcceptable(Refused):
    """The answer is not given in a form that the caller accepts."""

    def __init__(self, formats: Sequence[str]) -> None:
        super().__init__(self.__doc__)
        self.formats = formats


class UnsupportedMediaType(Refused):
    """What was sent is of a media type that is not read here."""

    def __init__(self, media_types: Sequence[str]) -> None:
        super().__init__(self.__doc__)
        self.media_types = media_types


class TooLarge(Refused):
    """What was sent is larger than what is read here."""

    def __init__(self, bytes_max: int) -> None:
        super().__init__(self.__doc__)
        self.bytes_max = bytes_max


class TooSlow(Refused):
    """What was announced did not come in time."""


class HeadersTooLarge(Refused):
    """The headers are larger than what is read here."""


class PreconditionNeeded(Refused):
    """A decision is taken on what was there when it was read: If-Match says which that was."""


class PreconditionFailed(Refused):
    """What is there now is not what the caller decided on."""


class TooManyRequests(Refused):
    """This caller asks more than its share."""

    def __init__(self, after_seconds: int) -> None:
        super().__init__(self.__doc__)
        self.after_seconds = after_seconds


class Busy(Refused):
    """There are more requests than can be answered at once."""


class NotRecorded(Refused):
    """What was sent was understood, and nothing of it was recorded; each mistake says why."""

    def __init__(self, code: str, mistakes: Sequence[Mistake]) -> None:
        super().__init__(self.__doc__)
        self.code, self.mistakes = code, mistakes


class NotFromThisMachine(Refused):
    """The caller is not on this machine, or came through a proxy."""


class ForeignHost(Refused):
    """The Host header names another host than this machine: somebody else's page may be behind it."""


class DatabaseGone(Refused):
    """The database does not answer."""


SAID_BY_THE_KIND_ALONE: Mapping[type[BaseException], str] = {
    NotFromThisMachine: "not-from-this-machine",
    ForeignHost: "foreign-host",
    FormRefused: "form-refused",
    SignInRefused: "sign-in-refused",
    HeadersTooLarge: "headers-too-large",
    PreconditionNeeded: "precondition-needed",
    PreconditionFailed: "precondition-failed",
}
"""The refusals of which there is nothing more to tell than their kind."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem about to be told."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    mistakes: Sequence[Mistake] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.code].status

    def document(self, language: Language, request_id: str) -> dict[str, Any]:
        """The problem in a language; `instance` is the id under which the log knows the request."""
        kind = KINDS[self.code]
        said = {name: value[language] if isinstance(value, Mapping) else value for name, value in self.values.items()}
        document: dict[str, Any] = {
            "type": PROBLEM_TYPE + self.code,
            "title": kind.title[language],
            "status": kind.status,
            "detail": kind.detail[language].format(**said),
            "instance": f"urn:uuid:{request_id}",
        }
        if self.mistakes:
            document["errors"] = [one.document(language) for one in self.mistakes]
        return document | dict(self.more)

    def response(self, language: Language, request_id: str) -> Response:
        """The problem as an answer."""
        return Response(
            json.encode(self.document(language, request_id)),
            status_code=self.status,
            media_type=PROBLEM_JSON,
            headers={"Content-Language": language, **self.headers},
        )


def problem_of(error: BaseException) -> Problem:
    """The problem that tells an error; whatever is not in the table is 500 and tells nothing."""
    if (code := SAID_BY_THE_KIND_ALONE.get(type(error))) is not None:
        return Problem(code)
    match error:
        case BadQuery():
            more = {"allowed": list(error.allowed)} if error.allowed else {}
            return Problem("bad-query", mistakes=error.mistakes, more=more)
        case HasNoAnswer():
            return Problem("has-no-answer", {"sentence": in_a_query(error.sentence)})
        case CannotAsk() | NotADate() | NotAPeriod():
            return Problem("cannot-ask")
        case UnknownVersion():
            there_are = [one.version for one in rules.versions(error.asked)]
            return Problem("unknown-version", {"there_are": ", ".join(there_are)}, {"versions": there_are})
        case UnknownRule():
            return _unknown_rule(error)
        case UnknownDimension():
            known = {"rule": error.rule, "there_are": ", ".join(error.known)}
            return Problem("unknown-dimension", known, {"dimensions": list(error.known)})
        case ParameterNotSet():
            missing = {"rule": error.rule, "parameter": error.parameter.name, "fact": "ParameterSet"}
            return Problem("parameter-not-set", {**missing, "sentence": error.parameter.sentence}, missing)
        case DatabaseGone():
            return Problem("database-gone", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        case IssuerGone():
            return Problem("issuer-gone", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        case NotRecorded():
            return Problem(error.code, mistakes=error.mistakes)
        case KeyReused():
            return Problem("key-reused")
        case StreamKeepsMoving() | NotTaken() | NoReceiptInTime() | WriterFailed() | Busy():
            return Problem("busy", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        case BadBody():
            return Problem("bad-body", mistakes=error.mistakes)
        case TokenInQuery():
            return Problem("token-in-query", headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_request"'})
        case NoToken():
            return Problem("no-token", headers={"WWW-Authenticate": CHALLENGE})
        case TokenRefused():
            return Problem("token-refused", headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
        case RoleRefused():
            return Problem("role-refused", headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope"'})
        case OutsideScope():
            return Problem("outside-scope", {"expected": error.expected})
        case NoPurpose():
            return Problem("no-purpose", {"there_are": ", ".join(error.allowed)}, {"allowed": list(error.allowed)})
        case NotThere() | HTTPException(status_code=404):
            return _not_found(error)
        case NotAcceptable():
            return Problem("not-acceptable", {"there_are": ", ".join(error.formats)})
        case UnsupportedMediaType():
            return Problem("unsupported-media-type", {"there_are": ", ".join(error.media_types)})
        case TooLarge():
            return Problem("too-large", {"bytes_max": error.bytes_max})
        case TooSlow():
            return Problem("too-slow", headers={"Connection": "close"})
        case TooManyRequests():
            return Problem("too-many-requests", headers={"Retry-After": str(error.after_seconds)})
        case HTTPException(status_code=405):
            return Problem("method-not-allowed", headers=error.headers or {})
        case HTTPException(status_code=status) if status < 500:
            return Problem("cannot-ask")
    return problem_of(DatabaseGone()) if is_of_the_database(error) else Problem("internal")


def _unknown_rule(error: UnknownRule) -> Problem:
    near = nearest(error.asked, rules.ids())
    named = {"nl": f" Bedoeld is misschien {', '.join(near)}.", "en": f" Perhaps {', '.join(near)} was meant."}
    return Problem("unknown-rule", {"near": named if near else ""}, {"near": near, "rules": "/v1/rules"})


def _not_found(error: Exception) -> Problem:
    """What an address names is not there, or there is no such address."""
    return Problem("not-found", {"why": NOTHING_OF_THAT_NAME if isinstance(error, NotThere) else NO_SUCH_ADDRESS})


def is_of_the_database(error: BaseException) -> bool:
    """Whether the driver says that the server is gone, is closing or takes too long.

    Told by name: only the store imports the driver.
    """
    return any(one.__name__ == "OperationalError" and one.__module__ == "psycopg" for one in type(error).__mro__)
