"""What objection, revocation, quashing and suspension do to a figure that rests on a decision.

A case, or a part of one, carries the legal life of its decision only where something was said of it afterwards: most
decisions have none, and then nothing is asked. A rule never asks it of the parts: before it judges, a case is put as it
stood at the end of the day asked (`Case.as_it_stood`), without what was undone by then. Of the decision that a case is
about itself NO_LEGAL_EFFECT is told, so that nothing leaves a figure unseen.

What is undone from the start counts nowhere, and neither does what was changed on a day or with an effect that nobody
said. What was ended from then on was done all the same: a bonus stays paid, a placement was one and ends. What holds
during days, such as an extension or an exemption, holds only on those on which its decision has effect.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol, TypeVar

import msgspec
from msgspec.structs import replace

from domain.counting import AnyCase, Question, Reason, Test
from domain.dates import When
from domain.rules.legal_life import LegalLife, acts_by, contested, effect_on, spans, undated_act
from domain.rules.shared import known_day


class Told(Protocol):
    """A part of a case that is a decision of its own; `life` where something was said of it afterwards."""

    @property
    def life(self) -> LegalLife | None:
        """The legal life of that decision, where something was said of it."""


AnyTold = TypeVar("AnyTold", bound=Told)


def undone(life: LegalLife | None, as_of: date) -> Reason | None:
    """Why a decision counts nowhere on a day: gone from the start, or changed we know not when or how."""
    if life is None:
        return None
    effect = effect_on(life, as_of)
    if effect in ("GONE", "NOT_SAID") and spans(life, as_of):
        by = [act.by for act in acts_by(life, as_of) if act.kind == ("UNDOES" if effect == "GONE" else "NOT_SAID")]
        return Reason({"effect": effect} | ({"by": by[-1]} if by else {}))
    undated = undated_act(life, as_of)
    return Reason({"effect": "DATE_UNKNOWN", "by": undated}) if undated else None


def counts(life: LegalLife | None, as_of: date) -> bool:
    """Whether what a decision did counts on a day: always, unless it was undone."""
    return undone(life, as_of) is None


def standing(parts: Iterable[AnyTold], as_of: date) -> tuple[AnyTold, ...]:
    """Those of the parts of a case that count on a day."""
    return tuple([one for one in parts if counts(one.life, as_of)])


class Lasting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of a case that holds during days: from `on`, and where its decision ended, until `ended_on`."""

    on: When | None = None
    ended_on: date | None = None
    life: LegalLife | None = None


AnyLasting = TypeVar("AnyLasting", bound=Lasting)


def in_force(parts: Iterable[AnyLasting], as_of: date) -> tuple[AnyLasting, ...]:
    """These parts on the days on which their decisions have effect, by what had happened at the end of a day."""
    return tuple([held for one in parts for held in _in_force(one, as_of)])


def _in_force(one: AnyLasting, as_of: date) -> Iterator[AnyLasting]:
    if one.life is None or not counts(one.life, as_of) or not (lasting := spans(one.life, as_of)):
        if counts(one.life, as_of):  # nothing was said of it, or nobody knows since when it holds
            yield one
        return
    for span in lasting:
        if span.effect == "IN_FORCE":
            yield replace(one, on=When(span.from_on.isoformat()), ended_on=span.until_on)


def holds_on(one: Lasting, day: date) -> bool:
    """Whether it certainly holds at the end of a day."""
    on = known_day(one.on)
    return on is not None and on <= day and (one.ended_on is None or day < one.ended_on)


def never_began(opened_by: Iterable[LegalLife], as_of: date) -> LegalLife | None:
    """The decision that was undone, where no other by which a case exists stands on a day; else None."""
    taken = [one for one in opened_by if (day := known_day(one.decided_on)) is None or day <= as_of]
    gone = [one for one in taken if not counts(one, as_of)]
    return gone[0] if gone and len(gone) == len(taken) else None


def ended_from(life: LegalLife | None, as_of: date = date.max) -> date | None:
    """The first day on which a decision had ended for good, by what had happened by a day, or by all that is known."""
    if life is None:
        return None
    last = spans(life, as_of)[-1:]
    return last[0].from_on if last and last[0].effect == "ENDED" else None


def with_flags(flags: tuple[str, ...], as_of: date, *lives: LegalLife | None) -> tuple[str, ...]:
    """The flags of a case, with those of the decisions that it rests on: contested or suspended on that day."""
    said = {flag for life in lives if life is not None for flag in _flags(life, as_of)}
    return tuple(sorted({*flags, *said})) if said else flags


def _flags(life: LegalLife, as_of: date) -> Iterator[str]:
    found = contested(life, as_of)
    if found is not None:
        yield found
    if effect_on(life, as_of) == "SUSPENDED":
        yield "SUSPENDED"


def _no_legal_effect(case: AnyCase, question: Question) -> Reason | None:
    return undone(case.life, question.bounds.as_of)


NO_LEGAL_EFFECT = Test(
    "NO_LEGAL_EFFECT",
    {
        "nl": "Het besluit is vanaf het begin ongedaan gemaakt, of niet is gezegd wanneer of hoe het is gewijzigd.",
        "en": "The decision was undone from the start, or it was not said when or how it was changed.",
    },
    _no_legal_effect,
)
"""For every rule about a decision, after the tests of when it was taken."""
