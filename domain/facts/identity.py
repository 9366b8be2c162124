"""Who is who: links between registrations, identifiers, death, secrecy.

A link is between two registrations and is always reversible; equal numbers never merge by themselves. The evidence on
which it was decided stands in the fact as hashes, levels and weights, without a name. The other end is named by its
registration id.
"""

from typing import Literal

import msgspec

from domain.facts.accountability import Sha256, Whole
from domain.facts.base import Code, Count, Day, EventId, Fact, Nature, fact


class Comparison(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """How far two registrations agree in one respect, and what that weighs.

    name: what was compared, such as surname.
    level: level of agreement, 0 being none.
    weight_millis: match weight it adds, in thousandths.
    """

    name: Code
    level: Count
    weight_millis: Whole | None = None


class LinkEvidence(Fact, frozen=True, kw_only=True):
    """What a decision on two registrations rests on.

    other: registration id of the other one.
    version: version of this registration that was looked at.
    other_version: version of the other registration that was looked at.
    decider: who or what decided, as a pseudonymous code.
    ground: what decided: an equal number, the model, a person, or the source.
    score_millis: match weight, in thousandths.
    auto_threshold_millis: weight above which a link is made, in thousandths.
    review_threshold_millis: weight above which a person looks, in thousandths.
    model: name and version of the model.
    model_hash: hash of the model.
    frequencies_hash: hash of the term frequencies.
    normaliser_hash: hash of the normaliser.
    policy_hash: hash of the policy and its gate.
    comparisons: what was compared, in order, with level and weight.
    gates_held: conditions of the gate that held.
    gates_failed: conditions of the gate that did not hold.
    rivals: other registrations that came close.
    reason: why, as a code.
    supersedes: the earlier decision it takes the place of.
    """

    other: EventId
    version: Count | None = None
    other_version: Count | None = None
    decider: Code
    ground: Literal["BSN", "V_NUMBER", "SOFI_NUMBER", "MODEL", "REVIEW", "SOURCE"] | None = None
    score_millis: Whole | None = None
    auto_threshold_millis: Whole | None = None
    review_threshold_millis: Whole | None = None
    model: Code | None = None
    model_hash: Sha256 | None = None
    frequencies_hash: Sha256 | None = None
    normaliser_hash: Sha256 | None = None
    policy_hash: Sha256 | None = None
    comparisons: tuple[Comparison, ...] = ()
    gates_held: tuple[Code, ...] = ()
    gates_failed: tuple[Code, ...] = ()
    rivals: tuple[EventId, ...] = ()
    reason: Code | None = None
    supersedes: EventId | None = None


@fact(1101, Nature.DECISION, dutch="registraties gekoppeld", personal=("remark",), slot="other")
class RegistrationsLinked(LinkEvidence, frozen=True, kw_only=True):
    """Two registrations were linked as being about one person.

    remark: why, in the words of who decided, where no code says it.
    Source: R021, R022; design notes, storage (registration, group, person); worked cases C03.
    """


@fact(1102, Nature.DECISION, dutch="koppeling verbroken", personal=("remark",), slot="other")
class RegistrationsUnlinked(LinkEvidence, frozen=True, kw_only=True):
    """Two registrations were found not to be about one person, whether or not they had been linked.

    keep_apart: whether they must stay apart also under a later model.
    remark: why, in the words of who decided, where no code says it.
    Source: design notes, matching (do-not-link); worked cases C03 (P2 after an unlink).
    """

    keep_apart: bool | None = None


@fact(1103, Nature.OBSERVED, dutch="koppeling niet beslist", slot="other")
class LinkLeftUndecided(LinkEvidence, frozen=True, kw_only=True):
    """Somebody looked at two registrations and could not tell whether they are about one person.

    Source: design notes, matching (link, not the same, cannot tell).
    """


@fact(1104, Nature.OBSERVED, dutch="BSN gewijzigd", personal=("bsn",), slot="entry")
class BsnReplaced(Fact, frozen=True, kw_only=True):
    """The register of persons gave a person another BSN.

    entry: what tells several replacements of one source record apart.
    replaced_by: who gave the new number.
    bsn: the new number.
    Source: design notes, domain (by the BRP).
    """

    entry: Code | None = None
    replaced_by: Literal["BRP", "MUNICIPALITY", "SOURCE"] | None = None


@fact(
    1105,
    Nature.OBSERVED,
    dutch="persoonsnummer toegevoegd",
    personal=("bsn", "v_number", "sofi_number"),
    slot="kind",
)
class IdentifierAdded(Fact, frozen=True, kw_only=True):
    """A registration got a further personal number.

    kind: kind of number.
    bsn: the BSN.
    v_number: the V-number.
    sofi_number: the sofinummer.
    Source: design notes, domain (V-number then BSN; sofinummer before November 2007).
    """

    kind: Literal["BSN", "V_NUMBER", "SOFI_NUMBER"]


@fact(1106, Nature.OBSERVED, dutch="persoon overleden")
class PersonDeceased(Fact, frozen=True, kw_only=True):
    """A person died.

    Source: DUO SS111.
    """


@fact(1107, Nature.OBSERVED, dutch="geheimhouding ingesteld")
class SecrecySet(Fact, frozen=True, kw_only=True):
    """Secrecy was set, which hides person, place and time from providers, exports and print.

    ordered_by: who asked for it.
    Source: design notes, domain; GGM indicatie afscherming persoonsgegevens.
    """

    ordered_by: Literal["PERSON", "COURT", "MUNICIPALITY", "BRP"] | None = None


@fact(1108, Nature.OBSERVED, dutch="geheimhouding opgeheven")
class SecrecyLifted(Fact, frozen=True, kw_only=True):
    """Secrecy was lifted.

    ordered_by: who asked for it.
    Source: design notes, domain.
    """

    ordered_by: Literal["PERSON", "COURT", "MUNICIPALITY", "BRP"] | None = None


@fact(1109, Nature.SHARED, dutch="koppelmodel vrijgegeven", subject="model", named_by=("model",))
class LinkModelReleased(Fact, frozen=True, kw_only=True):
    """A model for linking registrations was released by a person; before that it only proposes.

    model: name and version of the model.
    model_hash: hash of the model.
    frequencies_hash: hash of the term frequencies.
    normaliser_hash: hash of the normaliser.
    policy_hash: hash of the policy and its gate.
    in_use_from: first day of use.
    Source: design notes, matching (a new model only proposes).
    """

    model: Code
    model_hash: Sha256
    frequencies_hash: Sha256 | None = None
    normaliser_hash: Sha256 | None = None
    policy_hash: Sha256 | None = None
    in_use_from: Day | None = None
