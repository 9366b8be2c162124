"""Why a whole file is not taken: one class per reason, each with what was wrong, what was expected, what would work.

A refusal is about the file; a row that cannot be taken is a `RowRefused` (exchange/observed.py) and stops nothing.
No sentence here repeats a cell: cells are personal. Headings, option names and profile names may be named.

    FileRefused
    ├── FileCannotBeRead        not there, a folder, no permission
    ├── FileHasNoRows           empty, or a heading and nothing under it
    ├── FileIsNotATable         a form that no reader here knows: PDF, old XLS, HTML, an archive
    ├── FileHoldsNulBytes       binary, or damaged on the way
    ├── FileIsBroken            a workbook that cannot be opened or is cut off
    ├── FileUnpacksTooLarge     a workbook that is small outside and enormous inside
    ├── FileHasTooMuch          more columns, sheets, rows or cells than any real delivery
    ├── FileIsNotText           begins as UTF-16 and is not
    ├── FileHasForbiddenParts   a workbook with a document type or external entities
    ├── NoProfileMatches        the heading is not one of any profile
    ├── SeveralProfilesMatch    the heading is one of more than one profile
    ├── HeadingStandsTwice      a column that the profile reads stands twice
    ├── MunicipalityNeeded      the file does not say of which municipality it is, nor does the caller
    ├── UnknownMunicipality     that name or code is no municipality the ledger knows
    ├── SourceNamesAPerson      the name given for the sender holds the number of a person
    ├── UnknownProfile          there is no profile of that name
    ├── TotalCannotBeCounted    a total is stated of a column that the file does not have
    ├── ProfileIsWrong          a profile itself contradicts its own format
    └── TakenInPart             broken further on, after rows were recorded (exchange/importing.py)
"""

from collections.abc import Sequence
from typing import Literal


class FileRefused(ValueError):
    """The file cannot be taken."""


class FileCannotBeRead(FileRefused):
    """The file cannot be read: expected a file that exists and that you may read."""


class FileHasNoRows(FileRefused):
    """The file has no rows: expected a heading and at least one row under it. Export it again and look whether the
    selection was empty."""


class FileIsNotATable(FileRefused):
    """The file is not a table: expected CSV, XLSX or JSON lines."""


class FileHoldsNulBytes(FileRefused):
    """The file holds NUL bytes, so it is not text or was damaged on the way: expected CSV, XLSX or JSON lines. Export
    it again as CSV (UTF-8) or XLSX."""


class FileIsBroken(FileRefused):
    """The workbook cannot be opened or is cut off: expected a whole XLSX file without a password. Open it in a
    spreadsheet program and save it again as XLSX, or save it as CSV (UTF-8)."""


class FileUnpacksTooLarge(FileRefused):
    """The workbook is much larger unpacked than packed: expected at most 1 GiB, at most 200 times its size,
    and little beside its sheets. Save it as CSV (UTF-8), which has no such limit."""


class FileHasTooMuch(FileRefused):
    """The file has more of something than any real delivery has."""

    def __init__(self, what: Literal["columns", "parts", "sheets", "rows", "cells"], at_most: int) -> None:
        super().__init__(
            f"The file has too many {what}: expected at most {at_most:,}. Deliver the table alone, as CSV (UTF-8) or "
            "in a new workbook."
        )
        self.what = what
        self.at_most = at_most


class FileIsNotText(FileRefused):
    """The file begins as UTF-16 and is not that to its end: expected CSV, XLSX or JSON lines. Export it again as CSV
    (UTF-8) or XLSX."""


class FileHasForbiddenParts(FileRefused):
    """The workbook holds a document type declaration, which may name external entities: expected plain XLSX. Open it
    in a spreadsheet program and save it again."""


class HeadingStandsTwice(FileRefused):
    """A heading that the profile reads stands twice: expected each heading once."""

    def __init__(self, heading: str, profile: str) -> None:
        super().__init__(
            f'The heading "{heading}" stands twice and profile {profile} reads it: expected each heading once. '
            "Rename or remove one of the two columns."
        )
        self.heading = heading


class NoProfileMatches(FileRefused):
    """The heading is not one of any profile."""

    def __init__(self, nearest: str | None, missing: Sequence[str] = (), extra: Sequence[str] = ()) -> None:
        super().__init__(_no_profile_sentence(nearest, missing, extra))
        self.nearest = nearest
        self.missing = tuple(missing)
        self.extra = tuple(shown_text(heading) for heading in extra)


def _no_profile_sentence(nearest: str | None, missing: Sequence[str], extra: Sequence[str]) -> str:
    if nearest is None:
        return (
            "The heading matches no profile and resembles none: expected one heading row within the first 15 rows. "
            "Write a profile for it (docs/how-to/write-a-profile.md) and give it with --profile FILE.toml."
        )
    parts = [f"The heading matches no profile; the nearest is {nearest}"]
    parts += [f"missing: {quoted(missing)}"] if missing else []
    parts += [f"not in that profile: {quoted(extra)}"] if extra else []
    return "; ".join(parts) + ". Rename the columns, or write a profile and give it with --profile FILE.toml."


def quoted(headings: Sequence[str]) -> str:
    """Headings in quotes as they can be shown: shortened, and control characters as a question mark."""
    shown = ", ".join(f'"{shown_text(heading)}"' for heading in headings[:20])
    return shown + (f" and {len(headings) - 20} more" if len(headings) > 20 else "")


def shown_text(text: str) -> str:
    """The beginning of a text of the sender's, with nothing in it that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split())[:60])


class SeveralProfilesMatch(FileRefused):
    """The heading is one of more than one profile."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"The heading matches several profiles ({', '.join(names)}): expected exactly one. "
            f"Name the one you mean, for example --profile {names[0]}."
        )
        self.names = tuple(names)


class MunicipalityNeeded(FileRefused):
    """The file does not say of which municipality it is."""

    def __init__(self, profile: str) -> None:
        super().__init__(
            f"A file of profile {profile} does not say of which municipality it is: expected the option "
            "--municipality NAME|CODE, for example --municipality Groningen or --municipality 0014."
        )


class UnknownMunicipality(FileRefused):
    """That name or code is no municipality the ledger knows."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'No municipality is known as "{shown_text(name)}": expected the option --municipality NAME|CODE. Any '
            "four-digit code is accepted, for example --municipality 0014; another name after a MunicipalityNamed fact."
        )


class SourceNamesAPerson(FileRefused):
    """The name of the source holds the number of a person, and would stand readable in every fact: expected the name
    of a system or an organisation, for example --source suite."""


class UnknownProfile(FileRefused):
    """There is no profile of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f'There is no profile "{shown_text(name)}": expected one of {", ".join(known)}, or the path of a file that '
            "ends in .toml."
        )


class TotalCannotBeCounted(FileRefused):
    """A total is stated of something that is not counted in this file."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        known_columns = quoted(known) or "none"
        super().__init__(
            f'The total "{shown_text(name)}" cannot be counted in this file: expected exactly one column of type '
            f'cents, or amount = ["COLUMN"] under [totals] in the profile; columns of that type: {known_columns}.'
            if name == "amount"
            else f'The total "{shown_text(name)}" cannot be counted in this file: expected a column that the profile '
            f"reads, other than an amount (--stated-amount): {known_columns}."
        )
        self.name = name
        self.known = tuple(known)


class ProfileIsWrong(FileRefused):
    """A profile contradicts the format of profiles (exchange/profile.py)."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Profile {name}: {why}")
