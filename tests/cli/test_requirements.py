"""Each of the 343 requirements is carried and shown, or says why a ledger is not its place."""

import ast
import csv
from functools import cache
from pathlib import Path

import pytest

from cli.reference_requirements import Requirement, requirements, requirements_page, unknown_carriers

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT.parent / "shared" / "seeds" / "requirements.csv"
NUMBERS = [f"R{number:03}" for number in range(1, 344)]

ANSWERS = requirements()


def test_every_requirement_has_an_answer_and_there_is_no_other() -> None:
    assert sorted(ANSWERS) == NUMBERS


def test_the_numbers_are_those_of_the_documents() -> None:
    if not TABLE.is_file():
        pytest.skip("skipped: not available")
    with TABLE.open(encoding="utf-8", newline="") as rows:
        assert [row["id"] for row in csv.DictReader(rows)] == NUMBERS


def answered(answer: Requirement) -> bool:
    """Either carried and shown, or with a reason why not; never both, never neither."""
    carried = bool(answer.carried_by) and bool(answer.shown_by)
    return carried != bool(answer.not_a_matter) and bool(answer.carried_by) == bool(answer.shown_by)


def test_every_answer_is_a_carrier_with_a_test_or_a_reason() -> None:
    assert [number for number, answer in ANSWERS.items() if not answered(answer)] == []


def test_an_answer_with_neither_or_half_of_it_is_none() -> None:
    assert not answered(Requirement("asked"))
    assert not answered(Requirement("asked", carried_by=("fact QuotaSet",)))
    assert not answered(Requirement("asked", ("fact QuotaSet",), ("tests/x.py::test_x",), "we do both"))
    assert answered(Requirement("asked", ("fact QuotaSet",), ("tests/x.py::test_x",)))


def test_what_is_carried_and_not_told_whole_says_so_and_only_that() -> None:
    said = {number: answer for number, answer in ANSWERS.items() if answer.not_told}

    assert {"R128", "R137", "R167", "R251", "R278", "R313"} == said.keys()
    assert [number for number, answer in said.items() if not answer.carried_by] == []
    assert all(f"*Not told yet: {answer.not_told}*" in requirements_page() for answer in said.values())


def test_every_carrier_exists() -> None:
    assert {number: wrong for number, answer in ANSWERS.items() if (wrong := unknown_carriers(answer))} == {}


def test_a_carrier_that_does_not_exist_is_found() -> None:
    wrong = ("fact NeverHappened", "rule no-such-rule", "song QuotaSet", "fact QuotaSet.colour", "command sing")
    assert unknown_carriers(Requirement("asked", ("fact QuotaSet", *wrong))) == list(wrong)


@cache
def in_module(path: str) -> tuple[frozenset[str], str]:
    """The tests of a module, and its text."""
    module = ROOT / path
    if not module.is_file():
        return frozenset(), ""
    text = module.read_text(encoding="utf-8")
    named = (node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in named if name.startswith("test_")), text


@pytest.mark.parametrize("number", sorted(ANSWERS))
def test_the_tests_that_show_it_exist_and_speak_of_what_carries_it(number: str) -> None:
    answer = ANSWERS[number]
    names = {one.partition(" ")[2].partition("@")[0].split(".")[-1] for one in answer.carried_by} | {number}
    for shown in answer.shown_by:
        path, _, name = shown.partition("::")
        assert name in in_module(path)[0], f"{shown} does not exist"
    if answer.shown_by:
        assert any(word in in_module(shown.partition("::")[0])[1] for shown in answer.shown_by for word in names), (
            f"none of the tests of {number} names {', '.join(sorted(names))}"
        )
