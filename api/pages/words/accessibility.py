"""The words of the accessibility statement. What it says was tried, `make browser` tries."""

from replay.messages import Catalogue

ACCESSIBILITY: Catalogue = {
    "accessibility.title": ("Toegankelijkheid", "Accessibility"),
    "accessibility.lead": (
        "Iedereen moet een cijfer kunnen openen. Hier staat wat we daarvoor hebben geprobeerd, wat niet, en wat nog "
        "niet "
        "goed is.",
        "Everybody should be able to open a figure. This says what we tried for that, what we did not, and what is not "
        "right yet.",
    ),
    "accessibility.status": ("Waar we staan", "Where we are"),
    "accessibility.status.1": (
        "We mikken op EN 301 549 en WCAG 2.2, niveau A en AA. We zeggen niet dat we daaraan voldoen: geen "
        "onafhankelijk "
        "onderzoek heeft dat vastgesteld.",
        "We aim at EN 301 549 and WCAG 2.2, levels A and AA. We do not say that we conform: no independent "
        "examination has established it.",
    ),
    "accessibility.status.2": (
        "Ketenboek is software. Wie er een dienst mee aanbiedt, laat die zelf onderzoeken en geeft een eigen "
        "verklaring.",
        "Ketenboek is software. Whoever offers a service with it has that examined, and gives a statement of their "
        "own.",
    ),
    "accessibility.tried": ("Wat we hebben geprobeerd", "What we tried"),
    "accessibility.tried.1": (
        "Een machine loopt door elke pagina, als elke rol die haar mag zien, in beide talen. Axe vond daarbij geen "
        "overtreding. Zo'n hulpmiddel vindt maar een deel van de problemen.",
        "A machine walks through every page, as every role that may see it, in both languages. Axe found no violation. "
        "Such a tool finds only part of the problems.",
    ),
    "accessibility.tried.2": (
        "Alles wordt met het toetsenbord bereikt, en u ziet steeds waar u bent. De eerste tabtoets brengt u naar de "
        "inhoud.",
        "Everything is reached with the keyboard, and you always see where you are. The first press of tab takes you "
        "to "
        "the content.",
    ),
    "accessibility.tried.3": (
        "Op een scherm van 320 pixels breed en bij 200 % schuift de pagina niet opzij. Brede tabellen schuiven in hun "
        "eigen vak, dat u met het toetsenbord kunt schuiven.",
        "On a screen of 320 pixels wide and at 200 % the page does not scroll sideways. Wide tables scroll in a box of "
        "their own, which you can scroll with the keyboard.",
    ),
    "accessibility.tried.4": (
        "Elke grafiek heeft een naam en een tabel ernaast met dezelfde getallen. Geen kleur zegt iets dat er niet "
        "ook in "
        "woorden staat.",
        "Every chart has a name, and a table beside it with the same numbers. No colour says anything that is not also "
        "said in words.",
    ),
    "accessibility.tried.5": (
        "Zonder script is elke pagina om te lezen. Niets beweegt of knippert terwijl u leest.",
        "Without a script every page can be read. Nothing moves or blinks while you read.",
    ),
    "accessibility.tried.6": (
        "Elke code staat bij een zin die haar uitlegt, en elke weigering zegt wat wel werkt.",
        "Every code stands with a sentence that explains it, and every refusal says what would work.",
    ),
    "accessibility.not_tried": ("Wat we niet hebben geprobeerd", "What we did not try"),
    "accessibility.not_tried.1": (
        "Niemand die met een schermlezer, een leesregel, spraak of een schakelaar werkt heeft deze pagina's gebruikt.",
        "Nobody who works with a screen reader, a braille display, speech or a switch has used these pages.",
    ),
    "accessibility.not_tried.2": (
        "We hebben alleen in Chromium gekeken, niet in Firefox of Safari.",
        "We looked in Chromium alone, not in Firefox or Safari.",
    ),
    "accessibility.not_tried.3": (
        "Of de zinnen duidelijk genoeg zijn voor wie weinig leest, is niet aan lezers gevraagd.",
        "Whether the sentences are plain enough for who reads little was not asked of readers.",
    ),
    "accessibility.not_tried.4": (
        "De stand met hoog contrast van het besturingssysteem, en eigen kleuren van de lezer, zijn niet bekeken.",
        "The high-contrast mode of the operating system, and colours of the reader's own, were not looked at.",
    ),
    "accessibility.known": ("Wat we weten dat niet goed is", "What we know is not right"),
    "accessibility.known.1": (
        "Aanhalingen komen letterlijk uit wetten en brieven. Ze zijn Nederlands, ook op een Engelse pagina, en vaak "
        "niet "
        "in duidelijke taal.",
        "Quotations come word for word from laws and letters. They are in Dutch, also on an English page, and often "
        "not "
        "in plain language.",
    ),
    "accessibility.known.2": (
        "Namen van telregels zijn Engelse woorden met streepjes; een schermlezer leest ze op een Nederlandse pagina "
        "met "
        "een Nederlandse stem.",
        "Names of counting rules are English words with hyphens; on a Dutch page a screen reader reads them with a "
        "Dutch voice.",
    ),
    "accessibility.known.3": (
        "Een begin van de tabel blijft bij het schuiven niet staan: bij een lange lijst verdwijnen de koppen uit "
        "beeld.",
        "The head of a table does not stay when you scroll: in a long list the headings go out of sight.",
    ),
    "accessibility.known.4": (
        "Velden voor een periode vragen twee dagen als 2008-01-01..2008-07-01. Dat is moeilijk te typen.",
        "Fields for a period ask two days as 2008-01-01..2008-07-01. That is hard to type.",
    ),
    "accessibility.known.5": (
        "Er is geen versie in gebarentaal en geen versie om te beluisteren.",
        "There is no version in sign language, and none to listen to.",
    ),
    "accessibility.known.6": (
        "Wie een half uur geen pagina opent, moet opnieuw aanmelden. Wat in een formulier was ingevuld, is dan weg. "
        "Daarvoor wordt niet gewaarschuwd.",
        "Who opens no page for half an hour must sign in again. What was filled in on a form is gone then. No warning "
        "is given.",
    ),
    "accessibility.help": ("Lukt het niet?", "Does it not work?"),
    "accessibility.help.1": (
        "Meld het bij wie deze dienst aanbiedt. Zeg op welke pagina u was, wat u wilde en wat er gebeurde.",
        "Tell whoever offers this service. Say which page you were on, what you wanted and what happened.",
    ),
    "accessibility.help.2": (
        "Wat op een pagina staat is ook als bestand te krijgen: JSON en van lijsten CSV, langs de API.",
        "What stands on a page can also be had as a file: JSON, and of lists CSV, by the API.",
    ),
    "page.accessibility": ("Toegankelijkheid", "Accessibility"),
}
