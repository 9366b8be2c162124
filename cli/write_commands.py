"""Commands that write: import files of partners, record one fact by hand."""

from pathlib import Path
from typing import Annotated

import typer

from cli import completion
from cli.ask_commands import JsonOption
from cli.errors import REFUSED, Misused
from cli.session import Session

ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME|FILE.toml",
        help="How to read it; else the heading decides.",
        autocompletion=completion.profiles,
    ),
]
MunicipalityOption = Annotated[
    str | None,
    typer.Option(
        "--municipality",
        metavar="NAME|CODE",
        help="Whose file it is, where the file does not say.",
        autocompletion=completion.municipalities,
    ),
]
StatedRowsOption = Annotated[
    str | None,
    typer.Option("--stated-rows", metavar="N", help="How many rows the sender says there are; told if not so."),
]
StatedAmountOption = Annotated[
    str | None,
    typer.Option("--stated-amount", metavar="EURO", help="What the sender says the amounts sum to: 1.234,56."),
]
StatedTotalOption = Annotated[
    list[str] | None,
    typer.Option(
        "--stated-total", metavar="COLUMN=N", help="The sum of a column of numbers, or how many cells are filled."
    ),
]


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV, XLSX or JSON lines.", show_default=False)],
    profile: ProfileOption = None,
    municipality: MunicipalityOption = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SYSTEM", help="Another sender than the profile names.")
    ] = None,
    delivered_on: Annotated[
        str | None,
        typer.Option("--delivered-on", metavar="DAY", help="The day it reached us; else the file's, or today."),
    ] = None,
    delivery: Annotated[
        str | None,
        typer.Option("--delivery", metavar="full|changes", help="Whether it holds everything, or changes only."),
    ] = None,
    stated_rows: StatedRowsOption = None,
    stated_amount: StatedAmountOption = None,
    stated_total: StatedTotalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take files of a partner: rows become facts, what is wrong is said and kept, the same file twice is nothing.

    Ends with 0 when every file was taken, also with rejected rows; with 1 when a file was not.

    Examples:

      ketenboek import plaatsingen.csv --municipality Groningen --delivered-on 2008-10-06

      ketenboek import wachtlijst.xlsx taakstellingen.csv

      ketenboek import plaatsingen.csv --municipality Groningen --stated-rows 242
    """
    from cli.asking import parse_day, parse_totals
    from cli.importing import Asked
    from cli.show_import import import_all

    session: Session = context.obj
    day = parse_day(delivered_on, "--delivered-on", session.wording)
    if delivery not in (None, "full", "changes"):
        raise Misused(session.wording.say("error.not_a_delivery"))
    stated = parse_totals(stated_rows, stated_amount, stated_total or (), session.wording)
    if stated and len(files) > 1:
        raise Misused(session.wording.say("error.totals_of_one_file"))
    asked = Asked(profile, municipality, source, day, delivery, stated)
    with session.book() as book:
        if not import_all(session, book, files, asked):
            raise typer.Exit(REFUSED)


def record(
    context: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(metavar="TYPE", help="The kind of fact.", autocompletion=completion.facts)
    ] = None,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE…", help="Its fields; without any they are shown.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="The same key is recorded once, however often it is sent."),
    ] = None,
    fields: Annotated[bool, typer.Option("--fields", help="Only show the fields of this kind of fact.")] = False,
    show_list: Annotated[bool, typer.Option("--list", help="Only list the kinds of fact there are.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Record one fact or decision by hand; a decision is checked first. Without fields it shows them.

    Who records is the pseudonym in KETENBOEK_ACTOR; who approves is another than who proposes:
    KETENBOEK_ACTOR=m5678 ketenboek record ApprovalGiven …

    Examples:

      ketenboek record ConditionMet name=state-money-available municipality=Haarlem occurred_on=2009-01-05

      ketenboek record WaitingListLeft --fields
    """
    from cli import recording

    session: Session = context.obj
    if show_list or kind is None:
        recording.show_kinds(session)
    elif fields or not words:
        recording.show_fields(session, kind)
    else:
        recording.record(session, kind, words, key)
