"""Whose client somebody is: the provider of a case, by a name without what may be written in two ways.

A provider may see what is said of its own clients, and of nobody else's. It is the one that a fact names; where none is
named, the one that delivered it. A municipality delivers too, under its code, and is no provider. Pure.
"""

from functools import lru_cache

NAMES_KEPT_MAX = 4_096
MUNICIPALITY_CODE_LENGTH = 4
BY_HAND = "by-hand"
"""System, and without a municipality also the party, of a fact that no source delivered: somebody recorded it here."""


@lru_cache(NAMES_KEPT_MAX)
def plain_name(name: str) -> str:
    """A name of a course or provider without capitals, spaces and other signs."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


@lru_cache(NAMES_KEPT_MAX)
def provider_of(named: str | None, party: str) -> str | None:
    """The plain name of the provider named, else of the party that delivered; None where that is no provider."""
    if named is not None:
        return plain_name(named) or None
    if party == BY_HAND or (len(party) == MUNICIPALITY_CODE_LENGTH and party.isdigit()):
        return None
    return plain_name(party) or None
