"""The accessibility statement: what was tried, what was not, and what is known not to be right."""

from collections.abc import Mapping

from starlette.responses import Response

from api.call import Call
from api.group import Answers, Group
from api.office import Office
from api.pages.layout import HTML, page
from domain.counting import Language

GROUP = Group("Accessibility", "For whom the pages work, and for whom that was not tried.", base="")
PATHS: Mapping[Language, str] = {"nl": "/toegankelijkheid", "en": "/en/accessibility"}
SECTIONS: Mapping[str, int] = {"status": 2, "tried": 6, "not_tried": 4, "known": 6, "help": 2}
"""The parts of the statement, each with how many things it says."""


@GROUP.get(
    PATHS["nl"],
    "showAccessibility",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    needs_database=False,
    is_described=False,
)
def show_accessibility(office: Office, call: Call) -> Response:
    """The accessibility statement."""
    return page(call, PATHS, "accessibility.html", sections=SECTIONS)
