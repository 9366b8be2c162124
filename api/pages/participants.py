"""The page of participants: rows, trajectories and people counted, and each person with all their enrolments."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.asking import BY_NAME, settled_place, settled_position
from api.call import Call
from api.figures import Telling, own_municipality, require_own_municipality
from api.group import Answers, Group
from api.office import Office
from api.pages.layout import HTML, WORDS, may_go, page
from api.pages.paged import address_with
from api.pages.ways import Ways
from api.parameters import Parameter, read_uuid
from api.schemas import RANDOM_ID
from domain.counting import Language, Rule
from domain.municipalities import name_of
from replay.asking import Asked
from replay.dossier_story import is_inner
from replay.persons import COUNTED_BY, Persons, PersonsAsked, ask_persons
from replay.reported import IsWorkedOut

GROUP = Group("Page of participants", "Rows, trajectories and people.", base="")
PATHS: Mapping[Language, str] = {"nl": "/deelnemers", "en": "/en/participants"}
QUESTIONS: Mapping[Language, str] = {"nl": "/deelnemers/vragen", "en": "/en/participants/questions"}
BEGIN = Parameter(
    "begin",
    read_uuid,
    {"nl": "Waar de bladzijde begint, zoals een link het zegt.", "en": "Where the page begins, as a link says it."},
    RANDOM_ID,
)
PLACES_MAX = 25


@GROUP.get(
    PATHS["nl"],
    "showParticipants",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(BY_NAME["municipality"], BY_NAME["asOf"], BY_NAME["knownAt"], BEGIN),
    is_described=False,
)
def show_participants(office: Office, call: Call) -> Response:
    """The page of participants."""
    query, figures = call.query, office.figures
    position = settled_position(figures, query.get("knownAt"))
    code, _ = settled_place(figures, {"municipality": query.get("municipality", own_municipality(call))}, position)
    require_own_municipality(call, code)
    asked = PersonsAsked(code, as_of=query.get("asOf"), known_at=str(position), after=query.get("begin"))
    found = ask_persons(figures, asked)
    call.has_read(line["registration"] for one in found.persons for line in one["enrolments"])
    given, telling = dict(call.items), Telling.to(office, call)
    return page(
        call,
        PATHS,
        "participants.html",
        here=PATHS[call.language],
        asked={name: given.get(name, "") for name in ("municipality", "asOf", "knownAt")},
        own=own_municipality(call),
        place=None if code is None else found.scope.places.name_of(code, found.as_of) or code,
        municipalities=found.scope.places.known_names,
        as_of=found.as_of,
        counts=_counts(telling, call, found, code),
        places=_places(telling, call, found) if code is None else [],
        persons=[_told(call, one, found, code) for one in found.persons],
        questions=QUESTIONS[call.language] if may_go(call, "showIdentityQuestions") else None,
        next=None if found.after is None else address_with(call, "persons", begin=found.after),
        first=address_with(call, "persons", begin="") if "begin" in query else None,
    )


def _axes(call: Call, found: Persons, code: str | None, version: str) -> dict[str, object]:
    known_at = dict(call.items).get("knownAt")
    return {"version": version, "municipality": code, "asOf": found.as_of, "knownAt": known_at}


def _asked(call: Call, found: Persons, rule: Rule, municipality: str | None = None, by: tuple[str, ...] = ()) -> Asked:
    """The figure on the day of the page, as known now or at the position that was asked."""
    at = str(found.known.position) if "knownAt" in call.query else None
    return Asked(rule.id, rule.version, municipality=municipality, as_of=found.as_of, known_at=at, by=by)


def _counts(telling: Telling, call: Call, found: Persons, code: str | None) -> list[dict[str, Any]]:
    """How many rows, trajectories and people there are: the figures themselves, without their cases."""
    told = []
    for rule in COUNTED_BY:
        (answer,) = telling.answers(_asked(call, found, rule, municipality=code))
        told.append(
            {
                "name": f"{rule.id}.{rule.version}",
                "value": answer.value,
                "sentence": rule.sentence[call.language],
                "address": Ways(call.language).figure(rule.id, _axes(call, found, code, rule.version)),
            }
        )
    return told


def _places(telling: Telling, call: Call, found: Persons) -> list[dict[str, Any]] | None:
    """The same by municipality, those with most people first; None while that is being worked out."""
    by_place: dict[str | None, dict[str, int]] = {}
    is_whole = True
    for rule in COUNTED_BY:
        try:
            (document,) = telling.broken_down(_asked(call, found, rule, by=("municipality",)))
        except IsWorkedOut:
            is_whole = False
            continue
        for part in document["by"] or ():
            by_place.setdefault(part["municipality"], {})[rule.version] = part["value"]
    if not is_whole:
        return None
    names = found.scope.places.names(found.as_of)
    people = COUNTED_BY[-1].version
    ordered = sorted(by_place.items(), key=lambda one: -one[1].get(people, 0))[:PLACES_MAX]
    return [
        {
            "name": WORDS[call.language].say("breakdown.unknown") if code is None else name_of(code, names) or code,
            "address": None if code is None else address_with(call, "", municipality=code, begin=""),
            "values": [values.get(rule.version, 0) for rule in COUNTED_BY],
        }
        for code, values in ordered
    ]


def _told(call: Call, person: Mapping[str, Any], found: Persons, code: str | None) -> dict[str, Any]:
    """A person with their enrolments, each with its ways on and with why it counts or not."""
    words, ways = WORDS[call.language], Ways(call.language)
    rules = {(one.id, one.version): one for one in COUNTED_BY}
    records = {line["case"]: line["id"] for line in person["enrolments"]}

    def details(detail: Mapping[str, Any]) -> str | None:
        """The details in words, another enrolment by its record id; one that is not on the page is not named."""
        named = {name: records.get(value) or value for name, value in detail.items()}
        told = {name: value for name, value in named.items() if not is_inner(name, value)}
        return words.details(told) if told else None

    lines = [
        {
            **line,
            "address": ways.dossier(line["registration"]),
            "counts": [
                {
                    **one,
                    "name": f"{one['rule']}.{one['version']}",
                    "sentence": words.test_sentence(rules[one["rule"], one["version"]], one["reason"]),
                    "details": details(one["detail"]),
                }
                for one in line["counts"]
                if one["rule"] != "enrolment-rows"
            ],
        }
        for line in person["enrolments"]
    ]
    return {"registrations": len({line["registration"] for line in lines}), "enrolments": lines}
