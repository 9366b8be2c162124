"""One dossier as a timeline: what happened, what was corrected, and what the views said of it meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text

from cli.rendering import heading, indented, section, table
from cli.session import Document, Session
from replay.dossier_story import CORRECTION_FIELDS, QUIET_FIELDS, changes, is_inner, said_before
from replay.wording import NOTHING, Wording


def show_dossier(session: Session, document: Document, *, everything: bool = False) -> None:
    """The timeline and the rows of one registration and of those it is linked to; hashes and random ids where
    everything is asked for."""
    out, wording = session.out, session.wording
    registration = f"{wording.say('dossier.registration')} {document['registration']}" if everything else ""
    heading(out, f"{document['source']}:{document['id']}", registration)
    section(out, wording.say("dossier.facts"))
    made = table(
        [
            ("#", "right"),
            (wording.say("dossier.occurred_on"), "left"),
            (wording.say("dossier.registered_on"), "left"),
            (wording.say("dossier.fact"), "left"),
        ],
        [3],
    )
    events = {one["event_id"]: one for one in document["events"]}
    whose = _whose(document)
    for one in document["events"]:
        made.add_row(
            str(one["position"]),
            _occurred_on(wording, one),
            wording.short_day(one["registered_on"]),
            _told(wording, one, events, _Shown(whose.get(one["registration"], ""), everything)),
        )
    indented(out, made)
    if rows := document["rows"]:
        section(out, wording.say("dossier.rows"))
        _show_rows(session, rows, _Shown("", everything))
    out.print()


@dataclass(frozen=True, slots=True)
class _Shown:
    """Whose fact it is, where several registrations stand together, and whether inner fields are shown."""

    whose: str
    everything: bool

    def fields(self, said: Mapping[str, object]) -> dict[str, object]:
        """Names and values without hashes and random ids, unless everything is shown."""
        return {name: value for name, value in said.items() if self.everything or not is_inner(name, value)}


def _whose(document: Document) -> dict[str, str]:
    """Registration → its source record, where there are several registrations."""
    if len({one["registration"] for one in document["events"]}) < 2:
        return {}
    return {one["registration"]: f"{one['source']}:{one['id'] or NOTHING}" for one in document["records"]}


def _occurred_on(wording: Wording, event: Document) -> str:
    return wording.short_day(event["occurred_on"]) if event["occurred_on"] else NOTHING


def _told(wording: Wording, event: Document, events: Mapping[str, Document], shown: _Shown) -> Text:
    """The fact by name, what it says, whether a later one took its place, and where it came from."""
    name = event["type"]
    told = Text(wording.fact(name), style="bold")
    if wording.language == "nl":
        told += Text(f"  {name}", style="dim")
    if shown.whose:
        told += Text(f"  · {shown.whose}", style="cyan")
    later = [one for one in events.values() if one["fact"].get("original") == event["event_id"]]
    for one in later:
        word = "dossier.retracted_by" if one["type"] == "EventRetracted" else "dossier.corrected_by"
        told += Text(f"\n← {wording.say(word, position=one['position'])}", style="yellow")
    said = _said(wording, event, events, shown)
    told += Text(f"\n{said}" if said else "")
    for field, value in event.get("personal", {}).items():
        told += Text(f"\n{field}: {value}", style="magenta")
    if event["sealed"] and "personal" not in event:
        told += Text(f"\n{wording.say('dossier.sealed')}: {', '.join(event['sealed'])}", style="dim")
    return told + Text("\n" + _came(wording, event), style="dim")


def _came(wording: Wording, event: Document) -> str:
    """Who recorded it here and when, and from which source."""
    recorded_at = wording.moment(datetime.fromisoformat(event["recorded_at"]))
    source = event["source"] or NOTHING
    return f"{source} · {wording.say('dossier.recorded_at')} {recorded_at} · {event['actor']}"


def _said(wording: Wording, event: Document, events: Mapping[str, Document], shown: _Shown) -> str:
    """The fields of a fact; of a correction only what it changes, as it was and as it became."""
    fact = event["fact"]
    original = events.get(fact.get("original", ""))
    if original is None:
        return _fields(wording, shown.fields(fact))
    position = original["position"]
    if event["type"] == "EventRetracted":
        return wording.say("dossier.retracts", position=position)
    changed = _changes(wording, shown.fields(said_before(original, event, events)), shown.fields(fact["body"]))
    if event["occurred_on"] != original["occurred_on"]:
        days = (wording.short_day(one["occurred_on"]) for one in (original, event))
        changed.insert(0, f"{wording.say('dossier.occurred_on')}: {' → '.join(days)}")
    return "\n".join([wording.say("dossier.corrects", position=position), *changed])


def _fields(wording: Wording, fact: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {wording.value(value)}" for name, value in fact.items() if name not in CORRECTION_FIELDS)


def _changes(wording: Wording, before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    return [f"{name}: {wording.value(was)} → {wording.value(says)}" for name, was, says in changes(before, after)]


def _show_rows(session: Session, rows: Sequence[Document], shown: _Shown) -> None:
    """Each row of each view: when it was known, and what it said or what had changed in it."""
    wording = session.wording
    made = table(
        [
            (wording.say("dossier.view"), "left"),
            (wording.say("dossier.known"), "left"),
            (wording.say("dossier.said"), "left"),
        ],
        [2],
    )
    before: Document | None = None
    for row in rows:
        is_next = before is not None and before["key"] == row["key"]
        known = (
            wording.say("dossier.known_from", from_position=row["known_from"])
            if row["known_until"] is None
            else wording.say(
                "dossier.known_between", from_position=row["known_from"], until_position=row["known_until"]
            )
        )
        said = _row_fields(row, shown)
        if is_next and before is not None:
            earlier = _row_fields(before, shown)
            text = (
                "\n".join(_changes(wording, earlier, said))
                or f"# {', '.join(map(str, row['value'].get('positions', [])))}"
            )
        else:
            text = _fields(wording, said)
        style = "" if row["known_until"] is None else "dim"
        made.add_row("" if is_next else row["view"], Text(known, style=style), Text(text, style=style))
        before = row
    indented(session.out, made)


def _row_fields(row: Document, shown: _Shown) -> dict[str, object]:
    return shown.fields({name: value for name, value in row["value"].items() if name not in QUIET_FIELDS})
