"""Deposits: which of them the municipality keeps, and what it has left of them.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 3.4, "Pilot": "€ 50 statiegeld bij aanvang
van het inburgeringstraject betaalt (dit is inclusief inschrijfgeld). Bij minder dan 85% aanwezigheid wordt het
statiegeld door de gemeente behouden. Vervolgens krijgt de inburgeraar € 50 bij een geslaagd traject." (R216-R220).

In plain words: who pays no deposit does not start in the pilot. Once the trajectory has ended, the deposit is kept
where attendance over all of it is below the norm; attendance alone decides that. Two places can be read in two ways.
The EUR 50 for success may be a bonus beside the refund, for success alone (`extra-bonus`), or the refund itself, which
then needs both (`refund-on-success`); and authorised absence may count among the lessons or not (`…-authorised-out`).

`deposit-net` is what the municipality has left on the day asked: what came in, less what by the rule went back or out.
As long as a trajectory goes on that is the whole deposit. Where attendance decides nothing, nothing is known to have
gone back: the case counts what came in, less a bonus for success alone, under the code that says why. Where it comes
down to success or to a day, and that is not known, the case is not counted, and the figure says between which amounts
it lies (`domain/rules/deposit_worlds.py`). With a period it is what came in less what went out in
it. What was really refunded, kept or paid is another matter: where the books differ from the rule, the case is flagged
BOOKED_OTHERWISE.

Worked example: 100 lessons, 80 attended, 10 missed with authorisation, no success. By `extra-bonus` 80/100 is below
85 %: kept, EUR 50 net. By `extra-bonus-authorised-out` 80/90 is not: EUR 50 goes back, 0 net.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.counting import Check, Conflict, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.rules import deposit_case as asked
from domain.rules.attendance import (
    AGREED_ABSENCE,
    BELOW_85,
    DENOMINATOR,
    IN_FORCE_FROM,
    IN_FORCE_UNTIL,
    PERCENT_MIN,
    Reading,
    below_norm,
    tests_of_counts,
)
from domain.rules.deposit_case import (
    AT_THE_START,
    DEPOSIT_CENTS,
    KEPT,
    ON_SUCCESS,
    REGISTRATION_FEE,
    SUCCESS_BONUS_CENTS,
    Deposit,
    Flows,
)
from domain.rules.deposit_worlds import between
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_period

__all__ = ["RULES", "Deposit"]


# --- The tests, in their order ---

_DATE_UNKNOWN: Sentence = {
    "nl": "Wanneer er is betaald of het traject eindigde, is niet bekend.",
    "en": "When it was paid or when the trajectory ended is not known.",
}
_RECEIVED = (
    RECORDED_LATER,
    Test(
        "DEPOSIT_MISSING",
        {
            "nl": "Er is geen statiegeld ontvangen, en dus niet in de pilot begonnen.",
            "en": "No deposit was received, so this participant did not start in the pilot.",
        },
        asked.missing,
    ),
)
_BY_AS_OF = (
    Test("DATE_UNKNOWN", _DATE_UNKNOWN, asked.payment_undated),
    Test(
        "AFTER_AS_OF",
        {"nl": "Het statiegeld is na de peildatum betaald.", "en": "The deposit was paid after the day asked."},
        asked.paid_later,
    ),
)


def _of_period(day_of: Callable[[Deposit, Question], When | None]) -> tuple[Test, ...]:
    """The tests of the period, by a day that depends on the question."""

    def by_day(check: Check) -> Check:
        return lambda deposit, question: check(day_of(deposit, question), question)

    return tuple(replace(one, check=by_day(one.check)) for one in tests_of_period(lambda when: when))


def _end_of_all(deposit: Deposit, question: Question) -> When | None:
    return asked.last_day_of_all(deposit)


def _flow_in_period(deposit: Deposit, question: Question) -> When | None:
    """Of the days on which money came in or may go out the first from the period on, else the last there is."""
    whens = (*(one.on for one in deposit.payments), asked.last_day_of_all(deposit))
    days = sorted(day for when in whens if (day := known_day(when)) is not None)
    period = question.bounds.period
    within = [day for day in days if period is None or period.from_on is None or day >= period.from_on]
    return next((When(day.isoformat()) for day in (*within, *reversed(days))), None)


def _ended(not_ended: Check, counts: bool) -> tuple[Test, ...]:
    return (
        Test("DATE_UNKNOWN", _DATE_UNKNOWN, asked.end_undated),
        Test(
            "NOT_ENDED",
            {
                "nl": "Het traject loopt nog, of een periode waarover aanwezigheid is gemeld.",
                "en": "The trajectory still goes on, or a period that attendance was reported of.",
            },
            not_ended,
            counts=counts,
        ),
    )


def _attendance_known(reading: Reading) -> tuple[Test, ...]:
    """The tests whether attendance tells if the deposit is kept."""
    return (
        Test(
            "ATTENDANCE_UNKNOWN",
            {"nl": "Er is geen aanwezigheid gemeld.", "en": "No attendance was reported."},
            asked.not_reported,
        ),
        *tests_of_counts(asked.counts, below_norm(reading), reading),
    )


def _undecided(version: "_Version") -> tuple[Test, ...]:
    """The same tests where a case that they end counts what is known to have flowed."""

    def told_where(check: Check) -> Check:
        told = _in_period(version.told)
        return lambda deposit, question: None if check(deposit, question) is None else told(deposit, question)

    tests = _attendance_known(version.reading)
    return tuple(replace(one, check=told_where(one.check), counts=True) for one in tests)


def _success_known(success_needed: Callable[[Deposit, Question], bool]) -> Test:
    """The test whether it is known if the trajectory was a success, where the outcome depends on that."""

    def success_unknown(deposit: Deposit, question: Question) -> Reason | None:
        is_known = asked.successful(deposit, question) is not None
        return None if is_known or not success_needed(deposit, question) else Reason()

    return Test(
        "SUCCESS_UNKNOWN",
        {
            "nl": "Of het traject is geslaagd, is niet bekend, en daarop komt het aan.",
            "en": "Whether the trajectory was a success is not known, and it depends on that.",
        },
        success_unknown,
    )


def _outcomes(version: "_Version", told: Check, counts: bool) -> tuple[Test, ...]:
    """The outcomes other than that the deposit is forfeited."""

    def not_successful(deposit: Deposit, question: Question) -> Reason | None:
        return None if asked.successful(deposit, question) else refund_due(deposit, question)

    def refund_due(deposit: Deposit, question: Question) -> Reason | None:
        return None if version.is_forfeited(deposit, question) else told(deposit, question)

    needs_success = Test(
        "NOT_SUCCESSFUL",
        {
            "nl": "De aanwezigheid was voldoende, maar het traject is niet geslaagd.",
            "en": "Attendance was sufficient, and the trajectory was no success.",
        },
        not_successful,
        counts=counts,
    )
    refund = Test(
        "REFUND_DUE",
        {"nl": "Het statiegeld gaat terug.", "en": "The deposit goes back."},
        refund_due,
        counts=counts,
    )
    return (needs_success, refund) if version.refund_needs_success else (refund,)


# --- The versions ---

_EXTRA_OR_REFUND: Sentence = {
    "nl": "“Vervolgens krijgt de inburgeraar € 50 bij een geslaagd traject” kan een bonus naast het statiegeld zijn, "
    "of het statiegeld zelf.",
    "en": "“Then the participant gets EUR 50 for a successful trajectory” may be a bonus beside the deposit, or the "
    "deposit itself.",
}
_BONUS_ALONE: Sentence = {
    "nl": "“Vervolgens” kan ook betekenen dat de € 50 alleen volgt als de aanwezigheid voldoende was; hier volgt zij "
    "op succes alleen.",
    "en": "“Then” may also mean that the EUR 50 follows only where attendance was sufficient; here it follows success "
    "alone.",
}
_FEE: Sentence = {
    "nl": "Het statiegeld is inclusief inschrijfgeld; de tekst zegt niet of dat deel ook teruggaat. Hier gaat alles "
    "terug.",
    "en": "The deposit includes the registration fee; the text does not say whether that part goes back as well. Here "
    "all of it does.",
}


@dataclass(frozen=True, slots=True)
class _Version:
    """One of the four readings: what the EUR 50 for success is, and what attendance is a share of."""

    refund_needs_success: bool
    reading: Reading

    @property
    def name(self) -> str:
        money = "refund-on-success" if self.refund_needs_success else "extra-bonus"
        return money if self.reading == "raw" else f"{money}-authorised-out"

    @property
    def said(self) -> Sentence:
        """Of which lessons attendance is a share, and what the EUR 50 for success is."""
        lessons = {
            "raw": ("alle lessen", "all lessons"),
            "authorised-out": ("de lessen zonder geoorloofd verzuim", "the lessons without authorised absence"),
        }[self.reading]
        money = ("terug", "as the refund") if self.refund_needs_success else ("bonus", "as a bonus")
        return {
            "nl": f"{lessons[0]}, met € 50 {money[0]} bij succes",
            "en": f"{lessons[1]}, with EUR 50 {money[1]} on success",
        }

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        other_money = _Version(not self.refund_needs_success, self.reading)
        other_share = _Version(self.refund_needs_success, "authorised-out" if self.reading == "raw" else "raw")
        return (
            Conflict(other_money.name, _EXTRA_OR_REFUND, (AT_THE_START, ON_SUCCESS)),
            Conflict(other_share.name, DENOMINATOR, (BELOW_85, AGREED_ABSENCE)),
        )

    def is_forfeited(self, deposit: Deposit, question: Question) -> bool:
        """By attendance alone."""
        return asked.is_forfeited(deposit, question, self.reading)

    def is_undecided(self, deposit: Deposit, question: Question) -> bool:
        """Whether attendance does not tell if the deposit is kept."""
        return any(test.check(deposit, question) is not None for test in _attendance_known(self.reading))

    def flows(self, deposit: Deposit, question: Question) -> Flows:
        """What flows once the trajectory has ended; where attendance decides nothing, no more than a bonus."""
        in_cents, success = asked.received(deposit, question), asked.successful(deposit, question)
        has_bonus = success and not self.refund_needs_success
        bonus_cents = int(question.parameters[SUCCESS_BONUS_CENTS.name]) if has_bonus else 0
        if self.is_undecided(deposit, question):
            return Flows(bonus_cents=bonus_cents)
        is_kept = self.is_forfeited(deposit, question) or (self.refund_needs_success and not success)
        return Flows(
            refunded_cents=0 if is_kept else in_cents,
            kept_cents=in_cents if is_kept else 0,
            bonus_cents=bonus_cents,
        )

    def told(self, deposit: Deposit, question: Question) -> Reason:
        """What the outcome rests on."""
        return asked.outcome(deposit, question, self.reading, self.flows(deposit, question))

    def net_cents(self, deposit: Deposit, question: Question) -> int:
        """What came in less what went out, by the day asked and in the period asked."""
        in_cents = asked.received_in_period(deposit, question)
        if not _is_settled_in_period(deposit, question):
            return in_cents
        flows = self.flows(deposit, question)
        return in_cents - flows.refunded_cents - flows.bonus_cents


def _is_settled_in_period(deposit: Deposit, question: Question) -> bool:
    settled_on, period = asked.settled_on(deposit, question), question.bounds.period
    return settled_on is not None and (period is None or period.contains(settled_on))


def _in_period(check: Check) -> Check:
    """The same reason, with of the amounts only what flowed in the period asked: the parts of what the case adds."""

    def bounded(deposit: Deposit, question: Question) -> Reason | None:
        reason = check(deposit, question)
        if reason is None or question.bounds.period is None:
            return reason
        flowed = {"in_cents": asked.received_in_period(deposit, question)}
        if not _is_settled_in_period(deposit, question):
            flowed |= {name: 0 for name in ("refunded_cents", "bonus_cents") if name in reason.detail}
        return replace(reason, detail={**reason.detail, **flowed})

    return bounded


_READINGS: tuple[Reading, ...] = ("raw", "authorised-out")
_VERSIONS = tuple(_Version(needs_success, reading) for needs_success in (False, True) for reading in _READINGS)


def _forfeited(version: _Version) -> Rule:
    def success_needed(deposit: Deposit, question: Question) -> bool:
        return version.refund_needs_success and not version.is_forfeited(deposit, question)

    return Rule(
        id="deposits-forfeited",
        version=version.name,
        view="deposits",
        sentence={
            "nl": f"Borgsommen ingehouden bij aanwezigheid onder 85% van {version.said['nl']}.",
            "en": f"Deposits kept at attendance below 85% of {version.said['en']}.",
        },
        source=(AT_THE_START, BELOW_85, KEPT),
        unit="deposits",
        tests=(
            *_RECEIVED,
            *_of_period(_end_of_all),
            *_BY_AS_OF,
            *_ended(asked.not_ended, counts=False),
            *_attendance_known(version.reading),
            _success_known(success_needed),
            *_outcomes(version, version.told, counts=False),
        ),
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="FORFEITED",
        reason=version.told,
        parameters=(PERCENT_MIN, DEPOSIT_CENTS, SUCCESS_BONUS_CENTS),
        conflicts=version.conflicts,
    )


def _net(version: _Version) -> Rule:
    def success_needed(deposit: Deposit, question: Question) -> bool:
        return not (version.refund_needs_success and version.is_forfeited(deposit, question))

    conflicts = (*version.conflicts, Conflict(None, _FEE, (REGISTRATION_FEE,)))
    if not version.refund_needs_success:
        conflicts = (*conflicts, Conflict(None, _BONUS_ALONE, (ON_SUCCESS,)))
    return Rule(
        id="deposit-net",
        version=version.name,
        view="deposits",
        sentence={
            "nl": f"Wat de gemeente aan statiegeld overhoudt bij 85% van {version.said['nl']}.",
            "en": f"What is left of the deposits at 85% of {version.said['en']}.",
        },
        source=(AT_THE_START, BELOW_85, KEPT, ON_SUCCESS),
        unit="cents",
        tests=(
            *_RECEIVED,
            *_of_period(_flow_in_period),
            *_BY_AS_OF,
            *_ended(_in_period(asked.not_ended), counts=True),
            *_undecided(version),
            _success_known(success_needed),
            *_outcomes(version, _in_period(version.told), counts=True),
        ),
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="FORFEITED",
        reason=_in_period(version.told),
        amount=version.net_cents,
        between=between(version.net_cents),
        parameters=(PERCENT_MIN, DEPOSIT_CENTS, SUCCESS_BONUS_CENTS),
        conflicts=conflicts,
    )


DEPOSITS_FORFEITED = tuple(_forfeited(version) for version in _VERSIONS)
DEPOSIT_NET = tuple(_net(version) for version in _VERSIONS)
RULES = (*DEPOSITS_FORFEITED, *DEPOSIT_NET)
