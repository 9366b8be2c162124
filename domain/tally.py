"""The funnel of a figure without its list: how many cases had which verdict, and what they add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.counting import Verdict
from domain.precision import Interval


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases were considered, what they add up to, and how many had each code, counted or not."""

    value: int
    by_code: Mapping[tuple[bool, str], int]
    interval: Interval | None = None
    """What the figure may be, with the cases of which something is unknown; None where there are none."""

    @property
    def considered(self) -> int:
        """All cases."""
        return sum(self.by_code.values())

    @property
    def funnel(self) -> dict[str, int]:
        """Counted, and not counted per reason; considered is the sum of all of it."""
        funnel = {"counted": 0}
        for (counted, code), cases in self.by_code.items():
            key = "counted" if counted else code
            funnel[key] = funnel.get(key, 0) + cases
        return funnel


def tally_of(verdicts: Iterable[tuple[Verdict, int]]) -> Tally:
    """The figure and its funnel, from verdicts and how many cases have each of them."""
    value, by_code = 0, dict[tuple[bool, str], int]()
    low: int | None = 0
    high: int | None = 0
    is_open = False
    for verdict, cases in verdicts:
        key = verdict.counted, verdict.code
        by_code[key] = by_code.get(key, 0) + cases
        told = verdict.amount if verdict.counted else 0
        value += told * cases
        is_open = is_open or verdict.between is not None
        may = verdict.between or Interval(told, told)
        low = None if low is None or may.from_amount is None else low + may.from_amount * cases
        high = None if high is None or may.until_amount is None else high + may.until_amount * cases
    return Tally(value, by_code, Interval(low, high) if is_open else None)
