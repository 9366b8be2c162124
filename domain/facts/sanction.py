"""Sanctions and the enforcement order.

A fine rests on an article, has a limit and may not come beside a cut of the benefit for the same act (Wi 2007 art. 34,
37; Wi 2021 art. 22-27): so the conduct, its day, the degree of blame and the term are facts. An enforcement order
starts a term and is no sanction, and never counts as a placement (R031, R094).
"""

from typing import Literal

from domain.facts.base import Cents, Code, Count, Day, EventId, Fact, Nature, fact
from domain.facts.intake import Law
from domain.facts.legal_life import Decision, LegalEffect

Conduct = Literal[
    "NOT_APPEARED",
    "NO_COOPERATION",
    "ABSENCE",
    "TERM_EXCEEDED",
    "NEW_TERM_EXCEEDED",
    "PVT_OR_MAP_LATE",
    "ROUTE_NOT_REACHED",
    "OTHER",
]
"""What a sanction answers, as the class the articles distinguish."""


@fact(601, Nature.DECISION, dutch="handhavingsbeschikking afgegeven", personal=("remark",))
class EnforcementOrderIssued(Decision, frozen=True, kw_only=True):
    """The municipality issued an order that starts a person's term; it is no sanction.

    with_offer: whether it came together with a provision, which makes it another kind of decision.
    law: the Act it rests on.
    months: length of the term in months.
    term_until_on: first day after the term.
    remark: free text of the source.
    Source: Wi 2007 art. 26; Besluit 1.1.i; BDU 1.1.w; R031, R061, R094; worked cases C01, C02, C04.
    """

    with_offer: bool
    law: Law | None = None
    months: Count | None = None
    term_until_on: Day | None = None


@fact(602, Nature.OBSERVED, dutch="rapport van overtreding opgemaakt", personal=("remark", "reason_text"), slot="entry")
class ViolationReported(Fact, frozen=True, kw_only=True):
    """A breach of a duty was laid down in a report, which starts the time to decide on a fine.

    entry: what tells several reports of one source record apart.
    conduct: what the person did or left.
    conduct_on: day of the conduct.
    absences: the absences it rests on.
    heard: whether the person was heard.
    remark: free text.
    reason_text: what the person said about it.
    Source: Wi 2007 art. 37 (report, then 4 or 13 weeks); Wi 2021 art. 22-25.
    """

    entry: Code | None = None
    conduct: Conduct
    conduct_on: Day | None = None
    absences: tuple[EventId, ...] = ()
    heard: bool | None = None


@fact(603, Nature.DECISION, dutch="sanctie opgelegd", personal=("remark",), slot="entry")
class SanctionImposed(Decision, frozen=True, kw_only=True):
    """A fine or warning was imposed.

    entry: what tells several sanctions of one source record apart.
    law: the Act it rests on.
    article: the article, such as 23.
    kind: fine or warning.
    amount_cents: amount of the fine in euro cents; absent for a warning.
    conduct: what it answers.
    conduct_on: day of the conduct.
    blame_percent: degree of blame: 100, 75, 50 or 25.
    repeat: whether it answers a repeat within the time the article gives.
    new_term_months: length of the new term set with it.
    report: the report it rests on.
    absences: the absences it rests on.
    absence_permille: absence it rests on, in thousandths, where a percentage decides.
    imposed_by: who imposed it.
    remark: free text.
    Source: Wi 2007 art. 34, 37; Wi 2021 art. 22-27; R166, R214.
    """

    entry: Code | None = None
    law: Law | None = None
    article: Code
    kind: Literal["FINE", "WARNING"]
    amount_cents: Cents | None = None
    conduct: Conduct | None = None
    conduct_on: Day | None = None
    blame_percent: Count | None = None
    repeat: bool | None = None
    new_term_months: Count | None = None
    report: EventId | None = None
    absences: tuple[EventId, ...] = ()
    absence_permille: Count | None = None
    imposed_by: Literal["MUNICIPALITY", "DUO"] | None = None


@fact(604, Nature.DECISION, dutch="sanctie vervallen", slot="sanction")
class SanctionWithdrawn(Decision, frozen=True, kw_only=True):
    """A sanction was withdrawn or lapsed.

    sanction: the sanction it ends.
    reason: why.
    effect: from that day on, or from the start.
    Source: Wi 2007 art. 37 (lapses after 5 or 2 years).
    """

    sanction: EventId
    reason: Literal["BENEFIT_CUT", "OBJECTION", "LAPSED", "MISTAKE", "OTHER"] | None = None
    effect: LegalEffect | None = None


@fact(605, Nature.OBSERVED, dutch="uitkering verlaagd", slot="entry")
class BenefitReduced(Fact, frozen=True, kw_only=True):
    """A person's benefit was cut because of conduct, so that no fine may follow for the same act.

    entry: what tells several cuts of one source record apart.
    conduct: what it answers.
    conduct_on: day of the conduct.
    absences: the absences it rests on.
    percent: cut in percent.
    months: length of the cut in months.
    Source: Wi 2007 art. 37; Wi 2021 art. 27; R314.
    """

    entry: Code | None = None
    conduct: Conduct | None = None
    conduct_on: Day | None = None
    absences: tuple[EventId, ...] = ()
    percent: Count | None = None
    months: Count | None = None
