"""How cases are called: each by an id of its own, also where one record has several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec

from domain.facts import PlacementStarted, SanctionImposed
from replay.asking import Asked
from replay.case_ids import ids_of, verdicts_of
from replay.figures import Figures
from store.ledger import Ledger
from tests.replay.saying import SYSTEM, Chain

AS_OF = date(2008, 7, 1)
FINED_ON = ("2009-01-10", "2009-02-10")


def test_two_cases_of_one_record_have_ids_of_their_own_and_each_is_found_by_it(ledger: Ledger) -> None:
    chain = Chain(ledger)
    fines = [chain.says("F1", SanctionImposed(article="34", kind="FINE", amount_cents=5_000), on) for on in FINED_ON]
    chain.says("F2", SanctionImposed(article="34", kind="FINE", amount_cents=5_000), FINED_ON[0])
    (answer,) = Figures(ledger).ask(Asked("fines-in-force", as_of=date(2009, 12, 31)))

    ids = ids_of(ledger, answer.verdicts)

    first, second = (f"F1#{one.position}" for one in fines)
    assert [ids.of(one) for one in answer.verdicts] == [first, second, "F2"]
    assert [ids.of(one) for one in verdicts_of(answer, ids, second)] == [second]
    assert [ids.of(one) for one in verdicts_of(answer, ids, f"{SYSTEM}:{first}")] == [first]
    assert [ids.of(one) for one in verdicts_of(answer, ids, "F1")] == [first, second]


def test_two_cases_of_one_record_and_one_event_are_told_apart_by_their_random_ids(ledger: Ledger) -> None:
    Chain(ledger).says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20")
    (answer,) = Figures(ledger).ask(Asked("placements", as_of=AS_OF))
    (verdict,) = answer.verdicts
    other = replace(verdict, case=msgspec.structs.replace(verdict.case, case="c2"))

    assert ids_of(ledger, [verdict, other]).shown == {verdict.case.case: f"G1#{verdict.case.case}", "c2": "G1#c2"}
