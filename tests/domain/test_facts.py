"""What every kind of fact must keep to, and what its stored form is, for ever.

`facts_format.json` beside this file holds the stored form of every fact. While no event of a form was ever stored it
may be written anew with `python tests/domain/test_facts.py`; afterwards a change needs a new schema number and an
upcast.
"""

import json
import re
import types
import typing
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import domain.facts
from cli.reference import told
from domain.facts import base, delivery
from domain.facts.base import PERSONAL_FIELDS, Definition, Fact
from domain.facts.dutch import SENTENCES

GOLDEN = Path(__file__).parent / "facts_format.json"
DEFINITIONS = list(base.definitions())
BLOCKS = {
    "intake": 1,
    "plan": 2,
    "waiting_list": 3,
    "placement": 4,
    "absence": 5,
    "sanction": 6,
    "legal_life": 7,
    "money": 8,
    "exam": 9,
    "accountability": 10,
    "identity": 11,
    "parties": 12,
    "delivery": 13,
    "book": 14,
}
VOCABULARY = re.findall(
    r"\w+",
    """
    PersonRegistered EnrolmentRecorded PersonApproached IntakeCompleted AssessmentRecorded CategoryDetermined
    ObligationEstablished ObligationWithdrawn ExemptionGranted DispensationGranted MunicipalityChanged
    ProvisionOffered OfferDeclined ProvisionEstablished PlanDrafted PlanSigned PlanRevised GoalPerspectiveAgreed
    PersonalBudgetRequested PersonalBudgetApproved PersonalBudgetRefused ProviderContracted PersonalPlanAdopted
    TermStarted TermExtended WaitingListJoined WaitingReasonEnded WaitingListLeft WaitingListCleaned
    PlacementStarted PlacementInterrupted PlacementResumed PlacementEnded ProviderReassigned ClassAttendanceStarted
    ComponentAdded AbsenceRecorded AbsenceReclassified AbsenceFollowedUp AttendanceReported SanctionImposed
    SanctionWithdrawn EnforcementOrderIssued DecisionNotified ObjectionLodged ObjectionDecided AppealLodged
    AppealDecided EffectSuspended DecisionRevoked DecisionQuashed DepositReceived DepositRefunded DepositForfeited
    BonusGranted BonusRefused BonusPaid VoucherIssued OwnContributionCharged OwnContributionWaived SetOff BudgetSet
    CostBooked ExamTaken ExamResultRecorded DiplomaAwarded CertificateAwarded PvtCompleted MapCompleted
    ProgressReviewHeld DocumentReceived DocumentRejected QuotaSet MilestoneSet ForecastMade ParameterSet
    ConditionMet ReportingClosed ReportingReopened FigureReported AggregateReported RuleReleased RegistrationsLinked
    RegistrationsUnlinked BsnReplaced IdentifierAdded PersonDeceased SecrecySet SecrecyLifted MunicipalityNamed
    MunicipalityMerged RegionComposed ProviderRecognised ProviderFailed CaseAssigned SignalAcknowledged
    DossierTransferred FileReceived RowRejected RemarkNotUnderstood NotificationReceived EventCorrected
    EventRetracted PersonalDataErased LegalHoldSet ApprovalGiven EstimateMade PlacesPurchased DeliveryCompleted
    RowMissing ValueEmptied SourceSystemTakenIntoUse
    """,
)
"""Every name of the chain's vocabulary; a missing one is a fact of the chain that could not be written down."""
ENVELOPE = {
    "occurred_on",
    "registered_on",
    "delivered_on",
    "recorded_at",
    "municipality",
    "source",
    "actor",
    "purpose",
    "correlation",
    "causation",
    "position",
    "subject",
}
"""What stands in the envelope of every event and so never in a fact."""


def every_fact(test: Any) -> Any:
    return pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.name)(test)


def encoded(fact: Fact) -> bytes:
    return msgspec.json.encode(fact, order="sorted")


# Samples of any fact, from its types.

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
CODE = st.text("abcXYZ0189_.:/+-", min_size=1, max_size=8).filter(lambda text: text[0].isalnum())
PLAIN_BODIES = st.dictionaries(
    CODE, st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(LETTERS, max_size=5)
)
INSTANTS = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + "Z")
SPECIAL: tuple[tuple[Any, st.SearchStrategy[Any]], ...] = (
    (base.Code, CODE),
    (base.Name, st.text(LETTERS, min_size=1, max_size=12)),
    (base.Text, st.text(LETTERS, min_size=1, max_size=12)),
    (base.MunicipalityCode, st.sampled_from(["0014", "0363", "0599"])),
    (base.EventId, st.uuids().map(str)),
    (delivery.Instant, INSTANTS),
    (msgspec.Raw, PLAIN_BODIES.map(rfc8785.dumps).map(msgspec.Raw)),
    (bool, st.booleans()),
    (date, st.dates()),
)


