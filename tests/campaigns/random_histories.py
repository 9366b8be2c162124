"""Histories by chance of a few registrations: more people than trajectories never, more trajectories than rows never.

Most are given straight to the pure functions. Of each is tried:

- persons ≤ trajectories (both versions) ≤ rows, as known at any position, for any place, period, day and day of entry;
- the rows of the first n facts are the rows as known at n, for every n, in every view: what is told later changes no
  answer that was given, to the byte;
- the answers at a position, asked then and asked at the end, are the same bytes.

Some are written to a ledger in batches and followed in steps: the rows of all views are then those of a rebuild, and
`verify` finds nothing. What was covered is counted, so that it shows that there was something to find.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from domain import rules
from domain.counting import Bounds, Case, Verdict, judge_all, question_for, value_of
from domain.dates import Period
from domain.event import Position, Recorded, canonical
from domain.facts import (
    AssessmentRecorded,
    CategoryDetermined,
    ClassAttendanceStarted,
    DocumentReceived,
    EnrolmentRecorded,
    EventCorrected,
    EventRetracted,
    LinkLeftUndecided,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    PlanSigned,
    ProviderReassigned,
    QuotaSet,
    RegistrationsLinked,
    RegistrationsUnlinked,
    SourceSystemTakenIntoUse,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.facts.base import Fact
from projections import VIEWS
from projections.fold import Row, View
from projections.history import standing
from projections.shared import persons
from replay.follow import Follower
from replay.verifying import verify
from tests.campaigns.volume import ledger_of_its_own
from tests.given import Book, Registration, read
from tests.replay.saying import REGISTRATIONS, RandomChain
from tests.replay.test_following import stored_rows

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- random-histories: begin -->", "<!-- random-histories: end -->"
PLACES = ("0014", "0392", "0363")
FIRST_DAY, DAYS = date(2007, 1, 1), 40
"""So few days that many things happen on one."""
COURSES = ("NT2-A", "nt2 a", "NT2-B", "taalstage", "KNM")
FACTS_MIN, FACTS_MAX = 6, 28
QUESTIONS = 6
COUNTING = (
    rules.rule("participants", "deduplicated"),
    rules.rule("trajectories", "components"),
    rules.rule("trajectories", "courses"),
    rules.rule("enrolment-rows", "as-delivered"),
)
"""From few to many."""
EVENTS_OF_A_HISTORY = 30
HISTORIES_OF_A_LEDGER = 30
STEP_EVENTS_MAX = 120


class Surprise(AssertionError):
    """Something that may never be; the seed makes the history again."""


# --- A history by chance ---


def history(seed: int) -> Book:
    """A book of two to seven registrations, mostly of one or two places."""
    chance, book = random.Random(seed), Book()
    places = chance.sample(PLACES, chance.choice((1, 2, 2, 3)))
    streams = [
        book.registration(f"{letter}{chance.randint(1, 3)}", chance.choice(places), f"provider {letter}", "files")
        for letter in "ABCDEFG"[: chance.randint(2, 7)]
    ]
    for _ in range(chance.randint(FACTS_MIN, FACTS_MAX)):
        _say(book, chance, streams)
    return book


def _say(book: Book, chance: random.Random, streams: Sequence[Registration]) -> None:
    what = chance.choices(("fact", "link", "amend", "shared"), (64, 18, 15, 3))[0]
    if what == "shared":
        book.shared(*_shared(chance))
    elif what == "link":
        one, other = chance.sample(list(streams), 2)
        one.says(_decision(chance, str(other.subject)))
    elif what == "amend" and (amendable := [one for one in book.events if _may_be_amended(one)]):
        _amend(book, chance, chance.choice(amendable))
    else:
        claimed = _day(chance, 60) if chance.random() < 0.6 else None
        place = {"municipality": chance.choice(PLACES)} if chance.random() < 0.1 else {}
        stream = chance.choice(list(streams))
        stream.says(_fact(chance), _when(chance), registered_on=claimed, delivered_on=_day(chance, 90), **place)


def _decision(chance: random.Random, other: str) -> Fact:
    drawn, ground = chance.random(), chance.choice((None, "BSN", "REVIEW"))
    if drawn < 0.65:
        return RegistrationsLinked(other=other, decider="system", ground=ground)  # type: ignore[arg-type]
    if drawn < 0.9:
        return RegistrationsUnlinked(other=other, decider="m1", keep_apart=chance.random() < 0.5 or None)
    return LinkLeftUndecided(other=other, decider="system", ground="BSN", gates_failed=("GIVEN_NAME_FITS",))


def _may_be_amended(one: Recorded) -> bool:
    return not isinstance(one.fact, EventCorrected | EventRetracted) and one.event.source is not None


def _amend(book: Book, chance: random.Random, original: Recorded) -> None:
    decided = (RegistrationsLinked, RegistrationsUnlinked, LinkLeftUndecided)
    if chance.random() < 0.35 or isinstance(original.fact, decided):
        book.retracts(original, delivered_on=_day(chance, 120))
        return
    kind, fact = type(original.fact), _fact(chance)
    while type(fact) is not kind:
        fact = _fact(chance)
    place = {"municipality": chance.choice(PLACES)} if chance.random() < 0.2 else {}
    book.corrects(original, fact, _when(chance), registered_on=_day(chance, 90), **place)


def _fact(chance: random.Random) -> Fact:
    kinds: tuple[Fact, ...] = (
        *(EnrolmentRecorded(course=chance.choice(COURSES), provider=chance.choice((None, "Agens"))) for _ in range(14)),
        *(ProviderReassigned(to_provider=f"provider {chance.choice('ABC')}") for _ in range(2)),
        *(PlacementStarted(trajectory=chance.choice(("DUAL", "REGULAR"))) for _ in range(2)),
        PersonRegistered(),
        ClassAttendanceStarted(),
        AssessmentRecorded(assessment="ENTRY_TEST"),
        PlanSigned(),
        PlacementEnded(reason="OTHER"),
        CategoryDetermined(arrival=chance.choice(("OUDKOMER", "NIEUWKOMER", None))),
        WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"),
        WaitingListLeft(because="PLACED"),
        DocumentReceived(document="beschikking", signed=chance.choice((True, False, None))),
    )
    return chance.choice(kinds)


def _shared(chance: random.Random) -> tuple[Fact, str, str | None]:
    if chance.random() < 0.6:
        return SourceSystemTakenIntoUse(system="files"), _day(chance), chance.choice(PLACES)
    line: dict[str, Any] = {"period_from": FIRST_DAY, "period_until": date(2008, 1, 1), "document_on": FIRST_DAY}
    amount = chance.randint(1, 99)
    quota = QuotaSet(
        scheme="WI", unit="trajectories", amount=amount, precision="exact", setter="raad", document="brief", **line
    )
    return quota, _day(chance), chance.choice(PLACES)


def _day(chance: random.Random, later: int = 0) -> str:
    return (FIRST_DAY + timedelta(days=chance.randrange(DAYS) + chance.randint(0, later))).isoformat()


def _when(chance: random.Random) -> str | None:
    day = _day(chance)
    return chance.choice((day, day, day, day, day, day, day[:7], None))


# --- What must hold ---


def try_out(seed: int) -> Counter[str]:
    """One history, tried; gives what was in it. Raises Surprise."""
    book = history(seed)
    chance, covered = random.Random(f"asked {seed}"), Counter[str](_covers(book))
    whole = {name: book.rows(view) for name, view in VIEWS.items()}
    for known_at in range(len(book.events)):
        for name, view in VIEWS.items():
            if _ordered(book.rows(view, until=known_at)) != _ordered(as_known(whole[name], known_at)):
                raise Surprise(f"history {seed}, {name}: other rows at {known_at} than were known then")
            covered["rows at a position"] += 1
    for _ in range(QUESTIONS):
        known_at = max(chance.randint(1, len(book.events)) for _ in range(2))
        earlier, bounds, place = history(seed), _bounds(chance, known_at), chance.choice((None, None, *PLACES))
        del earlier.events[known_at:]
        asked_then = _answers(earlier, bounds, place)
        asked_now = _answers(book, bounds, place)
        if [told for _, told in asked_then] != [told for _, told in asked_now]:
            raise Surprise(f"history {seed}: another answer at {known_at} than was given then ({bounds}, {place})")
        values = [value for value, _ in asked_now]
        if values != sorted(values):
            raise Surprise(f"history {seed}: {values} persons, trajectories and rows ({bounds}, {place})")
        covered.update(["questions"])
        covered["questions with fewer persons than trajectories"] += values[0] < values[1]
        covered["questions with fewer trajectories than rows"] += values[2] < values[3]
    return covered


def as_known(rows: Iterable[Row], known_at: int) -> list[Row]:
    """Rows as they were known at a position."""
    return [
        row if row.known_until is None or row.known_until <= known_at else replace(row, known_until=None)
        for row in rows
        if row.known_from <= known_at
    ]


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.case, row.known_from))


def _bounds(chance: random.Random, known_at: int) -> Bounds:
    begin = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    period = chance.choice((None, None, Period(begin, begin + timedelta(days=chance.randint(1, DAYS)))))
    registered_by = chance.choice((None, date.fromisoformat(_day(chance, 60))))
    as_of = FIRST_DAY + timedelta(days=chance.choice((chance.randrange(DAYS), DAYS, DAYS)))
    return Bounds(as_of=as_of, known_at=Position(known_at), period=period, registered_by=registered_by)


def _answers(book: Book, bounds: Bounds, place: str | None) -> list[tuple[int, bytes]]:
    """The value and the whole answer as bytes, of each rule that counts enrolments, as `replay` works them out."""
    view = VIEWS["participants"]
    known = _cases(view, as_known(book.rows(view), bounds.known_at), place)
    within = known
    if bounds.registered_by is not None:
        within = _cases(view, book.rows(view, bounds.registered_by, bounds.known_at), place)
    cases, later = (known | within).values(), known.keys() - within.keys()
    found = []
    for rule in COUNTING:
        question = question_for(rule, bounds, (), place, later, book.record_ids)
        verdicts = judge_all(rule, cases, question)
        found.append((value_of(verdicts), canonical([_told(one) for one in verdicts])))
    return found


def _told(one: Verdict) -> dict[str, Any]:
    said = {"case": one.case.case, "counted": one.counted, "code": one.code, "detail": dict(one.reason.detail)}
    return said | {"positions": list(one.positions), "flags": list(one.flags)}


def _cases(view: View, rows: Iterable[Row], place: str | None) -> dict[str, Case]:
    found = {row.case: read(view, row) for row in rows if row.known_until is None}
    return {case_id: case for case_id, case in found.items() if place in (None, case.municipality)}


def _covers(book: Book) -> Iterator[str]:
    """What is in a history, each counted once."""
    kinds = {type(one.fact) for one in book.events}
    named = {
        "links": RegistrationsLinked,
        "unlinks": RegistrationsUnlinked,
        "questions left open": LinkLeftUndecided,
        "corrections": EventCorrected,
        "retractions": EventRetracted,
    }
    yield "histories"
    yield from (f"with {name}" for name, kind in named.items() if kind in kinds)
    stand = standing(one for one in book.events if one.event.subject not in book.shared_kinds)
    who = {person.id: person for person in persons(stand).values()}
    if any(person.not_honoured for person in who.values()):
        yield "with a link against what was told apart"
    if any(len(person.registrations) > 2 for person in who.values()):
        yield "with a person of three registrations or more"
    if len({one.municipality for one in stand}) > 1:
        yield "with several municipalities"
    enrolled = [(one.subject, one.occurred_on) for one in stand if isinstance(one.fact, EnrolmentRecorded)]
    days = [(who_of.id, on) for subject, on in enrolled if (who_of := persons(stand).get(subject)) and on]
    if len(days) > len(set(days)):
        yield "with two enrolments of a person on one day"


# --- In a ledger ---


def in_ledgers(histories: int, seed: int) -> Counter[str]:
    """So many histories written in batches, followed in steps, and built again. Raises Surprise."""
    covered = Counter[str]()
    for number in range(0, histories, HISTORIES_OF_A_LEDGER):
        some = min(HISTORIES_OF_A_LEDGER, histories - number)
        with ledger_of_its_own() as (ledger, _, _):
            chain, follower = RandomChain(ledger, seed + number), Follower(ledger)
            chain.widen(REGISTRATIONS * (some - 1))
            events = some * EVENTS_OF_A_HISTORY
            while (left := events - ledger.head().position + REGISTRATIONS * some) > 0:
                chain.grow(min(left, chain.chance.randint(1, STEP_EVENTS_MAX)), batch_max=25)
                follower.follow(chain.chance.choice((None, ledger.head().position - 1)))
            follower.follow()
            lived = stored_rows(follower)
            follower.rebuild()
            if stored_rows(follower) != lived:
                raise Surprise(f"ledger {seed + number}: a rebuild gives other rows than living")
            found = verify(ledger, follower)
            if not found.holds:
                raise Surprise(f"ledger {seed + number}: verify finds {found.wrong}")
            covered.update(histories=some, events=ledger.head().position, rows=sum(map(len, lived.values())))
            kinds = Counter(type(one.fact).__name__ for one in ledger.events_after(0))
            covered.update({"links": kinds["RegistrationsLinked"], "unlinks": kinds["RegistrationsUnlinked"]})
            covered.update({"corrections": kinds["EventCorrected"], "retractions": kinds["EventRetracted"]})
    return covered


# --- The campaign ---


def _some(seeds: Sequence[int]) -> tuple[Counter[str], list[str]]:
    covered, surprises = Counter[str](), list[str]()
    for seed in seeds:
        try:
            covered += try_out(seed)
        except Surprise as surprise:
            surprises.append(str(surprise))
    return covered, surprises


def campaign(histories: int, in_ledger: int, seed: int, processes: int) -> dict[str, Any]:
    """All of it; gives what was covered and what was found."""
    begun, covered, surprises = time.monotonic(), Counter[str](), list[str]()
    shares = [range(at, min(at + 50, seed + histories)) for at in range(seed, seed + histories, 50)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for found, surprising in pool.imap_unordered(_some, shares):
            covered += found
            surprises += surprising
    sys.stderr.write(f"{covered['histories']} histories, {len(surprises)} surprises\n")
    written = Counter[str]()
    try:
        written = in_ledgers(in_ledger, seed)
    except Surprise as surprise:
        surprises.append(str(surprise))
    return {
        "seed": seed,
        "seconds": round(time.monotonic() - begun),
        "covered": dict(covered),
        "in_ledgers": dict(written),
        "surprises": surprises,
    }


def report(found: dict[str, Any], command: str) -> None:
    """Write the JSON and the table of the page on reliability."""
    DOCUMENT.with_name("random-histories.json").write_text(json.dumps({"command": command, **found}, indent=1) + "\n")
    rows = ["| what | count |", "|---|--:|"]
    rows += [f"| {name} | {count} |" for name, count in found["covered"].items()]
    rows += [f"| in ledgers: {name} | {count} |" for name, count in found["in_ledgers"].items()]
    told = f"Broken promises: {len(found['surprises'])}. `{command}`: {round(found['seconds'] / 60)} minutes."
    table = "\n".join((BEGIN, *rows, "", told, END))
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: table, text, flags=re.DOTALL), "utf-8")


def main() -> int:
    """The campaign, with its size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--histories", type=int, default=10_000, help="given straight to the pure functions")
    parser.add_argument("--in-ledger", type=int, default=300, help="written to a ledger as well")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first")
    parser.add_argument("--processes", type=int, default=2, help="processes at a time")
    given = parser.parse_args()
    found = campaign(given.histories, given.in_ledger, given.seed, given.processes)
    sizes = " ".join(f"--{name.replace('_', '-')} {number}" for name, number in vars(given).items())
    report(found, f"python -m tests.campaigns.random_histories {sizes}")
    sys.stderr.write("\n".join(found["surprises"][:20]) + "\n")
    return 1 if found["surprises"] else 0


if __name__ == "__main__":
    sys.exit(main())
