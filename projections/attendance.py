"""View `attendance`: what was reported of each period of each person, lesson by lesson counted.

A case per `AttendanceReported` that stands, of whatever was attended. `reports_of` gives those of lessons, by which the
deposits are judged.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.dates import When
from domain.facts import AttendanceReported
from domain.rules.attendance import IS_LESSON, AttendancePeriod, Report
from projections.fold import Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.shared import origin


def attendance(streams: Streams, shared: Standings) -> Iterator[AttendancePeriod]:
    """The periods that stand."""
    for stream in streams:
        for reported in stream.of(AttendanceReported):
            yield AttendancePeriod(
                **origin(reported),
                report=told(reported),
                activity=reported.fact.activity,
                registered_on=reported.registered_on,
            )


def reports_of(stream: Stream) -> list[Standing]:
    """The reports of lessons."""
    return [one for one in stream.of(AttendanceReported) if one.fact.activity in IS_LESSON]


def told(reported: Standing) -> Report:
    """A report with its days: the last one is that of its period, else the day it was reported for."""
    fact: AttendanceReported = reported.fact
    last_on = reported.occurred_on
    if fact.period_until is not None and fact.period_until > date.min:
        last_on = When((fact.period_until - timedelta(days=1)).isoformat())
    return Report(
        from_on=fact.period_from,
        last_on=last_on,
        lessons=fact.lessons,
        attended=fact.attended,
        authorised_absent=fact.authorised_absent,
    )


ATTENDANCE = View(
    name="attendance",
    version=1,
    case=AttendancePeriod,
    parts=(Part(reads=frozenset({AttendanceReported}), cases=attendance),),
    each_fact=True,
)
VIEWS = (ATTENDANCE,)
