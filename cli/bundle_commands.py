"""The command `bundle`: the ledger as plain tables in one SQLite file, for dashboards."""

from pathlib import Path
from typing import Annotated

import typer

from cli.ask_commands import AsOfOption, JsonOption, KnownAtOption, MunicipalityOption
from cli.session import Session


def bundle(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.sqlite", help="Where it is written.", show_default=False)],
    municipality: MunicipalityOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write figures, lists, rules and words as plain tables into one SQLite file; no person beyond random case ids.

    What each column means stands in the file, and beside it as FILE.metadata.json for Datasette.

    Examples:

      ketenboek bundle ketenboek.sqlite --as-of 2008-06-30

      ketenboek bundle groningen.sqlite --municipality Groningen --known-at 241
    """
    from cli.asking import known_at_as_typed, parse_day
    from cli.errors import Misused
    from exchange.bundle_file import write_bundle
    from replay.bundle import bundle_of

    session: Session = context.obj
    if file.suffix.lower() not in (".sqlite", ".db"):
        raise Misused(session.wording.say("error.not_a_bundle_file"))
    day = parse_day(as_of, "--as-of", session.wording)
    with session.book() as book:
        made = bundle_of(book.figures, municipality, day, known_at and known_at_as_typed(known_at))
        counts = write_bundle(made, file, session.wording.language)
        session.counts |= {"tables": len(counts), "lines": sum(counts.values())}
        if session.as_json:
            session.write_json(
                {"file": str(file), "as_of": made.as_of.isoformat(), "position": made.known.position, "tables": counts}
            )
            return
    from cli.rendering import heading, pairs

    heading(session.out, session.wording.say("bundle.written", file=file.name))
    session.out.print()
    pairs(session.out, [(name, session.wording.number(count)) for name, count in counts.items()])
    session.out.print()
