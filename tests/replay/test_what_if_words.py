"""Every field that a counterfactual may change has words in both languages."""

from __future__ import annotations

from domain import rules
from domain.changes import changeable_fields
from projections import VIEWS
from replay.what_if import FIELDS


def test_every_field_that_may_be_changed_is_called_something() -> None:
    views = {rule.view for rule in rules.RULES}
    fields = {name for view in views for name in changeable_fields(VIEWS[view].case)}

    assert fields
    assert sorted(fields - FIELDS.keys()) == [], "add what it is called to replay/what_if.py"
    assert all(dutch and english for dutch, english in FIELDS.values())
