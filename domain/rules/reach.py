"""Reaching people: who was approached, called, appeared, and declined an offer; and who holds an order or notice.

Sources: Versnellingsplan Den Haag 2008: "ongeveer 25.000 inburgeringsplichtigen en -behoeftigen benaderd en gesproken"
(R029), "ruim 5.121 van de verplichte inburgeraars geen gebruik maakt" of the offer (R030). Rotterdam: "op grote schaal
en versneld oproepen van inburgeringsplichtigen" (R060). Groningen: "alle potentieel inburgeringsplichtigen in de
krachtwijken benaderen" (R117). Besluit BDU SIV art. 7.1.o: a number with an enforcement order or a notice.

In plain words: each of these is an act of its own, and none is an intake or a start. A person counts once, by the first
time in the time and place asked. "Benaderd en gesproken" may ask that somebody was also spoken to: two versions, in the
second of which an intake shows it. The share that appeared is of those called to appear on a day that has passed; who
did not appear stays in it, with or without an accepted reason. Declining is a valid end of an offer, with its reason.

Worked example: P1 to P4 were called for 10 March; P1 and P2 came, P3 did not, P4 is called for 10 April. As of 31
March: 2 of 3 appeared, 66.7 %. P3 declined on 20 March, "own contribution": 1 person declined.
"""

from collections.abc import Callable
from datetime import date
from typing import Literal

from domain.counting import Check, Conflict, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.ratio import Ratio
from domain.rules.followed import ACT_FROM, ACT_UNTIL, AGENDA, PLANS_G4
from domain.rules.provisions import bdu
from domain.rules.same_person import CaseOfPerson, OfSamePerson, earlier_than, records_tied
from domain.rules.shared import RECORDED_LATER, Category, known_day, said_on, tests_of_when

ContactKind = Literal["APPROACHED", "CALLED", "DECLINED", "ORDERED", "NOTIFIED", "IN_REGISTER"]
"""Approached; called for the intake; declined an offer; an order without an offer; a notice with a term; and entered in
the register of those who may be obliged, from which people are approached."""


class OtherContact(OfSamePerson, frozen=True, kw_only=True):
    """Another contact of the same kind with the same person, on an earlier day or on the same."""

    kind: ContactKind


