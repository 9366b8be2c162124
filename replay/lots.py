"""A figure without its list: cases that are alike are judged by one of them, and counted.

A lot is all cases that differ only in what no test of the rule can tell apart (`projections/alike.py`,
`domain/alike.py`). The tests stand in one place and in one language; the database says how many cases a lot has and
hands over one. What a lot is judged is what each of its cases would be, so the funnel is that of the opened answer.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from domain.alike import GAPS_MAX, LIMITS_MAX, AskedOfDays, gaps_of, lengths_of, limits_of
from domain.counting import Bounds, Case, Rule, Verdict, flags_told
from domain.facts import ParameterSet
from domain.places import Scope as Place
from domain.rules.asked_of_days import ASKED_OF_DAYS
from domain.rules.findings import Finding
from projections.history import standing
from replay.beside import PARAMETER_SET, Flag, flags_of_whole, found_between, in_order
from replay.reading import Reading
from store import lots
from store.lots import Said, Scope


@dataclass(frozen=True, slots=True)
class Lots:
    """One case of each lot, and by its id how many it stands for."""

    cases: Sequence[Case]
    counts: Mapping[str, int]


def asked_of_days(rule: Rule) -> AskedOfDays | None:
    """What the rule asks of days; None where its cases must be judged one by one."""
    return ASKED_OF_DAYS.get(rule.name, ASKED_OF_DAYS.get(rule.id))


def lots_of(look: Reading, rule: Rule, bounds: Bounds, scope: Place, others: Sequence[Bounds] = ()) -> Lots | None:
    """The lots of a view within the bounds, and within others of the same position; None where the cases must be judged
    one by one.

    So it is where the rule says nothing of days, where more limits are asked than a key holds, and where who reads sees
    some of what alike cases know. What lies in the place asked must be told by its code, and the day of entry must not
    be bounded: then histories are read again.
    """
    asked = asked_of_days(rule)
    if asked is None or look.is_of_a_part(rule.view):
        return None
    told = standing(look.shared({ParameterSet}, bounds.known_at) if asked.months or asked.days else [])
    settings = [(one.fact.name, one.fact.value) for one in told if isinstance(one.fact, ParameterSet)]
    lengths = lengths_of(asked, settings)
    limits, gaps = sorted({day for one in (bounds, *others) for day in limits_of(one, lengths)}), gaps_of(lengths)
    if len(limits) > LIMITS_MAX or len(gaps) > GAPS_MAX:
        return None
    decoder = msgspec.json.Decoder(look.views[rule.view].case)
    held = Scope(bounds.known_at, scope.municipality)
    cases, counts = list[Case](), dict[str, int]()
    for count, value in lots.lots(look.connection, look.generation(rule.view), held, limits, gaps):
        case: Case = decoder.decode(value)
        cases.append(case)
        counts[case.case] = count
    return Lots(cases, counts)


def told_by_code(look: Reading, bounds: Bounds, place: Place) -> bool:
    """Whether the cases asked are all, or those of one code: of a municipality that no merger or dossier changed."""
    if place.is_everywhere:
        return True
    code = place.municipality
    if code is None or place.codes != frozenset({code}) or place.places.merger_of(code):
        return False
    return next(iter(look.cases("handovers", bounds.known_at, place.codes)), None) is None


def flags_of_lots(
    look: Reading,
    rule: Rule,
    verdicts: Sequence[Verdict],
    some: Lots,
    bounds: Bounds,
    municipality: str | None,
    places: frozenset[str | None],
) -> list[Flag]:
    """The flags that `beside.flags_of` gives for all cases of these lots."""
    flags = Counter[str]()
    for verdict in verdicts:
        cases = some.counts[verdict.case.case]
        flags.update(dict.fromkeys(verdict.flags, cases))
        if verdict.case.municipality in places:
            flags[PARAMETER_SET] += cases
    for cases, case, found in _found(look, rule, Scope(bounds.known_at, municipality)):
        flags.update(dict.fromkeys(found.difference(flags_told(case.as_it_stood(bounds.as_of), bounds)), cases))
    considered = sum(some.counts.values())
    return in_order(flags | Counter(flags_of_whole(look, rule, bounds, considered)))


def _found(look: Reading, rule: Rule, scope: Scope) -> Iterator[tuple[int, Case, set[str]]]:
    """(how many cases, one of them, codes): what was found about their registrations, and between those and others."""
    between = frozenset(found_between(look, scope.known_at))
    said = Said(look.generation("findings"), _codes(look, scope.known_at), between)
    decoder = msgspec.json.Decoder(look.views[rule.view].case)
    for cases, value, code in lots.marked(look.connection, look.generation(rule.view), scope, said):
        yield cases, decoder.decode(value), {code}


def _codes(look: Reading, known_at: int) -> dict[UUID, str]:
    """What makes findings alike → their code."""
    decoder = msgspec.json.Decoder(look.views["findings"].case)
    kinds = lots.kinds(look.connection, look.generation("findings"), known_at)
    found = ((alike, decoder.decode(value)) for alike, value in kinds)
    return {alike: finding.code for alike, finding in found if isinstance(finding, Finding)}
