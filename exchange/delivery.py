"""A file that a party delivers, opened: recognised by its heading, and read row by row as what it states.

`open_delivery` is the door between files and the ledger. It refuses a file as a whole (`FileRefused`) before the first
row; after that every row is either a `RowRead` or a `RowRefused`, and none is lost without a word. The importer
(`exchange/importing.py`) compares the rows with what the source delivered last, and appends.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from domain import dates
from exchange import profile as profiles
from exchange import refusals
from exchange.cloudevents import EventFile
from exchange.mapping import MappingCounts, RowMapper
from exchange.notifications import NotificationFile, holds_notifications
from exchange.observed import RowRead, RowRefused
from exchange.plain_text import names_a_person
from exchange.profile import BY_MUNICIPALITY, Profile
from exchange.reading import Notice, Survey, Table, Unreadable, survey
from exchange.reading_csv import CsvTable
from exchange.reading_xlsx import XlsxTable
from exchange.recognition import Recognised, recognise
from exchange.row_refusals import row_refused
from exchange.totals import Totals

ResolveMunicipality = Callable[[str], str | None]


class Delivery:
    """An open delivery. `rows` may be walked once; the counts and some notices are whole only after it."""

    def __init__(
        self,
        *,
        profile_name: str,
        profile_hash: str,
        system: str,
        party: str,
        municipality: str | None,
        in_use_from: date | None,
        delivery: Literal["changes", "full"],
        delivered_on: date | None,
        bytes_total: int,
        bytes_read: Callable[[], int],
        rows: Callable[[], Iterator[RowRead | RowRefused]],
        notices: Callable[[], list[Notice]],
        totals: Totals,
    ) -> None:
        self.profile = profile_name
        """The name of the profile it is read with."""
        self.profile_hash = profile_hash
        """SHA-256 in hex of that profile."""
        self.system = system
        self.party = party
        """The code of the municipality that delivers, or the name of another party."""
        self.municipality = municipality
        """The municipality that the caller gave, as a code; None where every row names its own."""
        self.in_use_from = in_use_from
        """Since when the system is in use, where the profile says so of its own system."""
        self.delivery = delivery
        """Whether such files hold everything or changes only, where the caller does not say."""
        self.delivered_on = delivered_on
        """The day the file itself says it holds for; None where it says none."""
        self.bytes_total = bytes_total
        self._bytes_read = bytes_read
        self._rows = rows
        self._notices = notices
        self.totals = totals
        """What is counted while the rows pass, beside what the sender says there is."""

    @property
    def bytes_read(self) -> int:
        """How far the reading is, for a progress bar."""
        return self._bytes_read()

    @property
    def notices(self) -> list[str]:
        """What the sender should know and is no ground for refusal: sentences without personal data."""
        return [english for _, english in self._notices()]

    @property
    def notices_dutch(self) -> list[str]:
        """The same notices in Dutch, one for one."""
        return [dutch for dutch, _ in self._notices()]

    def hold(self, refusal: Callable[[RowRead], RowRefused | None]) -> None:
        """Let no row through that is refused so, such as what another than the sender should say."""
        rows = self._rows

        def held() -> Iterator[RowRead | RowRefused]:
            for row in rows():
                yield (refusal(row) if isinstance(row, RowRead) else None) or row

        self._rows = held

    def rows(self) -> Iterator[RowRead | RowRefused]:
        """Every row, in the order of the file. Raises FileRefused where the file turns out to have none, or broken."""
        return self._rows()


def open_delivery(
    path: Path,
    *,
    resolve_municipality: ResolveMunicipality,
    profile: str | None = None,
    municipality: str | None = None,
    source: str | None = None,
    extra_profiles: Sequence[Path] = (),
    today: date | None = None,
) -> Delivery:
    """Open a file; raises FileRefused with a sentence for whoever sent it.

    `profile` is a name, or the path of a TOML file; without it the heading decides. `municipality` is a name or code.
    `source` is another name for the sender than the profile's: for the party where that is an organisation, else for
    the system. `today` is the last day that a date may lie on.
    """
    if source is not None and names_a_person(source):
        raise refusals.SourceNamesAPerson
    surveyed = survey(path)
    given = _municipality_given(municipality, resolve_municipality)
    day = today or datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    if surveyed.form == "jsonl":
        return _open_lines(surveyed, given, source, day)
    table: Table = XlsxTable(surveyed) if surveyed.form == "xlsx" else CsvTable(surveyed)
    found = recognise(table.top(), profiles_that_may_match(profile, extra_profiles), surveyed.form)
    return _open_table(surveyed, table, found, given, source, resolve_municipality, day)


def profiles_that_may_match(wanted: str | None, extra: Sequence[Path]) -> dict[str, Profile]:
    """The profiles that may match: all, or the one that was asked for."""
    if wanted is None:
        return profiles.load(extra)
    if wanted.lower().endswith(".toml"):
        own = profiles.read(Path(wanted))
        return {own.name: own}
    chosen = profiles.choose(profiles.load(extra), wanted)
    return {chosen.name: chosen}


def _municipality_given(name: str | None, resolve_municipality: ResolveMunicipality) -> str | None:
    if name is None or not name.strip():
        return None
    code = resolve_municipality(name.strip())
    if code is None:
        raise refusals.UnknownMunicipality(name)
    return code


def _open_table(
    surveyed: Survey,
    table: Table,
    found: Recognised,
    municipality: str | None,
    source: str | None,
    resolve_municipality: ResolveMunicipality,
    today: date,
) -> Delivery:
    chosen = found.profile
    if municipality is None and chosen.municipality is None:
        raise refusals.MunicipalityNeeded(chosen.name)
    is_own = chosen.source.party == BY_MUNICIPALITY
    if is_own and municipality is None:
        raise refusals.MunicipalityNeeded(chosen.name)
    party = str(municipality) if is_own else source or chosen.source.party
    system = source if is_own and source else chosen.source.system
    is_profiles_own = system == chosen.source.system and (is_own or party == chosen.source.party)
    mapper = RowMapper(
        chosen,
        found.positions,
        party=party,
        municipality=municipality,
        resolve_municipality=resolve_municipality,
        today=today,
    )
    before = _notices_of_heading(found, municipality)
    totals = Totals(chosen, found.positions)
    return Delivery(
        profile_name=chosen.name,
        profile_hash=hashlib.sha256(msgspec.json.encode(chosen, order="sorted")).hexdigest(),
        system=system,
        party=party,
        municipality=municipality if is_own or chosen.municipality is None else None,
        in_use_from=chosen.source.in_use_from if is_profiles_own else None,
        delivery=chosen.source.delivery,
        delivered_on=_delivered_on(found),
        bytes_total=surveyed.bytes_total,
        bytes_read=lambda: table.bytes_read,
        rows=lambda: _rows(table, found, mapper, totals),
        notices=lambda: [*table.notices, *before, *_notices_of_counts(mapper.counts)],
        totals=totals,
    )


def _rows(table: Table, found: Recognised, mapper: RowMapper, totals: Totals) -> Iterator[RowRead | RowRefused]:
    """The rows of a table, mapped; a table without any is refused."""
    is_empty = True
    for cells in totals.passing(table.rows(found.way, found.heading_row, found.width)):
        if isinstance(cells, Unreadable):
            is_empty = False
            yield row_refused(cells.line, cells.fault, cells.text)
            continue
        row = mapper.read(cells)
        if row is not None:
            is_empty = False
            yield row
    if is_empty:
        raise refusals.FileHasNoRows(refusals.FileHasNoRows.__doc__)


def _delivered_on(found: Recognised) -> date | None:
    """The day behind the profile's word (`peildatum 01-12-2003`) in a cell above the heading, or in the next cell."""
    word = found.profile.source.delivered_on
    if word is None:
        return None
    for index, title in enumerate(found.titles):
        text = " ".join(title.split())
        if not text.casefold().startswith(word.casefold()):
            continue
        behind = text[len(word) :].strip(" :=") or (found.titles[index + 1] if index + 1 < len(found.titles) else "")
        try:
            when = dates.parse_dutch_date(behind)
        except dates.NotADate:
            continue
        return dates.day_of(when) if when else None
    return None


