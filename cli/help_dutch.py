"""The help of the commands in Dutch. The English stands with the commands; examples are the same in both."""

HELP_WORDS = (
    ("Usage:", "Gebruik:"),
    ("[OPTIONS]", "[OPTIES]"),
    ("COMMAND [ARGS]...", "OPDRACHT …"),
    ("\nOptions:", "\nOpties:"),
    ("\nArguments:", "\nWaarden:"),
    ("\nCommands:", "\nOpdrachten:"),
    ("Show this message and exit.", "Toon deze uitleg."),
    ("[required]", "[nodig]"),
    ("[default: ", "[anders: "),
    ("Install completion for the current shell.", "Laat de shell aanvullen na een tab."),
)
"""Words that the command-line library puts in every help text."""

COMMANDS = {
    "ketenboek": "Het boek van de keten: elk cijfer over inburgering gaat open tot op de feiten waar het uit komt.",
    "import": (
        "Lees bestanden van een partij in: rijen worden feiten, wat niet klopt wordt gezegd en bewaard, en hetzelfde "
        "bestand nog eens is niets.\n\nEindigt met 0 als elk bestand is ingelezen, ook met afgewezen rijen; met 1 als "
        "een bestand dat niet is."
    ),
    "record": (
        "Leg één feit of besluit met de hand vast; een besluit wordt eerst getoetst. Zonder velden worden de velden "
        "getoond.\n\nWie vastlegt staat in KETENBOEK_ACTOR, als pseudoniem; wie goedkeurt is een ander dan wie "
        "voorstelt: KETENBOEK_ACTOR=m5678 ketenboek record ApprovalGiven …"
    ),
    "link": "Zeg dat twee registraties één persoon zijn. Geen beleid maakt dat ongedaan.",
    "unlink": (
        "Zeg dat twee registraties niet één persoon zijn; ze blijven voortaan gescheiden.\n\nWat eerder bekend was "
        "blijft: een cijfer zoals bekend op een eerdere positie neemt ze nog als één."
    ),
    "figure": (
        "Vraag een cijfer, met waaruit het is opgeteld en waar het naast mag staan.\n\nZonder versie, waar versies "
        "elkaar tegenspreken, komen alle antwoorden met de tegenspraak erbij."
    ),
    "explain": "Open een cijfer: drie zinnen, de trechter, en elk geval met de feiten die het beslisten.",
    "compare": "Trek twee cijfers van elkaar af, geval voor geval; de opties gelden voor allebei.",
    "report": (
        "Leg vast dat een cijfer aan iemand is gemeld: waarde, assen en stuk, en de hash van zijn oordelen.\n\nMet "
        "--said beslist het stuk. Een waarde die hier niet uitkomt, wordt vastgelegd zonder gevallen van ons."
    ),
    "drift": (
        "Zet elk gemeld cijfer naast wat dezelfde vraag nu geeft: het verloop, de delen en de gevallen.\n\nTotalen "
        "die anderen meldden staan eronder, en worden nooit bij de onze opgeteld."
    ),
    "bundle": (
        "Schrijf cijfers, lijsten, regels en woorden als gewone tabellen in één SQLite-bestand; geen persoon, behalve "
        "toevallige ids van gevallen.\n\nWat elke kolom betekent staat in het bestand, en ernaast als "
        "FILE.metadata.json voor Datasette."
    ),
    "sample": (
        "Neem een steekproef uit de gevallen van een cijfer, als controlebestand; dezelfde seed en positie geven "
        "dezelfde bytes.\n\nVan gevallen wordt niets gepubliceerd: met --for wordt zij geweigerd."
    ),
    "history": "Vertel één dossier als tijdlijn, en wat de overzichten ervan zeiden na elk feit.",
    "rules": "Noem de telregels die er zijn, met hun versies en wat ze tellen.",
    "profile": "Profielen, waarmee bestanden worden gelezen: wat er een van een bestand maakt, en welke er zijn.",
    "profile check": (
        "Toon hoe een bestand wordt gelezen: de kolommen, woorden en feiten, en elke rij die zou worden afgewezen. "
        "Schrijft niets.\n\nHeeft geen grootboek nodig. Eindigt met 1 als geen enkele rij zou worden ingelezen."
    ),
    "profile list": "Noem de profielen die er zijn, met de kolommen die een bestand van elk moet hebben.",
    "findings": (
        "Zeg wat er niet past: eerst hoeveel van elke soort, dan elke bevinding met haar feiten, de nieuwste eerst.\n\n"
        "Niets wordt om een bevinding geweigerd of hersteld. Een correctie van de bron sluit haar; met --known-at is "
        "zij nog te zien."
    ),
    "signals": (
        "Zeg wie er aan zet is: wiens grens voorbij is of nadert, wat ontbreekt, wat anderen zagen; het dringendst "
        "eerst.\n\nElk signaal is een geval van een telregel; `explain` opent het. Met SignalAcknowledged rust het tot "
        "de dag die daar staat; CaseAssigned zegt bij wie het ligt."
    ),
    "reconcile": (
        "Vergelijk twee bronnen persoon voor persoon: alleen in een van beide, in beide en gelijk, of anders en "
        "waarin.\n\nWie één persoon is, zeggen de koppelingen. Met --personal staat er ook bij van wie naam, "
        "geboortedatum of geslacht verschilt, en nooit wat er staat."
    ),
    "rebuild": "Bouw alle overzichten opnieuw op uit de feiten, naast de huidige, en wissel ze om.",
    "verify": (
        "Bewijs het boek: rijen gelijk aan opnieuw afspelen, de boom gelijk aan de feiten, verzegelde delen wat er is "
        "vastgelegd.\n\nEindigt met 1 als iets niet klopt."
    ),
    "status": "Vertel waar het grootboek is, hoe ver het is en hoe ver zijn overzichten zijn. Start niets.",
    "demo": (
        "Lees de voorbeeldbestanden in, open de cijfers van Groningen en Zuid-Holland Zuid, en geef daarna antwoord "
        "over HTTP."
    ),
    "serve": "Geef antwoord over HTTP, alleen op deze machine, en volg intussen het grootboek. Beëindig met Ctrl-C.",
    "token": (
        "Geef een token van deze machine voor de API, of trek er een in. Alleen het token komt op de standaarduitvoer."
    ),
    "stop": "Stop de ingebouwde database van deze map, en geen andere.",
}

