"""That two registrations are one person is told to who sees them both, and otherwise to nobody."""

from __future__ import annotations

import pytest

from domain.facts import EnrolmentRecorded, LinkLeftUndecided, PersonRegistered, RegistrationsLinked
from replay.answers import figure_document
from replay.asking import Asked
from replay.case_ids import ids_of
from replay.event_list import EventsAsked, events_found
from replay.figures import Figures
from replay.found import FindingsAsked, ask_findings, findings_document
from replay.listing_lines import LISTINGS
from replay.listings import ListingAsked, ask_listing
from replay.seen import OF_LINKS
from replay.timeline import dossier_document, dossier_tag
from store.ledger import Ledger
from store.readers import Reader, reading_as
from tests.replay.readers_world import READERS, World
from tests.replay.saying import GRONINGEN, HAARLEM, Chain
from tests.replay.test_readers import AS_OF, events_of, texts

ASKED_ABOUT = "111222333"


@pytest.fixture
def asked_about(ledger: Ledger) -> World:
    """Somebody of Groningen, whose number Haarlem and two providers give as well, and a number that nobody else has."""
    chain = Chain(ledger)
    places = {"G1": GRONINGEN, "H1": HAARLEM, "H2": HAARLEM, "H3": HAARLEM}
    numbers = {"G1": ASKED_ABOUT, "H1": ASKED_ABOUT, "H2": "123456782", "H3": ASKED_ABOUT}
    for name, municipality in places.items():
        personal = {"bsn": numbers[name], "surname": "Öztürk", "birth_on": "1969-07-04"}
        chain.says(name, PersonRegistered(), "2008-01-02", municipality=municipality, personal=personal)
        provider = {"H1": "Taalhuis Zuid", "H2": "Taalhuis Zuid"}.get(name, "Taalhuis Noord")
        chain.says(name, EnrolmentRecorded(course="A", provider=provider), "2008-03-03", municipality=municipality)
    of = {name: chain.registrations[place, name] for name, place in places.items()}
    chain.says("G1", RegistrationsLinked(other=str(of["H1"]), decider="tester", ground="BSN"))
    chain.says("H1", RegistrationsLinked(other=str(of["H3"]), decider="tester", ground="BSN"), municipality=HAARLEM)
    chain.says(
        "H2",
        LinkLeftUndecided(other=str(of["G1"]), decider="tester", gates_failed=("BIRTH_DATE_FITS",)),
        municipality=HAARLEM,
    )
    figures = Figures(ledger)
    figures.follower.follow()
    return World(ledger, figures, of)


def enrolled_as(world: World, reader: Reader) -> dict[str, tuple[str | None, list[str]]]:
    """Registration by name → its person by name, and its flags, as a list tells them."""
    called = {str(subject): name for name, subject in world.subjects.items()}
    with reading_as(None):
        events = {str(one): name for name, subject in world.subjects.items() for one in events_of(world, subject)}
    with reading_as(reader):
        listed = ask_listing(world.figures, LISTINGS["enrolments"], ListingAsked())
        lines = [line for line, _ in listed.lines]
    return {
        events[one["case"]]: (called.get(one["person"]), [flag for flag in one["flags"] if flag in OF_LINKS])
        for one in lines
    }


def test_a_list_tells_of_a_link_where_both_sides_are_seen_and_else_nothing(asked_about: World) -> None:
    unlinked, linked = list[str](), ["IDENTITY_LINKED"]

    told = {name: enrolled_as(asked_about, READERS[name]) for name in ("groningen", "haarlem", "noord", "zuid")}
    assert told["groningen"] == {"G1": ("G1", unlinked)}
    assert told["haarlem"] == {"H1": ("H1", linked), "H2": ("H2", unlinked), "H3": ("H1", linked)}
    assert told["zuid"] == {"H1": ("H1", unlinked), "H2": ("H2", unlinked)}
    assert told["noord"] == {"G1": ("G1", linked), "H3": ("G1", linked)}
    assert {*enrolled_as(asked_about, READERS["auditor"])} == {"G1", "H1", "H2", "H3"}


LINKS = ("RegistrationsLinked", "RegistrationsUnlinked", "LinkLeftUndecided")


def test_a_decision_on_a_link_is_there_for_who_sees_both_sides(asked_about: World) -> None:
    def decided(reader: Reader) -> list[str]:
        with reading_as(reader):
            return [one["type"] for one in events_found(asked_about.ledger, EventsAsked()) if one["type"] in LINKS]

    assert decided(READERS["groningen"]) == []
    assert decided(READERS["haarlem"]) == ["RegistrationsLinked"]
    assert decided(READERS["zuid"]) == decided(READERS["noord"]) == []
    assert len(decided(READERS["auditor"])) == 3


@pytest.mark.parametrize("name", ["groningen", "haarlem", "noord", "zuid"])
def test_nothing_tells_that_somebody_is_known_elsewhere(asked_about: World, name: str) -> None:
    with reading_as(READERS[name]):
        (told,) = asked_about.figures.ask(Asked("participants", "deduplicated", as_of=AS_OF))
        figure = figure_document(told, ids_of(asked_about.ledger, told.verdicts))
        findings = findings_document(asked_about.ledger, ask_findings(asked_about.figures, FindingsAsked()))
        dossier = dossier_document(asked_about.ledger, asked_about.figures.follower, asked_about.subjects[OWN[name]])

    assert "IDENTITY_" not in texts(figure["flags"])
    assert "IDENTITY_CONFLICT" not in texts(findings)
    assert "BIRTH_DATE_FITS" not in texts([dossier, findings])
    elsewhere = {str(subject) for of, subject in asked_about.subjects.items() if of not in SEES[name]}
    assert not [one for one in elsewhere if one in texts([dossier, findings, figure])]


OWN = {"groningen": "G1", "haarlem": "H2", "noord": "G1", "zuid": "H1"}
SEES = {
    "groningen": {"G1"},
    "haarlem": {"H1", "H2", "H3"},
    "noord": {"G1", "H3"},
    "zuid": {"H1", "H2"},
}


def test_the_tag_of_a_dossier_stays_when_it_is_linked(asked_about: World) -> None:
    chain, subject = Chain(asked_about.ledger), asked_about.subjects["H2"]
    with reading_as(READERS["haarlem"]):
        before = dossier_tag(asked_about.ledger, subject)
    chain.registrations[HAARLEM, "H2"] = subject
    chain.says("H2", RegistrationsLinked(other=str(asked_about.subjects["G1"]), decider="tester"), municipality=HAARLEM)

    with reading_as(READERS["haarlem"]):
        assert dossier_tag(asked_about.ledger, subject) == before
