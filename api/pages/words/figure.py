"""The words of the page of a figure."""

from replay.messages import Catalogue

FIGURE: Catalogue = {
    "figure.axes": ("Vraag anders", "Ask otherwise"),
    "figure.ask": ("Toon", "Show"),
    "figure.version": ("Versie van de regel", "Version of the rule"),
    "figure.all_versions": ("alle naast elkaar", "all side by side"),
    "figure.funnel": ("De trechter: van bekeken naar geteld", "The funnel: from considered to counted"),
    "figure.funnel.alt": (
        "Staafdiagram: van {considered} bekeken gevallen zijn er {counted} geteld. De tabel ernaast zegt hetzelfde.",
        "Bar chart: of {considered} cases considered {counted} were counted. The table beside it says the same.",
    ),
    "figure.reason": ("Uitkomst", "Outcome"),
    "figure.cases_number": ("Gevallen", "Cases"),
    "figure.means": ("Wat dat betekent", "What it means"),
    "figure.cases": ("De gevallen", "The cases"),
    "figure.cases.shown": ("{shown} van {all} gevallen", "{shown} of {all} cases"),
    "figure.cases.every": ("alle gevallen", "all cases"),
    "figure.case": ("Registratie", "Registration"),
    "figure.facts": ("Beslissende feiten", "Deciding facts"),
    "figure.rule": ("De regel", "The rule"),
    "figure.rule.tests": ("De toetsen, in deze volgorde", "The tests, in this order"),
    "figure.rule.hash": ("vingerafdruk", "fingerprint"),
    "figure.setter": ("Gesteld door", "Set by"),
    "figure.target": ("Taakstelling", "Target"),
    "figure.to_go": ("Nog te gaan", "To go"),
    "figure.share": ("Aandeel", "Share"),
    "figure.conflicts": ("De bronnen spreken elkaar tegen", "The sources contradict each other"),
    "figure.conflicts.lead": (
        "Ketenboek kiest niet. Elke lezing staat hieronder met haar eigen uitkomst.",
        "Ketenboek does not choose. Each reading stands below with an outcome of its own.",
    ),
    "figure.flags": ("Let op", "Note"),
    "figure.flag.cases": ("{cases} gevallen", "{cases} cases"),
    "figure.by": ("Uitgesplitst naar", "Broken down by"),
    "figure.by.none": ("niet uitgesplitst", "not broken down"),
    "figure.series": ("Reeks", "Series"),
    "figure.series.running": ("lopend: wat nu bekend is", "running: what is known now"),
    "figure.series.closed": ("gesloten: zoals de periode sloot", "closed: as the period was closed"),
    "figure.compare": ("Vergelijk met een ander cijfer", "Compare with another figure"),
    "figure.over_time": ("Naast de taakstelling, door de tijd", "Beside the quota, over time"),
    "figure.between": (
        "Waarom {first} en {second} verschillen: de brug ertussen",
        "Why {first} and {second} differ: the bridge between them",
    ),
    "figure.cases.none": (
        "Er is geen geval met deze uitkomst. Een ander antwoord van de trechter laat andere gevallen zien.",
        "There is no case with this outcome. Another outcome of the funnel shows other cases.",
    ),
    "figure.reported.none": (
        "Van dit cijfer is hier nog niets gemeld. Wat aan anderen wordt verteld en vastgelegd, staat hier met wat het "
        "nu zou zijn.",
        "Nothing of this figure was reported here yet. What is told to others and recorded stands here with what it "
        "would be now.",
    ),
    "figure.own_clients": (
        "Dit telt alleen uw eigen deelnemers. Het cijfer van de gemeente kan hoger zijn.",
        "This counts your own participants only. The figure of the municipality may be higher.",
    ),
    "figure.withheld": (
        "Dit cijfer is zo niet gepubliceerd. Hieronder staat waarom, en wat u kunt vragen.",
        "This figure is not published as you asked it. Below stands why, and what you can ask.",
    ),
    "figure.withheld.rule": (
        "Wat deze telregel telt, met waar dat staat",
        "What this counting rule counts, and where that is written",
    ),
    "figure.published": (
        "Dit is het cijfer zoals het mag worden gepubliceerd: afgerond in stappen, en een klein getal wordt niet "
        "verteld. Gevallen staan er niet bij.",
        "This is the figure as it may be published: rounded in steps, and a small number is not told. It goes without "
        "cases.",
    ),
}
