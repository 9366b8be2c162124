"""Processes that serve together: what they ask of the one that began them, and that they end with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI

from api.access import NOBODY
from api.import_board import Posted, State
from api.limits import Limits
from api.together import Together, answer, kept_elsewhere, kept_here
from tests.cli.serving import until

ROOT = Path(__file__).parents[2]
BEGIN = """
import sys
from functools import partial
from api.limits import Limits
from api.processes import serve_together
from api.request_log import json_log
from api.together import kept_here
from tests.api.test_processes import telling
opened = partial(telling, sys.argv[1])
if __name__ == "__main__":
    serve_together(opened, 1, kept_here(Limits()), json_log(sys.stderr), port=0)
"""


@contextmanager
def telling(path: str, together: Together) -> Iterator[FastAPI]:
    """An application that tells when it is open and when it is closed again."""
    told = Path(path)
    with told.open("a") as file:
        file.write(f"open {together.number}\n")
    try:
        yield FastAPI()
    finally:
        with told.open("a") as file:
            file.write("closed\n")


@pytest.fixture
def elsewhere() -> Iterator[tuple[Together, Together]]:
    """What is kept in common: where it is kept, and as another process sees it."""
    here, there = Pipe()
    kept = kept_here(Limits(per_second=1, burst=15))
    Thread(target=answer, args=(kept, here), daemon=True).start()
    yield kept, kept_elsewhere(there, 1, kept.form_key)
    there.close()


def test_what_is_kept_in_common_is_asked_where_it_is_kept(elsewhere: tuple[Together, Together]) -> None:
    here, there = elsewhere
    there.sessions.begin("kept", NOBODY, "jti", "execution")

    assert here.sessions.of("kept").caller == there.sessions.of("kept").caller == NOBODY
    assert [there.shown.is_first("j", one, 9.0, 1.0) for one in (b"a", b"b", b"a")] == [True, False, True]
    assert not here.shown.is_first("j", b"b", 9.0, 1.0)
    assert [there.shares.take(("a", "b"), there.handful)[0] for _ in range(3)] == [10, 5, 0]
    there.sessions.end("kept")
    assert here.sessions.of("kept") is None


def test_an_error_is_of_who_asked_and_the_line_goes_on(elsewhere: tuple[Together, Together]) -> None:
    _, there = elsewhere
    with pytest.raises(TypeError):
        there.sessions.end()  # type: ignore[call-arg]
    assert there.sessions.of("kept") is None


def posted(number: int, state: State, import_id: UUID) -> Posted:
    told = {"state": state, "result": None}
    return Posted(import_id, number, ("case_manager", "0014", None), "f.csv", state, {"nl": told, "en": told})


def test_an_import_is_begun_in_one_process_at_a_time(elsewhere: tuple[Together, Together]) -> None:
    one, (first, second) = uuid4(), (kept.board for kept in elsewhere)

    assert first.begin(posted(0, "waiting", one))
    assert not second.begin(posted(1, "waiting", one))
    first.post(posted(0, "done", one))
    assert second.begin(posted(1, "waiting", one))


def test_what_a_process_took_in_when_it_ended_has_failed_and_may_be_begun_again(
    elsewhere: tuple[Together, Together],
) -> None:
    here, there = (kept.board for kept in elsewhere)
    done, broken, other = uuid4(), uuid4(), uuid4()
    for number, import_id in ((1, done), (1, broken), (0, other)):
        here.begin(posted(number, "running", import_id))
    here.post(posted(1, "done", done))
    here.break_off(1)

    told = there.all(("case_manager", "0014", None))
    assert [(one.id, one.state) for one in told] == [(other, "running"), (broken, "failed"), (done, "done")]
    assert there.of(broken).documents["en"]["state"] == "failed"
    assert there.begin(posted(0, "waiting", broken))
    assert there.all(("case_manager", "0363", None)) == []


def test_a_process_closes_what_it_opened_also_when_the_one_that_began_it_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = tmp_path / "begin.py"
    script.write_text(BEGIN)
    began = subprocess.Popen([sys.executable, str(script), str(told)], cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    until(told.exists)
    began.kill()
    began.wait(60)
    until(lambda: told.read_text() == "open 0\nclosed\n")
