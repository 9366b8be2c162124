"""Something that must be done within a legal term of a day: done in time, late, still within it, or overdue.

The five answers to one question, for rules that differ only in what starts the term and what meets it. A day that is
not known is on no side of a limit; what was done after the day asked was not done by then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.counting import AnyCase, Question, Reason, Sentence, Test
from domain.dates import When, days_over, first_day
from domain.rules.legal_terms import LegalTerm
from domain.rules.shared import WhenOf, known_day


@dataclass(frozen=True, slots=True)
class Deadline:
    """What must be done within which term. `done_of` gives whether it was done, and when as far as known.

    `code` is the word for having done it, such as DECIDED; `done` and `not_done` say both in words.
    """

    term: LegalTerm
    start_of: WhenOf
    done_of: Callable[[AnyCase], tuple[bool, When | None]]
    code: str
    done: Sentence
    not_done: Sentence

    def limit_on(self, case: AnyCase, question: Question) -> date:
        """The last day in time; the start is known by then."""
        start = known_day(self.start_of(case))
        assert start is not None, "an unknown start is tested before"
        return self.term.last_on(start, question)

    def late(self) -> tuple[Test, Test]:
        """That it was done on an unknown day, or after the limit."""
        return (
            self._test("DATE_UNKNOWN", ", op een onbekende dag", ", on an unknown day", self._undated),
            self._test(f"{self.code}_LATE", ", na de grens", ", after the limit", self._done_late),
        )

    def in_time(self) -> Test:
        """That it was done within the term."""
        return self._test(f"{self.code}_IN_TIME", ", binnen de termijn", ", within the term", self.done_in_time)

    def open(self) -> tuple[Test, Test]:
        """That it was not done, and the limit has not passed."""
        return (
            Test(
                "WITHIN_LIMIT",
                {"nl": "De grens is nog niet bereikt.", "en": "The limit has not been reached."},
                self._within,
            ),
            Test(
                "LIMIT_DAY",
                {
                    "nl": "De peildatum is de laatste toegestane dag; de dag erna telt.",
                    "en": "The day asked is the last day allowed; the next one counts.",
                },
                self._on_limit_day,
            ),
        )

    def overdue(self) -> Test:
        """That it was not done, and the limit passed."""
        return Test("OVERDUE", self.not_done, lambda case, question: self._unless_done(case, question, self.over))

    def _test(self, code: str, nl: str, en: str, check: Callable[[AnyCase, Question], Reason | None]) -> Test:
        return Test(code, {"nl": f"{self.done['nl']}{nl}.", "en": f"{self.done['en']}{en}."}, check)

    def _undated(self, case: AnyCase, question: Question) -> Reason | None:
        done, when = self.done_of(case)
        if not done or known_day(when) is not None or (when and first_day(when) > question.bounds.as_of):
            return None
        return Reason({"date": self.code} | ({"known": when} if when else {}))

    def _done_on(self, case: AnyCase, question: Question) -> date | None:
        day = known_day(self.done_of(case)[1])
        return day if day is not None and day <= question.bounds.as_of else None

    def _done_late(self, case: AnyCase, question: Question) -> Reason | None:
        day, limit_on = self._done_on(case, question), self.limit_on(case, question)
        late_days = days_over(limit_on, day) if day else 0
        return Reason({"on": str(day)}, limit_on, late_days) if late_days else None

    def done_in_time(self, case: AnyCase, question: Question) -> Reason | None:
        """The day on which it was done, within the term."""
        day, limit_on = self._done_on(case, question), self.limit_on(case, question)
        return Reason({"on": day.isoformat()}, limit_on) if day is not None and day <= limit_on else None

    def over(self, case: AnyCase, question: Question) -> Reason:
        """The limit, and by how many days the day asked lies beyond it."""
        limit_on = self.limit_on(case, question)
        return Reason(limit_on=limit_on, days_over=days_over(limit_on, question.bounds.as_of))

    def _within(self, case: AnyCase, question: Question) -> Reason | None:
        limit_on = self.limit_on(case, question)
        within = question.bounds.as_of < limit_on
        return self._unless_done(case, question, lambda *_: Reason(limit_on=limit_on)) if within else None

    def _on_limit_day(self, case: AnyCase, question: Question) -> Reason | None:
        limit_on = self.limit_on(case, question)
        counted_from = {"counted_from": (limit_on + timedelta(days=1)).isoformat()}
        on_it = question.bounds.as_of == limit_on
        return self._unless_done(case, question, lambda *_: Reason(counted_from, limit_on)) if on_it else None

    def _unless_done(
        self, case: AnyCase, question: Question, reason: Callable[[AnyCase, Question], Reason]
    ) -> Reason | None:
        return None if self._done_on(case, question) else reason(case, question)
