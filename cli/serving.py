"""The command `serve`: the API on this machine alone, until it is interrupted."""

import errno
import ipaddress
import os
import socket
from contextlib import suppress
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


def serve_book(session: Session, book: "Book", host: str, port: int, example: str = "") -> None:
    """Answer until interrupted; the application follows the ledger itself while it runs.

    The address that is told answers: `example` below it, else the list of all figures.
    """
    from api.access import ON_THIS_MACHINE
    from api.app import create_app
    from api.serving import server_of

    server = server_of(
        create_app(
            book.figures,
            access=ON_THIS_MACHINE,
            language=session.settings.language,
            log=journal(),
            access_log=journal(),
        ),
        host=host,
        port=port,
    )
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/v1/{example}".removesuffix("/")
    session.out.print(session.wording.say("serve.open", address=address), soft_wrap=True)
    session.out.file.flush()
    with suppress(KeyboardInterrupt):
        server.run()
    session.out.print(session.wording.say("serve.closed"))
