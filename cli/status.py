"""The command `status`: where the ledger is, how far it is, and how far its views are. It starts nothing.

A view that is behind says by how many seconds: the age of the first fact that it does not have yet.
"""

from datetime import datetime

from rich.text import Text

from cli.rendering import heading, indented, lines, pairs, table
from cli.session import Document, Session
from cli.wiring import server_of
from replay.status import ledger_status
from replay.wording import NOTHING
from store.reaching import holds_ledger


def status_document(session: Session) -> Document:
    """All there is to tell; without a running database only where it would be."""
    server = _server_document(session)
    document: Document = {
        "ledger": None,
        "position": None,
        "recorded_at": None,
        "root": None,
        "views": [],
        "rejected_rows": None,
        "findings": None,
        "parked": None,
        "reported": None,
        "drifted": None,
        "home": str(session.settings.home),
        "server": server,
    }
    url = session.settings.database_url
    if not server["running"] or (url is not None and not holds_ledger(url)):
        return document
    with session.book() as book:
        return document | ledger_status(book.figures)


def _server_document(session: Session) -> Document:
    settings = session.settings
    if settings.database_url is not None:
        return {"embedded": False, "running": True, "root": None, "elsewhere": False}
    server = server_of(settings)
    place = server.place
    return {
        "embedded": True,
        "running": server.is_running(),
        "root": str(place.root),
        "elsewhere": place.elsewhere,
        "log": str(place.log),
    }


def show_status(session: Session, document: Document) -> None:
    """The same on the terminal."""
    out, wording = session.out, session.wording
    heading(out, "Ketenboek", document["ledger"] or "")
    rows = [
        (wording.say("status.home"), document["home"]),
        (wording.say("status.database"), _server(session, document)),
    ]
    if document["position"] is not None:
        recorded_at = document["recorded_at"]
        rows += [
            (wording.say("status.position"), wording.number(document["position"])),
            (
                wording.say("status.recorded_at"),
                wording.moment(datetime.fromisoformat(recorded_at) if recorded_at else None),
            ),
            (wording.say("status.root"), document["root"]),
            (wording.say("status.findings"), wording.number(document["findings"])),
            (wording.say("status.rejected_rows"), wording.number(document["rejected_rows"])),
            (wording.say("status.parked"), wording.number(document["parked"])),
            *([(wording.say("status.reported"), _reported(session, document))] if document["reported"] else []),
        ]
    pairs(out, rows)
    if document["views"]:
        out.print()
        _show_views(session, document)
    if document["position"] is None:
        is_there = session.settings.database_url is None and session.settings.key_file.exists()
        out.print()
        lines(out, [wording.say("status.start" if is_there else "status.empty")])
    out.print()


def _reported(session: Session, document: Document) -> str:
    """How many figures were reported, and how many read differently now."""
    wording, drifted = session.wording, document["drifted"]
    count = wording.number(document["reported"])
    if drifted is None:
        return wording.say("status.drift_unknown", count=count)
    if not drifted:
        return wording.say("status.not_drifted", count=count)
    return wording.say("status.drifted", count=count, drifted=wording.number(drifted))


def _server(session: Session, document: Document) -> str:
    wording, server = session.wording, document["server"]
    if not server["embedded"]:
        return wording.say("status.own")
    said = wording.say("status.running" if server["running"] else "status.not_running", root=server["root"])
    return said + (wording.say("status.elsewhere") if server["elsewhere"] else "")


def _show_views(session: Session, document: Document) -> None:
    wording = session.wording
    made = table(
        [
            (wording.say("status.view"), "left"),
            (wording.say("status.version"), "right"),
            (wording.say("status.position"), "right"),
            (wording.say("status.lag"), "right"),
        ]
    )
    for view in document["views"]:
        lag = NOTHING if not view["lag_seconds"] else str(view["lag_seconds"])
        made.add_row(view["name"], str(view["version"]), wording.number(view["position"]), Text(lag))
    indented(session.out, made)
