"""Budgets: what was set and may be spent, what was carried over, and what each label of money paid.

Source: Haarlem's plan for personal budgets, whose table adds up, and decision 4: "de in 2008 niet uitgegeven gelden toe
te voegen aan het budget in 2009" (R240, R294-R301). And the documents that ask for every stream of money to be told
apart, also where budgets are used together (R118, R229, R332).

In plain words: a case is one entry: an amount set for a line, received, carried over or booked as a cost. A figure is
the sum of entries, so that a carry-over needs no booking of its own: what a period may spend is what was set until its
end less what was spent before it. A recorded carry-over moves money between years of one budget and changes no sum. A
line set anew takes the place of the line it changes, from the date of its document on.

An amount that its source tells as "about" or "at least" makes an interval, and so does one of which the amount or the
day is not known: it is not counted, and the figure says between which amounts it lies.

Money set for income is told from money set for costs by its line, which is a parameter. Money that is only expected is
not received.

Worked example, Haarlem: EUR 50,000 set for 2008 and again for 2009, EUR 16,750 spent in 2008. 2009 may spend
50,000 + (50,000 - 16,750) = EUR 83,250, which is what the plan sets for it; result 33,250, -33,250, together 0.
"""

from collections.abc import Callable, Sequence
from datetime import date

from domain.counting import DatedValue, Parameter, Passage, Question, Reason, Rule, Test
from domain.dates import Period
from domain.funding import is_known, label_of
from domain.precision import Interval
from domain.rules import personal_budget_sources as haarlem
from domain.rules.budget_entry import A_COST, COSTS, BudgetEntry, leaving_out, told
from domain.rules.quota_realisation import AGENDA
from domain.rules.shared import RECORDED_LATER, known_day, may_add, tests_of_when
from domain.rules.waiting_spell import DOCUMENT as ZUID_HOLLAND_ZUID

# --- Sources ---

CARRY_OVER = Passage(
    haarlem.DECISION, "besluit 4", "in 2008 niet uitgegeven gelden toe te voegen aan het budget in 2009", "R240"
)
INCOME = Passage(haarlem.PLAN, "projectbegroting", "Budget PIB € 50.000 € 50.000 € 100.000", "R252")
EXPENSES = Passage(haarlem.PLAN, "projectbegroting", "€ 16.750 € 83.250 € 100.000", "R300")
RESULT = Passage(haarlem.PLAN, "projectbegroting", "Resultaat € 33.250 € 33.250- € -", "R301")
ADVANCE = Passage(
    haarlem.DECISION, "financiële consequenties", "wordt nog dit jaar verstrekt in de vorm van een voorschot", "R252"
)
SECOND_HALF = Passage(
    haarlem.DECISION,
    "financiële consequenties",
    "wordt verstrekt in 2009 nadat het plan van aanpak is goedgekeurd",
    "R253",
)
EXPECTED = Passage(
    haarlem.DECISION, "financiële consequenties", "waarschijnlijk middels de decembercirculaire verstrekt", "R254"
)
INTEGRAL = Passage(AGENDA, "punt e", "integrale inzet van het WWB-werkdeel", "R118")
LABELLED = Passage(
    ZUID_HOLLAND_ZUID,
    "Financiering inburgering",
    "de verschillende geldstromen afzonderlijk gelabeld kunnen worden",
    "R229",
)
ELEVEN = Passage(
    ZUID_HOLLAND_ZUID,
    "Financiering inburgering",
    "De volgende budgetten worden (ook) benut voor de inburgering",
    "R228",
)

INCOME_LINES = Parameter(
    "budget-income-lines",
    {
        "nl": "De begrotingsregels die geld zijn dat binnenkomt; de andere zijn voorgenomen uitgaven.",
        "en": "The budget lines that are money coming in; the others are intended costs.",
    },
    "list",
    (DatedValue("Budget PIB,Budget PIB (inkomsten)", INCOME),),
)

# --- What the tests ask ---


def period_of(question: Question) -> Period:
    """The period asked, or the calendar year of the day asked."""
    year = question.bounds.as_of.year
    return question.bounds.period or Period(date(year, 1, 1), date(year + 1, 1, 1))


