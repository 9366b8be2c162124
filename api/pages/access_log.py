"""The page of the log of access: who was let in for what and who was not, without the persons it was about."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from starlette.responses import Response

from api.call import Call
from api.group import Answers, Group
from api.kept_logs import BEFORE, BYTES_MAX, found_in
from api.office import Office
from api.pages.layout import HTML, WORDS, page
from api.pages.paged import address_with
from api.parameters import choice, day_parameter
from domain.counting import Language
from domain.processing import ACTIVITIES
from replay.asking import today_in_amsterdam
from store.readers import ROLES

GROUP = Group("Page of the log of access", "Decisions on access.", base="")
PATHS: Mapping[Language, str] = {"nl": "/inzagelog", "en": "/en/access-log"}
LINES_MAX = 50
DECISIONS = ("allowed", "refused")
DAY = day_parameter("day", "Alleen van deze dag.", "Of this day alone.")
ROLE = choice("role", ROLES, "Alleen van deze rol.", "Of this role alone.")
DECISION = choice("decision", DECISIONS, "Alleen toegelaten of geweigerd.", "Allowed or refused alone.")


@GROUP.get(
    PATHS["nl"],
    "showAccessLog",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(DAY, ROLE, DECISION, BEFORE),
    needs_database=False,
    is_described=False,
)
def show_access_log(office: Office, call: Call) -> Response:
    """The page of the log of access."""
    given = dict(call.items)
    opened = office.kept_logs.access
    found = None if opened is None else found_in(opened, call.query.get("before"), _reading(call), LINES_MAX)
    return page(
        call,
        PATHS,
        "access_log.html",
        megabytes=BYTES_MAX // 1_000_000,
        here=PATHS[call.language],
        asked={name: given.get(name, "") for name in ("day", "role", "decision")},
        roles=ROLES,
        decisions=DECISIONS,
        lines=None if found is None else found.items,
        first=address_with(call, "lines", before="") if "before" in call.query else None,
        next=address_with(call, "lines", before=found.next) if found is not None and found.next else None,
    )


def _reading(call: Call) -> Callable[[bytes], dict[str, Any] | None]:
    """Reads a line of the log that was asked for."""
    day: date | None = call.query.get("day")
    words = WORDS[call.language]

    def read(line: bytes) -> dict[str, Any] | None:
        try:
            said = msgspec.json.decode(line, type=dict[str, Any])
            at = msgspec.convert(said["timestamp"], datetime)
        except (msgspec.MsgspecError, KeyError):
            return None
        if any(said.get(name) != call.query[name] for name in ("role", "decision") if name in call.query):
            return None
        if day is not None and today_in_amsterdam(at) != day:
            return None
        role, purpose = said.get("role"), ACTIVITIES.get(str(said.get("purpose")))
        return {
            "at": at,
            "is_allowed": said.get("decision") == "allowed",
            "role": words.say(f"role.{role}") if role in ROLES else None,
            "operation": said.get("operation"),
            "about": said.get("about"),
            "purpose": purpose and purpose.name[call.language],
            "reason": said.get("reason"),
        }

    return read
