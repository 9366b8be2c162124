"""The register of processing activities: for what purpose and on what ground anything of a person is read here.

Every route that touches persons names its activities, every reader declares the one they read for, and every line in
the Logboek dataverwerkingen points to it (register of article 30 GDPR). An entry never changes its meaning: another
purpose or ground is a new version. What a municipality must fill in itself (who is responsible, with whom it shares) is
not here, and neither is a ground that the two Acts do not give.
"""

from collections.abc import Mapping
from typing import NamedTuple

from domain.counting import Sentence


class Ground(NamedTuple):
    """An article on which a processing rests, and what it says in short."""

    article: str
    says: Sentence


class Retention(NamedTuple):
    """How long what was processed is kept, and where that stands."""

    article: str
    says: Sentence


class Activity(NamedTuple):
    """One processing activity: its key and version, name, purpose, grounds and retention."""

    key: str
    version: int
    name: Sentence
    purpose: Sentence
    grounds: tuple[Ground, ...]
    retention: tuple[Retention, ...]

    @property
    def uri(self) -> str:
        """The address of this version of the entry, as a line in the Logboek names it."""
        return f"https://ketenboek.example.org/v1/processing-activities/{self.key}/{self.version}"


ISI = Ground(
    "Wet inburgering (2007), art. 47",
    {
        "nl": "Register informatiesysteem inburgering: financiering, uitvoering en beleid.",
        "en": "Register of civic integration: financing, execution and policy.",
    },
)
DATA_DUTY = Ground(
    "Wet inburgering 2021, art. 33-36; Besluit inburgering 2021, art. 9.1-9.6",
    {
        "nl": "Gegevens die college, DUO en Minister elkaar verstrekken om de wet uit te voeren.",
        "en": "Data that municipality, DUO and Minister give each other to execute the Act.",
    },
)
EXECUTION = Ground(
    "Wet inburgering (2007), art. 19-25; Wet inburgering 2021, art. 14-19",
    {
        "nl": "Het college roept op, doet een aanbod of stelt het plan vast, en bewaakt de termijnen.",
        "en": "The municipality calls, makes an offer or settles the plan, and guards the terms.",
    },
)
ENFORCEMENT = Ground(
    "Wet inburgering (2007), art. 34; Wet inburgering 2021, art. 22-25",
    {
        "nl": "Boetes aan wie niet verschijnt, niet meewerkt of de termijn laat verlopen.",
        "en": "Fines for who does not appear, does not cooperate or lets the term lapse.",
    },
)
ACCOUNTABILITY = Ground(
    "Besluit inburgering (2007), hoofdstuk 7; Besluit inburgering 2021, art. 10.1-10.8",
    {
        "nl": "De bijdrage van het Rijk wordt vastgesteld op wat is gedaan; het college legt er rekenschap van af.",
        "en": "What the State pays follows what was done; the municipality accounts for it.",
    },
)
CONTROL = Ground(
    "Financiële-verhoudingswet, art. 17a",
    {
        "nl": "Verantwoording over specifieke uitkeringen, door een accountant gecontroleerd.",
        "en": "Accounting for specific grants, checked by an auditor.",
    },
)
OWN_DATA = Ground(
    "Algemene verordening gegevensbescherming, art. 15",
    {
        "nl": "Wie het aangaat mag weten wat er over hem staat.",
        "en": "Whom it concerns may know what is written about them.",
    },
)
SECURITY = Ground(
    "Algemene verordening gegevensbescherming, art. 32",
    {"nl": "Passende beveiliging, ook tegen verlies.", "en": "Appropriate security, against loss as well."},
)
KEPT_2007 = Retention(
    "Besluit inburgering (2007), art. 6.3",
    {"nl": "20 jaar; een kern 50 jaar.", "en": "20 years; a core set 50 years."},
)
KEPT_2021 = Retention(
    "Besluit inburgering 2021, art. 9.9",
    {
        "nl": "5 jaar na het einde van de inburgeringsplicht; een kern ten hoogste 50 jaar.",
        "en": "5 years after the obligation ends; a core set 50 years at most.",
    },
)
BY_ACT = (KEPT_2007, KEPT_2021)

REGISTER: tuple[Activity, ...] = (
    Activity(
        "execution",
        1,
        {"nl": "Inburgering uitvoeren", "en": "Executing civic integration"},
        {
            "nl": "Wie inburgert oproepen, plaatsen en begeleiden, en de wettelijke termijnen bewaken.",
            "en": "Calling, placing and guiding who integrates, and guarding the legal terms.",
        },
        (EXECUTION, DATA_DUTY),
        BY_ACT,
    ),
    Activity(
        "enforcement",
        1,
        {"nl": "Handhaven", "en": "Enforcement"},
        {
            "nl": "Vaststellen of de plicht is nagekomen, en een boete opleggen of achterwege laten.",
            "en": "Establishing whether the obligation was met, and imposing a fine or leaving it.",
        },
        (ENFORCEMENT,),
        BY_ACT,
    ),
    Activity(
        "chain-exchange",
        1,
        {"nl": "Gegevens uitwisselen in de keten", "en": "Exchanging data in the chain"},
        {
            "nl": "Meldingen en leveringen van en aan DUO, aanbieders en andere gemeenten verwerken.",
            "en": "Handling messages and deliveries from and to DUO, providers and other municipalities.",
        },
        (ISI, DATA_DUTY),
        BY_ACT,
    ),
    Activity(
        "identity",
        1,
        {"nl": "Vaststellen wie dezelfde is", "en": "Establishing who is the same person"},
        {
            "nl": "Registraties van dezelfde persoon verbinden of losmaken, zodat niemand dubbel telt.",
            "en": "Linking or parting registrations of the same person, so that nobody counts twice.",
        },
        (ISI, DATA_DUTY),
        BY_ACT,
    ),
    Activity(
        "accountability",
        1,
        {"nl": "Verantwoorden en bekostigen", "en": "Accounting and financing"},
        {
            "nl": "Cijfers over uitvoering en bekostiging maken, openen en vergelijken.",
            "en": "Making, opening and comparing figures of execution and financing.",
        },
        (ISI, ACCOUNTABILITY),
        BY_ACT,
    ),
    Activity(
        "audit",
        1,
        {"nl": "Controleren", "en": "Auditing"},
        {
            "nl": "Nagaan of een cijfer klopt: de gevallen erachter onder pseudoniem lezen en steekproeven trekken.",
            "en": "Checking whether a figure is right: reading its cases under pseudonyms and drawing samples.",
        },
        (CONTROL, ACCOUNTABILITY),
        BY_ACT,
    ),
    Activity(
        "own-data",
        1,
        {"nl": "Inzage geven", "en": "Giving access to one's own data"},
        {
            "nl": "Wie inburgert het eigen dossier laten zien.",
            "en": "Showing who integrates their own dossier.",
        },
        (OWN_DATA,),
        BY_ACT,
    ),
    Activity(
        "upkeep",
        1,
        {"nl": "Het ketenboek in stand houden", "en": "Keeping the ledger in order"},
        {
            "nl": "Herstellen wat niet te lezen is en nagaan dat niets verloren ging, zonder personen te lezen.",
            "en": "Mending what cannot be read and checking that nothing was lost, without reading persons.",
        },
        (SECURITY,),
        BY_ACT,
    ),
)
"""All activities, the current version of each."""

ACTIVITIES: Mapping[str, Activity] = {one.key: one for one in REGISTER}
