"""Links between registrations by equal numbers, decided after a delivery and after a fact recorded by hand.

What there should be is worked out in `domain/linking.py` from all registrations that share a number, directly or
through others; here they are found by the keyed pseudonyms of their numbers, read, and the difference is recorded. Only
registrations that share a number with another are ever opened. A number counts only as it stands: one that its source
corrected away is found, read, and gives no link.

Every decision is written at the next version of the stream of the younger registration: of two writers that decide on
the same registrations the second is refused, reads again and finds nothing left to say. What others write in the
streams beside it refuses nothing, so whoever wrote a decision looks once more: where a registration that it rests on
said something meanwhile, all is decided again. Whoever states a fact decides after that and does the same, so that the
last of them has seen everything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID, uuid4

from domain import identity, linking
from domain.event import Recorded
from domain.facts import (
    BsnReplaced,
    EventRetracted,
    IdentifierAdded,
    LinkLeftUndecided,
    NotificationReceived,
    PersonRegistered,
    RegistrationsLinked,
    RegistrationsUnlinked,
)
from domain.facts.base import Fact, of
from domain.facts.identity import Comparison, LinkEvidence
from domain.identifiers import NotABsn, NotAVNumber, normalise_bsn, normalise_v_number
from domain.linking import Act, Decided, Ground, Known, Number
from projections.history import CORRECTIONS, Standing, standing
from replay.follow import Progress, no_progress
from replay.histories import read_streams
from store.ledger import Ledger
from store.statement import Command, Statement
from store.vault import Vault

PURPOSE: Final = "linking"
POSITIONS_AT_ONCE: Final = 200_000
FEW_POSITIONS: Final = 10_000
"""So many without a number are looked through again rather than noted: a file brought again writes nothing."""
SUBJECTS_AT_ONCE: Final = 500
TRIES_MAX: Final = 5
SAYING_WHO: Final[tuple[type[Fact], ...]] = (PersonRegistered, NotificationReceived, BsnReplaced, IdentifierAdded)
"""Facts that carry a number of the person they are about. The BSN on a document is no such number."""
DECIDING: Final[Mapping[type[Fact], Literal["LINK", "APART", "UNDECIDED"]]] = {
    RegistrationsLinked: "LINK",
    RegistrationsUnlinked: "APART",
    LinkLeftUndecided: "UNDECIDED",
}
IDENTIFYING: Final = frozenset(of(kind).number for kind in SAYING_WHO) | CORRECTIONS
READ: Final = IDENTIFYING | {of(kind).number for kind in DECIDING}


class LinkingInterrupted(Exception):
    """Others kept deciding on the same registrations; nothing was lost. Run it again."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(slots=True)
class Linked:
    """What was decided, in numbers."""

    linked: int = 0
    unlinked: int = 0
    undecided: int = 0

    def count(self, act: Act) -> None:
        """One more of its kind; that a question is withdrawn is not counted."""
        self.linked += act.kind == "LINK"
        self.unlinked += act.kind == "UNLINK"
        self.undecided += act.kind == "UNDECIDED"


