"""The generated page of the counting rules: what each version counts, test by test, and where that stands."""

from collections.abc import Iterator

from domain.counting import Parameter, Passage, Rule, Test
from domain.rules import RULES
from replay.breakdowns import dimensions_of_rule

HEADING = """# Counting rules

Generated from the code. Every figure is counted by one of these: each case meets the tests in their order, and the
first that answers gives the code. Rules that compete stand beside each other as versions; the system never chooses.
"""


def rules_page() -> str:
    """Every version of every rule, in the order in which they are answered."""
    return "\n".join([HEADING, *(line for rule in RULES for line in _rule(rule))]).rstrip() + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    yield f"## {rule.name}\n"
    yield f"{rule.sentence['en']} *{rule.sentence['nl']}*\n"
    yield f"Counts {rule.unit} ({rule.kind}), from the view `{rule.view}`. In force {_in_force(rule)}.\n"
    yield "| | code | what it means | in het Nederlands |"
    yield "|--:|---|---|---|"
    for number, test in enumerate(rule.tests, 1):
        yield f"| {number} | `{test.code}`{_counts(test)} | {test.sentence['en']} | {test.sentence['nl']} |"
    ending = "counted" if rule.counts_otherwise else "not counted"
    yield f"| {len(rule.tests) + 1} | `{rule.otherwise}` | Otherwise {ending}. | |"
    yield ""
    for parameter in rule.parameters:
        yield _parameter(parameter)
    for against in rule.against:
        yield f"- may be set against a {against.kind} in {against.unit} ({against.scheme}): {_passage(against.source)}"
    for conflict in rule.conflicts:
        other = f"with {conflict.with_version}" if conflict.with_version else "without a version of its own"
        yield f"- conflict {other}: {conflict.why['en']}"
    yield f"- may be broken down by {', '.join(f'`{one.name}`' for one in dimensions_of_rule(rule))}"
    for passage in rule.source:
        yield f"- source: {_passage(passage)}"
    yield ""


def _counts(test: Test) -> str:
    return " (counted)" if test.counts else ""


def _in_force(rule: Rule) -> str:
    begin = f"from {rule.in_force_from}" if rule.in_force_from else "since always"
    return f"{begin} until {rule.in_force_until}" if rule.in_force_until else begin


def _parameter(parameter: Parameter) -> str:
    values = "; ".join(f"{dated.value}, {_passage(dated.source)}" for dated in parameter.values)
    given = values or "no document gives it: set it with a `ParameterSet` fact, or the rule refuses"
    return f"- parameter `{parameter.name}`: {parameter.sentence['en']} {given}"


def _passage(passage: Passage) -> str:
    requirement = f" [{passage.requirement}]" if passage.requirement else ""
    return f"“{passage.words}” ({passage.document}, {passage.place}){requirement}"