def values(hint: Any) -> st.SearchStrategy[Any]:
    known = next((strategy for kind, strategy in SPECIAL if kind == hint), None)
    if known is not None:
        return known
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated and arguments[0] is int:
        return st.integers(arguments[1].ge, arguments[1].le)
    if origin is Annotated and arguments[0] is str:
        return st.from_regex(r"\A[0-9a-f]{64}\Z")
    if origin is Annotated:
        return values(arguments[0])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([values(part) for part in arguments if part is not type(None)])
    assert issubclass(hint, msgspec.Struct), f"no samples for {hint}"
    return samples(hint)


def samples(described: type[Any]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(described, include_extras=True)
    required = {field.name: values(hints[field.name]) for field in msgspec.structs.fields(described) if field.required}
    optional = {
        name: values(hint) for name, hint in hints.items() if name not in required and not name.startswith("__")
    }
    return st.fixed_dictionaries(required, optional=optional).map(lambda given: described(**given))


ANY_FACT = st.sampled_from([samples(definition.fact) for definition in DEFINITIONS]).flatmap(lambda strategy: strategy)


def stored_form(definition: Definition) -> dict[str, Any]:
    """What may not change once an event of the kind was stored; words that only explain are left out."""

    def bare(schema: Any) -> Any:
        if isinstance(schema, dict):
            return {key: bare(part) for key, part in schema.items() if key != "description" or isinstance(part, dict)}
        return [bare(part) for part in schema] if isinstance(schema, list) else schema

    return {
        "number": definition.number,
        "schema": definition.schema,
        "name": definition.name,
        "subject": definition.subject,
        "named_by": list(definition.named_by),
        "slot": definition.slot,
        "sealed": {name: PERSONAL_FIELDS[name] for name in sorted(definition.personal)},
        "json_schema": bare(base.describe_fields(definition.fact)),
    }


def stored_forms() -> str:
    return json.dumps([stored_form(definition) for definition in DEFINITIONS], indent=1, sort_keys=True) + "\n"


# The vocabulary.


def test_every_fact_has_its_sentence_in_dutch_too_and_no_sentence_is_of_no_fact() -> None:
    assert [*SENTENCES] == [one.name for one in DEFINITIONS]
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    for one in DEFINITIONS:
        dutch = one.sentences["nl"]
        assert (dutch[0].isupper(), dutch[-1]) == (True, "."), dutch
        assert dutch not in (one.sentence, one.dutch)
        assert set(re.findall("`.+?`", dutch)) == set(re.findall("`.+?`", one.sentence)), dutch


def test_every_name_of_the_vocabulary_is_a_fact() -> None:
    assert set(VOCABULARY) - {definition.name for definition in DEFINITIONS} == set()


def test_the_package_gives_every_fact_by_name() -> None:
    assert sorted(domain.facts.__all__) == sorted(definition.name for definition in DEFINITIONS)
    assert all(getattr(domain.facts, definition.name) is definition.fact for definition in DEFINITIONS)


def test_no_number_is_used_twice() -> None:
    numbers = [definition.number for definition in DEFINITIONS]
    assert len(numbers) == len(set(numbers))


@every_fact
def test_a_number_stands_in_the_block_of_its_module_and_fits_a_smallint(definition: Definition) -> None:
    module = definition.fact.__module__.rpartition(".")[2]
    assert definition.number // 100 == BLOCKS[module]
    assert definition.number % 100 != 0
    assert definition.number < 2**15


@every_fact
def test_a_fact_has_a_sentence_and_an_official_dutch_term(definition: Definition) -> None:
    assert definition.fact.__doc__
    assert definition.sentence.endswith(".")
    assert definition.dutch.strip()


@every_fact
def test_every_field_of_a_fact_has_a_meaning_and_every_meaning_a_field(definition: Definition) -> None:
    sealed = set() if definition.name == "EventCorrected" else set(definition.personal)
    assert set(told(definition.fact).meanings) == set(definition.fact.__struct_fields__) | sealed


@every_fact
def test_what_stands_in_the_envelope_never_stands_in_a_fact(definition: Definition) -> None:
    assert not ENVELOPE & set(definition.fact.__struct_fields__)


@every_fact
def test_a_sealed_field_is_never_also_a_plain_one(definition: Definition) -> None:
    plain = set(definition.fact.__struct_fields__)
    assert not plain & set(definition.personal)
    if definition.subject == "registration":
        assert not plain & set(PERSONAL_FIELDS)


# The stored form.


@every_fact
def test_no_fact_knows_a_float(definition: Definition) -> None:
    assert '"number"' not in json.dumps(base.describe_fields(definition.fact)).replace('"number":', "")
    assert "float" not in repr(typing.get_type_hints(definition.fact, include_extras=True))


@every_fact
def test_amounts_of_money_are_in_cents_and_dates_say_so(definition: Definition) -> None:
    for name, hint in typing.get_type_hints(definition.fact, include_extras=True).items():
        if "amount" in name or "price" in name:
            assert name.endswith("_cents") or name == "amount", name
        if "datetime.date" in repr(hint):
            assert name.endswith(("_on", "_from", "_until", "_by", "as_of")), name


@every_fact
def test_an_optional_field_is_left_out_when_absent(definition: Definition) -> None:
    fields = msgspec.structs.fields(definition.fact)
    assert all(field.required or field.default in (None, (), 1) for field in fields)
    assert definition.fact.__struct_config__.omit_defaults
    assert definition.fact.__struct_config__.frozen
    assert definition.fact.__struct_config__.forbid_unknown_fields


@every_fact
def test_a_fact_refuses_a_field_it_does_not_know(definition: Definition) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"unknown field|missing required field"):
        msgspec.json.decode(b'{"unheard_of":1}', type=definition.fact)


