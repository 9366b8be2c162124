"""The findings there are, asked as a figure is: of a source or municipality, as known at a position, newest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.event import Recorded
from domain.facts import MunicipalityNamed
from domain.municipalities import FIRST_NAMES
from domain.rules.findings import SENTENCES, Finding, FindingCode, Resolver
from projections import FINDING_VIEWS
from projections.history import standing
from replay.answers import Document, event_summary, head_document
from replay.asking import CannotAsk, resolve_known_at
from replay.figures import Figures
from replay.follow import Progress, no_progress
from replay.histories import REGISTRATION_NUMBERS
from replay.reading import Reading, reading
from replay.seen import EVIDENCE, seen_among, sees_a_part
from replay.sources import SourceName, sources_known, sources_named
from store.ledger import Head, Ledger

NAMING = ("registration", "other")
"""What of a finding's details names a registration: told only to whom may see it."""


@dataclass(frozen=True, slots=True)
class FindingsAsked:
    """Which findings are asked for; what is None does not matter."""

    code: str | None = None
    source: str | None = None
    municipality: str | None = None
    resolver: str | None = None
    known_at: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The findings that were asked for, newest first, and what was known then."""

    asked: FindingsAsked
    municipality: str | None
    known: Head
    findings: Sequence[Finding]

    @property
    def counts(self) -> Mapping[tuple[FindingCode, Resolver], int]:
        """How many there are of each code, most first."""
        counted: dict[tuple[FindingCode, Resolver], int] = {}
        for one in self.findings:
            counted[one.code, one.resolver] = counted.get((one.code, one.resolver), 0) + 1
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def ask_findings(figures: Figures, asked: FindingsAsked, progress: Progress = no_progress) -> Found:
    """The findings asked for; raises CannotAsk."""
    code = None if asked.code is None else _code(asked.code)
    ledger = figures.ledger
    known_at = resolve_known_at(asked.known_at, ledger, ledger.head().position)
    municipality = figures.municipality_code(asked.municipality, known_at)
    with reading(figures.follower, known_at, progress) as look:
        sources = _sources(look, known_at, asked.source)
        found = [
            case
            for view in FINDING_VIEWS
            for case, _ in look.cases(view, known_at, frozenset({municipality}) if municipality else None)
            if isinstance(case, Finding)
            and (code is None or case.code == code)
            and (asked.resolver is None or case.resolver == asked.resolver)
            and (sources is None or (case.party, case.system) in sources)
        ]
    found = _of_seen_pairs(ledger, found)
    found.sort(key=lambda one: (max(one.positions, default=0), one.case), reverse=True)
    return Found(asked, municipality, ledger.at(known_at), found)


def _of_seen_pairs(ledger: Ledger, found: list[Finding]) -> list[Finding]:
    """The findings, without questions about two registrations of which who reads sees one: that would tell there is
    another."""
    if not sees_a_part():
        return found
    pairs = {one.case: [one.detail[name] for name in NAMING if name in one.detail] for one in found if _is_pair(one)}
    seen = seen_among(ledger, (side for pair in pairs.values() for side in pair))
    return [one for one in found if seen.issuperset(pairs.get(one.case, ()))]


def _is_pair(one: Finding) -> bool:
    """Whether a finding is about who is one person."""
    return one.code == "IDENTITY_CONFLICT"


def _sources(look: Reading, known_at: int, text: str | None) -> set[SourceName] | None:
    if not text:
        return None
    return set(sources_named(text, sources_known(look, known_at), municipality_names(look, known_at)))


def municipality_names(look: Reading, known_at: int) -> dict[str, str]:
    """Code → name of the municipalities that are known from the start or were named since."""
    named = [one.fact for one in standing(look.shared({MunicipalityNamed}, known_at))]
    return {**FIRST_NAMES, **{fact.code: fact.name for fact in named if isinstance(fact, MunicipalityNamed)}}


def _code(text: str) -> str:
    code = text.strip().upper().replace("-", "_")
    if code not in SENTENCES:
        there = ", ".join(SENTENCES)
        raise CannotAsk(
            f"no finding has the code {text}. Expected one of: {there}",
            f"geen bevinding heeft de code {text}. Verwacht een van: {there}",
        )
    return code


# --- As a document ---


def findings_document(ledger: Ledger, found: Found, limit: int | None = None) -> Document:
    """The findings as a document: counts per code first, then so many findings as are asked for."""
    shown = found.findings if limit is None else found.findings[:limit]
    return findings_heading(found) | {
        "findings": finding_documents(ledger, shown),
        "left_out": len(found.findings) - len(shown),
    }


def findings_heading(found: Found) -> Document:
    """What was asked, as known when, and how many there are of each code."""
    return {
        "asked": {
            "code": found.asked.code,
            "source": found.asked.source,
            "municipality": found.municipality,
            "resolver": found.asked.resolver,
        },
        "known_at": head_document(found.known),
        "total": len(found.findings),
        "counts": [
            {"code": code, "resolver": resolver, "count": count, "sentence": dict(SENTENCES[code])}
            for (code, resolver), count in found.counts.items()
        ],
    }


def finding_documents(ledger: Ledger, findings: Sequence[Finding]) -> list[Document]:
    """Each finding with the record it is about, the others it rests on, and the deciding events."""
    events = {
        position: recorded
        for position, (recorded, _) in ledger.events_at(
            sorted({position for one in findings for position in one.positions})
        ).items()
    }
    others = _others(ledger, findings, events)
    readable = _readable(ledger, [*events.values(), *(one for some in others.values() for one in some)])
    return [_document(one, events, others, readable) for one in findings]


def _others(
    ledger: Ledger, findings: Sequence[Finding], events: Mapping[int, Recorded]
) -> dict[UUID, Sequence[Recorded]]:
    """Of each registration that a finding is about, and that the facts it rests on name no record of, the first event
    that does, or else its first event."""
    found: dict[UUID, Sequence[Recorded]] = {}
    for one in findings:
        own = [events[position] for position in one.positions if position in events]
        told = {recorded.event.subject for recorded in own if _record_of(recorded)}
        for subject in sorted(set(_about(one, own)) - told - found.keys()):
            stream = ledger.stream(subject)
            found[subject] = [recorded for recorded in stream if _record_of(recorded)][:1] or stream[:1]
    return found


def _about(one: Finding, own: Sequence[Recorded]) -> list[UUID]:
    """The registrations that a finding is about: those it names, and of which the facts are that it rests on."""
    named = [UUID(one.detail[name]) for name in NAMING if name in one.detail]
    return list(dict.fromkeys([*named, *(recorded.event.subject for recorded in own if _of_registration(recorded))]))


def _place(one: Finding, about: Sequence[UUID], recorded: Recorded) -> tuple[bool, int]:
    subject = recorded.event.subject
    return _record_of(recorded) != one.record, about.index(subject) if subject in about else len(about)


def _of_registration(recorded: Recorded) -> bool:
    return recorded.event.type in REGISTRATION_NUMBERS


def _record_of(recorded: Recorded) -> str | None:
    return recorded.event.source.record if recorded.event.source else None


def _readable(ledger: Ledger, events: Sequence[Recorded]) -> dict[str, str]:
    records = {one.event.source.record for one in events if one.event.source and one.event.source.record}
    return ledger.record_ids([bytes.fromhex(record) for record in sorted(records)])


def _document(
    one: Finding,
    events: Mapping[int, Recorded],
    others: Mapping[UUID, Sequence[Recorded]],
    readable: Mapping[str, str],
) -> Document:
    own = [events[position] for position in one.positions if position in events]
    about = _about(one, own)
    behind = [recorded for subject in about for recorded in others.get(subject, ())]
    # The record that it is about comes first: its own, else that of the registration that it names first.
    told = sorted([*own, *behind], key=lambda recorded: _place(one, about, recorded))
    records = _records(told, readable)
    seen = {recorded.event.subject for recorded in told}
    its = records[0] if records else {"id": None, "source": one.system, "party": one.party}
    return {
        "finding": one.case,
        "code": one.code,
        "resolver": one.resolver,
        "id": its["id"],
        "source": its["source"],
        "party": its["party"],
        "municipality": one.municipality,
        "detail": _detail(one.detail, {str(subject) for subject in seen}),
        "records": records,
        "events": [event_summary(recorded) for recorded in own],
    }


def _detail(detail: Mapping[str, str], seen: Collection[str]) -> dict[str, str]:
    """The details; where the one side is not seen, neither its id nor how the two compare."""
    hidden = {name for name in NAMING if name in detail and detail[name] not in seen}
    without = hidden | EVIDENCE if hidden else hidden
    return {name: said for name, said in detail.items() if name not in without}


def _records(events: Sequence[Recorded], readable: Mapping[str, str]) -> list[Document]:
    """The source records that these events are of, each once; an erased one has no id."""
    found: dict[str, Document] = {}
    for recorded in events:
        source = recorded.event.source
        if source is not None and source.record is not None:
            record = {"id": readable.get(source.record), "source": source.system, "party": source.party}
            found.setdefault(source.record, record)
    return list(found.values())
