"""Papers: what the pages say, as PDF that can be read aloud, for who may read it, and the same bytes each time."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest

from replay.figures import Figures
from store.ledger import Ledger
from store.readers import Reader
from tests.api.sending import BSN, BY_TOKEN, NAME, Sender, absence, event, person, placement
from tests.api.test_pages import BROWSER, GRONINGEN, shown

FIGURE = f"/cijfers/quota-placements.pdf?{GRONINGEN}"
SHEET = f"/en/figures/placements/parliamentary-question.pdf?{GRONINGEN}"
DIFFERENCE = f"/verschil.pdf?from=quota-placements@letter-4a&to=quota-placements@agenda-3a&{GRONINGEN}"


def printed(caller: Any, path: str, **headers: str) -> bytes:
    """A paper as a browser gets it."""
    answer = caller.get(path, headers=BROWSER | headers)
    assert answer.status_code == 200, answer.text[-600:]
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    return bytes(answer.content)


def read(paper: bytes) -> str:
    """What stands on it, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(paper)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize(
    ("path", "language", "title"), [(FIGURE, "nl", "quota-placements"), (SHEET, "en", "parliament")]
)
def test_a_paper_can_be_read_aloud_in_its_own_language(caller: Any, path: str, language: str, title: str) -> None:
    document = pypdf.PdfReader(io.BytesIO(printed(caller, path)))
    catalogue = document.trailer["/Root"]
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/StructTreeRoot"]
    assert title in document.metadata.title
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()


def test_a_figure_on_paper_tells_its_readings_its_source_and_every_case(caller: Any) -> None:
    said = read(printed(caller, FIGURE))
    for words in ("148 trajecten", "236 inburgeraars", "242 van 242 gevallen", "deze trajecten niet meetellen", "G064"):
        assert words in said
    assert "knownAt=" in said


def test_the_same_question_at_the_same_position_gives_the_same_bytes(caller: Any) -> None:
    assert printed(caller, DIFFERENCE) == printed(caller, DIFFERENCE)


def test_the_bridge_on_paper_adds_up_and_names_its_cases(caller: Any) -> None:
    said = read(printed(caller, DIFFERENCE))
    assert "een andere regel +88" in said
    assert "88 van 88 gevallen" in said


def test_the_sheet_for_parliament_tells_figure_definition_and_what_was_said_before_and_names_nobody(
    caller: Any,
) -> None:
    said = read(printed(caller, SHEET))
    for words in ("The answer", "236 placements", "What was counted", "Reported before"):
        assert words in said
    assert "G064" not in said
    assert caller.logboek() == []


def test_the_page_of_a_figure_leads_to_its_papers_with_the_same_question(caller: Any) -> None:
    said = shown(caller, f"/cijfers/placements?{GRONINGEN}")
    found = re.findall(r'href="(/cijfers/placements[^"]*\.pdf\?[^"]*)"', said)
    assert len(found) == 2
    assert "236 " in read(printed(caller, found[0].replace("&amp;", "&")))


@pytest.fixture
def clerk(ledger: Ledger, calling: type[Any]) -> Sender:
    return Sender(calling(Figures(ledger), access=BY_TOKEN), "clerk")


def test_a_dossier_for_a_hearing_tells_each_fact_and_what_became_of_it(clerk: Sender) -> None:
    first = clerk.record(person(), absence()).json()["events"][1]
    corrected = {"original": first["event_id"], "body": {"session": "a1", "authorised": True}}
    clerk.record(event("event-corrected", "c1", first["subject"], None, fields=corrected))

    said = read(clerk.get(f"/dossier/{first['subject']}.pdf", accept="application/pdf").content)

    assert "Later gebeurde hiermee #3" in said
    assert re.search(r"Gemeente\s+Groningen", said)
    assert re.search(r"Bron\s+\S", said)
    assert re.search(r"laatste vastgelegd [0-9]{2}-[0-9]{2}-[0-9]{4}", said)
    assert "verzegeld" in said
    assert BSN not in said
    assert NAME not in said


def test_what_a_source_wrote_is_never_read_as_markup(clerk: Sender) -> None:
    hostile = 'Taal *sterk* #panic("x") $a^2$ // weg'
    fields = {"trajectory": "DUAL", "provider": hostile}
    subject = clerk.record(person(), placement(fields=fields)).json()["events"][1]["subject"]

    said = read(clerk.get(f"/dossier/{subject}.pdf", accept="application/pdf").content)

    assert hostile.replace('"', "") in said.replace('"', "")


def test_whoever_stands_on_paper_is_written_down(caller: Any) -> None:
    printed(caller, FIGURE)
    read_of = {line["attributes"].get("dpl.core.data_subject_id") for line in caller.logboek()} - {None}
    assert len(read_of) == 242


def test_a_paper_is_for_who_may_see_its_page(guarded: Any, badges: Any) -> None:
    own = badges.shown(Reader("case_manager", municipality="0014"), purpose="execution")
    foreign = badges.shown(Reader("case_manager", municipality="0599"), purpose="execution")
    ministry = badges.shown(Reader("ministry"), purpose="accountability")
    assert guarded.get(FIGURE, headers=BROWSER | own).status_code == 200
    assert guarded.get(FIGURE, headers=BROWSER | foreign).status_code == 403
    assert guarded.get(FIGURE, headers=BROWSER | ministry).status_code == 403
    assert guarded.get(FIGURE, headers=BROWSER).status_code == 401
    assert guarded.get("/verschil.pdf?from=placements", headers=BROWSER | own).status_code == 400
