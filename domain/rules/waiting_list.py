"""The waiting list: who waits too long, and whom a cleaning would remove.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 3.3, "Wachtlijstbeheer (uitgezonderd
SD/Dordrecht)": "een maximale wachttijd van vier maanden voor de oudkomers, na aanmelding bij het ROC"; two lists; on
them only who gets no offer for want of capacity or childcare ("alleen eerste instroom"), or by illness or care duties
"langer dan 1 maand"; "niet langer dan een jaar"; personal circumstances "ook voor maximaal een jaar"; "Elk half jaar
schoont het ROC de wachtlijsten" (R191-R209).

In plain words: the clock starts on the day of registration with the provider. The limit is the same day of the month,
four months or one year later, or the last day of a shorter month; the limit day itself is no breach. Tested are scope
and category, then the list, then whether the reason may be one, then placement and refusal, then the limit. A reason
that has run out excuses from no limit, and a year on the list is a breach and no ground for removal. Who died or left
the country does not belong on a list ("die hier niet meer thuis horen"), so a cleaning removes him; until somebody
takes him off he still waits, flagged. Who moved is not said to leave the list of his region, and is flagged only.

The text leaves open whether four months hold for oudkomers on either list or at first inflow only: two versions.

Worked example: registered 15 July 2003, oudkomer, list 1, no capacity. The limit is 15 November; on 1 December 2003
the person has waited 16 days too long. Registered 1 August 2003, the limit is 1 December: LIMIT_DAY, counted from the
2nd on.
"""

from datetime import date

from domain.counting import Conflict, Parameter, Rule, Test
from domain.rules import waiting_spell as asked
from domain.rules.shared import RECORDED_LATER, after_as_of, day_unknown
from domain.rules.waiting_spell import (
    CIRCUMSTANCE_MONTHS_MAX,
    CIRCUMSTANCE_MONTHS_MIN,
    CLEANING,
    EXCLUDED,
    FOUR_MONTHS,
    LIMIT_MONTHS,
    LIST_MONTHS_MAX,
    ONE_YEAR,
    TWO_LISTS,
    FollowUp,
    WaitingSpell,
    passage,
)

__all__ = ["RULES", "FollowUp", "WaitingSpell"]

# --- The tests, in their order ---

OUT_OF_SCOPE = Test(
    "OUT_OF_SCOPE",
    {
        "nl": "Voor deze gemeente en regeling geldt het wachtlijstbeheer niet.",
        "en": "The rules do not apply to this municipality and scheme.",
    },
    asked.out_of_scope,
)
CATEGORY = (
    Test(
        "CATEGORY_UNKNOWN",
        {
            "nl": "Niemand heeft vastgesteld of dit een oudkomer is.",
            "en": "Nobody has established whether this is an oudkomer.",
        },
        asked.category_unknown,
    ),
    Test(
        "NOT_OUDKOMER",
        {"nl": "De vier maanden gelden voor oudkomers.", "en": "The four months hold for oudkomers."},
        asked.not_oudkomer,
    ),
)
OTHER_LIST = Test(
    "OTHER_LIST",
    {
        "nl": "Deze wachtlijst is die van tijdelijk gestopten.",
        "en": "This list is that of the temporarily stopped.",
    },
    asked.on_other_list,
)
BEGUN = (
    after_as_of(
        lambda spell: spell.joined_on,
        "De inschrijving is van na de peildatum.",
        "The registration came after the day asked.",
    ),
    day_unknown(
        lambda spell: spell.joined_on,
        "De dag van inschrijving is niet bekend.",
        "The day of registration is not known.",
    ),
)
ADMISSIBLE = (
    Test(
        "REASON_NOT_ALLOWED_ON_LIST_2",
        {
            "nl": "Gebrek aan plaats of kinderopvang is alleen bij eerste instroom een reden.",
            "en": "Want of capacity or childcare is a reason at first inflow only.",
        },
        asked.not_allowed_on_list_2,
    ),
    Test(
        "DATE_UNKNOWN",
        {
            "nl": "Hoe lang de ziekte of zorg duurde, is niet bekend.",
            "en": "How long the illness or care lasted is not known.",
        },
        asked.circumstance_undated,
    ),
    Test(
        "REASON_TOO_SHORT",
        {
            "nl": "De ziekte of zorg duurde niet langer dan een maand.",
            "en": "The illness or care lasted no longer than a month.",
        },
        asked.too_short,
    ),
)