OPTIONS = {
    "help": "Toon deze uitleg en eindig.",
    "show_version": "Zeg welke versie dit is.",
    "language": "Taal van antwoorden en uitleg; mag overal staan.",
    "rule": "Een telregel, of REGEL@VERSIE.",
    "version": "Eén versie ervan.",
    "municipality": "Alleen de gevallen die in deze gemeente liggen.",
    "profile check.municipality": "Van wie het bestand is, waar het bestand dat niet zegt.",
    "import.municipality": "Van wie het bestand is, waar het bestand dat niet zegt.",
    "region": "Alleen de gevallen die in deze regio of dit samenwerkingsverband liggen.",
    "division": "Gemeenten en regio's zoals ze op deze dag waren; anders zoals ze toen waren, geval voor geval.",
    "series": "Het cijfer zoals zijn periode gesloten is (closed), of zoals het doorloopt (running).",
    "period": "Welke tijd wordt geteld; dag B hoort er niet bij.",
    "as_of": "Welke dag in de wereld (peildatum); het einde ervan.",
    "registered_by": "Wat de bronnen zeggen uiterlijk op deze dag te hebben ingevoerd.",
    "known_at": "Wat dit grootboek had: een positie, een dag, of een tijdstip met zijn zone.",
    "case": "Alleen dit geval: een record-id, BRON:ID of geval-id.",
    "what_if": "Met --case: wat er anders zou moeten zijn.",
    "size": "Hoeveel gevallen, of eenheden van het bedrag.",
    "seed": "Dezelfde seed geeft dezelfde steekproef.",
    "sample.file": "Waar het komt: .xlsx of .csv.",
    "bundle.file": "Waar het komt.",
    "stratify_by": "Elke klasse haar deel van de steekproef.",
    "by_amount": "Grotere bedragen eerder: geldeenheden-steekproef.",
    "record_ids": "Ook de record-ids van de bronnen; dat zijn persoonsgegevens.",
    "document": "Waar het gemeld is.",
    "said": "Wat het stuk zegt, als dat anders kan zijn.",
    "document_on": "Datum van het stuk; anders vandaag.",
    "recipient": "Aan wie het gemeld is.",
    "drift.rule": "Alleen cijfers van deze telregel.",
    "is_brief": "Drie zinnen, om voor te lezen; geen tabel en geen codes.",
    "purpose": "Zoals het gepubliceerd mag worden (publication): een gesloten periode, in stappen, zonder gevallen.",
    "as_json": "Eén JSON-document op de standaarduitvoer.",
    "all_cases": "Toon elk geval, ook als de lijst lang is.",
    "first": "REGEL[@VERSIE][,as=waarde…]",
    "second": "Hetzelfde.",
    "record": "Een id zoals de bron het schrijft, of BRON:ID.",
    "personal": "Open ook de verzegelde velden; dat is verwerken van persoonsgegevens.",
    "files": "CSV, XLSX of JSON-regels.",
    "file": "CSV, XLSX of JSON-regels.",
    "profile": "Waarmee het wordt gelezen; anders beslist de kop.",
    "source": "Een andere afzender dan het profiel noemt.",
    "findings.source": "Alleen van dit systeem, deze partij of PARTIJ/SYSTEEM.",
    "code": "Alleen bevindingen met deze code.",
    "resolver": "Alleen wat de bron, wie het profiel beheert, of wie over identiteit beslist kan oplossen.",
    "kinds": "Alleen signalen van deze soort; mag vaker voorkomen.",
    "assignee": "Alleen van wie aan deze medewerker is toegewezen.",
    "unassigned": "Alleen van wie die dag aan niemand is toegewezen.",
    "coming": "Ook wiens grens binnen zoveel dagen komt.",
    "acknowledged": "Wat iemand heeft afgehandeld en mag rusten.",
    "limit": "Toon er zoveel; zonder deze optie 20 op een scherm.",
    "a": "Een bron: haar systeem, haar partij, of PARTIJ/SYSTEEM.",
    "b": "De andere.",
    "by": "Splits uit; de delen tellen op tot het geheel.",
    "delivered_on": "De dag waarop het ons bereikte; anders die van het bestand, of vandaag.",
    "delivery": "Of het alles bevat (full) of alleen wijzigingen (changes).",
    "stated_rows": "Hoeveel rijen er volgens de afzender zijn; gezegd als dat niet zo is.",
    "stated_amount": "Waar de bedragen volgens de afzender op uitkomen: 1.234,56.",
    "stated_total": "De som van een kolom met getallen, of hoeveel cellen gevuld zijn.",
    "one": "Een id zoals de bron het schrijft, of BRON:ID.",
    "other": "Het andere, net zo.",
    "reason": "Waarom: een code, of woorden, die worden verzegeld.",
    "different_bsn": "Koppel ze hoewel ze twee geldige BSN's dragen; dat blijft zichtbaar.",
    "kind": "Het soort feit.",
    "words": "De velden; zonder velden worden ze getoond.",
    "key": "Dezelfde sleutel wordt eenmaal vastgelegd, hoe vaak hij ook komt.",
    "fields": "Toon alleen de velden van dit soort feit.",
    "show_list": "Noem alleen de soorten feiten die er zijn.",
    "everything": "Toon ook hashes en willekeurige id's.",
    "port": "Op welke poort.",
    "host": "Deze machine zelf, en niets anders.",
    "is_demo": "Zonder tokens, om te proberen op deze machine.",
    "role": "Als wie: case-manager, provider, ministry, auditor, …",
    "token.municipality": "Van een casemanager: een naam of een code.",
    "provider": "Van een aanbieder: de naam.",
    "registration": "Van wie inburgert: het willekeurige id van de registratie.",
    "engagement": "Van een accountant: de opdracht.",
    "token.name": "Onder welk pseudoniem; zonder is dat het id (jti) van het token zelf.",
    "purposes": "Voor welke verwerkingsactiviteit; mag vaker voorkomen.",
    "minutes": "Hoe lang het geldt.",
    "withdraw": "Het id (jti) van een token dat moet eindigen.",
    "no_serve": "Eindig na de cijfers.",
    "processes": "Hoeveel processen antwoorden; weggelaten half zo veel als er kernen zijn, hooguit 4.",
}
