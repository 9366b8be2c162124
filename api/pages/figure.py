"""The page of a figure: what it says, how it came to be, and every case behind it.

It is made of the same documents as the answer of the API. Of the cases as many are shown as fit on a page, and those
are the persons that are written down as read. The axes are controls of a form that is sent by GET, so each state of the
page has an address of its own that can be kept. The ministry gets the figure as it may be published, and no case.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from api.asking import PARAMETERS, question, settled
from api.call import Call
from api.figures import RULE, Telling, figure_published, is_present, own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.charts import bars, funnel_labels
from api.pages.layout import HTML, WORDS, may_go, page
from api.pages.paged import address_with
from api.pages.published import closed_periods
from api.pages.ways import LANGUAGES, Ways, axes_of, side_of
from api.parameters import Parameter, text_parameter
from api.words import in_a_query
from domain import rules
from domain.counting import Rule
from domain.dimensions import DIMENSIONS
from domain.disclosure import PUBLISHED_DIMENSIONS
from replay.answers import Document, case_documents
from replay.asking import Asked
from replay.breakdowns import chosen_dimensions, dimensions_of_rule
from replay.case_ids import ids_of
from replay.figures import Answer
from replay.one_case import verdicts_after
from replay.opened import Listed
from replay.published import in_words, really
from replay.publishing import NotPublished
from replay.reported import Drift, IsWorkedOut, ask_reports
from replay.reported import drifts_of as reported_drifts
from replay.wording import Wording, class_in_words

GROUP = Group("Page of a figure", "A figure that opens under your hand.", base="")
CASES_MAX = 25


def read_number(text: str) -> int:
    """A place in the list; raises ValueError."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise ValueError("expected a place in the list")
    return int(text)


BESIDE_QUOTAS = ("municipality", "period", "asOf", "registeredBy", "knownAt")
"""The axes that the page of the quotas has too."""
REASON = text_parameter("reason", "Alleen gevallen met deze uitkomst.", "Only cases with this outcome.")
AFTER = Parameter(
    "after",
    read_number,
    {"nl": "Waar de lijst verder gaat, zoals een link het zegt.", "en": "Where the list goes on, as a link says it."},
    {"type": "integer", "minimum": 0},
)


@GROUP.get(
    "/cijfers/{rule}",
    "showFigure",
    Answers(None, formats=(HTML,)),
    english_path="/en/figures/{rule}",
    in_path=(RULE,),
    query=(*PARAMETERS, REASON, AFTER),
    is_described=False,
)
def show_figure(office: Office, call: Call) -> Response:
    """The page of one figure; competing readings stand side by side."""
    rule = call.path["rule"]
    if call.caller.role == "ministry":
        try:
            document = figure_published(office, question(rule, call.query))
        except NotPublished as withheld:
            why = in_a_query(withheld.sentence)[call.language]
            periods = [closing.period for closing, _ in closed_periods(office.figures, [rule])]
            return _page(office, call, "figure_withheld.html", why=why, periods=periods)
        return _page(office, call, "figure_published.html", **_published(WORDS[call.language], document))
    asked = question(rule, {"municipality": own_municipality(call), **call.query})
    telling = Telling.to(office, call)
    answers, together = telling.answers_told(replace(asked, by=()))
    documents = together.get("answers", [together])
    parts = _broken_down(telling, asked) if asked.by else [{"by": None}] * len(answers)
    told = [_told(office, call, *one) for one in zip(answers, documents, parts or documents, strict=True)]
    if is_present(asked):
        asked = replace(asked, known_at=str(answers[0].bounds.known_at))
    with office.figures.listing(replace(settled(office.figures, asked), by=())) as lists:
        listed = [_cases(office, call, *one) for one in zip(answers, lists, strict=True)]
    return _page(
        office,
        call,
        "figure.html",
        together=together,
        answers=[one | cases for one, cases in zip(told, listed, strict=True)],
        is_broken_down=parts is not None,
        drifts=drifts_of(office, rule, answers[0].municipality, telling),
        is_of_own_clients=call.caller.role == "provider",
    )


def _page(office: Office, call: Call, template: str, **told: Any) -> Response:
    rule, given = call.path["rule"], dict(call.items)
    versions = rules.versions(rule)
    paths = {language: Ways(language).figure(rule) for language in LANGUAGES}
    shown = {one.name: given.get(one.name, "") for one in PARAMETERS}
    is_ministry = call.caller.role == "ministry"
    if not shown["municipality"]:
        shown["municipality"] = own_municipality(call) or ""
    return page(
        call,
        paths,
        template,
        rule=rule,
        here=paths[call.language],
        asked=shown,
        versions=[(one.version, one.version) for one in versions],
        dimensions=[
            (one.name, one.title[call.language])
            for one in dimensions_of_rule(versions[0])
            if not is_ministry or one.name in PUBLISHED_DIMENSIONS
        ],
        is_published=is_ministry,
        municipalities=sorted(office.figures.municipality_names().values()),
        papers=_papers(call, rule, shown),
        **told,
    )


def _papers(call: Call, rule: str, shown: Mapping[str, str]) -> list[tuple[str, str]]:
    """The papers of this figure that are for this reader, with their words."""
    go = Ways(call.language)
    papers = (
        ("printFigure", "paper.print", go.figure_paper(rule, shown)),
        ("printQuestion", "paper.print_question", go.question_paper(rule, shown)),
    )
    say = WORDS[call.language].say
    return [(say(name), address) for operation, name, address in papers if may_go(call, operation)]


