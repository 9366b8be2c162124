"""Imports in the background: one at a time, in the order in which they came, with how far each is.

An import is named by its delivery, which follows from the file, its sender and how it is read. So the same file sent
twice at once is one import, and sent again later it is the same one. What became of it is kept here for a while, and in
the ledger for ever; an import that was cut off is simply sent again.
"""

import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from threading import Lock
from typing import IO, Any, Literal, get_args
from uuid import UUID

from api.import_board import ENDED, KEPT_MAX, Board, Posted, Scope, State
from api.request_log import Log, told_of
from domain.counting import Language
from exchange import refusals
from exchange.file_words import said_of_file
from exchange.import_documents import FoundNew, bring_up_findings, import_document, new_findings, shown_in_document
from exchange.importing import Import, ImportInterrupted, Report, TakenInPart
from exchange.linking import LinkingInterrupted
from exchange.posted import Speaker
from replay.answers import Document
from replay.figures import Figures
from replay.follow import Progress
from store.readers import Reader, reading_as

LANGUAGES: Sequence[Language] = get_args(Language)
Phase = Literal["reading", "linking", "finding"]
"""What is done while it runs: rows read and recorded, registrations linked, findings brought up."""
WAITING_MAX = 20
POST_SECONDS = 0.2
"""How often at most it is posted how far an import is."""


class Spooled:
    """A file that was sent, on disk while it is read and without a name there: whatever ends us ends it as well.

    It is read by way of its descriptor. Where the system is not Linux, which gives that an address, it has a name until
    it is closed.
    """

    def __init__(self, body: bytes) -> None:
        unnamed = sys.platform == "linux"
        self._file: IO[bytes] = (TemporaryFile if unnamed else NamedTemporaryFile)()
        self._file.write(body)
        self._file.flush()
        self.path = Path(f"/proc/self/fd/{self._file.fileno()}" if unnamed else self._file.name)

    def close(self) -> None:
        """It is needed no more."""
        with suppress(OSError):
            self._file.close()


class DeskIsFull(Exception):
    """So many imports wait already that another one would not be begun soon."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an import: as far as it came, what it brought, and why it broke off where it did."""

    report: Report | None = None
    findings: Sequence[FoundNew] = ()
    error: Exception | None = None

    def document(self, name: str, language: Language) -> Document:
        """The document of the command line, with its sentences in a language."""
        error = None
        if self.error is not None:
            error = {"reason": type(self.error).__name__, "message": said_of_file(self.error).words[language]}
        told = import_document(name, self.report, self.findings, error)
        if self.report is not None and language == "nl":
            told["notices"] = list(self.report.notices_dutch)
        return told


class Failed(Exception):
    """Something went wrong on our side. What was recorded is not lost: send the same file again."""


@dataclass
class Job:
    """One import: whose it is, how far it is, and what became of it."""

    id: UUID
    speaker: Speaker
    reader: Reader | None
    """As whom it is told; it is recorded as the application itself."""
    name: str
    """What the sender calls the file; only for the sender."""
    state: State = "waiting"
    bytes_read: int = 0
    bytes_total: int = 0
    phase: Phase | None = None
    phase_done: int = 0
    phase_total: int = 0
    outcome: "Outcome | None" = None
    lock: Lock = field(default_factory=Lock)
    moved: Callable[["Job"], None] = lambda job: None
    """Told that it is further."""

    def document(self, language: Language) -> Document:
        """How far it is, and at the end what became of it: the document of the command line."""
        with self.lock:
            return {
                "import": str(self.id),
                "state": self.state,
                "bytes_read": self.bytes_read,
                "bytes_total": self.bytes_total,
                "phase": self.phase,
                "phase_done": self.phase_done,
                "phase_total": self.phase_total,
                "result": None if self.outcome is None else self.outcome.document(self.name, language),
            }

    def read(self, done: int, total: int) -> None:
        """So many bytes of it were read."""
        self.move(bytes_read=done, bytes_total=total, phase="reading", phase_done=done, phase_total=total)

    def in_phase(self, phase: Phase) -> Progress:
        """What is told how far a phase is; it begins when it is told the first time."""
        return lambda done, total: self.move(phase=phase, phase_done=done, phase_total=total)

    def move(self, **changed: Any) -> None:
        """It is further by now."""
        with self.lock:
            for name, value in changed.items():
                setattr(self, name, value)
        self.moved(self)

    @property
    def is_ended(self) -> bool:
        """Whether nothing changes any more."""
        return self.state in ENDED


@dataclass(frozen=True)
class JobElsewhere:
    """One that another process runs, as that posts it."""

    board: Board
    posted: Posted

    @property
    def id(self) -> UUID:
        """The import."""
        return self.posted.id

    @property
    def name(self) -> str:
        """What the sender calls the file."""
        return self.posted.name

    @property
    def state(self) -> State:
        """What it is at."""
        return self._latest.state

    @property
    def is_ended(self) -> bool:
        """Whether nothing changes any more."""
        return self._latest.is_ended

    def document(self, language: Language) -> Document:
        """How far it is, and at the end what became of it."""
        return self._latest.documents[language]

    @property
    def _latest(self) -> Posted:
        return self.board.of(self.id) or self.posted


