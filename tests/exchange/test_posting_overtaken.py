"""Two who send one request at one moment: who comes second gets the receipt of the first, wherever it was overtaken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from exchange.posted import EventsRefused
from exchange.posting import Posting, TagIsNeeded, TagIsOld
from replay.timeline import dossier_tag
from store.group_commit import GroupCommit
from store.ledger import Ledger
from store.statement import Receipt
from tests.exchange.test_posting import CLERK, absence, person, placement


@pytest.fixture
def recorder(ledger: Ledger) -> Iterator[GroupCommit]:
    """The one writer that all callers share."""
    with GroupCommit(ledger) as writer:
        yield writer


class Overtaken(Posting):
    """A request during which another sends this, after it looked for the key and before it read anything else."""

    overtaken_by: tuple[str, Sequence[bytes], str | None]

    def _record(self, whose: str, asked: bytes, events: Sequence[bytes], tag: str | None) -> Receipt | None:
        posting(Posting, self.ledger, self.recorder).post(*self.overtaken_by)
        return super()._record(whose, asked, events, tag)


def posting(kind: Any, ledger: Ledger, recorder: Any) -> Any:
    def may_see(subject: UUID) -> bool:
        return bool(ledger.versions([subject]))

    return kind(ledger, recorder, CLERK, may_see=may_see, names={"0014": "Groningen"}, today=date(2026, 1, 5))


def sent(*events: dict[str, Any]) -> list[bytes]:
    return [json.dumps(one).encode() for one in events]


def overtaken(
    ledger: Ledger, recorder: Any, mine: list[bytes], *, tag: str | None = None, key: str = "k1", other: Any = None
) -> Any:
    """Send this under a key while another sends the same, or something else, under it or another."""
    one = posting(Overtaken, ledger, recorder)
    one.overtaken_by = other or (key, mine, tag)
    return one.post(key, mine, tag)


def test_what_another_just_recorded_under_this_key_is_answered_by_its_receipt(
    ledger: Ledger, recorder: GroupCommit
) -> None:
    mine = sent(person(), absence())
    receipt = overtaken(ledger, recorder, mine)

    assert receipt["recorded"] == 2
    assert receipt == posting(Posting, ledger, recorder).post("k1", mine)
    assert ledger.head().position == 2


def test_a_decision_that_another_just_recorded_under_this_key_is_not_out_of_date_by_itself(
    ledger: Ledger, recorder: GroupCommit
) -> None:
    posting(Posting, ledger, recorder).post("k0", sent(person()))
    subject = next(ledger.events_after(0)).event.subject
    tag = dossier_tag(ledger, subject)
    receipt = overtaken(ledger, recorder, sent(placement()), tag=tag)

    assert (receipt["recorded"], receipt["events"][0]["is_new"]) == (1, True)
    assert ledger.head().position == 2


@pytest.mark.parametrize("given", [None, '"another"'])
def test_a_decision_that_nobody_recorded_still_needs_the_tag_of_the_dossier(
    ledger: Ledger, recorder: GroupCommit, given: str | None
) -> None:
    posting(Posting, ledger, recorder).post("k0", sent(person()))

    with pytest.raises((TagIsNeeded, TagIsOld)):
        overtaken(ledger, recorder, sent(placement()), tag=given, other=("k2", sent(absence()), None))


def test_what_another_recorded_under_another_key_stands_already(ledger: Ledger, recorder: GroupCommit) -> None:
    mine = sent(person(), absence())
    receipt = overtaken(ledger, recorder, mine, other=("k2", mine, None))

    assert (receipt["recorded"], receipt["tree"]) == (0, None)
    assert ledger.head().position == 2


def test_a_mistake_stays_one_whoever_came_first(ledger: Ledger, recorder: GroupCommit) -> None:
    changed = sent(absence(fields={"authorised": True, "session": "other"}))

    with pytest.raises(EventsRefused):
        overtaken(ledger, recorder, changed, other=("k2", sent(person(), absence()), None))
