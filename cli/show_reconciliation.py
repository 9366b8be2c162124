"""Two sources beside each other on the terminal: totals first, then the persons who are not the same."""

from collections.abc import Sequence

from rich.text import Text

from cli.rendering import CASES_OF_A_REASON_MAX, bar, heading, indented, lines, pairs, section, table
from cli.session import Document, Session
from cli.show_figure import event_in_short
from cli.wiring import Book
from domain.municipalities import name_of
from exchange.found_words import matter_in_words
from projections.reconciling import OUTCOMES, Outcome
from replay.reconciled import SealedDiffering, in_order, person_documents
from replay.reconciling import Reconciliation
from replay.wording import NOTHING, Wording, listed

BAR_CHARACTERS = 20
EVENTS_SHOWN_MAX = 4
IDS_SHOWN_MAX = 4


def show_reconciliation(
    session: Session,
    book: Book,
    found: Reconciliation,
    document: Document,
    sealed: SealedDiffering | None,
    *,
    all_cases: bool = False,
) -> None:
    """Totals, matters and persons; of each outcome so many as one still reads, unless all are asked for."""
    out, wording = session.out, session.wording
    a, b = str(found.a.source), str(found.b.source)
    heading(out, wording.say("reconcile.title", a=a, b=b))
    _show_axes(session, found)
    if not found.persons:
        out.print()
        lines(out, [wording.say("reconcile.nobody")])
        out.print()
        return
    _show_totals(session, found, a, b)
    lines(out, _to_know(wording, document), "·")
    if document["by"] is not None:
        _show_places(session, book, found)
    if found.by_matter:
        section(out, wording.say("reconcile.by_matter"))
        pairs(out, [(wording.say(f"matter.{name}"), wording.number(count)) for name, count in found.by_matter.items()])
    for outcome in OUTCOMES:
        if outcome != "same" or all_cases:
            _show_persons(session, book, found, outcome, sealed, all_cases=all_cases)
    out.print()


def _show_axes(session: Session, found: Reconciliation) -> None:
    wording = session.wording
    place = found.municipality_name or found.municipality or wording.say("axis.everywhere")
    position = wording.say("axis.position", position=wording.number(found.known.position))
    rows = [
        (wording.say("axis.as_of"), f"{wording.day(found.as_of)} · {place}"),
        (wording.say("axis.known_at"), f"{position} · {wording.moment(found.known.recorded_at)}"),
    ]
    for side in (found.a, found.b):
        said = f"{wording.number(side.registrations)} {wording.say('reconcile.registrations')}"
        if side.without_identifier:
            count = wording.number(side.without_identifier)
            said += f"; {wording.say('reconcile.without_identifier', count=count)}"
        rows.append((str(side.source), said))
    pairs(session.out, rows)


def _show_totals(session: Session, found: Reconciliation, a: str, b: str) -> None:
    wording, considered = session.wording, len(found.persons)
    session.out.print()
    made = table([("", "left"), ("", "right"), ("", "left")])
    made.show_header = False
    for outcome, count in found.totals.items():
        name = wording.say(f"reconcile.{outcome}", **_sides(outcome, a, b))
        made.add_row(name, wording.number(count), bar(count, 0, considered, BAR_CHARACTERS))
    made.add_row(
        Text(wording.say("reconcile.considered"), style="bold"), Text(wording.number(considered), style="bold"), ""
    )
    indented(session.out, made)
    session.out.print()


def _sides(outcome: Outcome, a: str, b: str) -> dict[str, str]:
    return {"a": a} if outcome == "only_a" else {"b": b} if outcome == "only_b" else {}


def _to_know(wording: Wording, document: Document) -> list[str]:
    said = []
    if count := document["nothing_to_compare"]:
        said.append(wording.say("reconcile.nothing_to_compare", count=wording.number(count)))
    if count := document["provisional"]:
        said.append(wording.say("reconcile.provisional", count=wording.number(count)))
    sealed = document["sealed"]
    if sealed is None:
        return [*said, wording.say("reconcile.not_sealed")]
    counts = {"count": sealed["persons_differing"], "compared": sealed["persons_compared"]}
    said.append(wording.say("reconcile.sealed", **{name: wording.number(count) for name, count in counts.items()}))
    if left_out := sealed["persons_left_out"]:
        said.append(wording.say("reconcile.sealed_left_out", count=wording.number(left_out)))
    return said


def _show_places(session: Session, book: Book, found: Reconciliation) -> None:
    wording = session.wording
    names = book.figures.municipality_names(found.known.position)
    section(session.out, wording.say("reconcile.by").capitalize())
    sides = {"a": "A", "b": "B"}
    titles = [wording.say(f"reconcile.{outcome}", **sides) for outcome in OUTCOMES]
    made = table([("", "left"), *((title, "right") for title in titles)])
    for place, counted in found.by_municipality.items():
        name = NOTHING if place is None else name_of(place, names) or place
        made.add_row(name, *(wording.number(counted[outcome]) for outcome in OUTCOMES))
    indented(session.out, made)


def _show_persons(
    session: Session,
    book: Book,
    found: Reconciliation,
    outcome: Outcome,
    sealed: SealedDiffering | None,
    *,
    all_cases: bool,
) -> None:
    out, wording = session.out, session.wording
    of_outcome = [one for one in in_order(found.persons) if one.outcome == outcome]
    if not of_outcome:
        return
    shown = of_outcome if all_cases else of_outcome[:CASES_OF_A_REASON_MAX]
    documents = list(person_documents(book.ledger, shown, sealed))
    a, b = str(found.a.source), str(found.b.source)
    name = wording.say(f"reconcile.{outcome}", **_sides(outcome, a, b))
    section(out, f"{name[0].upper()}{name[1:]}: {wording.number(len(of_outcome))}")
    if outcome == "different":
        _show_different(session, documents)
    else:
        lines(out, [" · ".join(_ids(one["a"] or one["b"], one["b"] if one["a"] else []) for one in documents)])
        lines(out, [_sealed(wording, one) for one in documents if one["sealed_differing"]])
    if left_out := len(of_outcome) - len(shown):
        lines(out, [wording.say("reconcile.more", count=wording.number(left_out))])


def _ids(first: Sequence[str], second: Sequence[str]) -> str:
    sides = [listed(side, IDS_SHOWN_MAX) for side in (first, second) if side]
    return " = ".join(sides)


def _sealed(wording: Wording, one: Document) -> str:
    fields = ", ".join(wording.say(f"sealed.{field}") for field in one["sealed_differing"])
    return f"{_ids(one['a'], one['b'])}: {fields} {wording.say('reconcile.differs')}"


def _show_different(session: Session, documents: Sequence[Document]) -> None:
    wording = session.wording
    made = table([(wording.say("case.id"), "left"), (wording.say("reconcile.what"), "left")], [1])
    for one in documents:
        told = [_told(wording, differing) for differing in one["differing"]]
        if one["sealed_differing"]:
            told.append(Text(_sealed(wording, one)))
        made.add_row(_ids(one["a"], one["b"]), Text("\n").join(told))
    indented(session.out, made)


def _told(wording: Wording, differing: Document) -> Text:
    """What the one says and what the other says, and below it the facts by which they do."""
    matter = matter_in_words(wording, differing["matter"], differing["about"])
    events = (event_in_short(wording, event) for event in differing["events"])
    facts = listed(events, EVENTS_SHOWN_MAX, separator=" · ")
    said = f"{matter}: {wording.value(differing['a'])} ↔ {wording.value(differing['b'])}"
    return Text(said) + Text(f"\n{facts}", style="dim")
