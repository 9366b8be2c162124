"""Talks with who breaks off: with which of those that dropped out somebody spoke about it.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 3.4: "het voeren van verzuim- en
uitvalgesprekken" (R213).

In plain words: of the trajectories that were broken off in the period, those with an exit talk by the day asked. A talk
about absence before the end is another one. The talk may be held before the end, when somebody is about to go.

Worked example: two dropped out in 2004, with one of them a talk was held a week later: 1 of 2, 50.0 %.
"""

from datetime import date

from domain.counting import Case, Question, Reason, Rule, Test
from domain.dates import When
from domain.ratio import Ratio
from domain.rules.dropout import OTHER_CAUSES
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.goals import COMPLETED
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class BrokenOff(Case, frozen=True, kw_only=True):
    """An end of a trajectory, with the days of exit talks in the same registration."""

    reason: str
    ended_on: When | None = None
    registered_on: date | None = None
    talks: tuple[When, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the end."""
        return known_day(self.ended_on), None


TALKS = of_view("paragraaf 3.4", "het voeren van verzuim- en uitvalgesprekken", "R213")


def _no_dropout(end: BrokenOff, question: Question) -> Reason | None:
    return Reason({"ended": end.reason}) if end.reason in COMPLETED | OTHER_CAUSES else None


def _no_talk(end: BrokenOff, question: Question) -> Reason | None:
    as_of = question.bounds.as_of
    held = any((day := known_day(when)) is not None and day <= as_of for when in end.talks)
    return None if held else Reason({"ended": end.reason})


DROPOUTS_SPOKEN_TO = Rule(
    id="dropouts-spoken-to",
    version="exit-talk",
    view="ends",
    sentence={
        "nl": "Trajecten die in de periode zijn afgebroken en waarover een uitvalgesprek is gevoerd.",
        "en": "Trajectories broken off in the period about which an exit talk was held.",
    },
    source=(TALKS,),
    unit="trajectories",
    tests=(
        RECORDED_LATER,
        Test("NO_DROPOUT", {"nl": "Niet afgebroken door de deelnemer.", "en": "Not broken off."}, _no_dropout),
        *tests_of_when(lambda end: end.ended_on),
        Test("NO_EXIT_TALK", {"nl": "Er is geen uitvalgesprek gevoerd.", "en": "No exit talk was held."}, _no_talk),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=VIEW_UNTIL,
    otherwise="SPOKEN_TO",
    ratio=Ratio(rest=frozenset({"NO_EXIT_TALK"})),
)
RULES = (DROPOUTS_SPOKEN_TO,)
