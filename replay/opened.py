"""The list behind a figure by itself, or the want of it: for who tells some cases, and for who tells none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.counting import Bounds, Case, Question, Rule, Verdict


class NotOpened(Sequence[Verdict]):
    """The verdicts of an answer that was asked without them: looking at them is a mistake, and fails."""

    def __len__(self) -> int:
        raise ValueError("the answer goes without its cases; ask it opened, as who may see them, or look at its tally")

    def __getitem__(self, index: Any) -> Any:
        return len(self)


NOT_OPENED = NotOpened()


@dataclass(frozen=True, slots=True)
class Listed:
    """The verdicts of one rule version within its bounds, without what they sum up to."""

    rule: Rule
    bounds: Bounds
    verdicts: Sequence[Verdict]
    questions: Mapping[str | None, Question]

    def question_of(self, case: Case) -> Question:
        """The question that a case was judged with."""
        return self.questions[case.municipality]
