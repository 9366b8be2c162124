"""From answers to bytes: a figure in one piece, its cases as a stream.

The documents are those of the command line. A list of cases is written case by case while the ledger is read, so the
size of an answer does not decide how much memory it takes. An answer to an explicit `known_at` has an entity tag made
from its content: the same question gives the same tag for ever, unless personal data in it were erased.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from hashlib import sha256
from itertools import chain

from anyio import CancelScope
from msgspec import json
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.rendering import JSON, chunks_of, gathered, said_of
from api.schemas import Schema
from api.version import API_VERSION
from replay.answers import Document, answers_document, case_documents, figure_document
from replay.case_ids import HasRead, Ids, IdsInOrder, ids_of_answer, nobody_asks
from replay.figures import Answer
from replay.judged_again import JudgedAgain
from store.ledger import Ledger


class Documents:
    """The documents of the answers to one question, ready to be told with or without their cases."""

    def __init__(
        self,
        ledger: Ledger,
        answers: Sequence[Answer],
        *,
        shows_ids: bool = True,
        has_read: HasRead = nobody_asks,
    ) -> None:
        self.ledger, self.answers = ledger, answers
        writing = _EachOnce(has_read)
        self.ids = [ids_of_answer(ledger, answer, writing.of(answer)) if shows_ids else None for answer in answers]
        self.each = [figure_document(answer, ids) for answer, ids in zip(answers, self.ids, strict=True)]
        self.together = answers_document(self.each, answers)

    def figure(self) -> bytes:
        """The figure, or the competing figures side by side."""
        return json.encode(self.together)

    def explained(self) -> Generator[bytes]:
        """The same with the cases of each answer, in chunks; of answers that show their ids."""
        return gathered(self._pieces())

    def cases(self) -> Generator[Document]:
        """The cases of each answer one by one, each with the rule and version that judged it."""
        for answer, ids in zip(self.answers, self.ids, strict=True):
            assert ids is not None, "cases are told by their ids"
            judged = {"rule": answer.rule.id, "version": answer.rule.version}
            with closing(case_documents(self.ledger, answer.verdicts, ids, answer)) as cases:
                for case in cases:
                    yield judged | case

    def _pieces(self) -> Iterator[bytes]:
        told = zip(self.answers, self.ids, self.each, strict=True)
        if len(self.answers) == 1:
            for answer, ids, document in told:
                yield from self._with_cases(answer, ids, document)
            return
        yield b'{"answers":['
        for index, (answer, ids, document) in enumerate(told):
            if index:
                yield b","
            yield from self._with_cases(answer, ids, document)
        rest = {name: value for name, value in self.together.items() if name != "answers"}
        yield b"]," + json.encode(rest)[1:]

    def _with_cases(self, answer: Answer, ids: Ids | IdsInOrder | None, document: Document) -> Iterator[bytes]:
        """A figure's document, left open, and its cases before it is closed."""
        assert ids is not None, "cases are told by their ids"
        yield json.encode(document)[:-1] + b',"cases":['
        with closing(case_documents(self.ledger, answer.verdicts, ids, answer)) as cases:
            for index, case in enumerate(cases):
                yield (b"," if index else b"") + json.encode(case)
        yield b"]}"


class _EachOnce:
    """Passes on of whom the answers to one question tell, each once; of a list that is not held it keeps no ids."""

    def __init__(self, has_read: HasRead) -> None:
        self._has_read = has_read
        self._held, self._lists = set[str](), set[object]()

    def of(self, answer: Answer) -> HasRead:
        """What is to be told of the cases of this answer."""
        if not isinstance(answer.verdicts, JudgedAgain):
            return self._held_cases
        asked = answer.verdicts.asked
        is_known = asked in self._lists
        self._lists.add(asked)
        return nobody_asks if is_known else self._has_read

    def _held_cases(self, cases: Iterable[str]) -> None:
        new = dict.fromkeys(one for one in cases if one not in self._held)
        self._held.update(new)
        self._has_read(new)


class ToldWhileRead(StreamingResponse):
    """A stream that reads as it is sent. What it reads from is let go after the last byte, also when nobody listens."""

    def __init__(self, chunks: Iterator[bytes], look: ExitStack, headers: Mapping[str, str], media_type: str) -> None:
        super().__init__(chunks, media_type=said_of(media_type), headers=headers)
        self.look = look

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. The thread that makes a chunk has ended whenever this goes on, so nothing is let go under it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with CancelScope(shield=True):
                await run_in_threadpool(self.look.close)


def figure_answer(body: bytes, *, is_settled: bool, if_none_match: str | None) -> Response:
    """The figure; 304 when the caller has it already. `is_settled` says that `known_at` was given."""
    headers = _tagged(b"figure", body) if is_settled else {}
    if is_settled and has_already(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def published_answer(document: Document, *, if_none_match: str | None) -> Response:
    """What may be published, in one piece; 304 when the caller has it already.

    Its tag is that of its bytes: it stays as it was closed first, but that the period was opened again is told later.
    """
    body = json.encode(document)
    headers = _tagged(b"published", body)
    if has_already(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def cases_answer(
    documents: Documents,
    look: ExitStack,
    columns: Mapping[str, Schema],
    media_type: str,
    *,
    is_settled: bool,
    if_none_match: str | None,
) -> Response:
    """The figure with its cases as JSON, or the cases alone in another form, streamed.

    The tag is made from the figure, whose root and ids decide the cases, and from the form.

    What `look` holds open is taken over, and closed after the last chunk.
    """
    headers = _tagged(f"cases {media_type}".encode(), documents.figure()) if is_settled else {}
    if is_settled and has_already(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if media_type == JSON:
        chunks: Iterator[bytes] = look.enter_context(closing(documents.explained()))
    else:
        chunks = chunks_of(look.enter_context(closing(documents.cases())), columns, media_type)
    first = next(chunks, b"")  # an error of the first batch is still told as a problem
    return ToldWhileRead(chain([first], chunks), look.pop_all(), headers, media_type)


def _tagged(kind: bytes, body: bytes) -> dict[str, str]:
    digest = sha256(b"\n".join((kind, API_VERSION.encode(), body))).hexdigest()
    return {"ETag": f'"{digest}"'}


def has_already(if_none_match: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names this tag (weak comparison, RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    named = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return named == ["*"] or tag in named
