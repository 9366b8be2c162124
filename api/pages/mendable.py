"""Which facts on a page may be put right by who reads, and where."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.call import Call
from api.office import Office
from api.pages.layout import WORDS, may_go
from api.pages.ways import Ways
from domain.dossier import Dossier, dossier_of
from domain.facts import DecisionRevoked
from domain.facts.base import by_name, of
from exchange.cloudevents import type_of
from replay.mending import Act, bar

ACTS: tuple[Act, ...] = ("CORRECT", "RETRACT")


class Mendable:
    """What may be put right on one page; each dossier is read once."""

    def __init__(self, office: Office, call: Call) -> None:
        self.office, self.call = office, call
        self.dossiers: dict[UUID, Dossier] = {}

    def ways(self, event: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What may be done with a fact that a page tells: what it is called, and its address."""
        if not may_go(self.call, "showCorrection"):
            return []
        subject = UUID(event["registration"])
        if subject not in self.dossiers:
            self.dossiers[subject] = dossier_of(self.office.ledger.stream(subject))
        dossier = self.dossiers[subject]
        entry = dossier.entries.get(UUID(event["event_id"]))
        if entry is None:
            return []
        words, ways, position = WORDS[self.call.language], Ways(self.call.language), event["position"]
        found: list[tuple[str, str]] = []
        for act in ACTS:
            why = bar(dossier, entry, act, self.call.caller.reader)
            if why is None:
                found.append((words.say(f"mend.{act.lower()}"), ways.mend(position, act)))
            elif act == "RETRACT" and why == "DECISION" and by_name(event["type"]).subject == "registration":
                kind = type_of(of(DecisionRevoked)).split(".")[2]
                found.append((words.say("mend.revoke.short"), f"{ways.record(subject)}/{kind}"))
        return found
