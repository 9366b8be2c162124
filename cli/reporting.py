"""The command `report`: a figure is asked, and that it was told is recorded as a fact."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cli.rendering import lines, pairs
from cli.session import Session
from domain.dates import When
from replay.answers import event_summary
from replay.asking import Asked, today_in_amsterdam
from replay.comparing import only_answer
from replay.figures import Answer


@dataclass(frozen=True, slots=True)
class Told:
    """Where a figure was told, what the document says it is, its date, and to whom."""

    document: str
    said: int | None
    document_on: date | None
    recipient: str | None


def report_figure(session: Session, question: Asked, told: Told) -> None:
    """Record it; told again in the same words it is nothing new."""
    with session.book() as book:
        from exchange.by_hand import ByHand
        from exchange.recording import record_by_hand
        from replay.reported import fact_of_report

        head = str(book.ledger.head().position)
        answer = only_answer(book.figures, replace(question, known_at=question.known_at or head))
        today = today_in_amsterdam(book.ledger.database_now())
        on = told.document_on or today
        fact = fact_of_report(answer, told.document, told.said, document_on=on, recipient=told.recipient)
        by_hand = ByHand(fact, {}, occurred_on=When(on.isoformat()), municipality=answer.municipality)
        done = record_by_hand(book.ledger, by_hand, actor=session.settings.actor, today=today)
        session.counts |= {"rule": answer.rule.id, "recorded": int(done.receipt is not None)}
        (position,) = done.positions
        event = event_summary(book.ledger.events_at([position])[position][0])
        if session.as_json:
            session.write_json(_document(answer, fact, event, is_new=done.receipt is not None))
            return
        _show(session, answer, fact, position)


def _document(answer: Answer, fact: Any, event: dict[str, Any], *, is_new: bool) -> dict[str, Any]:
    return {
        "recorded": is_new,
        "rule": answer.rule.id,
        "version": answer.rule.version,
        "value": fact.value,
        "computed": answer.value,
        "unit": fact.unit,
        "as_of": answer.bounds.as_of.isoformat(),
        "known_at_position": fact.known_at_position,
        "verdicts_hash": fact.verdicts_hash,
        "computed_here": fact.computed_here,
        "event": event,
    }


def _show(session: Session, answer: Answer, fact: Any, position: int) -> None:
    wording, unit = session.wording, answer.rule.unit
    value = wording.amount(fact.value, unit)
    lines(session.out, [wording.say("report.done", value=value, document=fact.document, position=position)])
    if not fact.computed_here:
        lines(session.out, [wording.say("report.not_ours", value=value, computed=wording.amount(answer.value, unit))])
        return
    known = wording.say("axis.position", position=wording.number(fact.known_at_position))
    pairs(session.out, [(wording.say("axis.known_at"), known), (wording.say("report.hash"), fact.verdicts_hash)])
