"""Commands that say who is who: two registrations are one person, or are not."""

from dataclasses import asdict
from typing import Annotated

import typer

from cli import completion
from cli.ask_commands import JsonOption
from cli.rendering import lines
from cli.session import Session

One = Annotated[
    str, typer.Argument(metavar="A", help="An id as the source writes it, or SOURCE:ID.", show_default=False)
]
Other = Annotated[str, typer.Argument(metavar="B", help="The other one, likewise.", show_default=False)]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="WORDS",
        help="Why: a code, or words, which are sealed.",
        autocompletion=completion.reasons,
        show_default=False,
    ),
]


def link(
    context: typer.Context,
    one: One,
    other: Other,
    reason: Reason,
    different_bsn: Annotated[
        bool, typer.Option("--different-bsn", help="Link them though they carry two valid BSNs; it stays visible.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say that two registrations are one person. The policy never undoes it.

    Examples:

      ketenboek link X003 Y002 --reason "same person"
    """
    session: Session = context.obj
    with session.book() as book:
        from exchange import linking_by_hand

        actor = session.settings.actor
        done = linking_by_hand.link(book.ledger, one, other, reason, actor=actor, despite_bsns=different_bsn)
        _tell(session, "link.done", done)


def unlink(
    context: typer.Context,
    one: One,
    other: Other,
    reason: Reason,
    as_json: JsonOption = False,
) -> None:
    """Say that two registrations are not one person; they stay apart from then on.

    What was known before stays: a figure as known at an earlier position still takes them for one.

    Examples:

      ketenboek unlink X003 Y002 --reason "other person"
    """
    session: Session = context.obj
    with session.book() as book:
        from exchange import linking_by_hand

        done = linking_by_hand.unlink(book.ledger, one, other, reason, actor=session.settings.actor)
        _tell(session, "unlink.done", done)


def _tell(session: Session, message: str, done: object) -> None:
    """What was recorded, or that it stood already."""
    from exchange.linking_by_hand import DecidedByHand

    assert isinstance(done, DecidedByHand)
    is_new = done.receipt is not None
    links = asdict(done.decided)
    session.counts |= {"recorded": int(is_new)}
    if session.as_json:
        document = {"recorded": is_new, "position": done.position, "subject": str(done.subject)}
        session.write_json(document | {"other": str(done.other), "links": links})
        return
    position = session.wording.number(done.position)
    said = [session.wording.say(message if is_new else "link.nothing", position=position)]
    if any(links.values()):
        said.append(session.wording.say("import.links", **links))
    lines(session.out, said)
