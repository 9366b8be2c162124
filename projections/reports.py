"""Views `reports` and `report-series`: what was submitted, one by one with those before it, and as series.

A case of the first per `ReportSubmitted` that stands. They stand in the stream of their scheme and municipality, so
that those of one kind can be put in order there; one without a day comes before none. A case of the second is all that
one submitter handed in of one kind, with an id of its own, made of the stream and those two.
"""

from collections.abc import Iterator, Sequence
from uuid import uuid5

from domain.facts import ReportSubmitted
from domain.rules.report_periods import Reported, ReportSeries
from domain.rules.reports import Report
from domain.rules.shared import known_day
from projections.fold import Part, Streams, View
from projections.history import Standing, Standings
from projections.shared import in_order_of_day, origin


def reports(streams: Streams, shared: Standings) -> Iterator[Report]:
    """The reports that stand, by their day."""
    for stream in streams:
        before: dict[str, list[Standing]] = {}
        for one in in_order_of_day(stream.of(ReportSubmitted)):
            alike = before.setdefault(one.fact.report.casefold(), [])
            yield Report(
                **origin(one, alike),
                report=one.fact.report,
                scheme=one.fact.scheme,
                submitted_on=one.occurred_on,
                submitted_before=tuple([other.occurred_on for other in alike if other.occurred_on]),
                registered_on=one.registered_on,
            )
            if known_day(one.occurred_on) is not None:
                alike.append(one)


def report_series(streams: Streams, shared: Standings) -> Iterator[ReportSeries]:
    """The series that there are reports of."""
    for stream in streams:
        series: dict[tuple[str, str], list[Standing]] = {}
        for one in stream.of(ReportSubmitted):
            series.setdefault((one.fact.report.casefold(), one.fact.submitter.casefold()), []).append(one)
        for (report, submitter), some in series.items():
            yield _series(f"{report}|{submitter}", some)


def _series(name: str, some: Sequence[Standing]) -> ReportSeries:
    opening = some[0]
    return ReportSeries(
        **origin(opening, some, case=str(uuid5(opening.subject, name))),
        report=opening.fact.report,
        submitter=opening.fact.submitter,
        registered_on=opening.registered_on,
        submissions=tuple(
            [
                Reported(
                    submitted_on=one.occurred_on,
                    period_from=one.fact.period_from,
                    period_until=one.fact.period_until,
                )
                for one in some
            ]
        ),
    )


REPORTS = View(
    name="reports",
    version=1,
    case=Report,
    parts=(Part(reads=frozenset({ReportSubmitted}), cases=reports),),
    of_subject="period",
)
REPORT_SERIES = View(
    name="report-series",
    version=1,
    case=ReportSeries,
    parts=(Part(reads=frozenset({ReportSubmitted}), cases=report_series),),
    of_subject="period",
)
VIEWS = (REPORTS, REPORT_SERIES)
