"""All groups of routes there are. A group that is not named here is not served."""

from collections.abc import Sequence

from api import (
    acting,
    cases,
    differences,
    dossiers,
    figures,
    front,
    identity,
    imports,
    lists,
    notices,
    proofs,
    recording,
    registers,
    samples,
    upkeep,
)
from api.group import Group
from api.pages import (
    assets_built,
    case,
    demo_issuer,
    difference,
    dossier,
    figure,
    rules,
    sign_in,
    signals,
    start,
    waiting,
)

GROUPS: Sequence[Group] = (
    front.GROUP,
    figures.GROUP,
    cases.GROUP,
    differences.GROUP,
    samples.GROUP,
    lists.GROUP,
    notices.GROUP,
    acting.GROUP,
    registers.GROUP,
    proofs.GROUP,
    upkeep.GROUP,
    recording.GROUP,
    imports.GROUP,
    dossiers.GROUP,
    identity.GROUP,
    assets_built.GROUP,
    sign_in.GROUP,
    demo_issuer.GROUP,
    start.GROUP,
    figure.GROUP,
    waiting.GROUP,
    case.GROUP,
    difference.GROUP,
    rules.GROUP,
    dossier.GROUP,
    signals.GROUP,
)
