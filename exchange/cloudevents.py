"""Ketenboek's own exchange form: one CloudEvent 1.0 a line (JSON lines), by the NL GOV profile for CloudEvents 1.1.

For a party whose system can write facts itself and needs no table. A line, here broken for reading:

    {"specversion": "1.0", "id": "7c0f…", "source": "urn:nld:oin:00000099000000001000:systeem:inburgering",
     "type": "nl.inburgering.placement-started.v1", "subject": "dossier-6f1c", "time": "2008-10-06T09:00:00Z",
     "data": {"fields": {"trajectory": "DUAL", "provider": "Agens"}, "occurred_on": "2008-06-20",
              "registered_on": "2008-06-23", "municipality": "0014", "personal": {}}}

- `type` is `nl.inburgering.`, the name of the fact in small letters with hyphens, and `.v` with its schema number;
  facts about the ledger itself (corrections, erasures) cannot be delivered, nor can decisions on who is one person
  (`domain/saying.py`).
- `subject` is the source's own record, pseudonymous: never a BSN. With `data.slot` (left out: `id`) it is the key of
  the fact: the same `id` again with other content is a later state of the same fact.
- `data.fields` are the fields of the fact, `data.personal` its sealed fields, `data.person` the source's own number of
  the person where it has one. `data.municipality` is a CBS code; left out, the one that the importer was given.
- all lines have one `source`; the name behind `systeem:` is the system, and the party is the municipality that the
  importer was given, else the OIN. `time` is when the sender wrote the line and is not kept.
- of a file delivered for a municipality every fact lies in it, and a fact that could hold for everybody names it.
- other attributes are let through as the standard asks (small letters and digits, plain values), and not kept.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import date
from typing import Any, Final

import msgspec

from domain import dates, identifiers
from domain.event import UnreadableEvent, canonical, nfc, read_body
from domain.facts import MunicipalityMerged, MunicipalityNamed, base
from domain.saying import DECIDED_HERE
from exchange import refusals as file_refusals
from exchange.by_hand import FIELD_NAME
from exchange.event_fields import (
    PartsAreRefused,
    Refusals,
    mistakes_in_event,
    mistakes_in_fields,
    not_allowed,
    sealed_expected,
    unknown,
)
from exchange.event_words import ATTRIBUTE_NAMES, ATTRIBUTE_VALUES, OF_PATH
from exchange.json_lines import LINES_LOOKED_AT, refuse_keys_twice, rows_of
from exchange.observed import Observed, RowRead, RowRefused
from exchange.plain_text import names_a_person, refuse_control_characters, refuse_in
from exchange.reading import Notice, Survey
from exchange.reading_csv import CsvTable, Lines
from exchange.row_refusals import FUTURE_DATE, CellIsRefused
from exchange.totals import Totals

TYPE_PREFIX: Final = "nl.inburgering."
_TYPE = re.compile(r"nl\.inburgering\.([a-z0-9]+(?:-[a-z0-9]+)*)\.v([1-9][0-9]{0,3})")
_SOURCE = re.compile(r"urn:nld:oin:([0-9]{20}):systeem:([A-Za-z0-9][A-Za-z0-9._-]{0,79})")
_ATTRIBUTE = re.compile(r"[a-z0-9]{1,20}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})")
_PERSONAL_CHARACTERS_MAX = 2_000


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the event says."""

    fields: dict[str, Any] = {}
    personal: dict[str, str] = {}
    occurred_on: str | None = None
    registered_on: date | None = None
    municipality: base.MunicipalityCode | None = None
    slot: base.Name | None = None
    person: base.Name | None = None


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """The attributes that are read; others are looked at in `_check_attributes`."""

    specversion: str
    id: base.Name
    source: str
    type: str
    subject: base.Name
    data: Data
    time: str | None = None
    datacontenttype: str | None = None


def type_of(definition: base.Definition) -> str:
    """The CloudEvents type of a fact: PlacementStarted, schema 1, is `nl.inburgering.placement-started.v1`."""
    kebab = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", definition.name).lower()
    return f"{TYPE_PREFIX}{kebab}.v{definition.schema}"


