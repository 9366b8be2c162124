"""Who takes part in the pilot for oudkomers without an agreement, or without a goal in it.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 3.4, "Pilot": "Met iedere oudkomer in dit
project wordt een contract afgesloten, waarin zijn doelperspectief staat" (R221).

In plain words: of everybody who was entered for the pilot or paid its deposit by the day asked, those without a plan
signed as an agreement, and those with one but without a goal perspective agreed. What the source gives no day for is
there, since nothing says that it came later. Who was established to be a newcomer is no oudkomer; of whom nothing was
established is taken to be one, since the project is for them.

Worked example: P1 signed an agreement and agreed on work, P2 signed and agreed on nothing, P3 signed nothing: 2.
"""

from datetime import date

from domain.counting import Case, Question, Reason, Rule, Test
from domain.dates import When, first_day
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.shared import RECORDED_LATER, Category, after_as_of, known_day, said_on


class PilotMember(Case, frozen=True, kw_only=True):
    """Somebody in the pilot; `agreements` and `goals_agreed` are the days of each."""

    entered_on: When | None = None
    registered_on: date | None = None
    agreements: tuple[When | None, ...] = ()
    goals_agreed: tuple[When | None, ...] = ()
    categories: tuple[Category, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the entry."""
        return known_day(self.entered_on), None


CONTRACT = of_view("paragraaf 3.4, Pilot", "Met iedere oudkomer in dit project wordt een contract afgesloten", "R221")
WITH_GOAL = of_view("paragraaf 3.4, Pilot", "waarin zijn doelperspectief staat", "R221")


def _is_there(days: tuple[When | None, ...], day: date) -> bool:
    return any(when is None or first_day(when) <= day for when in days)


def _newcomer(member: PilotMember, question: Question) -> Reason | None:
    arrival = said_on(member.categories, "arrival", question.bounds.as_of)
    return Reason({"arrival": str(arrival)}) if arrival == "NIEUWKOMER" else None


def _no_agreement(member: PilotMember, question: Question) -> Reason | None:
    return None if _is_there(member.agreements, question.bounds.as_of) else Reason()


def _with_goal(member: PilotMember, question: Question) -> Reason | None:
    return Reason() if _is_there(member.goals_agreed, question.bounds.as_of) else None


WITHOUT_AGREEMENT = Rule(
    id="pilot-without-agreement",
    version="with-goal",
    view="pilot-members",
    sentence={
        "nl": "Deelnemers aan de pilot die op de peildatum geen ondertekende overeenkomst met doelperspectief hebben.",
        "en": "People in the pilot who have no signed agreement with a goal perspective on the day asked.",
    },
    source=(CONTRACT, WITH_GOAL),
    unit="persons",
    tests=(
        RECORDED_LATER,
        after_as_of(
            lambda member: member.entered_on,
            "Pas na de peildatum in de pilot gekomen.",
            "Came into the pilot after the day asked.",
        ),
        Test("NEWCOMER", {"nl": "Dit is een nieuwkomer.", "en": "This is a newcomer."}, _newcomer),
        Test(
            "NO_AGREEMENT",
            {"nl": "Er is geen overeenkomst ondertekend.", "en": "No agreement was signed."},
            _no_agreement,
            counts=True,
        ),
        Test(
            "AGREEMENT_WITH_GOAL",
            {
                "nl": "Er is een overeenkomst en een doelperspectief.",
                "en": "There is an agreement and a goal perspective.",
            },
            _with_goal,
        ),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=VIEW_UNTIL,
    otherwise="AGREEMENT_WITHOUT_GOAL",
)
RULES = (WITHOUT_AGREEMENT,)
