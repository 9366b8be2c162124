"""The stored tree is the tree over the stored bytes, whatever the sizes of the calls in which they came."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from uuid import RFC_4122, UUID, uuid4

import psycopg
import pytest
import rfc8785

from domain import tree
from domain.event import decode, encode, fact_of
from store.edges import hashes
from store.errors import GapInLedger
from store.keys import KeyRing
from store.ledger import Ledger
from store.sealing import Sealer
from store.statement import Command
from tests.store.stating import append_stamped, now, payloads_of, placed, random_statements, record_one, registered


@pytest.fixture
def ledger_free_sealer() -> Sealer:
    """Seals for a ledger that is nowhere."""
    return Sealer(KeyRing(b"r" * 32, uuid4()), lambda subjects: [])


@pytest.mark.parametrize("seed", range(4))
def test_leaves_and_edge_are_those_of_the_domain_for_random_sizes(
    ledger: Ledger, superuser: psycopg.Connection, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        count = chance.choice((1, 1, 2, 3, 5, 8, 31, 32, 33, 130))
        ledger.record([Command(uuid4().hex, random_statements(chance, count))])

        payloads = payloads_of(superuser)
        leaves = [tree.leaf_hash(payload) for payload in payloads]
        stored = [leaf for (leaf,) in superuser.execute("select leaf from ledger.event order by position")]
        assert stored == leaves
        (edge,) = superuser.execute("select edge from ledger.head").fetchone() or ()
        assert tuple(hashes(edge)) == tree.extend(0, (), leaves)
        assert ledger.head().root == tree.root_of(leaves)


def test_the_edge_skips_the_leaves_of_refused_commands(ledger: Ledger, superuser: psycopg.Connection) -> None:
    record_one(ledger, placed(), key="used")
    for number in range(20):
        ledger.record(
            [Command(key, [placed(), placed()]) for key in (f"a{number}", "used", f"b{number}", f"c{number}")]
        )

    assert ledger.head().position == 1 + 20 * 6
    assert ledger.head().root == tree.root_of([tree.leaf_hash(payload) for payload in payloads_of(superuser)])


def test_the_root_at_every_earlier_position_is_found_again(ledger: Ledger, superuser: psycopg.Connection) -> None:
    chance = random.Random(7)
    while ledger.head().position < 2_200:  # more than two checkpoints
        ledger.record([Command(uuid4().hex, random_statements(chance, chance.randint(1, 400)))])
    leaves = [tree.leaf_hash(payload) for payload in payloads_of(superuser)]
    edge: tuple[bytes, ...] = ()
    roots = [tree.EMPTY_ROOT]

    assert ledger.at(0).root == tree.EMPTY_ROOT
    for size, leaf in enumerate(leaves, 1):
        edge = tree.extend(size - 1, edge, [leaf])
        roots.append(tree.root(edge))
        assert ledger.at(size).root == roots[size], size

    in_any_order = chance.sample(range(len(roots)), 200)
    assert [ledger.at(size).root for size in in_any_order] == [roots[size] for size in in_any_order]
    for size, (event, _) in ledger.events_at(in_any_order[:20]).items():
        assert ledger.at_event(event) == ledger.at(size)


def test_a_position_after_the_head_has_no_root(ledger: Ledger) -> None:
    record_one(ledger, placed())

    with pytest.raises(GapInLedger):
        ledger.at(2)


def test_the_stored_bytes_are_canonical_json(ledger: Ledger, superuser: psycopg.Connection) -> None:
    chance = random.Random(3)
    record_one(ledger, *random_statements(chance, 200))
    given = {"party": "0014", "system": "GWS é", "record": "G-1", "municipality": "0014", "occurred_on": "2008-06"}
    record_one(ledger, registered(personal={"name": "Zoé", "reason_text": "ziek"}, **given))

    for payload in payloads_of(superuser):
        assert rfc8785.dumps(json.loads(payload)) == payload
        assert b"null" not in payload


def test_the_leaf_holds_no_position_and_the_ledger_it_belongs_to(ledger: Ledger, superuser: psycopg.Connection) -> None:
    record_one(ledger, placed())

    (payload,) = payloads_of(superuser)

    document = json.loads(payload)
    assert document["ledger"] == str(ledger.ring.ledger)
    assert "position" not in document


def test_the_position_at_a_moment_is_the_last_before_anything_later(ledger: Ledger) -> None:
    begun = now()
    stamps = [begun + timedelta(milliseconds=offset) for offset in (0, 100, 50, 100, 300)]  # two writers' clocks
    for stamp in stamps:
        append_stamped(ledger, stamp, placed(version=1))

    def at(milliseconds: int) -> int:
        return ledger.position_at(begun + timedelta(milliseconds=milliseconds))

    assert [at(-1), at(0), at(50), at(99), at(100), at(299), at(300), at(10_000)] == [0, 1, 1, 1, 4, 4, 5, 5]


def test_the_position_at_a_moment_is_found_across_checkpoints(ledger: Ledger) -> None:
    begun = now()
    for hundreds in range(30):
        statements = [placed(version=1) for _ in range(100)]
        append_stamped(ledger, begun + timedelta(milliseconds=hundreds), *statements)

    for hundreds in range(30):
        assert ledger.position_at(begun + timedelta(milliseconds=hundreds)) == 100 * (hundreds + 1)
    assert ledger.position_at(begun - timedelta(days=1)) == 0


@pytest.mark.parametrize("seed", range(20))
def test_the_short_way_to_the_bytes_gives_those_of_the_event(ledger_free_sealer: Sealer, seed: int) -> None:
    chance = random.Random(seed)

    def maybe(value: object) -> object:
        return value if chance.random() < 0.5 else None

    source = chance.random() < 0.7
    statement = placed(
        version=chance.randint(1, 9),
        occurred_on=maybe("2008-06-20"),
        registered_on=maybe(date(2008, 6, 24)),
        delivered_on=maybe(date(2009, 1, 1)),
        municipality=maybe("0014"),
        party="0014" if source else None,
        system="GWS e\u0301" if source else None,
        delivery=maybe(uuid4()) if source else None,
        record=maybe("G-1") if source else None,
        personal=maybe({"name": "Zoé", "reason_text": "ziek"}) or {},
        on_behalf_of=maybe("college"),
        correlation=maybe(uuid4()),
        causation=maybe(uuid4()),
    )

    (payload,) = ledger_free_sealer.seal([statement], now()).payloads

    event = decode(payload)
    assert encode(event) == payload
    assert (event.subject, event.version, event.occurred_on) == (
        statement.subject,
        statement.version,
        statement.occurred_on,
    )
    assert (event.registered_on, event.delivered_on, event.municipality) == (
        statement.registered_on,
        statement.delivered_on,
        statement.municipality,
    )
    assert (event.on_behalf_of, event.correlation, event.causation) == (
        statement.on_behalf_of,
        statement.correlation,
        statement.causation,
    )
    assert (event.source is not None) == source
    assert (event.actor, event.purpose, event.type) == (statement.actor, statement.purpose, 401)
    assert fact_of(event) == statement.fact
    assert event.event_id.version == 7
    assert event.source is None or event.source.system == "GWS é"


def test_event_ids_of_one_batch_are_versions_seven_and_stand_in_order(ledger_free_sealer: Sealer) -> None:
    ids = [UUID(text) for text in ledger_free_sealer.seal([placed(version=1) for _ in range(500)], now()).event_ids]

    assert len(set(ids)) == 500
    assert sorted(ids) == ids
    assert {(one.version, one.variant) for one in ids} == {(7, RFC_4122)}


def test_event_ids_of_many_batches_of_one_moment_differ(ledger_free_sealer: Sealer) -> None:
    moment = now()
    ids = [ledger_free_sealer.seal([placed(version=1)], moment).event_ids[0] for _ in range(2_000)]

    assert len(set(ids)) == 2_000
