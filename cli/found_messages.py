"""The words around lists of findings and in which reconciled sources are told: Dutch first, English beside it."""

from replay.messages import Catalogue

OF_FOUND: Catalogue = {
    "wait.reconcile": ("bronnen vergelijken", "comparing the sources"),
    # Findings
    "findings.title": ("Bevindingen", "Findings"),
    "findings.none": ("Er is geen bevinding die hieraan voldoet.", "There is no finding of this kind."),
    "findings.resolver": ("Oplossen kan: {who}.", "Who can resolve it: {who}."),
    "findings.newest": ("De nieuwste eerst", "Newest first"),
    "findings.about": ("waarover", "about what"),
    "findings.what": ("wat er niet past", "what does not fit"),
    "findings.left_out": (
        "… en {count} meer; alle met --limit {total} of --json.",
        "… and {count} more; all of them with --limit {total} or --json.",
    ),
    # Sources reconciled
    "reconcile.title": ("{a} naast {b}", "{a} beside {b}"),
    "reconcile.registrations": ("registraties", "registrations"),
    "reconcile.without_identifier": (
        "{count} zonder persoonsnummer: wie dat zijn, kan een nummer niet zeggen",
        "{count} without a personal number: no number can tell who they are",
    ),
    "reconcile.considered": ("personen bekeken", "persons considered"),
    "reconcile.only_a": ("alleen in {a}", "only in {a}"),
    "reconcile.only_b": ("alleen in {b}", "only in {b}"),
    "reconcile.same": ("in beide en gelijk", "in both and the same"),
    "reconcile.different": ("in beide en anders", "in both and different"),
    "reconcile.nothing_to_compare": (
        "Van {count} die in beide staan, zeggen de bronnen niets over dezelfde zaak; zij tellen als gelijk.",
        "Of {count} who are in both, the sources say nothing of the same matter; they count as the same.",
    ),
    "reconcile.by_matter": ("Waarin zij verschillen", "What they differ in"),
    "reconcile.persons": ("personen", "persons"),
    "reconcile.sealed": (
        "Van {count} van de {compared} verschilt een verzegeld gegeven (naam, geboortedatum of geslacht).",
        "Of {count} of the {compared} a sealed field differs (name, birth date or sex).",
    ),
    "reconcile.sealed_left_out": (
        "Van {count} personen meer zijn de verzegelde velden niet vergeleken.",
        "Of {count} persons more the sealed fields were not compared.",
    ),
    "reconcile.not_sealed": (
        "Naam, geboortedatum en geslacht zijn niet vergeleken; dat doet --personal.",
        "Name, birth date and sex were not compared; --personal does that.",
    ),
    "reconcile.provisional": (
        "Voorlopig: {count} dossiers kunnen niet helemaal worden gelezen.",
        "Provisional: {count} dossiers cannot be read whole.",
    ),
    "reconcile.what": ("wat de een zegt ↔ wat de ander zegt", "what the one says ↔ what the other says"),
    "reconcile.nobody": (
        "Geen van beide bronnen heeft hier iemand op die dag.",
        "Neither of the sources has anybody here on that day.",
    ),
    "reconcile.more": (
        "… en {count} meer; allemaal met --all of --json.",
        "… and {count} more; all of them with --all or --json.",
    ),
    "reconcile.differs": ("verschilt", "differs"),
    "reconcile.by": ("per gemeente", "by municipality"),
    "sealed.name": ("naam", "name"),
    "sealed.birth_on": ("geboortedatum", "birth date"),
    "sealed.sex": ("geslacht", "sex"),
}
