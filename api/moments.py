"""The present moment of the ledger: how far it has come, and whether what an answer looked at changed meanwhile.

Whoever asks gets a moment that began after they asked, worked out once for all who ask meanwhile, so what was recorded
before a question is in its answer. Most new facts can concern few views, which their kinds tell: an answer that is made
of others need not wait until they are followed. Where one must, following costs about as much for one fact as for a
hundred: after it the next waits a little, and takes along what was recorded in between.
"""

import time
from collections.abc import Collection, Iterable
from datetime import date, datetime
from threading import Lock
from typing import NamedTuple

from api.gathering import Gathering, NotInTime
from api.problems import DatabaseGone
from api.sharing import Sharing
from replay.asking import today_in_amsterdam
from replay.changes import OF_ALL, OF_SIGHT, may_concern
from replay.follow import Follower
from store.changes import ANEW, ANYWHERE, changes_after
from store.ledger import Head
from store.readers import reading_as

PAUSE_SECONDS = 0.04


class Moment(NamedTuple):
    """A head of the ledger, and the days it was then: in Amsterdam and by the clock of the database.

    `unfollowed` are the views that could change by the facts which were not followed then.
    """

    known: Head
    days: tuple[date, date]
    unfollowed: frozenset[str] = frozenset()


class Moments:
    """Tells the present moment, and whether anything changed since an earlier one."""

    def __init__(self, follower: Follower, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._follower, self._pause_seconds = follower, pause_seconds
        self._looking = Gathering("moments", self._look)
        self._sharing = Sharing[None]()
        self._lock = Lock()
        self._latest: Moment | None = None
        self._followed: Moment | None = None
        self._change = 0
        self._changed: dict[tuple[str, str | None], int] = {}
        self._not_before = 0.0

    def now(self) -> Moment:
        """The latest moment, which began after this was called; raises ViewsAreNewer and what the database raises."""
        self._looking.now()
        return self.latest

    async def soon(self, seconds: float) -> Moment | None:
        """The same on the event loop, without a thread; None where nothing was looked at before, which takes long.

        Raises DatabaseGone when it takes longer than so many seconds.
        """
        if self._latest is None:
            return None
        try:
            await self._looking.soon(seconds)
        except NotInTime:
            raise DatabaseGone from None
        return self.latest

    def caught_up(self) -> Moment:
        """A moment that began after this was called and to which all views were followed; raises as `now` does."""
        self._sharing.once("caught up", self._catch_up, self._pause)
        return self.followed

    @property
    def latest(self) -> Moment:
        """The latest moment that anybody asked for."""
        assert self._latest is not None, "a moment is asked for first"
        return self._latest

    @property
    def followed(self) -> Moment:
        """The latest of those to which all views were followed."""
        assert self._followed is not None, "a moment is asked for first"
        return self._followed

    def has_changed(self, views: Collection[str], places: Iterable[str | None], position: int, moment: Moment) -> bool:
        """Whether by this moment one of these views had changed after a position, in one of these municipalities.

        None is any municipality. True as well where nobody knows yet.
        """
        changed = self._changed
        some = (*places, ANYWHERE)
        return (
            not moment.unfollowed.isdisjoint(views)
            or not moment.unfollowed.isdisjoint(OF_ALL)
            or any(changed.get((what, None), 0) > position for what in OF_ALL)
            or any(changed.get((view, place), 0) > position for view in views for place in some)
        )

    def sees_otherwise(self, position: int, moment: Moment) -> bool:
        """Whether by this moment it may have changed after a position what its readers see: True where nobody knows."""
        return not moment.unfollowed.isdisjoint(OF_SIGHT) or any(
            self._changed.get((what, None), 0) > position for what in OF_SIGHT
        )

    def _pause(self) -> None:
        time.sleep(max(0.0, self._not_before - time.monotonic()))

    @reading_as(None)
    def _look(self) -> None:
        """How far the ledger is, and which views the new facts can concern."""
        if self._latest is None:
            self._catch_up()
        with self._lock:
            before = self.latest
            known, clock = self._follower.ledger.now()
            concerned = self._concerned(before.known.position, known.position)
            self._latest = Moment(known, _days(clock), before.unfollowed | concerned)

    @reading_as(None)
    def _catch_up(self) -> None:
        """Bring the views to the head, and see what changed by it."""
        self._not_before = time.monotonic() + self._pause_seconds
        known, clock = self._follower.ledger.now()
        self._follower.follow(known.position)
        with self._lock:
            self._take_in_changes()
            self._followed = Moment(known, _days(clock))
            before = self._latest or self._followed
            latest = max(before.known, known, key=lambda head: head.position)
            unfollowed = self._concerned(known.position, latest.position)
            self._latest = Moment(latest, max(before.days, self._followed.days), unfollowed)

    def _take_in_changes(self) -> None:
        """Read what changed since the last time. Of what was made anew no answer holds that was worked out before."""
        so_far = 0 if self._latest is None else self._latest.known.position
        for what, said, position, change in changes_after(self._follower.ledger.database, self._change):
            place, at = (ANYWHERE, so_far + 1) if said == ANEW and so_far else (said, position)
            for one in (place, None):
                self._changed[what, one] = max(at, self._changed.get((what, one), 0))
            self._change = max(change, self._change)

    def _concerned(self, after: int, until: int) -> frozenset[str]:
        """The views that the facts in a range of positions can concern."""
        if after >= until:
            return frozenset()
        kinds = self._follower.ledger.kinds_between(after, until)
        return frozenset(name for name, view in self._follower.views.items() if may_concern(view, kinds))


def _days(clock: datetime) -> tuple[date, date]:
    return today_in_amsterdam(clock), clock.date()
