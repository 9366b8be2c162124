"""The role that the application runs under where we own the server: reads the ledger, appends by function, no more.

With a database of one's own (`KETENBOEK_DATABASE_URL`) the role in the address is used as it is; the triggers hold for
it all the same, and docs/how-to/own-postgresql.md says how to give it these grants.
"""

from psycopg.sql import SQL, Identifier, Literal

from store.database import Connection, one
from store.queries import load

APPLICATION_ROLE = "ketenboek_app"
SQL_ROLES = load("roles.sql")


def ensure_application_role(connection: Connection, password: str) -> None:
    """Make the role if it is not there, give it this password, and exactly these grants."""
    role = Identifier(APPLICATION_ROLE)
    if not one(connection.execute(SQL_ROLES["role_exists"]).fetchone())[0]:
        connection.execute(SQL("create role {} login").format(role))
    connection.execute(SQL("alter role {} with password {}").format(role, Literal(password)))
    connection.execute(SQL_ROLES["grants"])
