"""The words of the page of findings; those in which each is told stand in `exchange/found_messages.py`."""

from exchange.found_messages import FOUND
from replay.messages import Catalogue

FINDINGS: Catalogue = {
    **FOUND,
    "found.title": ("Bevindingen", "Findings"),
    "found.lead": (
        "Wat niet past in de boeken. Daarom is niets geweigerd of veranderd: hier staat wat er is gevonden, en wie het "
        "kan oplossen.",
        "What does not fit in the books. Nothing was refused or changed because of it: here stands what was found, and "
        "who can resolve it.",
    ),
    "found.kind": ("Soort", "Kind"),
    "found.every": ("alle soorten", "all kinds"),
    "found.who": ("Wie kan het oplossen", "Who can resolve it"),
    "found.anybody": ("ieder", "anybody"),
    "found.source": ("Bron", "Source"),
    "found.source.hint": ("systeem of partij", "system or party"),
    "found.none": (
        "Er is niets gevonden dat hieraan voldoet. Wat niet past in een bestand of tussen bronnen, komt hier te staan.",
        "Nothing was found of this kind. What does not fit in a file or between sources comes to stand here.",
    ),
    "found.kinds": ("{total} bevindingen, naar soort", "{total} findings, by kind"),
    "found.what": ("Wat er niet past", "What does not fit"),
    "found.number": ("Hoeveel", "How many"),
    "found.newest": ("De nieuwste eerst", "Newest first"),
    "refused.field.source": ("Bron", "Source"),
    "found.all": ("alle bevindingen", "all findings"),
    "found.about_what": ("Waarover", "About what"),
    "found.facts": ("Feiten", "Facts"),
}
