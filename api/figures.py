"""The figures: read the question, ask, answer in one piece or opened down to the cases."""

import dataclasses
from collections.abc import Callable, Hashable, Sequence
from contextlib import ExitStack
from typing import Literal

from msgspec import json
from msgspec.structs import replace
from starlette.responses import Response

from api.answering import Documents, cases_answer, figure_answer, published_answer
from api.asking import PARAMETERS, question, settled
from api.call import Call
from api.figure_schemas import SCHEMAS
from api.group import Answers, Group, Opened
from api.keeping import Known, Told, told
from api.moments import Moment
from api.office import Office
from api.parameters import switch, text_parameter
from api.problems import OutsideScope
from domain.counting import Rule
from domain.reported import Reported
from replay.answers import Document
from replay.asking import Asked
from replay.changes import Looked
from replay.figures import Answer
from replay.published import published
from replay.realised import values_or_none
from replay.reported import IsWorkedOut, value_told
from store.changes import reads_elsewhere
from store.ledger import Head
from store.readers import Reader, reading_as

IDS = switch(
    "ids",
    "false laat de lijsten met ids van gevallen weg; de trechter blijft.",
    "false leaves out the lists of ids of cases; the funnel stays.",
)
RULE = text_parameter("rule", "De naam van een telregel.", "The name of a counting rule.", examples=["placements"])
Work = Callable[[Looked, Head | None], Told]
"""Works an answer out, at a head or at what it is asked about, and notes what it looked at."""
GROUP = Group("Figures", "A figure is a list that was counted.", SCHEMAS)
IDS_AT_ONCE = 500
"""So many lines of the Logboek are written on the event loop; more take so long that others would wait for them."""


def kept_figure(office: Office, call: Call, moment: Moment) -> Response | None:
    """The figure, if it is kept."""
    if call.caller.role == "ministry":
        return None
    shows_ids = call.query.get("ids", True)
    telling = Telling.to(office, call, moment=moment)
    found = telling.kept(question(call.path["rule"], call.query), shows_ids=shows_ids)
    if found is None or (shows_ids and len(found[0].case_ids) > IDS_AT_ONCE):
        return None
    return _told(call, *found, shows_ids=shows_ids)


def _told(call: Call, figure: Told, known: Head, *, shows_ids: bool) -> Response:
    """A figure as an answer; whom it names is written down first."""
    if shows_ids:
        call.has_read(figure.case_ids, "case")
    return figure_answer(figure.as_known(known), is_settled="knownAt" in call.query, if_none_match=call.if_none_match)


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
    kept=kept_figure,
)
def get_figure(office: Office, call: Call) -> Response:
    """One figure: value, funnel, ids, what stands beside it; competing versions side by side.

    The ministry gets it as it may be published (decision record 0018).
    """
    if call.caller.role == "ministry":
        document = figure_published(office, question(call.path["rule"], call.query))
        return published_answer(document, if_none_match=call.if_none_match)
    shows_ids = call.query.get("ids", True)
    figure, known = Telling.to(office, call).told(question(call.path["rule"], call.query), shows_ids=shows_ids)
    return _told(call, figure, known, shows_ids=shows_ids)


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
        asked = settled(office.figures, question(call.path["rule"], call.query))
        require_own_municipality(call, asked.municipality)
        answers = look.enter_context(office.figures.telling(asked))
        documents = _documents(office, call, answers)
        return cases_answer(
            documents,
            look,
            call.columns,
            call.format,
            is_settled="knownAt" in call.query,
            if_none_match=call.if_none_match,
        )


Patience = Literal["now", "earlier", "later"]
"""What of a large ledger is told that is not at hand: only what is so now; or an earlier answer, and one that is worked
out now where there is none; or an earlier one, and none before it is there."""


