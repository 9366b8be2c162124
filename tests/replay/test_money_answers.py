"""Money as it is answered: what was granted beside what was earned, and amounts that are an interval."""

from datetime import date

from domain.facts import BonusGranted, ParameterSet, PlacementStarted
from domain.precision import Interval
from replay.answers import figure_document
from replay.asking import Asked
from replay.comparing import compare
from replay.figures import Answer, Figures
from replay.sentences import three_sentences
from replay.wording import Wording
from store.ledger import Ledger
from tests.replay.saying import Chain

UTRECHT = "0344"
DUTCH, ENGLISH = Wording("nl"), Wording("en")
SET = {
    "recruitment-bonus-cents": "5000",
    "start-bonus-cents": "10000",
    "attendance-bonus-cents": "15000",
    "success-bonus-cents": "20000",
    "bonus-attendance-percent-min": "80",
}


def two_started(ledger: Ledger) -> Chain:
    """Two in Utrecht who started: one was granted another amount, and one something that was not earned."""
    chain = Chain(ledger)
    for name, value in SET.items():
        chain.shared(ParameterSet(name=name, value=value), "2008-10-06", municipality=UTRECHT)
    for record, bonus, cents in (("U1", "START", 9_000), ("U2", "SUCCESS", 20_000)):
        grant = BonusGranted(beneficiary="PARTICIPANT", bonus=bonus, form="MONEY", amount_cents=cents)
        chain.says(record, PlacementStarted(trajectory="REGULAR"), "2008-11-01", municipality=UTRECHT)
        chain.says(record, grant, "2008-12-01", municipality=UTRECHT)
    return chain


def asked(rule: str) -> Asked:
    return Asked(rule, municipality=UTRECHT, as_of=date(2009, 6, 30))


def only(ledger: Ledger, rule: str) -> Answer:
    (answer,) = Figures(ledger).ask(asked(rule))
    return answer


def test_bonuses_granted_otherwise_are_told_with_how_much_too_much_or_too_little(ledger: Ledger) -> None:
    two_started(ledger)
    answer = only(ledger, "bonuses-granted-otherwise")

    assert answer.tally.funnel == {"counted": 3, "NEITHER_EARNED_NOR_GRANTED": 3}
    told = {one.code: DUTCH.details(one.reason.detail) for one in answer.verdicts if one.counted}
    assert told == {
        "AMOUNT_DIFFERS": "bonus: start; € 90,00 toegekend; € 100,00 verdiend; verschil −€ 10,00",
        "EARNED_NOT_GRANTED": "bonus: start; € 0,00 toegekend; € 100,00 verdiend; verschil −€ 100,00",
        "GRANTED_NOT_EARNED": "bonus: succes; € 200,00 toegekend; € 0,00 verdiend; verschil € 200,00; "
        "vanwege: niet met succes",
    }
    assert three_sentences(ENGLISH, [answer])[0] == (
        "On 30 June 2009 Utrecht has 3 bonuses granted otherwise than earned: wrongly, not, to somebody else or in "
        "another amount."
    )


def test_what_was_granted_and_what_was_earned_are_subtracted_case_by_case(ledger: Ledger) -> None:
    two_started(ledger)
    difference = compare(Figures(ledger), asked("bonus-entitlements"), asked("bonuses-granted"))

    assert difference.value == 29_000 - 20_000
    assert sum(difference.parts.values()) == difference.value


def test_a_share_of_at_least_is_told_without_an_upper_bound(ledger: Ledger) -> None:
    two_started(ledger)
    answer = only(ledger, "municipal-share")

    assert (answer.value, answer.tally.interval) == (800_000, Interval(800_000, None))
    assert figure_document(answer, None)["interval"] == {"from": 800_000, "until": None}
    assert DUTCH.figure(answer) == "€ 8.000,00; met wat onbekend is € 8.000,00 of meer"
