"""One case of a figure: its verdict with the facts that decided it, and what would have to be different."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from domain.counterfactual import alternatives
from domain.counting import Sentence, Verdict, answered_by
from domain.handover import DECIDED_ELSEWHERE
from replay.answers import Document, case_documents, rule_document
from replay.case_ids import Ids, ids_of, verdicts_of
from replay.figures import Answer
from replay.judged_again import JudgedAgain
from replay.opened import Listed
from replay.sentences import LANGUAGES
from replay.what_if import what_if_document
from replay.wording import Wording
from store.ledger import Ledger

Beside = Callable[[Answer | Listed, Verdict], Document]


def nothing_beside(answer: Answer | Listed, verdict: Verdict) -> Document:
    """Only the verdict is told."""
    return {}


def what_if_beside(answer: Answer | Listed, verdict: Verdict) -> Document:
    """What would have to be different, beside the verdict."""
    if verdict.code == DECIDED_ELSEWHERE:  # nothing about the case would make it count here
        return {"what_if": []}
    found = alternatives(answer.rule, verdict.case, answer.question_of(verdict.case))
    return {"what_if": what_if_document(found)}


def test_by_test(answer: Answer | Listed, verdict: Verdict) -> Document:
    """What each test of the rule said of the case, in their order; none of what was decided in another place."""
    if verdict.code == DECIDED_ELSEWHERE:
        return {"tests": []}
    ended_by = answered_by(answer.rule, verdict.case, answer.question_of(verdict.case))
    tests, is_over = list[Document](), False
    for test in answer.rule.tests:
        outcome = "not_asked" if is_over else "ended" if test is ended_by else "passed"
        is_over = is_over or test is ended_by
        tests.append({"code": test.code, "sentence": dict(test.sentence), "outcome": outcome, "counts": test.counts})
    return {"tests": tests}


def verdicts_after(answer: Answer | Listed, number: int = 0) -> Iterator[tuple[int, Verdict]]:
    """The verdicts of an answer with a number by which one goes on after each; those after this number."""
    if isinstance(answer.verdicts, JudgedAgain):
        return answer.verdicts.after(number)
    return ((at, one) for at, one in enumerate(answer.verdicts, 1) if at > number)


def verdict_of(ledger: Ledger, answer: Answer | Listed, case: UUID) -> Verdict | None:
    """The verdict on the case of this random id; None where the answer has none.

    A case has the id of the event that opened it, or one of its own: then all cases are gone through.
    """
    verdicts: Iterable[Verdict] = answer.verdicts
    if isinstance(answer.verdicts, JudgedAgain):
        opened = ledger.event_by_id(case)
        verdicts = answer.verdicts.of_registration(opened.event.subject) if opened else verdicts
    return next((one for one in verdicts if one.case.case == str(case)), None)


def case_answers(ledger: Ledger, answers: Sequence[Answer], case: str, beside: Beside) -> list[Document]:
    """The case of this id by each answer that has it, by its random id or its record id; none where none has."""
    return [document for answer in answers for document in _documents(ledger, answer, case, beside)]


def case_document(ledger: Ledger, answer: Answer | Listed, verdict: Verdict, beside: Beside) -> Document:
    """One case of an answer, called by its record id as its source writes it."""
    (document,) = _told(ledger, answer, [verdict], ids_of(ledger, [verdict]), beside)
    return document


def _documents(ledger: Ledger, answer: Answer, case: str, beside: Beside) -> list[Document]:
    ids = ids_of(ledger, answer.verdicts)
    return _told(ledger, answer, verdicts_of(answer, ids, case), ids, beside)


def _told(
    ledger: Ledger, answer: Answer | Listed, found: Sequence[Verdict], ids: Ids, beside: Beside
) -> list[Document]:
    axes = {
        "rule": {name: rule_document(answer.rule)[name] for name in ("id", "version", "sentence", "hash")},
        "as_of": answer.bounds.as_of.isoformat(),
        "known_at": {"position": answer.bounds.known_at},
    }
    told = case_documents(ledger, found, ids, answer)
    return [
        axes | {"case": document | {"sentence": _sentence(answer, verdict)}} | beside(answer, verdict)
        for verdict, document in zip(found, told, strict=True)
    ]


def _sentence(answer: Answer | Listed, verdict: Verdict) -> Sentence:
    """Why the case ended where it did: the test that did it, and what the rule counts where none did."""
    case = verdict.case
    test = None if verdict.code == DECIDED_ELSEWHERE else answered_by(answer.rule, case, answer.question_of(case))
    if test is not None and test.code == verdict.code:
        return dict(test.sentence)
    return {language: Wording(language).test_sentence(answer.rule, verdict.code) for language in LANGUAGES}


def together(documents: Sequence[Document]) -> Document:
    """One document as it is; more than one side by side, since no version goes before another."""
    return documents[0] if len(documents) == 1 else {"answers": list(documents)}