class Linking:
    """Decides links in one ledger, in the name of whoever brought the facts in."""

    def __init__(self, ledger: Ledger, actor: str) -> None:
        self.ledger, self.vault, self.actor = ledger, Vault(ledger.database, ledger.ring), actor
        self.decided = Linked()

    def follow(self, progress: Progress = no_progress) -> Linked:
        """Decide for every registration that got a number, or another one, since links were last decided.

        What an import recorded that was then cut off is among them. `progress` gets how many events were looked at, and
        how many there are to look at.
        """
        head, begin = self.ledger.head().position, self.vault.linked_until()
        for after in range(begin, head, POSITIONS_AT_ONCE):
            until = min(after + POSITIONS_AT_ONCE, head)
            found, done = self.vault.sharing_since(after, until, IDENTIFYING), set[UUID]()
            for at in range(0, len(found), SUBJECTS_AT_ONCE):
                progress(after - begin + (until - after) * at // len(found), head - begin)
                done |= self._decide([one for one in found[at : at + SUBJECTS_AT_ONCE] if one not in done])
            if found or until - after >= FEW_POSITIONS:
                self.vault.move_linked(until)
            progress(until - begin, head - begin)
        return self.decided

    def about(self, subjects: Sequence[UUID]) -> Linked:
        """Decide for these registrations and all that share a number with them."""
        self._decide(subjects)
        return self.decided

    def _decide(self, subjects: Sequence[UUID]) -> set[UUID]:
        """Decide and record, again where somebody else was first; gives everybody who was looked at."""
        looked_at, left = set[UUID](), list(subjects)
        for _ in range(TRIES_MAX):
            if not left:
                return looked_at
            groups = self.groups(left)
            looked_at = looked_at.union(*groups)
            known, decisions = self.read(set().union(*groups))
            left = self._record([act for group in groups for act in _acts(group, known, decisions)], known)
        raise LinkingInterrupted

    def groups(self, subjects: Sequence[UUID]) -> list[set[UUID]]:
        """The registrations that share numbers or decisions with these, through however many others, by group."""
        groups: dict[UUID, set[UUID]] = {subject: {subject} for subject in subjects}
        asked, asking = set[UUID](), set(subjects)
        while asking:
            asked |= asking
            for related in self.vault.related(sorted(asking)):
                together = set().union(*(groups.get(one, {one}) for one in related))
                groups |= dict.fromkeys(together, together)
            asking = groups.keys() - asked
        return list({id(group): group for group in groups.values()}.values())

    # What is known

    def read(self, among: Iterable[UUID]) -> tuple[dict[UUID, Known], list[Decided]]:
        """These registrations and the decisions on them. Versions are read first: whoever writes after that is seen."""
        subjects = sorted(among)
        versions = self.ledger.versions(subjects)
        history, _ = read_streams(self.ledger.streams(subjects, READ))
        said: dict[int, Recorded] = {recorded.position: recorded for recorded in history}
        stand = standing(history)
        saying = [one for one in stand if isinstance(one.fact, SAYING_WHO)]
        personal = self.ledger.personal_of_all([said[one.positions[-1]] for one in saying])
        first = {recorded.event.subject: recorded.position for recorded in reversed(history)}
        facts: dict[UUID, list[_Said]] = {subject: [] for subject in first}
        for one in saying:
            event = said[one.positions[-1]].event
            facts[one.subject].append(_Said(one, bool(event.commitments), personal[event.event_id]))
        known = {subject: _known(subject, at, versions[subject], facts[subject]) for subject, at in first.items()}
        return known, [_decision(one) for one in stand if type(one.fact) in DECIDING]

    # What is recorded

    def _record(self, acts: Sequence[Act], known: Mapping[UUID, Known]) -> list[UUID]:
        """Record each act by itself; gives the registrations on which is to be decided again: somebody was first."""
        versions = {subject: one.version for subject, one in known.items()}
        commands = []
        for act in acts:
            versions[act.subject] += 1
            commands.append(Command(f"linking:{uuid4()}", [self._statement(act, versions[act.subject], known)]))
        if not commands:
            return []
        late = set[UUID]()
        left_at = {subject: one.version for subject, one in known.items()}
        for act, receipt in zip(acts, self.ledger.record(commands), strict=True):
            if receipt.outcome == "recorded":
                self.decided.count(act)
                left_at[act.subject] += 1
            else:
                late |= {act.subject, act.other}
        return sorted(late | self._overtaken([act.subject for act in acts], left_at))

    def _overtaken(self, decided_on: Sequence[UUID], left_at: Mapping[UUID, int]) -> set[UUID]:
        """Of these and all that share a number with them by now, those of which the stream is not as it was left."""
        versions = self.ledger.versions(sorted(set().union(*self.groups(decided_on))))
        return {subject for subject, version in versions.items() if version != left_at.get(subject)}

    def _statement(self, act: Act, version: int, known: Mapping[UUID, Known]) -> Statement:
        """An act as a fact. It has no dates: it says something of registrations, and no bound on days hides it."""
        fact = _fact(act, known)
        return Statement(subject=act.subject, fact=fact, actor=self.actor, purpose=PURPOSE, version=version)


def follow_fact(ledger: Ledger, actor: str, fact: Fact, subject: UUID) -> Linked:
    """Decide links after a fact recorded by hand, where it may change them; gives what was decided. Raises
    LinkingInterrupted."""
    linking_ = Linking(ledger, actor)
    if of(fact).number in IDENTIFYING:
        linking_.follow()
    if of(fact).number in READ:
        linking_.about([subject])
    return linking_.decided


def _acts(group: Iterable[UUID], known: Mapping[UUID, Known], decisions: Sequence[Decided]) -> list[Act]:
    members = [known[subject] for subject in group if subject in known]
    mine = {one.subject for one in members}
    return linking.acts(members, [one for one in decisions if one.subject in mine])


class _Said(NamedTuple):
    """A fact that says who a registration is about, whether anything was sealed with it, and what of that is left."""

    stands: Standing
    is_sealed: bool
    personal: Mapping[str, str]


def _known(subject: UUID, since: int, version: int, said: Sequence[_Said]) -> Known:
    """A registration as far as its facts say who it is about."""
    numbers: dict[Number, Ground] = {}
    for one in said:
        for number, ground in _numbers(one.personal):
            numbers.setdefault(number, ground)
    identities = [identity.identity_of(one.personal) for one in said if isinstance(one.stands.fact, PersonRegistered)]
    return Known(
        subject,
        since,
        version,
        numbers,
        tuple(dict.fromkeys(identities)),
        is_erased=any(one.is_sealed and not one.personal for one in said),
    )


def _numbers(personal: Mapping[str, str]) -> Iterator[tuple[Number, Ground]]:
    """The valid numbers among these sealed fields, each in its one form."""
    grounds: dict[str, Ground] = {"bsn": "BSN", "sofi_number": "SOFI_NUMBER"}
    for name, ground in grounds.items():
        with suppress(NotABsn):
            yield Number("bsn", normalise_bsn(personal.get(name, ""))), ground
    with suppress(NotAVNumber):
        yield Number("v_number", normalise_v_number(personal.get("v_number", ""))), "V_NUMBER"


def _decision(one: Standing) -> Decided:
    fact = one.fact
    return Decided(
        one.event_id,
        one.position,
        one.subject,
        UUID(fact.other),
        DECIDING[type(fact)],
        fact.decider,
        bool(getattr(fact, "keep_apart", None)),
    )


def _fact(act: Act, known: Mapping[UUID, Known]) -> Fact:
    """The fact that says it, with its evidence: codes, levels and hashes, and no name."""
    if act.kind == "WITHDRAW":
        return EventRetracted(original=str(act.takes_back))
    kinds: dict[str, type[LinkEvidence]] = {
        "LINK": RegistrationsLinked,
        "UNLINK": RegistrationsUnlinked,
        "UNDECIDED": LinkLeftUndecided,
    }
    return kinds[act.kind](
        other=str(act.other),
        decider=linking.DECIDER,
        ground=act.ground,
        supersedes=None if act.takes_back is None else str(act.takes_back),
        **evidence(act, known),
    )


def evidence(act: Act, known: Mapping[UUID, Known]) -> dict[str, Any]:
    """What a decision rests on: the versions looked at, what was compared, which gates held, and under which policy."""
    compared = act.compared
    assert compared is not None, "whatever is decided on a pair was compared"
    failed = act.gates_failed or compared.gates_failed
    return {
        "version": known[act.subject].version,
        "other_version": known[act.other].version,
        "normaliser_hash": identity.normaliser_hash(),
        "policy_hash": identity.policy_hash(),
        "comparisons": tuple(Comparison(name=name, level=level) for name, level in compared.levels.items()),
        "gates_held": tuple(code for code in compared.gates_held if code not in failed),
        "gates_failed": failed,
        "rivals": tuple(str(one) for one in act.rivals),
    }
