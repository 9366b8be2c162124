"""Refusals of files in Dutch: the sentences that a case manager meets most. The English stands with each refusal.

A refusal that is not here is told in English. No sentence repeats a cell.
"""

from collections.abc import Sequence
from typing import Any

from exchange.record_refusals_dutch import refusal as of_record

OPTION = "--municipality NAAM|CODE"
SENTENCES = {
    "FileCannotBeRead": "Het bestand kan niet worden gelezen: verwacht een bestand dat er is en dat u mag lezen.",
    "FileHasNoRows": (
        "Het bestand heeft geen rijen: verwacht een kop en ten minste één rij eronder. Exporteer het opnieuw en kijk "
        "of de selectie leeg was."
    ),
    "FileIsNotATable": "Het bestand is geen tabel: verwacht CSV, XLSX of JSON-regels.",
    "FileHoldsNulBytes": (
        "Het bestand bevat NUL-bytes; het is dus geen tekst of onderweg beschadigd: verwacht CSV, XLSX of JSON-regels. "
        "Exporteer het opnieuw als CSV (UTF-8) of XLSX."
    ),
    "FileIsNotText": (
        "Het bestand begint als UTF-16 en is dat niet tot het einde: verwacht CSV, XLSX of JSON-regels. Exporteer het "
        "opnieuw als CSV (UTF-8) of XLSX."
    ),
    "FileIsBroken": (
        "De werkmap kan niet worden geopend of is afgebroken: verwacht een heel XLSX-bestand zonder wachtwoord. Open "
        "hem in een rekenprogramma en bewaar hem opnieuw als XLSX of als CSV (UTF-8)."
    ),
    "FileUnpacksTooLarge": (
        "De werkmap is uitgepakt veel groter dan ingepakt: verwacht hooguit 1 GiB, 200 maal de omvang, en weinig "
        "naast de bladen. Bewaar hem als CSV (UTF-8), dat zo'n grens niet heeft."
    ),
    "FileHasForbiddenParts": (
        "De werkmap bevat een documenttype dat naar buiten kan verwijzen: verwacht gewoon XLSX. Open hem in een "
        "rekenprogramma en bewaar hem opnieuw."
    ),
    "MunicipalityNeeded": (
        f"Het bestand zegt niet van welke gemeente het is: verwacht de optie {OPTION}, bijvoorbeeld --municipality "
        "Groningen of --municipality 0014."
    ),
    "UnknownMunicipality": (
        f"Deze gemeente is niet bekend: verwacht de optie {OPTION}. Elke code van vier cijfers kan, bijvoorbeeld "
        "--municipality 0014; een andere naam na een feit MunicipalityNamed."
    ),
    "SourceNamesAPerson": (
        "De naam van de bron bevat het nummer van een persoon, en zou leesbaar in elk feit staan: verwacht de naam van "
        "een systeem of een organisatie, bijvoorbeeld --source suite."
    ),
    "ImportInterrupted": (
        "Een andere import veranderde steeds dezelfde feiten; er is niets verloren. Doe de import opnieuw."
    ),
}


def refusal(error: Any) -> str:
    """The sentence for this refusal; empty where there is none."""
    match type(error).__name__:
        case "NoProfileMatches":
            return _no_profile(error.nearest, error.missing, error.extra)
        case "SeveralProfilesMatch":
            names = ", ".join(error.names)
            return f"De kop past bij meer profielen ({names}): noem er een, bijvoorbeeld --profile {error.names[0]}."
        case "HeadingStandsTwice":
            return (
                f'De kop "{error.heading}" staat er tweemaal: verwacht elke kop eenmaal. Hernoem of verwijder een van '
                "de twee kolommen."
            )
        case "FileHasTooMuch":
            what = {"columns": "kolommen", "parts": "delen", "sheets": "bladen", "rows": "rijen", "cells": "cellen"}
            at_most = f"{error.at_most:,}".replace(",", ".")
            return (
                f"Het bestand heeft te veel {what[error.what]}: verwacht hooguit {at_most}. Lever alleen de tabel, als "
                "CSV (UTF-8) of in een nieuwe werkmap."
            )
        case "TotalCannotBeCounted":
            return (
                f'Het totaal "{error.name[:60]}" kan in dit bestand niet worden geteld. Verwacht: een kolom die het '
                f"profiel leest; een bedrag met --stated-amount. Wat er is: {_quoted(error.known) or 'geen'}."
            )
        case name:
            return SENTENCES.get(name, "") or of_record(error)


def _no_profile(nearest: str | None, missing: Sequence[str], extra: Sequence[str]) -> str:
    if nearest is None:
        return (
            "De kop past bij geen profiel en lijkt er op geen: verwacht één rij met koppen binnen de eerste 15 rijen. "
            "Schrijf er een profiel voor en geef het met --profile BESTAND.toml."
        )
    parts = [f"De kop past bij geen profiel; het meest lijkt hij op {nearest}"]
    parts += [f"er ontbreekt: {_quoted(missing)}"] if missing else []
    parts += [f"dat profiel kent niet: {_quoted(extra)}"] if extra else []
    return "; ".join(parts) + ". Hernoem de kolommen, of schrijf een profiel en geef het met --profile BESTAND.toml."


def _quoted(headings: Sequence[str]) -> str:
    shown = ", ".join(f'"{heading[:60]}"' for heading in headings[:20])
    return shown + (f" en nog {len(headings) - 20}" if len(headings) > 20 else "")
