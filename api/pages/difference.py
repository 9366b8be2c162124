"""The page of a difference: two figures, the bridge between them part by part, and every case that is in it.

It is asked as the API is (`from` and `to`, each RULE[@VERSION][,axis=value…]). The form sends those parts apart, since
without a script nobody puts them together: a name that begins with from or to bounds one of the two alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from api.asking import BY_NAME, question
from api.call import Call
from api.differences import COMMON, FROM, TO, Side, difference_asked, difference_published
from api.figures import own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.charts import Step, bridge
from api.pages.layout import HTML, WORDS, page
from api.pages.paged import BEGIN, paged
from api.pages.ways import LANGUAGES, Ways, axes_of, between
from api.parameters import Parameter
from domain import rules
from replay.asking import Asked
from replay.comparing import Difference
from replay.differences import change_documents, ids_of_changes
from replay.published import in_words, really
from replay.sentences import sentences
from replay.wording import Wording

GROUP = Group("Page of a difference", "Two figures and the bridge between them.", base="")
PATHS = {language: Ways(language).difference() for language in LANGUAGES}
CASES_MAX = 25
OF_ONE_SIDE = ("period", "asOf", "registeredBy", "knownAt")
"""The axes that the form asks for each figure apart, beside the municipality of both."""


def _apart(side: str, name: str) -> Parameter:
    known = BY_NAME[name]
    return replace(known, name=f"{side}{name[0].upper()}{name[1:]}")


SIDES = {
    side.name: (replace(side, is_required=False), {name: _apart(side.name, name) for name in OF_ONE_SIDE})
    for side in (FROM, TO)
}
QUERY = (
    *(parameter for side, apart in SIDES.values() for parameter in (side, *apart.values())),
    *COMMON,
    BEGIN,
)


@GROUP.get(
    PATHS["nl"], "showDifference", Answers(None, formats=(HTML,)), english_path=PATHS["en"], query=QUERY,
    is_described=False,
)  # fmt: skip
def show_difference(office: Office, call: Call) -> Response:
    """The page of one difference, or the form that asks for two figures."""
    sides = [side_asked(call, name) for name in SIDES]
    told: dict[str, Any] = {"difference": None, "published": None}
    if all(sides):
        asked_from, asked_to = (question(one.rule, one.bounds) for one in sides if one is not None)
        told |= _told(office, call, asked_from, asked_to)
    return page(
        call,
        PATHS,
        "difference.html",
        here=PATHS[call.language],
        chosen={name: _named(side) for name, side in zip(SIDES, sides, strict=True)},
        filled=_filled(call, sides),
        names=[one.name for one in rules.RULES],
        municipalities=sorted(office.figures.municipality_names().values()),
        **told,
    )


def side_asked(call: Call, name: str) -> Side | None:
    """One side with all that bounds it: what bounds both, what the side says, and what the form says of it alone."""
    side, apart = SIDES[name]
    said: Side | None = call.query.get(side.name)
    if said is None:
        return None
    common = {one.name: call.query[one.name] for one in COMMON if one.name in call.query}
    own = {axis: call.query[one.name] for axis, one in apart.items() if one.name in call.query}
    return Side(said.rule, {"municipality": own_municipality(call), **common, **said.bounds, **own})


def _named(side: Side | None) -> str:
    if side is None:
        return ""
    version = side.bounds.get("version")
    return f"{side.rule}@{version}" if version else side.rule


def _filled(call: Call, sides: Sequence[Side | None]) -> Mapping[str, str]:
    """What stands in the fields of the form."""
    filled = {"municipality": str(call.query.get("municipality", ""))}
    for (_, apart), side in zip(SIDES.values(), sides, strict=True):
        filled |= {one.name: str(side.bounds.get(axis, "")) if side else "" for axis, one in apart.items()}
    places = {str(one.bounds["municipality"]) for one in sides if one is not None and "municipality" in one.bounds}
    return filled | ({"municipality": places.pop()} if len(places) == 1 else {})


def _told(office: Office, call: Call, asked_from: Asked, asked_to: Asked) -> dict[str, Any]:
    words = WORDS[call.language]
    if call.caller.role == "ministry":
        document = difference_published(office, asked_from, asked_to)
        unit = document["from"]["unit"]
        return {
            "published": document,
            "told": [in_words(words, one, unit) for one in (document["from"]["value"], document["to"]["value"])],
            "said": in_words(words, document["difference"], unit),
            "really": really(words, document["interval"], unit),
        }
    difference = difference_asked(office, call, asked_from, asked_to)
    shown = paged(call, list(difference.changes), CASES_MAX)
    call.has_read((one.case for one in shown.items), "case")
    return {
        "difference": difference,
        "sides": [(one, axes_of(one), sentences([one])) for one in (difference.first, difference.second)],
        "chart": _chart(words, difference),
        "parts": [
            (name, amount, sum(one.part == name for one in difference.changes))
            for name, amount in difference.parts.items()
        ],
        "cases": list(change_documents(office.ledger, shown.items, ids_of_changes(office.ledger, difference.changes))),
        "axes": axes_of(difference.second),
        "paper": Ways(call.language).difference_paper(between(difference.first, difference.second)),
        "shown": shown,
    }


def _chart(words: Wording, difference: Difference) -> Markup:
    """From the first figure over what each part adds to the second."""
    first, second = difference.first, difference.second
    at, steps = first.value, list[Step]()
    names = [one.rule.version if first.rule.id == second.rule.id else one.rule.name for one in (first, second)]
    steps.append((f"{words.say('difference.from')}: {names[0]}", 0, first.value, words.number(first.value)))
    for name, amount in difference.parts.items():
        if amount:
            steps.append((words.say(f"part.{name}"), at, at + amount, words.signed(amount)))
            at += amount
    steps.append((f"{words.say('difference.to')}: {names[1]}", 0, second.value, words.number(second.value)))
    alt = words.say(
        "difference.alt",
        first=words.number(first.value),
        second=words.number(second.value),
        difference=words.signed(difference.value),
    )
    return bridge(tuple(steps), alt)
