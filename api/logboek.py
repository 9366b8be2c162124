"""The Logboek dataverwerkingen: a line for every person whose data are read, written before anything of it is told.

What the standard (1.0.0) asks, made with OpenTelemetry: a request is an action, and each person in it an action below
that one, so that no line is about two people. The trace of whoever calls is taken over (W3C Trace Context), nothing is
ever sampled away (a caller who says "not sampled" is logged as well), and when a line cannot be written the answer is
not given. Who the employee is stands in the access log and never here. Persons are named by random ids
(decision record 0021).
"""

import time
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import BinaryIO
from urllib.parse import quote

from msgspec import json
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanLimits, SpanProcessor, Tracer, TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import Span, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from api.version import API_VERSION
from store.readers import Reader

ACTIVITY = "dpl.core.processing_activity_id"
SUBJECT = "dpl.core.data_subject_id"
SUBJECT_TYPE = "dpl.core.data_subject_id_type"
PROCESSOR = "dpl.core.foreign_operation.processor"
TRACE_HEADERS = ("traceparent", "tracestate")
NANOSECONDS_IN_MILLISECOND = 1_000_000
ATTRIBUTES_MAX = 8
LINES_AT_ONCE = 1_000
_PROPAGATOR = TraceContextTextMapPropagator()
_IDS = RandomIdGenerator()


OF_MUNICIPALITY, OF_PROVIDER, OF_ROLE = (f"urn:ketenboek:{one}:" for one in ("municipality", "provider", "role"))


def organisation_of(reader: Reader) -> str:
    """For which organisation somebody reads, as a URI: their municipality or provider, else their role."""
    if reader.municipality is not None:
        return OF_MUNICIPALITY + reader.municipality
    if reader.provider is not None:
        return OF_PROVIDER + quote(reader.provider, safe="")
    return OF_ROLE + reader.role


class LogboekIsOff(Exception):
    """The environment switches tracing off (OTEL_SDK_DISABLED), and with it the log of who was read. Take it away."""


class Logboek:
    """The log, as lines of JSON in a file or stream that is only ever added to."""

    def __init__(self, stream: BinaryIO, ledger: str = "") -> None:
        self.subject_type = f"urn:ketenboek:ledger:{ledger}"
        self._lines = _Lines(stream)
        # Everything the library would read in the environment is said here, so that nothing there can thin the log out.
        resource = Resource({"service.name": "ketenboek", "service.version": API_VERSION})
        self.resource = {"attributes": dict(resource.attributes)}
        provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=resource,
            shutdown_on_exit=False,
            span_limits=SpanLimits(max_span_attributes=ATTRIBUTES_MAX, max_span_attribute_length=SpanLimits.UNSET),
        )
        provider.add_span_processor(self._lines)
        tracer = provider.get_tracer("ketenboek")
        if not isinstance(tracer, Tracer):
            raise LogboekIsOff(LogboekIsOff.__doc__)
        self._tracer = tracer

    def processing(
        self, name: str, activity: str, headers: Mapping[str, str], organisation: str | None
    ) -> "Processing":
        """One action of this name for an activity of the register, in the trace of whoever calls."""
        carrier = {one: headers[one] for one in TRACE_HEADERS if one in headers}
        attributes = {ACTIVITY: activity} | ({} if organisation is None else {PROCESSOR: organisation})
        span = self._tracer.start_span(name, context=_PROPAGATOR.extract(carrier, Context()), attributes=attributes)
        return Processing(self, span, name, activity)

    def keep(self, line: Mapping[str, object]) -> None:
        """Keep the line of an action that is over."""
        self._lines.keep(line)

    def write(self) -> None:
        """Write down what was collected; raises OSError when that fails, and then nothing may be told."""
        self._lines.write()


class Processing:
    """One action that reads persons, until it ends."""

    def __init__(self, logboek: Logboek, span: Span, name: str, activity: str) -> None:
        self._logboek, self._span = logboek, span
        self._name, self._activity = name, activity
        self._below = set_span_in_context(span, Context())

    @property
    def traceparent(self) -> str:
        """The trace as it is passed on."""
        carrier: dict[str, str] = {}
        _PROPAGATOR.inject(carrier, self._below)
        return carrier["traceparent"]

    def has_read(self, persons: Sequence[str], kind: str) -> None:
        """A line for each of these persons; they are on disk, or in the hands of its system, when this returns.

        Each is an action that is over when it begins. Of those the library would make an object first, at six times the
        cost of the line.
        """
        subject_type = f"{self._logboek.subject_type}:{kind}"
        whole = self._span.get_span_context()
        same = {
            "trace_id": format(whole.trace_id, "032x"),
            "parent_span_id": format(whole.span_id, "016x"),
            "name": self._name,
            "status_code": StatusCode.UNSET.value,
            "resource": self._logboek.resource,
        }
        for number, person in enumerate(persons, 1):
            at = time.time_ns() // NANOSECONDS_IN_MILLISECOND
            own = {"span_id": format(_IDS.generate_span_id(), "016x"), "start_time": at, "end_time": at}
            attributes = {ACTIVITY: self._activity, SUBJECT: person, SUBJECT_TYPE: subject_type}
            self._logboek.keep(same | own | {"attributes": attributes})
            if not number % LINES_AT_ONCE:
                self._logboek.write()
        self._logboek.write()

    def end(self, *, failed: bool) -> None:
        """The action is over; `failed` when the fault was ours."""
        if failed:
            self._span.set_status(StatusCode.ERROR)
        self._span.end()
        self._logboek.write()


class _Lines(SpanProcessor):
    """Collects actions that ended, as lines, and writes them when told."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: list[bytes] = []
        self._lock = Lock()

    def on_end(self, span: ReadableSpan) -> None:
        """Keep the line of an action that ended."""
        self.keep(line_of(span))

    def keep(self, line: Mapping[str, object]) -> None:
        """Keep a line."""
        encoded = json.encode(line)
        with self._lock:
            self._waiting.append(encoded)

    def write(self) -> None:
        """Write the lines that wait."""
        with self._lock:
            if self._waiting:
                self._stream.write(b"\n".join(self._waiting) + b"\n")
                self._stream.flush()
                self._waiting.clear()


def line_of(span: ReadableSpan) -> dict[str, object]:
    """An action in the fields of the standard; instants are milliseconds since 1970."""
    context, parent = span.context, span.parent
    assert context is not None, "an action that was started has a context"
    attributes = dict(span.attributes or {})
    line: dict[str, object] = {
        "trace_id": format(context.trace_id, "032x"),
        "span_id": format(context.span_id, "016x"),
        "parent_span_id": None if parent is None else format(parent.span_id, "016x"),
        "name": span.name,
        "status_code": span.status.status_code.value,
        "start_time": (span.start_time or 0) // NANOSECONDS_IN_MILLISECOND,
        "end_time": (span.end_time or 0) // NANOSECONDS_IN_MILLISECOND,
        "resource": {"attributes": dict(span.resource.attributes)},
        "attributes": attributes,
    }
    if parent is not None and parent.is_remote:
        line["foreign_operation"] = {
            "trace_id": format(parent.trace_id, "032x"),
            "span_id": format(parent.span_id, "016x"),
            "entity": attributes.get(PROCESSOR),
        }
    return line
