"""Which registrations are one group, by their links."""

from collections.abc import Iterable
from uuid import UUID


def groups_of(links: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """Registration → the group it is in by these links: the least of all that are connected."""
    groups: dict[UUID, set[UUID]] = {}
    for pair in links:
        first, second = (groups.setdefault(subject, {subject}) for subject in pair)
        if first is not second:
            fewer, more = sorted((first, second), key=len)
            more |= fewer
            groups.update(dict.fromkeys(fewer, more))
    least = {id(members): min(members) for members in groups.values()}
    return {subject: least[id(members)] for subject, members in groups.items()}
