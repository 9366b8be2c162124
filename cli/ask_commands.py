"""Commands that ask: figure, explain, compare, history, rules. They only bring the views up to date."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import completion
from cli.session import Session

if TYPE_CHECKING:
    from replay.asking import Asked

RuleArgument = Annotated[
    str, typer.Argument(metavar="RULE", help="A counting rule, or RULE@VERSION.", autocompletion=completion.rules)
]
VersionOption = Annotated[
    str | None,
    typer.Option("--version", metavar="VERSION", help="One version of it.", autocompletion=completion.versions),
]
MunicipalityOption = Annotated[
    str | None,
    typer.Option(
        "--municipality",
        metavar="NAME|CODE",
        help="Only the cases that lie in this municipality.",
        autocompletion=completion.municipalities,
    ),
]
RegionOption = Annotated[
    str | None,
    typer.Option("--region", metavar="NAME", help="Only the cases that lie in this region or joint body."),
]
DivisionOption = Annotated[
    str | None,
    typer.Option(
        "--division",
        metavar="DAY",
        help="Municipalities and regions as they were on this day; without it as they were then, case by case.",
    ),
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", metavar="A..B", help="Which time is counted; the day B is outside it.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DAY", help="Which day in the world; the end of it.")
]
RegisteredByOption = Annotated[
    str | None,
    typer.Option("--registered-by", metavar="DAY", help="What the sources claim to have entered by this day."),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at", metavar="WHEN", help="What this ledger held: a position, a day, or an instant with its zone."
    ),
]
SeriesOption = Annotated[
    str | None,
    typer.Option("--series", metavar="closed|running", help="The figure as its period was closed, or as it runs on."),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="DIMENSION,…",
        help="Break the figure down; the parts add up to the whole.",
        autocompletion=completion.dimensions,
    ),
]
ForOption = Annotated[
    str | None,
    typer.Option(
        "--for", metavar="publication", help="As it may be published: a closed period, in steps, without cases."
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Show every case, also of a long list.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


def figure(
    context: typer.Context,
    rule: RuleArgument,
    version: VersionOption = None,
    municipality: MunicipalityOption = None,
    region: RegionOption = None,
    division: DivisionOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    registered_by: RegisteredByOption = None,
    known_at: KnownAtOption = None,
    series: SeriesOption = None,
    by: ByOption = None,
    is_brief: Annotated[
        bool, typer.Option("--brief", help="Three sentences, to be read aloud; no table and no codes.")
    ] = False,
    purpose: ForOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a figure, with what it was summed from and what it may be set beside.

    Without a version, where versions compete, all answers are given and the contradiction is named.

    Examples:

      ketenboek figure placements --municipality Groningen --period 2007-01-01..2008-07-01

      ketenboek figure waiting-over-four-months --as-of 2003-12-01

      ketenboek figure placements --by municipality,pardon

      ketenboek figure placements --region G4 --period 2007-01-01..2010-01-01 --series closed

      ketenboek figure placements --municipality Groningen --period ..2008-07-01 --brief

      ketenboek figure placements --period 2008-01-01..2009-01-01 --by municipality --for publication
    """
    session: Session = context.obj
    axes = axes_of(context.params) | {"by": by}
    if purpose is not None:
        _publish(session, rule, version, axes, purpose, is_brief=is_brief)
        return
    _answer(session, rule, version, axes, is_opened=False, is_brief=is_brief)


def explain(
    context: typer.Context,
    rule: RuleArgument,
    version: VersionOption = None,
    municipality: MunicipalityOption = None,
    region: RegionOption = None,
    division: DivisionOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    registered_by: RegisteredByOption = None,
    known_at: KnownAtOption = None,
    series: SeriesOption = None,
    by: ByOption = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="ID", help="Only this case: a record id, SOURCE:ID or case id.")
    ] = None,
    what_if: Annotated[bool, typer.Option("--what-if", help="With --case: what would have to be different.")] = False,
    all_cases: AllOption = False,
    as_json: JsonOption = False,
) -> None:
    """Open a figure: three sentences, the funnel, and every case with the facts that decided it.

    Examples:

      ketenboek explain quota-placements --version letter-4a --municipality Groningen --period 2007-01-01..2008-07-01

      ketenboek explain waiting-list-cleaning --as-of 2003-12-31 --json

      ketenboek explain waiting-over-one-year --as-of 2004-07-15 --case W1 --what-if
    """
    session: Session = context.obj
    if what_if and case is None:
        from cli.errors import Misused

        raise Misused(session.wording.say("error.what_if_of_which"))
    axes = axes_of(context.params) | {"by": by}
    if case is None:
        _answer(session, rule, version, axes, is_opened=True, all_cases=all_cases)
        return
    from cli.asking import asked
    from cli.show_case import answer_case

    answer_case(session, asked(rule, version, axes, session.wording), case, what_if=what_if)


def axes_of(typed: Mapping[str, Any]) -> dict[str, str | None]:
    """The axes as they were typed, by their names: of all arguments of a command those that bound a question."""
    from cli.asking import AXES

    return {axis: typed[axis] for axis in AXES}


