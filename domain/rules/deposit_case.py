"""A deposit as its rules see it: what was paid, attended and reached, what was booked, and what the tests ask of that.

Each question is about one participant on one day and answers with the reason or with None. A date is put on one side of
the day asked only where all of it lies there. The order of the questions is the rule: `domain/rules/deposits.py`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec
from msgspec.structs import replace

from domain.counting import Case, DatedValue, Parameter, Question, Reason
from domain.dates import When, first_day, last_day
from domain.rules.attendance import Counts, Reading, Report, below_norm, passage, together
from domain.rules.legal_effect import standing, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.shared import known_day

Booked = Literal["REFUNDED", "FORFEITED", "BONUS_PAID"]
BOOKED: tuple[Booked, ...] = ("REFUNDED", "FORFEITED", "BONUS_PAID")
BOOKED_OTHERWISE = "BOOKED_OTHERWISE"
"""Flag: what was booked as refunded, kept or paid is not what the rule comes to."""


class Payment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An amount paid as a deposit, and when."""

    on: When | None = None
    cents: int


class Booking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was really done with a deposit, or paid as a bonus for success, as the books say."""

    kind: Booked
    on: When | None = None
    cents: int
    life: LegalLife | None = None


class End(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of a trajectory, and whether the source calls it a success."""

    on: When | None = None
    successful: bool | None = None


