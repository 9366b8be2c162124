"""The head of the tree, and proofs of it that anybody can check with RFC 9162 alone."""

import re

from starlette.responses import Response

from api.call import Call
from api.group import Answers, Group
from api.office import Office
from api.parameters import Parameter
from api.problems import BadQuery, Mistake
from api.schemas import COUNT, INSTANT_OR_NONE, TEXT, TEXTS, document
from domain.tree import NoSuchProof
from replay.answers import head_document
from store.errors import GapInLedger
from store.proofs import prove_consistency, prove_inclusion

GROUP = Group(
    "Proofs",
    "The Merkle tree over all events (RFC 9162, SHA-256): leaf index = position - 1.",
    {
        "TreeHead": document({"ledger": TEXT, "size": COUNT, "recorded_at": INSTANT_OR_NONE, "root": TEXT}),
        "InclusionProof": document(
            {"position": COUNT, "leaf_index": COUNT, "size": COUNT, "leaf": TEXT, "root": TEXT, "hashes": TEXTS}
        ),
        "ConsistencyProof": document(
            {"first": COUNT, "second": COUNT, "first_root": TEXT, "second_root": TEXT, "hashes": TEXTS}
        ),
    },
)


def read_number(text: str) -> int:
    """A whole number above zero; raises ValueError."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}", text):
        raise ValueError("expected a whole number above zero")
    return int(text)


def _number(name: str, dutch: str, english: str) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1, "examples": [1]}
    return Parameter(name, read_number, {"nl": dutch, "en": english}, schema, is_required=True)


POSITION = _number(
    "position", "De positie van een gebeurtenis, hoogstens size.", "The position of an event, size at most."
)
SIZE = _number("size", "De grootte van de boom, hoogstens de kop.", "The size of the tree, the head at most.")
FIRST = _number(
    "first", "De grootte van de eerdere boom, hoogstens second.", "The size of the earlier, second at most."
)
SECOND = _number(
    "second", "De grootte van de latere boom, hoogstens de kop.", "The size of the later, the head at most."
)


@GROUP.get("/tree-head", "getTreeHead", Answers("TreeHead"))
def get_tree_head(office: Office, call: Call) -> Response:
    """How far the ledger has come, and the root that stands for all of it."""
    head = head_document(office.ledger.head())
    told = {"size": head["position"], "recorded_at": head["recorded_at"], "root": head["root"]}
    return call.answer({"ledger": str(office.ledger_id), **told})


@GROUP.get("/proofs/inclusion", "getInclusionProof", Answers("InclusionProof"), query=(POSITION, SIZE))
def get_inclusion_proof(office: Office, call: Call) -> Response:
    """That the event at a position is in the tree of a size."""
    try:
        found = prove_inclusion(office.ledger, call.query["position"], call.query["size"])
    except (NoSuchProof, GapInLedger):
        raise BadQuery([Mistake("query", one.name, one.expected) for one in (POSITION, SIZE)]) from None
    return call.answer(
        {
            "position": found.position,
            "leaf_index": found.position - 1,
            "size": found.size,
            "leaf": found.leaf.hex(),
            "root": found.root.hex(),
            "hashes": [one.hex() for one in found.hashes],
        }
    )


@GROUP.get("/proofs/consistency", "getConsistencyProof", Answers("ConsistencyProof"), query=(FIRST, SECOND))
def get_consistency_proof(office: Office, call: Call) -> Response:
    """That the tree of a later size begins with that of an earlier one."""
    try:
        found = prove_consistency(office.ledger, call.query["first"], call.query["second"])
    except (NoSuchProof, GapInLedger):
        raise BadQuery([Mistake("query", one.name, one.expected) for one in (FIRST, SECOND)]) from None
    return call.answer(
        {
            "first": found.first_size,
            "second": found.second_size,
            "first_root": found.first_root.hex(),
            "second_root": found.second_root.hex(),
            "hashes": [one.hex() for one in found.hashes],
        }
    )
