"""Refusals of `record` in Dutch: what was typed, which registration, what a decision is held against.

The English stands with each refusal (`exchange/by_hand.py`, `exchange/recording.py`, `domain/decision_refusals.py`). A
sentence repeats the names of facts and fields, never a value that was typed.
"""

from typing import Any, Final

HISTORY: Final = "`ketenboek history ID` toont de feiten met hun id."
RECORDING: Final = {
    "IdIsNeeded": (
        "Dit feit gaat over een registratie: verwacht id=, het id zoals de bron het schrijft, bijvoorbeeld id=W3."
    ),
    "IdIsUnknown": (
        "Geen registratie heeft dat id (in die bron): verwacht het id zoals de bron het schrijft, bijvoorbeeld id=W3 "
        "of id=GWS4all:W3. Iemand die nieuw is, legt u eerst vast met PersonRegistered id=… municipality=…"
    ),
    "ReasonIsNeeded": "Een besluit over twee registraties zegt waarom: verwacht --reason met enkele woorden.",
    "ReasonSaysOtherwise": (
        'De reden zegt het omgekeerde van het besluit: verwacht voor één persoon bijvoorbeeld "zelfde persoon", en '
        'voor twee personen "andere persoon", of het andere besluit.'
    ),
    "BsnsDiffer": (
        "De twee dragen verschillende geldige BSN's, en die heeft één persoon niet: verwacht een vervangen BSN "
        "(BsnReplaced), of --different-bsn als u het hebt uitgezocht en het toch één persoon is."
    ),
    "OthersAreKeptApart": (
        "Er is besloten dat registraties van deze twee personen gescheiden blijven, zodat deze koppeling niets zou "
        "doen: verwacht eerst een koppeling tussen die twee."
    ),
    "OtherIsUnknown": (
        "Er is geen registratie met het id in other: verwacht het id van een registratie; of gebruik: ketenboek link "
        "A B --reason …"
    ),
    "DeciderIsThePolicy": (
        "Het beleid neemt zijn eigen besluiten: verwacht in decider het pseudoniem van wie besloot, zoals m1234."
    ),
    "IdIsAPersonNumber": (
        "Dat id is een geldig BSN, en dat is nooit het id van een registratie: verwacht het id van de bron zelf. Het "
        "nummer hoort in bsn=, waar het wordt verzegeld."
    ),
    "MunicipalityIsNeeded": (
        "Het is niet bekend van welke gemeente dit feit is: verwacht municipality=NAAM of CODE, bijvoorbeeld "
        "municipality=Groningen."
    ),
    "DateLiesAhead": (
        "De datum ligt in de toekomst: verwacht de dag waarop het gebeurde, uiterlijk vandaag. Van een besluit dat "
        "later ingaat, geeft u de dag waarop het is genomen en effective_on=."
    ),
    "EventIsElsewhere": (
        "Het feit dat wordt genoemd, staat niet in de registratie die id= noemt: verwacht het id van de eigen "
        "registratie, of geen id=."
    ),
    "SealedFieldsDiffer": (
        "Hetzelfde feit staat er al, met andere verzegelde velden: verwacht een correctie met EventCorrected original=…"
    ),
    "StreamKeepsMoving": "Anderen schrijven steeds in hetzelfde dossier; er is niets vastgelegd. Probeer het opnieuw.",
}
DECISIONS: Final = {
    "EventIsUnknown": f"Het feit dat wordt genoemd, staat niet in dit dossier. {HISTORY}",
    "DecisionIsUnknown": f"Het besluit dat wordt genoemd, staat niet in dit dossier. {HISTORY}",
    "AbsenceIsUnknown": f"De afwezigheid die wordt genoemd, staat niet in dit dossier. {HISTORY}",
    "EventIsOfAnotherKind": f"Het feit dat wordt genoemd, zegt iets anders dan waar dit op volgt. {HISTORY}",
    "EventIsNoDecision": (
        "Het feit dat wordt genoemd is geen besluit: verwacht het id van een besluit. Wat onjuist is, herstelt u met "
        "EventCorrected of EventRetracted."
    ),
    "EventIsRetracted": (
        "Het feit dat wordt genoemd is ingetrokken: verwacht een feit dat geldt. Een EventCorrected dat het noemt, "
        "herstelt het."
    ),
    "EventIsNoOriginal": (
        "Het feit dat wordt genoemd is zelf een correctie of intrekking: verwacht het eerste feit, ook als dat eerder "
        "is gecorrigeerd."
    ),
    "EventCannotBeTakenBack": (
        "Dit feit zegt wat er met dit boek is gedaan, en kan niet worden gecorrigeerd of ingetrokken. Leg wat daarna "
        "gebeurde vast als eigen feit."
    ),
    "CorrectionIsOfAnotherType": (
        "De inhoud van de correctie is niet van het soort van het oorspronkelijke feit: verwacht al zijn velden, of "
        "losse velden als woorden. Gebeurde er iets anders, trek het dan in en leg het opnieuw vast."
    ),
    "CorrectionIsOfAnotherSubject": (
        "De correctie zou een gedeeld feit een andere naam of gemeente geven: verwacht die van het oorspronkelijke. "
        "Trek dat in en leg het opnieuw vast."
    ),
    "NothingIsProposed": (
        "Wat wordt genoemd, heeft geen tweede woord nodig, dus er valt niets goed te keuren of te weigeren: verwacht "
        "een boete, betaling, taakstelling, afsluiting of de vrijgave van een regel of model."
    ),
    "ApproverIsTheProposer": "Wie een feit vastlegde of corrigeerde, kan het niet zelf goedkeuren of weigeren.",
    "DatedBeforeWhatItFollows": (
        "De datum ligt vóór die van waar dit besluit op volgt: verwacht dezelfde dag of later. Is de eerdere datum "
        "onjuist, herstel die dan eerst met EventCorrected."
    ),
    "EndsBeforeItBegins": "Het einde ligt op of vóór het begin: verwacht een latere dag, want het einde telt niet mee.",
    "PersonHasDied": "De persoon overleed vóór de dag van dit besluit: verwacht een eerdere dag, of geen besluit.",
    "PlacementIsAlreadyOpen": (
        "Op die dag loopt al een plaatsing: verwacht een die is geëindigd. Leg eerst het einde vast met "
        "PlacementEnded, of ProviderReassigned als alleen de aanbieder verandert."
    ),
    "NobodyIsPlacedOrEnrolled": (
        "Er is niets om over te dragen: verwacht eerst een plaatsing, inschrijving, wachtlijst of voorziening. Leg "
        "anders PlacementStarted met de aanbieder vast."
    ),
    "ProviderIsTheSame": "De persoon is al bij die aanbieder: verwacht een andere in to_provider.",
    "ExemptionStandsAlready": "Er geldt al een ontheffing die deze omvat: trek die eerst in of corrigeer haar.",
    "DispensationStandsAlready": "Er geldt al een vrijstelling die deze omvat: trek die eerst in of corrigeer haar.",
    "NoExemptionStands": "Er is geen ontheffing om in te trekken: verwacht een ExemptionGranted die geldt.",
    "OfferWasDeclined": "Het aanbod is geweigerd: verwacht een aanbod dat is aanvaard.",
    "ProvisionStandsAlready": "Een voorziening van deze soort geldt al: leg eerst vast dat die is vervallen.",
    "NoProvisionStands": "Er is geen voorziening die kan vervallen: verwacht een ProvisionEstablished die geldt.",
    "NobodyAskedForThat": "Er is geen aanvraag waarop dit besluit antwoordt: leg die eerst vast.",
    "RequestIsAlreadyAnswered": "De aanvraag is al beantwoord: verwacht een die open is.",
    "PlanIsAlreadyAdopted": "Er is al een PIP vastgesteld: leg een wijziging vast met PersonalPlanAmended.",
    "NoPlanIsAdopted": "Er is geen PIP om te wijzigen: verwacht een PersonalPlanAdopted die geldt.",
    "LevelDoesNotFitRoute": "Het niveau past niet bij de route: verwacht bijvoorbeeld route=Z level=A2.",
    "NoSuchTermRuns": "Er loopt geen termijn die kan worden verlengd: verwacht een TermStarted van die termijn.",
    "TermDoesNotGetLonger": "Het nieuwe einde ligt niet na het oude: verwacht een latere dag in until_on.",
    "TransitionNeedsAnEnd": "Een overgang heeft een einde nodig, bijvoorbeeld until_on=2008-09-01.",
    "OrderIsAlreadyIssued": "Er geldt al zo'n handhavingsbeschikking: trek die eerst in of corrigeer haar.",
    "FineNeedsAnAmount": "Een boete heeft een bedrag: verwacht amount_cents, bijvoorbeeld amount_cents=25000 (€ 250).",
    "WarningHasNoAmount": "Een waarschuwing heeft geen bedrag: verwacht kind=FINE, of geen amount_cents.",
    "BenefitWasCutForTheSameAct": (
        "Voor dezelfde gedraging is de uitkering verlaagd, dus daar komt geen boete bij (Wi 2007 art. 37; Wi 2021 "
        "art. 27)."
    ),
    "DecisionAlreadyWithdrawn": "Het besluit heeft geen werking meer: verwacht een besluit dat geldt.",
    "NobodyObjected": "Tegen dat besluit is geen bezwaar gemaakt: verwacht een ObjectionLodged dat het noemt.",
    "ObjectionIsAlreadyDecided": "Op het bezwaar is al beslist: verwacht een bezwaar dat open is.",
    "EffectNeedsAFoundedObjection": (
        "Een ongegrond bezwaar verandert niets aan het besluit: verwacht outcome=FOUNDED of PARTLY_FOUNDED."
    ),
    "AmountIsNotPositive": (
        "Het bedrag is niet hoger dan nul: verwacht eurocenten, bijvoorbeeld amount_cents=5000 voor € 50."
    ),
    "NoDepositIsHeld": "Er is geen borgsom ontvangen: verwacht eerst een DepositReceived.",
    "BonusIsNotGranted": "Zo'n bonus is niet toegekend: verwacht een BonusGranted die geldt.",
    "NothingIsCharged": "Er is geen eigen bijdrage opgelegd: verwacht een OwnContributionCharged die geldt.",
    "AmountIsTooHigh": "Het bedrag is hoger dan wat er over is van wat is ontvangen, toegekend of opgelegd.",
    "RegistrationIsItself": "Een registratie kan niet met zichzelf worden gekoppeld: verwacht een andere in other.",
    "LinkIsNotCorrected": (
        "Een besluit over twee registraties wordt niet gecorrigeerd, want dat zou veranderen wie het nam en waarop: "
        "verwacht een ander besluit met `ketenboek link` of `ketenboek unlink`, of EventRetracted."
    ),
    "RegistrationsAreKeptApart": (
        "Er is besloten dat deze twee registraties gescheiden blijven: verwacht ground=REVIEW, of dat besluit in "
        "supersedes."
    ),
}


