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
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from msgspec import json
from starlette.exceptions import HTTPException

from domain import rules
from domain.counting import Language, ParameterNotSet
from domain.dates import NotADate, NotAPeriod
from domain.dimensions import UnknownDimension
from domain.rules import UnknownRule, UnknownVersion
from replay.asking import CannotAsk, HasNoAnswer

PROBLEM_JSON = "application/problem+json"
PROBLEM_TYPE = "urn:ketenboek:problem:"
RETRY_AFTER_SECONDS = 5
Words = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a query: the parameter, when it is one of ours, and what was expected."""

    parameter: str | None
    expected: Words


class Refused(Exception):
    """The API refuses a request before the question is put."""


class BadQuery(Refused):
    """The query cannot be read; all mistakes are told at once."""

    def __init__(self, mistakes: Sequence[Mistake], allowed: Sequence[str] = ()) -> None:
        super().__init__(self.__doc__)
        self.mistakes, self.allowed = mistakes, allowed


class NotFromThisMachine(Refused):
    """The caller is not on this machine, or came through a proxy."""


class ForeignHost(Refused):
    """The Host header names another host than this machine: somebody else's page may be behind it."""


class DatabaseGone(Refused):
    """The database does not answer."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, and what it says. `{words}` in the detail are filled in by the table."""

    status: int
    title: Words
    detail: Words


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
            document["errors"] = [
                {"parameter": one.parameter, "detail": one.expected[language]} for one in self.mistakes
            ]
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
    match error:
        case BadQuery():
            more = {"allowed": list(error.allowed)} if error.allowed else {}
            return Problem("bad-query", mistakes=error.mistakes, more=more)
        case HasNoAnswer():
            return Problem("has-no-answer", {"sentence": error.sentence})
        case CannotAsk() | NotADate() | NotAPeriod() | RequestValidationError():
            return Problem("cannot-ask")
        case UnknownVersion():
            there_are = [one.version for one in rules.versions(error.asked)]
            return Problem("unknown-version", {"there_are": ", ".join(there_are)}, {"versions": there_are})
        case UnknownRule():
            return Problem("unknown-rule", {"there_are": ", ".join(rules.ids())}, {"rules": rules.ids()})
        case UnknownDimension():
            known = {"rule": error.rule, "there_are": ", ".join(error.known)}
            return Problem("unknown-dimension", known, {"dimensions": list(error.known)})
        case ParameterNotSet():
            missing = {"rule": error.rule, "parameter": error.parameter.name, "fact": "ParameterSet"}
            return Problem("parameter-not-set", {**missing, "sentence": error.parameter.sentence}, missing)
        case NotFromThisMachine():
            return Problem("not-from-this-machine")
        case ForeignHost():
            return Problem("foreign-host")
        case DatabaseGone():
            return Problem("database-gone", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        case HTTPException(status_code=404):
            return Problem("not-found")
        case HTTPException(status_code=405):
            return Problem("method-not-allowed", headers=error.headers or {})
        case HTTPException(status_code=status) if status < 500:
            return Problem("cannot-ask")
    return problem_of(DatabaseGone()) if is_of_the_database(error) else Problem("internal")


def is_of_the_database(error: BaseException) -> bool:
    """Whether the driver says that the server is gone, is closing or takes too long.

    Told by name: only the store imports the driver.
    """
    return any(one.__name__ == "OperationalError" and one.__module__ == "psycopg" for one in type(error).__mro__)


KINDS: Mapping[str, Kind] = {
    "bad-query": Kind(
        400,
        {"nl": "De vraag is niet te lezen", "en": "The query cannot be read"},
        {
            "nl": "In de vraagparameters klopt iets niet; errors zegt per parameter wat verwacht werd.",
            "en": "Something in the query parameters is wrong; errors says for each what was expected.",
        },
    ),
    "cannot-ask": Kind(
        400,
        {"nl": "Zo kan het niet gevraagd worden", "en": "It cannot be asked like this"},
        {
            "nl": "De vraag kan niet beantwoord worden zoals zij is gesteld; /v1/openapi.json zegt wat kan.",
            "en": "The question cannot be answered as it was put; /v1/openapi.json says what can be asked.",
        },
    ),
    "unknown-rule": Kind(
        404,
        {"nl": "Onbekende telregel", "en": "Unknown counting rule"},
        {
            "nl": "Er is geen telregel met deze naam; er zijn {there_are}.",
            "en": "There is no counting rule of this name; there are {there_are}.",
        },
    ),
    "unknown-version": Kind(
        404,
        {"nl": "Onbekende versie", "en": "Unknown version"},
        {
            "nl": "De telregel heeft geen versie met deze naam; er zijn {there_are}.",
            "en": "The counting rule has no version of this name; there are {there_are}.",
        },
    ),
    "unknown-dimension": Kind(
        400,
        {"nl": "Zo kan dit cijfer niet worden uitgesplitst", "en": "This figure has no such breakdown"},
        {
            "nl": "{rule} kan worden uitgesplitst naar {there_are}.",
            "en": "{rule} can be broken down by {there_are}.",
        },
    ),
    "has-no-answer": Kind(
        409,
        {"nl": "Zo'n cijfer is er niet", "en": "There is no such figure"},
        {"nl": "Gevraagd is naar wat er niet is: {sentence}.", "en": "Asked is for what is not there: {sentence}."},
    ),
    "parameter-not-set": Kind(
        409,
        {"nl": "Parameter niet vastgesteld", "en": "Parameter not set"},
        {
            "nl": "{rule} heeft de parameter {parameter} nodig ({sentence}), en niemand heeft die vastgesteld. Leg een "
            "feit {fact} vast dat geldt op de gevraagde dag.",
            "en": "{rule} needs the parameter {parameter} ({sentence}), which nobody has set. Record a {fact} fact "
            "that is in force on the day asked.",
        },
    ),
    "not-from-this-machine": Kind(
        403,
        {"nl": "Alleen vanaf deze machine", "en": "Only from this machine"},
        {
            "nl": "Zonder token antwoordt Ketenboek alleen aan wie op dezelfde machine werkt, zonder tussenserver.",
            "en": "Without a token Ketenboek answers only callers on the same machine, and not through a proxy.",
        },
    ),
    "foreign-host": Kind(
        421,
        {"nl": "Verkeerde hostnaam", "en": "Wrong host name"},
        {
            "nl": "De Host-header noemt een andere host; verwacht werd localhost, 127.0.0.1 of [::1].",
            "en": "The Host header names another host; expected localhost, 127.0.0.1 or [::1].",
        },
    ),
    "not-found": Kind(
        404,
        {"nl": "Niet gevonden", "en": "Not found"},
        {
            "nl": "Hier is niets; /v1/openapi.json noemt wat er is. Een adres eindigt niet op een schuine streep.",
            "en": "There is nothing here; /v1/openapi.json names what there is. No address ends in a slash.",
        },
    ),
    "method-not-allowed": Kind(
        405,
        {"nl": "Methode niet toegestaan", "en": "Method not allowed"},
        {
            "nl": "Dit adres kent deze methode niet; de header Allow noemt welke wel.",
            "en": "This address does not know this method; the Allow header names those it does.",
        },
    ),
    "database-gone": Kind(
        503,
        {"nl": "De database antwoordt niet", "en": "The database does not answer"},
        {
            "nl": "Het grootboek is nu niet te lezen. Er is niets verloren; probeer het zo dadelijk opnieuw.",
            "en": "The ledger cannot be read now. Nothing is lost; try again in a moment.",
        },
    ),
    "internal": Kind(
        500,
        {"nl": "Interne fout", "en": "Internal error"},
        {
            "nl": "Er ging bij ons iets mis. Noem bij een melding de waarde van instance.",
            "en": "Something went wrong on our side. When you report it, give the value of instance.",
        },
    ),
}
"""Every problem the API can tell, by its code."""
