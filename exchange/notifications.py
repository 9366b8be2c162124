"""Notifications of DUO, one JSON object a line: recorded as received; the details are asked from DUO afterwards.

    {"registratieDatumTijd": "2025-02-21T09:50:20Z", "bsn": "…", "gebeurtenisId": "SS101"}

- `bsn` (nine digits) or `vNummer` (a whole number) says who it is about: sealed.
- `gebeurtenisId` is kept as it comes, also where this version does not know it.
- `berichtId`, the id that the message had in its envelope, may stand beside it; other keys are told and not kept.

A notification says when DUO registered something and not when it happened: `occurred_on` stays unknown, and
`registered_on` is the day of registration in Amsterdam. Each notification is a source record by itself, named by event
id and instant; since two persons may share both, the number keeps their records apart, as a keyed pseudonym only.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from domain import identifiers
from domain.facts import NotificationReceived
from domain.facts.base import Code
from exchange import refusals
from exchange.json_lines import first_objects, refuse_keys_twice, rows_of
from exchange.observed import Observed, RowRead, RowRefused
from exchange.plain_text import refuse_in
from exchange.reading import Notice, Survey
from exchange.reading_csv import CsvTable
from exchange.row_refusals import FUTURE_DATE, CellIsRefused
from exchange.totals import Totals

PARTY: Final = "DUO"
SYSTEM: Final = "notificaties"
SLOT: Final = "notification"
AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
MARK: Final = "gebeurtenisId"
"""The key by which a file of notifications is known."""
SIGNALS: Final = frozenset(
    {"SS112", "SS122", "SS123", "SS126", "SS127", "SS132", "SS133", "SS135", "SS136", "SS140", "SS141", "SS142"}
)
"""DUO's Attentiesignalen: something to look at, and no event in the person's road."""
EVENTS: Final = frozenset(
    {"SS101", "SS102", "SS103", "SS104", "SS106", "SS107", "SS108", "SS109", "SS110", "SS111", "SS113", "SS114",
     "SS115", "SS116", "SS117", "SS118", "SS119", "SS120", "SS121", "SS124", "SS125", "SS128", "SS129", "SS130",
     "SS131", "SS137", "SS139", "SS199"}
)  # fmt: skip
"""DUO's Gebeurtenissen."""
_EVENT_ID = re.compile(r"[0-9A-Z]{1,6}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_V_NUMBER_DIGITS = 10


class _Notification(msgspec.Struct, frozen=True, kw_only=True):
    """The keys that are read."""

    registered: str = msgspec.field(name="registratieDatumTijd")
    event: str = msgspec.field(name=MARK)
    bsn: str | int | None = None
    v_number: str | int | None = msgspec.field(name="vNummer", default=None)
    message: Code | None = msgspec.field(name="berichtId", default=None)


_KEYS = frozenset(one.encode_name for one in msgspec.structs.fields(_Notification))


def holds_notifications(surveyed: Survey) -> bool:
    """Whether a file of JSON lines holds notifications: by the first line that is theirs or a CloudEvent."""
    for document in first_objects(CsvTable(surveyed)):
        if "specversion" in document:
            return False
        if MARK in document:
            return True
    return False


class NotificationFile:
    """A file of notifications, streamed line by line."""

    profile: Final = "duo-notifications"

    def __init__(self, surveyed: Survey, *, municipality: str | None, source: str | None, today: date) -> None:
        """`municipality` is the one that receives them; raises MunicipalityNeeded without it."""
        if municipality is None:
            raise refusals.MunicipalityNeeded(self.profile)
        self._table = CsvTable(surveyed)
        self._municipality, self._today = municipality, today
        self._seen: set[int] = set()
        self._repeated = 0
        self._unread: dict[str, None] = {}
        self.system, self.party = SYSTEM, source or PARTY
        self.totals = Totals()

    @property
    def bytes_read(self) -> int:
        """How far the reading is, for a progress bar."""
        return self._table.bytes_read

    @property
    def notices(self) -> list[Notice]:
        """What the sender should know."""
        told = list(self._table.notices)
        if self._repeated:
            again = f"{self._repeated} line(s) stand more than once with the same content; each was taken once."
            dutch = f"{self._repeated} regel(s) staan er meermalen met dezelfde inhoud; elke is eenmaal genomen."
            told.append((dutch, again))
        if self._unread:
            keys = refusals.quoted(list(self._unread))
            told.append((f"Sleutels die niet gelezen worden: {keys}.", f"Keys that are not read: {keys}."))
        return told

    def rows(self) -> Iterator[RowRead | RowRefused]:
        """Every line as what it states, or its refusal."""
        return rows_of(self._table, self._read, "notification", self.totals)

    def _read(self, number: int, line: str) -> RowRead | None:
        notification = self._notification(line)
        if not _EVENT_ID.fullmatch(notification.event):
            raise _no_notification(MARK)
        instant, registered_on = self._registered(notification.registered)
        personal = _personal(notification)
        message = notification.message or f"{notification.event}.{instant}"
        apart = "|".join(f"{name}={value}" for name, value in personal.items())
        if (known := hash((message, apart))) in self._seen:
            self._repeated += 1
            return None
        self._seen.add(known)
        fact = NotificationReceived(
            event_code=notification.event, message=message, registered_at=instant, signal=_is_signal(notification.event)
        )
        observed = Observed(fact, SLOT, registered_on=registered_on, municipality=self._municipality, personal=personal)
        return RowRead(number, message, self.party, (observed,), told_apart_by=apart)

    def _notification(self, line: str) -> _Notification:
        """The notification in a line; raises CellIsRefused."""
        try:
            document: Any = msgspec.json.decode(line.encode("utf-8"))
            refuse_keys_twice(line)
            notification = msgspec.convert(document, _Notification)
        except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
            raise _no_notification(None) from None
        refuse_in(notification.message)
        self._unread |= dict.fromkeys(key for key in document if key not in _KEYS)
        return notification

    def _registered(self, text: str) -> tuple[str, date]:
        """The instant of registration in UTC, and its day in Amsterdam; raises CellIsRefused."""
        try:
            if not _INSTANT.fullmatch(text):
                raise ValueError
            moment = datetime.fromisoformat(text.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            raise _no_notification("registratieDatumTijd") from None
        day = moment.astimezone(AMSTERDAM).date()
        if day > self._today:
            raise CellIsRefused("NOT_A_DATE", column="registratieDatumTijd", value_kind="date", advice=FUTURE_DATE)
        return moment.isoformat().replace("+00:00", "Z"), day


def _personal(notification: _Notification) -> dict[str, str]:
    """The numbers that say who it is about, each in its one form; raises CellIsRefused where there is none."""
    personal: dict[str, str] = {}
    try:
        if notification.bsn not in (None, ""):
            personal["bsn"] = identifiers.normalise_bsn(str(notification.bsn))
        if notification.v_number not in (None, ""):
            # A number in JSON has no leading zeros, so here they are no guess.
            personal["v_number"] = identifiers.normalise_v_number(str(notification.v_number).zfill(_V_NUMBER_DIGITS))
    except identifiers.NotABsn:
        raise CellIsRefused("NOT_A_BSN", column="bsn", value_kind="bsn") from None
    except identifiers.NotAVNumber:
        raise CellIsRefused("NOT_A_V_NUMBER", column="vNummer", value_kind="v-number") from None
    if not personal:
        raise CellIsRefused("VALUE_MISSING", column="bsn", value_kind="bsn")
    return personal


def _is_signal(event: str) -> bool | None:
    """Whether DUO lists the id among its signals, or its events; None for an id that is in neither list."""
    return True if event in SIGNALS else False if event in EVENTS else None


def _no_notification(column: str | None) -> CellIsRefused:
    return CellIsRefused("NOT_A_NOTIFICATION", column=column)
