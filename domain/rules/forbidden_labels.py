"""Costs that were paid from money that may not pay them: each forbidden combination by its own code.

Source: four documents that each forbid something of their own. Zuid-Holland Zuid from 2003 on: "geen kinderopvang meer
uit de WEB, geen sociale activering uit de WIN" (R226, R227). Groningen: childcare of two kinds of trajectory cannot be
paid from the Wet Kinderopvang (R096). Haarlem: the State's money for personal budgets is not for the trajectories
themselves, and pays childcare only where that is an obstacle (R264, R306). Under the Act of 2021 money of several Acts
may be linked for asylum status holders, "Voor gezinsmigranten kan dit niet" (R329, R330).

In plain words: a cost is a fact also where its label is wrong, so nothing is refused; the figure counts the costs whose
label and purpose do not go together, and says of each why. Extra schooling paid from the personal budgets contradicts
the plan's own ban and is named, not judged (R267). What that money is meant for is an open list ("of anders"), so that
a cost is not forbidden because it is not on it (R266); it pays nothing for who was refused a budget (R249).

Worked example: childcare from WEB booked on 31 December 2002 was allowed, on 1 January 2003 it is
CHILDCARE_FROM_WEB.
"""

from datetime import date

from domain.counting import Check, Conflict, Passage, Question, Reason, Rule, Test
from domain.funding import OWN_MEANS, label_of
from domain.rules import personal_budget_sources as haarlem
from domain.rules.budget_entry import A_COST, BudgetEntry, told
from domain.rules.quota_realisation import AGENDA
from domain.rules.shared import RECORDED_LATER, known_day, said_on, tests_of_when
from domain.rules.waiting_spell import DOCUMENT as ZUID_HOLLAND_ZUID

FROM_2003 = date(2003, 1, 1)
UTRECHT = "Samenvatting individuele versnellingsplannen G4 (2008D08510), 6 oktober 2008"
ACT_2021 = "Kansen van de Wet inburgering 2021 voor gemeenten, integrale aanpak"

SOURCE_PER_PART = Passage(
    ZUID_HOLLAND_ZUID,
    "Financiering inburgering, a",
    "per programma-onderdeel de financieringsbron in overeenstemming brengen",
    "R226",
)
NOT_FROM = Passage(
    ZUID_HOLLAND_ZUID,
    "Financiering inburgering, a",
    "geen kinderopvang meer uit de WEB, geen sociale activering",
    "R227",
)
NO_CHILDCARE_ACT = Passage(
    AGENDA, "kinderopvang", "niet gefinancierd worden met middelen van de Wet Kinderopvang", "R096"
)
NOT_FOR_TRAJECTORIES = Passage(
    haarlem.PLAN,
    "financiële consequenties",
    "nadrukkelijk niet de bedoeling om deze rijksmiddelen te besteden aan",
    "R264",
)
MEANT_FOR = Passage(
    haarlem.PLAN,
    "financiële consequenties",
    "werving van de doelgroep; ontwikkelen van informatiemateriaal",
    "R266",
)
STAFF = Passage(haarlem.PLAN, "financiële consequenties", "gedekt uit de innovatiegelden PIB", "R255")
FROM_SCHOOLING_MONEY = Passage(
    haarlem.PLAN, "financiële consequenties", "gefinancierd te worden uit de scholingsgelden van de WI", "R265"
)
EXTRA_SCHOOLING = Passage(
    haarlem.PLAN, "meerkosten scholing", "Deze kosten worden gedekt uit het innovatieve PIB-budget", "R267"
)
NO_OTHER_MONEY = Passage(
    haarlem.PLAN,
    "meerkosten scholing",
    "geen beroep kan worden gedaan op andere financieringsbronnen",
    "R305",
)
CHILDCARE_OBSTACLE = Passage(
    haarlem.PLAN, "kinderopvang", "waarbij kinderopvang een belemmering is voor deelname", "R306"
)
OWN_MEANS_ONLY = Passage(UTRECHT, "randvoorwaarden", "het betalen van de kosten van een herexamen", "R082")
NO_CONVERSION = Passage(ACT_2021, "financiering", "voorziet niet in middelen om deze trajecten om te bouwen", "R334")
LINKED = Passage(ACT_2021, "financiering", "kunnen middelen vanuit verschillende wetten worden gekoppeld", "R329")
NOT_LINKED = Passage(ACT_2021, "financiering", "Voor gezinsmigranten kan dit niet", "R330")

