"""What a ledger says when all has been told: every figure of every rule, and who is one person with whom.

Random ids and positions are left out, and everything has the name that its source gave it, so that two ledgers with
the same facts in other orders can be held against each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from domain import rules
from domain.counting import ParameterNotSet, Verdict
from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import of
from projections import FINDING_VIEWS
from projections.history import Standing, standing
from projections.shared import facts_of, persons
from replay.asking import Asked
from replay.commitments import commitments
from replay.figures import Answer, Figures
from store.ledger import Ledger

Seen = dict[str, Any]
"""What was asked → what was answered, in a form that is equal where the answers are."""
DECISIONS = (LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked)
OF_ONE_OF_TWO = "IDENTITY_CONFLICT"
"""Flag and finding of a pair that was left to somebody: which registrations of two persons are asked about depends on
who came first. The questions themselves are compared by the persons they are about."""


def seen(ledger: Ledger, places: Iterable[str | None], days: Iterable[date], registered_by: Iterable[date]) -> Seen:
    """Every rule version asked everywhere and in these municipalities, as of these days; persons; open questions.

    On the last of the days each is asked again as the sources' books held it by the days in `registered_by`.
    """
    figures, found, days = Figures(ledger), Seen(), sorted(days)
    axes: list[tuple[date, date | None]] = [(on, None) for on in days]
    axes += [(days[-1], bound) for bound in registered_by]
    for rule in rules.ids():
        for place in places:
            for as_of, bound in axes:
                asked = Asked(rule=rule, municipality=place, as_of=as_of, registered_by=bound)
                what = f"{rule} {place or 'everywhere'} as of {as_of}" + (f" registered by {bound}" if bound else "")
                found |= _answers(ledger, figures, asked, what)
    found["persons"], found["questions"] = _persons(ledger)
    found["findings"] = _findings(figures)
    return found


def _answers(ledger: Ledger, figures: Figures, asked: Asked, what: str) -> Iterator[tuple[str, Any]] | Seen:
    try:
        answers = figures.ask(asked)
    except ParameterNotSet as error:
        return {what: str(error)}
    return {f"{what} {answer.rule.version}": _told(ledger, answer) for answer in answers}


def _told(ledger: Ledger, answer: Answer) -> dict[str, Any]:
    names = ledger.record_ids(commitments(verdict.case.record for verdict in answer.verdicts))
    return {
        "value": answer.value,
        "funnel": dict(sorted(answer.funnel.items())),
        "cases": sorted(_case(verdict, names) for verdict in answer.verdicts),
        "flags": sorted((flag.code, flag.cases) for flag in answer.flags if flag.code != OF_ONE_OF_TWO),
        "quotas": sorted(repr((one.quota.amount, one.to_go, one.share)) for one in answer.beside),
        "refused": sorted(repr((quota.amount, reason)) for quota, reason in answer.refused),
        "parameters": sorted(repr((one.name, one.value, one.source, one.municipality)) for one in answer.parameters),
    }


def _case(verdict: Verdict, names: dict[str, str]) -> tuple[str, ...]:
    """A case by the name of its record, and what was decided on it; the ids of other cases in it say nothing."""
    case, reason = verdict.case, verdict.reason
    name = f"{case.party}/{case.system}:{names.get(case.record or '', '?')}"
    told = (verdict.counted, verdict.code, verdict.amount, reason.limit_on, reason.days_over, *verdict.flags)
    return (name, case.municipality or "", *map(str, told))


def _persons(ledger: Ledger) -> tuple[list[list[str]], list[str]]:
    """Who is one person, each registration by the name of its record; and the pairs of persons left to somebody."""
    stand = [one for one in standing(ledger.events_after(0)) if of(one.fact).subject == "registration"]
    name_of = _names(ledger, stand)
    who = persons(stand)
    named = {person.id: sorted(name_of[one] for one in person.registrations) for person in who.values()}
    latest = {frozenset({one.subject, UUID(one.fact.other)}): one for one in facts_of(stand, *DECISIONS)}
    pairs = [pair for pair, one in latest.items() if isinstance(one.fact, LinkLeftUndecided)]
    questions = [sorted("+".join(named[who[one].id]) for one in pair) for pair in pairs]
    return sorted(named.values()), sorted(" or ".join(question) for question in questions)


def _names(ledger: Ledger, stand: Iterable[Standing]) -> dict[UUID, str]:
    sources = {one.subject: one.source for one in reversed(list(stand)) if one.source and one.source.record}
    readable = ledger.record_ids(commitments(source.record for source in sources.values()))
    return {
        subject: f"{source.party}/{source.system}:{readable.get(source.record or '', '?')}"
        for subject, source in sources.items()
    }


def _findings(figures: Figures) -> list[str]:
    """How many findings of each kind there are; of open questions only whether there are any.

    Which two registrations stand for two persons in a question depends on who came first, and so does how many
    municipalities see it. The questions themselves are compared by the persons they are about.
    """
    head = figures.ledger.head().position
    found = Counter[str]()
    for view in FINDING_VIEWS:
        found.update(getattr(case, "code", "?") for case, _ in figures.stored_cases(view, head))
    found[OF_ONE_OF_TWO] = min(found[OF_ONE_OF_TWO], 1)
    return sorted(f"{code} {count}" for code, count in found.items())


def bare(answers: Seen) -> Seen:
    """The same answers with records named without their source, and without what tells by which way they came."""
    kept = {what: answer for what, answer in answers.items() if what not in ("findings", "persons", "questions")}
    for what, answer in kept.items():
        if isinstance(answer, dict):
            cases = sorted((_record_of(name), *told[:-1]) for name, *told in answer["cases"])
            kept[what] = {"value": answer["value"], "funnel": answer["funnel"], "cases": cases}
    persons_ = sorted(sorted(map(_record_of, person)) for person in answers["persons"])
    questions = sorted(re.sub(r"[^+ ]*[/:]", "", question) for question in answers["questions"])
    return kept | {"persons": persons_, "questions": questions}


def _record_of(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def differences(one: Seen, other: Seen) -> list[str]:
    """What two ledgers answer differently, in words."""
    return [f"{what}: {_apart(one.get(what), other.get(what))}" for what in sorted(one.keys() | other.keys())
            if one.get(what) != other.get(what)]  # fmt: skip


def _apart(one: Any, other: Any) -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        return "; ".join(f"{name} {_apart(one[name], other[name])}" for name in one if one[name] != other[name])
    if isinstance(one, list) and isinstance(other, list):
        left = [item for item in one if one.count(item) > other.count(item)]
        right = [item for item in other if other.count(item) > one.count(item)]
        return f"only here {left}, only there {right}"
    return f"{one} and {other}"
