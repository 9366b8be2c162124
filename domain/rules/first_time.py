"""Persons who got a provision for the first time, in three populations; and who of them took part in the exam.

Sources: Besluit inburgering, chapter 7 (2008), for municipalities outside the G31: obliged persons, without a loan or
with one fully repaid, and without a person-bound budget. Besluit BDU SIV, art. 7.1.o, for the G31: obliged persons and
*inburgeraars* in one line. Pardoners have a money stream of their own in both (art. 7.1a and 7.11-7.13).

In plain words: the same words stand for three populations, which are three versions. A person counts once, by the
provision established first, and in the year of that decision. Asked of a municipality that is the first there; asked
everywhere it is the first in the country, so that somebody who moved counts in two municipalities and once in all. What
a source calls not the first is not counted as the first, also where the ledger does not hold the one before.

Of these, by chapter 7, a second part is paid for whoever took part in the exam by the end of the second year after,
passed or not (art. 7.5.1, letter L). It is a share of the same list. Taking part in any part of the exam is read as
taking part.

Worked example, established in 2007 outside the G31: A obliged; B obliged with a loan repaid in 2008; C obliged with a
loan; D voluntary; E pardoned; F moved from another municipality where he got one in January. `chapter-7` everywhere as
of 31 December 2009: A, B and F's first: 3; `pardon` E: 1. Took part: A on 31 December 2009, F on 1 January 2010:
1 of 3, 33.3 %.
"""

from dataclasses import replace
from datetime import date

from domain.counting import Check, Conflict, Question, Reason, Rule, Sentence, Test
from domain.ratio import Ratio
from domain.rules import provisions as asks
from domain.rules.legal_effect import NO_LEGAL_EFFECT
from domain.rules.provisions import (
    FIRST_TIME,
    G31,
    G31_OBLIGED,
    G31_RESULT,
    NO_BUDGET,
    NO_LOAN,
    PARDON,
    PARDON_APART,
    TOOK_PART,
    TOOK_PART_IN_THREE_YEARS,
    Provision,
)
from domain.rules.same_person import earlier_than, records_tied
from domain.rules.shared import RECORDED_LATER, tests_of_when

IN_FORCE_FROM, IN_FORCE_UNTIL = date(2007, 1, 1), date(2010, 1, 1)
"""Chapter 7 paid until the participation budget took its place; the grant of the G31 ran to the end of 2009."""


def _not_the_first(provision: Provision, question: Question) -> Reason | None:
    """An earlier one in the place asked, in whatever period: what came before the period was the first."""
    ever = replace(question, bounds=replace(question.bounds, period=None))
    earlier = earlier_than(provision, [one for one in provision.not_later if one.law in (None, asks.WI_2007)], ever)
    return Reason({"counted_as": earlier[0].case}) if earlier else None


def _said_not_first(provision: Provision, question: Question) -> Reason | None:
    return Reason() if provision.first_time is False else None


def _test(code: str, nl: str, en: str, check: Check) -> Test:
    return Test(code, {"nl": nl, "en": en}, check)


