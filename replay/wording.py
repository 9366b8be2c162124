"""Tells figures in words: numbers with their units, days, intervals and codes, in Dutch or English.

The last station before a person: a figure is complete before it comes here, and nothing is computed but the words. The
same `Wording` serves the terminal and the pages, so a figure is never told in two ways.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from domain.counting import Language, Rule
from domain.dates import Period, When
from domain.dimensions import DIMENSIONS, Class, Dimension
from domain.facts.base import by_name
from domain.municipalities import name_of
from domain.precision import Interval
from domain.quotas import Beside, Quota, ShareInterval
from domain.rules.findings import SENTENCES as FINDING_SENTENCES
from replay.asking import AMSTERDAM
from replay.beside import is_of_elsewhere
from replay.code_words import CODES
from replay.detail_words import DETAILS, OWN_WORDS
from replay.figures import Answer
from replay.messages import MESSAGES, UNITS, Catalogue
from replay.row_words import CASE_FIELDS, VIEW_WORDS

SET = "ParameterSet"
"""Where the value of a parameter comes from that was set here, and not by the document of its rule."""
DUTCH_MARKS = str.maketrans(",.", ".,")
MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
NOTHING = "–"
PLACES = frozenset({"position", "positions", "party", "system", "record", "life"})
"""Parts of a value that say where it stands in the ledger, or are told apart."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PART_OF_YEAR = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def lowered(text: str) -> str:
    """As in the middle of a sentence; an abbreviation, a name in capitals or a quotation keeps its capital."""
    word = text.split(" ", 1)[0]
    return text if word != word.capitalize() else text[:1].lower() + text[1:]


