"""The server of the load campaign, a process of its own: the API as `ketenboek serve` has it, over a ledger.

It works as the application's own role, so row-level security decides what readers see. Its logs go to files.
"""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

import psycopg

from api.access import Access
from api.app import create_app
from api.issuing import OwnIssuer, audience_of, load_or_make_key
from api.logboek import Logboek
from api.request_log import json_log
from api.serving import server_of
from api.tokens import BearerTokens
from replay.figures import Figures
from store.ledger import Ledger
from store.opening import open_ledger
from store.roles import APPLICATION_ROLE


def opened_as_application(owner_conninfo: str, folder: Path) -> Ledger:
    """The ledger of a folder, in the role of the application; its rows are of that role too."""
    password = secrets.token_urlsafe(16)
    own = psycopg.conninfo.make_conninfo(owner_conninfo, user=APPLICATION_ROLE, password=password)
    return open_ledger(own, folder / "keys.json", {}, owner_conninfo=owner_conninfo, application_password=password)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("owner_conninfo")
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    given = parser.parse_args()
    folder: Path = given.folder
    ledger = opened_as_application(given.owner_conninfo, folder)
    issuer = OwnIssuer(load_or_make_key(folder / "token-key.json"), audience_of(ledger.ring.ledger))
    with (
        (folder / "requests.jsonl").open("a", encoding="utf-8") as requests,
        (folder / "access.jsonl").open("a", encoding="utf-8") as access,
        (folder / "logboek.jsonl").open("ab") as logboek,
    ):
        app = create_app(
            Figures(ledger),
            access=Access(BearerTokens(issuer.issuer, revoked=frozenset)),
            log=json_log(requests),
            access_log=json_log(access),
            logboek=Logboek(logboek, str(ledger.ring.ledger)),
        )
        server_of(app, port=given.port).run()
    ledger.database.close()


if __name__ == "__main__":
    main()
