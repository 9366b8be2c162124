"""The tables of a bundle that are no lists: what a line of each is, and what each column means, in two languages."""

from collections.abc import Mapping

from domain.counting import Sentence
from replay.listing_lines import Column, ColumnKind


def _column(kind: ColumnKind, nl: str, en: str) -> Column:
    return Column(kind, {"nl": nl, "en": en})


def _says(nl: str, en: str) -> Sentence:
    return {"nl": nl, "en": en}


RULE = _column("text", "De telregel.", "The counting rule.")
VERSION = _column("text", "De versie van de telregel.", "The version of the counting rule.")
ORDER = _column("count", "De hoeveelste.", "Which in order.")
PLACE = _column("text", "CBS-code van de gemeente; leeg is alles.", "CBS code of the municipality; empty is all.")
OF_PLACE = _column("text", "CBS-code van de gemeente.", "CBS code of the municipality.")
UNIT = _column("text", "Wat geteld wordt.", "What is counted.")
KIND = _column("text", "Soort getal; soorten worden nooit gemengd.", "Kind of number; kinds never mix.")
CASE = _column("text", "Het toevallige id van het geval.", "The random id of the case.")
PARTY = _column("text", "Wie het leverde.", "Who delivered it.")
DUTCH = _column("text", "In het Nederlands.", "In Dutch.")
ENGLISH = _column("text", "In het Engels.", "In English.")
SENTENCE = {"sentence_nl": DUTCH, "sentence_en": ENGLISH}
IN_A_RULE = {"rule": RULE, "version": VERSION, "order": ORDER}

