"""The signals there are: which verdicts of which counting rules ask somebody to act, and who that is.

A signal is no new concept. It is a case of a counting rule on the day asked, with a reason code that asks for action
(MUST_BE_MOVED, NO_FOLLOW_UP, DOC_MISSING), or with one that says that a limit lies ahead (WITHIN_LIMIT, LIMIT_DAY).
This table says no more than which; the limits, norms and words are those of the rules. How many days before its limit
a case comes up no document says, so who asks says it; without that only a limit that falls on the day asked does.

Where versions of a rule stand beside each other a case is a signal by each version that says so, and the row names
them: nothing is chosen. Texts that follow each other in time are asked as they hold on the day asked.

    LookupError
    └── UnknownSignal
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.counting import Rule, Sentence, Verdict
from domain.rules import UnknownVersion
from domain.rules import rule as rule_of
from domain.rules import versions as versions_of

Actor = Literal["MUNICIPALITY", "PROVIDER", "MINISTER", "ASSIGNEE"]
OF_OTHERS = "raised-by-others"
"""The kind of the signals that others raised; an acknowledgement may also name their own code, such as SS132."""

ACTORS: Mapping[Actor, Sentence] = {
    "MUNICIPALITY": {"nl": "de gemeente", "en": "the municipality"},
    "PROVIDER": {"nl": "de aanbieder", "en": "the provider"},
    "MINISTER": {"nl": "de minister (DUO)", "en": "the Minister (DUO)"},
    "ASSIGNEE": {"nl": "wie is toegewezen", "en": "who is assigned"},
}


@dataclass(frozen=True, slots=True)
class SignalKind:
    """One kind of signal: the rule, the codes that ask for action now, those of which the limit may come up, and who
    acts. `without_limit` says that what stands as limit in a reason is no day by which somebody must act."""

    name: str
    rule: str
    acts_on: frozenset[str]
    sentence: Sentence
    actor: Actor
    comes_up_on: frozenset[str] = frozenset()
    without_limit: bool = False

    def versions(self, as_of: date, version: str | None = None) -> tuple[Rule, ...]:
        """The rule versions to ask: the one named; else those in force on the day, and where none is, all of them."""
        if version is not None:
            return (rule_of(self.rule, version),)
        every = tuple(one for one in versions_of(self.rule) if self.codes & codes_of(one))
        return tuple(one for one in every if one.is_in_force(as_of)) or every

    @property
    def codes(self) -> frozenset[str]:
        """Every code by which a case may be a signal."""
        return self.acts_on | self.comes_up_on

    def limit_on(self, verdict: Verdict) -> date | None:
        """The last day on which to act, where there is one."""
        return None if self.without_limit else verdict.reason.limit_on

    def asks(self, verdict: Verdict, as_of: date, coming_days: int) -> bool:
        """Whether a verdict asks for action on the day asked, or within so many days from it."""
        if verdict.code in self.acts_on:
            return True
        limit_on = self.limit_on(verdict)
        return verdict.code in self.comes_up_on and limit_on is not None and (limit_on - as_of).days <= coming_days


def codes_of(rule: Rule) -> frozenset[str]:
    """Every reason code that a rule may give."""
    return frozenset({*(test.code for test in rule.tests), rule.otherwise})


# --- The table ---

AHEAD = frozenset({"WITHIN_LIMIT", "LIMIT_DAY"})
RUNNING = frozenset({"TERM_RUNNING"})


def _kind(
    name: str,
    rule: str,
    acts_on: str,
    actor: Actor,
    nl: str,
    en: str,
    comes_up_on: frozenset[str] = frozenset(),
    without_limit: bool = False,
) -> SignalKind:
    codes = frozenset(acts_on.split())
    return SignalKind(name, rule, codes, {"nl": nl, "en": en}, actor, comes_up_on, without_limit)


SIGNALS: Mapping[str, SignalKind] = {
    one.name: one
    for one in (
        # Who must be moved, and who waits
        _kind(
            "move-due",
            "provider-switch-due",
            "MUST_BE_MOVED",
            "MUNICIPALITY",
            "Moet naar een andere aanbieder: niet op tijd geplaatst.",
            "Must be moved to another provider: not placed in time.",
            AHEAD,
        ),
        _kind(
            "waiting-too-long",
            "waiting-over-four-months",
            "OVER_LIMIT",
            "MUNICIPALITY",
            "Wacht langer op een plaats dan mag.",
            "Waits longer for a place than is allowed.",
            AHEAD,
        ),
        _kind(
            "waiting-over-a-year",
            "waiting-over-one-year",
            "OVER_LIMIT",
            "MUNICIPALITY",
            "Staat langer dan een jaar op een wachtlijst.",
            "Has been on a waiting list for longer than a year.",
            AHEAD,
        ),
        _kind(
            "waiting-list-to-clean",
            "waiting-list-cleaning",
            "PERSON_DIED PERSON_LEFT_COUNTRY REASON_NOT_ALLOWED_ON_LIST_2 REASON_TOO_SHORT REASON_EXPIRED REASON_ENDED "
            "OFFER_DECLINED",
            "PROVIDER",
            "Hoort niet meer op de wachtlijst.",
            "Does not belong on the waiting list any more.",
            without_limit=True,
        ),
        _kind(
            "childcare-without-place",
            "childcare-without-place",
            "NO_PLACE",
            "MUNICIPALITY",
            "Vroeg kinderopvang en kreeg nog geen plaats aangeboden.",
            "Asked for childcare and has not been offered a place.",
        ),
        # Absence and attendance
        _kind(
            "absence-without-follow-up",
            "absences-without-same-day-follow-up",
            "NO_FOLLOW_UP",
            "PROVIDER",
            "Verzuim waarop niets is gedaan.",
            "An absence about which nothing was done.",
            frozenset({"LIMIT_DAY"}),
        ),
        _kind(
            "absence-reported-to-nobody",
            "absences-reported-to-nobody",
            "REPORTED_TO_NOBODY",
            "PROVIDER",
            "Verzuim waarvan niet vaststaat bij wie het is gemeld.",
            "An absence of which it is not recorded to whom it was reported.",
        ),
        _kind(
            "attendance-below-norm",
            "attendance-below-norm",
            "BELOW_NORM",
            "PROVIDER",
            "Aanwezigheid onder de norm.",
            "Attendance below the norm.",
        ),
        _kind(
            "exit-talk-due",
            "dropouts-spoken-to",
            "NO_EXIT_TALK",
            "PROVIDER",
            "Afgebroken, en nog geen uitvalgesprek gevoerd.",
            "Broken off, and no exit talk was held.",
        ),
        # Documents
        _kind(
            "document-missing",
            "realisation",
            "DOC_MISSING DOC_INVALID DOC_WRONG_PERSON",
            "MUNICIPALITY",
            "Een verantwoordingsdocument ontbreekt of deugt niet.",
            "A document for accountability is missing or not in good order.",
        ),
        # What is due under the Acts of 2007 and 2021
        _kind(
            "plan-due",
            "plans-overdue",
            "OVERDUE",
            "MUNICIPALITY",
            "Er moet een plan (PIP) komen.",
            "A plan (PIP) is due.",
            AHEAD,
        ),
        _kind(
            "talk-due",
            "progress-talks-due",
            "TALKS_OPEN",
            "MUNICIPALITY",
            "Er moeten nog voortgangsgesprekken worden gevoerd.",
            "Progress talks are still to be held.",
        ),
        _kind(
            "term-due",
            "terms-overdue",
            "TERM_OVERDUE",
            "MUNICIPALITY",
            "De inburgeringstermijn loopt af of is om.",
            "The integration term ends or is over.",
            RUNNING,
        ),
        _kind(
            "exam-term-due",
            "exam-terms-overdue",
            "TERM_OVERDUE",
            "MUNICIPALITY",
            "De examentermijn loopt af of is om.",
            "The exam term ends or is over.",
            RUNNING,
        ),
        _kind(
            "request-due",
            "requests-undecided",
            "OVERDUE",
            "MINISTER",
            "Op een aanvraag om verlenging of ontheffing moet worden beslist.",
            "A request for extension or dispensation is to be decided on.",
            AHEAD,
        ),
        _kind(
            "exemption-request-due",
            "exemption-requests-undecided",
            "OVERDUE",
            "MINISTER",
            "Op een aanvraag om vrijstelling moet worden beslist.",
            "A request for exemption is to be decided on.",
            AHEAD,
        ),
        _kind(
            "intake-call-due",
            "intake-calls-overdue",
            "OVERDUE",
            "MUNICIPALITY",
            "Moet worden opgeroepen voor de intake.",
            "Is to be called for the intake.",
            AHEAD,
        ),
        _kind(
            "intake-decision-due",
            "intake-decisions-overdue",
            "OVERDUE",
            "MUNICIPALITY",
            "Na de intake moet worden beslist.",
            "A decision is due after the intake.",
            AHEAD,
        ),
        # What others saw
        _kind(
            OF_OTHERS,
            "signals-open",
            "SIGNAL_OPEN ACKNOWLEDGED ACKNOWLEDGED_ON_UNKNOWN_DAY",
            "ASSIGNEE",
            "Een signaal van een ander dat iemand moet oppakken.",
            "A signal of somebody else that is to be picked up.",
        ),
    )
}
"""Every kind of signal by its name. ACKNOWLEDGED is among the codes: an acknowledged one is asked for apart."""


class UnknownSignal(LookupError):
    """There is no signal of that kind, or its rule has no such version."""

    def __init__(self, asked: str, known: tuple[str, ...]) -> None:
        self.asked, self.known = asked, known
        super().__init__(f"there is no signal {asked!r}; expected one of {', '.join(known)}")


def chosen(name: str) -> tuple[SignalKind, str | None]:
    """The kind and version of KIND or KIND@VERSION; raises UnknownSignal, naming those there are."""
    kind_name, at, version = name.strip().partition("@")
    kind = SIGNALS.get(kind_name)
    if kind is None:
        raise UnknownSignal(name, tuple(SIGNALS))
    if not at:
        return kind, None
    try:
        rule_of(kind.rule, version)
    except UnknownVersion:
        there_are = tuple(f"{kind_name}@{one.version}" for one in versions_of(kind.rule))
        raise UnknownSignal(name, there_are) from None
    return kind, version
