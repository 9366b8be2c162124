"""Samples of a figure's verdicts that anybody can draw again: chance comes from a hash of the seed and the case id.

No generator of random numbers is used, since those change with versions and languages. Each case has a ticket, the
SHA-256 of the seed and its random case id; a sample of n are the n lowest tickets. A stratified sample gives each
stratum its share of n by largest remainder, and at least one case where n allows. An amount-weighted sample walks
through the amounts in the order of the tickets and takes the case in which each n-th part of the total falls, from a
start that the seed decides (monetary unit sampling): a case of 100 euros is twice as likely to be drawn as one of 50,
and one larger than the interval is always in it, with its number of hits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from domain.counting import Verdict

Stratum = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One case of a sample: its stratum, and how many times an amount-weighted sample fell on it."""

    verdict: Verdict
    stratum: Stratum = ()
    hits: int = 1


def ticket(seed: str, case: str) -> str:
    """The ticket of a case: the lower, the earlier it is drawn."""
    return sha256(f"{seed}\n{case}".encode()).hexdigest()


def _by_ticket(verdicts: Sequence[Verdict], seed: str) -> list[Verdict]:
    return sorted(verdicts, key=lambda one: (ticket(seed, one.case.case), one.case.case))


def draw(verdicts: Sequence[Verdict], size: int, seed: str) -> list[Drawn]:
    """So many cases, each as likely as another; all of them where there are no more."""
    return [Drawn(one) for one in _by_ticket(verdicts, seed)[:size]]


def draw_stratified(strata: Mapping[Stratum, Sequence[Verdict]], size: int, seed: str) -> list[Drawn]:
    """So many cases over the strata, in proportion to their number, stratum by stratum."""
    shares = allocation({stratum: len(verdicts) for stratum, verdicts in strata.items()}, size)
    return [
        Drawn(one, stratum)
        for stratum in sorted(strata)
        for one in _by_ticket(strata[stratum], seed)[: shares[stratum]]
    ]


def allocation(counts: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """How many of each stratum: its share by largest remainder, one at least where there is room for all."""
    total = sum(counts.values())
    size = min(size, total)
    floor = {stratum: 1 if count and size >= len(counts) else 0 for stratum, count in counts.items()}
    given = {stratum: max(floor[stratum], size * count // total if total else 0) for stratum, count in counts.items()}

    def short_of_share(stratum: Stratum) -> tuple[int, Stratum]:
        return size * counts[stratum] - given[stratum] * total, stratum

    while (short := size - sum(given.values())) != 0:
        if short > 0:
            given[max((one for one in counts if given[one] < counts[one]), key=short_of_share)] += 1
        else:
            given[min((one for one in counts if given[one] > floor[one]), key=short_of_share)] -= 1
    return given


def draw_by_amount(verdicts: Sequence[Verdict], size: int, seed: str) -> list[Drawn]:
    """So many units of the total amount, and the cases they fall in; only amounts above zero can be drawn."""
    ordered = _by_ticket([one for one in verdicts if one.amount > 0], seed)
    total = sum(one.amount for one in ordered)
    if not total or not size:
        return []
    start = int(ticket(seed, "start"), 16) % total
    points = [(number * total + start) // size for number in range(size)]
    drawn: list[Drawn] = []
    reached, at = 0, 0
    for verdict in ordered:
        reached += verdict.amount
        first = at
        while at < size and points[at] < reached:
            at += 1
        if at > first:
            drawn.append(Drawn(verdict, (), at - first))
    return drawn
