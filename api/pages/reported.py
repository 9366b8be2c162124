"""The page of reported figures: what was told to others, what the same question gives now, and what made it move.

A figure that was computed here is held against the present case by case; of any other the value alone is known, and the
bridge goes from what the sources had entered by the day of its document. The ministry is told which documents there
are, and led to what is published.
"""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.asking import BY_NAME, settled_place, settled_position
from api.call import Call
from api.differences import OF_RULE, known_reports
from api.figures import own_municipality, require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.layout import HTML, WORDS, page
from api.pages.paged import BEGIN, paged
from api.pages.published import reports_named
from api.pages.ways import LANGUAGES, Axes, Ways, axes_of_report, side_of
from domain import rules
from domain.municipalities import name_of
from domain.reported import Reported
from replay.answers import event_summary
from replay.reported import Drift, drifts_of
from replay.wording import Wording, part_in_words

GROUP = Group("Page of reported figures", "What was told to others, then and now.", base="")
PATHS = {language: Ways(language).reported() for language in LANGUAGES}
REPORTS_MAX = 20
EVENTS_MAX = 8


@GROUP.get(
    PATHS["nl"],
    "showReportedFigures",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(OF_RULE, BY_NAME["municipality"], BEGIN),
    is_described=False,
)
def show_reported_figures(office: Office, call: Call) -> Response:
    """The page of reported figures, of all or of a rule or municipality."""
    figures, rule = office.figures, call.query.get("rule")
    if rule is not None:
        rules.versions(rule)
    head = settled_position(figures, None)
    place = {"municipality": call.query.get("municipality", own_municipality(call))}
    municipality, _ = settled_place(figures, place, head)
    require_own_municipality(call, municipality)
    found = [
        one
        for one in known_reports(figures)
        if rule in (None, one.fact.rule) and municipality in (None, one.municipality)
    ]
    shown = paged(call, found, REPORTS_MAX)
    if call.caller.role == "ministry":
        told = reports_named(office, call, shown.items)
        return page(call, PATHS, "reported_published.html", reports=told, shown=shown)
    given = dict(call.items)
    return page(
        call,
        PATHS,
        "reported.html",
        here=PATHS[call.language],
        asked={"municipality": given.get("municipality", municipality or ""), "rule": rule or ""},
        names=sorted({one.fact.rule for one in known_reports(figures)}),
        municipalities=sorted(figures.municipality_names().values()),
        reports=[_told(office, call, one, head) for one in shown.items],
        shown=shown,
    )


def _told(office: Office, call: Call, reported: Reported, head: int) -> dict[str, Any]:
    """One reported figure with its drift, by each version that may have been meant."""
    figures, words = office.figures, WORDS[call.language]
    is_ours = reported.fact.computed_here and reported.fact.known_at_position is not None
    drifts = drifts_of(figures, reported, head, by_case=False)
    if is_ours and any(one.drift for one in drifts):
        drifts = drifts_of(figures, reported, head)
    axes = axes_of_report(reported, head)
    code = reported.municipality
    return {
        "reported": reported,
        "place": name_of(code, figures.municipality_names()) or code if code else words.say("axis.everywhere"),
        "part": part_in_words(words, reported.fact.dimension, reported.fact.dimension_value or "")
        if reported.fact.dimension
        else None,
        "axes": axes,
        "value": _value(words, reported),
        "drifts": [_drift(office, call, one, axes, head) for one in drifts],
    }


def _value(words: Wording, reported: Reported) -> str:
    """The number as it was told."""
    fact = reported.fact
    if fact.value is None:
        return words.interval(reported.told_as)
    said = words.number(fact.value, fact.decimals or 0)
    return said if fact.precision in (None, "exact") else f"{words.say(f'precision.{fact.precision}')} {said}"


def _drift(office: Office, call: Call, drift: Drift, axes: Axes, head: int) -> dict[str, Any]:
    positions = sorted({position for change in drift.changes for position in change.positions})[-EVENTS_MAX:]
    call.has_read((one.case for one in drift.changes), "case")
    events = office.ledger.events_at(positions)
    return {
        "drift": drift,
        "now": _now(axes, drift, head),
        "bridge": _bridge(axes, drift, head),
        "events": [event_summary(events[position][0]) for position in positions if position in events],
        "cases": len(drift.changes),
    }


def _now(axes: Axes, drift: Drift, head: int) -> dict[str, object]:
    """The same question, as known now."""
    entered = drift.reported.fact.registered_by
    told = dict(axes) | {"knownAt": head, "registeredBy": "" if entered is None else entered.isoformat()}
    return told | ({"version": drift.version} if drift.version else {})


def _bridge(axes: Axes, drift: Drift, head: int) -> Mapping[str, str] | None:
    """From the figure as it was to the figure as it is; none of a part of a figure, which is no figure by itself."""
    rule = drift.reported.fact.rule
    if drift.value is None or drift.version is None or "by" in axes:
        return None
    then = dict(axes) | {"version": drift.version}
    return {"from": side_of(rule, then), "to": side_of(rule, _now(axes, drift, head))}
