"""Legal terms as data: how long, from which day, in which article, in force when, and what happens on the limit.

Every rule about a deadline takes its length from here and is asked it as a parameter, so that a value that was set goes
before the text. Two ways of counting are kept apart, because they part on the limit day:

- AFTER_DAY: "uiterlijk 10 weken na de dag waarop": the day itself does not count, the last day is in time.
- FROM_FIRST_DAY: "binnen drie jaar", beginning on a first day: it holds until the same day of the month comes round.
  Where that month has no such day, its last day still belongs to the term: from 29 February 2024 three years are over
  after 28 February 2027.

Where the Algemene termijnenwet holds, a last day on a Saturday, Sunday or holiday moves to the next working day
(`domain/legal_days.py`); it does not for terms of more than twelve weeks, three months, or years.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from domain.counting import DatedValue, Parameter, Passage, Question, Sentence
from domain.dates import add_months
from domain.legal_days import next_working_day

WI_2021 = "Wet inburgering 2021 (BWBR0044770)"
DECREE_2021 = "Besluit inburgering 2021 (BWBR0045555)"
CHANCES = "Kansen van de Wet inburgering 2021 voor gemeenten, integrale aanpak"
"""A text for municipalities that names what the Act asks of them."""
WI_2007 = "Wet inburgering (BWBR0020611)"
DECREE_2007 = "Besluit inburgering (BWBR0020674)"
ACT_2021_FROM = date(2022, 1, 1)
NOTICE_FROM = date(2023, 1, 1)
"""From the text of this day on the ten weeks run from the notice and no longer from the registration."""
ACT_2007_FROM, ACT_2007_UNTIL = date(2007, 1, 1), date(2013, 1, 1)
TWELVE_WEEKS_FROM = date(2009, 1, 1)


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """A term that an Act or decree sets. `name` is also that of its parameter, with the unit at the end."""

    name: str
    sentence: Sentence
    length: int
    unit: Literal["weeks", "months"]
    counted: Literal["AFTER_DAY", "FROM_FIRST_DAY"]
    source: Passage
    in_force_from: date
    in_force_until: date | None = None
    moves_to_working_day: bool = False

    @property
    def parameter(self) -> Parameter:
        """The length as a rule is asked it."""
        return Parameter(self.name, self.sentence, "integer", (DatedValue(self.length, self.source),))

    def last_on(self, day: date, question: Question) -> date:
        """The last day that belongs to the term; `day` is the one before it, or its first, as it is counted."""
        length = int(question.parameters[self.name])
        if self.counted == "FROM_FIRST_DAY":
            return until_on(day, length) - timedelta(days=1)
        last = day + timedelta(weeks=length) if self.unit == "weeks" else add_months(day, length)
        return next_working_day(last) if self.moves_to_working_day else last


def until_on(first: date, months: int) -> date:
    """The first day after a term of so many months that begins on a day."""
    same_day = add_months(first, months)
    return same_day if same_day.day == first.day else same_day + timedelta(days=1)


def _act(document: str, place: str, words: str) -> Passage:
    return Passage(document, place, words)


PLAN = LegalTerm(
    name="plan-weeks",
    sentence={
        "nl": "Binnen hoeveel weken het PIP er moet zijn.",
        "en": "Within how many weeks there must be a PIP.",
    },
    length=10,
    unit="weeks",
    counted="AFTER_DAY",
    source=_act(
        DECREE_2021,
        "artikel 5.3, eerste lid (tekst vanaf 2023-01-01)",
        "uiterlijk 10 weken na de dag waarop Onze Minister de inburgeringsplichtige schriftelijk in kennis heeft "
        "gesteld van de inburgeringsplicht",
    ),
    in_force_from=ACT_2021_FROM,
    moves_to_working_day=True,
)
PLAN_AFTER_INFORMATION = LegalTerm(
    name="plan-after-information-weeks",
    sentence={
        "nl": "Binnen hoeveel weken na de informatie van een derde het PIP er alsnog moet zijn.",
        "en": "Within how many weeks after the information of a third party there must be a PIP after all.",
    },
    length=2,
    unit="weeks",
    counted="AFTER_DAY",
    source=_act(
        DECREE_2021,
        "artikel 5.3, tweede lid",
        "Uiterlijk twee weken na ontvangst van deze informatie stelt het college het plan alsnog vast",
    ),
    in_force_from=NOTICE_FROM,
    moves_to_working_day=True,
)
INTEGRATION = LegalTerm(
    name="integration-term-months",
    sentence={
        "nl": "Hoeveel maanden de inburgeringstermijn duurt.",
        "en": "How many months the integration term lasts.",
    },
    length=36,
    unit="months",
    counted="FROM_FIRST_DAY",
    source=_act(
        WI_2021, "artikel 11, eerste lid", "De inburgeringsplichtige voldoet binnen drie jaar aan de inburgeringsplicht"
    ),
    in_force_from=ACT_2021_FROM,
)
EXTENSION_AFTER_EFFORT = LegalTerm(
    name="effort-extension-months",
    sentence={
        "nl": "Met hoeveel maanden de termijn na aanzienlijke inspanningen wordt verlengd.",
        "en": "By how many months the term is extended after considerable effort.",
    },
    length=6,
    unit="months",
    counted="FROM_FIRST_DAY",
    source=_act(
        DECREE_2021,
        "artikel 4.4, eerste lid",
        "in het geval van artikel 12, eerste lid, onderdeel b, van de wet, met zes maanden",
    ),
    in_force_from=ACT_2021_FROM,
)
ROUTE_CHANGE = LegalTerm(
    name="route-change-months",
    sentence={
        "nl": "Binnen hoeveel maanden na de aanvang van de termijn de leerroute kan worden gewijzigd.",
        "en": "Within how many months of the start of the term the learning route may be changed.",
    },
    length=18,
    unit="months",
    counted="FROM_FIRST_DAY",
    source=_act(
        DECREE_2021,
        "artikel 5.4, eerste lid",
        "bedraagt maximaal anderhalf jaar vanaf de aanvang van de termijn, bedoeld in artikel 11, eerste lid, van de "
        "wet",
    ),
    in_force_from=ACT_2021_FROM,
)
EXAM = LegalTerm(
    name="exam-term-months",
    sentence={"nl": "Hoeveel maanden de examentermijn duurt.", "en": "How many months the exam term lasts."},
    length=60,
    unit="months",
    counted="FROM_FIRST_DAY",
    source=_act(WI_2007, "artikel 7, eerste lid, onderdeel b", "in de overige gevallen binnen vijf jaar"),
    in_force_from=ACT_2007_FROM,
    in_force_until=ACT_2007_UNTIL,
)
EXAM_AFTER_BASIC_EXAM = LegalTerm(
    name="short-exam-term-months",
    sentence={
        "nl": "Hoeveel maanden de examentermijn duurt voor wie het basisexamen in het buitenland haalde.",
        "en": "How many months the exam term lasts for who passed the basic exam abroad.",
    },
    length=42,
    unit="months",
    counted="FROM_FIRST_DAY",
    source=_act(
        WI_2007,
        "artikel 7, eerste lid, onderdeel a",
        "binnen drieënhalf jaar, indien hij het op grond van artikel 16 van de Vreemdelingenwet 2000 vastgestelde "
        "basisexamen inburgering heeft behaald",
    ),
    in_force_from=ACT_2007_FROM,
    in_force_until=ACT_2007_UNTIL,
)
REQUEST_DECISION = LegalTerm(
    name="request-decision-weeks",
    sentence={
        "nl": "Binnen hoeveel weken op een aanvraag wordt beslist.",
        "en": "Within how many weeks a request is decided on.",
    },
    length=8,
    unit="weeks",
    counted="AFTER_DAY",
    source=_act(
        DECREE_2021,
        "artikel 4.5, eerste lid (zo ook 2.7, vijfde lid, en 2.8, derde lid)",
        "Onze Minister geeft binnen acht weken na ontvangst van de aanvraag een beschikking",
    ),
    in_force_from=ACT_2021_FROM,
    moves_to_working_day=True,
)
EARLIEST_MONTHS = LegalTerm(
    name="extension-request-months",
    sentence={
        "nl": "Hoeveel maanden voor het einde van de termijn verlenging op zijn vroegst kan worden gevraagd.",
        "en": "How many months before the end of the term an extension may be asked for at the earliest.",
    },
    length=6,
    unit="months",
    counted="FROM_FIRST_DAY",
    source=_act(
        DECREE_2021,
        "artikel 4.5, eerste lid",
        "kan niet eerder worden ingediend dan zes maanden voor het verstrijken van die termijn",
    ),
    in_force_from=ACT_2021_FROM,
)
INTAKE_CALL = LegalTerm(
    name="intake-call-weeks",
    sentence={
        "nl": "Binnen hoeveel weken iemand voor het onderzoek wordt opgeroepen.",
        "en": "Within how many weeks somebody is called for the intake.",
    },
    length=6,
    unit="weeks",
    counted="AFTER_DAY",
    source=_act(
        DECREE_2007,
        "artikel 5.1, eerste lid, onderdeel b",
        "binnen zes weken na het ontstaan van de grond waarop de vreemdeling inburgeringsplichtig is geworden",
    ),
    in_force_from=ACT_2007_FROM,
    in_force_until=ACT_2007_UNTIL,
    moves_to_working_day=True,
)
INTAKE_DECISION = LegalTerm(
    name="intake-decision-8-weeks",
    sentence={
        "nl": "Binnen hoeveel weken na het onderzoek er een beschikking is (tot 2009).",
        "en": "Within how many weeks of the intake there is a decision (until 2009).",
    },
    length=8,
    unit="weeks",
    counted="AFTER_DAY",
    source=_act(
        DECREE_2007,
        "artikel 5.3, tweede lid (tekst van 2008-03-26)",
        "Binnen acht weken na afloop van het onderzoek geeft het college ten aanzien van de inburgeringsplichtige "
        "voorzover van toepassing een beschikking",
    ),
    in_force_from=ACT_2007_FROM,
    in_force_until=TWELVE_WEEKS_FROM,
    moves_to_working_day=True,
)
INTAKE_DECISION_2009 = LegalTerm(
    name="intake-decision-12-weeks",
    sentence={
        "nl": "Binnen hoeveel weken na het onderzoek er een beschikking is (vanaf 2009).",
        "en": "Within how many weeks of the intake there is a decision (from 2009 on).",
    },
    length=12,
    unit="weeks",
    counted="AFTER_DAY",
    source=_act(
        DECREE_2007,
        "artikel 5.3, tweede lid (tekst van 2009-01-01)",
        "Binnen twaalf weken na afloop van het onderzoek geeft het college ten aanzien van de inburgeringsplichtige "
        "voorzover van toepassing een beschikking",
    ),
    in_force_from=TWELVE_WEEKS_FROM,
    in_force_until=ACT_2007_UNTIL,
    moves_to_working_day=True,
)
TERMS: tuple[LegalTerm, ...] = (
    PLAN,
    PLAN_AFTER_INFORMATION,
    INTEGRATION,
    EXTENSION_AFTER_EFFORT,
    ROUTE_CHANGE,
    EXAM,
    EXAM_AFTER_BASIC_EXAM,
    REQUEST_DECISION,
    EARLIEST_MONTHS,
    INTAKE_CALL,
    INTAKE_DECISION,
    INTAKE_DECISION_2009,
)
