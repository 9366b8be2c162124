"""Setting a figure against the quotas it may be set against, and saying why against no other.

Quota, milestone, forecast, estimate and purchase are five kinds that are never mixed; nor are schemes, units and times
(design page FIGURES, unit and kind). A rule version names with a source what it may be set against. Everything else is
refused with the first reason that holds, in the order scheme, unit, kind, period, amount, and gets no number.

Worked example: 148 trajectories by `quota-placements@letter-4a` stand beside the 1,230 trajectories of the letter:
1,082 to go, share 0.1203. The forecast of 1,230 *inburgeraars* is refused: UNIT_MISMATCH.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from domain.counting import Against, Bounds, Case, Kind, Passage, Rule
from domain.dates import Period
from domain.precision import AmountDoesNotFitPrecision, Interval, Precision, interval

RefusedBecause = Literal["SCHEME_MISMATCH", "UNIT_MISMATCH", "KIND_MISMATCH", "PERIOD_MISMATCH", "AMOUNT_UNKNOWN"]
SHARE_STEP = Decimal("0.0001")
"""A share is rounded to four decimals, half up: to the hundredth of a percent."""


class Quota(Case, frozen=True, kw_only=True):
    """An amount that somebody set, agreed, expected, estimated or bought, for a scheme, unit and period.

    `line` is the line of a budget; what is no budget has none.
    """

    kind: Kind
    scheme: str
    unit: str
    precision: Precision
    period_from: date
    period_until: date
    setter: str
    document_on: date
    document: str
    amount: int | None = None
    wording: str | None = None
    line: str | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """The period it is for."""
        return self.period_from, self.period_until

    @property
    def interval(self) -> Interval | None:
        """The amounts the source may mean; None where it gives none that can be used."""
        try:
            return None if self.amount is None else interval(self.amount, self.precision)
        except AmountDoesNotFitPrecision:
            return None

    @property
    def passage(self) -> Passage:
        """Where it stands, in the words of the source."""
        return Passage(self.document, f"{self.setter}, {self.document_on.isoformat()}", self.wording or "")


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """The least and greatest share, where the amount is not exact; None is open."""

    from_share: Decimal | None
    until_share: Decimal | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A quota that the figure may be set against, and how far it is.

    Against an exact amount there are `to_go` (below zero when more was reached) and `share`; against another there are
    only the intervals, so that the answer never looks sharper than its source.
    """

    quota: Quota
    source: Passage
    to_go: int | None = None
    share: Decimal | None = None
    to_go_interval: Interval | None = None
    share_interval: ShareInterval | None = None


def set_against(
    rule: Rule, value: int, quotas: Iterable[Quota], bounds: Bounds
) -> tuple[list[Beside], list[tuple[Quota, RefusedBecause]]]:
    """The quotas of the scope asked, each either beside the figure or refused with the reason; order is kept.

    The quotas must be those of the municipality (or the country) that the figure is about: scope is the asker's.
    """
    beside: list[Beside] = []
    refused: list[tuple[Quota, RefusedBecause]] = []
    for quota in quotas:
        because = refused_because(rule, quota, bounds)
        if because is not None:
            refused.append((quota, because))
        else:
            beside.append(_beside(_against(rule, quota), value, quota))
    return beside, refused


def refused_because(rule: Rule, quota: Quota, bounds: Bounds) -> RefusedBecause | None:
    """The first reason why a figure of this rule may not be set against this quota, or None."""
    if not rule.against:
        return "UNIT_MISMATCH" if quota.unit != rule.unit else "KIND_MISMATCH"
    of_scheme = [one for one in rule.against if (one.scheme, one.line) == _scheme_and_line(quota)]
    of_unit = [one for one in of_scheme if one.unit == quota.unit]
    if not of_scheme:
        return "SCHEME_MISMATCH"
    if not of_unit:
        return "UNIT_MISMATCH"
    if all(one.kind != quota.kind for one in of_unit):
        return "KIND_MISMATCH"
    if not _of_the_time_asked(quota, bounds):
        return "PERIOD_MISMATCH"
    return "AMOUNT_UNKNOWN" if quota.interval is None else None


def _scheme_and_line(quota: Quota) -> tuple[str, str | None]:
    """A budget calls its lines in its own capitals."""
    return quota.scheme, quota.line and quota.line.casefold()


def _of_the_time_asked(quota: Quota, bounds: Bounds) -> bool:
    """Without a period a figure counts everything up to as_of, and so belongs to whatever had begun by then."""
    asked = bounds.period or Period(None, bounds.as_of + timedelta(days=1) if bounds.as_of < date.max else None)
    return Period(quota.period_from, quota.period_until).overlaps(asked)


def _against(rule: Rule, quota: Quota) -> Against:
    asked = (quota.kind, quota.unit, *_scheme_and_line(quota))
    return next(one for one in rule.against if (one.kind, one.unit, one.scheme, one.line) == asked)


def _beside(against: Against, value: int, quota: Quota) -> Beside:
    means = quota.interval or Interval(None, None)
    if means.from_amount is not None and means.from_amount == means.until_amount:
        return Beside(quota, against.source, means.from_amount - value, _share(value, means.from_amount))
    to_go = Interval(
        None if means.from_amount is None else means.from_amount - value,
        None if means.until_amount is None else means.until_amount - value,
    )
    share = ShareInterval(_share(value, means.until_amount), _share(value, means.from_amount))
    return Beside(quota, against.source, to_go_interval=to_go, share_interval=share)


def _share(value: int, amount: int | None) -> Decimal | None:
    return (Decimal(value) / amount).quantize(SHARE_STEP, ROUND_HALF_UP) if amount else None
