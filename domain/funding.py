"""Funding labels: which money pays a cost, and what costs are called, whatever words a source uses for them.

A label is a code of a source. The eleven budgets of Zuid-Holland Zuid are a closed list (R228); later money has labels
of its own, and keeps them when budgets merge (R027, R118). A label or component that nobody knows is no error: it is
told apart.
"""

from collections.abc import Mapping

ELEVEN_BUDGETS: Mapping[str, str] = {
    "web": "Educatiemiddelen OC&W (WEB)",
    "beroepsopleiding": "Beroepsopleidingsmiddelen OC&W",
    "win": "WIN",
    "oudkomers": "Oudkomersmiddelen",
    "sluitende-aanpak": "Sluitende aanpak",
    "wiw": "WIW-middelen (reïntegratiebudget SZW)",
    "id": "ID-middelen (reïntegratiebudget SZW)",
    "nuggers": "Nuggers-middelen",
    "sociale-activering": "Middelen voor sociale activering (SZW/VWS)",
    "kinderopvang": "Kinderopvangmiddelen",
    "algemene-middelen": "Algemene middelen",
}
"""The budgets that were (also) used for civic integration, by code, in the words of the document."""
LATER_BUDGETS: Mapping[str, str] = {
    "pib": "Innovatiegelden PIB",
    "wi": "Middelen Wet inburgering",
    "wwb-werkdeel": "WWB-werkdeel",
    "volwasseneneducatie": "Middelen volwasseneneducatie",
    "participatiebudget": "Participatiebudget",
    "participatiewet": "Middelen Participatiewet",
    "wet-kinderopvang": "Middelen Wet Kinderopvang",
    "justice": "Middelen ministerie van Justitie",
    "eigen-middelen": "Eigen middelen",
}
"""Budgets of later documents."""
OWN_MEANS: frozenset[str] = frozenset({"eigen-middelen", "algemene-middelen"})
"""Money of the municipality itself."""

COMPONENTS: Mapping[str, str] = {
    "traject": "trajectory",
    "inburgeringstraject": "trajectory",
    "kinderopvang": "childcare",
    "informele-kinderopvang": "informal-childcare",
    "sociale-activering": "social-activation",
    "meerkosten-scholing": "extra-schooling",
    "herexamen": "re-exam",
    "vervolgtraject": "follow-up-trajectory",
    "ombouw-traject": "trajectory-conversion",
}
"""What a source may call a component → its one name here."""


def label_of(fund: str) -> str:
    """The label as it is compared: in small letters, with hyphens for spaces."""
    return "-".join(fund.casefold().split())


def is_known(label: str) -> bool:
    """Whether the label stands in one of the lists."""
    return label in ELEVEN_BUDGETS or label in LATER_BUDGETS


def component_of(name: str) -> str:
    """What was paid for, by its one name; an unknown component keeps its own."""
    code = label_of(name)
    return COMPONENTS.get(code, code)
