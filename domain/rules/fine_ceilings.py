"""Whether a fine is higher than its Act allows, and by which limit: the tests of `fines-above-the-maximum`."""

from collections.abc import Mapping
from datetime import date

from domain.counting import Check, Conflict, Parameter, Question, Reason, Test
from domain.rules import fine_sources as sources
from domain.rules.decisions import OBJECTION_WEEKS
from domain.rules.fine import Fine, began_on, class_of, found_on, new_term, repeats, total_cents
from domain.rules.fine_facts import check_on, of_classes, own, resting_on
from domain.rules.shared import known_day

CEILING_PARAMETERS: Mapping[str, tuple[Parameter, ...]] = {
    "WI_2007": tuple(sources.MAX_2007.values()),
    "WI_2021": (
        *sources.MAX_2021.values(),
        sources.GUIDANCE_CENTS,
        sources.REPEAT_MONTHS,
        sources.TOTAL_CENTS,
        sources.NEW_TERM_CENTS,
        OBJECTION_WEEKS,
    ),
}
"""Act → what its ceilings are asked with."""


DOUBLED_OR_ADDED: Mapping[str, tuple[Conflict, ...]] = {
    "WI_2007": (),
    "WI_2021": (
        Conflict(
            None,
            {
                "nl": "“Steeds met 100 procent van het boetebedrag verhoogd” is hier telkens verdubbeld; het kan ook "
                "telkens € 50 meer betekenen.",
                "en": "“Each time raised by 100 percent of the fine” is doubled each time here; it may also mean "
                "EUR 50 more each time.",
            },
            (sources.GUIDANCE, sources.DOUBLED),
        ),
    ),
}
"""Act → where its text can be read otherwise."""


def _number(question: Question, parameter: Parameter) -> int:
    return int(question.parameters[parameter.name])


def _over(fine: Fine, max_cents: int, **told: str | int) -> Reason | None:
    over_cents = (fine.amount_cents or 0) - max_cents
    return Reason({"max_cents": max_cents, "over_cents": over_cents, **told}) if over_cents > 0 else None


def _unknown_class(fine: Fine, question: Question) -> Reason | None:
    return Reason({"article": fine.article}) if class_of(fine) is None else None


def _above_ceiling(ceilings: Mapping[str, Parameter]) -> Check:
    def check(fine: Fine, question: Question) -> Reason | None:
        answers = class_of(fine)
        if answers is None or answers not in ceilings:
            return None
        return _over(fine, _number(question, ceilings[answers]))

    return check


def _guidance_cents(fine: Fine, question: Question, *, unknown_counts: bool) -> int:
    """What a fine of article 23 may be: the amount, doubled for each repeat up to the ceiling, times the blame."""
    times = repeats(
        fine,
        question,
        _number(question, sources.REPEAT_MONTHS),
        _number(question, OBJECTION_WEEKS),
        unknown_counts=unknown_counts,
    )
    doubled = _number(question, sources.GUIDANCE_CENTS) << times
    highest = min(doubled, _number(question, sources.MAX_2021["NO_COOPERATION"]))
    return highest * (100 if fine.blame_percent is None else fine.blame_percent) // 100


def _above_repeat(fine: Fine, question: Question, *, unknown_counts: bool) -> Reason | None:
    if class_of(fine) != "NO_COOPERATION" or found_on(fine) is None:
        return None
    return _over(fine, _guidance_cents(fine, question, unknown_counts=unknown_counts))


def _found_unknown(fine: Fine, question: Question) -> Reason | None:
    if class_of(fine) != "NO_COOPERATION" or found_on(fine) is not None:
        return None
    return _over(fine, _guidance_cents(fine, question, unknown_counts=False), date="FOUND")


def _ceiling_of_term(fine: Fine, question: Question) -> tuple[date | None, int | None]:
    """From when the total counts and how high it may be; None where that is not known or not given."""
    term = new_term(fine)
    if term is None:
        return fine.term_from_on, _number(question, sources.TOTAL_CENTS)
    by_months = dict(one.split(":", 1) for one in question.parameters[sources.NEW_TERM_CENTS.name])
    cents = by_months.get(str(term.new_term_months))
    return began_on(term), int(cents) if cents else None


