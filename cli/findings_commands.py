"""The command `findings`: what does not fit in the books, and who could resolve it."""

from enum import StrEnum
from typing import Annotated

import typer

from cli import completion
from cli.ask_commands import JsonOption, KnownAtOption, MunicipalityOption
from cli.session import Session

SHOWN_MAX = 20


class Resolver(StrEnum):
    """Who could resolve a finding, as one types it."""

    SOURCE = "source"
    PROFILE = "profile"
    IDENTITY = "identity"


def findings(
    context: typer.Context,
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help="Only findings of this code.", autocompletion=completion.findings),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help="Only of this system, party or PARTY/SYSTEM.")
    ] = None,
    municipality: MunicipalityOption = None,
    resolver: Annotated[
        Resolver | None,
        typer.Option("--resolver", help="Only what the source, who keeps the profile, or who decides on identity can."),
    ] = None,
    known_at: KnownAtOption = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=0, help="Show so many; 20 on a screen when left out.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what does not fit: first how many of each kind, then each with its facts, newest first.

    Nothing is refused or repaired because of a finding. A correction by the source closes it; with --known-at it is
    still there to be seen.

    Examples:

      ketenboek findings --municipality Groningen

      ketenboek findings --code DATES_OUT_OF_ORDER --limit 100 --json
    """
    from cli.asking import known_at_as_typed
    from replay.found import FindingsAsked, ask_findings, findings_document

    session: Session = context.obj
    asked = FindingsAsked(
        code, source, municipality, resolver.name if resolver else None, known_at and known_at_as_typed(known_at)
    )
    with session.book() as book:
        with session.progress("wait.rebuild") as progress:
            found = ask_findings(book.figures, asked, progress)
        session.counts |= {"findings": len(found.findings)}
        shown_max = limit if limit is not None or session.as_json else SHOWN_MAX
        document = findings_document(book.ledger, found, shown_max)
        if session.as_json:
            session.write_json(document)
            return
        from cli.show_findings import show_findings

        names = book.figures.municipality_names(found.known.position)
        show_findings(session, document, names)