def _is_income(entry: BudgetEntry, question: Question) -> bool:
    lines = {label_of(line) for line in question.parameters[INCOME_LINES.name]}
    return entry.kind == "BUDGETED" and label_of(entry.line or "") in lines


def _of_haarlem(entry: BudgetEntry, question: Question) -> bool:
    """Whether it is money of the personal budgets: by its label, or by its scheme where it has no label."""
    if entry.fund is not None:
        return label_of(entry.fund) == "pib"
    return entry.scheme is not None and label_of(entry.scheme) in (label_of(haarlem.SCHEME), "pib")


def _is_superseded(entry: BudgetEntry, question: Question) -> bool:
    by = entry.superseded
    return by is not None and (by.on is None or by.on <= question.bounds.as_of)


OTHER_MONEY = leaving_out(
    "OTHER_MONEY",
    "Dit is ander geld dan dat van de persoonlijke budgetten.",
    "This is other money than that of the personal budgets.",
    lambda entry, question: not _of_haarlem(entry, question),
)
SUPERSEDED = leaving_out(
    "SUPERSEDED",
    "Deze begrotingsregel is opnieuw vastgesteld.",
    "This line of the budget was set anew.",
    _is_superseded,
)
AMOUNT_UNKNOWN = leaving_out(
    "AMOUNT_UNKNOWN",
    "Het bedrag is niet bekend.",
    "The amount is not known.",
    lambda entry, question: entry.amount_cents is None,
)
_MOVED = leaving_out(
    "MOVED_WITHIN_BUDGET",
    "Een overheveling verplaatst geld binnen hetzelfde budget en verandert geen som.",
    "A carry-over moves money within one budget and changes no sum.",
    lambda entry, question: entry.kind == "CARRIED_OVER",
)
_RECEIVED = leaving_out(
    "RECEIVED_NOT_BUDGETED",
    "Ontvangen geld voert de begroting uit en komt er niet bij.",
    "Money received carries out the budget and does not add to it.",
    lambda entry, question: entry.kind == "RECEIVED",
)
_A_COST = leaving_out(
    "SPENT",
    "Dit is een geboekte uitgave.",
    "This is a cost that was booked.",
    lambda entry, question: entry.kind in COSTS,
)
_PLANNED = leaving_out(
    "PLANNED_EXPENSE",
    "Een voorgenomen uitgave is geen geld dat binnenkomt.",
    "An intended cost is no money coming in.",
    lambda entry, question: entry.kind == "BUDGETED" and not _is_income(entry, question),
)
_INCOME = leaving_out(
    "INCOME",
    "Dit is geld dat binnenkomt en geen voorgenomen uitgave.",
    "This is money coming in and no intended cost.",
    _is_income,
)


def _begins_in_period_or_before(entry: BudgetEntry, question: Question) -> bool:
    day, until = known_day(entry.booked_on), period_of(question).until_on
    return day is not None and until is not None and day >= until


_LATER = leaving_out(
    "AFTER_PERIOD",
    "Het hoort bij een tijd na de gevraagde periode.",
    "It belongs to a time after the period asked.",
    _begins_in_period_or_before,
)
_UNDATED = leaving_out(
    "DATE_UNKNOWN",
    "De dag of de periode is niet bekend.",
    "The day or the period is not known.",
    lambda entry, question: known_day(entry.booked_on) is None,
)


def _spent_in_period(entry: BudgetEntry, question: Question) -> bool:
    day, from_on = known_day(entry.booked_on), period_of(question).from_on
    return entry.kind in COSTS and day is not None and (from_on is None or day >= from_on)


_IN_PERIOD = leaving_out(
    "SPENT_IN_PERIOD",
    "Uitgegeven in de periode zelf: dat verandert niet wat ervoor beschikbaar was.",
    "Spent in the period itself: that does not change what was available for it.",
    _spent_in_period,
)


def _cost_after_as_of(entry: BudgetEntry, question: Question) -> bool:
    day = known_day(entry.booked_on)
    return entry.kind in COSTS and day is not None and day > question.bounds.as_of


