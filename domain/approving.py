"""Which facts are proposals: they need the word of another than who stated them (R178; a rule of this house)."""

from collections.abc import Mapping
from typing import Final

from domain.facts import (
    BonusPaid,
    DepositRefunded,
    LinkModelReleased,
    QuotaSet,
    ReportingClosed,
    ReportingReopened,
    RuleReleased,
    SanctionImposed,
)
from domain.facts.base import Fact
from domain.rules.approvals import Subject

PROPOSALS: Final[Mapping[type[Fact], Subject]] = {
    BonusPaid: "PAYMENT",
    DepositRefunded: "PAYMENT",
    LinkModelReleased: "LINK_RELEASE",
    QuotaSet: "QUOTA",
    ReportingClosed: "CLOSING",
    ReportingReopened: "CLOSING",
    RuleReleased: "RULE_RELEASE",
    SanctionImposed: "FINE",
}
"""Kind of fact that needs a second word → what is approved."""


def needs_approval(fact: Fact) -> bool:
    """Whether another than who states this must approve it; of sanctions only a fine."""
    return type(fact) in PROPOSALS and not (isinstance(fact, SanctionImposed) and fact.kind != "FINE")
