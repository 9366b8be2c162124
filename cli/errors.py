"""From an error that was to be expected to one or two sentences and an exit code: never a traceback.

    1  refused: it was understood, and the ledger, a file or the database says no
    2  usage: as it was put it cannot be understood, whatever the ledger holds

The sentences come with the errors, which say what was wrong, what was expected and what would work. Those that people
meet most are also told in Dutch. An error that is not in this table is a bug, and is shown as one.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from replay.nearest import nearest
from replay.wording import Wording

REFUSED, USAGE, INTERRUPTED = 1, 2, 130


class Refused(Exception):
    """It was understood and cannot be done; the message says why and what would work."""


class Misused(Exception):
    """It was put in a way that cannot be understood; the message shows how it can."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as it is told."""

    reason: str
    message: str
    exit_code: int


def problem_of(error: BaseException, wording: Wording, home: object = "") -> Problem | None:
    """The problem that an expected error is; None for a bug."""
    if isinstance(error, Refused | Misused):
        return Problem(type(error).__name__, str(error), USAGE if isinstance(error, Misused) else REFUSED)
    for told in (_about_rules, _about_the_question, _about_files, _about_the_store):
        problem = told(error, wording)
        if problem is not None:
            return _disk_is_full(wording) if problem.reason == "DatabaseGone" and _has_no_room(home) else problem
    if isinstance(error, OSError):
        why = f"{os.strerror(error.errno)}: {error.filename}" if error.errno else str(error)
        return Problem("FileSystem", wording.say("error.file_system", why=why, home=home), REFUSED)
    return None


def _about_rules(error: BaseException, wording: Wording) -> Problem | None:
    from domain import rules
    from domain.counting import BadParameter, ParameterNotSet
    from domain.dimensions import UnknownDimension

    match error:
        case rules.UnknownVersion():
            known = ", ".join(rule.version for rule in rules.versions(error.asked))
            message = wording.say("error.unknown_version", asked=error.asked, version=error.version, known=known)
            return Problem("UnknownVersion", message, USAGE)
        case rules.UnknownRule():
            near = near_names(error.asked, rules.ids(), wording)
            message = wording.say("error.unknown_rule", asked=error.asked, near=near, count=len(rules.ids()))
            return Problem("UnknownRule", message, USAGE)
        case UnknownDimension():
            message = wording.say("error.unknown_dimension", rule=error.rule, known=", ".join(error.known))
            return Problem("UnknownDimension", message, USAGE)
        case ParameterNotSet():
            message = wording.say(
                "error.parameter_not_set",
                rule=error.rule,
                name=error.parameter.name,
                sentence=error.parameter.sentence[wording.language].removesuffix("."),
                municipality=f" municipality={error.municipality}" if error.municipality else "",
            )
            return Problem("ParameterNotSet", message, REFUSED)
        case BadParameter():
            return Problem("BadParameter", str(error), REFUSED)
        case _:
            return None


def _about_the_question(error: BaseException, wording: Wording) -> Problem | None:
    from cli.settings import SettingIsWrong
    from domain.dates import NotADate, NotAPeriod
    from domain.facts.base import UnknownFact
    from replay.asking import CannotAsk, CannotBeRead

    if isinstance(error, CannotAsk):
        code = USAGE if isinstance(error, CannotBeRead) else REFUSED
        return Problem(type(error).__name__, error.sentence[wording.language] + error.by_hand[wording.language], code)
    if isinstance(error, SettingIsWrong | NotADate | NotAPeriod | UnknownFact):
        return Problem(type(error).__name__, str(error), USAGE)
    return None


def _about_files(error: BaseException, wording: Wording) -> Problem | None:
    """Refusals of a file, of a fact typed by hand, and of a decision, known by name: no module is loaded for it."""
    families = {f"{one.__module__}.{one.__name__}" for one in type(error).__mro__}
    message = _dutch(error) if wording.language == "nl" else ""
    message = message or " ".join((str(error) or type(error).__doc__ or "").split())
    if "exchange.by_hand.WordsRefused" in families:
        is_about_the_ledger = type(error).__name__ == "MunicipalityIsUnknown"  # as where a figure is asked
        return Problem(type(error).__name__, message, REFUSED if is_about_the_ledger else USAGE)
    refusals = {
        "exchange.refusals.FileRefused",
        "exchange.importing.ImportInterrupted",
        "exchange.linking.LinkingInterrupted",
        "exchange.recording.RecordingRefused",
        "domain.decision_refusals.DecisionRefused",
    }
    return Problem(type(error).__name__, message, REFUSED) if families & refusals else None


def _dutch(error: BaseException) -> str:
    """The refusals of files that people meet most, in Dutch; empty for another."""
    from exchange.refusals_dutch import refusal

    return refusal(error)


def _about_the_store(error: BaseException, wording: Wording) -> Problem | None:
    from cli.wiring import PasswordFileIsWrong
    from store.embedded import EmbeddedPostgresError
    from store.errors import StoreError

    if type(error).__module__ == "api.tokens" or type(error).__name__ == "LogboekIsOff":
        return Problem(type(error).__name__, " ".join(str(error).split()), REFUSED)
    if isinstance(error, PasswordFileIsWrong):
        return Problem("PasswordFileIsWrong", wording.say("error.password_file", path=error.path), REFUSED)
    if isinstance(error, StoreError | EmbeddedPostgresError):
        return Problem(type(error).__name__, str(error), REFUSED)
    # The driver itself is the store's business: its errors are known here by their names.
    names = {f"{one.__module__.partition('.')[0]}.{one.__name__}" for one in type(error).__mro__}
    if "psycopg.DiskFull" in names:
        return _disk_is_full(wording)
    if names & {"psycopg.OperationalError", "psycopg_pool.PoolTimeout", "psycopg_pool.PoolClosed"}:
        return Problem("DatabaseGone", wording.say("error.database_gone"), REFUSED)
    if "psycopg.Error" in names:
        state = f"{type(error).__name__} {getattr(error, 'sqlstate', '') or ''}".strip()
        return Problem("DatabaseRefused", wording.say("error.database_refused", state=state), REFUSED)
    return None


def _disk_is_full(wording: Wording) -> Problem:
    return Problem("DiskIsFull", wording.say("error.disk_full"), REFUSED)


def _has_no_room(home: object) -> bool:
    """A server that ran out of room is simply gone: its disk tells why."""
    from store.embedded_process import is_full

    return bool(home) and is_full(Path(str(home)))


def near_names(asked: str, known: Iterable[str], wording: Wording) -> str:
    """`. Did you mean …?` where something has nearly that name, else a full stop."""
    near = nearest(asked, known)
    return wording.say("error.near", names=", ".join(near)) if near else "."
