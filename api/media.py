"""Which form of an answer a caller accepts (RFC 9110, 12.5.1), and what they say that they send."""

import re
from collections.abc import Sequence

from api.problems import NotAcceptable

WEIGHT = re.compile(r"(0(\.[0-9]{0,3})?|1(\.0{0,3})?)")


def best_format(accepts: Sequence[str], formats: Sequence[str]) -> str:
    """The form that the caller likes best, the first of equals; raises NotAcceptable when there is none."""
    ranges = [one for line in accepts for one in line.split(",") if one.strip()]
    if not ranges:
        return formats[0]
    liked = [(_weight(ranges, one), -place) for place, one in enumerate(formats)]
    weight, place = max(liked)
    if not weight:
        raise NotAcceptable(formats)
    return formats[-place]


def _weight(ranges: Sequence[str], media_type: str) -> float:
    """How much a media type is liked: what the most specific range that holds it says."""
    most_specific, weight = -1, 0.0
    kind = media_type.partition("/")[0]
    for one in ranges:
        name, *parameters = (part.strip().casefold() for part in one.split(";"))
        specific = {"*/*": 0, f"{kind}/*": 1, media_type: 2}.get(name, -1)
        if specific > most_specific:
            said = next((part[2:] for part in parameters if part.startswith("q=")), "1")
            most_specific, weight = specific, float(said) if WEIGHT.fullmatch(said) else 0.0
    return weight


def media_type_of(content_type: str | None) -> str:
    """The media type that a Content-Type header names, without its parameters."""
    return (content_type or "").partition(";")[0].strip().casefold()
