"""Where a reader begins: the index, the description, the register of processing activities, and a sign of life."""

from starlette.responses import Response

from api.call import Call
from api.group import Answers, Group, Listed
from api.office import Office
from api.paging import PAGE_BY_NUMBER
from api.schemas import COUNT, TEXT, TOLD_TWICE, document, list_of
from api.version import BASE_PATH
from domain import rules
from domain.processing import REGISTER, Activity

ARTICLE = document({"article": TEXT, "says": TOLD_TWICE})
GROUP = Group(
    "Front",
    "Whether the ledger can be read, and for what persons are read in it.",
    {
        "Health": document({"status": {"const": "pass"}, "database": {"const": "answers"}, "position": COUNT}),
        "ProcessingActivity": document(
            {
                "key": TEXT,
                "version": COUNT,
                "uri": {"type": "string", "format": "uri"},
                "name": TOLD_TWICE,
                "purpose": TOLD_TWICE,
                "grounds": list_of(ARTICLE),
                "retention": list_of(ARTICLE),
            }
        ),
    },
)


@GROUP.get("", "getIndex", Answers(None), needs_database=False, is_described=False)
def get_index(office: Office, call: Call) -> Response:
    """What there is and where it is asked: where a reader begins."""
    return call.answer(
        {
            "figures": [
                {
                    "id": name,
                    "versions": [rule.version for rule in rules.versions(name)],
                    "href": f"{BASE_PATH}/figures/{name}",
                    "cases": f"{BASE_PATH}/figures/{name}/cases",
                }
                for name in rules.ids()
            ],
            "addresses": [f"{BASE_PATH}{path}" for path in office.description["paths"]],
            "openapi": f"{BASE_PATH}/openapi.json",
            "health": f"{BASE_PATH}/health",
        }
    )


@GROUP.get("/openapi.json", "getDescription", Answers(None), needs_database=False, is_described=False)
def get_description(office: Office, call: Call) -> Response:
    """The description of the API, readable from any page: it holds no data."""
    return call.answer(office.description, headers={"Access-Control-Allow-Origin": "*"})


@GROUP.get("/health", "getHealth", Answers("Health", "The database answers."))
def get_health(office: Office, call: Call) -> Response:
    """Whether the database answers, and how far the ledger has come."""
    return call.answer({"status": "pass", "database": "answers", "position": office.database.require()})


@GROUP.get(
    "/processing-activities",
    "listProcessingActivities",
    Listed("ProcessingActivity", "The register of processing activities.", name="activities"),
    query=PAGE_BY_NUMBER,
    needs_database=False,
)
def list_processing_activities(office: Office, call: Call) -> Response:
    """For what purposes and on what grounds anything of a person is read here."""
    return call.numbered(activity_document(one) for one in REGISTER)


def activity_document(activity: Activity) -> dict[str, object]:
    """An entry of the register."""
    return {
        "key": activity.key,
        "version": activity.version,
        "uri": activity.uri,
        "name": activity.name,
        "purpose": activity.purpose,
        "grounds": [one._asdict() for one in activity.grounds],
        "retention": [one._asdict() for one in activity.retention],
    }
