"""Counting: the first test that answers gives the code, the figure is the sum, and every rule shows its source."""

import re
from datetime import date
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import (
    REGISTRATION_NOT_CLAIMED,
    BadParameter,
    Bounds,
    Case,
    DatedValue,
    Parameter,
    ParameterNotSet,
    Passage,
    Question,
    Reason,
    Rule,
    Test,
    funnel_of,
    judge,
    judge_all,
    parameter_values,
    question_for,
    value_of,
)
from domain.dates import When
from domain.declaration import declaration_bytes
from domain.event import Position
from domain.rules import RULES, UnknownRule, UnknownVersion, ids, rule, versions
from domain.rules.shared import Category, said_on
from projections import VIEWS

AS_OF = date(2008, 6, 30)
BOUNDS = Bounds(AS_OF, Position(9))
SENTENCE = {"nl": "zin", "en": "sentence"}
SOURCE = Passage("document", "page 1", "words")


class Sum(Case, frozen=True, kw_only=True):
    """A case with an amount."""

    cents: int = 0


def case(name: str = "c", **fields: Any) -> Sum:
    return Sum(case=name, party="0014", system="s", **fields)


def answers(code: str, when: bool, counts: bool = False, **reason: Any) -> Test:
    return Test(code, SENTENCE, lambda case, question: Reason(**reason) if when else None, counts)


def a_rule(*tests: Test, **fields: Any) -> Rule:
    return Rule("r", "v", "view", SENTENCE, (SOURCE,), "cents", tests, **fields)


# --- Verdicts ---


def test_the_first_test_that_answers_gives_the_only_code() -> None:
    the_rule = a_rule(answers("A", False), answers("B", True), answers("C", True, counts=True))

    verdict = judge(the_rule, case(), Question(BOUNDS))

    assert (verdict.code, verdict.counted, verdict.amount) == ("B", False, 0)


@pytest.mark.parametrize("counts", [True, False])
def test_a_case_that_no_test_ends_is_counted_or_not_as_the_rule_says(counts: bool) -> None:
    the_rule = a_rule(answers("A", False), otherwise="REST", counts_otherwise=counts)

    verdict = judge(the_rule, case(), Question(BOUNDS))

    assert (verdict.code, verdict.counted, verdict.amount) == ("REST", counts, int(counts))


def test_a_test_may_find_what_the_rule_looks_for() -> None:
    the_rule = a_rule(answers("A", True, counts=True), amount=lambda case, question: case.cents)

    verdict = judge(the_rule, case(cents=250), Question(BOUNDS))

    assert (verdict.code, verdict.counted, verdict.amount) == ("A", True, 250)


def test_the_deciding_events_are_those_of_the_case_unless_the_test_names_others() -> None:
    by_case = judge(a_rule(answers("A", True)), case(positions=(1, 2)), Question(BOUNDS))
    by_test = judge(a_rule(answers("A", True, positions=(2,))), case(positions=(1, 2)), Question(BOUNDS))

    assert (by_case.positions, by_test.positions) == ((1, 2), (2,))


def test_verdicts_come_in_the_order_of_the_book_whatever_the_order_of_the_cases() -> None:
    cases = [case("b", positions=(7,)), case("c", positions=(3, 9)), case("a", positions=(7,))]

    orders = [
        [verdict.case.case for verdict in judge_all(a_rule(), some, Question(BOUNDS))] for some in (cases, cases[::-1])
    ]

    assert orders == [["c", "a", "b"]] * 2


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-500, 500))))
def test_considered_is_counted_plus_not_counted_and_the_value_is_the_sum_of_the_counted(
    given_cases: list[tuple[int, int]],
) -> None:
    tests = [
        Test(code, SENTENCE, lambda case, question, n=number: Reason() if case.positions == (n,) else None, counts)
        for number, (code, counts) in enumerate([("A", False), ("B", True), ("A", False)])
    ]
    the_rule = a_rule(*tests, amount=lambda case, question: case.cents)
    cases = [case(str(number), positions=(kind,), cents=cents) for number, (kind, cents) in enumerate(given_cases)]

    verdicts = judge_all(the_rule, cases, Question(BOUNDS))
    funnel = funnel_of(verdicts)

    assert sum(funnel.values()) == len(given_cases)
    assert funnel["counted"] == sum(kind in (1, 3) for kind, _ in given_cases)
    assert value_of(verdicts) == sum(cents for kind, cents in given_cases if kind in (1, 3))


@pytest.mark.parametrize(
    ("registered_by", "expected"), [(None, ("CORRECTED",)), (AS_OF, ("CORRECTED", REGISTRATION_NOT_CLAIMED))]
)
def test_that_no_day_of_entry_is_claimed_is_flagged_where_such_a_day_is_asked(
    registered_by: date | None, expected: tuple[str, ...]
) -> None:
    flagged = case(flags=("CORRECTED", REGISTRATION_NOT_CLAIMED))

    verdict = judge(a_rule(), flagged, Question(Bounds(AS_OF, Position(9), registered_by=registered_by)))

    assert verdict.flags == expected


# --- Parameters ---

MONTHS = Parameter("months", SENTENCE, "integer", (DatedValue(4, SOURCE), DatedValue(6, SOURCE, date(2008, 1, 1))))
DOCUMENTS = Parameter("documents", SENTENCE, "list")


