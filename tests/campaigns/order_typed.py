"""Facts for `make order` as people type them, and the same facts as a file of events."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from tests.campaigns.order_worlds import DAY_ONE, FEW_DAYS, URN, Delivery, Made, Registered, invented

Told = tuple[str, tuple[str, ...]]
"""A fact as it is typed: its kind, and words of which the first names the registration."""
PLACES = ("0014", "0363", "0505")


def typed(seed: int, people: int = 6) -> Iterator[Told]:
    """What people type about registrations in three municipalities, in the order in which one person would."""
    chance = random.Random(f"typed {seed}")
    made = Made(chance, list(invented(chance, people)))
    for number in range(2 * people):
        one = made.registered(f"T{number}", chance.choice(made.people))
        place = chance.choice(PLACES)
        sealed = {"bsn": one.bsn, "given_names": one.given, "surname": one.surname}
        yield _typed(one, place, "PersonRegistered", made, **{name: text for name, text in sealed.items() if text})
        courses = chance.sample(("NT2-A", "NT2-B", "taalstage"), k=2)  # what is typed twice stands once
        arrivals = ("OUDKOMER", "OUDKOMER", "NIEUWKOMER")
        said: tuple[tuple[str, dict[str, str]], ...] = (
            ("CategoryDetermined", {"arrival": chance.choice(arrivals), "pardon": chance.choice(("true", "false"))}),
            *(("EnrolmentRecorded", {"course": course}) for course in courses),
            ("WaitingListJoined", {"list": "FIRST_INFLOW", "reason": "CAPACITY"}),
            ("AssessmentRecorded", {"assessment": "ENTRY_TEST"}),
            ("PlacementStarted", {"trajectory": chance.choice(("DUAL", "REGULAR"))}),
            ("ClassAttendanceStarted", {}),
        )
        for kind, fields in chance.sample(said, k=chance.randint(2, 5)):
            yield _typed(one, place, kind, made, **fields)
        if not one.bsn and chance.random() < 0.5:
            yield _typed(one, place, "IdentifierAdded", made, kind="BSN", bsn=one.person.bsn)


def _typed(one: Registered, place: str, fact: str, made: Made, **fields: str) -> Told:
    on = (DAY_ONE + timedelta(days=made.chance.randrange(FEW_DAYS) * 7)).isoformat()
    words = (f"id={one.record}", f"municipality={place}", f"occurred_on={on}", f"registered_on={on}")
    return fact, (*words, *(f"{name}={text}" for name, text in fields.items()))


def as_file(told: Sequence[Told]) -> Delivery:
    """The same facts as a file of events."""
    lines = []
    for at, (fact, words) in enumerate(told):
        fields: dict[str, Any] = dict(word.split("=", 1) for word in words)
        data = {name: fields.pop(name) for name in ("municipality", "occurred_on", "registered_on")}
        record, sealed = fields.pop("id"), ("bsn", "given_names", "surname")
        data["personal"] = {name: fields.pop(name) for name in sealed if name in fields}
        data["fields"] = {
            name: json.loads(text) if text in ("true", "false") else text for name, text in fields.items()
        }
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", fact).lower()
        event = {"specversion": "1.0", "id": f"{record}-{at}", "source": URN, "type": f"nl.inburgering.{name}.v1"}
        lines.append((json.dumps(event | {"subject": record, "data": data | {"slot": f"s{at}"}}) + "\n").encode())
    return Delivery("typed", "getypt.jsonl", date(2008, 1, 7), b"", tuple(lines))
