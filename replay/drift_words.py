"""The words in which a reported figure is held against the present, Dutch first and English beside it."""

from collections.abc import Mapping

OF_DRIFT: Mapping[str, tuple[str, str]] = {
    "drift.figure": ("cijfer", "figure"),
    "drift.told": ("gemeld", "reported"),
    "drift.now": ("nu", "now"),
    "drift.drift": ("verloop", "drift"),
    "drift.document": ("stuk", "document"),
    "drift.unexplained": (
        "{amount} is niet te verklaren: dezelfde vraag op dezelfde positie geeft nu een ander getal dan gemeld is.",
        "{amount} has no explanation: the same question at the same position gives another number than was reported.",
    ),
    "drift.RULE_GONE": (
        "Deze telregel bestaat niet (meer), dus er is niets om mee te vergelijken.",
        "There is no such counting rule (any more), so there is nothing to compare with.",
    ),
    "drift.VERSION_GONE": (
        "Deze versie van de telregel bestaat niet (meer), en een andere is een andere vraag.",
        "This version of the counting rule is not there (any more), and another one is another question.",
    ),
    "drift.VERSION_NOT_SAID": (
        "Het stuk zegt niet hoe er geteld is; elke versie van de telregel staat er los naast.",
        "The document does not say how it was counted; every version of the rule stands beside it by itself.",
    ),
    "drift.RULE_CHANGED": (
        "De tekst van deze versie is sindsdien veranderd: wat daardoor verschilt, staat onder de telregel.",
        "The text of this version changed since: what differs by that is put down to the rule.",
    ),
    "drift.BY_VALUE_ONLY": (
        "Niet hier berekend: alleen op waarde vergeleken, zonder gevallen.",
        "Not computed here: compared by value only, without cases.",
    ),
    "drift.NOT_REPRODUCED": (
        "Dezelfde vraag op dezelfde positie geeft nu andere oordelen dan toen; draai ketenboek verify.",
        "The same question at the same position gives other verdicts than it did; run ketenboek verify.",
    ),
    "drift.UNIT_DIFFERS": (
        "Het stuk noemt een andere eenheid dan de telregel telt.",
        "The document names another unit than the rule counts.",
    ),
    "drift.DAY_ASSUMED": (
        "Het stuk noemt geen peildatum; genomen is de datum van het stuk.",
        "The document names no day; taken is the date of the document.",
    ),
    "drift.NO_SUCH_DIMENSION": (
        "Deze telregel kan niet worden uitgesplitst zoals het stuk doet.",
        "This rule cannot be broken down as the document does.",
    ),
    "drift.CANNOT_BE_ASKED": (
        "Dit is geen heel getal, of van een regio: er is geen waarde van ons om ernaast te zetten.",
        "This is no whole number, or that of a region: there is no value of ours to set beside it.",
    ),
    "drift.PARAMETER_MISSING": (
        "De telregel heeft een parameter nodig die niemand heeft vastgesteld.",
        "The rule needs a parameter that nobody has set.",
    ),
}
