"""The command `sample`: a figure asked at a fixed position, a sample drawn from its verdicts, written as a file."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cli.errors import Refused
from cli.rendering import heading, lines, pairs
from cli.session import Session
from cli.show_breakdown import class_in_words
from cli.wiring import Book
from domain.counting import Verdict
from domain.sampling import Drawn, Stratum, draw, draw_by_amount, draw_stratified
from exchange.audit_file import AuditFile, Cell, csv_bytes, xlsx_bytes
from replay.answers import rule_document
from replay.asking import Asked
from replay.case_ids import ids_of
from replay.comparing import only_answer
from replay.figures import Answer

EMPTY_COLUMNS = ("seen", "agrees", "remark", "auditor", "date")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How large a sample, from which seed, by what, into which file, and whether the sources' own ids may be in it."""

    size: int
    seed: str
    by_amount: bool
    file: Path
    with_record_ids: bool


def sample_figure(session: Session, question: Asked, wanted: Wanted) -> None:
    """Draw and write; told are the control totals and the command that writes the same bytes again."""
    with session.book() as book:
        head = str(book.ledger.head().position)
        answer = only_answer(book.figures, replace(question, known_at=question.known_at or head))
        population = [one for one in answer.verdicts if one.amount > 0] if wanted.by_amount else list(answer.verdicts)
        if not population:
            raise Refused(session.wording.say("error.nothing_to_sample", rule=answer.rule.name))
        drawn = _drawn(session, answer, population, wanted)
        left_out = _left_out(answer) if wanted.by_amount else {}
        control = _control(session, answer, question, wanted, population, left_out, drawn)
        file = _file(session, book, answer, wanted, control, drawn)
        wanted.file.write_bytes(xlsx_bytes(file) if wanted.file.suffix.lower() == ".xlsx" else csv_bytes(file))
    session.counts |= {"rule": answer.rule.id, "sampled": len(drawn)}
    if session.as_json:
        session.write_json({"file": str(wanted.file), "control": dict(control)})
        return
    heading(session.out, session.wording.say("sample.written", file=wanted.file.name), answer.rule.name)
    session.out.print()
    pairs(session.out, [(session.wording.say(f"control.{name}"), str(value)) for name, value in control])
    session.out.print()
    if left_out:
        lines(session.out, [session.wording.say("sample.left_out", **left_out)])
    lines(session.out, [session.wording.say("sample.again")])


def _left_out(answer: Answer) -> dict[str, int]:
    """What cannot be drawn by amount: with the population it is every case considered, and the figure."""
    negative = [one.amount for one in answer.verdicts if one.amount < 0]
    return {
        "left_out_negative_count": len(negative),
        "left_out_negative_amount": sum(negative),
        "left_out_zero_count": sum(one.amount == 0 for one in answer.verdicts),
        "left_out_zero_amount": 0,
    }


def _drawn(session: Session, answer: Answer, population: list[Verdict], wanted: Wanted) -> list[Drawn]:
    if wanted.by_amount:
        return draw_by_amount(population, wanted.size, wanted.seed)
    if answer.breakdown is None:
        return draw(population, wanted.size, wanted.seed)
    return draw_stratified(_strata(session, answer), wanted.size, wanted.seed)


def _strata(session: Session, answer: Answer) -> Mapping[Stratum, list[Verdict]]:
    """The verdicts by the classes of the breakdown that was asked, in words."""
    assert answer.breakdown is not None, "asked for with --stratify-by"
    strata: dict[Stratum, list[Verdict]] = {}
    for part in answer.breakdown.parts:
        words = tuple(
            class_in_words(session.wording, one, of_class, answer.breakdown.names)
            for one, of_class in zip(answer.breakdown.dimensions, part.classes, strict=True)
        )
        strata.setdefault(words, []).extend(part.verdicts)
    return strata


