"""A ratio as it is answered: both lists in the document, and the words on the screens."""

from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest

from cli.rendering import console
from cli.show_figure import show_figure, show_versions
from domain.facts import CaseAssigned, ParameterSet, PersonApproached, PlacementStarted
from replay.answers import figure_document
from replay.asking import Asked
from replay.case_ids import ids_of
from replay.comparing import compare
from replay.figures import Answer, Figures
from replay.sentences import three_sentences
from replay.wording import Wording
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

SHARE = Asked("dual-share", version="people-taking-part", as_of=date(2004, 6, 30))
DUAL, REGULAR = PlacementStarted(trajectory="DUAL"), PlacementStarted(trajectory="REGULAR")
DUTCH, ENGLISH = Wording("nl"), Wording("en")


def followed(chain: Chain, dual: int, regular: int, municipality: str = GRONINGEN) -> None:
    for number in range(dual + regular):
        kind = DUAL if number < dual else REGULAR
        chain.says(f"{municipality}-{number}", kind, "2004-02-01", municipality=municipality)


def only(ledger: Ledger, asked: Asked) -> Answer:
    (answer,) = Figures(ledger).ask(asked)
    return answer


def test_the_answer_has_both_lists_and_the_rounding(ledger: Ledger) -> None:
    chain = Chain(ledger)
    followed(chain, 2, 1)
    chain.says("literacy", PlacementStarted(trajectory="LITERACY_CLASS"), "2004-02-01")
    answer = only(ledger, SHARE)

    document = figure_document(answer, ids_of(ledger, answer.verdicts))

    assert (document["value"], document["unit"]) == (2, "persons")
    ratio = document["ratio"]
    assert (ratio["numerator"], ratio["denominator"], ratio["value"], ratio["unit"]) == (2, 3, 66.7, "percent")
    assert ratio["rounding"] == {"decimals": 1, "mode": "half-up"}
    assert document["counted"] == ["0014-0", "0014-1"]
    assert ratio["population"] == ["0014-0", "0014-1", "0014-2"]
    assert ratio["norm"]["value"] == 60
    assert ratio["norm"]["reached"] is True
    assert "population" not in figure_document(answer, None)["ratio"]


def test_a_figure_that_is_no_ratio_says_so(ledger: Ledger) -> None:
    answer = only(ledger, Asked("placements", as_of=date(2008, 6, 30)))

    assert figure_document(answer, None)["ratio"] is None


def test_the_norm_is_that_of_the_place_asked(ledger: Ledger) -> None:
    chain = Chain(ledger)
    followed(chain, 2, 1)
    followed(chain, 2, 1, HAARLEM)
    chain.shared(ParameterSet(name="dual-percent-min", value="70"), "2004-01-01", HAARLEM)

    held = [only(ledger, replace(SHARE, municipality=one)).measured for one in (None, GRONINGEN, HAARLEM)]

    assert [(one.norm, one.is_reached) for one in held if one] == [(60, True), (60, True), (70, False)]


@pytest.mark.parametrize(
    ("wording", "said", "norm", "aloud"),
    [
        (
            DUTCH,
            "66,7% (2 van 3 personen)",
            "Streefcijfer in procenten, ten minste: 60 (gehaald)",
            "2 van de 3 personen (66,7%)",
        ),
        (
            ENGLISH,
            "66.7% (2 of 3 persons)",
            "Aim in percent, at least: 60 (reached)",
            "2 of the 3 persons (66.7%)",
        ),
    ],
)
def test_a_share_is_told_with_both_sides(ledger: Ledger, wording: Wording, said: str, norm: str, aloud: str) -> None:
    followed(Chain(ledger), 2, 1)
    answer = only(ledger, SHARE)

    assert (wording.figure(answer), wording.norm(answer)) == (said, norm)
    assert aloud in three_sentences(wording, [answer])[0]


