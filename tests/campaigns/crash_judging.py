"""The judgement of a trial: the ledger held against the notes of the writers and against what the reader saw."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from uuid import UUID

import psycopg

from domain import tree
from projections import VIEWS
from replay.follow import Follower
from replay.verifying import verify
from store.ledger import Ledger
from store.opening import open_ledger
from tests.campaigns.crash_processes import command, read_notes, subject_of, writes_singly
from tests.campaigns.crash_trial import Crew, Trial

ASKED_AGAIN_AT_ONCE = 200
ONE_VIEW = {"placements": VIEWS["placements"]}
"""Views are built from the events when the blows are over: one of them is enough, and all cost more than the rest."""
VAULT_WITHOUT_EVENT = """
    select (select count(*) from vault.key as kept
             where not exists (select from ledger.event where event.subject = kept.subject))
         + (select count(*) from vault.sealed as kept
             where not exists (select from ledger.event where event.event_id = kept.event_id))
         + (select count(*) from vault.record as kept
             where not exists (select from ledger.event where event.subject = kept.subject))
"""


def judge(trial: Trial, crew: Crew, conninfo: str, seen: dict[str, object]) -> None:
    """Count every broken promise."""
    notes = [(seed, note) for seed in crew.seeds for note in read_notes(crew.task.notes(seed))]
    noted = {(seed, note.number): (note.first_position, note.events) for seed, note in notes}
    trial.answered_by_retry = sum(note.was_there for _, note in notes)
    trial.commands, trial.single_commands = len(noted), sum(writes_singly(seed) for seed, _ in noted)
    trial.errors_of_writers = crew.errors()
    trial.gaps, trial.looks_of_reader = int(str(seen["gaps"])), int(str(seen["looks"]))
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("analyze")  # a killed server has forgotten how much there is, and would look up one by one
    leaves = judge_events(trial, conninfo, noted, seen)
    ledger = open_ledger(conninfo, crew.task.key_file, os.environ)
    head = ledger.head()
    trial.tree_differs += (head.root != tree.root_of(leaves)) + (head.position != len(leaves))
    expected = ask_all_again(trial, ledger, noted)
    trial.tree_differs += ledger.head() != head
    trial.vault_differs = judge_vault(conninfo, expected)
    verification = verify(ledger, Follower(ledger, ONE_VIEW))
    trial.found_by_verify = len(verification.wrong) + (verification.root != head.root)
    trial.sealed_parts = verification.sealed_parts
    ledger.close()
    ledger.database.close()


def judge_events(
    trial: Trial, conninfo: str, noted: dict[tuple[int, int], tuple[int, int]], seen: dict[str, object]
) -> list[bytes]:
    """Every event of every noted command, once, and no other; the leaves that follow from the payloads."""
    expected = Counter({subject_of(*key): count for key, (_, count) in noted.items()})
    digest, found, leaves = hashlib.sha256(), Counter[UUID](), []
    with psycopg.connect(conninfo) as connection, connection.cursor("all") as cursor:
        cursor.itersize = 5_000
        cursor.execute("select position, event_id, subject, payload, leaf from ledger.event order by position")
        for at, (position, event_id, subject, payload, leaf) in enumerate(cursor, 1):
            trial.gaps += position != at
            digest.update(b"%d %s\n" % (position, event_id.bytes))
            found[subject] += 1
            leaves.append(tree.leaf_hash(payload))
            trial.tree_differs += leaves[-1] != leaf
    trial.events = len(leaves)
    trial.missed_by_reader = abs(trial.events - int(str(seen["read"]))) or int(digest.hexdigest() != seen["digest"])
    trial.lost_events = (expected - found).total()
    trial.doubled_events = (found - expected).total()
    return leaves


def ask_all_again(trial: Trial, ledger: Ledger, noted: dict[tuple[int, int], tuple[int, int]]) -> Counter[str]:
    """Ask every noted command once more, for its first receipt; gives what the vault must hold for all of them."""
    keys, expected = list(noted), Counter[str]()
    for begin in range(0, len(keys), ASKED_AGAIN_AT_ONCE):
        asked = {key: command(*key) for key in keys[begin : begin + ASKED_AGAIN_AT_ONCE]}
        for (key, one), receipt in zip(asked.items(), ledger.record([*asked.values()]), strict=True):
            first = ("replayed", *noted[key])
            trial.other_receipts += (receipt.outcome, receipt.first_position, receipt.events) != first
            expected["sealed parts"] += sum(bool(statement.personal) for statement in one.statements)
            expected["source records"] += any(statement.record for statement in one.statements)
    return expected


def judge_vault(conninfo: str, expected: Counter[str]) -> int:
    """How many rows of the vault are too many or too few: each belongs to a recorded event, and each is there once."""
    with psycopg.connect(conninfo) as connection:
        (orphans,) = connection.execute(VAULT_WITHOUT_EVENT).fetchone() or (0,)
        (sealed,) = connection.execute("select count(*) from vault.sealed").fetchone() or (0,)
        (records,) = connection.execute("select count(*) from vault.record").fetchone() or (0,)
    return int(orphans) + abs(sealed - expected["sealed parts"]) + abs(records - expected["source records"])