def _placement(limit: Parameter, nl: str, en: str) -> tuple[Test, Test]:
    return (
        Test(
            "PLACED_IN_TIME",
            {"nl": f"Geplaatst binnen {nl}.", "en": f"Placed within {en}."},
            asked.placed(limit, in_time=True),
        ),
        Test(
            "PLACED_LATE",
            {
                "nl": f"Geplaatst na {nl}, en daarom geen wachtende meer.",
                "en": f"Placed after {en}, and so no longer waiting.",
            },
            asked.placed(limit, in_time=False),
        ),
    )


def _declines(counts: bool) -> Test:
    return Test(
        "OFFER_DECLINED",
        {"nl": "Het aanbod is geweigerd.", "en": "The offer was declined."},
        asked.declined,
        counts=counts,
    )


LEFT_LIST = Test("LEFT_LIST", {"nl": "Van de wachtlijst af.", "en": "No longer on the list."}, asked.left)


def _limits(limit: Parameter) -> tuple[Test, ...]:
    return (
        Test(
            "WITHIN_LIMIT",
            {"nl": "De grens is nog niet bereikt.", "en": "The limit has not been reached."},
            asked.within(limit),
        ),
        Test(
            "LIMIT_DAY",
            {
                "nl": "De peildatum is de laatste toegestane dag; de dag erna telt.",
                "en": "The day asked is the last day allowed; the next one counts.",
            },
            asked.on_limit_day(limit),
        ),
        Test(
            "DATE_UNKNOWN",
            {
                "nl": "Er kwam een einde aan het wachten, op een onbekende dag.",
                "en": "The waiting came to an end, on an unknown day.",
            },
            asked.ending_undated,
        ),
    )


# --- The rules ---


def _over_limit(limit: Parameter, category: tuple[Test, ...], nl: str, en: str) -> tuple[Test, ...]:
    return (
        RECORDED_LATER,
        OUT_OF_SCOPE,
        *category,
        *BEGUN,
        *ADMISSIBLE,
        *_placement(limit, nl, en),
        _declines(counts=False),
        LEFT_LIST,
        *_limits(limit),
    )


IN_FORCE_FROM, IN_FORCE_UNTIL = date(2003, 1, 1), date(2006, 1, 1)
"""The document is for 2003 to 2005, as its title says."""


def _four_months(version: str, other: str, lists: tuple[Test, ...], nl: str, en: str) -> Rule:
    return Rule(
        id="waiting-over-four-months",
        version=version,
        view="waiting-spells",
        sentence={
            "nl": f"Wachtperioden van oudkomers die {nl} langer dan vier maanden na inschrijving wachten.",
            "en": f"Waiting spells of oudkomers who wait {en} longer than four months after registration.",
        },
        source=(FOUR_MONTHS, TWO_LISTS),
        unit="waiting-spells",
        tests=_over_limit(LIMIT_MONTHS, (*CATEGORY, *lists), "vier maanden", "four months"),
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="OVER_LIMIT",
        reason=asked.over(LIMIT_MONTHS),
        parameters=(EXCLUDED, LIMIT_MONTHS, CIRCUMSTANCE_MONTHS_MIN),
        conflicts=(
            Conflict(
                other,
                {
                    "nl": "De tekst stelt vier maanden “voor de oudkomers” en beschrijft dan twee lijsten, zonder te "
                    "zeggen of de termijn op beide geldt.",
                    "en": "The text sets four months “for the oudkomers” and then describes two lists, without saying "
                    "whether the limit holds on both.",
                },
                (FOUR_MONTHS, TWO_LISTS),
            ),
        ),
    )


