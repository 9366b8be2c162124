"""Who is reading: set once at the door, and obeyed by the database on every connection that is handed out meanwhile.

Nothing between the door and the database has to know of it: no parameter is threaded through the replay of figures.
Without a reader (the command line, the projector) nothing changes. With one, a connection is one transaction that reads
one moment, in a role of PostgreSQL that nobody logs in with; what then exists is decided by row-level security
(migration 7, decision record 0019). Role and settings end with the transaction, so none is left on a pooled connection.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, get_args
from uuid import UUID

import msgspec

from domain.providers import plain_name

Role = Literal["case_manager", "provider", "ministry", "auditor", "administrator", "participant"]
ROLES: tuple[Role, ...] = get_args(Role)
IN_DATABASE: Mapping[Role, str] = {
    "case_manager": "ketenboek_case_manager",
    "provider": "ketenboek_provider",
    "ministry": "ketenboek_without_persons",
    "auditor": "ketenboek_auditor",
    "administrator": "ketenboek_without_persons",
    "participant": "ketenboek_participant",
}
"""Role → the role of PostgreSQL that reads for it."""


class Reader(msgspec.Struct, frozen=True):
    """Somebody who reads: a role, and that to which it is bound.

    `municipality` is a CBS code, `provider` the name of a provider, `subject` the registration of a participant,
    `engagement` the assignment of an auditor, and `name` a pseudonym, never the name of a person.
    """

    role: Role
    municipality: str | None = None
    provider: str | None = None
    subject: UUID | None = None
    engagement: str | None = None
    name: str = ""

    @property
    def settings(self) -> Mapping[str, str]:
        """What the policies of the database ask; empty where the reader is bound to nothing of the kind."""
        return {
            "ketenboek.municipality": self.municipality or "",
            "ketenboek.provider": plain_name(self.provider or ""),
            "ketenboek.subject": str(self.subject or ""),
        }


READER: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def reading_as(reader: Reader | None) -> Iterator[None]:
    """Whatever is read within is read as this reader; as the application itself without one."""
    before = READER.set(reader)
    try:
        yield
    finally:
        READER.reset(before)


def reader_now() -> Reader | None:
    """Who is reading at this moment; None when nobody was set."""
    return READER.get()
