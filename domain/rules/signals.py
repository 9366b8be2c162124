"""Signals that others raised about a person, and which of them nobody has acknowledged.

Source: Kansen van de Wet inburgering 2021 voor gemeenten: "wie zorgt ervoor dat zorgelijke signalen daadwerkelijk
worden opgepakt?" (R324); "Zo kunnen mogelijke problemen vroeg gesignaleerd en aangepakt worden" (R341).

In plain words: a signal is open from the day it was raised. Who takes note of it says why it may rest, and until when;
on that day it is open again. The acknowledgement said last, by its day, is the one that holds. One of which the day is
not known closes nothing by guess: it has a code of its own and the signal stays on the list of who must act. A signal
of DUO comes as a notification and is raised on the day on which DUO registered it.

Worked example: raised on 3 March 2025, acknowledged on 10 March until 1 April. On 9 March SIGNAL_OPEN for 6 days, from
10 to 31 March ACKNOWLEDGED after 7 days, on 1 April SIGNAL_OPEN again.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from domain.counting import Case, Passage, Question, Reason, Rule, Test
from domain.dates import When, first_day
from domain.rules.legal_terms import ACT_2021_FROM, CHANCES
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That somebody took note, when, and why it may rest; from `rests_until_on` on it asks for action again."""

    reason: str
    on: When | None = None
    rests_until_on: date | None = None


class Acknowledgement(Case, frozen=True, kw_only=True):
    """One acknowledgement: of which kind of signal or deadline, and of which event where it names one."""

    signal: str
    about: str | None = None
    said: Acknowledged

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From its day until what it is about is shown again."""
        return known_day(self.said.on), self.said.rests_until_on


class RaisedSignal(Case, frozen=True, kw_only=True):
    """One signal about a person, by whom and when, with what was acknowledged of it, in the order of the ledger."""

    signal: str
    raised_by: str | None = None
    raised_on: When | None = None
    registered_on: date | None = None
    acknowledged: tuple[Acknowledged, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day it was raised."""
        return known_day(self.raised_on), None


def said_last(said: Iterable[Acknowledged], as_of: date) -> Acknowledged | None:
    """What was acknowledged last by the day asked; where no day is known, one that may have been."""
    begun = [one for one in said if one.on is None or first_day(one.on) <= as_of]
    dated = [(day, one) for one in begun if (day := known_day(one.on)) is not None]
    if dated:
        return sorted(dated, key=lambda item: item[0])[-1][1]  # of one day the one said last
    return begun[-1] if begun else None


def rests(said: Acknowledged | None, as_of: date) -> bool:
    """Whether what it is about may rest on the day asked."""
    if said is None or known_day(said.on) is None:
        return False
    return said.rests_until_on is None or as_of < said.rests_until_on


# --- Sources and tests ---

PICKED_UP = Passage(
    CHANCES,
    "afspraken over regie",
    "wie zorgt ervoor dat zorgelijke signalen daadwerkelijk worden opgepakt",
    "R324",
)
EARLY = Passage(
    CHANCES,
    "voorbeeld gemeente Rotterdam",
    "kunnen mogelijke problemen vroeg gesignaleerd en aangepakt worden",
    "R341",
)


def _raised(signal: RaisedSignal) -> date:
    day = known_day(signal.raised_on)
    assert day is not None, "an unknown day is tested before"
    return day


def _told(signal: RaisedSignal) -> dict[str, str | int]:
    by: dict[str, str | int] = {"raised_by": signal.raised_by} if signal.raised_by else {}
    return {"signal": signal.signal, **by}


def _acknowledged(signal: RaisedSignal, question: Question) -> Reason | None:
    said = said_last(signal.acknowledged, question.bounds.as_of)
    on = known_day(said.on) if said else None
    if said is None or on is None or not rests(said, question.bounds.as_of):
        return None
    until = {"rests_until_on": said.rests_until_on.isoformat()} if said.rests_until_on else {}
    after_days = (on - _raised(signal)).days
    return Reason(_told(signal) | {"because": said.reason, "on": on.isoformat(), "after_days": after_days} | until)


def _acknowledged_some_day(signal: RaisedSignal, question: Question) -> Reason | None:
    said = said_last(signal.acknowledged, question.bounds.as_of)
    if said is None or known_day(said.on) is not None:
        return None
    return Reason(_told(signal) | {"because": said.reason} | ({"known": said.on} if said.on else {}))


def _open(signal: RaisedSignal, question: Question) -> Reason:
    return Reason(_told(signal) | {"open_days": (question.bounds.as_of - _raised(signal)).days})


SIGNALS_OPEN = Rule(
    id="signals-open",
    version="unacknowledged",
    view="raised-signals",
    sentence={
        "nl": "Signalen van anderen over een persoon die op de peildatum niemand heeft afgehandeld.",
        "en": "Signals of others about a person that nobody has acknowledged by the day asked.",
    },
    source=(PICKED_UP, EARLY),
    unit="signals",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda signal: signal.raised_on),
        Test(
            "ACKNOWLEDGED",
            {"nl": "Iemand nam er kennis van, en het mag rusten.", "en": "Somebody took note, and it may rest."},
            _acknowledged,
        ),
        Test(
            "ACKNOWLEDGED_ON_UNKNOWN_DAY",
            {"nl": "Iemand nam er kennis van, op een onbekende dag.", "en": "Somebody took note, on an unknown day."},
            _acknowledged_some_day,
        ),
    ),
    in_force_from=ACT_2021_FROM,
    otherwise="SIGNAL_OPEN",
    reason=_open,
)
RULES = (SIGNALS_OPEN,)
