"""Which profile a file is of, by its heading alone: exactly one, or a refusal that says what is missing.

The heading may stand in any of the first 15 rows, under title rows; columns may stand in any order, padded, in any
capitals. Columns that the profile does not know are a notice and no ground for refusal.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from exchange import refusals
from exchange.profile import Profile, normalised


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file recognised: by which profile, read which way, with the heading in which row, and where the columns are."""

    profile: Profile
    way: int
    heading_row: int
    width: int
    positions: dict[str, int]
    unknown: tuple[str, ...]
    titles: tuple[str, ...]
    """The cells above the heading."""


def recognise(tops: list[list[list[str]]], profiles: Mapping[str, Profile], form: str) -> Recognised:
    """The one profile that the heading is of; raises NoProfileMatches, SeveralProfilesMatch, HeadingStandsTwice.

    `tops` holds the first rows for every way to read the file. The first row in which a profile finds all its required
    columns is the heading; of two ways to read it the one with the most columns is right.
    """
    candidates = [profile for profile in profiles.values() if profile.format in ("any", form)]
    for row_index in range(max((len(rows) for rows in tops), default=0)):
        found = [
            (way, row_index, profile)
            for way, rows in enumerate(tops)
            if row_index < len(rows)
            for profile in candidates
            if not _missing(profile, _places(rows[row_index]))
        ]
        if found:
            names = sorted({profile.name for _, _, profile in found})
            if len(names) > 1:
                raise refusals.SeveralProfilesMatch(names)
            way, heading_row, profile = max(found, key=lambda match: len(tops[match[0]][match[1]]))
            return _bound(profile, way, heading_row, tops[way])
    raise _nearest(tops, candidates)


def _bound(profile: Profile, way: int, heading_row: int, rows: list[list[str]]) -> Recognised:
    heading = list(rows[heading_row])
    while heading and not heading[-1].strip():
        heading.pop()
    places = _places(heading)
    positions: dict[str, int] = {}
    known: set[str] = set()
    for name in profile.columns:
        standing = [written for written in profile.headings(name) if written in places]
        if not standing:
            continue
        if len(standing) > 1 or len(places[standing[0]]) > 1:
            raise refusals.HeadingStandsTwice(name, profile.name)
        positions[name] = places[standing[0]][0]
        known.update(standing)
    unknown = [cell.strip() for cell in heading if cell.strip() and normalised(cell) not in known]
    if holds_data(unknown):
        unknown = ["?"] * len(unknown)
    titles = tuple(cell for row in rows[:heading_row] for cell in row if cell.strip())
    # A heading that ends in a delimiter has a nameless last column, and so have its rows.
    return Recognised(profile, way, heading_row, len(rows[heading_row]), positions, tuple(unknown), titles)


def holds_data(row: Iterable[str]) -> bool:
    """Whether a row that has headings also has cells like those under it: a line end fell away between the two.

    Its cells are then not repeated, since they may be somebody's data.
    """
    return any(_DATA.search(cell) for cell in row)


_DATA = re.compile(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}|[0-9]{5}")
"""A date, or a number that is no year."""


def _places(row: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(row):
        name = normalised(cell.removeprefix("\ufeff"))
        if name:
            places.setdefault(name, []).append(index)
    return places


def _missing(profile: Profile, places: Mapping[str, list[int]]) -> list[str]:
    return [name for name in profile.required() if not any(written in places for written in profile.headings(name))]


def _nearest(tops: list[list[list[str]]], candidates: list[Profile]) -> refusals.NoProfileMatches:
    """The refusal that names the profile with most of its columns in some row, or none where nothing is alike."""
    best: tuple[int, refusals.NoProfileMatches] = (0, refusals.NoProfileMatches(None))
    for profile, row in _pairs(tops, candidates):
        places = _places(row)
        headings = {written for name in profile.columns for written in profile.headings(name)}
        score = len(headings & places.keys())
        if score > best[0]:
            extra = [cell.strip() for cell in row if cell.strip() and normalised(cell) not in headings]
            missing, required = _missing(profile, places), profile.required()
            # A row that is hardly a heading may be somebody's data: its cells are not repeated.
            is_heading = (len(required) - len(missing)) * 2 >= len(required) and not holds_data(row)
            best = (score, refusals.NoProfileMatches(profile.name, missing, extra if is_heading else ()))
    return best[1]


def _pairs(tops: list[list[list[str]]], candidates: list[Profile]) -> Iterator[tuple[Profile, list[str]]]:
    for profile in candidates:
        for rows in tops:
            for row in rows:
                yield profile, row