WAITING_OVER_FOUR_MONTHS = (
    _four_months(
        "first-inflow-only", "both-lists", (OTHER_LIST,), "op de lijst voor eerste instroom", "on the first-inflow list"
    ),
    _four_months("both-lists", "first-inflow-only", (), "op een van beide lijsten", "on either list"),
)
WAITING_OVER_ONE_YEAR = Rule(
    id="waiting-over-one-year",
    version="one-year",
    view="waiting-spells",
    sentence={
        "nl": "Wachtperioden van mensen die langer dan een jaar op een wachtlijst staan.",
        "en": "Waiting spells of people who have been on a waiting list for longer than a year.",
    },
    source=(ONE_YEAR, passage("Binnen een jaar dient er een plaatsing gerealiseerd te zijn", "R208")),
    unit="waiting-spells",
    tests=_over_limit(LIST_MONTHS_MAX, (), "een jaar", "a year"),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="OVER_LIMIT",
    reason=asked.over(LIST_MONTHS_MAX),
    parameters=(EXCLUDED, LIST_MONTHS_MAX, CIRCUMSTANCE_MONTHS_MIN),
)


def _counted(test: Test) -> Test:
    """The same test, where what it finds is what the rule looks for; not to know counts nowhere."""
    return test if test.code == "DATE_UNKNOWN" else Test(test.code, test.sentence, test.check, counts=True)


WAITING_LIST_CLEANING = Rule(
    id="waiting-list-cleaning",
    version="half-yearly",
    view="waiting-spells",
    sentence={
        "nl": "Wachtperioden die een schoning van de wachtlijst op de peildatum zou beëindigen.",
        "en": "Waiting spells that a cleaning of the waiting list on the day asked would end.",
    },
    source=(CLEANING, passage("Het ROC zet alleen inburgeraars op de wachtlijst die geen aanbod krijgen", "R205")),
    unit="waiting-spells",
    tests=(
        RECORDED_LATER,
        OUT_OF_SCOPE,
        *BEGUN,
        *_placement(LIST_MONTHS_MAX, "een jaar", "a year"),
        LEFT_LIST,
        Test(
            "DATE_UNKNOWN",
            {
                "nl": "Geplaatst of van de lijst af op een onbekende dag.",
                "en": "Placed or taken off the list on an unknown day.",
            },
            asked.off_list_undated,
        ),
        Test(
            "PERSON_DIED",
            {"nl": "De persoon is overleden.", "en": "The person has died."},
            asked.departed("DIED"),
            counts=True,
        ),
        Test(
            "PERSON_LEFT_COUNTRY",
            {"nl": "De persoon is uit Nederland vertrokken.", "en": "The person has left the country."},
            asked.departed("LEFT_COUNTRY"),
            counts=True,
        ),
        Test(
            "DATE_UNKNOWN",
            {
                "nl": "Overleden of vertrokken op een onbekende dag.",
                "en": "Died or left on an unknown day.",
            },
            asked.departure_undated,
        ),
        *(_counted(test) for test in ADMISSIBLE),
        Test(
            "REASON_EXPIRED",
            {
                "nl": "Ziekte of zorg is hooguit een jaar een reden, en dat jaar is om.",
                "en": "Illness or care is a reason for a year at most, and that year is over.",
            },
            asked.expired,
            counts=True,
        ),
        Test(
            "REASON_ENDED",
            {"nl": "De reden om te wachten is vervallen.", "en": "The reason for waiting has ended."},
            asked.reason_ended,
            counts=True,
        ),
        _declines(counts=True),
        Test(
            "DATE_UNKNOWN",
            {
                "nl": "Wanneer de ziekte of zorg begon, is niet bekend.",
                "en": "When the illness or care began is not known.",
            },
            asked.since_unknown,
        ),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="REASON_STANDS",
    counts_otherwise=False,
    reason=asked.stands,
    parameters=(EXCLUDED, LIST_MONTHS_MAX, CIRCUMSTANCE_MONTHS_MIN, CIRCUMSTANCE_MONTHS_MAX),
)
RULES = (*WAITING_OVER_FOUR_MONTHS, WAITING_OVER_ONE_YEAR, WAITING_LIST_CLEANING)
