"""Names and sentences as the API writes them: what the house calls `known_at` is `knownAt` in a query.

A refusal of a question names the axes that would help. They have one name in the house, which the command line writes
as an option (`--known-at 241`) and the API as a parameter (`knownAt=241`); here the one becomes the other.
"""

import re
from collections.abc import Mapping

from domain.counting import Language

_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)( (?=[0-9.]))?")
_AXIS = re.compile(r"\b(as_of|known_at|registered_by)\b")


def camel_case(name: str) -> str:
    """A name with underscores or hyphens as the API writes it: as_of → asOf."""
    first, *rest = re.split("[_-]", name)
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def in_a_query(sentence: Mapping[Language, str]) -> dict[Language, str]:
    """A sentence with the axes as they are called in a query."""
    return {language: _AXIS.sub(_axis, _OPTION.sub(_option, said)) for language, said in sentence.items()}


def _option(found: re.Match[str]) -> str:
    return camel_case(found[1]) + ("=" if found[2] else "")


def _axis(found: re.Match[str]) -> str:
    return camel_case(found[1])
