"""What every route needs at hand: the figures of one ledger and whether its database answers, and how it is kept."""

from dataclasses import dataclass, field
from uuid import UUID

from api.access import Access
from api.browser import Browsers
from api.database import DatabaseProbe
from api.import_desk import ImportDesk
from api.keeping import Keeping, Known
from api.kept_logs import KeptLogs
from api.limits import Gate, Limits, Workbench
from api.logboek import Logboek
from api.metrics import Metrics
from api.moments import Moments
from api.renewing import Renewing
from api.request_log import Log
from api.schemas import Schema
from api.sharing import Sharing
from api.sign_in import SignIn
from api.together import Together
from api.writer import Writer
from domain.counting import Language
from replay.figures import Figures
from store.ledger import Ledger


@dataclass(frozen=True)
class Office:
    """The ledger that is served, and by which rules of the door.

    `description` is the published one, `log` tells how each request went, `access_log` each decision on access and
    `logboek` each person read; `together` is shared with the other processes that serve it; `language` is that of the
    problems for callers who do not say theirs.
    """

    figures: Figures
    access: Access
    log: Log
    access_log: Log
    logboek: Logboek
    description: Schema
    together: Together
    language: Language = "en"
    limits: Limits = field(default_factory=Limits)
    metrics: Metrics = field(default_factory=Metrics)
    database: DatabaseProbe = field(init=False)
    gate: Gate = field(init=False)
    writer: Writer = field(init=False)
    imports: ImportDesk = field(init=False)
    browsers: Browsers = field(default_factory=Browsers)
    sign_in: SignIn | None = None
    """Where people sign in; None where only tokens are shown."""
    kept_logs: KeptLogs = field(default_factory=KeptLogs)
    """The logs that this server writes and can read back."""
    asked: Sharing[Known] = field(default_factory=Sharing)
    """The figures that are being worked out."""
    moments: Moments = field(init=False)
    kept: Keeping = field(init=False)
    """Those that were, and still hold."""
    bench: Workbench = field(init=False)
    renewing: Renewing = field(init=False)
    """What is worked out behind pages."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "database", DatabaseProbe(self.figures.ledger, self.limits.database_seconds))
        shares, handful = self.together.shares, self.together.handful
        gate = Gate(self.limits, shares=shares, handful=handful, tell_inside=self.metrics.inside.set)
        object.__setattr__(self, "gate", gate)
        object.__setattr__(self, "bench", Workbench(patience_seconds=self.limits.figure_seconds))
        object.__setattr__(self, "renewing", Renewing(self.log))
        object.__setattr__(self, "writer", Writer(self.figures.ledger))
        desk = ImportDesk(self.figures, self.log, self.together.board, self.together.number)
        object.__setattr__(self, "imports", desk)
        object.__setattr__(self, "moments", Moments(self.figures.follower))
        object.__setattr__(self, "kept", Keeping(self.moments))

    def close(self) -> None:
        """Let what is being recorded be recorded, and take no more."""
        self.renewing.stop()
        self.imports.close()
        self.writer.close()

    @property
    def ledger(self) -> Ledger:
        """The ledger itself."""
        return self.figures.ledger

    @property
    def ledger_id(self) -> UUID:
        """The random id of the ledger."""
        return self.ledger.ring.ledger
