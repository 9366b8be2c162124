"""Who may what: one table that must be whole, and what it says is what happens."""

from __future__ import annotations

import pytest

from api.app import create_app
from api.groups import GROUPS
from api.policy import POLICY, Line, PolicyIsNotWhole, may, may_read_persons, require_whole

OPERATIONS = [operation.id for group in GROUPS for operation in group.operations]


def test_every_operation_has_a_line_and_every_line_an_operation():
    require_whole(OPERATIONS, POLICY)


@pytest.mark.parametrize(
    ("operations", "policy", "hole"),
    [
        (["a", "b"], {"a": may("thing", "auditor")}, "b has no line"),
        (["a"], {"a": may("thing", "auditor"), "b": may("thing", "auditor")}, "b has a line and no route"),
        (["a"], {"a": may("thing")}, "a is open to nobody"),
        (["a"], {"a": may_read_persons("thing", "auditor", activities=())}, "without a processing activity"),
        (
            ["a"],
            {"a": may_read_persons("thing", "auditor", activities=("fishing",))},
            "fishing, which is in no register",
        ),
        (["a"], {"a": Line("thing", reads_persons=True, is_public=True)}, "a is public"),
        (["a", "a"], {"a": may("thing", "auditor")}, "the same name"),
    ],
)
def test_a_hole_in_the_policy_is_named(operations, policy, hole):
    with pytest.raises(PolicyIsNotWhole, match=hole):
        require_whole(operations, policy)


def test_the_server_does_not_start_with_a_route_that_nobody_thought_about(filled, calling):
    thought_of = {name: line for name, line in POLICY.items() if name != "getFigure"}

    with pytest.raises(PolicyIsNotWhole, match="getFigure has no line"):
        create_app(filled, access=calling(filled).access, follows=False, policy=thought_of)
