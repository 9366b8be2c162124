"""Which delivery of its source a file is: one that was taken before or another one, and whether it comes too late.

What a source said last goes by the day of delivery, and of one day by arrival. A file that was taken whole is the same
delivery on any day, until another one comes in between: given again after that, it is a new delivery, since the source
went back to what it had said.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from store.vault import Completed


class Arriving(NamedTuple):
    """The delivery that a file is."""

    id: UUID
    newest_on: date | None
    """The day of the newest delivery that was taken, where that is later than the day of this one."""


def arriving(ledger: UUID, identity: bytes, day: date, taken: Sequence[Completed]) -> Arriving:
    """The delivery that a file with this identity is when it comes on this day.

    `taken` are the deliveries of the same source that were taken whole, in order of arrival.
    """
    first = uuid5(ledger, f"delivery|{identity.hex()}")
    until = [
        (one.delivered_on, at, one.delivery in (first, uuid5(first, one.delivered_on.isoformat())), one.delivery)
        for at, one in enumerate(taken)
        if one.delivered_on <= day
    ]
    its_own = [one for one in until if one[2]]
    delivery = first
    if its_own:
        own_day, own_at, _, delivery = max(its_own)
        others = [one for one in until if not one[2]]
        if own_day < day and any(other_day > own_day or at > own_at for other_day, at, _, _ in others):
            delivery = uuid5(first, day.isoformat())
    newest_on = max((one.delivered_on for one in taken if one.delivery != delivery), default=day)
    return Arriving(delivery, newest_on if newest_on > day else None)
