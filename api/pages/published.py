"""What the pages tell the ministry: which figures are published, over which closed periods, and of one place how many.

Every number is one of `replay/published.py`, in steps and of nobody; what was told to others in exact numbers is not
among it (decision record 0018), so of that the document is named and the published figure is opened.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from api.call import Call
from api.figures import figure_published
from api.office import Office
from api.pages.layout import WORDS
from api.pages.ways import Ways
from domain import rules
from domain.closings import Closing
from domain.counting import ParameterNotSet, Rule
from domain.municipalities import name_of
from domain.quotas import Quota
from domain.reported import Reported
from replay.asking import Asked
from replay.figures import Figures
from replay.published import in_words
from replay.publishing import NotPublished, periods_published
from replay.realised import rules_beside
from replay.wording import part_in_words
from store.readers import reading_as

BESIDES = ("placements",)
"""Rules that stand beside no quota, and speak for the chain as a whole."""


def rules_told() -> list[str]:
    """The counting rules that the ministry is led to: those that stand beside quotas, and tell of how many."""
    of_quotas = [rule.id for rule in rules.RULES if rule.against and rule.adds_one]
    return [*dict.fromkeys([*BESIDES, *of_quotas])]


def closed_periods(figures: Figures, ids: Iterable[str]) -> Sequence[tuple[Closing, Sequence[str]]]:
    """The closed periods of which these rules are published, the last first."""
    with reading_as(None):  # what is closed is of no person
        return periods_published(figures, ids)[::-1]


def published_list(office: Office, call: Call) -> list[dict[str, Any]]:
    """Every closed period with its figures, each a link: a number costs, and comes when it is opened."""
    return [
        {"closing": closing, "figures": [*filter(None, (_opened(call, closing, one) for one in ids))]}
        for closing, ids in closed_periods(office.figures, rules_told())
    ]


def _opened(call: Call, closing: Closing, rule_id: str) -> tuple[Rule, str] | None:
    """A rule with the way to its figure: by all of its versions, or by the one that asks nothing of a municipality."""
    versions = rules.versions(rule_id)
    answering = [one for one in versions if all(parameter.values for parameter in one.parameters)]
    if not answering:
        return None
    version = None if len(answering) == len(versions) else answering[0].version
    return answering[0], Ways(call.language).figure(rule_id, {"version": version, "period": closing.period})


def published_beside(office: Office, call: Call, quotas: Sequence[Quota], municipality: str | None) -> list[Any]:
    """What is published of one place by the rules that stand beside its quotas: per closed period the numbers."""
    versions = [rule for rule in rules_beside(quotas) if rule.adds_one]
    return [
        {
            "closing": closing,
            "figures": [*filter(None, (_told(office, call, closing, one, municipality) for one in some))],
        }
        for closing, ids in closed_periods(office.figures, dict.fromkeys(one.id for one in versions))
        if (some := [one for one in versions if one.id in ids])
    ]


def _told(office: Office, call: Call, closing: Closing, rule: Rule, municipality: str | None) -> dict[str, Any] | None:
    """One figure in words, with its address; None where it is not published after all."""
    asked = Asked(rule.id, rule.version, municipality=municipality, period=closing.period)
    axes = {"version": rule.version, "municipality": municipality, "period": closing.period}
    try:
        document = figure_published(office, asked)
    except (NotPublished, ParameterNotSet):
        return None
    words = WORDS[call.language]
    return {
        "rule": rule,
        "value": in_words(words, document["value"], document["unit"]),
        "address": Ways(call.language).figure(rule.id, axes),
    }


def reports_named(office: Office, call: Call, reports: Iterable[Reported]) -> list[dict[str, Any]]:
    """What was told to others, by its document and without its number; the figure opens where it is published."""
    names, words = office.figures.municipality_names(), WORDS[call.language]
    reports = list(reports)
    known = {one.fact.rule for one in reports} & {one.id for one in rules.RULES}
    published = {
        (rule, closing.period) for closing, ids in closed_periods(office.figures, sorted(known)) for rule in ids
    }
    return [
        {
            "reported": one,
            "place": name_of(one.municipality, names) or one.municipality
            if one.municipality
            else words.say("axis.everywhere"),
            "part": part_in_words(words, one.fact.dimension, one.fact.dimension_value or "")
            if one.fact.dimension
            else None,
            "address": Ways(call.language).figure(
                one.fact.rule, {"municipality": one.municipality, "period": one.period}
            )
            if (one.fact.rule, one.period) in published
            else None,
        }
        for one in reports
    ]
