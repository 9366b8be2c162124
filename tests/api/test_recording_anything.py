"""Whatever is sent, the answer is a receipt or a refusal that tells why, and never a fault of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.limits import Limits
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.sending import BATCH, BY_TOKEN, EVENT, SOURCE, Sender, event, person

TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(["K1", "", "\x00", "2025-06-20", "0014", "0" * 200, SOURCE]))
SIMPLE = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS)
ANYTHING = st.recursive(
    SIMPLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)
ATTRIBUTES = st.sampled_from(["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data", "x"])
IN_DATA = st.sampled_from(["fields", "personal", "occurred_on", "registered_on", "municipality", "slot", "person", "x"])
KINDS = st.sampled_from(["person-registered", "absence-recorded", "event-corrected", "approval-given", "quota-set"])


@pytest.fixture(scope="module")
def clerk(module_ledger: Ledger, calling: type[Any]) -> Sender:
    """A case manager who may ask as often as they like."""
    limits = Limits(per_second=100_000.0, burst=100_000)
    sender = Sender(calling(Figures(module_ledger), access=BY_TOKEN, limits=limits), "clerk")
    assert sender.record(person()).status_code == 201
    return sender


def is_told(answer: Any) -> bool:
    return answer.status_code == 201 or (answer.status_code < 500 and bool(answer.json()["detail"]))


MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(changes=st.dictionaries(ATTRIBUTES, ANYTHING, max_size=3), kind=KINDS)
def test_an_event_with_anything_in_its_attributes(clerk: Sender, changes: dict[str, Any], kind: str) -> None:
    answer = clerk.record(event(kind, "x1") | changes)
    assert is_told(answer), answer.text


@MANY
@given(data=st.dictionaries(IN_DATA, ANYTHING, max_size=4), kind=KINDS)
def test_an_event_with_anything_in_its_data(clerk: Sender, data: dict[str, Any], kind: str) -> None:
    assert is_told(clerk.record(event(kind, "x1") | {"data": data}))


@MANY
@given(body=st.one_of(ANYTHING, st.lists(ANYTHING, max_size=3)), media_type=st.sampled_from([EVENT, BATCH]))
def test_any_document_as_a_request(clerk: Sender, body: Any, media_type: str) -> None:
    sent = json.dumps(body).encode()
    assert is_told(clerk.post("/v1/events", sent, media_type, idempotency_key="k1"))
