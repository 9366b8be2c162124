"""The pages of recording: the forms come from the facts, what stands in the way is said first, and it is one road."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.pages.record import AWAITING_MAX, KINDS
from api.pages.record_kinds import ASKED
from domain.facts import (
    ObjectionLodged,
    OfferAccepted,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    SanctionImposed,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.facts.base import Nature, of
from exchange.euros import cents_of
from exchange.fact_fields import fields_of
from replay.figures import Figures
from store.ledger import Ledger
from store.readers import Reader
from tests.api.browsing import Browsing
from tests.replay.saying import Chain

GRONINGEN = Reader("case_manager", municipality="0014", name="m1234")


@pytest.fixture
def chain(ledger: Ledger) -> Chain:
    """A ledger in which somebody is registered."""
    chain = Chain(ledger)
    chain.says("G1", PersonRegistered(), "2008-01-02")
    return chain


@pytest.fixture
def room(chain: Chain, ledger: Ledger, calling: Any, badges: Any) -> Any:
    """The pages over it."""
    return calling(Figures(ledger), access=badges.access)


@pytest.fixture
def manager(room: Any, badges: Any) -> Browsing:
    """A case manager of Groningen at a browser."""
    return Browsing(room, badges.shown(GRONINGEN, "execution"))


def opened(browsing: Browsing, slug: str = "") -> str:
    """Find the dossier by its number and open a form; its address."""
    browsing.go("/vastleggen")
    browsing.send("/vastleggen/zoeken", record="G1")
    base = browsing.at
    assert re.fullmatch(r"/vastleggen/[0-9a-f-]{36}", base), base
    if slug:
        browsing.go(f"{base}/{slug}")
    return browsing.at


def test_a_number_finds_a_dossier_and_stands_in_no_address(manager: Browsing) -> None:
    address = opened(manager)

    assert "Plaatsing" in manager.answer.text
    assert "G1" not in address
    assert manager.answer.text.count("<h1") == 1
    manager.go("/vastleggen")
    assert manager.send("/vastleggen/zoeken", record="nobody").status_code == 400


def test_every_kind_has_a_form_in_both_languages(manager: Browsing) -> None:
    base = opened(manager)
    for slug, definition in KINDS.items():
        for address in (f"{base}/{slug}", f"{base}/{slug}".replace("/vastleggen", "/en/record")):
            said = manager.go(address)
            assert said.status_code == 200, slug
            assert said.text.count("<label") == len(ASKED[definition.fact]) + 1, slug


def test_where_a_code_is_expected_an_example_stands_beside_it_that_the_field_takes(manager: Browsing) -> None:
    base = opened(manager)
    shown: set[str] = set()
    for slug, definition in KINDS.items():
        text = manager.go(f"{base}/{slug}").text
        known = fields_of(definition, lambda _: None)
        inputs = dict(re.findall(r'<input [^>]*name="(\w+)" type="(\w+)"', text))
        for name, sort in inputs.items():
            if name == "amount_cents" or (sort == "text" and known[name].kind.words.startswith("code")):
                example = re.search(rf'id="{name}-example">([^<]*)<', text)
                assert example, (slug, name)
                assert f"{name}-example" in text.split(f'id="{name}-example"')[0], (slug, name)
                given = re.findall(r"(?:bijvoorbeeld) ([\w.€]+)", example[1])[0]
                assert cents_of(given) if name == "amount_cents" else known[name].kind.read(given)
                shown.add(name)
    assert {"article", "amount_cents"} <= shown


def test_what_is_filled_in_is_recorded_and_told(manager: Browsing, ledger: Ledger) -> None:
    address = opened(manager, "waiting-list-joined")

    manager.send(
        address, occurred_on="2008-03-01", list="FIRST_INFLOW", reason="CAPACITY", remark="Zonnebloem", provider=""
    )

    assert re.search(r"Vastgelegd op positie [0-9.]+\.", manager.answer.text), manager.answer.text
    (recorded,) = [one for one, _ in ledger.events_at([ledger.head().position]).values()]
    assert recorded.event.actor == "m1234"
    assert ledger.personal_of(recorded) == {"remark": "Zonnebloem"}


def test_a_mistake_shows_the_form_again_with_what_was_typed(manager: Browsing, ledger: Ledger) -> None:
    address, position = opened(manager, "placement-interrupted"), ledger.head().position

    said = manager.send(address, occurred_on="morgen", reason="", reason_text="Zonnebloem", return_expected_on="x")

    assert said.status_code == 400
    assert "Er is nog niets vastgelegd" in said.text
    assert 'id="occurred_on-wrong"' in said.text
    assert ">Zonnebloem</textarea>" in said.text
    assert ledger.head().position == position
    assert "Zonnebloem" not in manager.caller.lines.getvalue()


@pytest.mark.parametrize(
    ("typed", "told"),
    [("1.234", "kan op twee manieren worden gelezen"), ("1,234", "kan op twee manieren"), ("12,3", "in euro&#39;s")],
)
def test_an_amount_that_is_not_plain_is_asked_again_beside_its_field(
    manager: Browsing, ledger: Ledger, typed: str, told: str
) -> None:
    address, position = opened(manager, "sanction-imposed"), ledger.head().position

    said = manager.send(address, occurred_on="2008-04-01", kind="FINE", article="34", amount_cents=typed)

    assert said.status_code == 400
    assert told in said.text.split('id="amount_cents-wrong"')[1].split("</p>")[0]
    assert f'value="{typed}"' in said.text
    assert ledger.head().position == position


def test_a_rule_that_forbids_it_is_told_before_anything_is_recorded(manager: Browsing, ledger: Ledger) -> None:
    address, position = opened(manager, "sanction-imposed"), ledger.head().position

    said = manager.send(address, occurred_on="2008-04-01", kind="FINE", article="34", amount_cents="")

    assert said.status_code == 409, said.text
    assert "Dit kan niet worden vastgelegd." in said.text
    assert ledger.head().position == position


def test_an_open_objection_is_said_before_a_decision_and_whoever_goes_on_records_it(
    manager: Browsing, chain: Chain, ledger: Ledger
) -> None:
    placed = chain.says("G1", PlacementStarted(trajectory="REGULAR"), "2008-02-01")
    chain.says("G1", ObjectionLodged(decision=str(placed.event.event_id)), "2008-02-10")
    address, position = opened(manager, "provider-reassigned"), ledger.head().position

    said = manager.send(address, occurred_on="2008-04-01", to_provider="Agens")
    assert 'data-hindrance="OPEN_OBJECTION"' in said.text
    assert ledger.head().position == position

    manager.send(address)
    assert "Vastgelegd op positie" in manager.answer.text
    assert ledger.head().position == position + 1


ON_LIST = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
PLACED = PlacementStarted(trajectory="REGULAR")


@pytest.mark.parametrize(
    ("stands", "slug", "said", "warned"),
    [
        ([], "waiting-list-left", {"occurred_on": "2008-04-01", "because": "PLACED"}, {"NOTHING_BEFORE"}),
        ([(ON_LIST, "2008-03-01")], "waiting-list-left", {"occurred_on": "2008-02-28"}, {"DAY_BEFORE"}),
        (
            [(ON_LIST, "2008-03-01")],
            "waiting-list-left",
            {"occurred_on": "1850-01-01"},
            {"DAY_BEFORE", "CENTURY_BEFORE"},
        ),
        (
            [(ON_LIST, "2008-03-01"), (WaitingListLeft(because="PLACED"), "2008-03-20")],
            "waiting-list-left",
            {"occurred_on": "2008-04-01"},
            {"ENDED_ALREADY"},
        ),
        ([(ON_LIST, "2008-03-01")], "waiting-list-left", {"occurred_on": "2008-03-01"}, set()),
        ([(ON_LIST, "2008-03-01")], "waiting-list-joined", {"occurred_on": "2008-04-01"}, {"STILL_OPEN"}),
        ([(PLACED, "2008-03-01")], "waiting-list-joined", {"occurred_on": "2008-04-01"}, {"STILL_OPEN"}),
        (
            [(PLACED, "2008-03-01"), (PlacementEnded(reason="COMPLETED"), "2008-03-20")],
            "waiting-list-joined",
            {"occurred_on": "2008-04-01"},
            set(),
        ),
        ([(PLACED, "2008-03-01")], "placement-ended", {"occurred_on": "2008-02-01"}, {"DAY_BEFORE"}),
        ([], "provision-established", {"occurred_on": "2008-04-01"}, {"NOTHING_BEFORE"}),
        ([(OfferAccepted(), "2008-03-01")], "provision-established", {"occurred_on": "2008-04-01"}, set()),
    ],
)
def test_an_order_of_facts_that_cannot_be_is_said_before_it_is_recorded(
    manager: Browsing, chain: Chain, ledger: Ledger, stands: Any, slug: str, said: Any, warned: set[str]
) -> None:
    for fact, day in stands:
        chain.says("G1", fact, day)
    needed = {
        "waiting-list-left": {"because": "DECLINED"},
        "waiting-list-joined": {"list": "FIRST_INFLOW", "reason": "CAPACITY"},
        "placement-ended": {"reason": "COMPLETED"},
        "provision-established": {"provision": "INTEGRATION"},
    }[slug]
    address, position = opened(manager, slug), ledger.head().position

    text = manager.send(address, **{**needed, **said}).text

    assert set(re.findall(r'data-hindrance="(\w+)"', text)) == warned, text
    assert ledger.head().position == position + (not warned)
    assert "{" not in "".join(re.findall(r"data-hindrance[^<]*", text))


def test_a_name_that_nobody_used_is_asked_about_and_one_that_stands_is_offered(
    manager: Browsing, chain: Chain, ledger: Ledger
) -> None:
    chain.says("G1", PlacementStarted(trajectory="REGULAR", provider="Agens", course="Alfa 1"), "2008-02-01")
    chain.says("G1", PlacementEnded(reason="COMPLETED"), "2008-03-01")
    address, position = opened(manager, "placement-started"), ledger.head().position
    assert '<datalist id="provider-known"><option value="Agens">' in manager.answer.text
    form, filled = manager.answer, {"occurred_on": "2008-04-01", "trajectory": "REGULAR"}

    said = manager.send(address, **filled, provider="Agensen", course="Beta", scheme="<img src=x>").text
    assert {"UNKNOWN_PROVIDER", "UNKNOWN_COURSE", "UNKNOWN_SCHEME"} == set(re.findall(r'hindrance="(\w+)"', said))
    assert "Onbekende aanbieder: Agensen." in said
    assert "<img" not in said
    assert ledger.head().position == position

    manager.answer = form
    manager.send(address, **filled, provider="agens", course="Alfa 1", scheme="")
    assert "Vastgelegd op positie" in manager.answer.text


def test_what_only_happened_is_recorded_without_a_warning(manager: Browsing, chain: Chain) -> None:
    placed = chain.says("G1", PlacementStarted(trajectory="REGULAR"), "2008-02-01")
    chain.says("G1", ObjectionLodged(decision=str(placed.event.event_id)), "2008-02-10")
    address = opened(manager, "placement-interrupted")

    manager.send(address, occurred_on="2008-04-01")

    assert "Vastgelegd op positie" in manager.answer.text


def test_a_fine_waits_for_the_word_of_another_than_who_imposed_it(
    manager: Browsing, room: Any, badges: Any, ledger: Ledger
) -> None:
    address = opened(manager, "sanction-imposed")
    said = manager.send(address, occurred_on="2008-04-01", kind="FINE", article="34", amount_cents="250")
    assert 'data-hindrance="NEEDS_APPROVAL"' in said.text, said.text
    manager.send(address)
    assert "Vastgelegd op positie" in manager.answer.text
    assert "Uw eigen voorstel" in manager.go("/vastleggen").text
    assert 'value="approve"' not in manager.answer.text

    position = ledger.head().position
    colleague = Browsing(room, badges.shown(Reader("case_manager", municipality="0014", name="m5678"), "execution"))
    for said in (colleague.go("/vastleggen").text, colleague.send("/vastleggen/goedkeuren", word="approve").text):
        assert all(word in said for word in ("Sanctie opgelegd", "€ 250,00", "Groningen", "m1234", "01-04-2008")), said
    assert "Keurt u dit goed?" in colleague.answer.text
    assert ledger.head().position == position
    colleague.send("/vastleggen/goedkeuren")

    assert ledger.head().position == position + 1
    assert "Het voorstel is goedgekeurd." in colleague.answer.text
    assert "Er wacht niets op goedkeuring." in colleague.answer.text


def test_more_proposals_than_fit_on_a_page_stand_on_the_next(manager: Browsing, chain: Chain) -> None:
    fine = SanctionImposed(article="34", kind="FINE", amount_cents=25000)
    chain.record([chain.stated(f"G{number}", fine, "2008-04-01") for number in range(2, 2 + AWAITING_MAX + 1)])

    first = manager.go("/vastleggen").text
    assert f"1 tot en met {AWAITING_MAX} van {AWAITING_MAX + 1}" in first
    assert first.count('name="event"') == AWAITING_MAX
    assert manager.go(f"/vastleggen?begin={AWAITING_MAX}").text.count('name="event"') == 1
    assert f"?begin={AWAITING_MAX}" in first


def test_what_was_never_proposed_is_not_approved(
    manager: Browsing, chain: Chain, room: Any, badges: Any, ledger: Ledger
) -> None:
    chain.says("G1", SanctionImposed(article="34", kind="FINE", amount_cents=25000), "2008-04-01")
    placed, position = chain.says("G1", PLACED, "2008-02-01"), ledger.head().position
    manager.go("/vastleggen")

    refused = manager.send("/vastleggen/goedkeuren", word="approve", event=str(placed.event.event_id))

    assert refused.status_code == 409
    assert "valt niets goed te keuren" in refused.text
    assert ledger.head().position == position


def test_who_proposed_it_cannot_approve_it(manager: Browsing, chain: Chain, room: Any, badges: Any) -> None:
    chain.says("G1", SanctionImposed(article="34", kind="FINE", amount_cents=25000), "2008-04-01")
    manager.go("/vastleggen")
    event = re.search(r'name="event" value="([0-9a-f-]+)"', manager.answer.text)
    assert event is not None
    proposer = Browsing(room, badges.shown(Reader("case_manager", municipality="0014", name="tester"), "execution"))
    proposer.go("/vastleggen")
    proposer.answer = manager.answer
    proposer.cookies = dict(manager.cookies)

    refused = proposer.send("/vastleggen/goedkeuren", word="approve")

    assert refused.status_code == 409
    assert "Dit kan niet worden vastgelegd." in refused.text
    assert "Ja, keur dit goed" not in refused.text


def test_what_is_corrected_before_the_confirmation_is_shown_again(
    chain: Chain, room: Any, badges: Any, ledger: Ledger
) -> None:
    fine = SanctionImposed(article="34", kind="FINE", amount_cents=25000)
    stated = chain.says("G1", fine, "2008-04-01")
    colleague = Browsing(room, badges.shown(Reader("case_manager", municipality="0014", name="m5678"), "execution"))
    colleague.go("/vastleggen")
    colleague.send("/vastleggen/goedkeuren", word="refuse")
    chain.corrects(stated, SanctionImposed(article="34", kind="FINE", amount_cents=10000), "2008-04-01")
    position = ledger.head().position

    again = colleague.send("/vastleggen/goedkeuren")

    assert "€ 100,00" in again.text
    assert "€ 250,00" not in again.text
    assert ledger.head().position == position
    colleague.send("/vastleggen/goedkeuren")
    assert "Het voorstel is geweigerd." in colleague.answer.text


def test_a_dossier_that_changed_meanwhile_is_not_decided_on(manager: Browsing, chain: Chain, ledger: Ledger) -> None:
    chain.says("G1", PlacementStarted(trajectory="REGULAR"), "2008-02-01")
    address = opened(manager, "provider-reassigned")
    chain.says("G1", PersonRegistered(), "2008-02-11")
    position = ledger.head().position

    said = manager.send(address, occurred_on="2008-04-01", to_provider="Agens", confirmed="yes")
    assert said.status_code == 412
    assert ledger.head().position == position


def test_a_form_that_is_sent_twice_is_recorded_once(manager: Browsing, ledger: Ledger) -> None:
    address = opened(manager, "waiting-list-joined")
    page, said = manager.answer, {"occurred_on": "2008-03-01", "list": "FIRST_INFLOW", "reason": "CAPACITY"}
    manager.send(address, **said)
    position = ledger.head().position
    manager.answer = page

    assert manager.send(address, **said).status_code == 200
    assert ledger.head().position == position


def test_what_stands_already_is_not_recorded_again(manager: Browsing, ledger: Ledger) -> None:
    said = {"occurred_on": "2008-03-01", "list": "FIRST_INFLOW", "reason": "CAPACITY"}
    manager.send(opened(manager, "waiting-list-joined"), **said)
    position = ledger.head().position

    manager.send(opened(manager, "waiting-list-joined"), **said)

    assert "Dit stond al vastgelegd." in manager.answer.text
    assert ledger.head().position == position


def test_a_field_that_is_not_asked_is_not_recorded(manager: Browsing, ledger: Ledger) -> None:
    address, position = opened(manager, "offer-accepted"), ledger.head().position

    assert manager.send(address, occurred_on="2008-03-01", bsn="123456782").status_code == 400
    assert ledger.head().position == position


def test_another_municipality_finds_nothing_to_record(room: Any, badges: Any, manager: Browsing) -> None:
    address = opened(manager)
    other = Browsing(room, badges.shown(Reader("case_manager", municipality="0599", name="m9"), "execution"))
    other.go("/vastleggen")

    assert other.send("/vastleggen/zoeken", record="G1").status_code == 400
    assert other.go(address).status_code == 404
    assert other.go(f"{address}/offer-accepted").status_code == 404


def test_decisions_are_marked_as_such(manager: Browsing) -> None:
    opened(manager)
    decisions = sum(of(kind).nature is Nature.DECISION for kind in ASKED)
    assert manager.answer.text.count('<span class="nl-data-badge">besluit</span>') == decisions
