"""Obligations of the Act of 2021 that ended, and how.

Source: Wet inburgering 2021 art. 4, 5 and 6.2; DUO's list of reasons why somebody is not obliged any more. In plain
words: every person whose obligation was established is judged; the first end by day says how it ended. A temporary
exemption is no end, and one that was found never to have been there did not end.

Worked example: a diploma on 1 June 2025 and a death on 1 August 2025 are one obligation, fulfilled; in the period until
1 June 2025 it had not ended yet.
"""

from domain.counting import Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules.legal_terms import ACT_2021_FROM, WI_2021
from domain.rules.obligation import ENDING_UNDATED, NEVER_BEGAN, ending_is
from domain.rules.plan_duty import PlanDuty
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_period

FULFILLED = Passage(
    WI_2021,
    "artikel 6, tweede lid",
    "De inburgeringsplichtige die voldaan heeft aan de inburgeringsplicht ontvangt een diploma",
)
EXEMPTED = Passage(
    WI_2021, "artikel 4, eerste lid", "Onze Minister verleent vrijstelling van de inburgeringsplicht aan degene die"
)
DISPENSED = Passage(
    WI_2021,
    "artikel 5, eerste lid",
    "Onze Minister ontheft de inburgeringsplichtige geheel of gedeeltelijk van de inburgeringsplicht",
)


def _about_a_move(duty: PlanDuty, question: Question) -> Reason | None:
    return Reason() if duty.because == "MOVE" else None


def _ended_on(duty: PlanDuty) -> When | None:
    """The day of the first end, temporary exemptions and what undoes the obligation from the start left out."""
    ends = [one.on for one in duty.endings if one.kind != "TEMPORARILY_EXEMPTED" and not one.from_the_start]
    return next((on for on in ends if known_day(on) is not None), None)


OBLIGATIONS_ENDED = Rule(
    id="obligations-ended",
    version="act-2021",
    view="plan-duties",
    sentence={
        "nl": "Mensen van wie de inburgeringsplicht is geëindigd.",
        "en": "People whose obligation to integrate ended.",
    },
    source=(FULFILLED, EXEMPTED, DISPENSED),
    unit="persons",
    tests=(
        RECORDED_LATER,
        Test(
            "ABOUT_A_MOVE",
            {
                "nl": "Dit gaat over een plan na een verhuizing; de plicht zelf telt apart.",
                "en": "This is about a plan after a move; the obligation itself counts apart.",
            },
            _about_a_move,
        ),
        *NEVER_BEGAN,
        *tests_of_period(_ended_on),
        *(ending_is(kind, counts=True) for kind in ("FULFILLED", "EXEMPTED", "DISPENSED", "WITHDRAWN", "DECEASED")),
        ending_is("TEMPORARILY_EXEMPTED"),
        ENDING_UNDATED,
    ),
    in_force_from=ACT_2021_FROM,
    otherwise="OBLIGATION_STANDS",
    counts_otherwise=False,
)
RULES = (OBLIGATIONS_ENDED,)
