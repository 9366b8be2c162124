"""From what was typed to a question: days, periods, totals and the two sides of a comparison."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cli.errors import Misused
from domain import dates, rules
from domain.dates import Period
from domain.identifiers import NotANumber, parse_cents, parse_count
from exchange.totals import Stated
from replay.asking import SERIES, Asked, Series
from replay.wording import Wording

DUTCH_DAY = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
AXES = ("municipality", "region", "division", "period", "as_of", "registered_by", "known_at", "series")


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
    except dates.NotAPeriod:
        raise Misused(wording.say("error.reversed_period", option=option)) from None
    except Misused:
        raise Misused(wording.say("error.not_a_period", option=option)) from None


def parse_totals(rows: str | None, amount: str | None, others: Sequence[str], wording: Wording) -> Stated:
    """The sender's control totals as one types them, with points between thousands; raises Misused."""
    named: dict[str, int] = {}
    for text in others:
        name, _, value = text.rpartition("=")
        if not name.strip():
            raise Misused(wording.say("error.not_a_total", option="--stated-total", example="COLUMN=1.230"))
        named[name.strip()] = _number(value, parse_count, "--stated-total", "COLUMN=1.230", wording)
    return Stated(
        None if rows is None else _number(rows, parse_count, "--stated-rows", "1.230", wording),
        None if amount is None else _number(amount, parse_cents, "--stated-amount", "1.234,56", wording),
        named,
    )


def parse_said(text: str | None, wording: Wording) -> int | None:
    """The value that a document says, with points or commas between thousands; raises Misused."""
    if text is None:
        return None
    try:
        return parse_count(text.replace(",", "."))
    except NotANumber:
        raise Misused(wording.say("error.not_a_value_said")) from None


def _number(text: str, parse: Callable[[str], int], option: str, example: str, wording: Wording) -> int:
    try:
        return parse(text)
    except NotANumber:
        raise Misused(wording.say("error.not_a_total", option=option, example=example)) from None


def require_publication(purpose: str, wording: Wording) -> None:
    """The only purpose there is to name; raises Misused for another."""
    if purpose.strip().casefold() != "publication":
        raise Misused(wording.say("error.not_a_purpose"))


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


def known_at_as_typed(text: str) -> str:
    """A moment as it was typed; a day also as 18-09-2008."""
    if DUTCH_DAY.fullmatch(text) is None:
        return text
    try:
        when = dates.parse_dutch_date(text)
    except dates.NotADate:
        return text
    day = dates.day_of(when) if when else None
    return day.isoformat() if day else text


def _parse_series(text: str, option: str, wording: Wording) -> Series:
    """The series as one types it; raises Misused."""
    found = next((one for one in SERIES if one == text.strip().casefold()), None)
    if found is None:
        raise Misused(wording.say("error.not_a_series", option=option, known=", ".join(SERIES)))
    return found


def _bounded(question: Asked, axes: Mapping[str, str | None], wording: Wording, dashes: str) -> Asked:
    """The question with these bounds set; what is None or empty is left as it was."""

    def option(axis: str) -> str:
        return f"{dashes}{axis.replace('_', '-')}" if dashes else f"{axis}="

    given = {axis: value for axis, value in axes.items() if value}
    if text := given.get("municipality"):
        question = replace(question, municipality=text)
    if text := given.get("region"):
        question = replace(question, region=text)
    if text := given.get("division"):
        question = replace(question, division_on=parse_day(text, option("division"), wording))
    if text := given.get("series"):
        question = replace(question, series=_parse_series(text, option("series"), wording))
    if text := given.get("period"):
        question = replace(question, period=parse_period(text, option("period"), wording))
    if text := given.get("as_of"):
        question = replace(question, as_of=parse_day(text, option("as_of"), wording))
    if text := given.get("registered_by"):
        question = replace(question, registered_by=parse_day(text, option("registered_by"), wording))
    if text := given.get("known_at"):
        question = replace(question, known_at=known_at_as_typed(text.strip()))
    if text := given.get("by"):
        question = replace(question, by=tuple(name for name in text.split(",") if name.strip()))
    return question