_FIRST = (
    Test(
        "NOT_THE_FIRST_TIME",
        {
            "nl": "Voor deze persoon is al eerder een voorziening vastgesteld.",
            "en": "A provision was established for this person before.",
        },
        _not_the_first,
        tied=records_tied,
    ),
    _test(
        "SAID_NOT_THE_FIRST",
        "De bron zegt dat het niet de eerste is; de eerdere staat niet in het grootboek.",
        "The source says that it is not the first; the one before is not in the ledger.",
        _said_not_first,
    ),
)
_ESTABLISHED = (
    RECORDED_LATER,
    _test(
        "UNDER_ANOTHER_ACT",
        "De voorziening rust op een andere wet.",
        "The provision rests on another Act.",
        asks.under_another_act,
    ),
    *tests_of_when(lambda provision: provision.established_on),
    NO_LEGAL_EFFECT,
)
_PLACE = _test("PLACE_UNKNOWN", "De gemeente is niet bekend.", "The municipality is not known.", asks.place_unknown)
_LOAN = _test(
    "UNREPAID_LOAN",
    "Er is een lening die niet geheel is afgelost.",
    "There is a loan that is not fully repaid.",
    asks.unrepaid_loan,
)
_BUDGET = _test(
    "PERSON_BOUND_BUDGET",
    "Betaald uit een persoonsvolgend budget.",
    "Paid from a person-bound budget.",
    asks.person_bound_budget,
)
_PARDONED = _test(
    "PARDON_OTHER_STREAM",
    "Voor gepardonneerden is er een eigen geldstroom.",
    "For pardoners there is a money stream apart.",
    asks.pardoned,
)
_CHAPTER_7 = (
    *_ESTABLISHED,
    _PLACE,
    _test("IN_G31", "De gemeente hoort bij de G31.", "The municipality is one of the G31.", asks.in_g31),
    _PARDONED,
    _test("NOT_OBLIGED", "Een vrijwillige inburgeraar.", "Somebody who takes part of his own will.", asks.not_obliged),
    _test(
        "OBLIGATION_UNKNOWN",
        "Niet bekend is of de persoon inburgeringsplichtig was.",
        "It is not known whether the person was obliged.",
        asks.obligation_unknown,
    ),
    _LOAN,
    _BUDGET,
    *_FIRST,
)
_SAME_WORDS: Sentence = {
    "nl": "“Voor de eerste keer een voorziening” gaat buiten de G31 over plichtigen alleen, in de G31 over plichtigen "
    "én inburgeraars, en voor gepardonneerden over een eigen stroom: één woord, drie populaties.",
    "en": "A provision for the first time is outside the G31 about obliged persons alone, in the G31 about obliged "
    "persons and inburgeraars, and for pardoners about a stream apart: one word, three populations.",
}
_SOURCES = (FIRST_TIME, G31_RESULT, PARDON)


def _first_time(version: str, nl: str, en: str, tests: tuple[Test, ...], others: tuple[str, ...]) -> Rule:
    return Rule(
        id="first-time-provided",
        version=version,
        view="provisions",
        sentence={
            "nl": f"Personen met voor de eerste keer een voorziening: {nl}.",
            "en": f"Persons provided for the first time: {en}.",
        },
        source={
            "chapter-7": (FIRST_TIME, NO_LOAN),
            "g31": (G31_RESULT, G31_OBLIGED),
            "pardon": (PARDON_APART, NO_BUDGET, PARDON),
        }[version],
        unit="persons",
        tests=tests,
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="FIRST_TIME",
        reason=asks.told,
        parameters=() if version == "pardon" else (G31,),
        conflicts=tuple(Conflict(other, _SAME_WORDS, _SOURCES) for other in others),
    )


CHAPTER_7 = _first_time(
    "chapter-7",
    "plichtigen buiten de G31, zonder lening of persoonsvolgend budget",
    "obliged, outside the G31, without a loan or person-bound budget",
    _CHAPTER_7,
    ("g31", "pardon"),
)


def _loan_of_obliged(provision: Provision, question: Question) -> Reason | None:
    """The definition that excludes loans is that of the obliged person; an inburgeraar has none."""
    voluntary = asks.said_when_established(provision, "target_group") == "VOLUNTARY"
    return None if voluntary else asks.unrepaid_loan(provision, question)


G31_BOTH = _first_time(
    "g31",
    "inburgeringsplichtigen en inburgeraars in de G31",
    "obliged persons and inburgeraars in the G31",
    (
        *_ESTABLISHED,
        _PLACE,
        _test("OUTSIDE_G31", "De gemeente hoort niet bij de G31.", "Not one of the G31.", asks.outside_g31),
        _PARDONED,
        replace(_LOAN, check=_loan_of_obliged),
        _BUDGET,
        *_FIRST,
    ),
    ("chapter-7", "pardon"),
)
PARDONERS = _first_time(
    "pardon",
    "gepardonneerden, in en buiten de G31",
    "pardoners, in the G31 and outside",
    (
        *_ESTABLISHED,
        _test(
            "NOT_PARDONED",
            "Valt voor zover bekend niet onder de pardonregeling.",
            "Does not fall under the pardon scheme as far as is known.",
            asks.not_pardoned,
        ),
        _BUDGET,
        *_FIRST,
    ),
    ("chapter-7", "g31"),
)


