"""Haarlem's personal budgets as given facts, and what the rules about them answer."""

from datetime import date
from typing import Any

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for
from domain.dates import parse_period
from domain.event import Position
from domain.facts import (
    BonusClaimed,
    CategoryDetermined,
    ConditionMet,
    PersonalBudgetApproved,
    PersonalBudgetRequested,
    PlacementStarted,
)
from domain.rules import rule
from projections import VIEWS
from tests.given import Book

HAARLEM = "0392"
STRICT, MONEY, HELPED = (rule("personal-budget-bonus", one) for one in ("strict", "money-allowed", "with-help"))
PERSONS = rule("persons-with-personal-budget-bonus", "strict")
STARTED = rule("personal-budgets-started", "really-started")
END = date(2009, 12, 31)
VOUCHER, CASH = ("VOUCHER", 25_000), ("MONEY", 25_000)
MET = ConditionMet(name="state-money-available")


def budget(
    book: Book,
    name: str,
    *,
    participant: tuple[str | None, int | None] | None = VOUCHER,
    broker: tuple[str | None, int | None] | None = None,
    professional: bool | None = False,
    registered: bool | None = None,
    composed_by: Any = "PARTICIPANT",
    group: CategoryDetermined | None = None,
    approved: str | None = "2009-02-01",
    started: str | None = "2009-03-02",
) -> None:
    """What one row of Haarlem's file says: a request, its approval and start, and what is asked."""
    stream = book.registration(name, municipality=HAARLEM, party=HAARLEM, system="pib-administratie")
    stream.says(group or CategoryDetermined(pardon=False, refugee=False, benefit="NONE"))
    stream.says(PersonalBudgetRequested(budget_kind="PIB", composed_by=composed_by))
    if approved:
        stream.says(PersonalBudgetApproved(budget_kind="PIB"), approved)
    if started:
        stream.says(PlacementStarted(trajectory="REGULAR", scheme="Innovatietraject PIB"), started)
    if participant:
        form, cents = participant
        stream.says(
            BonusClaimed(beneficiary="PARTICIPANT", bonus="PERSONAL_BUDGET", form=form, amount_cents=cents)  # type: ignore[arg-type]
        )
    if broker:
        form, cents = broker
        stream.says(
            BonusClaimed(
                beneficiary="BROKER",
                bonus="PERSONAL_BUDGET",
                form=form,  # type: ignore[arg-type]
                amount_cents=cents,
                professional=professional,
                in_trade_register=professional if registered is None else registered,
            )
        )


def with_money(met_on: str | None = "2009-01-05") -> Book:
    """A ledger in which the State's money came."""
    book = Book()
    book.shared(MET, met_on, HAARLEM)
    return book


def haarlem() -> Book:
    """C09 as the file has it."""
    book = with_money()
    budget(book, "H1")
    budget(book, "H2", broker=VOUCHER)
    budget(book, "H3", broker=CASH, professional=True)
    budget(book, "H4", broker=CASH, professional=True, started=None)
    budget(book, "H5", composed_by="PARTICIPANT_WITH_MUNICIPALITY")
    budget(book, "H6", group=CategoryDetermined(pardon=True, refugee=False, benefit="WWB"))
    budget(book, "H7", participant=CASH)
    budget(book, "H8", broker=("MONEY", 30_000), professional=True)
    budget(book, "H9", approved="2008-12-01", started="2008-12-20")
    return book


def verdicts(
    book: Book, the_rule: Rule, as_of: date = END, period: str | None = None, **settings: str
) -> dict[str, Verdict]:
    """Name of the case, as an answer shows it → its verdict."""
    asked = Bounds(as_of, Position(999), parse_period(period) if period else None)
    set_to = [(None, None, name.replace("_", "-"), value) for name, value in settings.items()]
    question = question_for(the_rule, asked, set_to, record_ids=book.record_ids)
    found = judge_all(the_rule, book.cases(VIEWS[the_rule.view]).values(), question)
    names = {one.case.case: book.name_of_record(one.case) for one in found}
    return {f"{names[one.case.case]}-{one.case.part}" if one.case.part else names[one.case.case]: one for one in found}


def given(book: Book, the_rule: Rule = STRICT, **asked: Any) -> dict[str, tuple[Any, int]]:
    """Counted cases: form and amount."""
    return {
        name: (one.reason.detail.get("form"), one.amount)
        for name, one in verdicts(book, the_rule, **asked).items()
        if one.counted
    }


def codes(book: Book, the_rule: Rule = STRICT, **asked: Any) -> dict[str, str]:
    return {name: one.code for name, one in verdicts(book, the_rule, **asked).items() if not one.counted}


def one_code(book: Book, name: str = "H1", the_rule: Rule = STRICT, **asked: Any) -> str:
    return verdicts(book, the_rule, **asked)[name].code
