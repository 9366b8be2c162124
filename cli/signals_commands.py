"""The command `signals`: who must act today, on what, and who is on it."""

from typing import Annotated

import typer

from cli import completion
from cli.ask_commands import AsOfOption, JsonOption, KnownAtOption, MunicipalityOption, RegionOption
from cli.findings_commands import SHOWN_MAX
from cli.session import Session

KindsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND[@VERSION]",
        help="Only signals of this kind; may stand more than once.",
        autocompletion=completion.signals,
    ),
]
ComingOption = Annotated[
    int,
    typer.Option(
        "--coming", metavar="DAYS", min=0, help="Also whose limit comes up within so many days.", show_default=False
    ),
]


def signals(
    context: typer.Context,
    municipality: MunicipalityOption = None,
    region: RegionOption = None,
    as_of: AsOfOption = None,
    kinds: KindsOption = None,
    assignee: Annotated[
        str | None, typer.Option("--assignee", metavar="CODE", help="Only of who is assigned to this worker.")
    ] = None,
    unassigned: Annotated[
        bool, typer.Option("--unassigned", help="Only of who is assigned to nobody on that day.")
    ] = False,
    coming: ComingOption = 0,
    acknowledged: Annotated[
        bool, typer.Option("--acknowledged", help="Those that somebody acknowledged and that may rest.")
    ] = False,
    known_at: KnownAtOption = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=0, help="Show so many; 20 on a screen when left out.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell who must act: whose limit passed or comes up, what is missing, what others saw; most urgent first.

    Each is a case of a counting rule; `explain` opens it. Acknowledged with SignalAcknowledged it rests until the day
    given there; CaseAssigned says who is on it.

    Examples:

      ketenboek signals --municipality Zwijndrecht --as-of 2003-12-01 --coming 14

      ketenboek signals --kind move-due --unassigned --json
    """
    from cli.asking import known_at_as_typed, parse_day
    from cli.errors import Misused
    from replay.signal_documents import signals_document
    from replay.signals import SignalsAsked, ask_signals

    session: Session = context.obj
    if assignee and unassigned:
        raise Misused(session.wording.say("error.assigned_or_not"))
    asked = SignalsAsked(
        municipality=municipality,
        region=region,
        as_of=parse_day(as_of, "--as-of", session.wording),
        kinds=tuple(kinds or ()),
        assignee=assignee,
        unassigned=unassigned,
        coming_days=coming,
        acknowledged=acknowledged,
        known_at=known_at and known_at_as_typed(known_at),
    )
    with session.book() as book:
        with session.progress("wait.rebuild") as progress:
            found = ask_signals(book.figures, asked, progress)
        session.counts |= {"signals": len(found.rows)}
        shown_max = limit if limit is not None or session.as_json else SHOWN_MAX
        document = signals_document(book.ledger, found, shown_max)
        if session.as_json:
            session.write_json(document)
            return
        from cli.show_signals import show_signals

        show_signals(session, document, book.figures.municipality_names(found.known.position))
