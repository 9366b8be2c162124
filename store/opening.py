"""Opening a ledger: migrate the database, found the ledger once, and hold its key ring against it."""

from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from store.database import Connection, Database, migrate, one, require_safe_server
from store.errors import WrongKeyRing
from store.keys import KeyRing, bind, load_or_make
from store.ledger import Ledger, require_safe_library
from store.queries import QUERIES
from store.roles import ensure_application_role


def open_ledger(
    conninfo: str,
    key_file: Path,
    environment: Mapping[str, str],
    *,
    owner_conninfo: str | None = None,
    application_password: str | None = None,
) -> Ledger:
    """The ledger in this database, brought to this version's schema.

    `owner_conninfo` is the role that may change the schema, where that is another than the one that reads and appends;
    with `application_password` it makes that one (`store/roles.py`).
    Raises UnsafeServer, UnsafeLibrarySetting, WrongKeyRing, MigrationDiffers.
    """
    require_safe_library(environment)
    with Database(owner_conninfo or conninfo) as owner, owner.long() as connection:
        require_safe_server(connection)
        migrate(connection)
        if application_password is not None:
            ensure_application_role(connection, application_password)
        ring = _key_ring(connection, key_file)
    return Ledger(Database(conninfo), ring, environment)


def _key_ring(connection: Connection, key_file: Path) -> KeyRing:
    """The key ring of this database's ledger; both are founded together the first time."""
    founded = connection.execute(QUERIES["about"]).fetchone()
    if founded is not None and not key_file.exists():
        raise WrongKeyRing(
            f"{key_file} is missing, and this database holds a ledger that was made with it. Expected that file: put "
            "it back from your backup. Without it no name in the vault can ever be read"
        )
    root, bound_to = load_or_make(key_file)
    if founded is None:
        fresh = KeyRing(root, bound_to or uuid4())
        connection.execute(QUERIES["found_ledger"], (fresh.ledger, fresh.check))
        founded = one(connection.execute(QUERIES["about"]).fetchone())
    ledger, check = founded
    ring = KeyRing(root, ledger)
    if ring.check != check or bound_to not in (None, ledger):
        raise WrongKeyRing(f"{key_file} does not belong to this ledger. Expected the file that was made with it")
    if bound_to is None:
        bind(key_file, root, ledger)
    return ring
