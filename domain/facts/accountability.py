"""Accountability: documents received, quotas and the like, parameters, closings, and what was reported.

Quota, milestone, forecast, estimate and purchase have the same fields and are five facts, since they may never be
mixed. A published number without cases behind it is an `AggregateReported`; a figure told to somebody by this house is
a `FigureReported`, whether or not it was computed here.
"""

from typing import Annotated, Literal

import msgspec

from domain.facts.base import Code, Count, Day, EventId, Fact, MunicipalityCode, Name, Nature, Text, fact
from domain.facts.legal_life import Decision

Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
"""A SHA-256 hash in lower case; never of anything that names a person."""
Whole = Annotated[int, msgspec.Meta(ge=-(2**53 - 1), le=2**53 - 1)]
"""A whole number that may be below zero."""
Precision = Literal["exact", "about", "at-least", "almost", "higher"]
"""How sharp the source is: the number, around it, at least it, not quite it, or only "a higher number"."""


@fact(
    1001,
    Nature.OBSERVED,
    dutch="verantwoordingsdocument ontvangen",
    personal=("document_sha256", "document_bsn", "document_reference", "remark"),
    slot="document",
)
class DocumentReceived(Fact, frozen=True, kw_only=True):
    """A document about a person was received.

    document: which document, such as beschikking, trajectplan, startverklaring.
    signed: whether it is signed.
    names_person: whether the personal number on it is that of the registration.
    document_on: date on the document.
    document_sha256: hash of the document.
    document_bsn: personal number that stands on it.
    document_reference: its reference in the archive of the receiver.
    remark: free text of the source.
    Source: R042, R157; worked cases C04.
    """

    document: Code
    signed: bool | None = None
    names_person: Literal["SAME", "OTHER", "UNKNOWN"] | None = None
    document_on: Day | None = None


@fact(1002, Nature.OBSERVED, dutch="verantwoordingsdocument afgekeurd", personal=("remark",), slot="document")
class DocumentRejected(Fact, frozen=True, kw_only=True):
    """A document that was received was found not to be good.

    document: which document.
    received: the receipt it is about, where it stands in the ledger.
    reason: why.
    remark: why, in words.
    Source: R042; design notes, domain.
    """

    document: Code
    received: EventId | None = None
    reason: Literal["UNSIGNED", "WRONG_PERSON", "ILLEGIBLE", "INCOMPLETE", "EXPIRED", "OTHER"] | None = None


class QuotaLine(Fact, frozen=True, kw_only=True):
    """What quota, milestone, forecast, estimate and purchase have in common.

    scheme: the scheme or Act it belongs to.
    unit: what is counted, such as trajectories, persons, inburgeraars, enforcement-orders, personal-budgets.
    amount: the number; absent where the source gives none.
    precision: how sharp the source is.
    period_from: first day of the period.
    period_until: first day after the period.
    setter: who set it.
    document_on: date of the document.
    wording: the words of the source.
    document: where it stands.
    """

    scheme: Name
    unit: Code
    amount: Count | None = None
    precision: Precision
    period_from: Day
    period_until: Day
    setter: Name
    document_on: Day
    wording: Text | None = None
    document: Text


@fact(1003, Nature.SHARED, dutch="taakstelling", subject="quota", named_by=("scheme",))
class QuotaSet(QuotaLine, frozen=True, kw_only=True):
    """A quota was set or agreed.

    Source: R028, R057, R070, R094, R243; taakstellingen.csv.
    """


@fact(1004, Nature.SHARED, dutch="mijlpaal", subject="quota", named_by=("scheme",))
class MilestoneSet(QuotaLine, frozen=True, kw_only=True):
    """A part of a quota to be reached by an earlier day was set.

    Source: R058, R222, R225; taakstellingen.csv.
    """


@fact(1005, Nature.SHARED, dutch="prognose", subject="quota", named_by=("scheme",))
class ForecastMade(QuotaLine, frozen=True, kw_only=True):
    """Somebody said what they expect to be reached; it changes no quota.

    Source: R033, R046, R059, R092; design notes, law (published figures that drift).
    """


@fact(1006, Nature.SHARED, dutch="raming", subject="quota", named_by=("scheme",))
class EstimateMade(QuotaLine, frozen=True, kw_only=True):
    """Somebody estimated the size of a group; it is no quota and no forecast.

    Source: R026, R093, R125, R126, R291, R292.
    """


@fact(1007, Nature.SHARED, dutch="ingekocht", subject="quota", named_by=("scheme",))
class PlacesPurchased(QuotaLine, frozen=True, kw_only=True):
    """Places or trajectories were bought; bought is not started.

    Source: R038, R111, R293.
    """


