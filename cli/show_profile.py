"""How a file is read, on the terminal and as a document: columns, words, facts, and what would be refused."""

from collections.abc import Sequence

from rich.text import Text

from cli.rendering import heading, indented, lines, pairs, section, table
from cli.session import Document, Session
from cli.show_rows import show_rejected, show_totals
from domain.facts.base import by_name
from exchange.checking import Checked, ColumnChecked, Traced
from exchange.profile import BY_MUNICIPALITY, Profile
from exchange.refusals import quoted
from exchange.row_refusals import rejected_document
from exchange.totals import totals_document
from replay.wording import NOTHING

WORDS_SHOWN_MAX = 20
VALUE_CHARACTERS_MAX = 60


def show_check(session: Session, file: str, checked: Checked, *, is_given: bool) -> None:
    """The whole screen."""
    out, wording = session.out, session.wording
    name = "profile.checked" if checked.profile else "profile.unknown"
    heading(out, wording.say(name, file=file), wording.say("profile.not_written"))
    if checked.profile is None:
        _show_nearest(session, checked)
        session.tell_error(wording.say("profile.write_one", file=file))
        return
    pairs(out, _about(session, checked, is_given=is_given))
    if checked.columns:
        _show_columns(session, checked)
        _show_words(session, checked.columns)
    _show_facts(session, checked)
    for line in dict.fromkeys(one.line for one in checked.traced):
        section(out, wording.say("profile.traced", line=line))
        _show_traced(session, [one for one in checked.traced if one.line == line])
    if checked.refused:
        section(out, wording.say("profile.refused"))
        show_rejected(session, checked.refused)
    if checked.totals:
        section(out, wording.say("import.totals"))
        show_totals(session, checked.totals)
    if checked.notices:
        section(out, wording.say("part.flags"))
        lines(out, [dutch if wording.language == "nl" else english for dutch, english in checked.notices], "·")
    if not checked.would_be_taken:
        session.tell_error(wording.say("profile.nothing", file=file))


def _about(session: Session, checked: Checked, *, is_given: bool) -> list[tuple[str, str]]:
    wording = session.wording
    title = checked.title.get(wording.language)
    why = wording.say("profile.events")
    if checked.columns:
        why = wording.say("profile.heading", row=checked.heading_row, columns=quoted(list(checked.required)))
    whose = "needed" if checked.needs_municipality else "given" if is_given else "in_rows"
    taken = wording.number(checked.rows - len(checked.refused))
    return [
        (wording.say("profile.profile"), f"{checked.profile} · {title}" if title else str(checked.profile)),
        (wording.say("profile.why"), why),
        (wording.say("profile.municipality"), wording.say(f"profile.{whose}")),
        (wording.say("profile.rows"), wording.say("profile.taken", taken=taken, rows=wording.number(checked.rows))),
    ]


def _show_columns(session: Session, checked: Checked) -> None:
    out, wording = session.out, session.wording
    section(out, wording.say("profile.columns"))
    sides = {"column": "left", "type": "left", "filled": "right", "empty": "right", "unreadable": "right"}
    titles = [(wording.say(f"profile.{name}"), side) for name, side in {**sides, "examples": "left"}.items()]
    made = table(titles, [0, 5])
    for one in checked.columns:
        counts = [wording.number(count) if count else NOTHING for count in (one.filled, one.empty, one.unreadable)]
        counts[2:] = [Text(counts[2], style="red" if one.unreadable else "")]  # type: ignore[list-item]
        name = one.heading if one.heading.casefold() == one.name.casefold() else f"{one.heading} ({one.name})"
        examples = Text(" · ".join(one.examples), style="dim" if one.is_personal else "")
        made.add_row(Text(name), one.type, *counts, examples)
    indented(out, made)
    notes = [wording.say("profile.masked")] if any(one.is_personal for one in checked.columns) else []
    if checked.unread:
        notes.append(wording.say("profile.unread", headings=quoted(list(checked.unread))))
    if checked.absent:
        notes.append(wording.say("profile.absent", columns=quoted(list(checked.absent))))
    lines(out, notes, "·")


def _show_words(session: Session, columns: Sequence[ColumnChecked]) -> None:
    """For every column of words what each becomes, the unknown ones last."""
    out, wording = session.out, session.wording
    spoken = [one for one in columns if one.words or one.unknown_words]
    if not spoken:
        return
    section(out, wording.say("profile.words"))
    titles = [("column", "left"), ("word", "left"), ("code", "left"), ("count", "right")]
    made = table([(wording.say(f"profile.{name}"), side) for name, side in titles], [0, 1])
    more = 0
    for one in spoken:
        known = sorted(one.words.items(), key=lambda item: -item[1][1])
        unknown = sorted(one.unknown_words.items(), key=lambda item: -item[1])
        rows = [(word, Text(_code(code)), count) for word, (code, count) in known]
        rows += [(word, Text(wording.say("profile.no_code"), style="red"), count) for word, count in unknown]
        for index, (word, code, count) in enumerate(rows[:WORDS_SHOWN_MAX]):
            made.add_row(Text("" if index else one.heading), Text(word), code, wording.number(count))
        more += max(0, len(rows) - WORDS_SHOWN_MAX)
    indented(out, made)
    if more:
        lines(out, [wording.say("profile.more_words", count=wording.number(more))])


