"""Differences between figures, and the drift of figures that were reported: what separates them, case by case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.responses import Response

from api.answering import published_answer
from api.asking import BY_NAME, PARAMETERS, question, settled, settled_place, settled_position
from api.call import Call
from api.figure_schemas import TOLD
from api.figures import IDS, require_own_municipality
from api.group import Answers, Group, Listed, Opened
from api.office import Office
from api.paging import PAGE_BY_NUMBER
from api.parameters import Parameter, random_id, text_parameter
from api.problem_kinds import Words
from api.problems import NotAcceptable, NotThere
from api.rendering import JSON, rendered
from api.schemas import (
    COUNT,
    COUNT_OR_NONE,
    DAY_OR_NONE,
    OBJECT,
    OBJECT_OR_NONE,
    OBJECTS,
    RANDOM_ID,
    TEXT,
    TEXT_OR_NONE,
    TEXTS,
    YES_OR_NO,
    document,
    list_of,
    named,
)
from domain import rules
from domain.reported import Reported
from replay.answers import Document, reported_document
from replay.asking import Asked
from replay.comparing import Difference, compare
from replay.differences import comparison_document, drift_of_document
from replay.figures import Figures
from replay.published import published_difference
from replay.reported import ask_drift, ask_reports
from store.readers import reading_as

COMMON = tuple(one for one in PARAMETERS if one.name not in ("version", "by"))
"""What may bound both sides, and each of them apart."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: a rule, perhaps a version of it, and bounds of its own."""

    rule: str
    bounds: dict[str, Any]


def read_side(text: str) -> Side:
    """RULE[@VERSION][,axis=value…], axes as they are called in the query; raises ValueError."""
    said, *rest = text.split(",")
    rule, _, version = said.partition("@")
    if not rule or (version and not rule):
        raise ValueError("expected the name of a rule")
    bounds: dict[str, Any] = {"version": version} if version else {}
    known = {one.name: one for one in COMMON}
    for word in rest:
        name, equals, value = word.partition("=")
        if not equals or name not in known or name in bounds:
            raise ValueError("expected axis=value")
        bounds[name] = known[name].read(value)
    return Side(rule, bounds)


def _side(name: str, dutch: str, english: str, example: str) -> Parameter:
    shape = "RULE[@VERSION][,axis=value…]"
    words: Words = {"nl": f"{dutch}: {shape}, zoals {example}.", "en": f"{english}: {shape}, such as {example}."}
    return Parameter(name, read_side, words, {"type": "string", "minLength": 1, "examples": [example]}, True)


FROM = _side("from", "Het eerste cijfer", "The first figure", "quota-placements@letter-4a")
TO = _side("to", "Het tweede cijfer", "The second figure", "quota-placements@agenda-3a,registeredBy=2008-10-02")
OF_RULE = text_parameter(
    "rule", "Alleen cijfers van deze telregel.", "Only figures of this counting rule.", examples=["placements"]
)
REPORT = random_id("report", "Het id van de melding.", "The id of the report.")
CHANGE = document(
    {
        "case": TEXT,
        "id": TEXT,
        "from": OBJECT_OR_NONE,
        "to": OBJECT_OR_NONE,
        "part": TEXT,
        "events": OBJECTS,
    }
)
REPORTED = document(
    {
        "event_id": RANDOM_ID,
        "position": COUNT,
        "rule": TEXT,
        "version": TEXT_OR_NONE,
        "municipality": TEXT_OR_NONE,
        "value": COUNT_OR_NONE,
        "interval": OBJECT_OR_NONE,
        "precision": TEXT_OR_NONE,
        "unit": TEXT,
        "dimension": TEXT_OR_NONE,
        "dimension_value": TEXT_OR_NONE,
        "period": OBJECT_OR_NONE,
        "as_of": DAY_OR_NONE,
        "registered_by": DAY_OR_NONE,
        "computed_here": YES_OR_NO,
        "known_at_position": COUNT_OR_NONE,
        "verdicts_hash": TEXT_OR_NONE,
        "document": TEXT,
        "document_on": DAY_OR_NONE,
        "wording": TEXT_OR_NONE,
    }
)
DRIFT = document(
    {
        "reported": named("ReportedFigure"),
        "version": TEXT_OR_NONE,
        "value": COUNT_OR_NONE,
        "drift": COUNT_OR_NONE,
        "parts": OBJECT_OR_NONE,
        "unexplained": COUNT,
        "notes": TEXTS,
        "cases": list_of(named("Change")),
    },
    "cases",
)
GROUP = Group(
    "Differences",
    "What separates two figures, or a figure as it was reported from the same one now; the parts add up.",
    {
        "Change": CHANGE,
        "Difference": document(
            {
                "from": named("Answer"),
                "to": named("Answer"),
                "difference": COUNT,
                "parts": OBJECT,
                "pairs": OBJECTS,
                "cases": list_of(named("Change")),
            },
            "cases",
        ),
        "PublishedDifference": document(
            {
                "from": named("PublishedAnswer"),
                "to": named("PublishedAnswer"),
                "difference": TOLD,
                "interval": OBJECT,
                "withheld": TEXTS,
            }
        ),
        "DifferenceTold": {"anyOf": [named("Difference"), named("PublishedDifference")]},
        "ReportedFigure": REPORTED,
        "Drift": document({"known_at": document({"position": COUNT}), "figures": list_of(DRIFT)}),
    },
)