class Telling:
    """The figures as one caller is told them, as they are at a moment after they were asked: by the API and by pages.

    One is worked out once for all who ask it and may see the same, who they are by name bounds nothing; and not again
    as long as nothing it looked at changed (decision record 0024). Of what takes long in a large ledger a page may tell
    an earlier answer, with its moment, while it is worked out again (decision record 0027).
    """

    def __init__(
        self,
        office: Office,
        reader: Reader | None,
        on_earlier: Callable[[Head, Head], None] = lambda known, present: None,
        moment: Moment | None = None,
    ) -> None:
        """`moment` is one that began after the question came; it is looked at where that was not done yet."""
        self._office, self._reader, self._on_earlier = office, reader, on_earlier
        self._moment = moment or office.moments.now()

    @classmethod
    def to(cls, office: Office, call: Call, *, of_all: bool = False, moment: Moment | None = None) -> "Telling":
        """To who calls; `of_all` are numbers of the whole ledger, for who is told those and sees no row of it."""

        def on_earlier(known: Head, present: Head) -> None:
            call.earlier.append((known, present))

        return cls(office, None if of_all else call.caller.reader, on_earlier, moment)

    def kept(self, asked: Asked, *, shows_ids: bool) -> Known | None:
        """A figure as `told` gives it, if it is kept."""
        return self._office.kept.answer(self._question((asked, shows_ids), names_cases=shows_ids))

    def told(self, asked: Asked, *, shows_ids: bool, patience: Patience = "now") -> tuple[Told, Head]:
        """A figure, and the head it is known at; raises what a figure raises."""

        def work(looked: Looked, known: Head | None) -> Told:
            of_whom = list[str]()
            here = self._settled(asked, known)
            answers = self._office.figures.ask(here, opened=shows_ids, looked=looked)
            documents = Documents(self._office.ledger, answers, shows_ids=shows_ids, has_read=of_whom.extend)
            return told(documents.figure(), of_whom, known, () if shows_ids else answers)

        return self._kept((asked, shows_ids), is_present(asked), work, patience, names_cases=shows_ids)

    def answers(self, asked: Asked) -> list[Answer]:
        """The answers without their lists, their breakdown, and the names of places."""
        return self.answers_told(asked)[0]

    def answers_told(self, asked: Asked) -> tuple[list[Answer], Document]:
        """Those answers, and the document of them together, which names no case.

        Of more than one municipality they may be of an earlier moment.
        """
        patience: Patience = "earlier" if asked.municipality is None else "now"
        found, known = self.told(asked, shows_ids=False, patience=patience)
        return found.answers_as_known(known), json.decode(found.as_known(known))

    def answers_in_passing(self, asked: Asked) -> list[Answer]:
        """Those answers where the page is about something else: of an earlier moment, or else raises IsWorkedOut."""
        found, known = self.told(asked, shows_ids=False, patience="later")
        return found.answers_as_known(known)

    def broken_down(self, asked: Asked) -> list[Document]:
        """The documents of the answers with their breakdown, which may be of an earlier moment; raises IsWorkedOut."""
        found, known = self.told(asked, shows_ids=False, patience="later")
        together: Document = json.decode(found.as_known(known))
        documents: list[Document] = together.get("answers", [together])
        return documents

    def value_now(self, reported: Reported, asked: Asked) -> int:
        """What the question of a reported figure comes to, which may be of an earlier moment; raises IsWorkedOut."""
        asked = dataclasses.replace(asked, known_at=None)

        def work(looked: Looked, known: Head | None) -> Told:
            here = settled(self._office.figures, _as_known(asked, known))
            (answer,) = self._office.figures.ask(here, opened=False, looked=looked)
            return told(json.encode(value_told(reported, answer)), ())

        found, known = self._kept((asked, reported.event_id), is_present(asked), work, "later")
        value: int = json.decode(found.as_known(known))
        return value

    def over_days(self, rule: Rule, each: Sequence[Asked]) -> list[tuple[Asked, int | None]]:
        """The numbers of a rule by questions that differ in their bounds alone, each with its question as known then.

        None is where a parameter was not set. They may be of an earlier moment; raises IsWorkedOut.
        """

        def work(looked: Looked, known: Head | None) -> Told:
            for municipality in {one.municipality for one in each}:
                require_own(self._reader, municipality)
            asked = [_as_known(one, known) for one in each]
            return told(json.encode(values_or_none(self._office.figures, rule, asked, looked)), ())

        is_now = all(map(is_present, each))
        found, known = self._kept((rule.name, *each), is_now, work, "later")
        values: list[int | None] = json.decode(found.as_known(known))
        return [(_as_known(one, known if is_now else None), value) for one, value in zip(each, values, strict=True)]

    def _settled(self, asked: Asked, known: Head | None) -> Asked:
        """The question in full, as it is put or about this head."""
        asked = settled(self._office.figures, _as_known(asked, known))
        require_own(self._reader, asked.municipality)
        return asked

    def _kept(
        self, asked: Hashable, is_now: bool, work: Work, patience: Patience = "now", *, names_cases: bool = False
    ) -> Known:
        """What this work gives at the present head, or if it is about a position, at that: kept, or worked out."""
        office, question = self._office, self._question(asked, names_cases=names_cases)

        def anew() -> Known:
            with reading_as(self._reader), office.bench.place():
                return office.kept.answer(question) or self._worked_out(question, is_now, work)

        kept = office.kept.answer(question)
        if kept is None and patience != "now" and self._moment.known.position >= office.limits.earlier_facts_min:
            kept = self._not_waited_for(question, is_now, anew, patience)
        if kept is None:
            office.moments.caught_up()
            kept = office.asked.once(question, anew)
        return kept

    def _question(self, asked: Hashable, *, names_cases: bool) -> Hashable:
        """What is asked, with all that bounds what may be told."""
        return asked, _may_see(self._reader, names_cases), self._moment.days

    def _not_waited_for(
        self, question: Hashable, is_now: bool, anew: Callable[[], Known], patience: Patience
    ) -> Known | None:
        """The answer of an earlier moment, renewed behind it; None of what is to be waited for. Raises IsWorkedOut."""
        office = self._office
        earlier = office.kept.earlier(question)
        if earlier is None:
            office.moments.caught_up()
            if (kept := office.kept.answer(question)) is not None:
                return kept
            earlier = office.kept.earlier(question)
        if earlier is None and patience == "earlier":
            return None

        def renewed() -> bool:
            office.moments.caught_up()
            office.asked.once(question, anew)
            return office.kept.earlier(question) is not None

        can_be = office.renewing.soon(question, renewed)
        if earlier is None and can_be:
            raise IsWorkedOut
        if earlier is not None and is_now:
            self._on_earlier(earlier[1], self._moment.known)
        return earlier

    def _worked_out(self, question: Hashable, is_now: bool, work: Work) -> Known:
        """The answer at the last moment that was followed. It is kept, also for later heads if it is about no
        position."""
        moment, looked = self._office.moments.followed, Looked()
        answer = work(looked, moment.known if is_now else None)
        self._office.kept.keep(question, answer, looked, _places(self._office, self._reader), moment)
        return answer, moment.known


