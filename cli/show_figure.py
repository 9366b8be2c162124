"""A figure on the terminal: what it is, what bounds it, how it came about, and what it may be set beside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from cli.rendering import bar, heading, indented, lines, pairs, section, table
from cli.show_breakdown import show_breakdown
from domain.counting import Conflict, Rule
from domain.facts import AggregateReported, FigureReported
from domain.places import Scope
from domain.reported import TotalOfOthers, told_as
from replay.answers import rule_document
from replay.beside import Flag
from replay.figures import Answer
from replay.sentences import three_sentences
from replay.wording import NOTHING, Wording, listed

BAR_WIDTH = 24


def show_figure(out: Console, wording: Wording, answer: Answer, *, is_opened: bool = False) -> None:
    """One answer; opened, it begins with the three sentences and draws the whole funnel."""
    rule = answer.rule
    heading(out, f"{rule.id} · {rule.version}", place_of(answer, wording))
    out.print()
    out.print(Text(f"  {wording.figure(answer)}", style="bold green"))
    show_norm(out, wording, answer)
    out.print()
    lines(out, three_sentences(wording, [answer]) if is_opened else [wording.rule_sentence(answer)])
    out.print()
    pairs(out, axes(answer, wording))
    section(out, wording.say("part.derivation"))
    show_funnel(out, wording, answer)
    show_breakdown(out, wording, answer)
    show_quotas(out, wording, answer)
    show_conflicts(out, wording, ((rule.version, conflict) for conflict in answer.conflicts))
    show_reported(out, wording, answer)
    show_totals(out, wording, answer.totals_of_others, answer.rule.unit)
    show_flags(out, wording, answer)
    if is_opened:
        show_sources(out, wording, rule)


def show_norm(out: Console, wording: Wording, answer: Answer) -> None:
    """What a ratio is held against, and each of its parts with what it has, those beyond the norm marked."""
    norm, measured = wording.norm(answer), answer.measured
    if norm is not None:
        out.print(Text(f"  {norm}"))
    if measured is not None and measured.parts:
        out.print()
        wide = table([("", "left"), ("", "right"), ("", "left")], [2])
        wide.show_header = False
        for name, has in measured.parts.items():
            beyond = Text(wording.say("ratio.beyond"), style="bold yellow") if name in measured.beyond else ""
            wide.add_row(name, wording.amount(has, answer.rule.unit), beyond)
        indented(out, wide)


VERSIONS_BY_NAME_MAX = 2
"""So many versions of a rule have room for their names and sentences side by side on a narrow screen."""


def show_versions(out: Console, wording: Wording, answers: Sequence[Answer]) -> None:
    """Versions that compete, side by side, with the contradiction named."""
    first = answers[0]
    heading(out, first.rule.id, place_of(first, wording))
    count = len(answers)
    title = "part.versions" if count == 2 else "part.many_versions"
    out.print(Text(wording.say(title, count=count), style="bold yellow"))
    out.print()
    pairs(out, axes(first, wording))
    out.print()
    names = [answer.rule.version for answer in answers]
    rows = _versions_rows(wording, answers)
    if count > VERSIONS_BY_NAME_MAX:  # their names and sentences beside each other would leave no room for figures
        for number, answer in enumerate(answers, 1):
            lines(out, [f"{answer.rule.version}: {wording.rule_sentence(answer)}"], str(number))
        out.print()
        names = [str(number) for number in range(1, count + 1)]
        rows = [(name, said) for name, said in rows if name != wording.say("axis.rule")]
    wide = table([("", "left"), *((name, "left") for name in names)], range(1, count + 1))
    for name, said in rows:
        wide.add_row(Text(name, style="dim"), *said)
    indented(out, wide)
    for answer in answers:
        show_breakdown(out, wording, answer, is_one_of_many=True)
    show_conflicts(out, wording, ((answer.rule.version, one) for answer in answers for one in answer.conflicts))
    _show_flags_of_each(out, wording, answers)


def _versions_rows(wording: Wording, answers: Sequence[Answer]) -> list[tuple[str, list[Text | str]]]:
    quotas: list[tuple[str, list[Text | str]]] = (
        [(wording.say("part.quotas").lower(), [_quotas_in_a_cell(wording, one) for one in answers])]
        if any(one.beside for one in answers)
        else []
    )
    rows: list[tuple[str, list[Text | str]]] = [
        (
            wording.say("funnel.counted"),
            [Text(wording.figure(one), style="bold green") for one in answers],
        ),
        (wording.say("axis.rule"), [wording.rule_sentence(one) for one in answers]),
        *quotas,
        (wording.say("funnel.considered"), [wording.number(one.tally.considered) for one in answers]),
    ]
    codes = dict.fromkeys(code for one in answers for code in ordered_codes(one) if one.funnel.get(code))
    for code in codes:
        rows.append((f"− {code}", [_or_nothing(wording, one.funnel.get(code)) for one in answers]))
    return rows


def _or_nothing(wording: Wording, count: int | None) -> str:
    return NOTHING if count is None else wording.number(count)


def _quotas_in_a_cell(wording: Wording, answer: Answer) -> str:
    said = []
    for beside in answer.beside:
        quota = f"{wording.say(f'kind.{beside.quota.kind}')} {wording.quota_amount(beside.quota)}"
        if beside.to_go is not None:
            to_go = f"{wording.say('quota.to_go')} {wording.to_go(beside)}"
            quota += f": {wording.percent(beside.share)}, {to_go}"
        elif beside.share_interval:
            quota += f": {wording.share_interval(beside.share_interval)}"
            if beside.to_go_interval:
                quota += f", {wording.say('quota.to_go')} {wording.interval(beside.to_go_interval)}"
        said.append(quota)
    return "\n".join(said) or NOTHING


def place_of(answer: Answer, wording: Wording) -> str:
    """The municipality by name and code, or the region; with the day of its division where one was chosen."""
    scope = answer.scope
    if scope.region is not None:
        place = scope.region
    elif scope.municipality is None:
        place = wording.say("axis.everywhere")
    else:
        name = answer.municipality_name
        place = f"{name} ({scope.municipality})" if name else scope.municipality
    return (
        place
        if scope.division_on is None
        else wording.say("axis.division_of", place=place, day=wording.day(scope.division_on))
    )


def axes(answer: Answer, wording: Wording) -> list[tuple[str, str]]:
    """The four axes and the parameter values, in words."""
    bounds, known = answer.bounds, answer.known
    claimed = (
        wording.say("axis.claimed", day=wording.day(bounds.registered_by))
        if bounds.registered_by
        else wording.say("axis.no_bound")
    )
    position = wording.say("axis.position", position=wording.number(known.position))
    rows = [
        (wording.say("axis.period"), wording.period(bounds.period)),
        (wording.say("axis.as_of"), wording.day(bounds.as_of)),
        (wording.say("axis.registered_by"), claimed),
        (wording.say("axis.known_at"), f"{position} · {wording.moment(known.recorded_at)} · {known.root.hex()[:12]}"),
        *_series(answer, wording),
        *_members(answer, wording),
    ]
    by_source: dict[str, list[str]] = {}
    for parameter in answer.parameters:
        by_source.setdefault(parameter.source, []).append(f"{parameter.name} = {wording.value(parameter.value)}")
    if not known.position:
        rows.append(("", wording.say("axis.held_nothing")))
    rows += [(wording.say("axis.parameter"), f"{', '.join(set_)} ({source})") for source, set_ in by_source.items()]
    return rows


def _series(answer: Answer, wording: Wording) -> list[tuple[str, str]]:
    """Of the closed series by which closing; of the running one nothing, unless something came late."""
    closing = answer.closing
    if closing is not None:
        said = "axis.closed_entry" if closing.entry_until_on else "axis.closed"
        holes = {"scheme": closing.scheme, "position": wording.number(closing.position)}
        return [(wording.say("axis.series"), wording.say(said, **holes, day=wording.day(closing.entry_until_on)))]
    return [(wording.say("axis.series"), wording.say("axis.running"))] if answer.late else []


def _members(answer: Answer, wording: Wording) -> list[tuple[str, str]]:
    """Who belongs to the region on the day asked; what became of a municipality that is no more."""
    scope, merger = answer.scope, answer.merger
    on = scope.division_on or answer.bounds.as_of
    if merger is not None:
        into = _named(scope, merger.into_code, on)
        holes = {"day": wording.day(merger.on), "into": into, "code": merger.into_code, "on": merger.on.isoformat()}
        return [(wording.say("axis.municipality"), wording.say("axis.went_into", **holes))]
    if scope.region is None:
        return []
    names = [_named(scope, code, on) for code in sorted(scope.places.members(scope.region, on))]
    return [(wording.say("axis.members"), ", ".join(names) or NOTHING)]


def _named(scope: Scope, code: str, on: date) -> str:
    return scope.places.name_of(code, on) or code


def ordered_codes(answer: Answer) -> list[str]:
    """The codes by which cases were left out, in the order of the rule's tests."""
    by_rule = [test.code for test in answer.rule.tests] + [answer.rule.otherwise]
    return [code for code in dict.fromkeys([*by_rule, *answer.funnel]) if code != "counted" and code in answer.funnel]


