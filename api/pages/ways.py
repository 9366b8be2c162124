"""Where everything opens: the addresses of the pages in the language of the reader, and the axes that fill them in.

Every number on a page is a link to the page of its figure with all of its axes, so that what opens is that number and
no other. The names in an address are those of the API.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.counting import Language
from domain.dates import day_of
from domain.reported import Reported
from replay.asking import Asked
from replay.figures import Answer
from replay.mending import Act
from replay.opened import Listed

Axes = Mapping[str, object]
LANGUAGES: tuple[Language, Language] = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways on from a page in one language."""

    language: Language

    def _to(self, dutch: str, english: str, query: Axes | None = None) -> str:
        """The address, with what was filled in of the question."""
        filled = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        path = dutch if self.language == "nl" else english
        return path + (f"?{urlencode(filled)}" if filled else "")

    def figure(self, rule: str, axes: Axes | None = None) -> str:
        """A figure."""
        return self._to(f"/cijfers/{rule}", f"/en/figures/{rule}", axes)

    def case(self, rule: str, case: str, axes: Axes | None = None) -> str:
        """One case of a figure."""
        return self._to(f"/cijfers/{rule}/gevallen/{case}", f"/en/figures/{rule}/cases/{case}", axes)

    def difference(self, query: Axes | None = None) -> str:
        """The difference between two figures, or the form that asks which."""
        return self._to("/verschil", "/en/difference", query)

    def quotas(self, axes: Axes | None = None) -> str:
        """Quotas beside what was realised."""
        return self._to("/taakstelling", "/en/quotas", axes)

    def reported(self, query: Axes | None = None) -> str:
        """What was reported to others, and what it would be now."""
        return self._to("/gemeld", "/en/reported", query)

    def findings(self, query: Axes | None = None) -> str:
        """What does not fit in the books."""
        return self._to("/bevindingen", "/en/findings", query)

    def rules(self) -> str:
        """Every rule there is."""
        return self._to("/regels", "/en/rules")

    def rule(self, rule: str, version: str | None = None) -> str:
        """One rule, at one of its versions."""
        return self._to(f"/regels/{rule}", f"/en/rules/{rule}") + (f"#{version}" if version else "")

    def event(self, position: int) -> str:
        """An event of the ledger."""
        return self._to(f"/grootboek/{position}", f"/en/ledger/{position}")

    def mend(self, position: int, act: Act) -> str:
        """Where a fact is corrected, or taken back."""
        dutch, english = ("verbeteren", "correct") if act == "CORRECT" else ("intrekken", "retract")
        return self._to(f"/grootboek/{position}/{dutch}", f"/en/ledger/{position}/{english}")

    def pair(self, one: object, other: object) -> str:
        """Two registrations side by side: whether they are one person."""
        return self._to(f"/deelnemers/vraag/{one}/{other}", f"/en/participants/question/{one}/{other}")

    def record(self, registration: object) -> str:
        """What can be recorded of one registration."""
        return self._to(f"/vastleggen/{registration}", f"/en/record/{registration}")

    def dossier(self, registration: object) -> str:
        """What was recorded of one registration."""
        return self._to(f"/dossier/{registration}", f"/en/dossier/{registration}")

    def figure_paper(self, rule: str, axes: Axes | None = None) -> str:
        """A figure on paper."""
        return self._to(f"/cijfers/{rule}.pdf", f"/en/figures/{rule}.pdf", axes)

    def question_paper(self, rule: str, axes: Axes | None = None) -> str:
        """The sheet of a figure for a question in parliament."""
        return self._to(f"/cijfers/{rule}/kamervraag.pdf", f"/en/figures/{rule}/parliamentary-question.pdf", axes)

    def difference_paper(self, query: Axes | None = None) -> str:
        """A difference on paper."""
        return self._to("/verschil.pdf", "/en/difference.pdf", query)

    def dossier_paper(self, registration: object) -> str:
        """A dossier on paper."""
        return self._to(f"/dossier/{registration}.pdf", f"/en/dossier/{registration}.pdf")


def axes_of(answer: Answer) -> dict[str, str]:
    """All axes of an answer, as the address of its figure has them."""
    bounds, scope = answer.bounds, answer.scope
    said = {
        "version": answer.rule.version,
        "municipality": scope.municipality,
        "region": scope.region,
        "division": scope.division_on,
        "period": bounds.period,
        "asOf": bounds.as_of,
        "registeredBy": bounds.registered_by,
        "knownAt": bounds.known_at,
        "series": None if answer.closing is None else "closed",
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def axes_of_list(asked: Asked, listed: Listed) -> dict[str, str]:
    """The same of a list that is told without its figure."""
    bounds = listed.bounds
    said = {
        "version": listed.rule.version,
        "municipality": asked.municipality,
        "region": asked.region,
        "division": asked.division_on,
        "period": bounds.period,
        "asOf": bounds.as_of,
        "registeredBy": bounds.registered_by,
        "knownAt": bounds.known_at,
        "series": asked.series if asked.series == "closed" else None,
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def asked_axes(asked: Asked) -> dict[str, str]:
    """All axes of a question, as the address of its figure has them."""
    said = {
        "version": asked.version,
        "municipality": asked.municipality,
        "region": asked.region,
        "period": asked.period,
        "asOf": asked.as_of,
        "registeredBy": asked.registered_by,
        "knownAt": asked.known_at,
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def side_of(rule: str, axes: Axes) -> str:
    """A figure as one side of a difference: RULE@VERSION,axis=value…"""
    version = axes.get("version")
    bounds = [f"{name}={value}" for name, value in axes.items() if name != "version" and value not in (None, "")]
    return ",".join([f"{rule}@{version}" if version else rule, *bounds])


def between(first: Answer, second: Answer) -> dict[str, str]:
    """The question of the difference of two answers: what bounds both is said once."""
    mine, theirs = axes_of(first), axes_of(second)
    both = {name: value for name, value in mine.items() if name != "version" and theirs.get(name) == value}
    sides = [
        side_of(one.rule.id, {name: value for name, value in axes.items() if name not in both})
        for one, axes in ((first, mine), (second, theirs))
    ]
    return {"from": sides[0], "to": sides[1], **both}


def axes_of_report(reported: Reported, position: int) -> dict[str, str]:
    """The axes of the figure as it was reported: by the day of its document, or at the position it was computed at."""
    fact = reported.fact
    is_ours = fact.computed_here and fact.known_at_position is not None
    document_on = fact.document_on or (day_of(reported.reported_on) if reported.reported_on else None)
    said = {
        "version": fact.version,
        "municipality": reported.municipality,
        "region": fact.scope_region,
        "period": reported.period,
        "asOf": None if reported.period and reported.period.last_day == reported.as_of else reported.as_of,
        "registeredBy": fact.registered_by if is_ours else fact.registered_by or document_on,
        "knownAt": fact.known_at_position if is_ours else position,
        "by": fact.dimension,
    }
    return {name: str(value) for name, value in said.items() if value not in (None, 0)}
