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

from collections.abc import Callable, Mapping
from datetime import date

from domain.counting import Check, Conflict, Parameter, Passage, Question, Reason, Rule, Test
from domain.dates import add_months, first_day
from domain.rules import fine_sources as sources
from domain.rules.decisions import (
    EFFECT_NOT_SAID,
    ENDED,
    GONE,
    NOT_YET,
    OBJECTION_WEEKS,
    SUSPENDED,
    UNDATED_ACT,
    contest_flags,
)
from domain.rules.fine import Fine, Sanction, began_on, class_of, committed_on, of_class, still_counts
from domain.rules.fine_ceilings import ABOVE_2007, ABOVE_2021, CEILING_PARAMETERS, DOUBLED_OR_ADDED
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


def _standing(fine: Fine, question: Question) -> Reason:
    return Reason(flags=contest_flags(fine.life, question.bounds.as_of))


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
    tests=(*IMPOSED, AMOUNT_UNKNOWN, *UNDONE, SUSPENDED, Test(ENDED.code, ENDED.sentence, ENDED.check, counts=True)),
    in_force_from=sources.FROM_2007,
    otherwise="IMPOSED",
    reason=_standing,
    amount=_cents,
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
    tests=(*IMPOSED, AMOUNT_UNKNOWN, *UNDONE, ENDED, SUSPENDED, NOT_YET, *LAPSED),
    in_force_from=sources.FROM_2007,
    otherwise="IN_FORCE",
    reason=_standing,
    amount=_cents,
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
        tests=(*IMPOSED, *under_text(law, from_on, until_on), AMOUNT_UNKNOWN, *UNDONE, *tests),
        in_force_from=from_on,
        in_force_until=until_on,
        otherwise="WITHIN_MAXIMUM",
        counts_otherwise=False,
        reason=_standing,
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


# --- Not allowed ---


def _died_before(fine: Fine, question: Question) -> Reason | None:
    died_on, imposed_on = known_day(fine.died_on), known_day(fine.imposed_on)
    is_before = died_on is not None and imposed_on is not None and died_on < imposed_on
    return Reason({"died_on": str(died_on)}) if is_before else None


def _benefit_could_be_cut(fine: Fine, question: Question) -> Reason | None:
    """The Act of 2007: the benefit "kan worden verlaagd"; that it was cut, also later, shows that it could."""
    cut = [one for one in fine.cuts if one.on is None or first_day(one.on) <= question.bounds.as_of]
    return Reason({"cut_on": cut[0].on or "unknown"}) if cut else None


def _benefit_was_cut(fine: Fine, question: Question) -> Reason | None:
    """The Act of 2021: the benefit "is verlaagd" when the fine is imposed."""
    imposed_on = known_day(fine.imposed_on)
    cut = [day for one in fine.cuts if (day := known_day(one.on)) and imposed_on and day <= imposed_on]
    return Reason({"cut_on": cut[0].isoformat()}) if cut else None


def _fined_before(fine: Fine, question: Question) -> Reason | None:
    as_of = question.bounds.as_of
    same = [one for one in fine.earlier if one.kind == "FINE" and one.same_act and still_counts(one, as_of)]
    return Reason({"imposed_on": same[0].imposed_on or ""}) if same else None


LIGHT: Mapping[str, tuple[str, ...]] = {
    "wi-2007": ("NOT_APPEARED",),
    "wi-2007-awb": ("NOT_APPEARED",),
    "wi-2021": ("NOT_APPEARED", "PVT_OR_MAP_LATE"),
}
"""Version → what is answered by a fine of at most EUR 340, for which the power lapses sooner."""


def _power_lapsed(version: str, light: Parameter) -> Check:
    def check(fine: Fine, question: Question) -> Reason | None:
        day, imposed_on = committed_on(fine), known_day(fine.imposed_on)
        answers = class_of(fine)
        if day is None or imposed_on is None or answers is None:
            return None
        name = light.name if answers in LIGHT[version] else sources.LAPSE_MONTHS.name
        limit_on = add_months(day, int(question.parameters[name]))
        over = (imposed_on - limit_on).days
        return Reason({"conduct_on": day.isoformat()}, limit_on=limit_on, days_over=over) if over > 0 else None

    return check


def _conduct_unknown(fine: Fine, question: Question) -> Reason | None:
    return Reason() if committed_on(fine) is None or class_of(fine) is None else None


def _term_too_long(fine: Fine, question: Question) -> Reason | None:
    is_intake = fine.law == "WI_2021" and class_of(fine) == "NOT_APPEARED"
    parameter = sources.NEW_INTAKE_MONTHS if is_intake else sources.NEW_TERM_MONTHS
    months_max = int(question.parameters[parameter.name])
    if fine.new_term_months is None or fine.new_term_months <= months_max:
        return None
    return Reason({"months": fine.new_term_months, "months_max": months_max})


