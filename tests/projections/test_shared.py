"""Who is one person: a pure fold of the decisions on pairs of registrations."""

from __future__ import annotations

from itertools import combinations, pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.facts import EnrolmentRecorded, PersonRegistered, RegistrationsLinked
from domain.facts.base import Fact
from projections import VIEWS
from projections.history import Standing, standing
from projections.shared import Person, persons
from tests.given import Book, Registration

NAMES = "ABCDEF"


def registered(names: str = NAMES) -> tuple[Book, dict[str, Registration]]:
    """A book in which these registrations were made, in this order."""
    book = Book()
    streams = {name: book.registration(name) for name in names}
    for stream in streams.values():
        stream.says(PersonRegistered())
    return book, streams


def who(book: Book) -> dict[str, Person]:
    names = {stream.subject: name for name, stream in book.streams.items()}
    return {names[registration]: person for registration, person in persons(standing(book.events)).items()}


def together(book: Book) -> set[str]:
    """The persons, each as the names of its registrations with the oldest first."""
    names = {stream.subject: name for name, stream in book.streams.items()}
    return {"".join(names[one] for one in person.registrations) for person in who(book).values()}


def test_a_registration_that_is_linked_to_none_is_a_person_by_itself() -> None:
    book, streams = registered("A")

    assert who(book) == {"A": Person((streams["A"].subject,))}


def test_the_id_is_of_the_oldest_registration_and_the_others_are_aliases_until_they_are_told_apart() -> None:
    book, streams = registered("ABC")
    link = book.links(streams["C"], streams["B"])
    book.links(streams["C"], streams["A"])

    person = who(book)["C"]
    assert (person.id, person.aliases) == (streams["A"].subject, (streams["B"].subject, streams["C"].subject))
    assert [one.position for one in person.links] == [4, 5]

    book.unlinks(streams["C"], streams["A"])
    assert together(book) == {"A", "BC"}
    assert who(book)["C"].id == streams["B"].subject
    book.retracts(link)
    assert together(book) == {"A", "B", "C"}


def test_age_is_the_place_of_the_first_fact_and_not_of_the_link() -> None:
    book, streams = registered("AB")
    late = book.registration("Z")
    book.links(late, streams["B"])
    late.says(PersonRegistered())

    assert together(book) == {"A", "BZ"}


def test_a_registration_of_which_nothing_else_is_read_is_as_old_as_the_first_decision_that_names_it() -> None:
    book = Book()
    silent, speaking = book.registration("A"), book.registration("B")
    speaking.says(PersonRegistered())
    book.links(speaking, silent)

    assert together(book) == {"BA"}


def test_of_a_pair_the_latest_decision_counts_whoever_of_the_two_said_it() -> None:
    book, streams = registered("AB")
    book.links(streams["A"], streams["B"])
    book.unlinks(streams["B"], streams["A"])
    assert together(book) == {"A", "B"}
    book.links(streams["B"], streams["A"])
    assert together(book) == {"AB"}


def test_a_link_that_would_bring_together_who_was_told_apart_is_not_honoured_and_told_to_both() -> None:
    book, streams = registered("ABC")
    book.unlinks(streams["A"], streams["C"])
    held = book.links(streams["A"], streams["B"])
    refused = book.links(streams["B"], streams["C"])

    found = who(book)
    assert together(book) == {"AB", "C"}
    assert [[one.position for one in found[name].not_honoured] for name in "ABC"] == [[refused.position]] * 3
    assert [[one.position for one in found[name].links] for name in "AC"] == [[held.position], []]


def test_two_who_hang_together_by_a_third_come_apart_at_the_later_link() -> None:
    book, streams = registered("ABC")
    book.links(streams["A"], streams["B"])
    later = book.links(streams["B"], streams["C"])
    assert together(book) == {"ABC"}

    book.unlinks(streams["A"], streams["C"])
    assert together(book) == {"AB", "C"}
    assert [one.position for one in who(book)["C"].not_honoured] == [later.position]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {"A", "B"}),
        ({"ground": "BSN"}, {"A", "B"}),
        ({"ground": "MODEL"}, {"A", "B"}),
        ({"ground": "REVIEW"}, {"AB"}),
        ({"supersedes": "the unlink"}, {"AB"}),
    ],
)
def test_who_must_be_kept_apart_is_linked_again_only_by_who_looked_or_who_names_that_decision(
    said: dict[str, str], expected: set[str]
) -> None:
    book, streams = registered("AB")
    unlink = book.unlinks(streams["A"], streams["B"], keep_apart=True)
    if "supersedes" in said:
        said = {"supersedes": str(unlink.event.event_id)}
    link = book.links(streams["A"], streams["B"], **said)

    assert together(book) == expected
    assert [one.position for one in who(book)["A"].not_honoured] == ([] if expected == {"AB"} else [link.position])


def test_to_unlink_again_settles_a_link_that_was_not_honoured() -> None:
    book, streams = registered("AB")
    book.unlinks(streams["A"], streams["B"], keep_apart=True)
    book.links(streams["A"], streams["B"], ground="BSN")
    book.unlinks(streams["A"], streams["B"])
    book.links(streams["A"], streams["B"], ground="BSN")
    assert together(book) == {"A", "B"}, "to keep apart still stands"
    book.unlinks(streams["A"], streams["B"])

    assert who(book)["A"].not_honoured == ()


def test_a_link_that_is_said_again_keeps_its_place() -> None:
    book, streams = registered("ABC")
    book.links(streams["A"], streams["B"], ground="BSN")
    book.unlinks(streams["A"], streams["C"])
    book.links(streams["B"], streams["C"])
    book.links(streams["B"], streams["A"], ground="V_NUMBER")

    assert together(book) == {"AB", "C"}


