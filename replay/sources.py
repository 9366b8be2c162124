"""The sources there are: the party and the system that registrations and files came from, and how one names them.

A source is named as answers show it: by its system, its party (also by the name of a municipality), or both.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from domain.event import decode
from domain.facts import FileReceived
from domain.facts.base import of
from domain.providers import BY_HAND
from replay.asking import CannotAsk
from replay.histories import REGISTRATION_NUMBERS
from replay.reading import Reading
from store.queries import QUERIES


class SourceName(NamedTuple):
    """A party and a system of it."""

    party: str
    system: str

    def __str__(self) -> str:
        return f"{self.party}/{self.system}"


def registrations_by_source(look: Reading, known_at: int) -> dict[SourceName, list[UUID]]:
    """Every registration under the source that its first fact came from, as known at a position."""
    return _by_source(look, REGISTRATION_NUMBERS, known_at)


def sources_known(look: Reading, known_at: int) -> list[SourceName]:
    """Every source of a registration or a file, as known at a position, by name."""
    return sorted(_by_source(look, (*REGISTRATION_NUMBERS, of(FileReceived).number), known_at))


def _by_source(look: Reading, numbers: Iterable[int], known_at: int) -> dict[SourceName, list[UUID]]:
    found: dict[SourceName, list[UUID]] = {}
    bounds = {"types": sorted(numbers), "until": known_at}
    with look.connection.cursor(name="first_of_streams", binary=True) as cursor:
        for _, payload in cursor.execute(QUERIES["first_of_streams"], bounds):
            event = decode(payload)
            source = event.source
            party = source.party if source else event.municipality or BY_HAND
            name = SourceName(party, source.system if source else BY_HAND)
            found.setdefault(name, []).append(event.subject)
    return found


def sources_named(text: str, known: Iterable[SourceName], municipalities: Mapping[str, str]) -> list[SourceName]:
    """The sources that a text names; raises CannotAsk, naming those there are, where it names none."""
    every = sorted(known)
    asked = text.strip().casefold()
    found = [one for one in every if asked in _names_of(one, municipalities)]
    if not found:
        there = ", ".join(map(str, every))
        raise CannotAsk(
            f"no source is called that here. Expected a system, a party or PARTY/SYSTEM of: {there or 'none yet'}",
            f"zo heet hier geen bron. Verwacht een systeem, een partij of PARTIJ/SYSTEEM uit: {there or 'nog geen'}",
        )
    return found


def source_named(text: str, known: Iterable[SourceName], municipalities: Mapping[str, str]) -> SourceName:
    """The one source that a text names; raises CannotAsk, naming the candidates, where it names several or none."""
    found = sources_named(text, known, municipalities)
    if len(found) > 1:
        candidates = ", ".join(map(str, found))
        raise CannotAsk(
            f"more than one source is called that. Name one of: {candidates}",
            f"zo heet meer dan één bron. Noem een van: {candidates}",
        )
    return found[0]


def _names_of(source: SourceName, municipalities: Mapping[str, str]) -> set[str]:
    parties = {source.party, municipalities.get(source.party, source.party)}
    both = {f"{party}{mark}{source.system}" for party in parties for mark in "/:"}
    return {name.casefold() for name in (*parties, *both, source.system)}
