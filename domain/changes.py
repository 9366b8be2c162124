"""Small changes to a case: every field that a rule may look at, moved, set or left unsaid; every fact added or gone.

The shape of a case is read from its class, so a new view needs nothing here. What only says where a case comes from
(its ids, its source, its positions) is never changed, and neither is another case of the same person, except that it
may be absent.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from domain.counting import Case, Question
from domain.dates import When
from domain.rules.same_person import OfSamePerson

Kind = Literal["set", "unset", "move", "add", "absent", "entered", "asked"]
Path = tuple[str | int, ...]
KEPT = frozenset(
    {"case", "party", "system", "record", "part", "municipality", "positions", "flags", "position", "person", "aliases"}
    | {"registered_on", "from_on", "own_positions", "death_positions"}
    | {"life", "opened_by"}
)
"""Fields that say where a case comes from, since when something is known, or what became of a decision afterwards."""
DAYS_AWAY_MAX = 3_653
STEPS = (1, 7, 31, 92, 183, 366, 731, 1_461, DAYS_AWAY_MAX)
AMOUNTS_EXACT_MAX = 2_000
SET_COST, ADD_COST, UNSET_COST = 1_000, 1_500, 2_000
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where, from what, to what. For a day or amount also how far in a row it may lie (None: without end).

    `named` is what the fact in question is called by its case, such as its kind or its document.
    """

    kind: Kind
    path: Path
    before: object
    after: object
    cost: int
    from_value: object = None
    until_value: object = None
    named: str | None = None


# --- The shape of a case ---


@cache
def _fields(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__struct_fields__ if name not in KEPT}


def _choices(hint: Any) -> tuple[Any, ...]:
    """The values that a closed type allows, None among them where it may be left out; empty for an open one."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    found: list[Any] = []
    for part in parts:
        if get_origin(part) is Literal:
            found += get_args(part)
        elif part is bool:
            found += [True, False]
        elif part is type(None):
            found.append(None)
    return tuple(found) if any(one is not None for one in found) else ()


def _is_day(hint: Any) -> bool:
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return any(part is When or part is date for part in parts)


def _is_amount(hint: Any) -> bool:
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return int in parts


def _element(hint: Any) -> type[msgspec.Struct] | None:
    """The class of the facts in a tuple of them."""
    if get_origin(hint) is not tuple:
        return None
    first = get_args(hint)[0]
    return first if isinstance(first, type) and issubclass(first, msgspec.Struct) else None


def with_value(case: Any, path: Path, value: object) -> Any:
    """The same case with another value at a place."""
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return (*case[:head], with_value(case[head], rest, value) if rest else value, *case[head + 1 :])
    return msgspec.structs.replace(case, **{head: with_value(getattr(case, head), rest, value) if rest else value})


def _value_at(case: Any, path: Path) -> Any:
    for step in path:
        case = case[step] if isinstance(step, int) else getattr(case, step)
    return case


def changeable_fields(kind: Any) -> set[str]:
    """The names of all fields of a kind of case, and of the facts in it, that may be changed."""
    found: set[str] = set()
    for name, hint in _fields(kind).items():
        element = _element(hint)
        if element is not None:
            found |= {name} | (set() if _is_another_case(element) else changeable_fields(element))
        elif _is_day(hint) or _choices(hint) or _is_amount(hint):
            found.add(name)
    return found


# --- The changes ---


def changes_of(case: Case, question: Question) -> Iterator[tuple[Change, Case]]:
    """Every small change with the case as it then is; a day or amount once, for `scale_of` to say where it may go."""
    yield from _of_struct(case, case, (), question)


def _of_struct(case: Case, struct: msgspec.Struct, path: Path, question: Question) -> Iterator[tuple[Change, Case]]:
    named = _name(struct) if path else None
    for name, hint in _fields(type(struct)).items():
        value, place = getattr(struct, name), (*path, name)
        if (element := _element(hint)) is not None:
            yield from _of_facts(case, value, place, element, question)
        elif _is_day(hint):
            is_known = isinstance(value, date) or _day(value) is not None
            after = value if is_known else _of_type(hint, question.bounds.as_of)
            change = Change("move" if is_known else "set", place, value, after, 0, named=named)
            yield change, with_value(case, place, after)
        elif choices := _choices(hint):
            if path and name == "kind":
                continue
            for other in choices:
                if other != value:
                    kind: Kind = "unset" if other is None else "set"
                    cost = UNSET_COST if other is None else SET_COST
                    yield Change(kind, place, value, other, cost, named=named), with_value(case, place, other)
        elif _is_amount(hint) and value is not None:
            yield Change("move", place, value, value, 0, named=named), case


def _of_facts(
    case: Case, facts: tuple[Any, ...], place: Path, element: type[msgspec.Struct], question: Question
) -> Iterator[tuple[Change, Case]]:
    """A fact that is there changed or absent, or one that is not there added."""
    for index, fact in enumerate(facts):
        without = facts[:index] + facts[index + 1 :]
        gone = Change("absent", (*place, index), fact, None, UNSET_COST, named=_name(fact))
        yield gone, with_value(case, place, without)
        if not _is_another_case(element):
            yield from _of_struct(case, fact, (*place, index), question)
    if _is_another_case(element):
        return
    for fact in _possible(element, question):
        added = Change("add", (*place, len(facts), *_day_field(element)), None, None, ADD_COST, named=_name(fact))
        yield added, with_value(case, place, (*facts, fact))


def _is_another_case(element: type[msgspec.Struct]) -> bool:
    return issubclass(element, OfSamePerson) or "case" in element.__struct_fields__


def _possible(element: type[msgspec.Struct], question: Question) -> Iterator[Any]:
    """Facts of this kind that could have been there, on the day asked: of each kind, or saying one thing each."""
    hints = get_type_hints(element)
    given: dict[str, Any] = {name: _of_type(hints[name], question.bounds.as_of) for name in _day_field(element)}
    given |= {"position": 0} if "position" in hints else {}
    if "kind" in hints and _choices(hints["kind"]):
        variants = [{"kind": kind} for kind in _choices(hints["kind"])]
    elif "document" in hints:
        variants = [{"document": name} for name in _names(question)]
    else:
        variants = [{name: one} for name, hint in _fields(element).items() for one in _choices(hint) if one is not None]
    for variant in variants:
        try:
            yield msgspec.convert({**given, **variant}, element, from_attributes=True)
        except msgspec.ValidationError:
            return


def _names(question: Question) -> list[str]:
    """The words in the lists that the rule was given, such as the documents that are needed."""
    return [name for value in question.parameters.values() if isinstance(value, tuple) for name in value]


def _day_field(element: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(name for name, hint in _fields(element).items() if _is_day(hint))[:1]


def _name(fact: msgspec.Struct) -> str | None:
    for name in ("kind", "document", "reason"):
        if isinstance(value := getattr(fact, name, None), str):
            return value
    said = [f"{name}={_word(getattr(fact, name))}" for name, hint in _fields(type(fact)).items() if _choices(hint)]
    return ", ".join(one for one in said if not one.endswith("=None")) or None


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of_type(hint: Any, day: date) -> Any:
    """A day as a field holds it."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return day if date in parts else When(day.isoformat())


