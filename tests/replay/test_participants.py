"""Rows, trajectories and people asked of a real ledger: which comes first on one day, and where somebody counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import psycopg
import pytest

from domain.facts import EnrolmentRecorded, PlacementStarted, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact
from replay.asking import Asked
from replay.case_ids import ids_of
from replay.comparing import compare
from replay.figures import Answer, Figures
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

PARTICIPANTS = Asked("participants", as_of=date(2008, 12, 31))
AGENDA = Asked("quota-placements", version="agenda-3a", as_of=date(2008, 12, 31))
ENROLLED, PLACED = EnrolmentRecorded(course="NT2-A"), PlacementStarted(trajectory="DUAL")


def one_person(ledger: Ledger, records: Sequence[str], fact: Fact = ENROLLED, on: str = "2008-03-01") -> Chain:
    """A person in these records, delivered in this order, with the same fact on the same day."""
    chain = Chain(ledger)
    for record in records:
        chain.says(record, fact, on)
    for record in records[1:]:
        chain.links(record, records[0])
    return chain


def counted(ledger: Ledger, asked: Asked) -> list[str]:
    """The record ids of the cases that count."""
    (answer,) = Figures(ledger).ask(asked)
    ids = ids_of(ledger, answer.verdicts)
    return sorted(ids.of(verdict) for verdict in answer.verdicts if verdict.counted)


@pytest.mark.parametrize("records", [("A1", "B1", "B2"), ("B2", "B1", "A1"), ("B1", "B2", "A1")])
@pytest.mark.parametrize(("asked", "fact"), [(PARTICIPANTS, ENROLLED), (AGENDA, PLACED)])
def test_on_one_day_the_lowest_record_id_counts_in_whatever_order_they_were_delivered(
    ledger: Ledger, records: Sequence[str], asked: Asked, fact: Fact
) -> None:
    one_person(ledger, records, fact)

    assert counted(ledger, asked) == ["A1"]


def test_on_two_days_the_earlier_counts_whatever_its_record_id(ledger: Ledger) -> None:
    chain = one_person(ledger, ("A1", "B1"))
    chain.says("Z9", ENROLLED, "2008-02-29")
    chain.links("Z9", "A1")

    assert counted(ledger, PARTICIPANTS) == ["Z9"]


def test_where_a_record_id_is_erased_the_position_decides_and_the_figure_stays(
    ledger: Ledger, superuser: psycopg.Connection
) -> None:
    chain = one_person(ledger, ("B1", "A1"))
    (before,) = Figures(ledger).ask(PARTICIPANTS)
    superuser.execute("delete from vault.key where subject = %s", (chain.registrations[GRONINGEN, "A1"],))

    (after,) = Figures(ledger).ask(PARTICIPANTS)
    assert (before.value, before.funnel) == (after.value, after.funnel)
    assert counted(ledger, PARTICIPANTS) == ["B1"]


def test_an_answer_for_a_position_stays_when_a_lower_record_id_comes_later(ledger: Ledger) -> None:
    chain = one_person(ledger, ("B1", "B2"))
    head = str(ledger.head().position)
    chain.says("A1", ENROLLED, "2008-03-01")
    chain.links("A1", "B2")

    assert counted(ledger, PARTICIPANTS) == ["A1"]
    assert counted(ledger, Asked("participants", as_of=PARTICIPANTS.as_of, known_at=head)) == ["B1"]


def in_two_municipalities(ledger: Ledger, fact: Fact) -> None:
    chain = Chain(ledger)
    chain.says("G1", fact, "2008-03-01")
    chain.says("H1", fact, "2008-04-01", municipality=HAARLEM)
    link = RegistrationsLinked(other=str(chain.registrations[HAARLEM, "H1"]), decider="tester")
    chain.says("G1", link)


@pytest.mark.parametrize(("asked", "fact"), [(PARTICIPANTS, ENROLLED), (AGENDA, PLACED)])
def test_who_is_known_in_two_municipalities_counts_in_each_and_in_the_country_once(
    ledger: Ledger, asked: Asked, fact: Fact
) -> None:
    in_two_municipalities(ledger, fact)

    def value(municipality: str | None) -> int:
        return _only(ledger, Asked(asked.rule, asked.version, municipality, as_of=asked.as_of)).value

    assert [value(GRONINGEN), value(HAARLEM), value(None)] == [1, 1, 1]


def _only(ledger: Ledger, asked: Asked) -> Answer:
    (answer,) = Figures(ledger).ask(asked)
    return answer


def test_an_unlink_makes_another_participant_and_is_an_identity_decision(ledger: Ledger) -> None:
    chain = one_person(ledger, ("A1", "B1"))
    before = str(ledger.head().position)
    chain.links("B1", "A1", RegistrationsUnlinked)
    figures = Figures(ledger)

    then = Asked("participants", as_of=PARTICIPANTS.as_of, known_at=before)
    difference = compare(figures, then, PARTICIPANTS)
    assert (difference.first.value, difference.second.value) == (1, 2)
    assert difference.parts == {"new_facts": 0, "corrections": 0, "rule": 0, "identity": 1, "erasure": 0}


def test_that_an_earlier_enrolment_was_retracted_is_a_correction_and_no_identity_decision(ledger: Ledger) -> None:
    chain = Chain(ledger)
    first = chain.says("A1", ENROLLED, "2008-03-01")
    chain.says("B1", EnrolmentRecorded(course="NT2-B"), "2008-04-01")
    chain.says("C1", EnrolmentRecorded(course="NT2-A"), "2008-05-01")
    chain.links("B1", "A1")
    chain.links("C1", "A1")
    before = str(ledger.head().position)
    chain.retracts(first)

    courses = Asked("trajectories", "courses", as_of=PARTICIPANTS.as_of)
    difference = compare(
        Figures(ledger), Asked("trajectories", "courses", as_of=courses.as_of, known_at=before), courses
    )
    assert {change.part for change in difference.changes} == {"corrections"}
    assert difference.value == 0, "the retracted enrolment gives its place to the later one"
