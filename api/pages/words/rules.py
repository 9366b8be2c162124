"""The words of the pages of the counting rules."""

from replay.messages import Catalogue

RULES: Catalogue = {
    "rules.title": ("De telregels", "The counting rules"),
    "rules.lead": (
        "Een cijfer is een getelde lijst. Een telregel zegt wat erop staat, en uit welk stuk dat komt.",
        "A figure is a list that was counted. A counting rule says what is on it, and from which document that comes.",
    ),
    "rules.search": ("Zoek een regel op een woord", "Find a rule by a word"),
    "rules.find": ("Zoek", "Find"),
    "rules.number": ("{shown} van {every} regels", "{shown} of {every} rules"),
    "rules.rule": ("Regel", "Rule"),
    "rules.counts": ("Wat hij telt", "What it counts"),
    "rules.unit": ("Eenheid", "Unit"),
    "rules.versions": ("Versies", "Versions"),
    "rules.none": ("Geen regel heeft dat woord.", "No rule has that word."),
    "rules.all": ("Alle regels", "All rules"),
    "rule.figure": ("Het cijfer van deze regel", "The figure of this rule"),
    "rule.kind": ("Soort getal", "Kind of number"),
    "rule.in_force": ("Geldt", "In force"),
    "rule.until": ("tot", "until"),
    "rule.always": ("niet begrensd", "not bounded"),
    "rule.requirements": ("Eisen", "Requirements"),
    "rule.source.none": ("Geen stuk zegt dit; de regel is van het huis.", "No document says this; it is ours."),
    "rule.step": ("Stap", "Step"),
    "rule.then": ("Dan", "Then"),
    "rule.counts": ("telt", "counts"),
    "rule.counts_not": ("telt niet", "does not count"),
    "rule.otherwise": ("Geen van deze toetsen", "None of these tests"),
    "rule.parameters": ("Waarden met hun datum", "Values with their dates"),
    "rule.parameter": ("Naam", "Name"),
    "rule.value": ("Waarde", "Value"),
    "rule.from": ("Vanaf", "From"),
    "rule.where": ("Waar het staat", "Where it stands"),
    "rule.not_given": (
        "Geen stuk geeft een waarde: iemand moet haar vaststellen, anders is er geen antwoord.",
        "No document gives a value: somebody must set it, or else there is no answer.",
    ),
    "rule.example": ("Uitgewerkt voorbeeld (Engels)", "Worked example"),
    "rule.more": ("Meer over deze versie", "More about this version"),
}