class Wording:
    """The words of one language. `catalogues` add to the common messages, or go before them."""

    def __init__(self, language: Language, *catalogues: Catalogue) -> None:
        self.language = language
        self._index = 0 if language == "nl" else 1
        self._messages: dict[str, tuple[str, str]] = dict(MESSAGES)
        for catalogue in catalogues:
            self._messages.update(catalogue)

    def say(self, name: str, /, **holes: object) -> str:
        """The message of this name with its holes filled."""
        return self._messages[name][self._index].format(**holes)

    def has(self, name: str, /) -> bool:
        """Whether there is a message of this name."""
        return name in self._messages

    # Numbers and days

    def number(self, number: int, decimals: int = 0) -> str:
        """1.230 in Dutch, 1,230 in English; of a number scaled by decimals 12,5 and 12.5."""
        grouped = f"{Decimal(number).scaleb(-decimals):,f}".replace("-", "−")
        return grouped.translate(DUTCH_MARKS) if self.language == "nl" else grouped

    def signed(self, number: int) -> str:
        """A difference: +1, −88, 0."""
        return f"+{self.number(number)}" if number > 0 else self.number(number)

    def percent(self, share: Decimal | None) -> str:
        """A share in percent with one decimal, below 1% with two, rounded half up."""
        if share is None:
            return NOTHING
        step = Decimal("0.01") if 0 < abs(share) < Decimal("0.01") else Decimal("0.1")
        rounded = str((share * 100).quantize(step, ROUND_HALF_UP))
        return f"{rounded.replace('.', ',')}%" if self.language == "nl" else f"{rounded}%"

    def amount(self, amount: int, unit: str) -> str:
        """A number with its unit; cents as euros."""
        if unit == "cents":
            euros, cents = divmod(abs(amount), 100)
            mark = "," if self.language == "nl" else "."
            return f"{'−' if amount < 0 else ''}€ {self.number(euros)}{mark}{cents:02}"
        return f"{self.number(amount)} {self.unit(unit, amount)}"

    def unit(self, unit: str, count: int = 2) -> str:
        """A unit in words, singular for one."""
        known = UNITS.get(unit)
        return known[self._index][count != 1] if known else unit

    def day(self, day: date | None) -> str:
        """18 september 2008."""
        return NOTHING if day is None else f"{day.day} {MONTHS[self.language][day.month - 1]} {day.year}"

    def short_day(self, when: When | date | str | None) -> str:
        """For in a table: 18-09-2008, 09-2008 or 2008 in Dutch, as ISO 8601 in English; as precise as it is known."""
        if when is None:
            return NOTHING
        text = when.isoformat() if isinstance(when, date) else str(when)
        return "-".join(reversed(text.split("-"))) if self.language == "nl" else text

    def moment(self, moment: datetime | None) -> str:
        """An instant as the clock in Amsterdam showed it."""
        if moment is None:
            return NOTHING
        local = moment.astimezone(AMSTERDAM)
        return f"{self.day(local.date())}, {local:%H:%M:%S}"

    def period(self, period: Period | None) -> str:
        """A half-open period in words."""
        if period is None or (period.from_on is None and period.until_on is None):
            return self.say("axis.no_period")
        days = {"from_day": self.day(period.from_on), "until_day": self.day(period.until_on)}
        if period.until_on is None:
            return self.say("axis.from", **days)
        return self.say("axis.until" if period.from_on is None else "axis.from_until", **days)

    def interval(self, interval: Interval | None, decimals: int = 0) -> str:
        """From … to …, both included."""
        if interval is None:
            return self.say("interval.open")
        low, high = interval.from_amount, interval.until_amount
        return self._between(*(None if one is None else self.number(one, decimals) for one in (low, high)))

    def amounts(self, interval: Interval, unit: str) -> str:
        """The same of amounts in a unit, money as money."""
        low, high = interval.from_amount, interval.until_amount
        return self._between(*(None if one is None else self.amount(one, unit) for one in (low, high)))

    def share_interval(self, interval: ShareInterval) -> str:
        """The least and the greatest share."""
        low, high = interval.from_share, interval.until_share
        return self._between(None if low is None else self.percent(low), None if high is None else self.percent(high))

    def _between(self, low: str | None, high: str | None) -> str:
        if low is not None and high is not None:
            return low if low == high else self.say("interval.both", from_amount=low, until_amount=high)
        if low is not None:
            return self.say("interval.from", from_amount=low)
        return self.say("interval.until", until_amount=high) if high is not None else self.say("interval.open")

    def figure(self, answer: Answer) -> str:
        """What a figure comes to: its value, or for a ratio the ratio with both of its sides."""
        said, ratio = self.amount(answer.value, answer.rule.unit), answer.measured
        if ratio is None:
            may = answer.tally.interval
            return (
                said
                if may is None
                else self.say("figure.may_be", said=said, interval=self.amounts(may, answer.rule.unit))
            )
        if ratio.value is None:
            return self.say("ratio.of_nothing")
        if ratio.ratio.unit == "percent":
            of_how_many = self.amount(ratio.denominator, answer.rule.unit)
            return self.say(
                "ratio.share",
                share=self.measure(ratio.value, "percent"),
                numerator=self.number(ratio.numerator),
                population=of_how_many,
            )
        holes = {"mean": self.measure(ratio.value, ratio.ratio.unit), "total": said}
        if ratio.ratio.per:
            return self.say("ratio.per", denominator=self.number(ratio.denominator), **holes)
        middle = NOTHING if ratio.median is None else self.measure(ratio.median, ratio.ratio.unit)
        return self.say("ratio.mean", median=middle, denominator=self.number(ratio.denominator), **holes)

    def measure(self, value: Decimal, unit: str) -> str:
        """A rounded number with its unit: 75.0%, 41.5 days."""
        text = str(value).replace(".", ",") if self.language == "nl" else str(value)
        return f"{text}%" if unit == "percent" else f"{text} {self.unit(unit)}"

    def norm(self, answer: Answer) -> str | None:
        """What a ratio is held against, and whether it is reached; None where it is held against nothing."""
        ratio = answer.measured
        if ratio is None or ratio.ratio.norm is None or ratio.norm is None:
            return None
        said = ratio.ratio.norm.sentence[self.language].removesuffix(".")
        reached = "" if ratio.is_reached is None else self.say("ratio.reached" if ratio.is_reached else "ratio.missed")
        return self.say("ratio.norm", sentence=said, norm=self.number(ratio.norm), reached=reached)

    def rule_sentence(self, answer: Answer) -> str:
        """What a rule counts; with whose rule it is, and the value that was set in place of that of its document."""
        sentence, rule = answer.rule.sentence[self.language], answer.rule
        if rule.laid_down_in and is_of_elsewhere(rule, answer.municipality):
            place = name_of(rule.laid_down_in, {}) or rule.laid_down_in
            sentence = f"{sentence.removesuffix('.')} ({self.say('rule.of', place=place)})."
        own = {parameter.name for parameter in answer.rule.parameters if parameter.values}
        used = [one for one in answer.parameters if one.source == SET and one.name in own]
        if not used:
            return sentence
        said = ", ".join(f"{one.name} = {self.value(one.value)}" for one in used)
        return f"{sentence.removesuffix('.')} ({self.say('rule.set_to', values=said)})."

    # Codes

    def test_sentence(self, rule: Rule, code: str) -> str:
        """What a reason code means in this rule; of what counts by no test of its own, what the rule counts."""
        sentences = list(dict.fromkeys(test.sentence[self.language] for test in rule.tests if test.code == code))
        if sentences:
            others = [lowered(one).removesuffix(".") for one in sentences[1:]]
            return self.say("funnel.or").join([sentences[0].removesuffix("."), *others]) + "."
        if self.has(f"code.{code}"):
            return self.say(f"code.{code}")
        is_counted = code == rule.otherwise and rule.counts_otherwise
        return rule.sentence[self.language] if is_counted else self.say("funnel.otherwise")

    def code_sentence(self, code: str) -> str:
        """What a flag, finding or refusal code means; the code itself where no words are known for it."""
        finding = {str(name): sentence for name, sentence in FINDING_SENTENCES.items()}.get(code)
        if finding is not None:
            return finding[self.language]
        return self.say(f"code.{code}") if self.has(f"code.{code}") else code

    def fact(self, name: str) -> str:
        """A kind of fact: its official Dutch term, or its name."""
        return by_name(name).dutch if self.language == "nl" else name

    def field(self, name: str) -> str:
        """What a field of a fact or of a case is called."""
        if self.language == "nl":
            return CASE_FIELDS.get(name, name.replace("_", " "))
        return name.removesuffix("_cents").replace("_", " ")

    def view(self, name: str) -> str:
        """What a case of a view is called."""
        return VIEW_WORDS[name] if self.language == "nl" else name.replace("-", " ").removesuffix("s")

    def said(self, field: str, value: object) -> str:
        """The value of a field of a fact or a case as one reads it: codes in words, cents as money, parts by name."""
        match value:
            case bool() | None:
                return self.value(value)
            case int() if field.endswith("cents"):
                return self.amount(value, "cents")
            case int():
                return self.number(value)
            case dict():
                parts = [(name, one) for name, one in value.items() if one not in (None, [], {}) and name not in PLACES]
                return ", ".join(f"{self.field(name)}: {self.said(name, one)}" for name, one in parts) or NOTHING
            case list() | tuple():
                return "; ".join(self.said(field, one) for one in value) or NOTHING
            case _:
                return self.code(field, str(value))

    def kind(self, name: str) -> str:
        """A kind of fact as it begins a line: in English its name in words."""
        said = by_name(name).dutch if self.language == "nl" else re.sub("(?<!^)([A-Z])", r" \1", name).lower()
        return said[:1].upper() + said[1:]

    def fact_sentence(self, name: str) -> str:
        """What a kind of fact says of the world; a day is called by its words."""
        return by_name(name).sentences[self.language].replace("`occurred_on`", self.field("occurred_on"))

    def value(self, value: object) -> str:
        """A value of a fact or row as one reads it; days as days, lists with commas."""
        match value:
            case None:
                return NOTHING
            case bool():
                return self.say("word.yes" if value else "word.no")
            case dict():
                return ", ".join(f"{name} {self.value(one)}" for name, one in value.items())
            case list() | tuple():
                return ", ".join(self.value(one) for one in value) or NOTHING
            case str() if DAY.fullmatch(value):
                return self.short_day(value)
            case _:
                return str(value)

    def code(self, field: str, text: str) -> str:
        """What a code is called in a field of a fact, a case or a reason; another text as it is, days as days."""
        known = CODES.get(f"{field}={text}") or CODES.get(text)
        if known is not None:
            return known[self._index]
        if field == "unit":
            return self.unit(text)
        if field == "precision" and self.has(f"precision.{text}"):
            return self.say(f"precision.{text}")
        if field not in OWN_WORDS and PART_OF_YEAR.fullmatch(text):
            return self.short_day(text)
        first, _, rest = text.partition(" ")
        return f"{CODES[first][self._index]} {rest}" if rest and first in CODES else text

    def detail(self, name: str, value: str | int) -> str:
        """One detail of a reason: what it is, with its value; a number of cents as money, a list by its parts."""
        match value:
            case int() if name.endswith("_cents"):
                said = self.amount(value, "cents")
            case int() if name == "successful":
                said = self.value(bool(value))
            case int():
                said = self.number(value)
            case _ if name == "counts_in":
                said = name_of(value, {}) or value
            case _:
                said = ", ".join(self.code(name, part) for part in value.split(", "))
        return DETAILS[name][self._index].format(value=said)

    def details(self, detail: Mapping[str, str | int]) -> str:
        """What stands beside the reason of a verdict, in words; what is empty is left out."""
        return "; ".join(self.detail(name, value) for name, value in detail.items() if value != "") or NOTHING

    def to_go(self, beside: Beside) -> str:
        """How far a figure is from an exact amount; money as money, anything else as a bare number."""
        left = beside.to_go or 0
        return self.amount(left, "cents") if beside.quota.unit == "cents" else self.number(left)

    def quota_amount(self, quota: Quota) -> str:
        """What a quota asks, with the word for its precision where it is not exact."""
        if quota.amount is None:
            return self.say("precision.higher")
        said = self.amount(quota.amount, quota.unit)
        return said if quota.precision == "exact" else f"{self.say(f'precision.{quota.precision}')} {said}"


