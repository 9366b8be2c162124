"""What of a row and of an event may be told to a reader who sees a part of what they rest on.

The database decides which rows and events are there for a reader. A row may rest on facts of other registrations all
the same: another enrolment of the same person, in another municipality. What is told of those is left out, and so are
ids of registrations that are not there for this reader: person, aliases, and the other side of a link.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from store.ledger import Ledger
from store.readers import reader_now

NAMING = ("person", "other")
"""Fields that hold the id of one registration."""
LISTING = ("rivals", "registrations")
"""Fields that hold ids of several."""


def value_as_seen(ledger: Ledger, value: dict[str, Any], registrations: Collection[str]) -> dict[str, Any]:
    """The value of a row as its reader may see it; whole, where nobody in particular reads."""
    if reader_now() is None:
        return value
    seen = {*ledger.events_at(sorted({*_positions(value)}))}
    told = fact_as_seen(_without_hidden(value, seen), registrations)
    listed = {"positions": seen, "aliases": registrations}
    return told | {name: [one for one in told[name] if one in known] for name, known in listed.items() if name in told}


def fact_as_seen(fact: dict[str, Any], registrations: Collection[str]) -> dict[str, Any]:
    """A fact or value without the ids of registrations that its reader does not see."""
    if reader_now() is None:
        return fact
    told = {name: said for name, said in fact.items() if name not in NAMING or said in registrations}
    return told | {name: [one for one in told[name] if one in registrations] for name in LISTING if name in told}


def _positions(value: Any) -> Iterator[int]:
    """Every position that something in a value rests on."""
    if isinstance(value, Mapping):
        yield from _own_positions(value)
    if isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _positions(one)


def _own_positions(value: Mapping[str, Any]) -> set[int]:
    own = {*value.get("positions", ())}
    return own | {value["position"]} if isinstance(value.get("position"), int) else own


def _without_hidden(value: Any, seen: Collection[int]) -> Any:
    """A value without the parts, at any depth, that rest on a fact which is not seen."""
    if isinstance(value, Mapping):
        return {name: _without_hidden(one, seen) for name, one in value.items() if not _is_hidden(one, seen)}
    if isinstance(value, list):
        return [_without_hidden(one, seen) for one in value if not _is_hidden(one, seen)]
    return value


def _is_hidden(value: Any, seen: Collection[int]) -> bool:
    return isinstance(value, Mapping) and any(position not in seen for position in _own_positions(value))
