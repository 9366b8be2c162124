"""What the description of the API says, tried out by callers of every role: `make schemathesis`.

The real application stands over a real small ledger (tests/replay/readers_world.py). From its own published description
requests are made that keep to it and requests that break it: values at the edges, parameters missing, twice or of
another type, bodies of another shape, methods that are not there. They are sent with a token of every role and without
one, and every answer is held to the description by all checks of Schemathesis: no status, media type, header or
document that is not described, nothing taken that is described as wrong, nothing refused that is described as right,
no 5xx.

Half of the values of parameters that name something are of what is there, so that not everything ends at 404. What no
OpenAPI document can say (which municipalities this ledger knows, the check digit of a BSN) is listed below, and a
request that gets nothing else wrong may be refused for it when the refusal names it. These are counted.

The outcome is kept in docs/explanation/described.json.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from fastapi import FastAPI
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import RejectedPositiveData
from starlette.types import Receive, Scope, Send

from api.access import Access
from api.app import create_app
from api.issuing import OwnIssuer, audience_of, new_key
from api.limits import Limits
from api.logboek import Logboek
from api.request_log import json_log
from api.tokens import BearerTokens
from domain.processing import ACTIVITIES
from domain.rules import ids
from replay.asking import Asked
from store.readers import Reader
from tests.campaigns.volume import ledger_of_its_own
from tests.replay.readers_world import World, world_in

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "described.json"
CALLERS = ("groningen", "noord", "ministry", "auditor", "administrator", "participant G1", "nobody")
ISSUER = OwnIssuer(new_key(), audience_of("described"))
CASES = 15_000
ALLOWED = ("2xx", "401", "403", "404", "409", "412", "428")
"""Answers to a request that keeps to the description: told, or refused for who asks or for the state of the ledger."""
ONLY_READ_HERE = {
    ("municipality", "region"): "which there are, and that one question has not both",
    ("knownAt", "known_at"): "how far the ledger has come",
    ("position", "size", "first", "second"): "how large the tree is",
    ("rule", "version", "from", "to", "type", "kinds", "by", "stratify_by", "profile", "source"): "which there are",
    ("bsn", "v_number", "Idempotency-Key", "seed"): "the check digit, and that no text holds a number of a person",
    ("period", "occurred", "recorded"): "that these are days of the calendar, the first before the second",
}
"""Parameters of which a description in OpenAPI does not tell all, and what it does not tell."""
ONLY_READ_HERE_WHOLE = {
    "bad-events": "what a kind of fact demands; getFactType tells it",
    "file-refused": "what a file must hold; its profile tells it",
    "unknown-dimension": "which dimensions a counting rule has",
}
"""Problems that are of this sort whatever they name."""


@dataclass
class Found:
    """What came of it."""

    cases: int = 0
    only_read_here: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    callers: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    failures: dict[str, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def add(self, caller: str, recorder: ScenarioRecorder) -> None:
        """Count one scenario."""
        for case_id, node in recorder.cases.items():
            sent = recorder.interactions.get(case_id)
            if sent is None or sent.response is None:
                continue
            operation = node.value.operation.label
            self.cases += 1
            self.callers[caller] += 1
            self.answers[str(sent.response.status_code)] += 1
            self.operations[operation] += 1
            for check in recorder.checks.get(case_id, ()):
                self.checks[check.name] += 1
                if check.failure_info is None:
                    continue
                if is_only_read_here(check.failure_info.failure, sent.response):
                    self.only_read_here += 1
                    continue
                told = f"{caller}: {check.failure_info.failure}\n{check.failure_info.code_sample}\n{sent.response.text}"
                self.failures.setdefault(f"{check.name}: {operation}", []).append(told)

    def document(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "cases": self.cases,
            "failures": sum(map(len, self.failures.values())),
            "errors": len(self.errors),
            "refused_for_what_is_only_read_here": self.only_read_here,
            "operations": len(self.operations),
            "by_caller": dict(self.callers),
            "by_status": dict(sorted(self.answers.items())),
            "checks": dict(sorted(self.checks.items())),
        }


def is_only_read_here(failure: Failure, response: Response) -> bool:
    """Whether a request was refused for nothing but what the description cannot say, and the refusal names that."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code not in (400, 422):
        return False
    problem = response.json()
    if problem["type"].rpartition(":")[2] in ONLY_READ_HERE_WHOLE:
        return True
    named = {one["name"] for one in problem.get("errors", ())}
    return bool(named) and named <= {name for names in ONLY_READ_HERE for name in names}


