"""Facts that a party sends one by one: CloudEvents read, and held against what this party may say.

The form is that of a file of events (`exchange/cloudevents.py`); here an event stands by itself, may correct or retract
what its sender said before, and may take effect later. Who says it is known before the first byte is read: nothing in
an event can change that. Every mistake is told with the place of its event, all at once, and none repeats a value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from domain.event import canonical
from domain.facts import EventCorrected
from domain.facts.base import Definition, Fact, Nature, of
from domain.providers import plain_name
from domain.saying import SAYS, may_say
from exchange import cloudevents
from exchange.by_hand import ByHand, ParameterIsRefused, require_parameter
from exchange.cloudevents import Envelope
from exchange.observed import Observed, RowRead, RowRefused
from exchange.posted_words import OF_EVENTS, said_of
from exchange.row_refusals import CellIsRefused

EVENT_BYTES_MAX: Final = 64 * 1024
EVER: Final = "9999-12-31"
"""Whether a day lies ahead is held against the kind of fact later (`exchange/recording.py`)."""
ON_THE_BOOK: Final = frozenset(fact for some in SAYS.values() for fact in some if of(fact).nature is Nature.LEDGER)

Sort = Literal["content", "scope", "unknown", "decision"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it, as the door knows them: a role and what it is bound to. `actor` is a pseudonym.

    Without a role somebody on this machine tries things out, and says what may be said by hand.
    """

    actor: str
    role: str | None = None
    municipality: str | None = None
    provider: str | None = None

    def party(self, oin: str) -> str:
        """In whose name: its municipality or provider, else the organisation that sends."""
        return self.municipality or self.provider or f"oin:{oin}"

    def is_own(self, provider: str | None) -> bool:
        """Whether a provider may name this one: itself, or none; whoever is no provider names whom they like."""
        return provider is None or self.provider is None or plain_name(provider) == plain_name(self.provider)

    def may_say(self, fact: type[Fact]) -> bool:
        """Whether it may say facts of this kind."""
        return may_say(self.role, fact) if self.role else any(fact in some for some in SAYS.values())


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one event of a request: where, a code, and what was expected, in two languages."""

    index: int
    field: str | None
    reason: str
    detail: Mapping[Literal["nl", "en"], str]
    sort: Sort


class EventsRefused(ValueError):
    """Something is wrong with the events, so none of them was recorded; `mistakes` says what, event by event."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(self.__doc__)
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Posted:
    """One event that was read: who sent it under which id, and what it states."""

    index: int
    envelope: Envelope
    definition: Definition
    observed: Observed
    party: str
    system: str
    given: frozenset[str]
    """The words of the fact, its sealed fields and its place in the world that were there."""

    @property
    def by_hand(self) -> ByHand:
        """The same as somebody would have typed it: from here on there is one road."""
        one = self.observed
        return ByHand(
            one.fact,
            dict(one.personal),
            occurred_on=one.occurred_on,
            registered_on=one.registered_on,
            municipality=one.municipality,
            given=self.given,
        )


def read_posted(speaker: Speaker, events: Sequence[bytes]) -> list[Posted]:
    """The events, each in JSON; raises EventsRefused with a mistake for each that cannot be taken."""
    found: list[Posted] = []
    mistakes: list[Mistake] = []
    for index, event in enumerate(events):
        try:
            found.append(_posted(speaker, index, event))
        except CellIsRefused as error:
            mistakes.extend(mistake_of(index, one) for one in error.each)
        except ParameterIsRefused as error:
            mistakes.append(mistake_of(index, error))
    if mistakes:
        raise EventsRefused(mistakes)
    return found


def request_of(events: Sequence[bytes]) -> bytes:
    """What was asked, whatever the order of keys and the spaces between them; raises ValueError where it is no JSON."""
    return canonical([msgspec.json.decode(event) for event in events])


def mistake_of(index: int, error: Exception, sort: Sort = "content") -> Mistake:
    """A refusal as a mistake in an event."""
    if not isinstance(error, CellIsRefused):
        said = said_of(error)
        return Mistake(index, said.field, type(error).__name__, {"nl": said.dutch, "en": said.english}, sort)
    if error.reason in OF_EVENTS:
        error.advice = OF_EVENTS[error.reason]
    row = error.as_row(index, None, "cell", "")
    is_scope = error.reason in _OF_SCOPE
    return Mistake(
        index, row.column, row.reason, {"nl": row.advice["nl"], "en": row.advice["en"]}, "scope" if is_scope else sort
    )


_OF_SCOPE: Final = frozenset(("NOT_YOURS_TO_SAY", "OTHER_MUNICIPALITY", "OTHER_PROVIDER", "SAID_BY_ANOTHER"))


def _posted(speaker: Speaker, index: int, event: bytes) -> Posted:
    if len(event) > EVENT_BYTES_MAX:
        raise CellIsRefused("EVENT_TOO_LARGE")
    envelope = cloudevents.envelope_of(event.decode("utf-8", "surrogateescape"))
    definition = cloudevents.definition_of_type(envelope.type, ON_THE_BOOK)
    if not speaker.may_say(definition.fact):
        raise CellIsRefused("NOT_YOURS_TO_SAY", expected=_said_by(speaker), column="type")
    observed = cloudevents.observed_in(envelope, definition, _own(speaker, definition), EVER)
    _require_own_provider(speaker, observed.fact)
    if definition.name == "ParameterSet":
        require_parameter(getattr(observed.fact, "name", ""), getattr(observed.fact, "value", ""))
    oin, system = cloudevents.sender_of(envelope.source)
    data = msgspec.json.decode(event)["data"]
    given = frozenset([*data, *data.get("fields", ()), *data.get("personal", ())])
    return Posted(index, envelope, definition, observed, speaker.party(oin), system, given)


def _own(speaker: Speaker, definition: Definition) -> str | None:
    """The municipality in which everything must lie; what is about an event lies where that does."""
    return None if definition.subject == "any" else speaker.municipality


def _require_own_provider(speaker: Speaker, fact: Fact) -> None:
    """A provider names no other provider, also not in what it puts in the place of what it said."""
    said: Any = msgspec.json.decode(fact.body) if isinstance(fact, EventCorrected) else msgspec.to_builtins(fact)
    if not speaker.is_own(said.get("provider")):
        raise CellIsRefused("OTHER_PROVIDER", column="data.fields.provider")


def refusal_of_row(speaker: Speaker, row: RowRead) -> RowRefused | None:
    """Why a row of a file is not its sender's to say; None where it is."""
    for one in row.observed:
        place = one.municipality
        is_elsewhere = speaker.municipality is not None and place != speaker.municipality
        if not speaker.may_say(type(one.fact)):
            error = CellIsRefused("NOT_YOURS_TO_SAY", expected=_said_by(speaker))
        elif is_elsewhere and (place is not None or of(one.fact).nature is Nature.SHARED):
            error = CellIsRefused("OTHER_MUNICIPALITY", expected=[str(speaker.municipality)])
        elif not speaker.is_own(getattr(one.fact, "provider", None)):
            error = CellIsRefused("OTHER_PROVIDER")
        else:
            continue
        return error.as_row(row.line, None, "row", "")
    return None


def _said_by(speaker: Speaker) -> list[str]:
    return sorted(one.__name__ for one in SAYS.get(speaker.role or "", ()))