def _too_soon(fine: Fine, question: Question) -> Reason | None:
    """Before the new term of the fine before had ended; or, where that set none, within two years of it."""
    answers, imposed_on = class_of(fine), known_day(fine.imposed_on)
    if answers not in ("NEW_TERM_EXCEEDED", "PVT_OR_MAP_LATE", "ROUTE") or imposed_on is None or fine.law is None:
        return None
    alike = ("TERM_EXCEEDED", "NEW_TERM_EXCEEDED") if answers == "NEW_TERM_EXCEEDED" else (answers,)
    before = [one for one in of_class(fine.earlier, fine.law, *alike) if still_counts(one, question.bounds.as_of)]
    limit_on = _not_before(before[-1], question) if before else None
    if limit_on is None or imposed_on >= limit_on:
        return None
    return Reason({"after_fine_of": before[-1].imposed_on or ""}, limit_on=limit_on)


def _not_before(before: Sanction, question: Question) -> date | None:
    begun = began_on(before)
    if before.new_term_months is not None:
        return add_months(begun, before.new_term_months) if begun else None
    imposed_on = known_day(before.imposed_on)
    every = int(question.parameters[sources.EVERY_MONTHS.name])
    return add_months(imposed_on, every) if imposed_on and class_of(before) != "TERM_EXCEEDED" else None


def _not_allowed(version: str, law: str, from_on: date, until_on: date | None, source: tuple[Passage, ...]) -> Rule:
    light = sources.LAPSE_MONTHS_LIGHT["wi-2007" if version == "wi-2007" else "wi-2007-awb"]
    benefit = _benefit_was_cut if law == "WI_2021" else _benefit_could_be_cut
    intake = (sources.NEW_INTAKE_MONTHS,) if law == "WI_2021" else ()
    return Rule(
        id="fines-not-allowed",
        version=version,
        view="fines",
        sentence={
            "nl": f"Boetes die volgens {sources.BY_LAW[version][0]} niet opgelegd mochten worden.",
            "en": f"Fines that by {sources.BY_LAW[version][1]} were not allowed to be imposed.",
        },
        source=source,
        unit="fines",
        tests=(
            *IMPOSED,
            *under_text(law, from_on, until_on),
            *UNDONE,
            says("DIED_BEFORE", "De persoon was overleden.", "The person had died.", _died_before, counts=True),
            says(
                "BENEFIT_CUT",
                "Voor dezelfde gedraging is de uitkering verlaagd.",
                "The benefit was cut for the same act.",
                benefit,
                counts=True,
            ),
            says(
                "FINED_BEFORE",
                "Voor dezelfde overtreding is al een boete opgelegd.",
                "A fine was imposed before for the same breach.",
                _fined_before,
                counts=True,
            ),
            says(
                "POWER_LAPSED",
                "De bevoegdheid was vervallen.",
                "The power to fine had lapsed.",
                _power_lapsed(version, light),
                counts=True,
            ),
            says(
                "NEW_TERM_TOO_LONG",
                "De nieuwe termijn is langer dan mag.",
                "The new term is longer than allowed.",
                _term_too_long,
                counts=True,
            ),
            says(
                "IMPOSED_TOO_SOON",
                "De vorige boete liet nog tijd.",
                "The fine before still left time.",
                _too_soon,
                counts=True,
            ),
            says(
                "CONDUCT_UNKNOWN",
                "Wat of wanneer de overtreding was, is niet bekend; de bevoegdheid kan vervallen zijn.",
                "What or when the breach was is unknown; the power may have lapsed.",
                _conduct_unknown,
            ),
        ),
        in_force_from=from_on,
        in_force_until=until_on,
        otherwise="ALLOWED_TO_FINE",
        counts_otherwise=False,
        reason=_standing,
        parameters=(light, sources.LAPSE_MONTHS, sources.NEW_TERM_MONTHS, sources.EVERY_MONTHS, *intake),
    )


_AWB = (sources.DIED_AWB, sources.TWICE_AWB, sources.FIVE_YEARS_AWB, sources.THREE_YEARS_AWB)
NOT_ALLOWED = (
    _not_allowed(
        "wi-2007",
        "WI_2007",
        sources.FROM_2007,
        sources.FROM_JULY_2009,
        (sources.BENEFIT_2007, sources.DIED_2007, sources.TWICE_2007, sources.EVERY_TWO_YEARS),
    ),
    _not_allowed(
        "wi-2007-awb",
        "WI_2007",
        sources.FROM_JULY_2009,
        sources.UNTIL_2013,
        (sources.BENEFIT_2007, *_AWB, sources.EVERY_TWO_YEARS),
    ),
    _not_allowed("wi-2021", "WI_2021", sources.FROM_2022, None, (sources.BENEFIT_2021, *_AWB, sources.TWO_MONTHS)),
)
RULES = (FINES_IMPOSED, FINES_IN_FORCE, *ABOVE, *NOT_ALLOWED)
