"""What stands beside a reason is told in words in both languages, whatever facts the verdict rests on."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import rules
from domain.counting import Bounds, Case, judge, question_for
from domain.event import Position
from domain.facts import (
    IdentifierAdded,
    LegalHoldSet,
    LinkLeftUndecided,
    PersonalDataErased,
    RegistrationsLinked,
    RegistrationsUnlinked,
)
from domain.facts.base import Fact
from domain.facts.identity import LinkEvidence
from domain.rules import RULES
from domain.rules.findings import Finding
from domain.rules.shared import known_day
from projections import VIEWS
from projections.fold import View
from replay.code_words import CODES
from replay.detail_words import DETAILS, OWN_WORDS
from replay.wording import PART_OF_YEAR, Wording
from tests.given import read
from tests.projections.histories_drawn import OF_REGISTRATIONS, Made, books

NOT_JUDGED = {Finding, IdentifierAdded, LegalHoldSet, LinkEvidence, PersonalDataErased, RegistrationsLinked}
NOT_JUDGED |= {RegistrationsUnlinked, LinkLeftUndecided}
"""What is told otherwise: findings and links have sentences of their own; of erasures and holds no rule judges."""
HISTORIES = 6
OF_RULES = [view for view in OF_REGISTRATIONS if any(rule.view == view.name for rule in RULES)]
LANGUAGES = [Wording("nl"), Wording("en")]
RAW = re.compile(r"[A-Z0-9]+(_[A-Z0-9]+)+|None|True|False|_cents|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""What a Dutch sentence never holds: a code of more than one word, a value of a program, a day as ISO 8601."""


SET_HERE = [(None, None, one.name, "1") for rule in RULES for one in rule.parameters if not one.values]
"""Some value for every parameter that no document gives."""


def without_words(name: str, value: str | int) -> list[str]:
    """What of a detail has no words: its name, or the parts of its value."""
    if name not in DETAILS:
        return [name]
    if isinstance(value, int) or name in OWN_WORDS or not value:
        return []
    parts = value.split(", ")
    return [f"{name}={part}" for part in parts if not (is_worded(name, part) or PART_OF_YEAR.fullmatch(part))]


def is_worded(name: str, code: str) -> bool:
    """Whether a code of a field has words."""
    return code in CODES or f"{name}={code}" in CODES


@pytest.mark.parametrize("view", OF_RULES, ids=lambda view: view.name)
def test_every_detail_that_a_rule_tells_of_drawn_facts_has_words(view: View) -> None:
    tried = settings(max_examples=HISTORIES)
    tried(given(made=books(view), nth=st.integers(0, 30), later_days=st.sampled_from([0, 1, 400]))(_in_words(view)))()


def _in_words(view: View) -> Callable[[Made, int, int], None]:
    """What is held against a history: that no rule of the view tells anything without words."""

    def holds(made: Made, nth: int, later_days: int) -> None:
        _hold(view, made, nth, later_days)

    holds.__name__ = f"in_words_{view.name.replace('-', '_')}"
    return holds


def _hold(view: View, made: Made, nth: int, later_days: int) -> None:
    days = sorted(day for one in made.book.events if (day := known_day(one.event.occurred_on)) is not None)
    if not days:
        return
    on = days[nth % len(days)]
    bounds = Bounds(on.fromordinal(on.toordinal() + later_days), Position(99))
    cases = [read(view, row) for row in made.rows(view) if row.known_until is None]
    for rule in (one for one in RULES if one.view == view.name):
        for case in cases:
            detail = judge(rule, case, question_for(rule, bounds, SET_HERE)).reason.detail
            assert [one for name, value in detail.items() for one in without_words(name, value)] == [], rule.name
            assert not RAW.search(Wording("nl").details(detail)), (rule.name, detail)


def test_every_name_that_a_rule_writes_beside_a_reason_has_words() -> None:
    """Also where a rule was not led to tell it: each name that stands in what makes a `Reason`."""
    places = Path(rules.__file__).parent
    written = {name for path in places.glob("*.py") for name in _names_in_reasons(ast.parse(path.read_text()))}

    assert len(written) > 60
    assert sorted(written - DETAILS.keys()) == [], "add what it says to replay/detail_words.py"


def test_every_code_of_a_closed_list_has_words() -> None:
    """Of all facts, and of the cases that are made of them: what may be told beside a reason or in a “what if”."""
    kinds = {*_kinds(Fact), *_kinds(Case)} - NOT_JUDGED
    listed = {code for kind in kinds for code in _codes_of(kind) if code.isupper()}

    assert {"DROPPED_OUT", "FIRST_INFLOW", "APPROACHED"} <= listed
    assert sorted(listed - CODES.keys()) == [], "add what it is called to replay/code_words.py"


def test_each_language_has_all_words_and_says_the_value() -> None:
    assert all(dutch and english for dutch, english in CODES.values())
    assert all("{value}" in dutch and "{value}" in english for dutch, english in DETAILS.values())
    assert DETAILS.keys() >= OWN_WORDS
    assert {one.partition("=")[0] for one in CODES if "=" in one} <= DETAILS.keys()


def test_details_read_as_words_with_money_as_money_and_days_in_one_style() -> None:
    dutch, english = LANGUAGES
    told: dict[str, str | int] = {"payer": "STATE", "in_cents": 125_000, "on": "2008-06-20", "known": "2003-06"}
    assert dutch.details(told) == "betaald door het Rijk; € 1.250,00 binnen; op 20-06-2008; bekend is alleen 06-2003"
    assert english.details(told) == "paid by the State; € 1,250.00 received; on 2008-06-20; only 2003-06 is known"

    listed: dict[str, str | int] = {"missing": "TARGET, END", "also": "DOC_LATE beschikking", "successful": 1}
    assert dutch.details(listed) == "ontbreekt: doel, einde; ook te laat: beschikking; met succes: ja"
    assert english.details(listed) == "missing: target, end; also late: beschikking; successful: yes"


def test_a_word_of_a_source_stays_its_word() -> None:
    assert Wording("nl").detail("course", "2003") == "cursus: 2003"
    assert Wording("nl").detail("counts_in", "0344") == "telt in Utrecht"
    assert Wording("nl").details({"course": ""}) == "–"


# --- What there is to tell ---


def _names_in_reasons(module: ast.Module) -> Iterator[str]:
    for call in ast.walk(module):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != "Reason":
            continue
        for shown in (one for argument in call.args[:1] for one in ast.walk(argument) if isinstance(one, ast.Dict)):
            yield from (str(key.value) for key in shown.keys if isinstance(key, ast.Constant))


def _kinds(base: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    assert VIEWS, "the views bring in all kinds of cases"
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _codes_of(kind: type[msgspec.Struct]) -> Iterator[str]:
    for hint in get_type_hints(kind).values():
        yield from _literals(hint)


def _literals(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from (one for one in get_args(hint) if isinstance(one, str))
    for part in get_args(hint):
        if not isinstance(part, str):
            yield from _literals(part)
