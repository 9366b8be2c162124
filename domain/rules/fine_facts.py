"""Which facts a rule about fines looks at, so that it tells only those as what decided.

A fine is judged with all that is known of the person's other fines. What was imposed and what stands asks none of them,
and a maximum only those that may double or add up with this one; the facts of the others decide nothing there.
"""

from collections.abc import Callable, Iterable, Set
from dataclasses import replace

from domain.counting import Check, Question, Reason, Test
from domain.rules.fine import Fine, Sanction, class_of

Facts = Callable[[Fine], Iterable[int]]


def own(fine: Fine) -> tuple[int, ...]:
    """The fine and what became of it."""
    return fine.own_positions


def own_and_death(fine: Fine) -> tuple[int, ...]:
    """The same, with the death of the person."""
    return (*fine.own_positions, *fine.death_positions)


def own_and_report(fine: Fine) -> tuple[int, ...]:
    """The same, with the report that the fine rests on."""
    return (*fine.own_positions, *(at for report in fine.reports for at in report.positions))


def with_cuts(fine: Fine) -> tuple[int, ...]:
    """The fine, its report, and the cuts of the benefit for the same act."""
    return (*own_and_report(fine), *(at for cut in fine.cuts for at in cut.positions))


def with_earlier(fine: Fine, holds: Callable[[Sanction], bool]) -> tuple[int, ...]:
    """The fine and its report, with those imposed before it of which this holds."""
    return (*own_and_report(fine), *(at for one in fine.earlier if holds(one) for at in one.positions))


def same_act(fine: Fine) -> tuple[int, ...]:
    """The fine, with those imposed before it for the same breach."""
    return with_earlier(fine, lambda one: one.same_act)


def of_classes(classes: Set[str]) -> Facts:
    """The fine, with those imposed before it under the same Act for one of these."""

    def facts(fine: Fine) -> tuple[int, ...]:
        return with_earlier(fine, lambda one: one.law == fine.law and class_of(one) in classes)

    return facts


def of_own_class(fine: Fine) -> tuple[int, ...]:
    """The fine, with those imposed before it under the same Act that leave it time, or that it repeats."""
    return with_earlier(fine, lambda one: one.law == fine.law and one.kind == "FINE")


def check_on(facts: Facts, check: Check) -> Check:
    """The same check, which tells these facts as what decided."""

    def checked(fine: Fine, question: Question) -> Reason | None:
        reason = check(fine, question)
        if reason is None or reason.positions is not None:
            return reason
        return replace(reason, positions=tuple(sorted({*facts(fine)})))

    return checked


def resting_on(facts: Facts, *tests: Test) -> tuple[Test, ...]:
    """The same tests, which tell these facts as what decided."""
    return tuple([replace(test, check=check_on(facts, test.check)) for test in tests])
