"""What several views read of the road of the Acts of 2007 and 2021: endings, groups, plans and extensions of a person.

The facts of one road stand in the books of several parties: the Minister established the obligation, a municipality
adopted the plan. So these views look at a person, the registrations that are linked, and not at one of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.dates import first_day
from domain.facts import (
    CategoryDetermined,
    CertificateAwarded,
    DiplomaAwarded,
    DispensationGranted,
    ExemptionGranted,
    ExemptionWithdrawn,
    ObligationWithdrawn,
    PersonDeceased,
)
from domain.facts.base import Fact
from domain.rules.legal_life import LegalLife
from domain.rules.obligation import Ending, EndingKind, MigrantCategory
from domain.rules.shared import known_day
from projections.fold import LINKS, Streams
from projections.history import Standing
from projections.legal_life import CONTESTING, Told
from projections.shared import earliest_first, effective_on, in_order_of_day

ENDING_KINDS: frozenset[type[Fact]] = frozenset(
    {
        CertificateAwarded,
        DiplomaAwarded,
        DispensationGranted,
        ExemptionGranted,
        ExemptionWithdrawn,
        ObligationWithdrawn,
        PersonDeceased,
    }
)
"""What can end an obligation, or end what did."""
OF_A_PERSON = LINKS | CONTESTING | ENDING_KINDS | {CategoryDetermined}
"""What every case about an obliged person rests on."""
WITHDRAWN: dict[str | None, EndingKind] = {
    "FULL_DISPENSATION": "DISPENSED",
    "FULL_EXEMPTION": "EXEMPTED",
    "TEMPORARY_EXEMPTION": "TEMPORARILY_EXEMPTED",
    "FULFILLED": "FULFILLED",
    "DECEASED": "DECEASED",
}
"""What a withdrawal is by its reason; any other is a withdrawal."""
DIPLOMAS = {"WI_2021": {"INTEGRATION"}, "WI_2007": {"INTEGRATION", "STATE_EXAM_1", "STATE_EXAM_2"}}
"""Which diploma fulfils the obligation of which Act: under that of 2007 a diploma of the State exam does too."""


def of_person(streams: Streams, kinds: Iterable[type[Fact]]) -> list[Standing]:
    """The facts of these kinds in all registrations of a person, by day and then by position."""
    found = [one for stream in streams for kind in kinds if kind in stream.kinds for one in stream.kinds[kind]]
    return in_order_of_day(found) if len(found) > 1 else found


def of_law(standings: Iterable[Standing], law: str) -> list[Standing]:
    """Those that rest on this Act or say of none."""
    return [one for one in standings if getattr(one.fact, "law", None) in (None, law)]


def links_between(links: Sequence[Standing], standings: Iterable[Standing]) -> Sequence[Standing]:
    """Those of a person's links that a case rests on: all, where its facts stand in more than one registration."""
    return links if links and len({one.subject for one in standings}) > 1 else ()


def opened_by(openings: Sequence[Standing], told: Told) -> tuple[LegalLife, ...]:
    """The legal lives of the decisions by which a case exists; none where nothing was said of any of them."""
    return told.lives(openings) if told.told_by(openings) else ()


# --- Endings ---


def endings(standings: Sequence[Standing], law: str, told: Told) -> tuple[Ending, ...]:
    """How the obligation of this Act ended or rested, by day."""
    if not standings:
        return ()
    found = [ending for one in of_law(standings, law) if (ending := _ending(one, standings, law, told)) is not None]
    return tuple(sorted(found, key=lambda one: (one.on is None, first_day(one.on).isoformat() if one.on else "")))


def _ending(one: Standing, standings: Sequence[Standing], law: str, told: Told) -> Ending | None:
    fact, on, life = one.fact, effective_on(one), told.life(one)
    match fact:
        case DiplomaAwarded() if fact.diploma in DIPLOMAS[law]:
            return Ending(kind="FULFILLED", on=on, because=fact.diploma)
        case CertificateAwarded(certificate="Z_ROUTE") if law == "WI_2021":
            return Ending(kind="FULFILLED", on=on, because="Z_ROUTE")
        case PersonDeceased():
            return Ending(kind="DECEASED", on=on)
        case ObligationWithdrawn():
            from_the_start = fact.effect == "FROM_THE_START"
            kind = WITHDRAWN.get(fact.reason, "WITHDRAWN")
            return Ending(kind=kind, on=on, from_the_start=from_the_start, because=fact.reason, life=life)
        case DispensationGranted(scope="FULL"):
            return Ending(kind="DISPENSED", on=on, because=fact.ground, life=life)
        case ExemptionGranted(scope="FULL" | "TEMPORARY"):
            kind = "EXEMPTED" if fact.scope == "FULL" else "TEMPORARILY_EXEMPTED"
            until_on = _exempted_until(one, standings) if life is None else fact.until_on
            return Ending(kind=kind, on=on, until_on=until_on, because=fact.ground, life=life)
        case _:
            return None


def _exempted_until(exemption: Standing, standings: Sequence[Standing]) -> date | None:
    """The first day after an exemption: its own end, or the day on which it was withdrawn where that came first."""
    granted_on = earliest_first(exemption)
    ends = [exemption.fact.until_on] if exemption.fact.until_on else []
    for one in standings:
        if not isinstance(one.fact, ExemptionWithdrawn) or (day := known_day(effective_on(one))) is None:
            continue
        named = one.fact.exemption
        if named == str(exemption.event_id) or (named is None and earliest_first(one) >= granted_on):
            ends.append(day)
    return min(ends, default=None)


# --- Groups ---


def groups(standings: Iterable[Standing]) -> tuple[MigrantCategory, ...]:
    """What was established of the person that the Acts make terms and hours depend on, by day."""
    return tuple(
        [
            MigrantCategory(
                from_on=one.occurred_on,
                arrival=one.fact.arrival,
                migrant_group=one.fact.migrant_group or _group_of(one.fact.migrant_kind),
                early_stay=one.fact.early_stay,
            )
            for one in standings
        ]
    )


def _group_of(migrant_kind: str | None) -> str | None:
    """DUO's finer group: who comes for a holder of an asylum permit is in that holder's group (Wi 2021 art. 13.1.b)."""
    if migrant_kind is None:
        return None
    return "ASYLUM" if "ASYLUM" in migrant_kind else "FAMILY_AND_OTHER"
