"""Persons without a director, or with two, on a day.

Source: Kansen van de Wet inburgering 2021 voor gemeenten, keys to the role of director: "Wie houdt er zicht op de
voortgang, wie is regievoerder?" (R323).

In plain words: it is asked of everybody who has a personal plan (PIP) or ever had a director, in whichever of the books
that are known to be about one person. A director directs from the day of assignment until the day it no longer holds or
another is assigned in the same book. The same worker in two books is one director. Whose obligation ended needs none.

Worked example: P1 has director m1 in one book and, from 1 March 2023, m2 in another that is linked: one on 28 February
and two on 1 March. P2 has a plan and nobody: 2 persons on 1 March.
"""

from datetime import date

import msgspec

from domain.counting import Passage, Question, Reason, Rule, Test
from domain.dates import When, first_day
from domain.rules.legal_terms import ACT_2021_FROM, CHANCES
from domain.rules.obligation import ENDINGS, ObligedCase
from domain.rules.shared import RECORDED_LATER, known_day


class Director(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody assigned to direct; `until_on` is the first day on which it no longer holds."""

    assignee: str
    assigned_on: When | None = None
    until_on: When | None = None


class DirectedPerson(ObligedCase, frozen=True, kw_only=True):
    """A person with a personal plan or a director; `plan_on` is the day of the first plan, `planned` that there is."""

    planned: bool = False
    plan_on: When | None = None
    registered_on: date | None = None
    directors: tuple[Director, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first plan or director whose day is known."""
        days = [known_day(self.plan_on), *(known_day(one.assigned_on) for one in self.directors)]
        return min([day for day in days if day is not None], default=None), None


WHO_DIRECTS = Passage(
    CHANCES, "Suggesties voor sleutels", "Wie houdt er zicht op de voortgang, wie is regievoerder?", "R323"
)


def _not_begun(person: DirectedPerson, question: Question) -> Reason | None:
    """The plan and every director came after the day asked; what has no day may have come before it."""
    begun = [person.plan_on] if person.planned else []
    begun += [one.assigned_on for one in person.directors]
    later = [when is not None and first_day(when) > question.bounds.as_of for when in begun]
    return Reason() if all(later) else None


def _may_hold(one: Director, day: date) -> bool:
    """Whether a day that is not known leaves open whether it holds on this one."""
    surely_later = one.assigned_on is not None and first_day(one.assigned_on) > day
    until = known_day(one.until_on)
    surely_over = until is not None and until <= day
    undated = known_day(one.assigned_on) is None or (one.until_on is not None and until is None)
    return undated and not surely_later and not surely_over


def _undated(person: DirectedPerson, question: Question) -> Reason | None:
    open_still = [one for one in person.directors if _may_hold(one, question.bounds.as_of)]
    undated_plan = not person.directors and known_day(person.plan_on) is None
    return Reason({"assignee": open_still[0].assignee} if open_still else {}) if open_still or undated_plan else None


def _directing(person: DirectedPerson, day: date) -> list[str]:
    """The workers who direct on a day, each once."""
    found = {
        one.assignee
        for one in person.directors
        if (since := known_day(one.assigned_on)) is not None
        and since <= day
        and ((until := known_day(one.until_on)) is None or day < until)
    }
    return sorted(found)


def _one(person: DirectedPerson, question: Question) -> Reason | None:
    directing = _directing(person, question.bounds.as_of)
    return Reason({"assignee": directing[0]}) if len(directing) == 1 else None


def _several(person: DirectedPerson, question: Question) -> Reason | None:
    directing = _directing(person, question.bounds.as_of)
    return Reason({"assignees": ", ".join(directing)}) if len(directing) > 1 else None


NOT_ONE_DIRECTOR = Rule(
    id="persons-without-one-director",
    version="of-a-day",
    view="directed-persons",
    sentence={
        "nl": "Personen die op de peildatum geen regievoerder hebben, of meer dan één.",
        "en": "Persons who have no director on the day asked, or more than one.",
    },
    source=(WHO_DIRECTS,),
    unit="persons",
    tests=(
        RECORDED_LATER,
        Test(
            "AFTER_AS_OF",
            {
                "nl": "Het plan en de regievoerder kwamen pas na de peildatum.",
                "en": "The plan and the director came after the day asked.",
            },
            _not_begun,
        ),
        *ENDINGS,
        Test(
            "DATE_UNKNOWN",
            {
                "nl": "Van wanneer tot wanneer iemand regie voerde, is niet bekend.",
                "en": "From when until when somebody directed is not known.",
            },
            _undated,
        ),
        Test("ONE_DIRECTOR", {"nl": "Er is één regievoerder.", "en": "There is one director."}, _one),
        Test(
            "SEVERAL_DIRECTORS",
            {"nl": "Er is meer dan één regievoerder.", "en": "There is more than one director."},
            _several,
            counts=True,
        ),
    ),
    in_force_from=ACT_2021_FROM,
    otherwise="NO_DIRECTOR",
)
RULES = (NOT_ONE_DIRECTOR,)