def show_funnel(out: Console, wording: Wording, answer: Answer) -> None:
    """From all cases considered, test by test, to those that count; the sum is in the picture."""
    total = remaining = answer.tally.considered
    wide = table([("", "left"), ("", "right"), ("", "left"), ("", "left")], [3])
    wide.show_header = False
    width = BAR_WIDTH if out.width >= 100 else BAR_WIDTH // 2
    wide.add_row(wording.say("funnel.considered"), wording.number(total), bar(total, 0, total, width), "")
    for code in ordered_codes(answer):
        count = answer.funnel[code]
        remaining -= count
        wide.add_row(
            f"− {code}",
            wording.number(count),
            bar(remaining, count, total, width),
            Text(_in_funnel(wording, answer, code), style="dim"),
        )
    counted = answer.funnel["counted"]
    wide.add_row(
        Text(f"= {wording.say('funnel.counted')}", style="bold"),
        Text(wording.number(counted), style="bold green"),
        bar(counted, 0, total, width),
        "",
    )
    for code, count in _counted_codes(answer):
        wide.add_row(
            f"  {code}", wording.number(count), "", Text(wording.test_sentence(answer.rule, code), style="dim")
        )
    indented(out, wide)


def _in_funnel(wording: Wording, answer: Answer, code: str) -> str:
    """What a code means, and of a ratio whether those cases are in its population all the same."""
    sentence, ratio = wording.test_sentence(answer.rule, code), answer.rule.ratio
    return f"{sentence} {wording.say('ratio.in_population')}" if ratio and code in ratio.rest else sentence


