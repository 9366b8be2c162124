"""The pages of signals: today's work, one signal, and what somebody does about it from a form."""

from __future__ import annotations

import re
from typing import Any

import pytest

from domain.facts import WaitingListJoined
from replay.figures import Figures
from store.ledger import Ledger
from store.readers import Reader
from tests.api.browsing import Browsing
from tests.replay.saying import Chain

GRONINGEN = Reader("case_manager", municipality="0014", name="m1234")


@pytest.fixture
def room(ledger: Ledger, calling: Any, badges: Any) -> Any:
    """The pages over a ledger in which somebody waits far too long."""
    joined = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
    Chain(ledger).says("W1", joined, "2003-06-01", registered_on=None)
    return calling(Figures(ledger), access=badges.access)


@pytest.fixture
def manager(room: Any, badges: Any) -> Browsing:
    """A case manager of Groningen at a browser."""
    return Browsing(room, badges.shown(GRONINGEN, "execution"))


def opened(browsing: Browsing) -> str:
    """Go from the list to the first signal; its address."""
    said = browsing.go("/signalen").text
    link = re.search(r'href="(/signalen/[a-z-]+/[0-9a-f-]{36})"', said)
    assert link is not None, said
    browsing.go(link[1])
    return link[1]


def test_the_work_of_today_stands_by_kind_and_each_signal_opens(manager: Browsing) -> None:
    said = manager.go("/signalen").text
    assert said.count("<h1") == 1
    assert "W1" in said
    assert "OVER_LIMIT" not in said
    assert "niemand" in said
    assert re.search(r"[0-9.]+ dagen over", said)

    opened(manager)
    assert manager.answer.status_code == 200
    assert "Oppakken" in manager.answer.text
    assert "Laten rusten" in manager.answer.text
    assert re.search(r'href="/dossier/[0-9a-f-]{36}"', manager.answer.text)


def test_where_a_provider_must_act_it_is_said_who_calls_them(manager: Browsing, ledger: Ledger) -> None:
    calls = "de gemeente spreekt de aanbieder erop aan"
    assert calls not in manager.go("/signalen").text
    joined = WaitingListJoined(list="TEMPORARILY_STOPPED", reason="CAPACITY")
    Chain(ledger).says("W2", joined, "2003-06-01", registered_on=None)
    assert calls in manager.go("/signalen").text


def test_who_takes_a_signal_stands_on_it(manager: Browsing) -> None:
    address = opened(manager)

    manager.send(f"{address}/oppakken", assignee="m1234", role="CASE_MANAGER", until_on="")

    assert manager.at == "/signalen"
    assert "Het signaal is opgepakt." in manager.answer.text
    assert "m1234" in manager.answer.text


def test_a_signal_rests_with_a_reason_and_the_remark_is_sealed(manager: Browsing, ledger: Ledger) -> None:
    address = opened(manager)

    manager.send(
        f"{address}/laten-rusten", reason="PLACE_PROMISED", rests_until_on="2099-01-01", remark="Zonnebloem belde"
    )

    assert "Het signaal rust." in manager.answer.text
    (recorded,) = [one for one, _ in ledger.events_at([ledger.head().position]).values()]
    assert ledger.personal_of(recorded) == {"remark": "Zonnebloem belde"}
    resting = manager.go("/signalen?acknowledged=true").text
    assert "W1" in resting
    assert re.search(r"Rust tot 01-01-2099: Er is een plaats toegezegd \(door m1234, op [0-9-]{10}\)", resting)
    assert "Wie er op" not in resting


def test_what_rests_without_a_token_names_no_code_of_the_machine(room: Any, ledger: Ledger, calling: Any) -> None:
    browsing = Browsing(calling(Figures(ledger)), {})
    address = opened(browsing)
    assert "loopback" not in browsing.answer.text

    browsing.send(f"{address}/laten-rusten", reason="DONE")

    resting = browsing.go("/signalen?acknowledged=true").text
    assert "Rust voorgoed: Het is gedaan (door iemand zonder code" in resting


def test_a_form_that_is_sent_twice_is_recorded_once(manager: Browsing, ledger: Ledger) -> None:
    address = opened(manager)
    page = manager.answer
    manager.send(f"{address}/oppakken", assignee="m1234", role="CASE_MANAGER")
    position = ledger.head().position
    manager.answer = page

    assert manager.send(f"{address}/oppakken", assignee="m1234", role="CASE_MANAGER").status_code == 200
    assert ledger.head().position == position


def test_what_changed_meanwhile_is_not_decided_on(manager: Browsing, ledger: Ledger) -> None:
    address = opened(manager)
    page = manager.answer
    manager.send(f"{address}/oppakken", assignee="m1", role="CASE_MANAGER")
    position = ledger.head().position
    manager.answer = page

    refused = manager.send(f"{address}/laten-rusten", reason="DONE")

    assert refused.status_code == 412
    assert "Intussen heeft iemand anders" in refused.text
    assert ledger.head().position == position


def test_what_cannot_be_recorded_is_told_and_not_recorded(manager: Browsing, ledger: Ledger) -> None:
    address = opened(manager)
    position = ledger.head().position

    assert manager.send(f"{address}/oppakken", assignee="two words", role="CASE_MANAGER").status_code == 400
    opened(manager)
    assert manager.send(f"{address}/laten-rusten", reason="BECAUSE").status_code == 400
    assert ledger.head().position == position


def test_another_municipality_sees_none_of_it(room: Any, badges: Any, manager: Browsing) -> None:
    address = opened(manager)
    other = Browsing(room, badges.shown(Reader("case_manager", municipality="0599", name="m9"), "execution"))

    assert "W1" not in other.go("/signalen").text
    assert other.go(address).status_code == 404
    assert other.go("/signalen?municipality=0014").status_code == 403


def test_the_list_is_told_in_english_and_of_another_day(manager: Browsing) -> None:
    said = manager.go("/en/signals?asOf=2003-06-02&coming=400").text
    assert "Who must act on 2 June 2003" in said
    assert "days left" in said


def test_everybody_on_the_page_is_written_down(manager: Browsing) -> None:
    manager.go("/signalen")
    assert len([line for line in manager.caller.logboek() if "dpl.core.data_subject_id" in str(line)]) == 1
