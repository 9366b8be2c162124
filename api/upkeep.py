"""What keeps the ledger in order: how far it and its views are, and the numbers of the server itself."""

from starlette.responses import Response

from api.call import Call
from api.group import Answers, Group
from api.metrics import MEDIA_TYPE
from api.office import Office
from api.schemas import COUNT, COUNT_OR_NONE, INSTANT_OR_NONE, TEXT, document, list_of, named
from replay.status import ledger_status

STATUS = "Position, root and views; to auditors and administrators also what does not fit or cannot be read."
GROUP = Group(
    "Upkeep",
    "How far the ledger and its views are, and the numbers of the server.",
    {
        "View": document({"name": TEXT, "version": COUNT, "position": COUNT, "lag_seconds": {"type": "number"}}),
        "Status": document(
            {
                "ledger": {"type": "string", "format": "uuid"},
                "position": COUNT,
                "recorded_at": INSTANT_OR_NONE,
                "root": TEXT,
                "views": list_of(named("View")),
                "rejected_rows": COUNT,
                "findings": COUNT,
                "parked": COUNT,
                "reported": COUNT,
                "drifted": COUNT_OR_NONE,
            },
            *("rejected_rows", "findings", "parked", "reported", "drifted"),
        ),
    },
)


@GROUP.get("/status", "getStatus", Answers("Status", STATUS))
def get_status(office: Office, call: Call) -> Response:
    """How far the ledger and its views are."""
    return call.answer(ledger_status(office.figures))


@GROUP.get(
    "/metrics", "getMetrics", Answers(None, "Metrics for Prometheus.", formats=(MEDIA_TYPE,)), needs_database=False
)
def get_metrics(office: Office, call: Call) -> Response:
    """The numbers of the server, for Prometheus; also while the database is gone."""
    said = office.metrics.told(office.figures, office.database)
    return Response(said, media_type=f"{MEDIA_TYPE}; version=0.0.4; charset=utf-8")
