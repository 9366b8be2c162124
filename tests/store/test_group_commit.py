"""Many callers, one append: each gets its own receipt or its own error, and nobody suffers from a neighbour."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.event import Recorded
from store.errors import (
    EmptyCommand,
    KeyReused,
    NaturalKeyTaken,
    NoReceiptInTime,
    StaleWrite,
    TimeRefused,
    TooManyWaiting,
    WriterClosed,
)
from store.group_commit import GroupCommit, _Caller, concerns_all
from store.ledger import Ledger
from store.statement import Command, Receipt
from tests.store.servers import wait_until
from tests.store.stating import delivered, placed, record_one, registered


@pytest.fixture
def group(ledger: Ledger) -> Iterator[GroupCommit]:
    """Group commit on an empty ledger, with its usual limits."""
    with GroupCommit(ledger) as one:
        yield one


@pytest.fixture
def callers() -> Iterator[ThreadPoolExecutor]:
    """Threads enough for every caller of a test."""
    with ThreadPoolExecutor(max_workers=64) as pool:
        yield pool


def asked(*statements: object, key: str | None = None) -> Command:
    return Command(key or uuid4().hex, list(statements) or [placed()])  # type: ignore[arg-type]


@contextmanager
def held_head(superuser: psycopg.Connection) -> Iterator[None]:
    """While another transaction holds the head of the ledger, nothing can be committed."""
    with superuser.transaction():
        superuser.execute("select from ledger.head for update")
        yield


def is_held_up(superuser: psycopg.Connection) -> bool:
    """Whether an append waits for the head."""
    return superuser.execute("select count(*) from pg_locks where not granted").fetchone() != (0,)


def together(
    group: GroupCommit, callers: ThreadPoolExecutor, superuser: psycopg.Connection, commands: Sequence[Command]
) -> list[Future[Receipt]]:
    """Put these commands into one batch: they gather, in this order, behind one that is held up."""
    with held_head(superuser):
        callers.submit(group.record, asked())
        wait_until(lambda: is_held_up(superuser))
        futures = []
        for waiting, command in enumerate(commands, 1):
            futures.append(callers.submit(group.record, command))
            wait_until(lambda count=waiting: len(group._waiting) == count)  # type: ignore[misc]
    return futures


def batches(ledger: Ledger) -> list[int]:
    """How many events were committed together each time: one batch has one `recorded_at`."""
    moments = [one.event.recorded_at for one in ledger.events_after(0)]
    return [moments.count(moment) for moment in dict.fromkeys(moments)]


def by_position(ledger: Ledger) -> dict[int, Recorded]:
    return {one.position: one for one in ledger.events_after(0)}


# Receipts


def test_each_of_thirty_two_callers_gets_the_receipt_of_its_own_command(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor
) -> None:
    def work(subject: UUID) -> list[tuple[UUID, Receipt]]:
        return [(subject, group.record(asked(placed(subject), placed(subject)))) for _ in range(5)]

    done = [pair for some in callers.map(work, [uuid4() for _ in range(32)]) for pair in some]

    stored = by_position(ledger)
    assert sorted(stored) == list(range(1, 2 * 5 * 32 + 1))
    assert all(receipt.outcome == "recorded" and receipt.events == 2 for _, receipt in done)
    assert all(stored[position].event.subject == subject for subject, receipt in done for position in receipt.positions)


def test_commands_that_arrive_during_a_commit_are_committed_together_in_order_of_arrival(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    receipts = [future.result() for future in together(group, callers, superuser, [asked() for _ in range(20)])]

    assert batches(ledger) == [1, 20]
    assert [receipt.first_position for receipt in receipts] == list(range(2, 22))


def test_commands_about_one_registration_get_versions_that_follow_each_other(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor
) -> None:
    subject = uuid4()

    list(callers.map(group.record, [asked(placed(subject)) for _ in range(40)]))

    assert [one.event.version for one in ledger.stream(subject)] == list(range(1, 41))


def test_a_key_asked_twice_in_one_batch_is_recorded_once_and_for_another_request_refused(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    subject = uuid4()
    commands = [
        asked(placed(subject), key="once"),
        asked(placed(subject), key="once"),
        asked(placed(subject, municipality="0014"), key="once"),
        asked(placed(subject)),
    ]

    first, again, other, neighbour = together(group, callers, superuser, commands)

    assert (first.result().outcome, again.result().outcome) == ("recorded", "replayed")
    assert again.result().positions == first.result().positions
    assert isinstance(other.exception(), KeyReused)
    assert neighbour.result().outcome == "recorded"
    assert [one.event.version for one in ledger.stream(subject)] == [1, 2]


def test_a_caller_that_has_personal_fields_finds_them_sealed_as_without_company(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor
) -> None:
    source = {"party": "0014", "system": "GWS"}
    commands = [asked(registered(None, {"name": f"Zoé {at}"}, record=f"G-{at}", **source)) for at in range(12)]

    receipts = list(callers.map(group.record, commands))

    stored = by_position(ledger)
    names = [ledger.personal_of(stored[receipt.first_position])["name"] for receipt in receipts]
    assert names == [f"Zoé {at}" for at in range(12)]


# Neighbours


BAD: dict[str, tuple[Callable[[UUID], Command], type[Exception]]] = {
    "states nothing": (lambda subject: Command(uuid4().hex, []), EmptyCommand),
    "cannot be written down": (lambda subject: asked(registered(None, {"remark": "\ud800"})), UnicodeError),
    "has a version that fits no column": (lambda subject: asked(placed(version=2**40)), OverflowError),
    "has a version that the database refuses": (lambda subject: asked(placed(version=-1)), psycopg.Error),
    "is stale": (lambda subject: asked(placed(subject, version=1)), StaleWrite),
    "uses a key again": (lambda subject: asked(key="used"), KeyReused),
    "was delivered before": (lambda subject: asked(placed(delivered=delivered(b"taken"))), NaturalKeyTaken),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_command_that_cannot_be_recorded_raises_in_its_own_caller_only(
    bad: str, ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    make, expected = BAD[bad]
    subject = uuid4()
    record_one(ledger, placed(subject, delivered=delivered(b"taken")), key="used")
    before, after = [asked() for _ in range(3)], [asked() for _ in range(4)]

    with held_head(superuser):
        callers.submit(group.record, asked())
        wait_until(lambda: is_held_up(superuser))
        futures = [callers.submit(group.record, one) for one in before]
        wait_until(lambda: len(group._waiting) == len(before))
        refused = callers.submit(group.record, make(subject))
        time.sleep(0.05)  # refused at once, or waiting by now
        futures += [callers.submit(group.record, one) for one in after]
        wait_until(lambda: len(group._waiting) >= len(before) + len(after))

    assert isinstance(refused.exception(), expected)
    assert sorted(future.result().first_position for future in futures) == list(range(3, 10))
    assert ledger.head().position == 9


def test_of_many_commands_that_cannot_be_recorded_each_raises_and_all_others_stand(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    commands = [asked(placed(version=-1 if at % 3 == 0 else 0)) for at in range(31)]

    futures = together(group, callers, superuser, commands)

    assert [future.exception() is None for future in futures] == [at % 3 != 0 for at in range(31)]
    assert ledger.head().position == 1 + 20


def test_a_clock_that_is_wrong_concerns_all_commands_and_a_refused_command_only_itself() -> None:
    assert concerns_all(TimeRefused())
    assert concerns_all(psycopg.OperationalError("gone"))
    assert not concerns_all(KeyReused())
    assert not concerns_all(psycopg.errors.CheckViolation("no"))
    assert not concerns_all(OverflowError("too large"))


# Limits


def test_a_batch_holds_no_more_commands_than_its_limit(
    ledger: Ledger, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    with GroupCommit(ledger, commands_max=4) as group:
        for future in together(group, callers, superuser, [asked() for _ in range(10)]):
            future.result()

    assert batches(ledger) == [1, 4, 4, 2]


def test_a_batch_holds_no_more_events_than_its_limit_and_a_larger_command_goes_by_itself(
    ledger: Ledger, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    sizes = [2, 2, 2, 9, 1, 4, 1]
    with GroupCommit(ledger, events_max=5) as group:
        commands = [asked(*[placed() for _ in range(size)]) for size in sizes]
        for future in together(group, callers, superuser, commands):
            future.result()

    assert batches(ledger) == [1, 4, 2, 9, 5, 1]


def test_a_batch_holds_no_more_bytes_than_its_limit(
    ledger: Ledger, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    commands = [asked() for _ in range(7)]
    with GroupCommit(ledger, bytes_max=3 * len(commands[0].document())) as group:
        for future in together(group, callers, superuser, commands):
            future.result()

    assert batches(ledger) == [1, 3, 3, 1]


def test_when_too_many_wait_the_next_is_told_so_at_once_and_the_others_are_recorded(
    ledger: Ledger, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    with GroupCommit(ledger, waiting_max=2) as group, held_head(superuser):
        callers.submit(group.record, asked())
        wait_until(lambda: is_held_up(superuser))
        taken = [callers.submit(group.record, asked()) for _ in range(2)]
        wait_until(lambda: len(group._waiting) == 2)
        with pytest.raises(TooManyWaiting):
            group.record(asked())
        superuser.execute("commit")
        assert [future.result().outcome for future in taken] == ["recorded", "recorded"]
        superuser.execute("begin")

    assert ledger.head().position == 3


# Time


def test_a_caller_that_waits_no_longer_takes_back_what_was_not_begun(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    with held_head(superuser):
        callers.submit(group.record, asked())
        wait_until(lambda: is_held_up(superuser))
        with pytest.raises(NoReceiptInTime):
            group.record(asked(), timeout_seconds=0.05)
        assert not group._waiting

    assert group.record(asked()).first_position == 2


def test_a_caller_that_went_away_during_its_commit_gets_the_first_receipt_when_it_asks_again(
    ledger: Ledger, group: GroupCommit, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = asked(key="patience")
    with held_head(superuser), monkeypatch.context() as impatient:
        impatient.setattr(_Caller, "wait", lambda *_: wait_until(lambda: is_held_up(superuser)))  # until it was begun
        with pytest.raises(NoReceiptInTime):
            group.record(command)

    again = group.record(command)

    assert (again.outcome, again.first_position) == ("replayed", 1)
    assert ledger.head().position == 1


def test_one_caller_waits_for_nobody(ledger: Ledger, group: GroupCommit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.group_commit.GATHER_SECONDS_MAX", 3_600.0)

    for _ in range(20):
        group.record(asked())

    assert batches(ledger) == [1] * 20


# The database goes away


def test_when_the_connection_is_cut_each_caller_gets_an_error_of_its_own_and_may_ask_again(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    commands = [asked(key=f"cut {at}") for at in range(10)]
    futures = []
    with held_head(superuser):
        first = callers.submit(group.record, asked())
        wait_until(lambda: is_held_up(superuser))
        futures = [callers.submit(group.record, one) for one in commands]
        wait_until(lambda: len(group._waiting) == len(commands))
        superuser.execute("select pg_terminate_backend(pid) from pg_locks where not granted")
        assert isinstance(first.exception(), psycopg.OperationalError)
        wait_until(lambda: is_held_up(superuser))  # the next batch, on a new connection
        superuser.execute("select pg_terminate_backend(pid) from pg_locks where not granted")
        errors = [future.exception() for future in futures]

    assert all(isinstance(error, psycopg.OperationalError) for error in errors)
    assert len({id(error) for error in errors}) == len(commands)
    assert ledger.head().position == 0
    receipts = list(callers.map(group.record, commands))
    assert sorted(receipt.first_position for receipt in receipts) == list(range(1, 11))


def test_what_was_committed_before_the_line_was_cut_gives_its_first_receipt(
    ledger: Ledger, group: GroupCommit, callers: ThreadPoolExecutor
) -> None:
    commands = [asked(key=f"answered {at}") for at in range(8)]
    first = ledger.record(commands)  # as if the answer had been lost on its way

    again = list(callers.map(group.record, commands))

    assert [receipt.positions for receipt in again] == [receipt.positions for receipt in first]
    assert ledger.head().position == 8


# The end


def test_closing_records_what_waits_and_takes_nothing_more(
    ledger: Ledger, callers: ThreadPoolExecutor, superuser: psycopg.Connection
) -> None:
    before = set(threading.enumerate())
    group = GroupCommit(ledger)
    futures = together(group, callers, superuser, [asked() for _ in range(5)])
    group.close()

    assert [future.result(timeout=1).outcome for future in futures] == ["recorded"] * 5
    assert ledger.head().position == 6
    with pytest.raises(WriterClosed):
        group.record(asked())
    assert "ketenboek-group-commit" not in {thread.name for thread in {*threading.enumerate()} - before}


class Uncopied(psycopg.OperationalError):
    """An error that cannot be copied: its maker asks for two things and it keeps one."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


@pytest.mark.parametrize("error", [Uncopied("a", "b"), None], ids=["an error that cannot be copied", "no receipts"])
def test_what_nobody_foresaw_is_told_to_every_caller_and_the_writer_goes_on(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    def goes_wrong(commands: Sequence[Command]) -> list[Receipt]:
        time.sleep(0.05)
        if error is not None:
            raise error
        return []

    told: list[str] = []

    def ask() -> None:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is compared below
            writer.record(asked(), timeout_seconds=5)
        told.append(type(caught.value).__name__)

    with GroupCommit(ledger) as writer:
        with monkeypatch.context() as broken:
            broken.setattr(ledger, "record", goes_wrong)
            callers = [threading.Thread(target=ask) for _ in range(6)]
            for caller in callers:
                caller.start()
            for caller in callers:
                caller.join()
        receipt = writer.record(asked(), timeout_seconds=5)

    assert len(told) == 6
    assert set(told) <= {"Uncopied", "WriterFailed"}
    assert receipt.outcome == "recorded"
