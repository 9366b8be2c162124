"""A long list of verdicts that nobody holds: each time it is gone through, its cases are read and judged once more.

A verdict with its case takes some kilobytes, and a list may have a million. What is needed of the whole list (the
value, the funnel, the flags) is summed batch by batch; whoever tells the cases goes through them again, in the same
order. All of it is read within one look at the rows, so each time gives the same; when that look is over, so is the
list.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from domain.counting import Bounds, Case, Question, Rule, Verdict
from domain.places import Scope
from domain.tally import Tally, tally_of
from replay.beside import ByPlace, Flag, Setting, flags_of_cases, flags_of_whole, in_order, set_places
from replay.reading import CASES_AT_ONCE, Reading, batched
from store.listing import page_of_rows

CASES_ON_A_PAGE = 100


class Judged(NamedTuple):
    """The verdicts of a rule, with the questions they answer and the parameter values of those."""

    verdicts: Sequence[Verdict]
    questions: Mapping[str | None, Question]
    settings: Sequence[Setting]
    values: ByPlace


class JudgedAgain(Sequence[Verdict]):
    """The verdicts on the cases of one municipality or of all, in the order of their first events."""

    def __init__(
        self, look: Reading, rule: Rule, bounds: Bounds, scope: Scope, judge: Callable[[Sequence[Case]], Judged]
    ) -> None:
        self.look, self._rule, self._bounds, self._scope, self._judge = look, rule, bounds, scope, judge

    @property
    def asked(self) -> tuple[str, int, frozenset[str] | None]:
        """Which cases are in it: lists of two rules that have this alike are of the same cases."""
        return self._rule.view, self._bounds.known_at, self._scope.codes

    def cases(self) -> Iterator[tuple[Case, UUID]]:
        """(case, group) of each, not judged."""
        return self.look.cases_in_order(self._rule.view, self._bounds.known_at, self._scope.codes)

    def batches(self) -> Iterator[tuple[Judged, Mapping[str, UUID]]]:
        """Some verdicts at a time, with the group of each case."""
        for some in batched(self.cases(), CASES_AT_ONCE):
            yield self._judge([case for case, _ in some]), {case.case: group for case, group in some}

    def after(self, number: int) -> Iterator[tuple[int, Verdict]]:
        """Each verdict with the number of its row, of those after one: for who looks at a page of them."""
        decoder = msgspec.json.Decoder(self.look.views[self._rule.view].case)
        generation, place = self.look.generation(self._rule.view), (self._bounds.known_at, self._scope.municipality)
        while rows := page_of_rows(self.look.connection, generation, *place, number, CASES_ON_A_PAGE):
            found = [(decoder.decode(value), group) for _, group, value in rows]
            numbers = {case.case: at for (case, _), (at, _, _) in zip(found, rows, strict=True)}
            cases = [case for case, _ in self.look.as_seen(self._rule.view, self._bounds.known_at, iter(found))]
            judged = ((numbers[one.case.case], one) for one in self._judge(cases).verdicts)
            yield from sorted(judged, key=itemgetter(0))
            number = rows[-1][0]

    def of_registration(self, registration: UUID) -> Sequence[Verdict]:
        """The verdicts on the cases of a registration and of those it is linked with."""
        group = self.look.members([registration]).get(registration, registration)
        found = self.look.cases(self._rule.view, self._bounds.known_at, self._scope.codes, [group])
        return self._judge([case for case, _ in found]).verdicts

    def __iter__(self) -> Iterator[Verdict]:
        for judged, _ in self.batches():
            yield from judged.verdicts

    def __len__(self) -> int:
        return sum(1 for _ in self.cases())

    def __getitem__(self, index: Any) -> Any:
        """One verdict: all before it are judged too."""
        return next(islice(self, index, None))

    def summed(self) -> tuple[Tally, Sequence[Flag]]:
        """The figure, its funnel and its flags, in one pass."""
        flags, known_at = Counter[str](), self._bounds.known_at

        def each() -> Iterator[tuple[Verdict, int]]:
            for judged, groups in self.batches():
                places = set_places(judged.values)
                flags.update(flags_of_cases(self.look, judged.verdicts, groups, known_at, places))
                yield from ((one, 1) for one in judged.verdicts)

        tally = tally_of(each())
        whole = flags_of_whole(self.look, self._rule, self._bounds, tally.considered)
        return tally, in_order(flags | Counter(whole))
