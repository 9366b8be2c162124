"""From what a person types to the bounds of a question: the defaults and refusals of the four axes."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from domain.counting import Bounds, Sentence
from domain.dates import Period
from domain.event import Position
from store.ledger import Ledger

Series = Literal["closed", "running"]
SERIES: tuple[Series, ...] = ("closed", "running")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SETTLING_SECONDS = 30


class CannotAsk(ValueError):
    """The question cannot be answered as it was put; the message says what would work, in both languages.

    `by_hand` is what only helps who has the command line: the command to record what is missing, English and Dutch.
    """

    def __init__(self, english: str, dutch: str, by_hand: tuple[str, str] = ("", "")) -> None:
        super().__init__(f"{english}{by_hand[0]}")
        self.sentence: Sentence = {"nl": dutch, "en": english}
        self.by_hand: Sentence = {"nl": by_hand[1], "en": by_hand[0]}


class HasNoAnswer(CannotAsk):
    """The question is clear and the ledger holds no such figure; the message repeats nothing that was typed."""


class CannotBeRead(CannotAsk):
    """A part of the question is written in a way that says nothing, whatever the ledger holds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure as it is asked for. What is None takes its default."""

    rule: str
    version: str | None = None
    municipality: str | None = None
    period: Period | None = None
    as_of: date | None = None
    registered_by: date | None = None
    known_at: str | None = None
    by: tuple[str, ...] = ()
    """The dimensions of a breakdown."""
    region: str | None = None
    division_on: date | None = None
    """The day whose division of municipalities and regions is meant; without it the one of then, case by case."""
    series: Series | None = None
    """The closed series is the figure as known at the closing of its period; without it the running one."""


def bounds_of(asked: Asked, known_at: Position, today: date) -> Bounds:
    """The four axes with their defaults: as_of is the last day of the period, else today in Amsterdam."""
    as_of = asked.as_of
    if as_of is None:
        as_of = asked.period.last_day if asked.period and asked.period.last_day else today
    return Bounds(as_of=as_of, known_at=known_at, period=asked.period, registered_by=asked.registered_by)


def today_in_amsterdam(moment: datetime) -> date:
    """The calendar day in Amsterdam at this moment."""
    return moment.astimezone(AMSTERDAM).date()


def resolve_known_at(text: str | None, ledger: Ledger, head: Position) -> Position:
    """The position meant by a position, a date (end of that day in Amsterdam), an instant, or nothing (the head).

    An instant in the future or less than 30 s old by the clock of the database is refused: something recorded at that
    moment may still be on its way in.
    """
    if text is None or text == "":
        return head
    if re.fullmatch(r"[0-9]{1,19}", text):
        position = int(text)
        if position > head:
            raise CannotAsk(
                f"position {position} is not there yet: the ledger is at {head}. Expected 0 to {head}",
                f"positie {position} is er nog niet: het grootboek is op {head}. Verwacht 0 tot en met {head}",
            )
        return Position(position)
    moment = _moment(text)
    if moment > ledger.database_now() - timedelta(seconds=SETTLING_SECONDS):
        raise CannotAsk(
            f"known_at {text} lies in the future or less than {SETTLING_SECONDS} seconds ago, so facts of that moment "
            f"may still arrive. Use a position: --known-at {head} is the ledger as it is now",
            f"known_at {text} ligt in de toekomst of minder dan {SETTLING_SECONDS} seconden terug, dus feiten van dat "
            f"moment kunnen nog komen. Gebruik een positie: --known-at {head} is het grootboek zoals het nu is",
        )
    return ledger.position_at(moment)


def _moment(text: str) -> datetime:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            following = date.fromisoformat(text) + timedelta(days=1)
            end = datetime.combine(following, time.min, AMSTERDAM).astimezone(UTC)
            return end - timedelta(microseconds=1)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise CannotBeRead(
        f"known_at {text!r} is no position, date or instant. Expected for example 241, 2008-10-02, or "
        "2008-10-02T12:00:00Z",
        f"known_at {text!r} is geen positie, dag of tijdstip. Verwacht bijvoorbeeld 241, 2008-10-02 of "
        "2008-10-02T12:00:00Z",
    )
