"""What each rule asks of the days of a case, beyond their order and the bounds: by it, cases are judged in lots.

A rule that stands in neither table has all its cases read and judged one by one, which is right and slow. To add one:
look at what its tests, and its amount, do with days. If they compare days with each other, with the bounds, and with
either some months or days on, name the parameters that hold those numbers. If they do anything else (count days
between, add two lengths, look at the weekday), name it in JUDGED_EACH with the reason. The property test
`tests/domain/test_alike.py` and the campaign `make equal` hold both ways of counting equal.
"""

from collections.abc import Mapping

from domain.alike import AskedOfDays
from domain.rules.waiting_spell import CIRCUMSTANCE_MONTHS_MAX, CIRCUMSTANCE_MONTHS_MIN, LIMIT_MONTHS, LIST_MONTHS_MAX

ORDER_ALONE = AskedOfDays()
ASKED_OF_DAYS: Mapping[str, AskedOfDays] = {
    "placements": ORDER_ALONE,
    "quota-placements": ORDER_ALONE,
    "enforcement-orders": ORDER_ALONE,
    "signed-plans": ORDER_ALONE,
    "in-class": ORDER_ALONE,
    "realisation": ORDER_ALONE,
    "enrolment-rows": ORDER_ALONE,
    "trajectories": ORDER_ALONE,
    "participants": ORDER_ALONE,
    "waiting-over-four-months": AskedOfDays(months=(LIMIT_MONTHS, CIRCUMSTANCE_MONTHS_MIN)),
    "waiting-over-one-year": AskedOfDays(months=(LIST_MONTHS_MAX, CIRCUMSTANCE_MONTHS_MIN)),
    "waiting-list-cleaning": AskedOfDays(
        months=(LIST_MONTHS_MAX, CIRCUMSTANCE_MONTHS_MIN, CIRCUMSTANCE_MONTHS_MAX),
    ),
}
"""Rule id, or `rule@version` where versions differ → what its tests ask."""
JUDGED_EACH: Mapping[str, str] = {}
"""Rule id → why its cases are judged one by one."""