def _answer(
    session: Session,
    rule: str,
    version: str | None,
    axes: dict[str, str | None],
    *,
    is_opened: bool,
    all_cases: bool = False,
    is_brief: bool = False,
) -> None:
    from cli.asking import asked
    from cli.show_answers import show_answers, show_sentences, write_answers

    question = asked(rule, version, axes, session.wording)
    with session.book() as book, ExitStack() as open_until_told:
        with session.progress("wait.figure") as progress:
            if session.as_json:
                answers = open_until_told.enter_context(book.figures.telling(question, progress))
            else:
                answers = book.figures.ask(question, progress, opened=is_opened)
        session.counts |= {
            "rule": question.rule,
            "answers": len(answers),
            "considered": sum(answer.tally.considered for answer in answers),
        }
        if session.as_json:
            write_answers(session, book.ledger, answers, is_opened=is_opened)
        elif is_brief:
            show_sentences(session, answers)
        else:
            show_answers(session, book.ledger, answers, is_opened=is_opened, all_cases=all_cases)


def _publish(
    session: Session, rule: str, version: str | None, axes: dict[str, str | None], purpose: str, *, is_brief: bool
) -> None:
    from cli.asking import asked, require_publication
    from cli.show_published import show_published
    from replay.published import published

    require_publication(purpose, session.wording)
    question = asked(rule, version, axes, session.wording)
    with session.book() as book:
        with session.progress("wait.figure") as progress:
            document = published(book.figures, question, progress)
        session.counts |= {"rule": question.rule, "published": len(document.get("answers", [document]))}
        if session.as_json:
            session.write_json(document)
        else:
            show_published(session, document, book.figures.municipality_names(), is_brief=is_brief)


def compare(
    context: typer.Context,
    first: Annotated[
        str,
        typer.Argument(metavar="A", help="RULE[@VERSION][,axis=value…]", autocompletion=completion.rules),
    ],
    second: Annotated[str, typer.Argument(metavar="B", help="The same.", autocompletion=completion.rules)],
    municipality: MunicipalityOption = None,
    region: RegionOption = None,
    division: DivisionOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    registered_by: RegisteredByOption = None,
    known_at: KnownAtOption = None,
    series: SeriesOption = None,
    all_cases: AllOption = False,
    purpose: ForOption = None,
    as_json: JsonOption = False,
) -> None:
    """Subtract two figures, case by case; the options hold for both.

    Examples:

      ketenboek compare quota-placements@letter-4a quota-placements@agenda-3a --municipality Groningen

      ketenboek compare placements,registered_by=2008-09-18 placements,registered_by=2008-10-02
    """
    from cli.asking import asked_side

    session: Session = context.obj
    axes = axes_of(context.params)
    sides = [asked_side(text, axes, session.wording) for text in (first, second)]
    if purpose is not None:
        _publish_difference(session, sides[0], sides[1], purpose)
        return
    with session.book() as book:
        from cli.show_comparison import show_comparison
        from replay.comparing import compare as compare_figures
        from replay.differences import comparison_document

        difference = compare_figures(book.figures, *sides)
        session.counts |= {"cases": len(difference.changes)}
        if session.as_json:
            session.write_json(comparison_document(book.ledger, difference))
        else:
            show_comparison(session, book.ledger, difference, all_cases=all_cases)


def _publish_difference(session: Session, first: "Asked", second: "Asked", purpose: str) -> None:
    from cli.asking import require_publication
    from cli.show_published import show_published_difference
    from replay.published import published_difference

    require_publication(purpose, session.wording)
    with session.book() as book:
        with session.progress("wait.figure") as progress:
            document = published_difference(book.figures, first, second, progress)
        if session.as_json:
            session.write_json(document)
        else:
            show_published_difference(session, document, book.figures.municipality_names())


def history(
    context: typer.Context,
    record: Annotated[str, typer.Argument(metavar="ID", help="A record id of a source, or SOURCE:ID.")],
    personal: Annotated[
        bool, typer.Option("--personal", help="Also open the sealed fields; this is processing personal data.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also show hashes and random ids.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell one dossier as a timeline, and what the views said of it after each fact.

    Examples:

      ketenboek history L1

      ketenboek history GWS4all:H1 --json
    """
    session: Session = context.obj
    with session.book() as book:
        from cli.show_dossier import show_dossier
        from replay.telling import find_registration, history_document

        found = find_registration(book.ledger, record)
        document = history_document(book.ledger, book.figures.follower, found, personal=personal)
        if personal:
            from cli.journal import note

            for registration in sorted({one["registration"] for one in document["events"]}):
                note("personal_data_opened", registration=registration, actor=session.settings.actor)
        session.counts |= {"events": len(document["events"]), "rows": len(document["rows"])}
        if session.as_json:
            session.write_json(document)
        else:
            show_dossier(session, document, everything=everything)


def rules(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the counting rules there are, with their versions and what they count."""
    from domain import rules as registry
    from replay.answers import rule_document

    session: Session = context.obj
    if session.as_json:
        session.write_json([rule_document(rule) for rule in registry.RULES])
        return
    from cli.show_ledger import show_rules

    show_rules(session, registry.RULES)
