"""A question about two registrations is told beside the figures of both, whichever of the two came first."""

from pathlib import Path

import pytest

from replay.asking import Asked
from replay.figures import Figures
from store.ledger import Ledger
from tests.delivering import deliver, row, written


@pytest.mark.parametrize("order", ["Groningen Haarlem", "Haarlem Groningen"])
def test_both_registrations_of_a_question_carry_its_flag_whoever_came_first(
    ledger: Ledger, tmp_path: Path, order: str
) -> None:
    files = {
        "Groningen": written(tmp_path, row("G1"), name="g.csv"),
        "Haarlem": written(tmp_path, row("H1", given="Maria", birth="01-02-1990"), name="h.csv"),
    }
    for place in order.split():
        deliver(ledger, files[place], place)

    for place in files:
        (answer,) = Figures(ledger).ask(Asked(rule="placements", municipality=place))
        assert ("IDENTITY_CONFLICT", 1) in [(flag.code, flag.cases) for flag in answer.flags], place
