"""View `person-findings`: what several registrations of one person say that cannot all be so, and who is one person.

Most registrations are linked to none, and for those nothing is worked out. Two values that can both be true are no
clash: somebody may follow a course twice, change of benefit, or be placed again elsewhere. So days of a course are
compared between two sources only, and categories only where they are said to hold from the same day; what never
changes (oudkomer or nieuwkomer, the day of death) is always compared.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

import msgspec

from domain.facts import (
    CategoryDetermined,
    EnrolmentRecorded,
    ExamResultRecorded,
    LinkLeftUndecided,
    MunicipalityChanged,
    PersonDeceased,
    PersonRegistered,
    PersonSettled,
    PlacementEnded,
    PlacementStarted,
    ProviderReassigned,
    RegistrationsLinked,
)
from domain.rules.date_orders import ACTIVITIES
from domain.rules.findings import Finding
from projections.findings import finding
from projections.fold import DECISIONS, LINKS, Part, Streams, View
from projections.history import Standing, Standings, in_place
from projections.matters import DAY, PLACE, Claim, Matter, alike, by_kind_of, claims, said
from projections.out_of_order import Kinds, active_on, day_of_effect, day_said
from projections.shared import Person, origin, people

CHARACTERISTICS = (
    Matter("target_group", CategoryDetermined, "target_group", (DAY,)),
    Matter("pardon", CategoryDetermined, "pardon", (DAY,)),
    Matter("benefit", CategoryDetermined, "benefit", (DAY,)),
    Matter("arrival", CategoryDetermined, "arrival"),
    Matter("deceased_on", PersonDeceased, DAY),
)
"""Said of the person: whoever says it, two different values clash."""
OF_A_DAY = (
    Matter("exam_result", ExamResultRecorded, "result", ("exam", "exam_part", "level", DAY)),
    Matter("settled_in", PersonSettled, PLACE, (DAY,)),
    Matter("settled_in", MunicipalityChanged, PLACE, (DAY,)),
)
"""Said of one day: only where that day is known."""
CLAIMED = by_kind_of((*CHARACTERISTICS, *OF_A_DAY))
DATED = frozenset(matter.name for matter in OF_A_DAY)
WHERE = ("party", "system", "record", "municipality")
"""What a case says of where it comes from."""


class Registered(NamedTuple):
    """One registration of a person: where it comes from, and its facts by kind."""

    source: tuple[str, str]
    kinds: Kinds


def after_death(streams: Streams, shared: Standings) -> Iterator[Finding]:
    """Whose registrations say what only the living do, of a day after the death."""
    for _, registrations in people(streams):
        yield from _after_death(registrations)


def between_registrations(streams: Streams, shared: Standings) -> Iterator[Finding]:
    """What several registrations of one person say that cannot all be so."""
    for _, registrations in people(streams):
        if len(registrations) > 1:
            registered = [Registered(_source(stream.kinds), stream.kinds) for stream in registrations]
            yield from _clashes(registered)
            yield from _enrolled_twice(registered)


def undecided(streams: Streams, shared: Standings) -> Iterator[Finding]:
    """Decisions on who is one person that were left open or not honoured."""
    found = people(streams)
    known = {one: (person, registered) for person, registered in found for one in person.registrations}
    open_ = {(link.position, "TOLD_APART"): link for person, _ in found for link in person.not_honoured}
    for (_, why), question in [*_undecided(streams), *open_.items()]:
        yield from _asked_of_both(question, why, known)


def _source(kinds: Kinds) -> tuple[str, str]:
    sources = [one.source for some in kinds.values() for one in some if one.source is not None]
    return (sources[0].party, sources[0].system) if sources else ("", "")


# --- After death ---


def _after_death(person: Streams) -> Iterator[Finding]:
    """Per registration the first thing that only the living do; of two days of death the later one is held against."""
    deaths = [death for one in person for death in one.of(PersonDeceased) if day_said(death)]
    if not deaths:
        return
    death = max(deaths, key=lambda one: (str(day_said(one)), -one.position))
    died_on = str(day_said(death))
    for registered in person:
        active = [one for kind in ACTIVITIES for one in registered.of(kind) if (active_on(one) or "") > died_on]
        if active:
            first = min(active, key=lambda one: (str(active_on(one)), one.position))
            found = {"deceased_on": died_on, "active_on": active_on(first)}
            yield finding("ACTIVE_AFTER_DEATH", first, [*active, death], found=found)


# --- Clashes ---


def _clashes(person: Sequence[Registered]) -> Iterator[Finding]:
    made: dict[tuple[str, str], list[Claim]] = {}
    for registered in person:
        for claim in _unequivocal([*_said_of(registered), *_of_trajectory(registered.kinds)]):
            made.setdefault((claim.matter, alike(claim.about)), []).append(claim)
    for about in made.values():
        yield from _clash(about)
    for first, second in combinations(person, 2):
        if first.source != second.source:
            yield from _clash_of_starts(first.kinds, second.kinds)
            yield from _clash_of_enrolments(first.kinds, second.kinds)


def _said_of(registered: Registered) -> Iterator[Claim]:
    """What a registration says of the person; of a day only where it is known."""
    for claim in claims((one for kind, some in registered.kinds.items() if kind in CLAIMED for one in some), CLAIMED):
        if claim.matter not in DATED or day_said(claim.standing) is not None:
            yield claim


def _of_trajectory(kinds: Kinds) -> Iterator[Claim]:
    """How the only trajectory of a registration ended: about the same trajectory that began on the same day."""
    started, ended = kinds.get(PlacementStarted, ()), kinds.get(PlacementEnded, ())
    if len(started) != 1 or len(ended) != 1 or day_of_effect(started[0]) is None:
        return
    about = f"{_trajectory(started[0])} · {day_of_effect(started[0])}"
    if (ended_on := day_said(ended[0])) is not None:
        yield Claim("ended_on", about, ended_on, ended[0])
    if (successful := said(ended[0], "successful")) is not None:
        yield Claim("successful", about, successful, ended[0])


def _trajectory(placement: Standing) -> str:
    fact = placement.fact
    return " · ".join(one for one in (fact.course or fact.trajectory, fact.provider) if one)


def _unequivocal(made: Iterable[Claim]) -> Iterator[Claim]:
    """The claims of a registration that does not say something else of the same matter itself."""
    by_matter: dict[tuple[str, str], list[Claim]] = {}
    for claim in made:
        by_matter.setdefault((claim.matter, alike(claim.about)), []).append(claim)
    for same in by_matter.values():
        if len({alike(claim.value) for claim in same}) == 1:
            yield same[0]


def _clash(made: Sequence[Claim]) -> Iterator[Finding]:
    """One finding of all who speak of a matter, where they do not say the same: opened by the first that differs."""
    ordered = sorted(made, key=lambda claim: claim.standing.position)
    first = alike(ordered[0].value)
    differing = next((claim for claim in ordered if alike(claim.value) != first), None)
    if differing is None:
        return
    yield finding(
        "SOURCES_CONFLICT",
        differing.standing,
        [claim.standing for claim in ordered],
        found={
            "values": " | ".join(claim.value for claim in ordered),
            "sources": " | ".join(_named(claim.standing) for claim in ordered),
        },
        matter=differing.matter,
        about=differing.about or None,
    )


def _named(standing: Standing) -> str:
    return f"{standing.source.party}/{standing.source.system}" if standing.source else "by-hand"


def _clash_of_starts(first: Kinds, second: Kinds) -> Iterator[Finding]:
    """The same trajectory started on two days, and was not followed twice: neither had ended when the other began."""
    for one in first.get(PlacementStarted, ()):
        for other in second.get(PlacementStarted, ()):
            days = day_of_effect(one), day_of_effect(other)
            if None in days or days[0] == days[1] or alike(_trajectory(one)) != alike(_trajectory(other)):
                continue
            if len(first[PlacementStarted]) > 1 or len(second[PlacementStarted]) > 1:
                continue
            until = max(str(day) for day in days)
            ends = [*first.get(PlacementEnded, ()), *second.get(PlacementEnded, ())]
            if all((day_said(end) or "") > until for end in ends):
                said_by = [
                    Claim("started_on", _trajectory(one), str(on), by)
                    for on, by in zip(days, (one, other), strict=True)
                ]
                yield from _clash(said_by)


def _clash_of_enrolments(first: Kinds, second: Kinds) -> Iterator[Finding]:
    """The same course entered with two providers on two days, where nobody was moved from the one to the other."""
    if ProviderReassigned in first or ProviderReassigned in second:
        return
    for one in first.get(EnrolmentRecorded, ()):
        for other in second.get(EnrolmentRecorded, ()):
            days = day_said(one), day_said(other)
            if None not in days and days[0] != days[1] and alike(one.fact.course) == alike(other.fact.course):
                yield from _clash(
                    [Claim("enrolled_on", each.fact.course, str(day_said(each)), each) for each in (one, other)]
                )


def _enrolled_twice(person: Sequence[Registered]) -> Iterator[Finding]:
    """Two records of one source in the same course from the same day: later than that it may be a second time."""
    for first, second in combinations(person, 2):
        if first.source != second.source:
            continue
        for one in first.kinds.get(EnrolmentRecorded, ()):
            for other in second.kinds.get(EnrolmentRecorded, ()):
                is_same_day = day_said(one) is not None and day_said(one) == day_said(other)
                if is_same_day and alike(one.fact.course) == alike(other.fact.course):
                    earlier, later = sorted((one, other), key=lambda each: each.position)
                    found = {"enrolled_on": day_said(one)}
                    yield finding("DUPLICATE_IN_SOURCE", later, [earlier], found=found, course=later.fact.course)


# --- Who is who ---


Known = Mapping[UUID, tuple[Person, Streams]]
"""Registration → the person whose it is, with what the registrations of that person say."""


def _undecided(streams: Streams) -> Iterator[tuple[tuple[int, str], Standing]]:
    """Pairs on which somebody looked and could not tell, as long as nobody decided afterwards."""
    latest: dict[frozenset[UUID], Standing] = {}
    looked_at = [one for stream in streams for one in stream.of_any(DECISIONS)]
    for standing in sorted(looked_at, key=in_place):
        latest[_pair(standing)] = standing
    for standing in latest.values():
        if isinstance(standing.fact, LinkLeftUndecided):
            yield (standing.position, "UNDECIDED"), standing


def _pair(standing: Standing) -> frozenset[UUID]:
    return frozenset({standing.subject, UUID(standing.fact.other)})


def _asked_of_both(question: Standing, why: str, known: Known) -> Iterator[Finding]:
    """The question once for each source and municipality that it is about: of both, unless they are the same.

    It rests on all by which the two persons are known, so that it can be told of each of their registrations.
    """
    pair = question.subject, UUID(question.fact.other)
    rests_on = [one for side in pair if side in known for one in _known_by(*known[side])]
    registered = {one.subject: one for one in rests_on if isinstance(one.fact, PersonRegistered)}
    sides = [(one, other) for one, other in (pair, pair[::-1]) if one in registered] or [pair]
    asked: set[tuple[str, str, str | None]] = set()
    for one, other in sides:
        found = _about_identity(question, rests_on, registration=str(one), other=str(other), why=why)
        if one in registered:
            where = {name: value for name, value in origin(registered[one]).items() if name in WHERE}
            found = msgspec.structs.replace(found, **where)
        if (found.party, found.system, found.municipality) not in asked:
            asked.add((found.party, found.system, found.municipality))
            yield found


def _known_by(person: Person, registrations: Streams) -> list[Standing]:
    """What says who a person is: the registrations, and the links that hold them together."""
    return [*person.links, *(one for stream in registrations for one in stream.of(PersonRegistered)[:1])]


def _about_identity(question: Standing, rests_on: Sequence[Standing], **about: str) -> Finding:
    fact = question.fact
    found = {"ground": fact.ground, "gates_failed": ", ".join(fact.gates_failed) or None, "reason": fact.reason}
    return finding("IDENTITY_CONFLICT", question, rests_on, "IDENTITY", found, **about)


PERSON_FINDINGS = View(
    name="person-findings",
    version=2,
    case=Finding,
    parts=(
        Part(LINKS | ACTIVITIES.keys() | {PersonDeceased}, after_death, frozenset({PersonDeceased})),
        Part(
            LINKS | CLAIMED.keys() | {EnrolmentRecorded, PlacementStarted, PlacementEnded, ProviderReassigned},
            between_registrations,
            frozenset({RegistrationsLinked}),
        ),
        Part(DECISIONS | {PersonRegistered}, undecided, frozenset({LinkLeftUndecided, RegistrationsLinked})),
    ),
)
VIEWS = (PERSON_FINDINGS,)
