"""A look at a file: what an import would make of it, without a ledger, and without showing whom it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.checking import Checked, ColumnChecked, check, form_of
from exchange.delivery import open_delivery
from exchange.observed import RowRead, RowRefused
from exchange.refusals import FileHasNoRows, SeveralProfilesMatch
from tests.exchange.conftest import HEADING, ROW, TODAY, resolve


def checked(path: Path, **given: Any) -> Checked:
    return check(path, resolve_municipality=resolve, today=TODAY, **given)


def column(found: Checked, name: str) -> ColumnChecked:
    return next(one for one in found.columns if one.name == name)


def everything_told(found: Checked) -> str:
    """All that is shown, but for the rows as they stood, which a refusal holds to be sealed."""
    refused = [(row.line, row.column, row.reason, row.advice) for row in found.refused]
    return repr((found.columns, found.traced, refused, found.notices, found.unread, found.nearest, found.totals))


@pytest.mark.parametrize("name", sorted(path.name for path in (Path(__file__).parents[2] / "docs/examples").iterdir()))
def test_it_tells_what_an_import_would_take(examples: Path, name: str) -> None:
    options: dict[str, Any] = {"municipality": "0014", "resolve_municipality": resolve, "today": TODAY}
    rows = list(open_delivery(examples / name, **options).rows())

    found = check(examples / name, **options)

    taken = [row for row in rows if isinstance(row, RowRead)]
    assert (found.rows, len(found.refused)) == (len(rows), len(rows) - len(taken))
    assert sum(found.facts.values()) == sum(len(row.observed) for row in taken)
    assert found.would_be_taken
    of_person = ("name", "given_names", "surname", "bsn")
    names = {
        text for row in taken for one in row.observed for field, text in one.personal.items() if field in of_person
    }
    told = everything_told(found)
    assert not [text for text in names if len(text) > 5 and text in told]


def test_every_column_is_told_by_what_its_cells_are(
    placements: Callable[..., Path], placement_row: Callable[..., str]
) -> None:
    found = checked(
        placements(
            placement_row(),
            placement_row(KLANTNUMMER="G2", BSN="1", GEBOORTEDATUM=""),
            placement_row(KLANTNUMMER="G3", DATUM_PLAATSING="2008/06/31", SOORT="Duaal  Traject"),
            placement_row(KLANTNUMMER="", SOORT="omscholing"),
        ),
        municipality="Groningen",
    )

    counts = {one.name: (one.filled, one.empty, one.unreadable) for one in found.columns}
    assert counts["BSN"] == (3, 0, 1)
    assert counts["GEBOORTEDATUM"] == (3, 1, 0)
    assert counts["DATUM PLAATSING"] == (3, 0, 1)
    assert counts["KLANTNUMMER"] == (3, 1, 0)
    assert column(found, "SOORT").words == {"duaal traject": ("DUAL", 3)}
    assert column(found, "SOORT").unknown_words == {"omscholing": 1}
    assert column(found, "AANBIEDER").examples == ["Agens"]
    assert column(found, "KLANTNUMMER").must_be_filled
    assert [(row.line, row.column, row.reason) for row in found.refused] == [
        (3, "BSN", "NOT_A_BSN"),
        (4, "DATUM PLAATSING", "NOT_A_DATE"),
        (5, "KLANTNUMMER", "VALUE_MISSING"),
    ]
    assert (found.rows, found.would_be_taken, found.needs_municipality) == (4, True, False)


def test_of_columns_that_name_a_person_only_the_form_is_told(placements: Callable[..., Path]) -> None:
    found = checked(placements(ROW))

    assert column(found, "BSN").examples == ["999999999"]
    assert column(found, "ACHTERNAAM").examples == ["Aaaaaa"]
    assert column(found, "GEBOORTEDATUM").examples == ["99-99-9999"]
    assert column(found, "KLANTNUMMER").examples == ["A9"]
    assert not [cell for cell in ("123456782", "Zoë", "Öztürk", "13-03-1980") if cell in everything_told(found)]


def test_cells_that_another_column_seals_are_not_shown(tmp_path: Path) -> None:
    profile = tmp_path / "twee.toml"
    profile.write_text(
        """
        name = "twee"
        title = { nl = "Twee", en = "Two" }
        record = ["nummer"]
        source = { system = "Twee" }
        [columns]
        nummer = {}
        toelichting = { type = "remark", heading = "reden" }
        reden = { type = "code", otherwise = "", words = { "ziek" = "ILLNESS" } }
        [[facts]]
        kind = "PersonRegistered"
        slot = "person"
        personal = { name = "toelichting" }
        [[facts]]
        kind = "AbsenceRecorded"
        slot = "absence"
        fields = { reason = "reden" }
        fixed = { authorised = false }
        """,
        "utf-8",
    )
    path = tmp_path / "twee.csv"
    path.write_text("nummer;reden\n1;ziek\n2;zwanger van tweeling\n", "utf-8")

    found = checked(path, profile=str(profile))

    assert "zwanger" not in everything_told(found)
    assert column(found, "reden").words == {"ziek": ("ILLNESS", 1)}
    assert column(found, "toelichting").unknown_words == {"aaaa": 1, "aaaaaaa aaa aaaaaaaa": 1}


def test_the_first_rows_tell_which_fact_comes_from_which_column(placements: Callable[..., Path]) -> None:
    found = checked(placements(ROW, *(ROW.replace("G1", f"G{number}") for number in range(2, 5))))

    assert [one.line for one in found.traced] == [2, 2, 2, 3, 3, 3]
    person, category, placement = found.traced[:3]
    assert ("bsn", "BSN") in person.sealed
    assert ("pardon", True, "PARDON J/N") in category.fields
    assert ("trajectory", "DUAL", "SOORT") in placement.fields
    assert ("occurred_on", "2008-06-20", "DATUM PLAATSING") in placement.fields


def test_a_file_that_does_not_say_whose_it_is_is_looked_at_all_the_same(placements: Callable[..., Path]) -> None:
    found = checked(placements(ROW))

    assert (found.needs_municipality, found.rows, found.would_be_taken) == (True, 1, True)


def test_without_a_profile_the_nearest_are_told_with_what_is_missing(placements: Callable[..., Path]) -> None:
    found = checked(placements(ROW, heading=HEADING.replace("SOORT", "TRAJECTSOORT").replace("BSN", "NR")))

    assert found.profile is None
    assert not found.would_be_taken
    assert (found.nearest[0].profile, found.nearest[0].matched) == ("groningen-gws4all", 10)
    assert set(found.nearest[0].missing) == {"BSN", "SOORT"}
    assert set(found.nearest[0].extra) == {"NR", "TRAJECTSOORT"}


@pytest.mark.parametrize("joined", [HEADING + ROW, HEADING + ";" + ROW])
def test_a_heading_that_ran_into_a_row_does_not_tell_the_row(placements: Callable[..., Path], joined: str) -> None:
    found = checked(placements(ROW, heading=joined))

    assert not [cell for cell in ("123456782", "Zoë", "Öztürk", "13-03-1980") if cell in everything_told(found)]


def test_a_file_that_cannot_be_read_or_is_of_several_profiles_is_refused(
    placements: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(FileHasNoRows):
        checked(placements())
    twin = tmp_path / "tweeling.toml"
    source = Path(__file__).parents[2] / "exchange/profiles/groningen-gws4all.toml"
    twin.write_text(source.read_text("utf-8").replace('"groningen-gws4all"', '"tweeling"'), "utf-8")
    with pytest.raises(SeveralProfilesMatch):
        checked(placements(ROW), extra_profiles=[twin])


def test_a_file_of_which_no_row_would_be_taken_says_so(placements: Callable[..., Path]) -> None:
    found = checked(placements(ROW.replace("duaal traject", "omscholing")))

    assert isinstance(found.refused[0], RowRefused)
    assert not found.would_be_taken


@pytest.mark.parametrize(
    ("cell", "form"),
    [("Öztürk", "Aaaaaa"), ("12.34", "99.99"), ("", ""), ("a" * 99, "a" * 24), ("é\u202e٣", "a?9"), (" a  b ", "a a")],
)
def test_the_form_of_a_cell_says_nothing_of_what_stands_there(cell: str, form: str) -> None:
    assert form_of(cell) == form
