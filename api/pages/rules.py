"""The pages of the counting rules: all of them, and one with its versions, its sources and a worked example."""

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from api.call import Call
from api.figures import RULE
from api.group import Answers, Group
from api.office import Office
from api.pages.layout import HTML, page
from api.pages.ways import LANGUAGES, Ways
from api.parameters import text_parameter
from replay.answers import Document
from replay.rule_documents import rules_documents, versions_document

GROUP = Group("Pages of the rules", "Every counting rule, with where it comes from.", base="")
PATHS = {language: Ways(language).rules() for language in LANGUAGES}
SOUGHT = text_parameter(
    "search", "Een woord uit de naam of de zin van een regel.", "A word of the name or sentence of a rule."
)


@GROUP.get(
    PATHS["nl"],
    "showRules",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(SOUGHT,),
    needs_database=False,
    is_described=False,
)
def show_rules(office: Office, call: Call) -> Response:
    """The page of all rules, or of those with a word in their name or sentence."""
    sought: str = call.query.get(SOUGHT.name, "")
    every = rules_documents()
    found = [one for one in every if _has(one, sought.casefold())]
    return page(call, PATHS, "rules.html", here=PATHS[call.language], rules=found, every=len(every), sought=sought)


def _has(rule: Document, word: str) -> bool:
    return any(word in text.casefold() for text in (rule["id"], *rule["sentence"].values()))


@GROUP.get(
    "/regels/{rule}",
    "showRule",
    Answers(None, formats=(HTML,)),
    english_path="/en/rules/{rule}",
    in_path=(RULE,),
    needs_database=False,
    is_described=False,
)
def show_rule(office: Office, call: Call) -> Response:
    """The page of one rule with all of its versions."""
    rule = call.path["rule"]
    versions = versions_document(rule)["versions"]
    return page(
        call,
        {language: Ways(language).rule(rule) for language in LANGUAGES},
        "rule.html",
        rule=rule,
        versions=[one | {"requirements": sorted(set(requirements_in(one)))} for one in versions],
        shows_figure=call.caller.role not in ("administrator", "participant"),
    )


def requirements_in(document: Any) -> Iterator[str]:
    """The numbers of the requirements that a document of a rule names anywhere: sources, values, quotas, conflicts."""
    if isinstance(document, list):
        for one in document:
            yield from requirements_in(one)
    elif isinstance(document, dict):
        for name, one in document.items():
            if name == "requirement" and one is not None:
                yield str(one)
            else:
                yield from requirements_in(one)
