"""Views `personal-budget-bonuses` and `personal-budgets`: what is asked for a personal budget, and what became of it.

A case of the first is a claim of one beneficiary, the participant or the broker; a case of the second is a request.
Approval, refusal and start are those of the same registration. A start is of the budget when it names its scheme, or
none: who was placed elsewhere under the Act did not start with the budget.

The condition on which the bonuses wait is a shared fact of the municipality.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from domain.facts import (
    BonusClaimed,
    CategoryDetermined,
    ConditionMet,
    PersonalBudgetApproved,
    PersonalBudgetRefused,
    PersonalBudgetRequested,
    PlacementStarted,
)
from domain.facts.base import Fact
from domain.rules.participants import same_name
from domain.rules.personal_budget_sources import SCHEME
from domain.rules.personal_budget_terms import BonusAsked, Decisions, Group, Happened, PersonalBudget, Refused
from domain.rules.same_person import OfSamePerson
from domain.rules.shared import known_day
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, Told
from projections.shared import effective_on, facts_of, in_order_of_day, origin, people, saying_what

CONDITION = "state-money-available"
BUDGET_KIND = "PIB"
NOT_IN_TRADE_REGISTER = "NOT_IN_TRADE_REGISTER"
"""Flag: a professional broker who is paid in money and stands in no trade register; the plan says "meestal" (R276)."""


def personal_budget_bonuses(streams: Streams, shared: Standings) -> Iterator[BonusAsked]:
    """The claims that stand; of those of one person in one role each knows the ones earned no later."""
    for person, registrations in people(streams):
        claims = [[_asked(claim, stream, shared) for claim in _claims(stream)] for stream in registrations]
        for number, own in enumerate(claims):
            others = [one for other, theirs in enumerate(claims) if other != number for one in theirs]
            for asked in own:
                yield _beside(asked, others, person.links) if others else asked


def _claims(stream: Stream) -> list[Standing]:
    return [one for one in stream.of(BonusClaimed) if one.fact.bonus == "PERSONAL_BUDGET"]


def _asked(claim: Standing, stream: Stream, shared: Standings) -> BonusAsked:
    fact = claim.fact
    said = terms_of(claim, stream, shared, flags=_flags(claim))
    return _dated(BonusAsked(**said, form=fact.form, asked_cents=fact.amount_cents, professional=fact.professional))


def terms_of(
    opening: Standing, stream: Stream, shared: Standings, deciding: Sequence[Standing] = (), flags: Iterable[str] = ()
) -> dict[str, Any]:
    """On which terms the bonus that a fact is about was to be earned, as its case says it."""
    happened, deciding_it = _happened(stream)
    saying = saying_what(stream)
    requests = _of_budget(stream, PersonalBudgetRequested)[:1]
    met = in_order_of_day(one for one in facts_of(shared, ConditionMet) if one.fact.name == CONDITION)[:1]
    common = origin(opening, [*requests, *deciding_it, *saying, *deciding], flags)
    return {
        **common,
        **happened,
        "positions": tuple(sorted({*common["positions"], *(at for one in met for at in one.positions)})),
        "part": None if opening.fact.beneficiary == "PARTICIPANT" else opening.fact.beneficiary.lower(),
        "beneficiary": opening.fact.beneficiary,
        "composed_by": requests[0].fact.composed_by if requests else None,
        "condition": Happened(met[0].occurred_on) if met else None,
        "groups": _groups(saying),
        "registered_on": opening.registered_on,
        "position": opening.position,
    }


def _flags(claim: Standing) -> list[str]:
    fact = claim.fact
    in_money = fact.beneficiary == "BROKER" and fact.form == "MONEY" and fact.professional
    return [NOT_IN_TRADE_REGISTER] if in_money and not fact.in_trade_register else []


def _dated(asked: BonusAsked) -> BonusAsked:
    """With DATE_UNKNOWN where it is the day of earning that is not known: that a claim has no day decides nothing."""
    is_undated = asked.approved is not None and asked.started is not None and known_day(asked.on) is None
    flags = {*asked.flags} - {"DATE_UNKNOWN"} | ({"DATE_UNKNOWN"} if is_undated else set())
    return msgspec.structs.replace(asked, flags=tuple(sorted(flags)))


def _of_budget(stream: Stream, kind: type[Fact]) -> list[Standing]:
    return in_order_of_day(one for one in stream.of(kind) if one.fact.budget_kind == BUDGET_KIND)


def _happened(stream: Stream) -> tuple[dict[str, Any], list[Standing]]:
    """What became of the budget as a case says it, and the facts that say so: the first approval and first start.

    Where something was said afterwards of any of these decisions, the case holds all of them.
    """
    approved = _of_budget(stream, PersonalBudgetApproved)
    refused = _of_budget(stream, PersonalBudgetRefused)
    started = in_order_of_day(one for one in stream.of(PlacementStarted) if _is_of_budget(one))
    told, every = Told((stream,)), [*approved, *refused, *started]
    told_by = told.told_by(every)
    said: dict[str, Any] = {
        "approved": Happened(effective_on(approved[0])) if approved else None,
        "refused": refused[-1].fact.reason or "UNSAID" if refused else None,
        "started": Happened(effective_on(started[0])) if started else None,
    }
    if not told_by:
        return said, [*approved[:1], *refused[-1:], *started[:1]]
    said["decisions"] = Decisions(
        approved=tuple([Happened(effective_on(one), told.life(one)) for one in approved]),
        refused=tuple([Refused(one.fact.reason or "UNSAID", told.life(one)) for one in refused]),
        started=tuple([Happened(effective_on(one), told.life(one)) for one in started]),
    )
    return said, [*every, *told_by]


def _is_of_budget(placement: Standing) -> bool:
    return placement.fact.scheme is None or same_name(placement.fact.scheme, SCHEME)


def _groups(saying: Sequence[Standing]) -> tuple[Group, ...]:
    """What was established of the person, by day."""
    return tuple(
        Group(
            from_on=one.occurred_on,
            pardon=one.fact.pardon,
            refugee=one.fact.refugee,
            benefit=one.fact.benefit,
            in_kind_only=one.fact.in_kind_only,
        )
        for one in saying
    )


def _beside(asked: BonusAsked, others: Iterable[BonusAsked], links: Sequence[Standing]) -> BonusAsked:
    """The claim with those of its person in the same role that were earned on an earlier day or on its own."""
    day = known_day(asked.on)
    not_later = tuple(
        OfSamePerson(
            case=other.case,
            on=other.on,
            position=other.position,
            municipality=other.municipality,
            record=other.record,
        )
        for other in others
        if other.beneficiary == asked.beneficiary and other.on is not None
        if day is not None and (theirs := known_day(other.on)) is not None and theirs <= day
    )
    if not not_later:
        return asked
    linked = {position for link in links for position in link.positions}
    return msgspec.structs.replace(asked, not_later=not_later, positions=tuple(sorted({*asked.positions, *linked})))


def personal_budgets(streams: Streams, shared: Standings) -> Iterator[PersonalBudget]:
    """The requests that stand, of each registration the first: a request said again is no second budget."""
    for stream in streams:
        happened, deciding = _happened(stream)
        for request in _of_budget(stream, PersonalBudgetRequested)[:1]:
            common = origin(request, deciding)
            undated = happened["started"] is not None and known_day(happened["started"].on) is None
            flags = {*common["flags"]} - {"DATE_UNKNOWN"} | ({"DATE_UNKNOWN"} if undated else set())
            yield PersonalBudget(
                **common | {"flags": tuple(sorted(flags))}, registered_on=request.registered_on, **happened
            )


OF_BUDGET: frozenset[type[Fact]] = CONTESTING | frozenset(
    {PersonalBudgetApproved, PersonalBudgetRefused, PersonalBudgetRequested, PlacementStarted}
)
"""What is asked for a budget, what became of it, and what was said of that afterwards."""
BONUSES = View(
    name="personal-budget-bonuses",
    version=2,
    case=BonusAsked,
    parts=(
        Part(
            reads=LINKS | OF_BUDGET | {BonusClaimed, CategoryDetermined},
            cases=personal_budget_bonuses,
            opens=frozenset({BonusClaimed}),
            reads_shared=frozenset({ConditionMet}),
        ),
    ),
)
BUDGETS = View(
    name="personal-budgets",
    version=2,
    case=PersonalBudget,
    parts=(Part(reads=OF_BUDGET, cases=personal_budgets, opens=frozenset({PersonalBudgetRequested})),),
)
VIEWS = (BONUSES, BUDGETS)
