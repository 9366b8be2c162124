"""A caller of the API without a server between: the application is asked directly, as from a port on this machine."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.access import ON_THIS_MACHINE, Access
from api.app import create_app
from api.browser import Browsers
from api.issuing import OwnIssuer, audience_of, new_key
from api.limits import Limits
from api.logboek import Logboek
from api.request_log import json_log
from api.sign_in import SignIn
from api.tokens import BearerTokens
from domain.municipalities import find_code
from exchange.delivery import open_delivery
from exchange.importing import Arrival, Import
from replay.figures import Figures
from store.ledger import Ledger
from store.readers import Reader

PATIENT = Limits(figure_seconds=60, database_seconds=60)
"""What is answered at most where a machine may stand still for a while."""
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@dataclass
class Caller:
    """Asks an application, and reads its log."""

    figures: Any
    access: Access = ON_THIS_MACHINE
    lines: io.StringIO = field(default_factory=io.StringIO)
    decisions: io.StringIO = field(default_factory=io.StringIO)
    persons: io.BytesIO = field(default_factory=io.BytesIO)
    limits: Limits = PATIENT
    browsers: Browsers = field(default_factory=Browsers)
    sign_in: SignIn | None = None
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(
            self.figures,
            access=self.access,
            follows=False,
            log=json_log(self.lines),
            access_log=json_log(self.decisions),
            logboek=Logboek(self.persons, "test"),
            limits=self.limits,
            browsers=self.browsers,
            sign_in=self.sign_in,
        )

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.send("GET", path, **given)

    def send(
        self,
        method: str,
        path: str,
        *,
        client: str = "127.0.0.1",
        base_url: str = "http://127.0.0.1:8642",
        **given: Any,
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(client, 50000), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=base_url) as caller:
                return await caller.request(method, path, **given)

        return asyncio.run(ask())

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines.getvalue().splitlines()]

    def logboek(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.persons.getvalue().splitlines()]

    def access_log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.decisions.getvalue().splitlines()]


@pytest.fixture(scope="session")
def calling() -> type[Caller]:
    """Makes a caller of the API over these figures."""
    return Caller


@pytest.fixture(scope="module")
def take_in() -> Callable[..., None]:
    """Imports one of the example files into a ledger."""

    def take_in(ledger: Ledger, name: str, **options: str) -> None:
        path = EXAMPLES / name
        names = Figures(ledger).municipality_names()
        delivery = open_delivery(
            path, resolve_municipality=lambda text: find_code(text, names), today=date(2026, 11, 21), **options
        )
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        Import(ledger, delivery, Arrival(name, digest, date(2008, 10, 6), "changes", "test")).run(lambda *_: None)

    return take_in


@pytest.fixture(scope="module")
def filled(module_ledger: Ledger, take_in: Callable[..., None]) -> Figures:
    """The figures of a ledger with the three example files."""
    take_in(module_ledger, "gemeente-groningen-gws4all-plaatsingen.csv", municipality="Groningen")
    take_in(module_ledger, "taakstellingen.csv")
    take_in(module_ledger, "roc-da-vinci-wachtlijst.xlsx")
    return Figures(module_ledger)


@pytest.fixture
def caller(filled: Figures) -> Caller:
    """A caller of the API over the example files."""
    return Caller(filled)


TOKEN_KEY = new_key()
AUDIENCE = audience_of("test")


@dataclass(frozen=True)
class Badges:
    """Issues tokens, and tells whose they are, as a ledger on its own does."""

    issuer: OwnIssuer = field(default_factory=lambda: OwnIssuer(TOKEN_KEY, AUDIENCE))

    @property
    def access(self) -> Access:
        """Access by these tokens and nothing else."""
        return Access(BearerTokens(self.issuer.issuer, revoked=frozenset))

    def shown(self, reader: Reader, purpose: str | None = None, **claims: Any) -> dict[str, str]:
        """The headers of somebody who reads as this reader."""
        bound = {
            "municipality": reader.municipality,
            "provider": reader.provider,
            "registration": reader.subject and str(reader.subject),
            "engagement": reader.engagement,
            "purpose": purpose,
        }
        said = {"sub": reader.name or "m1234", "role": reader.role} | claims
        issued = self.issuer.issue(said | {name: value for name, value in bound.items() if value is not None})
        return {"Authorization": f"Bearer {issued.text}"}


@pytest.fixture
def badges() -> Badges:
    """Issues tokens for `calling(figures, access=badges.access)`."""
    return Badges()


@pytest.fixture
def guarded(filled: Figures, badges: Badges) -> Caller:
    """A caller of the API over the example files, where tokens are needed."""
    return Caller(filled, access=badges.access)