@GROUP.get(
    "/differences",
    "getDifference",
    Opened(
        "DifferenceTold",
        "The two figures, and every case that makes them differ; for the ministry as it may be published. In other "
        "forms than JSON the cases alone, for who sees them.",
        is_tagged=True,
        of="Change",
    ),
    query=(FROM, TO, *COMMON, IDS),
    refuses=(404, 409),
)
def get_difference(office: Office, call: Call) -> Response:
    """The difference between two figures, case by case; what bounds the question bounds both sides.

    The ministry gets what anybody gets who subtracts the two as they may be published (decision record 0018).
    """
    shows_cases = call.query.get("ids", True) and call.caller.role != "ministry"
    if call.format != JSON and not shows_cases:
        raise NotAcceptable((JSON,))
    common = {one.name: call.query[one.name] for one in COMMON if one.name in call.query}
    sides: list[Side] = [call.query[one.name] for one in (FROM, TO)]
    asked_from, asked_to = (question(one.rule, common | one.bounds) for one in sides)
    if call.caller.role == "ministry":
        document = difference_published(office, asked_from, asked_to)
        return published_answer(document, if_none_match=call.if_none_match)
    difference = difference_asked(office, call, asked_from, asked_to)
    if shows_cases:
        answers = (difference.first, difference.second)
        call.has_read((one.case.case for answer in answers for one in answer.verdicts), "case")
    document = comparison_document(office.ledger, difference, with_cases=shows_cases)
    if call.format != JSON:
        return rendered(document["cases"], call.columns, call.format, {})
    return call.answer(document)


def difference_published(office: Office, asked_from: Asked, asked_to: Asked) -> Document:
    """What the ministry is told of a difference; raises NotPublished and what a figure raises."""
    with reading_as(None):  # made of all cases, as for the command line, and telling none of them
        return published_difference(office.figures, asked_from, asked_to)


def difference_asked(office: Office, call: Call, asked_from: Asked, asked_to: Asked) -> Difference:
    """The difference with its cases, where this reader may ask about both figures.

    Raises OutsideScope, HasNoAnswer and what a figure raises.
    """
    first, second = (settled(office.figures, one) for one in (asked_from, asked_to))
    for one in (first, second):
        require_own_municipality(call, one.municipality)
    return compare(office.figures, first, second)


@GROUP.get(
    "/reported-figures",
    "listReportedFigures",
    Listed("ReportedFigure", "What was told to others, in the order of the ledger.", name="reported_figures"),
    query=(OF_RULE, BY_NAME["municipality"], *PAGE_BY_NUMBER),
    refuses=(404,),
)
def list_reported_figures(office: Office, call: Call) -> Response:
    """Every figure that was told to somebody, as it was told."""
    rule = call.query.get("rule")
    if rule is not None:
        rules.versions(rule)
    municipality, _ = settled_place(office.figures, call.query, settled_position(office.figures, None))
    require_own_municipality(call, municipality)
    _, reports, _ = ask_reports(office.figures, rule)
    after: int = call.query.get("cursor", 0)
    told = [one for one in reports if one.position > after and municipality in (None, one.municipality)]
    documents = map(reported_document, sorted(told, key=lambda one: one.position))
    return call.listing(documents, key=lambda one: one["position"])


@GROUP.get("/reported-figures/{report}", "getReportedFigure", Answers("ReportedFigure"), in_path=(REPORT,))
def get_reported_figure(office: Office, call: Call) -> Response:
    """One figure as it was told."""
    return call.answer(reported_document(_reported(office, call)))


@GROUP.get(
    "/reported-figures/{report}/drift",
    "getReportedFigureDrift",
    Answers("Drift", "By each version that may have been meant."),
    in_path=(REPORT,),
    query=(IDS,),
)
def get_reported_figure_drift(office: Office, call: Call) -> Response:
    """A reported figure beside what the same question gives now: the drift, its parts and its cases."""
    reported = _reported(office, call)
    found = ask_drift(office.figures, reported.fact.rule, event_id=reported.event_id)
    shows_cases = call.query.get("ids", True)
    if shows_cases:
        call.has_read((change.case for one in found.drifts for change in one.changes), "case")
    return call.answer(drift_of_document(office.ledger, found, with_cases=shows_cases))


def known_reports(figures: Figures) -> Sequence[Reported]:
    """Everything that was told to somebody, in the order of the ledger."""
    _, reports, _ = ask_reports(figures)
    return sorted(reports, key=lambda one: one.position)


def _reported(office: Office, call: Call) -> Reported:
    """The report that the path names, where this reader may know of it."""
    event_id: UUID = call.path["report"]
    reader = call.caller.reader
    _, reports, _ = ask_reports(office.figures)
    for one in reports:
        is_foreign = reader is not None and reader.role == "case_manager" and one.municipality != reader.municipality
        if one.event_id == str(event_id) and not is_foreign:
            return one
    raise NotThere
