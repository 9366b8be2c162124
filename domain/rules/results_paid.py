"""Costs of a trajectory that were paid without a completed unit of learning, from 2004 on.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005: settling goes "op basis van resultaten, per
persoon/of groep, per afgeronde leereenheid" (R135), and "Vanaf 01-01-04 zal de Regio de educatieve producten inkopen
voor klantgroepen en afrekenen op basis van prestatie-afspraken" (R230).

In plain words: a cost of a trajectory booked on 1 January 2004 or later names the unit of learning that it pays for,
and that unit was completed on that day or before. A cost that names none counts with its amount, one that names a unit
which is not in the books does, and one paid before the unit was completed does too. What is reversed is taken off.

Worked example: EUR 500 was booked on 31 December 2003 and EUR 600 on 1 January 2004, both without a unit, and EUR 700
on 1 March for a unit completed that day: EUR 600.
"""

from datetime import date

import msgspec

from domain.counting import Case, DatedValue, Parameter, Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.funding import component_of
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

SETTLED_FROM = date(2004, 1, 1)
"""From when costs are settled on results (R230)."""


class Completed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The unit that a cost pays for, as it stands in the books."""

    unit: str
    on: When | None = None


class UnitCost(Case, frozen=True, kw_only=True):
    """A cost made for one person; `named` says whether it names a unit, `completed` is that unit where it stands."""

    amount_cents: int
    component: str
    booked_on: When | None = None
    registered_on: date | None = None
    named: bool = False
    completed: Completed | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day of booking."""
        return known_day(self.booked_on), None


PER_UNIT = of_view("hoofdstuk I", "per persoon/of groep, per afgeronde leereenheid", "R135")
FROM_2004 = of_view(
    "hoofdstuk IV, punt 5",
    "Vanaf 01-01-04 zal de Regio de educatieve producten inkopen voor klantgroepen en afrekenen op basis van "
    "prestatie-afspraken",
    "R230",
)
OWN_READING = Passage(
    "Eigen lezing, want geen document zegt hoe de kosten van educatieve producten heten",
    "kostensoorten",
    "traject en inburgeringstraject",
    "R230",
)
EDUCATION = Parameter(
    "result-paid-components",
    {
        "nl": "De kostensoorten die op resultaat worden afgerekend.",
        "en": "The kinds of cost that are settled on results.",
    },
    "list",
    (DatedValue("trajectory", OWN_READING),),
)


def _other_component(cost: UnitCost, question: Question) -> Reason | None:
    spent_on = component_of(cost.component)
    settled = {component_of(name) for name in question.parameters[EDUCATION.name]}
    return None if spent_on in settled else Reason({"component": cost.component})


def _before_2004(cost: UnitCost, question: Question) -> Reason | None:
    day = known_day(cost.booked_on)
    return Reason({"on": day.isoformat()}, limit_on=SETTLED_FROM) if day is not None and day < SETTLED_FROM else None


def _not_found(cost: UnitCost, question: Question) -> Reason | None:
    return Reason() if cost.named and cost.completed is None else None


def _unit_undated(cost: UnitCost, question: Question) -> Reason | None:
    undated = cost.completed is not None and known_day(cost.completed.on) is None
    return Reason({"unit": cost.completed.unit}) if cost.completed is not None and undated else None


def _paid_before(cost: UnitCost, question: Question) -> Reason | None:
    if cost.completed is None:
        return None
    booked, completed = known_day(cost.booked_on), known_day(cost.completed.on)
    if booked is None or completed is None or completed <= booked:
        return None
    return Reason({"unit": cost.completed.unit}, limit_on=completed, days_over=(completed - booked).days)


def _completed(cost: UnitCost, question: Question) -> Reason | None:
    return Reason({"unit": cost.completed.unit}) if cost.completed is not None else None


COSTS_WITHOUT_UNIT = Rule(
    id="costs-without-completed-unit",
    version="from-2004",
    view="unit-costs",
    sentence={
        "nl": "Trajectkosten die vanaf 2004 zijn geboekt zonder dat een leereenheid was afgerond.",
        "en": "Costs of trajectories booked from 2004 on without a unit of learning having been completed.",
    },
    source=(FROM_2004, PER_UNIT),
    unit="cents",
    tests=(
        RECORDED_LATER,
        Test(
            "OTHER_COMPONENT",
            {
                "nl": "Deze kosten worden niet op resultaat afgerekend.",
                "en": "These costs are not settled on results.",
            },
            _other_component,
        ),
        *tests_of_when(lambda cost: cost.booked_on),
        Test("BEFORE_SETTLING_ON_RESULTS", {"nl": "Geboekt vóór 2004.", "en": "Booked before 2004."}, _before_2004),
        Test(
            "UNIT_NOT_FOUND",
            {
                "nl": "De genoemde leereenheid staat niet in de boeken.",
                "en": "The unit named does not stand in the books.",
            },
            _not_found,
            counts=True,
        ),
        Test(
            "DATE_UNKNOWN",
            {
                "nl": "Op welke dag de leereenheid is afgerond, is niet bekend.",
                "en": "On which day the unit was completed is not known.",
            },
            _unit_undated,
        ),
        Test(
            "PAID_BEFORE_COMPLETION",
            {
                "nl": "Betaald voordat de leereenheid was afgerond.",
                "en": "Paid before the unit was completed.",
            },
            _paid_before,
            counts=True,
        ),
        Test("UNIT_COMPLETED", {"nl": "De leereenheid is afgerond.", "en": "The unit was completed."}, _completed),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=VIEW_UNTIL,
    otherwise="NO_UNIT_NAMED",
    amount=lambda cost, question: int(cost.amount_cents),
    parameters=(EDUCATION,),
)
RULES = (COSTS_WITHOUT_UNIT,)
