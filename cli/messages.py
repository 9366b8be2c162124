"""What the command line says besides figures: Dutch first, English beside it. The words of figures are in replay."""

from cli.access_messages import OF_ACCESS
from cli.found_messages import OF_FOUND
from cli.profile_messages import OF_PROFILES
from cli.report_messages import OF_REPORTS
from cli.signals_messages import OF_SIGNALS
from exchange.found_messages import FOUND
from replay.messages import Catalogue

MESSAGES: Catalogue = {
    **OF_ACCESS,
    **OF_PROFILES,
    **FOUND,
    **OF_FOUND,
    **OF_REPORTS,
    **OF_SIGNALS,
    "wait.database": (
        "De database wordt gestart; de eerste keer duurt dat enkele seconden …",
        "Starting the database; the first time takes a few seconds …",
    ),
    "wait.own_database": ("Wachten op de database …", "Waiting for the database …"),
    "wait.import": ("{file} inlezen", "reading {file}"),
    "wait.linking": ("{file}: koppelen van registraties", "{file}: linking registrations"),
    "wait.rebuild": ("overzichten opbouwen", "rebuilding the views"),
    "wait.verify": ("grootboek nalopen", "going through the ledger"),
    "wait.figure": ("cijfer berekenen", "working out the figure"),
    # Errors
    "error.help": ("Meer hulp: {command} --help", "More help: {command} --help"),
    "error.database_gone": (
        "De database is niet (meer) te bereiken. Verwacht: een PostgreSQL die draait. Kijk met `ketenboek status` "
        "waar hij hoort te zijn, en probeer het opnieuw; wat bevestigd was, staat vast.",
        "The database cannot be reached (any more). Expected: a PostgreSQL that runs. See with `ketenboek status` "
        "where it should be, and try again; what was confirmed is safe.",
    ),
    "error.disk_full": (
        "De schijf van de database is vol. Wat bevestigd was, staat vast, en er is niets half geschreven. Verwacht: "
        "ruimte op die schijf, liefst een gigabyte. Maak ruimte en doe hetzelfde nog eens: niets komt er dubbel in.",
        "The disk of the database is full. What was confirmed is safe, and nothing was half written. Expected: room "
        "on that disk, a gigabyte if possible. Make room and do the same again: nothing is recorded twice.",
    ),
    "error.database_refused": (
        "De database weigerde dit: {state}. Er is niets half geschreven.",
        "The database refused this: {state}. Nothing was half written.",
    ),
    "error.file_system": (
        "Een bestand of map kan niet worden gebruikt: {why}. Verwacht: schijfruimte, en rechten in {home}.",
        "A file or folder cannot be used: {why}. Expected: room on the disk, and rights in {home}.",
    ),
    "error.no_such_option": ("de optie {option} bestaat hier niet{near}", "there is no option {option} here{near}"),
    "error.near": (". Bedoelde u {names}?", ". Did you mean {names}?"),
    "error.no_such_command": (
        "er is geen opdracht {command}{near} Verwacht een van: {known}.",
        "there is no command {command}{near} Expected one of: {known}.",
    ),
    "error.not_a_value": (
        "{option} heeft een waarde die niet kan. Verwacht: {expected}.",
        "{option} has a value that cannot be. Expected: {expected}.",
    ),
    "error.one_of": ("een van {known}", "one of {known}"),
    "error.whole_number": ("een geheel getal", "a whole number"),
    "error.whole_number_from": ("een geheel getal, {least} of meer", "a whole number, {least} or more"),
    "error.whole_number_between": (
        "een geheel getal van {least} tot en met {most}",
        "a whole number from {least} to {most}",
    ),
    "error.reversed_period": (
        "in {option} ligt de laatste dag niet na de eerste. Verwacht: de vroegste dag voorop, bijvoorbeeld "
        "{option} 2007-01-01..2008-07-01.",
        "in {option} the last day does not lie after the first. Expected: the earliest day first, for example "
        "{option} 2007-01-01..2008-07-01.",
    ),
    "error.not_this_command": (
        "zo kan de opdracht niet worden gelezen. Zet aanhalingstekens om een waarde met spaties.",
        "the command cannot be read so. Put quotes around a value with spaces.",
    ),
    "error.missing_type": (
        "het soort feit ontbreekt. Verwacht: ketenboek record TYPE veld=waarde …; alle soorten: "
        "ketenboek record --list",
        "the kind of fact is missing. Expected: ketenboek record TYPE field=value …; all kinds: "
        "ketenboek record --list",
    ),
    "error.missing": ("{name} ontbreekt.", "{name} is missing."),
    "error.not_a_day": (
        "{option} is geen dag. Verwacht jjjj-mm-dd of dd-mm-jjjj, bijvoorbeeld {option} 2008-09-18.",
        "{option} is no day. Expected YYYY-MM-DD or DD-MM-YYYY, for example {option} 2008-09-18.",
    ),
    "error.not_a_period": (
        "{option} is geen periode. Verwacht twee dagen met twee punten ertussen, de laatste niet meegeteld, "
        "bijvoorbeeld {option} 2007-01-01..2008-07-01.",
        "{option} is no period. Expected two days with two points between, the last one excluded, for example "
        "{option} 2007-01-01..2008-07-01.",
    ),
    "error.not_a_series": (
        "{option} kent die reeks niet; verwacht een van {known}.",
        "{option} knows no such series; expected one of {known}.",
    ),
    "error.not_a_purpose": (
        "--for kent dat doel niet; verwacht: --for publication.",
        "--for knows no such purpose; expected: --for publication.",
    ),
    "error.not_an_axis": (
        "er is geen as {name} van een cijfer. Verwacht RULE[@VERSION][,as=waarde…] met als as {known}, bijvoorbeeld "
        "placements,registered_by=2008-09-18.",
        "there is no axis {name} of a figure. Expected RULE[@VERSION][,axis=value…] with as axis {known}, for example "
        "placements,registered_by=2008-09-18.",
    ),
    "error.unknown_rule": (
        "er is geen telregel {asked}{near} Alle {count} telregels staan in: ketenboek rules",
        "there is no counting rule {asked}{near} All {count} counting rules are listed by: ketenboek rules",
    ),
    "error.unknown_version": (
        "de telregel {asked} heeft geen versie {version}. Verwacht een van: {known}.",
        "the counting rule {asked} has no version {version}. Expected one of: {known}.",
    ),
    "error.unknown_dimension": (
        "een cijfer van {rule} kan niet zo worden uitgesplitst. Verwacht na --by een of meer van: {known}.",
        "a figure of {rule} cannot be broken down so. Expected after --by one or more of: {known}.",
    ),
    "error.parameter_not_set": (
        "{rule} heeft de parameter {name} nodig ({sentence}), en niemand heeft die vastgesteld. Verwacht: een feit "
        "ParameterSet dat op de gevraagde dag geldt. Wat hem vaststelt: ketenboek record ParameterSet name={name} "
        "value=…{municipality} occurred_on=JJJJ-MM-DD",
        "{rule} needs the parameter {name} ({sentence}), which nobody has set. Expected: a fact ParameterSet in force "
        "on the day asked. What would set it: ketenboek record ParameterSet name={name} value=…{municipality} "
        "occurred_on=YYYY-MM-DD",
    ),
    "error.unknown_type": (
        "er is geen feit {asked}{near} Alle feiten: ketenboek record --list",
        "there is no fact {asked}{near} All facts: ketenboek record --list",
    ),
    "error.not_loopback": (
        "het adres {host} is niet van deze machine zelf. Ketenboek spreekt geen TLS, en geeft daarom alleen antwoord "
        "op 127.0.0.1. Laat --host weg, en zet er een server voor die wel TLS spreekt.",
        "the address {host} is none of this machine itself. Ketenboek speaks no TLS, and so it answers on 127.0.0.1 "
        "only. Leave out --host, and put a server before it that does speak TLS.",
    ),
    "error.port_taken": (
        "poort {port} van {host} kan niet worden gebruikt ({why}). Geef een andere, bijvoorbeeld --port {other}.",
        "port {port} of {host} cannot be used ({why}). Give another, for example --port {other}.",
    ),
    "error.too_many_processes": (
        "de database heeft geen verbindingen voor {processes} processen. Verwacht: ten hoogste --processes {most}, of "
        "een database met een grotere max_connections.",
        "the database has no connections for {processes} processes. Expected: --processes {most} at most, or a "
        "database with a larger max_connections.",
    ),
    "error.no_examples": (
        "de voorbeeldbestanden staan niet in {folder}. Verwacht: een kopie van de broncode, met docs/examples.",
        "the example files are not in {folder}. Expected: a copy of the source code, with docs/examples.",
    ),
    "error.not_a_demo": (
        "dit grootboek heeft al eigen feiten (tot positie {position}), en de voorbeelden horen daar niet tussen. "
        "Verwacht: een leeg grootboek of dat van een eerdere demo. Wat wel kan: "
        "KETENBOEK_HOME=./var-demo ketenboek demo",
        "this ledger has facts of its own already (up to position {position}), and the examples do not belong among "
        "them. Expected: an empty ledger or that of an earlier demo. What would work: "
        "KETENBOEK_HOME=./var-demo ketenboek demo",
    ),
    "error.not_text": (
        "een van de woorden is geen leesbare tekst. Verwacht: UTF-8; geef een bestand met zo'n naam eerst een andere "
        "naam.",
        "one of the words is no readable text. Expected: UTF-8; give a file with such a name another name first.",
    ),
    "error.two_versions": (
        "de telregel wordt met twee versies gevraagd: {first} en {second}. Verwacht er één, bijvoorbeeld "
        "{rule}@{first}.",
        "the counting rule is asked with two versions: {first} and {second}. Expected one, for example {rule}@{first}.",
    ),
    "error.password_file": (
        "{path} bevat geen wachtwoord van dit grootboek. Verwacht: het bestand zoals het gemaakt is. Verwijder het; "
        "bij de volgende opdracht wordt een nieuw gemaakt.",
        "{path} holds no password of this ledger. Expected: the file as it was made. Delete it; a new one is made at "
        "the next command.",
    ),
    "error.not_a_delivery": (
        "--delivery is full (alles) of changes (alleen wijzigingen).",
        "--delivery is full (everything) or changes (changes only).",
    ),
    "error.not_a_total": (
        "{option} is geen getal. Verwacht bijvoorbeeld {option} {example}.",
        "{option} is no number. Expected for example {option} {example}.",
    ),
    "error.totals_of_one_file": (
        "een controletotaal hoort bij één bestand. Lees de bestanden een voor een in, elk met zijn totalen.",
        "a control total belongs to one file. Import the files one by one, each with its totals.",
    ),
    # Import
    "import.done": ("Ingelezen", "Imported"),
    "import.file": ("bestand", "file"),
    "import.profile": ("profiel", "profile"),
    "import.rows": ("rijen", "rows"),
    "import.facts": ("feiten", "facts"),
    "import.corrections": ("correcties", "corrections"),
    "import.unchanged": ("ongewijzigd", "unchanged"),
    "import.rejected": ("afgewezen", "rejected"),
    "import.line": ("regel", "line"),
    "import.column": ("kolom", "column"),
    "import.reason": ("reden", "reason"),
    "import.advice": ("wat er nodig is", "what is needed"),
    "import.more": ("… en {count} meer, elk met regel en reden onder --json", "… and {count} more, each under --json"),
    "import.totals": ("Controletotalen van de afzender", "Control totals of the sender"),
    "import.total": ("totaal", "total"),
    "import.stated": ("opgegeven", "stated"),
    "import.counted": ("geteld", "counted"),
    "import.comparison": ("vergelijking", "comparison"),
    "import.agrees": ("klopt", "agrees"),
    "import.differs": ("klopt niet", "differs"),
    "import.unreadable": ("niet te lezen", "cannot be read"),
    "import.findings": ("Nieuwe bevindingen", "New findings"),
    "import.taken_before": (
        "Dit bestand is al eerder helemaal ingelezen: er is niets bijgeschreven.",
        "This file was taken whole before: nothing was written.",
    ),
    "import.nothing": (
        "er is geen enkele rij van {file} ingelezen: alle {rows} zijn afgewezen. Wat er nodig is, staat bij elke rij.",
        "not one row of {file} was taken: all {rows} were rejected. What is needed stands with each row.",
    ),
    "import.finding": ("bevinding", "finding"),
    "import.count": ("aantal", "number"),
    "import.meaning": ("betekenis", "meaning"),
    "import.ready": (
        "Gereed tot en met positie {position}. Vraag een cijfer: ketenboek figure RULE (ketenboek rules noemt ze).",
        "Ready up to position {position}. Ask a figure: ketenboek figure RULE (ketenboek rules names them).",
    ),
    # Recording
    "record.done": ("Vastgelegd: {type} op positie {position}.", "Recorded: {type} at position {position}."),
    "record.nothing": ("Er was niets nieuws vast te leggen.", "There was nothing new to record."),
    "link.done": ("Gekoppeld op positie {position}.", "Linked at position {position}."),
    "unlink.done": (
        "Gescheiden op positie {position}; ze blijven voortaan gescheiden.",
        "Told apart at position {position}; they stay apart from now on.",
    ),
    "link.nothing": (
        "Er was niets te doen: dat is al besloten op positie {position}.",
        "There was nothing to do: that was decided at position {position}.",
    ),
    "import.links": (
        "Koppelingen: {linked} gelegd, {unlinked} verbroken, {undecided} voor een mens om te beslissen.",
        "Links: {linked} made, {unlinked} undone, {undecided} for a person to decide.",
    ),
    "record.unread": (
        "Geen telregel van deze versie leest de parameter {name}{near}",
        "No counting rule of this version reads the parameter {name}{near}",
    ),
    "record.field": ("veld", "field"),
    "record.required": ("nodig", "required"),
    "record.meaning": ("betekenis", "meaning"),
    "record.example": ("voorbeeld", "example"),
    "record.sealed": ("verzegeld", "sealed"),
    "record.try": ("Bijvoorbeeld:", "For example:"),
    "record.types": ("Feiten die met de hand kunnen worden vastgelegd", "Facts that can be recorded by hand"),
    # Keeping the book
    "rebuild.done": (
        "Alle overzichten zijn opnieuw opgebouwd tot en met positie {position}, in {seconds} s.",
        "All views were rebuilt up to position {position}, in {seconds} s.",
    ),
    "verify.holds": ("Alles klopt tot en met positie {position}.", "Everything holds up to position {position}."),
    "verify.wrong": ("{count} dingen kloppen niet:", "{count} things do not hold:"),
    "verify.events": (
        "feiten: posities aaneengesloten, bytes leesbaar en in de vaste vorm",
        "facts: positions dense, bytes readable and canonical",
    ),
    "verify.tree": ("de boom volgt uit de feiten", "the tree follows from the facts"),
    "verify.sealed": (
        "verzegelde delen zijn wat er is vastgelegd",
        "sealed parts are what was committed",
    ),
    "verify.rows": (
        "rijen van {view} zijn gelijk aan opnieuw afspelen, byte voor byte",
        "rows of {view} equal a replay, byte for byte",
    ),
    "status.position": ("positie", "position"),
    "status.recorded_at": ("laatste feit", "last fact"),
    "status.root": ("wortel", "root"),
    "status.home": ("map", "home"),
    "status.database": ("database", "database"),
    "status.running": ("draait, in {root}", "running, in {root}"),
    "status.not_running": ("draait niet; {root}", "not running; {root}"),
    "status.elsewhere": (
        " (elders: de databasegebruiker mag niet in de map)",
        " (elsewhere: the database's user may not enter the home)",
    ),
    "status.own": ("eigen PostgreSQL (KETENBOEK_DATABASE_URL)", "own PostgreSQL (KETENBOEK_DATABASE_URL)"),
    "status.rejected_rows": ("afgewezen rijen", "rejected rows"),
    "status.findings": ("bevindingen", "findings"),
    "status.parked": ("geparkeerd", "parked"),
    "status.view": ("overzicht", "view"),
    "status.version": ("versie", "version"),
    "status.lag": ("achter (s)", "behind (s)"),
    "status.empty": (
        "Hier is nog geen grootboek. Begin met: ketenboek import FILE, of ketenboek demo.",
        "There is no ledger here yet. Begin with: ketenboek import FILE, or ketenboek demo.",
    ),
    "status.start": (
        "De database start vanzelf bij de volgende vraag.",
        "The database starts by itself at the next question.",
    ),
    "stop.stopped": ("De database van {home} is gestopt.", "The database of {home} was stopped."),
    "stop.not_running": ("De database van {home} draaide niet.", "The database of {home} was not running."),
    "stop.not_ours": (
        "KETENBOEK_DATABASE_URL wijst een eigen PostgreSQL aan; die start en stopt u zelf.",
        "KETENBOEK_DATABASE_URL names a PostgreSQL of your own, which you start and stop yourself.",
    ),
    "serve.open": (
        "Ketenboek is open op {address} (voor programma's: {address}v1); beëindig met Ctrl-C.",
        "Ketenboek is open at {address} (for programs: {address}v1); end it with Ctrl-C.",
    ),
    "serve.closed": ("Gestopt met antwoorden.", "No longer answering."),
    "rules.title": ("Telregels", "Counting rules"),
    "rules.rule": ("regel", "rule"),
    "rules.version": ("versie", "version"),
    "rules.counts": ("telt", "counts"),
    # Demo
    "demo.import": ("1  Bestanden van alle partijen worden feiten", "1  Files of all parties become facts"),
    "demo.groningen": (
        "2  Groningen: 236 of 148? Brief en agenda van dezelfde gemeente",
        "2  Groningen: 236 or 148? Letter and agenda of the same municipality",
    ),
    "demo.later": (
        "3  Waarom is het later 237? Het verschil, tot op het geval",
        "3  Why is it 237 later? The difference, down to the case",
    ),
    "demo.waiting": (
        "4  Zuid-Holland Zuid: wie wacht langer dan vier maanden, op 1 december 2003?",
        "4  Zuid-Holland Zuid: who waits longer than four months, on 1 December 2003?",
    ),
    "demo.closing": ("5  Een periode wordt gesloten", "5  A period is closed"),
    "demo.closed": (
        "2007 en het eerste halfjaar van 2008 zijn gesloten door {proposer} (#{closing}) en goedgekeurd door "
        "{approver} (#{approval}); cijfers daarover zijn nu voor het ministerie te lezen",
        "2007 and the first half of 2008 were closed by {proposer} (#{closing}) and approved by {approver} "
        "(#{approval}); figures over them can now be read by the ministry",
    ),
    "demo.next": ("Probeer nu zelf", "Now try yourself"),
    "explain.more": (
        "en {count} gevallen meer ({more}); allemaal met --all of --json.",
        "and {count} cases more ({more}); all of them with --all or --json.",
    ),
}
