"""Signals on the terminal: how many of each kind and who acts, then each with its limit and who is on it."""

from collections.abc import Mapping

from rich.text import Text

from cli.rendering import heading, indented, lines, section, table
from cli.session import Document, Session
from domain import rules
from domain.municipalities import name_of
from replay.wording import NOTHING, Wording


def show_signals(session: Session, document: Document, municipalities: Mapping[str, str]) -> None:
    """The counts, and below them the signals that are in the document."""
    out, wording = session.out, session.wording
    asked = document["asked"]
    at_rest = "_acknowledged" if asked["acknowledged"] else ""
    code = asked["municipality"]
    of_municipality = name_of(code, municipalities) or code if code else None
    place = of_municipality or asked["region"] or wording.say("axis.everywhere")
    position = wording.say("axis.position", position=wording.number(document["known_at"]["position"]))
    as_of = f"{wording.say('axis.as_of')} {wording.short_day(document['as_of'])}"
    title = f"{wording.say(f'signals.title{at_rest}')}: {wording.number(document['total'])}"
    heading(out, title, f"{place} · {as_of} · {position}")
    if document["counts"]:
        _show_counts(session, document)
    if document["signals"]:
        section(out, wording.say("signals.urgent"))
        _show_each(session, document)
    elif not document["total"]:
        lines(out, [wording.say(f"signals.none{at_rest}")])
    if left_out := document["left_out"]:
        out.print()
        lines(out, [wording.say("findings.left_out", count=wording.number(left_out), total=document["total"])])
    _show_not_answered(session, document)
    out.print()


def _show_counts(session: Session, document: Document) -> None:
    wording = session.wording
    titles = [("signals.kind", "left"), ("signals.due", "right"), ("signals.coming", "right")]
    titles += [("signals.acknowledged", "right"), ("import.meaning", "left")]
    made = table([(wording.say(title), side) for title, side in titles], [4])
    for one in document["counts"]:
        meaning = Text(one["sentence"][wording.language])
        meaning += Text("\n" + wording.say("signals.acts", who=one["acts"][wording.language]), style="dim")
        if not any(version["in_force"] for version in one["versions"]):
            meaning += Text("\n" + wording.say("signals.outside"), style="dim")
        counts = [wording.number(one[name]) for name in ("due", "coming", "acknowledged")]
        made.add_row(one["kind"], *counts, meaning)
    indented(session.out, made)


def _show_each(session: Session, document: Document) -> None:
    wording = session.wording
    titles = [("signals.about", "left"), ("signals.what", "left"), ("signals.limit", "left")]
    titles += [("signals.days", "right"), ("signals.assigned", "left")]
    made = table([(wording.say(title), side) for title, side in titles], [1])
    for one in document["signals"]:
        about = Text(str(one["id"])) + Text(f"\n{one['party']}/{one['source']}", style="dim")
        what = Text(one["signal"], style="bold") + Text(f"\n{_told(wording, one)}")
        for note in _notes(wording, one):
            what += Text(f"\n{note}", style="dim")
        workers = ", ".join(worker["assignee"] for worker in one["assigned"])
        made.add_row(about, what, wording.short_day(one["limit_on"]), _days(wording, one), workers or _nobody(wording))
    indented(session.out, made)


def _nobody(wording: Wording) -> Text:
    return Text(wording.say("signals.nobody"), style="dim")


def _days(wording: Wording, one: Document) -> str:
    if one["limit_on"] is None:
        return NOTHING
    if one["days_over"]:
        return wording.say("signals.over", days=wording.number(one["days_over"]))
    left = one["days_left"]
    return wording.say("signals.left", days=wording.number(left)) if left else wording.say("signals.today")


def _told(wording: Wording, one: Document) -> str:
    """Why the rule says so, since when, and the details beside the code."""
    rule = rules.rule(one["rule"], one["versions"][0])
    said = wording.say("signals.since", day=wording.short_day(one["since_on"]))
    told = f"{one['reason']} · {said}"
    is_worded = wording.has(f"code.{one['reason']}") or any(test.code == one["reason"] for test in rule.tests)
    if one["is_due"] and is_worded:
        told = f"{wording.test_sentence(rule, one['reason'])}\n{told}"
    return told + (f" · {wording.details(one['detail'])}" if one["detail"] else "")


def _notes(wording: Wording, one: Document) -> list[str]:
    notes = []
    if one["other_versions"]:
        others = ", ".join(f"{version} ({code})" for version, code in one["other_versions"].items())
        notes.append(wording.say("signals.only_by", versions=", ".join(one["versions"]), others=others))
    if said := one["acknowledged"]:
        notes.append(_acknowledged(wording, said))
    if one["about_same_person"] and not (said and said["rests"]):
        notes.append(wording.say("signals.name_event", about=one["about"]))
    return notes


def _acknowledged(wording: Wording, said: Document) -> str:
    until = said["rests_until_on"]
    holes = {
        "day": wording.short_day(said["on"]),
        "reason": said["reason"],
        "until": wording.short_day(until) if until else NOTHING,
    }
    if said["rests"]:
        return wording.say("signals.rests_until" if until else "signals.rests_for_good", **holes)
    is_over = until is not None and said["on"] is not None and len(said["on"]) == len("2008-06-30")
    return wording.say("signals.rested_until" if is_over else "signals.unknown_day", **holes)


def _show_not_answered(session: Session, document: Document) -> None:
    wording = session.wording
    if not document["not_answered"]:
        return
    section(session.out, wording.say("signals.not_answered"))
    said = [
        wording.say(
            "signals.needs",
            kind=one["signal"],
            parameter=one["parameter"],
            sentence=one["sentence"][wording.language].removesuffix("."),
        )
        for one in document["not_answered"]
    ]
    lines(session.out, list(dict.fromkeys(said)), "·")
