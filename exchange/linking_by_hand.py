"""A person says that two registrations are one person, or are not: the last word, which no policy overturns.

The reason is kept as a code where it is one that is known, in Dutch or English. Other words may name somebody, so they
are sealed with the decision.

    RecordingRefused
    ├── BsnsDiffer            the two would bring two BSNs into one person
    ├── OthersAreKeptApart    a link would join two that somebody told apart
    ├── ReasonIsNeeded
    ├── ReasonSaysOtherwise   the reason means the opposite of the decision
    ├── OtherIsUnknown        `record` names a registration that is not there
    └── DeciderIsThePolicy    `record` speaks in the name of the policy
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

from domain import linking
from domain.decision_refusals import RegistrationIsItself
from domain.facts import RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact
from domain.facts.identity import LinkEvidence
from domain.identity import NOT_KEPT_APART, ONE_BSN, best_of
from domain.linking import Act, Decided, Known
from exchange.by_hand import ByHand
from exchange.linking import PURPOSE, TRIES_MAX, Linked, Linking, evidence
from exchange.recording import RecordingRefused, StreamKeepsMoving, registration_named
from store.ledger import Ledger
from store.statement import Command, Receipt, Statement

REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    "OTHER_PERSON": ("other person", "another person", "not the same person", "andere persoon", "ander persoon"),
    "SAME_PERSON": ("same person", "zelfde persoon", "dezelfde persoon"),
    "HOUSEHOLD_MEMBER": ("household member", "huisgenoot", "gezinslid"),
    "TWIN": ("twin", "tweeling"),
    "NUMBER_TYPED_OVER": ("number typed over", "nummer overgetypt", "nummer van een ander"),
    "NAME_CHANGED": ("name changed", "naam gewijzigd"),
    "BIRTH_DATE_CORRECTED": ("birth date corrected", "geboortedatum gecorrigeerd"),
    "CONFIRMED_BY_PERSON": ("confirmed by person", "bevestigd door persoon", "bevestigd door betrokkene"),
    "CONFIRMED_IN_BRP": ("confirmed in brp", "bevestigd in brp", "bevestigd in de brp"),
}
"""Codes for a reason, with the words that mean it."""
AGAINST: Final[Mapping[type[RegistrationsLinked | RegistrationsUnlinked], frozenset[str]]] = {
    RegistrationsLinked: frozenset({"OTHER_PERSON", "HOUSEHOLD_MEMBER", "TWIN"}),
    RegistrationsUnlinked: frozenset({"SAME_PERSON"}),
}
"""The reasons that mean the opposite of a decision. What was typed over, changed, corrected or confirmed fits both."""

_CODES: Final = {words: code for code, said in REASONS.items() for words in (*said, code.casefold().replace("_", " "))}


RequireSeen = Callable[[Mapping[UUID, int]], None]
"""Looks at the versions of the registrations on which is decided; refuses by an error of its own."""


class ReasonIsNeeded(RecordingRefused):
    """A decision on two registrations says why: expected --reason with a few words, for example "other person"."""


class ReasonSaysOtherwise(RecordingRefused):
    """The reason means the opposite of the decision: expected for one person for example "same person", and for two
    persons "other person", or the other decision."""


class BsnsDiffer(RecordingRefused):
    """The two carry different valid BSNs, which one person does not have: expected a replaced BSN (BsnReplaced), or
    --different-bsn where you looked into it and it is one person all the same."""


class OthersAreKeptApart(RecordingRefused):
    """Somebody decided that registrations of these two persons must stay apart, so this link would have no effect:
    expected a link between those two first."""


class OtherIsUnknown(RecordingRefused):
    """There is no registration with the id in other: expected the id of one; or use: ketenboek link A B --reason …"""


class DeciderIsThePolicy(RecordingRefused):
    """The policy takes its own decisions: expected the pseudonym of who decided in decider, for example m1234."""


@dataclass(frozen=True, slots=True)
class DecidedByHand:
    """What became of it: without a receipt nothing was new, and `position` is that of the decision that stands.
    `decided` is what the policy then linked, undid or left open around the two."""

    receipt: Receipt | None
    position: int
    subject: UUID
    other: UUID
    decided: Linked = field(default_factory=Linked)


def link(ledger: Ledger, one: str, other: str, reason: str, *, actor: str, despite_bsns: bool = False) -> DecidedByHand:
    """Say that two registrations, each by `id` or `source:id`, are one person. Raises RecordingRefused,
    RegistrationIsItself."""
    pair = registration_named(ledger, one), registration_named(ledger, other)
    return decide_pair(ledger, pair, RegistrationsLinked, reason, actor=actor, despite_bsns=despite_bsns)


def unlink(ledger: Ledger, one: str, other: str, reason: str, *, actor: str) -> DecidedByHand:
    """Say that two registrations are not one person and must stay apart. Raises as `link` does."""
    pair = registration_named(ledger, one), registration_named(ledger, other)
    return decide_pair(ledger, pair, RegistrationsUnlinked, reason, actor=actor)


def decide_pair(
    ledger: Ledger,
    pair: tuple[UUID, UUID],
    kind: type[RegistrationsLinked | RegistrationsUnlinked],
    reason: str,
    *,
    actor: str,
    despite_bsns: bool = False,
    require_seen: RequireSeen = lambda _: None,
) -> DecidedByHand:
    """Say that two registrations are one person, or that they are not and must stay apart.

    `require_seen` is given the versions of both as they are decided on, and may refuse. Where the same stands already
    nobody is asked. Raises as `link` does.
    """
    return _ByHand(ledger, pair, reason, actor, require_seen).decide(kind, despite_bsns=despite_bsns)


def require_real_link(ledger: Ledger, by_hand: ByHand) -> None:
    """Refuse a decision typed with `record` on a registration that is not there, or in the name of the policy."""
    fact = by_hand.fact
    if not isinstance(fact, LinkEvidence):
        return
    if fact.decider.startswith(linking.POLICIES):
        raise DeciderIsThePolicy
    if not ledger.versions([UUID(fact.other)]):
        raise OtherIsUnknown


def reason_of(words: str) -> tuple[str | None, dict[str, str]]:
    """The code for a reason and nothing sealed, or no code and the words to seal. Raises ReasonIsNeeded."""
    said = " ".join(words.split())
    if not said:
        raise ReasonIsNeeded
    code = _CODES.get(said.casefold().replace("_", " ").replace("-", " ").rstrip(".!"))
    return (code, {}) if code else (None, {"remark": said})


class _ByHand:
    """One decision of a person on two registrations."""

    def __init__(
        self, ledger: Ledger, pair: tuple[UUID, UUID], reason: str, actor: str, require_seen: RequireSeen
    ) -> None:
        self.ledger, self.actor, self.pair, self.require_seen = ledger, actor, pair, require_seen
        self.code, self.sealed = reason_of(reason)
        if pair[0] == pair[1]:
            raise RegistrationIsItself

    def decide(self, kind: type[RegistrationsLinked | RegistrationsUnlinked], *, despite_bsns: bool) -> DecidedByHand:
        """Record it unless it stands, and let the policy look again at what is around the two."""
        if self.code in AGAINST[kind]:
            raise ReasonSaysOtherwise
        looking = Linking(self.ledger, self.actor)
        for _ in range(TRIES_MAX):
            known, decisions = looking.read(set().union(*looking.groups(self.pair)))
            younger, older = sorted(self.pair, key=lambda one: (-known[one].since, one))
            before = next((one for one in reversed(decisions) if one.pair == frozenset(self.pair)), None)
            if before is not None and _says_so(before, kind):
                return DecidedByHand(None, before.position, before.subject, before.other)
            self.require_seen({one: known[one].version for one in self.pair})
            against = linking.speaks_against(known.values(), decisions, younger, older)
            if kind is RegistrationsLinked:
                _require_one_person(against, despite_bsns=despite_bsns)
            statement = self._statement(kind, known, younger, older, before, against)
            (receipt,) = self.ledger.record([Command(f"link:{uuid4()}", [statement])])
            if receipt.outcome == "recorded":
                around = looking.about(self.pair)
                return DecidedByHand(receipt, receipt.first_position, younger, older, around)
        raise StreamKeepsMoving

    def _statement(
        self,
        kind: type[RegistrationsLinked | RegistrationsUnlinked],
        known: Mapping[UUID, Known],
        younger: UUID,
        older: UUID,
        before: Decided | None,
        against: tuple[str, ...],
    ) -> Statement:
        """The decision with what was seen when it was taken: what spoke against it stands in the gates that failed."""
        compared = best_of(known[younger].identities, known[older].identities)
        failed = tuple(dict.fromkeys((*compared.gates_failed, *against)))
        apart: dict[str, Any] = {"keep_apart": True} if kind is RegistrationsUnlinked else {}
        fact: Fact = kind(
            other=str(older),
            decider=self.actor,
            ground="REVIEW",
            reason=self.code,
            supersedes=None if before is None else str(before.event_id),
            **evidence(Act("LINK", younger, older, compared, gates_failed=failed), known),
            **apart,
        )
        return Statement(
            subject=younger,
            fact=fact,
            actor=self.actor,
            purpose=PURPOSE,
            version=known[younger].version + 1,
            personal=self.sealed,
        )


def _says_so(before: Decided, kind: type[Fact]) -> bool:
    return before.kind == "LINK" if kind is RegistrationsLinked else before.keep_apart


def _require_one_person(against: tuple[str, ...], *, despite_bsns: bool = False) -> None:
    if NOT_KEPT_APART in against:
        raise OthersAreKeptApart
    if ONE_BSN in against and not despite_bsns:
        raise BsnsDiffer