def test_a_share_of_nothing_and_a_mean_are_told_in_words(ledger: Ledger) -> None:
    assert DUTCH.figure(only(ledger, SHARE)) == "geen aandeel: er is niets waarvan"
    chain = Chain(ledger)
    for record, on in (("P1", "2008-05-31"), ("P2", "2008-05-01")):
        chain.says(record, PersonApproached(), on)
        chain.says(record, REGULAR, "2008-05-31")
    mean = only(ledger, Asked("lead-time-from-recruitment", version="first-approach", as_of=date(2008, 6, 30)))

    assert ENGLISH.figure(mean) == "15.0 days on average over 2, median 15.0 days (30 days together)"


def test_every_case_manager_is_told_and_who_is_beyond_the_norm(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.shared(ParameterSet(name="guidance-hours-of-person", value="1050"), "2004-01-01")
    for record, manager in (("P1", "m1"), ("P2", "m1"), ("P3", "m2")):
        chain.says(record, CaseAssigned(assignee=manager, role="CASE_MANAGER"), "2004-02-01")

    answer = only(ledger, Asked("caseload", as_of=date(2004, 6, 30)))
    ratio: Any = figure_document(answer, None)["ratio"]

    assert (ratio["parts"], ratio["denominator"], ratio["value"]) == ({"m1": 2, "m2": 1}, 2, 1.5)
    assert (ratio["norm"]["value"], ratio["norm"]["reached"], ratio["norm"]["beyond"]) == (1, False, ["m1"])
    assert "de norm van ten hoogste één persoon is bij 1 van de 2 niet gehaald" in three_sentences(DUTCH, [answer])[0]
    assert "of at most one person is not kept to by 1 of the 2" in three_sentences(ENGLISH, [answer])[0]


def test_two_shares_are_compared_by_the_cases_of_their_numerators(ledger: Ledger) -> None:
    chain = Chain(ledger)
    followed(chain, 2, 1)
    before = str(ledger.head().position)
    chain.says("new", DUAL, "2004-03-01")

    difference = compare(Figures(ledger), replace(SHARE, known_at=before), SHARE)

    assert (difference.value, difference.parts["new_facts"]) == (1, 1)


def test_the_screen_shows_the_norm_and_each_case_manager(ledger: Ledger) -> None:
    chain, screen = Chain(ledger), StringIO()
    chain.shared(ParameterSet(name="guidance-hours-of-person", value="1050"), "2004-01-01")
    for record, manager in (("P1", "m1"), ("P2", "m1"), ("P3", "m2")):
        chain.says(record, CaseAssigned(assignee=manager, role="CASE_MANAGER"), "2004-02-01")

    show_figure(console(screen, {}), DUTCH, only(ledger, Asked("caseload", as_of=date(2004, 6, 30))))

    told = [" ".join(line.split()) for line in screen.getvalue().splitlines()]
    assert "1,5 personen (3 personen bij 2)" in told
    assert "Norm per klantmanager, ten hoogste: 1 (niet gehaald)" in told
    assert "m1 2 personen voorbij de norm" in told
    assert "m2 1 persoon" in told


def test_the_funnel_says_who_stands_in_the_denominator_without_counting(ledger: Ledger) -> None:
    chain, screen = Chain(ledger), StringIO()
    followed(chain, 2, 1)
    chain.says("literacy", PlacementStarted(trajectory="LITERACY_CLASS"), "2004-02-01")

    show_figure(console(screen, {}), ENGLISH, only(ledger, SHARE))

    told = " ".join(screen.getvalue().split())
    assert "The trajectory is not dual. (stands in the denominator)" in told
    assert told.count("(stands in the denominator)") == 1


def test_two_readings_of_a_share_stand_side_by_side(ledger: Ledger) -> None:
    followed(Chain(ledger), 2, 1)
    screen = StringIO()

    show_versions(console(screen, {}), ENGLISH, Figures(ledger).ask(replace(SHARE, version=None)))

    assert "66.7% (2 of 3 persons)" in screen.getvalue()
    assert "66.7% (2 of 3 trajectories)" in screen.getvalue()
