"""What would have to be different for a case to get another verdict, worked out from the rule by judging again.

No rule says this of itself. The case is changed in one small way at a time: a day or amount moved, an attribute set or
left unsaid, a fact added or taken away, entered in time, or asked about another day. Each changed case is judged by the
same rule, and what is told is only what was judged. Where no single change suffices, pairs and triples are tried along
the changes that move the case to another test. The nearest change comes first.

A day is searched coarsely, then exactly: what is told is the nearest day that changes the verdict, and how far in a row
the days beyond it do so too, each of them judged, to ten years away.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.changes import Change, Kind, Scale, changes_of, scale_of, with_value
from domain.counting import Case, ParameterNotSet, Question, Rule, Verdict, judge

__all__ = ["Alternative", "Change", "Kind", "alternatives"]

ALTERNATIVES_MAX = 3
CHANGES_MAX = 3
WAYS_ON_MAX = 8
"""How many different verdicts are followed further when one change does not suffice."""
Flips = Callable[[Verdict], bool]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Changes that together give a case another verdict, and that verdict."""

    changes: tuple[Change, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _World:
    """A case and a question as they would have been, and the changes that lead there."""

    case: Case
    question: Question
    changes: tuple[Change, ...] = ()

    @property
    def cost(self) -> tuple[int, int]:
        """Fewest changes first, then the smallest."""
        return len(self.changes), sum(change.cost for change in self.changes)


def alternatives(rule: Rule, case: Case, question: Question) -> list[Alternative]:
    """The nearest ways in which this case would have counted, or would not have; empty where nothing simple does it."""
    start = _World(case, question)
    now = judge(rule, case, question)

    def flips(verdict: Verdict) -> bool:
        return verdict.counted != now.counted

    worlds, seen = [start], {_verdict_key(now)}
    for _ in range(CHANGES_MAX):
        found: list[tuple[_World, Verdict]] = []
        ways_on: dict[object, _World] = {}
        for world in worlds:
            for changed in _changed(rule, world, flips):
                verdict = _judged(rule, changed)
                if verdict is None:
                    continue
                if flips(verdict):
                    found.append((changed, verdict))
                elif (key := _verdict_key(verdict)) not in seen:
                    ways_on[key] = min(ways_on.get(key, changed), changed, key=lambda one: one.cost)
        if found:
            return _nearest(one for changed, _ in _few(found) if (one := _polished(rule, changed, flips)) is not None)
        seen |= ways_on.keys()
        worlds = sorted(ways_on.values(), key=lambda one: one.cost)[:WAYS_ON_MAX]
    return []


def _few(found: Iterable[tuple[_World, Verdict]]) -> list[tuple[_World, Verdict]]:
    """The nearest of each place that is changed."""
    by_place: dict[object, tuple[_World, Verdict]] = {}
    for one in sorted(found, key=lambda one: one[0].cost):
        by_place.setdefault(_place(one[0].changes), one)
    return list(by_place.values())[:ALTERNATIVES_MAX]


def _place(changes: tuple[Change, ...]) -> object:
    """What is changed: of one change the field, whichever of several facts it stands in; of more, the kinds of fact."""
    if len(changes) > 1 or changes[0].kind in ("add", "absent"):
        return frozenset(change.path[:1] for change in changes)
    return tuple(step for step in changes[0].path if isinstance(step, str))


def _nearest(found: Iterable[tuple[_World, Verdict]]) -> list[Alternative]:
    return [Alternative(world.changes, verdict) for world, verdict in sorted(found, key=lambda one: one[0].cost)]


def _polished(rule: Rule, world: _World, flips: Flips) -> tuple[_World, Verdict] | None:
    """Of several changes together, each day or amount as near as it may be while the others stand; judged again.

    The first of them were found while the case still failed another test. None where a fact is gone before a place that
    would have to be sought: how far that may lie is then not known.
    """
    gone = {change.path[:1] for change in world.changes if change.kind == "absent"}
    for index, change in enumerate(world.changes):
        if change.kind in ("absent", "entered", "asked") or len(world.changes) == 1:
            continue
        if change.path[:1] in gone:
            return None
        before = with_value(world.case, change.path, change.before) if change.kind == "move" else world.case
        scale = scale_of(before, change.path)
        if scale is None:
            continue
        others = (world.changes[:index], world.changes[index + 1 :])
        world = _moved(rule, world, change, others, scale, flips)
    verdict = _judged(rule, world)
    return None if verdict is None else (world, verdict)


def _moved(
    rule: Rule,
    world: _World,
    change: Change,
    others: tuple[tuple[Change, ...], tuple[Change, ...]],
    scale: Scale,
    flips: Flips,
) -> _World:
    """The same world with the day or amount of one change as near as it may be."""

    def there(number: int) -> _World:
        moved = replace(change, after=scale.value(number), cost=scale.distance(number))
        return _World(with_value(world.case, change.path, moved.after), world.question, (moved,))

    nearest = min(_on_scale(rule, scale, there, flips), key=lambda one: one.cost, default=None)
    if nearest is None or not _flips_there(rule, nearest, flips):
        return world
    return replace(nearest, changes=(*others[0], nearest.changes[0], *others[1]))


def _verdict_key(verdict: Verdict) -> object:
    detail = {name: value for name, value in verdict.reason.detail.items() if not name.endswith("on")}
    return verdict.code, verdict.counted, str(sorted(detail.items()))


def _judged(rule: Rule, world: _World) -> Verdict | None:
    """The verdict there; None where the rule cannot judge such a case."""
    try:
        return judge(rule, world.case, world.question)
    except (ValueError, ParameterNotSet):
        return None


def _changed(rule: Rule, world: _World, flips: Flips) -> Iterator[_World]:
    """Every world that is one small change away."""
    for change, case in changes_of(world.case, world.question):
        if any(change.path == before.path for before in world.changes):
            continue
        changed = _World(case, world.question, (*world.changes, change))
        if (scale := scale_of(case, change.path)) is None:
            yield changed
        else:
            yield from _along(rule, world, changed, scale, flips)
    if world.case.case in world.question.recorded_later:
        question = replace(world.question, recorded_later=world.question.recorded_later - {world.case.case})
        bound = world.question.bounds.registered_by
        yield _World(world.case, question, (*world.changes, Change("entered", ("registered_on",), None, bound, cost=1)))
    yield from _asked_on_another_day(rule, world, flips)


def _along(rule: Rule, world: _World, changed: _World, scale: Scale, flips: Flips) -> Iterator[_World]:
    """Worlds in which a day or amount lies elsewhere: the nearest that flips, or else one for each other verdict."""
    change = changed.changes[-1]

    def there(number: int) -> _World:
        value = scale.value(number)
        moved = replace(change, after=value, cost=change.cost + scale.distance(number))
        return _World(with_value(changed.case, change.path, value), changed.question, (*world.changes, moved))

    yield from _on_scale(rule, scale, there, flips)


def _on_scale(rule: Rule, scale: Scale, there: Callable[[int], _World], flips: Flips) -> Iterator[_World]:
    def is_flipped(number: int) -> bool:
        verdict = _judged(rule, there(number))
        return verdict is not None and flips(verdict)

    flipped = [number for number in scale.seeds if is_flipped(number)]
    if not flipped:
        yield from (there(number) for number in scale.seeds)
        return
    for number in _nearest_each_way(flipped, scale):
        nearest = _back(number, scale, is_flipped)
        low, high = _run(nearest, scale, is_flipped)
        world = there(nearest)
        yield replace(world, changes=(*world.changes[:-1], _within(world.changes[-1], scale, low, high)))


def _within(change: Change, scale: Scale, low: int | None, high: int | None) -> Change:
    """A change with how far its day or amount may lie."""
    from_value = None if low is None else scale.value(low)
    return replace(change, from_value=from_value, until_value=None if high is None else scale.value(high))


def _nearest_each_way(numbers: Sequence[int], scale: Scale) -> list[int]:
    """The nearest below and the nearest above."""
    below = [number for number in numbers if number < scale.start]
    above = [number for number in numbers if number >= scale.start]
    return [*([max(below)] if below else []), *([min(above)] if above else [])]


def _back(number: int, scale: Scale, is_flipped: Callable[[int], bool]) -> int:
    """From a number that flips towards the start: the first one from there that does, each judged."""
    step = 1 if number >= scale.start else -1
    between = range(scale.start, number, step)
    if len(between) > scale.exact_max:
        return number
    return next((one for one in between if is_flipped(one)), number)


def _run(number: int, scale: Scale, is_flipped: Callable[[int], bool]) -> tuple[int | None, int | None]:
    """The numbers in a row around one that flip too, each judged; None where they go on to the end of the scale."""

    def end(step: int) -> int | None:
        last = number
        while last != (scale.last if step > 0 else scale.first):
            if abs(last - number) >= scale.exact_max:
                return None
            if not is_flipped(last + step):
                return last
            last += step
        return None

    return end(-1), end(1)


def _asked_on_another_day(rule: Rule, world: _World, flips: Flips) -> Iterator[_World]:
    """The same case, asked about another day."""
    bounds = world.question.bounds
    if world.changes:
        return
    scale = Scale.of_days(bounds.as_of, _days_of(world), date)

    def there(number: int) -> _World:
        day: Any = scale.value(number)
        change = Change("asked", ("as_of",), bounds.as_of, day, cost=ASKED_COST + scale.distance(number))
        question = replace(world.question, bounds=replace(bounds, as_of=day))
        return _World(world.case, question, (*world.changes, change))

    yield from (one for one in _on_scale(rule, scale, there, flips) if _flips_there(rule, one, flips))


ASKED_COST = 5_000
"""To ask about another day changes nothing in the world, and comes after what does."""


def _flips_there(rule: Rule, world: _World, flips: Flips) -> bool:
    verdict = _judged(rule, world)
    return verdict is not None and flips(verdict)


def _days_of(world: _World) -> list[date]:
    """The days that matter to a case: its limit as the verdict has it is found by walking from them."""
    found: list[date] = []
    for change, _ in changes_of(world.case, world.question):
        if isinstance(change.before, date):
            found.append(change.before)
        elif isinstance(change.before, str):
            found += _day_in(change.before)
    return found


def _day_in(text: str) -> list[date]:
    try:
        return [date.fromisoformat(text)]
    except ValueError:
        return []
