"""Findings on the terminal: how many of each kind and who can resolve them, then each with its facts."""

from collections.abc import Mapping

from rich.text import Text

from cli.rendering import heading, indented, lines, section, table
from cli.session import Document, Session
from cli.show_figure import event_in_short
from cli.show_rows import table_of_findings, total_in_words
from domain.facts.base import by_name
from domain.municipalities import name_of
from domain.rules.findings import RESOLVERS
from exchange.row_refusals import ADVICE
from exchange.totals import AMOUNT
from replay.wording import NOTHING, Wording, listed

EVENTS_SHOWN_MAX = 4
HOLE = "{expected}"


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


def name_of_finding(wording: Wording, one: Document) -> str:
    """The record that a finding is about by its id, or what stands for it where there is none."""
    if one["id"] is not None:
        return str(one["id"])
    if one["records"]:
        return wording.say("findings.erased")
    of_delivery = all(by_name(event["type"]).subject == "delivery" for event in one["events"])
    return wording.say("findings.delivery" if of_delivery else "findings.by_hand")


def told(wording: Wording, one: Document) -> str:
    """What a finding found, in a sentence or two; what has no sentence of its own as names and values."""
    code, detail = one["code"], one["detail"]
    match code:
        case "DATES_OUT_OF_ORDER":
            return _out_of_order(wording, detail)
        case "SOURCES_CONFLICT":
            return _clash(wording, detail)
        case "IDENTITY_CONFLICT":
            return _identity(wording, one)
        case "CONTROL_TOTAL_DIFFERS":
            return wording.say(f"found.{code}", **_totals(wording, detail))
        case "ROW_REJECTED":
            column = detail.get("column", wording.say("import.whole_row"))
            return wording.say("found.ROW_REJECTED", **detail | {"column": column, "advice": _advice(wording, detail)})
        case _ if wording.has(f"found.{code}"):
            said = {"column": NOTHING, **{name: wording.value(value) for name, value in detail.items()}}
            return wording.say(f"found.{code}", **said)
        case _:
            return ", ".join(f"{name} {wording.value(value)}" for name, value in detail.items())


def _totals(wording: Wording, detail: Mapping[str, str]) -> dict[str, str]:
    def said(name: str) -> str:
        if not detail.get(name, "").lstrip("-").isdecimal():
            return detail.get(name, NOTHING)
        number = int(detail[name])
        return wording.amount(number, "cents") if detail["total"] == AMOUNT else wording.number(number)

    return {"total": total_in_words(wording, detail["total"]), "stated": said("stated"), "counted": said("counted")}


def _out_of_order(wording: Wording, detail: Mapping[str, str]) -> str:
    said = {name: wording.value(value) for name, value in detail.items()}
    said |= {"later": wording.fact(detail["later"]), "earlier": wording.fact(detail["earlier"])}
    if "which" in detail:
        said["earlier"] += f" ({detail['which']})"
    return wording.say(f"found.DATES_OUT_OF_ORDER{'.field' if 'earlier_day' in detail else ''}", **said)


def _clash(wording: Wording, detail: Mapping[str, str]) -> str:
    matter = matter_in_words(wording, detail["matter"], detail.get("about"))
    said = zip(detail["sources"].split(" | "), detail["values"].split(" | "), strict=True)
    return f"{matter}: " + "; ".join(f"{source} {wording.value(value)}" for source, value in said)


def matter_in_words(wording: Wording, matter: str, about: str | None) -> str:
    """A matter by its name, and what it is about."""
    name = wording.say(f"matter.{matter}")
    if about is None:
        return name
    told_about = " · ".join(wording.value(one) for one in about.split(" · "))
    return wording.say("found.about", matter=name, about=told_about)


def _identity(wording: Wording, one: Document) -> str:
    detail = one["detail"]
    sentences = [wording.say(f"found.{detail['why']}")]
    others = [record for record in one["records"] if record["id"] != one["id"] or record["source"] != one["source"]]
    if others:
        names = [f"{record['party']}/{record['source']}:{record['id'] or NOTHING}" for record in others]
        sentences.append(wording.say("found.other", other=", ".join(names)))
    sentences += [
        wording.say(f"found.{name}", **{name: detail[name]}) for name in ("ground", "gates_failed") if name in detail
    ]
    return " ".join(sentences)


def _advice(wording: Wording, detail: Mapping[str, str]) -> str:
    """What would help, where it can be said without the row itself."""
    dutch, english = ADVICE.get(detail["reason"], ("", ""))
    advice = dutch if wording.language == "nl" else english
    return "" if HOLE in advice else advice
