"""What the Acts say of fines, word for word, and the values in it that parliament can change."""

from datetime import date

from domain.counting import DatedValue, Parameter, Passage

WI_2007 = "Wet inburgering, BWBR0020611, tekst van 1 januari 2009"
WI_2021 = "Wet inburgering 2021, BWBR0044770, tekst van 21 oktober 2025"
BESLUIT_2021 = "Besluit inburgering 2021, BWBR0045555, tekst van 2 april 2026"
AWB = "Algemene wet bestuursrecht, BWBR0005537, tekst van 1 juli 2009"
FROM_2007, FROM_JULY_2009, UNTIL_2013, FROM_2022 = (
    date(2007, 1, 1),
    date(2009, 7, 1),
    date(2013, 1, 1),
    date(2022, 1, 1),
)
"""Until 1 July 2009 the Act of 2007 had rules on fines of its own; from then on those of the Awb hold."""


def _2007(article: str, words: str) -> Passage:
    return Passage(WI_2007, f"artikel {article}", words)


def _2021(article: str, words: str) -> Passage:
    return Passage(WI_2021, f"artikel {article}", words)


def _besluit(article: str, words: str) -> Passage:
    return Passage(BESLUIT_2021, f"artikel {article}", words)


def _awb(article: str, words: str) -> Passage:
    return Passage(AWB, f"artikel {article}", words)


# --- The Act of 2007 ---

NOT_HIGHER = _2007("34", "De bestuurlijke boete kan niet hoger zijn dan:")
NOT_APPEARED = _2007("34, onder a", "€ 250 voor het handelen in strijd met artikel 25")
NO_COOPERATION = _2007("34, onder b", "€ 500 voor het handelen in strijd met artikel 23, eerste lid")
TERM_EXCEEDED = _2007("34, onder c", "€ 500 voor het niet naleven van artikel 7, eerste lid")
NEW_TERM_EXCEEDED = _2007("34, onder d", "€ 1000 voor het niet behalen van het inburgeringsexamen binnen de")
NEW_TERM_2007 = _2007("32", "een nieuwe termijn van ten hoogste twee jaren")
EVERY_TWO_YEARS = _2007("33, tweede lid", "legt het college iedere twee jaar een bestuurlijke boete op")
BENEFIT_2007 = _2007(
    "37", "Het college legt geen bestuurlijke boete op indien voor dezelfde gedraging de bijstand kan worden verlaagd"
)
REPORT_WEEKS = _2007("41, eerste lid", "bedoelde overtredingen binnen vier weken een rapport op")
DECISION_WEEKS = _2007("41, tweede lid", "Het college beslist binnen dertien weken na de dagtekening")
DIED_2007 = _2007("43, eerste lid", "Het college legt geen boete op indien de overtreder is overleden")
LAPSES_2007 = _2007(
    "43, tweede lid",
    "Een bestuurlijke boete vervalt indien zij op het tijdstip van het overlijden van de overtreder niet "
    "onherroepelijk is",
)
TWICE_2007 = _2007(
    "43, derde lid",
    "indien aan de overtreder wegens dezelfde overtreding reeds eerder een bestuurlijke boete is opgelegd",
)
FIVE_YEARS_2007 = _2007("43, vierde lid", "vervalt vijf jaren nadat de overtreding is begaan")
TWO_YEARS_2007 = _2007("43, vijfde lid", "vervalt twee jaren nadat de overtreding is begaan")

# --- The Awb, from 1 July 2009 on ---

DIED_AWB = _awb(
    "5:42, eerste lid", "Het bestuursorgaan legt geen bestuurlijke boete op indien de overtreder is overleden"
)
LAPSES_AWB = _awb("5:42, tweede lid", LAPSES_2007.words)
UNPAID_AWB = _awb(
    "5:42, tweede lid",
    "Een onherroepelijke bestuurlijke boete vervalt voorzover zij op dat tijdstip nog niet is betaald",
)
TWICE_AWB = _awb(
    "5:43",
    "indien aan de overtreder wegens dezelfde overtreding reeds eerder een bestuurlijke boete is opgelegd",
)
FIVE_YEARS_AWB = _awb("5:45, eerste lid", "vijf jaren nadat de overtreding heeft plaatsgevonden")
THREE_YEARS_AWB = _awb(
    "5:45, tweede lid",
    "In de overige gevallen vervalt de bevoegdheid tot het opleggen van een bestuurlijke boete drie jaren nadat de "
    "overtreding heeft plaatsgevonden",
)
DECISION_WEEKS_AWB = _awb("5:51, eerste lid", "binnen dertien weken na de dagtekening van het rapport")

