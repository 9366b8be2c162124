"""The figures: read the question, ask, answer in one piece or opened down to the cases."""

import dataclasses
from collections.abc import Hashable, Sequence
from contextlib import ExitStack

from msgspec.structs import replace
from starlette.responses import Response

from api.answering import Documents, cases_answer, figure_answer, published_answer
from api.asking import PARAMETERS, question, settled
from api.call import Call
from api.figure_schemas import SCHEMAS
from api.group import Answers, Group, Opened
from api.keeping import Known, told
from api.office import Office
from api.parameters import switch, text_parameter
from api.problems import OutsideScope
from replay.answers import Document
from replay.asking import Asked
from replay.changes import Looked
from replay.figures import Answer
from replay.published import published
from store.changes import reads_elsewhere
from store.readers import reading_as

IDS = switch(
    "ids",
    "false laat de lijsten met ids van gevallen weg; de trechter blijft.",
    "false leaves out the lists of ids of cases; the funnel stays.",
)
RULE = text_parameter("rule", "De naam van een telregel.", "The name of a counting rule.", examples=["placements"])
GROUP = Group("Figures", "A figure is a list that was counted.", SCHEMAS)


@GROUP.get(
    "/figures/{rule}",
    "getFigure",
    Answers(
        "Figure",
        "The figure, or the answers of competing versions with the conflicts between them; for the ministry as it may "
        "be published.",
        is_tagged=True,
    ),
    in_path=(RULE,),
    query=(*PARAMETERS, IDS),
    refuses=(404, 409),
)
def get_figure(office: Office, call: Call) -> Response:
    """One figure: value, funnel, ids, what stands beside it; competing versions side by side.

    The ministry gets it as it may be published (decision record 0018).
    """
    if call.caller.role == "ministry":
        document = figure_published(office, question(call.path["rule"], call.query))
        return published_answer(document, if_none_match=call.if_none_match)
    shows_ids = call.query.get("ids", True)
    body, case_ids = _told(office, call, shows_ids=shows_ids)
    if shows_ids:
        call.has_read(case_ids, "case")
    return figure_answer(body, is_settled="knownAt" in call.query, if_none_match=call.if_none_match)


@GROUP.get(
    "/figures/{rule}/cases",
    "getFigureCases",
    Opened(
        "Explanation",
        "The same with the cases of each answer; in other forms than JSON the cases alone, each with its version.",
        is_tagged=True,
        of="CaseOfFigure",
    ),
    in_path=(RULE,),
    query=PARAMETERS,
    refuses=(404, 409),
)
def get_figure_cases(office: Office, call: Call) -> Response:
    """The same figure opened up: every case with its verdict, reason and deciding events."""
    with ExitStack() as look:
        answers = look.enter_context(office.figures.telling(_asked(office, call)))
        documents = _documents(office, call, answers)
        return cases_answer(
            documents,
            look,
            call.columns,
            call.format,
            is_settled="knownAt" in call.query,
            if_none_match=call.if_none_match,
        )


def _asked(office: Office, call: Call, known_at: int | None = None) -> Asked:
    """The question in full, as it is put by this query or about this position."""
    asked = question(call.path["rule"], call.query)
    if known_at is not None:
        asked = dataclasses.replace(asked, known_at=str(known_at))
    asked = settled(office.figures, asked)
    require_own_municipality(call, asked.municipality)
    return asked


def _told(office: Office, call: Call, *, shows_ids: bool) -> tuple[bytes, Sequence[str]]:
    """The figure as it is at a moment after it was asked, and the cases it names.

    It is worked out once for all who ask it and may see the same, who they are by name bounds nothing; and not again as
    long as nothing it looked at changed.
    """
    reader = call.caller.reader
    may_see = None if reader is None else replace(reader, name="")
    moment = office.moments.now()
    question = (call.path["rule"], frozenset(call.query.items()), shows_ids, may_see, moment.days)

    def work() -> Known:
        with office.bench.place():
            return office.kept.answer(question) or _worked_out(office, call, question, shows_ids=shows_ids)

    kept = office.kept.answer(question)
    if kept is None:
        office.moments.caught_up()
        kept = office.asked.once(question, work)
    answer, known = kept
    return answer.as_known(known), answer.case_ids


def _worked_out(office: Office, call: Call, question: Hashable, *, shows_ids: bool) -> Known:
    """The figure at the last moment that was followed. It is kept, also for later heads if it is about no position."""
    moment, looked, of_whom = office.moments.followed, Looked(), list[str]()
    is_present = "knownAt" not in call.query and call.query.get("series") != "closed"
    asked = _asked(office, call, moment.known.position if is_present else None)
    answers = office.figures.ask(asked, opened=shows_ids, looked=looked)
    documents = Documents(office.ledger, answers, shows_ids=shows_ids, has_read=of_whom.extend)
    answer = told(documents.figure(), of_whom, moment.known if is_present else None)
    office.kept.keep(question, answer, looked, _places(office, call), moment)
    return answer, moment.known


def _places(office: Office, call: Call) -> Sequence[str | None]:
    """Where the rows lie that this reader sees: in the own municipality, if that is told by its code, or anywhere."""
    reader = call.caller.reader
    is_bound = reader is not None and reader.role == "case_manager" and not reads_elsewhere(office.ledger.database)
    return [reader.municipality if is_bound and reader is not None else None]


def _documents(office: Office, call: Call, answers: Sequence[Answer]) -> Documents:
    """What is told of the answers; of whom, is written down while their ids are read and before any is told."""
    call.has_read((), "case")
    return Documents(office.ledger, answers, has_read=lambda cases: call.has_read(cases, "case"))


def own_municipality(call: Call) -> str | None:
    """The municipality that a case manager is of, whom a question without one means; None for anybody else."""
    reader = call.caller.reader
    return reader.municipality if reader is not None and reader.role == "case_manager" else None


def figure_published(office: Office, asked: Asked) -> Document:
    """What the ministry is told of a figure; raises NotPublished and what a figure raises."""
    with reading_as(None):  # made of all cases, as for the command line, and telling none of them
        return published(office.figures, asked)


def require_own_municipality(call: Call, municipality: str | None) -> None:
    """Refuse a case manager a question about more than their own municipality; raises OutsideScope."""
    reader = call.caller.reader
    if reader is not None and reader.role == "case_manager" and municipality != reader.municipality:
        code = str(reader.municipality)
        raise OutsideScope(
            {
                "nl": f"Vraag naar de eigen gemeente: municipality={code}.",
                "en": f"Ask about your own municipality: municipality={code}.",
            }
        )
