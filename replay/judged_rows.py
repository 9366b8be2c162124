"""Rows that are told one by one, each with what the counting rules say of it: what the pages of rows have in common."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from domain.counting import Bounds, Case, Rule, Verdict
from domain.places import Scope
from replay.answers import Document
from replay.asking import Asked, resolve_known_at, today_in_amsterdam
from replay.considered import of_lots
from replay.figures import Figures
from replay.judged_again import Judged
from replay.places import register, scope_of
from replay.reading import Reading, reading
from store.ledger import Head


class Looking(NamedTuple):
    """The rows as they are looked at: on a day, as known at a position, of a place."""

    figures: Figures
    look: Reading
    bounds: Bounds
    scope: Scope

    @property
    def known(self) -> Head:
        """The head that they are known at."""
        return self.figures.ledger.at(self.bounds.known_at)

    def codes(self) -> Sequence[str | None]:
        """The places to look in one after another; None is all of them."""
        return [None] if self.scope.codes is None else sorted(self.scope.codes)

    def judged(self, rules: Sequence[Rule], cases: Sequence[Case]) -> list[tuple[Rule, Judged]]:
        """What each of these rules says of these cases; raises ParameterNotSet."""
        of_these = of_lots(cases)
        return [(rule, self.figures.judged(self.look, rule, self.bounds, self.scope, of_these)) for rule in rules]


@contextmanager
def looking(figures: Figures, municipality: str | None, as_of: date | None, known_at: str | None) -> Iterator[Looking]:
    """Look on a day (None: today), as known at a moment (None: now); raises CannotAsk."""
    ledger = figures.ledger
    position = resolve_known_at(known_at, ledger, ledger.head().position)
    on = as_of or today_in_amsterdam(ledger.database_now())
    with reading(figures.follower, position) as look:
        scope = scope_of(Asked("", municipality=municipality), register(look, position), on)
        yield Looking(figures, look, Bounds(as_of=on, known_at=position), scope)


def by_case(judged: Sequence[tuple[Rule, Judged]]) -> dict[str, list[tuple[Rule, Verdict]]]:
    """What was judged, case by case, in the order of the rules."""
    said: dict[str, list[tuple[Rule, Verdict]]] = {}
    for rule, of_rule in judged:
        for verdict in of_rule.verdicts:
            said.setdefault(verdict.case.case, []).append((rule, verdict))
    return said


def verdict_document(rule: Rule, verdict: Verdict) -> Document:
    """What a rule says of a row, and why."""
    return {"rule": rule.id, "version": rule.version, "counted": verdict.counted, "reason": verdict.code}
