"""Commands that keep the book: rebuild, verify, status, stop, serve, demo."""

import sys
from typing import Annotated

import typer

from cli.ask_commands import JsonOption
from cli.errors import REFUSED
from cli.session import Session


def rebuild(context: typer.Context, as_json: JsonOption = False) -> None:
    """Build all views anew from the facts, beside the present ones, and switch."""
    import time

    session: Session = context.obj
    with session.book() as book:
        begun = time.monotonic()
        with session.progress("wait.rebuild") as progress:
            position = book.figures.follower.rebuild(progress=progress)
        seconds = round(time.monotonic() - begun, 2)
        session.counts |= {"position": position}
        if session.as_json:
            session.write_json({"position": position, "seconds": seconds, "views": sorted(book.figures.follower.views)})
        else:
            said = session.wording.number(position)
            session.out.print(session.wording.say("rebuild.done", position=said, seconds=seconds))


def verify(context: typer.Context, as_json: JsonOption = False) -> None:
    """Prove the book: rows equal a replay, the tree equals the events, sealed parts are what was committed.

    Ends with 1 when something does not hold.
    """
    session: Session = context.obj
    with session.book() as book:
        from cli.show_ledger import show_verification, verification_document
        from replay.verifying import verify as verify_ledger

        with session.progress("wait.verify") as progress:
            found = verify_ledger(book.ledger, book.figures.follower, progress)
        session.counts |= {"position": found.position, "wrong": len(found.wrong)}
        if session.as_json:
            session.write_json(verification_document(found))
        else:
            show_verification(session, found)
    if not found.holds:
        raise typer.Exit(REFUSED)


def status(context: typer.Context, as_json: JsonOption = False) -> None:
    """Tell where the ledger is, how far it is, and how far its views are. Starts nothing."""
    from cli.status import show_status, status_document

    session: Session = context.obj
    document = status_document(session)
    if session.as_json:
        session.write_json(document)
    else:
        show_status(session, document)


def stop(context: typer.Context, as_json: JsonOption = False) -> None:
    """Stop the embedded database of this home, and no other."""
    from cli.wiring import server_of

    session: Session = context.obj
    settings, wording = session.settings, session.wording
    is_ours = settings.database_url is None
    stopped = is_ours and server_of(settings).stop()
    if session.as_json:
        session.write_json({"home": str(settings.home), "stopped": stopped})
        return
    name = "stop.stopped" if stopped else "stop.not_running"
    session.out.print(wording.say(name if is_ours else "stop.not_ours", home=settings.home), soft_wrap=True)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="On which port.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="This machine itself, and nothing else.")] = "127.0.0.1",
    is_demo: Annotated[bool, typer.Option("--demo", help="Without tokens, for trying out on this machine.")] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes", min=1, help="How many processes answer; left out half as many as there are cores, 4 at most."
        ),
    ] = None,
) -> None:
    """Answer over HTTP on this machine alone, and follow the ledger meanwhile. End it with Ctrl-C."""
    from cli.serving import check_address, processes_on, serve_book
    from replay.parts import cores

    session: Session = context.obj
    check_address(session, host, port)
    count = processes or processes_on(sys.platform, cores(), is_demo=is_demo)
    with session.book() as book:
        serve_book(session, book, host, port, is_demo=is_demo, processes=count)


def demo(
    context: typer.Context,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after the figures.")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="On which port to answer afterwards.")] = 8000,
) -> None:
    """Take the example files, open the figures of Groningen and Zuid-Holland Zuid, then show the start page."""
    from cli.demo import run_demo
    from cli.serving import check_address, serve_book

    session: Session = context.obj
    if not no_serve:
        check_address(session, "127.0.0.1", port)
    with session.book() as book:
        run_demo(session, book)
        if not no_serve:
            serve_book(session, book, "127.0.0.1", port, is_demo=True)
