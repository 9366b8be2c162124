"""A provision as established by decision, as the rules that count who got one for the first time see it."""

from datetime import date

from msgspec.structs import replace

from domain.counting import DatedValue, Parameter, Passage, Question, Reason
from domain.dates import When, first_day, last_day
from domain.rules.legal_effect import ended_from, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.same_person import CaseOfPerson, OfSamePerson
from domain.rules.shared import Category, known_day, said_on

WI_2007 = "WI_2007"


class OtherProvision(OfSamePerson, frozen=True, kw_only=True):
    """Another provision of the same person, decided on an earlier day or on the same one, with the Act it is under."""

    law: str | None = None


class Provision(CaseOfPerson, frozen=True, kw_only=True):
    """One provision. The day is that of the decision: the year is that in which it was established, not of its effect.

    `took_exam` are the days on which the person took part in an exam of the Act, whatever the result.
    """

    established_on: When | None = None
    registered_on: date | None = None
    law: str | None = None
    provision: str | None = None
    scheme: str | None = None
    combined: bool | None = None
    category: str | None = None
    first_time: bool | None = None
    loan: bool | None = None
    loan_repaid_on: date | None = None
    person_bound_budget: bool | None = None
    categories: tuple[Category, ...] = ()
    took_exam: tuple[When, ...] = ()
    not_later: tuple[OtherProvision, ...] = ()
    life: LegalLife | None = None

    @property
    def on(self) -> When | None:
        """The day of the decision."""
        return self.established_on

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the decision until it was revoked from then on."""
        return known_day(self.established_on), ended_from(self.life)

    def as_it_stood(self, as_of: date) -> "Provision":
        """With what is to be known of its decision on a day; whether it counts is tested apart."""
        return self if self.life is None else replace(self, flags=with_flags(self.flags, as_of, self.life))


# --- Sources ---

BESLUIT = "Besluit inburgering (BWBR0020674), tekst 26 maart 2008"
BDU = "Besluit brede doeluitkering sociaal, integratie en veiligheid (BWBR0018238), tekst 26 maart 2008"


def besluit(place: str, words: str) -> Passage:
    """A passage of the decree."""
    return Passage(BESLUIT, place, words)


def bdu(place: str, words: str) -> Passage:
    """A passage of the decree on the broad grant of the G31."""
    return Passage(BDU, place, words)


FIRST_TIME = besluit(
    "artikel 7.1, derde lid, onderdeel a",
    "ten behoeve van wie het college voor de eerste keer een inburgeringsvoorziening heeft vastgesteld",
)
NO_LOAN = besluit(
    "artikel 7.1, derde lid, onderdeel a",
    "aan wie geen lening is verstrekt, hetzij ten behoeve van wie die lening in zijn geheel is terugbetaald",
)
TOOK_PART = besluit(
    "artikel 7.5, eerste lid, letter L",
    "dat binnen twee jaren na het jaar waarop de prognose betrekking heeft, heeft deelgenomen aan het "
    "inburgeringsexamen",
)
TOOK_PART_IN_THREE_YEARS = besluit(
    "artikel 7.1, derde lid, onderdeel b",
    "dat binnen drie kalenderjaren nadat voor hen de inburgeringsvoorziening is vastgesteld, heeft deelgenomen aan het "
    "inburgeringsexamen",
)
PARDON = besluit("artikel 7.1a", "worden voor de berekening van de rijksbijdrage in deze afdeling niet meegerekend")
PARDON_APART = besluit(
    "artikel 7.13, onderdeel a",
    "het aantal nieuwe inburgeringsplichtigen, ten behoeve van wie het college voor de eerste keer een "
    "inburgeringsvoorziening heeft vastgesteld",
)
NO_BUDGET = besluit("artikel 7.11", "aan wie geen persoonsvolgend budget is verstrekt")
G31_RESULT = bdu(
    "artikel 7, eerste lid, onderdeel o, onder 1°",
    "het aantal inburgeringsplichtigen en inburgeraars ten behoeve van wie voor de eerste keer een "
    "inburgeringsvoorziening of een gecombineerde inburgeringsvoorziening zal worden vastgesteld",
)
G31_OBLIGED = bdu(
    "artikel 1, eerste lid, onderdeel q",
    "is verstrekt, hetzij ten behoeve van wie die lening is terugbetaald, en die niet behoort tot de "
    "inburgeringsplichtigen",
)
G31_CITIES = bdu(
    "artikel 1, eerste lid, onderdeel b",
    "G31: de gemeenten Alkmaar, Almelo, Amersfoort, Amsterdam, Arnhem, Breda, Den Haag, Deventer, Dordrecht, Eindhoven",
)

G31 = Parameter(
    "g31-municipalities",
    {
        "nl": "De gemeenten (CBS-codes) van de G31, die hun bijdrage uit de brede doeluitkering krijgen.",
        "en": "The municipalities (CBS codes) of the G31, which are paid from the broad grant.",
    },
    "list",
    (
        DatedValue(
            "0014,0080,0114,0141,0150,0153,0164,0193,0202,0268,0307,0344,0361,0363,0392,0479,0505,0518,0546,0599,0606,"
            "0758,0772,0794,0796,0855,0917,0935,0983,0995,1883",
            G31_CITIES,
        ),
    ),
)

# --- What the tests ask ---


def said_when_established(provision: Provision, attribute: str) -> bool | str | None:
    """What was established about the person as valid on the day of the decision."""
    day = known_day(provision.established_on)
    said: bool | str | None = said_on(provision.categories, attribute, day or date.max)
    return said


def under_another_act(provision: Provision, question: Question) -> Reason | None:
    """A provision of another Act; one of which the Act is not said is taken for one of this."""
    return Reason({"law": provision.law}) if provision.law not in (None, WI_2007) else None


def place_unknown(provision: Provision, question: Question) -> Reason | None:
    """Without a municipality it is not known which grant pays."""
    return Reason() if provision.municipality is None else None


def in_g31(provision: Provision, question: Question) -> Reason | None:
    """Established by one of the G31."""
    return Reason() if provision.municipality in question.parameters[G31.name] else None


def outside_g31(provision: Provision, question: Question) -> Reason | None:
    """Established by another municipality."""
    return None if provision.municipality in question.parameters[G31.name] else Reason()


def unrepaid_loan(provision: Provision, question: Question) -> Reason | None:
    """A loan that was not fully repaid by the day asked."""
    repaid = provision.loan_repaid_on
    if not provision.loan or (repaid is not None and repaid <= question.bounds.as_of):
        return None
    return Reason({"repaid_on": repaid.isoformat()} if repaid else {})


def person_bound_budget(provision: Provision, question: Question) -> Reason | None:
    """Paid from a person-bound budget."""
    return Reason() if provision.person_bound_budget else None


def pardoned(provision: Provision, question: Question) -> Reason | None:
    """Of somebody under the pardon scheme, who has a money stream apart."""
    return Reason() if said_when_established(provision, "pardon") else None


def not_pardoned(provision: Provision, question: Question) -> Reason | None:
    """Of somebody who is not known to fall under the pardon scheme."""
    pardon = said_when_established(provision, "pardon")
    return None if pardon else Reason({"pardon": "unknown"} if pardon is None else {})


def not_obliged(provision: Provision, question: Question) -> Reason | None:
    """Of somebody who takes part of his own will."""
    return Reason() if said_when_established(provision, "target_group") == "VOLUNTARY" else None


def obligation_unknown(provision: Provision, question: Question) -> Reason | None:
    """Nobody said whether the person was obliged."""
    return Reason() if said_when_established(provision, "target_group") is None else None


def exam_limit(provision: Provision) -> date:
    """The last day of the second year after that of the decision."""
    day = known_day(provision.established_on)
    assert day is not None, "a provision without a day does not come this far"
    return date(day.year + 2, 12, 31)


def took_part_by(provision: Provision, until: date) -> bool:
    """Whether an exam certainly lies between the decision and that day, both included."""
    day = known_day(provision.established_on)
    return any(day is not None and first_day(when) >= day and last_day(when) <= until for when in provision.took_exam)


def may_have_taken_part_by(provision: Provision, until: date) -> bool:
    """Whether an exam, of which only the month or year is known, may lie there."""
    day = known_day(provision.established_on)
    return any(day is not None and last_day(when) >= day and first_day(when) <= until for when in provision.took_exam)


def told(provision: Provision, question: Question) -> Reason:
    """What was not said of a provision that counts: nobody said it has a loan, a budget of its own or a pardon."""
    unsaid = {
        "loan": provision.loan,
        "person_bound_budget": provision.person_bound_budget,
        "pardon": said_when_established(provision, "pardon"),
    }
    return Reason({name: "unknown" for name, value in unsaid.items() if value is None})
