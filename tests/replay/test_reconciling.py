"""Two sources reconciled, from a ledger: who is where as known then, and what is told of sealed fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.facts import (
    EnrolmentRecorded,
    IdentifierAdded,
    PersonRegistered,
    RegistrationsLinked,
    RegistrationsUnlinked,
)
from replay.asking import CannotAsk
from replay.figures import Figures
from replay.reconciled import in_order, person_documents, reconciliation_document, sealed_differing
from replay.reconciling import ReconcileAsked, Reconciliation, ask_reconciliation
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

A, B = f"{GRONINGEN}/GWS4all", f"{HAARLEM}/GWS4all"
NT2 = EnrolmentRecorded(course="NT2-A")


def enrolled(chain: Chain, record: str, on: str = "2008-01-01", *, here: bool = True, **said: Any) -> None:
    chain.says(record, NT2, on, municipality=GRONINGEN if here else HAARLEM, **said)


def links(chain: Chain, here: str, there: str, kind: Any = RegistrationsLinked) -> None:
    chain.says(here, kind(other=str(chain.registrations[HAARLEM, there]), decider="tester"))


def asked(ledger: Ledger, a: str = A, b: str = B, **axes: Any) -> Reconciliation:
    return ask_reconciliation(Figures(ledger), ReconcileAsked(a, b, **axes))


def test_the_four_outcomes_add_up_and_each_person_has_the_ids_of_both_sides(ledger: Ledger) -> None:
    chain = Chain(ledger)
    for record in ("G1", "G2", "G3"):
        enrolled(chain, record)
    enrolled(chain, "H2", here=False)
    enrolled(chain, "H3", "2008-02-01", here=False)
    enrolled(chain, "H4", here=False)
    links(chain, "G2", "H2")
    links(chain, "G3", "H3")

    found = asked(ledger)
    document = reconciliation_document(found, None, by="municipality")
    assert document["totals"] == {"only_a": 1, "only_b": 1, "different": 1, "same": 1}
    assert document["considered"] == sum(document["totals"].values())
    assert sum(part["considered"] for part in document["by"]) == document["considered"]
    assert document["by_matter"] == {"enrolled_on": 1}
    persons = list(person_documents(ledger, in_order(found.persons), None))
    assert [(one["outcome"], one["a"], one["b"]) for one in persons] == [
        ("only_a", ["G1"], []),
        ("only_b", [], ["H4"]),
        ("different", ["G3"], ["H3"]),
        ("same", ["G2"], ["H2"]),
    ]
    (differing,) = persons[2]["differing"]
    assert (differing["matter"], differing["a"], differing["b"]) == ("enrolled_on", ["2008-01-01"], ["2008-02-01"])
    assert [event["type"] for event in differing["events"]] == ["EnrolmentRecorded", "EnrolmentRecorded"]


def test_the_answer_for_a_position_stays_what_it_was_whatever_is_linked_later(ledger: Ledger) -> None:
    chain = Chain(ledger)
    enrolled(chain, "G1")
    enrolled(chain, "H1", here=False)
    before = asked(ledger, known_at="2", as_of=date(2009, 1, 1))
    links(chain, "G1", "H1")
    linked = asked(ledger)
    links(chain, "G1", "H1", RegistrationsUnlinked)

    assert asked(ledger, known_at="2", as_of=date(2009, 1, 1)) == before
    assert [one.outcome for one in before.persons] == ["only_a", "only_b"]
    assert [one.outcome for one in linked.persons] == ["same"]
    assert [one.outcome for one in asked(ledger).persons] == ["only_a", "only_b"]


def test_a_correction_makes_two_sources_agree(ledger: Ledger) -> None:
    chain = Chain(ledger)
    enrolled(chain, "G1")
    second = chain.says("H1", NT2, "2008-02-01", municipality=HAARLEM)
    links(chain, "G1", "H1")
    chain.corrects(second, NT2, "2008-01-01")

    assert [one.outcome for one in asked(ledger, known_at="3").persons] == ["different"]
    assert [one.outcome for one in asked(ledger).persons] == ["same"]


@pytest.mark.parametrize(
    ("a", "b"), [("groningen", "0392"), ("0014:gws4all", "Haarlem/GWS4all"), (" 0014 ", "haarlem")]
)
def test_a_source_is_named_by_its_party_its_system_or_both(ledger: Ledger, a: str, b: str) -> None:
    chain = Chain(ledger)
    enrolled(chain, "G1")
    enrolled(chain, "H1", here=False)
    found = asked(ledger, a, b)
    assert (str(found.a.source), str(found.b.source)) == (A, B)


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("GWS4all", B, f"more than one source is called that. Name one of: {A}, {B}"),
        ("nobody", B, f"no source is called that here. Expected a system, a party or PARTY/SYSTEM of: {A}, {B}"),
        ("Groningen", A, f"both names are the same source, {A}"),
    ],
)
def test_a_name_that_is_no_one_source_is_refused_with_those_there_are(
    ledger: Ledger, a: str, b: str, said: str
) -> None:
    chain = Chain(ledger)
    enrolled(chain, "G1")
    enrolled(chain, "H1", here=False)
    with pytest.raises(CannotAsk, match=said.replace(".", r"\.")) as refused:
        asked(ledger, a, b)
    assert refused.value.sentence["nl"]


def test_it_says_how_many_no_number_can_bring_together(ledger: Ledger) -> None:
    chain = Chain(ledger)
    enrolled(chain, "G1")
    enrolled(chain, "G2")
    bsn = IdentifierAdded(kind="BSN")
    chain.says("G2", bsn, personal={"bsn": "123456782"})
    enrolled(chain, "H1", here=False)
    found = asked(ledger)
    assert (found.a.registrations, found.a.without_identifier) == (2, 1)
    assert (found.b.registrations, found.b.without_identifier) == (1, 1)


REGISTERED = PersonRegistered()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"name": "Öztürk, Zoë"}, {"given_names": "Zoë", "surname": "Öztürk"}, []),
        ({"name": "Öztürk, Zoë"}, {"name": "Öztürk, Rosa"}, ["name"]),
        ({"birth_on": "1958"}, {"birth_on": "1958-03-01"}, []),
        ({"birth_on": "1958-03-01"}, {"birth_on": "1958-03-02"}, ["birth_on"]),
        ({"sex": "V"}, {"sex": "vrouw"}, []),
        ({"sex": "V", "name": "Zoë"}, {"sex": "m", "name": "Zoë"}, ["sex"]),
        ({"name": "Zoë"}, {"birth_on": "1958"}, []),
    ],
)
def test_of_sealed_fields_it_is_told_that_they_differ_and_never_how(
    ledger: Ledger, first: dict[str, str], second: dict[str, str], expected: list[str]
) -> None:
    chain = Chain(ledger)
    chain.says("G1", REGISTERED, personal=first)
    chain.says("H1", REGISTERED, municipality=HAARLEM, personal=second)
    links(chain, "G1", "H1")

    found = asked(ledger)
    sealed = sealed_differing(ledger, found)
    assert list(sealed.values()) == [expected]
    document = reconciliation_document(found, sealed)
    assert document["totals"]["same"] == 1, "what is sealed changes no total"
    assert document["sealed"] == {
        "persons_compared": 1,
        "persons_left_out": 0,
        "persons_differing": len(expected[:1]),
    }
    told = str(document) + str(list(person_documents(ledger, found.persons, sealed)))
    assert not [value for value in {*first.values(), *second.values()} if len(value) > 3 and value in told]


def test_a_corrected_birth_date_is_the_one_compared(ledger: Ledger) -> None:
    chain = Chain(ledger)
    first = chain.says("G1", REGISTERED, personal={"birth_on": "1958-03-01"})
    chain.says("H1", REGISTERED, municipality=HAARLEM, personal={"birth_on": "1958-03-02"})
    links(chain, "G1", "H1")
    chain.corrects(first, REGISTERED, personal={"birth_on": "1958-03-02"})
    assert list(sealed_differing(ledger, asked(ledger)).values()) == [[]]
    assert list(sealed_differing(ledger, asked(ledger, known_at="3")).values()) == [["birth_on"]]