def _broken_down(telling: Telling, asked: Asked) -> list[Document] | None:
    """The documents with the parts of the figure, which may be of an earlier moment than its value; None while they are
    being worked out."""
    try:
        return telling.broken_down(asked)
    except IsWorkedOut:
        return None


def _told(
    office: Office, call: Call, answer: Answer, document: dict[str, Any], parts: dict[str, Any]
) -> dict[str, Any]:
    """One reading of the figure, with its chart."""
    words, axes = WORDS[call.language], axes_of(answer)
    return {
        "answer": answer,
        "document": document,
        "value": words.figure(answer),
        "axes": axes,
        "beside": {name: axes.get(name) for name in BESIDE_QUOTAS},
        "side": side_of(answer.rule.id, axes),
        "chart": _chart(words, answer.rule, document),
        "reasons": {one: words.test_sentence(answer.rule, one) for one in document["funnel"] if one != "counted"},
        "by": _by(office, call, answer, parts, axes),
    }


def _chart(words: Wording, rule: Rule, document: dict[str, Any]) -> Markup:
    """The funnel, drawn."""
    labels = funnel_labels(words, rule, document["funnel"])
    rows = [(labels[code], number, code == "counted") for code, number in document["funnel"].items()]
    alt = words.say(
        "figure.funnel.alt",
        considered=words.number(document["considered"]),
        counted=words.number(document["funnel"]["counted"]),
    )
    return bars(tuple(rows), alt)


def _by(
    office: Office, call: Call, answer: Answer, document: dict[str, Any], axes: dict[str, str]
) -> dict[str, Any] | None:
    """The parts of the figure in words; a part that is a municipality opens as a figure of its own."""
    if document["by"] is None:
        return None
    words, dimensions = WORDS[call.language], chosen_dimensions(answer.rule, call.query["by"])
    names = office.figures.places(answer.bounds.known_at).names(answer.scope.division_on or date.max)
    only_place = [one.name for one in dimensions] == ["municipality"]
    parts = [
        (
            [class_in_words(words, one, part[one.name], names) for one in dimensions],
            part,
            axes | {"municipality": part["municipality"]} if only_place and part["municipality"] else None,
        )
        for part in document["by"]
    ]
    return {"titles": [one.title[words.language] for one in dimensions], "parts": parts}


def drifts_of(
    office: Office, rule: str, municipality: str | None, telling: Telling | None = None
) -> list[Drift] | None:
    """What was reported of this rule there, beside what it would be now; None while that is being worked out.

    Told by kept answers where there are any, what it would be now may be of an earlier moment.
    """
    value_now = None if telling is None else telling.value_now
    head, reports, _ = ask_reports(office.figures, rule)
    there, drifts = [one for one in reports if one.municipality == municipality], list[Drift]()
    is_whole = True
    for one in there:
        try:
            drifts += reported_drifts(office.figures, one, head, by_case=False, value_now=value_now)
        except IsWorkedOut:
            is_whole = False
    return drifts if is_whole else None


def _cases(office: Office, call: Call, answer: Answer, listed: Listed) -> dict[str, Any]:
    """A page of the cases; whoever is shown is first written down as read."""
    reason, after = call.query.get("reason"), call.query.get("after", 0)
    chosen = (
        (number, verdict)
        for number, verdict in verdicts_after(listed, after)
        if reason is None or (verdict.counted if reason == "counted" else verdict.code == reason)
    )
    there = answer.tally.considered if reason is None else answer.funnel.get(reason, 0)
    shown = list(islice(chosen, min(there, CASES_MAX + 1)))
    told = [verdict for _, verdict in shown[:CASES_MAX]]
    call.has_read((one.case.case for one in told), "case")
    only = {code: address_with(call, "cases", after="", reason=code) for code in answer.funnel}
    return {
        "cases": list(case_documents(office.ledger, told, ids_of(office.ledger, told), listed)),
        "there": there,
        "next": address_with(call, "cases", after=shown[CASES_MAX - 1][0]) if len(shown) > CASES_MAX else None,
        "first": address_with(call, "cases", after="") if after else None,
        "every": address_with(call, "cases", after="", reason="") if reason else None,
        "reason": reason,
        "only": only,
    }


# --- The ministry ---


def _published(words: Wording, document: dict[str, Any]) -> dict[str, Any]:
    """A figure as it may be published, with each number in words."""
    each = document.get("answers", [document])
    return {
        "together": document,
        "answers": [
            {
                "document": one,
                "value": in_words(words, one["value"], one["unit"]),
                "really": really(words, one["interval"], one["unit"]),
                "funnel": _published_funnel(words, one),
                "by": [
                    (
                        " · ".join(str(value) for name, value in part.items() if name in DIMENSIONS and value),
                        in_words(words, part["value"], one["unit"]),
                    )
                    for part in one["by"] or ()
                ],
                "rule": rules.rule(one["rule"]["id"], one["rule"]["version"]),
            }
            for one in each
        ],
    }


def _published_funnel(words: Wording, document: dict[str, Any]) -> list[tuple[str, str]]:
    """The outcomes with their numbers; none where amounts are kept."""
    funnel = document["funnel"]
    if "suppressed" in funnel:
        return []
    return [(code, in_words(words, number, document["unit"])) for code, number in funnel.items()]
