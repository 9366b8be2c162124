"""View `fines`: every fine and warning, with what the Acts make it depend on.

A case is one sanction. It knows its own legal life, the report it rests on, the cuts of the benefit for the same act,
and what was imposed on the person no later, in whichever registration that stands. The report is the one it names.

A sanction that was imposed on an unknown day has no earlier ones: without a day there is no earlier or later.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from domain.dates import first_day
from domain.decision_checks_by_kind import is_same_act
from domain.facts import (
    BenefitReduced,
    PersonalPlanAdopted,
    PersonDeceased,
    SanctionImposed,
    TermStarted,
    ViolationReported,
)
from domain.facts.base import Fact
from domain.rules.fine import BenefitCut, Fine, Report, Sanction
from domain.rules.shared import known_day
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import FOLLOWING, Lives
from projections.shared import Person, in_order_of_day, origin, people

BESIDE: frozenset[type[Fact]] = frozenset(
    {BenefitReduced, PersonDeceased, PersonalPlanAdopted, TermStarted, ViolationReported}
)


def fines(streams: Streams, shared: Standings) -> Iterator[Fine]:
    """The sanctions that stand, per person."""
    for person, registrations in people(streams):
        imposed = [one for stream in registrations for one in stream.of(SanctionImposed)]
        if not imposed:
            continue
        lives = {stream.subject: Lives(stream) for stream in registrations}
        about = _About(person, registrations, lives)
        for fine in imposed:
            yield about.case(fine, sorted((one for one in imposed if _is_before(one, fine)), key=_order))


def _is_before(one: Standing, fine: Standing) -> bool:
    """Whether it was imposed on an earlier day; of two on one day the one that stands earlier in the ledger was."""
    both_known = known_day(one.occurred_on) is not None and known_day(fine.occurred_on) is not None
    return both_known and _order(one) < _order(fine)


def _order(fine: Standing) -> tuple[date, int]:
    return known_day(fine.occurred_on) or date.max, fine.position


class _About:
    """What is known of a person beside the sanctions."""

    __slots__ = ("cuts", "deaths", "lives", "person", "reports", "term_from_on")

    def __init__(self, person: Person, registrations: Streams, lives: dict[Any, Lives]) -> None:
        self.person, self.lives = person, lives
        self.reports = {str(one.event_id): one for stream in registrations for one in stream.of(ViolationReported)}
        self.cuts = in_order_of_day(one for stream in registrations for one in stream.of(BenefitReduced))
        self.deaths = in_order_of_day(one for stream in registrations for one in stream.of(PersonDeceased))
        self.term_from_on = _term_from(registrations)

    def case(self, fine: Standing, earlier: Sequence[Standing]) -> Fine:
        """One sanction with what it depends on."""
        fact, life = fine.fact, self.lives[fine.subject]
        report = self.reports.get(fact.report) if fact.report else None
        cuts = [cut for cut in self.cuts if self._same_act(cut.fact, fine)]
        deciding = [*life.told_by(fine), *cuts, *self.deaths[:1], *([report] if report else []), *earlier]
        if earlier:
            deciding += [told for one in earlier for told in self.lives[one.subject].told_by(one)]
        across = any(one.subject != fine.subject for one in deciding)
        return Fine(
            **origin(fine, [*deciding, *(self.person.links if across else ())]),
            kind=fact.kind,
            article=fact.article,
            position=fine.position,
            law=fact.law,
            conduct=fact.conduct,
            amount_cents=fact.amount_cents,
            imposed_on=fine.occurred_on,
            conduct_on=fact.conduct_on,
            blame_percent=fact.blame_percent,
            new_term_months=fact.new_term_months,
            reports=(Report(on=report.occurred_on, conduct_on=report.fact.conduct_on, positions=report.positions),)
            if report
            else (),
            cuts=tuple([BenefitCut(on=cut.occurred_on, positions=cut.positions) for cut in cuts]),
            earlier=tuple([self._sanction(one, fine) for one in earlier]),
            life=life.of(fine),
            died_on=self.deaths[0].occurred_on if self.deaths else None,
            term_from_on=self.term_from_on,
            registered_on=fine.registered_on,
            own_positions=_positions([fine, *life.told_by(fine)]),
            death_positions=_positions(self.deaths[:1]),
        )

    def _sanction(self, one: Standing, fine: Standing) -> Sanction:
        fact = one.fact
        report = self.reports.get(fact.report) if fact.report else None
        return Sanction(
            kind=fact.kind,
            article=fact.article,
            position=one.position,
            law=fact.law,
            conduct=fact.conduct,
            amount_cents=fact.amount_cents,
            imposed_on=one.occurred_on,
            conduct_on=fact.conduct_on,
            reported_on=report.occurred_on if report else None,
            new_term_months=fact.new_term_months,
            same_act=self._same_act(fact, fine),
            life=self.lives[one.subject].of(one),
            positions=_positions([one, *self.lives[one.subject].told_by(one), *([report] if report else [])]),
        )

    def _same_act(self, answered: Any, fine: Standing) -> bool:
        """Whether this answers the act of the fine, or of the report that the fine rests on."""
        report = self.reports.get(fine.fact.report) if fine.fact.report else None
        same_report = report is not None and getattr(answered, "report", None) == fine.fact.report
        return same_report or any(is_same_act(answered, one.fact) for one in (fine, report) if one is not None)


def _positions(told: Iterable[Standing]) -> tuple[int, ...]:
    """The events that say these facts, oldest first."""
    return tuple(sorted({position for one in told for position in one.positions}))


def _term_from(registrations: Streams) -> date | None:
    """First day of the term of the Act of 2021: as it was started, or else the day after that of the plan."""
    started = [
        day
        for stream in registrations
        for one in stream.of(TermStarted)
        if one.fact.term == "INTEGRATION_TERM" and (day := known_day(one.occurred_on))
    ]
    if started:
        return min(started)
    adopted = [
        first_day(one.occurred_on) + timedelta(days=1)
        for stream in registrations
        for one in stream.of(PersonalPlanAdopted)
        if known_day(one.occurred_on) and one.occurred_on
    ]
    return min(adopted, default=None)


FINES = View(
    name="fines",
    version=2,
    case=Fine,
    parts=(
        Part(reads=LINKS | FOLLOWING | BESIDE | {SanctionImposed}, cases=fines, opens=frozenset({SanctionImposed})),
    ),
)
VIEWS = (FINES,)
