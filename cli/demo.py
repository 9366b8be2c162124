"""The command `demo`: the files of all parties become facts, and two published figures are opened down to them.

The story of Groningen (worked case C01) and of Zuid-Holland Zuid (C07) is told; the facts of the other example files in
docs/examples are there to be asked. All persons in them are invented. At the end the reporting over 2007 and the first
half of 2008 is closed, by one and approved by another, so that the ministry has figures to read: how few is too few to
publish, and the day of closing, are our own choices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.text import Text

from cli.errors import Refused
from cli.importing import Asked as FileAsked
from cli.importing import Taken, import_one, was_received
from cli.rendering import lines, section
from cli.session import Session
from cli.show_answers import show_cases
from cli.show_comparison import show_comparison
from cli.show_figure import show_figure, show_versions
from cli.show_import import show_import
from cli.wiring import Book
from domain.dates import parse_period
from domain.event import Recorded
from domain.municipalities import find_code
from exchange.by_hand import parse_by_hand
from exchange.recording import record_by_hand
from replay.asking import Asked, today_in_amsterdam
from replay.comparing import compare

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
FILES: tuple[tuple[str, FileAsked], ...] = (
    (
        "gemeente-groningen-gws4all-plaatsingen.csv",
        FileAsked(municipality="Groningen", delivered_on=date(2008, 10, 6)),
    ),
    ("taakstellingen.csv", FileAsked(delivered_on=date(2010, 3, 1))),
    ("roc-da-vinci-wachtlijst.xlsx", FileAsked()),
    ("in-no-file.jsonl", FileAsked(delivered_on=date(2010, 3, 1))),
    (
        "gemeente-rotterdam-instroom-2008-04-01.csv",
        FileAsked(municipality="Rotterdam", delivered_on=date(2008, 4, 1)),
    ),
    (
        "gemeente-rotterdam-instroom-2008-10-01.csv",
        FileAsked(municipality="Rotterdam", delivered_on=date(2008, 10, 1)),
    ),
    ("aanbieder-x-inschrijvingen.csv", FileAsked(municipality="Amsterdam", delivered_on=date(2008, 1, 7))),
    ("aanbieder-y-inschrijvingen.xlsx", FileAsked(municipality="Amsterdam", delivered_on=date(2008, 1, 7))),
    (
        "gemeente-den-haag-verantwoording-2009-01-05.csv",
        FileAsked(municipality="Den Haag", delivered_on=date(2009, 1, 5)),
    ),
    (
        "gemeente-den-haag-verantwoording-2009-02-02.csv",
        FileAsked(municipality="Den Haag", delivered_on=date(2009, 2, 2)),
    ),
    ("pilot-oudkomers-presentie.csv", FileAsked(delivered_on=date(2004, 7, 1))),
    ("gemeente-haarlem-pib.csv", FileAsked(municipality="Haarlem", delivered_on=date(2009, 12, 31))),
    ("duo-notificaties.jsonl", FileAsked(municipality="Groningen")),
)
PERIOD = "2007-01-01..2008-07-01"
PROPOSER, APPROVER = "demo-ministry-1", "demo-ministry-2"
THRESHOLD = (
    "name=publication-threshold",
    "value=5",
    "document=voorbeeld: drempel van de demonstratie",
    "occurred_on=2008-01-01",
)
CLOSING = (
    "scheme=Wet inburgering 2007",
    "period_from=2007-01-01",
    "period_until=2008-07-01",
    "document=voorbeeld: sluiting over 2007 en het eerste halfjaar van 2008",
    "occurred_on=2008-09-19",
)
NEXT = (
    f"ketenboek explain quota-placements@letter-4a --municipality Groningen --period {PERIOD}",
    "ketenboek history GWS4all:L1",
    "ketenboek figure waiting-over-one-year --as-of 2003-12-01 --json",
    "ketenboek record WaitingListLeft --fields",
    "ketenboek verify",
)


@dataclass(frozen=True, slots=True)
class _Story:
    session: Session
    book: Book

    def title(self, name: str) -> None:
        out = self.session.out
        out.print()
        out.rule(Text(self.session.wording.say(name), style="bold magenta"), align="left", style="magenta")


def run_demo(session: Session, book: Book) -> None:
    """Import the examples and tell the figures; everything may be asked again afterwards."""
    if not all((EXAMPLES / name).is_file() for name, _ in FILES):
        raise Refused(session.wording.say("error.no_examples", folder=EXAMPLES))
    _require_room(session, book)
    story = _Story(session, book)
    _import(story)
    _groningen(story)
    _waiting(story)
    _close(story)
    section(session.out, session.wording.say("demo.next"))
    lines(session.out, NEXT, "$")
    session.out.print()


def _require_room(session: Session, book: Book) -> None:
    """Refuse a ledger with facts of its own: nobody's book gets invented persons in it. Raises Refused."""
    name, asked = FILES[0]
    position = book.ledger.head().position
    if position and not was_received(session, book, EXAMPLES / name, asked):
        raise Refused(session.wording.say("error.not_a_demo", position=session.wording.number(position)))


