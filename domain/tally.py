"""The funnel of a figure without its list: how many cases had which verdict, and what they add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.counting import Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases were considered, what they add up to, and how many had each code, counted or not."""

    value: int
    by_code: Mapping[tuple[bool, str], int]

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
    for verdict, cases in verdicts:
        key = verdict.counted, verdict.code
        by_code[key] = by_code.get(key, 0) + cases
        value += verdict.amount * cases if verdict.counted else 0
    return Tally(value, by_code)
