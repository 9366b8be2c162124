"""Realisation as it is accounted for: worked case C04, and when a document is there in good order."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, ParameterNotSet, Rule, judge, question_for
from domain.dates import When, parse_period
from domain.event import Position
from domain.facts import DocumentReceived, EnforcementOrderIssued, ForecastMade, PlacementStarted, QuotaSet
from domain.quotas import Quota, set_against
from domain.rules import rule
from domain.rules.accountability import AccountedPlacement, Receipt, Rejection
from domain.rules.quota_realisation import OtherPlacement
from projections import VIEWS
from tests.given import Book, ask, read

ON_TRAJECTORY, COMPLETE = rule("realisation", "on-trajectory"), rule("realisation", "complete-files")
DEN_HAAG = "0518"
NEEDED = "beschikking,trajectplan,startverklaring"
SET = ((date(2008, 1, 1), DEN_HAAG, "accountability-documents", NEEDED),)


def bounds(as_of: str = "2008-12-31", period: str | None = None, registered_by: str | None = None) -> Bounds:
    bound = date.fromisoformat(registered_by) if registered_by else None
    return Bounds(date.fromisoformat(as_of), Position(9999), parse_period(period) if period else None, bound)


# --- Worked case C04 ---


def den_haag(second_delivery: bool = True) -> Book:
    """The files of the case: D01 to D10 on a trajectory, D11 to D13 with an order."""
    book = Book()

    def file(name: str, **documents: Any) -> None:
        stream = book.registration(name, municipality=DEN_HAAG, party=DEN_HAAG)
        stream.says(PlacementStarted(trajectory="REGULAR"), "2008-09-01", delivered_on="2009-01-05")
        for document, (on, said) in documents.items():
            stream.says(DocumentReceived(document=document, **said), on, delivered_on="2009-01-05")

    signed: Any = {"beschikking": ("2008-12-01", {"signed": True})}
    planned: Any = {**signed, "trajectplan": ("2008-12-01", {})}
    for number in range(1, 6):
        file(f"D{number:02}", **planned, startverklaring=("2008-12-15", {"names_person": "SAME"}))
    for name in ("D06", "D07"):
        file(name, **planned)
    unsigned: Any = {**planned, "beschikking": ("2008-12-01", {"signed": False})}
    file("D08", **unsigned, startverklaring=("2008-12-01", {"names_person": "SAME"}))
    file("D09", **signed)
    file("D10", **planned, startverklaring=("2008-12-01", {"names_person": "OTHER"}))
    for name in ("D11", "D12", "D13"):
        stream = book.registration(name, municipality=DEN_HAAG, party=DEN_HAAG)
        stream.says(EnforcementOrderIssued(with_offer=False), "2008-07-01", delivered_on="2009-01-05")
    if second_delivery:
        late = DocumentReceived(document="startverklaring", names_person="SAME")
        book.registration("D06").says(late, "2009-01-12", delivered_on="2009-02-02")
    return book


def asked(the_rule: Rule, asked_for: Bounds, book: Book | None = None) -> Any:
    everywhere = [(day, None, name, value) for day, _, name, value in SET]
    return ask(book or den_haag(), VIEWS["accountability"], the_rule, asked_for, everywhere)


REFUSED = dict.fromkeys(("D11", "D12", "D13"), "ENFORCEMENT_ONLY")
COMPLETE_FILES = ["D01", "D02", "D03", "D04", "D05"]
FAULTS = {
    "D06": "DOC_LATE",
    "D07": "DOC_MISSING",
    "D08": "DOC_INVALID",
    "D09": "DOC_MISSING",
    "D10": "DOC_WRONG_PERSON",
}


def test_c04_ten_are_on_a_trajectory_and_who_was_refused_is_not() -> None:
    answer = asked(ON_TRAJECTORY, bounds())

    assert (answer.value, answer.codes) == (10, REFUSED)


def test_c04_of_five_all_documents_were_there_and_the_others_say_what_was_not() -> None:
    answer = asked(COMPLETE, bounds())

    assert (answer.counted, answer.codes) == (COMPLETE_FILES, REFUSED | FAULTS)
    assert {name: dict(answer.verdicts[name].reason.detail) for name in FAULTS} == {
        "D06": {"documents": "startverklaring", "received_on": "2009-01-12"},
        "D07": {"documents": "startverklaring"},
        "D08": {"documents": "beschikking", "because": "UNSIGNED"},
        "D09": {"documents": "trajectplan, startverklaring"},
        "D10": {"documents": "startverklaring"},
    }
    assert (answer.verdicts["D06"].reason.limit_on, answer.verdicts["D06"].reason.days_over) == (date(2008, 12, 31), 12)


def test_c04_before_the_second_delivery_the_late_document_is_missing() -> None:
    answer = asked(COMPLETE, bounds(), den_haag(second_delivery=False))

    assert answer.codes == REFUSED | FAULTS | {"D06": "DOC_MISSING"}


def test_c04_in_january_the_late_document_counts() -> None:
    answer = asked(COMPLETE, bounds("2009-01-31"))

    assert answer.counted == [*COMPLETE_FILES, "D06"]


def test_c04_persons_stand_against_persons_and_a_higher_number_of_trajectories_gets_no_number() -> None:
    book = Book()

    def line(kind: Any, unit: str, **said: Any) -> None:
        fact = kind(
            scheme="Wet inburgering 2007",
            unit=unit,
            period_until=date(2010, 1, 1),
            setter="gemeente",
            document_on=date(2008, 10, 6),
            document="versnellingsplannen G4",
            **said,
        )
        book.shared(fact, "2008-10-06", DEN_HAAG)

    line(QuotaSet, "persons", amount=11_916, precision="exact", period_from=date(2007, 1, 1))
    line(ForecastMade, "trajectories", precision="higher", period_from=date(2009, 1, 1))
    quotas: list[Quota] = [read(VIEWS["quotas"], row) for row in book.rows(VIEWS["quotas"])]

    for the_rule in (ON_TRAJECTORY, COMPLETE):
        beside, refused = set_against(the_rule, 5, quotas, bounds("2009-01-31"))
        assert [(one.quota.amount, one.to_go) for one in beside] == [(11_916, 11_911)]
        assert [(quota.amount, why) for quota, why in refused] == [(None, "UNIT_MISMATCH")]


def test_the_versions_follow_each_other_and_name_their_contradiction() -> None:
    assert ON_TRAJECTORY.in_force_until == COMPLETE.in_force_from == date(2009, 1, 1)
    for version, other in ((ON_TRAJECTORY, "complete-files"), (COMPLETE, "on-trajectory")):
        conflict = next(one for one in version.conflicts if one.with_version)
        assert conflict.with_version == other
        assert {passage.requirement for passage in conflict.sources} == {"R028", "R042", "R043"}


# --- One document at a time ---


def receipt(on: str | None = "2008-12-01", document: str = "beschikking", *rejected: Any, **said: Any) -> Receipt:
    """A receipt; `rejected` are (day, reason)."""
    rejections = tuple(Rejection(on=When(day) if day else None, reason=reason) for day, reason in rejected)
    return Receipt(document=document, on=When(on) if on else None, rejections=rejections, **said)


def placement(*receipts: Receipt, **fields: Any) -> AccountedPlacement:
    usual = {
        "case": "c",
        "party": DEN_HAAG,
        "system": "s",
        "kind": "PLACEMENT",
        "trajectory": "REGULAR",
        "started_on": When("2008-09-01"),
        "municipality": DEN_HAAG,
    }
    return AccountedPlacement(**usual | fields, receipts=receipts)


def judged(case: AccountedPlacement, needed: str = "beschikking", asked_for: Bounds | None = None) -> Any:
    settings = ((None, None, "accountability-documents", needed),)
    return judge(COMPLETE, case, question_for(COMPLETE, asked_for or bounds(), settings, DEN_HAAG))


@pytest.mark.parametrize(
    ("receipts", "expected"),
    [
        ([receipt("2008-12-31")], "FILE_COMPLETE"),
        ([receipt("2009-01-01")], "DOC_LATE"),
        ([receipt("2008-12-31"), receipt("2009-01-01")], "FILE_COMPLETE"),
        ([receipt("2008-12-01"), receipt("2008-12-02", signed=False)], "FILE_COMPLETE"),
        ([receipt("2008-12-01", signed=False), receipt("2008-12-31")], "FILE_COMPLETE"),
        ([receipt("2008-12-01", signed=False), receipt("2009-01-01")], "DOC_INVALID"),
        ([receipt("2009-01-01", signed=False)], "DOC_MISSING"),
        ([receipt("2009-01-01", signed=False), receipt("2009-01-02")], "DOC_LATE"),
        ([receipt(signed=False, names_person="OTHER")], "DOC_WRONG_PERSON"),
        ([receipt("2008-12-01", names_person="OTHER"), receipt("2008-12-02", signed=False)], "DOC_INVALID"),
        ([receipt(names_person="UNKNOWN", signed=None)], "FILE_COMPLETE"),
        ([receipt(document="trajectplan")], "DOC_MISSING"),
        ([], "DOC_MISSING"),
    ],
)
def test_a_document_counts_when_one_receipt_of_it_was_good_by_the_day(receipts: list[Receipt], expected: str) -> None:
    assert judged(placement(*receipts)).code == expected


@pytest.mark.parametrize(
    ("receipts", "expected"),
    [
        ([receipt("2008-12-01", "beschikking", ("2008-12-31", "UNSIGNED"))], "DOC_INVALID"),
        ([receipt("2008-12-01", "beschikking", ("2009-01-01", "UNSIGNED"))], "FILE_COMPLETE"),
        ([receipt("2008-12-01", "beschikking", ("2008-12-10", "WRONG_PERSON"))], "DOC_WRONG_PERSON"),
        ([receipt("2008-12-01", "beschikking", ("2008-12-10", None)), receipt("2008-12-31")], "FILE_COMPLETE"),
        ([receipt("2008-12-01", "beschikking", ("2008-12-10", None)), receipt("2009-01-01")], "DOC_INVALID"),
        ([receipt("2008-12-01", "beschikking", (None, "OTHER"))], "DATE_UNKNOWN"),
        ([receipt("2008-12-01", "beschikking", ("2008-12", "OTHER"))], "DATE_UNKNOWN"),
        ([receipt("2008-12-01", "beschikking", ("2009-01", "OTHER"))], "FILE_COMPLETE"),
        ([receipt("2009-01")], "DOC_LATE"),
        ([receipt("2009")], "DOC_LATE"),
        ([receipt("2009-01", "beschikking", ("2009-01", "OTHER"))], "DOC_MISSING"),
        ([receipt("2009-01-01", "beschikking", ("2009-01-01", "OTHER"))], "DOC_MISSING"),
    ],
)
def test_a_rejection_holds_from_its_day_and_a_later_good_receipt_mends_it(
    receipts: list[Receipt], expected: str
) -> None:
    assert judged(placement(*receipts)).code == expected


@pytest.mark.parametrize("unknown", [None, "2008", "2008-12"])
@pytest.mark.parametrize(
    ("said", "beside", "expected"),
    [
        ({}, [], "DATE_UNKNOWN"),
        ({}, [receipt("2008-12-31")], "FILE_COMPLETE"),
        ({}, [receipt("2009-01-01")], "DATE_UNKNOWN"),
        ({"signed": False}, [], "DOC_INVALID"),
        ({"signed": False}, [receipt("2009-01-01")], "DOC_INVALID"),
        ({"names_person": "OTHER"}, [receipt("2008-12-31")], "FILE_COMPLETE"),
    ],
)
def test_a_document_received_on_an_unknown_day_is_put_on_no_side(
    said: dict[str, Any], beside: list[Receipt], expected: str, unknown: str | None
) -> None:
    assert judged(placement(receipt(unknown, **said), *beside)).code == expected


def test_why_it_was_not_good_and_when_it_was_mended_are_told() -> None:
    rejected = receipt("2008-12-01", "beschikking", ("2008-12-10", "ILLEGIBLE"))

    assert judged(placement(rejected, receipt("2009-01-12"))).reason.detail == {
        "documents": "beschikking",
        "because": "ILLEGIBLE",
        "received_on": "2009-01-12",
    }


def test_of_several_faults_the_first_in_the_order_of_the_tests_gives_the_code_and_the_others_are_told() -> None:
    late, unsigned = receipt("2009-01-12", "late"), receipt(document="unsigned", signed=False)
    other, undated = receipt(document="other", names_person="OTHER"), receipt(None, "undated")
    receipts = [late, unsigned, other, undated]
    codes = ["DOC_MISSING", "DOC_LATE", "DOC_INVALID", "DOC_WRONG_PERSON", "DATE_UNKNOWN"]
    needed = ["missing", "late", "unsigned", "other", "undated"]

    assert [test.code for test in COMPLETE.tests[-5:]] == codes
    for first, code in enumerate(codes):
        found = judged(placement(*receipts), ",".join(reversed(needed[first:])))
        assert (found.code, found.reason.detail["documents"]) == (code, needed[first])
        also = list(reversed([f"{one} {name}" for one, name in zip(codes, needed, strict=True)][first + 1 :]))
        assert found.reason.detail.get("also", "") == ", ".join(also)


@pytest.mark.parametrize(
    ("needed", "documents"),
    [
        ("trajectplan,startverklaring", "trajectplan, startverklaring"),
        (" startverklaring ,  trajectplan ", "startverklaring, trajectplan"),
        ("Trajectplan,BESCHIKKING", "Trajectplan"),
        ("trajectplan,Trajectplan,trajectplan", "trajectplan"),
        ("trajectplan,,", "trajectplan"),
    ],
)
def test_the_list_is_read_without_blanks_doubles_and_capitals_and_told_in_its_own_order(
    needed: str, documents: str
) -> None:
    assert judged(placement(receipt()), needed).reason.detail["documents"] == documents


@pytest.mark.parametrize("needed", [",", " , "])
def test_a_list_without_documents_is_no_list(needed: str) -> None:
    with pytest.raises(
        ParameterNotSet, match=rf"ParameterSet name=accountability-documents .* municipality={DEN_HAAG}"
    ):
        judged(placement(), needed)


def test_the_documents_are_asked_of_the_municipality_that_set_them_from_its_day_on() -> None:
    settings = [*SET, (date(2009, 1, 15), DEN_HAAG, "accountability-documents", "beschikking")]
    for as_of, counted in (("2009-01-14", 0), ("2009-01-15", 1)):
        question = question_for(COMPLETE, bounds(as_of), settings, DEN_HAAG)
        assert judge(COMPLETE, placement(receipt()), question).counted is bool(counted)
    with pytest.raises(ParameterNotSet, match="municipality=0344 occurred_on"):
        question_for(COMPLETE, bounds(), SET, "0344")
    with pytest.raises(ParameterNotSet, match=DEN_HAAG):
        question_for(COMPLETE, bounds("2007-12-31"), SET, DEN_HAAG)


def test_a_document_of_which_nobody_could_tell_whose_it_is_counts_and_says_so() -> None:
    found = judged(placement(receipt(names_person="UNKNOWN")))

    assert (found.counted, found.reason.detail) == (True, {"person_unknown": "beschikking"})


@pytest.mark.parametrize(
    ("fields", "asked_for", "expected"),
    [
        ({"started_on": When("2008-12-31")}, bounds(), "FILE_COMPLETE"),
        ({"started_on": When("2009-01-01")}, bounds(), "AFTER_AS_OF"),
        ({"started_on": When("2008-12")}, bounds(), "DATE_UNKNOWN"),
        ({}, bounds(period="2008-01-01..2008-09-01"), "ON_BOUNDARY"),
        ({}, bounds(period="2008-09-01..2009-01-01"), "FILE_COMPLETE"),
        ({}, bounds(period="2008-09-02..2009-01-01"), "BEFORE_PERIOD"),
        ({"trajectory": "LITERACY_CLASS"}, bounds(), "NOT_A_WI_TRAJECTORY"),
        ({"kind": "ENFORCEMENT"}, bounds(), "ENFORCEMENT_ONLY"),
    ],
)
def test_without_a_trajectory_that_counts_no_document_is_looked_at(
    fields: dict[str, Any], asked_for: Bounds, expected: str
) -> None:
    found = judged(placement(receipt(), **fields), asked_for=asked_for)
    without = judge(ON_TRAJECTORY, placement(**fields), question_for(ON_TRAJECTORY, asked_for))

    assert found.code == expected
    assert without.code == ("ON_TRAJECTORY" if expected == "FILE_COMPLETE" else expected)


@pytest.mark.parametrize("the_rule", [ON_TRAJECTORY, COMPLETE])
def test_a_person_with_two_trajectories_counts_once_by_the_earlier(the_rule: Rule) -> None:
    earlier = OtherPlacement(case="b", on=When("2008-08-01"), position=1, municipality=DEN_HAAG, trajectory="REGULAR")
    question = question_for(the_rule, bounds(), SET, DEN_HAAG)

    found = judge(the_rule, placement(not_later=(earlier,)), question)
    assert (found.code, found.reason.detail) == ("OTHER_TRAJECTORY_OF_SAME_PERSON", {"counted_as": "b"})
