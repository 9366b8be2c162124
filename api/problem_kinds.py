"""Every kind of problem that the API can tell: its status and its words, in two languages.

No text here repeats what was asked; what is filled in comes from the house itself (api/problems.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.counting import Language

Words = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, and what it says. `{words}` in the detail are filled in by the table."""

    status: int
    title: Words
    detail: Words


KINDS: Mapping[str, Kind] = {
    "bad-query": Kind(
        400,
        {"nl": "De vraag is niet te lezen", "en": "The query cannot be read"},
        {
            "nl": "In de vraag klopt iets niet; errors zegt wat, in het adres of een header, en wat verwacht werd.",
            "en": "Something in the question is wrong; errors says what, in address or headers, and what was expected.",
        },
    ),
    "cannot-ask": Kind(
        400,
        {"nl": "Zo kan het niet gevraagd worden", "en": "It cannot be asked like this"},
        {
            "nl": "De vraag kan niet beantwoord worden zoals zij is gesteld; /v1/openapi.json zegt wat kan.",
            "en": "The question cannot be answered as it was put; /v1/openapi.json says what can be asked.",
        },
    ),
    "unknown-rule": Kind(
        404,
        {"nl": "Onbekende telregel", "en": "Unknown counting rule"},
        {
            "nl": "Er is geen telregel met deze naam.{near} Op /v1/rules staan alle telregels.",
            "en": "There is no counting rule of this name.{near} All counting rules stand at /v1/rules.",
        },
    ),
    "unknown-version": Kind(
        404,
        {"nl": "Onbekende versie", "en": "Unknown version"},
        {
            "nl": "De telregel heeft geen versie met deze naam; er zijn {there_are}.",
            "en": "The counting rule has no version of this name; there are {there_are}.",
        },
    ),
    "unknown-dimension": Kind(
        400,
        {"nl": "Zo kan dit cijfer niet worden uitgesplitst", "en": "This figure has no such breakdown"},
        {
            "nl": "{rule} kan worden uitgesplitst naar {there_are}.",
            "en": "{rule} can be broken down by {there_are}.",
        },
    ),
    "has-no-answer": Kind(
        409,
        {"nl": "Zo'n cijfer is er niet", "en": "There is no such figure"},
        {"nl": "Gevraagd is naar wat er niet is: {sentence}.", "en": "Asked is for what is not there: {sentence}."},
    ),
    "parameter-not-set": Kind(
        409,
        {"nl": "Parameter niet vastgesteld", "en": "Parameter not set"},
        {
            "nl": "{rule} heeft de parameter {parameter} nodig ({sentence}), en niemand heeft die vastgesteld. Leg een "
            "feit {fact} vast dat geldt op de gevraagde dag.",
            "en": "{rule} needs the parameter {parameter} ({sentence}), which nobody has set. Record a {fact} fact "
            "that is in force on the day asked.",
        },
    ),
    "bad-events": Kind(
        400,
        {"nl": "Er klopt iets niet in wat is gestuurd", "en": "Something in what was sent is wrong"},
        {
            "nl": "Er is niets vastgelegd; errors zegt per gebeurtenis wat verwacht werd.",
            "en": "Nothing was recorded; errors says for each event what was expected.",
        },
    ),
    "not-yours-to-say": Kind(
        403,
        {"nl": "Dit is niet aan u om vast te leggen", "en": "This is not yours to record"},
        {
            "nl": "Er is niets vastgelegd; errors zegt per gebeurtenis waarom niet.",
            "en": "Nothing was recorded; errors says for each event why not.",
        },
    ),
    "unknown-dossier": Kind(
        404,
        {"nl": "Dat dossier of feit is er niet", "en": "That dossier or fact is not there"},
        {
            "nl": "Er is niets vastgelegd; errors zegt bij welke gebeurtenis, en wat verwacht werd.",
            "en": "Nothing was recorded; errors says with which event, and what was expected.",
        },
    ),
    "decision-refused": Kind(
        409,
        {"nl": "Zo kan niet besloten worden", "en": "It cannot be decided so"},
        {
            "nl": "Er is niets vastgelegd: wat er staat verdraagt dit besluit niet; errors zegt waarom niet.",
            "en": "Nothing was recorded: what stands does not bear this decision; errors says why not.",
        },
    ),
    "key-reused": Kind(
        422,
        {"nl": "De Idempotency-Key is al gebruikt", "en": "The Idempotency-Key was used before"},
        {
            "nl": "Onder deze Idempotency-Key is iets anders gevraagd. Geef een nieuw verzoek een nieuwe.",
            "en": "Something else was asked under this Idempotency-Key. Give a new request a new one.",
        },
    ),
    "file-refused": Kind(
        400,
        {"nl": "Het bestand kan niet worden genomen", "en": "The file cannot be taken"},
        {
            "nl": "Er is niets van vastgelegd; errors zegt waarom niet.",
            "en": "Nothing of it was recorded; errors says why not.",
        },
    ),
    "not-from-this-machine": Kind(
        403,
        {"nl": "Alleen vanaf deze machine", "en": "Only from this machine"},
        {
            "nl": "Zonder token antwoordt Ketenboek alleen aan wie op dezelfde machine werkt, zonder tussenserver.",
            "en": "Without a token Ketenboek answers only callers on the same machine, and not through a proxy.",
        },
    ),
    "foreign-host": Kind(
        421,
        {"nl": "Verkeerde hostnaam", "en": "Wrong host name"},
        {
            "nl": "De Host-header noemt een andere host; verwacht werd localhost, 127.0.0.1 of [::1].",
            "en": "The Host header names another host; expected localhost, 127.0.0.1 or [::1].",
        },
    ),
    "not-found": Kind(
        404,
        {"nl": "Niet gevonden", "en": "Not found"},
        {
            "nl": "{why} Op /v1/openapi.json staat welke adressen er zijn.",
            "en": "{why} The addresses there are stand at /v1/openapi.json.",
        },
    ),
    "method-not-allowed": Kind(
        405,
        {"nl": "Methode niet toegestaan", "en": "Method not allowed"},
        {
            "nl": "Dit adres kent deze methode niet; de header Allow noemt welke wel.",
            "en": "This address does not know this method; the Allow header names those it does.",
        },
    ),
    "database-gone": Kind(
        503,
        {"nl": "De database antwoordt niet", "en": "The database does not answer"},
        {
            "nl": "Het grootboek is nu niet te lezen. Er is niets verloren; probeer het zo dadelijk opnieuw.",
            "en": "The ledger cannot be read now. Nothing is lost; try again in a moment.",
        },
    ),
    "bad-body": Kind(
        400,
        {"nl": "Wat gestuurd is, is niet te lezen", "en": "What was sent cannot be read"},
        {
            "nl": "Verwacht wordt JSON zoals /v1/openapi.json het beschrijft, elke sleutel één keer en niet dieper "
            "dan 16 lagen.",
            "en": "Expected is JSON as /v1/openapi.json describes it, each key once and no deeper than 16 levels.",
        },
    ),
    "token-in-query": Kind(
        400,
        {"nl": "Een token hoort niet in een adres", "en": "A token does not belong in an address"},
        {
            "nl": "Adressen worden onderweg opgeschreven. Trek dit token in, en stuur een nieuw in de header "
            "Authorization.",
            "en": "Addresses are written down on the way. Withdraw this token, and send a new one in the "
            "Authorization header.",
        },
    ),
    "no-token": Kind(
        401,
        {"nl": "Zeg wie u bent", "en": "Say who you are"},
        {
            "nl": "Stuur een token mee: Authorization: Bearer ….",
            "en": "Send a token: Authorization: Bearer ….",
        },
    ),
    "token-refused": Kind(
        401,
        {"nl": "Het token geldt niet", "en": "The token does not hold"},
        {
            "nl": "Verwacht wordt een geldig, niet verlopen token (RFC 9068) dat voor dit ketenboek is uitgegeven.",
            "en": "Expected is a valid token (RFC 9068), not expired, that was issued for this ledger.",
        },
    ),
    "role-refused": Kind(
        403,
        {"nl": "Deze rol mag dit niet", "en": "This role may not do this"},
        {
            "nl": "Het token is in orde, maar niet voor deze handeling; /v1/openapi.json zegt welke rollen haar mogen.",
            "en": "The token is in order, but not for this operation; /v1/openapi.json says which roles may.",
        },
    ),
    "outside-scope": Kind(
        403,
        {"nl": "Buiten wat u mag zien", "en": "Beyond what you may see"},
        {
            "nl": "De vraag gaat over meer dan deze lezer mag zien. {expected}",
            "en": "The question is about more than this reader may see. {expected}",
        },
    ),
    "no-purpose": Kind(
        403,
        {"nl": "Waarvoor wordt dit gelezen?", "en": "What is this read for?"},
        {
            "nl": "Gegevens over personen worden gelezen voor een doel dat is genoemd: header Ketenboek-Purpose met "
            "een van {there_are}.",
            "en": "Data of persons are read for a purpose that is declared: the Ketenboek-Purpose header with one of "
            "{there_are}.",
        },
    ),
    "form-refused": Kind(
        403,
        {"nl": "Dit formulier geldt niet meer", "en": "This form no longer holds"},
        {
            "nl": "Er is niets gedaan. Open de pagina met het formulier opnieuw, en vul het daar in.",
            "en": "Nothing was done. Open the page with the form again, and fill it in there.",
        },
    ),
    "sign-in-refused": Kind(
        403,
        {"nl": "Aanmelden is niet gelukt", "en": "Signing in did not succeed"},
        {
            "nl": "U bent niet aangemeld. Begin opnieuw bij Aanmelden; blijft het zo, vraag dan uw beheerder of uw "
            "account hier een rol heeft.",
            "en": "You are not signed in. Begin again at Sign in; if it stays like this, ask your administrator "
            "whether your account has a role here.",
        },
    ),
    "issuer-gone": Kind(
        503,
        {"nl": "Aanmelden kan nu niet", "en": "Signing in is not possible now"},
        {
            "nl": "De dienst waar u zich aanmeldt antwoordt niet. Probeer het zo dadelijk opnieuw.",
            "en": "The service where you sign in does not answer. Try again in a moment.",
        },
    ),
    "not-acceptable": Kind(
        406,
        {"nl": "Niet in deze vorm", "en": "Not in this form"},
        {"nl": "Het antwoord komt als {there_are}.", "en": "The answer comes as {there_are}."},
    ),
    "too-slow": Kind(
        408,
        {"nl": "Het kwam te langzaam", "en": "It came too slowly"},
        {
            "nl": "Wat gestuurd werd, was niet op tijd binnen. Er is niets gedaan; stuur het opnieuw.",
            "en": "What was sent was not here in time. Nothing was done; send it again.",
        },
    ),
    "precondition-failed": Kind(
        412,
        {"nl": "Het is intussen anders", "en": "It has changed meanwhile"},
        {
            "nl": "Wat er nu staat is niet wat If-Match noemt. Lees het opnieuw en beslis daarop.",
            "en": "What is there now is not what If-Match names. Read it again and decide on that.",
        },
    ),
    "too-large": Kind(
        413,
        {"nl": "Te groot", "en": "Too large"},
        {"nl": "Hier worden hoogstens {bytes_max} bytes gelezen.", "en": "At most {bytes_max} bytes are read here."},
    ),
    "unsupported-media-type": Kind(
        415,
        {"nl": "Deze soort wordt niet gelezen", "en": "This media type is not read"},
        {
            "nl": "Verwacht wordt Content-Type {there_are}.",
            "en": "Expected is Content-Type {there_are}.",
        },
    ),
    "precondition-needed": Kind(
        428,
        {"nl": "Zeg waarop u beslist", "en": "Say what you decide on"},
        {
            "nl": "Stuur If-Match mee met de ETag van wat u las.",
            "en": "Send If-Match with the ETag of what you read.",
        },
    ),
    "too-many-requests": Kind(
        429,
        {"nl": "Te veel verzoeken", "en": "Too many requests"},
        {
            "nl": "Er is meer gevraagd dan het aandeel van dit token; Retry-After zegt over hoeveel seconden het weer "
            "kan.",
            "en": "More was asked than the share of this token; Retry-After says after how many seconds to go on.",
        },
    ),
    "headers-too-large": Kind(
        431,
        {"nl": "De headers zijn te groot", "en": "The headers are too large"},
        {"nl": "Stuur minder of kortere headers.", "en": "Send fewer or shorter headers."},
    ),
    "busy": Kind(
        503,
        {"nl": "Het is nu te druk", "en": "It is too busy now"},
        {
            "nl": "Er zijn meer verzoeken dan tegelijk beantwoord worden. Er is niets gedaan; probeer het zo opnieuw.",
            "en": "There are more requests than are answered at once. Nothing was done; try again in a moment.",
        },
    ),
    "internal": Kind(
        500,
        {"nl": "Interne fout", "en": "Internal error"},
        {
            "nl": "Er ging bij ons iets mis. Noem bij een melding de waarde van instance.",
            "en": "Something went wrong on our side. When you report it, give the value of instance.",
        },
    ),
}
"""Every problem the API can tell, by its code."""
