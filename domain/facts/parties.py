"""The parties of the chain and what is dated about them: municipalities, regions, providers, systems, case managers.

Codes and names are as they were on the day; a merger or a failure is a fact of its own that reaches everybody it
concerns and rewrites nothing.
"""

from typing import Literal

from domain.facts.base import Code, Day, EventId, Fact, MunicipalityCode, Name, Nature, Text, fact
from domain.facts.legal_life import Decision


@fact(1201, Nature.SHARED, dutch="gemeente benoemd", subject="municipality", named_by=("code",))
class MunicipalityNamed(Fact, frozen=True, kw_only=True):
    """A municipality has this code and name from that day on.

    code: CBS code.
    name: official name.
    also_called: another name in use, such as Den Haag for 's-Gravenhage.
    Source: CBS register of municipalities.
    """

    code: MunicipalityCode
    name: Name
    also_called: Name | None = None


@fact(1202, Nature.SHARED, dutch="gemeente heringedeeld", subject="municipality", named_by=("code",))
class MunicipalityMerged(Fact, frozen=True, kw_only=True):
    """A municipality went up into another one on that day.

    code: CBS code of the one that ended.
    into_code: CBS code of the one that goes on.
    partly: true where only a part of it went there.
    Source: CBS register of municipalities; design notes, storage (municipality never rewritten).
    """

    code: MunicipalityCode
    into_code: MunicipalityCode
    partly: bool | None = None


@fact(1203, Nature.SHARED, dutch="regio samengesteld", subject="region", named_by=("region",))
class RegionComposed(Fact, frozen=True, kw_only=True):
    """A region or group of municipalities consists of these from that day on.

    region: name of the region or group, such as G4, G31, G50 or Zuid-Holland Zuid.
    municipalities: CBS codes of its members.
    document: where it stands.
    Source: R090, R127, R131, R132; BDU SIV (G31).
    """

    region: Name
    municipalities: tuple[MunicipalityCode, ...]
    document: Text | None = None


@fact(1204, Nature.SHARED, dutch="aanbieder erkend", subject="provider", named_by=("provider",))
class ProviderRecognised(Fact, frozen=True, kw_only=True):
    """A provider was recognised or got a quality mark.

    provider: the provider.
    mark: the mark or ground of recognition.
    until_on: first day on which it no longer holds.
    document: where it stands.
    Source: R281; DUO Instelling (keurmerk).
    """

    provider: Name
    mark: Code | None = None
    until_on: Day | None = None
    document: Text | None = None


@fact(1205, Nature.SHARED, dutch="aanbieder weggevallen", subject="provider", named_by=("provider",))
class ProviderFailed(Fact, frozen=True, kw_only=True):
    """A provider stopped giving what it was contracted for.

    provider: the provider.
    reason: why.
    document: where it stands.
    Source: design notes, domain; R313.
    """

    provider: Name
    reason: Literal["BANKRUPT", "RECOGNITION_LOST", "CONTRACT_ENDED", "OTHER"] | None = None
    document: Text | None = None


@fact(1206, Nature.SHARED, dutch="bronsysteem in gebruik genomen", subject="system", named_by=("system",))
class SourceSystemTakenIntoUse(Fact, frozen=True, kw_only=True):
    """A source system is in use from that day on; what claims to be entered in it earlier was entered afterwards.

    system: name of the system.
    replaces: the system it takes the place of.
    document: where it stands.
    Source: R105, R107, R233, R326; worked cases C01 (GWS4all from 2008-10-01).
    """

    system: Name
    replaces: Name | None = None
    document: Text | None = None


@fact(1207, Nature.DECISION, dutch="klantmanager toegewezen", slot="role")
class CaseAssigned(Decision, frozen=True, kw_only=True):
    """A person was assigned to a worker in a role.

    assignee: pseudonymous code of the worker.
    role: role in which the worker acts.
    until_on: first day on which it no longer holds.
    Source: R128-R130, R307, R323; design notes, domain (to a case manager).
    """

    assignee: Code
    role: Literal["CASE_MANAGER", "DIRECTOR", "GUIDE", "BUDGET_CASE_MANAGER"] | None = None
    until_on: Day | None = None


@fact(1208, Nature.OBSERVED, dutch="signaal gegeven", personal=("remark", "reason_text"), slot="entry")
class SignalRaised(Fact, frozen=True, kw_only=True):
    """A party raised a signal about a person that somebody must pick up.

    entry: what tells several signals of one source record apart.
    signal: kind of signal; DUO's id where it is one of DUO's.
    raised_by: organisation that raised it.
    remark: the signal in words.
    reason_text: what touches health, debts or family.
    Source: R313, R324, R341; DUO Attentiesignalen.
    """

    entry: Code | None = None
    signal: Code
    raised_by: Name | None = None


@fact(1209, Nature.OBSERVED, dutch="signaal afgehandeld", personal=("remark",), slot="about")
class SignalAcknowledged(Fact, frozen=True, kw_only=True):
    """A worker took note of a signal or a passed deadline and said why it may rest.

    signal: kind of signal or deadline.
    about: the event the signal is about.
    reason: why, as a code.
    rests_until_on: first day on which it is shown again.
    remark: why, in words.
    Source: R324; design notes, domain.
    """

    signal: Code
    about: EventId | None = None
    reason: Code
    rests_until_on: Day | None = None


@fact(1210, Nature.OBSERVED, dutch="dossier overgedragen", slot="to_code")
class DossierTransferred(Fact, frozen=True, kw_only=True):
    """A person's file was handed over to another municipality, ledger or guide.

    from_code: municipality that handed over.
    to_code: municipality that received.
    to_party: organisation that received, where it is no municipality.
    to_ledger: ledger that received, where it is another one.
    handover_hash: hash of the hand-over package, without personal data.
    Source: R185; design notes, engine (beyond one machine).
    """

    from_code: MunicipalityCode | None = None
    to_code: MunicipalityCode | None = None
    to_party: Name | None = None
    to_ledger: EventId | None = None
    handover_hash: Code | None = None


@fact(1211, Nature.SHARED, dutch="overeenkomst met aanbieder gesloten", subject="provider", named_by=("provider",))
class ContractConcluded(Fact, frozen=True, kw_only=True):
    """A municipality or region concluded a contract with a provider, for many persons.

    provider: the provider.
    contract: number or name of the contract.
    contracted_by: the office that signed.
    municipalities: CBS codes it holds for, where it is regional.
    trajectory: kind of trajectory bought, where only one is.
    test_only: true where it is for testing only.
    period_from: first day.
    period_until: first day after it.
    document: where it stands.
    Source: R099-R101, R111, R154, R157, R167, R282, R335.
    """

    provider: Name
    contract: Name | None = None
    contracted_by: Name | None = None
    municipalities: tuple[MunicipalityCode, ...] = ()
    trajectory: Code | None = None
    test_only: bool | None = None
    period_from: Day | None = None
    period_until: Day | None = None
    document: Text | None = None


@fact(1212, Nature.SHARED, dutch="mandaat verleend", subject="mandate", named_by=("mandatary",))
class MandateGranted(Fact, frozen=True, kw_only=True):
    """A power was given to another body or office for a time.

    mandatary: who may act.
    power: what it may do.
    until_on: first day on which it no longer holds.
    document: where it stands.
    Source: R067, R098, R127, R128.
    """

    mandatary: Name
    power: Code
    until_on: Day | None = None
    document: Text | None = None
