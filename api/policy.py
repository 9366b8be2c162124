"""Who may what: the one table. What has no line here does not exist; what exists without a line keeps the server shut.

A line names the roles that may call an operation, the processing activities it can be called for (keys of
`domain/processing.py`), whether it reads persons, and the kind of object that the access log names. Which rows a role
sees within that is decided by the database (`store/readers.py`): this table opens doors, it does not sort what lies
behind them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from api.access import ANYBODY, Caller
from api.problems import RoleRefused
from domain.processing import ACTIVITIES
from store.readers import Role

CASE_MANAGER: Role = "case_manager"
PROVIDER: Role = "provider"
MINISTRY: Role = "ministry"
AUDITOR: Role = "auditor"
ADMINISTRATOR: Role = "administrator"
PARTICIPANT: Role = "participant"
ALL: tuple[Role, ...] = (CASE_MANAGER, PROVIDER, MINISTRY, AUDITOR, ADMINISTRATOR, PARTICIPANT)


@dataclass(frozen=True, slots=True)
class Line:
    """Who may call one operation, for what, and what of it is recorded."""

    about: str
    """The kind of object, as the access log names it."""
    roles: frozenset[Role] = frozenset()
    activities: tuple[str, ...] = ()
    """For which processing activities; the first is that of somebody on this machine without a token."""
    reads_persons: bool = False
    is_always: bool = True
    """Whether it reads persons whatever is asked; else a purpose is needed only where the answer tells of any."""
    is_public: bool = False
    """Whether nobody needs to say who they are: for what holds no data."""

    def check(self, caller: Caller) -> None:
        """Let this caller through; raises RoleRefused."""
        if not self.is_open_to(caller):
            raise RoleRefused

    def is_open_to(self, caller: Caller) -> bool:
        """Whether this caller may."""
        return self.is_public or (caller.role in self.roles if caller.role is not None else caller is not ANYBODY)


def may(about: str, *roles: Role, activities: tuple[str, ...] = ()) -> Line:
    """These roles may, and no person is read."""
    return Line(about, frozenset(roles), activities)


def may_read_persons(about: str, *roles: Role, activities: tuple[str, ...], is_always: bool = True) -> Line:
    """These roles may, for one of these activities that they declare; every person read is logged."""
    return Line(about, frozenset(roles), activities, reads_persons=True, is_always=is_always)


def public(about: str) -> Line:
    """Anybody may: there is no data in it."""
    return Line(about, is_public=True)


RECORDING_FOR = ("execution", "enforcement", "chain-exchange", "upkeep")
READING_FOR = ("execution", "enforcement", "chain-exchange", "audit")
FIGURES_FOR = ("accountability", "audit", "execution", "enforcement")

OF_THE_API: Mapping[str, Line] = {
    # What holds no data.
    "getIndex": public("index"),
    "getDescription": public("description"),
    "getHealth": public("health"),
    "listProcessingActivities": public("processing activity"),
    # Upkeep.
    "getStatus": may("status", CASE_MANAGER, AUDITOR, ADMINISTRATOR),
    "getMetrics": may("metrics", ADMINISTRATOR),
    # Figures.
    "getFigure": may_read_persons(
        "figure", CASE_MANAGER, PROVIDER, MINISTRY, AUDITOR, activities=FIGURES_FOR, is_always=False
    ),
    "getFigureCases": may_read_persons("case", CASE_MANAGER, PROVIDER, AUDITOR, activities=FIGURES_FOR),
    "getCase": may_read_persons("case", CASE_MANAGER, PROVIDER, AUDITOR, activities=FIGURES_FOR),
    "getCaseCounterfactuals": may_read_persons("case", CASE_MANAGER, PROVIDER, AUDITOR, activities=FIGURES_FOR),
    "getDifference": may_read_persons(
        "difference", CASE_MANAGER, PROVIDER, MINISTRY, AUDITOR, activities=FIGURES_FOR, is_always=False
    ),
    "listReportedFigures": may("reported figure", CASE_MANAGER, AUDITOR, activities=FIGURES_FOR),
    "getReportedFigure": may("reported figure", CASE_MANAGER, AUDITOR, activities=FIGURES_FOR),
    "getReportedFigureDrift": may_read_persons(
        "reported figure", CASE_MANAGER, AUDITOR, activities=FIGURES_FOR, is_always=False
    ),
    "drawSample": may_read_persons("sample", CASE_MANAGER, AUDITOR, activities=("audit", "accountability")),
    "getSample": may_read_persons("sample", CASE_MANAGER, AUDITOR, activities=("audit", "accountability")),
    # Lists.
    "listWaitingSpells": may_read_persons("waiting spell", CASE_MANAGER, PROVIDER, AUDITOR, activities=FIGURES_FOR),
    "listEnrolments": may_read_persons("enrolment", CASE_MANAGER, PROVIDER, AUDITOR, activities=FIGURES_FOR),
    "listAmounts": may_read_persons("amount", CASE_MANAGER, AUDITOR, activities=FIGURES_FOR),
    "listFindings": may_read_persons("finding", CASE_MANAGER, AUDITOR, activities=FIGURES_FOR),
    "listSignals": may_read_persons("signal", CASE_MANAGER, activities=("execution", "enforcement")),
    "getSignal": may_read_persons("signal", CASE_MANAGER, activities=("execution", "enforcement")),
    "takeSignal": may_read_persons("signal", CASE_MANAGER, activities=("execution", "enforcement")),
    "acknowledgeSignal": may_read_persons("signal", CASE_MANAGER, activities=("execution", "enforcement")),
    "listQuotas": may("quota", CASE_MANAGER, MINISTRY, AUDITOR, activities=FIGURES_FOR),
    # Registers and proofs.
    "listRules": public("rule"),
    "getRule": public("rule"),
    "getRuleVersion": public("rule"),
    "listWords": public("word"),
    "listFactTypes": public("kind of fact"),
    "getFactType": public("kind of fact"),
    "listMunicipalities": may("municipality", *ALL),
    "listRegions": may("region", *ALL),
    "getTreeHead": may("tree head", *ALL),
    "getInclusionProof": may("proof", *ALL),
    "getConsistencyProof": may("proof", *ALL),
    # Recording. Which kinds of fact a role may say stands in `domain/saying.py`.
    "recordEvents": may_read_persons("event", CASE_MANAGER, PROVIDER, ADMINISTRATOR, activities=RECORDING_FOR),
    "createImport": may("import", CASE_MANAGER, PROVIDER, ADMINISTRATOR),
    "getImport": may("import", CASE_MANAGER, PROVIDER, ADMINISTRATOR),
    "followImport": may("import", CASE_MANAGER, PROVIDER, ADMINISTRATOR),
    # Dossiers.
    "getDossier": may_read_persons(
        "dossier", CASE_MANAGER, PROVIDER, AUDITOR, PARTICIPANT, activities=(*READING_FOR, "own-data")
    ),
    "searchDossiers": may_read_persons("dossier", CASE_MANAGER, activities=("execution", "enforcement")),
    "listEvents": may_read_persons("event", CASE_MANAGER, PROVIDER, AUDITOR, activities=READING_FOR),
    "getEvent": may_read_persons("event", CASE_MANAGER, PROVIDER, AUDITOR, activities=READING_FOR),
    # Identity.
    "listIdentityQuestions": may_read_persons("identity question", CASE_MANAGER, activities=("identity",)),
    "getIdentityPair": may_read_persons("identity", CASE_MANAGER, activities=("identity",)),
    "decideIdentity": may_read_persons("identity", CASE_MANAGER, activities=("identity",)),
}
"""The lines of what programs ask."""
OF_PAGES: Mapping[str, Line] = {
    "getAsset": public("make-up of pages"),
    "showSignIn": public("signing in"),
    "beginSignIn": public("signing in"),
    "finishSignIn": public("signing in"),
    "signOut": public("signing out"),
    "showPurpose": may("purpose", *ALL),
    "choosePurpose": may("purpose", *ALL),
    "showDemoIssuer": public("issuer for trying out"),
    "chooseDemoUser": public("issuer for trying out"),
    "showAccessibility": public("accessibility statement"),
    "showStart": may(
        "page of the start", CASE_MANAGER, PROVIDER, MINISTRY, AUDITOR, ADMINISTRATOR, activities=FIGURES_FOR
    ),
    "showFigure": may_read_persons(
        "page of a figure", CASE_MANAGER, PROVIDER, MINISTRY, AUDITOR, activities=FIGURES_FOR, is_always=False
    ),
    "showDossier": may_read_persons(
        "page of a dossier", CASE_MANAGER, PROVIDER, AUDITOR, PARTICIPANT, activities=(*READING_FOR, "own-data")
    ),
    "showDossiers": may("page of dossiers", CASE_MANAGER, activities=("execution", "enforcement")),
    "seekDossier": may_read_persons("page of dossiers", CASE_MANAGER, activities=("execution", "enforcement")),
    "showParticipants": may_read_persons(
        "page of participants", CASE_MANAGER, PROVIDER, AUDITOR, activities=("execution", "accountability", "audit")
    ),
    "showIdentityQuestions": may_read_persons("page of identity", CASE_MANAGER, activities=("identity",)),
    "showIdentityPair": may_read_persons("page of identity", CASE_MANAGER, activities=("identity",)),
    "decideIdentityPair": may_read_persons("page of identity", CASE_MANAGER, activities=("identity",)),
    "showOwnData": may_read_persons("page of one's own data", PARTICIPANT, activities=("own-data",)),
    "showAccessLog": may("page of the access log", ADMINISTRATOR, activities=("upkeep",)),
    "showWaitingList": may_read_persons(
        "page of the waiting list",
        CASE_MANAGER,
        PROVIDER,
        AUDITOR,
        activities=("execution", "enforcement", "accountability", "audit"),
    ),
    "showCase": may_read_persons("page of a case", CASE_MANAGER, PROVIDER, AUDITOR, activities=FIGURES_FOR),
    "showDifference": may_read_persons(
        "page of a difference", CASE_MANAGER, PROVIDER, MINISTRY, AUDITOR, activities=FIGURES_FOR, is_always=False
    ),
    "showQuotas": may("page of the quotas", CASE_MANAGER, MINISTRY, AUDITOR, activities=FIGURES_FOR),
    "showReportedFigures": may_read_persons(
        "page of reported figures", CASE_MANAGER, MINISTRY, AUDITOR, activities=FIGURES_FOR, is_always=False
    ),
    "showRules": may("page of the rules", *ALL),
    "showRule": may("page of a rule", *ALL),
    "showRecord": may_read_persons("page of recording", CASE_MANAGER, activities=("execution", "enforcement")),
    "findRegistration": may_read_persons("registration", CASE_MANAGER, activities=("execution", "enforcement")),
    "showKindsToRecord": may_read_persons("dossier", CASE_MANAGER, activities=("execution", "enforcement")),
    "showFormToRecord": may_read_persons("dossier", CASE_MANAGER, activities=("execution", "enforcement")),
    "recordOnPage": may_read_persons("event", CASE_MANAGER, activities=("execution", "enforcement")),
    "approveOnPage": may_read_persons("event", CASE_MANAGER, activities=("execution", "enforcement")),
    "showCorrection": may_read_persons("event", CASE_MANAGER, activities=("execution", "enforcement")),
    "correctOnPage": may_read_persons("event", CASE_MANAGER, activities=("execution", "enforcement")),
    "showRetraction": may_read_persons("event", CASE_MANAGER, activities=("execution", "enforcement")),
    "retractOnPage": may_read_persons("event", CASE_MANAGER, activities=("execution", "enforcement")),
    "showSignals": may_read_persons("page of signals", CASE_MANAGER, activities=("execution", "enforcement")),
    "showSignal": may_read_persons("page of a signal", CASE_MANAGER, activities=("execution", "enforcement")),
    "takeSignalOnPage": may_read_persons("signal", CASE_MANAGER, activities=("execution", "enforcement")),
    "restSignalOnPage": may_read_persons("signal", CASE_MANAGER, activities=("execution", "enforcement")),
    "showFindings": may_read_persons("page of findings", CASE_MANAGER, AUDITOR, activities=FIGURES_FOR),
    "showLedger": may_read_persons("page of the ledger", CASE_MANAGER, PROVIDER, AUDITOR, activities=READING_FOR),
    "showFact": may_read_persons("page of a fact", CASE_MANAGER, PROVIDER, AUDITOR, activities=READING_FOR),
    "showImports": may("page of imports", CASE_MANAGER, PROVIDER, ADMINISTRATOR),
    "sendImport": may("import", CASE_MANAGER, PROVIDER, ADMINISTRATOR),
    "showImport": may("page of an import", CASE_MANAGER, PROVIDER, ADMINISTRATOR),
    # Papers.
    "printFigure": may_read_persons("figure on paper", CASE_MANAGER, PROVIDER, AUDITOR, activities=FIGURES_FOR),
    "printQuestion": may("sheet for a question", CASE_MANAGER, MINISTRY, AUDITOR, activities=FIGURES_FOR),
    "printDifference": may_read_persons("difference on paper", CASE_MANAGER, PROVIDER, AUDITOR, activities=FIGURES_FOR),
    "printDossier": may_read_persons(
        "dossier on paper", CASE_MANAGER, PROVIDER, AUDITOR, PARTICIPANT, activities=(*READING_FOR, "own-data")
    ),
}
"""The lines of what people open in a browser, and of the files that go with it."""
POLICY: Mapping[str, Line] = {**OF_THE_API, **OF_PAGES}
"""Operation → its line."""


def purposes_of(caller: Caller) -> list[str]:
    """The processing activities that somebody may declare on pages: those for which a page tells their role of persons,
    and that their token does not bar. Who reads about themselves reads for that alone, and the ministry is told what is
    published, which is of nobody."""
    if caller.role == PARTICIPANT:
        return ["own-data"] if caller.purposes is None or "own-data" in caller.purposes else []
    if caller.role == MINISTRY:
        return []
    lines = [line for line in OF_PAGES.values() if line.reads_persons and caller.role in line.roles]
    of_role = {one for line in lines for one in line.activities}
    return [one for one in ACTIVITIES if one in of_role and (caller.purposes is None or one in caller.purposes)]


class PolicyIsNotWhole(Exception):
    """A route has no line in the policy, a line no route, or a line about persons no processing activity. The server
    does not start: what nobody thought about is open to nobody."""


def require_whole(operations: Collection[str], policy: Mapping[str, Line]) -> None:
    """Refuse to start on a hole in the policy; raises PolicyIsNotWhole with every hole."""
    holes = [f"{one} has no line" for one in operations if one not in policy]
    holes += [f"{one} has a line and no route" for one in policy if one not in operations]
    for name, line in policy.items():
        if not line.roles and not line.is_public:
            holes.append(f"{name} is open to nobody")
        if line.is_public and (line.roles or line.reads_persons):
            holes.append(f"{name} is public, and has roles or reads persons")
        if line.reads_persons and not line.activities:
            holes.append(f"{name} reads persons without a processing activity")
        holes += [f"{name} names {one}, which is in no register" for one in line.activities if one not in ACTIVITIES]
    if len(set(operations)) < len(operations):
        holes.append("two routes have the same name")
    if holes:
        raise PolicyIsNotWhole("; ".join(holes))