def _is_in_total(fine: Fine) -> bool:
    return class_of(fine) in ("NOT_APPEARED", "NO_COOPERATION")


def _above_total(fine: Fine, question: Question) -> Reason | None:
    from_on, max_cents = _ceiling_of_term(fine, question)
    imposed_on = known_day(fine.imposed_on)
    if not _is_in_total(fine) or from_on is None or max_cents is None or imposed_on is None or imposed_on < from_on:
        return None
    total = total_cents(fine, from_on, question.bounds.as_of)
    return Reason({"total_cents": total, "max_cents": max_cents, "since": str(from_on)}) if total > max_cents else None


def _term_unknown(fine: Fine, question: Question) -> Reason | None:
    """Where the fines together are above what a term may hold, and when it began, or what it holds, is not known."""
    from_on, max_cents = _ceiling_of_term(fine, question)
    if not _is_in_total(fine) or (from_on is not None and max_cents is not None):
        return None
    total = total_cents(fine, from_on or date.min, question.bounds.as_of)
    return Reason({"total_cents": total}) if max_cents is None or total > max_cents else None


def _test(code: str, nl: str, en: str, check: Check, *, counts: bool = False) -> Test:
    return Test(code, {"nl": nl, "en": en}, check, counts=counts)


UNKNOWN_CLASS = _test(
    "CEILING_UNKNOWN",
    "Artikel en gedraging zeggen niet welk maximum geldt.",
    "Article and conduct do not tell which maximum holds.",
    _unknown_class,
)


def _maximum(ceilings: Mapping[str, Parameter]) -> Test:
    return _test(
        "ABOVE_MAXIMUM",
        "Hoger dan het maximum van het artikel.",
        "Higher than the maximum of the article.",
        _above_ceiling(ceilings),
        counts=True,
    )


ABOVE_2007 = resting_on(own, UNKNOWN_CLASS, _maximum(sources.MAX_2007))
ADDED_UP = of_classes({"NOT_APPEARED", "NO_COOPERATION", "PVT_OR_MAP_LATE", "ROUTE"})
"""What may double a fine of article 23, or stand in one total with it, or begin the term of that total."""
REPEATED = of_classes({"NO_COOPERATION"})
ABOVE_2021 = (
    *resting_on(own, UNKNOWN_CLASS, _maximum(sources.MAX_2021)),
    _test(
        "ABOVE_REPEAT_AMOUNT",
        "Hoger dan het bedrag bij deze herhaling en deze verwijtbaarheid.",
        "Higher than the amount for this repeat and this blame.",
        check_on(REPEATED, lambda fine, question: _above_repeat(fine, question, unknown_counts=True)),
        counts=True,
    ),
    _test(
        "ABOVE_TOTAL",
        "Met deze boete is het totaal van de termijn hoger dan mag.",
        "With this fine the total of the term is higher than allowed.",
        check_on(ADDED_UP, _above_total),
        counts=True,
    ),
    _test(
        "DATE_UNKNOWN",
        "Wanneer de overtreding is vastgesteld, is niet bekend; of het een herhaling is dus ook niet.",
        "When the breach was established is unknown, and so whether it is a repeat.",
        check_on(REPEATED, _found_unknown),
    ),
    _test(
        "IRREVOCABLE_UNKNOWN",
        "Of een eerdere boete onherroepelijk was, is niet bekend.",
        "Whether an earlier fine was irrevocable is not known.",
        check_on(REPEATED, lambda fine, question: _above_repeat(fine, question, unknown_counts=False)),
    ),
    _test(
        "TERM_UNKNOWN",
        "Wanneer de termijn begon, of wat erin mag, is niet bekend.",
        "When the term began, or what it may hold, is not known.",
        check_on(ADDED_UP, _term_unknown),
    ),
    _test(
        "TABLE_NOT_KNOWN",
        "Onder het maximum hangt deze boete af van een tabel die niet is gelezen.",
        "Below the maximum this fine depends on a table that was not read.",
        check_on(own, lambda fine, question: Reason() if class_of(fine) == "ROUTE" else None),
    ),
)