_AFTER_AS_OF = leaving_out(
    "AFTER_AS_OF", "Het werd na de peildatum geboekt.", "It was booked after the day asked.", _cost_after_as_of
)


def _signed(entry: BudgetEntry, question: Question) -> int:
    """What comes in above zero, what goes out below it."""
    amount = entry.amount_cents or 0
    return amount if _is_income(entry, question) else -amount


def _as_booked(entry: BudgetEntry, question: Question) -> int:
    return entry.amount_cents or 0


def _may_be(
    tests: Sequence[Test], *, signed: bool = True, counted: str = "IN_BUDGET"
) -> Callable[[BudgetEntry, Question, str], Interval | None]:
    """What an entry may add of which the amount is not told sharply, or of which the amount or the day is not known."""

    def amounts(entry: BudgetEntry, question: Question) -> Interval:
        told = entry.told_as
        if not signed or _is_income(entry, question):
            return told
        low, high = told.from_amount, told.until_amount
        return Interval(None if high is None else -high, None if low is None else -low)

    def from_nothing(entry: BudgetEntry, question: Question) -> Interval:
        told = amounts(entry, question)
        low, high = told.from_amount, told.until_amount
        return Interval(None if low is None else min(0, low), None if high is None else max(0, high))

    unknown = may_add(tests, (AMOUNT_UNKNOWN.code, "DATE_UNKNOWN"), from_nothing)

    def between(entry: BudgetEntry, question: Question, code: str) -> Interval | None:
        if code != counted:
            return unknown(entry, question, code)
        return None if entry.precision == "exact" else amounts(entry, question)

    return between


def _tell(entry: BudgetEntry, question: Question) -> Reason:
    return Reason(told(entry))


# --- The rules ---

_WHAT_COMES_IN = (_MOVED, _RECEIVED, _PLANNED, AMOUNT_UNKNOWN, SUPERSEDED, _UNDATED, _LATER)
_OF_AVAILABLE = (RECORDED_LATER, OTHER_MONEY, *_WHAT_COMES_IN, _IN_PERIOD)
_OF_LEFT = (RECORDED_LATER, OTHER_MONEY, *_WHAT_COMES_IN, _AFTER_AS_OF)

