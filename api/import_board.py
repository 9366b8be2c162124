"""How far imports are, for whichever process is asked: the one that runs an import posts it.

What is posted is what would be told, in both languages, and is kept for a while as the imports of one process are
(`api/import_desk.py`).
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Literal
from uuid import UUID

from domain.counting import Language
from replay.answers import Document

State = Literal["waiting", "running", "done", "refused", "failed"]
ENDED: frozenset[State] = frozenset(("done", "refused", "failed"))
KEPT_MAX = 200
Scope = tuple[str | None, str | None, str | None]
"""In whose name something is sent: role, municipality, provider."""


@dataclass(frozen=True, slots=True)
class Posted:
    """How far an import was, and in which process, by its number."""

    id: UUID
    number: int
    scope: Scope
    name: str
    state: State
    documents: Mapping[Language, Document]

    @property
    def is_ended(self) -> bool:
        """Whether nothing changes any more."""
        return self.state in ENDED


class Board:
    """The latest of each import; of more than are kept those that ended first go."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._posted: OrderedDict[UUID, Posted] = OrderedDict()

    def begin(self, posted: Posted) -> bool:
        """Post an import that begins, unless it is under way in another process; whether it was posted."""
        with self._lock:
            known = self._posted.get(posted.id)
            if known is not None and not known.is_ended and known.number != posted.number:
                return False
            self._posted[posted.id] = posted
            self._posted.move_to_end(posted.id)
            ended = [one.id for one in self._posted.values() if one.is_ended]
            for import_id in ended[: max(0, len(self._posted) - KEPT_MAX)]:
                del self._posted[import_id]
            return True

    def post(self, posted: Posted) -> None:
        """It is further by now."""
        with self._lock:
            if posted.id in self._posted:
                self._posted[posted.id] = posted

    def of(self, import_id: UUID) -> Posted | None:
        """The latest of an import; None where it is not known any more."""
        with self._lock:
            return self._posted.get(import_id)

    def all(self, scope: Scope) -> list[Posted]:
        """Those of a sender, latest first."""
        with self._lock:
            return [one for one in reversed(self._posted.values()) if one.scope == scope]

    def break_off(self, number: int) -> None:
        """A process ended, and with it what it was taking in: that has failed, and is to be sent again."""
        with self._lock:
            for one in [*self._posted.values()]:
                if one.number == number and not one.is_ended:
                    said = {language: {**told, "state": "failed"} for language, told in one.documents.items()}
                    self._posted[one.id] = replace(one, state="failed", documents=said)
