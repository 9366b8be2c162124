"""Who is reading: set once at the door, and obeyed by the database on every connection that is handed out meanwhile.

Nothing between the door and the database has to know of it: no parameter is threaded through the replay of figures.
Without a reader (the command line, the projector) nothing changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, get_args
from uuid import UUID

import msgspec

Role = Literal["case_manager", "provider", "ministry", "auditor", "administrator", "participant"]
ROLES: tuple[Role, ...] = get_args(Role)


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


READER: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def reading_as(reader: Reader | None) -> Iterator[None]:
    """Whatever is read within is read as this reader; as nobody in particular without one."""
    before = READER.set(reader)
    try:
        yield
    finally:
        READER.reset(before)


def reader_now() -> Reader | None:
    """Who is reading at this moment; None when nobody was set."""
    return READER.get()
