"""An answer for a position is the same bytes for ever."""

from __future__ import annotations

from replay.figures import Figures

C01 = {"municipality": "Groningen", "period": "2007-01-01..2008-07-01", "registeredBy": "2008-09-18"}


def test_the_answer_for_a_position_is_the_same_bytes_after_more_facts(ledger, take_in, calling):
    take_in(ledger, "gemeente-groningen-gws4all-plaatsingen.csv", municipality="Groningen")
    caller = calling(Figures(ledger))
    asked = C01 | {"knownAt": str(ledger.head().position)}
    paths = ("/v1/figures/placements", "/v1/figures/quota-placements", "/v1/figures/placements/cases")
    before = [caller.get(path, params=asked) for path in paths]

    take_in(ledger, "taakstellingen.csv")
    take_in(ledger, "roc-da-vinci-wachtlijst.xlsx")
    after = [caller.get(path, params=asked) for path in paths]

    assert [one.content for one in after] == [one.content for one in before]
    assert [one.headers["etag"] for one in after] == [one.headers["etag"] for one in before]
    now = caller.get(paths[1], params=C01).json()
    assert now["answers"][0]["known_at"]["position"] > int(asked["knownAt"])
    assert before[1].json()["answers"][0]["quotas"] == []
    assert now["answers"][0]["quotas"] != []
