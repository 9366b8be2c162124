"""One case of a figure: its verdict with the facts that decided it, and what would have to be different."""

from cli.errors import Refused
from cli.rendering import heading, lines, pairs, section
from cli.session import Document, Session
from cli.show_figure import event_in_short
from domain.counterfactual import alternatives
from domain.counting import Verdict
from domain.handover import DECIDED_ELSEWHERE
from replay.answers import case_documents, rule_document
from replay.asking import Asked
from replay.case_ids import ids_of, verdicts_of
from replay.figures import Answer
from replay.what_if import WORDS, what_if_document
from replay.wording import NOTHING, Wording
from store.ledger import Ledger


def answer_case(session: Session, question: Asked, case: str, *, what_if: bool) -> None:
    """Tell one case by every version of the rule that was asked."""
    with session.book() as book:
        with session.progress("wait.figure") as progress:
            answers = book.figures.ask(question, progress)
        documents = [one for answer in answers for one in _documents(book.ledger, answer, case, what_if=what_if)]
        if not documents:
            raise Refused(session.wording.say("error.no_such_case", rule=question.rule))
        session.counts |= {"rule": question.rule, "cases": len(documents)}
        if session.as_json:
            session.write_json(documents[0] if len(documents) == 1 else {"answers": documents})
            return
        for document in documents:
            _show(session, document)


def _documents(ledger: Ledger, answer: Answer, case: str, *, what_if: bool) -> list[Document]:
    ids = ids_of(ledger, answer.verdicts)
    found = verdicts_of(answer, ids, case)
    axes = {
        "rule": {name: rule_document(answer.rule)[name] for name in ("id", "version", "sentence", "hash")},
        "as_of": answer.bounds.as_of.isoformat(),
        "known_at": {"position": answer.bounds.known_at},
    }
    told = case_documents(ledger, found, ids, answer)
    return [
        axes | {"case": document} | (_what_if(answer, verdict) if what_if else {})
        for verdict, document in zip(found, told, strict=True)
    ]


def _what_if(answer: Answer, verdict: Verdict) -> Document:
    if verdict.code == DECIDED_ELSEWHERE:  # nothing about the case would make it count here
        return {"what_if": []}
    found = alternatives(answer.rule, verdict.case, answer.question_of(verdict.case))
    return {"what_if": what_if_document(found)}


def _show(session: Session, document: Document) -> None:
    out, wording = session.out, Wording(session.wording.language, WORDS)
    case, rule = document["case"], document["rule"]
    heading(out, f"{case['id']} · {rule['id']} · {rule['version']}", str(case["source"]))
    mark = "✓" if case["counted"] else "–"
    rows = [
        (session.wording.say("case.verdict"), f"{mark} {case['reason']}"),
        (session.wording.say("axis.as_of"), wording.short_day(document["as_of"])),
        (session.wording.say("case.limit_on"), wording.short_day(case["limit_on"])),
        (session.wording.say("case.detail"), wording.value(case["detail"]) if case["detail"] else NOTHING),
        (session.wording.say("case.events"), "\n".join(event_in_short(wording, one) for one in case["events"])),
    ]
    out.print()
    pairs(out, [(name, said) for name, said in rows if said != NOTHING])
    if "what_if" in document:
        section(out, wording.say("what_if.title"))
        said = [one["sentence"][wording.language] for one in document["what_if"]]
        lines(out, said or [wording.say("what_if.none")], "·")
    out.print()
