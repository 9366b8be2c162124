"""Refusals of what is sent to the server, in its own words: fields of an event, headers and addresses.

Whoever records on the command line gets the sentences of `exchange/recording.py` and `domain/decision_refusals.py`,
which name its words (`id=W3`) and commands. Where a sentence does that, what a server says instead stands here, with
the field it is about; all the others are the same in both places.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from exchange.record_refusals_dutch import refusal


class Said(NamedTuple):
    """A refusal in two languages, and the field of the event it is about, where it is about one."""

    field: str | None
    dutch: str
    english: str


_SHOWN: Final = (
    "GET /v1/dossiers/{registration} toont de feiten met hun event_id.",
    "GET /v1/dossiers/{registration} shows the facts with their event_id.",
)
SAID: Final[Mapping[str, Said]] = {
    "IdIsUnknown": Said(
        "subject",
        "Er is geen registratie met dit subject, of niet voor u: verwacht het kenmerk waaronder u haar vastlegde, of "
        "het id van de registratie hier. Wie nieuw is, legt u eerst vast met een person-registered; dat mag in "
        "hetzelfde verzoek.",
        "There is no registration with this subject, or not for you: expected the record id under which you recorded "
        "it, or the id of the registration here. Who is new is recorded first with a person-registered, which may be "
        "in the same request.",
    ),
    "MunicipalityIsNeeded": Said(
        "data.municipality",
        "Het is niet bekend van welke gemeente dit feit is: verwacht haar CBS-code van vier cijfers, zoals 0014.",
        "It is not known of which municipality this fact is: expected its CBS code of four digits, such as 0014.",
    ),
    "DateLiesAhead": Said(
        "data.occurred_on",
        "De datum ligt in de toekomst: verwacht de dag waarop het gebeurde, uiterlijk vandaag. Van een besluit dat "
        "later ingaat, is dat de dag waarop het is genomen; vanaf wanneer het geldt staat in data.fields.effective_on.",
        "The date lies in the future: expected the day on which it happened, today at the latest. Of a decision that "
        "takes effect later that is the day it was taken; from when it holds stands in data.fields.effective_on.",
    ),
    "EventIsElsewhere": Said(
        "subject",
        "Het feit dat wordt genoemd, staat niet in de registratie van dit subject: verwacht die waarin het staat.",
        "The event that is named does not stand in the registration of this subject: expected the one in which it "
        "does.",
    ),
    "SealedFieldsDiffer": Said(
        "data.personal",
        "Hetzelfde feit staat er al, met andere verzegelde velden: verwacht een event-corrected, met in original het "
        "event_id van dat feit.",
        "The same fact stands already, with other sealed fields: expected an event-corrected, whose original is the "
        "event_id of that fact.",
    ),
    "NameIsTaken": Said(
        "data.fields.name",
        "De gemeente met code {code} heet al zo: verwacht een naam die geen andere heeft. Heet {code} inmiddels "
        "anders, leg dat dan eerst vast met een municipality-named.",
        "The municipality with code {code} has that name already: expected a name that no other has. If {code} is "
        "called otherwise by now, record that first with a municipality-named.",
    ),
    "ParameterIsRefused": Said(
        "data.fields.value",
        "De waarde van {parameter} is een geheel getal van {smallest} of meer: verwacht een tekst met cijfers en niets "
        'anders, zoals "4".',
        "The value of {parameter} is a whole number, {smallest} or more: expected a text of digits and nothing else, "
        'such as "4".',
    ),
    "ReasonIsNeeded": Said(
        "reason",
        "Een besluit over twee registraties zegt waarom: verwacht enkele woorden in reason.",
        "A decision on two registrations says why: expected a few words in reason.",
    ),
    "ReasonSaysOtherwise": Said(
        "reason",
        "De reden zegt het omgekeerde van het besluit: verwacht een reden die erbij past, of het andere besluit.",
        "The reason means the opposite of the decision: expected a reason that fits it, or the other decision.",
    ),
    "BsnsDiffer": Said(
        "despite_bsns",
        "De twee dragen verschillende geldige BSN's, en die heeft één persoon niet: verwacht een vervangen BSN "
        "(bsn-replaced), of despite_bsns true als u het hebt uitgezocht en het toch één persoon is.",
        "The two carry different valid BSNs, which one person does not have: expected a replaced BSN (bsn-replaced), "
        "or despite_bsns true where you looked into it and it is one person all the same.",
    ),
    "OtherIsUnknown": Said(
        "other",
        "Er is geen registratie met het id in other: verwacht het id van een registratie hier.",
        "There is no registration with the id in other: expected the id of a registration here.",
    ),
    "EventIsUnknown": Said(
        None,
        f"Het feit dat wordt genoemd, staat niet in dit dossier, of niet voor u. {_SHOWN[0]}",
        f"The event that is named does not stand in this dossier, or not for you. {_SHOWN[1]}",
    ),
    "DecisionIsUnknown": Said(
        None,
        f"Het besluit dat wordt genoemd, staat niet in dit dossier: verwacht het event_id van een besluit. {_SHOWN[0]}",
        f"The decision that is named does not stand in this dossier: expected the event_id of a decision. {_SHOWN[1]}",
    ),
    "AbsenceIsUnknown": Said(
        None,
        "De afwezigheid die wordt genoemd, staat niet in dit dossier: verwacht het event_id van een absence-recorded. "
        f"{_SHOWN[0]}",
        "The absence that is named does not stand in this dossier: expected the event_id of an absence-recorded. "
        f"{_SHOWN[1]}",
    ),
    "EventIsOfAnotherKind": Said(
        None,
        f"Het feit dat wordt genoemd, zegt iets anders dan waar dit op volgt. {_SHOWN[0]}",
        f"The event that is named says something else than this fact follows. {_SHOWN[1]}",
    ),
    "CorrectionIsOfAnotherType": Said(
        "data.fields.body",
        "De inhoud van de correctie is niet van het soort van het oorspronkelijke feit: verwacht de hele inhoud met al "
        "zijn velden. Gebeurde er iets anders, trek het dan in met een event-retracted en leg het opnieuw vast.",
        "The body of the correction is not of the type of the original: expected its whole body with all its fields. "
        "Where another kind of fact happened, retract the original with an event-retracted and record anew.",
    ),
    "LevelDoesNotFitRoute": Said(
        "data.fields.level",
        "Het niveau past niet bij de route: A2 kan niet bij route EDUCATION, en B1 niet bij route Z. Verwacht "
        "bijvoorbeeld route Z met level A2.",
        "The level does not fit the route: A2 is not possible with route EDUCATION, nor B1 with route Z. Expected for "
        "example route Z with level A2.",
    ),
    "TransitionNeedsAnEnd": Said(
        "data.fields.until_on",
        "Een overgang heeft een einde nodig: verwacht een dag als 2008-09-01.",
        "A transition is authorised absence only with an end: expected a day such as 2008-09-01.",
    ),
    "FineNeedsAnAmount": Said(
        "data.fields.amount_cents",
        "Een boete heeft een bedrag: verwacht eurocenten boven nul, zoals 25000 voor € 250.",
        "A fine has an amount: expected euro cents above zero, such as 25000 for EUR 250.",
    ),
    "WarningHasNoAmount": Said(
        "data.fields.amount_cents",
        "Een waarschuwing heeft geen bedrag: verwacht kind FINE, of geen amount_cents.",
        "A warning has no amount: expected kind FINE, or no amount_cents.",
    ),
    "EffectNeedsAFoundedObjection": Said(
        "data.fields.outcome",
        "Een ongegrond bezwaar verandert niets aan het besluit: verwacht FOUNDED of PARTLY_FOUNDED, of geen effect en "
        "geen replaced_by.",
        "The decision keeps its effect where the objection was not founded: expected FOUNDED or PARTLY_FOUNDED, or no "
        "effect and no replaced_by.",
    ),
    "AmountIsNotPositive": Said(
        "data.fields.amount_cents",
        "Het bedrag is niet hoger dan nul: verwacht eurocenten, zoals 5000 voor € 50. Wat bij vergissing is geboekt, "
        "trekt u in met een event-retracted.",
        "The amount is not above zero: expected euro cents, such as 5000 for EUR 50. What was booked by mistake is "
        "retracted with an event-retracted.",
    ),
    "LinkIsNotCorrected": Said(
        None,
        "Een besluit over twee registraties wordt niet gecorrigeerd, want dat zou veranderen wie het nam en waarop: "
        "verwacht een ander besluit met POST /v1/identity-decisions, of een event-retracted.",
        "A decision on two registrations is not corrected, since that would change who took it and on what: expected "
        "another decision with POST /v1/identity-decisions, or an event-retracted.",
    ),
    "RegistrationsAreKeptApart": Said(
        None,
        "Er is besloten dat deze twee registraties gescheiden blijven: verwacht ground REVIEW, of dat besluit in "
        "supersedes.",
        "Somebody decided that these two registrations must stay apart: expected ground REVIEW, or that decision in "
        "supersedes.",
    ),
}
"""Refusal → what a server says of it. `{words}` are filled in from the refusal: names of the house, never a value."""
OF_EVENTS: Final[Mapping[str, tuple[str, str]]] = {
    "DECIDED_HERE": (
        "Wie één persoon is, wordt hier besloten en niet aangeleverd: POST /v1/identity-decisions neemt zo'n besluit.",
        "Who is one person is decided here and not delivered: POST /v1/identity-decisions takes such a decision.",
    ),
    "UNKNOWN_FACT": (
        "Deze soort feit is er niet, of niet in deze versie, of ze wordt niet aangeleverd: /v1/fact-types noemt de "
        "soorten.",
        "There is no such kind of fact, or not in this version, or it is not delivered: /v1/fact-types names the "
        "kinds.",
    ),
}
"""Reason of an event that is refused → the same."""
_TELLS_AN_ID: Final = frozenset(("EventIsUnknown", "DecisionIsUnknown", "AbsenceIsUnknown"))
"""Refusals whose detail is only the id that was sent, which is not said back."""


def said_of(error: Exception) -> Said:
    """What a server says of a refusal."""
    name, english = type(error).__name__, " ".join(str(error).split())
    said = SAID.get(name)
    if said is None:
        return Said(None, refusal(error) or english, english)
    filled: dict[str, Any] = {"registration": "{registration}", **vars(error)}
    detail = "" if name in _TELLS_AN_ID or not filled.get("detail") else f" ({filled['detail']})"
    return Said(said.field, said.dutch.format_map(filled) + detail, said.english.format_map(filled) + detail)
