"""The words of the page of one's own data, and of the log of access."""

from replay.messages import Catalogue

OWN_DATA: Catalogue = {
    "own.title": ("Mijn gegevens", "My data"),
    "own.lead": (
        "Hier staat alles wat in dit grootboek over u is vastgelegd, en wie het heeft bekeken.",
        "Here is everything that is recorded about you in this ledger, and who looked at it.",
    ),
    "own.nobody": (
        "Deze bladzijde is voor wie inburgert. Meld u aan als deelnemer om uw eigen gegevens te zien.",
        "This page is for who integrates. Sign in as a participant to see your own data.",
    ),
    "own.who": ("Wie u bent, volgens de bronnen", "Who you are, as the sources say"),
    "own.who.none": (
        "Er zijn geen naam of andere persoonsgegevens van u vastgelegd.",
        "No name or other personal data of yours were recorded.",
    ),
    "own.sealed": (
        "is vastgelegd; vraag het op bij uw gemeente",
        "was recorded; ask your municipality for it",
    ),
    "own.facts": ("Wat er is gebeurd", "What happened"),
    "own.facts.lead": (
        "{facts} feiten, in de volgorde waarin ze zijn vastgelegd.",
        "{facts} facts, as they were recorded.",
    ),
    "own.facts.dossier": ("Bekijk ook wat de cijfers hiervan maken", "See also what the figures make of this"),
    "own.recorded": ("vastgelegd op {day}", "recorded on {day}"),
    "own.corrected": ("Verbeterd:", "Corrected:"),
    "own.read": ("Wie uw gegevens bekeek", "Who looked at your data"),
    "own.read.lead": (
        "Elke keer dat iemand uw gegevens leest, wordt dat opgeschreven voordat ze worden getoond. Het nieuwste staat "
        "bovenaan. U ziet steeds een deel; met “ouder” gaat u verder terug.",
        "Each time somebody reads your data it is written down before they are shown. The newest comes first. You see "
        "a part at a time; “older” takes you further back.",
    ),
    "own.read.elsewhere": (
        "Het logboek wordt op een andere plaats bewaard. Vraag uw gemeente wie uw gegevens bekeek.",
        "The log is kept in another place. Ask your municipality who looked at your data.",
    ),
    "own.read.none": (
        "In dit deel van het logboek staat niemand die uw gegevens bekeek.",
        "In this part of the log there is nobody who looked at your data.",
    ),
    "own.read.when": ("Wanneer", "When"),
    "own.read.purpose": ("Waarvoor", "What for"),
    "own.read.by": ("Door welke organisatie", "By which organisation"),
    "own.read.here": ("op deze machine", "on this machine"),
    "own.read.municipality": ("gemeente {name}", "municipality of {name}"),
    "own.read.provider": ("aanbieder {name}", "provider {name}"),
    "own.read.role.ministry": ("het ministerie", "the ministry"),
    "own.read.role.auditor": ("een accountant", "an auditor"),
    "own.read.role.administrator": ("de beheerder van dit grootboek", "the administrator of this ledger"),
    "own.read.role.participant": ("uzelf", "yourself"),
    "own.read.elsewhere_known": ("een andere organisatie ({name})", "another organisation ({name})"),
    "own.wrong": ("Klopt er iets niet?", "Is something wrong?"),
    "own.wrong.correct": (
        "Staat er iets verkeerd? Vraag uw gemeente om het te verbeteren. De gemeente beslist binnen een maand. Wat er "
        "eerst stond, blijft te zien, met wat het nu is en waarom.",
        "Is something recorded wrongly? Ask your municipality to correct it. The municipality decides within a month. "
        "What it said before stays to be seen, with what it says now and why.",
    ),
    "own.wrong.object": (
        "Bent u het niet eens met een besluit? Maak bezwaar bij uw gemeente, binnen zes weken nadat het besluit bekend "
        "is gemaakt.",
        "Do you disagree with a decision? Object to it at your municipality, within six weeks after the decision was "
        "made known.",
    ),
    "own.wrong.complain": (
        "Wilt u dat uw gegevens niet langer worden gebruikt, of komt u er met de gemeente niet uit? Dan kunt u terecht "
        "bij de Autoriteit Persoonsgegevens.",
        "Do you want your data to be used no longer, or do you not agree with the municipality? Then you can go to the "
        "Dutch Data Protection Authority.",
    ),
    "own.field.bsn": ("burgerservicenummer", "citizen service number"),
    "own.field.v_number": ("V-nummer", "V-number"),
    "own.field.sofi_number": ("sofinummer", "sofi number"),
    "own.field.name": ("naam", "name"),
    "own.field.given_names": ("voornamen", "given names"),
    "own.field.surname": ("achternaam", "surname"),
    "own.field.birth_on": ("geboortedatum", "birth date"),
    "own.field.sex": ("geslacht", "sex"),
    "own.field.address": ("adres", "address"),
    "own.field.postcode": ("postcode", "postcode"),
    "own.field.residence": ("woonplaats", "residence"),
    "own.field.telephone": ("telefoon", "telephone"),
    "own.field.email": ("e-mailadres", "email address"),
    "own.field.remark": ("een opmerking", "a remark"),
    "own.field.broker_name": ("de naam van een makelaar", "the name of a broker"),
    "own.field.file_name": ("de naam van een bestand", "the name of a file"),
    "own.field.file_sha256": ("de vingerafdruk van een bestand", "the fingerprint of a file"),
    "own.field.row_text": ("een regel uit een bestand", "a row of a file"),
    "own.field.document_sha256": ("de vingerafdruk van een document", "the fingerprint of a document"),
    "own.field.document_bsn": ("een nummer op een document", "a number on a document"),
    "own.field.document_reference": ("het kenmerk van een document", "the reference of a document"),
    "own.field.trade_register_number": ("een nummer in het handelsregister", "a number in the trade register"),
    "own.field.account_number": ("een rekeningnummer", "an account number"),
    "own.field.reason_text": ("een reden in woorden", "a reason in words"),
    "access_log.title": ("Inzagelog", "Access log"),
    "access_log.lead": (
        "Elke beslissing over toegang: wie in welke rol werd toegelaten of geweigerd, waarvoor en waarom. Over wie de "
        "gegevens gingen, staat hier niet. Het nieuwste staat bovenaan; per bladzijde worden hoogstens {megabytes} "
        "megabytes doorzocht.",
        "Each decision on access: who was let in or refused, in which role, for what and why. Whom the data were about "
        "does not stand here. The newest comes first; for each page at most {megabytes} megabytes are searched.",
    ),
    "access_log.ask": ("Zoek in het log", "Search the log"),
    "access_log.day": ("Dag", "Day"),
    "access_log.role": ("Rol", "Role"),
    "access_log.decision": ("Beslissing", "Decision"),
    "access_log.every": ("alle", "all"),
    "access_log.allowed": ("toegelaten", "allowed"),
    "access_log.refused": ("geweigerd", "refused"),
    "access_log.lines": ("Beslissingen", "Decisions"),
    "access_log.when": ("Wanneer", "When"),
    "access_log.what": ("Bewerking", "Operation"),
    "access_log.purpose": ("Doel", "Purpose"),
    "access_log.reason": ("Reden van weigering", "Reason of refusal"),
    "access_log.none": (
        "In dit deel van het log staat niets dat past bij uw vraag.",
        "In this part of the log there is nothing that fits your question.",
    ),
    "access_log.elsewhere": (
        "Dit log wordt op een andere plaats bewaard en is hier niet te lezen.",
        "This log is kept in another place and cannot be read here.",
    ),
    "access_log.older": ("Ouder", "Older"),
}
