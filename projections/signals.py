"""Views `raised-signals` and `acknowledgements`: what others raised about a person, and what somebody took note of.

An acknowledgement belongs to the signal it names as what it is about, also where another registration of the person
says so; one that names no event belongs to every signal of its kind of that person. It may be about a deadline as well,
so each stands as a case of its own too: the list of signals reads those (`replay/signals.py`).
"""

from collections.abc import Iterator, Sequence

from domain.dates import When
from domain.facts import NotificationReceived, SignalAcknowledged, SignalRaised
from domain.facts.base import Fact
from domain.rules.signals import Acknowledged, Acknowledgement, RaisedSignal
from domain.signals import OF_OTHERS
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings, in_place
from projections.shared import origin, people

RAISING: frozenset[type[Fact]] = frozenset({NotificationReceived, SignalRaised})
DUO = "DUO"


def raised_signals(streams: Streams, shared: Standings) -> Iterator[RaisedSignal]:
    """The signals that stand."""
    for person, registrations in people(streams):
        raised = [one for stream in registrations for one in stream.of_any(RAISING) if _is_signal(one)]
        if not raised:
            continue
        said = [one for stream in registrations for one in stream.of(SignalAcknowledged)]
        said.sort(key=in_place)
        for one in raised:
            of_it = [other for other in said if _is_about(other, one)]
            elsewhere = any(other.subject != one.subject for other in of_it)
            yield _raised(one, of_it, person.links if elsewhere else ())


def _is_signal(one: Standing) -> bool:
    return isinstance(one.fact, SignalRaised) or bool(one.fact.signal)


def _code(one: Standing) -> str:
    return str(one.fact.signal if isinstance(one.fact, SignalRaised) else one.fact.event_code)


def _is_about(said: Standing, one: Standing) -> bool:
    if said.fact.signal not in (OF_OTHERS, _code(one)):
        return False
    return said.fact.about in (None, str(one.event_id))


def _raised(one: Standing, said: Sequence[Standing], links: Sequence[Standing]) -> RaisedSignal:
    by_duo = isinstance(one.fact, NotificationReceived)
    registered = When(one.registered_on.isoformat()) if by_duo and one.registered_on else None
    return RaisedSignal(
        **origin(one, [*said, *links]),
        signal=_code(one),
        raised_by=DUO if by_duo else one.fact.raised_by,
        raised_on=one.occurred_on or registered,
        registered_on=one.registered_on,
        acknowledged=tuple([_said(other) for other in said]),
    )


def _said(one: Standing) -> Acknowledged:
    return Acknowledged(reason=one.fact.reason, on=one.occurred_on, rests_until_on=one.fact.rests_until_on)


def acknowledgements(streams: Streams, shared: Standings) -> Iterator[Acknowledgement]:
    """The acknowledgements that stand, each in the registration that says it."""
    for stream in streams:
        for one in stream.of(SignalAcknowledged):
            yield Acknowledgement(**origin(one), signal=one.fact.signal, about=one.fact.about, said=_said(one))


RAISED_SIGNALS = View(
    name="raised-signals",
    version=1,
    case=RaisedSignal,
    parts=(Part(reads=LINKS | RAISING | {SignalAcknowledged}, cases=raised_signals, opens=RAISING),),
)
ACKNOWLEDGEMENTS = View(
    name="acknowledgements",
    version=1,
    case=Acknowledgement,
    parts=(Part(reads=frozenset({SignalAcknowledged}), cases=acknowledgements),),
)
VIEWS = (RAISED_SIGNALS, ACKNOWLEDGEMENTS)
