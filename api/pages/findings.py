"""The page of findings: what does not fit in the books, how much of each kind, and who can resolve it.

A finding refuses and repairs nothing. Each says of which record it is, what was found and, of a row that was refused,
what would help; whoever is shown is written down as read first.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from starlette.responses import Response

from api.asking import BY_NAME, settled_place, settled_position
from api.call import Call
from api.figures import own_municipality, require_own_municipality
from api.group import Answers, Group
from api.notices import CODE, RESOLVER, SOURCE
from api.office import Office
from api.pages.layout import HTML, WORDS, may_go, page
from api.pages.paged import BEGIN, address_with, paged
from api.pages.ways import LANGUAGES, Ways
from api.problems import BadQuery, Mistake
from domain.municipalities import name_of
from domain.rules.findings import RESOLVERS, SENTENCES
from exchange.found_words import name_of_finding, told
from replay.answers import Document
from replay.asking import CannotAsk
from replay.found import FindingsAsked, Found, ask_findings, finding_documents
from replay.histories import REGISTRATION_NUMBERS

GROUP = Group("Page of findings", "What does not fit in the books.", base="")
PATHS = {language: Ways(language).findings() for language in LANGUAGES}
FINDINGS_MAX = 25


@GROUP.get(
    PATHS["nl"],
    "showFindings",
    Answers(None, formats=(HTML,)),
    english_path=PATHS["en"],
    query=(CODE, RESOLVER, SOURCE, BY_NAME["municipality"], BEGIN),
    is_described=False,
)
def show_findings(office: Office, call: Call) -> Response:
    """The page of findings, of all or of a kind, source or municipality."""
    query, language = call.query, call.language
    found = _found(office, call)
    shown = paged(call, found.findings, FINDINGS_MAX)
    documents = finding_documents(office.ledger, shown.items)
    call.has_read((one["finding"] for one in documents), "case")
    given = dict(call.items)
    return page(
        call,
        PATHS,
        "findings.html",
        here=PATHS[language],
        asked={one: given.get(one, "") for one in ("code", "resolver", "source")}
        | {"municipality": given.get("municipality", found.municipality or "")},
        codes=sorted((code, said[language]) for code, said in SENTENCES.items()),
        resolvers=[(name, said[language]) for name, said in RESOLVERS.items()],
        municipalities=sorted(office.figures.municipality_names().values()),
        total=len(found.findings),
        counts=[
            (code, SENTENCES[code][language], RESOLVERS[resolver][language], number, _only(call, code))
            for (code, resolver), number in found.counts.items()
        ],
        findings=[_told(office, call, one) for one in documents],
        shown=shown,
        every=PATHS[language] if query.get("code") else None,
    )


def _found(office: Office, call: Call) -> Found:
    """The findings asked for; those of a case manager are of the own municipality."""
    query, position = call.query, settled_position(office.figures, None)
    place = {"municipality": query.get("municipality", own_municipality(call))}
    municipality, _ = settled_place(office.figures, place, position)
    require_own_municipality(call, municipality)
    asked = FindingsAsked(query.get("code"), query.get("source"), municipality, query.get("resolver"), str(position))
    try:
        return ask_findings(office.figures, asked)
    except CannotAsk:  # the ledger knows no such source
        raise BadQuery([Mistake("query", SOURCE.name, SOURCE.expected)]) from None


def _only(call: Call, code: str) -> str:
    return address_with(call, "list", begin="", code=code)


def _told(office: Office, call: Call, document: Document) -> dict[str, Any]:
    """One finding in words, with the dossier that it is about, where this reader may open it."""
    words, code = WORDS[call.language], document["municipality"]
    names = office.figures.municipality_names()
    dossier = next(iter(_registrations(office, document)), None) if may_go(call, "showDossier") else None
    return {
        "name": name_of_finding(words, document),
        "source": document["source"] if document["party"] == code else f"{document['party']} · {document['source']}",
        "place": code and (name_of(code, names) or code),
        "code": document["code"],
        "sentence": SENTENCES[document["code"]][call.language],
        "said": told(words, document),
        "who": RESOLVERS[document["resolver"]][call.language],
        "events": document["events"],
        "dossier": dossier and Ways(call.language).dossier(dossier),
    }


def _registrations(office: Office, document: Document) -> Iterator[UUID]:
    """The registrations of which the facts are that a finding rests on."""
    events = office.ledger.events_at([one["position"] for one in document["events"]])
    for recorded, _ in (found for _, found in sorted(events.items())):
        if recorded.event.type in REGISTRATION_NUMBERS:
            yield recorded.event.subject
