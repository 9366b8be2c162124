"""Who pays a trajectory: what the State gives for it, and what the municipality adds.

Source: Samenvatting individuele versnellingsplannen G4 of 6 October 2008, Utrecht: "De huidige vergoeding voor een
regulier traject is € 6.000, terwijl de gemiddelde trajectkosten minstens € 10.000 bedragen", and a participation bonus
of EUR 1,000 "die slechts voor een deel van de trajecten geldt" (R079-R081, R083).

In plain words: every placement under the Act brings the fee; one that goes together with work, education or the like
brings the participation bonus too. The quality bonus was announced only: it is nothing until somebody records from
which day it holds (`ParameterSet`). The rest of the cost is the municipality's; as the cost is "minstens", so is that,
and the figure is an interval without an upper bound.

What it comes to elsewhere may be asked, and is marked as the rule of another municipality: the amounts are those that
Utrecht says the State pays, and the cost is Utrecht's own.

Worked example: a regular trajectory brings EUR 6,000 and leaves at least 4,000; a dual one 7,000 and 3,000.
"""

from datetime import date

from domain.counting import DatedValue, Parameter, Passage, Question, Reason, Rule
from domain.precision import Interval
from domain.rules.bonuses import IN_UTRECHT, UTRECHT
from domain.rules.participants import PLANS as PLANS_G4
from domain.rules.quota_realisation import PLACED, Placement

IN_FORCE_FROM, IN_FORCE_UNTIL = date(2007, 1, 1), date(2010, 1, 1)
WITH_PARTICIPATION = frozenset({"DUAL", "COMBINED"})


def _passage(words: str, requirement: str) -> Passage:
    return Passage(PLANS_G4, f"{IN_UTRECHT}, randvoorwaarden", words, requirement)


PARTICIPATION_BONUS = _passage("participatiebonus van € 1.000 (die slechts voor een deel", "R079")
FEE = _passage("huidige vergoeding voor een regulier traject is € 6.000", "R080")
COST = _passage("gemiddelde trajectkosten minstens € 10.000 bedragen", "R081")
QUALITY_BONUS = _passage("de aangekondigde kwaliteitsbonus dient substantieel te zijn", "R083")

FEE_CENTS = Parameter(
    "state-fee-cents",
    {"nl": "De vergoeding van het Rijk per traject, in eurocenten.", "en": "The State's fee a trajectory, in cents."},
    "integer",
    (DatedValue(600_000, FEE),),
)
PARTICIPATION_CENTS = Parameter(
    "participation-bonus-cents",
    {
        "nl": "De participatiebonus van het Rijk per traject dat samengaat met iets anders, in eurocenten.",
        "en": "The State's participation bonus a trajectory that goes together with something else, in cents.",
    },
    "integer",
    (DatedValue(100_000, PARTICIPATION_BONUS),),
)
QUALITY_CENTS = Parameter(
    "quality-bonus-cents",
    {
        "nl": "De kwaliteitsbonus van het Rijk per traject, in eurocenten: aangekondigd, en nul tot hij ingaat.",
        "en": "The State's quality bonus a trajectory, in cents: announced, and zero until it takes effect.",
    },
    "integer",
    (DatedValue(0, QUALITY_BONUS),),
)
COST_CENTS = Parameter(
    "average-trajectory-cost-cents",
    {
        "nl": "Wat een traject gemiddeld ten minste kost, in eurocenten.",
        "en": "What a trajectory costs on average at least, in cents.",
    },
    "integer",
    (DatedValue(1_000_000, COST),),
)


def _state_pays(placement: Placement, question: Question) -> dict[str, int]:
    has_bonus = placement.dual_with is not None or placement.trajectory in WITH_PARTICIPATION
    values = {name: int(question.parameters[name]) for name in (FEE_CENTS.name, QUALITY_CENTS.name)}
    return {
        "fee_cents": values[FEE_CENTS.name],
        "participation_bonus_cents": int(question.parameters[PARTICIPATION_CENTS.name]) if has_bonus else 0,
        "quality_bonus_cents": values[QUALITY_CENTS.name],
    }


def _municipality_pays(placement: Placement, question: Question) -> int:
    cost = int(question.parameters[COST_CENTS.name])
    return max(0, cost - sum(_state_pays(placement, question).values()))


def _at_least(placement: Placement, question: Question, code: str) -> Interval | None:
    """The cost is "minstens" what the source says, so that what the municipality pays of it has no upper bound."""
    return Interval(_municipality_pays(placement, question), None) if code == "PAID_BY_THE_MUNICIPALITY" else None


STATE_FEE = Rule(
    id="state-fee",
    version="utrecht-2008",
    view="placements",
    laid_down_in=UTRECHT,
    sentence={
        "nl": "Wat het Rijk voor de geplaatste trajecten vergoedt, met de participatiebonus waar die geldt.",
        "en": "What the State pays for the trajectories placed, with the participation bonus where it applies.",
    },
    source=(FEE, PARTICIPATION_BONUS, QUALITY_BONUS),
    unit="cents",
    tests=PLACED,
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="PAID_BY_THE_STATE",
    reason=lambda placement, question: Reason({"payer": "STATE", **_state_pays(placement, question)}),
    amount=lambda placement, question: sum(_state_pays(placement, question).values()),
    parameters=(FEE_CENTS, PARTICIPATION_CENTS, QUALITY_CENTS),
)
MUNICIPAL_SHARE = Rule(
    id="municipal-share",
    version="utrecht-2008",
    view="placements",
    laid_down_in=UTRECHT,
    sentence={
        "nl": "Wat de gemeente bij de geplaatste trajecten ten minste bijlegt: de gemiddelde kosten min het Rijk.",
        "en": "What the municipality at least adds for the trajectories placed: the average cost less the State.",
    },
    source=(COST, FEE, PARTICIPATION_BONUS),
    unit="cents",
    tests=PLACED,
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="PAID_BY_THE_MUNICIPALITY",
    reason=lambda placement, question: Reason({"payer": "MUNICIPALITY", **_state_pays(placement, question)}),
    amount=_municipality_pays,
    between=_at_least,
    parameters=(COST_CENTS, FEE_CENTS, PARTICIPATION_CENTS, QUALITY_CENTS),
)
RULES = (STATE_FEE, MUNICIPAL_SHARE)