def test_a_registration_linked_to_itself_is_one_person() -> None:
    book, streams = registered("A")
    book.links(streams["A"], streams["A"])
    book.unlinks(streams["A"], streams["A"])
    book.links(streams["A"], streams["A"])

    assert together(book) == {"A"}


def test_five_hundred_registrations_linked_one_by_one_are_one_person() -> None:
    registrations = [UUID(int=number) for number in range(500)]
    stands = [stated(PersonRegistered(), one, at) for at, one in enumerate(registrations)]
    for at, (one, other) in enumerate(pairwise(registrations), 500):
        stands.append(stated(RegistrationsLinked(other=str(one), decider="tester"), other, at))

    found = persons(stands)
    assert found[registrations[-1]].registrations == tuple(registrations)
    assert len({id(person) for person in found.values()}) == 1


def stated(fact: Fact, subject: UUID, position: int) -> Standing:
    return Standing(UUID(int=position), subject, position, (position,), fact, None, None, None, None, None, "tester")


# --- Any history ---

DECISION = st.tuples(
    st.sampled_from(("link", "link", "link", "unlink", "keep apart", "review")),
    *[st.sampled_from(NAMES)] * 2,
)


def decide(book: Book, streams: dict[str, Registration], decisions: list[tuple[str, str, str]]) -> None:
    for what, one, other in decisions:
        if what in ("link", "review"):
            book.links(streams[one], streams[other], ground="REVIEW" if what == "review" else "BSN")
        else:
            book.unlinks(streams[one], streams[other], keep_apart=what == "keep apart" or None)


def said_in_words(decisions: list[tuple[str, str, str]]) -> tuple[set[frozenset[str]], int]:
    """The same, slowly: the persons, and how many links were not honoured."""
    links: dict[frozenset[str], int] = {}
    apart: dict[frozenset[str], bool] = {}
    in_spite: set[frozenset[str]] = set()
    for at, (what, one, other) in enumerate(decisions):
        pair = frozenset((one, other))
        if one == other:
            continue
        if what in ("unlink", "keep apart"):
            apart[pair] = apart.get(pair, False) or what == "keep apart"
            links.pop(pair, None)
            in_spite.discard(pair)
        elif apart.get(pair) and what != "review":
            in_spite.add(pair)
        else:
            apart.pop(pair, None)
            in_spite.discard(pair)
            links.setdefault(pair, at)
    people = {name: frozenset(name) for name in NAMES}
    refused = len(in_spite)
    for pair in sorted(links, key=lambda pair: links[pair]):
        joined = frozenset().union(*(people[name] for name in pair))
        if any(frozenset(two) in apart for two in combinations(joined, 2)):
            refused += 1
        else:
            people |= dict.fromkeys(joined, joined)
    return set(people.values()), refused


@given(st.lists(DECISION, max_size=30))
@settings(max_examples=300)
def test_any_history_of_decisions_gives_the_persons_that_its_words_say(decisions: list[tuple[str, str, str]]) -> None:
    book, streams = registered()
    decide(book, streams, decisions)

    found = who(book)
    people, refused = said_in_words(decisions)
    assert {frozenset(one) for one in together(book)} == people
    assert len({link.event_id for person in found.values() for link in person.not_honoured}) == refused
    for name, person in found.items():
        assert person.id == min(person.registrations), "registrations were made in the order of their ids"
        assert sorted((person.id, *person.aliases)) == list(person.registrations)
        assert streams[name].subject in person.registrations
        ends = {one for link in person.links for one in (link.subject, UUID(link.fact.other))}
        assert ends <= set(person.registrations)


@given(st.lists(st.tuples(*[st.sampled_from(NAMES)] * 2), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_links_give_the_same_persons_in_any_order(pairs: list[tuple[str, str]], chance: object) -> None:
    found = []
    for _ in range(2):
        book, streams = registered()
        decide(book, streams, [("link", one, other) for one, other in pairs])
        found.append(together(book))
        chance.shuffle(pairs)  # type: ignore[attr-defined]

    assert found[0] == found[1]


@given(st.lists(DECISION, max_size=15), st.lists(DECISION, max_size=15), st.sampled_from(list(combinations(NAMES, 2))))
@settings(max_examples=100)
def test_to_undo_a_link_brings_the_former_persons_back(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]], pair: tuple[str, str]
) -> None:
    of_others = [one for one in (*before, *after) if set(one[1:]) != set(pair)]
    apart, joined = (registered(), registered())
    decide(*apart, [("unlink", *pair), *of_others])
    decide(*joined, [("link", *pair), *of_others, ("unlink", *pair)])

    assert together(apart[0]) == together(joined[0])


@given(st.lists(DECISION, min_size=1, max_size=12), st.data())
@settings(max_examples=60)
def test_what_was_known_before_a_decision_stays_what_it_was(
    decisions: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    book, streams = registered()
    for stream in streams.values():
        stream.says(EnrolmentRecorded(course="NT2-A"), "2007-03-01")
    decide(book, streams, decisions)
    view, everyone = VIEWS["participants"], {stream.subject for stream in streams.values()}
    until = data.draw(st.integers(1, len(book.events)))

    def known_at(rows: list, position: int) -> list:
        return [
            (row.case, row.value)
            for row in rows
            if row.known_from <= position and (row.known_until is None or row.known_until > position)
        ]

    assert known_at(book.rows_of(view, everyone), until) == known_at(book.rows_of(view, everyone, until=until), until)
