"""What there is on paper: a figure with its derivation, the sheet for a question in parliament, a difference.

Each says what the page at the same address says, from the same answers; the footer names that address with all axes.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from starlette.responses import Response

from api.asking import PARAMETERS, question, settled
from api.call import Call
from api.differences import difference_asked
from api.figures import RULE, figure_published, own_municipality, require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.difference import QUERY, SIDES, side_asked
from api.pages.figure import drifts_of
from api.pages.layout import WORDS
from api.pages.paper import PDF, Block, facts, heading, listed, note, paper, quoted, said, small, table, value
from api.pages.ways import Ways, axes_of, between
from api.problems import BadQuery, Mistake
from replay.answers import answers_document, case_documents, figure_document
from replay.case_ids import ids_of
from replay.comparing import Difference
from replay.differences import change_documents, ids_of_changes
from replay.figures import Answer
from replay.one_case import verdicts_after
from replay.published import in_words, really
from replay.reported import Drift
from replay.sentences import sentences
from replay.wording import Wording

GROUP = Group("Papers", "Pages to print, to send and to keep.", base="")
CASES_MAX = 500
ON_PAPER = Answers(None, formats=(PDF,))


@GROUP.get(
    "/cijfers/{rule}.pdf",
    "printFigure",
    ON_PAPER,
    english_path="/en/figures/{rule}.pdf",
    in_path=(RULE,),
    query=PARAMETERS,
    is_described=False,
)
def print_figure(office: Office, call: Call) -> Response:
    """A figure with how it came to be, case by case."""
    rule, words = call.path["rule"], WORDS[call.language]
    asked = settled(office.figures, question(rule, {"municipality": own_municipality(call), **call.query}))
    require_own_municipality(call, asked.municipality)
    with office.figures.telling(asked) as answers:
        documents = [figure_document(answer, None) for answer in answers]
        together = answers_document(documents, answers)
        blocks = [said(one) for one in together["sentences"][call.language] if one]
        if call.caller.role == "provider":
            blocks.append(note(words.say("figure.own_clients")))
        blocks += _conflicts(words, together)
        for answer, document in zip(answers, documents, strict=True):
            blocks += _reading(words, answer, document)
            blocks += _cases(office, call, answer)
        return paper(call, rule, _title(rule, documents[0]), _address(call, answers), blocks)


def _title(rule: str, document: dict[str, Any]) -> str:
    place = document["scope"].get("name")
    return f"{rule}, {place}" if place else rule


def _address(call: Call, answers: Sequence[Answer]) -> str:
    """The address of the page; of one reading with its version, of several without."""
    axes = axes_of(answers[0])
    asked = {name: text for name, text in axes.items() if name != "version" or len(answers) == 1}
    return Ways(call.language).figure(answers[0].rule.id, asked)


def _conflicts(words: Wording, together: dict[str, Any]) -> list[Block]:
    """Where the documents contradict each other, with their own words."""
    blocks = [heading(words.say("figure.conflicts"))] if together["conflicts"] else []
    for one in together["conflicts"]:
        blocks.append(note(one["why"][words.language]))
        blocks += [_passage(source) for source in one["sources"]]
    return blocks


def _passage(one: dict[str, Any]) -> Block:
    return quoted(one["words"], f"{one['document']}, {one['place']}")


def _reading(words: Wording, answer: Answer, document: dict[str, Any]) -> list[Block]:
    """One reading: the number, its axes, the funnel, what stands beside it, and the rule with its source."""
    rule, language = answer.rule, words.language
    rows = [
        (
            words.say("funnel.counted") if code == "counted" else code,
            words.number(number),
            rule.sentence[language] if code == "counted" else words.test_sentence(rule, code),
        )
        for code, number in document["funnel"].items()
    ]
    rows.append((words.say("funnel.considered"), words.number(document["considered"]), ""))
    blocks = [heading(f"{rule.id}, {rule.version}"), value(words.figure(answer)), said(words.rule_sentence(answer))]
    blocks += [facts(_axes(words, answer, document)), *_caveats(words, document)]
    blocks += [
        heading(words.say("figure.funnel"), 3),
        table([words.say(f"figure.{one}") for one in ("reason", "cases_number", "means")], rows, (2, 0, 3), (1,)),
    ]
    if answer.beside:
        beside = [
            (one.quota.setter, one.quota.scheme, words.quota_amount(one.quota), words.to_go(one))
            for one in answer.beside
        ]
        head = [
            words.say("figure.setter"),
            words.say("paper.scheme"),
            words.say("figure.target"),
            words.say("figure.to_go"),
        ]
        blocks += [heading(words.say("part.quotas"), 3), table(head, beside, (1, 2, 0, 0), (2, 3))]
    blocks += [heading(words.say("figure.rule"), 3), *(_passage(one) for one in document["rule"]["source"])]
    blocks.append(listed([f"{one['code']}: {one['sentence'][language]}" for one in document["rule"]["tests"]]))
    blocks.append(small(f"{words.say('figure.rule.hash')} {document['rule']['hash']}"))
    return blocks


def _axes(words: Wording, answer: Answer, document: dict[str, Any]) -> list[tuple[str, str]]:
    scope, bounds = document["scope"], answer.bounds
    where = scope.get("name") or scope.get("region") or scope.get("municipality") or words.say("axis.everywhere")
    registered = words.day(bounds.registered_by) if bounds.registered_by else words.say("axis.no_bound")
    known = words.say("axis.position", position=words.number(document["known_at"]["position"]))
    return [
        (words.say("axis.municipality"), where),
        (words.say("axis.period"), words.period(bounds.period)),
        (words.say("axis.as_of"), words.day(bounds.as_of)),
        (words.say("axis.registered_by"), registered),
        (words.say("axis.known_at"), known),
        (words.say("start.root"), document["known_at"]["root"]),
    ]


def _caveats(words: Wording, document: dict[str, Any]) -> list[Block]:
    """What to know of the figure."""
    told = [words.code_sentence(one["code"]) for one in document["flags"]]
    return [heading(words.say("figure.flags"), 3), listed(told)] if told else []


def _cases(office: Office, call: Call, answer: Answer) -> list[Block]:
    """The cases, each with the facts that decided it; whoever is named is first written down as read."""
    words, all_of_them = WORDS[call.language], answer.tally.considered
    told = [one for _, one in islice(verdicts_after(answer, 0), min(all_of_them, CASES_MAX))]
    call.has_read((one.case.case for one in told), "case")
    rows = [
        (
            str(one["id"]),
            words.say("funnel.counted") if one["counted"] else one["reason"],
            "; ".join(
                f"{words.fact(event['type'])} {words.short_day(event['occurred_on'])} (#{event['position']})"
                for event in one["events"]
            ),
        )
        for one in case_documents(office.ledger, told, ids_of(office.ledger, told), answer)
    ]
    shown = words.say("figure.cases.shown", shown=words.number(len(rows)), all=words.number(all_of_them))
    blocks = [heading(words.say("figure.cases"), 3), said(shown)]
    if rows:
        blocks.append(table([words.say(f"figure.{one}") for one in ("case", "reason", "facts")], rows, (1, 2, 4)))
    return blocks


# --- A question in parliament ---


@GROUP.get(
    "/cijfers/{rule}/kamervraag.pdf",
    "printQuestion",
    ON_PAPER,
    english_path="/en/figures/{rule}/parliamentary-question.pdf",
    in_path=(RULE,),
    query=PARAMETERS,
    is_described=False,
)
def print_question(office: Office, call: Call) -> Response:
    """The sheet for a question in parliament: figure, definition, caveats, what was said before and how it drifted."""
    rule, words = call.path["rule"], WORDS[call.language]
    if call.caller.role == "ministry":
        return _published_sheet(call, figure_published(office, question(rule, call.query)))
    asked = settled(office.figures, question(rule, {"municipality": own_municipality(call), **call.query}))
    require_own_municipality(call, asked.municipality)
    answers = office.figures.ask(asked, opened=False)
    documents = [figure_document(answer, None) for answer in answers]
    together = answers_document(documents, answers)
    blocks = [heading(words.say("paper.answer")), *(said(one) for one in together["sentences"][call.language] if one)]
    for answer, document in zip(answers, documents, strict=True):
        blocks += [heading(f"{rule}, {answer.rule.version}", 3), value(words.figure(answer))]
        blocks += [facts(_axes(words, answer, document)), *_caveats(words, document)]
    blocks.append(heading(words.say("paper.definition")))
    for answer, document in zip(answers, documents, strict=True):
        blocks += [said(words.rule_sentence(answer)), *(_passage(one) for one in document["rule"]["source"])]
    blocks += _conflicts(words, together)
    blocks += _said_before(words, drifts_of(office, rule, asked.municipality) or ())
    return paper(call, f"{rule}-kamervraag", _sheet_title(words, rule, documents[0]), _address(call, answers), blocks)


def _sheet_title(words: Wording, rule: str, document: dict[str, Any]) -> str:
    return words.say("paper.question", figure=_title(rule, document))


def _said_before(words: Wording, drifts: Sequence[Drift]) -> list[Block]:
    """What was told of this figure before, and what the same question gives now."""
    blocks = [heading(words.say("part.reported"))]
    if not drifts:
        return [*blocks, said(words.say("figure.reported.none"))]
    rows = [
        (
            one.reported.fact.document,
            NOT_SAID if one.reported.fact.value is None else words.number(one.reported.fact.value),
            NOT_SAID if one.value is None else words.number(one.value),
            NOT_SAID if one.drift is None else words.signed(one.drift),
            " ".join(words.say(f"drift.{name}") for name in one.notes),
        )
        for one in drifts
    ]
    head = [words.say(f"drift.{one}") for one in ("document", "told", "now", "drift")]
    return [*blocks, table([*head, words.say("figure.flags")], rows, (3, 0, 0, 0, 4), (1, 2, 3))]


NOT_SAID = "–"


def _published_sheet(call: Call, document: dict[str, Any]) -> Response:
    """The sheet of a figure as it may be published: no cases, and what was told before is not the ministry's to see."""
    words, each = WORDS[call.language], document.get("answers", [document])
    blocks = [heading(words.say("paper.answer")), *(said(one) for one in document["sentences"][call.language] if one)]
    blocks.append(note(words.say("figure.published")))
    for one in each:
        name = f"{one['rule']['id']}, {one['rule']['version']}"
        blocks += [heading(name, 3), value(in_words(words, one["value"], one["unit"]))]
        blocks.append(said(words.say("difference.really", interval=really(words, one["interval"], one["unit"]))))
    blocks.append(heading(words.say("paper.definition")))
    for one in each:
        blocks.append(said(one["rule"]["sentence"][call.language]))
        blocks += [_passage(source) for source in one["rule"]["source"]]
    blocks += _conflicts(words, {"conflicts": document.get("conflicts", [])})
    rule = each[0]["rule"]["id"]
    title = words.say("paper.question", figure=_title(rule, each[0]))
    return paper(call, f"{rule}-kamervraag", title, Ways(call.language).figure(rule, dict(call.items)), blocks)


