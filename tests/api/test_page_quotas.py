"""The pages of quotas, of reported figures and of the start: the road from there to a number and its bridge."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from api.pages.layout import WORDS
from api.pages.quotas import targets
from domain.facts import FigureReported, ParameterSet, QuotaSet
from domain.quotas import Quota
from replay.asking import Asked
from replay.figures import Figures
from replay.reported import ask_reports, fact_of_report
from store.ledger import Ledger
from store.readers import Reader
from tests.replay.saying import Chain

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
GRONINGEN = "municipality=Groningen&period=2007-01-01..2008-07-01&registeredBy=2008-09-18"
CASE_MANAGER = Reader("case_manager", municipality="0014", name="m1")
WORDING = "Tot 1 juli 2008 zijn 236 inburgeraars op een inburgeringstraject geplaatst"


@pytest.fixture
def told(filled: Figures, calling: type[Any], take_in: Callable[..., None]) -> Any:
    """A caller over the example files and those of Den Haag; two figures were reported, by a document and from here."""
    ledger: Ledger = filled.ledger
    if not ask_reports(filled)[1]:
        chain = Chain(ledger)
        for day in ("2009-01-05", "2009-02-02"):
            take_in(ledger, f"gemeente-den-haag-verantwoording-{day}.csv", municipality="Den Haag")
        needed = ParameterSet(name="accountability-documents", value="beschikking,trajectplan,startverklaring")
        chain.shared(needed, "2008-01-01", "0518")
        published = FigureReported(
            rule="placements", value=236, unit="inburgeraars", computed_here=False, wording=WORDING,
            period_from=date(2007, 1, 1), period_until=date(2008, 7, 1), document="agenda",
            document_on=date(2008, 9, 18),
        )  # fmt: skip
        chain.shared(published, "2008-09-18", "0014")
        (answer,) = filled.ask(Asked("enforcement-orders", "without-offer", municipality="0014"))
        chain.shared(fact_of_report(answer, "letter", None), "2009-01-05", "0014")
    return calling(filled)


def shown(caller: Any, path: str, **headers: str) -> str:
    """What a browser is sent."""
    answer = caller.get(path, headers=BROWSER | headers)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def link(said: str, text: str, within: str) -> str:
    """The address of the first link of which the words have this text and the address has that."""
    for address, words in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', said):
        if text in re.sub("<[^>]*>", "", words) and within in html.unescape(address):
            return html.unescape(address).partition("#")[0]
    raise AssertionError(f"no link says {text} and leads to {within}")


def test_two_clicks_lead_from_the_start_to_236_and_to_its_bridge_to_148(told: Any) -> None:
    quotas = shown(told, link(shown(told, "/"), "naast de taakstelling", "registeredBy=2008-09-18"))
    figure = shown(told, link(quotas, "236", "agenda-3a"))
    assert "236 inburgeraars" in figure
    bridge = shown(told, link(quotas, "148 of 236", "/verschil"))
    assert "+88" in bridge
    assert "een andere regel" in bridge


def test_the_start_opens_the_236_as_it_was_told(told: Any) -> None:
    figure = shown(told, link(shown(told, "/"), "236", "/cijfers/placements"))
    assert '<p class="kb-value">236 plaatsingen</p>' in figure
    assert WORDING in figure


def test_setters_who_name_different_numbers_stand_side_by_side(told: Any) -> None:
    said = shown(told, "/taakstelling?municipality=Den Haag")
    disputed = said.partition('<ul class="kb-setters">')[2].partition("</ul>")[0]
    assert all(one in disputed for one in ("bijna 4.000", "3.100", "3.500", "minister", "gemeenteraad", "wethouder"))
    assert "11.916" not in disputed


def test_one_click_from_the_start_opens_what_a_changed_rule_made_of_a_number(told: Any) -> None:
    start = shown(told, "/").partition("Waar een regel veranderde")[2]
    figure = shown(told, link(start, "5 personen", "asOf=2008-12-31"))
    assert '<p class="kb-value">5 personen</p>' in figure
    assert "complete-files" in figure
    bridge = shown(told, link(start, "waarom 5 en niet 10", "/verschil"))
    assert "−5" in bridge


def test_quotas_open_with_both_numbers_of_the_day_on_which_their_rule_changed(told: Any) -> None:
    said = shown(told, link(shown(told, "/"), "naast de taakstelling", "municipality=0518"))
    changed, _, today = said.partition("Op 31 december 2008, toen de regel veranderde")[2].partition("Wat is gerealis")
    assert re.findall(r">([0-9]+)</a> <span", changed) == ["5", "10"]
    assert link(changed, "10 of 5", "/verschil")
    assert re.findall(r">([0-9]+)</a> <span", today) == ["10", "6"]
    assert "toen de regel veranderde" not in shown(told, "/taakstelling?municipality=0518&asOf=2009-06-30")


def test_a_share_of_a_quota_is_of_what_was_realised_in_its_time(told: Any) -> None:
    said = shown(told, "/taakstelling?municipality=0518")
    card = said.partition('aria-label="realisation@on-trajectory">')[2].partition("</article>")[0]
    of_all, _, of_2009 = card.partition("1 januari 2009 tot 1 januari 2010")
    assert "van 11.916 personen (rijk en gemeente): 0,08%" in of_all
    assert ">0 personen</a>" in of_2009
    assert "van 3.500 personen (wethouder): 0,0%, nog 3.500 te gaan" in of_2009
    assert "wethouder" not in of_all


def test_a_quota_is_drawn_and_compared_over_its_own_time(told: Any) -> None:
    said = shown(told, "/taakstelling?municipality=0518")
    all_years, _, one_year = said.partition("realisation door de tijd: 1 januari 2007 tot")[2].partition(
        "realisation door de tijd: 1 januari 2009 tot"
    )
    assert "taakstelling 11.916 personen" in all_years
    assert "wethouder" not in all_years
    assert "taakstelling 3.500 personen, wethouder" in one_year
    assert "asOf=2009-01-31" in one_year
    assert "period=2009-01-01..2009-02-01" in one_year.replace("%2E", ".")


def test_over_a_longer_time_a_quota_is_a_line_as_long_as_its_own() -> None:
    quota = Quota(
        case="q", party="council", system="paper", municipality="0518", positions=(1,), kind="quota", scheme="WI",
        unit="persons", precision="exact", period_from=date(2009, 1, 1), period_until=date(2010, 1, 1),
        setter="council", document_on=date(2009, 9, 4), document="letter", amount=3100,
    )  # fmt: skip
    days = [date(2008, 12, 31), date(2009, 1, 1), date(2009, 12, 31), date(2010, 1, 1)]
    ((_, numbers, is_target),) = targets(WORDS["nl"], [quota], days)
    assert (numbers, is_target) == ((None, 3100, 3100, None), True)


def test_a_forecast_stands_apart_from_what_was_set(told: Any) -> None:
    said = shown(told, f"/taakstelling?{GRONINGEN}")
    set_, _, expected = said.partition("Wat is gesteld")[2].partition("Wat werd verwacht of geraamd")
    assert "1.230 trajecten" in set_
    assert "1.230 inburgeraars" not in set_
    assert "1.230 inburgeraars" in expected


def test_over_time_each_number_opens_as_the_figure_that_it_is(told: Any) -> None:
    said = shown(told, f"/en/quotas?{GRONINGEN}")
    over = said.partition("quota-placements over time</h3>")[2].partition("<h3")[0]
    numbers = re.findall(r'href="([^"]*)" aria-label="[^"]*: ([0-9,]+)"', over)
    assert len(numbers) == 12
    for address, number in (numbers[0], numbers[5], numbers[-1]):
        assert f'<p class="kb-value">{number} ' in shown(told, html.unescape(address))


def test_of_many_cases_the_numbers_over_time_are_asked_for_apart(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.quotas.AT_ONCE_CASES_MAX", 10)
    said = shown(told, f"/taakstelling?{GRONINGEN}")
    assert "<svg" not in said
    apart = shown(told, link(said, "Toon het verloop", "show=time"))
    assert "quota-placements door de tijd" in apart
    assert 'id="over-time"' in said
    assert 'id="over-time"' in apart


def test_of_all_municipalities_the_quotas_are_shown_and_nothing_that_was_realised(told: Any) -> None:
    said = shown(told, "/taakstelling")
    assert link(said, "Groningen", "municipality=0014")
    assert link(said, "Nederland", "municipality=NL")
    assert "12,0" not in said
    country = shown(told, "/taakstelling?municipality=NL")
    assert "43.000" in country


def test_a_case_manager_sees_the_own_quotas_and_no_other(guarded: Any, badges: Any, told: Any) -> None:
    own = badges.shown(CASE_MANAGER, "execution")
    assert "Taakstelling en realisatie: Groningen" in shown(guarded, "/taakstelling", **own)
    for path in ("/taakstelling?municipality=0518", "/taakstelling?municipality=NL", "/gemeld?municipality=0518"):
        assert guarded.get(path, headers=BROWSER | own).status_code == 403
    assert "agenda" in shown(guarded, "/gemeld", **own)


def test_the_ministry_sees_what_was_set_and_no_number_while_nothing_is_closed(
    guarded: Any, badges: Any, told: Any
) -> None:
    ministry = badges.shown(Reader("ministry", name="m3"), "accountability")
    assert "11.916 personen" in shown(guarded, "/taakstelling", **ministry)
    said = shown(guarded, "/taakstelling?municipality=0518", **ministry)
    assert "nog geen periode gesloten" in said
    assert "/cijfers/" not in said
    assert "Er is nog geen periode gesloten" in shown(guarded, "/", **ministry)


def test_a_figure_that_was_reported_of_the_country_stands_beside_its_quotas(ledger: Ledger, calling: Any) -> None:
    quota = QuotaSet(
        scheme="WI_2007", unit="trajectories", amount=9, precision="exact", period_from=date(2007, 1, 1),
        period_until=date(2010, 1, 1), setter="rijk", document_on=date(2007, 3, 1), document="brief",
    )  # fmt: skip
    told = FigureReported(rule="placements", value=8, unit="inburgeraars", computed_here=False, document="letter")
    for fact in (quota, told):
        Chain(ledger).shared(fact, "2008-09-18", None)

    said = shown(calling(Figures(ledger)), "/taakstelling?municipality=NL")
    assert "/gemeld#" in said
    assert "/taakstelling?municipality=NL" in said


def test_where_nothing_was_set_the_page_says_what_would_fill_it(told: Any) -> None:
    assert "Hier is nog geen taakstelling vastgelegd" in shown(told, "/taakstelling?municipality=Amsterdam")


def test_a_reported_figure_that_drifted_is_told_with_its_bridge(told: Any) -> None:
    said = shown(told, "/gemeld")
    assert "1 van 2 gemelde cijfers luidt nu anders" in said
    assert "<strong>+1</strong>" in said
    bridge = shown(told, link(said, "De brug van toen naar nu", "/verschil"))
    assert "nieuwe feiten" in bridge
    assert "L1" in bridge


def test_reported_figures_are_found_by_rule_and_place(told: Any) -> None:
    assert "letter" not in shown(told, "/en/reported?rule=placements").partition("<article")[2]
    assert "No figure was reported here yet" in shown(told, "/en/reported?municipality=Utrecht")
    assert told.get("/gemeld?rule=nothing", headers=BROWSER).status_code == 404


def test_the_start_tells_the_state_and_how_many_reported_figures_drifted(told: Any) -> None:
    said = shown(told, "/")
    assert re.search(r"<dt>gemeld, nu anders</dt><dd><strong>1</strong>", said)
    assert "wortel van de boom" in said
    assert "quota-placements@" not in said


def test_what_is_found_is_counted_as_it_is_listed(caller: Any) -> None:
    status = caller.get("/v1/status").json()
    findings = caller.get("/v1/findings?limit=1000").json()["findings"]
    assert status["findings"] == len(findings) > 0
    assert status["rejected_rows"] == sum(one["code"] == "ROW_REJECTED" for one in findings)
