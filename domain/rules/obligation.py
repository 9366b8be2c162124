"""How an obligation to integrate ends, or rests for a time: what every rule about a term asks first.

Source: Wet inburgering 2021 art. 4 (vrijstelling), art. 5 (ontheffing), art. 6.2: "De inburgeringsplichtige die voldaan
heeft aan de inburgeringsplicht ontvangt een diploma indien deze het inburgeringsexamen dan wel de onderwijsroute heeft
behaald, en een certificaat indien deze de zelfredzaamheidsroute heeft behaald"; DUO SS106-SS111, SS129, SS130.

In plain words: a diploma or certificate fulfils it; a full exemption, a full dispensation, a withdrawal or a death ends
it; a temporary exemption lets it rest until its end. What the law found never to have been there is gone from the
start. An end on an unknown day may have come before any limit, and so is named before the limit is.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace

from domain.counting import Case, Question, Reason, Sentence, Test
from domain.dates import first_day
from domain.rules.legal_effect import NO_LEGAL_EFFECT, Lasting, in_force, never_began, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.shared import Category, known_day

EndingKind = Literal["FULFILLED", "EXEMPTED", "DISPENSED", "WITHDRAWN", "DECEASED", "TEMPORARILY_EXEMPTED", "MOVED_ON"]


class Ending(Lasting, frozen=True, kw_only=True, omit_defaults=True):
    """Something by which an obligation ended, rests until a day (excluded), or is no longer this municipality's."""

    kind: EndingKind
    until_on: date | None = None
    from_the_start: bool = False
    because: str | None = None


class MigrantCategory(Category, frozen=True, kw_only=True):
    """A category with what the Acts of 2007 and 2021 make terms and hours depend on."""

    migrant_group: str | None = None
    early_stay: bool | None = None


class ObligedCase(Case, frozen=True, kw_only=True):
    """A case about somebody who is or was obliged; `endings` by day, those without a day last.

    `opened_by` are the decisions by which the case exists, told only where something was said of one of them; `life` is
    that of one which was undone, in a case as it stood, where no other stands.
    """

    endings: tuple[Ending, ...] = ()
    opened_by: tuple[LegalLife, ...] = ()
    life: LegalLife | None = None

    @property
    def lasting(self) -> dict[str, Sequence[Lasting]]:
        """The parts that hold during days, by field."""
        return {"endings": self.endings}

    def as_it_stood(self, as_of: date) -> "ObligedCase":
        """With what holds on the days on which its decision has effect, by what had happened by then."""
        lasting = self.lasting
        lives = [one.life for some in lasting.values() for one in some if one.life is not None]
        if not lives and not self.opened_by:
            return self
        stood = {name: in_force(some, as_of) for name, some in lasting.items()}
        flags = with_flags(self.flags, as_of, *lives, *self.opened_by)
        return replace(self, flags=flags, life=never_began(self.opened_by, as_of), **stood)


def ended(endings: Iterable[Ending], day: date) -> Ending | None:
    """By what the obligation had ended, or rested, at the end of a day; what undoes it from the start comes first."""
    holds = [
        one
        for one in endings
        if (on := known_day(one.on)) is not None and on <= day
        if all(until_on is None or day < until_on for until_on in (one.until_on, one.ended_on))
    ]
    return min(holds, key=lambda one: not one.from_the_start, default=None)


def fulfilled_on(endings: Iterable[Ending], day: date) -> date | None:
    """The day on which the obligation was fulfilled, where that is known and came by the day given."""
    days = [on for one in endings if one.kind == "FULFILLED" and (on := known_day(one.on)) is not None and on <= day]
    return min(days, default=None)


# --- Tests ---

_SENTENCES: dict[EndingKind, tuple[str, Sentence]] = {
    "FULFILLED": (
        "OBLIGATION_FULFILLED",
        {"nl": "Aan de inburgeringsplicht is voldaan.", "en": "The obligation is fulfilled."},
    ),
    "EXEMPTED": ("EXEMPTED", {"nl": "Geheel vrijgesteld.", "en": "Wholly exempted."}),
    "DISPENSED": ("DISPENSED", {"nl": "Geheel ontheven.", "en": "Wholly dispensed."}),
    "WITHDRAWN": (
        "OBLIGATION_WITHDRAWN",
        {"nl": "De inburgeringsplicht is vervallen.", "en": "The obligation has ended."},
    ),
    "DECEASED": ("DECEASED", {"nl": "Overleden.", "en": "Deceased."}),
    "MOVED_ON": (
        "MOVED_ON",
        {"nl": "Intussen weer naar een andere gemeente verhuisd.", "en": "Moved on to another municipality meanwhile."},
    ),
    "TEMPORARILY_EXEMPTED": (
        "TEMPORARILY_EXEMPTED",
        {"nl": "Op deze dag tijdelijk vrijgesteld.", "en": "Temporarily exempted on this day."},
    ),
}


def _never_was(case: ObligedCase, question: Question) -> Reason | None:
    ending = ended(case.endings, question.bounds.as_of)
    return _told(ending) if ending is not None and ending.from_the_start else None


NEVER_WAS = Test(
    "OBLIGATION_NEVER_WAS",
    {
        "nl": "Vastgesteld is dat er nooit een inburgeringsplicht was.",
        "en": "It was found that there never was an obligation.",
    },
    _never_was,
)


NEVER_BEGAN = (NEVER_WAS, NO_LEGAL_EFFECT)
"""What every rule about an obligation asks first: that it never was, or that what began it was undone."""


def _told(ending: Ending) -> Reason:
    detail = {"on": str(ending.on)} | ({"because": ending.because} if ending.because else {})
    return Reason(detail | ({"until_on": ending.until_on.isoformat()} if ending.until_on else {}))


def ending_is(kind: EndingKind, counts: bool = False) -> Test:
    """The test that the obligation had ended, or rested, in this way on the day asked."""
    code, sentence = _SENTENCES[kind]

    def check(case: ObligedCase, question: Question) -> Reason | None:
        ending = ended(case.endings, question.bounds.as_of)
        return _told(ending) if ending is not None and ending.kind == kind else None

    return Test(code, sentence, check, counts=counts)


def _undated(case: ObligedCase, question: Question) -> Reason | None:
    for ending in case.endings:
        may_have_been = ending.on is None or first_day(ending.on) <= question.bounds.as_of
        if known_day(ending.on) is None and may_have_been:
            return Reason({"date": ending.kind} | ({"known": ending.on} if ending.on else {}))
    return None


ENDING_UNDATED = Test(
    "DATE_UNKNOWN",
    {
        "nl": "De inburgeringsplicht eindigde, op een onbekende dag.",
        "en": "The obligation ended, on an unknown day.",
    },
    _undated,
)
ENDINGS: tuple[Test, ...] = (
    *(ending_is(kind) for kind in ("FULFILLED", "EXEMPTED", "DISPENSED", "WITHDRAWN", "DECEASED")),
    ending_is("TEMPORARILY_EXEMPTED"),
    ENDING_UNDATED,
)
"""How an obligation had ended or rested on the day asked, each under a code of its own."""
