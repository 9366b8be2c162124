"""The command `serve`: the API on this machine alone, until it is interrupted."""

import errno
import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cli.access import only_added_to, sign_in_of, together_of, tokens_of
from cli.errors import Misused, Refused
from cli.garbage import collect_seldom
from cli.journal import journal, open_journal
from cli.session import Session
from cli.settings import Settings
from cli.wiring import Book, open_book

if TYPE_CHECKING:
    from api.serving import Application
    from api.together import Together


PROCESSES_MAX = 4
"""How many processes answer where nobody says how many."""


def processes_on(platform: str, cores: int, *, is_demo: bool) -> int:
    """How many processes answer on so many cores: the database needs the others (decision record 0026).

    Other systems than Linux give all connections to one of them.
    """
    return max(1, min(cores // 2, PROCESSES_MAX)) if platform == "linux" and not is_demo else 1


def check_address(session: Session, host: str, port: int) -> None:
    """Refuse an address that others can reach, and a port that is taken, before anything is opened."""
    wording = session.wording
    try:
        is_own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_own = False
    if not is_own:
        raise Misused(wording.say("error.not_loopback", host=host))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = os.strerror(error.errno or errno.EADDRINUSE)
            message = wording.say("error.port_taken", host=host, port=port, why=why, other=port + 1)
            raise Refused(message) from None


def serve_book(
    session: Session, book: Book, host: str, port: int, *, is_demo: bool = False, processes: int = 1
) -> None:
    """Answer until interrupted; the application follows the ledger itself while it runs.

    In a demo nobody on this machine needs a token. Several processes each open the ledger themselves; it was opened
    here first, so that what is wrong is told once and in words.
    """
    from api.metrics import SUMMED_IN, forget_process
    from api.processes import serve_together
    from api.serving import server_of

    settings, together = session.settings, together_of(session.settings)
    if processes == 1:
        with _served(settings, book, together, is_demo=is_demo) as app, suppress(KeyboardInterrupt):
            server = server_of(app, host=host, port=port)
            _tell_open(session, host, port, is_demo=is_demo)
            server.run()
    else:
        _require_room(session, book, processes)
        sign_in_of(settings, book, tokens_of(settings, book, together), together, is_open=is_demo)
        travelling = replace(settings, environment=dict(settings.environment))
        with TemporaryDirectory(prefix="ketenboek-metrics-") as folder:
            os.environ[SUMMED_IN] = folder  # for the processes that are begun
            serve_together(
                partial(_served_by_process, travelling, is_demo),
                processes,
                together,
                journal(),
                host=host,
                port=port,
                ready=lambda: _tell_open(session, host, port, is_demo=is_demo),
                gone=partial(forget_process, Path(folder)),
            )
    session.out.print(session.wording.say("serve.closed"))


def _require_room(session: Session, book: Book, processes: int) -> None:
    """Refuse more processes than the database has connections for, beside those of a command; raises Refused."""
    most = book.ledger.database.holders_max() - 1
    if processes > most:
        raise Refused(session.wording.say("error.too_many_processes", processes=processes, most=most))


@contextmanager
def _served(settings: Settings, book: Book, together: "Together", *, is_demo: bool) -> Iterator["Application"]:
    """The application over a ledger, with its logs; each line of those is written at once, among those of others."""
    from api.access import Access
    from api.app import create_app
    from api.browser import Browsers
    from api.kept_logs import KeptLogs
    from api.logboek import Logboek
    from api.request_log import json_log

    tokens = tokens_of(settings, book, together)
    address = settings.sign_in.address if settings.sign_in else None
    with (
        only_added_to(settings.logboek_file) as logboek,
        TextIOWrapper(only_added_to(settings.access_log_file), "utf-8", write_through=True) as access_log,
    ):
        yield create_app(
            book.figures,
            access=Access(tokens, is_open=is_demo),
            language=settings.language,
            log=journal(),
            access_log=json_log(access_log),
            logboek=Logboek(logboek, str(book.ledger.ring.ledger)),
            browsers=Browsers(address, together.sessions, together.form_key),
            kept_logs=KeptLogs(lambda: settings.logboek_file.open("rb"), lambda: settings.access_log_file.open("rb")),
            sign_in=sign_in_of(settings, book, tokens, together, is_open=is_demo),
            together=together,
        )


@contextmanager
def _served_by_process(settings: Settings, is_demo: bool, together: "Together") -> Iterator["Application"]:
    """The same in a process of its own."""
    collect_seldom()
    open_journal(settings.log_file)
    with open_book(settings, lambda: None) as book, _served(settings, book, together, is_demo=is_demo) as app:
        yield app


def _tell_open(session: Session, host: str, port: int, *, is_demo: bool) -> None:
    """Where it answers, which is the address of the start page, and whom."""
    settings, wording = session.settings, session.wording
    shown = f"[{host}]" if ":" in host else host
    session.out.print(wording.say("serve.open", address=f"http://{shown}:{port}/"), soft_wrap=True)
    if is_demo:
        session.out.print(wording.say("serve.is_demo"), soft_wrap=True)
    elif settings.issuer is not None:
        session.out.print(wording.say("serve.token_of_issuer", issuer=settings.issuer.name), soft_wrap=True)
    else:
        session.out.print(wording.say("serve.token_needed"), soft_wrap=True)
    if settings.sign_in is not None:
        session.out.print(wording.say("serve.sign_in", address=settings.sign_in.address), soft_wrap=True)
    session.out.file.flush()
