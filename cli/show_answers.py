"""Answers as they are given: one, or several side by side; on a terminal or as a document; opened or not."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.text import Text

from cli.rendering import CASES_OF_A_REASON_MAX, heading, indented, lines, natural, section, table
from cli.session import Document, Session
from cli.show_figure import event_in_short, ordered_codes, show_figure, show_versions
from domain.counting import Verdict
from replay.answers import answers_document, case_documents, figure_document
from replay.case_ids import Ids, ids_of, ids_of_answer
from replay.figures import Answer
from replay.sentences import three_sentences
from replay.wording import NOTHING, Wording, listed
from store.ledger import Ledger

EVENTS_SHOWN_MAX = 3
SOURCES_SHOWN_MAX = 3
WIDTH_FOR_LIMITS = 100
ROWS_AT_ONCE = 500


def write_answers(session: Session, ledger: Ledger, answers: Sequence[Answer], *, is_opened: bool) -> None:
    """The answers as one JSON document."""
    named = [(answer, ids_of_answer(ledger, answer)) for answer in answers]
    documents = [figure_document(answer, ids) for answer, ids in named]
    if not is_opened:
        session.write_json(answers_document(documents, answers))
    elif len(named) == 1:
        answer, ids = named[0]
        cases = case_documents(ledger, answer.verdicts, ids, answer)
        session.write_json_with_cases(documents[0], cases)
    else:
        opened = [
            document | {"cases": list(case_documents(ledger, answer.verdicts, ids, answer))}
            for document, (answer, ids) in zip(documents, named, strict=True)
        ]
        session.write_json(answers_document(opened, answers))


def show_answers(
    session: Session, ledger: Ledger, answers: Sequence[Answer], *, is_opened: bool, all_cases: bool = False
) -> None:
    """The answers on the terminal."""
    out, wording = session.out, session.wording
    if len(answers) > 1:
        show_versions(out, wording, answers)
    elif not is_opened:
        show_figure(out, wording, answers[0])
    if is_opened:
        for answer in answers:
            show_figure(out, wording, answer, is_opened=True)
            show_cases(session, ledger, answer, all_cases=all_cases)
    out.print()


def show_sentences(session: Session, answers: Sequence[Answer]) -> None:
    """The answers in three sentences, each a paragraph of its own."""
    for sentence in three_sentences(session.wording, answers):
        session.out.print()
        lines(session.out, [sentence])
    session.out.print()


def show_cases(session: Session, ledger: Ledger, answer: Answer, *, all_cases: bool = False) -> None:
    """Every case with its verdict; what was counted first, then reason by reason in the order of the tests, by id.

    Of each reason so many as one still reads, unless all are asked for; how many are left out is said.
    """
    out, wording = session.out, session.wording
    order = {code: place for place, code in enumerate(ordered_codes(answer), 1)}
    ids = ids_of(ledger, answer.verdicts)
    verdicts = sorted(
        answer.verdicts,
        key=lambda one: (0 if one.counted else order[one.code], natural(ids.shown[one.case.case]), one.case.case),
    )
    shown, left_out = (verdicts, Counter[str]()) if all_cases else _first_of_each(verdicts)
    sources = sorted({f"{one.case.system}" for one in verdicts})
    heading(out, f"{wording.say('part.cases')} · {answer.rule.name}", listed(sources, SOURCES_SHOWN_MAX))
    documents = (_with_ids(one, ids) for one in case_documents(ledger, shown, ids, answer))
    for batch in _batched(documents):
        _show_batch(session, answer, batch, has_sources=len(sources) > 1)
    if left_out:
        out.print()
        more = ", ".join(f"{code} +{wording.number(count)}" for code, count in left_out.items())
        lines(out, [wording.say("explain.more", count=wording.number(left_out.total()), more=more)], "…")
    codes = ordered_codes(answer)
    if codes:
        section(out, wording.say("case.why"))
        lines(out, [f"{code}: {wording.test_sentence(answer.rule, code)}" for code in codes], "·")


def _with_ids(document: Document, ids: Ids) -> Document:
    """The case with other cases in its detail called as they are on this screen."""
    return document | {"detail": {name: ids.shown.get(value, value) for name, value in document["detail"].items()}}


def _first_of_each(verdicts: Iterable[Verdict]) -> tuple[list[Verdict], Counter[str]]:
    """The first so many verdicts of each reason, and how many more each has."""
    counts: Counter[tuple[bool, str]] = Counter()
    shown: list[Verdict] = []
    more: Counter[str] = Counter()
    for verdict in verdicts:
        counts[verdict.counted, verdict.code] += 1
        if counts[verdict.counted, verdict.code] <= CASES_OF_A_REASON_MAX:
            shown.append(verdict)
        else:
            more[verdict.code] += 1
    return shown, more


def _batched(documents: Iterable[Document]) -> Iterable[list[Document]]:
    """Long lists in parts, so that the first cases are on the screen before the last are read."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _show_batch(session: Session, answer: Answer, cases: Sequence[Document], *, has_sources: bool) -> None:
    wording, unit = session.wording, answer.rule.unit
    has_limits = session.out.width >= WIDTH_FOR_LIMITS and any(case["limit_on"] for case in cases)
    has_amounts = unit == "cents" or any(case["amount"] not in (0, 1) for case in cases)
    columns = [(wording.say("case.id"), "left")]
    columns += [(wording.say("case.source"), "left")] if has_sources else []
    columns += [(wording.say("case.verdict"), "left")]
    columns += [(wording.say("case.amount"), "right")] if has_amounts else []
    if has_limits:
        columns += [(wording.say("case.limit_on"), "left"), (wording.say("case.days_over"), "right")]
    columns.append((wording.say("case.events"), "left"))
    made = table(columns, [len(columns) - 1])
    for case in cases:
        cells: list[Text | str] = [Text(case["id"], style="green" if case["counted"] else "")]
        cells += [Text(str(case["source"]), style="dim")] if has_sources else []
        cells.append(_verdict(wording, case, with_limit=session.out.width < WIDTH_FOR_LIMITS))
        cells += [wording.amount(case["amount"], unit)] if has_amounts else []
        if has_limits:
            cells += [wording.short_day(case["limit_on"]), _days(case["days_over"])]
        events = (event_in_short(wording, one) for one in case["events"])
        cells.append(Text(listed(events, EVENTS_SHOWN_MAX, separator="\n"), style="dim"))
        made.add_row(*cells)
    indented(session.out, made)


def _verdict(wording: Wording, case: Document, *, with_limit: bool) -> Text:
    """The reason, with a tick where it counts, and its details below it; the limit too where it has no column."""
    told = Text(f"✓ {case['reason']}", style="green") if case["counted"] else Text(f"  {case['reason']}")
    if with_limit and case["limit_on"]:
        over = f" (+{case['days_over']})" if case["days_over"] else ""
        told += Text(f"\n  {wording.say('case.limit_on')} {wording.short_day(case['limit_on'])}{over}", style="dim")
    if case["detail"]:
        told += Text(f"\n  {wording.details(case['detail'])}", style="dim")
    return told


def _days(days: int | None) -> str:
    return NOTHING if days is None else str(days)
