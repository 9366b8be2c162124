"""What the ledger is made of: counting rules, words, kinds of fact, municipalities and regions over time."""

from datetime import date

from starlette.responses import Response

from api.asking import BY_NAME, settled_position
from api.call import Call
from api.figures import RULE
from api.group import Answers, Group, Listed
from api.office import Office
from api.paging import PAGE_BY_NUMBER
from api.parameters import day_parameter, text_parameter
from api.problems import NotThere
from api.schemas import (
    COUNT,
    DAY,
    DAY_OR_NONE,
    OBJECT,
    OBJECTS,
    TEXT,
    TEXT_OR_NONE,
    TEXTS,
    TOLD_TWICE,
    YES_OR_NO,
    document,
    list_of,
    named,
)
from domain import rules
from domain.facts.base import UnknownFact, by_name
from exchange.event_fields import fields_documents
from replay.asking import today_in_amsterdam
from replay.register_documents import (
    fact_document,
    facts_documents,
    glossary_documents,
    municipality_documents,
    region_documents,
)
from replay.rule_documents import rules_documents, version_document, versions_document

PASSAGE = document({"document": TEXT, "place": TEXT, "words": TEXT, "requirement": TEXT_OR_NONE})
FACT_TYPE = {"type": TEXT, "number": COUNT, "dutch": TEXT, "sentence": TOLD_TWICE, "nature": TEXT, "subject": TEXT}
GROUP = Group(
    "Registers",
    "Rules with their sources, words, kinds of fact, municipalities and regions.",
    {
        "Passage": PASSAGE,
        "RuleInShort": document({"id": TEXT, "unit": TEXT, "kind": TEXT, "sentence": TOLD_TWICE, "versions": TEXTS}),
        "RuleVersion": document(
            {
                "id": TEXT,
                "version": TEXT,
                "sentence": TOLD_TWICE,
                "source": list_of(named("Passage")),
                "in_force": document({"from": DAY_OR_NONE, "until": DAY_OR_NONE}),
                "tests": OBJECTS,
                "otherwise": OBJECT,
                "parameters": OBJECTS,
                "hash": TEXT,
                "unit": TEXT,
                "kind": TEXT,
                "view": TEXT,
                "against": OBJECTS,
                "conflicts": OBJECTS,
                "dimensions": OBJECTS,
                "example": TEXT,
            }
        ),
        "Rule": document({"id": TEXT, "versions": list_of(named("RuleVersion"))}),
        "Word": document({"english": TEXT, "dutch": TEXT, "meaning": TEXT}),
        "FactTypeInShort": document(FACT_TYPE),
        "FactType": document(
            FACT_TYPE
            | {"source": TEXT_OR_NONE, "sealed": OBJECTS, "schema": OBJECT, "fields": list_of(named("FieldOfFact"))}
        ),
        "FieldOfFact": document(
            {"name": TEXT, "is_required": YES_OR_NO, "is_sealed": YES_OR_NO, "expected": TOLD_TWICE}
        ),
        "Municipality": document({"code": TEXT, "name": TEXT_OR_NONE, "names": OBJECTS, "went_into": OBJECTS}),
        "Region": document({"name": TEXT, "as_of": DAY, "members": TEXTS, "ever": OBJECTS}),
    },
)
VERSION = text_parameter("version", "De naam van een versie.", "The name of a version.", examples=["started"])
TYPE = text_parameter(
    "type", "De naam van een soort feit.", "The name of a kind of fact.", examples=["PlacementStarted"]
)
KNOWN_AT = BY_NAME["knownAt"]
AS_OF = day_parameter(
    "asOf", "De dag waarvan de leden worden gevraagd; zonder is het vandaag.", "The day of which; today without it."
)


@GROUP.get(
    "/rules",
    "listRules",
    Listed("RuleInShort", "The counting rules there are.", name="rules"),
    query=PAGE_BY_NUMBER,
    needs_database=False,
)
def list_rules(office: Office, call: Call) -> Response:
    """The counting rules there are, with their versions and what they count."""
    return call.numbered(rules_documents())


@GROUP.get("/rules/{rule}", "getRule", Answers("Rule"), in_path=(RULE,), needs_database=False)
def get_rule(office: Office, call: Call) -> Response:
    """One counting rule with all of its versions, whole."""
    return call.answer(versions_document(call.path["rule"]))


@GROUP.get(
    "/rules/{rule}/versions/{version}",
    "getRuleVersion",
    Answers("RuleVersion"),
    in_path=(RULE, VERSION),
    needs_database=False,
)
def get_rule_version(office: Office, call: Call) -> Response:
    """One version: its sentence, passages, tests, parameters with dated values, and a worked example."""
    return call.answer(version_document(rules.rule(call.path["rule"], call.path["version"])))


@GROUP.get(
    "/glossary",
    "listWords",
    Listed("Word", "The glossary, by alphabet.", name="words"),
    query=PAGE_BY_NUMBER,
    needs_database=False,
)
def list_words(office: Office, call: Call) -> Response:
    """Every word of the house with its official Dutch term and its meaning."""
    return call.numbered(glossary_documents())


@GROUP.get(
    "/fact-types",
    "listFactTypes",
    Listed("FactTypeInShort", "The kinds of fact, by number.", name="fact_types"),
    query=PAGE_BY_NUMBER,
    needs_database=False,
)
def list_fact_types(office: Office, call: Call) -> Response:
    """Every kind of fact that can be recorded."""
    return call.numbered(facts_documents())


@GROUP.get("/fact-types/{type}", "getFactType", Answers("FactType"), in_path=(TYPE,), needs_database=False)
def get_fact_type(office: Office, call: Call) -> Response:
    """One kind of fact: its fields as JSON Schema, what is sealed, and where it comes from."""
    try:
        told = fact_document(call.path["type"])
    except UnknownFact:
        raise NotThere from None
    return call.answer(told | {"fields": fields_documents(by_name(told["type"]))})


@GROUP.get(
    "/municipalities",
    "listMunicipalities",
    Listed("Municipality", "The municipalities, by code.", name="municipalities"),
    query=(KNOWN_AT, *PAGE_BY_NUMBER),
)
def list_municipalities(office: Office, call: Call) -> Response:
    """The municipalities over time: what they were called, and what became of them."""
    position = settled_position(office.figures, call.query.get("knownAt"))
    return call.numbered(municipality_documents(office.figures.places(position)))


@GROUP.get(
    "/regions",
    "listRegions",
    Listed("Region", "The regions and joint bodies, by name.", name="regions"),
    query=(AS_OF, KNOWN_AT, *PAGE_BY_NUMBER),
)
def list_regions(office: Office, call: Call) -> Response:
    """The regions and joint bodies over time, with who belongs to them on a day."""
    position = settled_position(office.figures, call.query.get("knownAt"))
    as_of: date = call.query.get("asOf") or today_in_amsterdam(office.ledger.database_now())
    return call.numbered(region_documents(office.figures.places(position), as_of))
