"""The command `record`: one fact by hand, and the help that shows its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.text import Text

from cli.errors import Misused, near_names
from cli.rendering import heading, indented, lines, section, table
from cli.session import Session
from cli.wiring import Book
from domain.event import Recorded
from domain.facts import EventCorrected, ParameterSet, SignalAcknowledged
from domain.facts.base import definitions, of
from domain.municipalities import find_code
from domain.signals import SIGNALS
from exchange.by_hand import NOT_BY_HAND, ByHand, KindIsUnknown, definition_of, describe, parameters, parse_by_hand
from replay.asking import today_in_amsterdam


def record(session: Session, kind: str, words: Sequence[str], key: str | None) -> None:
    """Record what was typed; asked twice it is nothing new."""
    kind = _known(session, kind)
    with session.book() as book:
        from exchange.linking import follow_fact
        from exchange.linking_by_hand import require_real_link
        from exchange.naming import require_own_name
        from exchange.recording import record_by_hand

        names = book.figures.municipality_names()
        by_hand = _understood(book, kind, words, names)
        require_own_name(by_hand, names)
        require_real_link(book.ledger, by_hand)
        today = today_in_amsterdam(book.ledger.database_now())
        done = record_by_hand(book.ledger, by_hand, actor=session.settings.actor, today=today, key=key)
        decided = follow_fact(book.ledger, session.settings.actor, by_hand.fact, done.subject)
        events = [book.ledger.events_at([position])[position][0] for position in done.positions]
        is_new = done.receipt is not None
        session.counts |= {"type": of(by_hand.fact).name, "recorded": len(events) if is_new else 0}
        notices = _notices(session, by_hand)
        if session.as_json:
            document = {"recorded": is_new, "subject": str(done.subject), "events": [_event(one) for one in events]}
            document |= {"links": asdict(decided)}
            session.write_json(document | ({"notices": notices} if notices else {}))
            return
        said = [_told(session, one) for one in events] if is_new else [session.wording.say("record.nothing")]
        if any(asdict(decided).values()):
            said.append(session.wording.say("import.links", **asdict(decided)))
        lines(session.out, [*said, *notices])


def _understood(book: Book, kind: str, words: Sequence[str], names: Mapping[str, str]) -> ByHand:
    """The fact that was typed; a correction may name single fields of what it corrects."""

    def resolve(text: str) -> str | None:
        return find_code(text, names)

    if kind != EventCorrected.__name__:
        return parse_by_hand(kind, words, resolve)
    from exchange.correcting import fact_standing, parse_correction

    return parse_correction(words, resolve, lambda event_id: fact_standing(book.ledger, event_id))


def _notices(session: Session, by_hand: ByHand) -> list[str]:
    """What to know of a fact that was taken: nothing reads a parameter that no rule knows, or no such signal."""
    fact = by_hand.fact
    if isinstance(fact, SignalAcknowledged) and fact.about is None and fact.signal not in SIGNALS:
        return [session.wording.say("record.no_such_signal", name=fact.signal, known=", ".join(SIGNALS))]
    if not isinstance(fact, ParameterSet) or fact.name in parameters():
        return []
    near = near_names(fact.name, parameters(), session.wording)
    return [session.wording.say("record.unread", name=fact.name, near=near)]


def _event(recorded: Recorded) -> dict[str, object]:
    from replay.answers import event_summary

    return event_summary(recorded) | {"event_id": str(recorded.event.event_id)}


def _told(session: Session, recorded: Recorded) -> str:
    from domain.facts.base import by_number

    position = session.wording.number(recorded.position)
    name = by_number(recorded.event.type).name
    return session.wording.say("record.done", type=name, position=position) + f" [{recorded.event.event_id}]"


def _known(session: Session, kind: str) -> str:
    """The name of a kind of fact that may be recorded by hand; the nearest names are offered for another."""
    if "=" in kind:
        raise Misused(session.wording.say("error.missing_type"))
    try:
        return definition_of(kind).name
    except KindIsUnknown:
        near = near_names(kind, [one.name for one in definitions()], session.wording)
        raise Misused(session.wording.say("error.unknown_type", asked=kind[:80], near=near)) from None


def show_fields(session: Session, kind: str) -> None:
    """The fields of one kind of fact: which are needed, what they mean, and an example that works."""
    out, wording, kind = session.out, session.wording, _known(session, kind)
    fields = describe(kind)
    if session.as_json:
        session.write_json(
            {
                "type": kind,
                "fields": [
                    {
                        "name": one.name,
                        "kind": one.type,
                        "required": one.required,
                        "sealed": one.personal,
                        "meaning": one.meaning,
                        "choices": list(one.choices),
                        "example": one.example,
                    }
                    for one in fields
                ],
            }
        )
        return
    definition = definition_of(kind)
    heading(out, kind, definition.dutch)
    lines(out, [definition.sentences[wording.language]])
    out.print()
    made = table(
        [
            (wording.say("record.field"), "left"),
            (wording.say("record.required"), "left"),
            (wording.say("record.meaning"), "left"),
            (wording.say("record.example"), "left"),
        ],
        [2, 3],
    )
    for one in fields:
        needed = wording.say("record.required") if one.required else ""
        sealed = wording.say("record.sealed") if one.personal else ""
        name = Text(one.name, style="bold" if one.required else "")
        meaning = one.meaning.rstrip(".")
        if one.choices:
            meaning += "\n" + (one.dutch_type if wording.language == "nl" else one.type)
        made.add_row(name, needed or sealed, meaning, Text(one.example, style="dim"))
    indented(out, made)
    section(out, wording.say("record.try"))
    words = " ".join(_quoted(f"{one.name}={one.example}") for one in fields if one.required)
    lines(out, [f"ketenboek record {kind} {words}".rstrip()])
    out.print()


def _quoted(word: str) -> str:
    return f"'{word}'" if any(character in word for character in ' "{}[]$&;|<>*?') else word


def show_kinds(session: Session) -> None:
    """All kinds of fact that may be recorded by hand, subject by subject."""
    out, wording = session.out, session.wording
    found = [one for one in definitions() if one.subject != "delivery" and one.name not in NOT_BY_HAND]
    if session.as_json:
        session.write_json([{"type": one.name, "dutch": one.dutch, "meaning": one.sentence} for one in found])
        return
    heading(out, wording.say("record.types"))
    made = table([(wording.say("dossier.fact"), "left"), (wording.say("record.meaning"), "left")], [1])
    for one in found:
        said = one.sentences[wording.language]
        made.add_row(one.name, Text(one.dutch) + Text(f" · {said}", style="dim"))
    indented(out, made)
    out.print()
