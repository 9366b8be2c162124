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

from domain.counting import AnyCase, Question, Reason, Test
from domain.rules.legal_life import LegalLife, Span, acts_by, contested, effect_on, spans, undated_act


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


def spans_in_force(life: LegalLife, as_of: date) -> list[Span]:
    """The days on which a decision has its effect, by what had happened at the end of a day; none where undone."""
    return [span for span in spans(life, as_of) if span.effect == "IN_FORCE"] if counts(life, as_of) else []


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