class Deposit(Case, frozen=True, kw_only=True):
    """One participant in a pilot with a deposit; without payments none was received."""

    registered_on: date | None = None
    payments: tuple[Payment, ...] = ()
    reports: tuple[Report, ...] = ()
    ends: tuple[End, ...] = ()
    bookings: tuple[Booking, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first payment."""
        days = [day for one in self.payments if (day := known_day(one.on)) is not None]
        return min(days, default=None), None

    def as_it_stood(self, as_of: date) -> "Deposit":
        """With the refunds, forfeitures and bonuses that count on a day."""
        lives = [one.life for one in self.bookings if one.life is not None]
        if not lives:
            return self
        return replace(self, bookings=standing(self.bookings, as_of), flags=with_flags(self.flags, as_of, *lives))


# --- Parameters ---

AT_THE_START = passage("€ 50 statiegeld bij aanvang van het inburgeringstraject betaalt", "R216")
REGISTRATION_FEE = passage("(dit is inclusief inschrijfgeld)", "R217")
KEPT = passage("wordt het statiegeld door de gemeente behouden", "R219")
ON_SUCCESS = passage("Vervolgens krijgt de inburgeraar € 50 bij een geslaagd traject", "R220")

DEPOSIT_CENTS = Parameter(
    "deposit-cents",
    {"nl": "Hoeveel statiegeld is afgesproken, in eurocent.", "en": "The deposit agreed, in euro cents."},
    "integer",
    (DatedValue(5_000, AT_THE_START),),
)
SUCCESS_BONUS_CENTS = Parameter(
    "success-bonus-cents",
    {
        "nl": "Wat de inburgeraar bij een geslaagd traject krijgt, in eurocent.",
        "en": "What the participant gets for a successful trajectory, in euro cents.",
    },
    "integer",
    (DatedValue(5_000, ON_SUCCESS),),
)


# --- When ---


def _by(when: When | None, day: date) -> bool | None:
    """Whether it happened by the end of that day; None where that is not known."""
    if when is None:
        return None
    return True if last_day(when) <= day else False if first_day(when) > day else None


def received(deposit: Deposit, question: Question) -> int:
    """Cents received as a deposit by the day asked."""
    return sum(one.cents for one in deposit.payments if _by(one.on, question.bounds.as_of))


def received_in_period(deposit: Deposit, question: Question) -> int:
    """Cents received as a deposit by the day asked and in the period asked, if there is one."""
    period = question.bounds.period
    if period is None:
        return received(deposit, question)
    days = [(known_day(one.on), one.cents) for one in deposit.payments if _by(one.on, question.bounds.as_of)]
    return sum(cents for day, cents in days if day is not None and period.contains(day))


def paid_on(deposit: Deposit) -> When | None:
    """When the first payment was made, as far as known; one without any day says nothing of that."""
    days = [one.on for one in deposit.payments if one.on is not None]
    return min(days, key=first_day) if days else None


def _ended(deposit: Deposit, question: Question) -> End | None:
    """The last end by the day asked."""
    ends = [(last_day(one.on), one) for one in deposit.ends if one.on and _by(one.on, question.bounds.as_of)]
    return max(ends, key=lambda dated: dated[0])[1] if ends else None


def _open_reports(deposit: Deposit, question: Question) -> list[Report]:
    """The reports of periods that began before the trajectory ended, and have not ended by the day asked."""
    end, as_of = _ended(deposit, question), question.bounds.as_of
    ended_on = as_of if end is None or end.on is None else last_day(end.on)
    begun = [one for one in deposit.reports if one.from_on is None or one.from_on <= ended_on]
    return [one for one in begun if not _by(one.last_on, as_of)]


def counts(deposit: Deposit, question: Question) -> Counts:
    """The lessons of all periods that ended by the day asked."""
    return together(one for one in deposit.reports if _by(one.last_on, question.bounds.as_of))


def settled_on(deposit: Deposit, question: Question) -> date | None:
    """The day on which everything is known that the outcome depends on; None where it is not by the day asked."""
    end = _ended(deposit, question)
    if end is None or end.on is None or _open_reports(deposit, question):
        return None
    reported = (one.last_on for one in deposit.reports if _by(one.last_on, question.bounds.as_of))
    return max(last_day(when) for when in (end.on, *reported) if when is not None)


def last_day_of_all(deposit: Deposit) -> When | None:
    """The day on which the trajectory and every period reported of it have ended, whenever that is; None if unknown."""
    whens = [*(one.on for one in deposit.ends), *(one.last_on for one in deposit.reports)]
    days = [day for when in whens if (day := known_day(when)) is not None]
    is_known = deposit.ends and len(days) == len(whens)
    return When(max(days).isoformat()) if is_known else None


# --- What the tests ask ---


def missing(deposit: Deposit, question: Question) -> Reason | None:
    """Whether nothing was ever paid."""
    return None if sum(one.cents for one in deposit.payments) > 0 else Reason()


def payment_undated(deposit: Deposit, question: Question) -> Reason | None:
    """Whether it is not known if a payment was made by the day asked, or in the period asked."""
    undated = [one.on for one in deposit.payments if _is_undated(one.on, question)]
    return _undated("PAID", undated) if undated else None


def paid_later(deposit: Deposit, question: Question) -> Reason | None:
    """Whether nothing had been paid by the day asked."""
    if received(deposit, question) > 0:
        return None
    on = paid_on(deposit)
    return Reason({"on": on} if on else {}, limit_on=question.bounds.as_of)


def end_undated(deposit: Deposit, question: Question) -> Reason | None:
    """Whether it is not known if the trajectory, or a period reported of it, had ended by the day asked."""
    end = _ended(deposit, question)
    ends = [one.on for one in (deposit.ends if end is None else (end,)) if _is_undated(one.on, question)]
    if ends:
        return _undated("ENDED", ends)
    reports = [one.last_on for one in _open_reports(deposit, question) if _is_undated(one.last_on, question)]
    return _undated("REPORTED", reports) if reports else None


def _is_undated(when: When | None, question: Question) -> bool:
    """Whether it is not known on which side of the day asked it lies; of a period, on which side of its ends."""
    day_needed = question.bounds.period is not None and known_day(when) is None
    return day_needed or _by(when, question.bounds.as_of) is None


def _undated(what: str, whens: Iterable[When | None]) -> Reason:
    known = next((when for when in whens if when is not None), None)
    return Reason({"date": what} | ({"known": known} if known else {}))


def not_ended(deposit: Deposit, question: Question) -> Reason | None:
    """Whether the trajectory, or a period reported of it, goes on after the day asked; with the lessons until then."""
    if settled_on(deposit, question) is not None:
        return None
    so_far = counts(deposit, question).told("raw") if deposit.reports else {}
    return _told(deposit, question, so_far, received(deposit, question), {})


def not_reported(deposit: Deposit, question: Question) -> Reason | None:
    """Whether nobody reported any attendance."""
    return None if deposit.reports else Reason()


def successful(deposit: Deposit, question: Question) -> bool | None:
    """Whether the source calls the trajectory a success; None where it does not say."""
    end = _ended(deposit, question)
    return None if end is None else end.successful


def is_forfeited(deposit: Deposit, question: Question, reading: Reading) -> bool:
    """Whether attendance is below the norm: by attendance alone."""
    return below_norm(reading)(counts(deposit, question), question) is True


# --- What the rule comes to ---


class Flows(msgspec.Struct, frozen=True):
    """Cents that the rule lets flow once all is known: back to the participant, kept, and paid as a bonus."""

    refunded_cents: int = 0
    kept_cents: int = 0
    bonus_cents: int = 0

    def by_booking(self) -> dict[Booked, int]:
        """What the books would say if they said the same."""
        return {"REFUNDED": self.refunded_cents, "FORFEITED": self.kept_cents, "BONUS_PAID": self.bonus_cents}


def outcome(deposit: Deposit, question: Question, reading: Reading, flows: Flows) -> Reason:
    """The counts and amounts that an outcome rests on, flagged where the books say something else."""
    amounts = {"refunded_cents": flows.refunded_cents, "bonus_cents": flows.bonus_cents}
    said = (counts(deposit, question).told(reading) if deposit.reports else {}) | amounts
    if (success := successful(deposit, question)) is not None:
        said["successful"] = int(success)
    return _told(deposit, question, said, received(deposit, question), flows.by_booking())


def _told(
    deposit: Deposit, question: Question, said: dict[str, int], in_cents: int, by_rule: dict[Booked, int]
) -> Reason:
    details = {"in_cents": in_cents, **said}
    agreed_cents = int(question.parameters[DEPOSIT_CENTS.name])
    if in_cents != agreed_cents:
        details["agreed_cents"] = agreed_cents
    booked = _booked(deposit, question)
    details |= {f"booked_{kind.lower()}_cents": cents for kind, cents in booked.items()}
    otherwise = any(cents != by_rule.get(kind, 0) for kind, cents in booked.items())
    return Reason(details, flags=(BOOKED_OTHERWISE,) if otherwise else ())


def _booked(deposit: Deposit, question: Question) -> dict[Booked, int]:
    """Cents per kind of booking by the day asked; a booking without a day stands in the books already."""
    found: dict[Booked, int] = {}
    for one in deposit.bookings:
        if one.on is None or first_day(one.on) <= question.bounds.as_of:
            found[one.kind] = found.get(one.kind, 0) + one.cents
    return {kind: found[kind] for kind in BOOKED if kind in found}
