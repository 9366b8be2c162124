"""Naming a municipality: no two have the same name at the same time, since a name is asked by.

ValueError
└── RecordingRefused
    └── NameIsTaken
"""

from collections.abc import Mapping

from domain import municipalities
from domain.facts import MunicipalityNamed
from exchange.by_hand import ByHand
from exchange.recording import RecordingRefused


class NameIsTaken(RecordingRefused):
    """Another municipality has that name: expected a name of its own."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"The municipality with code {code} has that name already: expected a name that no other has. If {code} is "
            f"called otherwise by now, record that first, for example MunicipalityNamed code={code} name=…"
        )
        self.code = code


def require_own_name(by_hand: ByHand, named: Mapping[str, str]) -> None:
    """Refuse a name for a municipality that another one has now; raises NameIsTaken."""
    if isinstance(by_hand.fact, MunicipalityNamed):
        code = municipalities.code_named(by_hand.fact.name, named)
        if code not in (None, by_hand.fact.code):
            raise NameIsTaken(str(code))
