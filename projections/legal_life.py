"""The legal life of the decisions in a stream, and view `decisions`: every decision that something was done to or with.

Each fact of the legal life names a decision by its event id and is handed to it: when it was made known, who contested
it and how that ended, what suspended, ended or undid it. Nothing is corrected by that; what it comes to on a day is
asked in `domain/rules/legal_life.py`. A decision on an objection is a decision too, with a legal life of its own, and
stands in that of the decision objected to; so does an act that was undone itself.

An answer that names no objection answers all those against the decision that were not certainly lodged after it.
`ExemptionWithdrawn` and `ProvisionLapsed` that name nothing end all of their kind that were stated before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.dates import first_day, last_day
from domain.dossier import FOUNDED
from domain.facts import (
    AppealDecided,
    AppealLodged,
    CategoryDetermined,
    DecisionNotified,
    DecisionQuashed,
    DecisionRevoked,
    EffectSuspended,
    ExemptionGranted,
    ExemptionWithdrawn,
    ObjectionDecided,
    ObjectionLodged,
    ObligationEstablished,
    ObligationWithdrawn,
    ProvisionEstablished,
    ProvisionLapsed,
    SanctionWithdrawn,
    TermStarted,
)
from domain.facts.base import Fact, Nature, definitions
from domain.rules.decisions import DecisionTaken
from domain.rules.legal_life import Act, ActKind, Answer, Contest, LegalLife
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.shared import in_order_of_day, origin

FOLLOWING: frozenset[type[Fact]] = frozenset(
    {
        AppealDecided,
        AppealLodged,
        DecisionNotified,
        DecisionQuashed,
        DecisionRevoked,
        EffectSuspended,
        ExemptionWithdrawn,
        ObjectionDecided,
        ObjectionLodged,
        ProvisionLapsed,
        SanctionWithdrawn,
    }
)
"""The facts that tell of the legal life of another."""
CONTESTING: frozenset[type[Fact]] = frozenset(
    {
        AppealDecided,
        AppealLodged,
        DecisionQuashed,
        DecisionRevoked,
        EffectSuspended,
        ObjectionDecided,
        ObjectionLodged,
    }
)
"""Those that can be said of any decision and bear on its effect: that it was made known changes no figure about it."""
ELSEWHERE: frozenset[type[Fact]] = frozenset(
    {CategoryDetermined, ObligationEstablished, ObligationWithdrawn, TermStarted}
)
"""Observed here and decided by another: they can be contested all the same."""
DECIDED: frozenset[type[Fact]] = ELSEWHERE | frozenset(
    one.fact for one in definitions() if one.nature is Nature.DECISION and one.subject == "registration"
).difference(LINKS)
"""The decisions about a person. Those on links have a life of their own: a later decision takes their place."""
ENDS_ALL: Mapping[type[Fact], tuple[str, type[Fact]]] = {
    ExemptionWithdrawn: ("exemption", ExemptionGranted),
    ProvisionLapsed: ("established", ProvisionEstablished),
}
BY: Mapping[type[Fact], str] = {
    DecisionRevoked: "REVOKED",
    DecisionQuashed: "QUASHED",
    ObjectionDecided: "OBJECTION",
    AppealDecided: "APPEAL",
    SanctionWithdrawn: "WITHDRAWN",
    ExemptionWithdrawn: "WITHDRAWN",
    ProvisionLapsed: "LAPSED",
    EffectSuspended: "SUSPENDED",
}
"""What tells how an act came about; the order of the kinds says nothing."""


class Lives:
    """The legal life of each decision of one stream; `following` are the facts that tell of it, by day."""

    __slots__ = ("following",)

    def __init__(self, stream: Stream) -> None:
        self.following: dict[str, list[Standing]] = {}
        for one in in_order_of_day(stream.of_any(FOLLOWING)):
            for named in _named(one, stream):
                self.following.setdefault(named, []).append(one)

    def of(self, decision: Standing) -> LegalLife:
        """The legal life of a decision."""
        return self._life(decision, frozenset())

    def told_by(self, decision: Standing) -> list[Standing]:
        """The facts that tell of it, those about its answers and acts included, each once."""
        found: dict[int, Standing] = {}
        waiting = [decision]
        while waiting:
            for one in self.following.get(str(waiting.pop().event_id), ()):
                if one.position not in found and one.position != decision.position:
                    found[one.position] = one
                    waiting.append(one)
        return [found[position] for position in sorted(found)]

    def _life(self, decision: Standing, path: frozenset[str]) -> LegalLife:
        """The same, without what leads back to itself: a correction may make two facts name each other."""
        name = str(decision.event_id)
        within = path | {name}
        about = [one for one in self.following.get(name, ()) if str(one.event_id) not in within]
        notified = next((one for one in about if isinstance(one.fact, DecisionNotified)), None)
        return LegalLife(
            decided_on=decision.occurred_on,
            effective_on=getattr(decision.fact, "effective_on", None),
            notified_on=notified.occurred_on if notified else None,
            is_notified=notified is not None,
            acts=tuple(self._acts(about, within)),
            contests=tuple(self._contests(about, within)),
        )

    def _acts(self, about: Sequence[Standing], path: frozenset[str]) -> Iterator[Act]:
        is_quashed = any(isinstance(one.fact, DecisionQuashed) for one in about)
        for one in about:
            kind = _act(one.fact, is_quashed)
            if kind is not None:
                yield Act(
                    kind=kind,
                    by=BY[type(one.fact)],
                    life=self._life(one, path),
                    until_on=getattr(one.fact, "until_on", None),
                    replaced=getattr(one.fact, "replaced_by", None) is not None,
                )

    def _contests(self, about: Sequence[Standing], path: frozenset[str]) -> Iterator[Contest]:
        for one in about:
            match one.fact:
                case ObjectionLodged():
                    answers = [answer for answer in about if _answers_objection(answer, one)]
                    yield Contest(
                        kind="OBJECTION",
                        lodged_on=one.occurred_on,
                        in_time=one.fact.in_time,
                        answers=self._answers(answers, path),
                    )
                case AppealLodged():
                    answers = [answer for answer in about if _answers_appeal(answer, one)]
                    is_higher = one.fact.instance == "HIGHER_COURT"
                    yield Contest(
                        kind="HIGHER_APPEAL" if is_higher else "APPEAL",
                        lodged_on=one.occurred_on,
                        answers=self._answers(answers, path),
                    )

    def _answers(self, answers: Iterable[Standing], path: frozenset[str]) -> tuple[Answer, ...]:
        return tuple([Answer(outcome=one.fact.outcome, life=self._life(one, path)) for one in answers])


class Afterwards(NamedTuple):
    """What became of a decision, and the facts that tell of it."""

    life: LegalLife
    told_by: tuple[Standing, ...]


EachAfterwards = Mapping[int, Afterwards]
"""Position of a decision → what became of it; of most decisions nothing was said."""
NOTHING: EachAfterwards = {}


def lives_of_each(afterwards: EachAfterwards) -> dict[int, LegalLife]:
    """Position of a decision → its legal life."""
    return {position: one.life for position, one in afterwards.items()}


def said_of_each(afterwards: EachAfterwards) -> list[Standing]:
    """The facts that tell of these decisions."""
    return [told for one in afterwards.values() for told in one.told_by]


class Told:
    """What was said afterwards of the decisions in some streams; of most nothing was, and then nothing is asked.

    That an exemption was withdrawn or a provision lapsed is no such thing by itself: the views read that as it is.
    """

    __slots__ = ("_lives",)

    def __init__(self, streams: Streams, told: frozenset[type[Fact]] = CONTESTING) -> None:
        self._lives = {stream.subject: Lives(stream) for stream in streams if not told.isdisjoint(stream.kinds)}

    def of(self, decision: Standing) -> Afterwards | None:
        """What became of a decision; None where nothing was said of it."""
        lives = self._lives.get(decision.subject) if self._lives else None
        if lives is None or str(decision.event_id) not in lives.following:
            return None
        told_by = tuple(lives.told_by(decision))
        is_contested = any(type(one.fact) in CONTESTING for one in told_by)
        return Afterwards(lives.of(decision), told_by) if is_contested else None

    def of_each(self, decisions: Iterable[Standing]) -> EachAfterwards:
        """What became of those of these decisions of which something was said."""
        if not self._lives:
            return NOTHING
        return {one.position: found for one in decisions if (found := self.of(one)) is not None}

    def life(self, decision: Standing) -> LegalLife | None:
        """The legal life of a decision, where anything was said of it."""
        found = self.of(decision) if self._lives else None
        return found.life if found else None

    def lives(self, decisions: Iterable[Standing]) -> tuple[LegalLife, ...]:
        """The legal lives of these decisions, also of those of which nothing was said."""
        return tuple([self.life(one) or LegalLife(decided_on=one.occurred_on) for one in decisions])

    def told_by(self, decisions: Iterable[Standing]) -> list[Standing]:
        """The facts that tell of these decisions."""
        if not self._lives:
            return []
        return [told for one in decisions if (found := self.of(one)) is not None for told in found.told_by]


NOTHING_TOLD = Told(())
"""Of streams in which nothing was said of any decision."""


def _named(one: Standing, stream: Stream) -> Iterator[str]:
    """The decisions that a fact is about."""
    fact = one.fact
    if type(fact) in ENDS_ALL:
        field, kind = ENDS_ALL[type(fact)]
        named = getattr(fact, field)
        earlier = (str(other.event_id) for other in stream.of(kind) if other.position < one.position)
        yield from (named,) if named else earlier
    else:
        yield fact.sanction if isinstance(fact, SanctionWithdrawn) else fact.decision


def _act(fact: Fact, is_quashed: bool) -> ActKind | None:
    """What a fact does to the decision it names; None where it leaves it as it is.

    Of a founded objection or appeal that says no effect, nobody knows what became of the decision, unless a quashing
    beside it says so.
    """
    match fact:
        case EffectSuspended():
            return "SUSPENDS"
        case DecisionQuashed(legal_effects_kept=True):
            return None
        case ObjectionDecided() | AppealDecided():
            if fact.outcome not in FOUNDED:
                return None
            if fact.effect is None:
                return None if is_quashed and isinstance(fact, AppealDecided) else "NOT_SAID"
        case DecisionRevoked() | DecisionQuashed() | SanctionWithdrawn():
            pass
        case ExemptionWithdrawn() | ProvisionLapsed():
            return "ENDS"
        case _:
            return None
    effect = fact.effect
    return "NOT_SAID" if effect is None else "UNDOES" if effect == "FROM_THE_START" else "ENDS"


def _answers_objection(answer: Standing, objection: Standing) -> bool:
    if not isinstance(answer.fact, ObjectionDecided):
        return False
    return _is_about(answer.fact.objection, answer, objection)


def _answers_appeal(answer: Standing, appeal: Standing) -> bool:
    if not isinstance(answer.fact, AppealDecided):
        return False
    instances = {answer.fact.instance, appeal.fact.instance} - {None}
    return len(instances) < 2 and _is_about(answer.fact.appeal, answer, appeal)


def _is_about(named: str | None, answer: Standing, contest: Standing) -> bool:
    """Whether an answer is about this objection or appeal: the one it names, or else any not lodged after it."""
    if named is not None:
        return named == str(contest.event_id)
    if answer.occurred_on is None or contest.occurred_on is None:
        return answer.position > contest.position
    return first_day(contest.occurred_on) <= last_day(answer.occurred_on)


def decisions(streams: Streams, shared: Standings) -> Iterator[DecisionTaken]:
    """The decisions of which anything is told after they were taken; a decision on an objection is told with it."""
    for stream in streams:
        lives = Lives(stream)
        for decision in stream.of_any(DECIDED):
            if str(decision.event_id) in lives.following and not isinstance(decision.fact, ObjectionDecided):
                yield _case(decision, lives)


def _case(decision: Standing, lives: Lives) -> DecisionTaken:
    told_by = lives.told_by(decision)
    undated = ("DATE_UNKNOWN",) if None in [one.occurred_on for one in told_by] else ()
    return DecisionTaken(
        **origin(decision, told_by, undated),
        kind=type(decision.fact).__name__,
        life=lives.of(decision),
        registered_on=decision.registered_on,
    )


DECISIONS_TAKEN = View(
    name="decisions",
    version=1,
    case=DecisionTaken,
    parts=(Part(reads=DECIDED | FOLLOWING, cases=decisions, opens=FOLLOWING),),
)
VIEWS = (DECISIONS_TAKEN,)