SAYS: Mapping[str, Sentence] = {
    "freshness": _says("Tot waar het grootboek is gelezen.", "Up to where the ledger was read."),
    "rules": _says("De telregels, versie voor versie.", "The counting rules, version by version."),
    "rule_tests": _says("De toetsen van een telregel, op volgorde.", "The tests of a counting rule, in order."),
    "rule_sources": _says("Waar een telregel staat.", "Where a counting rule stands."),
    "rule_parameters": _says("De parameters, met hun waarden op dag.", "The parameters, with their dated values."),
    "glossary": _says("De woorden.", "The words."),
    "municipalities": _says("De gemeenten.", "The municipalities."),
    "days": _says("De dagen, om op te groeperen.", "The days, to group by."),
    "findings": _says("Wat niet klopt in de boeken.", "What does not fit in the books."),
    "signals": _says("Waarop iemand moet handelen.", "On what somebody must act."),
    "figures": _says("De cijfers, als geheel en per gemeente.", "The figures, as a whole and by municipality."),
    "funnels": _says(
        "Van elk cijfer hoeveel gevallen telden en hoeveel niet, per reden.",
        "Of each figure how many cases counted and how many did not, by reason.",
    ),
    "not_answered": _says(
        "Telregels die een parameter missen die niemand heeft vastgesteld.",
        "Counting rules that lack a parameter that nobody set.",
    ),
    "dictionary": _says("Wat elke tabel en kolom betekent.", "What each table and column means."),
}

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "freshness": {
        "ledger": _column("text", "Het id van het grootboek.", "The id of the ledger."),
        "position": _column("count", "De laatste positie.", "The last position."),
        "recorded_at": _column("text", "Wanneer die is vastgelegd, UTC.", "When that was recorded, UTC."),
        "root": _column("text", "De wortel van de boom.", "The root of the tree."),
        "as_of": _column("day", "De peildatum van de cijfers.", "The day that the figures hold for."),
    },
    "rules": {
        "rule": RULE,
        "version": VERSION,
        **SENTENCE,
        "unit": UNIT,
        "kind": KIND,
        "view": _column("text", "Het overzicht dat wordt geteld.", "The view that is counted."),
        "in_force_from": _column("day", "Vanaf wanneer het stuk gold.", "From when the document held."),
        "in_force_until": _column("day", "Tot wanneer.", "Until when."),
        "hash": _column("text", "De hash van de inhoud.", "The hash of the content."),
        "example": _column("text", "Een uitgewerkt voorbeeld.", "A worked example."),
    },
    "rule_tests": {
        **IN_A_RULE,
        "code": _column("text", "De redencode.", "The reason code."),
        "counts": _column("yes_or_no", "Of zo'n geval meetelt.", "Whether such a case counts."),
        **SENTENCE,
    },
    "rule_sources": {
        **IN_A_RULE,
        "document": _column("text", "Het stuk.", "The document."),
        "place": _column("text", "De plaats daarin.", "The place in it."),
        "words": _column("text", "De woorden zelf.", "The words themselves."),
        "requirement": _column("text", "Het nummer van de eis.", "The number of the requirement."),
    },
    "rule_parameters": {
        **IN_A_RULE,
        "parameter": _column("text", "De parameter.", "The parameter."),
        **SENTENCE,
        "value": _column("text", "De waarde; leeg als geen stuk die geeft.", "The value; empty where none is given."),
        "from_on": _column("day", "Vanaf welke dag; leeg is altijd al.", "From which day; empty is since always."),
        "document": _column("text", "Waar die staat.", "Where that stands."),
    },
    "glossary": {
        "english": ENGLISH,
        "dutch": DUTCH,
        "meaning": _column("text", "Wat het betekent, in het Engels.", "What it means, in English."),
    },
    "municipalities": {
        "code": OF_PLACE,
        "name": _column("text", "De naam.", "The name."),
    },
    "days": {
        "day": _column("day", "De dag.", "The day."),
        "year": _column("count", "Het jaar.", "The year."),
        "quarter": _column("count", "Het kwartaal.", "The quarter."),
        "month": _column("count", "De maand.", "The month."),
        "iso_year": _column("count", "Het jaar van de week.", "The year of the week."),
        "iso_week": _column("count", "De week.", "The week."),
        "weekday": _column("count", "De weekdag; 1 is maandag.", "The weekday; 1 is Monday."),
        "first_of_month": _column("day", "De eerste van de maand.", "The first of the month."),
    },
    "findings": {
        "finding": CASE,
        "code": _column("text", "Wat niet klopt.", "What does not fit."),
        "resolver": _column("text", "Wie het kan oplossen.", "Who could resolve it."),
        "municipality": OF_PLACE,
        "party": PARTY,
        "source": _column("text", "Het systeem.", "The system."),
        "positions": _column("counts", "De feiten waarop het rust.", "The facts that it rests on."),
    },
    "signals": {
        "signal": _column("text", "Soort signaal.", "Kind of signal."),
        "case": CASE,
        "municipality": OF_PLACE,
        "party": PARTY,
        "reason": _column("text", "De redencode.", "The reason code."),
        "is_due": _column("yes_or_no", "Of er nu gehandeld moet worden.", "Whether somebody must act now."),
        "since_on": _column("day", "Sinds wanneer.", "Since when."),
        "limit_on": _column("day", "De laatste dag.", "The last day."),
        "days_over": _column("count", "Dagen erover; onder nul nog te gaan.", "Days over; below zero days to go."),
    },
    "figures": {
        "rule": RULE,
        "version": VERSION,
        "municipality": PLACE,
        "value": _column("count", "Het cijfer.", "The figure."),
        "considered": _column("count", "Hoeveel gevallen zijn bekeken.", "How many cases were considered."),
        "unit": UNIT,
        "kind": KIND,
        "as_of": _column("day", "De peildatum.", "The day it holds for."),
    },
    "funnels": {
        "rule": RULE,
        "version": VERSION,
        "municipality": PLACE,
        "reason": _column("text", "counted, of de redencode.", "counted, or the reason code."),
        "cases": _column("count", "Hoeveel gevallen.", "How many cases."),
    },
    "not_answered": {
        "rule": RULE,
        "version": VERSION,
        "parameter": _column("text", "De parameter.", "The parameter."),
        "municipality": PLACE,
    },
}
DICTIONARY: Mapping[str, Column] = {
    "table": _column("text", "De tabel.", "The table."),
    "column": _column("text", "De kolom; leeg is de tabel zelf.", "The column; empty is the table itself."),
    "says_nl": DUTCH,
    "says_en": ENGLISH,
}
