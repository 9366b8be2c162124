"""Commands about profiles, by which files are read: look at a file without taking it, list the profiles there are."""

from pathlib import Path
from typing import Annotated

import typer

from cli.ask_commands import JsonOption
from cli.errors import REFUSED
from cli.session import Session
from cli.usage import Command, Group
from cli.write_commands import MunicipalityOption, ProfileOption

app = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def profile() -> None:
    """Profiles, by which files are read: what one makes of a file, and which there are."""


@app.command("check", cls=Command)
def check_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or JSON lines.", show_default=False)],
    profile: ProfileOption = None,
    municipality: MunicipalityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how a file is read: its columns, words and facts, and every row that would be refused. Writes nothing.

    It needs no ledger. Ends with 1 when no row would be taken.

    Examples:

      ketenboek profile check plaatsingen.csv

      ketenboek profile check export.csv --profile ours.toml --municipality Zwijndrecht
    """
    from cli.show_profile import check_document, show_check
    from domain.municipalities import find_code
    from exchange.checking import check

    session: Session = context.obj
    checked = check(
        file, resolve_municipality=lambda name: find_code(name, {}), profile=profile, municipality=municipality
    )
    if session.as_json:
        session.write_json(check_document(file.name, checked))
    else:
        show_check(session, file.name, checked, is_given=municipality is not None)
    if not checked.would_be_taken:
        raise typer.Exit(REFUSED)


@app.command("list", cls=Command)
def list_profiles(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the profiles there are, with the columns that a file of each must have."""
    from cli.show_profile import list_document, show_list
    from exchange.profile import load

    session: Session = context.obj
    known = list(load().values())
    if session.as_json:
        session.write_json(list_document(known))
    else:
        show_list(session, known)