class ImportDesk:
    """Takes imports in, runs them one after the other, and knows how far each is.

    The `board` tells it of those of other processes, and them of its own; `number` is that of this process.
    """

    def __init__(self, figures: Figures, log: Log, board: Board, number: int) -> None:
        self._figures, self._log, self._board, self._number = figures, log, board, number
        self._posted_last: tuple[UUID | None, State | None, float] = None, None, 0.0
        self._lock = Lock()
        self._jobs: OrderedDict[UUID, Job] = OrderedDict()
        self._worker: ThreadPoolExecutor | None = None
        self._is_closing = False

    def take(self, opened: Import, file: Spooled, speaker: Speaker, reader: Reader | None) -> "Job | JobElsewhere":
        """Begin an import, or give the one of the same delivery that is under way; the file is closed at the end.

        Raises DeskIsFull.
        """
        with self._lock:
            known = self._jobs.get(opened.id)
            if known is not None and not known.is_ended:
                file.close()
                return known
            if self._is_closing or sum(not one.is_ended for one in self._jobs.values()) >= WAITING_MAX:
                file.close()
                raise DeskIsFull
            job = Job(opened.id, speaker, reader, opened.arrival.file_name, bytes_total=opened.delivery.bytes_total)
            if not self._board.begin(self._as_posted(job)) and (elsewhere := self._elsewhere(job.id, speaker)):
                file.close()
                return elsewhere
            job.moved = self._post
            self._jobs[job.id] = job
            self._jobs.move_to_end(job.id)
            self._forget()
            if self._worker is None:
                self._worker = ThreadPoolExecutor(1, thread_name_prefix="import")
            self._worker.submit(self._run, job, opened, file)
            return job

    def job(self, import_id: UUID, speaker: Speaker) -> "Job | JobElsewhere | None":
        """The import of this id, where it is of this sender."""
        with self._lock:
            job = self._jobs.get(import_id)
        elsewhere = self._elsewhere(import_id, speaker)
        if job is None or elsewhere is not None:
            return elsewhere
        return job if _scope(job.speaker) == _scope(speaker) else None

    def jobs(self, speaker: Speaker) -> "list[JobElsewhere]":
        """The imports of this sender that are still known, latest first."""
        return [JobElsewhere(self._board, one) for one in self._board.all(_scope(speaker))]

    def close(self) -> None:
        """Let the import that runs end; those that wait are not begun, and are to be sent again."""
        with self._lock:
            self._is_closing = True
        if self._worker is not None:
            self._worker.shutdown(wait=True, cancel_futures=True)

    def _forget(self) -> None:
        ended = [one.id for one in self._jobs.values() if one.is_ended]
        for import_id in ended[: max(0, len(self._jobs) - KEPT_MAX)]:
            del self._jobs[import_id]

    def _elsewhere(self, import_id: UUID, speaker: Speaker) -> JobElsewhere | None:
        """The import where it is of this sender, and another process ran it last."""
        posted = self._board.of(import_id)
        if posted is None or posted.number == self._number or posted.scope != _scope(speaker):
            return None
        return JobElsewhere(self._board, posted)

    # In the thread of the desk

    def _as_posted(self, job: Job) -> Posted:
        documents = {language: job.document(language) for language in LANGUAGES}
        return Posted(job.id, self._number, _scope(job.speaker), job.name, job.state, documents)

    def _post(self, job: Job) -> None:
        """Post how far it is, where that is something else or was long ago."""
        now = time.monotonic()
        if self._posted_last[:2] != (job.id, job.state) or now >= self._posted_last[2] + POST_SECONDS:
            self._posted_last = job.id, job.state, now
            self._board.post(self._as_posted(job))

    def _run(self, job: Job, opened: Import, file: Spooled) -> None:
        job.move(state="running", phase="reading")
        try:
            ended = self._taken(job, opened)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next import goes on; its message may name a person
            self._log.error("import_failed", **told_of(error))
            ended = {"state": "failed", "outcome": Outcome(error=Failed())}
        file.close()
        job.move(**ended)

    def _taken(self, job: Job, opened: Import) -> dict[str, Any]:
        """What became of it. A file that turns out to be broken further on is told with what was taken before that."""
        before = self._figures.ledger.head().position
        report: Report | None = None
        error: Exception | None = None
        state = "done"
        try:
            report = opened.run(job.read, job.in_phase("linking"))
        except refusals.FileRefused as refused:
            state, error = "refused", refused
            report = refused.report if isinstance(refused, TakenInPart) else None
        except (ImportInterrupted, LinkingInterrupted) as interrupted:
            state, error = "failed", interrupted
        findings = []
        if report is not None:
            bring_up_findings(self._figures.ledger, job.in_phase("finding"))
            with reading_as(job.reader):  # a finding may be about somebody of another as well
                findings = new_findings(self._figures, before, shown_in_document)
        return {"state": state, "phase": None, "outcome": Outcome(report, findings, error)}


def _scope(speaker: Speaker) -> Scope:
    return speaker.role, speaker.municipality, speaker.provider
