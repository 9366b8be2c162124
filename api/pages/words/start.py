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
    "start.parked": ("geparkeerde dossiers", "parked histories"),
    "start.rejected.says": ("uit ingelezen bestanden", "from files that were taken in"),
    "start.findings.says": ("wat niet past in de boeken", "what does not fit in the books"),
    "start.parked.says": ("nog niet te lezen", "cannot be read yet"),
    "start.views": ("Drie blikken op de keten", "Three views of the chain"),
    "start.view.placements": ("Taakstelling", "Quota"),
    "start.view.waiting": ("Wachtlijst", "Waiting list"),
    "start.view.participants": ("Deelnemers", "Participants"),
    "start.root": ("wortel van de boom", "root of the tree"),
    "start.seek": ("Wat is er met iemand gebeurd? Zoek een dossier", "What happened to somebody? Find a dossier"),
    "start.open": ("open", "open"),
    "start.numbers": ("De getallen van het diagram", "The numbers of the chart"),
    "start.funnel.alt": (
        "Staafdiagram van {rule}: wat telt en wat niet. De tabel eronder zegt hetzelfde.",
        "Bar chart of {rule}: what counts and what does not. The table below says the same.",
    ),
    "start.reports": ("Wat is gemeld, en klopt dat nog?", "What was reported, and does it still hold?"),
    "start.reports.lead": (
        "Een cijfer dat aan anderen is verteld gaat open zoals het toen was; ernaast staat wat het nu zou zijn.",
        "A figure that was told to others opens as it was then; beside it stands what it would be now.",
    ),
    "start.beside": ("naast de taakstelling", "beside the quota"),
    "start.drift": ("toen en nu", "then and now"),
    "start.drifted": ("gemeld, nu anders", "reported, different now"),
    "start.drifted.says": ("van {reported} gemelde cijfers", "of {reported} reported figures"),
    "start.turns": ("Waar een regel veranderde, en het getal mee", "Where a rule changed, and the number with it"),
    "start.turns.lead": (
        "Op de laatste dag van de oude regel staan beide getallen naast elkaar. Elk gaat open tot op de gevallen.",
        "On the last day of the old rule both numbers stand beside each other. Each opens down to the cases.",
    ),
    "start.turns.older": ("Volgens de regel die tot die dag gold:", "By the rule that held until that day:"),
    "start.turns.why": ("waarom {newer} en niet {older}", "why {newer} and not {older}"),
    "start.signals.go": ("Signalen: wie vandaag moet handelen", "Signals: who must act today"),
    "start.rules.go": ("Alle telregels, elk met haar bron", "All counting rules, each with its source"),
}
