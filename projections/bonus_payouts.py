"""Views `personal-budget-payouts` and `vouchers-redeemed`: what was given as a bonus, and what vouchers were used for.

A case of the first is one payment or one voucher, with the terms on which the bonus was to be earned, as the view
`personal-budget-bonuses` reads them, and with what the same beneficiary was given before. Whether a broker works by
profession is what the claims say of him.

A case of the second is one redemption, with its voucher and the lists of courses that the municipality drew up, each
from its day on. Those are a parameter, `voucher-courses`, of which the value on the day of issue counts and not the one
on the day asked: that is why the case carries them.
"""

from collections.abc import Iterator, Sequence

from domain.dates import When
from domain.facts import (
    BonusClaimed,
    BonusPaid,
    CategoryDetermined,
    ConditionMet,
    EnrolmentRecorded,
    ParameterSet,
    PlacementStarted,
    VoucherIssued,
    VoucherRedeemed,
)
from domain.facts.base import Fact
from domain.rules.bonus_payouts import BonusPayout
from domain.rules.bonus_progress import Money
from domain.rules.shared import known_day
from domain.rules.vouchers import COURSES, CourseList, Redemption, Voucher
from projections.fold import Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import Told
from projections.personal_budget import OF_BUDGET, terms_of
from projections.shared import effective_on, facts_of, in_order_of_day, origin

PAYOUTS: tuple[type[Fact], ...] = (BonusPaid, VoucherIssued)
WITH_COURSE: tuple[type[Fact], ...] = (EnrolmentRecorded, PlacementStarted)


def payouts(streams: Streams, shared: Standings) -> Iterator[BonusPayout]:
    """The payments and vouchers that stand."""
    told = Told(streams)
    for stream in streams:
        given = in_order_of_day(one for one in stream.of_any(PAYOUTS) if _is_of_budget(one))
        for number, payout in enumerate(given):
            yield _payout(payout, given[:number], stream, told, shared)


def _is_of_budget(payout: Standing) -> bool:
    """A voucher is given for nothing else; money is given for other bonuses too."""
    return not isinstance(payout.fact, BonusPaid) or payout.fact.bonus == "PERSONAL_BUDGET"


def _payout(payout: Standing, before: Sequence[Standing], stream: Stream, told: Told, shared: Standings) -> BonusPayout:
    fact = payout.fact
    earlier = [
        one for one in before if one.fact.beneficiary == fact.beneficiary and known_day(effective_on(one)) is not None
    ]
    claims = [one for one in stream.of(BonusClaimed) if one.fact.beneficiary == fact.beneficiary]
    in_money, given = isinstance(fact, BonusPaid), [(one, told.life(one)) for one in earlier]
    return BonusPayout(
        **terms_of(payout, stream, shared, [*earlier, *claims, *told.told_by((payout, *earlier))]),
        form="MONEY" if in_money else "VOUCHER",
        asked_cents=fact.amount_cents,
        professional=next((one.fact.professional for one in reversed(claims)), None),
        paid_on=effective_on(payout),
        before_cents=sum(one.fact.amount_cents for one, life in given if life is None),
        contested_before=tuple(
            [Money(amount_cents=one.fact.amount_cents, on=effective_on(one), life=life) for one, life in given if life]
        ),
        payee=fact.payee if in_money else None,
        life=told.life(payout),
    )


def redemptions(streams: Streams, shared: Standings) -> Iterator[Redemption]:
    """The redemptions that stand."""
    lists = [one for one in facts_of(shared, ParameterSet) if one.fact.name == COURSES]
    for stream in streams:
        issued = in_order_of_day(stream.of(VoucherIssued))
        placed = [one for one in stream.of_any(WITH_COURSE) if one.fact.course is not None]
        used: dict[int, int] = {}
        for redeemed in in_order_of_day(stream.of(VoucherRedeemed)):
            voucher = _voucher_of(redeemed, issued)
            before = 0 if voucher is None else used.get(voucher.position, 0)
            yield _redemption(redeemed, voucher, before, placed, lists)
            if voucher is not None and known_day(redeemed.occurred_on) is not None:
                used[voucher.position] = before + (redeemed.fact.amount_cents or 0)


def _redemption(
    redeemed: Standing, voucher: Standing | None, before: int, placed: Sequence[Standing], lists: Sequence[Standing]
) -> Redemption:
    fact = redeemed.fact
    common = origin(redeemed, [*placed, *([voucher] if voucher else [])])
    listing = {position for one in lists for position in one.positions}
    return Redemption(
        **common | {"positions": tuple(sorted({*common["positions"], *listing}))},
        course=fact.course,
        amount_cents=fact.amount_cents,
        before_cents=before,
        redeemed_on=redeemed.occurred_on,
        voucher=_voucher(voucher) if voucher else None,
        trajectory_courses=tuple(dict.fromkeys(one.fact.course for one in placed)),
        lists=tuple(_list(one) for one in in_order_of_day(lists)),
        registered_on=redeemed.registered_on,
    )


def _voucher_of(redeemed: Standing, issued: Sequence[Standing]) -> Standing | None:
    """The voucher that a redemption names; else the one of its entry; else the only one that was issued."""
    fact = redeemed.fact
    if fact.voucher is not None:
        return next((one for one in issued if str(one.event_id) == fact.voucher), None)
    of_entry = [one for one in issued if one.fact.entry == fact.entry] or issued
    return of_entry[0] if len(of_entry) == 1 else None


def _voucher(voucher: Standing) -> Voucher:
    return Voucher(
        issued_on=effective_on(voucher),
        worth_cents=voucher.fact.amount_cents,
        valid_until_on=voucher.fact.valid_until_on,
    )


def _list(setting: Standing) -> CourseList:
    named = [name.strip() for name in setting.fact.value.split(",")]
    from_on: When | None = setting.occurred_on
    return CourseList(from_on=from_on, courses=tuple(name for name in named if name))


PAID = View(
    name="personal-budget-payouts",
    version=2,
    case=BonusPayout,
    parts=(
        Part(
            reads=OF_BUDGET.union(PAYOUTS) | {BonusClaimed, CategoryDetermined},
            cases=payouts,
            opens=frozenset(PAYOUTS),
            reads_shared=frozenset({ConditionMet}),
        ),
    ),
)
REDEEMED = View(
    name="vouchers-redeemed",
    version=1,
    case=Redemption,
    parts=(
        Part(
            reads=frozenset({*WITH_COURSE, VoucherIssued, VoucherRedeemed}),
            cases=redemptions,
            opens=frozenset({VoucherRedeemed}),
            reads_shared=frozenset({ParameterSet}),
        ),
    ),
)
VIEWS = (PAID, REDEEMED)
