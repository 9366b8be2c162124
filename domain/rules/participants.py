"""Rows, trajectories and people: one list of enrolments, counted in three units.

Source: summary of the acceleration plans of the four large cities, 6 October 2008, Amsterdam: "Ontdubbelen van de
cijfers, zodat er zicht ontstaat niet alleen op het aantal gerealiseerde trajecten maar ook op het aantal individuele
deelnemers. Want, één deelnemer volgt vaak meerdere trajecten." (R021-R023; moved to another provider: R006, R007).

In plain words: every enrolment is a row. A trajectory is a course of a person, however often and by whomever the
enrolment in it was delivered; moving on to the provider that the municipality placed somebody with is the same
trajectory. A participant is a person. The first enrolment counts: by day, then by the record id of its source
(`domain/rules/same_person.py`). So there are never more people than trajectories, nor more trajectories than rows.

The document does not say what one trajectory is. Two versions: each course is one (`courses`); or a part, such as a
language placement beside a course, belongs to the trajectory that the person had begun by that day (`components`).
With no such trajectory the part counts by itself, since otherwise a person could be without one; and no later enrolment
changes what an earlier one was.

The source speaks of *realised* trajectories. An enrolment proves none, so that nothing here may be set against a quota;
what was started is counted by `placements` and `realisation`.

Worked example, 12 rows of Amsterdam as of 31 December 2007: 10 trajectories by `courses` (Y003 was delivered by both
providers, Y005 was moved there), 8 by `components` (Y001 taalstage, Y002 KNM), 7 participants.
"""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

import msgspec

from domain.counting import Conflict, DatedValue, Parameter, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.providers import plain_name
from domain.rules.same_person import CaseOfPerson, OfSamePerson, earlier_than, records_tied, within_bounds
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """The municipality moved the person on to another provider, on this day."""

    to_provider: str
    on: When
    positions: tuple[int, ...]


class OtherEnrolment(OfSamePerson, frozen=True, kw_only=True):
    """Another enrolment of the same person, on an earlier day or on the same, with the moves away from it."""

    course: str
    positions: tuple[int, ...]
    moves: tuple[Move, ...] = ()


class Enrolment(CaseOfPerson, frozen=True, kw_only=True):
    """One enrolment of a registration. `person` is the id of the person known to hold it, and `aliases` the others."""

    undeciding: ClassVar[frozenset[str]] = CaseOfPerson.undeciding - {"party"}

    course: str
    provider: str | None = None
    enrolled_on: When | None = None
    registered_on: date | None = None
    placed: bool | None = None
    person: str
    aliases: tuple[str, ...] = ()
    not_later: tuple[OtherEnrolment, ...] = ()

    @property
    def on(self) -> When | None:
        """The day of the enrolment."""
        return self.enrolled_on

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the enrolment."""
        return known_day(self.enrolled_on), None


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names of a course or provider are the same but for case, spaces and other signs."""
    return one is not None and other is not None and plain_name(one) == plain_name(other) != ""


# --- Sources ---

PLANS = "Samenvatting individuele versnellingsplannen G4 (2008D08510), 6 oktober 2008"
WI_IN_FORCE_FROM = date(2007, 1, 1)
"""The plans are about the Act of 2007."""


def _passage(words: str, requirement: str) -> Passage:
    return Passage(PLANS, "Amsterdam, punt 2", words, requirement)


DEDUPLICATE = _passage("Ontdubbelen van de cijfers, zodat er zicht ontstaat", "R021")
SEVERAL = _passage("één deelnemer volgt vaak meerdere trajecten", "R022")
REALISED = _passage("aantal gerealiseerde trajecten maar ook op het aantal individuele", "R023")
MOVED = Passage(
    PLANS,
    "Amsterdam, punt 1",
    "plaatst de gemeente kandidaten bij een andere aanbieder wanneer zij niet binnen 20 dagen zijn geplaatst",
    "R007",
)
OWN_READING = Passage(
    "Eigen lezing, want geen document zegt welke cursussen onderdelen zijn",
    "uitgewerkt voorbeeld Amsterdam 2007",
    "taalstage en KNM zijn onderdelen van een traject",
    "R022",
)

COMPONENTS = Parameter(
    "trajectory-components",
    {
        "nl": "Cursussen die een onderdeel zijn van een ander traject van dezelfde persoon.",
        "en": "Courses that are a component of another trajectory of the same person.",
    },
    "list",
    (DatedValue("taalstage,KNM", OWN_READING),),
)


# --- What the tests ask ---


def _because(enrolment: Enrolment, name: str, other: OtherEnrolment, also: tuple[int, ...] = ()) -> Reason:
    positions = {*enrolment.positions, *other.positions, *also}
    return Reason({name: other.case}, positions=tuple(sorted(positions)))


def _same_course(enrolment: Enrolment, question: Question) -> list[OtherEnrolment]:
    """The enrolments of the person in this course that come before it and are counted too, the earliest first."""
    earlier = earlier_than(enrolment, enrolment.not_later, question)
    return [other for other in earlier if same_name(other.course, enrolment.course)]


def _reassigned(enrolment: Enrolment, question: Question) -> Reason | None:
    for other in _same_course(enrolment, question):
        for move in other.moves:
            if other.on <= move.on <= str(enrolment.on) and _is_at(move.to_provider, enrolment):
                return _because(enrolment, "moved_from", other, move.positions)
    return None


def _is_at(provider: str, enrolment: Enrolment) -> bool:
    return same_name(provider, enrolment.provider) or same_name(provider, enrolment.party)


def _duplicate(enrolment: Enrolment, question: Question) -> Reason | None:
    for other in _same_course(enrolment, question):
        return _because(enrolment, "same_course_as", other)
    return None