class Contact(CaseOfPerson, frozen=True, kw_only=True):
    """One approach, call, refusal, order or notice, or entry in the register.

    `spoken_on` are the days on which an intake with the person was completed, and `approached_on` those on which
    somebody in the register was approached; `missed` says that the person did not appear on this call, and whether the
    reason was accepted.
    """

    kind: ContactKind
    happened_on: When | None = None
    registered_on: date | None = None
    channel: str | None = None
    approached_by: str | None = None
    appear_on: date | None = None
    missed: bool = False
    excused: bool | None = None
    reason: str | None = None
    spoken_on: tuple[When, ...] = ()
    approached_on: tuple[When, ...] = ()
    categories: tuple[Category, ...] = ()
    not_later: tuple[OtherContact, ...] = ()

    @property
    def on(self) -> When | None:
        """The day of it."""
        return self.happened_on

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From that day."""
        return known_day(self.happened_on), None


# --- Sources ---

APPROACHED = Passage(
    PLANS_G4, "Den Haag", "ongeveer 25.000 inburgeringsplichtigen en -behoeftigen benaderd en gesproken", "R029"
)
NO_USE = Passage(PLANS_G4, "Den Haag", "ruim 5.121 van de verplichte inburgeraars geen gebruik", "R030")
CALLED = Passage(PLANS_G4, "Rotterdam", "op grote schaal en versneld oproepen van inburgeringsplichtigen", "R060")
NOT_OBLIGED_TO_ACCEPT = Passage(
    PLANS_G4, "Utrecht, randvoorwaarden", "het aanbod van de gemeente te accepteren", "R085"
)
DISTRICTS = Passage(AGENDA, "punt 3d", "alle potentieel inburgeringsplichtigen in de krachtwijken benaderen", "R117")
ORDER_OR_NOTICE = bdu(
    "artikel 7, eerste lid, onderdeel o, onder 2°",
    "het aantal inburgeringsplichtigen aan wie een handhavingsbeschikking zal worden bekendgemaakt dan wel een "
    "kennisgeving zal worden verstrekt",
)


# --- What the tests ask ---


def _other_kind(*kinds: ContactKind) -> Test:
    def check(contact: Contact, question: Question) -> Reason | None:
        return None if contact.kind in kinds else Reason({"kind": contact.kind})

    return Test(
        "OTHER_CONTACT",
        {"nl": "Dit is een ander contact met de persoon.", "en": "This is another contact with the person."},
        check,
    )


def _of_same_person(*kinds: ContactKind) -> Test:
    def check(contact: Contact, question: Question) -> Reason | None:
        earlier = earlier_than(contact, [one for one in contact.not_later if one.kind in kinds], question)
        return Reason({"counted_as": earlier[0].case}) if earlier else None

    return Test(
        "SAME_PERSON_BEFORE",
        {
            "nl": "Dezelfde persoon telt al mee met een eerder contact.",
            "en": "The same person already counts by an earlier contact.",
        },
        check,
        tied=records_tied,
    )


def _spoken(contact: Contact, question: Question) -> bool:
    as_of = question.bounds.as_of
    return any((day := known_day(when)) is not None and day <= as_of for when in contact.spoken_on)


def _not_spoken(contact: Contact, question: Question) -> Reason | None:
    return None if _spoken(contact, question) else Reason()


def _voluntary(contact: Contact, question: Question) -> Reason | None:
    group = said_on(contact.categories, "target_group", question.bounds.as_of)
    return None if group == "OBLIGED" else Reason({"target_group": group or "unknown"})


def _entered_later(contact: Contact, question: Question) -> Reason | None:
    day, as_of = known_day(contact.happened_on), question.bounds.as_of
    return Reason({"on": day.isoformat()}, limit_on=as_of) if day is not None and day > as_of else None


def _in_register_before(contact: Contact, question: Question) -> Reason | None:
    """An entry of the same person that stands earlier; in a register the order of entering is no day in the world."""
    earlier = [one for one in contact.not_later if question.scope.holds(one.municipality, one.on)]
    return Reason({"counted_as": earlier[0].case}) if earlier else None


def _not_approached(contact: Contact, question: Question) -> Reason | None:
    bounds = question.bounds
    days = [day for when in contact.approached_on if (day := known_day(when)) is not None and day <= bounds.as_of]
    in_time = [day for day in days if bounds.period is None or bounds.period.contains(day)]
    return None if in_time else Reason({"approached": "at another time"} if contact.approached_on else {})


def _how(contact: Contact, question: Question) -> Reason:
    said = {"channel": contact.channel, "approached_by": contact.approached_by, "reason": contact.reason}
    return Reason({name: value for name, value in said.items() if value is not None})


def _test(code: str, nl: str, en: str, check: Check) -> Test:
    return Test(code, {"nl": nl, "en": en}, check)


def _first_of(*kinds: ContactKind) -> tuple[Test, ...]:
    """A contact of one of these kinds, in the time asked, the first of its person."""
    return (
        RECORDED_LATER,
        _other_kind(*kinds),
        *tests_of_when(lambda contact: contact.happened_on),
        _of_same_person(*kinds),
    )


# --- The rules ---

_SPOKEN: Sentence = {
    "nl": "“Benaderd en gesproken” is iedereen die benaderd is, of alleen wie daarna ook gesproken is. Dat iemand is "
    "gesproken, blijkt hier uit een afgeronde intake.",
    "en": "“Benaderd en gesproken” is everybody approached, or only who was spoken to as well. That somebody was "
    "spoken to is shown here by an intake that was completed.",
}


def _people_approached(version: str, other: str, nl: str, en: str, tests: tuple[Test, ...]) -> Rule:
    return Rule(
        id="people-approached",
        version=version,
        view="contacts",
        sentence={
            "nl": f"Personen die in de periode zijn benaderd{nl}.",
            "en": f"Persons approached in the period{en}.",
        },
        source=(APPROACHED, DISTRICTS),
        unit="persons",
        tests=(*_first_of("APPROACHED"), *tests),
        in_force_from=ACT_FROM,
        in_force_until=ACT_UNTIL,
        otherwise="APPROACHED",
        reason=_how,
        conflicts=(Conflict(other, _SPOKEN, (APPROACHED,)),),
    )


PEOPLE_APPROACHED = (
    _people_approached("approached", "approached-and-spoken", "", "", ()),
    _people_approached(
        "approached-and-spoken",
        "approached",
        " en gesproken",
        " and spoken to",
        (_test("NOT_SPOKEN", "Wel benaderd, niet gesproken.", "Approached, and not spoken to.", _not_spoken),),
    ),
)
OFFERS_DECLINED = Rule(
    id="offers-declined",
    version="obliged",
    view="contacts",
    sentence={
        "nl": "Verplichte inburgeraars die in de periode een aanbod van de gemeente hebben geweigerd.",
        "en": "Obliged persons who declined an offer of the municipality in the period.",
    },
    source=(NO_USE, NOT_OBLIGED_TO_ACCEPT),
    unit="persons",
    tests=(
        *_first_of("DECLINED"),
        _test(
            "NOT_KNOWN_TO_BE_OBLIGED",
            "Van wie niet bekend is dat hij verplicht is, of die het niet is.",
            "Of somebody who is not known to be obliged, or is not.",
            _voluntary,
        ),
    ),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="DECLINED",
    reason=_how,
)


def _day_of_appearing(contact: Contact) -> date | None:
    return contact.appear_on or known_day(contact.happened_on)


def _still_to_come(contact: Contact, question: Question) -> Reason | None:
    day, as_of = _day_of_appearing(contact), question.bounds.as_of
    return Reason({"on": day.isoformat()}, limit_on=as_of) if day is not None and day > as_of else None


def _stayed_away(excused: bool) -> Callable[[Contact, Question], Reason | None]:
    def check(contact: Contact, question: Question) -> Reason | None:
        return Reason() if contact.missed and (contact.excused or False) is excused else None

    return check


_STAYED_AWAY = (
    _test(
        "STAYED_AWAY_EXCUSED",
        "Niet verschenen, met een reden die de gemeente aanvaardt.",
        "Did not appear, for a reason that the municipality accepts.",
        _stayed_away(True),
    ),
    _test("STAYED_AWAY", "Niet verschenen.", "Did not appear.", _stayed_away(False)),
)
APPEARED = Rule(
    id="calls-answered",
    version="per-call",
    view="contacts",
    sentence={
        "nl": "Oproepen uit de periode waarop de persoon is verschenen, van die waarvan de dag voorbij is.",
        "en": "Calls of the period on which the person appeared, of those of which the day has passed.",
    },
    source=(CALLED,),
    unit="calls",
    tests=(
        RECORDED_LATER,
        _other_kind("CALLED"),
        *tests_of_when(lambda contact: contact.happened_on),
        _test(
            "STILL_TO_APPEAR",
            "De dag om te verschijnen moet nog komen.",
            "The day to appear on is still to come.",
            _still_to_come,
        ),
        *_STAYED_AWAY,
    ),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="APPEARED",
    conflicts=(
        Conflict(
            None,
            {
                "nl": "Dat iemand verscheen, wordt niet gemeld; wie niet verscheen wel. Hier is verschenen wie niet "
                "als afwezig is gemeld.",
                "en": "That somebody appeared is not reported, and not appearing is. Who was not reported absent "
                "counts here as having appeared.",
            },
            (CALLED,),
        ),
    ),
    ratio=Ratio(rest=frozenset(test.code for test in _STAYED_AWAY)),
)
PEOPLE_CALLED = Rule(
    id="people-called",
    version="first-call",
    view="contacts",
    sentence={
        "nl": "Personen die in de periode zijn opgeroepen, ieder één keer.",
        "en": "Persons called in the period, each once.",
    },
    source=(CALLED,),
    unit="persons",
    tests=_first_of("CALLED"),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="CALLED",
)
REGISTER_APPROACHED = Rule(
    id="register-approached",
    version="people-approached",
    view="contacts",
    sentence={
        "nl": "Personen in het bestand van potentieel inburgeringsplichtigen (BPI) die in de periode zijn benaderd.",
        "en": "Persons in the register of those who may be obliged (BPI) who were approached in the period.",
    },
    source=(DISTRICTS,),
    unit="persons",
    tests=(
        RECORDED_LATER,
        _other_kind("IN_REGISTER"),
        _test(
            "ENTERED_LATER",
            "Pas na de peildatum in het bestand gekomen.",
            "Came into the register after the day asked.",
            _entered_later,
        ),
        _test(
            "SAME_PERSON_BEFORE",
            "Dezelfde persoon staat al eerder in het bestand.",
            "The same person stands in the register before.",
            _in_register_before,
        ),
        _test(
            "NOT_APPROACHED",
            "In de gevraagde tijd niet benaderd.",
            "Not approached in the time asked.",
            _not_approached,
        ),
    ),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="APPROACHED",
    ratio=Ratio(rest=frozenset({"NOT_APPROACHED"})),
)
ORDERS_OR_NOTICES = Rule(
    id="orders-or-notices",
    version="g31",
    view="contacts",
    sentence={
        "nl": "Personen met een handhavingsbeschikking zonder aanbod of een kennisgeving met termijn, ieder één keer.",
        "en": "Persons with an enforcement order without an offer or a notice with a term, each once.",
    },
    source=(ORDER_OR_NOTICE,),
    unit="persons",
    tests=_first_of("ORDERED", "NOTIFIED"),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="ORDER_OR_NOTICE",
)
NOTICES = Rule(
    id="notices",
    version="with-term",
    view="contacts",
    sentence={
        "nl": "Kennisgevingen met een termijn die in de periode ingingen.",
        "en": "Notices with a term that began in the period.",
    },
    source=(ORDER_OR_NOTICE,),
    unit="notices",
    tests=(RECORDED_LATER, _other_kind("NOTIFIED"), *tests_of_when(lambda contact: contact.happened_on)),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="NOTIFIED",
)
RULES = (
    *PEOPLE_APPROACHED,
    REGISTER_APPROACHED,
    PEOPLE_CALLED,
    APPEARED,
    OFFERS_DECLINED,
    ORDERS_OR_NOTICES,
    NOTICES,
)
