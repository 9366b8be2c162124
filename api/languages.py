"""The language that a caller likes best of those we speak."""

import re

from starlette.datastructures import Headers

from domain.counting import Language

LANGUAGES: tuple[Language, ...] = ("nl", "en")


def language_of(headers: Headers, default: Language) -> Language:
    """The language that a caller likes best of those we speak."""
    best: Language = default
    most = 0.0
    for one in headers.get("accept-language", "").split(","):
        tag, _, weight = one.replace(" ", "").casefold().partition(";q=")
        likes = float(weight) if re.fullmatch(r"[01](\.[0-9]{0,3})?", weight) else float(not weight)
        for language in LANGUAGES:
            if tag.partition("-")[0] == language and likes > most:
                best, most = language, likes
    return best
