"""The pages on which a fact is put right: by one that points to it, after it was said what that changes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec
import pytest

from domain.facts import (
    DecisionNotified,
    PersonRegistered,
    PlacementStarted,
    QuotaSet,
    SanctionImposed,
    WaitingListJoined,
    WaitingListLeft,
)
from replay.figures import Figures
from store.ledger import Ledger
from store.readers import Reader
from tests.api.browsing import Browsing
from tests.replay.saying import Chain

GRONINGEN = Reader("case_manager", municipality="0014", name="m1234")
ON_LIST = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY", provider="Agens")


@pytest.fixture
def chain(ledger: Ledger) -> Chain:
    """A ledger in which somebody is registered."""
    chain = Chain(ledger)
    chain.says("G1", PersonRegistered(), "2008-01-02", personal={"remark": "Zonnebloem"})
    return chain


@pytest.fixture
def room(chain: Chain, ledger: Ledger, calling: Any, badges: Any) -> Any:
    """The pages over it."""
    return calling(Figures(ledger), access=badges.access)


@pytest.fixture
def manager(room: Any, badges: Any) -> Browsing:
    """A case manager of Groningen at a browser."""
    return Browsing(room, badges.shown(GRONINGEN, "execution"))


def form_of(browsing: Browsing) -> dict[str, str]:
    """What the form on the page is filled in with."""
    text = browsing.answer.text
    typed = dict(re.findall(r'<input class[^>]* name="(\w+)"[^>]*? value="([^"]*)"', text))
    chosen = re.findall(r'<select [^>]*name="(\w+)".*?</select>', text, re.S)
    for name in chosen:
        inside = text.split(f'name="{name}"')[1].split("</select>")[0]
        found = re.search(r'value="([^"]*)" selected', inside)
        typed[name] = found[1] if found else ""
    return typed


def test_a_fact_is_corrected_from_its_dossier_by_a_form_that_says_what_stands_there(
    manager: Browsing, chain: Chain, ledger: Ledger
) -> None:
    said = chain.says("G1", ON_LIST, "1850-01-01")
    subject, position = said.event.subject, ledger.head().position
    dossier = manager.go(f"/dossier/{subject}").text
    address = f"/grootboek/{said.position}/verbeteren"
    assert f'href="{address}"' in dossier
    assert f'href="{address}"' in manager.go(f"/grootboek/{said.position}").text

    manager.go(address)
    form = form_of(manager)
    assert (form["occurred_on"], form["list"], form["provider"]) == ("1850-01-01", "FIRST_INFLOW", "Agens")
    shown = manager.send(address, **{**form, "occurred_on": "2008-03-01", "provider": "", "why": "TYPING_ERROR"}).text
    for told in ("Dit verandert er", "01-01-1850", "01-03-2008", "Agens", "een typefout", "nog niets vastgelegd"):
        assert told in shown, told
    assert ledger.head().position == position

    manager.send(address, confirmed="yes")
    assert "de verbetering staat op positie" in manager.answer.text
    assert "<ins>01-03-2008</ins>" in manager.answer.text
    (recorded,) = [one for one, _ in ledger.events_at([ledger.head().position]).values()]
    assert recorded.event.actor == "m1234"
    assert str(recorded.event.occurred_on) == "2008-03-01"
    assert b'"list":"FIRST_INFLOW"' in bytes(recorded.event.body)
    assert b"Agens" not in bytes(recorded.event.body)
    assert ledger.head().position == position + 1


def test_what_is_sealed_stays_as_it_is_unless_it_is_typed_anew(manager: Browsing, chain: Chain, ledger: Ledger) -> None:
    said = chain.says("G1", ON_LIST, "2008-03-01", personal={"remark": "Zonnebloem"})
    address = f"/grootboek/{said.position}/verbeteren"
    assert "Zonnebloem" not in manager.go(address).text
    changed = {**form_of(manager), "list": "TEMPORARILY_STOPPED", "why": "MISUNDERSTANDING"}
    manager.send(address, **changed)
    manager.send(address, confirmed="yes")
    (recorded,) = [one for one, _ in ledger.events_at([ledger.head().position]).values()]
    assert ledger.personal_of(recorded) == {"remark": "Zonnebloem"}

    manager.go(address)
    shown = manager.send(address, **{**form_of(manager), "remark": "Klaproos", "why": "TYPING_ERROR"})
    assert "verzegeld, vervangen" in shown.text
    manager.send(address, confirmed="yes")
    (recorded,) = [one for one, _ in ledger.events_at([ledger.head().position]).values()]
    assert ledger.personal_of(recorded) == {"remark": "Klaproos"}


def test_a_mistake_in_a_correction_keeps_what_was_typed_and_leads_back_from_the_question(
    manager: Browsing, chain: Chain, ledger: Ledger
) -> None:
    said = chain.says("G1", ON_LIST, "2008-03-01")
    address, position = f"/grootboek/{said.position}/verbeteren", ledger.head().position
    manager.go(address)
    form = form_of(manager)

    wrong = manager.send(address, **{**form, "occurred_on": "morgen", "provider": "Da Vinci"})
    assert wrong.status_code == 400
    assert 'id="occurred_on-wrong"' in wrong.text
    assert 'id="why-wrong"' in wrong.text
    assert 'value="Da Vinci"' in wrong.text
    same = manager.send(address, **{**form, "why": "TYPING_ERROR"})
    assert (same.status_code, "U hebt niets veranderd" in same.text) == (400, True)
    asked = manager.send(address, **{**form, "provider": "Da Vinci", "why": "TYPING_ERROR"})
    assert 'data-hindrance="UNKNOWN_PROVIDER"' in asked.text
    again = manager.send(address, again="yes")
    assert again.status_code == 200
    assert form_of(manager)["provider"] == "Da Vinci"
    assert ledger.head().position == position


def test_a_fact_that_another_corrected_meanwhile_is_shown_again(
    manager: Browsing, chain: Chain, ledger: Ledger
) -> None:
    said = chain.says("G1", ON_LIST, "2008-03-01")
    address = f"/grootboek/{said.position}/verbeteren"
    manager.go(address)
    form = form_of(manager)
    chain.corrects(said, ON_LIST, "2008-03-05")
    position = ledger.head().position

    shown = manager.send(address, **{**form, "provider": "", "why": "TYPING_ERROR"})

    assert (shown.status_code, "Een ander heeft dit feit verbeterd" in shown.text) == (400, True)
    assert ledger.head().position == position


def test_a_fact_is_taken_back_with_a_reason_after_what_hangs_on_it_was_told(
    manager: Browsing, chain: Chain, ledger: Ledger
) -> None:
    chain.says("G1", ON_LIST, "2008-03-01")
    said = chain.says("G1", WaitingListLeft(because="PLACED"), "1850-01-01")
    address, position = f"/grootboek/{said.position}/intrekken", ledger.head().position

    manager.go(address)
    assert manager.send(address).status_code == 400
    assert 'id="why-wrong"' in manager.answer.text
    shown = manager.send(address, why="DID_NOT_HAPPEN")
    assert "het is niet gebeurd" in shown.text
    assert ledger.head().position == position
    manager.send(address, confirmed="yes")

    assert "Ingetrokken: dat staat op positie" in manager.answer.text
    assert ledger.head().position == position + 1
    assert 'data-bar="RETRACTED"' in manager.go(address).text
    assert manager.answer.status_code == 409
    assert "Door het te verbeteren geldt het weer" in manager.go(address.replace("intrekken", "verbeteren")).text


def test_a_decision_is_revoked_and_corrected_only_while_nothing_followed(
    manager: Browsing, chain: Chain, ledger: Ledger
) -> None:
    fine = chain.says("G1", SanctionImposed(article="34", kind="FINE", amount_cents=125_000), "2008-04-01")
    correct, retract = (f"/grootboek/{fine.position}/{way}" for way in ("verbeteren", "intrekken"))
    dossier = manager.go(f"/dossier/{fine.event.subject}").text
    assert (f'href="{correct}"' in dossier, f'href="{retract}"' in dossier) == (True, False)

    barred = manager.go(retract)
    assert (barred.status_code, 'data-bar="DECISION"' in barred.text) == (409, True)
    assert f'/vastleggen/{fine.event.subject}/decision-revoked"' in barred.text
    manager.go(correct)
    assert form_of(manager)["amount_cents"] == "1250,00"
    shown = manager.send(correct, **{**form_of(manager), "amount_cents": "125", "why": "TYPING_ERROR"}).text
    assert "€ 1.250,00" in shown
    assert "€ 125,00" in shown
    manager.send(correct, confirmed="yes")
    assert "de verbetering staat op positie" in manager.answer.text

    chain.says("G1", DecisionNotified(decision=str(fine.event.event_id)), "2008-04-03")
    assert 'data-bar="DECISION"' in manager.go(correct).text


def test_what_is_of_another_is_not_put_right_here(
    manager: Browsing, chain: Chain, room: Any, badges: Any, ledger: Ledger
) -> None:
    theirs = chain.says("G1", ON_LIST, "2008-03-01")
    stated = chain.stated("G1", ON_LIST, "2008-03-02")
    (school,) = chain.record([msgspec.structs.replace(stated, party="Agens")])
    elsewhere = chain.says("H1", PersonRegistered(), "2008-01-02", municipality="0392")
    other = Browsing(room, badges.shown(Reader("case_manager", municipality="0392", name="m9"), "execution"))

    for way in ("verbeteren", "intrekken"):
        barred = manager.go(f"/grootboek/{school.position}/{way}")
        assert (barred.status_code, 'data-bar="OTHER_PARTY"' in barred.text) == (403, True)
        assert "Agens" in barred.text
        assert f"/{way}" not in manager.go(f"/grootboek/{school.position}").text
        assert other.go(f"/grootboek/{theirs.position}/{way}").status_code == 404
        assert manager.go(f"/grootboek/{elsewhere.position}/{way}").status_code == 404
    assert manager.go(f"/grootboek/{ledger.head().position + 1}/verbeteren").status_code == 404


def test_a_quota_of_ones_own_is_corrected_and_keeps_its_name(manager: Browsing, chain: Chain, ledger: Ledger) -> None:
    told = {"setter": "COUNCIL", "document": "begroting 2008", "precision": "exact", "unit": "trajectories"}
    days = {"period_from": date(2008, 1, 1), "period_until": date(2009, 1, 1), "document_on": date(2007, 12, 1)}
    quota = chain.shared(QuotaSet(scheme="WI_2007", amount=148, **told, **days), "2008-01-01", "0014")  # type: ignore[arg-type]
    address = f"/grootboek/{quota.position}/verbeteren"
    text = manager.go(address).text
    form = form_of(manager)
    assert "scheme" not in form
    assert "Wat hier niet kan veranderen" in text

    manager.send(address, **{**form, "amount": "184", "why": "TYPING_ERROR"})
    manager.send(address, confirmed="yes")

    assert "de verbetering staat op positie" in manager.answer.text, manager.answer.text
    assert "verbeteren" in manager.go(f"/grootboek/{quota.position}").text
    assert manager.go(f"/grootboek/{ledger.head().position}/verbeteren").status_code == 404


def test_an_auditor_reads_and_puts_nothing_right(room: Any, badges: Any, chain: Chain) -> None:
    said = chain.says("G1", PlacementStarted(trajectory="REGULAR"), "2008-03-01")
    auditor = Browsing(room, badges.shown(Reader("auditor", engagement="e1", name="a1"), "audit"))

    assert "/verbeteren" not in auditor.go(f"/grootboek/{said.position}").text
    assert auditor.answer.status_code == 200
    assert auditor.go(f"/grootboek/{said.position}/verbeteren").status_code == 403
