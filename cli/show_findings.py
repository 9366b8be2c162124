"""Findings on the terminal: how many of each kind and who can resolve them, then each with its facts."""

from collections.abc import Mapping

from rich.text import Text

from cli.rendering import heading, indented, lines, section, table
from cli.session import Document, Session
from cli.show_figure import event_in_short
from cli.show_rows import table_of_findings
from domain.municipalities import name_of
from domain.rules.findings import RESOLVERS
from exchange.found_words import name_of_finding, told
from replay.wording import listed

EVENTS_SHOWN_MAX = 4


def show_findings(session: Session, document: Document, municipalities: Mapping[str, str]) -> None:
    """The counts, and below them the findings that are in the document."""
    out, wording = session.out, session.wording
    position = wording.say("axis.position", position=wording.number(document["known_at"]["position"]))
    code = document["asked"]["municipality"]
    place = name_of(code, municipalities) or code if code else wording.say("axis.everywhere")
    heading(out, f"{wording.say('findings.title')}: {wording.number(document['total'])}", f"{place} · {position}")
    if not document["total"]:
        lines(out, [wording.say("findings.none")])
        return
    _show_counts(session, document)
    if document["findings"]:
        section(out, wording.say("findings.newest"))
        _show_each(session, document)
    if left_out := document["left_out"]:
        out.print()
        more = wording.say("findings.left_out", count=wording.number(left_out), total=document["total"])
        lines(out, [more])
    out.print()


def _show_counts(session: Session, document: Document) -> None:
    wording = session.wording
    made = table_of_findings(wording)
    for one in document["counts"]:
        who = wording.say("findings.resolver", who=RESOLVERS[one["resolver"]][wording.language])
        meaning = Text(one["sentence"][wording.language]) + Text(f"\n{who}", style="dim")
        made.add_row(one["code"], wording.number(one["count"]), meaning)
    indented(session.out, made)


def _show_each(session: Session, document: Document) -> None:
    wording = session.wording
    made = table([(wording.say("findings.about"), "left"), (wording.say("findings.what"), "left")], [1])
    for one in document["findings"]:
        about = Text(name_of_finding(wording, one)) + Text(f"\n{one['party']}/{one['source']}", style="dim")
        events = listed(
            (event_in_short(wording, event) for event in one["events"]),
            EVENTS_SHOWN_MAX,
            separator="\n",
        )
        what = Text(one["code"], style="bold") + Text(f"\n{told(wording, one)}") + Text(f"\n{events}", style="dim")
        made.add_row(about, what)
    indented(session.out, made)
