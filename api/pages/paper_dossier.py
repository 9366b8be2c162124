"""A dossier on paper, as it is taken to a hearing: what was decided, and every fact in order with what became of it."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.call import Call
from api.dossiers import dossier_read
from api.group import Group
from api.office import Office
from api.pages.dossier import REGISTRATION
from api.pages.layout import WORDS
from api.pages.paper import Block, facts, heading, listed, note, paper, said, table
from api.pages.papers import ON_PAPER
from api.pages.ways import Ways
from domain import rules
from domain.municipalities import name_of
from replay.answers import Document
from replay.dossier_story import is_inner, story
from replay.wording import Wording

GROUP = Group("Dossier on paper", "What was recorded of somebody, for a hearing.", base="")


@GROUP.get(
    "/dossier/{registration}.pdf",
    "printDossier",
    ON_PAPER,
    english_path="/en/dossier/{registration}.pdf",
    in_path=(REGISTRATION,),
    is_described=False,
)
def print_dossier(office: Office, call: Call) -> Response:
    """A dossier for a hearing."""
    subject, words = call.path["registration"], WORDS[call.language]
    timeline = dossier_read(office, call, subject)
    told = story(office.figures, timeline)
    own = next((one for one in timeline["records"] if one["registration"] == str(subject)), None)
    named = own and own["id"]
    title = words.say("dossier_page.title", record=named) if named else words.say("dossier_page.title.unnamed")
    blocks = [
        said(words.say("paper.dossier.lead")),
        facts(
            [
                *_whose(office, words, timeline),
                (words.say("axis.known_at"), _known(words, timeline["known_at"])),
                (words.say("start.root"), timeline["known_at"]["root"]),
            ]
        ),
    ]
    if told["flags"]:
        flags = dict.fromkeys(words.code_sentence(flag) for flag, _ in told["flags"])
        blocks += [heading(words.say("dossier_page.flags")), listed(list(flags))]
    blocks += _decisions(words, told["decisions"])
    blocks += _facts(words, told["facts"])
    return paper(call, words.say("paper.dossier.file"), title, Ways(call.language).dossier(subject), blocks)


def _whose(office: Office, words: Wording, timeline: Document) -> list[tuple[str, str]]:
    """Of which municipality the dossier is, and from which sources its facts came."""
    names = office.figures.municipality_names()
    codes = dict.fromkeys(one["municipality"] for one in timeline["events"] if one["municipality"])
    sources = dict.fromkeys(one["source"] for one in timeline["records"] if one["source"])
    told = [
        (words.say("axes.municipality"), ", ".join(name_of(code, names) or code for code in codes)),
        (words.say("paper.dossier.source"), ", ".join(sources)),
    ]
    return [one for one in told if one[1]]


def _known(words: Wording, known: Document) -> str:
    """Up to where this was known: the position, and the day on which the last fact by then was recorded."""
    position = words.say("axis.position", position=known["position"])
    if known["recorded_at"] is None:
        return position
    return f"{position}, {words.say('start.recorded', moment=words.short_day(known['recorded_at'][:10]))}"


def _decisions(words: Wording, decisions: list[Document]) -> list[Block]:
    """Each decision with its legal life so far, and what the rules say of it today."""
    blocks = [heading(words.say("dossier_page.decisions"))]
    if not decisions:
        return [*blocks, said(words.say("dossier_page.decisions.none"))]
    for one in decisions:
        blocks.append(heading(f"{words.kind(one['type'])} (#{one['position']})", 3))
        blocks.append(facts([_stage(words, stage) for stage in one["stages"]]))
        for today in one["today"]:
            sentence = words.test_sentence(rules.rule(today["rule"], today["version"]), today["reason"])
            detail = f" ({words.details(today['detail'])})" if today["detail"] else ""
            blocks.append(said(f"{words.say('dossier_page.today')}: {sentence}{detail}"))
    return blocks


def _stage(words: Wording, stage: Mapping[str, Any]) -> tuple[str, str]:
    """A step in the life of a decision: what it is, and when."""
    parts = [words.short_day(stage["on"]) if stage.get("on") else words.say("dossier_page.on.unknown")]
    if stage.get("outcome"):
        parts.append(words.code("outcome", stage["outcome"]))
    if stage.get("in_time") is False:
        parts.append(words.say("dossier_page.stage.late"))
    if stage.get("until_on"):
        parts.append(words.say("dossier_page.stage.until", day=words.short_day(stage["until_on"])))
    return words.say(f"dossier_page.stage.{stage['code']}"), ", ".join(parts)


def _facts(words: Wording, told: list[Document]) -> list[Block]:
    """Every fact in the order in which it came to be known."""
    rows = [
        (
            f"#{one['position']}",
            words.short_day(one["occurred_on"]),
            words.short_day(one["recorded_at"][:10]),
            words.kind(one["type"]),
            _said(words, one),
        )
        for one in told
    ]
    head = [words.say(f"ledger.{one}") for one in ("position", "occurred", "recorded", "fact")] + [
        words.say("fact.says")
    ]
    return [
        heading(words.say("dossier_page.facts")),
        note(words.say("paper.dossier.sealed")),
        table(head, rows, (0, 0, 0, 3, 5), (0,)),
    ]


def _said(words: Wording, fact: Mapping[str, Any]) -> str:
    """What a fact says, what it corrects, and which later facts say something of it."""
    parts = [
        f"{words.field(name)}: {words.said(name, value)}" for name, value in fact["fields"] if not is_inner(name, value)
    ]
    if fact["original"]:
        word = "dossier_page.retracts" if fact["retracts"] else "dossier_page.corrects"
        parts.append(f"{words.say(word)} #{fact['original']['position']}")
    parts += [
        f"{words.field(name)}: {words.said(name, was)} → {words.said(name, now)}"
        for name, was, now in fact["corrected"]
        if not is_inner(name, now)
    ]
    parts += [f"{words.say('dossier_page.later')} #{one['position']}" for one in fact["followed_by"]]
    return "; ".join(parts)
