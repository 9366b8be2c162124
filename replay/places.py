"""Where a figure is asked about: from the words of a question and the register in the ledger to a scope, or a refusal.

What is unknown is answered with what is known. A municipality that went up into another one is told to have done so,
with the question that does have an answer.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.dates import Period
from domain.places import REGISTERED, Merger, Places, Scope, places_of
from projections.history import standing
from replay.asking import Asked, CannotAsk, HasNoAnswer
from replay.reading import Reading

NAMES_TOLD_MAX = 40
"""So many names are read; of more, those that begin alike are told."""


def register(look: Reading, known_at: int) -> Places:
    """Municipalities, regions and joint bodies, as known at a position."""
    return places_of(standing(look.shared(REGISTERED, known_at)))


def code_of(text: str, places: Places) -> str:
    """The code that a name or code stands for; raises CannotAsk, telling the names there are."""
    code = places.code_of(text)
    if code is None:
        known = ", ".join(_near(text, places.known_names))
        raise CannotAsk(
            f"no municipality is named {text!r}. Expected the name of a known municipality or its four-digit CBS "
            f"code, such as --municipality 0014; known are {known}. A new name is recorded with: ketenboek record "
            "MunicipalityNamed code=NNNN name=…",
            f"geen gemeente heet {text!r}. Verwacht de naam van een bekende gemeente of haar CBS-code van vier "
            f"cijfers, zoals --municipality 0014; bekend zijn {known}. Een nieuwe naam legt u vast met: ketenboek "
            "record MunicipalityNamed code=NNNN name=…",
        )
    return code


def region_of(text: str, places: Places) -> str:
    """The region or joint body of this name, as it was written first; raises CannotAsk, telling those there are."""
    region = places.region_of(text)
    if region is None:
        known = ", ".join(_near(text, list(places.bodies)))
        example = f"ketenboek record RegionComposed region={text!r} municipalities=NNNN,NNNN occurred_on=YYYY-MM-DD"
        raise CannotAsk(
            f"no region or joint body is named {text!r}. "
            + (f"There are {known}. " if known else "None was recorded yet. ")
            + f"A region is recorded with: {example}",
            f"geen regio of samenwerkingsverband heet {text!r}. "
            + (f"Er zijn {known}. " if known else "Er is er nog geen vastgelegd. ")
            + f"Een regio legt u vast met: {example}",
        )
    return region


def _near(text: str, names: Sequence[str]) -> Iterable[str]:
    """All names where they are few; else those that begin as the text does, or the first of them."""
    if len(names) <= NAMES_TOLD_MAX:
        return names
    alike = [name for name in names if name[:1].casefold() == text.strip()[:1].casefold()]
    return [*(alike or names)[:NAMES_TOLD_MAX], "…"]


def scope_of(asked: Asked, places: Places, as_of: date) -> Scope:
    """Where the figure is asked about; raises HasNoAnswer for what is not known, or was no more at that time."""
    if asked.municipality is not None and asked.region is not None:
        raise HasNoAnswer(
            "a municipality and a region were both asked. Expected one of them: --municipality NAME or --region NAME",
            "er is zowel een gemeente als een regio gevraagd. Verwacht een van beide: --municipality NAAM of --region "
            "NAAM",
        )
    code = None if asked.municipality is None else code_of(asked.municipality, places)
    region = None if asked.region is None else region_of(asked.region, places)
    if code is not None:
        _refuse_after_its_end(code, places, asked.division_on, asked.period)
    return Scope(places, code, region, asked.division_on, as_of)


def _refuse_after_its_end(code: str, places: Places, division: date | None, period: Period | None) -> None:
    """No case lies in a municipality by a division, or in a period, in which it was no more."""
    on, is_division = division, division is not None
    if on is None:
        on = period.from_on if period else None
    merger = None if on is None else places.merger_of(code, on)
    if on is None or merger is None:
        return
    old = _called(code, places, merger)
    new = _called(places.at(code, on), places, merger)
    works = f"--municipality {places.at(code, on)}"
    before = f"--division {merger.on.isoformat()}"
    if is_division:
        raise HasNoAnswer(
            f"{old} went up into {new} on {merger.on}, so by the division of {on} no case lies there. What works: "
            f"{works} with this division, or a division before {merger.on}",
            f"{old} ging op {merger.on} op in {new}, dus naar de indeling van {on} ligt daar geen geval. Wat werkt: "
            f"{works} met deze indeling, of een indeling van vóór {merger.on}",
        )
    raise HasNoAnswer(
        f"{old} went up into {new} on {merger.on}, before the period asked begins. What works: {works}, which has "
        f"the cases of that time; with {before} also those of before",
        f"{old} ging op {merger.on} op in {new}, voordat de gevraagde periode begint. Wat werkt: {works}, met de "
        f"gevallen van die tijd; met {before} ook die van daarvoor",
    )


def _called(code: str, places: Places, merger: Merger) -> str:
    name = places.name_of(code, merger.on) or places.name_of(code)
    return f"{name} ({code})" if name else code


def successor_of(scope: Scope, as_of: date) -> Merger | None:
    """The merger by which the municipality asked about was no more on the day asked, where the division is of then."""
    if scope.municipality is None or scope.division_on is not None:
        return None
    return scope.places.merger_of(scope.municipality, as_of)