@fact(1008, Nature.SHARED, dutch="parameter vastgesteld", subject="parameter", named_by=("name",))
class ParameterSet(Fact, frozen=True, kw_only=True):
    """A value that a rule reads was set, from `occurred_on` on.

    name: name of the parameter, such as accountability-documents.
    value: the value as text; a list with commas.
    until_on: first day on which it no longer holds, where that is said.
    document: where the value stands.
    Source: R042, R044, R079, R080, R214; worked cases C04; input files ("in no file").
    """

    name: Code
    value: Text
    until_on: Day | None = None
    document: Text | None = None


@fact(1009, Nature.SHARED, dutch="voorwaarde vervuld", subject="condition", named_by=("name",))
class ConditionMet(Fact, frozen=True, kw_only=True):
    """A condition on which others wait was met, on `occurred_on`.

    name: name of the condition, such as state-money-available.
    document: what shows it.
    Source: R239, R253; worked cases C09.
    """

    name: Code
    document: Text | None = None


@fact(1010, Nature.SHARED, dutch="verantwoordingsperiode gesloten", subject="period", named_by=("scheme",))
class ReportingClosed(Fact, frozen=True, kw_only=True):
    """The reporting over a period was closed; what comes later counts in the running series only.

    scheme: the scheme reported on.
    period_from: first day of the period.
    period_until: first day after the period.
    rule: the counting rule closed, where not all are.
    entry_until_on: first day on which entries no longer count for it.
    document: where the closing stands.
    Source: R110; design notes, figures (reported figures) and law (counting rule 4).
    """

    scheme: Name
    period_from: Day
    period_until: Day
    rule: Code | None = None
    entry_until_on: Day | None = None
    document: Text | None = None


@fact(1011, Nature.SHARED, dutch="verantwoordingsperiode heropend", subject="period", named_by=("scheme",))
class ReportingReopened(Fact, frozen=True, kw_only=True):
    """A closed reporting period was opened again.

    scheme: the scheme reported on.
    period_from: first day of the period.
    period_until: first day after the period.
    rule: the counting rule opened, where not all are.
    reason: why.
    closing: the closing it undoes.
    Source: design notes, domain.
    """

    scheme: Name
    period_from: Day
    period_until: Day
    rule: Code | None = None
    reason: Text | None = None
    closing: EventId | None = None


@fact(1012, Nature.SHARED, dutch="cijfer gepubliceerd", subject="figure", named_by=("rule",))
class FigureReported(Fact, frozen=True, kw_only=True):
    """A figure was told to somebody; it stays as it was told.

    rule: the counting rule it is an answer to.
    version: version of the rule; absent where the document does not say how it was counted.
    rule_hash: content hash of that version, where it was computed here.
    value: the value, in the unit, after `decimals`.
    decimals: number of decimals the value is scaled by; absent for a whole number.
    value_low: lowest value, where an interval was told.
    value_high: highest value, where an interval was told.
    precision: how sharp the document is.
    unit: what was counted.
    denominator: what the value was divided by, for a ratio.
    dimension: the breakdown it is a part of, such as pardon.
    dimension_value: which part of the breakdown.
    scope_region: the region counted, where not a municipality.
    scope_provider: the provider counted, where not all.
    period_from: first day of the period counted.
    period_until: first day after the period counted.
    as_of: day in the world it holds for.
    registered_by: day up to which the sources' books were read.
    known_at_position: position of the ledger it was computed at.
    parameters_hash: hash of the parameters used, where computed here.
    verdicts_hash: hash of the list of verdicts, where computed here.
    computed_here: whether this ledger computed it.
    document: where it was told.
    document_on: date of that document.
    wording: the words of the document.
    recipient: whom it was told to.
    replaces: the earlier report it takes the place of.
    Source: R001, R047, R053-R056, R108-R110; design notes, figures (reported figures) and law (counting rule 7).
    """

    rule: Code
    version: Code | None = None
    rule_hash: Sha256 | None = None
    value: Whole | None = None
    decimals: Count | None = None
    value_low: Whole | None = None
    value_high: Whole | None = None
    precision: Literal["exact", "about", "at-least", "more-than", "almost", "fewer-than", "higher"] | None = None
    unit: Code
    denominator: Whole | None = None
    dimension: Code | None = None
    dimension_value: Text | None = None
    scope_region: Name | None = None
    scope_provider: Name | None = None
    period_from: Day | None = None
    period_until: Day | None = None
    as_of: Day | None = None
    registered_by: Day | None = None
    known_at_position: Count | None = None
    parameters_hash: Sha256 | None = None
    verdicts_hash: Sha256 | None = None
    computed_here: bool
    document: Text
    document_on: Day | None = None
    wording: Text | None = None
    recipient: Name | None = None
    replaces: EventId | None = None


