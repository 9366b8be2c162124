"""What the forms of recording ask and say, by the facts alone."""

from __future__ import annotations

import re

from api.pages.record import KINDS
from api.pages.record_fields import sentence_said
from api.pages.record_kinds import ASKED, NAMED
from api.pages.words.record import RECORD
from domain.facts.base import of
from domain.saying import SAYS
from exchange.fact_fields import fields_of


def test_every_kind_that_is_offered_asks_what_it_needs_and_every_field_has_a_name() -> None:
    for kind, asked in ASKED.items():
        fields = fields_of(of(kind), lambda _: None)
        needed = {name for name, one in fields.items() if one.required}
        assert needed <= set(asked) <= set(fields), kind.__name__
        assert kind in SAYS["case_manager"]
        assert {f"field.{name}" for name in asked} <= set(RECORD)
        named = [name for name in asked if "event id" in fields[name].kind.words]
        assert all(name in NAMED or name == "decision" for name in named), kind.__name__
    told = {name.removeprefix("field.") for name in RECORD if name.startswith("field.")}
    assert told == {name for asked in ASKED.values() for name in asked} | {"occurred_on"}


def test_no_name_of_code_stands_on_a_page_of_recording() -> None:
    for language in ("nl", "en"):
        for definition in KINDS.values():
            said = sentence_said(language, definition)  # type: ignore[arg-type]
            assert re.fullmatch(r"[A-Z][^`_]+[.]", said), said
            assert len(said) > 15, said
