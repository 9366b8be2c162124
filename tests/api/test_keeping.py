"""Kept answers: the same as worked out anew whatever was recorded, of nobody else's scope, written down each time, and
never more than there is room for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event
from typing import Any

import pytest

from api.keeping import Keeping, told
from api.limits import Workbench
from api.moments import Moment, Moments
from api.problems import Busy
from domain.facts import (
    AbsenceRecorded,
    FigureReported,
    ParameterSet,
    PersonRegistered,
    PlacementStarted,
)
from domain.rules import RULES
from replay.changes import Looked
from replay.figures import Figures
from store.ledger import Head
from store.readers import Reader
from tests.replay.readers_world import link
from tests.replay.saying import GRONINGEN, HAARLEM, Chain, RandomChain

OWN = Reader("case_manager", municipality=GRONINGEN, name="m1")
COLLEAGUE = Reader("case_manager", municipality=GRONINGEN, name="m2")
NEIGHBOUR = Reader("case_manager", municipality=HAARLEM, name="m3")
AUDITOR = Reader("auditor", engagement="2009", name="a1")
PROVIDER = Reader("provider", provider="Taalhuis Noord", name="p1")
NO_HEAD = Head(0, None, b"")


class Asking:
    """A server that goes on, and how often it works a figure out."""

    def __init__(self, calling: Any, badges: Any, figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
        self.caller, self.badges, self.worked_out = calling(figures, access=badges.access), badges, 0
        ask = figures.ask

        def counted(*given: Any, **more: Any) -> Any:
            self.worked_out += 1
            return ask(*given, **more)

        monkeypatch.setattr(figures, "ask", counted)

    def figure(self, reader: Reader, rule: str, **query: str) -> Any:
        shown = self.badges.shown(reader, "accountability")
        place = {"municipality": reader.municipality} if reader.municipality else {}
        return self.caller.get(f"/v1/figures/{rule}", params=place | query, headers=shown)


@pytest.fixture
def chain(ledger):
    chain = Chain(ledger)
    for record, place in (("A", GRONINGEN), ("B", GRONINGEN), ("C", HAARLEM)):
        chain.says(record, PersonRegistered(), "2008-01-02", municipality=place)
        placed = PlacementStarted(trajectory="DUAL", provider="Taalhuis Noord")
        chain.says(record, placed, "2008-03-03", municipality=place)
    return chain


@pytest.fixture
def asking(calling, badges, chain, monkeypatch):
    return Asking(calling, badges, Figures(chain.ledger), monkeypatch)


def test_what_touches_nothing_of_an_answer_leaves_it_and_it_is_told_as_known_now(asking, chain):
    before = asking.figure(OWN, "placements", version="started").json()
    chain.says("A", AbsenceRecorded(authorised=False, session="1"), "2008-05-05")
    chain.says("C", PlacementStarted(trajectory="DUAL"), "2008-06-03", municipality=HAARLEM)
    head = chain.ledger.head()

    after = asking.figure(COLLEAGUE, "placements", version="started").json()

    assert asking.worked_out == 1
    known = {"position": head.position, "root": head.root.hex(), "recorded_at": after["known_at"]["recorded_at"]}
    assert after == before | {"known_at": known}
    assert after["known_at"]["recorded_at"] > before["known_at"]["recorded_at"]


def test_a_fact_that_touches_an_answer_is_in_the_next_one(asking, chain):
    assert asking.figure(OWN, "placements", version="started").json()["value"] == 2

    chain.says("A", PlacementStarted(trajectory="DUAL"), "2008-06-03")

    assert asking.figure(OWN, "placements", version="started").json()["value"] == 3
    assert asking.worked_out == 2


def test_a_parameter_a_reported_figure_and_a_link_are_in_the_next_answer(asking, chain):
    def asked() -> Any:
        return asking.figure(OWN, "waiting-over-one-year", version="one-year").json()

    first = asked()
    chain.shared(ParameterSet(name="waiting-limit-months", value="11"), "2008-01-01")
    second = asked()
    reported = FigureReported(
        rule="waiting-over-one-year",
        value=7,
        precision="exact",
        unit=first["unit"],
        computed_here=False,
        document="report",
    )
    chain.shared(reported, first["as_of"], municipality=GRONINGEN)
    third = asked()
    link(chain, "A", chain.registrations[GRONINGEN, "B"], undone=False)
    asked()

    assert asking.worked_out == 4
    assert len(second["rule"]["parameters"]) == len(first["rule"]["parameters"])
    assert [one["value"] for one in third["reported"]] == [7]


def test_nothing_is_told_to_who_may_see_otherwise(asking, chain):
    ids = {reader.name: asking.figure(reader, "placements", version="started") for reader in (OWN, AUDITOR, NEIGHBOUR)}
    refused = asking.figure(NEIGHBOUR, "placements", version="started", municipality=GRONINGEN)

    assert asking.worked_out == 3
    assert [ids[name].json()["value"] for name in ("m1", "a1", "m3")] == [2, 3, 1]
    assert ids["m1"].json()["counted"] == ["A", "B"]
    assert not {"A", "B", "C"} & {*ids["a1"].json()["counted"]}
    assert refused.status_code == 403


def test_each_time_it_is_told_each_person_is_written_down_and_without_a_purpose_nothing_is(asking, chain):
    for reader in (OWN, COLLEAGUE, OWN):
        asking.figure(reader, "placements", version="started")
    shown = asking.badges.shown(OWN)
    where = "/v1/figures/placements?version=started&municipality=0014"
    without = asking.caller.get(where, headers=shown)
    lines = [one["attributes"].get("dpl.core.data_subject_id") for one in asking.caller.logboek()]

    assert (asking.worked_out, without.status_code) == (1, 403)
    assert sorted(lines.count(one) for one in {*lines} - {None}) == [3, 3]


def test_a_question_about_a_position_keeps_its_tag_and_what_it_is_known_at(asking, chain):
    position = str(chain.ledger.head().position)
    first = asking.figure(OWN, "placements", version="started", knownAt=position)
    chain.says("A", AbsenceRecorded(authorised=False, session="1"), "2008-05-05")
    again = asking.figure(OWN, "placements", version="started", knownAt=position)

    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert asking.worked_out == 1


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_recorded_a_server_that_keeps_answers_as_one_that_does_not(
    calling, badges, ledger, monkeypatch, seed
):
    chain = RandomChain(ledger, seed)
    kept, asked = Asking(calling, badges, Figures(ledger), monkeypatch), 0
    for _ in range(7):
        chain.grow(chain.chance.randint(1, 3))
        fresh = Asking(calling, badges, Figures(ledger), monkeypatch)
        for rule in (chain.chance.choice(RULES).id, "placements"):
            for reader in chain.chance.sample((OWN, NEIGHBOUR, AUDITOR, PROVIDER), 2):
                first, again, right = (one.figure(reader, rule, asOf="2009-12-31") for one in (kept, kept, fresh))
                assert first.status_code == again.status_code == right.status_code
                if right.status_code == 200:
                    assert first.json() == again.json() == right.json(), (rule, reader.role)
                    asked += 2
    assert 0 < kept.worked_out < asked


# --- How much is kept, and for how long ---


class Still(Moments):
    """Moments at which nothing changes."""

    def __init__(self) -> None:
        self._latest = Moment(NO_HEAD, (date(2009, 1, 1), date(2009, 1, 1)))
        self._changed = {}


@pytest.mark.parametrize("answers", [1, 10, 200])
def test_no_more_is_kept_than_there_is_room_for_and_what_was_not_asked_for_longest_goes_first(answers):
    keeping = Keeping(Still(), bytes_max=20_000)
    for number in range(answers):
        keeping.keep(number, told(bytes(1_000), ["x" * 36]), Looked(), [None], Still().latest)
        keeping.answer(0)

    there = [number for number in range(answers) if keeping.answer(number)]
    assert keeping.size_bytes <= 20_000
    assert there == [0, *range(answers - len(there) + 1, answers)]
    assert len(there) >= min(answers, 15)


def test_an_answer_that_is_large_beside_the_room_is_not_kept():
    keeping = Keeping(Still(), bytes_max=20_000)
    keeping.keep("large", told(bytes(6_000), []), Looked(), [None], Still().latest)

    assert (keeping.answer("large"), keeping.earlier("large"), keeping.size_bytes) == (None, None, 0)


def test_an_answer_of_whole_histories_holds_until_anything_is_recorded_and_is_an_earlier_one_after_that():
    moments = Still()
    keeping, before = Keeping(moments), moments.latest
    keeping.keep("histories", told(b"{}", []), Looked(histories=True), [None], before)
    assert keeping.answer("histories") is not None

    moments._latest = before._replace(known=before.known._replace(position=1))
    assert keeping.answer("histories") is None
    assert keeping.earlier("histories") == (told(b"{}", []), before.known)


@pytest.mark.parametrize(("what", "is_told"), [("placements", True), ("secrecy", False), ("mergers", False)])
def test_an_earlier_answer_is_not_told_to_who_may_see_otherwise_by_now(what, is_told):
    moments = Still()
    keeping = Keeping(moments)
    keeping.keep("question", told(b"{}", []), Looked(), [None], moments.latest)
    moments._changed = {(what, None): 1}

    assert (keeping.earlier("question") is not None) == is_told


@pytest.mark.parametrize(
    ("names", "chance", "after", "is_there"),
    [
        (["a"], 1.0, 600.0, True),
        (["a"], 1.0, 600.1, False),
        (["a"], 0.0, 300.0, True),
        (["a"], 0.0, 300.1, False),
        ([], 0.0, 1e6, True),
    ],
)
def test_an_answer_that_names_records_is_kept_for_ten_minutes_at_most(names, chance, after, is_there):
    clock = [0.0]
    keeping = Keeping(Still(), chance=lambda: chance, now=lambda: clock[0])
    keeping.keep("asked", told(b"{}", names), Looked(), [None], Still().latest)
    clock[0] = after

    assert bool(keeping.answer("asked")) is is_there
    assert bool(keeping.size_bytes) is is_there


# --- How many are worked out at once ---


def test_so_many_are_worked_out_at_once_and_who_would_wait_too_long_is_refused():
    bench, busy, may_end = Workbench(at_once=2, patience_seconds=0.05), Barrier(3), Event()

    def work() -> None:
        with bench.place():
            busy.wait(10)
            assert may_end.wait(10)

    with ThreadPoolExecutor(2) as threads:
        under_way = [threads.submit(work) for _ in range(2)]
        busy.wait(10)
        with pytest.raises(Busy), bench.place():
            pass
        may_end.set()
        assert [one.result() for one in under_way] == [None, None]
    with bench.place():
        pass