PAID_BY_THE_MUNICIPALITY = frozenset({"re-exam", "follow-up-trajectory", "informal-childcare", "trajectory-conversion"})
WITHOUT_CHILDCARE_ACT = frozenset({"LITERACY_CLASS", "VOLUNTARY"})
EXTRA_SCHOOLING_IS_CONTESTED = Conflict(
    None,
    {
        "nl": "Het plan wil het geld van het Rijk niet aan de trajecten zelf besteden, en betaalt er toch € 20.000 "
        "meerkosten scholing uit. Zulke kosten zijn hier niet als verboden geteld en apart genoemd.",
        "en": "The plan does not want the State's money to pay the trajectories themselves, and still pays EUR 20,000 "
        "of extra schooling from it. Such costs are not counted as forbidden here, and are named apart.",
    },
    (NOT_FOR_TRAJECTORIES, EXTRA_SCHOOLING, NO_OTHER_MONEY),
)


# --- What the tests ask ---


def _labels(entry: BudgetEntry) -> set[str]:
    return {label_of(one) for one in (entry.fund, entry.second_fund) if one}


def _paid_from(component: str, fund: str, from_on: date | None = None) -> Check:
    """Whether a cost for this was paid from that money, from that day on."""

    def check(entry: BudgetEntry, question: Question) -> Reason | None:
        booked = known_day(entry.booked_on)
        in_time = from_on is None or (booked is not None and booked >= from_on)
        return Reason(told(entry)) if entry.spent_on == component and fund in _labels(entry) and in_time else None

    return check


def _childcare_without_obstacle(entry: BudgetEntry, question: Question) -> Reason | None:
    booked = known_day(entry.booked_on)
    if entry.spent_on != "childcare" or "pib" not in _labels(entry) or booked is None:
        return None
    for one in entry.childcare_obstacles:
        begun = known_day(one.from_on)
        if begun is not None and begun <= booked and (one.until_on is None or booked < one.until_on):
            return None
    return Reason(told(entry))


def _dropout(entry: BudgetEntry, question: Question) -> Reason | None:
    """A cost from the personal budgets for somebody whose budget had been refused by then."""
    refused, booked = entry.budget_refused, known_day(entry.booked_on)
    if refused is None or "pib" not in _labels(entry) or booked is None:
        return None
    since = known_day(refused.on)
    return Reason(told(entry), limit_on=since) if since is not None and since <= booked else None


def _childcare_act(entry: BudgetEntry, question: Question) -> Reason | None:
    """Childcare from the Wet Kinderopvang for somebody on nothing but trajectories that it does not pay for."""
    if entry.spent_on != "childcare" or "wet-kinderopvang" not in _labels(entry) or not entry.trajectories:
        return None
    is_barred = WITHOUT_CHILDCARE_ACT.issuperset(entry.trajectories)
    return Reason(told(entry) | {"trajectory": ", ".join(entry.trajectories)}) if is_barred else None


def _state_money(entry: BudgetEntry, question: Question) -> Reason | None:
    from_others = _labels(entry) - OWN_MEANS
    return Reason(told(entry)) if entry.spent_on in PAID_BY_THE_MUNICIPALITY and from_others else None


def _migrant_group(entry: BudgetEntry) -> str | None:
    """ASYLUM or FAMILY_AND_OTHER as established by the day of the cost; None where nobody said."""
    day = known_day(entry.booked_on)
    if day is None:
        return None
    group: str | None = said_on(entry.migrant_groups, "migrant_group", day)
    return group or ("ASYLUM" if said_on(entry.migrant_groups, "asylum_permit", day) else None)


def _second_label(entry: BudgetEntry, *, of_group: str | None) -> Reason | None:
    is_second = entry.kind == "COST" and len(_labels(entry)) > 1
    return Reason(told(entry)) if is_second and _migrant_group(entry) == of_group else None