@pytest.mark.parametrize(
    ("settings", "as_of", "expected"),
    [
        ([], "2007-12-31", (4, "document")),
        ([], "2008-01-01", (6, "document")),
        ([(date(2008, 2, 1), None, "months", "7")], "2008-01-31", (6, "document")),
        ([(date(2008, 2, 1), None, "months", "7")], "2008-02-01", (7, "ParameterSet")),
        ([(None, "0014", "months", "8"), (date(2008, 2, 1), None, "months", "7")], "2008-02-01", (8, "ParameterSet")),
        ([(None, "0344", "months", "8")], "2008-02-01", (6, "document")),
        ([(None, None, "months", "7"), (None, None, "months", "9")], "2008-02-01", (9, "ParameterSet")),
        ([(None, None, "other", "7")], "2008-02-01", (6, "document")),
    ],
)
def test_a_parameter_is_as_set_for_the_municipality_then_for_all_then_as_the_document_says(
    settings: list[Any], as_of: str, expected: tuple[int, str]
) -> None:
    values = parameter_values(a_rule(parameters=(MONTHS,)), settings, date.fromisoformat(as_of), "0014")

    assert values["months"] == expected


def test_a_parameter_that_nobody_set_is_asked_for_with_an_example() -> None:
    with pytest.raises(ParameterNotSet, match="ketenboek record ParameterSet name=documents value=… municipality=0518"):
        question_for(a_rule(parameters=(DOCUMENTS,)), BOUNDS, municipality="0518")


def test_a_list_is_split_at_its_commas_and_a_number_must_be_one() -> None:
    question = question_for(a_rule(parameters=(DOCUMENTS,)), BOUNDS, [(None, None, "documents", "a, b,,c")])
    assert question.parameters == {"documents": ("a", "b", "c")}

    with pytest.raises(BadParameter, match="months was set to 'four'"):
        question_for(a_rule(parameters=(MONTHS,)), BOUNDS, [(None, None, "months", "four")])


# --- What was said of a person ---


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        ([], None),
        ([Category(arrival="OUDKOMER")], None),
        ([Category(pardon=False)], False),
        ([Category(pardon=False), Category(pardon=True, from_on=When("2008-06-30"))], True),
        ([Category(pardon=False), Category(pardon=True, from_on=When("2008-07-01"))], False),
        ([Category(pardon=True), Category(arrival="OUDKOMER", from_on=When("2008"))], True),
        ([Category(pardon=True, from_on=When("2009"))], True),
        ([Category(pardon=False, from_on=When("2009")), Category(pardon=True, from_on=When("2010"))], False),
    ],
)
def test_an_attribute_is_what_was_last_said_of_it_by_that_day_or_else_first_after(
    categories: list[Category], expected: bool | None
) -> None:
    assert said_on(categories, "pardon", AS_OF) is expected


# --- The registry ---


def test_a_rule_is_found_by_id_and_version() -> None:
    assert rule("quota-placements", "letter-4a").name == "quota-placements@letter-4a"
    assert [one.version for one in versions("quota-placements")] == ["letter-4a", "agenda-3a"]


def test_an_unknown_rule_or_version_names_those_there_are() -> None:
    with pytest.raises(
        UnknownRule, match=r"no counting rule 'placement'; there are .*placements.*waiting-over-one-year"
    ):
        versions("placement")
    with pytest.raises(UnknownVersion, match="no version 'letter'; there are letter-4a, agenda-3a"):
        rule("quota-placements", "letter")


def test_a_rule_stands_once_in_the_registry() -> None:
    assert len({one.name for one in RULES}) == len(RULES)
    assert ids() == sorted({one.id for one in RULES})


OUTSIDE = re.compile(r"(Wet|Besluit) .*BWBR\d{7}|Algemene wet bestuursrecht|Kamerstuk |Eigen lezing")
"""Documents that no requirement comes from: a law, a letter to parliament, or that it is our own reading."""


@pytest.mark.parametrize("the_rule", RULES, ids=lambda one: one.name)
def test_every_rule_is_published_with_its_source(the_rule: Rule) -> None:
    assert the_rule.view in VIEWS
    assert the_rule.source
    passages = [
        *the_rule.source,
        *(one.source for one in the_rule.against),
        *(dated.source for parameter in the_rule.parameters for dated in parameter.values),
        *(passage for conflict in the_rule.conflicts for passage in conflict.sources),
    ]
    assert all(passage.document and passage.place and passage.words for passage in passages)
    assert [one for one in passages if not one.requirement and not OUTSIDE.match(one.document)] == []
    competing = {conflict.with_version for conflict in the_rule.conflicts if conflict.with_version}
    assert competing <= {one.version for one in versions(the_rule.id)} - {the_rule.version}
    assert the_rule.tests[0].code == "RECORDED_LATER"


@pytest.mark.parametrize("the_rule", RULES, ids=lambda one: one.name)
def test_every_sentence_can_be_read_aloud_and_every_code_is_a_bare_word(the_rule: Rule) -> None:
    sentences = [the_rule.sentence, *(test.sentence for test in the_rule.tests)]
    sentences += [parameter.sentence for parameter in the_rule.parameters]
    for sentence in sentences:
        for language in ("nl", "en"):
            text = sentence[language]
            assert re.fullmatch(r"[A-Z].{5,118}\.", text), text
            assert "_" not in text
    for code in (*(test.code for test in the_rule.tests), the_rule.otherwise):
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", code)


@pytest.mark.parametrize("the_rule", RULES, ids=lambda one: one.name)
def test_a_declaration_is_canonical(the_rule: Rule) -> None:
    published = declaration_bytes(the_rule)

    assert published == rfc8785.dumps(msgspec.json.decode(published))
