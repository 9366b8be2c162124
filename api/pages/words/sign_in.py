"""The words of signing in, and of who reads."""

from replay.messages import Catalogue

SIGN_IN: Catalogue = {
    "who.signed_in": ("U leest als {reader}.", "You read as {reader}."),
    "who.token": ("Met een token: {reader}.", "By a token: {reader}."),
    "who.open": (
        "Zonder aanmelden, alleen op deze machine, om te proberen: u ziet alles.",
        "Without signing in, on this machine only, for trying out: you see everything.",
    ),
    "who.nobody": ("U bent niet aangemeld.", "You are not signed in."),
    "who.actor.here": ("iemand op deze machine, zonder aanmelding", "somebody on this machine, without signing in"),
    "who.actor.operator": ("wie deze machine beheert", "who operates this machine"),
    "who.purpose": ("Doel: {purpose} (wijzig)", "Purpose: {purpose} (change)"),
    "who.no_purpose": ("nog geen", "none yet"),
    "who.sign_out": ("Afmelden", "Sign out"),
    "sign_in.title": ("Aanmelden", "Sign in"),
    "sign_in.lead": (
        "U meldt zich aan bij uw eigen organisatie. Daarna ziet u wat bij uw rol hoort.",
        "You sign in at your own organisation. After that you see what belongs to your role.",
    ),
    "sign_in.begin": ("Naar uw organisatie", "To your organisation"),
    "sign_in.demo": (
        "Dit ketenboek staat open om te proberen. Kies een rol om te zien wat iemand met die rol ziet.",
        "This ledger is open for trying out. Choose a role to see what somebody in that role sees.",
    ),
    "sign_in.begin_demo": ("Kies een rol", "Choose a role"),
    "sign_in.ends": (
        "U wordt afgemeld als u een half uur niets doet, en altijd na acht uur.",
        "You are signed out after half an hour of doing nothing, and always after eight hours.",
    ),
    "sign_in.already": (
        "U bent aangemeld. Meld u eerst af om iemand anders te zijn.",
        "You are signed in. Sign out first to be somebody else.",
    ),
    "sign_in.nowhere": (
        "Hier kunt u zich niet aanmelden: dit ketenboek kent geen uitgever met een aanmeldpagina. Programma's tonen "
        "een token; de beheerder kan aanmelden instellen.",
        "You cannot sign in here: this ledger knows no issuer with a page for it. Programs show a token; the "
        "administrator can set up signing in.",
    ),
    "purpose.title": ("Waarvoor leest u?", "What do you read for?"),
    "purpose.lead": (
        "U leest als {reader}. Gegevens over personen worden gelezen voor een doel; van wie u iets leest, wordt met "
        "dat doel opgeschreven.",
        "You read as {reader}. Data of persons are read for a purpose; of whom you read anything is written down with "
        "that purpose.",
    ),
    "purpose.legend": ("Doel", "Purpose"),
    "purpose.choose": ("Lees voor dit doel", "Read for this purpose"),
    "refused.choose": ("Kies een doel", "Choose a purpose"),
    "refused.no_purpose_yet": (
        "Kies eerst een doel: hier gaat het over personen, en van wie u iets leest wordt met dat doel opgeschreven.",
        "Choose a purpose first: this is about persons, and of whom you read anything is written down with it.",
    ),
    "refused.purpose": ("Kies een ander doel", "Choose another purpose"),
    "demo_issuer.title": ("Wie bent u?", "Who are you?"),
    "demo_issuer.lead": (
        "Een uitgever om te proberen, alleen op deze machine. Niemand van deze mensen bestaat; een wachtwoord is er "
        "niet.",
        "An issuer for trying out, on this machine alone. None of these people exists, and there is no password.",
    ),
    "notice.signed_out": ("U bent afgemeld.", "You are signed out."),
    "notice.purpose": ("Uw doel is vastgelegd.", "Your purpose is set."),
}