# --- Taking part in the exam ---


def _until(provision: Provision, question: Question) -> date:
    return min(asks.exam_limit(provision), question.bounds.as_of)


def _undecided(provision: Provision, question: Question) -> Reason | None:
    until, limit = _until(provision, question), asks.exam_limit(provision)
    if asks.took_part_by(provision, until) or not asks.may_have_taken_part_by(provision, until):
        return None
    return Reason(limit_on=limit)


def _not_yet(provision: Provision, question: Question) -> Reason | None:
    limit, as_of = asks.exam_limit(provision), question.bounds.as_of
    if asks.took_part_by(provision, min(limit, as_of)) or as_of >= limit:
        return None
    return Reason(limit_on=limit)


def _not_in_time(provision: Provision, question: Question) -> Reason | None:
    limit, as_of = asks.exam_limit(provision), question.bounds.as_of
    if asks.took_part_by(provision, limit):
        return None
    late = asks.took_part_by(provision, as_of)
    return Reason({"took_part": "later"} if late else {}, limit_on=limit)


_PARTICIPATION = (
    _test(
        "EXAM_ON_UNKNOWN_DAY",
        "Er is aan het examen deelgenomen; of dat op tijd was, is niet bekend.",
        "There was an exam; whether it was in time is not known.",
        _undecided,
    ),
    _test(
        "NO_EXAM_YET",
        "Nog niet aan het examen deelgenomen; de termijn loopt nog.",
        "Has not taken part in the exam yet; there is still time.",
        _not_yet,
    ),
    _test(
        "NO_EXAM_IN_TIME",
        "Niet aan het examen deelgenomen vóór het einde van het tweede jaar erna.",
        "Took no part in the exam by the end of the second year after.",
        _not_in_time,
    ),
)
EXAM_PARTICIPATION = replace(
    CHAPTER_7,
    id="exam-participation",
    sentence={
        "nl": "Personen die binnen twee jaar na dat van hun eerste voorziening aan het examen deelnamen, van wie er "
        "een kreeg.",
        "en": "Persons who took part in the exam within two years after the year of their first provision, of those "
        "who got one.",
    },
    source=(TOOK_PART, FIRST_TIME, NO_LOAN),
    tests=(*_CHAPTER_7, *_PARTICIPATION),
    otherwise="TOOK_PART",
    conflicts=(
        Conflict(
            None,
            {
                "nl": "Deelnemen is niet slagen: wie slaagde, telt een andere regel. Of deelname aan één onderdeel "
                "volstaat, staat niet vast; hier telt elk onderdeel van het examen.",
                "en": "Taking part is not passing: who passed is counted by another rule. Whether one part of the "
                "exam is enough is not settled; here every part of it counts.",
            },
            (TOOK_PART,),
        ),
        Conflict(
            None,
            {
                "nl": "Artikel 7.5 telt tot en met het tweede jaar na dat van de vaststelling; “binnen drie "
                "kalenderjaren nadat” in artikel 7.1 kan ook een jaar langer zijn.",
                "en": "Article 7.5 counts until the end of the second year after that of the decision; “within three "
                "calendar years after” in article 7.1 may also be a year longer.",
            },
            (TOOK_PART, TOOK_PART_IN_THREE_YEARS),
        ),
    ),
    ratio=Ratio(rest=frozenset(test.code for test in _PARTICIPATION)),
)
RULES = (CHAPTER_7, G31_BOTH, PARDONERS, EXAM_PARTICIPATION)