def application(world: World) -> FastAPI:
    """The application as it is served, with its logs to where nobody looks and no share for a caller to use up."""
    return create_app(
        world.figures,
        access=Access(BearerTokens(ISSUER.issuer, revoked=frozenset)),
        follows=False,
        log=json_log(io.StringIO()),
        access_log=json_log(io.StringIO()),
        logboek=Logboek(io.BytesIO(), "described"),
        limits=Limits(per_second=1e9, burst=10**9),
    )


def token_of(reader: Reader) -> str:
    """A token with which somebody reads as this reader, for every purpose there is."""
    bound = {
        "municipality": reader.municipality,
        "provider": reader.provider,
        "registration": reader.subject and str(reader.subject),
        "engagement": reader.engagement,
    }
    said = {"sub": "m1234", "role": reader.role, "purpose": " ".join(ACTIVITIES)}
    return ISSUER.issue(said | {name: value for name, value in bound.items() if value is not None}).text


def values_there_are(world: World) -> dict[str, list[Any]]:
    """Values of parameters that name something in this ledger."""
    people = [str(one) for one in world.subjects.values()]
    answers = world.figures.ask(Asked(rule="placements"))
    return {
        "query.municipality": ["0014", "0392", "Groningen", "0009"],
        "query.rule": ["placements"],
        "query.version": [one.rule.version for one in answers],
        "query.subject": people,
        "path.subject": people,
        "path.registration": people,
        "path.other": people,
        "path.case": [one.case.case for one in answers[0].verdicts],
        "path.rule": ["placements", *ids()],
        "path.position": list(range(1, 30)),
        "query.knownAt": ["0", "12", "2008-10-02"],
    }


def configured(world: World, caller: str, per_operation: int, phases: Sequence[str], seed: int) -> SchemathesisConfig:
    """How requests are made for one caller; the same seed makes the same."""
    there_are = values_there_are(world)
    headers = {} if caller == "nobody" else {"Authorization": f"Bearer {token_of(world.reader(caller))}"}
    every = ("examples", "coverage", "fuzzing", "stateful")
    return SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "headers": headers,
            "continue-on-failure": True,
            "workers": 1,
            "suppress-health-check": ["all"],
            "generation": {"max-examples": per_operation, "deterministic": True},
            "parameters": {name: {"dictionary": name.replace(".", "-"), "probability": 0.5} for name in there_are},
            "dictionaries": {name.replace(".", "-"): {"values": values} for name, values in there_are.items()},
            "phases": {phase: {"enabled": phase in phases} for phase in every},
            "checks": {"positive_data_acceptance": {"expected-statuses": list(ALLOWED)}},
        }
    )


def try_out(
    world: World, callers: Sequence[str], per_operation: int, phases: Sequence[str], seed: int
) -> Iterator[Found]:
    """Every operation by every caller; what was found until then after each caller."""
    app, found = application(world), Found()

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        """The application, whose life is not begun and ended with every request."""
        if scope["type"] != "lifespan":
            return await app(scope, receive, send)
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})
        return None

    for caller in callers:
        config = configured(world, caller, per_operation, phases, seed)
        schema = schemathesis.openapi.from_asgi("/v1/openapi.json", served, config=config)
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                found.add(caller, event.recorder)
            elif isinstance(event, events.NonFatalError):
                found.errors.append(f"{caller}: {event.label}: {event.info.message}")
            elif isinstance(event, events.FatalError):
                found.errors.append(f"{caller}: {event.exception!r}")
        yield found


def main() -> None:
    """Try out, tell, and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-operation", type=int, default=4)
    parser.add_argument("--seed", type=int, default=2009)
    parser.add_argument("--callers", nargs="*", default=CALLERS)
    asked = parser.parse_args()
    begun, found = time.monotonic(), Found()
    phases = ("examples", "coverage", "fuzzing", "stateful")
    with ledger_of_its_own() as (ledger, _, _):
        for found in try_out(world_in(ledger), asked.callers, asked.per_operation, phases, asked.seed):
            sys.stderr.write(f"{found.cases} cases, {time.monotonic() - begun:.0f} s\n")
    for what, examples in found.failures.items():
        sys.stderr.write(f"\n{what}: {len(examples)}\n{examples[0][:1500]}\n")
    sys.stderr.write("".join(f"\n{one}\n" for one in found.errors))
    text = json.dumps({"seed": asked.seed, **found.document()}, indent=2) + "\n"
    sys.stdout.write(text)
    if tuple(asked.callers) == CALLERS:
        DOCUMENT.write_text(text, "utf-8")
    sys.exit(bool(found.failures or found.errors) or (tuple(asked.callers) == CALLERS and found.cases < CASES))


if __name__ == "__main__":
    main()
