"""Which links there should be between registrations that share numbers, whatever the order in which they came.

Linking is a state and no road: from all that is known of registrations that share a number, directly or through others,
follows which of them are one person; what stands is then brought to that, by links, unlinks, pairs left to a person,
and what a person decided stays (decision record 0011). Pure. A statistical matcher would propose its pairs here, under
a decider of its own; this module undoes nothing that another decided.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Final, Literal, NamedTuple
from uuid import UUID

from domain.identity import (
    NOBODY_CONTRADICTS,
    NOT_KEPT_APART,
    NUMBER_OF_FEW,
    ONE_BSN,
    POLICY,
    Compared,
    Identity,
    best_of,
)

DECIDER: Final = f"policy:{POLICY}"
"""The decider of links made here. Earlier versions of the policy may be undone too."""
OWN: Final = "policy:guarded-identifiers-"
REGISTRATIONS_OF_A_NUMBER_MAX: Final = 100
"""A number that more registrations carry is a placeholder and links nobody."""
RIVALS_MAX: Final = 10

Ground = Literal["BSN", "V_NUMBER", "SOFI_NUMBER"]
Pair = frozenset[UUID]


class Number(NamedTuple):
    """A number that is valid and stands: a BSN (the sofinummer became it) or a V-number, in its one form."""

    kind: Literal["bsn", "v_number"]
    digits: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a registration: `since` is the position of its first fact; `is_erased`, its data are gone."""

    subject: UUID
    since: int
    version: int = 0
    numbers: Mapping[Number, Ground] = field(default_factory=dict)
    identities: tuple[Identity, ...] = ()
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on two registrations that stands, as it was recorded."""

    event_id: UUID
    position: int
    subject: UUID
    other: UUID
    kind: Literal["LINK", "APART", "UNDECIDED"]
    decider: str
    keep_apart: bool = False

    @property
    def pair(self) -> Pair:
        """The two registrations, in no order."""
        return frozenset({self.subject, self.other})

    @property
    def is_own(self) -> bool:
        """Whether this policy took it, so that it may take it back."""
        return self.decider.startswith(OWN)


@dataclass(frozen=True, slots=True)
class Act:
    """Something to record about two registrations, in the stream of `subject`; WITHDRAW retracts `takes_back`."""

    kind: Literal["LINK", "UNLINK", "UNDECIDED", "WITHDRAW"]
    subject: UUID
    other: UUID
    compared: Compared | None = None
    ground: Ground | None = None
    gates_failed: tuple[str, ...] = ()
    rivals: tuple[UUID, ...] = ()
    takes_back: UUID | None = None


def acts(registrations: Iterable[Known], decisions: Iterable[Decided]) -> list[Act]:
    """What is to be recorded so that what stands is what should be; nothing, the second time."""
    state = _State({one.subject: one for one in registrations}, sorted(decisions, key=lambda one: one.position))
    return [*state.unlinks(), *state.links(), *state.undecided()]


def speaks_against(
    registrations: Iterable[Known], decisions: Iterable[Decided], one: UUID, other: UUID
) -> tuple[str, ...]:
    """Which gates on persons do not hold for a link between these two that somebody wants to make."""
    known = {registration.subject: registration for registration in registrations}
    return _State(known, sorted(decisions, key=lambda decided: decided.position)).against(one, other)


class _State:
    """Registrations that may be linked, the decisions on them, and the persons that follow."""

    def __init__(self, known: Mapping[UUID, Known], decisions: Sequence[Decided]) -> None:
        self.known = known
        self.decisions = [one for one in decisions if one.pair <= known.keys() and len(one.pair) == 2]
        self.last: dict[Pair, Decided] = {one.pair: one for one in self.decisions}
        self.standing: dict[Pair, Decided] = {one.pair: one for one in self.decisions if one.kind != "UNDECIDED"}
        self.apart = frozenset(pair for pair, one in self.last.items() if _keeps_apart(one))
        self.found: dict[Pair, Compared] = {}

    # What follows from the facts

    @cached_property
    def carriers(self) -> dict[Number, list[UUID]]:
        """Who carries each number, oldest first."""
        found: dict[Number, list[UUID]] = {}
        for one in sorted(self.known.values(), key=_age):
            for number in one.numbers:
                found.setdefault(number, []).append(one.subject)
        return found

    @cached_property
    def grounds(self) -> dict[Pair, Ground]:
        """Each pair that shares a number which is nobody's placeholder, oldest first, with the kind of number."""
        found: dict[Pair, Ground] = {}
        for number, subjects in sorted(self.carriers.items()):
            if len(subjects) <= REGISTRATIONS_OF_A_NUMBER_MAX:
                for one, other in combinations(subjects, 2):
                    found.setdefault(frozenset({one, other}), self._ground(number, one, other))
        return dict(sorted(found.items(), key=lambda item: self.order(item[0])))

    def _ground(self, number: Number, one: UUID, other: UUID) -> Ground:
        said = {self.known[one].numbers[number], self.known[other].numbers[number]}
        return "SOFI_NUMBER" if "SOFI_NUMBER" in said else said.pop()

    def order(self, pair: Pair) -> list[tuple[int, UUID]]:
        """Sort key of a pair: the older of the two first, then the younger."""
        return sorted(_age(self.known[subject]) for subject in pair)

    def compared(self, one: UUID, other: UUID) -> Compared:
        """The two beside each other, looked at once."""
        pair = frozenset({one, other})
        if pair not in self.found:
            self.found[pair] = best_of(self.known[one].identities, self.known[other].identities)
        return self.found[pair]

    @cached_property
    def agreeing(self) -> dict[Pair, Compared]:
        """The pairs that a link may join: an equal number, nothing that contradicts, nobody who keeps them apart."""
        return {
            pair: compared
            for pair in self.grounds
            if pair not in self.apart and (compared := self.compared(*pair)).agrees
        }

    @cached_property
    def given(self) -> "_Clusters":
        """The persons that others than this policy made; a link with what was erased stays as it is, too."""
        clusters = _Clusters(self.known)
        kept_apart = [pair for pair, one in self.standing.items() if one.kind == "APART" and one.keep_apart]
        for pair, one in sorted(self.standing.items(), key=lambda item: item[1].position):
            if one.kind != "LINK" or (one.is_own and not any(self.known[subject].is_erased for subject in pair)):
                continue
            together = set().union(*(clusters.of(subject) for subject in pair))
            if not any(separate <= together for separate in kept_apart):
                clusters.join(pair)
        return clusters

    @cached_property
    def persons(self) -> "_Clusters":
        """Who is one person: all that agree where nobody among them contradicts, else the strongest pairs first.

        Pairs of one strength are joined all at once or not at all, and whoever stood in a contradiction is joined to
        nobody any more: so no order of arrival decides, and doubt leaves people apart.
        """
        every = self.given.copy()
        for pair in self.agreeing:
            every.join(pair)
        clusters = self.given.copy()
        for whole in every.all():
            pairs = [pair for pair in self.agreeing if pair <= whole]
            if self.fit(whole):
                for pair in pairs:
                    clusters.join(pair)
            else:
                self._join_by_strength(clusters, pairs)
        return clusters

    def _join_by_strength(self, clusters: "_Clusters", pairs: Sequence[Pair]) -> None:
        doubtful: set[UUID] = set()
        for strength in sorted({self.agreeing[pair].strength for pair in pairs}, reverse=True):
            tried = clusters.copy()
            for pair in pairs:
                if self.agreeing[pair].strength == strength and doubtful.isdisjoint(pair):
                    tried.join(pair)
            for together in tried.all():
                if together in clusters.all():
                    continue
                if self.fit(together):
                    clusters.join(together)
                else:
                    doubtful |= together

    def fit(self, together: Iterable[UUID]) -> bool:
        """Whether these may be one person."""
        return next(self.gates_failed([together]), None) is None

    def gates_failed(self, groups: Sequence[Iterable[UUID]]) -> Iterator[str]:
        """What speaks against these being one person; contradictions that somebody accepted do not count."""
        together = sorted(set().union(*groups))
        parts = list({frozenset(self.given.of(subject)) for subject in together})
        if _bsns_apart([self._bsns(part) for part in parts]):
            yield ONE_BSN
        across = [
            frozenset({one, other}) for mine, theirs in combinations(parts, 2) for one in mine for other in theirs
        ]
        if not all(self.compared(*pair).agrees for pair in across):
            yield NOBODY_CONTRADICTS
        if not self.apart.isdisjoint(across):
            yield NOT_KEPT_APART

    def _bsns(self, subjects: Iterable[UUID]) -> set[str]:
        return {number.digits for one in subjects for number in self.known[one].numbers if number.kind == "bsn"}

    def against(self, one: UUID, other: UUID) -> tuple[str, ...]:
        """The gates that do not hold on the persons of these two, what was decided on the two themselves left out."""
        pair = frozenset({one, other})
        self.apart -= {pair}
        return tuple(self.gates_failed([self.given.of(one), self.given.of(other)]))

    # What is to be recorded

    def unlinks(self) -> Iterator[Act]:
        """Links of this policy whose ground is gone, or that doubt has come upon."""
        for pair, one in self.standing.items():
            if one.kind == "LINK" and one.is_own and not self._stays(pair):
                compared = self.compared(*pair)
                yield Act("UNLINK", one.subject, one.other, compared, self.grounds.get(pair), takes_back=one.event_id)

    def _stays(self, pair: Pair) -> bool:
        """Whether a link that was made before still joins what is one person, be it by now through others."""
        one, other = pair
        return other in self.persons.of(one)

    def links(self) -> Iterator[Act]:
        """Links that are missing: each registration to the oldest that it may be linked to.

        Two that this policy told apart and that are one person after all are linked themselves: that the one was not
        the other does not stand beside it.
        """
        linked = self.given.copy()
        undone = {pair for pair, one in self.standing.items() if one.kind == "APART" and one.is_own}
        for pair, one in self.standing.items():
            if one.kind == "LINK" and one.is_own and self._stays(pair):
                linked.join(pair)
        for pair in sorted(self.agreeing.keys() | undone, key=self.order):
            older, younger = (subject for _, subject in self.order(pair))
            if younger in self.persons.of(older) and (pair in undone or younger not in linked.of(older)):
                linked.join(pair)
                before = self.last.get(pair)
                takes_back = before.event_id if before and before.kind == "UNDECIDED" else None
                compared = self.compared(younger, older)
                yield Act("LINK", younger, older, compared, self.grounds.get(pair), takes_back=takes_back)

    def undecided(self) -> Iterator[Act]:
        """For each two persons that share a number, one pair for somebody to decide on; what is no longer open goes."""
        open_pairs: dict[Pair, list[Pair]] = {}
        for pair in [*self.grounds, *self._placeholders()]:
            sides = frozenset(min(self.persons.of(subject)) for subject in pair)
            if len(sides) == 2:
                open_pairs.setdefault(sides, []).append(pair)
        kept: set[Pair] = set()
        for sides, pairs in open_pairs.items():
            groups = [self.persons.of(side) for side in sides]
            decided = [one for pair, one in self.last.items() if all(len(pair & group) == 1 for group in groups)]
            asked = [one.pair for one in decided if one.is_own and one.kind == "UNDECIDED"]
            if any(not one.is_own for one in decided):
                continue
            kept |= set(asked[:1])
            if not asked:
                yield self._left_open(pairs[0], groups)
        for pair, one in self.last.items():
            if one.kind == "UNDECIDED" and one.is_own and pair not in kept and pair not in self._newly_linked:
                yield Act("WITHDRAW", one.subject, one.other, takes_back=one.event_id)

    @cached_property
    def _newly_linked(self) -> frozenset[Pair]:
        return frozenset(frozenset({one.subject, one.other}) for one in self.links())

    def _placeholders(self) -> Iterator[Pair]:
        """Of each number that too many carry, the two oldest."""
        for _, subjects in sorted(self.carriers.items()):
            if len(subjects) > REGISTRATIONS_OF_A_NUMBER_MAX:
                yield frozenset(subjects[:2])

    def _left_open(self, pair: Pair, groups: Sequence[frozenset[UUID]]) -> Act:
        older, younger = (subject for _, subject in self.order(pair))
        compared = self.compared(older, younger)
        failed = [*compared.gates_failed, *self.gates_failed(groups)]
        if pair not in self.grounds:
            failed.append(NUMBER_OF_FEW)
        rivals = [one for one in self._sharing(pair) if not any(one in group for group in groups)]
        return Act(
            "UNDECIDED",
            younger,
            older,
            compared,
            self.grounds.get(pair),
            gates_failed=tuple(dict.fromkeys(failed or [NOBODY_CONTRADICTS])),
            rivals=tuple(rivals[:RIVALS_MAX]),
        )

    def _sharing(self, pair: Pair) -> list[UUID]:
        """Everybody else with a number of these two, oldest first."""
        numbers = {number for subject in pair for number in self.known[subject].numbers}
        found = {subject for number in numbers for subject in self.carriers[number]} - pair
        return [one.subject for one in sorted((self.known[subject] for subject in found), key=_age)]