def _counted_codes(answer: Answer) -> list[tuple[str, int]]:
    """The codes under which cases were counted, where the rule itself tells several apart."""
    if not any(test.counts for test in answer.rule.tests):
        return []
    counts = {code: cases for (counted, code), cases in answer.tally.by_code.items() if counted}
    order = dict.fromkeys(test.code for test in answer.rule.tests)
    return [(code, counts[code]) for code in [*order, *(counts.keys() - order.keys())] if counts.get(code)]


def event_in_short(wording: Wording, event: Mapping[str, Any]) -> str:
    """A deciding fact in a few words: what, on which day if that is known, at which position."""
    day = f" {wording.short_day(event['occurred_on'])}" if event["occurred_on"] else ""
    return f"{wording.fact(event['type'])}{day} #{event['position']}"


def show_quotas(out: Console, wording: Wording, answer: Answer) -> None:
    """What the figure may be set beside, with how far it is; and what it may not, with the reason."""
    if answer.beside:
        section(out, wording.say("part.quotas"))
        wide = table(
            [
                (wording.say("quota.amount"), "left"),
                (wording.say("quota.share"), "right"),
                (wording.say("quota.to_go"), "right"),
                (wording.say("quota.setter"), "left"),
            ],
            [3],
        )
        for beside in answer.beside:
            quota = beside.quota
            interval = wording.interval(beside.to_go_interval) if beside.to_go_interval else NOTHING
            share = wording.share_interval(beside.share_interval) if beside.share_interval else NOTHING
            wide.add_row(
                f"{wording.say(f'kind.{quota.kind}')} {wording.quota_amount(quota)}",
                share if beside.share is None else wording.percent(beside.share),
                interval if beside.to_go is None else wording.to_go(beside),
                Text(f"{quota.setter}, {wording.short_day(quota.document_on)} · {quota.document}", style="dim"),
            )
        indented(out, wide)
    if answer.refused and answer.rule.against:  # a rule that names no quota is set beside none: that says nothing
        section(out, wording.say("part.refused"))
        reasons: dict[str, list[str]] = {}
        for quota, because in answer.refused:
            said = f"{wording.say(f'kind.{quota.kind}')} {wording.quota_amount(quota)}"
            reasons.setdefault(because, []).append(said)
        lines(out, [f"{listed(said, 4)}: {wording.code_sentence(why)} ({why})" for why, said in reasons.items()], "·")


