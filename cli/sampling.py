"""The command `sample`: a figure asked at a fixed position, a sample drawn from its verdicts, written as a file."""

from pathlib import Path

from cli.rendering import heading, lines, pairs
from cli.session import Session
from exchange.sample_file import sample_bytes
from replay.asking import Asked
from replay.sampling import Wanted, control_totals, draw_sample


def sample_figure(session: Session, question: Asked, wanted: Wanted, file: Path) -> None:
    """Draw and write; told are the control totals and the command that writes the same bytes again."""
    suffix = file.suffix.lower()
    with session.book() as book:
        sample = draw_sample(book.figures, question, wanted, session.wording)
        file.write_bytes(sample_bytes(book.ledger, sample, suffix, session.wording))
    session.counts |= {"rule": sample.answer.rule.id, "sampled": len(sample.drawn)}
    control = control_totals(sample, suffix, session.wording)
    if session.as_json:
        session.write_json({"file": str(file), "control": control})
        return
    heading(session.out, session.wording.say("sample.written", file=file.name), sample.answer.rule.name)
    session.out.print()
    pairs(session.out, [(session.wording.say(f"control.{name}"), str(value)) for name, value in control.items()])
    session.out.print()
    if sample.left_out:
        lines(session.out, [session.wording.say("sample.left_out", **sample.left_out)])
    lines(session.out, [session.wording.say("sample.again")])
