"""What pages show of figures is kept as the answers of the API are: not worked out again, never told to another scope,
and changed at once by a fact that touches it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import date
from queue import Queue
from threading import Event
from typing import Any

import pytest

from api.figures import Telling
from api.keeping import bare, size_of
from api.limits import Limits
from api.logboek import Logboek
from api.office import Office
from api.pages.start import ask_beforehand
from api.renewing import Renewing
from api.request_log import json_log
from api.together import kept_here
from domain.facts import AbsenceRecorded, PersonRegistered, PlacementStarted
from replay.asking import Asked
from replay.figures import Figures
from store.readers import Reader
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

BROWSER = {"Accept": "text/html"}
OWN = Reader("case_manager", municipality=GRONINGEN, name="m1")
COLLEAGUE = Reader("case_manager", municipality=GRONINGEN, name="m2")
NEIGHBOUR = Reader("case_manager", municipality=HAARLEM, name="m3")
AUDITOR = Reader("auditor", engagement="2009", name="a1")
PROVIDER = Reader("provider", provider="Taalhuis Noord", name="p1")
PAGES = ("/", "/cijfers/placements", "/wachtlijst", "/deelnemers", "/cijfers/placements?by=municipality")
EARLIER, WORKED_OUT = "Niet alles hieronder is van nu", "Dit wordt nu uitgerekend"
PATIENT = Limits(figure_seconds=60)
VALUE = re.compile(r'class="kb-value">(?:<a[^>]*>)?([0-9]+)')


@pytest.fixture
def chain(ledger: Any) -> Chain:
    chain = Chain(ledger)
    for record, place in (("A", GRONINGEN), ("B", GRONINGEN), ("C", HAARLEM)):
        chain.says(record, PersonRegistered(), "2008-01-02", municipality=place)
        placed = PlacementStarted(trajectory="DUAL", provider="Taalhuis Noord")
        chain.says(record, placed, "2008-03-03", municipality=place)
    return chain


class Browsing:
    """A server that goes on, and how often it works a figure out."""

    def __init__(
        self, calling: Any, badges: Any, chain: Chain, monkeypatch: pytest.MonkeyPatch, limits: Limits = PATIENT
    ) -> None:
        figures = Figures(chain.ledger)
        self.caller, self.badges, self.worked_out = calling(figures, access=badges.access, limits=limits), badges, 0
        ask = figures.ask

        def counted(*given: Any, **more: Any) -> Any:
            self.worked_out += 1
            return ask(*given, **more)

        monkeypatch.setattr(figures, "ask", counted)

    def page(self, reader: Reader, path: str) -> str:
        """A page, as this reader sees it."""
        answer = self.caller.get(path, headers=BROWSER | self.badges.shown(reader, "accountability"))
        assert answer.status_code == 200, str({**self.caller.log()[-1]})
        return str(answer.text)


@pytest.fixture
def browsing(calling: Any, badges: Any, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> Browsing:
    return Browsing(calling, badges, chain, monkeypatch)


def values(said: str) -> list[int]:
    """The figures on a page, as they are shown large."""
    return [int(one) for one in VALUE.findall(said)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_nothing_touched_works_no_figure_out_again(browsing: Browsing, chain: Chain, path: str) -> None:
    browsing.page(OWN, path)
    before = browsing.worked_out
    chain.says("A", AbsenceRecorded(authorised=False, session="1"), "2008-05-05")
    chain.says("C", PlacementStarted(trajectory="DUAL"), "2008-06-03", municipality=HAARLEM)

    browsing.page(COLLEAGUE, path)

    assert before > 0
    assert browsing.worked_out == before


@pytest.mark.parametrize("path", ["/", "/cijfers/placements?version=started"])
def test_a_page_changes_at_once_after_a_fact_that_touches_it(browsing: Browsing, chain: Chain, path: str) -> None:
    before = values(browsing.page(OWN, path))
    chain.says("A", PlacementStarted(trajectory="DUAL"), "2008-06-03")

    after = values(browsing.page(OWN, path))

    assert (before[0], after[0]) == (2, 3)
    assert before[1:] == after[1:]


def test_the_cases_on_a_page_are_those_of_the_figure_beside_them(browsing: Browsing, chain: Chain) -> None:
    for record in ("D", "E"):
        said = browsing.page(OWN, "/cijfers/placements?version=started&reason=counted")
        cases = set(re.findall(r"/gevallen/([0-9a-f-]+)", said))
        assert len(cases) == values(said)[0]
        chain.says(record, PersonRegistered(), "2008-01-02")
        chain.says(record, PlacementStarted(trajectory="DUAL"), "2008-03-03")


def test_readers_of_another_scope_never_share_a_page(browsing: Browsing) -> None:
    path = "/cijfers/placements?version=started"
    seen = [values(browsing.page(one, path))[0] for one in (OWN, AUDITOR, NEIGHBOUR, PROVIDER, COLLEAGUE, AUDITOR)]

    assert seen == [2, 3, 1, 3, 2, 3]
    assert browsing.worked_out == 4


def test_the_api_and_a_page_share_what_names_nobody(browsing: Browsing) -> None:
    browsing.page(OWN, "/cijfers/placements?version=started")
    address = f"/v1/figures/placements?version=started&municipality={GRONINGEN}&ids=false"

    document = browsing.caller.get(address, headers=browsing.badges.shown(OWN, "accountability")).json()

    assert (document["value"], browsing.worked_out) == (2, 1)
    assert "counted" not in document


def test_the_page_of_a_case_works_out_no_figure(browsing: Browsing) -> None:
    said = browsing.page(OWN, "/cijfers/placements?version=started")
    before = browsing.worked_out
    case = html.unescape(re.findall(r'"(/cijfers/placements/gevallen/[^"]+)"', said)[0])

    told = browsing.page(OWN, case)
    foreign = browsing.caller.get(
        case.partition("?")[0], headers=BROWSER | browsing.badges.shown(NEIGHBOUR, "accountability")
    )

    assert "kb-yes" in told
    assert browsing.worked_out == before
    assert foreign.status_code == 404


def test_what_is_kept_beside_the_bytes_names_no_case_and_is_measured(chain: Chain) -> None:
    (answer,) = Figures(chain.ledger).ask(Asked("placements", "started", as_of=date(2009, 1, 1)))
    kept = bare(answer)

    assert not any(one.case.case in repr(kept) for one in answer.verdicts)
    assert 1_000 < size_of(kept, set()) < size_of(answer, set())


# --- In a large ledger ---


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], bool]]:
    """What is to be worked out behind pages, which waits until a test does it."""
    works: list[Callable[[], bool]] = []
    monkeypatch.setattr(Renewing, "soon", lambda self, question, work: works.append(work) or True)
    return works


@pytest.fixture
def large(calling: Any, badges: Any, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> Browsing:
    """A server that takes this ledger for a large one."""
    return Browsing(calling, badges, chain, monkeypatch, Limits(figure_seconds=60, earlier_facts_min=1))


def placed_elsewhere(chain: Chain) -> int:
    """Somebody is placed in another municipality; gives the position before."""
    before = int(chain.ledger.head().position)
    chain.says("C", PlacementStarted(trajectory="DUAL"), "2008-06-03", municipality=HAARLEM)
    return before


@pytest.mark.parametrize("path", ["/cijfers/placements?version=started", "/"])
def test_a_figure_of_the_country_is_told_as_it_was_with_its_moment_until_it_is_worked_out_again(
    large: Browsing, chain: Chain, behind: list[Callable[[], bool]], path: str
) -> None:
    assert EARLIER not in large.page(AUDITOR, path)
    before = placed_elsewhere(chain)

    said = large.page(AUDITOR, path)
    assert values(said)[0] == 3
    assert f"zoals bekend op positie {before}" in said
    assert EARLIER in said

    assert all(work() for work in behind)
    said = large.page(AUDITOR, path)
    assert values(said)[0] == 4
    assert EARLIER not in said


def test_an_earlier_figure_opens_as_the_figure_it_is(
    large: Browsing, chain: Chain, behind: list[Callable[[], bool]]
) -> None:
    large.page(AUDITOR, "/")
    before = placed_elsewhere(chain)

    opened = html.unescape(re.findall(r'class="kb-value"><a[^>]*href="([^"]*)"', large.page(AUDITOR, "/"))[0])
    said = large.page(AUDITOR, opened)

    assert f"knownAt={before}" in opened
    assert (values(said)[0], EARLIER in said) == (3, False)


def test_who_recorded_something_sees_it_at_once_in_the_figures_of_the_own_municipality(
    large: Browsing, chain: Chain, behind: list[Callable[[], bool]]
) -> None:
    for path in ("/", "/cijfers/placements?version=started"):
        large.page(OWN, path)
    chain.says("A", PlacementStarted(trajectory="DUAL"), "2008-06-03")

    for path in ("/", "/cijfers/placements?version=started"):
        said = large.page(OWN, path)
        assert (values(said)[0], EARLIER in said) == (3, False)


@pytest.mark.parametrize(
    ("reader", "path"),
    [
        (AUDITOR, "/cijfers/placements?version=started&by=municipality"),
        (OWN, "/cijfers/placements?version=started&by=provider"),
        (AUDITOR, "/deelnemers"),
    ],
)
def test_a_part_that_takes_long_is_not_waited_for(
    large: Browsing, behind: list[Callable[[], bool]], reader: Reader, path: str
) -> None:
    assert WORKED_OUT in large.page(reader, path)

    for _ in range(3):
        while behind:
            assert behind.pop()()
        said = large.page(reader, path)
    assert WORKED_OUT not in said


def test_auditors_of_two_engagements_share_what_names_nobody(browsing: Browsing) -> None:
    path = "/cijfers/placements?version=started"
    seen = [browsing.page(one, path) for one in (AUDITOR, Reader("auditor", engagement="2010", name="a2"))]

    cases = [set(re.findall(r"/gevallen/[^>]*>([^<]*)</a>", said)) for said in seen]
    assert browsing.worked_out == 1
    assert cases[0].isdisjoint(cases[1])


def test_what_the_start_shows_of_the_country_is_worked_out_before_anybody_asks_it(
    chain: Chain, badges: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Callable[[], bool]] = []
    monkeypatch.setattr(Renewing, "soon", lambda self, question, work: begun.append(work) or True)
    asked, figures = list[str](), Figures(chain.ledger)
    ask = figures.ask
    monkeypatch.setattr(figures, "ask", lambda one, **more: asked.append(one.rule) or ask(one, **more))
    for limits in (PATIENT, Limits(figure_seconds=60, earlier_facts_min=1)):
        quiet = io.StringIO()
        office = Office(
            figures, badges.access, log=json_log(quiet), access_log=json_log(quiet),
            logboek=Logboek(io.BytesIO(), "test"), description={}, limits=limits, together=kept_here(limits),
        )  # fmt: skip
        ask_beforehand(office)

    assert [work() for work in begun] == [True]
    before = len(asked)
    assert before > 0
    Telling(office, AUDITOR).answers(Asked("placements"))
    assert len(asked) == before


# --- Behind pages ---


def test_what_is_worked_out_behind_pages_is_worked_out_once_and_what_fails_is_left_to_who_waits() -> None:
    renewing, begun, may_end = Renewing(json_log(io.StringIO())), Queue[str](), Event()

    def work(name: str, *, is_kept: bool = True) -> Callable[[], bool]:
        def done() -> bool:
            begun.put(name)
            may_end.wait(60)
            return is_kept

        return done

    assert [renewing.soon("a", work("a")), renewing.soon("b", work("b", is_kept=False))] == [True, True]
    assert {begun.get(timeout=60), begun.get(timeout=60)} == {"a", "b"}
    assert [renewing.soon("a", work("again")), renewing.soon("c", work("c"))] == [True, True]
    may_end.set()
    assert begun.get(timeout=60) == "c"
    renewing.wait()

    assert begun.empty()
    assert [renewing.soon("b", work("b")), renewing.soon("b", work("b"))] == [False, True]
    renewing.wait()
    renewing.stop()
    assert renewing.soon("d", work("d"))
    assert begun.get(timeout=60) == "b"
    assert begun.empty()
