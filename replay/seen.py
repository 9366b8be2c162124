"""What of a row and of an event may be told to a reader who sees a part of what they rest on.

The database decides which rows and events are there for a reader. A row may rest on facts of other registrations all
the same: another enrolment of the same person, in another municipality. What is told of those is left out, and so are
ids of registrations that are not there for this reader: person, aliases, and the other side of a link. That somebody is
known elsewhere is not told at all: who may register a person could else ask it of any personal number.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from store.ledger import Ledger
from store.readers import reader_now

NAMING = ("person", "other")
"""Fields that hold the id of one registration."""
EVIDENCE = frozenset(
    {
        *("ground", "gates_held", "gates_failed", "comparisons", "other_version", "rivals", "reason"),
        *("score_millis", "auto_threshold_millis", "review_threshold_millis"),
    }
)
"""Fields that tell how two registrations compare: with one's own guesses they would tell what the other one says."""
LISTING = ("rivals", "registrations")
"""Fields that hold ids of several."""
OF_LINKS = frozenset({"IDENTITY_LINKED", "IDENTITY_CONFLICT"})
"""Flags by which a case tells that its person has another registration, or may have."""


def sees_a_part() -> bool:
    """Whether who reads sees some of the registrations, and so perhaps one side of a link."""
    reader = reader_now()
    return reader is not None and reader.role in ("case_manager", "provider", "participant")


def hides(code: str) -> bool:
    """Whether a figure says nothing of this flag: it would count links of which who reads sees one side."""
    return code in OF_LINKS and sees_a_part()


def seen_among(ledger: Ledger, registrations: Iterable[str]) -> frozenset[str]:
    """Those of these registrations that are there for who reads."""
    return frozenset(map(str, ledger.seen_among(sorted({UUID(one) for one in registrations}))))


def named_in(value: Mapping[str, Any]) -> tuple[str, ...]:
    """The registrations of the person of a row, oldest first; of most rows none is named."""
    return tuple(one for one in (value.get("person"), *value.get("aliases", ())) if one is not None)


def person_as_seen(named: Sequence[str], seen: Collection[str]) -> str | None:
    """The id of a person: the oldest of its registrations that is seen."""
    return next((one for one in named if one in seen), None)


def flags_as_seen(flags: Sequence[str], named: Sequence[str], seen: Collection[str]) -> list[str]:
    """The flags of a case whose person has these registrations: of a link where more than one of them is seen."""
    if not sees_a_part():
        return list(flags)
    is_linked = sum(one in seen for one in named) > 1
    return [one for one in flags if one not in OF_LINKS or (is_linked and one == "IDENTITY_LINKED")]


def value_as_seen(ledger: Ledger, value: dict[str, Any], registrations: Collection[str]) -> dict[str, Any]:
    """The value of a row as its reader may see it; whole, where nobody in particular reads."""
    if reader_now() is None:
        return value
    seen = {*ledger.events_at(sorted({*_positions(value)}))}
    named = named_in(value)
    told = fact_as_seen(_without_hidden(value, seen), registrations)
    if "person" in value:
        told["person"] = person_as_seen(named, registrations)
    if "flags" in value:
        told["flags"] = flags_as_seen(value["flags"], named, registrations)
    listed = {"positions": seen, "aliases": registrations}
    return told | {name: [one for one in told[name] if one in known] for name, known in listed.items() if name in told}


def fact_as_seen(fact: dict[str, Any], registrations: Collection[str]) -> dict[str, Any]:
    """A fact or value without the ids of registrations that its reader does not see, and how it compares with them."""
    if reader_now() is None:
        return fact
    if "other" in fact and fact["other"] not in registrations:
        fact = {name: said for name, said in fact.items() if name not in EVIDENCE}
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