def show_conflicts(out: Console, wording: Wording, conflicts: Iterable[tuple[str, Conflict]]) -> None:
    """What the documents contradict, once each, with the versions that it parts and where it stands."""
    told: dict[str, tuple[str, Conflict]] = {}
    for version, conflict in conflicts:
        told.setdefault(conflict.why[wording.language], (version, conflict))
    if not told:
        return
    section(out, wording.say("part.conflicts"))
    for version, conflict in told.values():
        name = conflict.with_version
        other = f"{version} ↔ {name}" if name else wording.say("conflict.reading")
        said = f"{other}: {conflict.why[wording.language]}"
        if conflict.interval:
            said += " " + wording.say("conflict.interval", interval=wording.interval(conflict.interval))
        lines(out, [said], "!")
        for source in conflict.sources:
            lines(out, [f"“{source.words}” — {source.place}"], "   ")


def show_reported(out: Console, wording: Wording, answer: Answer) -> None:
    """What was told before in answer to the same question, and how far the figure now lies from it."""
    if not answer.reported:
        return
    section(out, wording.say("part.reported"))
    for one in answer.reported:
        drift = one.drift(answer.value)
        said = "reported.other" if drift else "reported.same"
        holes = {"value": told_with_unit(wording, one.fact), "document": f"“{one.fact.document}” (#{one.position})"}
        lines(out, [wording.say(said, **holes, **({"drift": wording.signed(drift)} if drift else {}))], "·")


def show_totals(out: Console, wording: Wording, totals: Sequence[TotalOfOthers], unit: str | None = None) -> None:
    """What others reported without cases: beside, never summed; of each in another unit than the figure it is said."""
    if not totals:
        return
    section(out, wording.say("part.totals_of_others"))
    for one in totals:
        value = told_with_unit(wording, one.fact)
        if one.fact.value is not None and one.fact.precision != "exact":
            value += f" ({wording.interval(one.told_as, one.fact.decimals or 0)})"
        said = f"{one.fact.name}: {value} · {one.fact.reporter}, “{one.fact.document}” (#{one.position})"
        if unit is not None and (reason := one.refused_because(unit)):
            said += f" · {reason}: {wording.code_sentence(reason)}"
        lines(out, [said], "·")


def told_with_unit(wording: Wording, fact: FigureReported | AggregateReported) -> str:
    """The number as it was told, in its unit."""
    value = told_value(wording, fact)
    return value if fact.unit == "cents" else f"{value} {wording.unit(fact.unit)}"


def told_value(wording: Wording, fact: FigureReported | AggregateReported) -> str:
    """The number as it was told, with what the document adds to it."""
    decimals = fact.decimals or 0
    if fact.value is None:
        return wording.interval(told_as(fact), decimals)
    of_money = fact.unit == "cents" and not decimals
    number = wording.amount(fact.value, fact.unit) if of_money else wording.number(fact.value, decimals)
    precision = "more-than" if fact.precision == "higher" else fact.precision
    return number if precision in (None, "exact") else f"{wording.say(f'precision.{precision}')} {number}"


def show_flags(out: Console, wording: Wording, answer: Answer) -> None:
    """What to know about the answer, with the number of cases it concerns."""
    if not answer.flags:
        return
    section(out, wording.say("part.flags"))
    lines(out, [_flag_in_words(wording, flag) for flag in answer.flags], "·")


def _show_flags_of_each(out: Console, wording: Wording, answers: Sequence[Answer]) -> None:
    """What to know about each of the answers: what holds for all of them once, and else with its version before it."""
    versions: dict[Flag, list[str]] = {}
    for answer in answers:
        for flag in answer.flags:
            versions.setdefault(flag, []).append(answer.rule.version)
    if not versions:
        return
    section(out, wording.say("part.flags"))
    said = []
    for flag, named in versions.items():
        version = "" if len(named) == len(answers) else f"{', '.join(named)}: "
        said.append(f"{version}{_flag_in_words(wording, flag)}")
    lines(out, said, "·")


def _flag_in_words(wording: Wording, flag: Flag) -> str:
    count = wording.say("flag.case" if flag.cases == 1 else "flag.cases", count=wording.number(flag.cases))
    return f"{flag.code} ({count}): {wording.code_sentence(flag.code)}"


def show_sources(out: Console, wording: Wording, rule: Rule) -> None:
    """Where the rule stands, and the hash of what it says."""
    section(out, wording.say("part.sources"))
    for source in rule.source:
        requirement = f" [{source.requirement}]" if source.requirement else ""
        lines(out, [f"“{source.words}” — {source.document}, {source.place}{requirement}"], "·")
    pairs(out, [("sha256", rule_document(rule)["hash"])])
