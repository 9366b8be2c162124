"""How the cases of an answer are called: by the source's own record ids, each by one of its own.

It is `source:id` where two sources have one id, and `id#position` where one record has several cases. An id that was
erased shows as its case id. Ids here are personal data, and go no further than the answer.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.counting import Case, Verdict
from replay.commitments import commitments
from replay.figures import Answer
from replay.judged_again import JudgedAgain
from store.ledger import Ledger

Codes = Sequence[tuple[bool, str]]
"""Whether each case of a list counts, and why."""
HasRead = Callable[[Iterable[str]], None]
"""Told of the cases, by their random ids, that are read for an answer."""


def nobody_asks(_: Iterable[str]) -> None:
    """For an answer of which nobody writes down whom it tells of."""


@dataclass(frozen=True, slots=True)
class Ids:
    """How the cases of an answer are called: case id → the source's own record id."""

    shown: Mapping[str, str]
    records: Mapping[str, str]
    """The same, without what tells the cases of one record apart."""

    def of(self, verdict: Verdict) -> str:
        """The id to show for a case."""
        return self.shown[verdict.case.case]

    def called(self, verdicts: Iterable[Verdict]) -> Iterator[tuple[Verdict, str]]:
        """Each of these verdicts with the id of its case."""
        return ((one, self.of(one)) for one in verdicts)

    def lists(self, answer: Answer) -> dict[str, object]:
        """The ids of an answer by what became of the cases."""
        told = [(one.counted, one.code) for one in answer.verdicts]
        return _lists([self.of(one) for one in answer.verdicts], told) | {"late": [self.of(one) for one in answer.late]}


@dataclass(frozen=True, slots=True)
class IdsInOrder:
    """The same of a list that is not held, in its order: an id and a reason for each case, and nothing else."""

    names: Sequence[str]
    told: Codes

    def called(self, verdicts: Iterable[Verdict]) -> Iterator[tuple[Verdict, str]]:
        """Each verdict of the whole list with the id of its case."""
        return zip(verdicts, self.names, strict=True)

    def lists(self, answer: Answer) -> dict[str, object]:
        """The ids of an answer by what became of the cases; of such a list none came after a closing."""
        return _lists(self.names, self.told) | {"late": []}


def _lists(names: Sequence[str], told: Codes) -> dict[str, object]:
    counted, not_counted = list[str](), dict[str, list[str]]()
    for name, (counts, code) in zip(names, told, strict=True):
        (counted if counts else not_counted.setdefault(code, [])).append(name)
    return {"counted": counted, "not_counted": not_counted}


def ids_of_answer(ledger: Ledger, answer: Answer, has_read: HasRead = nobody_asks) -> Ids | IdsInOrder:
    """The ids of the cases of an answer, held or not: the same ids. `has_read` is told of each case, before it ends."""
    again = answer.verdicts
    if isinstance(again, JudgedAgain):
        return ids_in_order(ledger, again, has_read)
    has_read(one.case.case for one in again)
    return ids_of(ledger, again)


def ids_in_order(ledger: Ledger, again: JudgedAgain, has_read: HasRead = nobody_asks) -> IdsInOrder:
    """The ids that `ids_of` gives, in the order of the list; only of those that are told apart more is held.

    `has_read` is told of the cases of each batch before their ids are read.
    """
    names, told, parts = list[str](), list[tuple[bool, str]](), dict[str, int | None]()
    known: dict[tuple[bool, str], tuple[bool, str]] = {}
    for judged, _ in again.batches():
        has_read(one.case.case for one in judged.verdicts)
        wanted = commitments(one.case.record for one in judged.verdicts)
        readable = ledger.record_ids_in(again.look.connection, wanted)
        for one in judged.verdicts:
            if one.case.record is None and one.case.part:
                parts[one.case.part] = None if one.case.part in parts else len(names)
            key = one.counted, one.code
            told.append(known.setdefault(key, key))
            names.append(_called(one.case, readable, {}))
    for part, place in parts.items():
        if place is not None:
            names[place] = part
    _tell_apart_in_order(names, again)
    return IdsInOrder(names, told)


