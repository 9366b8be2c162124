"""Who may what: one table that must be whole, and what it says is what happens."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from api.app import create_app
from api.groups import GROUPS
from api.policy import ALL, POLICY, Line, PolicyIsNotWhole, may, may_read_persons, require_whole
from store.readers import Reader

READERS = {
    "case_manager": Reader(role="case_manager", municipality="0014", name="m1"),
    "provider": Reader(role="provider", provider="Aanbieder X", name="m2"),
    "ministry": Reader(role="ministry", name="m3"),
    "auditor": Reader(role="auditor", engagement="2009-7", name="m4"),
    "administrator": Reader(role="administrator", name="m5"),
    "participant": Reader(role="participant", subject=UUID(int=7), name="m6"),
}
ROUTES = [operation for group in GROUPS for operation in group.operations]
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


def asked(caller, operation, headers):
    """One request for an operation, with an example of what must stand in its path."""
    path = operation.address
    for one in operation.in_path:
        examples = one.schema.get("examples", one.schema.get("enum", [str(UUID(int=7))]))
        path = path.replace(f"{{{one.name}}}", str(examples[0]))
    return caller.send(operation.method, path, headers=headers)


def code(answer):
    """The code of the problem that an answer is, also told as a page; None for another answer."""
    kind = answer.headers.get("content-type", "")
    if kind == "application/problem+json":
        return answer.json()["type"].rpartition(":")[2]
    on_page = re.search(r'data-problem="[^"]*:([a-z-]+)"', answer.text) if kind.startswith("text/html") else None
    return on_page[1] if on_page else None


def test_there_is_a_reader_of_every_role():
    assert set(READERS) == set(ALL)


@pytest.mark.parametrize("operation", ROUTES, ids=lambda one: one.id)
def test_an_operation_is_open_to_the_roles_of_its_line_and_to_no_other(guarded, badges, operation):
    line = POLICY[operation.id]
    for role, reader in READERS.items():
        shown = badges.shown(reader, line.activities[0] if line.activities else None)
        answer = asked(guarded, operation, shown)

        assert answer.status_code < 500, (operation.id, role)
        is_open = line.is_public or role in line.roles
        assert (code(answer) == "role-refused") is not is_open, (operation.id, role)
        if not is_open:
            assert answer.status_code == 403
            assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize("operation", ROUTES, ids=lambda one: one.id)
def test_without_a_token_an_operation_is_open_only_where_it_holds_no_data(guarded, operation):
    answer = asked(guarded, operation, {})

    assert (code(answer) == "no-token") is not POLICY[operation.id].is_public
    assert (answer.status_code == 401) is not POLICY[operation.id].is_public


@pytest.mark.parametrize("operation", [one for one in ROUTES if POLICY[one.id].reads_persons], ids=lambda one: one.id)
def test_no_operation_tells_of_a_person_without_a_purpose(guarded, badges, operation):
    for role in POLICY[operation.id].roles:
        answer = asked(guarded, operation, badges.shown(READERS[role]))

        assert guarded.logboek() == []
        is_of_nobody = role == "ministry" or not POLICY[operation.id].is_always
        assert code(answer) is not None or is_of_nobody, (operation.id, role)


@pytest.mark.parametrize("operation", ROUTES, ids=lambda one: one.id)
def test_every_answer_of_an_operation_is_one_that_the_description_names(caller, operation):
    if not operation.is_described:
        return
    said = caller.get("/v1/openapi.json").json()["paths"][operation.path][operation.method.lower()]
    answers = [
        asked(caller, operation, {}),
        asked(caller, operation, {"Accept": "application/x-nothing"}),
        caller.send(operation.method, operation.address + "?surprise=1"),
        caller.send(operation.method, operation.address, client="10.0.0.7"),
    ]
    for answer in answers:
        assert str(answer.status_code) in said["responses"], (operation.id, answer.status_code)
        kind = answer.headers["content-type"].partition(";")[0]
        assert kind in said["responses"][str(answer.status_code)]["content"]


def test_a_case_manager_asks_about_the_own_municipality_and_is_never_answered_with_less(guarded, badges):
    shown = badges.shown(READERS["case_manager"], "execution")
    for params in ({}, {"municipality": "0344"}, {"municipality": "Utrecht"}):
        answer = guarded.get("/v1/figures/placements", params=params, headers=shown)
        assert (answer.status_code, code(answer)) == (403, "outside-scope")
        assert "municipality=0014" in answer.json()["detail"]
    assert guarded.get("/v1/figures/placements", params={"municipality": "0014"}, headers=shown).status_code == 200
