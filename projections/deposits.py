"""View `deposits`: who took part in a pilot with a deposit, what was paid, attended and reached, and what was booked.

A case per registration that the source enters for the pilot or that paid a deposit, so that who paid none is seen as
well. Attendance is that of the lessons (`projections/attendance.py`). An end by which somebody only changed provider is
not the end of the trajectory. The case has an id of its own, made of the registration: of the entry and the payments
none opens it that may not be registered later than another (decision record 0010).
"""

from collections.abc import Iterator, Sequence
from uuid import uuid5

from domain.facts import (
    AttendanceReported,
    BonusPaid,
    DepositForfeited,
    DepositReceived,
    DepositRefunded,
    PersonRegistered,
    PlacementEnded,
)
from domain.facts.base import Fact
from domain.rules.deposit_case import Booked, Booking, Deposit, End, Payment
from projections.attendance import reports_of, told
from projections.fold import Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, Afterwards, Told
from projections.shared import effective_on, origin

PILOT = "deposit-pilot"
"""The register of who was to take part."""
BOOKED: dict[type[Fact], Booked] = {
    DepositRefunded: "REFUNDED",
    DepositForfeited: "FORFEITED",
    BonusPaid: "BONUS_PAID",
}


def deposits(streams: Streams, shared: Standings) -> Iterator[Deposit]:
    """The participants that stand."""
    told = Told(streams)
    for stream in streams:
        payments = tuple(stream.of(DepositReceived))
        entries = tuple([one for one in stream.of(PersonRegistered) if is_of_pilot(one.fact)])
        if opening := (*entries, *payments):
            yield stream.once(_case, opening[0], entries, payments, *_followed(stream, told))


def is_of_pilot(fact: Fact) -> bool:
    """Whether an entry in a register is one for the pilot; who paid a deposit is in it too."""
    return not isinstance(fact, PersonRegistered) or fact.register == PILOT


def _followed(stream: Stream, told: Told) -> Iterator[tuple[object, ...]]:
    """What was reported of the lessons, the ends of the trajectory, what was booked and what became of that."""
    yield tuple(reports_of(stream))
    yield tuple([one for one in stream.of(PlacementEnded) if one.fact.reason != "REASSIGNED"])
    bookings = [one for one in stream.of_any(BOOKED) if _is_of_participant(one.fact)]
    yield tuple(bookings)
    yield tuple([told.of(one) for one in bookings])


def _case(
    opening: Standing,
    entries: Sequence[Standing],
    payments: Sequence[Standing],
    reports: Sequence[Standing],
    ends: Sequence[Standing],
    bookings: Sequence[Standing],
    afterwards: Sequence[Afterwards | None],
) -> Deposit:
    own_id = str(uuid5(opening.subject, "deposits"))
    told_by = [said for one in afterwards if one is not None for said in one.told_by]
    common = origin(opening, [*entries, *payments, *reports, *ends, *bookings, *told_by], case=own_id)
    return Deposit(
        **common | {"flags": _flags(common["flags"], payments)},
        registered_on=opening.registered_on,
        payments=tuple([Payment(on=one.occurred_on, cents=one.fact.amount_cents) for one in payments]),
        reports=tuple([told(one) for one in reports]),
        ends=tuple([End(on=one.occurred_on, successful=one.fact.successful) for one in ends]),
        bookings=tuple(
            [
                Booking(
                    kind=BOOKED[type(one.fact)],
                    on=effective_on(one),
                    cents=one.fact.amount_cents,
                    life=told.life if told else None,
                )
                for one, told in zip(bookings, afterwards, strict=True)
            ]
        ),
    )


def _flags(said: Sequence[str], payments: Sequence[Standing]) -> tuple[str, ...]:
    """That somebody was entered in a register on no known day says nothing; that a payment has none does."""
    undated = ["DATE_UNKNOWN"] if any(one.occurred_on is None for one in payments) else []
    return tuple(sorted({*(flag for flag in said if flag != "DATE_UNKNOWN"), *undated}))


def _is_of_participant(booked: Fact) -> bool:
    """Of the bonuses only the one for success that the participant was paid."""
    return not isinstance(booked, BonusPaid) or (booked.beneficiary == "PARTICIPANT" and booked.bonus == "SUCCESS")


DEPOSITS = View(
    name="deposits",
    version=2,
    case=Deposit,
    parts=(
        Part(
            reads=CONTESTING.union((AttendanceReported, DepositReceived, PersonRegistered, PlacementEnded), BOOKED),
            cases=deposits,
            opens=frozenset({DepositReceived, PersonRegistered}),
            opens_when=is_of_pilot,
        ),
    ),
)
VIEWS = (DEPOSITS,)
