"""The words about access: Dutch first, English beside it."""

from replay.messages import Catalogue

OF_ACCESS: Catalogue = {
    "serve.token_needed": (
        "Elke vraag heeft een token nodig; ketenboek token geeft er een, en serve --demo antwoordt zonder.",
        "Every request needs a token; ketenboek token gives one, and serve --demo answers without.",
    ),
    "serve.token_of_issuer": (
        "Elke vraag heeft een token nodig van {issuer}.",
        "Every request needs a token of {issuer}.",
    ),
    "serve.is_demo": (
        "Zonder token, om te proberen: ieder op deze machine mag alles lezen. Op /aanmelden kiest u een rol, en ziet u "
        "wat die ziet.",
        "Without a token, for trying out: whoever is on this machine may read everything. At /en/sign-in you choose a "
        "role, and see what it sees.",
    ),
    "serve.sign_in": ("Mensen melden zich aan op {address}.", "People sign in at {address}."),
    "error.token_role": (
        "{role} is geen rol; verwacht {known}.",
        "{role} is no role; expected {known}.",
    ),
    "error.token_bound": (
        "de rol {role} hoort bij {needed}; gegeven: {given}. Bijvoorbeeld: ketenboek token --role {role} {example}",
        "the role {role} is bound to {needed}; given: {given}. For example: ketenboek token --role {role} {example}",
    ),
    "error.token_purpose": (
        "{purpose} is geen doel uit het register; verwacht {known}.",
        "{purpose} is no purpose of the register; expected {known}.",
    ),
    "error.token_named": (
        "een waarde kan niet in een token staan; verwacht een willekeurig id bij --registration, en anders tekens "
        "zonder spaties en nooit het nummer van een persoon. Bijvoorbeeld: --name m1234",
        "a value cannot stand in a token; expected a random id at --registration, and elsewhere characters without "
        "spaces and never the number of a person. For example: --name m1234",
    ),
    "error.token_elsewhere": (
        "tokens komen van {issuer}: KETENBOEK_TOKEN_ISSUER zegt het. Zonder die instelling geeft deze machine ze zelf.",
        "tokens come from {issuer}: KETENBOEK_TOKEN_ISSUER says so. Without that setting this machine issues its own.",
    ),
    "error.token_or_withdraw": (
        "verwacht --role om een token te geven, of --withdraw om er een in te trekken.",
        "expected --role to issue a token, or --withdraw to withdraw one.",
    ),
    "token.nothing": ("niets", "nothing"),
    "token.withdrawn": ("Token {jti} geldt niet meer.", "Token {jti} holds no longer."),
    "token.issued": (
        "Geldig tot {until}, in de logboeken als {subject}; intrekken: ketenboek token --withdraw {jti}",
        "Valid until {until}, in the logs as {subject}; withdraw it with: ketenboek token --withdraw {jti}",
    ),
}
