"""What the book says of itself: its rules, and whether everything in it holds."""

from collections.abc import Sequence

from rich.text import Text

from cli.rendering import heading, indented, lines, pairs, table
from cli.session import Document, Session
from domain.counting import Rule
from replay.verifying import Verification


def show_rules(session: Session, rules: Sequence[Rule]) -> None:
    """The counting rules with their versions."""
    out, wording = session.out, session.wording
    heading(out, wording.say("rules.title"))
    made = table(
        [
            (wording.say("rules.rule"), "left"),
            (wording.say("rules.version"), "left"),
            (wording.say("rules.counts"), "left"),
        ],
        [2],
    )
    before = ""
    for rule in rules:
        name = "" if rule.id == before else rule.id
        made.add_row(Text(name, style="bold"), rule.version, rule.sentence[wording.language])
        before = rule.id
    indented(out, made)
    out.print()


def show_verification(session: Session, found: Verification) -> None:
    """What was gone through, and what does not hold."""
    out, wording = session.out, session.wording
    position = wording.number(found.position)
    heading(out, "verify", wording.say("axis.position", position=position))
    made = table([("", "right"), ("", "left")], [1])
    made.show_header = False
    made.add_row(wording.number(found.events), wording.say("verify.events"))
    made.add_row(found.root.hex()[:12], wording.say("verify.tree"))
    made.add_row(wording.number(found.sealed_parts), wording.say("verify.sealed"))
    for view, count in found.rows.items():
        made.add_row(wording.number(count), wording.say("verify.rows", view=view))
    indented(out, made)
    out.print()
    if found.holds:
        out.print(Text(f"  ✓ {wording.say('verify.holds', position=position)}", style="bold green"))
    else:
        wrong = wording.say("verify.wrong", count=wording.number(len(found.wrong)))
        out.print(Text(f"  ✗ {wrong}", style="bold red"))
        lines(out, found.wrong, "·")
    pairs(out, [(wording.say("status.root"), found.root.hex())])
    out.print()


def verification_document(found: Verification) -> Document:
    """The same as a document."""
    return {
        "holds": found.holds,
        "position": found.position,
        "root": found.root.hex(),
        "events": found.events,
        "sealed_parts": found.sealed_parts,
        "rows": dict(found.rows),
        "wrong": list(found.wrong),
    }
