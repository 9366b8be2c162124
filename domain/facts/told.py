"""What the docstring of a fact tells: read once here, for the reference pages and for the help on the command line.

The first line is a sentence about the world; then a line for each field, `field: meaning`, with further lines indented;
then the source. A field that a base class declares is told there.
"""

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import NamedTuple

import msgspec

from domain.facts import base


class Told(NamedTuple):
    """What the docstring of a class tells: a sentence, the meaning of each field, and the source."""

    sentence: str
    meanings: Mapping[str, str]
    source: str


def told(described: type) -> Told:
    """Read the docstrings of a class and of those it builds on: `field: meaning` a line, further lines indented."""
    meanings: dict[str, str] = {}
    source = ""
    for ancestor in reversed(described.__mro__):
        if ancestor in (base.Fact, msgspec.Struct) or not issubclass(ancestor, msgspec.Struct):
            continue
        for label, text in _labelled(cleandoc(ancestor.__dict__.get("__doc__") or "")):
            if label == "Source":
                source = text
            else:
                meanings[label] = text
    return Told(_sentence(described), meanings, source)


def _sentence(described: type) -> str:
    return cleandoc(described.__doc__ or "").partition("\n")[0]


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    label, words = "", list[str]()
    for line in text.splitlines()[1:]:
        head, colon, rest = line.partition(": ")
        if colon and head.isidentifier():
            if label:
                yield label, " ".join(words)
            label, words = head, [rest]
        elif label and line.startswith(" "):
            words.append(line.strip())
    if label:
        yield label, " ".join(words)
