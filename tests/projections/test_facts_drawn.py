"""What is drawn at random for the promises of the views is what may be recorded, and finds cases to break them with."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from domain.event import encode_fact, read_body
from domain.facts.base import Fact, of
from projections import VIEWS
from tests.projections.facts_drawn import CALLED, SAID, facts_of

READ = sorted(
    {kind for view in VIEWS.values() for kind in view.reads | view.reads_shared}, key=lambda kind: kind.__name__
)


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.__name__)
def test_every_kind_that_a_view_reads_is_drawn_as_it_may_be_recorded(kind: type[Fact]) -> None:
    @settings(max_examples=10)
    @given(facts_of(kind))
    def may_be_recorded(fact: Fact) -> None:
        assert read_body(of(kind).number, of(kind).schema, bytes(encode_fact(fact))) == fact

    may_be_recorded()


def test_what_is_named_of_a_field_is_named_of_one_that_there_is() -> None:
    fields = {name for kind in READ for name in kind.__struct_fields__}

    assert sorted(CALLED.keys() - fields) == []
    assert {kind.__name__ for kind in SAID.keys() - {*READ}} == set()
    for kind, said in SAID.items():
        assert sorted(said.keys() - {*kind.__struct_fields__}) == [], kind