def _control(
    session: Session,
    answer: Answer,
    question: Asked,
    wanted: Wanted,
    population: list[Verdict],
    left_out: Mapping[str, int],
    drawn: list[Drawn],
) -> list[tuple[str, Cell]]:
    """What the auditor holds the sample against, and the command that draws it again."""
    bounds, known = answer.bounds, answer.known
    period = bounds.period
    return [
        ("rule", answer.rule.name),
        ("rule_hash", rule_document(answer.rule)["hash"]),
        ("unit", answer.rule.unit),
        ("municipality", answer.municipality or ("" if answer.scope.region else "all")),
        ("region", answer.scope.region or ""),
        ("division", "" if answer.scope.division_on is None else answer.scope.division_on.isoformat()),
        ("period", "" if period is None else f"{period.from_on or ''}..{period.until_on or ''}"),
        ("as_of", bounds.as_of.isoformat()),
        ("registered_by", "" if bounds.registered_by is None else bounds.registered_by.isoformat()),
        ("known_at_position", known.position),
        ("known_at_root", known.root.hex()),
        ("figure", answer.value),
        ("population_count", len(population)),
        ("population_amount", sum(one.amount for one in population)),
        *left_out.items(),
        ("sampled_count", len(drawn)),
        ("sampled_amount", sum(one.verdict.amount for one in drawn)),
        ("method", "by amount" if wanted.by_amount else "stratified" if question.by else "random"),
        ("stratified_by", ",".join(question.by)),
        ("size_asked", wanted.size),
        ("seed", wanted.seed),
        ("again", _again(session, answer, question, wanted)),
    ]


def _again(session: Session, answer: Answer, question: Asked, wanted: Wanted) -> str:
    """The command that writes the same bytes, wherever the ledger has come since."""
    bounds = answer.bounds
    words = ["ketenboek", "sample", answer.rule.name, "--size", str(wanted.size), "--seed", wanted.seed]
    period = bounds.period
    given = {
        "--municipality": answer.municipality,
        "--region": answer.scope.region,
        "--division": None if answer.scope.division_on is None else answer.scope.division_on.isoformat(),
        "--period": None if period is None else f"{period.from_on or ''}..{period.until_on or ''}",
        "--as-of": bounds.as_of.isoformat(),
        "--registered-by": None if bounds.registered_by is None else bounds.registered_by.isoformat(),
        "--known-at": str(answer.known.position),
        "--stratify-by": ",".join(question.by) or None,
        "--file": f"sample{wanted.file.suffix.lower()}",
        "--language": session.wording.language,
    }
    words += [word for name, value in given.items() if value is not None for word in (name, value)]
    words += ["--by-amount"] if wanted.by_amount else []
    return shlex.join([*words, *(["--record-ids"] if wanted.with_record_ids else [])])


def _file(
    session: Session, book: Book, answer: Answer, wanted: Wanted, control: list[tuple[str, Cell]], drawn: list[Drawn]
) -> AuditFile:
    """The working papers: a row for each case, with columns for the auditor to fill."""
    ids = ids_of(book.ledger, [one.verdict for one in drawn]) if wanted.with_record_ids else None
    names = ["case", *(["source", "record_id"] if ids else []), "stratum", "hits", "verdict", "amount", "reason"]
    names += ["detail", "positions", *EMPTY_COLUMNS]
    papers: list[list[Cell]] = []
    for one in drawn:
        verdict = one.verdict
        own: list[Cell] = [verdict.case.system, ids.of(verdict)] if ids else []
        detail = ", ".join(f"{name} {value}" for name, value in verdict.reason.detail.items())
        papers.append(
            [
                verdict.case.case,
                *own,
                " / ".join(one.stratum),
                one.hits,
                session.wording.say("sample.counted" if verdict.counted else "sample.not_counted"),
                verdict.amount,
                verdict.code,
                detail,
                " ".join(str(position) for position in verdict.positions),
                *[None] * len(EMPTY_COLUMNS),
            ]
        )
    columns = [session.wording.say(f"sample.{name}") for name in names]
    labelled = [(session.wording.say(f"control.{name}"), value) for name, value in control]
    return AuditFile(
        session.wording.say("sample.control"), session.wording.say("sample.papers"), labelled, columns, papers
    )
