"""View `reports`: every report, plan or agenda that was submitted, with those of the same kind before it.

A case per `ReportSubmitted` that stands. They stand in the stream of their scheme and municipality, so that those of
one kind can be put in order there; one without a day comes before none.
"""

from collections.abc import Iterator

from domain.facts import ReportSubmitted
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


REPORTS = View(
    name="reports",
    version=1,
    case=Report,
    parts=(Part(reads=frozenset({ReportSubmitted}), cases=reports),),
    of_subject="period",
)
VIEWS = (REPORTS,)