# --- The Act of 2021 ---

INTAKE = _2021("26, eerste lid, onder a", "€ 250 voor de boetes, bedoeld in artikel 22")
PVT_MAP = _2021("26, eerste lid, onder b", "€ 340 voor de boete, bedoeld in artikel 24")
GUIDANCE_MAX = _2021("26, eerste lid, onder c", "€ 800 voor de boetes, bedoeld in artikel 23")
ROUTE = _2021("26, eerste lid, onder d", "€ 1 000 voor de boete, bedoeld in artikel 25")
TWO_MONTHS = _2021("22, tweede lid", "een nieuwe termijn van ten hoogste twee maanden")
TWO_YEARS_2021 = _2021("24, tweede lid", "een nieuwe termijn van ten hoogste twee jaar")
EVERY_TWO_YEARS_2021 = _2021("24, vierde lid", "legt Onze Minister iedere twee jaar een bestuurlijke boete op")
BENEFIT_2021 = _2021(
    "27",
    "Het opleggen van een bestuurlijke boete blijft achterwege als voor dezelfde gedraging de bijstand is verlaagd",
)
GUIDANCE = _besluit("7.1, tweede lid", "bedraagt € 50")
DOUBLED = _besluit(
    "7.1, derde lid",
    "wordt steeds met 100 procent van het boetebedrag verhoogd tot een bedrag van ten hoogste € 800, indien binnen "
    "een tijdvak van twaalf maanden voorafgaand aan de dag van constatering van de overtreding een eerdere overtreding",
)
FINAL = _besluit("7.1, derde lid", "en de bestuurlijke boete wegens de eerdere overtreding onherroepelijk is geworden")
DEGREES = _besluit("7.1, vierde lid", "indien er sprake is van opzet, wordt de bestuurlijke boete vastgesteld op 100")
TOTAL = _besluit(
    "7.1, vijfde lid",
    "Het totaal aan opgelegde boetes, bedoeld in het eerste en tweede lid, beloopt gedurende de termijn",
)
TOTAL_2400 = _besluit("7.1, vijfde lid", "ten hoogste € 2.400")
NEW_TERM_TOTALS = _besluit("7.1, vijfde lid, onder a tot en met d", "€ 400 bij een nieuwe termijn van zes maanden")
TABLE = _besluit("7.2, vierde lid", "Bij ministeriële regeling worden nadere regels gesteld over de boetes")


# --- Parameters ---


def _cents(name: str, cents: int, source: Passage, nl: str, en: str) -> Parameter:
    return Parameter(
        f"fine-{name}-cents-max",
        {"nl": f"Hoogste boete {nl}, in eurocenten.", "en": f"Highest fine {en}, in euro cents."},
        "integer",
        (DatedValue(cents, source),),
    )


def _number(name: str, nl: str, en: str, *values: DatedValue) -> Parameter:
    return Parameter(f"fine-{name}", {"nl": nl, "en": en}, "integer", values)


