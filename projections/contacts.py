"""View `contacts`: every approach, call, refusal of an offer, order without an offer, and notice with a term.

A case is such a fact that stands, with the others of its kinds of the same person. A call is missed when a fact says so
and names it; one that names none is about the last call before it in the same registration. Refusals, orders and
notices count as themselves and never as a start.
"""

from collections.abc import Iterator, Sequence

from domain.dates import When
from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    IntakeCompleted,
    OfferDeclined,
    PersonApproached,
    PersonRegistered,
    SummonsMissed,
    SummonsSent,
    TermStarted,
)
from domain.facts.base import Fact
from domain.rules.reach import Contact, ContactKind, OtherContact
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.shared import (
    ByDay,
    by_day,
    categories,
    effective_on,
    in_order_of_day,
    not_later_than,
    of_same_person,
    origin,
    people,
    saying_what,
)

BPI = "BPI"
"""Register of persons who may be obliged, as sources call it."""
NO_DAY = When("0001")
"""Of an entry without a day, which is told before all others."""
CONTACTS: tuple[type[Fact], ...] = (
    PersonApproached,
    SummonsSent,
    OfferDeclined,
    EnforcementOrderIssued,
    TermStarted,
)


def contacts(streams: Streams, shared: Standings) -> Iterator[Contact]:
    """The contacts that stand."""
    for person, registrations in people(streams):
        made = [one for stream in registrations for one in stream.of_any(CONTACTS) if _kind(one.fact) is not None]
        if not made:
            continue
        dated = by_day(made)
        intakes = tuple(in_order_of_day(one for stream in registrations for one in stream.of(IntakeCompleted)))
        for stream in registrations:
            yield from _of_stream(stream, dated, intakes, person.links)


def _of_stream(
    stream: Stream,
    dated: ByDay,
    intakes: Sequence[Standing],
    links: Sequence[Standing],
) -> Iterator[Contact]:
    saying = saying_what(stream)
    missed = _missed(stream)
    for one in stream.of_any(CONTACTS):
        kind = _kind(one.fact)
        if kind is None:
            continue
        others = tuple(other for other in not_later_than(one, dated) if _is_alike(_kind(other.fact), kind))
        spoken = intakes if kind == "APPROACHED" else ()
        used = {used.subject for used in (*others, *spoken)} - {one.subject}
        rests_on = (missed.get(one.position), others, spoken, saying, links if used else ())
        yield stream.once(_case, one, kind, *rests_on)


def _kind(fact: Fact) -> ContactKind | None:
    """Which contact a fact is; an order that came with an offer and a term of another kind are none."""
    match fact:
        case PersonApproached():
            return "APPROACHED"
        case SummonsSent():
            return "CALLED"
        case OfferDeclined():
            return "DECLINED"
        case EnforcementOrderIssued(with_offer=False):
            return "ORDERED"
        case TermStarted(term="NOTICE_TERM"):
            return "NOTIFIED"
        case _:
            return None


def _is_contact(fact: Fact) -> bool:
    return _kind(fact) is not None


def _is_alike(kind: ContactKind | None, other: ContactKind) -> bool:
    """Whether the two are counted together: an order and a notice are."""
    either = ("ORDERED", "NOTIFIED")
    return kind == other or (kind in either and other in either)


def _is_bpi(registered: Fact) -> bool:
    register = registered.register if isinstance(registered, PersonRegistered) else None
    return register is not None and register.casefold() == BPI.casefold()


def _missed(stream: Stream) -> dict[int, Standing]:
    """Position of a call → the fact that says it was missed."""
    calls = stream.of(SummonsSent)
    found: dict[int, Standing] = {}
    for missed in stream.of(SummonsMissed):
        named = [call for call in calls if str(call.event_id) == missed.fact.summons]
        before = [call for call in calls if call.position < missed.position] if missed.fact.summons is None else []
        for call in (named or before)[-1:]:
            found[call.position] = missed
    return found


def _case(
    opening: Standing,
    kind: ContactKind,
    missed: Standing | None,
    others: Sequence[Standing],
    spoken: Sequence[Standing],
    saying: Sequence[Standing],
    links: Sequence[Standing],
) -> Contact:
    fact = opening.fact
    deciding = [*others, *spoken, *saying, *links, *([missed] if missed else ())]
    return Contact(
        **origin(opening, deciding),
        position=opening.position,
        kind=kind,
        happened_on=effective_on(opening),
        registered_on=opening.registered_on,
        channel=getattr(fact, "channel", None),
        approached_by=getattr(fact, "approached_by", None),
        appear_on=getattr(fact, "appear_on", None),
        missed=missed is not None,
        excused=missed.fact.excused if missed else None,
        reason=fact.reason if isinstance(fact, OfferDeclined) else None,
        spoken_on=tuple([one.occurred_on for one in spoken if one.occurred_on and not one.fact.in_absence]),
        categories=categories(saying),
        not_later=tuple([_other(one) for one in others]),
    )


def _other(one: Standing) -> OtherContact:
    kind = _kind(one.fact)
    assert kind is not None, "only contacts are looked at"
    return OtherContact(**of_same_person(one), kind=kind)


# --- The register of those who may be obliged ---


def register(streams: Streams, shared: Standings) -> Iterator[Contact]:
    """The entries in the register that stand, with the approaches since and before."""
    for person, registrations in people(streams):
        entries = [one for stream in registrations for one in stream.of(PersonRegistered) if _is_bpi(one.fact)]
        if not entries:
            continue
        approached = in_order_of_day(one for stream in registrations for one in stream.of(PersonApproached))
        for one in entries:
            before = [other for other in entries if other.position < one.position]
            used = {used.subject for used in (*before, *approached)} - {one.subject}
            yield Contact(
                **origin(one, [*before, *approached, *(person.links if used else ())]),
                position=one.position,
                kind="IN_REGISTER",
                happened_on=one.occurred_on,
                registered_on=one.registered_on,
                approached_on=tuple([other.occurred_on for other in approached if other.occurred_on is not None]),
                not_later=tuple([_entry(other) for other in before]),
            )


def _entry(one: Standing) -> OtherContact:
    said = of_same_person(one)
    return OtherContact(**said | {"on": said["on"] or NO_DAY}, kind="IN_REGISTER")


VIEW_OF_CONTACTS = View(
    name="contacts",
    version=1,
    case=Contact,
    parts=(
        Part(
            reads=LINKS | {CategoryDetermined, IntakeCompleted, SummonsMissed, *CONTACTS},
            cases=contacts,
            opens=frozenset(CONTACTS),
            opens_when=_is_contact,
        ),
        Part(
            reads=LINKS | {PersonApproached, PersonRegistered},
            cases=register,
            opens=frozenset({PersonRegistered}),
            opens_when=_is_bpi,
        ),
    ),
)
VIEWS = (VIEW_OF_CONTACTS,)
