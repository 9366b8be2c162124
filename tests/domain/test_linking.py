"""Which links there should be: a state that follows from the facts, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.event import Source
from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact
from domain.identity import (
    NOBODY_CONTRADICTS,
    NOT_KEPT_APART,
    ONE_BSN,
    Identity,
    identity_of,
)
from domain.linking import (
    DECIDER,
    Act,
    Decided,
    Known,
    Number,
    acts,
    speaks_against,
)
from projections.history import Standing
from projections.shared import persons

BSN, OTHER_BSN, V_NUMBER = Number("bsn", "111222333"), Number("bsn", "123456782"), Number("v_number", "1234567890")
DAAN = identity_of({"given_names": "Daan", "surname": "van den Berg", "birth_on": "1993-07-16", "sex": "M"})
MARIA = identity_of({"given_names": "Maria", "surname": "van den Berg", "birth_on": "1996-02-04", "sex": "V"})
NOBODY = Identity()
KINDS = {"LINK": RegistrationsLinked, "APART": RegistrationsUnlinked, "UNDECIDED": LinkLeftUndecided}
PERSON = "m1234"


def known(name: int, *numbers: Number, who: Identity | None = DAAN, since: int | None = None) -> Known:
    """A registration: its number is its name and, unless said otherwise, its age."""
    grounds = {number: "BSN" if number.kind == "bsn" else "V_NUMBER" for number in numbers}
    said = () if who is None else (who,)
    return Known(UUID(int=name), since or name, 1, grounds, said)  # type: ignore[arg-type]


@dataclass
class Ledger:
    """What was decided so far, and the policy at work."""

    registrations: list[Known] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    position: int = 1_000

    def deliver(self, *registrations: Known) -> list[Act]:
        """Registrations that are new, or new versions of those that were there; then the policy decides."""
        subjects = {one.subject for one in registrations}
        self.registrations = [*(one for one in self.registrations if one.subject not in subjects), *registrations]
        return self.decide()

    def decide(self) -> list[Act]:
        """What the policy does now, done."""
        done = acts(self.registrations, self.decisions)
        for act in done:
            if act.kind == "WITHDRAW":
                self.decisions = [one for one in self.decisions if one.event_id != act.takes_back]
            else:
                self.say(act.subject, act.other, {"UNLINK": "APART"}.get(act.kind, act.kind), DECIDER)
        return done

    def says(self, one: int, other: int, kind: str) -> None:
        """A person decides."""
        self.say(UUID(int=one), UUID(int=other), kind, PERSON)

    def say(self, subject: UUID, other: UUID, kind: str, decider: str) -> None:
        self.position += 1
        keep_apart = kind == "APART" and decider == PERSON
        event_id = UUID(int=self.position)
        self.decisions.append(Decided(event_id, self.position, subject, other, kind, decider, keep_apart))  # type: ignore[arg-type]

    @property
    def persons(self) -> set[frozenset[int]]:
        """Who is one person, as every view has it."""
        standings = [_standing(one) for one in self.decisions]
        together = {frozenset(one.int for one in person.registrations) for person in persons(standings).values()}
        alone = {one.subject.int for one in self.registrations} - set().union(*together)
        return together | {frozenset({one}) for one in alone}

    @property
    def several(self) -> set[frozenset[int]]:
        """Persons of more than one registration."""
        return {person for person in self.persons if len(person) > 1}


def _standing(one: Decided) -> Standing:
    more = {"keep_apart": True} if one.keep_apart else {}
    ground = {} if one.is_own else {"ground": "REVIEW"}
    fact: Fact = KINDS[one.kind](other=str(one.other), decider=one.decider, **more, **ground)  # type: ignore[operator]
    source: Source | None = None
    return Standing(
        one.event_id, one.subject, one.position, (one.position,), fact, None, None, None, None, source, "tester"
    )


def kinds(done: Iterable[Act]) -> list[str]:
    return [act.kind for act in done]


def pairs(done: Iterable[Act]) -> list[tuple[str, int, int]]:
    return [(act.kind, act.subject.int, act.other.int) for act in done]


# What links and what does not


def test_registrations_with_one_number_are_linked_as_a_star_to_the_oldest() -> None:
    done = Ledger().deliver(known(3, BSN), known(1, BSN), known(2, BSN))
    assert pairs(done) == [("LINK", 2, 1), ("LINK", 3, 1)]
    assert {act.ground for act in done} == {"BSN"}


def test_the_second_time_there_is_nothing_to_do() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN), known(3, BSN, who=MARIA))
    assert ledger.decide() == []


def test_a_number_typed_over_from_a_household_member_is_left_to_a_person() -> None:
    ledger = Ledger()
    (act,) = ledger.deliver(known(1, BSN), known(2, BSN, who=MARIA))
    assert (act.kind, act.subject.int, act.other.int) == ("UNDECIDED", 2, 1)
    assert {"GIVEN_NAME_FITS", "BIRTH_DATE_FITS"} <= set(act.gates_failed)
    assert ledger.several == set()


def test_for_each_two_persons_a_person_is_asked_once() -> None:
    done = Ledger().deliver(*(known(name, BSN) for name in (1, 2, 3)), *(known(9 + n, BSN, who=MARIA) for n in (1, 2)))
    assert kinds(done) == ["LINK", "LINK", "LINK", "UNDECIDED"]
    assert pairs(done)[-1] == ("UNDECIDED", 10, 1)


def test_without_anything_to_compare_an_equal_number_links() -> None:
    ledger = Ledger()
    assert kinds(ledger.deliver(known(1, BSN), known(2, BSN, who=None))) == ["LINK"]


def test_who_fits_two_that_contradict_each_other_is_linked_to_neither() -> None:
    ledger = Ledger()
    done = ledger.deliver(known(1, BSN), known(2, BSN, who=MARIA), known(3, BSN, who=None))
    assert ledger.several == set()
    asked = [act for act in done if act.kind == "UNDECIDED"]
    assert len(asked) == 3
    assert NOBODY_CONTRADICTS in asked[-1].gates_failed
    assert asked[-1].rivals


def test_the_strongest_pairs_come_first_where_not_all_can_be_one_person() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN), known(3, BSN, who=None), known(4, BSN, who=MARIA))
    assert ledger.several == {frozenset({1, 2})}


def test_two_bsns_do_not_come_into_one_person() -> None:
    ledger = Ledger()
    (act,) = ledger.deliver(known(1, BSN, V_NUMBER), known(2, OTHER_BSN, V_NUMBER))
    assert (act.kind, act.gates_failed) == ("UNDECIDED", (ONE_BSN,))


def test_a_replaced_bsn_joins_the_old_and_the_new() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN, OTHER_BSN), known(3, OTHER_BSN))
    assert ledger.several == {frozenset({1, 2, 3})}


def test_a_v_number_links_a_registration_that_has_no_bsn() -> None:
    (act,) = Ledger().deliver(known(1, BSN, V_NUMBER), known(2, V_NUMBER))
    assert (act.kind, act.ground) == ("LINK", "V_NUMBER")


# What comes later


def test_a_link_is_undone_when_the_numbers_are_no_longer_equal() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN))
    (act,) = ledger.deliver(known(2, OTHER_BSN))
    assert act.kind == "UNLINK"
    assert act.takes_back == UUID(int=1_001)
    assert ledger.several == set()


def test_a_link_is_undone_when_the_two_contradict_by_now_and_made_again_when_they_no_longer_do() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN))
    assert kinds(ledger.deliver(known(2, BSN, who=MARIA))) == ["UNLINK", "UNDECIDED"]
    assert kinds(ledger.deliver(known(2, BSN))) == ["LINK"]
    assert ledger.several == {frozenset({1, 2})}


def test_a_question_whose_ground_is_gone_is_withdrawn() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN, who=MARIA))
    (act,) = ledger.deliver(known(2, OTHER_BSN, who=MARIA))
    assert (act.kind, act.takes_back) == ("WITHDRAW", UUID(int=1_001))


def test_who_is_left_of_a_star_without_its_middle_is_linked_anew() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN), known(3, BSN))
    assert pairs(ledger.deliver(known(1, OTHER_BSN))) == [("UNLINK", 2, 1), ("UNLINK", 3, 1), ("LINK", 3, 2)]
    assert ledger.several == {frozenset({2, 3})}


def test_a_link_stays_when_the_data_of_one_are_erased() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN))
    assert ledger.deliver(replace(known(1, who=None), is_erased=True)) == []
    assert ledger.several == {frozenset({1, 2})}


# What a person decided


def test_a_person_who_told_two_apart_is_never_overturned() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN))
    ledger.says(2, 1, "APART")
    assert ledger.decide() == []
    assert ledger.several == set()


def test_a_person_who_linked_two_that_contradict_is_never_overturned() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN, who=MARIA))
    ledger.says(2, 1, "LINK")
    assert ledger.decide() == []
    assert ledger.several == {frozenset({1, 2})}


def test_a_person_who_could_not_tell_is_not_decided_for() -> None:
    ledger = Ledger([known(1, BSN), known(2, BSN)])
    ledger.says(2, 1, "UNDECIDED")
    assert ledger.decide() == []
    assert ledger.several == set()


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (4, 3, 2, 1), (3, 1, 4, 2)])
def test_who_was_not_told_apart_stays_together_beside_two_who_were(order: tuple[int, ...]) -> None:
    ledger = Ledger()
    for at, name in enumerate(order, 1):
        ledger.deliver(known(name, BSN, since=at))
    ledger.says(2, 1, "APART")
    ledger.decide()
    assert ledger.several == {frozenset({3, 4})}
    assert ledger.decide() == []


def test_who_says_nothing_stays_with_nobody_when_two_are_told_apart() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN), known(3, BSN, who=None), known(4, BSN, who=None))
    ledger.says(2, 1, "APART")
    ledger.decide()
    assert ledger.several == set()


def test_a_link_that_a_person_says_again_stands_where_it_stood() -> None:
    ledger = Ledger([known(name, BSN, who=None) for name in (1, 2, 3)])
    for one, other, kind in ((1, 2, "LINK"), (1, 3, "LINK"), (2, 3, "APART"), (1, 2, "LINK")):
        ledger.says(one, other, kind)
    ledger.decide()
    assert ledger.several == {frozenset({1, 2})}
    assert ledger.decide() == []


def test_nobody_is_linked_to_both_of_two_that_a_person_told_apart() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN), known(3, BSN))
    ledger.says(2, 1, "APART")
    done = ledger.decide()
    assert ledger.several == set()
    assert NOT_KEPT_APART in done[-1].gates_failed or NOBODY_CONTRADICTS in done[-1].gates_failed


def test_who_agrees_with_one_half_of_a_person_made_by_hand_and_contradicts_the_other_is_not_linked() -> None:
    ledger = Ledger()
    ledger.deliver(known(1, BSN), known(2, BSN, who=MARIA))
    ledger.says(2, 1, "LINK")
    ledger.deliver(known(3, BSN))
    assert ledger.several == {frozenset({1, 2})}


def test_what_speaks_against_a_link_by_hand_is_said() -> None:
    both = [known(1, BSN), known(2, OTHER_BSN)]
    assert speaks_against(both, [], UUID(int=2), UUID(int=1)) == (ONE_BSN,)
    ledger = Ledger([known(1, BSN), known(2, BSN), known(3, who=None)])
    ledger.says(2, 1, "APART")
    assert speaks_against(ledger.registrations, ledger.decisions, UUID(int=2), UUID(int=1)) == ()
    ledger.says(3, 2, "LINK")
    assert speaks_against(ledger.registrations, ledger.decisions, UUID(int=3), UUID(int=1)) == (NOT_KEPT_APART,)


def test_a_decision_on_a_registration_that_is_not_there_or_on_itself_is_passed_over() -> None:
    ledger = Ledger([known(1, BSN), known(2, BSN)])
    ledger.says(1, 99, "LINK")
    ledger.says(1, 1, "LINK")
    assert kinds(ledger.decide()) == ["LINK"]


# In whatever order

IDENTITIES = st.sampled_from(
    [
        DAAN,
        MARIA,
        NOBODY,
        identity_of({"surname": "van den Berg"}),
        identity_of({"name": "Daan, Van den Berg", "birth_on": "1993"}),
        identity_of({"given_names": "D.", "surname": "Berg", "birth_on": "1993-01-01"}),
        identity_of({"given_names": "Maria", "surname": "Jansen", "birth_on": "1996-02-04"}),
        identity_of({"given_names": "Daan Maria", "surname": "Berg"}),
    ]
)
NUMBERS = st.sets(st.sampled_from([BSN, OTHER_BSN, V_NUMBER, Number("v_number", "9876543210")]), max_size=2)
VERSIONS = st.lists(st.tuples(st.integers(1, 7), NUMBERS, IDENTITIES), min_size=2, max_size=9)


def delivered(order: Sequence[tuple[int, set[Number], Identity]], sizes: int) -> Ledger:
    """These versions of registrations, so many at a time; of one registration they come in their own order."""
    ledger, ages = Ledger(), {}
    for at in range(0, len(order), sizes):
        batch = {}
        for name, numbers, who in order[at : at + sizes]:
            ages.setdefault(name, len(ages) + 1)
            batch[name] = known(name, *numbers, who=who, since=ages[name])
        ledger.deliver(*batch.values())
    return ledger


@settings(max_examples=300, deadline=None)
@given(VERSIONS, st.data())
def test_the_same_facts_in_another_order_give_the_same_persons(
    versions: list[tuple[int, set[Number], Identity]], data: st.DataObject
) -> None:
    """Facts of one registration keep their order, as a source delivers them; registrations come in any."""
    one = delivered(versions, data.draw(st.integers(1, 4)))
    names = list(dict.fromkeys(name for name, *_ in versions))
    turns = data.draw(st.permutations([name for name, *_ in versions]))
    queues = {name: [version for version in versions if version[0] == name] for name in names}
    other = delivered([queues[name].pop(0) for name in turns], data.draw(st.integers(1, 4)))
    assert one.persons == other.persons
    assert one.decide() == other.decide() == []


@settings(max_examples=300, deadline=None)
@given(
    VERSIONS, st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7), st.sampled_from(["LINK", "APART"])), max_size=4)
)
def test_what_persons_decided_holds_and_the_policy_comes_to_rest(
    versions: list[tuple[int, set[Number], Identity]], said: list[tuple[int, int, str]]
) -> None:
    ledger = delivered(versions, 3)
    there = {one.subject.int for one in ledger.registrations}
    told_apart = set()
    for one, other, kind in said:
        if one != other and {one, other} <= there:
            ledger.says(one, other, kind)
            ledger.decide()
            told_apart -= {frozenset({one, other})}
            told_apart |= {frozenset({one, other})} if kind == "APART" else set()
    assert ledger.decide() == []
    assert not [person for person in ledger.persons for pair in told_apart if pair <= person]
