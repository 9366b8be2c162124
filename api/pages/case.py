"""The page of one case of a figure: the verdict test by test, the facts behind it, and what would turn it.

It is what the API tells of a case (`replay/one_case.py`), by each version that is asked. A case that is not in the
figure as this reader may see it is not there.
"""

from typing import Any

from starlette.responses import Response

from api.asking import PARAMETERS, question, settled
from api.call import Call
from api.cases import CASE
from api.figures import RULE, own_municipality, require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.layout import HTML, page
from api.pages.ways import LANGUAGES, Ways, axes_of_list
from api.problems import NotThere
from domain.counting import Verdict
from replay.answers import Document
from replay.asking import Asked
from replay.event_list import event_at
from replay.figures import Answer
from replay.one_case import case_document, test_by_test, verdict_of, what_if_beside
from replay.opened import Listed

GROUP = Group("Page of a case", "One case of a figure: why it counts or not.", base="")


@GROUP.get(
    "/cijfers/{rule}/gevallen/{case}",
    "showCase",
    Answers(None, formats=(HTML,)),
    english_path="/en/figures/{rule}/cases/{case}",
    in_path=(RULE, CASE),
    query=[one for one in PARAMETERS if one.name != "by"],
    is_described=False,
)
def show_case(office: Office, call: Call) -> Response:
    """The page of one case under a rule."""
    rule, case = call.path["rule"], call.path["case"]
    asked = settled(office.figures, question(rule, {"municipality": own_municipality(call), **call.query}))
    require_own_municipality(call, asked.municipality)
    with office.figures.listing(asked) as lists:
        found = [(one, verdict) for one in lists if (verdict := verdict_of(office.ledger, one, case)) is not None]
        if not found:
            raise NotThere
        call.has_read([case], "case")
        told = [_told(office, asked, one, verdict) for one, verdict in found]
    return page(
        call,
        {language: Ways(language).case(rule, str(case)) for language in LANGUAGES},
        "case.html",
        rule=rule,
        answers=told,
        registration=_registration(office, told[0]["document"]["case"]),
    )


def _told(office: Office, asked: Asked, listed: Listed, verdict: Verdict) -> dict[str, Any]:
    def beside(answer: Answer | Listed, verdict: Verdict) -> Document:
        return test_by_test(answer, verdict) | what_if_beside(answer, verdict)

    return {
        "answer": listed,
        "axes": axes_of_list(asked, listed),
        "document": case_document(office.ledger, listed, verdict, beside),
    }


def _registration(office: Office, case: Document) -> str | None:
    """The registration whose facts decided it, where there is one that this reader may see."""
    for event in case["events"]:
        found = event_at(office.ledger, event["position"])
        if found is not None:
            return str(found["registration"])
    return None
