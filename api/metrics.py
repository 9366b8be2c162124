"""Numbers about the server itself, for Prometheus. No label holds anything that somebody typed or is called.

Labels are operation ids, statuses, reasons and names of views: words that stand in the code.

Of several processes at one address any can be asked, and tells the sum of all: each keeps its numbers in a file of its
own in a folder that the environment names (`SUMMED_IN`), as the library does it. Counts of a process that ended stay.
"""

from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from api.database import DatabaseProbe
from api.problems import problem_of
from replay.figures import Figures
from replay.status import view_documents

MEDIA_TYPE = "text/plain"
NOWHERE: dict[str, Any] = {"registry": None}
"""In no registry of the library's own, which all applications of a process would share."""
SUMMED_IN = "PROMETHEUS_MULTIPROC_DIR"
"""The setting of the library, which must be there before it is imported."""
LATEST: dict[str, Any] = {"multiprocess_mode": "livemostrecent", **NOWHERE}
"""What is the same for all processes: the one that is asked looks."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("ketenboek_requests", "Requests answered", ("operation", "status"), **NOWHERE)
        self.seconds = Histogram(
            "ketenboek_request_seconds", "How long a request took", ("operation",), buckets=SECONDS, **NOWHERE
        )
        self.decisions = Counter(
            "ketenboek_access_decisions", "Decisions on access", ("operation", "decision", "reason"), **NOWHERE
        )
        self.persons = Counter("ketenboek_persons_read", "Lines about persons in the Logboek", **NOWHERE)
        self.inside = Gauge(
            "ketenboek_requests_inside", "Requests that are being answered", multiprocess_mode="livesum", **NOWHERE
        )
        self.is_up = Gauge("ketenboek_database_up", "Whether the database answers", **LATEST)
        self.position = Gauge("ketenboek_ledger_position", "Position of the last event", **LATEST)
        self.view_position = Gauge("ketenboek_view_position", "Position a view has come to", ("view",), **LATEST)
        self.view_lag = Gauge(
            "ketenboek_view_lag_seconds", "Age of the first event that a view lacks", ("view",), **LATEST
        )
        if values.ValueClass is not values.MutexValue:
            MultiProcessCollector(self.registry)  # type: ignore[no-untyped-call]
            return
        for one in vars(self).copy().values():
            if one is not self.registry:
                self.registry.register(one)

    def answered(self, operation: str | None, status: int | None, seconds: float) -> None:
        """A request was answered; None where no operation was found, or no answer was given."""
        self.requests.labels(operation or "none", str(status or "none")).inc()
        if operation is not None:
            self.seconds.labels(operation).observe(seconds)

    def decided(self, operation: str, reason: str | None) -> None:
        """Access was given, or refused for a reason."""
        self.decisions.labels(operation, "refused" if reason else "allowed", reason or "none").inc()

    def told(self, figures: Figures, database: DatabaseProbe) -> bytes:
        """All metrics as Prometheus reads them; those of the ledger only while its database answers."""
        try:
            self.position.set(database.require())
            for view in view_documents(figures):
                self.view_position.labels(view["name"]).set(view["position"])
                self.view_lag.labels(view["name"]).set(view["lag_seconds"])
            self.is_up.set(1)
        except Exception as error:  # a server that cannot tell that its database is gone is of no use
            if problem_of(error).code != "database-gone":
                raise
            self.is_up.set(0)
        return generate_latest(self.registry)


def forget_process(folder: Path, process: int) -> None:
    """A process ended: of what it was doing nothing is told any more, of what it did all."""
    mark_process_dead(process, str(folder))  # type: ignore[no-untyped-call]
