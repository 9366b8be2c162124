"""The server of the load campaign, a process of its own: the API as `ketenboek serve` has it, over a ledger.

It works as the application's own role, so row-level security decides what readers see. Its logs go to files.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path

import psycopg

from api.access import Access
from api.app import create_app
from api.issuing import OwnIssuer, audience_of, load_or_make_key
from api.limits import Limits
from api.logboek import Logboek
from api.processes import serve_together
from api.request_log import json_log
from api.serving import Application, server_of
from api.together import Together, kept_here
from api.tokens import BearerTokens
from cli.access import only_added_to
from cli.garbage import collect_seldom
from replay.figures import Figures
from store.database import Database
from store.keys import KeyRing, load_or_make
from store.ledger import Ledger
from store.opening import open_ledger
from store.roles import APPLICATION_ROLE


def opened_as_application(owner_conninfo: str, folder: Path) -> Ledger:
    """The ledger of a folder, in the role of the application; its rows are of that role too."""
    password = secrets.token_urlsafe(16)
    own = psycopg.conninfo.make_conninfo(owner_conninfo, user=APPLICATION_ROLE, password=password)
    return open_ledger(own, folder / "keys.json", {}, owner_conninfo=owner_conninfo, application_password=password)


@contextmanager
def opened(ledger: Ledger, folder: Path, together: Together) -> Iterator[Application]:
    """The application over a ledger; its logs are those of all processes."""
    issuer = OwnIssuer(load_or_make_key(folder / "token-key.json"), audience_of(ledger.ring.ledger))
    with (
        only_added_to(folder / "requests.jsonl") as requests,
        only_added_to(folder / "access.jsonl") as access,
        only_added_to(folder / "logboek.jsonl") as logboek,
    ):
        yield create_app(
            Figures(ledger),
            access=Access(BearerTokens(issuer.issuer, revoked=frozenset, shown=together.shown)),
            log=json_log(TextIOWrapper(requests, "utf-8", write_through=True)),
            access_log=json_log(TextIOWrapper(access, "utf-8", write_through=True)),
            logboek=Logboek(logboek, str(ledger.ring.ledger)),
            together=together,
        )


@contextmanager
def opened_by_process(conninfo: str, folder: Path, together: Together) -> Iterator[Application]:
    """The same in a process of its own."""
    collect_seldom()
    root, founded = load_or_make(folder / "keys.json")
    assert founded is not None, "it was opened before"
    database = Database(conninfo)
    with database, opened(Ledger(database, KeyRing(root, founded), {}), folder, together) as app:
        yield app


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("owner_conninfo")
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    folder: Path = given.folder
    ledger, together = opened_as_application(given.owner_conninfo, folder), kept_here(Limits())
    if given.processes == 1:
        collect_seldom()
        with opened(ledger, folder, together) as app:
            server_of(app, port=given.port).run()
    else:
        alike = partial(opened_by_process, ledger.database.conninfo, folder)
        serve_together(alike, given.processes, together, json_log(sys.stderr), port=given.port)
    ledger.database.close()


if __name__ == "__main__":
    main()
