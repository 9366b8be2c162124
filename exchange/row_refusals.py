"""Why one row is not taken, and what its sender can do about it, in Dutch and English.

A reason is a code; the advice says what was expected and what would work. Neither repeats a cell: the row as it stood
is sealed apart. Every refusal of a row is made here, so that this page is the whole list.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exchange.observed import RowRefused

ADVICE: Mapping[str, tuple[str, str]] = {
    "VALUE_MISSING": (
        "Deze kolom mag niet leeg zijn. Vul de waarde in en lever de rij opnieuw.",
        "This column may not be empty. Fill in the value and deliver the row again.",
    ),
    "NOT_A_DATE": (
        "Verwacht: een bestaande dag als dag-maand-jaar met vier cijfers voor het jaar, bijvoorbeeld 20-06-2008; "
        "00-00-2008 als dag en maand onbekend zijn.",
        "Expected: an existing day as day-month-year with four digits for the year, for example 20-06-2008; "
        "00-00-2008 where day and month are unknown.",
    ),
    "NOT_A_BSN": (
        "Verwacht: negen cijfers die aan de elfproef voldoen. Kijk het nummer na in de bron; is het onbekend, "
        "laat de cel dan leeg.",
        "Expected: nine digits that pass the 11-proof. Check the number in the source; where it is unknown, "
        "leave the cell empty.",
    ),
    "NOT_A_V_NUMBER": ("Verwacht: een V-nummer van tien cijfers.", "Expected: a V-number of ten digits."),
    "NOT_A_TRADE_REGISTER_NUMBER": (
        "Verwacht: een KvK-nummer van acht cijfers; is er geen, laat de cel dan leeg.",
        "Expected: a number of the trade register (KvK) of eight digits; where there is none, leave the cell empty.",
    ),
    "NOT_A_COUNT": (
        "Verwacht: een geheel getal, bijvoorbeeld 11916 of 11.916.",
        "Expected: a whole number, for example 11916 or 11.916.",
    ),
    "NOT_AN_AMOUNT": (
        "Verwacht: een bedrag in euro, bijvoorbeeld 1.234,50 of 250.",
        "Expected: an amount in euro, for example 1.234,50 or 250.",
    ),
    "UNKNOWN_WORD": ("Verwacht een van: {expected}.", "Expected one of: {expected}."),
    "UNKNOWN_MUNICIPALITY": (
        "Verwacht: de naam van een bekende gemeente, of de CBS-code van vier cijfers. Een andere naam wordt bekend "
        "met het feit MunicipalityNamed.",
        "Expected: the name of a known municipality, or its CBS code of four digits. Another name becomes known by "
        "the fact MunicipalityNamed.",
    ),
    "VALUE_NOT_ALLOWED": (
        "Deze waarde past niet in het feit {expected}. Kijk na of hij in de goede kolom staat.",
        "This value does not fit the fact {expected}. Check whether it stands in the right column.",
    ),
    "CONTROL_CHARACTER": (
        "De cel bevat stuurtekens, die niet bij een tekst horen. Haal ze weg en lever de rij opnieuw.",
        "The cell holds control characters, which are no part of a text. Remove them and deliver the row again.",
    ),
    "PERSONAL_NUMBER": (
        "De cel bevat een nummer dat een burgerservicenummer kan zijn; dat hoort niet in deze kolom. Haal het weg en "
        "lever de rij opnieuw.",
        "The cell holds a number that may be a citizen service number; it does not belong in this column. Remove it "
        "and deliver the row again.",
    ),
    "RECORD_IS_BSN": (
        "De sleutel van de rij is het burgerservicenummer zelf. Verwacht: het nummer dat de bron zelf aan het record "
        "geeft.",
        "The key of the row is the citizen service number itself. Expected: the source's own number for this record.",
    ),
    "OTHER_MUNICIPALITY": (
        "Dit bestand wordt geleverd voor één gemeente: verwacht in elke regel data.municipality {expected}, ook bij "
        "een feit dat voor allen geldt. Lever feiten van een ander of voor het hele land apart.",
        "This file is delivered for one municipality: expected data.municipality {expected} in every line, also with a "
        "fact that holds for all. Deliver facts of another, or for the whole country, apart.",
    ),
    "KEY_STANDS_TWICE": (
        "Een sleutel staat tweemaal in een JSON-object van deze regel. Verwacht elke sleutel eenmaal.",
        "A key stands twice in a JSON object of this line. Expected each key once.",
    ),
    "AMOUNT_DOES_NOT_FIT": (
        "Aantal en precisie passen niet bij elkaar: alleen bij 'hoger' blijft het aantal leeg.",
        "Amount and precision do not go together: only with 'hoger' (higher) the amount is left empty.",
    ),
    "NOT_A_PERIOD": (
        "Verwacht: een periode die na haar begin eindigt; de einddag hoort er zelf niet bij.",
        "Expected: a period that ends after it begins; the day it ends is not part of it.",
    ),
    "DUPLICATE_RECORD": (
        "Deze sleutel staat al eerder in het bestand, met een andere inhoud; de eerste rij is genomen. Lever één rij "
        "per sleutel, of een profiel waarvan de sleutel uit meer kolommen bestaat.",
        "This key stands earlier in the file with other content; the first row was taken. Deliver one row a key, or "
        "a profile whose key is made of more columns.",
    ),
    "FORMULA": (
        "De cel bevat een formule of een foutwaarde; formules worden niet uitgerekend. Plak de waarde zelf.",
        "The cell holds a formula or an error value; formulas are not evaluated. Paste the value itself.",
    ),
    "CELL_TOO_LONG": (
        "Een cel is langer dan 100.000 tekens. Kort hem in.",
        "A cell is longer than 100,000 characters. Shorten it.",
    ),
    "ROW_TOO_LONG": (
        "De rij is langer dan 1.000.000 tekens; alleen het begin is bewaard. Kijk of er regeleinden ontbreken.",
        "The row is longer than 1,000,000 characters; only its beginning is kept. Look for missing line ends.",
    ),
    "QUOTE_NOT_CLOSED": (
        "Een aanhalingsteken in deze rij wordt niet gesloten. Verdubbel het of haal het weg.",
        "A quotation mark in this row is not closed. Double it or take it away.",
    ),
    "NOT_TEXT": (
        "De rij bevat tekens die niet bij de codering van het bestand horen. Exporteer als CSV (UTF-8).",
        "The row holds characters that are not of the file's encoding. Export as CSV (UTF-8).",
    ),
    "WRONG_COLUMN_COUNT": (
        "De rij heeft een ander aantal kolommen dan de kop. Zet een cel met een scheidingsteken tussen "
        "aanhalingstekens.",
        "The row has another number of columns than the heading. Put a cell that holds a delimiter in quotes.",
    ),
    "NOT_A_CLOUDEVENT": (
        "Verwacht: één CloudEvent 1.0, met specversion, id, source, type, subject en data.",
        "Expected: one CloudEvent 1.0, with specversion, id, source, type, subject and data.",
    ),
    "FIELD_MISSING": (
        "Er ontbreekt een veld waar het feit niet zonder kan. Verwacht: alle velden die het nodig heeft.",
        "A field that the fact cannot do without is missing. Expected: all the fields that it needs.",
    ),
    "FIELD_UNKNOWN": (
        "Er staat een veld dat het feit niet kent. Verwacht: alleen de velden van het feit.",
        "There is a field that the fact does not know. Expected: the fields of the fact alone.",
    ),
    "NOT_A_NOTIFICATION": (
        'Verwacht: één notificatie van DUO per regel, met "registratieDatumTijd" als 2025-02-21T09:50:20Z, '
        '"gebeurtenisId" als SS101, en "bsn" of "vNummer".',
        'Expected: one notification of DUO a line, with "registratieDatumTijd" as 2025-02-21T09:50:20Z, '
        '"gebeurtenisId" as SS101, and "bsn" or "vNummer".',
    ),
    "UNKNOWN_FACT": (
        "Dit soort feit kent het register niet, of niet in deze versie.",
        "The registry does not know this kind of fact, or not in this version.",
    ),
    "DECIDED_HERE": (
        "Wie één persoon is, wordt hier besloten en niet aangeleverd. Gebruik ketenboek link of ketenboek unlink.",
        "Who is one person is decided here and not delivered. Use ketenboek link or ketenboek unlink.",
    ),
    "OTHER_SOURCE": (
        "Alle regels van een bestand komen uit dezelfde bron. Lever elke bron apart.",
        "All lines of a file come from the same source. Deliver each source apart.",
    ),
    "NAMES_A_PERSON": (
        "Hier mag geen persoonsnummer staan: alleen onder data.personal, waar het verzegeld wordt.",
        "No person number may stand here: only under data.personal, where it is sealed.",
    ),
    "NOT_YOURS_TO_SAY": (
        "Dit soort feit kan een ander weten en u niet: verwacht een van {expected}.",
        "This kind of fact is for another to know, and not for you: expected one of {expected}.",
    ),
    "OTHER_PROVIDER": (
        "Dit gaat over een andere aanbieder: verwacht uw eigen naam, of niets.",
        "This is about another provider: expected your own name, or nothing.",
    ),
    "SAID_BY_ANOTHER": (
        "Dit feit is van een ander: u corrigeert of trekt alleen in wat van u is.",
        "This fact is of another: you correct or retract only what is yours.",
    ),
    "ID_SAYS_OTHERWISE": (
        "Onder dit id is al iets anders vastgelegd. Verwacht een correctie: een event-corrected met in original het "
        "event_id uit de ontvangstbevestiging.",
        "Something else was recorded under this id before. Expected a correction: an event-corrected whose original is "
        "the event_id of the receipt.",
    ),
    "EVENT_TOO_LARGE": (
        "De gebeurtenis is groter dan 64 KiB. Laat weg wat niet in het feit hoort.",
        "The event is larger than 64 KiB. Leave out what does not belong to the fact.",
    ),
    "DECISIONS_OF_MANY": (
        "Besluiten gaan per verzoek over één dossier, dat waarvan If-Match de versie noemt. Stuur de andere apart.",
        "The decisions in one request are about one dossier, that of which If-Match names the version. Send the others "
        "apart.",
    ),
}
FUTURE_DATE = (
    "Deze datum ligt in de toekomst. Verwacht: een dag die geweest is.",
    "This date lies in the future. Expected: a day that has been.",
)
WHOLE_DAY = (
    "Deze datum moet op de dag nauwkeurig zijn; laat de cel leeg als de dag onbekend is.",
    "This date must be known to the day; leave the cell empty where the day is unknown.",
)
ROW_TEXT_CHARACTERS_MAX = 100_000


class CellIsRefused(ValueError):
    """A cell cannot be taken; carries the reason and its advice, never the cell."""

    def __init__(
        self,
        reason: str,
        *,
        expected: Iterable[str] = (),
        advice: tuple[str, str] | None = None,
        column: str | None = None,
        value_kind: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.expected = tuple(expected)
        self.advice = advice or ADVICE[reason]
        self.column = column
        self.value_kind = value_kind

    @property
    def each(self) -> tuple["CellIsRefused", ...]:
        """What is refused, one by one."""
        return (self,)

    def as_row(self, line: int, column: str | None, value_kind: str, row_text: str) -> RowRefused:
        """The refusal of the row this cell stands in."""
        expected = ", ".join(self.expected[:40])
        dutch, english = (text.replace("{expected}", expected) for text in self.advice)
        advice = {"nl": dutch, "en": english}
        sealed = row_text[:ROW_TEXT_CHARACTERS_MAX]
        return RowRefused(line, self.column or column, self.value_kind or value_kind, self.reason, advice, sealed)


def row_refused(line: int, reason: str, row_text: str) -> RowRefused:
    """The refusal of a row as a whole."""
    return CellIsRefused(reason).as_row(line, None, "row", row_text)


def rejected_document(rejected: Sequence[RowRefused]) -> list[dict[str, Any]]:
    """Rows that are not taken, as a document: line, column, reason, and what is needed; never what stood there."""
    return [
        {"line": row.line, "column": row.column, "reason": row.reason, "advice": dict(row.advice)} for row in rejected
    ]