def _tell_apart_in_order(names: list[str], again: JudgedAgain) -> None:
    """Change the names that more than one case has; and those that one then has as well."""
    ordered = sorted(names)
    often = {one for one, other in pairwise(ordered) if one == other}
    apart: dict[int, str] = {}
    while often:
        some = [(place, case) for place, (case, _) in enumerate(again.cases()) if names[place] in often]
        shown = _shown([case for _, case in some], {case.case: names[place] for place, case in some})
        apart = {place: shown[case.case] for place, case in some}
        clashing = {one for one in apart.values() if one not in often and _is_among(ordered, one)}
        if not clashing:
            break
        often |= clashing
    for place, name in apart.items():
        names[place] = name


def _is_among(ordered: Sequence[str], name: str) -> bool:
    place = bisect_left(ordered, name)
    return place < len(ordered) and ordered[place] == name


def ids_of(ledger: Ledger, verdicts: Sequence[Verdict]) -> Ids:
    """The record ids of these cases, with the source before it where an id occurs more than once.

    Of a part of a record the part stands behind it (H2-broker); a case of no source record is called by its part,
    where no other is. Cases that are still called the same have the position that opened them behind it (F1#123).
    """
    readable = ledger.record_ids(commitments(one.case.record for one in verdicts))
    parts = Counter(one.case.part for one in verdicts if one.case.record is None)
    plain = {one.case.case: _called(one.case, readable, parts) for one in verdicts}
    cases = [one.case for one in verdicts]
    return Ids(_shown(cases, plain), _of_sources(cases, plain))


def _of_sources(cases: Collection[Case], plain: Mapping[str, str]) -> dict[str, str]:
    """Case id → its id with the source before it, where more than one source has it."""
    records = {(plain[case.case], case.party, case.system) for case in cases}
    sources = Counter(record for record, _, _ in records)
    systems = Counter((record, system) for record, _, system in records)
    shown = {}
    for case in cases:
        record = plain[case.case]
        if sources[record] == 1:
            shown[case.case] = record
        elif systems[record, case.system] == 1:
            shown[case.case] = f"{case.system}:{record}"
        else:
            shown[case.case] = f"{case.party}/{case.system}:{record}"
    return shown


def verdicts_of(answer: Answer, ids: Ids, case: str) -> list[Verdict]:
    """The verdicts on the case of this random id, or of this record id as it is shown or as its source writes it."""

    def names(of: Case) -> set[str]:
        told = {ids.shown[of.case], ids.records[of.case]}
        return {of.case, *told, *(f"{of.system}:{one}" for one in told)}

    return [verdict for verdict in answer.verdicts if case in names(verdict.case)]


def _shown(cases: Collection[Case], plain: Mapping[str, str]) -> dict[str, str]:
    """The ids by source; where cases have the same, with the position that opened them, else with the case."""
    shown = _of_sources(cases, plain)
    apart = dict(shown)
    for marks in ({one.case: _opened_at(one) for one in cases}, {one.case: one.case for one in cases}):
        often = Counter(apart.values())
        apart |= {case: f"{shown[case]}#{mark}" for case, mark in marks.items() if often[apart[case]] > 1}
    return apart


def _opened_at(case: Case) -> int | str:
    """Where the fact stands that made the case; a case that does not say so rests first on its opening."""
    return getattr(case, "position", None) or next(iter(case.positions), "")


def _called(case: Case, readable: Mapping[str, str], parts: Mapping[str | None, int]) -> str:
    """The record id with the part of it that the case is; an erased record by the random case id."""
    if case.record is None:
        return case.part if case.part and parts.get(case.part) == 1 else case.case
    record = readable.get(case.record)
    return case.case if record is None else f"{record}-{case.part}" if case.part else record