def refusal(error: Any) -> str:
    """The sentence for a refusal of `record`; empty where there is none."""
    name = type(error).__name__
    if name in DECISIONS:
        return f"{DECISIONS[name]} ({error.detail})" if error.detail else DECISIONS[name]
    return RECORDING.get(name, "") or _about_words(error) or _about_names(error)


def _about_names(error: Any) -> str:
    match type(error).__name__:
        case "AmbiguousId":
            first, *_ = error.candidates
            return f"Meer registraties hebben dat id: verwacht een van {', '.join(error.candidates)}, zoals id={first}."
        case "NameIsTaken":
            return (
                f"De gemeente met code {error.code} heet al zo: verwacht een naam die geen andere heeft. Heet "
                f"{error.code} inmiddels anders, leg dat dan eerst vast, met MunicipalityNamed code={error.code} name=…"
            )
        case _:
            return ""


def _about_words(error: Any) -> str:
    match type(error).__name__:
        case "WordHasNoField":
            return (
                f"Woord {error.number} heeft niet de vorm veld=waarde: verwacht bijvoorbeeld occurred_on=2008-06-20; "
                'zet aanhalingstekens om een waarde met spaties, zoals "municipality=Den Haag".'
            )
        case "FieldIsUnknown":
            asked = f"veld {error.field} (woord {error.given})" if error.field else f"veld zoals in woord {error.given}"
            return f"{error.kind} heeft geen {asked}: verwacht een van {', '.join(error.known)}."
        case "FieldStandsTwice":
            return f"Het veld {error.field} staat er tweemaal: verwacht het eenmaal, met komma's als het een lijst is."
        case "FieldIsMissing":
            expected = "; ".join(
                f"{one.name} ({one.kind.dutch}), bijvoorbeeld {one.name}={one.kind.example}" for one in error.missing
            )
            return f"{error.kind} kan niet zonder: {expected}."
        case "FieldIsNested":
            return (
                f"Het veld {error.field} is een structuur, die niet als veld=waarde kan worden getypt: laat het weg, "
                "of lever het feit aan als regel JSON (profiel cloudevents)."
            )
        case "FieldIsRefused":
            example = f"{error.field}={error.kind.example}"
            return f"Het veld {error.field} is niet begrepen: verwacht {error.kind.dutch}, bijvoorbeeld {example}."
        case "MunicipalityIsUnknown":
            return (
                f"De gemeente in {error.field} is niet bekend: verwacht de naam van een bekende gemeente of haar "
                f"CBS-code van vier cijfers, bijvoorbeeld {error.field}=0014. Een nieuwe naam legt u vast met: "
                "ketenboek record MunicipalityNamed code=NNNN name=…"
            )
        case "BodyIsRefused":
            known = ", ".join(error.known)
            return (
                f"De inhoud heeft een veld dat {error.kind} niet kent: verwacht {known}, of losse velden als woorden."
            )
        case "ParameterIsRefused":
            return (
                f"De parameter {error.parameter} is een geheel getal: verwacht cijfers en niets anders, "
                f"{error.smallest} of meer, zoals value=4."
            )
        case "KindIsNotRecordedByHand":
            return f"{error.kind} wordt niet met de hand vastgelegd: het volgt uit een import of uit wissing."
        case _:
            return ""
