"""The words of the three sentences about a figure: Dutch first, English beside it. Part of the common catalogue."""

from collections.abc import Mapping

OF_SENTENCES: Mapping[str, tuple[str, str]] = {
    "three.what": ("{when} {where} {said}{so_far}.", "{when} {where} {said}{so_far}."),
    "three.figure_in": ("telt {place}", "{place} has"),
    "three.figure_everywhere": ("tellen alle gemeenten samen", "all municipalities together have"),
    "three.comes_to_in": ("gaat het in {place} om", "the figure for {place} is"),
    "three.comes_to_everywhere": ("gaat het in alle gemeenten samen om", "the figure for all municipalities is"),
    "three.of_nothing": (
        "{when} is er {where} niets waarvan een aandeel of gemiddelde te nemen is: {counted}.",
        "{when} there is nothing {where} to take a share or mean of: {counted}.",
    ),
    "three.nothing_in": ("in {place}", "in {place}"),
    "three.nothing_everywhere": ("in alle gemeenten samen", "in all municipalities together"),
    "three.no_share": ("geen aandeel of gemiddelde", "no share or mean"),
    "three.as_of": ("Op {day}", "On {day}"),
    "three.period": ("Van {from_day} tot {until_day}", "From {from_day} until {until_day}"),
    "three.since": ("Vanaf {from_day}", "From {from_day} on"),
    "three.until": ("Tot {until_day}", "Until {until_day}"),
    "three.share": ("{numerator} van de {of} ({share})", "{numerator} of the {of} ({share})"),
    "three.mean": ("gemiddeld {mean} over {cases}", "{mean} on average over {cases}"),
    "three.per": ("{total}, gemiddeld {mean} voor elk van {parts}", "{total}, on average {mean} for each of {parts}"),
    "three.case": ("één geval", "one case"),
    "three.cases": ("{count} gevallen", "{count} cases"),
    "three.toward": (
        "; dat is {share} van de {kind} van {amount}, met nog {to_go} te gaan",
        "; that is {share} of the {kind} of {amount}, with {to_go} to go",
    ),
    "three.beyond": (
        "; dat is {share} van de {kind} van {amount}, die daarmee is gehaald",
        "; that is {share} of the {kind} of {amount}, which is thereby reached",
    ),
    "three.toward_about": (
        "; dat is {share} van de {kind} van {amount}",
        "; that is {share} of the {kind} of {amount}",
    ),
    "three.share_between": ("tussen {low} en {high}", "between {low} and {high}"),
    "three.share_from": ("ten minste {low}", "at least {low}"),
    "three.share_until": ("ten hoogste {high}", "at most {high}"),
    "three.norm_reached": (
        "; de norm van {holds} {norm} is daarmee gehaald",
        "; the norm of {holds} {norm} is thereby reached",
    ),
    "three.norm_beyond": (
        "; de norm van {holds} {norm} is bij {beyond} van de {all} niet gehaald",
        "; the norm of {holds} {norm} is not kept to by {beyond} of the {all}",
    ),
    "three.norm_missed": (
        "; de norm van {holds} {norm} is niet gehaald",
        "; the norm of {holds} {norm} is not reached",
    ),
    "three.none_there": (
        "Er is niets bekend dat had kunnen meetellen.",
        "Nothing is known that could have counted.",
    ),
    "three.all": ("Alle {considered} bekeken gevallen tellen mee.", "All {considered} cases considered count."),
    "three.only_one": ("Het enige bekeken geval telt mee.", "The only case considered counts."),
    "three.only_one_out": (
        "Het enige bekeken geval telt niet mee: {reasons}.",
        "The only case considered does not count: {reasons}.",
    ),
    "three.none_counts": (
        "Geen van de {considered} bekeken gevallen telt mee: {reasons}.",
        "None of the {considered} cases considered counts: {reasons}.",
    ),
    "three.out": (
        "Van de {considered} bekeken gevallen tellen er {total} niet mee: {reasons}.",
        "Of the {considered} cases considered {total} do not count: {reasons}.",
    ),
    "three.one_out": (
        "Van de {considered} bekeken gevallen telt er één niet mee: {reasons}.",
        "Of the {considered} cases considered one does not count: {reasons}.",
    ),
    "three.rest": ("van de {of} tellen er {count} niet mee: {reasons}", "of the {of} {count} do not count: {reasons}"),
    "three.rest_one": ("van de {of} telt er één niet mee: {reasons}", "of the {of} one does not count: {reasons}"),
    "three.outside": (
        "daarbuiten blijven {count} gevallen buiten beschouwing: {reasons}",
        "besides, {count} cases are left out of account: {reasons}",
    ),
    "three.outside_one": (
        "daarbuiten blijft één geval buiten beschouwing: {reasons}",
        "besides, one case is left out of account: {reasons}",
    ),
    "three.other_reasons": (" en {count} om andere redenen", " and {count} for other reasons"),
    "three.registered_by": (
        "Gerekend is met wat de bronnen zeggen uiterlijk {day} te hebben ingevoerd",
        "This rests on what the sources say they had entered by {day}",
    ),
    "three.closed": (
        "Het is het cijfer zoals de periode op {day} is afgesloten",
        "This is the figure as the period was closed on {day}",
    ),
    "three.reported_higher": (
        "eerder meldde “{document}” {told}, en het cijfer ligt nu {by} hoger",
        "before, “{document}” reported {told}, and the figure is now {by} higher",
    ),
    "three.reported_lower": (
        "eerder meldde “{document}” {told}, en het cijfer ligt nu {by} lager",
        "before, “{document}” reported {told}, and the figure is now {by} lower",
    ),
    "three.versions": (
        "de stukken laten meer dan één lezing toe en het systeem kiest niet: {why}",
        "the documents allow more than one reading and the system does not choose: {why}",
    ),
    "three.open": ("de stukken laten iets open: {why}", "the documents leave something open: {why}"),
    "three.flag": ("bij {count} gevallen past een kanttekening: {why}", "a remark goes with {count} cases: {why}"),
    "three.flag_of_one": ("bij één geval past een kanttekening: {why}", "a remark goes with one case: {why}"),
    "three.flag_of_all": (
        "bij alle bekeken gevallen past een kanttekening: {why}",
        "a remark goes with all cases considered: {why}",
    ),
    "three.nothing_known": (
        "Van tegenspraak in de stukken of bijzonderheden in de gevallen is niets bekend.",
        "No contradiction in the documents is known, and nothing particular about the cases.",
    ),
    "three.readings": (
        "{when} geven de stukken voor {place} {count} antwoorden: {said}.",
        "{when} the documents give {count} answers for {place}: {said}.",
    ),
    "three.readings_everywhere": (
        "{when} geven de stukken voor alle gemeenten samen {count} antwoorden: {said}.",
        "{when} the documents give {count} answers for all municipalities together: {said}.",
    ),
    "three.either": ("{rest}; of {last}", "{rest}; or {last}"),
    "three.row": ("{rest} en {last}", "{rest} and {last}"),
    "three.mostly": ("vooral: {reason}", "mostly: {reason}"),
    "three.all_in_each": (
        "In elk antwoord tellen alle {considered} bekeken gevallen mee.",
        "In each answer all {considered} cases considered count.",
    ),
    "three.same_in_each": (
        "Elk antwoord laat van de {considered} bekeken gevallen evenveel buiten de telling: {total} ({reason}).",
        "Each answer leaves out as many of the {considered} cases considered: {total} ({reason}).",
    ),
    "three.out_of_each": (
        "Elk antwoord laat van de {considered} bekeken gevallen een eigen aantal buiten de telling: {said}.",
        "Each answer leaves out a number of its own of the {considered} cases considered: {said}.",
    ),
    "three.of_each": ("{total} in het {which} ({reason})", "{total} in the {which} ({reason})"),
    "three.none_of_each": ("geen in het {which}", "none in the {which}"),
    "norm.at-least": ("ten minste", "at least"),
    "norm.at-most": ("ten hoogste", "at most"),
    "count.2": ("twee", "two"),
    "count.3": ("drie", "three"),
    "count.4": ("vier", "four"),
    "count.5": ("vijf", "five"),
    "count.6": ("verschillende", "several"),
    "ordinal.1": ("eerste", "first"),
    "ordinal.2": ("tweede", "second"),
    "ordinal.3": ("derde", "third"),
    "ordinal.4": ("vierde", "fourth"),
    "ordinal.5": ("vijfde", "fifth"),
    "ordinal.6": ("volgende", "next"),
}
"""Name → (Dutch, English), as in replay.messages."""
