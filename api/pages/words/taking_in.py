"""The words of the pages of imports."""

from replay.messages import Catalogue

TAKING_IN: Catalogue = {
    "imports.title": ("Een bestand inlezen", "Take in a file"),
    "imports.lead": (
        "Stuur het bestand zoals uw systeem het maakt: CSV, Excel of JSON-regels, tot {megabytes} MB. Elke regel "
        "wordt een "
        "feit, of u leest waarom niet. Hetzelfde bestand nog eens sturen doet niets.",
        "Send the file as your system makes it: CSV, Excel or lines of JSON, to {megabytes} MB. Every row becomes a "
        "fact, "
        "or you read why not. Sending the same file again does nothing.",
    ),
    "imports.file": ("Bestand", "File"),
    "imports.municipality": ("Gemeente", "Municipality"),
    "imports.municipality.hint": ("als het bestand het niet zegt", "where the file does not say it"),
    "imports.source": ("Afzender", "Sender"),
    "imports.source.hint": (
        "alleen als het een andere is dan het profiel noemt",
        "only if another than the profile names",
    ),
    "imports.delivered_on": ("Ontvangen op", "Received on"),
    "imports.delivered_on.hint": (
        "leeg is de dag in het bestand, of vandaag",
        "empty is the day in the file, or today",
    ),
    "imports.send": ("Lees in", "Take in"),
    "imports.sent": ("Sinds deze server draait gestuurd", "Sent since this server runs"),
    "imports.findings": ("Bevindingen: wat niet past in de boeken", "Findings: what does not fit in the books"),
    "imports.none": (
        "Nog niets. Wat u stuurt staat hier, met wat ervan werd.",
        "Nothing yet. What you send stands here, with what became of it.",
    ),
    "import.title": ("Wat er van het bestand werd", "What became of the file"),
    "import.back": ("Nog een bestand", "Another file"),
    "import.state": ("Stand", "State"),
    "import.state.waiting": ("wacht op zijn beurt", "waits its turn"),
    "import.state.running": ("wordt ingelezen", "is being taken in"),
    "import.state.done": ("ingelezen", "taken in"),
    "import.state.refused": ("geweigerd", "refused"),
    "import.state.failed": ("afgebroken", "broken off"),
    "import.phase.reading": ("regels lezen", "reading rows"),
    "import.phase.linking": ("registraties van dezelfde persoon zoeken", "looking for registrations of one person"),
    "import.phase.finding": ("zoeken wat niet past", "looking for what does not fit"),
    "import.progress": ("{done} van {whole}", "{done} of {whole}"),
    "import.again": ("Kijk opnieuw", "Look again"),
    "import.rows": ("regels", "rows"),
    "import.facts": ("nieuwe feiten", "new facts"),
    "import.corrections": ("verbeteringen", "corrections"),
    "import.unchanged": ("al bekend", "known already"),
    "import.missing": ("ontbreken nu", "missing now"),
    "import.rejected": ("Regels die niet zijn ingelezen", "Rows that were not taken in"),
    "import.rejected.lead": (
        "Verbeter deze regels in uw systeem en stuur het bestand opnieuw. Wat er stond tonen we niet: het kan over "
        "personen gaan.",
        "Mend these rows in your system and send the file again. What stood there is not shown: it may be about "
        "persons.",
    ),
    "import.rejected.none": ("Alle regels zijn ingelezen.", "All rows were taken in."),
    "import.rejected.shown": ("De eerste {shown} van {all}.", "The first {shown} of {all}."),
    "import.line": ("Regel", "Line"),
    "import.column": ("Kolom", "Column"),
    "import.advice": ("Wat te doen", "What to do"),
    "import.findings": ("Wat niet past bij wat er al stond", "What does not fit with what stood there"),
    "import.finding": ("Wat", "What"),
    "import.number": ("Hoe vaak", "How often"),
    "import.resolver": ("Wie het oplost", "Who resolves it"),
    "import.notices": ("Om te weten", "To know"),
}
