"""View `personal-budget-grants`: the bonus of each beneficiary of a personal budget, as asked and as granted.

A case is a claim, as the view `personal-budget-bonuses` reads it, with the grants that answer it: those that name it,
or name no claim and are of its beneficiary in the same registration. Grants that answer no claim are a case for their
beneficiary.
"""

from collections.abc import Iterator, Sequence

from domain.facts import BonusClaimed, BonusGranted, CategoryDetermined, ConditionMet
from domain.rules.personal_budget_grants import AskedOrGranted, GrantedInForm
from domain.rules.personal_budget_terms import BonusAsked
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import Told
from projections.personal_budget import OF_BUDGET, personal_budget_bonuses, terms_of
from projections.shared import effective_on, flags_of, in_order_of_day


def asked_or_granted(streams: Streams, shared: Standings) -> Iterator[AskedOrGranted]:
    """The bonuses that were asked for or granted."""
    claims = list(personal_budget_bonuses(streams, shared))
    by_claim: dict[str, list[Standing]] = {asked.case: [] for asked in claims}
    told, unasked = Told(streams), list[tuple[Stream, list[Standing]]]()
    for stream in streams:
        own = [one for one in stream.of(BonusClaimed) if str(one.event_id) in by_claim]
        answering_none: dict[str, list[Standing]] = {}
        for grant in in_order_of_day(one for one in stream.of(BonusGranted) if one.fact.bonus == "PERSONAL_BUDGET"):
            claim = _claim_of(grant, own)
            answered = answering_none.setdefault(grant.fact.beneficiary, []) if claim is None else by_claim[claim]
            answered.append(grant)
        unasked += [(stream, grants) for grants in answering_none.values()]
    for asked in claims:
        yield _asked(asked, by_claim[asked.case], told)
    for stream, grants in unasked:
        terms = terms_of(grants[0], stream, shared, [*grants[1:], *told.told_by(grants)])
        yield AskedOrGranted(**terms, is_asked=False, grants=_granted(grants, told))


def _claim_of(grant: Standing, claims: Sequence[Standing]) -> str | None:
    """The claim that a grant names, or the only one of its beneficiary."""
    if grant.fact.claim is not None:
        return next((str(one.event_id) for one in claims if str(one.event_id) == grant.fact.claim), None)
    of_beneficiary = [str(one.event_id) for one in claims if one.fact.beneficiary == grant.fact.beneficiary]
    return of_beneficiary[0] if len(of_beneficiary) == 1 else None


def _asked(claim: BonusAsked, grants: Sequence[Standing], told: Told) -> AskedOrGranted:
    """The claim with the grants that answer it, and what they rest on."""
    said = {name: getattr(claim, name) for name in claim.__struct_fields__}
    if grants:
        deciding = [*grants, *told.told_by(grants)]
        said["positions"] = tuple(sorted({*claim.positions, *(at for one in deciding for at in one.positions)}))
        said["flags"] = tuple(sorted({*claim.flags, *(flag for one in deciding for flag in flags_of(one))}))
    return AskedOrGranted(**said, grants=_granted(grants, told))


def _granted(grants: Sequence[Standing], told: Told) -> tuple[GrantedInForm, ...]:
    return tuple(
        [
            GrantedInForm(
                amount_cents=one.fact.amount_cents,
                form=one.fact.form,
                on=effective_on(one),
                life=told.life(one),
            )
            for one in grants
        ]
    )


GRANTS = View(
    name="personal-budget-grants",
    version=1,
    case=AskedOrGranted,
    parts=(
        Part(
            reads=LINKS | OF_BUDGET | {BonusClaimed, BonusGranted, CategoryDetermined},
            cases=asked_or_granted,
            opens=frozenset({BonusClaimed, BonusGranted}),
            reads_shared=frozenset({ConditionMet}),
        ),
    ),
)
VIEWS = (GRANTS,)