@fact(1013, Nature.SHARED, dutch="totaal van derden gemeld", subject="aggregate", named_by=("name",))
class AggregateReported(Fact, frozen=True, kw_only=True):
    """Somebody else reported a total without cases; it is shown beside our figures and never summed with them.

    name: what was totalled, as a code.
    scheme: the scheme it belongs to.
    value: the total, after `decimals`; absent where only an interval is given.
    decimals: number of decimals the value is scaled by; absent for a whole number.
    value_low: lowest value, where the source gives a range.
    value_high: highest value, where the source gives a range.
    precision: how sharp the source is.
    unit: what was counted.
    dimension: the breakdown it is a part of.
    dimension_value: which part of the breakdown.
    period_from: first day of the period.
    period_until: first day after the period.
    as_of: day in the world it holds for.
    reporter: who reported it.
    document: where it stands.
    document_on: date of that document.
    wording: the words of the source.
    Source: R021, R036, R047, R048, R190, R332; design notes, figures; CBS SWI.
    """

    name: Code
    scheme: Name | None = None
    value: Whole | None = None
    decimals: Count | None = None
    value_low: Whole | None = None
    value_high: Whole | None = None
    precision: Literal["exact", "about", "at-least", "more-than", "almost", "fewer-than", "higher"]
    unit: Code
    dimension: Code | None = None
    dimension_value: Text | None = None
    period_from: Day | None = None
    period_until: Day | None = None
    as_of: Day | None = None
    reporter: Name
    document: Text
    document_on: Day | None = None
    wording: Text | None = None


@fact(1014, Nature.SHARED, dutch="cijferdefinitie vrijgegeven", subject="rule", named_by=("rule",))
class RuleReleased(Fact, frozen=True, kw_only=True):
    """A version of a counting rule was released for use.

    rule: the rule.
    version: the version.
    hash: content hash of the rule with its tests, parameters and sources.
    in_force_from: first day it says it applies to.
    in_force_until: first day it no longer applies to.
    replaces: the version it takes the place of, where there is one.
    Source: R043, R052, R083; design notes, figures.
    """

    rule: Code
    version: Code
    hash: Sha256
    in_force_from: Day | None = None
    in_force_until: Day | None = None
    replaces: Code | None = None


@fact(1015, Nature.SHARED, dutch="brondocument geregistreerd", subject="document", named_by=("reference",))
class SourceDocumentRegistered(Fact, frozen=True, kw_only=True):
    """A published document from which rules or numbers are taken was registered.

    reference: its number, such as 2008D08510 or kst-31143-77.
    title: its title.
    issuer: who issued it.
    document_on: its date.
    updated_on: date of its last change, as it says itself.
    version: its version, as it says itself.
    part_of: the document it is an annex of.
    content_hash: hash of its text.
    Source: R001, R002, R086, R238.
    """

    reference: Name
    title: Text | None = None
    issuer: Name | None = None
    document_on: Day | None = None
    updated_on: Day | None = None
    version: Code | None = None
    part_of: Name | None = None
    content_hash: Sha256 | None = None


@fact(1016, Nature.SHARED, dutch="verantwoordingsrapport ontvangen", subject="period", named_by=("scheme",))
class ReportSubmitted(Fact, frozen=True, kw_only=True):
    """A report or agenda due from a party was submitted.

    scheme: the scheme it is about.
    report: kind of report, such as agenda, annual-account, half-year, berap.
    submitter: who submitted it.
    submitter_code: the municipality that did, where one did.
    period_from: first day of the period it is about.
    period_until: first day after that period.
    document: where it stands.
    Source: R088, R179, R190, R241, R258, R262.
    """

    scheme: Name
    report: Code
    submitter: Name
    submitter_code: MunicipalityCode | None = None
    period_from: Day | None = None
    period_until: Day | None = None
    document: Text | None = None


@fact(1017, Nature.DECISION, dutch="beleid vastgesteld", subject="policy", named_by=("name",))
class PolicyAdopted(Decision, frozen=True, kw_only=True):
    """A municipality adopted a policy that some rules ask for.

    name: name of the policy, such as guidance-of-family-migrants.
    adopted: whether it does (true) or does not (false) follow it.
    document: where it stands.
    Source: R003, R237, R319, R331.
    """

    name: Code
    adopted: bool
    document: Text | None = None