def is_present(asked: Asked) -> bool:
    """Whether a question is about what is known now, and not at a position or at a closing."""
    return asked.known_at is None and asked.series != "closed"


def _as_known(asked: Asked, known: Head | None) -> Asked:
    """The question as it is put, or about this head."""
    return asked if known is None else dataclasses.replace(asked, known_at=str(known.position))


def _may_see(reader: Reader | None, names_cases: bool) -> Reader | None:
    """What bounds what a reader may be told: not who it is; the engagement of an auditor bounds the names of cases."""
    if reader is None:
        return None
    return replace(reader, name="") if names_cases else replace(reader, name="", engagement=None)


def _places(office: Office, reader: Reader | None) -> Sequence[str | None]:
    """Where the rows lie that this reader sees: in the own municipality, if that is told by its code, or anywhere."""
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
    require_own(call.caller.reader, municipality)


def require_own(reader: Reader | None, municipality: str | None) -> None:
    """The same of who reads; raises OutsideScope."""
    if reader is not None and reader.role == "case_manager" and municipality != reader.municipality:
        code = str(reader.municipality)
        raise OutsideScope(
            {
                "nl": f"Vraag naar de eigen gemeente: municipality={code}.",
                "en": f"Ask about your own municipality: municipality={code}.",
            }
        )
