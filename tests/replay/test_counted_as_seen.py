"""What a provider counts once, it counts once among its own clients: nobody elsewhere makes its figures smaller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest

from domain.facts import EnrolmentRecorded, PersonRegistered, RegistrationsLinked
from domain.rules.same_person import FIELDS_OF_OTHERS
from projections import VIEWS
from replay.answers import figure_document
from replay.asking import Asked
from replay.case_ids import ids_of
from replay.figures import Figures
from replay.judged_again import JudgedAgain
from replay.listing_lines import LISTINGS
from replay.listings import ListingAsked, ask_listing
from replay.one_case import case_answers, what_if_beside
from store.ledger import Ledger
from store.readers import Reader, reading_as
from tests.replay.saying import GRONINGEN, HAARLEM, Chain
from tests.replay.test_readers import AS_OF, texts

NOORD = Reader("provider", provider="Taalhuis Noord")
ZUID = Reader("provider", provider="Taalhuis Zuid")
OF_GRONINGEN = Reader("case_manager", municipality=GRONINGEN)
AUDITOR = Reader("auditor", engagement="2009")
PARTICIPANTS = Asked("participants", "deduplicated", as_of=AS_OF)
TRAJECTORIES = Asked("trajectories", "courses", as_of=AS_OF)


def enrolled(chain: Chain, name: str, provider: str, on: str, course: str = "A", place: str = GRONINGEN) -> UUID:
    """Somebody enrolled with a provider."""
    chain.says(name, PersonRegistered(), "2008-01-02", municipality=place)
    chain.says(name, EnrolmentRecorded(course=course, provider=provider), on, municipality=place)
    return chain.registrations[place, name]


def link(chain: Chain, name: str, other: UUID, place: str = GRONINGEN) -> None:
    chain.says(name, RegistrationsLinked(other=str(other), decider="tester"), municipality=place)


@pytest.fixture
def chain(ledger: Ledger) -> Chain:
    """One person: first with Zuid, and then twice with Noord, in two courses; and somebody of Noord alone."""
    chain = Chain(ledger)
    first = enrolled(chain, "Z1", "Taalhuis Zuid", "2008-02-01")
    enrolled(chain, "N1", "Taalhuis Noord", "2008-03-01")
    enrolled(chain, "N2", "Taalhuis Noord", "2008-04-01", course="B")
    enrolled(chain, "N3", "Taalhuis Noord", "2008-05-01")
    link(chain, "N1", first)
    link(chain, "N2", first)
    return chain


def value(ledger: Ledger, reader: Reader | None, asked: Asked = PARTICIPANTS) -> int:
    """A figure as this reader gets it: the same with its list, without it, and while the list is told."""
    figures = Figures(ledger)
    figures.follower.follow()
    with reading_as(reader):
        (held,) = figures.ask(asked)
        (summed,) = figures.ask(asked, opened=False)
        with figures.telling(asked) as (told,):
            counted = sum(verdict.counted for verdict in told.verdicts)
            if isinstance(told.verdicts, JudgedAgain):
                assert sum(verdict.counted for _, verdict in told.verdicts.after(0)) == counted
            assert held.funnel == told.funnel == summed.funnel
            assert held.value == told.value == summed.value == counted
    return held.value


def test_somebody_who_was_first_elsewhere_counts_with_each_provider_and_in_all_once(
    ledger: Ledger, chain: Chain
) -> None:
    assert [value(ledger, reader) for reader in (NOORD, ZUID)] == [2, 1]
    assert [value(ledger, reader, TRAJECTORIES) for reader in (NOORD, ZUID)] == [3, 1]
    assert [value(ledger, reader) for reader in (None, AUDITOR)] == [2, 2]
    assert [value(ledger, reader, TRAJECTORIES) for reader in (None, AUDITOR)] == [3, 3]


def test_among_its_own_clients_a_provider_counts_one_person_once(ledger: Ledger, chain: Chain) -> None:
    assert value(ledger, NOORD) == 2
    link(chain, "N3", chain.registrations[GRONINGEN, "N2"])
    assert value(ledger, NOORD) == 1


@pytest.mark.parametrize("asked", [PARTICIPANTS, TRAJECTORIES])
def test_a_link_with_somebody_elsewhere_changes_no_figure_of_a_provider(
    ledger: Ledger, chain: Chain, asked: Asked
) -> None:
    before = [value(ledger, reader, asked) for reader in (NOORD, ZUID)]
    link(chain, "N3", chain.registrations[GRONINGEN, "Z1"])
    linked = [value(ledger, reader, asked) for reader in (NOORD, ZUID)]
    apart = enrolled(chain, "H1", "Taalhuis West", "2008-01-15", place=HAARLEM)
    link(chain, "H1", chain.registrations[GRONINGEN, "N3"], place=HAARLEM)

    assert apart
    assert [value(ledger, reader, asked) for reader in (NOORD, ZUID)] == linked
    if asked is TRAJECTORIES:  # N3 is in the course of N1, which Noord sees as well
        assert (before, linked) == ([3, 1], [2, 1])


def test_a_municipality_gets_the_figure_that_everybody_else_gets_of_it(ledger: Ledger, chain: Chain) -> None:
    other = enrolled(chain, "H1", "Taalhuis Noord", "2008-01-15", place=HAARLEM)
    link(chain, "H1", chain.registrations[GRONINGEN, "Z1"], place=HAARLEM)
    of_groningen = Asked("participants", "deduplicated", GRONINGEN, as_of=AS_OF)

    assert other
    assert value(ledger, OF_GRONINGEN, of_groningen) == value(ledger, None, of_groningen) == 2
    assert [value(ledger, NOORD), value(ledger, None)] == [2, 2]


def test_no_answer_to_a_provider_names_a_case_of_another(ledger: Ledger, chain: Chain) -> None:
    figures = Figures(ledger)
    figures.follower.follow()
    with reading_as(ZUID):
        (own,) = figures.ask(PARTICIPANTS)
    elsewhere = [verdict.case.case for verdict in own.verdicts]
    with reading_as(NOORD):
        answers = figures.ask(Asked("participants", as_of=AS_OF))
        cases = [
            case_answers(ledger, answers, verdict.case.case, what_if_beside)
            for answer in answers
            for verdict in answer.verdicts
        ]
        figure = [figure_document(answer, ids_of(ledger, answer.verdicts)) for answer in answers]
        listed = [line for line, _ in ask_listing(figures, LISTINGS["enrolments"], ListingAsked()).lines]

    assert elsewhere
    assert len(listed) == 3
    assert not [one for one in elsewhere if one in texts([cases, figure, listed])]


def structs_listed_in(case: type[Any]) -> Iterator[tuple[str, type[Any]]]:
    """(field, kind of struct) of each field of a case that holds any number of structs."""
    for name, hint in get_type_hints(case).items():
        element = get_args(hint)[0] if get_origin(hint) is tuple else None
        if isinstance(element, type) and issubclass(element, msgspec.Struct):
            yield name, element


def test_what_a_case_tells_of_other_cases_stands_in_fields_that_are_known() -> None:
    telling = {
        name
        for view in VIEWS.values()
        for name, element in structs_listed_in(view.case)
        if "case" in element.__struct_fields__
    }
    assert telling == {*FIELDS_OF_OTHERS}
