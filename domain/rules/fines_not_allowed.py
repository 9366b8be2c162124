"""Fines that were not allowed: after death, twice for one act, beside a cut of the benefit, too late or too soon.

Source: the Act of 2007, art. 37, 41 and 43; from 1 July 2009 the Awb, art. 5:42-5:45; the Act of 2021. Each text of the
law is a version, and judges the fines imposed under it. What is not said of a fine is never taken to be allowed or not:
without the day or the kind of the breach nobody can tell whether the power had lapsed (CONDUCT_UNKNOWN).

Worked example: a lack of cooperation of 1 March 2007 may be fined up to 1 March 2012, five years later, not on the day
after it.
"""

from collections.abc import Mapping
from datetime import date

from domain.counting import Check, Parameter, Passage, Question, Reason, Rule
from domain.dates import add_months, first_day
from domain.rules import fine_sources as sources
from domain.rules.fine import Fine, Sanction, began_on, class_of, committed_on, of_class, still_counts
from domain.rules.fine_facts import (
    check_on,
    of_own_class,
    own,
    own_and_death,
    own_and_report,
    resting_on,
    same_act,
    with_cuts,
)
from domain.rules.fines import IMPOSED, UNDONE, says, standing_flags, under_text
from domain.rules.shared import known_day


def _died_before(fine: Fine, question: Question) -> Reason | None:
    died_on, imposed_on = known_day(fine.died_on), known_day(fine.imposed_on)
    is_before = died_on is not None and imposed_on is not None and died_on < imposed_on
    return Reason({"died_on": str(died_on)}) if is_before else None


DIED_BEFORE = resting_on(
    own_and_death,
    says("DIED_BEFORE", "De persoon was overleden.", "The person had died.", _died_before, counts=True),
)


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
            *resting_on(own, *IMPOSED, *under_text(law, from_on, until_on), *UNDONE),
            *DIED_BEFORE,
            says(
                "BENEFIT_CUT",
                "Voor dezelfde gedraging is de uitkering verlaagd.",
                "The benefit was cut for the same act.",
                check_on(with_cuts, benefit),
                counts=True,
            ),
            says(
                "FINED_BEFORE",
                "Voor dezelfde overtreding is al een boete opgelegd.",
                "A fine was imposed before for the same breach.",
                check_on(same_act, _fined_before),
                counts=True,
            ),
            says(
                "POWER_LAPSED",
                "De bevoegdheid was vervallen.",
                "The power to fine had lapsed.",
                check_on(own_and_report, _power_lapsed(version, light)),
                counts=True,
            ),
            says(
                "NEW_TERM_TOO_LONG",
                "De nieuwe termijn is langer dan mag.",
                "The new term is longer than allowed.",
                check_on(own, _term_too_long),
                counts=True,
            ),
            says(
                "IMPOSED_TOO_SOON",
                "De vorige boete liet nog tijd.",
                "The fine before still left time.",
                check_on(of_own_class, _too_soon),
                counts=True,
            ),
            says(
                "CONDUCT_UNKNOWN",
                "Wat of wanneer de overtreding was, is niet bekend; de bevoegdheid kan vervallen zijn.",
                "What or when the breach was is unknown; the power may have lapsed.",
                check_on(own_and_report, _conduct_unknown),
            ),
        ),
        in_force_from=from_on,
        in_force_until=until_on,
        otherwise="ALLOWED_TO_FINE",
        counts_otherwise=False,
        reason=check_on(own_and_report, standing_flags),
        parameters=(light, sources.LAPSE_MONTHS, sources.NEW_TERM_MONTHS, sources.EVERY_MONTHS, *intake),
    )


_AWB = (sources.DIED_AWB, sources.TWICE_AWB, sources.FIVE_YEARS_AWB, sources.THREE_YEARS_AWB)
RULES = (
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
