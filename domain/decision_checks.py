"""What a decision is held against: small checks, put together per kind of fact in `domain/decisions.py`.

A check takes the dossier and the proposal and either says nothing or raises a named refusal. The functions in small
letters here *make* a check: `needs(NoPlanIsAdopted, PersonalPlanAdopted)` reads as the rule it is. What the law leaves
open is not checked.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from domain import decision_refusals as refused
from domain.dates import When, first_day
from domain.dossier import Dossier, Entry, Proposal, surely_before
from domain.facts import (
    AbsenceRecorded,
    AppealDecided,
    CategoryDetermined,
    ObligationEstablished,
    ObligationWithdrawn,
    PersonDeceased,
    TermStarted,
)
from domain.facts.base import Fact, Nature, of

Check = Callable[[Dossier, Proposal], None]
Kinds = tuple[type[Fact], ...]

DECISIONS_BESIDE: Kinds = (AppealDecided, CategoryDetermined, ObligationEstablished, ObligationWithdrawn, TermStarted)
"""Observed here and decided elsewhere: a person may object to these or appeal against them all the same."""


def when_of(day: date | None) -> When | None:
    """A day as a date in the world."""
    return None if day is None else When(day.isoformat())


def agree(one: Any, other: Any, fields: Iterable[str]) -> bool:
    """Whether two facts hold the same in these fields."""
    return all(getattr(one, field, None) == getattr(other, field, None) for field in fields)


# What is named by event id


def named(dossier: Dossier, event_id: str, unknown: type[refused.DecisionRefused] = refused.EventIsUnknown) -> Entry:
    """The entry of the event that is named and stands; raises what is wrong with the name."""
    wanted = UUID(event_id)
    if wanted in dossier.changes:
        raise refused.EventIsNoOriginal(f"first event {dossier.changes[wanted]}")
    entry = dossier.entries.get(wanted)
    if entry is None:
        raise unknown(event_id)
    if entry.retracted:
        raise refused.EventIsRetracted(event_id)
    return entry


def names(
    field: str,
    *kinds: type[Fact],
    unknown: type[refused.DecisionRefused] = refused.EventIsUnknown,
    in_force: bool = False,
    follows: bool = True,
) -> Check:
    """The event ids in this field, where given, stand in the dossier, are of one of these kinds, and lie not later."""

    def check(dossier: Dossier, proposal: Proposal) -> None:
        given = getattr(proposal.fact, field)
        for event_id in given if isinstance(given, tuple) else (given,) if given else ():
            entry = named(dossier, event_id, unknown)
            if kinds and not isinstance(entry.fact, kinds):
                expected = " or ".join(kind.__name__ for kind in kinds)
                raise refused.EventIsOfAnotherKind(f"{field} is {type(entry.fact).__name__}; expected {expected}")
            if in_force and all(one.event_id != entry.event_id for one in dossier.in_force()):
                raise refused.DecisionAlreadyWithdrawn(event_id)
            if follows and surely_before(proposal.occurred_on, entry.occurred_on):
                raise refused.DatedBeforeWhatItFollows(f"{proposal.occurred_on} before {entry.occurred_on}")

    return check


def names_a_decision(field: str = "decision", *, in_force: bool = False, follows: bool = False) -> Check:
    """The event in this field is a decision of this dossier."""
    exists = names(field, unknown=refused.DecisionIsUnknown, in_force=in_force, follows=follows)

    def check(dossier: Dossier, proposal: Proposal) -> None:
        event_id = getattr(proposal.fact, field)
        entry = named(dossier, event_id, refused.DecisionIsUnknown)
        if of(entry.fact).nature is not Nature.DECISION and not isinstance(entry.fact, DECISIONS_BESIDE):
            raise refused.EventIsNoDecision(type(entry.fact).__name__)
        exists(dossier, proposal)

    return check


# What must stand, and what must not


def needs(refusal: type[refused.DecisionRefused], *kinds: type[Fact], alike: tuple[str, ...] = ()) -> Check:
    """One of these kinds is in force, alike in these fields, and did not certainly happen after this decision."""

    def check(dossier: Dossier, proposal: Proposal) -> None:
        found = [one for one in dossier.in_force(*kinds) if agree(one.fact, proposal.fact, alike)]
        if not found:
            raise refusal
        if all(surely_before(proposal.occurred_on, one.occurred_on) for one in found):
            raise refused.DatedBeforeWhatItFollows(f"{proposal.occurred_on} before {found[0].occurred_on}")

    return check


def bars(refusal: type[refused.DecisionRefused], *kinds: type[Fact], alike: tuple[str, ...] = ()) -> Check:
    """None of these kinds is in force, alike in these fields."""

    def check(dossier: Dossier, proposal: Proposal) -> None:
        for one in dossier.in_force(*kinds):
            if agree(one.fact, proposal.fact, alike):
                raise refusal(f"event {one.event_id}")

    return check


def unanswered(
    field: str, request: type[Fact], *answers: type[Fact], alike: tuple[str, ...] = (), only_named: bool = False
) -> Check:
    """The request that is named was not answered; where none is named, fewer answers stand than requests alike.

    With `only_named` a decision without a request is possible too.
    """

    def check(dossier: Dossier, proposal: Proposal) -> None:
        given = getattr(proposal.fact, field)
        standing = dossier.in_force(*answers)
        if given is not None:
            if any(getattr(one.fact, field) == given for one in standing):
                raise refused.RequestIsAlreadyAnswered(given)
            return
        if only_named:
            return
        requests = [one for one in dossier.standing(request) if agree(one.fact, proposal.fact, alike)]
        if not requests:
            raise refused.NobodyAskedForThat(f"expected {request.__name__}")
        if len([one for one in standing if agree(one.fact, proposal.fact, alike)]) >= len(requests):
            raise refused.RequestIsAlreadyAnswered

    return check


def not_more_than(
    refusal: type[refused.DecisionRefused],
    given: type[Fact],
    *taken: type[Fact],
    alike: tuple[str, ...] = (),
    where: Mapping[str, str] | None = None,
) -> Check:
    """The amount is above zero and at most the sum of what was given, less what was taken off it before, in cents."""

    def check(dossier: Dossier, proposal: Proposal) -> None:
        positive_amount(dossier, proposal)
        sources: list[Any] = [
            one.fact
            for one in dossier.in_force(given)
            if agree(one.fact, proposal.fact, alike)
            and all(getattr(one.fact, field) == code for field, code in (where or {}).items())
        ]
        if not sources:
            raise refusal
        off: list[Any] = [one.fact for one in dossier.in_force(*taken) if agree(one.fact, proposal.fact, alike)]
        left_cents = sum(one.amount_cents for one in sources) - sum(one.amount_cents for one in off)
        if proposal.fact.amount_cents > left_cents:
            raise refused.AmountIsTooHigh(f"{proposal.fact.amount_cents} of {left_cents} euro cents")

    return check


def positive_amount(_: Dossier, proposal: Proposal) -> None:
    """An amount that is given is above zero."""
    amount_cents = proposal.fact.amount_cents
    if amount_cents is not None and amount_cents <= 0:
        raise refused.AmountIsNotPositive


# Time


def while_alive(dossier: Dossier, proposal: Proposal) -> None:
    """The person was not certainly dead before the day of the decision."""
    for one in dossier.standing(PersonDeceased):
        if surely_before(one.occurred_on, proposal.occurred_on):
            raise refused.PersonHasDied(f"{one.occurred_on}")


def ends_later(until_field: str, from_field: str | None = None) -> Check:
    """The first day after it lies later than its first day, which is the day of effect or stands in `from_field`."""

    def check(_: Dossier, proposal: Proposal) -> None:
        until: date | None = getattr(proposal.fact, until_field)
        begins = when_of(getattr(proposal.fact, from_field)) if from_field else proposal.begins_on
        if until is not None and begins is not None and first_day(begins) >= until:
            raise refused.EndsBeforeItBegins(f"{begins} until {until}")

    return check


ABSENCE: Check = names("absence", AbsenceRecorded, unknown=refused.AbsenceIsUnknown)
"""The absence that is named stands."""