# --- Days and amounts ---


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a day or an amount may lie: from where it is, the places to try first, and what each number stands for."""

    start: int
    seeds: Sequence[int]
    is_text: bool | None
    first: int
    last: int
    exact_max: int

    @classmethod
    def of_days(cls, start: date, known: Iterable[date], hint: Any) -> "Scale":
        """Days around this one and around those that are known."""
        origin = start.toordinal()
        first = max(date.min.toordinal(), origin - DAYS_AWAY_MAX)
        last = min(date.max.toordinal(), origin + DAYS_AWAY_MAX)
        around = {day.toordinal() for day in known} | {origin}
        seeds = {one + step for one in around for size in STEPS for step in (-size, 0, size)}
        fitting = sorted(one for one in seeds if first <= one <= last)
        return cls(origin, fitting, hint is not date, first, last, DAYS_AWAY_MAX)

    @classmethod
    def of_amounts(cls, start: int) -> "Scale":
        """Amounts from 0 up, further apart as they are further away."""
        seeds = {0, *(start + sign * 2**power for power in range(20) for sign in (-1, 1))}
        fitting = sorted(one for one in seeds if one >= 0 and one != start)
        return cls(start, fitting, None, 0, fitting[-1], AMOUNTS_EXACT_MAX)

    def value(self, number: int) -> object:
        """What a number stands for: a day in the type of its field, or the amount."""
        if self.is_text is None:
            return number
        day = date.fromordinal(number)
        return When(day.isoformat()) if self.is_text else day

    def distance(self, number: int) -> int:
        """How far it lies from where it is, in days or units; more than a day far away is no bigger change."""
        return min(abs(number - self.start), DAYS_AWAY_MAX)


def scale_of(case: Case, path: Path) -> Scale | None:
    """Where the day or amount at a place may go; None where there is something else."""
    if not path or isinstance(path[-1], int):
        return None
    struct: msgspec.Struct = _value_at(case, path[:-1])
    hint = _fields(type(struct)).get(str(path[-1]))
    value = getattr(struct, str(path[-1]))
    if hint is not None and _is_day(hint):
        day = value if isinstance(value, date) else _day(value)
        is_day = date in (get_args(hint) or (hint,))
        return None if day is None else Scale.of_days(day, _days(case), date if is_day else When)
    return Scale.of_amounts(value) if hint is not None and _is_amount(hint) and isinstance(value, int) else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and ISO_DAY.fullmatch(text) else None


def _days(struct: Any) -> list[date]:
    """Every day that stands in a case."""
    found: list[date] = []
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if isinstance(value, tuple):
            found += [day for one in value if isinstance(one, msgspec.Struct) for day in _days(one)]
        elif isinstance(value, date):
            found.append(value)
        elif isinstance(value, str) and (day := _day(value)) is not None:
            found.append(day)
    return found