_KINDS = {type_of(definition).rpartition(".v")[0]: definition for definition in base.definitions()}


class EventFile:
    """A file of CloudEvents, streamed line by line."""

    profile: Final = "cloudevents"

    def __init__(self, survey: Survey, *, municipality: str | None, source: str | None, today: date) -> None:
        self._table = CsvTable(survey)
        self._municipality = municipality
        self._today = today.isoformat()
        self._seen: dict[int, int] = {}
        self._repeated = 0
        self.totals = Totals()
        self._source, oin, system = _first_source(self._table)
        self.system = source or system
        self.party = municipality or f"oin:{oin}"

    @property
    def bytes_read(self) -> int:
        """How far the reading is, for a progress bar."""
        return self._table.bytes_read

    @property
    def notices(self) -> list[Notice]:
        """What the sender should know."""
        again = f"{self._repeated} line(s) stand more than once with the same content; each was taken once."
        dutch = f"{self._repeated} regel(s) staan er meermalen met dezelfde inhoud; elke is eenmaal genomen."
        return [*self._table.notices, *([(dutch, again)] if self._repeated else [])]

    def rows(self) -> Iterator[RowRead | RowRefused]:
        """Every line as what it states, or its refusal."""
        return rows_of(self._table, self._read, "event", self.totals)

    def _read(self, number: int, line: str) -> RowRead | None:
        envelope = envelope_of(line)
        if envelope.source != self._source:
            raise CellIsRefused("OTHER_SOURCE", column="source")
        definition = definition_of_type(envelope.type)
        observed = observed_in(envelope, definition, self._municipality, self._today)
        earlier, content = self._seen.get(hash(envelope.id)), hash(canonical(msgspec.to_builtins(envelope)))
        if earlier is not None:
            if earlier == content:
                self._repeated += 1
                return None
            raise CellIsRefused("DUPLICATE_RECORD", column="id")
        self._seen[hash(envelope.id)] = content
        return RowRead(number, nfc(envelope.subject), self.party, (observed,), person=envelope.data.person)


def observed_in(envelope: Envelope, definition: base.Definition, municipality: str | None, today: str) -> Observed:
    """What an event states; `municipality` is the one whose events these are. Raises CellIsRefused."""
    data, refusals = envelope.data, Refusals()
    fact: base.Fact | None = None
    when: dates.When | None = None
    personal: dict[str, str] = {}
    with refusals:
        fact = _fact(definition, int(envelope.type.rpartition(".v")[2]), data.fields)
        _refuse_elsewhere(fact, data, definition, municipality)
    with refusals:
        _refuse_days_to_come(fact, data.registered_on, today)
    with refusals:
        when = _when(data.occurred_on, today)
    with refusals:
        personal = _personal(data.personal, definition)
    refusals.require_none()
    assert fact is not None, "a fact that cannot be read is refused"
    place = data.municipality or municipality
    return Observed(fact, data.slot or envelope.id, when, data.registered_on, place, personal)


def _fact(definition: base.Definition, schema: int, fields: dict[str, Any]) -> base.Fact:
    """The fact of these fields; raises PartsAreRefused with all that is wrong with them."""
    try:
        return read_body(definition.number, schema, msgspec.json.encode(fields, order="sorted"))
    except UnreadableEvent:
        raise PartsAreRefused(mistakes_in_fields(definition, fields)) from None


def _refuse_elsewhere(fact: base.Fact, data: Data, definition: base.Definition, own: str | None) -> None:
    """Of what is delivered for one municipality every fact lies in it, and none holds for all others."""
    if own is None:
        return
    if isinstance(fact, MunicipalityNamed | MunicipalityMerged):
        is_elsewhere = fact.code != own or data.municipality not in (None, own)
    elif definition.nature is base.Nature.SHARED:
        is_elsewhere = data.municipality != own
    else:
        is_elsewhere = data.municipality not in (None, own)
    if is_elsewhere:
        is_of_code = isinstance(fact, MunicipalityNamed | MunicipalityMerged) and fact.code != own
        column = "data.fields.code" if is_of_code else "data.municipality"
        raise CellIsRefused("OTHER_MUNICIPALITY", expected=[own], column=column, value_kind="municipality")


