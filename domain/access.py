"""What decides who may see a case, besides its municipality and its provider: mergers and secrecy.

They count nothing. The database reads their rows where it decides which rows, events and sealed parts are there for
whoever asks (migration 7; decision record 0019).
"""

from domain.counting import Case
from domain.dates import When


class Merged(Case, frozen=True, kw_only=True):
    """A municipality went up into another, as a whole or partly; `municipality` is the one that goes on."""

    code: str
    on: When | None = None


class Secret(Case, frozen=True, kw_only=True):
    """Secrecy stands for one registration: it hides person, place and time from everybody but its own municipality."""

    on: When | None = None
