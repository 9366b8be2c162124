"""The command `reconcile`: two sources held against each other, person by person."""

from enum import StrEnum
from typing import Annotated

import typer

from cli.ask_commands import AllOption, AsOfOption, JsonOption, KnownAtOption, MunicipalityOption
from cli.session import Session

SOURCE_HELP = "A source: its system, its party, or PARTY/SYSTEM."


class Dimension(StrEnum):
    """What the totals can be split by."""

    MUNICIPALITY = "municipality"


def reconcile(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help=SOURCE_HELP)],
    b: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    municipality: MunicipalityOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    by: Annotated[Dimension | None, typer.Option("--by", help="Split the totals; the parts sum to the whole.")] = None,
    personal: Annotated[
        bool, typer.Option("--personal", help="Also open the sealed fields; this is processing personal data.")
    ] = False,
    all_cases: AllOption = False,
    as_json: JsonOption = False,
) -> None:
    """Compare two sources person by person: only in one of them, in both and the same, or different and in what.

    Who is one person is what the links say. With --personal it is also told of whom name, birth date or sex differ, and
    never what stands there.

    Examples:

      ketenboek reconcile "aanbieder X" "aanbieder Y" --municipality Amsterdam

      ketenboek reconcile GWS4all DUO --as-of 2008-12-31 --by municipality --json
    """
    from cli.asking import known_at_as_typed, parse_day
    from replay.reconciled import PERSONS_OPENED_MAX, person_documents, reconciliation_document, sealed_differing
    from replay.reconciling import ReconcileAsked, ask_reconciliation

    session: Session = context.obj
    day = parse_day(as_of, "--as-of", session.wording)
    asked = ReconcileAsked(a, b, municipality, day, known_at and known_at_as_typed(known_at))
    with session.book() as book:
        with session.progress("wait.reconcile") as progress:
            found = ask_reconciliation(book.figures, asked, progress)
        sealed = None
        if personal:
            from cli.journal import note

            note(
                "personal_data_opened",
                command="reconcile",
                actor=session.settings.actor,
                sources=[str(found.a.source), str(found.b.source)],
                municipality=found.municipality,
                as_of=found.as_of.isoformat(),
                position=found.known.position,
                persons=min(sum(1 for one in found.persons if one.a and one.b), PERSONS_OPENED_MAX),
            )
            sealed = sealed_differing(book.ledger, found)
        session.counts |= {str(outcome): count for outcome, count in found.totals.items()}
        document = reconciliation_document(found, sealed, by=by.value if by else None)
        if session.as_json:
            from replay.reconciled import in_order

            persons = person_documents(book.ledger, in_order(found.persons), sealed)
            session.write_json_with_cases(document, persons, "persons")
            return
        from cli.show_reconciliation import show_reconciliation

        show_reconciliation(session, book, found, document, sealed, all_cases=all_cases)
