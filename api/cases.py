"""One case of a figure: its verdict with the facts that decided it, and what would have to be different."""

from starlette.responses import Response

from api.asking import BY_NAME, PARAMETERS, ask
from api.call import Call
from api.figures import own_municipality, require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.parameters import Parameter, random_id, text_parameter
from api.problems import NotThere
from api.schemas import (
    COUNT,
    DAY,
    OBJECTS,
    TEXT,
    TOLD_TWICE,
    YES_OR_NO,
    Schema,
    document,
    list_of,
    named,
)
from replay.one_case import Beside, case_answers, nothing_beside, together, what_if_beside

UNDER = text_parameter(
    "rule", "De telregel waaronder het geval wordt beoordeeld.", "The counting rule that judges the case."
)
CASE = random_id("case", "Het toevallige id van het geval.", "The random id of the case.")
QUERY: tuple[Parameter, ...] = (
    Parameter(UNDER.name, UNDER.read, UNDER.expected, {**UNDER.schema, "examples": ["placements"]}, is_required=True),
    *(one for one in PARAMETERS if one is not BY_NAME["by"]),
)
JUDGED: Schema = {
    "rule": document({"id": TEXT, "version": TEXT, "sentence": TOLD_TWICE, "hash": TEXT}),
    "as_of": DAY,
    "known_at": document({"position": COUNT}),
    "case": named("Case"),
}
ALTERNATIVE = document(
    {"changes": OBJECTS, "counted": YES_OR_NO, "reason": TEXT, "amount": COUNT, "sentence": TOLD_TWICE}
)


def _one_or_more(name: str) -> Schema:
    return {"oneOf": [named(name), document({"answers": list_of(named(name))})]}


GROUP = Group(
    "Cases",
    "One case under a rule: why it counts or not, and what would turn that.",
    {
        "JudgedCase": document(JUDGED),
        "JudgedCaseByVersion": _one_or_more("JudgedCase"),
        "Counterfactual": document(JUDGED | {"what_if": list_of(ALTERNATIVE)}),
        "CounterfactualByVersion": _one_or_more("Counterfactual"),
    },
)


@GROUP.get(
    "/cases/{case}",
    "getCase",
    Answers("JudgedCaseByVersion", "The verdict of each version that was asked."),
    in_path=(CASE,),
    query=QUERY,
    refuses=(409,),
)
def get_case(office: Office, call: Call) -> Response:
    """One case under a rule: its verdict, reason, details and deciding events."""
    return _answer(office, call, nothing_beside)


@GROUP.get(
    "/cases/{case}/counterfactuals",
    "getCaseCounterfactuals",
    Answers("CounterfactualByVersion", "The verdict of each version, with what would turn it."),
    in_path=(CASE,),
    query=QUERY,
    refuses=(409,),
)
def get_case_counterfactuals(office: Office, call: Call) -> Response:
    """What would have to be different for a case to get another verdict."""
    return _answer(office, call, what_if_beside)


def _answer(office: Office, call: Call, beside: Beside) -> Response:
    """A case manager who names no municipality means their own: a case lies in one, and no number becomes smaller."""
    asked = {name: value for name, value in call.query.items() if name != "rule"}
    answers = ask(office.figures, call.query["rule"], {"municipality": own_municipality(call), **asked})
    for answer in answers:
        require_own_municipality(call, answer.municipality)
    found = case_answers(office.ledger, answers, str(call.path["case"]), beside)
    if not found:
        raise NotThere
    call.has_read([call.path["case"]], "case")
    return call.answer(together(found))