def _code(code: str | int) -> str:
    return str(code).lower() if isinstance(code, bool) else str(code)


def _show_facts(session: Session, checked: Checked) -> None:
    out, wording = session.out, session.wording
    section(out, wording.say("profile.facts"))
    titles = [("fact", "left"), ("count", "right"), ("dutch", "left")]
    made = table([(wording.say(f"profile.{name}"), side) for name, side in titles], [2])
    for kind, count in checked.facts.most_common():
        made.add_row(kind, wording.number(count), by_name(kind).dutch)
    indented(out, made)


def _show_traced(session: Session, traced: Sequence[Traced]) -> None:
    wording = session.wording
    titles = [("fact", "left"), ("field", "left"), ("value", "left"), ("from", "left")]
    made = table([(wording.say(f"profile.{name}"), side) for name, side in titles], [2, 3])
    for one in traced:
        fixed = Text(wording.say("profile.fixed"), style="dim")
        sealed = Text(wording.say("profile.sealed"), style="dim")
        rows: list[tuple[str, Text, Text]] = [
            (name, Text(_shown(value)), fixed if column is None else Text(column)) for name, value, column in one.fields
        ]
        rows += [(name, sealed, Text(column)) for name, column in one.sealed]
        for index, row in enumerate(rows or [("", Text(""), Text(""))]):
            made.add_row("" if index else one.kind, *row)
    indented(session.out, made)


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= VALUE_CHARACTERS_MAX else text[: VALUE_CHARACTERS_MAX - 1] + "…"


def _show_nearest(session: Session, checked: Checked) -> None:
    if not checked.nearest:
        return
    wording = session.wording
    section(session.out, wording.say("profile.nearest"))
    titles = [("profile", "left"), ("matched", "right"), ("missing", "left"), ("extra", "left")]
    made = table([(wording.say(f"profile.{name}"), side) for name, side in titles], [2, 3])
    for one in checked.nearest:
        made.add_row(one.profile, wording.number(one.matched), quoted(list(one.missing)), quoted(list(one.extra)))
    indented(session.out, made)


def show_list(session: Session, profiles: Sequence[Profile]) -> None:
    """The profiles there are."""
    out, wording = session.out, session.wording
    heading(out, wording.say("profile.list"))
    titles = [("profile", "left"), ("source", "left"), ("needs", "left")]
    made = table([(wording.say(f"profile.{name}"), side) for name, side in titles], [0, 1, 2])
    for one in profiles:
        title = one.title.nl if wording.language == "nl" else one.title.en
        party = wording.say("profile.municipality") if one.source.party == BY_MUNICIPALITY else one.source.party
        name = Text(one.name) + Text(f"\n{title}", style="dim")
        made.add_row(name, f"{one.source.system}, {party}", ", ".join(one.required()))
        made.add_row("", "", "")
    indented(out, made)


# --- Documents ---


def check_document(file: str, checked: Checked) -> Document:
    """What the screen shows, with all words and all refusals."""
    if checked.profile is None:
        nearest = [
            {
                "profile": one.profile,
                "matched": one.matched,
                "missing": list(one.missing),
                "extra": list(one.extra),
            }
            for one in checked.nearest
        ]
        return {"file": file, "form": checked.form, "profile": None, "nearest": nearest}
    return {
        "file": file,
        "form": checked.form,
        "profile": checked.profile,
        "title": checked.title,
        "heading_row": checked.heading_row or None,
        "recognised_by": list(checked.required),
        "municipality_needed": checked.needs_municipality,
        "rows": checked.rows,
        "would_be_taken": checked.rows - len(checked.refused),
        "columns": [_column_document(one) for one in checked.columns],
        "columns_not_read": list(checked.unread),
        "columns_not_in_file": list(checked.absent),
        "facts": dict(checked.facts.most_common()),
        "traced": [
            {
                "line": one.line,
                "type": one.kind,
                "fields": [{"field": name, "value": value, "column": column} for name, value, column in one.fields],
                "sealed": [{"field": name, "column": column} for name, column in one.sealed],
            }
            for one in checked.traced
        ],
        "rejected": rejected_document(checked.refused),
        "totals": totals_document(checked.totals),
        "notices": [english for _, english in checked.notices],
    }


def _column_document(one: ColumnChecked) -> Document:
    return {
        "column": one.name,
        "heading": one.heading,
        "type": one.type,
        "personal": one.is_personal,
        "must_be_filled": one.must_be_filled,
        "filled": one.filled,
        "empty": one.empty,
        "unreadable": one.unreadable,
        "examples": list(one.examples),
        "words": [{"word": word, "code": code, "count": count} for word, (code, count) in one.words.items()],
        "unknown_words": [{"word": word, "count": count} for word, count in one.unknown_words.items()],
    }


def list_document(profiles: Sequence[Profile]) -> list[Document]:
    """The profiles there are."""
    return [
        {
            "profile": one.name,
            "title": {"nl": one.title.nl, "en": one.title.en},
            "system": one.source.system,
            "party": one.source.party,
            "delivery": one.source.delivery,
            "required": one.required(),
            "optional": [name for name, column in one.columns.items() if column.stands_in_file and column.optional],
            "municipality_in_rows": one.municipality is not None,
        }
        for one in profiles
    ]
