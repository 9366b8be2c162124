"""Why a file that was sent to the server is not taken, in its own words: where in the request, and what would work.

The command line has the sentences of `exchange/refusals.py` and `exchange/refusals_dutch.py`, which name its options.
Where they do, what a server says stands here. No sentence repeats anything of the file, its headings included: a file
without a heading has persons in its first row.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from exchange import profile as profiles
from exchange.refusals import quoted
from exchange.refusals_dutch import SENTENCES

Words = Mapping[Literal["nl", "en"], str]


class FileSaid(NamedTuple):
    """A refusal of a file: the parameter of the query that would help, where one would, and the words."""

    parameter: str | None
    words: Words


FAILED: Final[Words] = {
    "nl": "Er ging bij ons iets mis. Wat is vastgelegd, is niet verloren: stuur hetzelfde bestand opnieuw.",
    "en": "Something went wrong on our side. What was recorded is not lost: send the same file again.",
}
CUT_OFF: Final[Words] = {
    "nl": "Deze import is niet tot het einde gekomen. Wat is vastgelegd, is niet verloren en wordt niet dubbel "
    "vastgelegd: stuur hetzelfde bestand opnieuw.",
    "en": "This import did not come to its end. What was recorded is not lost and is not recorded twice: send the same "
    "file again.",
}
_SAID: Final[Mapping[str, tuple[str, str, str]]] = {
    "MunicipalityNeeded": (
        "municipality",
        "Het bestand zegt niet van welke gemeente het is: verwacht ?municipality= met een naam of code, zoals "
        "municipality=0014.",
        "The file does not say of which municipality it is: expected ?municipality= with a name or code, such as "
        "municipality=0014.",
    ),
    "UnknownMunicipality": (
        "municipality",
        "Deze gemeente is niet bekend: verwacht in municipality een code van vier cijfers, zoals 0014, of een bekende "
        "naam; een andere naam wordt bekend met een feit MunicipalityNamed.",
        "This municipality is not known: expected in municipality a code of four digits, such as 0014, or a known "
        "name; another name becomes known by a MunicipalityNamed fact.",
    ),
    "SourceNamesAPerson": (
        "source",
        "De naam van de bron bevat het nummer van een persoon, en zou leesbaar in elk feit staan: verwacht de naam van "
        "een systeem of een organisatie, zoals source=suite.",
        "The name of the source holds the number of a person, and would stand readable in every fact: expected the "
        "name of a system or an organisation, such as source=suite.",
    ),
    "TotalCannotBeCounted": (
        "statedAmountCents",
        "Dit totaal kan in dit bestand niet worden geteld: verwacht een bestand met precies één kolom met bedragen, of "
        "de vraag zonder dit totaal.",
        "This total cannot be counted in this file: expected a file with exactly one column of amounts, or the request "
        "without this total.",
    ),
}


def said_of_file(error: Exception) -> FileSaid:
    """What a server says of a file that is refused, or whose import broke off."""
    name: str = type(error).__name__
    if name in _SAID:
        parameter, dutch, english = _SAID[name]
        return FileSaid(parameter, {"nl": dutch, "en": english})
    if name == "NoProfileMatches":
        return FileSaid("profile", _no_profile(error))
    if name == "SeveralProfilesMatch":
        names: list[str] = list(getattr(error, "names", ()))
        return FileSaid(
            "profile",
            {
                "nl": f"De kop past bij meer profielen: verwacht profile= met een van {', '.join(names)}.",
                "en": f"The heading matches several profiles: expected profile= with one of {', '.join(names)}.",
            },
        )
    if name == "Failed":
        return FileSaid(None, FAILED)
    if name == "TakenInPart":
        return FileSaid(None, _taken_in_part(error))
    english = " ".join((type(error).__doc__ or "").split())
    return FileSaid(None, {"nl": SENTENCES.get(name, "") or _OTHERS.get(name, english), "en": english})


_OTHERS: Final[Mapping[str, str]] = {
    "FileHasTooMuch": "Het bestand heeft van iets meer dan enige echte levering: lever alleen de tabel, als CSV "
    "(UTF-8) of in een nieuwe werkmap.",
    "HeadingStandsTwice": "Een kop die het profiel leest, staat er tweemaal: verwacht elke kop eenmaal.",
    "LinkingInterrupted": "Anderen besloten steeds over dezelfde registraties; er is niets verloren. Stuur hetzelfde "
    "bestand opnieuw.",
    "ProfileIsWrong": "Het profiel zelf klopt niet: noem in profile een ander, of meld dit aan wie het ketenboek "
    "beheert.",
    "UnknownProfile": "Er is geen profiel met die naam.",
}


def _no_profile(error: Any) -> Words:
    known = ", ".join(profiles.load(()))
    if error.nearest is None:
        return {
            "nl": "De kop past bij geen profiel en lijkt er op geen: verwacht één rij met koppen binnen de eerste 15 "
            f"rijen, zoals een van deze profielen die leest: {known}.",
            "en": "The heading matches no profile and resembles none: expected one heading row within the first 15 "
            f"rows, as one of these profiles reads it: {known}.",
        }
    missing = quoted(error.missing)
    nl = f" Er ontbreekt: {missing}." if missing else " Er staan kolommen die dat profiel niet kent."
    en = f" Missing is: {missing}." if missing else " There are columns that profile does not know."
    return {
        "nl": f"De kop past bij geen profiel; het meest lijkt hij op {error.nearest}.{nl} Hernoem de kolommen en stuur "
        "het bestand opnieuw.",
        "en": f"The heading matches no profile; the nearest is {error.nearest}.{en} Rename the columns and send the "
        "file again.",
    }


def _taken_in_part(error: Any) -> Words:
    rows = error.report.rows
    return {
        "nl": f"{rows} rij(en) van het bestand zijn vastgelegd; daarachter is het niet te lezen. Er is niets verloren: "
        "stuur het herstelde bestand, dan worden die rijen herkend en wordt de rest genomen.",
        "en": f"{rows} row(s) of the file were recorded; behind them it cannot be read. Nothing is lost: send the "
        "mended file, and its rows are found again and the rest is taken.",
    }
