"""A link lets a participant read another dossier only where more than a number says that it is their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from domain.facts import PersonRegistered, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.identity import Comparison
from domain.linking import DECIDER
from replay.figures import Figures
from store.ledger import Ledger
from store.readers import Reader, reading_as
from tests.replay.saying import GRONINGEN, HAARLEM, Chain


def chain_of(ledger: Ledger, *names: str) -> Chain:
    """A ledger in which each of these was registered, the first in Groningen and the others in Haarlem."""
    chain = Chain(ledger)
    for name in names:
        chain.says(name, PersonRegistered(), "2008-01-02", municipality=GRONINGEN if name == names[0] else HAARLEM)
    return chain


def subject(chain: Chain, name: str) -> Any:
    return next(one for (_, called), one in chain.registrations.items() if called == name)


def link(chain: Chain, younger: str, older: str, *levels: tuple[str, int], **said: Any) -> Any:
    """A link as the policy makes it, or as `said` has it."""
    compared = tuple(Comparison(name=name, level=level) for name, level in levels)
    fact = RegistrationsLinked(
        **{"other": str(subject(chain, older)), "decider": DECIDER, "ground": "BSN", "comparisons": compared} | said
    )
    place = next(place for place, name in chain.registrations if name == younger)
    return chain.says(younger, fact, municipality=place)


def reads(chain: Chain, name: str, among: Sequence[str]) -> str:
    """Of which of these the participant of a registration sees the dossier, after the views were brought up to date."""
    Figures(chain.ledger).follower.follow()
    with reading_as(Reader("participant", subject=subject(chain, name))):
        return "".join(one for one in among if chain.ledger.stream(subject(chain, one)))


@pytest.mark.parametrize(
    "levels",
    [
        [],
        [("sex", 1)],
        [("surname", 4), ("sex", 1)],
        [("birth-date", 2)],
        [("comparable", 0)],
    ],
)
@pytest.mark.parametrize("ground", ["BSN", "V_NUMBER", "SOFI_NUMBER", None])
def test_a_number_alone_opens_no_dossier_of_another(
    ledger: Ledger, levels: list[tuple[str, int]], ground: str | None
) -> None:
    chain = chain_of(ledger, "A", "B")
    link(chain, "B", "A", *levels, ground=ground)

    assert (reads(chain, "A", "AB"), reads(chain, "B", "AB")) == ("A", "B")


@pytest.mark.parametrize("levels", [[("given-name", 1), ("surname", 4)], [("birth-date", 3)], [("given-name", 2)]])
def test_a_number_with_a_given_name_or_a_birth_date_opens_it(ledger: Ledger, levels: list[tuple[str, int]]) -> None:
    chain = chain_of(ledger, "A", "B")
    link(chain, "B", "A", *levels)

    assert (reads(chain, "A", "AB"), reads(chain, "B", "AB")) == ("AB", "AB")


def test_a_link_that_somebody_looked_at_opens_it(ledger: Ledger) -> None:
    chain = chain_of(ledger, "A", "B")
    link(chain, "B", "A", decider="m1234", ground="REVIEW")

    assert reads(chain, "B", "AB") == "AB"


def test_a_dossier_behind_a_number_alone_opens_none_beyond_it(ledger: Ledger) -> None:
    chain = chain_of(ledger, "A", "B", "C", "D")
    link(chain, "B", "A", ("given-name", 4))
    link(chain, "C", "B")
    link(chain, "D", "C", ("given-name", 4))

    assert [reads(chain, name, "ABCD") for name in "ABCD"] == ["AB", "AB", "CD", "CD"]


def test_a_link_that_was_taken_back_opens_nothing(ledger: Ledger) -> None:
    chain = chain_of(ledger, "A", "B")
    made = link(chain, "B", "A", decider="m1234", ground="REVIEW")
    assert reads(chain, "A", "AB") == "AB"

    chain.retracts(made)
    assert (reads(chain, "A", "AB"), reads(chain, "B", "AB")) == ("A", "B")


def test_doubt_about_one_link_closes_all(ledger: Ledger) -> None:
    chain = chain_of(ledger, "A", "B", "C")
    link(chain, "B", "A", ("given-name", 4))
    link(chain, "C", "B", ("given-name", 4))
    assert reads(chain, "A", "ABC") == "ABC"

    apart = RegistrationsUnlinked(other=str(subject(chain, "B")), decider="m1234")
    chain.says("C", apart, municipality=HAARLEM)
    assert [reads(chain, name, "ABC") for name in "ABC"] == ["A", "B", "C"]
