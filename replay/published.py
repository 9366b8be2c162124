"""The document of a published figure or difference: the shape of an answer, with steps where numbers would be.

The names are those of `replay/answers.py`. Where a number is too small to be told stands an object that says so. What
is never published (cases, ids, what was reported exactly) is not there, and `withheld` names it.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from domain.dates import day_of
from domain.disclosure import COUNTED, Told
from domain.quotas import Beside
from domain.ratio import Ratio, rounded
from replay.answers import (
    closing_document,
    conflict_document,
    head_document,
    passage_document,
    period_document,
    quota_document,
    rule_document,
    scope_document,
)
from replay.asking import Asked
from replay.comparing import not_subtracted_because
from replay.figures import Answer, Figures
from replay.follow import Progress, no_progress
from replay.publishing import PLACE, NotPublished, Publication, labels_of, publication
from replay.sentences import LANGUAGES
from replay.wording import Wording

Document = dict[str, Any]
ABOUT_THE_WHOLE = frozenset({"PROVISIONAL", "APPLIED_OUTSIDE_ITS_TIME", "RULE_OF_ELSEWHERE"})
"""Flags that say something of the whole answer: these are told, without a number."""
REOPENED_SINCE = "REOPENED_SINCE"
"""Flag: the period was opened again after its closing, and stays published as it was closed first."""
ALWAYS_WITHHELD = ("cases", "counts_of_flags", "local_parameters", "reported", "totals_of_others")


def published(figures: Figures, asked: Asked, progress: Progress = no_progress) -> Document:
    """A figure for publication, or those of competing versions side by side; raises NotPublished and what ask does."""
    found = publication(figures, asked, progress)
    documents = [_document(figures, found, at, answer) for at, answer in found.asked]
    if len(documents) == 1:
        return documents[0]
    conflicts: list[Document] = []
    for conflict in (one for document in documents for one in document["conflicts"]):
        if all(known["why"] != conflict["why"] for known in conflicts):
            conflicts.append(conflict)
    return {"answers": documents, "conflicts": conflicts, "sentences": _sentences_of_versions(documents)}


def published_difference(figures: Figures, first: Asked, second: Asked, progress: Progress = no_progress) -> Document:
    """The difference of two published figures: what anybody gets who subtracts them, and nothing of what it is made of.

    Raises NotPublished and what a figure raises.
    """
    sides, told, rules = [], [], []
    for asked in (first, second):
        found = publication(figures, asked, progress)
        versions = found.asked
        if len(versions) != 1:
            names = ", ".join(answer.rule.name for _, answer in versions)
            raise NotPublished("one_version", versions=names)
        ((at, answer),) = versions
        sides.append(_document(figures, found, at, answer))
        told.append(_value(found, at))
        rules.append(answer.rule)
    code = not_subtracted_because(*rules)
    if code is not None:
        raise NotPublished("not_subtracted", code=code)
    difference = told[1].minus(told[0])
    return {
        "from": sides[0],
        "to": sides[1],
        "difference": _number(difference),
        "interval": _interval(difference),
        "withheld": ["parts", "cases"],
    }


def _document(figures: Figures, found: Publication, at: int, answer: Answer) -> Document:
    told, is_of_amounts = _value(found, at), found.edition.is_of_amounts
    document: Document = {
        "rule": rule_document(answer.rule, [one for one in answer.parameters if one.municipality is None]),
        "scope": scope_document(answer),
        "period": period_document(answer),
        "as_of": answer.bounds.as_of.isoformat(),
        "registered_by": answer.bounds.registered_by and answer.bounds.registered_by.isoformat(),
        "known_at": head_document(answer.known),
        "series": "closed",
        "closing": answer.closing and closing_document(answer.closing),
        "publication": _policy_document(found),
        "value": _number(told),
        "interval": _interval(told),
        "unit": answer.rule.unit,
        "kind": answer.rule.kind,
        "considered": _withheld() if is_of_amounts else _number(_considered(found, at, answer)),
        "funnel": _withheld() if is_of_amounts else _funnel(found, at, answer),
        **_quotas(figures, answer, told),
        "conflicts": [conflict_document(one) for one in answer.conflicts],
        "flags": _flags(answer),
        "by": _by(found, at),
        "ratio": _ratio(found, at, answer),
    }
    document["withheld"] = _all_withheld(document, answer, is_of_amounts=is_of_amounts)
    return document | {"sentences": {name: list(_three(Wording(name), document)) for name in LANGUAGES}}


def _flags(answer: Answer) -> list[Document]:
    """What is to be known of the whole; how many cases have a flag is not said, nor that one has it."""
    codes = [one.code for one in answer.flags if one.code in ABOUT_THE_WHOLE]
    if answer.closing is not None and answer.closing.reopened:
        codes.append(REOPENED_SINCE)
    return [{"code": code} for code in sorted(codes)]


def _policy_document(found: Publication) -> Document:
    policy = found.policy
    return {
        "for": "publication",
        "threshold": policy.threshold,
        "step": found.edition.step,
        "from": policy.from_on and policy.from_on.isoformat(),
        "source": policy.source or None,
        "part_of_the_whole": found.places is not None,
        "versions_left_out": [rule.name for rule in found.left_out],
    }


def _all_withheld(document: Document, answer: Answer, *, is_of_amounts: bool) -> list[str]:
    more = ["amounts"] if is_of_amounts else []
    ratio = answer.rule.ratio
    more += ["ratio"] if ratio is not None and document["ratio"] is None else []
    return [*ALWAYS_WITHHELD, *more]


# --- Numbers ---


def _value(found: Publication, at: int) -> Told:
    return _told(found, at, [COUNTED])


def _told(found: Publication, at: int, labels: Iterable[str]) -> Told:
    edition, places = found.edition, found.places
    return edition.told(at, labels) if places is None else edition.in_places(at, labels, places)


def _considered(found: Publication, at: int, answer: Answer) -> Told:
    return found.edition.considered() if found.places is None else _told(found, at, labels_of(answer.rule))


def _number(told: Told) -> int | Document:
    return _suppressed(told) if told.is_suppressed else told.value


def _suppressed(told: Told) -> Document:
    """That a number is left out, why, and what it may be: what follows from the step alone."""
    return {"suppressed": True, "why": "TOO_SMALL", "interval": _interval(told)}


def _withheld() -> Document:
    return {"suppressed": True, "why": "AMOUNTS"}


def _interval(told: Told) -> Document:
    return {"from": told.from_amount, "until": told.until_amount}


def _funnel(found: Publication, at: int, answer: Answer) -> Document:
    """Every reason of the rule, whether or not a case has it."""
    return {label: _number(_told(found, at, [label])) for label in labels_of(answer.rule)}


def _by(found: Publication, at: int) -> list[Document] | None:
    dimension = found.dimension
    if dimension is None:
        return None
    is_place = dimension.name == PLACE
    parts = found.edition.by(at, of_places=is_place)
    is_bounded = is_place or not found.edition.has_versions
    return [
        {dimension.name: name, "value": told.value, "interval": _interval(told) if is_bounded else None}
        for name, told in parts.items()
    ]


def _ratio(found: Publication, at: int, answer: Answer) -> Document | None:
    """A share of what is told; a mean, a median and a ratio per person are not, since they give an amount away."""
    ratio = answer.rule.ratio
    if ratio is None or ratio.per is not None or ratio.unit != "percent" or found.edition.is_of_amounts:
        return None
    numerator, denominator = _value(found, at), _told(found, at, [COUNTED, *ratio.rest])
    return {
        "numerator": _number(numerator),
        "denominator": _number(denominator),
        "value": _share(ratio, numerator, denominator),
        "unit": ratio.unit,
        "rounding": {"decimals": ratio.decimals, "mode": "half-up"},
        "rest": sorted(ratio.rest),
    }


def _share(ratio: Ratio, numerator: Told, denominator: Told) -> float | Document:
    if numerator.is_suppressed or denominator.is_suppressed:
        return {"suppressed": True, "why": "TOO_SMALL"}
    return float(rounded(Fraction(100 * numerator.value, denominator.value), ratio.decimals))


def _quotas(figures: Figures, answer: Answer, told: Told) -> Document:
    """What the told number may be set beside, and how far that is: never how far the exact one is."""
    beside, refused = figures.set_against(answer.rule, told.value, answer.scope, answer.bounds)
    return {
        "quotas": [_beside(one, told) for one in beside],
        "refused": [{"quota": quota_document(quota), "reason": reason} for quota, reason in refused],
    }


def _beside(beside: Beside, told: Told) -> Document:
    is_told = not told.is_suppressed and beside.to_go is not None
    return quota_document(beside.quota) | {
        "allowed_by": passage_document(beside.source),
        "to_go": beside.to_go if is_told else None,
        "share": float(beside.share) if is_told and beside.share is not None else None,
    }


# --- Sentences ---


def in_words(wording: Wording, number: int | Mapping[str, Any], unit: str) -> str:
    """A published number as one reads it."""
    if isinstance(number, int):
        return wording.say("published.about", value=wording.amount(number, unit))
    if "interval" not in number or unit == "cents":
        return wording.say("published.secret_amount")
    return wording.say("published.secret", most=wording.number(number["interval"]["until"]))


def really(wording: Wording, interval: Mapping[str, int], unit: str) -> str:
    """The least and greatest that a published number may really be."""
    low, high = (
        wording.amount(interval[end], unit) if unit == "cents" else wording.number(interval[end])
        for end in ("from", "until")
    )
    return wording.say("interval.both", from_amount=low, until_amount=high)


def _three(wording: Wording, document: Document) -> tuple[str, str, str]:
    """What it is, how it is protected, and which figure it is."""
    unit, step = document["unit"], document["publication"]["step"]
    what = wording.say(
        "published.three.what",
        when=_when(wording, document),
        where=_where(wording, document),
        said=_said(wording, document),
    )
    told_step = wording.amount(step, unit) if unit == "cents" else wording.number(step)
    protected = wording.say("published.three.step", step=told_step, really=really(wording, document["interval"], unit))
    return what, protected, wording.say("published.three.closed", day=_closed_on(wording, document))


def _said(wording: Wording, document: Document) -> str:
    """The number with what is counted behind it, where that begins with the unit; else behind a colon."""
    unit, value = document["unit"], document["value"]
    sentence = document["rule"]["sentence"][wording.language].removesuffix(".")
    counted = sentence[:1].lower() + sentence[1:]
    if isinstance(value, int) and counted.startswith(f"{wording.unit(unit).lower()} "):
        return f"{about(wording, value)} {counted}"
    return f"{in_words(wording, value, unit)}: {counted}"


def about(wording: Wording, number: int) -> str:
    """A published number without its unit."""
    return wording.say("published.about", value=wording.number(number))


def _closed_on(wording: Wording, document: Document) -> str:
    closed_on = document["closing"]["closed_on"]
    day = day_of(closed_on) if closed_on else None
    return wording.short_day(closed_on) if day is None else wording.day(day)


def _when(wording: Wording, document: Document) -> str:
    days = {f"{end}_day": _day(wording, document["period"][end]) for end in ("from", "until")}
    return wording.say("three.period", **days)


def _day(wording: Wording, day: str | None) -> str:
    return wording.day(day_of(day)) if day else "…"


def _where(wording: Wording, document: Document) -> str:
    scope = document["scope"]
    place = scope["name"] or scope["municipality"] or scope["region"]
    return wording.say("published.three.in" if place else "published.three.everywhere", place=place)


def _sentences_of_versions(documents: Sequence[Document]) -> dict[str, list[str]]:
    """Of versions side by side: what each comes to, and what holds for all of them."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        wording, first = Wording(language), documents[0]
        readings = "; ".join(
            wording.say(
                "published.three.several",
                version=one["rule"]["version"],
                said=in_words(wording, one["value"], one["unit"]),
            )
            for one in documents
        )
        what = wording.say(
            "published.three.what_several",
            when=_when(wording, first),
            where=_where(wording, first),
            readings=readings,
        )
        found[language] = [what, first["sentences"][language][2]]
    return found
