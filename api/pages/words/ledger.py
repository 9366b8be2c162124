"""The words of the pages of the ledger and of one fact in it."""

from replay.messages import Catalogue

LEDGER: Catalogue = {
    "ledger.title": ("Grootboek", "Ledger"),
    "ledger.lead": (
        "Elk feit, in de volgorde waarin dit grootboek het leerde kennen. Wat er staat verandert niet meer: ook een "
        "verbetering is een nieuw feit.",
        "Every fact, in the order in which this ledger came to know it. What stands here never changes: a correction "
        "is a new fact as well.",
    ),
    "ledger.head": (
        "Het grootboek telt {position} feiten; het laatste is vastgelegd op {moment}.",
        "The ledger holds {position} facts; the last was recorded on {moment}.",
    ),
    "ledger.empty": (
        "Het grootboek is nog leeg. Het vult zich als er een bestand wordt ingelezen of iets wordt vastgelegd.",
        "The ledger is still empty. It fills when a file is taken in or something is recorded.",
    ),
    "ledger.find": ("Zoek feiten", "Find facts"),
    "ledger.kind": ("Soort feit", "Kind of fact"),
    "ledger.kind.any": ("alle soorten", "all kinds"),
    "ledger.source": ("Bron", "Source"),
    "ledger.source.hint": ("de naam van een systeem", "the name of a system"),
    "ledger.municipality": ("Gemeente", "Municipality"),
    "ledger.occurred_from": ("Gebeurd vanaf", "Happened from"),
    "ledger.occurred_until": ("Gebeurd tot", "Happened until"),
    "ledger.recorded_from": ("Vastgelegd vanaf", "Recorded from"),
    "ledger.recorded_until": ("Vastgelegd tot", "Recorded until"),
    "ledger.until.hint": ("deze dag zelf telt niet mee", "this day itself is left out"),
    "ledger.jump.hint": ("springt naar die dag", "jumps to that day"),
    "ledger.begin": ("Vanaf positie", "From position"),
    "ledger.show": ("Toon", "Show"),
    "ledger.lines": ("Feiten", "Facts"),
    "ledger.position": ("Positie", "Position"),
    "ledger.fact": ("Feit", "Fact"),
    "ledger.occurred": ("Gebeurd", "Happened"),
    "ledger.recorded": ("Vastgelegd", "Recorded"),
    "ledger.none": (
        "Geen feit past bij deze vraag. Maak de periode ruimer of kies een andere soort.",
        "No fact fits this question. Widen the period or choose another kind.",
    ),
    "ledger.compare": ("Vergelijk twee momenten", "Compare two moments"),
    "ledger.compare.lead": (
        "Wat kwam erbij tussen het ene en het andere moment? Geef een dag (het einde ervan) of een positie.",
        "What was added between one moment and another? Give a day (its end) or a position.",
    ),
    "ledger.compare.from": ("Van", "From"),
    "ledger.compare.from.hint": ("leeg is het begin", "empty is the beginning"),
    "ledger.compare.to": ("Tot en met", "Up to"),
    "ledger.compare.to.hint": ("leeg is nu", "empty is now"),
    "ledger.compare.show": ("Vergelijk", "Compare"),
    "ledger.between": (
        "Na positie {earlier}, tot en met positie {later}",
        "After position {earlier}, up to position {later}",
    ),
    "ledger.between.none": ("Tussen deze momenten kwam niets erbij.", "Nothing was added between these moments."),
    "ledger.between.too_far": (
        "Er liggen meer dan {most} feiten tussen deze momenten. Kies ze dichter bij elkaar.",
        "More than {most} facts lie between these moments. Choose them closer together.",
    ),
    "ledger.number": ("Aantal", "Number"),
    "fact.title": ("{kind}, positie {position}", "{kind}, position {position}"),
    "fact.happened_known": (
        "Dit gebeurde op {day}. Dit grootboek weet het sinds {moment}.",
        "This happened on {day}. This ledger has known it since {moment}.",
    ),
    "fact.known": (
        "Wanneer dit gebeurde zegt het feit niet. Dit grootboek weet het sinds {moment}.",
        "When this happened the fact does not say. This ledger has known it since {moment}.",
    ),
    "fact.later": (
        "Een later feit zegt hier iets over: lees eerst wat daar staat.",
        "A later fact says something of this one: read that first.",
    ),
    "fact.says": ("Wat het zegt", "What it says"),
    "fact.says_nothing": (
        "Het feit zegt niets meer dan dat het gebeurde.",
        "The fact says no more than that it happened.",
    ),
    "fact.becomes": ("Wat er nu staat", "What stands there now"),
    "fact.envelope": ("Wanneer, waar en door wie", "When, where and by whom"),
    "fact.occurred_on": ("Gebeurd op", "Happened on"),
    "fact.registered_on": ("Volgens de bron daar ingevoerd op", "Entered there, says the source, on"),
    "fact.delivered_on": ("Geleverd op", "Delivered on"),
    "fact.recorded_at": ("Hier vastgelegd op", "Recorded here on"),
    "fact.by": ("Vastgelegd door", "Recorded by"),
    "fact.source": ("Bron", "Source"),
    "fact.municipality": ("Gemeente", "Municipality"),
    "fact.about": ("Gaat over", "Is about"),
    "fact.dossier": ("dit dossier", "this dossier"),
    "fact.sealed": ("Verzegeld", "Sealed"),
    "fact.sealed.says": (
        "Bij dit feit horen persoonsgegevens. Die staan verzegeld in de kluis en worden hier nooit getoond.",
        "Personal data come with this fact. They stand sealed in the vault and are never shown here.",
    ),
    "fact.chain": ("Wat eraan voorafging en wat erop volgde", "What came before it and what followed"),
    "fact.names": ("noemt in “{field}”", "names in “{field}”"),
    "fact.named_by": ("wordt in “{field}” genoemd door", "is named in “{field}” by"),
    "fact.nothing_else": (
        "Geen ander feit van dit dossier verbetert dit feit of noemt het.",
        "No other fact of this dossier corrects or names this one.",
    ),
    "fact.proof": ("Bewijs dat dit feit in het grootboek staat", "Proof that this fact is in the ledger"),
    "fact.proof.lead": (
        "Elk feit is een blad van een boom. Wie van het blad omhoog rekent komt uit op de wortel, en die staat voor "
        "alle {size} feiten tegelijk. Eén ander teken in één feit, en de wortel is een andere.",
        "Every fact is a leaf of a tree. Who calculates from the leaf upward arrives at the root, which stands for all "
        "{size} facts at once. One other character in one fact, and the root is another.",
    ),
    "fact.proof.kept": ("Een wortel die u zelf bewaarde", "A root that you kept yourself"),
    "fact.proof.kept.hint": (
        "mag leeg zijn; dan wordt alleen gerekend of blad en wortel bij elkaar horen",
        "may be empty; then it is only calculated whether leaf and root belong together",
    ),
    "fact.proof.check": ("Reken het na in mijn browser", "Check it in my browser"),
    "fact.proof.busy": ("Bezig met rekenen …", "Calculating …"),
    "fact.proof.holds": (
        "Het klopt. Uw browser rekende van het blad tot deze wortel: {root}",
        "It holds. Your browser calculated from the leaf to this root: {root}",
    ),
    "fact.proof.same": (
        "Het klopt, en het is de wortel die u bewaarde: {root}",
        "It holds, and it is the root that you kept: {root}",
    ),
    "fact.proof.differs": (
        "Blad en wortel horen bij elkaar, maar u bewaarde een andere wortel. Is die van een boom van dezelfde grootte? "
        "Dan is er iets veranderd. Uitgerekend: {root}",
        "Leaf and root belong together, but you kept another root. Is yours of a tree of the same size? Then something "
        "was changed. Calculated: {root}",
    ),
    "fact.proof.fails": (
        "Het klopt niet. Van dit blad komt uw browser niet uit op de wortel. Uitgerekend: {root}",
        "It does not hold. From this leaf your browser does not arrive at the root. Calculated: {root}",
    ),
    "fact.proof.unable": (
        "Uw browser kon het hier niet narekenen. Met de getallen hieronder kan het met de hand.",
        "Your browser could not check it here. With the numbers below it can be done by hand.",
    ),
    "fact.proof.numbers": ("De getallen, om het met de hand na te rekenen", "The numbers, to check it by hand"),
    "fact.proof.how": (
        "Begin bij het blad. Neem telkens de volgende waarde van het pad en neem SHA-256 van 01, links en rechts "
        "achter elkaar; welke links staat volgt uit de positie (RFC 9162, 2.1.3.2). De uitleg met een dozijn regels "
        "Python staat bij deze software in docs/how-to/check-a-proof.md.",
        "Begin at the leaf. Each time take the next value of the path and take SHA-256 of 01, left and right together; "
        "which one stands left follows from the position (RFC 9162, 2.1.3.2). The explanation, with a dozen lines of "
        "Python, comes with this software in docs/how-to/check-a-proof.md.",
    ),
    "fact.proof.leaf": ("Blad", "Leaf"),
    "fact.proof.path": ("Pad omhoog", "Path upward"),
    "fact.proof.root": ("Wortel", "Root"),
    "fact.proof.size": ("Grootte van de boom", "Size of the tree"),
    "fact.proof.other": ("In een boom van", "In a tree of"),
    "fact.proof.other.hint": (
        "van de positie van dit feit tot en met {head}; de grootte die bij uw wortel hoort",
        "from the position of this fact to {head}; the size that belongs to your root",
    ),
    "fact.proof.other.show": ("Toon dat bewijs", "Show that proof"),
    "fact.before": ("Vorige positie", "Previous position"),
    "fact.after": ("Volgende positie", "Next position"),
    "fact.back": ("Terug naar het grootboek", "Back to the ledger"),
}
