"""Which texts in a case commit to a source record."""

import re
from collections.abc import Iterable

COMMITMENT = re.compile(r"[0-9a-f]{64}")
"""A source record as events carry it; another text names no record."""


def commitments(records: Iterable[str | None]) -> list[bytes]:
    """Those of these that commit to a source record, each once."""
    return [bytes.fromhex(one) for one in sorted({one for one in records if one and COMMITMENT.fullmatch(one)})]
