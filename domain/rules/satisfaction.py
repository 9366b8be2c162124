"""Satisfaction: which share of the people say that they are satisfied with their trajectory.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 3.4: "het periodiek meten van de
tevredenheid van inburgeraars" (R212), and chapter IV, point 7: "juni 2003: 80% van het aantal inburgeraars geeft aan
tevreden te zijn over het inburgeringstraject. In juni 2004: 85%".

In plain words: a person counts once, by what he said last in the time and place asked. "Van het aantal inburgeraars"
may mean of those who were asked, in which who gave no answer stays, or of those who answered: two versions. Who was
never asked is in neither: of them nothing is known.

Worked example, June 2003: five were asked; four say they are satisfied and one gave no answer. `of-those-asked` 4 of 5,
80.0 %, the aim reached exactly; `of-those-who-answered` 4 of 4.
"""

from datetime import date

from domain.counting import Case, Conflict, DatedValue, Parameter, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.ratio import Norm, Ratio
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.same_person import OfSamePerson, within_bounds
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class Opinion(Case, frozen=True, kw_only=True):
    """What a person said in one survey; `satisfied` is None where there was no answer. `others` are those of the same
    person, on whatever day."""

    position: int
    survey: str | None = None
    asked_on: When | None = None
    registered_on: date | None = None
    satisfied: bool | None = None
    others: tuple[OfSamePerson, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day of asking."""
        return known_day(self.asked_on), None


MEASURED = of_view("paragraaf 3.4", "het periodiek meten van de tevredenheid van inburgeraars", "R212")
AIM_2003 = of_view("hoofdstuk IV, punt 7", "80% van het aantal inburgeraars geeft aan tevreden te zijn", "R212")
AIM_2004 = of_view("hoofdstuk IV, punt 7", "In juni 2004: 85%", "R212")
SATISFIED_PERCENT = Parameter(
    "satisfied-percent-min",
    {
        "nl": "Het percentage van de inburgeraars dat tevreden moet zijn.",
        "en": "The percentage of the people that must be satisfied.",
    },
    "integer",
    (DatedValue(80, AIM_2003), DatedValue(85, AIM_2004, date(2004, 6, 1))),
)


def _said_again(opinion: Opinion, question: Question) -> Reason | None:
    own = known_day(opinion.asked_on) or date.min, opinion.position
    later = [
        one for one in within_bounds(opinion.others, question) if (known_day(one.on) or date.min, one.position) > own
    ]
    return Reason({"counted_as": max(later, key=lambda one: (one.on, one.position)).case}) if later else None


def _no_answer(opinion: Opinion, question: Question) -> Reason | None:
    return Reason() if opinion.satisfied is None else None


def _not_satisfied(opinion: Opinion, question: Question) -> Reason | None:
    return None if opinion.satisfied else Reason()


_OF_WHOM: Sentence = {
    "nl": "“Van het aantal inburgeraars” is van wie gevraagd is, of van wie antwoordde; het stuk zegt het niet.",
    "en": "“Van het aantal inburgeraars” is of those asked or of those who answered; the document does not say.",
}


def _satisfaction(version: str, other: str, nl: str, en: str, rest: frozenset[str]) -> Rule:
    return Rule(
        id="satisfaction",
        version=version,
        view="opinions",
        sentence={
            "nl": f"Inburgeraars die in de periode zeiden tevreden te zijn over hun traject, van {nl}.",
            "en": f"People who said in the period that they are satisfied with their trajectory, of {en}.",
        },
        source=(AIM_2003, AIM_2004, MEASURED),
        unit="persons",
        tests=(
            RECORDED_LATER,
            *tests_of_when(lambda opinion: opinion.asked_on),
            Test(
                "SAID_AGAIN",
                {
                    "nl": "Dezelfde persoon is daarna nog eens gevraagd.",
                    "en": "The same person was asked again afterwards.",
                },
                _said_again,
            ),
            Test("NO_ANSWER", {"nl": "Gaf geen antwoord.", "en": "Gave no answer."}, _no_answer),
            Test("NOT_SATISFIED", {"nl": "Is niet tevreden.", "en": "Is not satisfied."}, _not_satisfied),
        ),
        in_force_from=VIEW_FROM,
        in_force_until=VIEW_UNTIL,
        otherwise="SATISFIED",
        parameters=(SATISFIED_PERCENT,),
        conflicts=(Conflict(other, _OF_WHOM, (AIM_2003,)),),
        ratio=Ratio(
            rest=rest,
            norm=Norm(
                {"nl": "Streefcijfer in procenten, ten minste", "en": "Aim in percent, at least"},
                lambda values: int(values[SATISFIED_PERCENT.name]),
            ),
        ),
    )


RULES = (
    _satisfaction(
        "of-those-asked",
        "of-those-who-answered",
        "wie gevraagd is",
        "those who were asked",
        frozenset({"NO_ANSWER", "NOT_SATISFIED"}),
    ),
    _satisfaction(
        "of-those-who-answered",
        "of-those-asked",
        "wie antwoordde",
        "those who answered",
        frozenset({"NOT_SATISFIED"}),
    ),
)
