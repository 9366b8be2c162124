"""The counting rules as documents: what each version counts, test by test, with its sources and a worked example.

The example is the one that stands with the rule itself, where a reader of the code finds it too.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from inspect import cleandoc
from types import ModuleType

from domain import rules
from domain.counting import Against, Parameter, Rule
from domain.dimensions import Dimension
from replay.answers import Document, conflict_document, passage_document, rule_document
from replay.breakdowns import dimensions_of_rule

EXAMPLE = "Worked example"


def rules_documents() -> list[Document]:
    """Every rule with its versions in short, in the order in which they are answered."""
    return [
        {
            "id": name,
            "unit": rules.versions(name)[0].unit,
            "kind": rules.versions(name)[0].kind,
            "sentence": {**rules.versions(name)[0].sentence},
            "versions": [rule.version for rule in rules.versions(name)],
        }
        for name in rules.ids()
    ]


def versions_document(name: str) -> Document:
    """A rule with all of its versions, whole; raises UnknownRule."""
    return {"id": name, "versions": [version_document(rule) for rule in rules.versions(name)]}


def version_document(rule: Rule) -> Document:
    """One version: sentence, sources, tests, parameters with dated values, what it may be set against, example."""
    return rule_document(rule) | {
        "unit": rule.unit,
        "kind": rule.kind,
        "view": rule.view,
        "parameters": [_parameter(one) for one in rule.parameters],
        "against": [_against(one) for one in rule.against],
        "conflicts": [conflict_document(one) for one in rule.conflicts],
        "dimensions": [_dimension(one) for one in dimensions_of_rule(rule)],
        "example": worked_examples()[rule.name],
    }


def _dimension(dimension: Dimension) -> Document:
    return {"name": dimension.name, "title": dict(dimension.title)}


def _parameter(parameter: Parameter) -> Document:
    """Without values no document gives one: it is set by a ParameterSet fact, or the rule has no answer."""
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "sentence": dict(parameter.sentence),
        "values": [
            {
                "value": one.value,
                "from": None if one.from_on is None else one.from_on.isoformat(),
                "source": passage_document(one.source),
            }
            for one in parameter.values
        ],
    }


def _against(against: Against) -> Document:
    return {
        "kind": against.kind,
        "unit": against.unit,
        "scheme": against.scheme,
        "line": against.line,
        "source": passage_document(against.source),
    }


@cache
def worked_examples() -> Mapping[str, str]:
    """Rule version → the worked example that its module tells, in English."""
    found: dict[str, str] = {}
    for module in vars(rules).values():
        if isinstance(module, ModuleType):
            own: Sequence[Rule] = getattr(module, "RULES", ())
            found |= {rule.name: _example(module) for rule in own}
    return found


def _example(module: ModuleType) -> str:
    paragraphs = cleandoc(module.__doc__ or "").split("\n\n")
    return " ".join(" ".join(one.split()) for one in paragraphs if one.startswith(EXAMPLE))
