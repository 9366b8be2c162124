"""The waiting list of a provider: who joined which list, why, and how the spell ended.

There are two lists and four reasons (R191-R209); illness and care duties are one class here, PERSONAL_CIRCUMSTANCE,
and the word itself is sealed. Nobody disappears: leaving and cleaning are facts too.
"""

from typing import Literal

from domain.facts.base import Code, Count, Day, EventId, Fact, Name, Nature, fact

WaitingReason = Literal["CAPACITY", "CHILDCARE", "PERSONAL_CIRCUMSTANCE"]
"""Why a person waits: no capacity, no childcare, or illness or care duties of longer than a month."""


@fact(301, Nature.OBSERVED, dutch="op wachtlijst geplaatst", personal=("reason_text", "remark"))
class WaitingListJoined(Fact, frozen=True, kw_only=True):
    """A person was put on a waiting list; `occurred_on` is the registration with the provider, which starts the clock.

    list: first inflow (list 1), or temporarily stopped (list 2).
    reason: why the person waits, as a class.
    reason_since_on: day on which the circumstance began.
    demand: what the person wants to learn (educatievraag).
    scheme: the scheme; SD is the social service of Dordrecht, to which the rules do not apply.
    provider: provider that keeps the list, where it is not the source.
    started_earlier_on: day on which the person started before, for list 2.
    reason_text: the reason in words.
    remark: free text of the source.
    Source: R191-R205; worked cases C07.
    """

    list: Literal["FIRST_INFLOW", "TEMPORARILY_STOPPED"]
    reason: WaitingReason
    reason_since_on: Day | None = None
    demand: Name | None = None
    scheme: Code | None = None
    provider: Name | None = None
    started_earlier_on: Day | None = None


@fact(302, Nature.OBSERVED, dutch="reden wachtlijst vervallen", personal=("reason_text", "remark"))
class WaitingReasonEnded(Fact, frozen=True, kw_only=True):
    """The reason for which a person waits ended, such as recovery.

    reason: the reason that ended.
    reason_text: what happened, in words.
    remark: free text of the source.
    Source: R198, R199, R209; worked cases C07 (W6).
    """

    reason: WaitingReason | None = None


@fact(303, Nature.OBSERVED, dutch="van wachtlijst af", personal=("remark",))
class WaitingListLeft(Fact, frozen=True, kw_only=True):
    """A person left the waiting list.

    because: placed, declined, removed, moved, obligation ended, deceased, or other.
    provider: provider placed at, where it is another.
    remark: free text of the source.
    Source: R206, R208; worked cases C07.
    """

    because: Literal["PLACED", "DECLINED", "REMOVED", "MOVED", "OBLIGATION_ENDED", "DECEASED", "OTHER"]
    provider: Name | None = None


@fact(
    304,
    Nature.SHARED,
    dutch="wachtlijst opgeschoond",
    subject="waiting-list",
    named_by=("provider",),
)
class WaitingListCleaned(Fact, frozen=True, kw_only=True):
    """A provider went through its waiting list, as it must every half year.

    provider: provider that keeps the list.
    checked: number of persons gone through.
    removed: number of persons taken off; who they are stands in their own `WaitingListLeft`.
    removals: the events by which they were taken off.
    Source: R206; worked cases C07.
    """

    provider: Name
    checked: Count | None = None
    removed: Count | None = None
    removals: tuple[EventId, ...] = ()