def _when(text: str | None, today: str) -> dates.When | None:
    if text is None:
        return None
    try:
        when = dates.parse_when(text)
    except dates.NotADate:
        raise not_allowed("data.occurred_on", OF_PATH["data.occurred_on"], "NOT_A_DATE") from None
    if when > today:
        raise CellIsRefused("NOT_A_DATE", column="data.occurred_on", value_kind="date", advice=FUTURE_DATE)
    return when


def _first_source(table: CsvTable) -> tuple[str, str, str]:
    """Source, OIN and system of the first line that is a CloudEvent; raises FileIsNotATable where none of many is."""
    with table.open() as text:
        for _, line, _ in Lines(text).take(LINES_LOOKED_AT):
            try:
                source = envelope_of(line).source if line.strip() else ""
            except CellIsRefused:
                continue
            if found := _SOURCE.fullmatch(source):
                return source, found[1], found[2]
    raise file_refusals.FileIsNotATable(
        "The file is JSON and its lines are no CloudEvents, and no notifications of DUO with a gebeurtenisId: expected "
        "one CloudEvent 1.0 a line, by the NL GOV profile, "
        'with "specversion", "id", "source" (urn:nld:oin:…:systeem:…), "type", "subject" and "data".'
    )


def envelope_of(line: str) -> Envelope:
    """The CloudEvent in a line; raises PartsAreRefused with all that is wrong with it."""
    refusals = Refusals()
    try:
        document = msgspec.json.decode(line.encode("utf-8"))
        with refusals:
            refuse_keys_twice(line)
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        raise CellIsRefused("NOT_A_CLOUDEVENT") from None
    try:
        for check in (_check_names, _check_values, _check_data, _check_profile) if isinstance(document, dict) else ():
            with refusals:
                check(document)
        if not refusals.each:
            return msgspec.convert(document, Envelope)
    except msgspec.ValidationError:
        pass
    raise PartsAreRefused([*refusals.each, *_mistakes_in(document)])


def _mistakes_in(document: Any) -> Iterator[CellIsRefused]:
    """What is wrong with the shape of an event, and with the fields of its fact as far as its kind is known."""
    yield from mistakes_in_event(document, Envelope)
    data = document.get("data") if isinstance(document, dict) else None
    fields = data.get("fields") if isinstance(data, dict) else None
    found = _TYPE.fullmatch(str(document.get("type"))) if isinstance(fields, dict) else None
    definition = _KINDS.get(TYPE_PREFIX + found[1]) if found else None
    if definition is not None and isinstance(fields, dict):
        with suppress(PartsAreRefused):
            _fact(definition, definition.schema, fields)
            return
        yield from mistakes_in_fields(definition, fields)


def sender_of(source: str) -> tuple[str, str]:
    """The OIN and the system in a source that `envelope_of` let through."""
    found = _SOURCE.fullmatch(source)
    assert found is not None, "the source of an envelope was read"
    return found[1], found[2]


def _refuse_days_to_come(fact: base.Fact | None, registered_on: date | None, today: str) -> None:
    """A day on which something was entered, or from which it has effect, has been."""
    told = {"data.registered_on": registered_on, "data.fields.effective_on": getattr(fact, "effective_on", None)}
    for column, day in told.items():
        if day is not None and str(day) > today:
            raise CellIsRefused("NOT_A_DATE", column=column, value_kind="date", advice=FUTURE_DATE)


def _check_names(document: dict[str, Any]) -> None:
    """Attribute names as the standard has them."""
    if not all(map(_ATTRIBUTE.fullmatch, document)):
        raise CellIsRefused("NOT_A_CLOUDEVENT", advice=ATTRIBUTE_NAMES)