# --- A difference ---


@GROUP.get(
    "/verschil.pdf",
    "printDifference",
    ON_PAPER,
    english_path="/en/difference.pdf",
    query=QUERY,
    is_described=False,
)
def print_difference(office: Office, call: Call) -> Response:
    """Two figures and the bridge between them, case by case."""
    words = WORDS[call.language]
    sides = [side_asked(call, name) for name in SIDES]
    lacking = [one for side, (one, _) in zip(sides, SIDES.values(), strict=True) if side is None]
    if lacking:
        raise BadQuery([Mistake("query", one.name, one.expected) for one in lacking])
    first, second = (question(one.rule, one.bounds) for one in sides if one is not None)
    difference = difference_asked(office, call, first, second)
    title = words.say("difference.title")
    address = Ways(call.language).difference(between(difference.first, difference.second))
    return paper(call, words.say("paper.difference.file"), title, address, _bridge(office, call, difference))


def _reason(words: Wording, answer: Answer, code: str | None) -> str:
    """An outcome with its sentence."""
    if code is None:
        return words.say("difference.not_there")
    return f"{code}: {words.test_sentence(answer.rule, code)}"


def _bridge(office: Office, call: Call, difference: Difference) -> list[Block]:
    words, blocks = WORDS[call.language], list[Block]()
    for name, answer in (("difference.first", difference.first), ("difference.second", difference.second)):
        blocks += [heading(f"{words.say(name)}: {answer.rule.id}, {answer.rule.version}"), value(words.figure(answer))]
        blocks += [said(one) for one in sentences([answer])[call.language] if one]
    rows = [(words.say(f"part.{name}"), words.signed(amount)) for name, amount in difference.parts.items() if amount]
    rows.append((words.say("difference.in_all"), words.signed(difference.value)))
    blocks.append(heading(words.say("difference.bridge")))
    blocks.append(table([words.say("difference.what"), words.say("difference.effect")], rows, (1, 0), (1,)))
    changes = list(islice(difference.changes, CASES_MAX))
    if not changes:
        return [*blocks, said(words.say("difference.same"))]
    pairs = [
        (
            _reason(words, difference.first, before),
            _reason(words, difference.second, after),
            words.number(count),
            words.signed(effect),
        )
        for (before, after), (count, effect) in difference.pairs.items()
    ]
    head = [words.say(f"difference.{one}") for one in ("reason_from", "reason_to", "number", "effect")]
    blocks.append(table(head, pairs, (3, 3, 0, 0), (2, 3)))
    call.has_read((one.case for one in changes), "case")
    cases = [
        (
            str(one["id"]),
            words.say(f"part.{one['part']}"),
            one["from"]["reason"] if one["from"] else words.say("difference.not_there"),
            one["to"]["reason"] if one["to"] else words.say("difference.not_there"),
        )
        for one in change_documents(office.ledger, changes, ids_of_changes(office.ledger, difference.changes))
    ]
    shown = words.say("figure.cases.shown", shown=words.number(len(cases)), all=words.number(len(difference.changes)))
    head = [words.say(f"difference.{one}") for one in ("case", "what", "reason_from", "reason_to")]
    return [*blocks, heading(words.say("difference.the_cases")), said(shown), table(head, cases, (1, 2, 2, 2))]
