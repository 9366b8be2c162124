"""A sample of a figure: asked at a fixed position, drawn from its verdicts, with totals to hold it against.

The same question, size and seed give the same sample for ever, on the command line and over HTTP.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.counting import Verdict
from domain.sampling import Drawn, Stratum, draw, draw_by_amount, draw_stratified
from replay.answers import Document, rule_document
from replay.asking import Asked, HasNoAnswer
from replay.case_ids import Ids, ids_of
from replay.comparing import only_answer
from replay.figures import Answer, Figures
from replay.wording import Wording, class_in_words
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Wanted:
    """How large a sample, from which seed, by what, and whether the sources' own record ids may stand in it."""

    size: int
    seed: str
    by_amount: bool = False
    with_record_ids: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, from what, and what could not be drawn."""

    question: Asked
    wanted: Wanted
    answer: Answer
    population: Sequence[Verdict]
    left_out: Mapping[str, int]
    """Of a sample by amount the cases at zero and below: with the population every case considered, and the figure."""
    drawn: Sequence[Drawn]

    @property
    def by_name(self) -> str:
        """By which method it was drawn."""
        return "by amount" if self.wanted.by_amount else "stratified" if self.question.by else "random"


def draw_sample(figures: Figures, question: Asked, wanted: Wanted, wording: Wording) -> Sample:
    """Ask and draw; strata are named in the words of a language. Raises CannotAsk, of which HasNoAnswer."""
    question = replace(question, known_at=question.known_at or str(figures.ledger.head().position))
    answer = only_answer(figures, question)
    population = [one for one in answer.verdicts if one.amount > 0] if wanted.by_amount else list(answer.verdicts)
    if not population:
        raise HasNoAnswer(
            f"there is nothing to draw from: {answer.rule.name} has no cases here, or no amounts above zero. Expected: "
            "a wider period, or a sample that is not by amount",
            f"er is niets om uit te trekken: {answer.rule.name} heeft hier geen gevallen, of geen bedragen boven nul. "
            "Verwacht: een ruimere periode, of een steekproef die niet op bedrag is",
        )
    left_out = _left_out(answer) if wanted.by_amount else {}
    return Sample(question, wanted, answer, population, left_out, _drawn(wording, answer, population, wanted))


def _left_out(answer: Answer) -> dict[str, int]:
    negative = [one.amount for one in answer.verdicts if one.amount < 0]
    return {
        "left_out_negative_count": len(negative),
        "left_out_negative_amount": sum(negative),
        "left_out_zero_count": sum(one.amount == 0 for one in answer.verdicts),
        "left_out_zero_amount": 0,
    }


def _drawn(wording: Wording, answer: Answer, population: list[Verdict], wanted: Wanted) -> list[Drawn]:
    if wanted.by_amount:
        return draw_by_amount(population, wanted.size, wanted.seed)
    if answer.breakdown is None:
        return draw(population, wanted.size, wanted.seed)
    strata: dict[Stratum, list[Verdict]] = {}
    for part in answer.breakdown.parts:
        words = tuple(
            class_in_words(wording, one, of_class, answer.breakdown.names)
            for one, of_class in zip(answer.breakdown.dimensions, part.classes, strict=True)
        )
        strata.setdefault(words, []).extend(part.verdicts)
    return draw_stratified(strata, wanted.size, wanted.seed)


def control_totals(sample: Sample, suffix: str, wording: Wording) -> dict[str, str | int]:
    """What the auditor holds the sample against, and the command that draws it again into a file with this suffix."""
    answer, question, wanted = sample.answer, sample.question, sample.wanted
    return {
        "rule": answer.rule.name,
        "rule_hash": rule_document(answer.rule)["hash"],
        "unit": answer.rule.unit,
        "municipality": answer.municipality or ("" if answer.scope.region else "all"),
        "region": answer.scope.region or "",
        **{name: text or "" for name, text in _bounds(answer).items()},
        "known_at_position": answer.known.position,
        "known_at_root": answer.known.root.hex(),
        "figure": answer.value,
        "population_count": len(sample.population),
        "population_amount": sum(one.amount for one in sample.population),
        **sample.left_out,
        "sampled_count": len(sample.drawn),
        "sampled_amount": sum(one.verdict.amount for one in sample.drawn),
        "method": sample.by_name,
        "stratified_by": ",".join(question.by),
        "size_asked": wanted.size,
        "seed": wanted.seed,
        "again": command_again(sample, suffix, wording),
    }


def _bounds(answer: Answer) -> dict[str, str | None]:
    bounds, period, division = answer.bounds, answer.bounds.period, answer.scope.division_on
    return {
        "division": None if division is None else division.isoformat(),
        "period": None if period is None else f"{period.from_on or ''}..{period.until_on or ''}",
        "as_of": bounds.as_of.isoformat(),
        "registered_by": None if bounds.registered_by is None else bounds.registered_by.isoformat(),
    }


def command_again(sample: Sample, suffix: str, wording: Wording) -> str:
    """The command that writes the same bytes, wherever the ledger has come since."""
    answer, wanted, bounds = sample.answer, sample.wanted, _bounds(sample.answer)
    words = ["ketenboek", "sample", answer.rule.name, "--size", str(wanted.size), "--seed", wanted.seed]
    given = {
        "--municipality": answer.municipality,
        "--region": answer.scope.region,
        **{f"--{name.replace('_', '-')}": value for name, value in bounds.items()},
        "--known-at": str(answer.known.position),
        "--stratify-by": ",".join(sample.question.by) or None,
        "--file": f"sample{suffix}",
        "--language": wording.language,
    }
    words += [word for name, value in given.items() if value is not None for word in (name, value)]
    words += ["--by-amount"] if wanted.by_amount else []
    return shlex.join([*words, *(["--record-ids"] if wanted.with_record_ids else [])])


def paper_documents(ledger: Ledger, sample: Sample) -> list[Document]:
    """The working papers: of each case drawn what an auditor needs to find it and to agree or not."""
    ids: Ids | None = ids_of(ledger, [one.verdict for one in sample.drawn]) if sample.wanted.with_record_ids else None
    papers = []
    for one in sample.drawn:
        verdict = one.verdict
        paper: Document = {"case": verdict.case.case}
        if ids is not None:
            paper |= {"source": verdict.case.system, "record_id": ids.of(verdict)}
        papers.append(
            paper
            | {
                "stratum": " / ".join(one.stratum),
                "hits": one.hits,
                "counted": verdict.counted,
                "amount": verdict.amount,
                "reason": verdict.code,
                "detail": dict(verdict.reason.detail),
                "positions": list(verdict.positions),
            }
        )
    return papers
