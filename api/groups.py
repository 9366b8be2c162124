"""All groups of routes there are. A group that is not named here is not served."""

from collections.abc import Sequence

from api import figures, front
from api.group import Group

GROUPS: Sequence[Group] = (
    front.GROUP,
    figures.GROUP,
)
