"""View `absences`: given facts, then absences with what was decided, done and offered about them."""

from datetime import date
from typing import Any

from domain.event import Recorded
from domain.facts import AbsenceFollowedUp, AbsenceReclassified, AbsenceRecorded, ChildcareRequested
from domain.rules.absence_table import Absence
from projections import VIEWS
from tests.given import Book, Registration

VIEW = VIEWS["absences"]


def at_the_roc() -> tuple[Book, Registration, Registration]:
    """A book with a registration at the ROC and one at the municipality."""
    book = Book()
    return (
        book,
        book.registration("C1", "0512", party="ROC Da Vinci", system="presentie"),
        book.registration("K1", "0512"),
    )


def absent(stream: Registration, on: str, **fields: Any) -> Recorded:
    return stream.says(AbsenceRecorded(**{"authorised": False} | fields), on)


def of(book: Book, recorded: Recorded) -> Absence:
    cases: dict[str, Any] = book.cases(VIEW)
    found: Absence = cases[str(recorded.event.event_id)]
    return found


def test_an_absence_knows_where_it_comes_from_and_what_it_was() -> None:
    book, roc, _ = at_the_roc()
    one = absent(roc, "2004-03-03", reason="CHILDCARE", until_on=date(2004, 3, 5), lessons=4, reported_to="ROC")

    found = of(book, one)
    assert (found.party, found.municipality, found.positions) == ("ROC Da Vinci", "0512", (1,))
    assert (found.absent_on, found.until_on, found.reason, found.lessons) == (
        "2004-03-03", date(2004, 3, 5), "CHILDCARE", 4,
    )  # fmt: skip


def test_a_decision_belongs_to_the_absence_it_names_whoever_says_it() -> None:
    book, roc, municipality = at_the_roc()
    one, other = absent(roc, "2004-03-03"), absent(roc, "2004-03-10", session="2")
    book.links(municipality, roc)
    municipality.says(AbsenceReclassified(absence=str(one.event.event_id), authorised=True), "2004-03-12")

    assert [judgement.authorised for judgement in of(book, one).judgements] == [True]
    assert of(book, one).positions == (1, 3, 4), "the absence, the link and the decision"
    assert of(book, other).judgements == ()


def test_an_action_that_names_an_absence_belongs_to_that_one() -> None:
    book, roc, _ = at_the_roc()
    one, other = absent(roc, "2004-03-03"), absent(roc, "2004-03-10", session="2")
    roc.says(AbsenceFollowedUp(absence=str(one.event.event_id), action="LETTER"), "2004-03-10")

    assert [action.on for action in of(book, one).actions] == ["2004-03-10"]
    assert of(book, other).actions == ()


def test_an_action_that_names_none_belongs_to_its_day_and_else_to_the_last_before_it() -> None:
    book, roc, _ = at_the_roc()
    morning, afternoon = (absent(roc, "2004-03-03", session=one) for one in ("1", "2"))
    later = absent(roc, "2004-03-10", session="3")
    roc.says(AbsenceFollowedUp(action="CALL"), "2004-03-03")
    roc.says(AbsenceFollowedUp(action="LETTER"), "2004-03-09")
    roc.says(AbsenceFollowedUp(action="VISIT"))
    roc.says(AbsenceFollowedUp(action="WARNING"), "2004-03-02")

    actions = [[action.action for action in of(book, one).actions] for one in (morning, afternoon, later)]
    assert actions == [["CALL"], ["CALL", "LETTER"], ["VISIT"]]


def test_childcare_is_asked_for_by_the_person() -> None:
    book, roc, municipality = at_the_roc()
    one, other = absent(roc, "2004-03-03", reason="CHILDCARE"), absent(roc, "2004-03-04", session="2", reason="WORK")
    municipality.says(ChildcareRequested(place_offered_on=date(2004, 2, 1)), "2004-01-05")
    assert of(book, one).childcare == ()

    book.links(municipality, roc)
    assert [request.offered_on for request in of(book, one).childcare] == [date(2004, 2, 1)]
    assert of(book, other).childcare == ()

    book.unlinks(municipality, roc)
    assert of(book, one).childcare == ()
