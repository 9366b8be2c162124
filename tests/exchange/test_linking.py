"""Links by equal numbers in a real ledger: decided before an import ends, and after a fact recorded by hand."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from domain.decision_refusals import LinkIsNotCorrected, RegistrationIsItself
from domain.event import Recorded
from domain.facts import EventRetracted, LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.identity import policy_hash
from domain.linking import DECIDER
from exchange import linking_by_hand
from exchange.by_hand import KindIsNotRecordedByHand, parse_by_hand
from exchange.correcting import fact_standing, parse_correction
from exchange.linking import IDENTIFYING, Linking, follow_fact
from exchange.linking_by_hand import (
    BsnsDiffer,
    DeciderIsThePolicy,
    OtherIsUnknown,
    OthersAreKeptApart,
    ReasonIsNeeded,
    require_real_link,
)
from exchange.recording import AmbiguousId, IdIsUnknown, record_by_hand, registration_named
from projections.history import standing
from projections.shared import persons
from store.ledger import Ledger
from store.statement import Command, Receipt
from store.vault import Vault
from tests.delivering import opened, row, written

TODAY = date(2026, 1, 1)
MARIA = {"given": "Maria", "birth": "01-02-1990"}


def take(
    ledger: Ledger, folder: Path, *rows: str, name: str = "plaatsingen.csv", **given: object
) -> tuple[int, int, int]:
    """Deliver a file; gives how many links were made, undone and left open."""
    report = opened(ledger, written(folder, *rows, name=name), **given).run(lambda done, total: None)
    return report.decided.linked, report.decided.unlinked, report.decided.undecided


def hand(ledger: Ledger, kind: str, *words: str) -> None:
    """Record a fact as the command `record` does."""
    by_hand = parse_by_hand(kind, words, lambda text: "0014")
    require_real_link(ledger, by_hand)
    done = record_by_hand(ledger, by_hand, actor="m1234", today=TODAY)
    follow_fact(ledger, "m1234", by_hand.fact, done.subject)


def link(ledger: Ledger, one: str, other: str, reason: str = "same person", **more: bool) -> bool:
    return linking_by_hand.link(ledger, one, other, reason, actor="m1234", **more).receipt is not None


def unlink(ledger: Ledger, one: str, other: str, reason: str = "other person") -> bool:
    return linking_by_hand.unlink(ledger, one, other, reason, actor="m1234").receipt is not None


def history(ledger: Ledger) -> list[Recorded]:
    return list(ledger.events_after(0))


def decisions(ledger: Ledger) -> list[Recorded]:
    kinds = (RegistrationsLinked, RegistrationsUnlinked, LinkLeftUndecided)
    return [one for one in history(ledger) if isinstance(one.fact, kinds)]


def together(ledger: Ledger, *records: str) -> list[str]:
    """The records that are one person with others of these, each such person as one word."""
    names = {registration_named(ledger, record): record for record in records}
    found = {person.registrations for person in persons(standing(history(ledger))).values()}
    people = [[names[one] for one in person if one in names] for person in found]
    return sorted("+".join(sorted(person)) for person in people if len(person) > 1)


# Deliveries


def test_two_registrations_of_one_file_with_one_bsn_are_one_person(ledger: Ledger, tmp_path: Path) -> None:
    assert take(ledger, tmp_path, row("G1"), row("G2", bsn="123456782 "), row("G3", bsn="111222333")) == (1, 0, 0)
    assert together(ledger, "G1", "G2", "G3") == ["G1+G2"]
    (decided,) = decisions(ledger)
    fact = decided.fact
    assert (decided.event.subject, fact.other) == (
        registration_named(ledger, "G2"),
        str(registration_named(ledger, "G1")),
    )
    assert (fact.decider, fact.ground, fact.policy_hash) == (DECIDER, "BSN", policy_hash())
    assert {one.name for one in fact.comparisons} == {"given-name", "surname", "birth-date", "sex"}
    assert fact.gates_held
    assert not fact.gates_failed


def test_a_link_by_a_number_alone_names_no_gate_that_held(ledger: Ledger, tmp_path: Path) -> None:
    assert take(ledger, tmp_path, row("G1"), row("G2", given="", surname="", birth="", sex="")) == (1, 0, 0)
    (decided,) = decisions(ledger)
    fact = decided.fact
    assert (fact.ground, fact.comparisons, fact.gates_held, fact.gates_failed) == ("BSN", (), (), ())


def test_links_come_before_the_delivery_is_complete_and_the_same_file_gives_nothing_more(
    ledger: Ledger, tmp_path: Path
) -> None:
    take(ledger, tmp_path, row("G1"), row("G2"))
    assert [type(one.fact).__name__ for one in history(ledger)][-2:] == ["RegistrationsLinked", "DeliveryCompleted"]
    head = ledger.head().position
    assert take(ledger, tmp_path, row("G1"), row("G2")) == (0, 0, 0)
    assert Linking(ledger, "m1").follow().linked == 0
    assert ledger.head().position == head


def test_a_bsn_without_its_leading_zero_is_the_same_and_an_invalid_one_is_none(ledger: Ledger, tmp_path: Path) -> None:
    rows = [row("G1", bsn="012345672"), row("G2", bsn="12345672"), row("G3", bsn="1234567"), row("G4", bsn="1234567")]
    take(ledger, tmp_path, *rows)
    assert together(ledger, "G1", "G2") == ["G1+G2"]
    assert len(decisions(ledger)) == 1


def test_a_number_typed_over_is_left_to_a_person_and_the_evidence_names_nobody(ledger: Ledger, tmp_path: Path) -> None:
    assert take(ledger, tmp_path, row("G1"), row("G2", **MARIA)) == (0, 0, 1)
    (decided,) = decisions(ledger)
    assert isinstance(decided.fact, LinkLeftUndecided)
    assert "GIVEN_NAME_FITS" in decided.fact.gates_failed
    assert together(ledger, "G1", "G2") == []


def test_a_corrected_number_undoes_the_link_and_its_return_makes_it_again(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2"))
    assert take(ledger, tmp_path, row("G2", bsn="111222333"), name="b.csv") == (0, 1, 0)
    made, undone = decisions(ledger)
    assert undone.fact.supersedes == str(made.event.event_id)
    assert not undone.fact.keep_apart
    assert together(ledger, "G1", "G2") == []
    assert take(ledger, tmp_path, row("G2"), name="c.csv", arrived=date(2008, 10, 8)) == (1, 0, 0)
    assert together(ledger, "G1", "G2") == ["G1+G2"]


def test_a_corrected_name_answers_what_was_left_open(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2", **MARIA))
    assert take(ledger, tmp_path, row("G2"), name="b.csv") == (1, 0, 0)
    asked, made = decisions(ledger)
    assert made.fact.supersedes == str(asked.event.event_id)


def test_a_question_that_no_longer_is_one_is_withdrawn(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2", **MARIA))
    take(ledger, tmp_path, row("G2", bsn="111222333", **MARIA), name="b.csv")
    (asked,) = decisions(ledger)
    withdrawn = [one for one in history(ledger) if isinstance(one.fact, EventRetracted)]
    assert [one.fact.original for one in withdrawn] == [str(asked.event.event_id)]


def test_links_of_an_import_that_was_cut_off_are_made_by_the_next(ledger: Ledger, tmp_path: Path) -> None:
    cut_off = opened(ledger, written(tmp_path, row("G1"), row("G2")))
    cut_off._receive()
    cut_off._take(next(cut_off._batches()))
    assert decisions(ledger) == []
    assert take(ledger, tmp_path, row("G3", bsn="111222333"), name="b.csv") == (1, 0, 0)
    assert together(ledger, "G1", "G2") == ["G1+G2"]


def test_without_the_note_how_far_links_were_decided_they_are_decided_again_and_nothing_changes(
    ledger: Ledger, superuser: object, tmp_path: Path
) -> None:
    take(ledger, tmp_path, row("G1"), row("G2"), row("G3", **MARIA))
    superuser.execute("delete from projection.linking")  # type: ignore[attr-defined]
    head = ledger.head().position
    Linking(ledger, "m1").follow()
    assert ledger.head().position == head
    assert Vault(ledger.database, ledger.ring).linked_until() == head


def test_a_person_who_decides_while_the_policy_does_has_the_last_word(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off = opened(ledger, written(tmp_path, row("G1"), row("G2")))
    cut_off._receive()
    cut_off._take(next(cut_off._batches()))
    record = ledger.record

    def meanwhile(commands: Sequence[Command]) -> list[Receipt]:
        monkeypatch.setattr(ledger, "record", record)
        unlink(ledger, "G1", "G2")
        return record(commands)

    monkeypatch.setattr(ledger, "record", meanwhile)
    assert Linking(ledger, "m1").follow().linked == 0
    assert [type(one.fact) for one in decisions(ledger)] == [RegistrationsUnlinked]


# Facts by hand


def test_a_registration_by_hand_is_linked_and_so_is_one_that_gets_its_number_later(ledger: Ledger) -> None:
    said = ["municipality=Groningen", "given_names=Zoë", "surname=Öztürk", "birth_on=1980-03-13"]
    hand(ledger, "PersonRegistered", "id=A", "bsn=123456782", *said)
    hand(ledger, "PersonRegistered", "id=B", "bsn=123456782", *said)
    hand(ledger, "PersonRegistered", "id=C", "v_number=1234567890", *said)
    assert together(ledger, "A", "B", "C") == ["A+B"]
    hand(ledger, "IdentifierAdded", "id=C", "kind=BSN", "bsn=123456782")
    assert together(ledger, "A", "B", "C") == ["A+B+C"]


def test_a_replaced_bsn_links_by_the_old_and_by_the_new(ledger: Ledger) -> None:
    said = ["municipality=Groningen", "given_names=Zoë", "surname=Öztürk"]
    hand(ledger, "PersonRegistered", "id=A", "bsn=123456782", *said)
    hand(ledger, "PersonRegistered", "id=B", "bsn=111222333", *said)
    hand(ledger, "PersonRegistered", "id=C", "bsn=123456782", *said)
    hand(ledger, "BsnReplaced", "id=A", "bsn=111222333")
    assert together(ledger, "A", "B", "C") == ["A+B+C"]


def test_a_sofinummer_links_with_the_bsn_that_it_became(ledger: Ledger) -> None:
    hand(ledger, "PersonRegistered", "id=A", "municipality=Groningen", "sofi_number=123456782")
    hand(ledger, "PersonRegistered", "id=B", "municipality=Groningen", "bsn=123456782")
    assert decisions(ledger)[0].fact.ground == "SOFI_NUMBER"


def test_the_bsn_on_a_document_links_nobody(ledger: Ledger) -> None:
    hand(ledger, "PersonRegistered", "id=A", "municipality=Groningen", "bsn=123456782")
    hand(ledger, "PersonRegistered", "id=B", "municipality=Groningen")
    hand(ledger, "DocumentReceived", "id=B", "document=BESCHIKKING", "document_bsn=123456782")
    assert decisions(ledger) == []


# Decisions by hand


def test_a_person_tells_two_apart_and_no_delivery_brings_them_together(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2"))
    assert unlink(ledger, "G1", "GWS4all:G2")
    assert not unlink(ledger, "G2", "G1"), "that was decided already"
    assert together(ledger, "G1", "G2") == []
    made, apart = decisions(ledger)
    assert (apart.fact.decider, apart.fact.ground, apart.fact.keep_apart) == ("m1234", "REVIEW", True)
    assert (apart.fact.reason, apart.fact.supersedes) == ("OTHER_PERSON", str(made.event.event_id))
    assert take(ledger, tmp_path, row("G2", birth="14-03-1980"), name="b.csv") == (0, 0, 0)
    assert link(ledger, "G1", "G2")
    assert not link(ledger, "G1", "G2")
    assert together(ledger, "G1", "G2") == ["G1+G2"]


def test_other_words_for_a_reason_are_sealed(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2", **MARIA))
    assert link(ledger, "G1", "G2", "Zo belde haar dochter")
    decided = decisions(ledger)[-1]
    assert decided.fact.reason is None
    assert ledger.personal_of(decided) == {"remark": "Zo belde haar dochter"}
    with pytest.raises(ReasonIsNeeded):
        link(ledger, "G1", "G2", "  ")


@pytest.mark.parametrize("words", ["other person", "Other  person.", "OTHER_PERSON", "andere persoon", "other-person"])
def test_a_reason_that_is_known_becomes_a_code(words: str) -> None:
    assert linking_by_hand.reason_of(words) == ("OTHER_PERSON", {})


def test_two_valid_bsns_need_to_be_asked_for_and_stay_visible(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2", bsn="111222333"))
    with pytest.raises(BsnsDiffer):
        link(ledger, "G1", "G2")
    assert link(ledger, "G1", "G2", despite_bsns=True)
    assert decisions(ledger)[-1].fact.gates_failed == ("ONE_BSN",)
    assert together(ledger, "G1", "G2") == ["G1+G2"]


def test_a_link_that_would_join_two_who_were_told_apart_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2", bsn="111222333"), row("G3", bsn=""))
    unlink(ledger, "G1", "G2")
    link(ledger, "G2", "G3")
    with pytest.raises(OthersAreKeptApart):
        link(ledger, "G1", "G3")


def test_ids_that_are_unknown_ambiguous_or_the_same_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2", bsn=""))
    take(ledger, tmp_path, row("G1", bsn=""), name="b.csv", municipality="Haarlem")
    with pytest.raises(IdIsUnknown):
        link(ledger, "G2", "Q")
    with pytest.raises(AmbiguousId, match="Groningen/GWS4all:G1, Haarlem/GWS4all:G1"):
        link(ledger, "G2", "G1")
    with pytest.raises(RegistrationIsItself):
        link(ledger, "G2", "GWS4all:G2")


def test_a_link_by_hand_without_a_shared_number_counts_for_what_comes_later(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1", bsn="123456782"), row("G2", bsn="111222333"), row("G3", bsn="", **MARIA))
    link(ledger, "G1", "G3")
    assert take(ledger, tmp_path, row("G4"), name="b.csv") == (0, 0, 1), "G4 contradicts G3"
    assert together(ledger, "G1", "G3", "G4") == ["G1+G3"]


@pytest.mark.parametrize("kind", ["RegistrationsLinked", "RegistrationsUnlinked"])
def test_a_link_is_made_and_undone_by_its_own_command_and_not_by_recording_its_fact(ledger: Ledger, kind: str) -> None:
    with pytest.raises(KindIsNotRecordedByHand, match=r"ketenboek (un)?link A B"):
        hand(ledger, kind, "id=G2", f"other={UUID(int=7)}", "decider=m1", "ground=REVIEW")


def test_who_cannot_tell_names_a_registration_and_is_no_policy(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2", bsn=""))
    other = registration_named(ledger, "G1")
    with pytest.raises(OtherIsUnknown):
        hand(ledger, "LinkLeftUndecided", "id=G2", f"other={UUID(int=7)}", "decider=m1")
    for decider in (DECIDER, "policy:another-1"):
        with pytest.raises(DeciderIsThePolicy):
            hand(ledger, "LinkLeftUndecided", "id=G2", f"other={other}", f"decider={decider}")
    hand(ledger, "LinkLeftUndecided", "id=G2", f"other={other}", "decider=m1")
    hand(ledger, "IdentifierAdded", "id=G2", "kind=BSN", "bsn=123456782")
    assert together(ledger, "G1", "G2") == []


def test_a_decision_of_a_person_is_not_corrected_into_one_of_the_policy(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2"))
    unlink(ledger, "G1", "G2")
    words = [f"original={decisions(ledger)[-1].event.event_id}", f"decider={DECIDER}", "keep_apart="]
    by_hand = parse_correction(words, lambda text: None, lambda named: fact_standing(ledger, named))
    with pytest.raises(LinkIsNotCorrected):
        record_by_hand(ledger, by_hand, actor="m1234", today=TODAY)


def test_one_unlink_leaves_the_others_of_that_person_together_and_says_what_else_was_undone(
    ledger: Ledger, tmp_path: Path
) -> None:
    take(ledger, tmp_path, row("A"), row("B"), row("C"), row("D"))
    done = linking_by_hand.unlink(ledger, "A", "B", "other person", actor="m1234")
    assert together(ledger, "A", "B", "C", "D") == ["C+D"]
    assert (done.decided.linked, done.decided.unlinked) == (1, 2)


def test_what_a_fact_by_hand_linked_is_told(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2", bsn=""))
    by_hand = parse_by_hand("IdentifierAdded", ["id=G2", "kind=BSN", "bsn=123456782"], lambda text: "0014")
    done = record_by_hand(ledger, by_hand, actor="m1234", today=TODAY)
    assert follow_fact(ledger, "m1234", by_hand.fact, done.subject).linked == 1


def test_a_link_cannot_be_corrected_to_another_registration(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2"), row("G3", bsn=""))
    event_id, other = str(decisions(ledger)[0].event.event_id), registration_named(ledger, "G3")
    words = [f"original={event_id}", f"other={other}"]
    by_hand = parse_correction(words, lambda text: None, lambda named: fact_standing(ledger, named))
    with pytest.raises(LinkIsNotCorrected):
        record_by_hand(ledger, by_hand, actor="m1234", today=TODAY)


def test_a_decision_has_no_day_so_that_no_bound_on_days_hides_it(ledger: Ledger, tmp_path: Path) -> None:
    take(ledger, tmp_path, row("G1"), row("G2"))
    unlink(ledger, "G1", "G2")
    decided = decisions(ledger)
    assert len(decided) == 2
    for event in (one.event for one in decided):
        assert (event.occurred_on, event.registered_on, event.delivered_on, event.source) == (None, None, None, None)


def test_rows_that_share_no_number_cost_little(ledger: Ledger, tmp_path: Path) -> None:
    rows = [row(f"G{number}", bsn=_bsn(number)) for number in range(5_000)]
    take(ledger, tmp_path, *rows)
    assert decisions(ledger) == []
    vault = Vault(ledger.database, ledger.ring)
    begun = time.monotonic()
    assert vault.sharing_since(0, ledger.head().position, IDENTIFYING) == []
    assert time.monotonic() - begun < 3


def _bsn(number: int) -> str:
    """The so-manieth invented BSN."""
    digits = f"9{number:07}"
    remainder = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
    return f"{digits}{remainder}" if remainder < 10 else ""
