"""How the cases of an answer are called: by the source's own record ids, each by one of its own.

It is `source:id` where two sources have one id, and `id#position` where one record has several cases. An id that was
erased shows as its case id. Ids here are personal data, and go no further than the answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.counting import Case, Verdict
from replay.figures import Answer, commitments
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Ids:
    """How the cases of an answer are called: case id → the source's own record id."""

    shown: Mapping[str, str]
    records: Mapping[str, str]
    """The same, without what tells the cases of one record apart."""

    def of(self, verdict: Verdict) -> str:
        """The id to show for a case."""
        return self.shown[verdict.case.case]


def ids_of(ledger: Ledger, verdicts: Sequence[Verdict]) -> Ids:
    """The record ids of these cases, with the source before it where an id occurs more than once.

    Of a part of a record the part stands behind it (H2-broker); a case of no source record is called by its part,
    where no other is. Cases that are still called the same have the position that opened them behind it (F1#123).
    """
    readable = ledger.record_ids(commitments(one.case.record for one in verdicts))
    parts = Counter(one.case.part for one in verdicts if one.case.record is None)
    plain = {one.case.case: _called(one.case, readable, parts) for one in verdicts}
    records = {(plain[one.case.case], one.case.party, one.case.system) for one in verdicts}
    sources = Counter(record for record, _, _ in records)
    systems = Counter((record, system) for record, _, system in records)
    shown = {}
    for verdict in verdicts:
        case, record = verdict.case, plain[verdict.case.case]
        if sources[record] == 1:
            shown[case.case] = record
        elif systems[record, case.system] == 1:
            shown[case.case] = f"{case.system}:{record}"
        else:
            shown[case.case] = f"{case.party}/{case.system}:{record}"
    return Ids(_told_apart(shown, verdicts), shown)


def verdicts_of(answer: Answer, ids: Ids, case: str) -> list[Verdict]:
    """The verdicts on the case of this random id, or of this record id as it is shown or as its source writes it."""

    def names(of: Case) -> set[str]:
        told = {ids.shown[of.case], ids.records[of.case]}
        return {of.case, *told, *(f"{of.system}:{one}" for one in told)}

    return [verdict for verdict in answer.verdicts if case in names(verdict.case)]


def _told_apart(shown: Mapping[str, str], verdicts: Sequence[Verdict]) -> dict[str, str]:
    """These ids; where cases have the same, with the position that opened them, and if that is one, with the case."""
    apart, cases = dict(shown), [one.case for one in verdicts]
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
        return case.part if case.part and parts[case.part] == 1 else case.case
    record = readable.get(case.record)
    return case.case if record is None else f"{record}-{case.part}" if case.part else record
