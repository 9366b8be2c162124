"""One case of a figure: its verdict with the facts that decided it, and what would have to be different."""

from cli.errors import Refused
from cli.rendering import heading, lines, pairs, section
from cli.session import Document, Session
from cli.show_figure import event_in_short
from replay.asking import Asked
from replay.one_case import case_answers, nothing_beside, together, what_if_beside
from replay.what_if import WORDS
from replay.wording import NOTHING, Wording


def answer_case(session: Session, question: Asked, case: str, *, what_if: bool) -> None:
    """Tell one case by every version of the rule that was asked."""
    with session.book() as book:
        with session.progress("wait.figure") as progress:
            answers = book.figures.ask(question, progress)
        beside = what_if_beside if what_if else nothing_beside
        documents = case_answers(book.ledger, answers, case, beside)
        if not documents:
            raise Refused(session.wording.say("error.no_such_case", rule=question.rule))
        session.counts |= {"rule": question.rule, "cases": len(documents)}
        if session.as_json:
            session.write_json(together(documents))
            return
        for document in documents:
            _show(session, document)


def _show(session: Session, document: Document) -> None:
    out, wording = session.out, Wording(session.wording.language, WORDS)
    case, rule = document["case"], document["rule"]
    heading(out, f"{case['id']} · {rule['id']} · {rule['version']}", str(case["source"]))
    mark = "✓" if case["counted"] else "–"
    sentence = case["sentence"][wording.language]
    rows = [
        (session.wording.say("case.verdict"), f"{mark} {case['reason']}: {sentence}"),
        (session.wording.say("axis.as_of"), wording.short_day(document["as_of"])),
        (session.wording.say("case.limit_on"), wording.short_day(case["limit_on"])),
        (session.wording.say("case.detail"), wording.details(case["detail"])),
        (session.wording.say("case.events"), "\n".join(event_in_short(wording, one) for one in case["events"])),
    ]
    out.print()
    pairs(out, [(name, said) for name, said in rows if said != NOTHING])
    if "what_if" in document:
        section(out, wording.say("what_if.title"))
        said = [one["sentence"][wording.language] for one in document["what_if"]]
        lines(out, said or [wording.say("what_if.none")], "·")
    out.print()