def _import(story: _Story) -> None:
    story.title("demo.import")
    taken: list[Taken] = [import_one(story.session, story.book, EXAMPLES / name, asked) for name, asked in FILES]
    show_import(story.session, taken, story.book.ledger.head().position)


def _groningen(story: _Story) -> None:
    """236, 148 and 237: one list of placements, two readings, and one placement that was entered later."""
    session, figures = story.session, story.book.figures
    out, wording = session.out, session.wording
    bounds = Asked("placements", municipality="Groningen", period=parse_period(PERIOD), registered_by=date(2008, 9, 18))
    story.title("demo.groningen")
    show_figure(out, wording, figures.ask(bounds)[0], is_opened=True)
    show_versions(out, wording, figures.ask(_other(bounds, rule="quota-placements")))
    show_figure(out, wording, figures.ask(_other(bounds, rule="enforcement-orders"))[0])
    story.title("demo.later")
    later = _other(bounds, registered_by=date(2008, 10, 2))
    show_comparison(session, story.book.ledger, compare(figures, bounds, later))


def _waiting(story: _Story) -> None:
    """Who waits too long by either reading, who waits over a year, and whom a cleaning would remove."""
    session, figures = story.session, story.book.figures
    out, wording = session.out, session.wording
    day = date(2003, 12, 1)
    story.title("demo.waiting")
    answers = figures.ask(Asked("waiting-over-four-months", as_of=day))
    show_versions(out, wording, answers)
    show_cases(session, story.book.ledger, answers[0])
    for asked in (
        Asked("waiting-over-one-year", as_of=day),
        Asked("waiting-list-cleaning", as_of=date(2003, 12, 31)),
    ):
        answer = figures.ask(asked)[0]
        show_figure(out, wording, answer)
        show_cases(session, story.book.ledger, answer)


def _close(story: _Story) -> None:
    """Close a period of reporting; where that stands already nothing is recorded."""
    session, book = story.session, story.book
    story.title("demo.closing")
    _record(book, "ParameterSet", THRESHOLD, PROPOSER)
    closing = _record(book, "ReportingClosed", CLOSING, PROPOSER)
    approval = _record(book, "ApprovalGiven", (f"approves={closing.event.event_id}",), APPROVER)
    wording = session.wording
    positions = {"closing": wording.number(closing.position), "approval": wording.number(approval.position)}
    lines(session.out, [wording.say("demo.closed", proposer=PROPOSER, approver=APPROVER, **positions)])


def _record(book: Book, kind: str, words: Sequence[str], actor: str) -> Recorded:
    """What says it, recorded now or before."""
    today = today_in_amsterdam(book.ledger.database_now())
    by_hand = parse_by_hand(kind, words, lambda name: find_code(name, book.figures.municipality_names()))
    position = record_by_hand(book.ledger, by_hand, actor=actor, today=today).positions[-1]
    return book.ledger.events_at([position])[position][0]


def _other(asked: Asked, *, rule: str | None = None, registered_by: date | None = None) -> Asked:
    """The same question with another rule, or with the books as they stood on another day."""
    return Asked(
        rule or asked.rule,
        municipality=asked.municipality,
        period=asked.period,
        registered_by=registered_by or asked.registered_by,
    )
