"""What a case is called that no test of its rule ended: some of the words of `replay/messages.py`."""

from collections.abc import Mapping

OF_VERDICTS: Mapping[str, tuple[str, str]] = {
    "code.AGENDA_IN_TIME": ("De agenda kwam op tijd.", "The agenda came in time."),
    "code.REPORT_SUBMITTED": ("De rapportage is ingediend.", "The report was submitted."),
    "code.CHILDCARE_REQUESTED": ("Er is om kinderopvang gevraagd.", "Childcare was asked for."),
    "code.NO_PLACE": ("Er is nog geen plaats aangeboden.", "No place has been offered yet."),
    "code.BARRIER_OTHER": ("Een andere drempel.", "Another barrier."),
    "code.OTHER_INSTRUMENT": (
        "Het plan is in iets anders vastgelegd dan bij de persoon past.",
        "The plan was laid down in something else than fits the person.",
    ),
    "code.NO_GUIDANCE_PLANNED": (
        "Maatschappelijke begeleiding staat niet in het plan.",
        "Social guidance does not stand in the plan.",
    ),
    "code.LEVEL_MISSING": ("Een niveau is niet bekend.", "A level is not known."),
    "code.OPEN_IN_REGISTER": ("Nog niet benaderd.", "Not approached yet."),
    "code.COMPENSATED": ("De eigen bijdrage wordt gecompenseerd.", "The own contribution is compensated."),
    "code.GUIDED_TO_A_JOB": (
        "Begeleid na een traject zonder baan.",
        "Guided after a trajectory without a job.",
    ),
    "code.NO_UNIT_NAMED": ("De kosten noemen geen leereenheid.", "The cost names no unit of learning."),
    "code.AGREEMENT_WITHOUT_GOAL": (
        "Er is een overeenkomst, en geen doelperspectief.",
        "There is an agreement, and no goal perspective.",
    ),
    "code.NO_DIRECTOR": ("Er is geen regievoerder.", "There is no director."),
    "code.PERIOD_MISSING": ("Een periode ontbreekt.", "A period is missing."),
}
"""Name → (Dutch, English)."""
