"""The words of the page of a difference."""

from replay.messages import Catalogue

DIFFERENCE: Catalogue = {
    "difference.title": ("Verschil tussen twee cijfers", "Difference between two figures"),
    "difference.lead": (
        "Kies twee cijfers. Ketenboek laat zien waardoor ze verschillen, tot op het geval.",
        "Choose two figures. Ketenboek shows what makes them differ, down to the case.",
    ),
    "difference.choose": ("Kies twee cijfers", "Choose two figures"),
    "difference.first": ("Het eerste cijfer", "The first figure"),
    "difference.second": ("Het tweede cijfer", "The second figure"),
    "difference.choose_one": ("kies een cijfer", "choose a figure"),
    "difference.show": ("Toon het verschil", "Show the difference"),
    "difference.bridge": ("De brug van het ene cijfer naar het andere", "The bridge from one figure to the other"),
    "difference.alt": (
        "Watervaldiagram: van {first} naar {second}, een verschil van {difference}. De tabel eronder zegt hetzelfde.",
        "Waterfall chart: from {first} to {second}, a difference of {difference}. The table below says the same.",
    ),
    "difference.what": ("Waardoor", "By what"),
    "difference.effect": ("Scheelt", "Makes"),
    "difference.in_all": ("samen", "together"),
    "difference.reason_from": ("In het eerste", "In the first"),
    "difference.reason_to": ("In het tweede", "In the second"),
    "difference.number": ("Gevallen", "Cases"),
    "difference.the_cases": ("De gevallen waarin ze verschillen", "The cases in which they differ"),
    "difference.case": ("Registratie", "Registration"),
    "difference.facts": ("Feiten die het maken", "Facts that make it"),
    "difference.same": ("De twee cijfers zijn gelijk.", "The two figures are equal."),
    "difference.published": ("Zoals het mag worden gepubliceerd", "As it may be published"),
    "difference.published.lead": (
        "Van een gepubliceerd verschil wordt niet verteld uit welke gevallen het bestaat.",
        "Of a published difference it is not told which cases it is made of.",
    ),
    "difference.really": ("In werkelijkheid {interval}.", "In reality {interval}."),
}
