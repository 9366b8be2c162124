"""Who is still open in the register of those who may be obliged (BPI): entered, and not approached.

Source: Versnellingsplan Den Haag 2008: "Bestand Potentieel Inburgeringsplichtigen eind 2008 is uitgeput" (R034).

In plain words: the register is exhausted when nobody is open in it. Somebody is open from being entered until being
approached, and counts once however many entries there are. Who is approached on the day asked is open no longer. The
text speaks of those who may be obliged only, so that people who integrate by choice may remain when nobody is open.

Worked example: of two people in the register one is approached on 31 December 2008: 2 open the day before, 1 then.
"""

from domain.counting import Passage, Question, Reason, Rule, Test
from domain.rules.followed import ACT_FROM, ACT_UNTIL, PLANS_G4
from domain.rules.reach import REGISTER_APPROACHED, Contact
from domain.rules.shared import known_day

EXHAUSTED = Passage(PLANS_G4, "Den Haag", "Bestand Potentieel Inburgeringsplichtigen eind 2008 is uitgeput", "R034")


def _approached(contact: Contact, question: Question) -> Reason | None:
    days = [day for when in contact.approached_on if (day := known_day(when)) is not None]
    by_then = [day for day in days if day <= question.bounds.as_of]
    return Reason({"on": min(by_then).isoformat()}) if by_then else None


REGISTER_LEFT = Rule(
    id="register-left",
    version="not-approached",
    view="contacts",
    sentence={
        "nl": "Personen in het bestand van potentieel inburgeringsplichtigen (BPI) die op de peildatum niet zijn "
        "benaderd.",
        "en": "Persons in the register of those who may be obliged (BPI) who were not approached by the day asked.",
    },
    source=(EXHAUSTED,),
    unit="persons",
    tests=(
        *[test for test in REGISTER_APPROACHED.tests if test.code != "NOT_APPROACHED"],
        Test("APPROACHED_BEFORE", {"nl": "Al benaderd.", "en": "Approached already."}, _approached),
    ),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="OPEN_IN_REGISTER",
)
RULES = (REGISTER_LEFT,)
