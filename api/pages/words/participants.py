"""The words of the page of participants, and of the pages on who is one person."""

from replay.messages import Catalogue

PARTICIPANTS: Catalogue = {
    "participants.title": ("Deelnemers", "Participants"),
    "participants.title.place": ("Deelnemers in {place}", "Participants in {place}"),
    "participants.lead": (
        "Eén persoon kan vaker zijn ingeschreven. Daarom staan op {day} inschrijvingen, trajecten en personen naast "
        "elkaar, en telt iedereen één keer als persoon.",
        "One person can be enrolled more than once. So enrolments, trajectories and persons stand side by side on "
        "{day}, and everybody counts once as a person.",
    ),
    "participants.counts": ("Hoeveel zijn het er?", "How many are there?"),
    "participants.count.enrolment-rows.as-delivered": ("Inschrijvingen", "Enrolments"),
    "participants.count.trajectories.courses": ("Trajecten, per cursus", "Trajectories, by course"),
    "participants.count.trajectories.components": ("Trajecten, met onderdelen samen", "Trajectories, parts together"),
    "participants.count.participants.deduplicated": ("Personen", "Persons"),
    "participants.places": ("Per gemeente", "By municipality"),
    "participants.places.note": (
        "Wie in twee gemeenten bekend is, telt in elk daarvan één keer, en in het land één keer.",
        "Who is known in two municipalities counts once in each, and once in the country.",
    ),
    "participants.persons": ("Personen met hun inschrijvingen", "Persons with their enrolments"),
    "participants.person": ("Persoon", "Person"),
    "participants.person.one": ("1 registratie", "1 registration"),
    "participants.person.many": ("{number} registraties, dezelfde persoon", "{number} registrations, the same person"),
    "participants.course": ("Cursus", "Course"),
    "participants.enrolled": ("Ingeschreven", "Enrolled"),
    "participants.counted": ("telt mee", "counts"),
    "participants.none": (
        "Er zijn op deze dag geen inschrijvingen. De lijst vult zich met bestanden van aanbieders.",
        "There are no enrolments on this day. The list fills with files of providers that are taken in.",
    ),
    "participants.questions": (
        "Is dit één persoon? Bekijk de open vragen",
        "Is this one person? Look at the open questions",
    ),
    "identity.title": ("Wie is één persoon?", "Who is one person?"),
    "identity.lead": (
        "{all} paren registraties lijken op elkaar, en Ketenboek kon niet zelf zeggen of het dezelfde persoon is. "
        "Zolang niemand beslist, tellen ze apart.",
        "{all} pairs of registrations are alike, and Ketenboek could not tell by itself whether they are one person. "
        "As long as nobody decides, they count apart.",
    ),
    "identity.none": (
        "Er zijn geen open vragen. Een vraag komt er als twee registraties op elkaar lijken, maar niet genoeg.",
        "There are no open questions. One comes when two registrations are alike, but not enough.",
    ),
    "identity.questions": ("Open vragen", "Open questions"),
    "identity.records": ("Registraties", "Registrations"),
    "identity.against": ("Wat ertegen spreekt", "What speaks against it"),
    "identity.unseen": ("De andere registratie mag u niet zien.", "You may not see the other registration."),
    "identity.look": ("Vergelijk ze", "Compare them"),
    "identity.pair": ("Is dit één persoon?", "Is this one person?"),
    "identity.side": ("Registratie {record}", "Registration {record}"),
    "identity.side.unnamed": ("Registratie zonder kenmerk", "Registration without a record id"),
    "identity.party": ("Geleverd door", "Delivered by"),
    "identity.facts": ("Wat is vastgelegd", "What was recorded"),
    "identity.more": ("en nog {number} feiten", "and {number} more facts"),
    "identity.open": ("Open het dossier", "Open the dossier"),
    "identity.compared": ("Wat gelijk is en wat verschilt", "What agrees and what differs"),
    "identity.compared.lead": (
        "Zo stond het toen het laatst is vergeleken, op positie {position}. De gegevens zelf staan hier niet.",
        "So it stood when it was last compared, at position {position}. The data themselves do not stand here.",
    ),
    "identity.compared.none": (
        "Deze twee zijn nog niet vergeleken. Dat gebeurt zodra ze een nummer delen, of zodra iemand over ze beslist.",
        "These two were not compared yet. That happens as soon as they share a number, or somebody decides on them.",
    ),
    "identity.compared.what": ("Gegeven", "What"),
    "identity.compared.how": ("Vergeleken", "Compared"),
    "identity.compared.crosswise": (
        "Voornaam en achternaam staan bij de een andersom.",
        "Given name and surname stand the other way round with one of them.",
    ),
    "identity.compared.numbers": (
        "Een nummer dat verschilt kan ook van een registratie zijn die al aan een van de twee is gekoppeld.",
        "A number that differs can also be of a registration that is linked to one of the two already.",
    ),
    "identity.field.given-name": ("Voornaam", "Given name"),
    "identity.field.surname": ("Achternaam", "Surname"),
    "identity.field.birth-date": ("Geboortedatum", "Birth date"),
    "identity.field.sex": ("Geslacht", "Sex"),
    "identity.field.bsn": ("BSN", "BSN"),
    "identity.field.v-number": ("V-nummer", "V-number"),
    "identity.agreement.AGREES": ("gelijk", "agrees"),
    "identity.agreement.ALMOST": ("lijkt erop, niet helemaal gelijk", "alike, not quite the same"),
    "identity.agreement.DIFFERS": ("verschilt", "differs"),
    "identity.agreement.UNKNOWN": ("niet bekend", "not known"),
    "identity.before": ("Wat eerder is beslist", "What was decided before"),
    "identity.before.none": ("Nog niets.", "Nothing yet."),
    "identity.was.RegistrationsLinked": ("Dezelfde persoon", "The same person"),
    "identity.was.RegistrationsUnlinked": ("Niet dezelfde persoon", "Not the same person"),
    "identity.was.LinkLeftUndecided": ("Niet beslist", "Not decided"),
    "identity.by": ("door {decider}", "by {decider}"),
    "identity.decide": ("Beslis", "Decide"),
    "identity.answer": ("Uw antwoord", "Your answer"),
    "identity.answer.LINK": ("Dit is dezelfde persoon: koppel ze", "This is the same person: link them"),
    "identity.answer.KEEP_APART": (
        "Dit zijn twee personen: houd ze uit elkaar",
        "These are two persons: keep them apart",
    ),
    "identity.reason": ("Waarom", "Why"),
    "identity.reason.choose": ("Kies een reden", "Choose a reason"),
    "identity.reason.other": ("Of een andere reden, in eigen woorden", "Or another reason, in your own words"),
    "identity.reason.other.hint": (
        "Eigen woorden worden verzegeld bij het besluit bewaard.",
        "Words of your own are kept sealed with the decision.",
    ),
    "identity.despite": (
        "Het is dezelfde persoon, ook al verschillen de BSN's: dat heb ik uitgezocht.",
        "It is the same person although the BSNs differ: I have looked into that.",
    ),
    "identity.send": ("Leg het besluit vast", "Record the decision"),
    "identity.warning": (
        "Dit besluit gaat voor op wat Ketenboek zelf zou zeggen. U kunt het later met een nieuw besluit veranderen.",
        "This decision goes before what Ketenboek would say by itself. You can change it later by a new decision.",
    ),
    "identity.reason.OTHER_PERSON": ("het is iemand anders", "it is somebody else"),
    "identity.reason.SAME_PERSON": ("het is dezelfde persoon", "it is the same person"),
    "identity.reason.HOUSEHOLD_MEMBER": ("het zijn huisgenoten", "they are of one household"),
    "identity.reason.TWIN": ("het is een tweeling", "they are twins"),
    "identity.reason.NUMBER_TYPED_OVER": ("een nummer is verkeerd overgetypt", "a number was typed over"),
    "identity.reason.NAME_CHANGED": ("de naam is veranderd", "the name was changed"),
    "identity.reason.BIRTH_DATE_CORRECTED": ("de geboortedatum is verbeterd", "the birth date was corrected"),
    "identity.reason.CONFIRMED_BY_PERSON": ("de persoon bevestigde het", "the person confirmed it"),
    "identity.reason.CONFIRMED_IN_BRP": ("bevestigd in de BRP", "confirmed in the BRP"),
    "identity.mistakes": (
        "Er is nog niets vastgelegd. Wat u invulde staat er nog.",
        "Nothing was recorded yet. What you filled in is still there.",
    ),
    "identity.needs.decision": ("Kies een van de twee antwoorden.", "Choose one of the two answers."),
    "identity.needs.reason": (
        "Zeg waarom: kies een reden, of schrijf er een in eigen woorden.",
        "Say why: choose a reason, or write one in your own words.",
    ),
    "identity.refused.BsnsDiffer": (
        "De twee hebben verschillende geldige BSN's, en één persoon heeft er één. Vink dit aan als u het hebt "
        "uitgezocht en het toch dezelfde persoon is.",
        "The two have different valid BSNs, and one person has one. Tick this where you looked into it and it is the "
        "same person all the same.",
    ),
    "identity.refused.OthersAreKeptApart": (
        "Er is eerder besloten dat registraties van deze twee personen uit elkaar blijven, dus deze koppeling zou "
        "niets doen. Beslis eerst opnieuw over die twee.",
        "It was decided before that registrations of these two persons stay apart, so this link would do nothing. "
        "Decide on those two again first.",
    ),
    "notice.identity_linked": (
        "Vastgelegd: dit is dezelfde persoon.",
        "Recorded: this is the same person.",
    ),
    "notice.identity_apart": ("Vastgelegd: dit zijn twee personen.", "Recorded: these are two persons."),
}
