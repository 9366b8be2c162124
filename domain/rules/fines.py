"""Fines: what was imposed, what stands, what is above a maximum, what was not allowed, and what was decided late.

Source: the Act of 2007, art. 34 ("De bestuurlijke boete kan niet hoger zijn dan"), 37, 41 and 43; from 1 July 2009 the
Awb, art. 5:42-5:51; the Act of 2021, art. 22-27, and the Besluit inburgering 2021, art. 7.1 and 7.2 (R166, R214). Each
text of the law is a version, and judges the fines imposed under it.

In plain words: a fine counts as imposed unless it was undone from the start; one that is suspended is told apart. It
stands until it is withdrawn, and lapses by death unless it was irrevocable. Above the maximum is what exceeds the
ceiling of its article; for article 23 of 2021 also 50 euro, doubled for each breach in the twelve months before with
an irrevocable fine, times the degree of blame; and the total of the term. The table for article 25 stands in a
ministerial regulation that was not read: below the ceiling nothing is said of such a fine (TABLE_NOT_KNOWN). A fine is
not allowed beside a cut of the benefit for the same act, twice for one act, after death, or after the power lapsed.

Worked example, article 23: EUR 50 for a breach of 10 January 2023, irrevocable in April. For one of 9 January 2024 the
fine may be EUR 100; for one of 10 January too, since the twelve months before it begin on 10 January 2023; for one of
11 January it may be EUR 50.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from domain.counting import Check, Conflict, Passage, Question, Reason, Rule, Test
from domain.dates import first_day
from domain.precision import Interval
from domain.rules import fine_sources as sources
from domain.rules.decisions import (
    EFFECT_NOT_SAID,
    ENDED,
    GONE,
    NOT_YET,
    OBJECTION_WEEKS,
    SUSPENDED,
    UNDATED_ACT,
)
from domain.rules.fine import Fine
from domain.rules.fine_ceilings import ABOVE_2007, ABOVE_2021, ADDED_UP, CEILING_PARAMETERS, DOUBLED_OR_ADDED
from domain.rules.fine_facts import (
    check_on,
    own,
    own_and_death,
    resting_on,
)
from domain.rules.legal_effect import with_flags
from domain.rules.legal_life import finality
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

# --- Which fines ---


def says(code: str, nl: str, en: str, check: Check, *, counts: bool = False) -> Test:
    """A test with its sentence in both languages."""
    return Test(code, {"nl": nl, "en": en}, check, counts=counts)


def _if(holds: Callable[[Fine], bool]) -> Check:
    return lambda fine, question: Reason() if holds(fine) else None


IMPOSED = (
    RECORDED_LATER,
    says("NO_FINE", "Dit is een waarschuwing.", "This is a warning.", _if(lambda fine: fine.kind != "FINE")),
    *tests_of_when(lambda fine: fine.imposed_on),
)
AMOUNT_UNKNOWN = says(
    "AMOUNT_UNKNOWN",
    "Het bedrag is niet bekend.",
    "The amount is unknown.",
    _if(lambda fine: fine.amount_cents is None),
)
UNDONE = (GONE, UNDATED_ACT, EFFECT_NOT_SAID)
"""A fine that was undone counts nowhere, nor one of which nobody knows whether it was."""


def under_text(law: str, from_on: date, until_on: date | None) -> tuple[Test, ...]:
    """The tests that leave out the fines under another Act, or imposed while another text of it held."""

    def other_text(fine: Fine) -> bool:
        day = known_day(fine.imposed_on)
        return day is not None and not (from_on <= day and (until_on is None or day < until_on))

    return (
        says("LAW_UNKNOWN", "De wet is niet genoemd.", "The Act is not named.", _if(lambda fine: fine.law is None)),
        says("OTHER_ACT", "Onder een andere wet.", "Under another Act.", _if(lambda fine: fine.law != law)),
        says("OTHER_TEXT", "Toen gold een andere tekst.", "Another text held then.", _if(other_text)),
    )


# --- Death ---


def _died(fine: Fine, question: Question) -> date | None:
    day = known_day(fine.died_on)
    return day if day is not None and day <= question.bounds.as_of else None


def _death_undated(fine: Fine, question: Question) -> Reason | None:
    is_undated = fine.died_on is not None and known_day(fine.died_on) is None
    if not is_undated or (fine.died_on and first_day(fine.died_on) > question.bounds.as_of):
        return None
    return Reason({"date": "DIED"})


def _lapsed(fine: Fine, question: Question, *, surely: bool) -> Reason | None:
    died_on = _died(fine, question)
    if died_on is None:
        return None
    code = finality(fine.life, died_on, int(question.parameters[OBJECTION_WEEKS.name])).code
    is_open = code in ("UNDER_OBJECTION", "UNDER_APPEAL", "TERM_RUNS")
    return Reason({"died_on": died_on.isoformat(), "then": code}) if is_open == surely else None


LAPSED = (
    says("DATE_UNKNOWN", "De dag van overlijden is onbekend.", "The day of death is unknown.", _death_undated),
    says(
        "LAPSED_BY_DEATH",
        "Vervallen: bij het overlijden was de boete nog niet onherroepelijk.",
        "Lapsed: when the person died the fine was not irrevocable yet.",
        lambda fine, question: _lapsed(fine, question, surely=True),
    ),
    says(
        "DIED_PAYMENT_UNKNOWN",
        "Na overlijden blijft alleen wat betaald is, en of er betaald is, is niet bekend.",
        "After death only what was paid stays, and whether it was paid is not known.",
        lambda fine, question: _lapsed(fine, question, surely=False),
    ),
)


def standing_flags(fine: Fine, question: Question) -> Reason:
    """Nothing to add but that the fine is contested or suspended."""
    return Reason(flags=with_flags((), question.bounds.as_of, fine.life))


UNKNOWN_OF_A_FINE = frozenset({"DATE_UNKNOWN", "DIED_PAYMENT_UNKNOWN", EFFECT_NOT_SAID.code, UNDATED_ACT.code})
"""The codes under which nobody can tell whether a fine counts; it may, or may not."""


def _may_be(fine: Fine, question: Question, code: str) -> Interval | None:
    """From nothing to the whole fine where it is unknown whether it counts; to any amount where that is unknown."""
    if code == AMOUNT_UNKNOWN.code or (code in UNKNOWN_OF_A_FINE and fine.amount_cents is None):
        return Interval(0, None)
    return Interval(0, fine.amount_cents) if code in UNKNOWN_OF_A_FINE else None


def _cents(fine: Fine, question: Question) -> int:
    return fine.amount_cents or 0


_WITHDRAWN = Conflict(
    None,
    {
        "nl": "Geen stuk zegt of een boete die vanaf een dag is ingetrokken, als opgelegd blijft tellen; hier wel.",
        "en": "No document says whether a fine withdrawn from a day on still counts as imposed; here it does.",
    },
    (sources.NOT_HIGHER,),
)
FINES_IMPOSED = Rule(
    id="fines-imposed",
    version="not-undone",
    view="fines",
    sentence={
        "nl": "Boetes die in de periode zijn opgelegd en niet vanaf het begin zijn vervallen.",
        "en": "Fines that were imposed in the period and not undone from the start.",
    },
    source=(
        sources.NOT_HIGHER,
        Passage(
            "Regionale visie op inburgering, maatregelen en doelstellingen 2003-2005, Zuid-Holland Zuid",
            "incentives en sancties",
            "boete opleggen bij bepaald percentage verzuim",
            "R214",
        ),
    ),
    unit="cents",
    tests=resting_on(own, *IMPOSED, AMOUNT_UNKNOWN, *UNDONE, replace(ENDED, counts=True)),
    in_force_from=sources.FROM_2007,
    otherwise="IMPOSED",
    reason=check_on(own, standing_flags),
    amount=_cents,
    between=_may_be,
    conflicts=(_WITHDRAWN,),
)
FINES_IN_FORCE = Rule(
    id="fines-in-force",
    version="on-the-day-asked",
    view="fines",
    sentence={
        "nl": "Boetes die op de peildatum staan.",
        "en": "Fines that stand on the day asked.",
    },
    source=(sources.LAPSES_2007, sources.LAPSES_AWB, sources.UNPAID_AWB),
    unit="cents",
    tests=(
        *resting_on(own, *IMPOSED, AMOUNT_UNKNOWN, *UNDONE, ENDED, SUSPENDED, NOT_YET),
        *resting_on(own_and_death, *LAPSED),
    ),
    in_force_from=sources.FROM_2007,
    otherwise="IN_FORCE",
    reason=check_on(own, standing_flags),
    amount=_cents,
    between=_may_be,
    parameters=(OBJECTION_WEEKS,),
)


# --- Above the maximum ---


def _above(version: str, law: str, act: tuple[str, str], tests: tuple[Test, ...], source: tuple[Passage, ...]) -> Rule:
    from_on, until_on = {
        "WI_2007": (sources.FROM_2007, sources.UNTIL_2013),
        "WI_2021": (sources.FROM_2022, None),
    }[law]
    return Rule(
        id="fines-above-the-maximum",
        version=version,
        view="fines",
        sentence={
            "nl": f"Boetes die hoger zijn dan {act[0]} toestaat.",
            "en": f"Fines that are higher than {act[1]} allows.",
        },
        source=source,
        unit="fines",
        tests=(*resting_on(own, *IMPOSED, *under_text(law, from_on, until_on), AMOUNT_UNKNOWN, *UNDONE), *tests),
        in_force_from=from_on,
        in_force_until=until_on,
        otherwise="WITHIN_MAXIMUM",
        counts_otherwise=False,
        reason=check_on(ADDED_UP if law == "WI_2021" else own, standing_flags),
        parameters=CEILING_PARAMETERS[law],
        conflicts=DOUBLED_OR_ADDED[law],
    )


ABOVE = (
    _above("wi-2007", "WI_2007", ("de wet van 2007", "the Act of 2007"), ABOVE_2007, (sources.NOT_HIGHER,)),
    _above(
        "wi-2021",
        "WI_2021",
        ("de wet van 2021", "the Act of 2021"),
        ABOVE_2021,
        (sources.GUIDANCE, sources.DOUBLED, sources.FINAL, sources.DEGREES, sources.TOTAL, sources.TABLE),
    ),
)


RULES = (FINES_IMPOSED, FINES_IN_FORCE, *ABOVE)
