"""The words that stand on paper alone."""

from replay.messages import Catalogue

PAPER: Catalogue = {
    "paper.footer": ("Ketenboek · {address}", "Ketenboek · {address}"),
    "paper.page": ("bladzijde {page} van {pages}", "page {page} of {pages}"),
    "paper.print": ("Op papier (PDF)", "On paper (PDF)"),
    "paper.print_question": ("Blad bij een Kamervraag (PDF)", "Sheet for a question in parliament (PDF)"),
    "paper.print_dossier": ("Op papier, voor een zitting (PDF)", "On paper, for a hearing (PDF)"),
    "paper.question": ("Bij een Kamervraag: {figure}", "For a question in parliament: {figure}"),
    "paper.answer": ("Het antwoord", "The answer"),
    "paper.definition": ("Wat er geteld is, en waar dat staat", "What was counted, and where that is laid down"),
    "paper.scheme": ("Regeling", "Scheme"),
    "paper.dossier.lead": (
        "Alles wat dit grootboek over dit dossier weet, in de volgorde waarin het bekend werd. Wat verbeterd of "
        "ingetrokken "
        "is staat er nog, met wat ervoor in de plaats kwam.",
        "Everything that this ledger knows of this dossier, in the order in which it became known. What was "
        "corrected or "
        "withdrawn still stands here, with what took its place.",
    ),
    "paper.dossier.sealed": (
        "Namen, nummers en toelichtingen over personen zijn verzegeld en staan niet op dit papier.",
        "Names, numbers and remarks about persons are sealed and do not stand on this paper.",
    ),
    "paper.dossier.source": ("Bron", "Source"),
    "paper.dossier.file": ("dossier", "dossier"),
    "paper.difference.file": ("verschil", "difference"),
}
