"""The names nearest to one that is not known, so that a slip is put right without reading a list."""

import difflib
from collections.abc import Iterable

NEAREST_MAX = 3


def nearest(asked: str, known: Iterable[str]) -> list[str]:
    """The names most like the one asked, the likest first, then those that begin as it does; may be none."""
    by_folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(asked.casefold(), by_folded, n=NEAREST_MAX, cutoff=0.5)
    begin_so = [folded for folded in by_folded if folded.startswith(asked.casefold()[:6]) and folded not in near]
    return [by_folded[folded] for folded in (*near, *begin_so[:NEAREST_MAX])]
