"""A dossier handed over from one municipality to another: who sees it from then on, and where its cases count.

A case counts where the fact that decides it lies, also after the dossier went elsewhere. The municipality that
received it sees the case from the day of the hand-over, not counted, under DECIDED_ELSEWHERE: so its answer shows
everything that it is responsible for now, and nothing is counted twice.
"""

from datetime import date

from domain.counting import Bounds, Case, Reason, Verdict
from domain.dates import When
from domain.rules.shared import known_day

DECIDED_ELSEWHERE = "DECIDED_ELSEWHERE"
"""Code of a case whose dossier was handed over to the place asked, and that counts where it was decided."""


class Handover(Case, frozen=True, kw_only=True):
    """The dossier of one registration was handed over; `municipality` is the one that received it."""

    from_code: str | None = None
    on: When | None = None
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the hand-over."""
        return known_day(self.on), None

    def is_seen(self, bounds: Bounds) -> bool:
        """Whether it had happened by the end of the day asked, and had been entered by then where that is asked."""
        day, entered = known_day(self.on), self.registered_on
        is_entered = bounds.registered_by is None or entered is None or entered <= bounds.registered_by
        return day is not None and day <= bounds.as_of and is_entered


def decided_elsewhere(case: Case, handover: Handover, place: str | None) -> Verdict:
    """The verdict on a case that another municipality counts, where its dossier was received."""
    detail = {"handed_over_on": str(handover.on), **({"counts_in": place} if place else {})}
    positions = tuple(sorted({*case.positions, *handover.positions}))
    return Verdict(case, False, DECIDED_ELSEWHERE, 0, Reason(detail, positions=positions))
