"""The pages of the ledger: facts in order, two moments held against each other, and one fact with its proof."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import pytest

from api.pages.layout import WORDS
from api.pages.who import actor_said
from replay.figures import Figures
from store.ledger import Ledger
from store.readers import Reader
from tests.api.sending import BY_TOKEN, Sender, absence, event, person
from tests.api.test_pages import BROWSER, shown


def positions(said: str) -> list[int]:
    """The facts in the list, in order."""
    return [int(one) for one in re.findall(r'<a class="nl-link" href="/(?:en/ledger|grootboek)/(\d+)">', said)]


def test_the_ledger_begins_at_the_first_fact_and_goes_on_page_by_page(caller: Any) -> None:
    said = shown(caller, "/grootboek")
    assert positions(said) == list(range(1, 26))
    link = re.search(r'href="([^"#]+)#lines" rel="next"', said)
    assert link is not None
    assert positions(shown(caller, link[1].replace("&amp;", "&"))) == list(range(26, 51))


def test_facts_are_found_by_kind_source_place_and_either_time(caller: Any) -> None:
    said = shown(
        caller, "/en/ledger?type=PlacementStarted&source=GWS4all&municipality=Groningen&occurredUntil=2007-03-01"
    )
    days = re.findall(r'<td class="utrecht-table__cell kb-nowrap">(\d{4}-\d\d-\d\d)</td>', said)[::2]
    assert days
    assert all("2007-01-01" <= day < "2007-03-01" for day in days)
    assert "Placement started" in said
    assert "Geen feit past bij deze vraag" in shown(caller, "/grootboek?recordedFrom=2130-01-01")


def test_what_came_between_two_moments_is_counted_by_kind_and_each_kind_opens(caller: Any) -> None:
    said = shown(caller, "/grootboek?from=10&to=40").partition('id="between"')[2]
    lines = re.findall(r'href="([^"]+)">([^<]+)</a></th><td class="utrecht-table__cell kb-number">(\d+)</td>', said)
    assert sum(int(number) for _, _, number in lines) == 30
    address, _, number = lines[0]
    opened = positions(shown(caller, address.replace("&amp;", "&")))
    assert len(opened) == int(number)
    assert all(10 < one <= 40 for one in opened)


def test_moments_that_stand_the_wrong_way_round_are_refused(caller: Any) -> None:
    answer = caller.get("/grootboek?from=40&to=10", headers=BROWSER)
    assert answer.status_code == 400
    assert "<strong>to</strong>" in answer.text


def test_the_numbers_on_the_page_of_a_fact_lead_to_its_root(caller: Any) -> None:
    said = shown(caller, "/grootboek/6?size=100")
    numbers = re.findall(r'<code class="kb-hash">([0-9a-f]+)</code>', said)
    position, size, leaf, *path, root = numbers
    assert (position, size) == ("6", "100")
    node, last, found = int(position) - 1, int(size) - 1, bytes.fromhex(leaf)
    for beside in map(bytes.fromhex, path):
        pair = beside + found if node % 2 or node == last else found + beside
        while node == last and node and not node % 2:
            node, last = node // 2, last // 2
        node, last, found = node // 2, last // 2, sha256(b"\x01" + pair).digest()
    assert found.hex() == root
    assert caller.get("/v1/proofs/inclusion?position=6&size=100").json()["leaf"] == leaf


def test_a_tree_in_which_the_fact_does_not_stand_is_refused(caller: Any) -> None:
    for size in ("5", "99999999"):
        answer = caller.get(f"/grootboek/6?size={size}", headers=BROWSER)
        assert (answer.status_code, "<strong>size</strong>" in answer.text) == (400, True)


def test_a_correction_is_seen_from_both_sides(ledger: Ledger, calling: type[Any]) -> None:
    api = calling(Figures(ledger), access=BY_TOKEN)
    clerk = Sender(api, "clerk")
    first = clerk.record(person(), absence()).json()["events"][1]
    fields = {"original": first["event_id"], "body": {"authorised": True, "session": "a1"}}
    clerk.record(event("event-corrected", "c1", first["subject"], None, fields=fields))

    earlier, later = (clerk.get(f"/en/ledger/{one}", accept="text/html").text for one in (2, 3))

    assert "A later fact says something of this one" in earlier
    assert 'href="/en/ledger/3">Event corrected, 3</a>' in earlier
    assert 'href="/en/ledger/2">Absence recorded, 2</a>' in later
    assert "What stands there now" in later


def test_whoever_a_fact_is_about_is_written_down_once_it_is_shown(caller: Any) -> None:
    said = shown(caller, "/grootboek/6")
    dossier = re.search(r'href="/dossier/([0-9a-f-]{36})"', said)
    read = {line["attributes"].get("dpl.core.data_subject_id") for line in caller.logboek()} - {None}
    assert dossier is not None
    assert read == {dossier[1]}


@pytest.mark.parametrize("path", ["/grootboek/999999", "/grootboek/nul"])
def test_where_no_fact_stands_is_no_page(caller: Any, path: str) -> None:
    assert caller.get(path, headers=BROWSER).status_code == 404


def test_a_case_manager_sees_the_own_facts_and_a_foreign_one_is_not_there(guarded: Any, badges: Any) -> None:
    own = badges.shown(Reader("case_manager", municipality="0014"), purpose="execution")
    foreign = badges.shown(Reader("case_manager", municipality="0642"), purpose="execution")
    assert guarded.get("/grootboek/6", headers=BROWSER | own).status_code == 200
    assert guarded.get("/grootboek/6", headers=BROWSER | foreign).status_code == 404
    assert 6 not in positions(guarded.get("/grootboek", headers=BROWSER | foreign).text)
    assert guarded.get("/grootboek?municipality=0344", headers=BROWSER | own).status_code == 403


def test_a_fact_tells_its_unit_its_precision_and_who_recorded_it_in_words() -> None:
    words = WORDS["nl"]
    assert (words.said("unit", "trajectories"), words.said("precision", "exact")) == ("trajecten", "precies")
    assert words.unit("cents") == "eurocent"
    assert actor_said(words, "operator") == "wie deze machine beheert"
    assert actor_said(words, "m1234") == "m1234"