@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(ANY_FACT)
def test_a_fact_comes_back_from_its_canonical_bytes_as_it_was(fact: Fact) -> None:
    stored = encoded(fact)
    assert msgspec.json.decode(stored, type=type(fact)) == fact
    plain = json.loads(stored)
    assert stored == rfc8785.dumps(plain)
    assert None not in plain.values()
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(rfc8785.dumps({**plain, "unheard_of": 1}), type=type(fact))


def test_the_stored_form_of_every_fact_is_the_one_written_down() -> None:
    written = {form["number"]: form for form in json.loads(GOLDEN.read_text(encoding="utf-8"))}
    now = {form["number"]: form for form in json.loads(stored_forms())}
    gone = [written[number]["name"] for number in written.keys() - now.keys()]
    new = [now[number]["name"] for number in now.keys() - written.keys()]
    changed = [form["name"] for number, form in now.items() if written.get(number, form) != form]
    assert gone + new + changed == [], (
        f"The stored form of facts is not the one in {GOLDEN.name}: gone {gone}, new {new}, changed {changed}. "
        "If events of it may have been stored: give the fact a new schema number and an upcast, and keep the old form "
        "readable. If none were: run `python tests/domain/test_facts.py` and commit the file."
    )


# Corrections carry a body of their own.

ORIGINAL = "018f0000-0000-7000-8000-000000000001"


def test_a_correction_embeds_the_canonical_bytes_of_the_new_body() -> None:
    body = domain.facts.EnforcementOrderIssued(with_offer=True, months=60)

    correction = domain.facts.EventCorrected(original=ORIGINAL, body=msgspec.Raw(encoded(body)))

    assert encoded(correction) == b'{"body":{"months":60,"with_offer":true},"original":"' + ORIGINAL.encode() + b'"}'
    again = msgspec.json.decode(encoded(correction), type=domain.facts.EventCorrected)
    assert (again, hash(again)) == (correction, hash(correction))
    assert msgspec.json.decode(again.body, type=type(body)) == body


@pytest.mark.parametrize(
    "body",
    [b'{"b":1,"a":2}', b'{"a": 1}', b"[]", b"1", b'{"a":1.5}', b'{"a":1.0}', b'{"a":1,"a":2}', b'{"a"'],
    ids=repr,
)
def test_a_correction_refuses_a_body_that_is_not_canonical(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"body|JSON|truncated|Input"):
        domain.facts.EventCorrected(original=ORIGINAL, body=msgspec.Raw(body))


def test_a_correction_may_come_with_every_sealed_field() -> None:
    assert set(base.of(domain.facts.EventCorrected).personal) == set(PERSONAL_FIELDS)


if __name__ == "__main__":
    GOLDEN.write_text(stored_forms(), encoding="utf-8")
