"""View `requests`: what somebody asked for (exemption, dispensation, a longer term), and when it was answered.

A case per `RequestLodged` of these three. A refusal that names the request answers it; else the earliest grant or
refusal of the same kind on or after its day that answers no other. An extension of office answers no request.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.facts import (
    DispensationGranted,
    ExemptionGranted,
    RequestLodged,
    RequestRefused,
    TermExtended,
)
from domain.facts.base import Fact
from domain.rules.requests import PersonRequest, RequestKind
from domain.rules.shared import known_day
from projections.fold import Part, Streams, View
from projections.history import Standing, Standings
from projections.obligation import links_between, of_person
from projections.running_term import INTEGRATION_TERMS, integration_terms
from projections.shared import Person, effective_on, origin, people

GRANTS: dict[type[Fact], RequestKind] = {
    ExemptionGranted: "EXEMPTION",
    DispensationGranted: "DISPENSATION",
    TermExtended: "TERM_EXTENSION",
}
ANSWERS: tuple[type[Fact], ...] = (*GRANTS, RequestRefused)
TERMS_EXTENDED = ("INTEGRATION_TERM", "EXAM_TERM")


def requests(streams: Streams, shared: Standings) -> Iterator[PersonRequest]:
    """The requests that stand, each with its answer."""
    for person, registrations in people(streams):
        lodged = [one for one in of_person(registrations, (RequestLodged,)) if one.fact.request in GRANTS.values()]
        if lodged:
            yield from _with_answers(person, registrations, lodged, shared)


def _with_answers(
    person: Person, streams: Streams, lodged: Sequence[Standing], shared: Standings
) -> Iterator[PersonRequest]:
    left = [one for one in of_person(streams, ANSWERS) if _kind_of(one) is not None]
    term = next(iter(integration_terms(streams, shared)), None)
    for request in lodged:
        answer = _answer(request, left)
        if answer is not None:
            left.remove(answer)
        deciding = [answer] if answer else []
        extends = term if request.fact.request == "TERM_EXTENSION" else None
        case = origin(request, [*deciding, *links_between(person.links, [*deciding, request])])
        if extends is not None:
            case["positions"] = tuple(sorted({*case["positions"], *extends.positions}))
        yield PersonRequest(
            **case,
            registered_on=request.registered_on,
            request=request.fact.request,
            lodged_on=request.occurred_on,
            answered=answer is not None,
            answered_on=answer.occurred_on if answer else None,
            granted=None if answer is None else not isinstance(answer.fact, RequestRefused),
            term=extends,
        )


def _kind_of(answer: Standing) -> str | None:
    """What was asked for of which this is an answer; None of what was decided of office or about another term."""
    fact = answer.fact
    if isinstance(fact, RequestRefused):
        return fact.request
    if isinstance(fact, TermExtended) and (fact.term not in TERMS_EXTENDED or fact.on_request is False):
        return None
    return GRANTS[type(fact)]


def _answer(request: Standing, answers: Sequence[Standing]) -> Standing | None:
    named = [one for one in answers if getattr(one.fact, "lodged", None) == str(request.event_id)]
    if named:
        return named[0]
    lodged_on = known_day(request.occurred_on) or date.min
    of_kind = [
        one for one in answers if _kind_of(one) == request.fact.request and not getattr(one.fact, "lodged", None)
    ]
    return next((one for one in of_kind if (known_day(effective_on(one)) or date.max) >= lodged_on), None)


REQUESTS = View(
    name="requests",
    version=1,
    case=PersonRequest,
    parts=(
        Part(
            reads=INTEGRATION_TERMS.reads.union(ANSWERS, (RequestLodged,)),
            cases=requests,
            opens=frozenset({RequestLodged}),
        ),
    ),
)
VIEWS = (REQUESTS,)
