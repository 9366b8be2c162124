"""Which links there should be between registrations that share numbers, whatever the order in which they came.

Linking is a state and no road: from all that is known of registrations that share a number, directly or through others,
follows which of them are one person; what stands is then brought to that, by links, unlinks, pairs left to a person,
and what a person decided stays (decision record 0011). Pure. A statistical matcher would propose its pairs here, under
a decider of its own; this module undoes nothing that another decided.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Final, Literal, NamedTuple
from uuid import UUID

from domain.clusters import Clusters, numbers_apart
from domain.identity import (
    NOBODY_CONTRADICTS,
    NOT_KEPT_APART,
    NUMBER_OF_FEW,
    ONE_BSN,
    ONE_V_NUMBER,
    POLICY,
    Compared,
    Identity,
    best_of,
)

DECIDER: Final = f"policy:{POLICY}"
"""The decider of links made here. Earlier versions of the policy may be undone too."""
POLICIES: Final = "policy:"
"""How the pseudonym of any policy begins, and of nobody else."""
OWN: Final = f"{POLICIES}guarded-identifiers-"
IDENTITIES_OF_A_NUMBER_MAX: Final = 20
"""A number under which more people are known who contradict each other is a placeholder and links nobody."""
REGISTRATIONS_OF_A_NUMBER_MAX: Final = 500
"""Nor does a number of more registrations: nobody has so many, and each is held against each."""
RIVALS_MAX: Final = 10

Ground = Literal["BSN", "V_NUMBER", "SOFI_NUMBER"]
Pair = frozenset[UUID]
_NUMBERS_OF_ONE: Final = (("bsn", ONE_BSN), ("v_number", ONE_V_NUMBER))
"""Kinds of number of which a person has one, with the gate that says so."""


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
        self.standing = _standing(self.decisions)
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
            if number not in self.placeholders:
                for one, other in combinations(subjects, 2):
                    found.setdefault(frozenset({one, other}), self._ground(number, one, other))
        return dict(sorted(found.items(), key=lambda item: self.order(item[0])))

    @cached_property
    def placeholders(self) -> frozenset[Number]:
        """The numbers of too many. Who says nothing of a person is no other person, however often it comes."""
        return frozenset(number for number, subjects in self.carriers.items() if self._is_of_many(subjects))

    def _is_of_many(self, subjects: Sequence[UUID]) -> bool:
        if len(subjects) <= IDENTITIES_OF_A_NUMBER_MAX:
            return False
        others: list[tuple[Identity, ...]] = []
        for said in dict.fromkeys(self.known[subject].identities for subject in subjects):
            if not any(best_of(said, other).agrees for other in others):
                others.append(said)
            if len(others) > IDENTITIES_OF_A_NUMBER_MAX:
                return True
        return len(subjects) > REGISTRATIONS_OF_A_NUMBER_MAX

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
    def given(self) -> Clusters:
        """The persons that others than this policy made; a link with what was erased stays as it is, too."""
        clusters = Clusters(self.known)
        kept_apart = [pair for pair, one in self.standing.items() if one.kind == "APART" and one.keep_apart]
        for pair, one in sorted(self.standing.items(), key=lambda item: item[1].position):
            if one.kind != "LINK" or (one.is_own and not any(self.known[subject].is_erased for subject in pair)):
                continue
            together = set().union(*(clusters.of(subject) for subject in pair))
            if not any(separate <= together for separate in kept_apart):
                clusters.join(pair)
        return clusters

    @cached_property
    def persons(self) -> Clusters:
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

    def _join_by_strength(self, clusters: Clusters, pairs: Sequence[Pair]) -> None:
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
                    at_odds = self._at_odds(clusters, together)
                    self._join_apart(clusters, [pair for pair in pairs if pair <= together - at_odds], strength)
                    doubtful |= together

    def _at_odds(self, clusters: Clusters, together: frozenset[UUID]) -> set[UUID]:
        """Those of these who contradict another of them, were told apart, or have another number; and theirs."""
        found = {
            one
            for pair in self._across(together)
            if pair in self.apart or not self.compared(*pair).agrees
            for one in pair
        }
        for kind, gate in _NUMBERS_OF_ONE:
            if gate in self.gates_failed([together]):
                found |= {one for one in together if any(number.kind == kind for number in self.known[one].numbers)}
        return {one for subject in found for one in clusters.of(subject)}

    def _join_apart(self, clusters: Clusters, pairs: Sequence[Pair], strength: int) -> None:
        """Those whom a dispute does not touch stay together by themselves, where more than a number says so."""
        tried = clusters.copy()
        for pair in pairs:
            if self.agreeing[pair].strength == strength > 0:
                tried.join(pair)
        for together in tried.all() - clusters.all():
            if self.fit(together):
                clusters.join(together)

    def fit(self, together: Iterable[UUID]) -> bool:
        """Whether these may be one person."""
        return next(self.gates_failed([together]), None) is None

    def gates_failed(self, groups: Sequence[Iterable[UUID]]) -> Iterator[str]:
        """What speaks against these being one person; contradictions that somebody accepted do not count."""
        together = frozenset().union(*groups)
        parts = self._parts(together)
        for kind, gate in _NUMBERS_OF_ONE:
            if numbers_apart([self._digits(part, kind) for part in parts]):
                yield gate
        across = self._across(together)
        if not all(self.compared(*pair).agrees for pair in across):
            yield NOBODY_CONTRADICTS
        if not self.apart.isdisjoint(across):
            yield NOT_KEPT_APART

    def _parts(self, together: Iterable[UUID]) -> list[frozenset[UUID]]:
        """What others than this policy made one already, whole."""
        return list({self.given.of(subject) for subject in together})

    def _across(self, together: Iterable[UUID]) -> list[Pair]:
        """Every two of these that nobody made one yet."""
        two = combinations(self._parts(together), 2)
        return [frozenset({one, other}) for mine, theirs in two for one in mine for other in theirs]

    def _digits(self, subjects: Iterable[UUID], kind: str) -> set[str]:
        return {number.digits for one in subjects for number in self.known[one].numbers if number.kind == kind}

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
        return pair <= self.persons.of(min(pair))

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
        side = {subject: min(person) for person in self.persons.all() for subject in person}
        for pair in [*self.grounds, *self._placeholders()]:
            sides = frozenset(side[subject] for subject in pair)
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
        for number, subjects in sorted(self.carriers.items()):
            if number in self.placeholders:
                yield frozenset(subjects[:2])

    def _left_open(self, pair: Pair, groups: Sequence[frozenset[UUID]]) -> Act:
        older, younger = (subject for _, subject in self.order(pair))
        compared = self.compared(older, younger)
        failed = [*compared.gates_failed, *self.gates_failed(groups)]
        if pair not in self.grounds:
            failed.append(NUMBER_OF_FEW)
        rivals = [one for one in self._sharing(pair) if not any(one in group for group in groups)]
        gates, ground = tuple(dict.fromkeys(failed or [NOBODY_CONTRADICTS])), self.grounds.get(pair)
        return Act("UNDECIDED", younger, older, compared, ground, gates, tuple(rivals[:RIVALS_MAX]))

    def _sharing(self, pair: Pair) -> list[UUID]:
        """Everybody else with a number of these two, oldest first."""
        numbers = {number for subject in pair for number in self.known[subject].numbers}
        found = {subject for number in numbers for subject in self.carriers[number]} - pair
        return [one.subject for one in sorted((self.known[subject] for subject in found), key=_age)]


def _age(one: Known) -> tuple[int, UUID]:
    return one.since, one.subject


def _keeps_apart(one: Decided) -> bool:
    """Whether the policy may not join these two: somebody else said no, or could not tell."""
    return one.keep_apart or (not one.is_own and one.kind != "LINK")


def _standing(decisions: Iterable[Decided]) -> dict[Pair, Decided]:
    """Of each pair the decision that counts. A link said again stands where it stood, as every view has it, and is
    taken back by this policy only where nobody else said it."""
    found: dict[Pair, Decided] = {}
    for one in decisions:
        before = found.get(one.pair)
        if one.kind == "UNDECIDED":
            continue
        if before is None or (before.kind, one.kind) != ("LINK", "LINK"):
            found[one.pair] = one
        elif before.is_own and not one.is_own:
            found[one.pair] = replace(one, position=before.position)
    return found
