"""From what was typed to a question: days, periods and the two sides of a comparison."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cli.errors import Misused
from domain import dates, rules
from domain.dates import Period
from replay.asking import Asked
from replay.wording import Wording

DUTCH_DAY = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
AXES = ("municipality", "period", "as_of", "registered_by", "known_at")


def parse_day(text: str | None, option: str, wording: Wording) -> date | None:
    """A day as one types it, 2008-09-18 or 18-09-2008; raises Misused."""
    if text is None or not text.strip():
        return None
    try:
        when = dates.parse_dutch_date(text)
    except dates.NotADate:
        when = None
    day = dates.day_of(when) if when else None
    if day is None:
        raise Misused(wording.say("error.not_a_day", option=option))
    return day


def parse_period(text: str | None, option: str, wording: Wording) -> Period | None:
    """A period as one types it, A..B; raises Misused."""
    if text is None or not text.strip():
        return None
    from_text, dots, until_text = text.strip().partition("..")
    if not dots:
        raise Misused(wording.say("error.not_a_period", option=option))
    try:
        return Period(parse_day(from_text, option, wording), parse_day(until_text, option, wording))
    except (dates.NotAPeriod, Misused):
        raise Misused(wording.say("error.not_a_period", option=option)) from None


def asked(rule: str, version: str | None, axes: Mapping[str, str | None], wording: Wording) -> Asked:
    """The question; raises Misused, UnknownRule, UnknownVersion before anything is opened."""
    name, _, of_name = rule.partition("@")
    if version and of_name and version != of_name:
        raise Misused(wording.say("error.two_versions", rule=name, first=of_name, second=version))
    version = version or of_name or None
    rules.versions(name) if version is None else rules.rule(name, version)
    return _bounded(Asked(name, version), axes, wording, "--")


def asked_side(text: str, common: Mapping[str, str | None], wording: Wording) -> Asked:
    """One side of a comparison: RULE[@VERSION][,axis=value…], on top of the options that hold for both."""
    rule, *rest = text.split(",")
    own: dict[str, str | None] = {}
    for word in rest:
        name, equals, value = word.partition("=")
        axis = name.strip().replace("-", "_")
        if not equals or axis not in AXES:
            raise Misused(wording.say("error.not_an_axis", name=name.strip() or text, known=", ".join(AXES)))
        own[axis] = value
    return _bounded(asked(rule.strip(), None, common, wording), own, wording, "")


def _known_at(text: str) -> str:
    """A moment as it was typed; a day also as 18-09-2008."""
    if DUTCH_DAY.fullmatch(text) is None:
        return text
    try:
        when = dates.parse_dutch_date(text)
    except dates.NotADate:
        return text
    day = dates.day_of(when) if when else None
    return day.isoformat() if day else text


def _bounded(question: Asked, axes: Mapping[str, str | None], wording: Wording, dashes: str) -> Asked:
    """The question with these bounds set; what is None or empty is left as it was."""

    def option(axis: str) -> str:
        return f"{dashes}{axis.replace('_', '-')}" if dashes else f"{axis}="

    given = {axis: value for axis, value in axes.items() if value}
    if text := given.get("municipality"):
        question = replace(question, municipality=text)
    if text := given.get("period"):
        question = replace(question, period=parse_period(text, option("period"), wording))
    if text := given.get("as_of"):
        question = replace(question, as_of=parse_day(text, option("as_of"), wording))
    if text := given.get("registered_by"):
        question = replace(question, registered_by=parse_day(text, option("registered_by"), wording))
    if text := given.get("known_at"):
        question = replace(question, known_at=_known_at(text.strip()))
    return question