def _check_values(document: dict[str, Any]) -> None:
    """Values of attributes as the standard has them, and no person number among them."""
    for name, value in document.items():
        if name == "data":
            continue
        column = name if name.isalpha() else None
        if not isinstance(value, str | bool | int):
            raise CellIsRefused("NOT_A_CLOUDEVENT", advice=ATTRIBUTE_VALUES, column=column)
        if names_a_person(str(value)):
            raise CellIsRefused("NAMES_A_PERSON", column=column)
        refuse_control_characters(str(value), column)


def _check_data(document: dict[str, Any]) -> None:
    """No person number in what of the data stays readable."""
    data = document.get("data")
    if not isinstance(data, dict):
        return
    for name in ("slot", "person"):
        if names_a_person(str(data.get(name) or "")):
            raise CellIsRefused("NAMES_A_PERSON", column=f"data.{name}")
    _refuse_in_data(data)


def _check_profile(document: dict[str, Any]) -> None:
    """Attributes as the profile has them; of what kind they are is looked at apart."""
    fits: dict[str, Callable[[str], Any]] = {
        "specversion": lambda text: text == "1.0",
        "source": _SOURCE.fullmatch,
        "time": _INSTANT.fullmatch,
        "datacontenttype": lambda text: text == "application/json",
    }
    wrong = [
        not_allowed(name, OF_PATH[name], "NOT_A_CLOUDEVENT")
        for name, is_so in fits.items()
        if isinstance(document.get(name), str) and not is_so(document[name])
    ]
    if wrong:
        raise PartsAreRefused(wrong)


def _refuse_in_data(data: dict[str, Any]) -> None:
    """What is kept readable holds no control characters; the fields of the fact no number that names a person."""
    fields = data.get("fields")
    for name, value in fields.items() if isinstance(fields, dict) else ():
        try:
            refuse_in({name: value})
        except CellIsRefused as refusal:
            refusal.column = f"data.fields.{name}" if FIELD_NAME.fullmatch(name) else "data.fields"
            raise
    for name in ("slot", "person"):
        refuse_control_characters(str(data.get(name) or ""), f"data.{name}")


def definition_of_type(event_type: str, on_the_book: Collection[type[base.Fact]] = ()) -> base.Definition:
    """The kind of fact of a type; of facts about the ledger itself only these. Raises CellIsRefused."""
    found = _TYPE.fullmatch(event_type)
    definition = _KINDS.get(TYPE_PREFIX + found[1]) if found else None
    if found is None or definition is None:
        raise CellIsRefused("UNKNOWN_FACT", column="type")
    if definition.nature is base.Nature.LEDGER and definition.fact not in on_the_book:
        raise CellIsRefused("UNKNOWN_FACT", column="type")
    if definition.fact in DECIDED_HERE:
        raise CellIsRefused("DECIDED_HERE", column="type")
    if int(found[2]) > definition.schema:
        raise CellIsRefused("UNKNOWN_FACT", column="type")
    return definition


def _personal(given: dict[str, str], definition: base.Definition) -> dict[str, str]:
    """The sealed fields in their one form; only those that the fact may come with. Raises PartsAreRefused."""
    personal: dict[str, str] = {}
    refusals = Refusals()
    for field, text in given.items():
        with refusals:
            if field not in definition.personal:
                raise unknown("data.personal", field, definition.personal)
            if len(text) > _PERSONAL_CHARACTERS_MAX:
                raise not_allowed(f"data.personal.{field}", sealed_expected(field))
            if text.strip():
                personal[field] = _sealed_value(field, text)
    refusals.require_none()
    return personal


def _sealed_value(field: str, text: str) -> str:
    try:
        match field:
            case "bsn":
                return identifiers.normalise_bsn(text)
            case "v_number":
                return identifiers.normalise_v_number(text)
            case "birth_on":
                return dates.parse_when(text)
            case _:
                return nfc(text.strip())
    except (identifiers.NotABsn, identifiers.NotAVNumber, dates.NotADate):
        reason = {"bsn": "NOT_A_BSN", "v_number": "NOT_A_V_NUMBER"}.get(field, "NOT_A_DATE")
        raise not_allowed(f"data.personal.{field}", sealed_expected(field), reason) from None
