"""A rule as it is published: the document whose canonical bytes its content hash is over."""

from typing import Any

from domain.counting import Passage, Rule
from domain.event import canonical
from domain.ratio import declared


def declaration(rule: Rule) -> dict[str, Any]:
    """The rule as published: sentence, source, ordered tests, parameters. Its hash is over these canonical bytes."""
    return {
        **declared(rule.ratio),
        "id": rule.id,
        "version": rule.version,
        "view": rule.view,
        "sentence": dict(rule.sentence),
        "source": [_passage(passage) for passage in rule.source],
        "in_force": _without_none({"from": rule.in_force_from, "until": rule.in_force_until}),
        "unit": rule.unit,
        "kind": rule.kind,
        "tests": [{"code": test.code, "counts": test.counts, "sentence": dict(test.sentence)} for test in rule.tests],
        "otherwise": {"code": rule.otherwise, "counts": rule.counts_otherwise},
        "parameters": [
            {
                "name": parameter.name,
                "sentence": dict(parameter.sentence),
                "kind": parameter.kind,
                "values": [
                    _without_none({"from": dated.from_on, "value": str(dated.value), "source": _passage(dated.source)})
                    for dated in parameter.values
                ],
            }
            for parameter in rule.parameters
        ],
        "against": [
            _without_none(
                {
                    "kind": one.kind,
                    "unit": one.unit,
                    "scheme": one.scheme,
                    "line": one.line,
                    "source": _passage(one.source),
                }
            )
            for one in rule.against
        ],
    }


def declaration_bytes(rule: Rule) -> bytes:
    """Canonical bytes of the declaration: what the rule's content hash is over."""
    return canonical(declaration(rule))


def _passage(passage: Passage) -> dict[str, str]:
    return _without_none(
        {
            "document": passage.document,
            "place": passage.place,
            "words": passage.words,
            "requirement": passage.requirement,
        }
    )


def _without_none(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value is not None}
