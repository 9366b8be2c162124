"""Realisation as it is accounted for: people on a trajectory, and of those whose documents were all received.

Source: Samenvatting individuele versnellingsplannen G4 of 6 October 2008, Den Haag. The agreement with the State is
"11.916 personen op traject"; and "Vanaf 2009 kan de realisatie in Den Haag actueel worden gevolgd van alle burgers die
een traject volgen en van wie alle benodigde verantwoordingsdocumenten zijn ontvangen" (R028, R042, R043).

In plain words: until 2009 a person counts who was placed on a trajectory. From 2009 on the needed documents must also
have been received in good order, at the latest on the day asked: signed where it is said whether they are, about this
person, and not rejected by then. Which documents are needed no document says, so a municipality sets them. A later good
receipt mends an earlier bad one from its own day on. Both versions count people, each once in the place asked, by their
earliest trajectory there; the documents are those that its municipality has of the person, in whichever dossier.

First is tested whether there is a trajectory that counts, then the documents: missing, late, not in good order, about
another person, received on an unknown day. What is not there comes before what is there and not good: without a paper
there is nothing to judge. The detail names the documents of that kind, and beside them what else is wrong.

Worked example, Den Haag as of 31 December 2008: ten people are on a trajectory, of five all documents were there. The
startverklaring of the sixth came on 12 January 2009: DOC_LATE, and counted as of 31 January. Its figure of 31 December
stays five.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from domain.counting import (
    Against,
    Conflict,
    Parameter,
    ParameterNotSet,
    Passage,
    Question,
    Reason,
    Rule,
    Sentence,
    Test,
)
from domain.dates import When, days_over, first_day, last_day
from domain.rules.intake import PLANS_G4
from domain.rules.quota_realisation import PLACED, SAME_PERSON, WI_2007, Placement
from domain.rules.shared import known_day

RejectedBecause = Literal["UNSIGNED", "WRONG_PERSON", "ILLEGIBLE", "INCOMPLETE", "EXPIRED", "OTHER"]
FaultCode = Literal["DOC_MISSING", "DOC_LATE", "DOC_INVALID", "DOC_WRONG_PERSON", "DATE_UNKNOWN"]


class Rejection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a receipt was found not to be good."""

    on: When | None = None
    reason: RejectedBecause | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a document was received; `signed` and `names_person` are absent where nobody said."""

    document: str
    on: When | None = None
    signed: bool | None = None
    names_person: Literal["SAME", "OTHER", "UNKNOWN"] | None = None
    rejections: tuple[Rejection, ...] = ()


class AccountedPlacement(Placement, frozen=True, kw_only=True):
    """A placement, or an order and no placement, with the documents of the person that its municipality received."""

    receipts: tuple[Receipt, ...] = ()


# --- Sources ---

IN_DEN_HAAG = "Versnellingsplan gemeente Den Haag"
IN_FORCE_FROM, IN_FORCE_UNTIL = date(2009, 1, 1), date(2010, 1, 1)
"""The documents are asked "vanaf 2009"; the agreement runs from the Act of 2007 until the end of 2009."""
PERSONS_ON_TRAJECTORY = Passage(
    PLANS_G4, IN_DEN_HAAG, "inburgeringstaakstelling met het rijk: 11.916 personen op traject", "R028"
)
ALL_DOCUMENTS = Passage(
    PLANS_G4,
    IN_DEN_HAAG,
    "alle burgers die een traject volgen en van wie alle benodigde verantwoordingsdocumenten zijn ontvangen",
    "R042",
)
FROM_2009 = Passage(PLANS_G4, IN_DEN_HAAG, "Vanaf 2009 kan de realisatie in Den Haag actueel worden gevolgd", "R043")

DOCUMENTS = Parameter(
    "accountability-documents",
    {
        "nl": "De documenten die voor de verantwoording nodig zijn.",
        "en": "The documents that accountability needs.",
    },
    "list",
)
"""No default: the source says "alle benodigde" and names none."""


# --- Whether a document is there ---


@dataclass(frozen=True, slots=True)
class _Fault:
    """What keeps a needed document from counting; `on` is the day on which it was there in good order after all."""

    document: str
    code: FaultCode
    because: str = ""
    on: date | None = None


def _needed(placement: AccountedPlacement, question: Question) -> tuple[str, ...]:
    """The documents asked, each once; raises ParameterNotSet where the list holds none, for then all would count."""
    named: Sequence[str] = question.parameters[DOCUMENTS.name]
    if not named:
        raise ParameterNotSet(DOCUMENTS, COMPLETE_FILES.name, placement.municipality)
    return tuple({document.casefold(): document for document in reversed(named)}.values())[::-1]


def _not_good(receipt: Receipt, day: date) -> tuple[FaultCode, str] | None:
    """Why a receipt is not in good order on a day. Whose paper it is comes before whether it is signed."""
    rejected = [one for one in receipt.rejections if (on := known_day(one.on)) is not None and on <= day]
    if receipt.names_person == "OTHER" or any(one.reason == "WRONG_PERSON" for one in rejected):
        return "DOC_WRONG_PERSON", ""
    if receipt.signed is False:
        return "DOC_INVALID", "UNSIGNED"
    if rejected:
        return "DOC_INVALID", rejected[-1].reason or "REJECTED"
    if any(known_day(one.on) is None and not _is_after(one.on, day) for one in receipt.rejections):
        return "DATE_UNKNOWN", ""
    return None


def _fault(document: str, receipts: Iterable[Receipt], as_of: date) -> _Fault | None:
    """What keeps this document from counting at the end of a day; None when it was there in good order."""
    of_document = [one for one in receipts if one.document.casefold() == document.casefold()]
    dated = sorted(((day, one) for one in of_document if (day := known_day(one.on))), key=lambda one: one[0])
    received = [_not_good(one, as_of) for day, one in dated if day <= as_of]
    undated = [
        _not_good(one, as_of) for one in of_document if known_day(one.on) is None and not _is_after(one.on, as_of)
    ]
    if None in received:
        return None
    if None in undated:
        return _Fault(document, "DATE_UNKNOWN")
    mended_on = next((day for day, one in dated if day > as_of and _not_good(one, day) is None), None)
    found = [why for why in [*undated, *received] if why is not None]
    if found:
        code, because = found[-1]
        return _Fault(document, code, because, mended_on)
    comes_later = any(
        _is_after(one.on, as_of) and _not_good(one, last_day(one.on)) is None for one in of_document if one.on
    )
    return _Fault(document, "DOC_LATE" if comes_later else "DOC_MISSING", "", mended_on)


def _is_after(when: When | None, day: date) -> bool:
    """Whether it surely happened after that day, as far as it is known when."""
    return when is not None and first_day(when) > day


def _faults(placement: AccountedPlacement, question: Question) -> Iterator[_Fault]:
    for document in _needed(placement, question):
        fault = _fault(document, placement.receipts, question.bounds.as_of)
        if fault is not None:
            yield fault


# --- The tests ---


def _documents(code: FaultCode, nl: str, en: str) -> Test:
    """The test that some needed documents have this fault."""

    def check(placement: AccountedPlacement, question: Question) -> Reason | None:
        faults = list(_faults(placement, question))
        found = [fault for fault in faults if fault.code == code]
        if not found:
            return None
        detail = {
            "documents": ", ".join(fault.document for fault in found),
            "because": ", ".join(fault.because for fault in found if fault.because),
            "received_on": ", ".join(fault.on.isoformat() for fault in found if fault.on),
            "also": ", ".join(f"{fault.code} {fault.document}" for fault in faults if fault.code != code),
        }
        said = {name: text for name, text in detail.items() if text}
        if code != "DOC_LATE":
            return Reason(said)
        as_of, known = question.bounds.as_of, [fault.on for fault in found if fault.on]
        return Reason(
            said, limit_on=as_of, days_over=days_over(as_of, max(known)) if len(known) == len(found) else None
        )

    return Test(code, {"nl": nl, "en": en}, check)


def _person_unknown(placement: AccountedPlacement, question: Question) -> Reason | None:
    """What counts although nobody could tell whose number stands on it."""
    unknown = {one.document.casefold() for one in placement.receipts if one.names_person == "UNKNOWN"}
    named = [document for document in _needed(placement, question) if document.casefold() in unknown]
    return Reason({"person_unknown": ", ".join(named)} if named else {})


_WHAT_COUNTS = (PERSONS_ON_TRAJECTORY, ALL_DOCUMENTS, FROM_2009)
_CONTRADICTION: Sentence = {
    "nl": "De taakstelling gaat over personen op traject; vanaf 2009 telt de gemeente alleen van wie alle "
    "documenten er zijn. Dezelfde mensen tellen dan anders, en de taakstelling bleef gelijk.",
    "en": "The quota is of persons on a trajectory; from 2009 on the municipality counts only those of whom all "
    "documents are there too. The same people then count otherwise, and the quota stayed as it was.",
}
_WHO_LEFT = Conflict(
    None,
    {
        "nl": "“Op traject” en “een traject volgen” zeggen niet of iemand nog meetelt die zijn traject beëindigde; "
        "hier telt wie erop is geplaatst.",
        "en": "“On a trajectory” and “follow a trajectory” do not say whether somebody who has ended it still counts; "
        "here everybody counts who was placed on one.",
    },
    (PERSONS_ON_TRAJECTORY, ALL_DOCUMENTS),
)
_AGAINST = (Against("quota", "persons", WI_2007, PERSONS_ON_TRAJECTORY),)

# --- The rules ---

ON_TRAJECTORY = Rule(
    id="realisation",
    version="on-trajectory",
    view="accountability",
    sentence={
        "nl": "Personen die op een inburgeringstraject zijn geplaatst.",
        "en": "Persons placed on a civic integration trajectory.",
    },
    source=(PERSONS_ON_TRAJECTORY,),
    unit="persons",
    tests=(*PLACED, SAME_PERSON),
    in_force_from=date(2007, 1, 1),
    in_force_until=IN_FORCE_FROM,
    otherwise="ON_TRAJECTORY",
    against=_AGAINST,
    conflicts=(Conflict("complete-files", _CONTRADICTION, _WHAT_COUNTS), _WHO_LEFT),
)
COMPLETE_FILES = Rule(
    id="realisation",
    version="complete-files",
    view="accountability",
    sentence={
        "nl": "Personen op een inburgeringstraject van wie alle benodigde documenten zijn ontvangen.",
        "en": "Persons on a civic integration trajectory of whom all needed documents were received.",
    },
    source=(ALL_DOCUMENTS, FROM_2009),
    unit="persons",
    tests=(
        *PLACED,
        SAME_PERSON,
        _documents(
            "DOC_MISSING", "Een benodigd document is niet ontvangen.", "A needed document has not been received."
        ),
        _documents(
            "DOC_LATE",
            "Een benodigd document kwam pas na de peildatum.",
            "A needed document came only after the day asked.",
        ),
        _documents(
            "DOC_INVALID",
            "Een benodigd document is niet in orde, bijvoorbeeld niet ondertekend.",
            "A needed document is not in good order, such as unsigned.",
        ),
        _documents(
            "DOC_WRONG_PERSON",
            "Een benodigd document gaat over een ander.",
            "A needed document is about somebody else.",
        ),
        _documents(
            "DATE_UNKNOWN",
            "Van een benodigd document is de dag van ontvangst of afkeuring niet bekend.",
            "Of a needed document the day of receipt or rejection is not known.",
        ),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="FILE_COMPLETE",
    reason=_person_unknown,
    parameters=(DOCUMENTS,),
    against=_AGAINST,
    conflicts=(Conflict("on-trajectory", _CONTRADICTION, _WHAT_COUNTS), _WHO_LEFT),
)
RULES = (ON_TRAJECTORY, COMPLETE_FILES)