def _notices_of_heading(found: Recognised, municipality: str | None) -> list[Notice]:
    notices: list[Notice] = []
    name = found.profile.name
    if found.unknown:
        shown = refusals.quoted(found.unknown)
        notices.append(
            (
                f"Kolommen die profiel {name} niet leest: {shown}.",
                f"Columns that profile {name} does not read: {shown}.",
            )
        )
    columns = found.profile.columns
    absent = [name for name in columns if columns[name].stands_in_file and name not in found.positions]
    if absent:
        shown = refusals.quoted(absent)
        notices.append(
            (
                f"Kolommen die profiel {name} leest en die het bestand niet heeft: {shown}.",
                f"Columns that profile {name} reads and the file does not have: {shown}.",
            )
        )
    if municipality is not None and found.profile.municipality is not None:
        notices.append(
            (
                "Elke rij noemt haar eigen gemeente; de opgegeven gemeente is daarvoor niet gebruikt.",
                "Every row names its own municipality; the one that was given is not used for them.",
            )
        )
    return notices


def _notices_of_counts(counts: MappingCounts) -> list[Notice]:
    notices: list[Notice] = []
    if counts.repeated:
        notices.append(
            (
                f"{counts.repeated} rij(en) staan er meermalen met dezelfde inhoud; elke is eenmaal genomen.",
                f"{counts.repeated} row(s) stand more than once with the same content; each was taken once.",
            )
        )
    if counts.undated:
        notices.append(
            (
                f"{counts.undated} rij(en) noemen een feit en laten de datum leeg; het is genomen met onbekende datum.",
                f"{counts.undated} row(s) name a fact and leave its date empty; it was taken with its date unknown.",
            )
        )
    return notices


def _open_lines(surveyed: Survey, municipality: str | None, source: str | None, today: date) -> Delivery:
    """JSON lines, by what stands in them: notifications of DUO, or Ketenboek's own exchange form."""
    form = NotificationFile if holds_notifications(surveyed) else EventFile
    file = form(surveyed, municipality=municipality, source=source, today=today)
    return Delivery(
        profile_name=form.profile,
        profile_hash=hashlib.sha256(form.profile.encode()).hexdigest(),
        system=file.system,
        party=file.party,
        municipality=municipality,
        in_use_from=None,
        delivery="changes",
        delivered_on=None,
        bytes_total=surveyed.bytes_total,
        bytes_read=lambda: file.bytes_read,
        rows=file.rows,
        notices=lambda: file.notices,
        totals=file.totals,
    )
