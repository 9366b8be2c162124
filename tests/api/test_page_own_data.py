"""The pages of one's own data and of the log of access: one's own and nobody else's; decisions and no persons."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from api.app import create_app
from api.kept_logs import KeptLogs, found_in
from api.logboek import Logboek
from api.request_log import json_log
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.sending import BSN, BY_TOKEN, ISSUER, NAME, Sender, absence, event, person
from tests.api.test_pages import BROWSER

WAITS = {"list": "FIRST_INFLOW", "reason": "CAPACITY"}


@pytest.fixture
def api(ledger: Ledger, calling: type[Any]) -> Any:
    """The application over an empty ledger, which reads back what it writes in its logs."""
    caller = calling(Figures(ledger), access=BY_TOKEN)
    kept = KeptLogs(
        lambda: io.BytesIO(caller.persons.getvalue()), lambda: io.BytesIO(caller.decisions.getvalue().encode())
    )
    caller.app = create_app(
        caller.figures,
        access=BY_TOKEN,
        follows=False,
        log=json_log(caller.lines),
        access_log=json_log(caller.decisions),
        logboek=Logboek(caller.persons, "test"),
        kept_logs=kept,
    )
    return caller


@pytest.fixture
def subjects(api: Any) -> tuple[str, str]:
    """Two persons; of the first more is recorded."""
    clerk = Sender(api, "clerk")
    waiting = event("waiting-list-joined", "w1", on="2025-01-10", fields=WAITS)
    first = clerk.record(person(), waiting, absence()).json()["events"][0]["subject"]
    second = clerk.record(person("K2", "p2", "111222333")).json()["events"][0]["subject"]
    return str(first), str(second)


def badge(subject: str) -> dict[str, str]:
    """The headers of a participant."""
    said = {"sub": "m9", "role": "participant", "registration": subject, "purpose": "own-data"}
    return {"Authorization": f"Bearer {ISSUER.issue(said).text}", **BROWSER}


def test_somebody_reads_all_that_is_recorded_of_them_in_plain_words(api: Any, subjects: tuple[str, str]) -> None:
    said = api.get("/mijn-gegevens", headers=badge(subjects[0])).text
    assert NAME in said
    assert BSN in said
    assert "10-01-2025" in said
    assert "wachtlijst: eerste instroom" in said
    assert "3 feiten" in said
    assert "Klopt er iets niet?" in said


def test_somebody_reads_nothing_of_anybody_else(api: Any, subjects: tuple[str, str]) -> None:
    said = api.get("/en/my-data", headers=badge(subjects[1])).text
    assert "111222333" in said
    assert BSN not in said
    assert "2025-01-10" not in said


def test_who_read_it_stands_there_newest_first_and_of_nobody_else(api: Any, subjects: tuple[str, str]) -> None:
    Sender(api, "clerk").get(f"/v1/dossiers/{subjects[0]}", ketenboek_purpose="enforcement")
    Sender(api, "clerk").get(f"/v1/dossiers/{subjects[1]}", ketenboek_purpose="execution")
    said = api.get("/mijn-gegevens", headers=badge(subjects[0])).text.partition('id="read"')[2]
    purposes = re.findall(r"</th><td[^>]*>([^<]+)</td>", said)
    assert purposes == ["Inzage geven", "Handhaven", "Inburgering uitvoeren"]  # this one, the dossier, the recording


def test_who_read_it_is_an_organisation_in_words_and_never_an_employee(api: Any, subjects: tuple[str, str]) -> None:
    path = f"/v1/dossiers/{subjects[0]}"
    Sender(api, "clerk").get(path, ketenboek_purpose="execution")
    Sender(api, "control").get(path, ketenboek_purpose="audit")
    other = {"sub": "m7", "role": "case_manager", "municipality": "0014", "purpose": "execution"}
    told = {**other, "organisation": "urn:nld:oin:00000099000000001000"}
    api.get(path, headers={"Authorization": f"Bearer {ISSUER.issue(told).text}"})

    said = api.get("/mijn-gegevens", headers=badge(subjects[0])).text.partition('id="read"')[2]

    assert re.findall(r"<td[^>]*>[^<]*</td><td[^>]*>([^<]+)</td>", said) == [
        "uzelf",
        "een andere organisatie (urn:nld:oin:00000099000000001000)",
        "een accountant",
        "gemeente Groningen",
        "gemeente Groningen",
    ]
    assert "megabyte" not in said
    assert b"clerk" not in api.persons.getvalue()
    assert b"control" not in api.persons.getvalue()


def test_a_page_of_who_read_it_goes_on_where_the_one_before_ended(api: Any, subjects: tuple[str, str]) -> None:
    clerk = Sender(api, "clerk")
    for _ in range(30):
        clerk.get(f"/v1/dossiers/{subjects[0]}")
    path, found = "/mijn-gegevens", 0
    while path:
        said = api.get(path, headers=badge(subjects[0])).text.partition('id="read"')[2]
        found += len(re.findall(r'scope="row"', said))
        link = re.search(r'href="([^"]+)" rel="next"', said)
        path = link[1].replace("&amp;", "&").partition("#")[0] if link else ""
    assert found == 32  # the recording, thirty times the dossier, and the first page of this


def test_nobody_but_a_participant_has_data_of_their_own(api: Any, subjects: tuple[str, str]) -> None:
    clerk = Sender(api, "clerk")
    assert clerk.get("/mijn-gegevens", ketenboek_purpose="own-data").status_code == 403


def test_the_log_of_access_tells_decisions_and_no_persons(api: Any, subjects: tuple[str, str]) -> None:
    Sender(api, "clerk").get(f"/v1/dossiers/{subjects[0]}", ketenboek_purpose="enforcement")
    Sender(api, "school").get("/inzagelog", accept="text/html")
    said = Sender(api, "office").get("/inzagelog", accept="text/html").text
    assert "getDossier" in said
    assert "toegelaten" in said
    assert "role-refused" in said
    for one in (*subjects, BSN, NAME, "clerk"):
        assert one not in said


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("decision=refused", "role-refused", "getDossier"),
        ("role=provider", "role-refused", "getDossier"),
        ("role=case_manager", "getDossier", "role-refused"),
        ("day=1990-01-01", "staat niets dat past", "getDossier"),
    ],
)
def test_the_log_of_access_is_filtered(
    api: Any, subjects: tuple[str, str], asked: str, there: str, not_there: str
) -> None:
    Sender(api, "clerk").get(f"/v1/dossiers/{subjects[0]}")
    Sender(api, "school").get("/inzagelog", accept="text/html")
    said = Sender(api, "office").get(f"/inzagelog?{asked}", accept="text/html").text.partition('id="lines"')[2]
    assert there in said
    assert not_there not in said


@pytest.mark.parametrize("bytes_max", [1, 7, 64, 10_000])
@pytest.mark.parametrize("count_max", [1, 3, 100])
def test_a_log_is_read_back_whole_line_by_line_from_its_end(bytes_max: int, count_max: int) -> None:
    lines = [f"line {number}".encode() for number in range(40)]
    log = b"\n".join(lines) + b"\n"
    found: list[bytes] = []
    before: int | None = None
    for _ in range(len(log) + 1):
        page = found_in(lambda: io.BytesIO(log), before, lambda line: line, count_max, max(bytes_max, 16))
        found += page.items
        before = page.next
        if before is None:
            break
    assert found == list(reversed(lines))


def test_a_place_in_the_middle_of_a_line_gives_no_more_than_that_line_holds() -> None:
    page = found_in(lambda: io.BytesIO(b'{"a":1}\n{"b":2}\n'), 11, lambda line: line, 10)
    assert page.items == [b'{"b', b'{"a":1}']
