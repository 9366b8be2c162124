"""The figures: read the question, ask, answer in one piece or opened down to the cases."""

from collections.abc import Sequence
from contextlib import ExitStack

from msgspec.structs import replace
from starlette.responses import Response

from api.answering import Documents, Told, cases_answer, figure_answer, published_answer
from api.asking import PARAMETERS, question, settled
from api.call import Call
from api.figure_schemas import SCHEMAS
from api.group import Answers, Group, Opened
from api.office import Office
from api.parameters import switch, text_parameter
from api.problems import OutsideScope
from replay.answers import Document
from replay.asking import Asked
from replay.figures import Answer
from replay.published import published
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
    told = _told(office, call, shows_ids=shows_ids)
    if shows_ids:
        call.has_read(told.case_ids, "case")
    return figure_answer(told.body, is_settled="knownAt" in call.query, if_none_match=call.if_none_match)


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


def _asked(office: Office, call: Call) -> Asked:
    asked = settled(office.figures, question(call.path["rule"], call.query))
    require_own_municipality(call, asked.municipality)
    return asked


def _told(office: Office, call: Call, *, shows_ids: bool) -> Told:
    """The figure, worked out once for all who ask it now and may see the same: who they are by name bounds nothing."""
    reader = call.caller.reader
    may_see = None if reader is None else replace(reader, name="")

    def work() -> Told:
        of_whom: list[str] = []
        answers = office.figures.ask(_asked(office, call), opened=shows_ids)
        documents = Documents(office.ledger, answers, shows_ids=shows_ids, has_read=of_whom.extend)
        return Told(documents.figure(), of_whom)

    return office.asked.once((call.path["rule"], frozenset(call.query.items()), shows_ids, may_see), work)


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