def _component(enrolment: Enrolment, question: Question) -> Reason | None:
    """A part of a trajectory begun by that day; on the same day whichever comes first, so that ids decide no figure.

    Each enrolment is judged by the list of its own municipality. Where two lists differ on a course that was entered in
    both on its first day, it is a trajectory: so of everything that somebody began one thing always counts.
    """
    within = within_bounds(enrolment.not_later, question)
    same_day = [one for one in within if one.on == enrolment.on and same_name(one.course, enrolment.course)]
    if not _is_component(enrolment, question) or not all(_is_component(one, question) for one in same_day):
        return None
    for other in within:
        if not _is_component(other, question) and not _was_begun_before(other, within):
            return _because(enrolment, "component_of", other)
    return None


def _was_begun_before(one: OtherEnrolment, others: Iterable[OtherEnrolment]) -> bool:
    """Whether this course was entered on an earlier day, which is the one that counts."""
    return any(other.on < one.on and same_name(other.course, one.course) for other in others)


def _is_component(one: Enrolment | OtherEnrolment, question: Question) -> bool:
    listed = question.parameters_in(one.municipality)[COMPONENTS.name]
    return any(same_name(one.course, component) for component in listed)


def _same_person(enrolment: Enrolment, question: Question) -> Reason | None:
    for other in earlier_than(enrolment, enrolment.not_later, question)[:1]:
        return _because(enrolment, "counted_as", other)
    return None


# --- The rules ---

_ENROLLED = (RECORDED_LATER, *tests_of_when(lambda enrolment: enrolment.enrolled_on))
_ONE_COURSE = (
    Test(
        "REASSIGNED_SAME_TRAJECTORY",
        {
            "nl": "De gemeente plaatste de deelnemer bij deze aanbieder over; het is hetzelfde traject.",
            "en": "The municipality moved the participant to this provider; it is the same trajectory.",
        },
        _reassigned,
        tied=records_tied,
    ),
    Test(
        "DUPLICATE_ENROLMENT",
        {
            "nl": "Dezelfde persoon was al voor deze cursus ingeschreven.",
            "en": "The same person was enrolled in this course before.",
        },
        _duplicate,
        tied=records_tied,
    ),
)

ENROLMENT_ROWS = Rule(
    id="enrolment-rows",
    version="as-delivered",
    view="participants",
    sentence={
        "nl": "Rijen met een inschrijving, elk geteld zoals ze is aangeleverd.",
        "en": "Rows with an enrolment, each counted as it was delivered.",
    },
    source=(DEDUPLICATE,),
    unit="rows",
    tests=_ENROLLED,
    in_force_from=WI_IN_FORCE_FROM,
    otherwise="ENROLLED",
)

_WHAT_IS_ONE: Sentence = {
    "nl": "Het stuk telt gerealiseerde trajecten naast deelnemers, en zegt niet of een onderdeel zoals een taalstage "
    "een eigen traject is of bij een ander traject van dezelfde persoon hoort.",
    "en": "The document counts realised trajectories beside participants, and does not say whether a part such as a "
    "language placement is a trajectory of its own or belongs to another of the same person.",
}
_PASSAGES = (DEDUPLICATE, SEVERAL, REALISED)

TRAJECTORIES = (
    Rule(
        id="trajectories",
        version="courses",
        view="participants",
        sentence={
            "nl": "Trajecten waarvoor iemand is ingeschreven, elke cursus van een persoon één keer.",
            "en": "Trajectories that somebody enrolled in, each course of a person once.",
        },
        source=(SEVERAL, REALISED, MOVED),
        unit="trajectories",
        tests=(*_ENROLLED, *_ONE_COURSE),
        in_force_from=WI_IN_FORCE_FROM,
        otherwise="TRAJECTORY",
        conflicts=(Conflict("components", _WHAT_IS_ONE, _PASSAGES),),
    ),
    Rule(
        id="trajectories",
        version="components",
        view="participants",
        sentence={
            "nl": "Trajecten waarvoor iemand is ingeschreven, waarbij onderdelen bij hun traject horen.",
            "en": "Trajectories that somebody enrolled in, with components belonging to their trajectory.",
        },
        source=(SEVERAL, REALISED, MOVED),
        unit="trajectories",
        tests=(
            *_ENROLLED,
            *_ONE_COURSE,
            Test(
                "COMPONENT_OF_A_TRAJECTORY",
                {
                    "nl": "Een onderdeel van een traject waaraan dezelfde persoon al was begonnen.",
                    "en": "A component of a trajectory that the same person had begun by then.",
                },
                _component,
            ),
        ),
        in_force_from=WI_IN_FORCE_FROM,
        otherwise="TRAJECTORY",
        parameters=(COMPONENTS,),
        conflicts=(Conflict("courses", _WHAT_IS_ONE, _PASSAGES),),
    ),
)

PARTICIPANTS = Rule(
    id="participants",
    version="deduplicated",
    view="participants",
    sentence={
        "nl": "Personen met een inschrijving, ieder één keer.",
        "en": "Persons with an enrolment, each counted once.",
    },
    source=(DEDUPLICATE, SEVERAL, REALISED),
    unit="persons",
    tests=(
        *_ENROLLED,
        *_ONE_COURSE,
        Test(
            "OTHER_TRAJECTORY_OF_SAME_PERSON",
            {
                "nl": "Dezelfde persoon telt al mee met een eerder traject.",
                "en": "The same person already counts by an earlier trajectory.",
            },
            _same_person,
            tied=records_tied,
        ),
    ),
    in_force_from=WI_IN_FORCE_FROM,
    otherwise="PARTICIPANT",
)

RULES = (ENROLMENT_ROWS, *TRAJECTORIES, PARTICIPANTS)
