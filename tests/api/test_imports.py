"""Imports over HTTP: taken in, followed, told as the command line tells them, and never more than the sender's own."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from api.import_desk import Failed, ImportDesk, Job
from exchange import refusals
from exchange.file_words import said_of_file
from exchange.importing import Import, ImportInterrupted, Report, TakenInPart
from exchange.linking import LinkingInterrupted
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.sending import BSN, BY_TOKEN, Sender, absence, person
from tests.delivering import HEADING, row

PLACEMENTS = Path(__file__).parents[2] / "docs" / "examples" / "gemeente-groningen-gws4all-plaatsingen.csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUOTAS = PLACEMENTS.parent / "taakstellingen.csv"


@pytest.fixture
def api(ledger: Ledger, calling: type[Any]) -> Any:
    """The API over an empty ledger, for callers with a token."""
    return calling(Figures(ledger), access=BY_TOKEN)


@pytest.fixture
def clerk(api: Any) -> Sender:
    return Sender(api, "clerk")


def file_of(*rows: str) -> bytes:
    return "".join(line + "\r\n" for line in (HEADING, *rows)).encode()


def take(sender: Sender, file: bytes, query: str = "", media_type: str = "text/csv", **headers: str) -> dict[str, Any]:
    """Send a file and wait for what became of it."""
    answer = sender.post(f"/v1/imports{query}", file, media_type, **headers)
    assert answer.status_code == 202, answer.text
    for _ in range(1_200):
        told: dict[str, Any] = sender.get(answer.headers["location"]).json()
        if told["state"] not in ("waiting", "running"):
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def test_a_file_is_taken_and_told_as_the_command_line_tells_it(ledger: Ledger, clerk: Sender) -> None:
    told = take(clerk, PLACEMENTS.read_bytes(), "?deliveredOn=2008-10-06")

    result = told["result"]
    assert (told["state"], result["profile"]) == ("done", "groningen-gws4all")
    assert (result["rows"] > 100, result["facts"] > 200, result["corrections"], result["taken_before"]) == (
        True,
        True,
        0,
        False,
    )
    assert set(result) == {
        *("file", "profile", "rows", "facts", "corrections", "unchanged", "missing", "left", "links"),
        *("taken_before", "rejected", "findings", "totals", "notices"),
    }
    assert {one.event.actor for one in ledger.events_after(0)} == {"clerk"}


def test_the_same_file_again_is_nothing(ledger: Ledger, clerk: Sender) -> None:
    first = take(clerk, file_of(row("G1"), row("G2")))
    position = ledger.head().position
    again = take(clerk, file_of(row("G1"), row("G2")))

    assert (again["import"], again["result"]["taken_before"]) == (first["import"], True)
    assert ledger.head().position == position


def test_a_row_that_is_wrong_is_told_with_advice_and_taken_when_it_was_mended(ledger: Ledger, clerk: Sender) -> None:
    first = take(clerk, file_of(row("G1"), row("G2", on="31-02-2008")))
    second = take(clerk, file_of(row("G1"), row("G2", on="01-03-2008")))

    (rejected,) = first["result"]["rejected"]
    assert (rejected["line"], rejected["column"], rejected["reason"]) == (3, "DATUM PLAATSING", "NOT_A_DATE")
    assert set(rejected["advice"]) == {"nl", "en"}
    assert (second["result"]["rejected"], second["result"]["unchanged"] > 0, second["result"]["facts"] > 0) == (
        [],
        True,
        True,
    )


def test_how_far_it_is_is_told_while_it_runs_and_the_last_event_has_the_result(clerk: Sender) -> None:
    sent = clerk.post("/v1/imports", PLACEMENTS.read_bytes(), "text/csv")
    answer = clerk.get(sent.headers["location"] + "/progress", accept="text/event-stream")

    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [one.split("\ndata: ") for one in answer.text.strip().split("\n\n")]
    assert [name for name, _ in told][-1] == "event: ended"
    last = json.loads(told[-1][1])
    assert (last["state"], last["bytes_read"]) == ("done", last["bytes_total"])
    read = [json.loads(data)["bytes_read"] for _, data in told]
    assert read == sorted(read)


def test_after_a_restart_the_ledger_tells_what_became_of_it(ledger: Ledger, calling: type[Any], clerk: Sender) -> None:
    before = take(clerk, file_of(row("G1"), row("G2", on="31-02-2008")))
    restarted = Sender(calling(Figures(ledger), access=BY_TOKEN), "clerk")
    after = restarted.get(f"/v1/imports/{before['import']}").json()

    assert after["state"] == "done"
    for name in ("profile", "rows", "facts", "corrections", "unchanged", "rejected"):
        assert after["result"][name] == before["result"][name]
    assert after["bytes_read"] == after["bytes_total"] == before["bytes_total"]
    stream = restarted.get(f"/v1/imports/{before['import']}/progress", accept="text/event-stream")
    assert stream.text.startswith("event: ended\ndata: ")
    assert json.loads(stream.text.removeprefix("event: ended\ndata: ")) == after


def test_an_import_that_was_cut_off_is_told_to_be_sent_again(
    ledger: Ledger, calling: type[Any], clerk: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(Import, "_link", breaks)
    file = file_of(row("G1"), row("G2", on="31-02-2008"))
    sent = clerk.post("/v1/imports", file, "text/csv").json()
    restarted = Sender(calling(Figures(ledger), access=BY_TOKEN), "clerk")
    address = f"/v1/imports/{sent['import']}"
    told = {"state": "", "result": {"rejected": []}}
    for _ in range(1_200):
        answer = restarted.get(address, accept_language="nl")
        told = answer.json()
        if answer.status_code == 200 and told["result"]["rejected"]:
            break
        time.sleep(0.05)
    english = restarted.get(address).json()

    assert (told["state"], told["bytes_total"], len(told["result"]["rejected"])) == ("failed", len(file), 1)
    assert told["result"]["error"]["reason"] == "CUT_OFF"
    assert "opnieuw" in told["result"]["error"]["message"]
    assert "send the same file again" in english["result"]["error"]["message"]
    stream = restarted.get(f"{address}/progress", accept="text/event-stream")
    assert stream.status_code == 200
    monkeypatch.undo()
    assert take(restarted, file)["state"] == "done"


def test_while_registrations_are_linked_the_progress_says_so(clerk: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str | None, int, int]] = []
    move = Job.move

    def seen(job: Job, **changed: Any) -> None:
        move(job, **changed)
        document = job.document("nl")
        told.append((document["phase"], document["phase_done"], document["phase_total"]))

    monkeypatch.setattr(Job, "move", seen)
    ended = take(clerk, PLACEMENTS.read_bytes())

    phases = list(dict.fromkeys(phase for phase, _, _ in told))
    assert phases == ["reading", "linking", "finding", None]
    linking = [(done, total) for phase, done, total in told if phase == "linking"]
    assert linking == sorted(linking)
    assert linking[-1][0] == linking[-1][1] > 0
    assert ended["phase"] is None


@pytest.mark.parametrize(
    ("file", "reason", "name"),
    [
        (b"a;b\r\n1;2\r\n", "NoProfileMatches", "profile"),
        (b"%PDF-1.4", "FileIsNotATable", None),
        (b"", "FileHasNoRows", None),
    ],
)
def test_a_file_is_refused_in_the_words_of_the_api_and_the_language_of_the_caller(
    clerk: Sender, file: bytes, reason: str, name: str | None
) -> None:
    said = {}
    for language in ("nl", "en"):
        answer = clerk.post("/v1/imports", file, "application/octet-stream", accept_language=language)
        (error,) = answer.json()["errors"]
        assert (error["reason"], error["name"], error["in"]) == (reason, name, "query" if name else "body")
        assert "--" not in error["detail"]
        said[language] = error["detail"]
    assert said["nl"] != said["en"]


def test_a_provider_is_told_which_parameter_its_file_needs(api: Any) -> None:
    office = Sender(api, "office")
    answer = office.post("/v1/imports", file_of(row("G1")), "text/csv", accept_language="nl")
    (error,) = answer.json()["errors"]

    assert (error["in"], error["name"], error["reason"]) == ("query", "municipality", "MunicipalityNeeded")
    assert "?municipality=" in error["detail"]


def test_notices_of_a_file_are_in_the_language_of_the_caller(clerk: Sender) -> None:
    file = file_of(row("G1"), row("G1"))
    first = clerk.post("/v1/imports", file, "text/csv", accept_language="nl")
    take(clerk, file)
    dutch = clerk.get(first.headers["location"], accept_language="nl").json()["result"]["notices"]
    english = clerk.get(first.headers["location"], accept_language="en").json()["result"]["notices"]

    assert len(dutch) == len(english) > 0
    assert set(dutch).isdisjoint(english)


def test_every_refusal_of_a_file_has_words_of_the_api_in_both_languages() -> None:
    def all_of(kind: type[Exception]) -> list[type[Exception]]:
        return [kind, *(inner for one in kind.__subclasses__() for inner in all_of(one))]

    made: list[Exception] = [
        refusals.NoProfileMatches(None),
        refusals.NoProfileMatches("quotas", ["jaar"], [BSN]),
        refusals.NoProfileMatches("quotas", [], [BSN]),
        refusals.SeveralProfilesMatch(["a", "b"]),
        TakenInPart(Report("quotas", rows=3), OSError(BSN)),
        ImportInterrupted(),
        LinkingInterrupted(),
        Failed(),
    ]
    known = {type(one).__name__ for one in made}
    made += [one.__new__(one) for one in all_of(refusals.FileRefused)[1:] if one.__name__ not in known]
    for error in made:
        words = said_of_file(error).words
        assert words["nl"] != words["en"], type(error)
        for said in words.values():
            assert BSN not in said
            assert "--" not in said


def test_a_file_that_cannot_be_read_is_refused_without_a_word_of_it(ledger: Ledger, clerk: Sender) -> None:
    for file in (b"", b"%PDF-1.4", f"{BSN};Zoe\r\n{BSN};Zoe\r\n".encode(), b"\x00" * 100):
        answer = clerk.post("/v1/imports", file, "application/octet-stream")
        assert answer.status_code == 400
        assert answer.json()["type"] == "urn:ketenboek:problem:file-refused"
        assert BSN not in answer.text
        assert "Zoe" not in answer.text
    assert ledger.head().position == 0


def test_nothing_of_a_file_stays_behind_on_the_disk(
    clerk: Sender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spool))
    take(clerk, file_of(row("G1")))
    clerk.post("/v1/imports", b"%PDF-1.4", "application/octet-stream")
    assert list(spool.iterdir()) == []


def test_a_case_manager_delivers_for_the_own_municipality(ledger: Ledger, clerk: Sender) -> None:
    assert clerk.post("/v1/imports?municipality=0599", file_of(row("G1")), "text/csv").status_code == 403
    told = take(clerk, QUOTAS.read_bytes())
    places = {one.event.municipality for one in ledger.events_after(0)}
    assert places <= {"0014", None}
    assert {one["reason"] for one in told["result"]["rejected"]} <= {"OTHER_MUNICIPALITY"}
    assert told["result"]["rejected"]


def test_a_provider_delivers_in_its_own_name(api: Any, ledger: Ledger) -> None:
    answer = Sender(api, "school").post("/v1/imports?municipality=0014", file_of(row("G1")), "text/csv")
    assert answer.status_code == 403
    assert ledger.head().position == 0


def test_what_is_not_the_senders_to_say_is_rejected_row_by_row(api: Any, ledger: Ledger) -> None:
    told = take(Sender(api, "office"), file_of(row("G1"), row("G2")), "?municipality=0014")

    assert [one["reason"] for one in told["result"]["rejected"]] == ["NOT_YOURS_TO_SAY", "NOT_YOURS_TO_SAY"]
    assert {type(one.fact).__name__ for one in ledger.events_after(0)} <= {
        *("FileReceived", "RowRejected", "DeliveryCompleted", "SourceSystemTakenIntoUse"),
    }


def test_an_import_of_another_is_not_there(api: Any, clerk: Sender) -> None:
    told = take(clerk, file_of(row("G1")))
    for name in ("school", "office"):
        answer = Sender(api, name).get(f"/v1/imports/{told['import']}/progress", accept="text/event-stream")
        assert answer.status_code == 404


def test_events_one_a_line_are_a_file_too(ledger: Ledger, clerk: Sender) -> None:
    lines = "\n".join(json.dumps(one) for one in (person(), absence())).encode()
    told = take(clerk, lines, media_type="application/jsonl")

    assert (told["result"]["profile"], told["result"]["facts"]) == ("cloudevents", 2)
    assert clerk.record(absence()).json()["recorded"] == 0


@pytest.mark.parametrize(
    "query",
    ["?profile=/etc/passwd.toml", "?profile=nothing", "?delivery=some", "?deliveredOn=2999-01-01", "?source=" + BSN],
)
def test_what_cannot_be_asked_is_refused(clerk: Sender, query: str) -> None:
    answer = clerk.post(f"/v1/imports{query}", file_of(row("G1")), "text/csv")
    assert answer.status_code == 400
    assert BSN not in answer.text


def test_the_file_that_is_read_has_no_name_on_disk_that_could_be_left_behind(
    api: Any, clerk: Sender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    while_it_is_read: list[list[Path]] = []
    taken = ImportDesk._taken

    def looked_at(*given: Any) -> Any:
        while_it_is_read.append(list(folder.rglob("*")))
        return taken(*given)

    monkeypatch.setattr(ImportDesk, "_taken", looked_at)
    told = take(clerk, file_of(row("G1"), row("G2")))

    assert (told["state"], told["result"]["rows"]) == ("done", 2)
    assert while_it_is_read == [[]]
    assert take(clerk, QUOTAS.with_name("roc-da-vinci-wachtlijst.xlsx").read_bytes(), media_type=XLSX)["result"]
    assert while_it_is_read[1:] == [[]]
