"""Numbers that are nobody's, or that one person has only one of."""

from __future__ import annotations

from domain.identity import NUMBER_OF_FEW, ONE_V_NUMBER, Identity, identity_of
from domain.linking import IDENTITIES_OF_A_NUMBER_MAX, REGISTRATIONS_OF_A_NUMBER_MAX, Number
from tests.domain.test_linking import BSN, V_NUMBER, Ledger, kinds, known


def stranger(number: int) -> Identity:
    """Somebody who contradicts every other stranger."""
    return identity_of({"given_names": chr(98 + number) * 2 + "k", "birth_on": f"{1920 + 3 * number}-05-17"})


def test_a_number_of_too_many_people_links_nobody_any_more() -> None:
    ledger = Ledger()
    ledger.deliver(known(100, BSN), known(101, BSN))
    ledger.deliver(*(known(name, BSN, who=stranger(name)) for name in range(1, IDENTITIES_OF_A_NUMBER_MAX)))
    assert ledger.several == {frozenset({100, 101})}
    last = IDENTITIES_OF_A_NUMBER_MAX
    assert "UNLINK" in kinds(ledger.deliver(known(last, BSN, who=stranger(last))))
    assert ledger.several == set()


def test_a_number_of_too_many_people_is_asked_once() -> None:
    strangers = (known(name, BSN, who=stranger(name)) for name in range(1, IDENTITIES_OF_A_NUMBER_MAX + 2))
    (act,) = Ledger().deliver(*strangers)
    assert NUMBER_OF_FEW in act.gates_failed


def test_a_number_of_too_many_registrations_links_nobody_and_is_asked_once() -> None:
    done = Ledger().deliver(*(known(name, BSN) for name in range(1, REGISTRATIONS_OF_A_NUMBER_MAX + 2)))
    assert [act.gates_failed for act in done] == [(NUMBER_OF_FEW,)]


def test_however_often_a_number_comes_without_a_person_it_parts_nobody() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN))
    ledger.deliver(*(known(name, BSN, who=None) for name in range(3, 120)))
    assert ledger.several == {frozenset(range(1, 120))}


def test_two_v_numbers_do_not_come_into_one_person_unless_a_registration_carries_both() -> None:
    other = Number("v_number", "9876543210")
    ledger = Ledger()
    (act,) = ledger.deliver(known(1, BSN, V_NUMBER), known(2, BSN, other))
    assert (act.kind, act.gates_failed) == ("UNDECIDED", (ONE_V_NUMBER,))
    ledger.deliver(known(3, V_NUMBER, other))
    assert ledger.several == {frozenset({1, 2, 3})}
