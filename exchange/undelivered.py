"""Facts that no party delivers: whether two registrations are one person is decided here, behind the guard.

A file may be about registrations of another municipality, and a decision names both by their ids and says itself who
took it; so it would pass every check that `domain/linking.py` and `exchange/linking_by_hand.py` make.
"""

from typing import Final

from domain.facts import LinkLeftUndecided, LinkModelReleased, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact

DECIDED_HERE: Final[frozenset[type[Fact]]] = frozenset(
    (RegistrationsLinked, RegistrationsUnlinked, LinkLeftUndecided, LinkModelReleased)
)
