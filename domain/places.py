"""Municipalities, regions and joint bodies over time: what they were called, what became of them, who belonged to them.

A fact keeps the code of its municipality as it was on the day it happened, for ever. Where it lies is asked of this
register, on a day: that of the fact itself (the division of then), or one chosen day (the division of that day, in
which the cases of a municipality that went up into another count with its successor). Pure, and made of facts only.

    Leerdam (0545) went up into Vijfheerenlanden (1961) on 1 January 2019:
    at("0545", 2018-12-31) is 0545, and at("0545", 2019-01-01) is 1961.

A municipality that was divided between several (`partly`) goes nowhere as a whole: its code does not say which part a
case was in, and no part is guessed. Source: CBS register of municipalities; design notes, law (counting rule 1).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from domain.dates import When, first_day
from domain.facts import MandateGranted, MunicipalityMerged, MunicipalityNamed, RegionComposed
from domain.facts.base import Fact
from domain.municipalities import FIRST_NAMES, find_code

REGISTERED: frozenset[type[Fact]] = frozenset({MandateGranted, MunicipalityMerged, MunicipalityNamed, RegionComposed})
"""The facts that this register is made of."""
ALWAYS = date.min
"""A fact of the register that gives no day holds since always."""


class Dated(Protocol):
    """A fact that stands, with its day and the municipality it is of; later ones come later."""

    @property
    def fact(self) -> Any:
        """What it says."""

    @property
    def occurred_on(self) -> When | None:
        """From which day on."""

    @property
    def municipality(self) -> str | None:
        """Whose fact it is."""


class Merger(NamedTuple):
    """A municipality went up into another one on a day, as a whole or partly."""

    code: str
    into_code: str
    on: date
    partly: bool


class Named(NamedTuple):
    """A municipality has this name from a day on, and may be called something else beside it."""

    code: str
    name: str
    also_called: str | None
    from_on: date


class Belonging(NamedTuple):
    """A municipality belongs to a region or joint body from a day on, until another day (itself excluded) or for good.

    Of a region (`composed`) the whole list is said anew each time; a mandate is given by each municipality apart.
    """

    code: str
    from_on: date
    until_on: date | None
    composed: bool


@dataclass(frozen=True)
class Places:
    """The register as facts make it. Names of regions are told apart without regard to case."""

    named: tuple[Named, ...] = ()
    mergers: tuple[Merger, ...] = ()
    bodies: Mapping[str, tuple[Belonging, ...]] = field(default_factory=dict)
    composed_on: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    """Region → the days on which it was composed anew."""
    worked_out: dict[tuple[str, date], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    """The members asked before: every case of a figure asks."""

    # Names

    def names(self, on: date = date.max) -> dict[str, str]:
        """Code → the name on a day, of all that were named by a fact."""
        return {one.code: one.name for one in self.named if one.from_on <= on}

    def name_of(self, code: str, on: date = date.max) -> str | None:
        """The name of a code on a day; before its first name the first of them; None when nobody named it."""
        first = next((one.name for one in self.named if one.code == code), None)
        return self.names(on).get(code) or FIRST_NAMES.get(code) or first

    def code_of(self, text: str) -> str | None:
        """The code that a code, a name, an earlier name or another name in use stands for; None when not known.

        A name that two had at different times is the one's who has it last.
        """
        found = find_code(text, self.names())
        if found is not None:
            return found
        wanted = _bare(text)
        earlier = [one.code for one in self.named if wanted in (_bare(one.name), _bare(one.also_called or ""))]
        return earlier[-1] if earlier else None

    @property
    def known_names(self) -> list[str]:
        """The names of all municipalities that are known, by alphabet."""
        return sorted({*FIRST_NAMES.values(), *self.names().values()})

    # What became of them

    def merger_of(self, code: str, on: date = date.max) -> Merger | None:
        """The merger by which a municipality had gone up into another as a whole, by that day."""
        whole = [one for one in self.mergers if one.code == code and not one.partly and one.on <= on]
        return whole[-1] if whole else None

    def at(self, code: str, on: date) -> str:
        """The municipality that this one is on that day: itself, or the last it went up into."""
        if not self.mergers:
            return code
        seen = {code}
        while (merger := self.merger_of(code, on)) is not None and merger.into_code not in seen:
            code = merger.into_code
            seen.add(code)
        return code

    def gone_into(self, code: str, on: date = date.max) -> frozenset[str]:
        """All that had gone up into this municipality by that day, as a whole, over any number of mergers."""
        whole = [one for one in self.mergers if not one.partly and one.on <= on]
        found: set[str] = set()
        while more := {one.code for one in whole if one.into_code in {code, *found}} - {code, *found}:
            found |= more
        return frozenset(found)

    def partly_into(self, code: str, on: date = date.max) -> frozenset[str]:
        """Those of which a part had gone to this municipality: their code does not say whether a case was in it."""
        return frozenset(one.code for one in self.mergers if one.partly and one.into_code == code and one.on <= on)

    # Regions and joint bodies

    def region_of(self, text: str) -> str | None:
        """A region or joint body by its name, as it was written first; None when there is none."""
        return next((name for name in self.bodies if _bare(name) == _bare(text)), None)

    def members(self, region: str, on: date) -> frozenset[str]:
        """The municipalities that belong to a region or joint body on a day; none before it was there.

        One that was made of members only belongs to it too, without the region being composed anew. Where somebody else
        went into it as well it does not: then the region must say what it is.
        """
        if (region, on) in self.worked_out:
            return self.worked_out[region, on]
        composed = max((one for one in self.composed_on.get(region, ()) if one <= on), default=None)
        listed = {
            one.code
            for one in self.bodies.get(region, ())
            if (one.from_on == composed if one.composed else one.from_on <= on)
            and (one.until_on is None or on < one.until_on)
        }
        made = {self.at(code, on) for code in listed} - listed
        found = frozenset(listed | {code for code in made if self._is_made_of(code, listed, on)})
        self.worked_out[region, on] = found
        return found

    def _is_made_of(self, code: str, members: Collection[str], on: date) -> bool:
        """Whether a municipality came from these, and from nobody else."""
        whence = {code, *self.gone_into(code, on), *self.partly_into(code, on)}
        return all(one in members or self._began_by_merger(one) for one in whence)

    def _began_by_merger(self, code: str) -> bool:
        """Whether it was not there before others went up into it, as far as the register says."""
        began_on = min((one.on for one in self.mergers if one.into_code == code), default=None)
        if began_on is None or code in FIRST_NAMES:
            return False
        return not any(one.code == code and ALWAYS < one.from_on < began_on for one in self.named)

    def ever_listed(self, region: str) -> frozenset[str]:
        """All that ever were said to belong to a region or joint body."""
        return frozenset(one.code for one in self.bodies.get(region, ()))


def places_of(said: Iterable[Dated]) -> Places:
    """The register that these facts make, each from its own day on; of two on one day the later said holds."""
    named: list[Named] = []
    mergers: list[Merger] = []
    bodies: dict[str, list[Belonging]] = {}
    written: dict[str, str] = {}
    composed_on: dict[str, list[date]] = {}
    for one in said:
        from_on = first_day(one.occurred_on) if one.occurred_on else ALWAYS
        match one.fact:
            case MunicipalityNamed() as fact:
                named.append(Named(fact.code, fact.name, fact.also_called, from_on))
            case MunicipalityMerged() as fact:
                mergers.append(Merger(fact.code, fact.into_code, from_on, bool(fact.partly)))
            case RegionComposed() as fact:
                region = written.setdefault(_bare(fact.region), fact.region)
                kept = [other for other in bodies.get(region, []) if not (other.composed and other.from_on == from_on)]
                bodies[region] = [*kept, *(Belonging(code, from_on, None, True) for code in fact.municipalities)]
                composed_on.setdefault(region, []).append(from_on)
            case MandateGranted() as fact if one.municipality is not None:
                body = written.setdefault(_bare(fact.mandatary), fact.mandatary)
                bodies.setdefault(body, []).append(Belonging(one.municipality, from_on, fact.until_on, False))
            case _:
                pass
    return Places(
        tuple(sorted(named, key=lambda one: one.from_on)),
        tuple(sorted(mergers, key=lambda one: one.on)),
        {region: tuple(members) for region, members in sorted(bodies.items())},
        {region: tuple(days) for region, days in composed_on.items()},
    )


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()


# --- Where a figure is asked about ---


@dataclass(frozen=True)
class Scope:
    """Where a figure is asked about: everywhere, a municipality, or a region; by the division of then or of a day.

    Without `division_on` a case lies where its municipality lay on the day of the fact that decides it. A day that is
    known less precisely is taken as its first, and what gives no day at all lies where it did on `undated_on`.
    """

    places: Places = Places()
    municipality: str | None = None
    region: str | None = None
    division_on: date | None = None
    undated_on: date = date.max

    @property
    def is_everywhere(self) -> bool:
        """Whether nothing is left out for where it lies."""
        return self.municipality is None and self.region is None

    def asks_the_same(self, other: "Scope") -> bool:
        """Whether the other asks about the same place by the same division, whatever the register said by then."""
        mine, theirs = ((one.municipality, one.region, one.division_on) for one in (self, other))
        return mine == theirs

    @property
    def codes(self) -> frozenset[str] | None:
        """The codes that a case lying here may have; None for everywhere. Not all that have one lie here."""
        if self.is_everywhere:
            return None
        places = self.places
        listed = places.ever_listed(self.region) if self.region is not None else {str(self.municipality)}
        own = {*listed, *(places.at(code, date.max) for code in listed if self.region is not None)}
        return frozenset(own.union(*((*places.gone_into(code), *places.partly_into(code)) for code in own)))

    def day_of(self, when: When | None) -> date:
        """The day of the division by which something of this date is placed."""
        if self.division_on is not None:
            return self.division_on
        return self.undated_on if when is None else first_day(when)

    def place(self, municipality: str | None, when: When | None) -> str | None:
        """The municipality in which something lies that was said of this one, with this date; None where of none."""
        return municipality and self.places.at(municipality, self.day_of(when))

    def holds(self, municipality: str | None, when: When | None) -> bool:
        """Whether something said of this municipality, with this date, lies here."""
        if self.is_everywhere:
            return True
        place = self.place(municipality, when)
        if place is None:
            return False
        if self.region is not None:
            return place in self.places.members(self.region, self.day_of(when))
        return place == self.municipality

    def may_hold(self, municipality: str | None, when: When | None) -> bool:
        """Whether something not here may lie here after all, which its code cannot tell.

        Its municipality was divided by then and a part went here; or it belongs to the region, and went up into one
        that others went into too.
        """
        if self.is_everywhere or municipality is None or self.holds(municipality, when):
            return False
        day = self.day_of(when)
        if self.region is None:
            return self.places.at(municipality, day) in self.places.partly_into(str(self.municipality), day)
        members = self.places.members(self.region, day)
        divided = any(municipality in self.places.partly_into(code, day) for code in members)
        return divided or municipality in members


EVERYWHERE = Scope()
"""No bound on where a case lies."""
