"""Rows as lines of text that `copy` reads: ids and days as they stand, so that nothing is made and taken apart here."""

from collections.abc import Mapping, Sequence
from datetime import date

WrittenRow = tuple[
    str, str, int, int | None, str | None, date | None, date | None, str, str, Sequence[str], str | None, str | None
]
"""What StoredRow holds, with ids as text: PostgreSQL reads that sooner than an id is made and taken apart here."""
DAY_COLUMNS = ("day_1", "day_2", "day_3", "day_4", "day_5", "day_6")
LISTED: Mapping[str, tuple[str, ...]] = {
    "": (),
    "by day": ("valid_from, case_id", "municipality, valid_from, case_id"),
    "by group": ("group_id, case_id", "municipality, group_id, case_id"),
}
"""How rows are listed → the columns of the indexes that have them in that order."""
NO_DAYS = (r"\N",) * len(DAY_COLUMNS)
ESCAPED = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
"""What `copy` reads as part of its format (PostgreSQL manual, COPY, Text Format)."""


def line_of(
    generation: int,
    group_id: str,
    case_id: str,
    known_from: int,
    known_until: int | None,
    municipality: str | None,
    valid_from: date | None,
    valid_until: date | None,
    value: str,
    alike: str,
    days: Sequence[str],
    registration: str | None,
    provider: str | None,
) -> str:
    """A row as `copy` reads it; its number it gets by itself."""
    until = r"\N" if known_until is None else known_until
    place = r"\N" if municipality is None else municipality.translate(ESCAPED)
    first = r"\N" if valid_from is None else valid_from
    last = r"\N" if valid_until is None else valid_until
    said = value.translate(ESCAPED) if "\\" in value else value  # JSON has no line ends or tabs of its own
    some = "\t".join((*days, *NO_DAYS[len(days) :]))
    told = f"{generation}\t{group_id}\t{case_id}\t{known_from}\t{until}\t{place}\t{first}\t{last}\t{said}"
    whose = r"\N" if registration is None else registration
    where = r"\N" if provider is None else provider.translate(ESCAPED)
    return f"{told}\t{alike}\t{some}\t{whose}\t{where}\n"
