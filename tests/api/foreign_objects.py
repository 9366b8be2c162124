"""What the matrices of the API and of the pages have in common: whose objects there are, and all that an answer says.

Which registrations are whose stands in tests/replay/readers_world.py; here stands by what their objects are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

import httpx

from api.groups import GROUPS
from api.policy import POLICY
from domain.event import Recorded
from domain.facts import FigureReported
from replay.asking import Asked
from store.ledger import Ledger
from store.readers import Reader
from tests.api.conftest import Badges
from tests.replay.readers_world import BSN, READERS, World, world_in
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

PEOPLE = ("G1", "G2", "G3", "T1", "H1", "H2")
NOBODY = "nobody"
NAMES = (*(name for name in READERS if not name.startswith("of no")), "participant G1", "participant G2")
OF_NOTHING = tuple(name for name in READERS if name.startswith("of no"))
BSNS = BSN | {NOBODY: "999990019"}
PLACES = {GRONINGEN: "groningen", HAARLEM: "haarlem"}


@dataclass
class Objects:
    """By what the objects of a registration are named; whoever is not there has names that nothing has."""

    world: World
    cases: dict[str, str] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    registered: dict[str, int] = field(default_factory=dict)
    """Where the first fact of each stands, which is no decision."""
    reports: dict[str, str] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=lambda: {NOBODY: str(uuid4())})

    def __post_init__(self) -> None:
        called = {subject: name for name, subject in self.world.subjects.items()}
        answers = self.world.figures.ask(Asked("placements", version="started"))
        cases = {verdict.case.case for answer in answers for verdict in answer.verdicts}
        for one in self.world.ledger.events_after(0):
            if one.event.subject in called:
                self.registered.setdefault(called[one.event.subject], one.position)
            if str(one.event.event_id) in cases:
                self.cases[called[one.event.subject]] = str(one.event.event_id)
                self.positions[called[one.event.subject]] = one.position
        self.registered[NOBODY] = 999_999
        self.cases[NOBODY], self.positions[NOBODY], self.reports[NOBODY] = str(uuid4()), 999_999, str(uuid4())

    def subject(self, name: str) -> UUID:
        """The registration of this name."""
        return self.world.subjects[name]

    def beside(self, reader: Reader, name: str) -> UUID:
        """Another registration of this reader, to make a pair with."""
        own = {GRONINGEN: ("G2", "G3"), HAARLEM: ("H2", "H1")}.get(reader.municipality or "", (NOBODY, NOBODY))
        return self.subject(next(one for one in own if one != name or name == NOBODY))


def told_by(chain: Chain, place: str) -> Recorded:
    """A figure that this municipality reported."""
    fact = FigureReported(
        rule="placements",
        value=3,
        unit="trajectories",
        period_from=date(2007, 1, 1),
        period_until=date(2008, 7, 1),
        document="agenda",
        document_on=date(2008, 9, 18),
        computed_here=False,
    )
    return chain.shared(fact, "2008-09-18", place)


def objects_in(ledger: Ledger) -> Objects:
    """The small chain, with a reported figure of each municipality."""
    found = Objects(world_in(ledger))
    chain = Chain(ledger)
    for place, name in PLACES.items():
        said = told_by(chain, place)
        found.reports[name] = str(said.event.event_id)
    found.world.figures.follower.follow()
    return found


def shown_by(badges: Badges, reader: Reader, operation: str) -> dict[str, str]:
    """The headers of a reader, for the first purpose that the operation has."""
    activities = POLICY[operation].activities
    if reader.role == "participant" and "own-data" in activities:
        return badges.shown(reader, "own-data")
    return badges.shown(reader, activities[0] if activities else None)


def told(answer: httpx.Response, *asked: object) -> tuple[int, bytes, dict[str, str]]:
    """All that an answer says, but for what names the request, and where it repeats what was `asked`."""
    is_document = answer.status_code >= 400 and "json" in answer.headers.get("content-type", "")
    instance = answer.json().get("instance", "") if is_document else ""
    of_the_request = {"traceparent", "content-length"} if asked else {"traceparent"}
    headers = {name: value for name, value in answer.headers.items() if name not in of_the_request}
    content = answer.content
    for one in (instance, *map(str, asked)):
        content = content.replace(one.encode(), b"")
    return answer.status_code, content, headers


def operations_with_rights(*, pages: bool) -> Iterator[str]:
    """The operations that are not open to everybody: those that are pages, or those that are not."""
    for group in GROUPS:
        for operation in group.operations:
            if not POLICY[operation.id].is_public and (operation.english_path is not None) is pages:
                yield operation.id
