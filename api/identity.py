"""Who is one person: the questions that are open, what was decided on two registrations, and a decision of somebody."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from starlette.responses import Response

from api.call import Call
from api.dossiers import MUNICIPALITY, municipality_in
from api.group import Answers, Body, Group, Listed
from api.office import Office
from api.paging import PAGE_BY_ID
from api.parameters import random_id, read_uuid
from api.problem_kinds import Words
from api.problems import BadBody, Mistake, NotRecorded, NotThere, PreconditionFailed
from api.recording import IF_MATCH, may_see
from api.schemas import (
    COUNT,
    OBJECT,
    OBJECTS,
    RANDOM_ID,
    TEXT,
    TEXT_OR_NONE,
    TEXTS,
    YES_OR_NO,
    Schema,
    document,
    list_of,
)
from domain.decision_refusals import DecisionRefused
from domain.facts import RegistrationsLinked, RegistrationsUnlinked
from exchange.linking_by_hand import DecidedByHand, decide_pair
from exchange.posted import mistake_of
from exchange.recording import RecordingRefused
from replay.identity_questions import pair_document, question_documents, tag_of_pair
from store.readers import reading_as

DECISIONS: Final[Mapping[str, type[RegistrationsLinked | RegistrationsUnlinked]]] = {
    "LINK": RegistrationsLinked,
    "KEEP_APART": RegistrationsUnlinked,
}
"""What somebody can say of two registrations. Parting them is keeping them apart: the policy would link them again."""
PAIR: Schema = {"registration": RANDOM_ID, "other": RANDOM_ID}
GROUP = Group(
    "Identity",
    "Which registrations are of one person: questions that are open, and decisions.",
    {
        "IdentityQuestion": document(
            {
                "question": RANDOM_ID,
                "registration": TEXT_OR_NONE,
                "other": TEXT_OR_NONE,
                "why": TEXT_OR_NONE,
                "ground": TEXT_OR_NONE,
                "gates_failed": TEXT_OR_NONE,
                "reason": TEXT_OR_NONE,
                "municipality": TEXT_OR_NONE,
                "records": OBJECTS,
                "events": OBJECTS,
                "tag": TEXT_OR_NONE,
            }
        ),
        "IdentityPair": document(
            PAIR
            | {
                "decisions": list_of(
                    document(
                        {
                            "event_id": RANDOM_ID,
                            "position": COUNT,
                            "type": TEXT,
                            "decider": TEXT,
                            "ground": TEXT_OR_NONE,
                            "reason": TEXT_OR_NONE,
                            "keeps_apart": YES_OR_NO,
                            "gates_failed": TEXTS,
                            "supersedes": TEXT_OR_NONE,
                        }
                    )
                )
            }
        ),
        "IdentityDecision": document(
            PAIR
            | {
                "decision": {"type": "string", "enum": list(DECISIONS)},
                "reason": {"type": "string", "minLength": 1, "maxLength": 2_000},
                "despite_bsns": YES_OR_NO,
            },
            "despite_bsns",
        )
        | {"additionalProperties": False},
        "IdentityDecided": document(PAIR | {"recorded": YES_OR_NO, "position": COUNT, "links": OBJECT}),
    },
)
IN_PATH = (
    random_id("registration", "Het id van een registratie.", "The id of a registration."),
    random_id("other", "Het id van de andere registratie.", "The id of the other registration."),
)
AskedOfPair = tuple[tuple[UUID, UUID], type[RegistrationsLinked | RegistrationsUnlinked], str, bool]
"""The pair, the decision, its reason, and whether it holds in spite of two BSNs."""
EXPECTED: Words = {
    "nl": 'Verwacht: {"registration": id, "other": id, "decision": "LINK" of "KEEP_APART", "reason": tekst}, en zo '
    'nodig "despite_bsns": true.',
    "en": 'Expected: {"registration": id, "other": id, "decision": "LINK" or "KEEP_APART", "reason": text}, and '
    'where needed "despite_bsns": true.',
}


@GROUP.get(
    "/identity-questions",
    "listIdentityQuestions",
    Listed("IdentityQuestion", "Pairs of registrations that nobody could tell yet.", name="questions"),
    query=(MUNICIPALITY, *PAGE_BY_ID),
)
def list_identity_questions(office: Office, call: Call) -> Response:
    """The pairs of registrations on which somebody must say whether they are one person."""
    questions = question_documents(office.figures, municipality_in(office, call))
    after: UUID | None = call.query.get("cursor")
    documents = (one for one in questions if after is None or str(one["question"]) > str(after))
    told = call.as_read(documents, lambda one: filter(None, (one["registration"], one["other"])))
    return call.listing(told, key=lambda one: one["question"])


@GROUP.get(
    "/identity-pairs/{registration}/{other}",
    "getIdentityPair",
    Answers("IdentityPair", headers={"ETag": "Of both registrations as they are now: a decision names it in If-Match"}),
    in_path=IN_PATH,
)
def get_identity_pair(office: Office, call: Call) -> Response:
    """What was decided on two registrations, and the tag with which somebody can decide."""
    pair = call.path["registration"], call.path["other"]
    require_pair_seen(office, call, pair)
    told = pair_document(office.ledger, *pair)
    if told is None:
        raise NotThere
    call.has_read(pair)
    tag = told.pop("tag")
    return call.answer(told, headers={"ETag": tag})


@GROUP.post(
    "/identity-decisions",
    "decideIdentity",
    Answers("IdentityDecided", "The decision, and what the policy then decided around it.", status=201),
    in_header=(IF_MATCH,),
    body=Body("IdentityDecision", "That two registrations are one person, or must stay apart."),
    refuses=(404, 409, 412, 428),
)
def decide_identity(office: Office, call: Call) -> Response:
    """Says that two registrations are one person, or that they are not; the last word, which no policy overturns."""
    done = decided(office, call, _asked(call.document()), call.require_match)
    links = {"linked": done.decided.linked, "unlinked": done.decided.unlinked, "undecided": done.decided.undecided}
    said = {"recorded": done.receipt is not None, "position": done.position, "links": links}
    return call.answer({"registration": str(done.subject), "other": str(done.other)} | said, status=201)


def decided(office: Office, call: Call, asked: AskedOfPair, require_match: Callable[[str], None]) -> DecidedByHand:
    """Record a decision on two registrations, taken on what `require_match` is content with.

    Raises NotThere, NotRecorded, and what `require_match` raises.
    """
    pair, kind, reason, despite_bsns = asked
    require_pair_seen(office, call, pair)

    def require_seen(versions: Mapping[UUID, int]) -> None:
        tag = tag_of_pair(office.ledger.ring, versions)
        if tag is None:
            raise PreconditionFailed
        require_match(tag)

    with reading_as(None):
        try:
            done = decide_pair(
                office.ledger,
                pair,
                kind,
                reason,
                actor=call.caller.subject,
                despite_bsns=despite_bsns,
                require_seen=require_seen,
            )
        except (RecordingRefused, DecisionRefused) as error:
            told = mistake_of(0, error)
            mistake = Mistake("body", told.field, told.detail, reason=told.reason)
            raise NotRecorded("decision-refused", [mistake]) from None
    call.has_read(pair)
    return done


def require_pair_seen(office: Office, call: Call, pair: tuple[UUID, UUID]) -> None:
    """Both are there for whoever asks; raises NotThere."""
    if not all(may_see(office, call.caller.reader, one) for one in pair):
        raise NotThere


def _asked(asked: Any) -> AskedOfPair:
    """The pair, the decision, its reason, and whether it holds in spite of two BSNs; raises BadBody."""
    match asked:
        case {"registration": str(one), "other": str(other), "decision": str(decision), "reason": str(reason), **more}:
            despite_bsns = more.pop("despite_bsns", False)
            if not more and isinstance(despite_bsns, bool) and decision in DECISIONS and 0 < len(reason) <= 2_000:
                try:
                    return (read_uuid(one), read_uuid(other)), DECISIONS[decision], reason, despite_bsns
                except ValueError:
                    pass
    raise BadBody([Mistake("body", None, EXPECTED)])
