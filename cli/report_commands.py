"""Commands about what was told to others: record that a figure was reported, and see how it would read today."""

from pathlib import Path
from typing import Annotated

import typer

from cli import completion
from cli.ask_commands import (
    AllOption,
    AsOfOption,
    DivisionOption,
    ForOption,
    JsonOption,
    KnownAtOption,
    MunicipalityOption,
    PeriodOption,
    RegionOption,
    RegisteredByOption,
    RuleArgument,
    SeriesOption,
    VersionOption,
    axes_of,
)
from cli.session import Session


def report(
    context: typer.Context,
    rule: RuleArgument,
    document: Annotated[str, typer.Option("--document", metavar="TEXT", help="Where it was told.")],
    version: VersionOption = None,
    municipality: MunicipalityOption = None,
    region: RegionOption = None,
    division: DivisionOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    registered_by: RegisteredByOption = None,
    known_at: KnownAtOption = None,
    series: SeriesOption = None,
    said: Annotated[
        str | None, typer.Option("--said", metavar="VALUE", help="What the document says, where that may differ.")
    ] = None,
    document_on: Annotated[
        str | None, typer.Option("--document-on", metavar="DAY", help="Date of the document; today when left out.")
    ] = None,
    recipient: Annotated[str | None, typer.Option("--recipient", metavar="NAME", help="Whom it was told to.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Record that a figure was told to somebody: its value, axes and document, and the hash of its verdicts.

    With --said the document decides. A value that is not the one computed here is recorded without cases of ours.

    Examples:

      ketenboek report placements --municipality Groningen --period ..2008-07-01 --document "letter to the council"

      ketenboek report placements --municipality Groningen --period ..2008-07-01 --said 236 --document "agenda, 3a"
    """
    from cli.asking import asked, parse_day, parse_said
    from cli.reporting import Told, report_figure

    session: Session = context.obj
    axes = axes_of(context.params)
    question = asked(rule, version, axes, session.wording)
    on = parse_day(document_on, "--document-on", session.wording)
    report_figure(session, question, Told(document, parse_said(said, session.wording), on, recipient))


def drift(
    context: typer.Context,
    rule: Annotated[
        str | None,
        typer.Option("--rule", metavar="RULE", help="Only figures of this rule.", autocompletion=completion.rules),
    ] = None,
    all_cases: AllOption = False,
    as_json: JsonOption = False,
) -> None:
    """Set every reported figure beside what the same question gives now: the drift, its parts and its cases.

    Totals that others reported stand below, and are never summed with ours.

    Examples:

      ketenboek drift

      ketenboek drift --rule placements --json
    """
    from cli.show_drift import show_drifts
    from replay.differences import drifts_document
    from replay.reported import ask_drift

    session: Session = context.obj
    with session.book() as book:
        with session.progress("wait.figure") as progress:
            found = ask_drift(book.figures, rule, progress)
        session.counts |= {"reported": len(found.drifts)}
        if session.as_json:
            session.write_json(drifts_document(book.ledger, found))
        else:
            show_drifts(session, book.ledger, found, all_cases=all_cases)


def sample(
    context: typer.Context,
    rule: RuleArgument,
    size: Annotated[int, typer.Option("--size", metavar="N", min=1, help="How many cases, or units of the amount.")],
    seed: Annotated[str, typer.Option("--seed", metavar="TEXT", help="The same seed draws the same sample.")],
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="Where it is written: .xlsx or .csv.")],
    stratify_by: Annotated[
        str | None,
        typer.Option(
            "--stratify-by",
            metavar="DIMENSION,…",
            help="Each class its share of the sample.",
            autocompletion=completion.dimensions,
        ),
    ] = None,
    by_amount: Annotated[
        bool, typer.Option("--by-amount", help="Larger amounts are likelier: monetary unit sampling.")
    ] = False,
    record_ids: Annotated[
        bool, typer.Option("--record-ids", help="Also the sources' own record ids, which are personal data.")
    ] = False,
    version: VersionOption = None,
    municipality: MunicipalityOption = None,
    region: RegionOption = None,
    division: DivisionOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    registered_by: RegisteredByOption = None,
    known_at: KnownAtOption = None,
    series: SeriesOption = None,
    purpose: ForOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a sample from the cases of a figure into an audit file; the same seed and position give the same bytes.

    Of cases nothing is published, so with --for it is refused.

    Examples:

      ketenboek sample placements --municipality Groningen --size 25 --seed 2009-1 --file sample.xlsx

      ketenboek sample placements --size 40 --seed 7 --stratify-by reason,pardon --file sample.csv
    """
    from cli.asking import asked, require_publication
    from cli.errors import Misused
    from cli.sampling import sample_figure
    from replay.sampling import Wanted

    session: Session = context.obj
    if purpose is not None:
        from replay.publishing import refuse_cases

        require_publication(purpose, session.wording)
        refuse_cases()
    if file.suffix.lower() not in (".xlsx", ".csv"):
        raise Misused(session.wording.say("error.not_an_audit_file"))
    if by_amount and stratify_by:
        raise Misused(session.wording.say("error.amount_or_strata"))
    axes = axes_of(context.params) | {"by": stratify_by}
    question = asked(rule, version, axes, session.wording)
    sample_figure(session, question, Wanted(size, seed, by_amount, record_ids), file)