MAX_2007 = {
    "NOT_APPEARED": _cents("2007-not-appeared", 25_000, NOT_APPEARED, "voor niet verschijnen", "for not appearing"),
    "NO_COOPERATION": _cents(
        "2007-no-cooperation", 50_000, NO_COOPERATION, "voor niet meewerken", "for not cooperating"
    ),
    "TERM_EXCEEDED": _cents(
        "2007-exam-term", 50_000, TERM_EXCEEDED, "voor de examentermijn", "for the term of the exam"
    ),
    "NEW_TERM_EXCEEDED": _cents(
        "2007-new-term", 100_000, NEW_TERM_EXCEEDED, "na de nieuwe termijn", "after the new term"
    ),
}
MAX_2021 = {
    "NOT_APPEARED": _cents("2021-intake", 25_000, INTAKE, "bij de brede intake", "at the broad intake"),
    "NO_COOPERATION": _cents("2021-guidance", 80_000, GUIDANCE_MAX, "bij de begeleiding", "at the guidance"),
    "PVT_OR_MAP_LATE": _cents("2021-pvt-map", 34_000, PVT_MAP, "voor PVT of MAP te laat", "for a late PVT or MAP"),
    "ROUTE": _cents("2021-route", 100_000, ROUTE, "voor de leerroute", "for the route"),
}
"""What a fine answers → its ceiling."""
GUIDANCE_CENTS = _number(
    "2021-guidance-cents",
    "Boete bij de begeleiding zonder herhaling, in eurocenten.",
    "Fine at the guidance without a repeat, in euro cents.",
    DatedValue(5_000, GUIDANCE),
)
REPEAT_MONTHS = _number(
    "2021-repeat-months",
    "Binnen hoeveel maanden een eerdere overtreding de boete verdubbelt.",
    "Within how many months an earlier breach doubles the fine.",
    DatedValue(12, DOUBLED),
)
TOTAL_CENTS = _number(
    "2021-total-cents-max",
    "Hoogste totaal van artikel 22 en 23 in de termijn, in eurocenten.",
    "Highest total of articles 22 and 23 in the term, in euro cents.",
    DatedValue(240_000, TOTAL_2400),
)
NEW_TERM_CENTS = Parameter(
    "fine-2021-new-term-cents-max",
    {
        "nl": "Hoogste totaal in een nieuwe termijn, als maanden:eurocenten.",
        "en": "Highest total in a new term, as months:euro cents.",
    },
    "list",
    (DatedValue("6:40000,12:80000,18:120000,24:160000", NEW_TERM_TOTALS),),
)
NEW_TERM_MONTHS = _number(
    "new-term-months-max",
    "Hoeveel maanden een nieuwe termijn ten hoogste duurt.",
    "How many months a new term may last at most.",
    DatedValue(24, NEW_TERM_2007),
    DatedValue(24, TWO_YEARS_2021, FROM_2022),
)
NEW_INTAKE_MONTHS = _number(
    "2021-new-intake-months-max",
    "Hoeveel maanden een nieuwe termijn voor de intake ten hoogste duurt.",
    "How many months a new term for the intake may last at most.",
    DatedValue(2, TWO_MONTHS),
)
EVERY_MONTHS = _number(
    "every-months",
    "Om de hoeveel maanden een boete na de nieuwe termijn kan volgen.",
    "Every how many months a fine after the new term may follow.",
    DatedValue(24, EVERY_TWO_YEARS),
    DatedValue(24, EVERY_TWO_YEARS_2021, FROM_2022),
)
LAPSE_MONTHS = _number(
    "lapse-months",
    "Na hoeveel maanden de bevoegdheid tot beboeten vervalt.",
    "After how many months the power to fine lapses.",
    DatedValue(60, FIVE_YEARS_2007),
    DatedValue(60, FIVE_YEARS_AWB, FROM_JULY_2009),
)
LAPSE_MONTHS_LIGHT = {
    "wi-2007": _number(
        "lapse-months-not-appeared",
        "Na hoeveel maanden de bevoegdheid vervalt bij niet verschijnen.",
        "After how many months the power lapses for not appearing.",
        DatedValue(24, TWO_YEARS_2007),
    ),
    "wi-2007-awb": _number(
        "lapse-months-light",
        "Na hoeveel maanden de bevoegdheid vervalt bij een boete van ten hoogste € 340.",
        "After how many months the power lapses for a fine of at most EUR 340.",
        DatedValue(36, THREE_YEARS_AWB),
    ),
}
"""Version → the shorter time after which the power to fine lapses; the Awb holds for the Act of 2021 as well."""
REPORT_WEEKS_MAX = _number(
    "report-weeks-max",
    "Binnen hoeveel weken na de overtreding het rapport er is.",
    "Within how many weeks after the breach the report is made.",
    DatedValue(4, REPORT_WEEKS),
)
DECISION_WEEKS_MAX = _number(
    "decision-weeks-max",
    "Binnen hoeveel weken na het rapport de boete er is.",
    "Within how many weeks after the report the fine is imposed.",
    DatedValue(13, DECISION_WEEKS),
    DatedValue(13, DECISION_WEEKS_AWB, FROM_JULY_2009),
)
BY_LAW = {
    "wi-2007": ("de wet van 2007 zelf", "the Act of 2007 itself"),
    "wi-2007-awb": ("de wet van 2007 met de Awb", "the Act of 2007 with the Awb"),
    "wi-2021": ("de wet van 2021", "the Act of 2021"),
}
"""Version → the law by which a fine is judged, in Dutch and in English."""