class _Clusters:
    """Registrations in groups that can be joined."""

    def __init__(self, subjects: Iterable[UUID]) -> None:
        self._groups: dict[UUID, frozenset[UUID]] = {subject: frozenset({subject}) for subject in subjects}

    def copy(self) -> "_Clusters":
        """The same groups, to be joined further."""
        made = _Clusters(())
        made._groups = dict(self._groups)
        return made

    def of(self, subject: UUID) -> frozenset[UUID]:
        """The group that this one is in."""
        return self._groups[subject]

    def join(self, subjects: Iterable[UUID]) -> None:
        """Make one group of the groups that these are in."""
        together = frozenset().union(*(self._groups[subject] for subject in subjects))
        for subject in together:
            self._groups[subject] = together

    def all(self) -> set[frozenset[UUID]]:
        """Every group."""
        return set(self._groups.values())


def _age(one: Known) -> tuple[int, UUID]:
    return one.since, one.subject


def _keeps_apart(one: Decided) -> bool:
    """Whether the policy may not join these two: somebody else said no, or could not tell."""
    return one.keep_apart or (not one.is_own and one.kind != "LINK")


def _bsns_apart(parts: Sequence[set[str]]) -> bool:
    """Whether these parts of a person hold BSNs that nothing joins: a replaced BSN stands beside the one before it."""
    left = [set(bsns) for bsns in parts if bsns]
    reached = left.pop() if left else set()
    while joined := [bsns for bsns in left if bsns & reached]:
        reached = reached.union(*joined)
        left = [bsns for bsns in left if not bsns & reached]
    return bool(left)
