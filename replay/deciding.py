"""Which events decided a verdict on the day asked: of those that a rule may look at, what had happened by then.

What became of a decision after the day asked decides nothing then. It is listed only where it makes the case itself.
Other facts may be about a time before the day on which they were told, such as what somebody is; a rule that looks at
such a fact is decided by it. A correction stands or falls with the fact it corrects, by the day that it puts in the
place of the first.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.counting import Verdict
from domain.dates import When, first_day
from domain.event import Recorded
from domain.facts import EventCorrected, PersonDeceased
from projections.legal_life import FOLLOWING

NOT_BEFORE_ITS_DAY = FOLLOWING | {PersonDeceased}
"""What these facts tell holds from their own day on, or is at least not looked at before it."""


def deciding(verdict: Verdict, events: Mapping[int, tuple[Recorded, Any]], as_of: date) -> list[Recorded]:
    """The events that decided a verdict at the end of a day, oldest first; at least the one that makes the case.

    Left out are those that are not among `events`: whoever asks may not see them.
    """
    told = [events[position][0] for position in verdict.positions if position in events]
    days = _days(told)
    kept = [one for one in told if (day := days.get(one.position)) is None or first_day(day) <= as_of]
    return kept or told[:1]


def _days(told: list[Recorded]) -> dict[int, When | None]:
    """Position → when what it says happened, as the last event that says it has it; of what follows a decision."""
    groups: dict[str, list[Recorded]] = {}
    for one in told:
        fact = one.fact
        original = fact.original if isinstance(fact, EventCorrected) else str(one.event.event_id)
        groups.setdefault(original, []).append(one)
    return {
        one.position: group[-1].event.occurred_on
        for group in groups.values()
        if type(group[0].fact) in NOT_BEFORE_ITS_DAY
        for one in group
    }
