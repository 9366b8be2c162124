"""What is noted under a random name and taken out once: who left to sign in, and the codes that were given for it."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Noted = TypeVar("Noted")


class Once(Generic[Noted]):
    """Notes that are taken out once; of more than there may be the oldest is lost."""

    def __init__(self, count_max: int) -> None:
        self._count_max = count_max
        self._noted: OrderedDict[str, Noted] = OrderedDict()
        self._lock = Lock()

    def note(self, name: str, noted: Noted) -> None:
        """Keep this under a name that nobody can guess."""
        with self._lock:
            self._noted[name] = noted
            while len(self._noted) > self._count_max:
                self._noted.popitem(last=False)

    def take(self, name: str) -> Noted | None:
        """What was noted under this name, for the first who asks."""
        with self._lock:
            return self._noted.pop(name, None)
