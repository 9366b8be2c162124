"""What a dashboard gets of a ledger: its figures, lists, rules and words as plain tables, as known at one position.

No person is in them beyond the random ids of cases: no record id, no sealed field, no random id of a person. Amounts
are in euro cents, and days are texts as precise as they are known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain import rules
from domain.counting import ParameterNotSet, Rule, Sentence, Verdict, funnel_of, value_of
from replay.answers import head_document
from replay.asking import Asked, resolve_known_at, today_in_amsterdam
from replay.bundle_columns import COLUMNS, DICTIONARY, SAYS
from replay.figures import Answer, Figures
from replay.found import FindingsAsked, ask_findings
from replay.listing_lines import LISTINGS, Column
from replay.listings import ListingAsked, ask_listing
from replay.register_documents import glossary_documents, municipality_documents
from replay.rule_documents import version_document
from replay.signals import SignalsAsked, ask_signals
from store.ledger import Head

DAYS_FROM = date(2000, 1, 1)
NOT_OF_A_BUNDLE = ("person",)
"""Columns of lists that stay behind."""
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a line of it is, its columns, and its lines."""

    name: str
    says: Sentence
    columns: Mapping[str, Column]
    lines: Iterable[Line]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The tables of a ledger on a day, as known at a position."""

    as_of: date
    known: Head
    municipality: str | None
    tables: Iterator[Table]


def bundle_of(figures: Figures, municipality: str | None, as_of: date | None, known_at: str | None) -> Bundle:
    """The tables, each made when it is come to; of one municipality or of all there is. Raises CannotAsk."""
    ledger = figures.ledger
    known = ledger.at(resolve_known_at(known_at, ledger, ledger.head().position))
    code = figures.municipality_code(municipality, known.position)
    day = as_of or today_in_amsterdam(ledger.database_now())
    return Bundle(day, known, code, _tables(figures, code, day, known))


def _tables(figures: Figures, code: str | None, as_of: date, known: Head) -> Iterator[Table]:
    lines: dict[str, Callable[[], Iterable[Line]]] = {
        "freshness": lambda: [_freshness(figures, as_of, known)],
        **_of_rules(),
        "glossary": glossary_documents,
        "municipalities": lambda: municipality_documents(figures.places(known.position)),
        "days": lambda: _days(as_of),
        "findings": lambda: _findings(figures, code, known),
        "signals": lambda: _signals(figures, code, as_of, known),
    }
    for name, made in lines.items():
        yield Table(name, SAYS[name], COLUMNS[name], made())
    answered = [_answered(figures, rule, code, as_of, known) for rule in rules.RULES]
    for at, name in enumerate(("figures", "funnels", "not_answered")):
        yield Table(name, SAYS[name], COLUMNS[name], (line for told in answered for line in told[at]))
    for listing in LISTINGS.values():
        asked = ListingAsked(code, known_at=str(known.position))
        columns = {name: one for name, one in listing.columns.items() if name not in NOT_OF_A_BUNDLE}
        there = ask_listing(figures, listing, asked).lines
        yield Table(listing.name.replace("-", "_"), listing.says, columns, (line for line, _ in there))


def _freshness(figures: Figures, as_of: date, known: Head) -> Line:
    return head_document(known) | {"ledger": str(figures.ledger.ring.ledger), "as_of": as_of.isoformat()}


# --- Figures ---


def _answered(
    figures: Figures, rule: Rule, code: str | None, as_of: date, known: Head
) -> tuple[list[Line], list[Line], list[Line]]:
    """The figures of a rule with their funnels, as a whole and by municipality; or the parameter that it lacks."""
    own = {"rule": rule.id, "version": rule.version}
    asked = Asked(rule.id, rule.version, municipality=code, as_of=as_of, known_at=str(known.position))
    try:
        (answer,) = figures.ask(asked)
    except ParameterNotSet as missing:
        return [], [], [own | {"parameter": missing.parameter.name, "municipality": missing.municipality}]
    values, funnels = list[Line](), list[Line]()
    for place, verdicts in _by_place(answer):
        where = own | {"municipality": place}
        told = {"value": value_of(verdicts), "considered": len(verdicts), "unit": rule.unit, "kind": rule.kind}
        values.append(where | told | {"as_of": as_of.isoformat()})
        funnels += [where | {"reason": reason, "cases": count} for reason, count in funnel_of(verdicts).items()]
    return values, funnels, []


def _by_place(answer: Answer) -> Iterator[tuple[str | None, list[Verdict]]]:
    """All verdicts under no municipality, and those of each municipality under its code of the day that decided."""
    yield None, list(answer.verdicts)
    places: dict[str, list[Verdict]] = {}
    for verdict in answer.verdicts:
        place = answer.scope.place(verdict.case.municipality, answer.rule.on(verdict.case))
        if place is not None:
            places.setdefault(place, []).append(verdict)
    yield from sorted(places.items())


# --- Rules ---


def _of_rules() -> dict[str, Callable[[], Iterable[Line]]]:
    told = [version_document(rule) for rule in rules.RULES]

    def parts(name: str) -> Iterator[tuple[Line, Any]]:
        for one in told:
            for order, part in enumerate(one[name], 1):
                yield {"rule": one["id"], "version": one["version"], "order": order}, part

    return {
        "rules": lambda: [
            {
                "rule": one["id"],
                **{name: one[name] for name in ("version", "unit", "kind", "view", "hash", "example")},
                "in_force_from": one["in_force"]["from"],
                "in_force_until": one["in_force"]["until"],
                **_in_both("sentence", one["sentence"]),
            }
            for one in told
        ],
        "rule_tests": lambda: [
            {**of, "code": test["code"], "counts": test["counts"], **_in_both("sentence", test["sentence"])}
            for of, test in parts("tests")
        ],
        "rule_sources": lambda: [{**of, **passage} for of, passage in parts("source")],
        "rule_parameters": lambda: [
            {
                **of,
                "parameter": parameter["name"],
                **_in_both("sentence", parameter["sentence"]),
                "value": None if value is None else str(value["value"]),
                "from_on": value and value["from"],
                "document": value and value["source"]["document"],
            }
            for of, parameter in parts("parameters")
            for value in parameter["values"] or [None]
        ],
    }


def _in_both(name: str, sentence: Mapping[Any, str]) -> Line:
    return {f"{name}_{language}": sentence[language] for language in ("nl", "en")}


# --- Notices and days ---


def _findings(figures: Figures, code: str | None, known: Head) -> Iterator[Line]:
    for one in ask_findings(figures, FindingsAsked(municipality=code, known_at=str(known.position))).findings:
        yield {
            "finding": one.case,
            "code": one.code,
            "resolver": one.resolver,
            "municipality": one.municipality,
            "party": one.party,
            "source": one.system,
            "positions": list(one.positions),
        }


def _signals(figures: Figures, code: str | None, as_of: date, known: Head) -> Iterator[Line]:
    asked = SignalsAsked(municipality=code, as_of=as_of, known_at=str(known.position))
    for row in ask_signals(figures, asked).open:
        yield {
            "signal": row.kind.name,
            "case": row.case.case,
            "municipality": row.case.municipality,
            "party": row.case.party,
            "reason": row.verdict.code,
            "is_due": row.is_due,
            "since_on": row.since_on and str(row.since_on),
            "limit_on": row.limit_on and row.limit_on.isoformat(),
            "days_over": row.days_over,
        }


def _days(as_of: date) -> Iterator[Line]:
    """Every day up to the end of the year after the one asked."""
    day = DAYS_FROM
    while day.year <= as_of.year + 1:
        week = day.isocalendar()
        yield {
            "day": day.isoformat(),
            "year": day.year,
            "quarter": (day.month + 2) // 3,
            "month": day.month,
            "iso_year": week.year,
            "iso_week": week.week,
            "weekday": week.weekday,
            "first_of_month": day.replace(day=1).isoformat(),
        }
        day += timedelta(days=1)


def dictionary(tables: Iterable[Table]) -> Table:
    """What each table and column means, as a table of its own."""
    lines = [
        {"table": table.name, "column": name, **_in_both("says", says)}
        for table in tables
        for name, says in ((None, table.says), *((name, one.says) for name, one in table.columns.items()))
    ]
    return Table("dictionary", SAYS["dictionary"], DICTIONARY, lines)
