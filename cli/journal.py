"""What was done, as JSON lines in the home: one event a command, with names and numbers.

Never the values of arguments, which may name a person; never prose. The log is its owner's alone and is set aside once
when it grows large.
"""

import logging
import os
import sys
from pathlib import Path
from typing import Any, TextIO

import structlog

LOG_BYTES_MAX = 10_000_000


def open_journal(path: Path) -> None:
    """From now on everything that is logged in this process goes to this file."""
    # The pool tells every attempt on standard error; what it comes to is told once, in words.
    logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=_opened(path)),
        cache_logger_on_first_use=False,
    )


def note(event: str, **numbers: object) -> None:
    """One event with names and numbers."""
    journal().info(event, **numbers)


def journal() -> Any:
    """The log itself, for those who write more in it."""
    return structlog.get_logger()


def _opened(path: Path) -> TextIO:
    """The log; where it cannot be written the work goes on and the events go to standard error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > LOG_BYTES_MAX:
            path.replace(path.with_name(path.name + ".1"))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    except OSError:
        return sys.stderr
    return os.fdopen(descriptor, "a", encoding="utf-8", buffering=1)