AVAILABLE = Rule(
    id="budget-available",
    version="haarlem-pib",
    view="budget-entries",
    laid_down_in=haarlem.HAARLEM,
    sentence={
        "nl": "Wat een periode mag uitgeven: wat tot haar einde begroot is, min wat vóór haar is uitgegeven.",
        "en": "What a period may spend: what was set until its end, less what was spent before it.",
    },
    source=(CARRY_OVER, INCOME),
    unit="cents",
    kind="budget",
    tests=_OF_AVAILABLE,
    otherwise="IN_BUDGET",
    between=_may_be(_OF_AVAILABLE),
    reason=_tell,
    amount=_signed,
    parameters=(INCOME_LINES,),
    in_force_from=haarlem.IN_FORCE_FROM,
    in_force_until=haarlem.IN_FORCE_UNTIL,
)
LEFT = Rule(
    id="budget-left",
    version="haarlem-pib",
    view="budget-entries",
    laid_down_in=haarlem.HAARLEM,
    sentence={
        "nl": "Wat er op de peildatum van het budget over is: begroot min uitgegeven, ook van eerdere jaren.",
        "en": "What is left of the budget on the day asked: set less spent, of earlier years too.",
    },
    source=(CARRY_OVER, INCOME),
    unit="cents",
    kind="budget",
    tests=_OF_LEFT,
    otherwise="IN_BUDGET",
    between=_may_be(_OF_LEFT),
    reason=_tell,
    amount=_signed,
    parameters=(INCOME_LINES,),
    in_force_from=haarlem.IN_FORCE_FROM,
    in_force_until=haarlem.IN_FORCE_UNTIL,
)
_BUDGETED = (RECORDED_LATER, OTHER_MONEY, _MOVED, _RECEIVED, _A_COST, AMOUNT_UNKNOWN, SUPERSEDED)
_OF_RESULT = (*_BUDGETED, *tests_of_when(lambda entry: entry.booked_on))
_OF_EXPENSES = (*_BUDGETED, _INCOME, *tests_of_when(lambda entry: entry.booked_on))
EXPENSES_BUDGETED = Rule(
    id="budgeted-expenses",
    version="haarlem-pib",
    view="budget-entries",
    laid_down_in=haarlem.HAARLEM,
    sentence={
        "nl": "Voorgenomen uitgaven uit het geld van de persoonlijke budgetten.",
        "en": "Intended costs out of the money of the personal budgets.",
    },
    source=(EXPENSES,),
    unit="cents",
    kind="budget",
    tests=_OF_EXPENSES,
    otherwise="BUDGETED",
    between=_may_be(_OF_EXPENSES, signed=False, counted="BUDGETED"),
    reason=_tell,
    amount=_as_booked,
    parameters=(INCOME_LINES,),
    in_force_from=haarlem.IN_FORCE_FROM,
    in_force_until=haarlem.IN_FORCE_UNTIL,
)
RESULT_BUDGETED = Rule(
    id="budget-result",
    version="haarlem-pib",
    view="budget-entries",
    laid_down_in=haarlem.HAARLEM,
    sentence={
        "nl": "Begroot resultaat: wat binnenkomt min de voorgenomen uitgaven.",
        "en": "Intended result: what comes in less the intended costs.",
    },
    source=(RESULT,),
    unit="cents",
    kind="budget",
    tests=_OF_RESULT,
    otherwise="BUDGETED",
    between=_may_be(_OF_RESULT, counted="BUDGETED"),
    reason=_tell,
    amount=_signed,
    parameters=(INCOME_LINES,),
    in_force_from=haarlem.IN_FORCE_FROM,
    in_force_until=haarlem.IN_FORCE_UNTIL,
)
RECEIVED = Rule(
    id="grants-received",
    version="really-received",
    view="budget-entries",
    sentence={
        "nl": "Geld dat een ander gaf en dat binnen is; verwacht geld is nog niet ontvangen.",
        "en": "Money that another gave and that came in; expected money is not yet received.",
    },
    source=(ADVANCE, SECOND_HALF, EXPECTED),
    unit="cents",
    tests=(
        RECORDED_LATER,
        leaving_out(
            "NOT_A_GRANT",
            "Dit is geen ontvangen geld.",
            "This is no money received.",
            lambda entry, question: entry.kind != "RECEIVED",
        ),
        leaving_out(
            "EXPECTED_NOT_RECEIVED",
            "Dit geld wordt verwacht en is nog niet ontvangen.",
            "This money is expected and not yet received.",
            lambda entry, question: entry.settlement == "EXPECTED",
        ),
        *tests_of_when(lambda entry: entry.booked_on),
    ),
    otherwise="RECEIVED",
    reason=lambda entry, question: Reason(told(entry) | {"settlement": entry.settlement}),
    amount=_as_booked,
)


def _label_unknown(entry: BudgetEntry, question: Question) -> Reason | None:
    unknown = [label_of(one) for one in (entry.fund, entry.second_fund) if one and not is_known(label_of(one))]
    return Reason(told(entry) | {"unknown": ", ".join(unknown)}) if unknown else None


BY_LABEL = Rule(
    id="costs-by-label",
    version="every-label",
    view="budget-entries",
    sentence={
        "nl": "Geboekte kosten, elk met het label van het geld dat ze betaalt; de labels samen zijn het totaal.",
        "en": "Costs booked, each with the label of the money that pays it; the labels together are the total.",
    },
    source=(LABELLED, INTEGRAL, ELEVEN),
    unit="cents",
    tests=(
        RECORDED_LATER,
        A_COST,
        *tests_of_when(lambda entry: entry.booked_on),
        Test(
            "LABEL_UNKNOWN",
            {
                "nl": "Betaald uit geld waarvan het label in geen lijst staat; het telt wel mee.",
                "en": "Paid from money whose label stands in no list; it does count.",
            },
            _label_unknown,
            counts=True,
        ),
    ),
    otherwise="LABELLED",
    reason=_tell,
    amount=_as_booked,
)
RULES = (AVAILABLE, LEFT, EXPENSES_BUDGETED, RESULT_BUDGETED, RECEIVED, BY_LABEL)
