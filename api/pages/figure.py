"""The page of a figure: what it says, how it came to be, and every case behind it.

It is made of the same documents as the answer of the API. Of the cases as many are shown as fit on a page, and those
are the persons that are written down as read. The axes are controls of a form that is sent by GET, so each state of the
page has an address of its own that can be kept.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.asking import BY_NAME, ask
from api.call import Call
from api.figures import RULE, require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.charts import bars
from api.pages.layout import HTML, WORDS, page
from api.parameters import Parameter, text_parameter
from domain import rules
from domain.counting import Language
from replay.answers import answers_document, case_documents, figure_document
from replay.case_ids import ids_of_answer
from replay.figures import Answer

GROUP = Group("Page of a figure", "A figure that opens under your hand.", base="")
CASES_MAX = 25
AXES = ("version", "municipality", "period", "asOf", "registeredBy", "knownAt")
"""The axes that the form asks for, by the names of their parameters."""


def read_begin(text: str) -> int:
    """From which case on; raises ValueError."""
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise ValueError("expected a number of cases")
    return int(text)


REASON = text_parameter("reason", "Alleen gevallen met deze uitkomst.", "Only cases with this outcome.")
BEGIN = Parameter(
    "begin",
    read_begin,
    {"nl": "Na hoeveel gevallen de lijst begint.", "en": "After how many cases the list begins."},
    {"type": "integer", "minimum": 0},
)


def address_of(language: Language, rule: str, query: Mapping[str, object]) -> str:
    """The address of the page of a figure, with the question as it was filled in."""
    path = f"/cijfers/{rule}" if language == "nl" else f"/en/figures/{rule}"
    filled = {name: value for name, value in query.items() if value not in (None, "")}
    return path + (f"?{urlencode(filled)}" if filled else "")


@GROUP.get(
    "/cijfers/{rule}",
    "showFigure",
    Answers(None, formats=(HTML,)),
    english_path="/en/figures/{rule}",
    in_path=(RULE,),
    query=(*(BY_NAME[name] for name in AXES), REASON, BEGIN),
    is_described=False,
)
def show_figure(office: Office, call: Call) -> Response:
    """The page of one figure; competing readings stand side by side."""
    rule, query = call.path["rule"], call.query
    answers = ask(office.figures, rule, query)
    for answer in answers:
        require_own_municipality(call, answer.municipality)
    documents = [figure_document(answer, None) for answer in answers]
    given = dict(call.items)
    return page(
        call,
        {"nl": address_of("nl", rule, {}), "en": address_of("en", rule, {})},
        "figure.html",
        rule=rule,
        here=address_of(call.language, rule, {}),
        asked={name: given.get(name, "") for name in AXES},
        versions=[one.version for one in rules.versions(rule)],
        municipalities=sorted(office.figures.municipality_names().values()),
        together=answers_document(documents, answers),
        answers=[_told(office, call, answer, document) for answer, document in zip(answers, documents, strict=True)],
    )


def _told(office: Office, call: Call, answer: Answer, document: dict[str, Any]) -> dict[str, Any]:
    """One reading of the figure, with its chart and a page of its cases."""
    words = WORDS[call.language]
    rows = [
        (words.say("funnel.counted") if code == "counted" else code, number, code == "counted")
        for code, number in document["funnel"].items()
    ]
    alt = words.say(
        "figure.funnel.alt",
        considered=words.number(document["considered"]),
        counted=words.number(document["funnel"]["counted"]),
    )
    return {
        "answer": answer,
        "document": document,
        "chart": bars(tuple(rows), alt),
        "reasons": {one: words.test_sentence(answer.rule, one) for one in document["funnel"] if one != "counted"},
        **_cases(office, call, answer),
    }


def _cases(office: Office, call: Call, answer: Answer) -> dict[str, Any]:
    """A page of the cases; whoever is shown is first written down as read."""
    reason, begin = call.query.get("reason"), call.query.get("begin", 0)
    chosen = (
        (verdict, name)
        for verdict, name in ids_of_answer(office.ledger, answer).called(answer.verdicts)
        if reason is None or (verdict.counted if reason == "counted" else verdict.code == reason)
    )
    shown = list(islice(chosen, begin, begin + CASES_MAX + 1))
    asked = dict(call.items)
    rule = call.path["rule"]
    told = [verdict for verdict, _ in shown[:CASES_MAX]]
    call.has_read((one.case.case for one in told), "case")
    return {
        "cases": list(case_documents(office.ledger, told, ids_of_answer(office.ledger, answer), answer)),
        "next": address_of(call.language, rule, asked | {"begin": begin + CASES_MAX}) + "#cases"
        if len(shown) > CASES_MAX
        else None,
        "first": address_of(call.language, rule, asked | {"begin": ""}) + "#cases" if begin else None,
        "every": address_of(call.language, rule, asked | {"begin": "", "reason": ""}) + "#cases" if reason else None,
        "only": {
            code: address_of(call.language, rule, asked | {"begin": "", "reason": code}) + "#cases"
            for code in answer.funnel
        },
    }
