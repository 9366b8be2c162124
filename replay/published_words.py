"""The words of what is published: why something is not, and three sentences about what is. Dutch first, English beside.

`refusal` is apart from the common wording, since a refusal is made in both languages before a reader is known.
"""

from collections.abc import Mapping

OF_PUBLICATION: Mapping[str, tuple[str, str]] = {
    "published.title": ("voor publicatie", "for publication"),
    "published.secret": ("geheim (hoogstens {most})", "suppressed (at most {most})"),
    "published.secret_amount": ("geheim", "suppressed"),
    "published.about": ("ongeveer {value}", "about {value}"),
    "published.really": ("werkelijk", "really"),
    "published.policy": ("drempel", "threshold"),
    "published.policy_of": (
        "{threshold}, in stappen van {step} ({source})",
        "{threshold}, in steps of {step} ({source})",
    ),
    "published.policy_unsourced": ("{threshold}, in stappen van {step}", "{threshold}, in steps of {step}"),
    "published.part": ("deel van het geheel", "part of the whole"),
    "published.left_out": ("niet in deze sluiting gesloten: {names}", "not closed in this closing: {names}"),
    "published.other_codes": (
        "{count} andere redenen: geheim, want te klein of er niet",
        "{count} other reasons: suppressed, being too small or not there",
    ),
    "published.other_classes": (
        "wat hier niet staat: geheim, want te klein of er niet",
        "what is not listed: suppressed, being too small or not there",
    ),
    "published.withheld": ("Niet gepubliceerd", "Not published"),
    "published.difference": ("verschil", "difference"),
    "withheld.cases": ("gevallen en hun id's", "cases and their ids"),
    "withheld.counts_of_flags": ("hoeveel gevallen een markering hebben", "how many cases have a flag"),
    "withheld.local_parameters": ("waarden die voor één gemeente zijn vastgesteld", "values set for one municipality"),
    "withheld.reported": ("wat eerder precies gemeld is", "what was reported exactly before"),
    "withheld.totals_of_others": ("totalen van anderen", "totals of others"),
    "withheld.amounts": (
        "bij bedragen: hoeveel gevallen, en waarom andere niet meetellen",
        "of amounts: how many cases, and why others do not count",
    ),
    "withheld.ratio": ("de verhouding", "the ratio"),
    "code.REOPENED_SINCE": (
        "de periode is na de sluiting heropend; het gepubliceerde cijfer blijft dat van de eerste sluiting",
        "the period was opened again after its closing; the published figure stays that of the first closing",
    ),
    "withheld.parts": ("waaruit het verschil bestaat", "what the difference is made of"),
    "published.three.what": (
        "{when} gaat het {where} om {said}.",
        "{when} the figure {where} is {said}.",
    ),
    "published.three.everywhere": ("in alle gemeenten samen", "for all municipalities together"),
    "published.three.in": ("in {place}", "for {place}"),
    "published.three.step": (
        "Wat gepubliceerd wordt gaat in stappen van {step}, zodat niemand eruit te herleiden is; werkelijk is het "
        "{really}.",
        "What is published goes in steps of {step}, so that nobody can be traced from it; really it is {really}.",
    ),
    "published.three.closed": (
        "Het is het cijfer zoals het op {day} is gesloten; delen tellen precies op tot het geheel.",
        "It is the figure as it was closed on {day}; parts add up to the whole exactly.",
    ),
    "published.three.several": ("volgens {version} {said}", "by {version} {said}"),
    "published.three.what_several": (
        "{when} gaat het {where} om, {readings}.",
        "{when} the figure {where} is, {readings}.",
    ),
}
_REFUSALS: Mapping[str, tuple[str, str]] = {
    "cases": (
        "van gevallen wordt niets gepubliceerd, ook geen steekproef. Wat werkt: het cijfer voor publicatie; de "
        "steekproef is er voor wie de gevallen mag zien, en dan niet voor publicatie",
        "of cases nothing is published, a sample included. What works: the figure for publication; the sample is there "
        "for who may see the cases, and then not for publication",
    ),
    "dimension": (
        "voor publicatie wordt een cijfer naar één kenmerk uitgesplitst, uit {known}",
        "for publication a figure is broken down by one dimension, out of {known}",
    ),
    "place_and_dimension": (
        "voor publicatie wordt een gemeente of regio niet verder uitgesplitst. Wat werkt: de uitsplitsing van het hele "
        "land, of het cijfer van de plaats",
        "for publication a municipality or region is not broken down. What works: the breakdown of the whole country, "
        "or the figure of the place",
    ),
    "axes": (
        "een gepubliceerd cijfer is dat van een gesloten periode, zoals het bij de sluiting bekend was. Niet te kiezen "
        "zijn: {axes}. Wat werkt: de vraag zonder",
        "a published figure is that of a closed period, as known at its closing. Not to be chosen are: {axes}. What "
        "works: the question without",
    ),
    "nothing_closed": (
        "van deze telregel is voor het hele land geen periode gesloten, dus is er niets te publiceren. Een sluiting is "
        "een feit",
        "of this counting rule no period was closed for the whole country, so there is nothing to publish. A closing "
        "is a fact",
    ),
    "period": (
        "gepubliceerd worden hele gesloten perioden, zonder overlap met een eerder gesloten periode. Dat zijn: {known}",
        "published are whole closed periods that do not overlap one closed earlier. These are: {known}",
    ),
    "rule_not_closed": (
        "over {period} is dit niet in dezelfde sluiting gesloten als wat over dezelfde gevallen telt, en wordt daarom "
        "niet gepubliceerd",
        "over {period} this was not closed in the same closing as what counts over the same cases, and so is not "
        "published",
    ),
    "amounts_of_the_same_cases": (
        "dit bedrag telt over gevallen waarover ook andere cijfers gepubliceerd worden, en die zouden elkaar verraden. "
        "Gepubliceerd worden de aantallen",
        "this amount is of cases of which other figures are published too, and these would give each other away. "
        "Published are the numbers of cases",
    ),
    "no_threshold": (
        "hoe klein te klein is om te publiceren, is niet vastgesteld, dus wordt er niets gepubliceerd. Wat het "
        "vaststelt is een feit ParameterSet van {name}, op een dag die niet na de sluiting ligt",
        "how few is too few to publish was not set, so nothing is published. What sets it is a ParameterSet fact of "
        "{name}, on a day not after the closing",
    ),
    "low_threshold": (
        "de drempel {name} is lager dan 3 of geen getal, en beschermt zo niemand. Verwacht: een getal van 3 of meer",
        "the threshold {name} is below 3 or no number, and so protects nobody. Expected: a number of 3 or more",
    ),
    "not_subtracted": (
        "{code}: deze twee cijfers zijn niet van elkaar af te trekken",
        "{code}: these two figures cannot be subtracted",
    ),
    "one_version": (
        "deze telregel heeft versies die elkaar tegenspreken; noem welke: {versions}",
        "this counting rule has versions that compete; name one: {versions}",
    ),
}


RECORD_A_CLOSING = (
    ", recorded with: ketenboek record ReportingClosed scheme=… period_from=… period_until=… occurred_on=…",
    ", vast te leggen met: ketenboek record ReportingClosed scheme=… period_from=… period_until=… occurred_on=…",
)
"""What records a closing by hand, English and Dutch."""
BY_HAND: Mapping[str, tuple[str, str]] = {
    "nothing_closed": RECORD_A_CLOSING,
    "no_threshold": (
        ": ketenboek record ParameterSet name={name} value=… document=… occurred_on=YYYY-MM-DD",
        ": ketenboek record ParameterSet name={name} value=… document=… occurred_on=JJJJ-MM-DD",
    ),
}
"""What would help by hand, English and Dutch."""


def by_hand(why: str, /, **holes: object) -> tuple[str, str]:
    """The command that would help who has the command line, in English and in Dutch; empty where there is none."""
    english, dutch = BY_HAND.get(why, ("", ""))
    return english.format(**holes), dutch.format(**holes)


def refusal(why: str, /, **holes: object) -> tuple[str, str]:
    """Why something is not published, in Dutch and in English."""
    dutch, english = _REFUSALS[why]
    return dutch.format(**holes), english.format(**holes)
