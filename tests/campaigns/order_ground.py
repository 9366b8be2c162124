"""Ledgers for `make order`: one server, and empty ledgers in it that have their keys in common."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from store.embedded import EmbeddedPostgres
from store.ledger import Ledger
from store.opening import open_ledger
from tests.conftest import end_at_once


@dataclass
class Ground:
    """A server, and a founded ledger in it that every other is a copy of: they have their keys in common."""

    server: EmbeddedPostgres
    folder: Path
    made: int = 0

    @property
    def key_file(self) -> Path:
        return self.folder / "keys.json"

    def conninfo(self, name: str) -> str:
        return self.server.conninfo(dbname=name)

    def found(self) -> None:
        """Make the ledger that the others are copies of."""
        self._execute("create database founded template template0")
        opened_ = open_ledger(self.conninfo("founded"), self.key_file, os.environ)
        close(opened_)

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """An empty ledger, thrown away afterwards."""
        self.made += 1
        name = f"order_{self.made}"
        self._execute(f"create database {name} template founded")
        one = open_ledger(self.conninfo(name), self.key_file, os.environ)
        try:
            yield one
        finally:
            close(one)
            self._execute(f"drop database {name} with (force)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def close(ledger: Ledger) -> None:
    ledger.close()
    ledger.database.close()


@contextmanager
def ground_of_its_own() -> Iterator[Ground]:
    """A server for a campaign."""
    folder = Path(tempfile.mkdtemp(prefix="kb-order-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "home")
    server.start()
    try:
        ground = Ground(server, folder)
        ground.found()
        yield ground
    finally:
        end_at_once(server)
        shutil.rmtree(folder, ignore_errors=True)
