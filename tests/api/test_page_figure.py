"""The pages that open a figure: its cases one by one, what it was broken down by, the bridge to another, its rule."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from store.readers import Reader

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
GRONINGEN = "municipality=Groningen&period=2007-01-01..2008-07-01&registeredBy=2008-09-18"
BRIDGE = f"from=quota-placements@agenda-3a&to=quota-placements@letter-4a&{GRONINGEN}"
CASE_MANAGER = Reader("case_manager", municipality="0014", name="m1")
ELSEWHERE = Reader("case_manager", municipality="0599", name="m1")


def shown(caller: Any, path: str, **headers: str) -> str:
    """What a browser is sent."""
    answer = caller.get(path, headers=BROWSER | headers)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def links(said: str, within: str) -> list[str]:
    """The addresses on a page that have this in them."""
    return [one for one in map(html.unescape, re.findall(r'href="([^"]*)"', said)) if within in one]


# --- A figure ---


def test_each_outcome_opens_its_own_cases_and_every_case_a_page_of_its_own(caller: Any) -> None:
    said = shown(caller, f"/cijfers/placements?{GRONINGEN}")
    (later,) = links(said, "reason=RECORDED_LATER")
    of_one = shown(caller, later)
    assert "1 van 1 gevallen" in of_one
    (case,) = links(of_one, "/gevallen/")
    told = shown(caller, case)
    assert "L1" in told
    assert "De bron had dit op de gevraagde dag nog niet ingevoerd." in told
    assert "hier beslist" in told
    assert "Wat anders had moeten zijn" in told


def test_the_cases_go_on_page_by_page_and_each_stands_on_one_of_them(caller: Any) -> None:
    address, seen = f"/cijfers/placements?{GRONINGEN}&reason=counted", list[str]()
    while address:
        said = shown(caller, address)
        seen += [one.partition("?")[0] for one in links(said, "/gevallen/")]
        following = re.search(r'href="([^"]*)" rel="next"', said)
        address = html.unescape(following[1]).partition("#")[0] if following else ""
    assert len(seen) == len(set(seen)) == 236


def test_a_breakdown_opens_each_municipality_as_a_figure_of_its_own(caller: Any) -> None:
    said = shown(caller, "/en/figures/placements?by=municipality")
    assert "Groningen (0014)" in said
    parts = links(said, "municipality=0014")
    assert any(one.startswith("/en/figures/placements?") for one in parts)


def test_a_figure_leads_to_its_rule_to_a_comparison_and_to_the_facts(caller: Any) -> None:
    said = shown(caller, f"/cijfers/quota-placements?{GRONINGEN}")
    assert links(said, "/regels/quota-placements#letter-4a")
    assert links(said, "/verschil?from=quota-placements")
    assert links(said, "/grootboek/")


def test_a_case_manager_who_names_no_place_sees_the_own_one(guarded: Any, badges: Any) -> None:
    said = shown(guarded, "/cijfers/placements", **badges.shown(CASE_MANAGER, "execution"))
    assert "placements, Groningen" in said


def test_another_municipality_is_refused_and_nothing_of_it_is_told(guarded: Any, badges: Any) -> None:
    for path in (f"/cijfers/placements?{GRONINGEN}", f"/verschil?{BRIDGE}"):
        answer = guarded.get(path, headers=BROWSER | badges.shown(ELSEWHERE, "execution"))
        assert answer.status_code == 403
        assert "236" not in answer.text


def test_a_case_of_another_municipality_is_not_there(caller: Any, guarded: Any, badges: Any) -> None:
    case = links(shown(caller, f"/cijfers/placements?{GRONINGEN}"), "/gevallen/")[0].partition("?")[0]
    answer = guarded.get(case, headers=BROWSER | badges.shown(ELSEWHERE, "execution"))
    assert answer.status_code == 404
    assert guarded.logboek() == []


def test_a_provider_is_told_that_its_own_clients_are_counted(guarded: Any, badges: Any) -> None:
    provider = badges.shown(Reader("provider", provider="ROC Da Vinci", name="m2"), "execution")
    said = shown(guarded, "/en/figures/placements", **provider)
    assert "your own participants only" in said


def test_the_ministry_is_told_what_may_be_published_and_no_case(guarded: Any, badges: Any) -> None:
    ministry = badges.shown(Reader("ministry", name="m3"), "accountability")
    answer = guarded.get(f"/cijfers/placements?{GRONINGEN}", headers=BROWSER | ministry)
    assert "/gevallen/" not in answer.text
    assert "G001" not in answer.text
    assert guarded.logboek() == []


@pytest.mark.parametrize("path", ["/cijfers/placements", "/cijfers/placements?by=provider"])
def test_the_ministry_is_told_why_a_figure_is_not_published_and_can_ask_again(
    guarded: Any, badges: Any, path: str
) -> None:
    ministry = badges.shown(Reader("ministry", name="m3"), "accountability")
    answer = guarded.get(path, headers=BROWSER | ministry)
    assert answer.status_code == 200
    assert "Dit cijfer is zo niet gepubliceerd" in answer.text
    assert 'name="period"' in answer.text
    assert guarded.logboek() == []


# --- A case ---


def test_a_case_is_written_down_as_read_before_it_is_shown(caller: Any) -> None:
    case = links(shown(caller, f"/cijfers/placements?{GRONINGEN}"), "/gevallen/")[0]
    before = len([line for line in caller.logboek() if "dpl.core.data_subject_id" in str(line)])
    shown(caller, case)
    lines = [line for line in caller.logboek() if "dpl.core.data_subject_id" in str(line)]
    assert len(lines) == before + 1
    assert re.search("[0-9a-f-]{36}", case)[0] in str(lines[-1])  # type: ignore[index]


def test_a_case_that_is_none_is_not_there(caller: Any) -> None:
    answer = caller.get("/cijfers/placements/gevallen/00000000-0000-4000-8000-000000000000", headers=BROWSER)
    assert answer.status_code == 404


# --- A difference ---


def test_the_bridge_from_236_to_148_is_drawn_and_listed_and_opens_both_figures(caller: Any) -> None:
    said = shown(caller, f"/verschil?{BRIDGE}")
    assert re.search(r'<svg role="img" aria-label="[^"]*236[^"]*148', said)
    assert "−88" in said
    assert "een andere regel" in said
    first, second = (next(iter(links(said, f"version={one}"))) for one in ("agenda-3a", "letter-4a"))
    assert "236 inburgeraars" in shown(caller, first)
    assert "148 trajecten" in shown(caller, second)


def test_the_form_sends_what_bounds_one_figure_apart(caller: Any) -> None:
    said = shown(
        caller,
        "/en/difference?municipality=Groningen&from=placements@started&to=placements@started"
        "&fromRegisteredBy=2008-09-18&toRegisteredBy=2008-10-02&fromPeriod=2007-01-01..2008-07-01"
        "&toPeriod=2007-01-01..2008-07-01",
    )
    assert "new facts" in said
    assert "L1" in said
    assert said.count("/en/figures/placements/cases/") == 1


def test_without_figures_the_page_asks_which(caller: Any) -> None:
    said = shown(caller, "/verschil")
    assert 'name="from"' in said
    assert 'name="to"' in said
    assert "<svg" not in said


@pytest.mark.parametrize("side", ["from=placements", "to=placements"])
def test_with_one_figure_the_page_asks_for_the_other(caller: Any, side: str) -> None:
    assert '<option value="placements@started" selected' in shown(caller, f"/verschil?{side}")


def test_what_cannot_be_subtracted_is_told_as_a_page(caller: Any) -> None:
    answer = caller.get("/verschil?from=placements&to=waiting-over-one-year", headers=BROWSER)
    assert answer.status_code == 409
    assert "data-problem" in answer.text


# --- The rules ---


def test_every_rule_stands_on_the_page_and_is_found_by_a_word(caller: Any) -> None:
    every = shown(caller, "/regels")
    assert links(every, "/regels/quota-placements#letter-4a")
    found = shown(caller, "/en/rules?search=enforcement")
    assert "enforcement-orders" in found
    assert "waiting-over-one-year" not in found
    assert "Geen regel heeft dat woord" in shown(caller, "/regels?search=xyzzy")


def test_a_rule_shows_its_versions_quotes_tests_and_the_requirements_it_carries(caller: Any) -> None:
    said = shown(caller, "/regels/quota-placements")
    for word in ("letter-4a", "agenda-3a", "R091", "R092", "PARDON_OTHER_MINISTRY", "deze trajecten niet meetellen"):
        assert word in said
    assert "Worked example" in said


def test_a_rule_shows_its_values_with_their_dates(caller: Any) -> None:
    said = shown(caller, "/en/rules/waiting-over-four-months")
    assert "Values with their dates" in said


def test_a_rule_that_is_none_is_told_as_a_page(caller: Any) -> None:
    assert caller.get("/regels/nothing", headers=BROWSER).status_code == 404
