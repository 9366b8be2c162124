"""The pages of participants and of identity: each person once, and decided on what was shown."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from domain.facts import EnrolmentRecorded, LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from replay.asking import Asked
from replay.figures import Figures
from replay.persons import COUNTED_BY, PersonsAsked, ask_persons
from store.ledger import Ledger
from store.readers import Reader
from tests.api.filling_in import fill_in
from tests.api.sending import BY_TOKEN, Sender, event
from tests.api.test_pages import BROWSER, shown
from tests.delivering import events
from tests.replay.saying import GRONINGEN, HAARLEM, Chain


@pytest.fixture(scope="module")
def chain(module_ledger: Ledger) -> Chain:
    """One person in two registrations with three enrolments, one of them elsewhere, and two persons with one."""
    chain = Chain(module_ledger)
    chain.says("A1", EnrolmentRecorded(course="Nederlands"), "2007-01-10")
    chain.says("A2", EnrolmentRecorded(course="KNM"), "2007-02-10")
    chain.says("A2", EnrolmentRecorded(course="nederlands"), "2007-03-10")
    chain.links("A1", "A2")
    chain.says("B1", EnrolmentRecorded(course="Nederlands"), "2007-04-10")
    chain.says("H1", EnrolmentRecorded(course="Nederlands"), "2007-05-10", municipality=HAARLEM)
    return chain


@pytest.fixture
def open_caller(chain: Chain, calling: type[Any]) -> Any:
    return calling(Figures(chain.ledger))


@pytest.fixture
def token_caller(chain: Chain, calling: type[Any], badges: Any) -> Any:
    return calling(Figures(chain.ledger), access=badges.access)


def records_on(said: str) -> list[str]:
    return re.findall(r'/dossier/[0-9a-f-]{36}">([^<]+)</a>', said)


def test_a_person_stands_once_with_all_enrolments_and_why_each_counts(open_caller: Any) -> None:
    said = shown(open_caller, "/deelnemers")
    assert said.count('class="utrecht-table__row kb-person"') == 3
    assert sorted(records_on(said)) == ["A1", "A2", "A2", "B1", "H1"]
    assert "2 registraties, dezelfde persoon" in said
    assert "telt als A1" in said
    assert not re.search(r"\([^)]*[0-9a-f]{8}-[0-9a-f]{4}-", said)


def test_the_numbers_above_the_list_are_those_of_the_figures(open_caller: Any) -> None:
    said = shown(open_caller, "/en/participants")
    assert re.findall(r">(\d+)</a></strong>", said) == ["5", "4", "3", "3"]
    assert "Groningen" in said
    assert "Haarlem" in said


@pytest.mark.parametrize("place", [GRONINGEN, HAARLEM, None])
@pytest.mark.parametrize("as_of", [date(2007, 2, 10), date(2007, 3, 9), date(2008, 1, 1)])
def test_what_counts_on_the_list_is_what_the_figures_count(chain: Chain, place: str | None, as_of: date) -> None:
    figures = Figures(chain.ledger)
    found = ask_persons(figures, PersonsAsked(place, as_of=as_of)).persons
    lines = [line for person in found for line in person["enrolments"]]
    for number, rule in enumerate(COUNTED_BY):
        (answer,) = figures.ask(Asked(rule.id, rule.version, municipality=place, as_of=as_of))
        assert sum(line["counts"][number]["counted"] for line in lines) == answer.value


@pytest.mark.parametrize("groups_max", [1, 2, 25])
def test_pages_one_after_another_tell_each_person_once(chain: Chain, groups_max: int) -> None:
    figures, after, told = Figures(chain.ledger), None, []
    while True:
        page = ask_persons(figures, PersonsAsked(after=after, groups_max=groups_max))
        told += [person["person"] for person in page.persons]
        after = page.after
        if after is None:
            break
    assert len(told) == len(set(told)) == 3


def test_a_case_manager_sees_the_own_participants_and_no_other(token_caller: Any, badges: Any) -> None:
    own = badges.shown(Reader("case_manager", municipality=HAARLEM), purpose="execution")
    said = token_caller.get("/deelnemers", headers=BROWSER | own).text
    assert records_on(said) == ["H1"]
    other = token_caller.get("/deelnemers?municipality=Groningen", headers=BROWSER | own)
    assert other.status_code == 403
    provider = badges.shown(Reader("provider", provider="Elders"), purpose="execution")
    assert records_on(token_caller.get("/deelnemers", headers=BROWSER | provider).text) == []


# --- Who is one person ---


@pytest.fixture
def clerk(ledger: Ledger, calling: type[Any]) -> Sender:
    return Sender(calling(Figures(ledger), access=BY_TOKEN), "clerk")


@pytest.fixture
def pair(ledger: Ledger, clerk: Sender) -> tuple[str, str]:
    """Two registrations with one BSN and different birth dates: nobody can tell."""
    born = ({"bsn": "123456782", "birth_on": day, "surname": "Öztürk"} for day in ("1980-03-13", "1991-11-02"))
    sent = [event("person-registered", f"p{n}", f"K{n}", None, personal=one) for n, one in enumerate(born)]
    first, second = (one["subject"] for one in clerk.record(*sent).json()["events"])
    assert count(ledger, LinkLeftUndecided) == 1
    return str(first), str(second)


AS = {"ketenboek-purpose": "identity", **BROWSER}


def count(ledger: Ledger, kind: Any) -> int:
    return len(events(ledger, kind))


def said_to(sender: Sender) -> dict[str, str]:
    return sender._said(AS)


def test_an_open_question_leads_to_both_records_side_by_side(clerk: Sender, pair: tuple[str, str]) -> None:
    questions = clerk.caller.get("/deelnemers/vragen", headers=said_to(clerk)).text
    link = re.search(r'href="(/deelnemers/vraag/[^"]+)"', questions)
    assert link is not None
    said = clerk.caller.get(link[1], headers=said_to(clerk)).text
    assert said.count('class="kb-reading"') == 2
    assert "Registratie K0" in said
    assert "Registratie K1" in said
    assert "Öztürk" not in said
    assert "123456782" not in said


def compared(said: str) -> dict[str, str]:
    table = said.partition('id="compared"')[2].partition("</table>")[0]
    return dict(re.findall(r'<th scope="row"[^>]*>([^<]+)</th><td[^>]*>([^<]+)</td>', table))


def test_a_pair_tells_what_agrees_and_differs_without_a_value_of_either(clerk: Sender, pair: tuple[str, str]) -> None:
    said = clerk.caller.get(f"/deelnemers/vraag/{pair[0]}/{pair[1]}", headers=said_to(clerk)).text
    assert compared(said) == {
        "Voornaam": "niet bekend",
        "Achternaam": "gelijk",
        "Geboortedatum": "verschilt",
        "Geslacht": "niet bekend",
        "BSN": "gelijk",
        "V-nummer": "niet bekend",
    }
    assert not any(value in said for value in ("Öztürk", "1980", "1991", "123456782"))
    assert decide(clerk, pair, decision="LINK", reason="SAME_PERSON").status_code == 303
    after = clerk.caller.get(f"/deelnemers/vraag/{pair[0]}/{pair[1]}", headers=said_to(clerk)).text
    assert compared(after)["BSN"] == "gelijk"


def test_a_pair_that_was_never_compared_says_so(clerk: Sender) -> None:
    sent = [event("person-registered", f"p{n}", f"K{n}", None) for n in range(2)]
    one, other = (str(one["subject"]) for one in clerk.record(*sent).json()["events"])
    said = clerk.caller.get(f"/deelnemers/vraag/{one}/{other}", headers=said_to(clerk)).text
    assert "nog niet vergeleken" in said
    assert decide(clerk, (one, other), decision="KEEP_APART", reason="OTHER_PERSON").status_code == 303
    after = clerk.caller.get(f"/en/participants/question/{one}/{other}", headers=said_to(clerk)).text
    assert set(compared(after).values()) == {"not known"}


@pytest.mark.parametrize(
    ("answer", "kind", "notice"),
    [
        ("KEEP_APART", RegistrationsUnlinked, "Vastgelegd: dit zijn twee personen."),
        ("LINK", RegistrationsLinked, "Vastgelegd: dit is dezelfde persoon."),
    ],
)
def test_somebody_decides_with_a_reason_and_the_question_is_gone(
    ledger: Ledger, clerk: Sender, pair: tuple[str, str], answer: str, kind: Any, notice: str
) -> None:
    sent = decide(clerk, pair, decision=answer, reason="TWIN" if answer == "KEEP_APART" else "SAME_PERSON")
    assert sent.status_code == 303, sent.text
    assert count(ledger, kind) == 1
    cookie = "; ".join(one.partition(";")[0] for one in sent.headers.get_list("set-cookie"))
    after = clerk.caller.get(sent.headers["location"], headers=said_to(clerk) | {"Cookie": cookie}).text
    assert notice in after
    assert "Er zijn geen open vragen" in clerk.caller.get("/deelnemers/vragen", headers=said_to(clerk)).text


def test_a_decision_on_what_changed_meanwhile_is_refused(ledger: Ledger, clerk: Sender, pair: tuple[str, str]) -> None:
    refused = decide(clerk, pair, decision="LINK", reason="SAME_PERSON", tag='"00000000000000000000000000000000"')
    assert refused.status_code == 412
    assert count(ledger, RegistrationsLinked) == 0


def test_a_decision_without_an_answer_or_a_reason_is_refused_as_a_page(clerk: Sender, pair: tuple[str, str]) -> None:
    unanswered = decide(clerk, pair, reason="TWIN")
    assert unanswered.status_code == 400
    assert "Kies een van de twee antwoorden." in unanswered.text
    assert '<option value="TWIN" selected>' in unanswered.text
    refused = decide(clerk, pair, decision="KEEP_APART", despiteBsns="yes")
    assert refused.status_code == 400
    assert refused.text.count("Zeg waarom: kies een reden") == 2
    assert 'value="KEEP_APART" required checked' in refused.text
    assert re.search(r'name="despiteBsns" value="yes"[^>]* checked', refused.text)


def test_a_link_of_two_bsns_is_refused_at_its_field_and_what_was_filled_in_is_kept(
    ledger: Ledger, clerk: Sender
) -> None:
    numbers = ({"bsn": one, "surname": "Öztürk"} for one in ("123456782", "111222333"))
    sent = [event("person-registered", f"p{n}", f"K{n}", None, personal=one) for n, one in enumerate(numbers)]
    first, second = (str(one["subject"]) for one in clerk.record(*sent).json()["events"])
    said: dict[str, str] = {"decision": "LINK", "otherReason": "beiden gesproken"}

    refused = decide(clerk, (first, second), **said)

    assert refused.status_code == 400
    assert 'id="despiteBsns-wrong"' in refused.text
    assert "despite_bsns" not in refused.text
    assert 'value="beiden gesproken"' in refused.text
    assert decide(clerk, (first, second), **said, despiteBsns="yes").status_code == 303
    assert count(ledger, RegistrationsLinked) == 1


def test_a_pair_of_which_one_is_elsewhere_is_not_there(clerk: Sender, pair: tuple[str, str]) -> None:
    neighbour = Sender(clerk.caller, "neighbour")
    path = f"/deelnemers/vraag/{pair[0]}/{pair[1]}"
    assert clerk.caller.get(path, headers=said_to(neighbour)).status_code == 404
    assert "Er zijn geen open vragen" in clerk.caller.get("/deelnemers/vragen", headers=said_to(neighbour)).text
    assert clerk.caller.get("/deelnemers/vragen", headers=Sender(clerk.caller, "control")._said(AS)).status_code == 403


@pytest.mark.parametrize(("answer", "reason"), [("KEEP_APART", "SAME_PERSON"), ("LINK", "TWIN")])
def test_a_reason_that_means_the_opposite_is_refused_as_a_page(
    ledger: Ledger, clerk: Sender, pair: tuple[str, str], answer: str, reason: str
) -> None:
    refused = decide(clerk, pair, decision=answer, reason=reason)

    assert refused.status_code == 400
    assert "De reden zegt het omgekeerde" in refused.text
    assert count(ledger, RegistrationsLinked) == count(ledger, RegistrationsUnlinked) == 0


def decide(clerk: Sender, pair: tuple[str, str], **fields: str) -> Any:
    path = f"/deelnemers/vraag/{pair[0]}/{pair[1]}"
    opened = clerk.caller.get(path, headers=said_to(clerk)).text
    tag = re.search(r'name="tag" value="([^"]+)"', opened)
    assert tag is not None
    given = {"tag": tag[1].replace("&#34;", '"')} | fields
    return fill_in(clerk.caller, path, given, **said_to(clerk))
