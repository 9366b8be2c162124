"""The names of providers, courses and schemes that somebody who fills in a form can choose from.

They are those that the shared facts of the ledger name (contracts, recognitions, budgets, quotas), which are few, and
those of the dossier itself. A name that is none of them may still be right: it is asked about and never refused.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from domain.dossier import Dossier
from domain.facts.base import Fact, Nature, definitions
from domain.providers import plain_name
from replay.figures import Figures
from replay.reading import Reading

OF_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "provider": ("provider", "to_provider", "from_provider"),
    "to_provider": ("provider", "to_provider", "from_provider"),
    "from_provider": ("provider", "to_provider", "from_provider"),
    "course": ("course",),
    "scheme": ("scheme",),
}
"""A field that is filled in → the fields of facts that hold such names."""
SHARED: Final = tuple(
    one.fact
    for one in definitions()
    if one.nature is Nature.SHARED and {"provider", "course", "scheme"} & set(one.fact.__struct_fields__)
)
"""Shared facts by which a name is known."""


def known_names(figures: Figures, dossier: Dossier) -> Mapping[str, list[str]]:
    """Field → the names known for it, in order, each in one way of writing."""
    position = figures.ledger.head().position
    with figures.rows.snapshot() as connection:
        shared = [one.fact for one in Reading(connection, figures.rows, {}, {}).shared(SHARED, position)]
    facts = [*shared, *(entry.fact for entry in dossier.standing())]
    return {field: _names(facts, held_in) for field, held_in in OF_FIELDS.items()}


def unknown_names(known: Mapping[str, list[str]], filled: Mapping[str, object]) -> list[tuple[str, str]]:
    """The fields whose name is none of those known, with what was filled in."""
    return [
        (field, text)
        for field, text in filled.items()
        if field in known
        and isinstance(text, str)
        and plain_name(text) not in {plain_name(name) for name in known[field]}
    ]


def _names(facts: Iterable[Fact], held_in: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for fact in facts:
        for field in held_in:
            name = getattr(fact, field, None)
            if isinstance(name, str):
                found.setdefault(plain_name(name), name)
    return sorted(found.values(), key=str.casefold)