def _test(code: str, nl: str, en: str, check: Check, *, counts: bool = True) -> Test:
    return Test(code, {"nl": nl, "en": en}, check, counts=counts)


# --- The rule ---

FORBIDDEN = Rule(
    id="forbidden-labels",
    version="as-documented",
    view="budget-entries",
    sentence={
        "nl": "Kostenposten die zijn betaald uit geld dat er niet voor bedoeld is.",
        "en": "Costs paid from money that is not meant for them.",
    },
    source=(
        SOURCE_PER_PART,
        NOT_FROM,
        NO_CHILDCARE_ACT,
        NOT_FOR_TRAJECTORIES,
        MEANT_FOR,
        STAFF,
        FROM_SCHOOLING_MONEY,
        haarlem.DROPOUTS_ELSEWHERE,
        CHILDCARE_OBSTACLE,
        OWN_MEANS_ONLY,
        NO_CONVERSION,
        LINKED,
        NOT_LINKED,
    ),
    unit="costs",
    tests=(
        RECORDED_LATER,
        A_COST,
        *tests_of_when(lambda entry: entry.booked_on),
        _test(
            "CHILDCARE_FROM_WEB",
            "Vanaf 2003 mag kinderopvang niet meer uit de WEB.",
            "From 2003 on childcare may not be paid from the WEB.",
            _paid_from("childcare", "web", FROM_2003),
        ),
        _test(
            "SOCIAL_ACTIVATION_FROM_WIN",
            "Vanaf 2003 mag sociale activering niet uit de WIN.",
            "From 2003 on social activation may not be paid from the WIN.",
            _paid_from("social-activation", "win", FROM_2003),
        ),
        _test(
            "TRAJECTORY_FROM_PIB",
            "Het traject zelf mag niet uit het geld voor persoonlijke budgetten.",
            "The trajectory itself may not be paid from the money for personal budgets.",
            _paid_from("trajectory", "pib"),
        ),
        _test(
            "DROPOUT_FROM_PIB",
            "Voor wie geen persoonlijk budget kreeg, valt de voorziening buiten dit geld.",
            "Who was refused a personal budget gets a provision outside this money.",
            _dropout,
        ),
        _test(
            "EXTRA_SCHOOLING_CONTESTED",
            "Meerkosten scholing uit dit geld: het plan spreekt zichzelf hier tegen.",
            "Extra schooling from this money: the plan contradicts itself here.",
            _paid_from("extra-schooling", "pib"),
            counts=False,
        ),
        _test(
            "CHILDCARE_WITHOUT_OBSTACLE",
            "Kinderopvang uit dit geld mag alleen waar die een belemmering is, en dat is niet vastgelegd.",
            "Childcare from this money only where it is an obstacle, and none was recorded.",
            _childcare_without_obstacle,
        ),
        _test(
            "CHILDCARE_ACT_DOES_NOT_PAY",
            "De Wet Kinderopvang betaalt niet voor alfabetisering en vrijwillige trajecten.",
            "The Wet Kinderopvang does not pay for literacy and voluntary trajectories.",
            _childcare_act,
        ),
        _test(
            "NOT_PAID_BY_OTHERS",
            "Deze kosten betaalt de gemeente uit eigen middelen.",
            "The municipality pays these costs from its own means.",
            _state_money,
        ),
        _test(
            "SECOND_LABEL_ON_FAMILY_MIGRANT",
            "Voor gezinsmigranten kan geld van verschillende wetten niet worden gekoppeld.",
            "For family migrants money of several Acts cannot be linked.",
            lambda entry, question: _second_label(entry, of_group="FAMILY_AND_OTHER"),
        ),
        _test(
            "SECOND_LABEL_GROUP_UNKNOWN",
            "Er zijn twee labels, en niet is vastgelegd tot welke groep de persoon hoort.",
            "There are two labels, and it was not recorded to which group the person belongs.",
            lambda entry, question: _second_label(entry, of_group=None),
            counts=False,
        ),
    ),
    in_force_from=FROM_2003,
    otherwise="ALLOWED",
    counts_otherwise=False,
    reason=lambda entry, question: Reason(told(entry)),
    conflicts=(EXTRA_SCHOOLING_IS_CONTESTED,),
)
RULES = (FORBIDDEN,)
