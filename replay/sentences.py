"""A figure in three sentences, to be read aloud: for a minister, in Dutch and in English.

One of the three renderings of an answer, beside the table for an auditor (cli.show_figure) and the document for a
machine (replay.answers), and made of nothing but the answer. The first sentence says what was counted, where and when,
and how far that is; the second what was not counted, and why; the third the one thing to know before it is used. No
codes, no ids: who wants those opens the figure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.counting import Language, Verdict
from domain.dates import day_of
from domain.precision import Interval
from domain.quotas import Beside
from domain.ratio import Measured, Norm
from replay.beside import Flag
from replay.figures import Answer
from replay.wording import Wording, lowered

LANGUAGES: tuple[Language, ...] = ("nl", "en")
REASONS_MAX = 3
"""So many reasons one can still follow by ear; how many cases have another is said."""
ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "persons": ("mensen", "deelnemers", "verplichte inburgeraars", "people", "participants", "obliged persons"),
    "inburgeraars": ("people",),
    "trajectories": ("inburgeringstrajecten", "duale trajecten", "dual trajectories"),
    "terms": ("inburgeringstermijnen", "examentermijnen", "integration terms", "exam terms"),
    "attendance-periods": ("gemelde perioden", "reported periods"),
    "route-changes": ("changes of learning route",),
}
"""Unit → other words for it with which the sentence of a rule may begin, so that it can follow the number."""
GRAVE = ("PROVISIONAL", "RULE_OF_ELSEWHERE", "APPLIED_OUTSIDE_ITS_TIME")
"""Flags that go before every other caveat: the answer itself is uncertain."""
MANY = 6
"""From so many competing answers on they are no longer told apart by number."""
LIGHT = frozenset({"PARAMETER_SET", "REPORTED_OTHERWISE"})
"""Flags that are said last, or in the words of what they are about."""
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
Three = tuple[str, str, str]


def sentences(answers: Sequence[Answer]) -> dict[str, list[str]]:
    """Language → the three sentences about one answer, or about those of competing versions together."""
    return {language: list(three_sentences(Wording(language), answers)) for language in LANGUAGES}


def three_sentences(wording: Wording, answers: Sequence[Answer]) -> Three:
    """The same in one language."""
    return _Told(wording).three(answers)


@dataclass(frozen=True, slots=True)
class _Told:
    wording: Wording

    def three(self, answers: Sequence[Answer]) -> Three:
        """What it is, what was left out, what to know; of several answers, for each of them."""
        if len(answers) == 1:
            return self._what(answers[0]), self._left_out(answers[0]), self._caveat(answers[0])
        return self._readings(answers), self._left_out_of_each(answers), self._why_several(answers)

    # What was counted

    def _what(self, answer: Answer) -> str:
        """Value, unit, scope and time, and how far it is toward what it may be set against."""
        if answer.measured is not None and answer.measured.value is None:
            return self._of_nothing(answer)
        joined = self._joined(answer)
        said = joined or f"{self._figure(answer)}: {self._counted(answer)}"
        name = "figure" if joined else "comes_to"
        place = self._place(answer)
        where = self._say(f"{name}_in" if place else f"{name}_everywhere", place=place)
        return self._say("what", when=self._when(answer), where=where, said=said, so_far=self._so_far(answer))

    def _of_nothing(self, answer: Answer) -> str:
        """That there is no share or mean, since nothing is known that it could be of."""
        place = self._place(answer)
        where = self._say("nothing_in" if place else "nothing_everywhere", place=place)
        return self._say("of_nothing", when=self._when(answer), where=where, counted=self._counted(answer))

    def _place(self, answer: Answer) -> str | None:
        """The municipality or region by name; None for the whole country."""
        return answer.municipality_name or answer.municipality or answer.scope.region

    def _counted(self, answer: Answer) -> str:
        """What the rule counts, as it stands behind a number or a colon."""
        return lowered(_without_end(self.wording.rule_sentence(answer)))

    def _joined(self, answer: Answer) -> str | None:
        """The number with what is counted behind it, where that begins with the unit; a singular never does."""
        sentence, unit = self._counted(answer), answer.rule.unit
        names = (*ALSO_CALLED.get(unit, ()), self.wording.unit(unit).lower())
        if answer.measured is not None or answer.value == 1 or not sentence.startswith(tuple(f"{n} " for n in names)):
            return None
        return f"{self.wording.number(answer.value) if answer.value else self.wording.say('word.none')} {sentence}"

    def _figure(self, answer: Answer) -> str:
        ratio = answer.measured
        if ratio is None:
            return self._amount(answer.value, answer.rule.unit)
        return self._ratio(ratio, answer)

    def _ratio(self, ratio: Measured[Verdict], answer: Answer) -> str:
        unit, wording = answer.rule.unit, self.wording
        if ratio.value is None:
            return self._say("no_share")
        holes = {"numerator": wording.number(ratio.numerator), "of": self._amount(ratio.denominator, unit)}
        if ratio.ratio.unit == "percent":
            return self._say("share", share=wording.measure(ratio.value, "percent"), **holes)
        mean = wording.measure(ratio.value, ratio.ratio.unit)
        if ratio.ratio.per:
            return self._say("per", mean=mean, total=self._amount(answer.value, unit), parts=len(ratio.parts))
        cases = self._say("cases" if len(ratio.population) != 1 else "case", count=wording.number(ratio.denominator))
        return self._say("mean", mean=mean, cases=cases)

    def _amount(self, amount: int, unit: str) -> str:
        """A number with its unit: one and none in words, whole euros without cents."""
        if unit == "cents":
            said = self.wording.amount(amount, unit)
            return said[:-3] if amount % 100 == 0 else said
        if amount in (0, 1):
            return f"{self.wording.say('word.one' if amount else 'word.none')} {self.wording.unit(unit, amount)}"
        return self.wording.amount(amount, unit)

    def _when(self, answer: Answer) -> str:
        bounds, wording = answer.bounds, self.wording
        period = bounds.period
        if period is None or (period.from_on is None and period.until_on is None):
            return self._say("as_of", day=wording.day(bounds.as_of))
        days = {"from_day": wording.day(period.from_on), "until_day": wording.day(period.until_on)}
        if period.until_on is None:
            return self._say("since", **days)
        return self._say("until" if period.from_on is None else "period", **days)

    # How far that is

    def _so_far(self, answer: Answer) -> str:
        said = [self._toward(answer.beside[0])] if answer.beside else []
        ratio = answer.measured
        if ratio is not None and ratio.ratio.norm is not None and ratio.is_reached is not None:
            said.append(self._norm(ratio, ratio.ratio.norm, answer.rule.unit))
        return "".join(said)

    def _toward(self, beside: Beside) -> str:
        quota, wording = beside.quota, self.wording
        said = self._amount(quota.amount or 0, quota.unit)
        if quota.precision != "exact":
            said = f"{wording.say(f'precision.{quota.precision}')} {said}"
        kind = wording.say(f"kind.{quota.kind}")
        if beside.share is None:
            low, high = None, None
            if beside.share_interval:
                low, high = beside.share_interval.from_share, beside.share_interval.until_share
            share = self._between(low, high)
            return self._say("toward_about", share=share, kind=kind, amount=said) if share else ""
        share, left = wording.percent(beside.share), beside.to_go or 0
        if left <= 0:
            return self._say("beyond", share=share, kind=kind, amount=said)
        to_go = self._amount(left, "cents") if quota.unit == "cents" else wording.number(left)
        return self._say("toward", share=share, kind=kind, amount=said, to_go=to_go)

    def _between(self, low: Decimal | None, high: Decimal | None) -> str:
        wording = self.wording
        if low is not None and high is not None:
            return self._say("share_between", low=wording.percent(low), high=wording.percent(high))
        if low is not None:
            return self._say("share_from", low=wording.percent(low))
        return self._say("share_until", high=wording.percent(high)) if high is not None else ""

    def _norm(self, ratio: Measured[Verdict], norm: Norm, unit: str) -> str:
        asked = ratio.norm or 0
        said = self.wording.measure(Decimal(asked), "percent") if ratio.ratio.unit == "percent" else None
        name = "norm_reached" if ratio.is_reached else "norm_beyond" if ratio.beyond else "norm_missed"
        values = {"holds": self.wording.say(f"norm.{norm.holds}"), "norm": said or self._amount(asked, unit)}
        many = {"beyond": self.wording.number(len(ratio.beyond)), "all": self.wording.number(ratio.denominator)}
        return self._say(name, **values, **(many if name == "norm_beyond" else {}))

    # What was not counted

    def _left_out(self, answer: Answer) -> str:
        left_out = {code: count for code, count in answer.funnel.items() if code != "counted"}
        considered = answer.tally.considered
        if not considered:
            return self._say("none_there")
        if not left_out:
            return self._say("all" if considered > 1 else "only_one", considered=self.wording.number(considered))
        ratio = answer.measured
        if ratio is not None and ratio.ratio.unit == "percent":
            return self._beside_the_share(answer, ratio, left_out)
        reasons = self._reasons(answer, left_out)
        if considered == 1:
            return self._say("only_one_out", reasons=reasons)
        total = sum(left_out.values())
        name = "none_counts" if total == considered else "out" if total > 1 else "one_out"
        return self._say(
            name, considered=self.wording.number(considered), total=self.wording.number(total), reasons=reasons
        )

    def _beside_the_share(self, answer: Answer, ratio: Measured[Verdict], left_out: Mapping[str, int]) -> str:
        """Of a share: who is in its population and does not count, and who is left out of both."""
        rest = {code: count for code, count in left_out.items() if code in ratio.ratio.rest}
        outside = {code: count for code, count in left_out.items() if code not in ratio.ratio.rest}
        said = []
        for name, codes in (("rest", rest), ("outside", outside)):
            if codes:
                cases = sum(codes.values())
                said.append(
                    self._say(
                        name if cases > 1 else f"{name}_one",
                        count=self.wording.number(cases),
                        of=self._amount(ratio.denominator, answer.rule.unit),
                        reasons=self._reasons(answer, codes),
                    )
                )
        return _raised("; ".join(said)) + "."

    def _reasons(self, answer: Answer, left_out: Mapping[str, int]) -> str:
        """The largest reasons in words, each with its number; one that holds for all is said without."""
        largest = _largest_first(answer, left_out)
        shown = largest if len(largest) == REASONS_MAX + 1 else largest[:REASONS_MAX]
        words = {code: _clause(self.wording.test_sentence(answer.rule, code)) for code in shown}
        if len(largest) == 1:
            return words[largest[0]]
        said = [f"{words[code]} ({self.wording.number(left_out[code])})" for code in words]
        if len(largest) <= len(words):
            return "; ".join(said)
        rest = sum(left_out[code] for code in largest[len(words) :])
        return "; ".join(said) + self._say("other_reasons", count=self.wording.number(rest))

    # What to know

    def _caveat(self, answer: Answer) -> str:
        """The gravest: an uncertain answer, another value reported, a contradiction, a flag of cases; else none."""
        flags = {flag.code: flag for flag in answer.flags}
        said = next((self._whole(code) for code in GRAVE if code in flags), None)
        said = said or self._drift(answer) or self._contradiction(answer) or self._flag(answer, list(flags.values()))
        return self._last(answer, said)

    def _last(self, answer: Answer, said: str | None) -> str:
        """The caveat, behind what bounds the figure where it is bounded."""
        if bounded := self._bounded(answer):
            return f"{bounded}; {said}." if said else f"{bounded}."
        return f"{_raised(said)}." if said else self._say("nothing_known")

    def _bounded(self, answer: Answer) -> str | None:
        """That the figure is as it was at a closing, or by what the sources had entered; None where it is neither."""
        if answer.closing is not None and (closed_on := day_of(answer.closing.closed_on)):
            return self._say("closed", day=self.wording.day(closed_on))
        bound = answer.bounds.registered_by
        return None if bound is None else self._say("registered_by", day=self.wording.day(bound))

    def _whole(self, code: str) -> str:
        return lowered(_without_end(self.wording.code_sentence(code)))

    def _drift(self, answer: Answer) -> str | None:
        for reported in answer.reported:
            drift, fact = reported.drift(answer.value), reported.fact
            if drift:
                told = self._amount(fact.value, fact.unit) if fact.value is not None else self._told(reported.told_as)
                by = self._amount(abs(drift), "cents") if fact.unit == "cents" else self.wording.number(abs(drift))
                name = "reported_higher" if drift > 0 else "reported_lower"
                return self._say(name, told=told, document=fact.document, by=by)
        return None

    def _told(self, told: Interval | None) -> str:
        return self.wording.interval(told)

    def _contradiction(self, answer: Answer) -> str | None:
        """What the documents leave open: first that for which there is another version."""
        ordered = sorted(answer.conflicts, key=lambda conflict: conflict.with_version is None)
        if not ordered:
            return None
        why = _first_sentence(ordered[0].why[self.wording.language])
        return self._say("versions" if ordered[0].with_version else "open", why=lowered(why))

    def _flag(self, answer: Answer, flags: Sequence[Flag]) -> str | None:
        """What most cases have to be known of them."""
        if not flags:
            return None
        flag = min(flags, key=lambda one: (one.code in LIGHT, -one.cases, one.code))
        is_all = flag.cases == answer.tally.considered
        name = "flag_of_one" if flag.cases == 1 else "flag_of_all" if is_all else "flag"
        why = _clause(self.wording.code_sentence(flag.code))
        return self._say(name, count=self.wording.number(flag.cases), why=why)

    # Several answers

    def _readings(self, answers: Sequence[Answer]) -> str:
        first, wording = answers[0], self.wording
        place = self._place(first)
        said = [self._joined(one) or f"{self._figure(one)} ({self._counted(one)})" for one in answers]
        return self._say(
            "readings" if place else "readings_everywhere",
            when=self._when(first),
            place=place,
            count=wording.say(f"count.{min(len(answers), MANY)}"),
            said=self._say("either", rest="; ".join(said[:-1]), last=said[-1]),
        )

    def _left_out_of_each(self, answers: Sequence[Answer]) -> str:
        """How many each answer leaves out with its largest reason; said once where all leave out the same."""
        if not answers[0].tally.considered:
            return self._say("none_there")
        considered = self.wording.number(answers[0].tally.considered)
        parts = [self._left_out_of(one) for one in answers]
        total, reason = parts[0]
        if len({*parts}) == 1:
            return self._say(
                "same_in_each" if total else "all_in_each", considered=considered, total=total, reason=reason
            )
        said = []
        for place, (count, why) in enumerate(parts, 1):
            which = self.wording.say(f"ordinal.{min(place, MANY)}")
            name = "of_each" if why else "none_of_each"
            said.append(self._say(name, which=which, total=count, reason=why))
        row = self._say("row", rest=", ".join(said[:-1]), last=said[-1])
        return self._say("out_of_each", considered=considered, said=row)

    def _left_out_of(self, answer: Answer) -> tuple[str, str]:
        """How many an answer leaves out, and its largest reason, with a word that there are others; empty for none."""
        left_out = {code: count for code, count in answer.funnel.items() if code != "counted"}
        if not left_out:
            return "", ""
        total = sum(left_out.values())
        said = self.wording.say("word.one") if total == 1 else self.wording.number(total)
        reason = _clause(self.wording.test_sentence(answer.rule, _largest_first(answer, left_out)[0]))
        return said, reason if len(left_out) == 1 else self._say("mostly", reason=reason)

    def _why_several(self, answers: Sequence[Answer]) -> str:
        said = next((why for one in answers if (why := self._contradiction(one))), None)
        return self._last(answers[0], said)

    def _say(self, name: str, **holes: object) -> str:
        return self.wording.say(f"three.{name}", **holes)


def _largest_first(answer: Answer, left_out: Mapping[str, int]) -> list[str]:
    """The codes by how many cases they leave out; as many in the order of the rule's tests."""
    tests = [test.code for test in answer.rule.tests]
    order = {code: place for place, code in reversed([*enumerate(tests)])}
    return sorted(left_out, key=lambda code: (-left_out[code], order.get(code, len(tests)), code))


def _without_end(sentence: str) -> str:
    return sentence.removesuffix(".")


def _first_sentence(text: str) -> str:
    return _without_end(END_OF_SENTENCE.split(text, maxsplit=1)[0])


def _clause(sentence: str) -> str:
    """What a reason says first: the explanation behind a semicolon or a colon is left to the table."""
    first = _without_end(_first_sentence(sentence)).split("; ")[0]
    head, colon, _ = first.partition(": ")
    return lowered(head if colon and " " in head else first)


def _raised(text: str) -> str:
    """As at the beginning of a sentence."""
    return text[:1].upper() + text[1:]
