"""What stands around every page, and what is said where a page is refused."""

from replay.messages import Catalogue

AROUND: Catalogue = {
    "page.skip": ("Naar de inhoud", "Skip to the content"),
    "page.menu": ("Hoofdmenu", "Main menu"),
    "page.brand": ("Ketenboek", "Ketenboek"),
    "page.promise": ("Elk cijfer gaat open tot op de feiten.", "Every figure opens down to the facts."),
    "page.language": ("Taal", "Language"),
    "page.not_government": (
        "Dit is geen website van de overheid. Ketenboek is open software; het gebruikt het voorbeeldthema van NL "
        "Design System.",
        "This is no government website. Ketenboek is open software; it uses the example theme of NL Design System.",
    ),
    "role.case_manager": ("klantmanager", "case manager"),
    "role.provider": ("aanbieder", "provider"),
    "role.ministry": ("ministerie", "ministry"),
    "role.auditor": ("accountant", "auditor"),
    "role.administrator": ("beheerder", "administrator"),
    "role.participant": ("deelnemer", "participant"),
    "nav.start": ("Begin", "Start"),
    "nav.reported": ("Gemeld", "Reported"),
    "nav.waiting": ("Wachtlijst", "Waiting list"),
    "nav.participants": ("Deelnemers", "Participants"),
    "nav.quotas": ("Taakstelling", "Quotas"),
    "nav.dossiers": ("Dossiers", "Dossiers"),
    "nav.signals": ("Signalen", "Signals"),
    "nav.record": ("Vastleggen", "Record"),
    "nav.imports": ("Inlezen", "Imports"),
    "nav.findings": ("Bevindingen", "Findings"),
    "nav.ledger": ("Grootboek", "Ledger"),
    "nav.rules": ("Regels", "Rules"),
    "nav.own_data": ("Mijn gegevens", "My data"),
    "nav.access_log": ("Inzagelog", "Access log"),
    "page.earlier": (
        "Niet alles hieronder is van nu. Een deel is zoals bekend op positie {position}, vastgelegd op {moment}: "
        "{facts} feiten geleden. Dat wordt nu bijgewerkt.",
        "Not all below is of now. A part is as known at position {position}, recorded on {moment}: {facts} facts ago. "
        "It is being brought up to date.",
    ),
    "page.earlier.one": (
        "Niet alles hieronder is van nu. Een deel is zoals bekend op positie {position}, vastgelegd op {moment}: één "
        "feit geleden. Dat wordt nu bijgewerkt.",
        "Not all below is of now. A part is as known at position {position}, recorded on {moment}: one fact ago. It is "
        "being brought up to date.",
    ),
    "page.worked_out": (
        "Dit wordt nu uitgerekend, en dat duurt even. Het staat hier als u de bladzijde straks opnieuw laadt.",
        "This is being worked out now, which takes a while. It stands here when you load the page again.",
    ),
    "page.again": ("Laad de bladzijde opnieuw", "Load the page again"),
    "page.pages": ("Bladzijden", "Pages"),
    "page.first": ("Naar het begin van de lijst", "To the beginning of the list"),
    "page.next": ("Volgende bladzijde", "Next page"),
    "refused.no-token": (
        "Deze pagina is alleen voor wie is aangemeld.",
        "This page is only for who is signed in.",
    ),
    "refused.role-refused": (
        "Deze pagina hoort niet bij uw rol.",
        "This page does not belong to your role.",
    ),
    "refused.no-purpose": (
        "Op deze pagina staan gegevens over personen, en die horen niet bij het doel waarvoor u leest.",
        "This page holds data of persons, which do not belong to the purpose for which you read.",
    ),
    "refused.not-found": (
        "Dit is er niet, of niet voor u.",
        "This is not there, or not for you.",
    ),
    "refused.method-not-allowed": (
        "Dit adres neemt alleen aan wat op een formulier is ingevuld. Er is niets gedaan; begin bij de pagina met het "
        "formulier.",
        "This address only takes what was filled in on a form. Nothing was done; begin at the page with the form.",
    ),
    "refused.method-not-allowed.title": ("Hier is geen pagina", "There is no page here"),
    "refused.precondition-failed": (
        "Intussen heeft iemand anders hier iets vastgelegd. Er is niets gedaan: open de pagina opnieuw en beslis op "
        "wat er nu staat.",
        "Meanwhile somebody else recorded something here. Nothing was done: open the page again and decide on what is "
        "there now.",
    ),
    "refused.bad-query": (
        "Er is iets ingevuld dat niet te lezen is.",
        "Something was filled in that cannot be read.",
    ),
    "refused.title": ("Dit kan niet worden getoond", "This cannot be shown"),
    "refused.ask_again": ("Pas de vraag aan", "Change the question"),
    "refused.field.rule": ("Telregel", "Counting rule"),
    "refused.field.region": ("Regio", "Region"),
    "refused.field.division": ("Indeling", "Division"),
    "refused.back": ("Terug naar het begin", "Back to the start"),
}
