"""What effect a decision has on each day: in force, resting, ended from then, or gone from the start."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import (
    AppealDecided,
    DecisionQuashed,
    DecisionRevoked,
    EffectSuspended,
    ObjectionDecided,
    SanctionWithdrawn,
)
from domain.rules.legal_life import Act, LegalLife, Span, effect_on, spans
from tests.domain.rules.deciding_afterwards import WITHOUT, Dossier, dossier_verdicts, id_of
from tests.given import when

# --- Legal effect ---


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (DecisionRevoked, {"effect": "FROM_THE_START"}),
        (DecisionQuashed, {"effect": "FROM_THE_START"}),
        (ObjectionDecided, {"outcome": "FOUNDED", "effect": "FROM_THE_START"}),
        (AppealDecided, {"outcome": "PARTLY_FOUNDED", "effect": "FROM_THE_START"}),
    ],
)
def test_what_is_undone_from_the_start_never_was_from_the_day_it_is_undone(kind: Any, fields: Any) -> None:
    dossier = Dossier().notified()
    dossier.names(kind, "2009-10-01", **fields)

    assert [dossier.effect(day) for day in ("2009-09-30", "2009-10-01")] == ["IN_FORCE", "GONE_FROM_THE_START"]
    assert dossier.irrevocable("2009-10-01") == "GONE_FROM_THE_START"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (DecisionRevoked, {"effect": "FROM_THEN"}),
        (DecisionQuashed, {"effect": "FROM_THEN"}),
        (ObjectionDecided, {"outcome": "FOUNDED", "effect": "FROM_THEN"}),
    ],
)
def test_what_is_ended_from_then_had_its_effect_before(kind: Any, fields: Any) -> None:
    dossier = Dossier().notified()
    dossier.names(kind, "2009-10-01", **fields)

    assert [dossier.effect(day) for day in ("2009-09-30", "2009-10-01")] == ["IN_FORCE", "ENDED_FROM_THEN"]
    assert dossier.irrevocable("2009-10-01") == "IRREVOCABLE"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (DecisionQuashed, {"effect": "FROM_THE_START", "legal_effects_kept": True}),
        (ObjectionDecided, {"outcome": "UNFOUNDED"}),
        (ObjectionDecided, {"outcome": "INADMISSIBLE"}),
        (AppealDecided, {"outcome": "WITHDRAWN"}),
    ],
)
def test_what_leaves_a_decision_as_it_is(kind: Any, fields: Any) -> None:
    dossier = Dossier()
    dossier.names(kind, "2009-10-01", **fields)

    assert dossier.effect("2009-10-01") == "IN_FORCE"


def test_a_founded_objection_without_an_effect_counts_nowhere() -> None:
    dossier = Dossier()
    dossier.names(ObjectionDecided, "2009-10-01", outcome="FOUNDED")

    assert dossier.effect("2009-10-01") == "EFFECT_NOT_SAID"
    assert dossier.ask(WITHOUT, "2009-10-01").value == 0


def test_a_quashing_says_what_a_founded_appeal_left_open() -> None:
    dossier = Dossier()
    dossier.names(AppealDecided, "2009-10-01", outcome="FOUNDED")
    dossier.names(DecisionQuashed, "2009-10-01", effect="FROM_THE_START", legal_effects_kept=True)

    assert dossier.effect("2009-10-01") == "IN_FORCE"


@pytest.mark.parametrize(
    ("as_of", "code"),
    [("2009-04-30", "IN_FORCE"), ("2009-05-01", "SUSPENDED"), ("2009-05-31", "SUSPENDED"), ("2009-06-01", "IN_FORCE")],
)
def test_a_suspension_lasts_until_its_first_day_after(as_of: str, code: str) -> None:
    dossier = Dossier()
    dossier.names(EffectSuspended, "2009-05-01", until_on=date(2009, 6, 1))

    assert dossier.effect(as_of) == code


def test_a_revocation_that_is_undone_gives_the_decision_its_effect_back() -> None:
    dossier = Dossier()
    revoked = dossier.names(DecisionRevoked, "2009-10-01", effect="FROM_THE_START")
    dossier.names(DecisionQuashed, "2010-02-01", revoked, effect="FROM_THE_START")

    fine = id_of(dossier.fine)
    verdicts = {one.case.case: one.code for one in dossier_verdicts(dossier, "2010-01-31")}
    assert verdicts == {fine: "GONE_FROM_THE_START", id_of(revoked): "IN_FORCE"}
    verdicts = {one.case.case: one.code for one in dossier_verdicts(dossier, "2010-02-01")}
    assert verdicts == {fine: "IN_FORCE", id_of(revoked): "GONE_FROM_THE_START"}


def test_a_fine_withdrawn_without_an_effect_said_is_not_guessed() -> None:
    dossier = Dossier()
    dossier.says(SanctionWithdrawn(sanction=id_of(dossier.fine), reason="MISTAKE"), "2009-10-01")

    assert dossier.effect("2009-10-01") == "EFFECT_NOT_SAID"


def test_a_decision_has_no_effect_before_its_first_day() -> None:
    dossier = Dossier(amount_cents=100, effective_on=date(2009, 4, 1)).notified()

    assert [dossier.effect(day) for day in ("2009-03-31", "2009-04-01")] == ["NOT_YET_IN_EFFECT", "IN_FORCE"]


def test_an_act_on_an_unknown_day_counts_nowhere() -> None:
    dossier = Dossier()
    dossier.names(DecisionRevoked, "2009-10", effect="FROM_THE_START")

    assert [dossier.effect(day) for day in ("2009-09-30", "2009-10-01")] == ["IN_FORCE", "DATE_UNKNOWN"]


def test_two_facts_that_a_correction_made_name_each_other_are_no_endless_road() -> None:
    dossier = Dossier()
    first = dossier.names(DecisionRevoked, "2009-10-01", effect="FROM_THE_START")
    second = dossier.names(DecisionRevoked, "2009-11-01", first, effect="FROM_THE_START")
    dossier.book.corrects(first, DecisionRevoked(decision=id_of(second), effect="FROM_THE_START"), "2009-10-01")

    assert [one.code for one in dossier_verdicts(dossier, "2010-01-01")] == ["GONE_FROM_THE_START"] * 2


# --- Spans ---

DAYS = st.dates(date(2009, 1, 1), date(2009, 3, 31))


@st.composite
def acts(draw: st.DrawFn) -> Act:
    return Act(
        kind=draw(st.sampled_from(["SUSPENDS", "ENDS", "UNDOES", "NOT_SAID"])),
        by="REVOKED",
        life=LegalLife(decided_on=when(draw(DAYS).isoformat()), effective_on=draw(st.none() | DAYS)),
        until_on=draw(st.none() | DAYS),
    )


@given(decided_on=DAYS, acts_=st.lists(acts(), max_size=5), as_of=DAYS)
def test_the_spans_follow_each_other_without_a_hole_from_the_first_day_on(
    decided_on: date, acts_: list[Act], as_of: date
) -> None:
    life = LegalLife(decided_on=when(decided_on.isoformat()), acts=tuple(acts_))
    found = spans(life, as_of)

    assert found[0].from_on == decided_on
    assert found[-1].until_on is None
    for one, following in pairwise(found):
        assert one.from_on < following.from_on == one.until_on
        assert one.effect != following.effect
    if as_of >= decided_on:
        assert effect_on(life, as_of) in {span.effect for span in found}


@given(decided_on=DAYS, acts_=st.lists(acts(), max_size=5), as_of=DAYS)
def test_what_happens_after_the_day_asked_changes_nothing(decided_on: date, acts_: list[Act], as_of: date) -> None:
    life = LegalLife(decided_on=when(decided_on.isoformat()), acts=tuple(acts_))
    by_then = [act for act in acts_ if (act.life.decided_on or "") <= as_of.isoformat()]

    assert spans(life, as_of) == spans(LegalLife(decided_on=life.decided_on, acts=tuple(by_then)), as_of)


def test_the_parts_of_a_life_can_be_read_day_by_day() -> None:
    suspended = Act(
        kind="SUSPENDS", by="SUSPENDED", life=LegalLife(decided_on=when("2009-02-01")), until_on=date(2009, 3, 1)
    )
    ended = Act(kind="ENDS", by="REVOKED", life=LegalLife(decided_on=when("2009-02-20")))
    life = LegalLife(decided_on=when("2009-01-01"), acts=(suspended, ended))

    assert spans(life, date(2009, 12, 31)) == (
        Span("IN_FORCE", date(2009, 1, 1), date(2009, 2, 1)),
        Span("SUSPENDED", date(2009, 2, 1), date(2009, 2, 20)),
        Span("ENDED", date(2009, 2, 20), None),
    )