def listed(words: Iterable[str], count_max: int, total: int | None = None, *, separator: str = ", ") -> str:
    """The first so many words in a row, and how many more there are."""
    given = list(words)
    shown = given[:count_max]
    rest = (len(given) if total is None else total) - len(shown)
    return separator.join(shown) + (f" … (+{rest})" if rest > 0 else "")


def class_in_words(wording: Wording, dimension: Dimension, of_class: Class, names: Mapping[str, str]) -> str:
    """A class as one reads it: a municipality by its name, yes and no, what nobody said as unknown."""
    if of_class is None:
        return wording.say("breakdown.unknown")
    if dimension.name in ("municipality", "party") and (name := name_of(str(of_class), names)):
        return f"{name} ({of_class})"
    if isinstance(of_class, str) and of_class in dimension.words:
        return dimension.words[of_class][wording.language]
    if dimension.name == "month":
        return wording.short_day(str(of_class))
    return wording.value(of_class)


def part_in_words(wording: Wording, dimension: str, text: str) -> str:
    """A part of a breakdown as a document named it: what the dimension is called, and its class where that is known."""
    known = DIMENSIONS.get(dimension)
    if known is None:
        return f"{dimension} {text}"
    truth = {"true": True, "false": False}.get(text.casefold())
    return f"{known.title[wording.language]}: {class_in_words(wording, known, text if truth is None else truth, {})}"
