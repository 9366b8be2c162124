"""The words of the start page."""

from replay.messages import Catalogue

START: Catalogue = {
    "start.title": ("Het grootboek van de keten", "The ledger of the chain"),
    "start.lead": (
        "Wat de partijen in de inburgeringsketen vastlegden, in volgorde en onveranderlijk. Kies een cijfer en open "
        "het.",
        "What the parties in the integration chain recorded, in order and unalterable. Choose a figure and open it.",
    ),
    "start.state": ("Stand van het grootboek", "State of the ledger"),
    "start.facts": ("feiten", "facts"),
    "start.recorded": ("laatste vastgelegd {moment}", "last recorded {moment}"),
    "start.rejected": ("geweigerde regels", "rejected rows"),
    "start.findings": ("bevindingen", "findings"),
    "start.signals": ("signalen", "signals"),
    "start.parked": ("geparkeerde dossiers", "parked histories"),
    "start.rejected.says": ("uit ingelezen bestanden", "from files that were taken in"),
    "start.findings.says": ("wat niet past in de boeken", "what does not fit in the books"),
    "start.signals.says": ("wie vandaag moet handelen", "who must act today"),
    "start.parked.says": ("nog niet te lezen", "cannot be read yet"),
    "start.views": ("Drie blikken op de keten", "Three views of the chain"),
    "start.view.placements": ("Taakstelling", "Quota"),
    "start.view.waiting": ("Wachtlijst", "Waiting list"),
    "start.view.participants": ("Deelnemers", "Participants"),
    "start.by_municipality": ("{rule} per gemeente", "{rule} by municipality"),
    "start.municipality": ("Gemeente", "Municipality"),
    "start.rules": ("Alle cijfers", "All figures"),
    "start.rule": ("Cijfer", "Figure"),
    "start.counts": ("Wat het telt", "What it counts"),
    "start.versions": ("Versies", "Versions"),
    "start.root": ("wortel van de boom", "root of the tree"),
    "start.seek": ("Wat is er met iemand gebeurd? Zoek een dossier", "What happened to somebody? Find a dossier"),
    "start.tried": ("Groningen, wat er op 18 september 2008 stond", "Groningen, as it stood on 18 September 2008"),
}
