"""The command `serve`: the API on this machine alone, until it is interrupted."""

import errno
import ipaddress
import os
import socket
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

from cli.errors import Misused, Refused
from cli.journal import journal
from cli.session import Session

if TYPE_CHECKING:
    from cli.wiring import Book


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


def serve_book(session: Session, book: "Book", host: str, port: int, *, is_demo: bool = False) -> None:
    """Answer until interrupted; the application follows the ledger itself while it runs.

    The address that is told is that of the start page. In a demo nobody on this machine needs a token.
    """
    from api.access import Access
    from api.app import create_app
    from api.browser import Browsers
    from api.kept_logs import KeptLogs
    from api.logboek import Logboek
    from api.request_log import json_log
    from api.serving import server_of
    from api.sessions import Sessions
    from cli.access import only_added_to, sign_in_of, tokens_of

    settings, wording = session.settings, session.wording
    tokens = tokens_of(settings, book)
    with (
        only_added_to(settings.logboek_file) as logboek,
        TextIOWrapper(only_added_to(settings.access_log_file), "utf-8", write_through=True) as access_log,
    ):
        app = create_app(
            book.figures,
            access=Access(tokens, is_open=is_demo),
            language=settings.language,
            log=journal(),
            access_log=json_log(access_log),
            logboek=Logboek(logboek, str(book.ledger.ring.ledger)),
            browsers=Browsers(settings.sign_in.address if settings.sign_in else None, Sessions(tokens.revoked)),
            kept_logs=KeptLogs(lambda: settings.logboek_file.open("rb"), lambda: settings.access_log_file.open("rb")),
            sign_in=sign_in_of(settings, book, tokens, is_open=is_demo),
        )
        server = server_of(app, host=host, port=port)
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
        with suppress(KeyboardInterrupt):
            server.run()
    session.out.print(wording.say("serve.closed"))
