"""The words of the page of a case."""

from replay.messages import Catalogue

CASE: Catalogue = {
    "case.title": ("Een geval onder", "A case under"),
    "case.back": ("Terug naar het cijfer {rule}", "Back to the figure {rule}"),
    "case.lead": (
        "Een geval uit {source}: waarom het in {rule} wel of niet telt.",
        "A case from {source}: why it counts or not in {rule}.",
    ),
    "case.dossier": ("Het hele dossier, feit voor feit", "The whole dossier, fact by fact"),
    "case.not_counted": ("telt niet", "does not count"),
    "case.adds": ("telt voor", "adds"),
    "case.fact": ("Feit", "Fact"),
    "case.position": ("Positie", "Position"),
    "case.tests": ("Toets voor toets", "Test by test"),
    "case.tests.none": (
        "Over dit geval is in een andere gemeente beslist; hier wordt het niet getoetst.",
        "This case is decided in another municipality; it is not tested here.",
    ),
    "case.test.passed": ("voorbij", "passed"),
    "case.test.ended": ("hier beslist", "decided here"),
    "case.test.not_asked": ("niet meer gevraagd", "not asked any more"),
    "case.otherwise": ("Geen toets hield het tegen. De uitkomst is", "No test stopped it. The outcome is"),
    "case.what_if": ("Wat anders had moeten zijn", "What would have had to be different"),
    "case.what_if.none": (
        "Geen enkele verandering van één gegeven keert de uitkomst om.",
        "No change of a single datum turns the outcome.",
    ),
}
