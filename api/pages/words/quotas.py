"""The words of the page of the quotas."""

from replay.messages import Catalogue

QUOTAS: Catalogue = {
    "quotas.title": ("Taakstelling en realisatie", "Quotas and realisation"),
    "quotas.title.of": ("Taakstelling en realisatie: {place}", "Quotas and realisation: {place}"),
    "quotas.lead": (
        "Wie stelde welk aantal, en voor welke tijd. Open een gemeente om te zien wat er van terechtkwam.",
        "Who set which number, and for which time. Open a municipality to see what came of it.",
    ),
    "quotas.lead.of": (
        "Wat is afgesproken, wat is gerealiseerd volgens elke lezing van de regel, en wat daarvan werd verwacht. Elk "
        "getal gaat open.",
        "What was agreed, what was realised by each reading of the rule, and what was expected of it. Every number "
        "opens.",
    ),
    "quotas.every": ("Alle gemeenten", "All municipalities"),
    "quotas.country": ("Nederland", "the Netherlands"),
    "quotas.none": (
        "Hier is nog geen taakstelling vastgelegd. Een bestand met taakstellingen inlezen vult deze bladzijde.",
        "No quota was recorded here yet. Taking in a file of quotas fills this page.",
    ),
    "quotas.set": ("Wat is gesteld", "What was set"),
    "quotas.expected": (
        "Wat werd verwacht of geraamd: geen taakstelling",
        "What was expected or estimated: no quota",
    ),
    "quotas.setter": ("Door wie", "By whom"),
    "quotas.kind": ("Soort", "Kind"),
    "quotas.amount": ("Hoeveel", "How many"),
    "quotas.time": ("Voor welke tijd", "For which time"),
    "quotas.document": ("Stuk", "Document"),
    "quotas.realised": ("Wat is gerealiseerd, per lezing van de regel", "What was realised, by reading of the rule"),
    "quotas.of": ("van {amount} ({setter})", "of {amount} ({setter})"),
    "quotas.to_go": ("{share}, nog {to_go} te gaan", "{share}, {to_go} to go"),
    "quotas.beside_none": ("Staat naast geen getal over deze tijd.", "Stands beside no number about this time."),
    "quotas.bridge": (
        "{first} of {second}? De brug ertussen: {difference}",
        "{first} or {second}? The bridge between them: {difference}",
    ),
    "quotas.disputed": ("Zij noemen niet hetzelfde getal", "They do not name the same number"),
    "quotas.disputed.lead": (
        "Over dezelfde tijd en dezelfde eenheid is meer dan één getal gesteld. Ketenboek kiest niet.",
        "About the same time and the same unit more than one number was set. Ketenboek does not choose.",
    ),
    "quotas.not_answered": (
        "{rule} geeft geen antwoord: niemand heeft {parameter} vastgesteld.",
        "{rule} gives no answer: nobody has set {parameter}.",
    ),
    "quotas.turned": ("Op {day}, toen de regel veranderde", "On {day}, when the rule changed"),
    "quotas.turned.lead": (
        "Op die dag gold de oude lezing nog; de nieuwe is er op toegepast. Beide getallen kloppen dus, elk volgens "
        "de eigen lezing.",
        "On that day the old reading still held; the new one is applied to it. So both numbers are right, each by its "
        "own reading.",
    ),
    "quotas.turned.newer": ("de lezing die daarna ging gelden", "the reading that held from then on"),
    "quotas.turned.older": ("de lezing die tot en met die dag gold", "the reading that held until that day"),
    "quotas.time_all": ("Door de tijd", "Over time"),
    "quotas.time_show": ("Toon het verloop, als diagram en als tabel", "Show it over time, as a chart and as a table"),
    "quotas.over_time": ("{rule} door de tijd", "{rule} over time"),
    "quotas.over_time.alt": (
        "Lijndiagram van {rule}, van {first} tot en met {last}. De tabel ernaast zegt hetzelfde.",
        "Line chart of {rule}, from {first} to {last}. The table beside it says the same.",
    ),
    "quotas.until": ("Tot en met", "Up to and including"),
    "quotas.reported": ("Wat hierover is gemeld", "What was reported of this"),
    "quotas.reported.lead": (
        "Een gemeld getal gaat open zoals de bronnen het toen hadden ingevoerd.",
        "A number that was reported opens as the sources had entered it by then.",
    ),
    "quotas.reported.here": ("deze bladzijde zoals toen", "this page as of then"),
    "quotas.reported.drift": ("gemeld en nu", "reported and now"),
}
