"""Registrations in groups: joined as they turn out to be one person, and whether the numbers in a group are of one."""

from collections.abc import Iterable, Sequence
from uuid import UUID


class Clusters:
    """Registrations in groups that can be joined."""

    def __init__(self, subjects: Iterable[UUID]) -> None:
        self._groups: dict[UUID, frozenset[UUID]] = {subject: frozenset({subject}) for subject in subjects}

    def copy(self) -> "Clusters":
        """The same groups, to be joined further."""
        made = Clusters(())
        made._groups = dict(self._groups)
        return made

    def of(self, subject: UUID) -> frozenset[UUID]:
        """The group that this one is in."""
        return self._groups[subject]

    def join(self, subjects: Iterable[UUID]) -> None:
        """Make one group of the groups that these are in."""
        groups = {id(group): group for group in (self._groups[subject] for subject in subjects)}
        if len(groups) == 1:
            return
        together = frozenset().union(*groups.values())
        for subject in together:
            self._groups[subject] = together

    def all(self) -> set[frozenset[UUID]]:
        """Every group."""
        return set(self._groups.values())


def numbers_apart(parts: Sequence[set[str]]) -> bool:
    """Whether these parts of a person hold numbers of one kind that nothing joins: a replaced number stands beside the
    one before it."""
    left = [set(digits) for digits in parts if digits]
    reached = left.pop() if left else set()
    while joined := [digits for digits in left if digits & reached]:
        reached = reached.union(*joined)
        left = [digits for digits in left if not digits & reached]
    return bool(left)
