"""What every operation goes through: who calls, whether they may, what they ask; then it is answered as they may see.

The checks stand in one order, from the cheapest and least telling to the dearest: the share of the caller, the policy,
the purpose, the form of the answer, what is sent, the query and the path. Only then is it one of those answered at once
(what holds no data, such as whether we are well, waits for none of those) and is anything of the ledger touched; until
the last byte of the answer is sent everything is read as this reader (store/readers.py).
"""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.access import PURPOSE_HEADER, Caller
from api.bodies import read_body
from api.browser import SECRET_FIELD, Browser
from api.call import Call, Subject
from api.forms import Upload, filled_in, filled_in_with_file
from api.group import Form, Group, Operation
from api.languages import language_of
from api.logboek import Processing
from api.media import best_format, media_type_of
from api.office import Office
from api.parameters import read_parameters
from api.policy import Line
from api.problems import FormRefused, NoPurpose, NotThere, Refused, UnsupportedMediaType, problem_of
from api.schemas import Schema
from domain.counting import Language
from domain.processing import ACTIVITIES
from store.readers import reading_as

ENGLISH = "/en/"
"""What the address of every page in English begins with."""


class Guard:
    """Stands around one operation, as an ASGI application."""

    def __init__(self, office: Office, group: Group, operation: Operation, line: Line) -> None:
        self.office, self.operation, self.line = office, operation, line
        item = operation.answers.item
        self.columns: Schema = {} if item is None else group.schemas[item]["properties"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["route"] = self.operation
        headers, query = Headers(scope=scope), QueryParams(scope["query_string"])
        browser = None if self.operation.english_path is None else self.office.browsers.of(headers)
        caller, purpose = self._let_in(headers, query, browser)
        persons = Persons(self.office, self.operation, self.line, caller, purpose, headers)
        gate = self.office.gate
        with gate.shared(caller):
            call = await self._call(caller, purpose, headers, query, scope, receive, persons, browser)
            with nullcontext() if self.line.is_public else gate.entered():
                await self._told(call, persons, scope, receive, send)

    async def _told(self, call: Call, persons: "Persons", scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what was asked, as its reader may see it, to the last byte."""
        failed = True
        try:
            with reading_as(call.caller.reader):
                response = await self._kept(call)
                if response is None:
                    response = await run_in_threadpool(self.operation.handler, self.office, call)
                if call.browser is not None:
                    call.browser.pass_on(response)
                persons.pass_on(response)
                await response(scope, receive, send)
            failed = response.status_code >= 500
        except Refused:
            failed = False
            raise
        finally:
            persons.end(failed=failed)

    def _let_in(self, headers: Headers, query: QueryParams, browser: Browser | None) -> tuple[Caller, str | None]:
        """Who calls and for what; every decision is written down. Raises the refusal."""
        caller: Caller | None = None
        purpose: str | None = None
        try:
            session = None if browser is None else browser.session
            caller = self.office.access.caller_of(
                headers,
                list(query),
                needs_nobody=self.line.is_public,
                signed_in=None if session is None else session.caller,
            )
            self.office.gate.take(caller)
            self.line.check(caller)
            is_of_session = session is not None and caller is session.caller
            purpose = self._purpose(caller, headers, session.purpose if session and is_of_session else None)
        except Refused as refused:
            self._note(caller, purpose, refused)
            raise
        self._note(caller, purpose, None)
        return caller, purpose

    def _purpose(self, caller: Caller, headers: Headers, declared: str | None) -> str | None:
        """The purpose of this request, else the one declared for all; it must be there where persons are always read.
        Of two nobody can say which holds."""
        if not self.line.reads_persons:
            return None
        said = headers.getlist(PURPOSE_HEADER)
        if len(said) > 1:
            raise NoPurpose(self.line.activities)
        try:
            return caller.purpose(next(iter(said), declared), self.line.activities)
        except NoPurpose:
            if said or self.line.is_always:
                raise
            return None

    def _note(self, caller: Caller | None, purpose: str | None, refused: Refused | None) -> None:
        """One line in the access log for every decision; of what is open to all only refusals."""
        reason = None if refused is None else problem_of(refused).code
        self.office.metrics.decided(self.operation.id, reason)
        if refused is None and self.line.is_public:
            return
        self.office.access_log.info(
            "access",
            operation=self.operation.id,
            about=self.line.about,
            decision="allowed" if refused is None else "refused",
            reason=reason,
            role=None if caller is None else caller.role,
            subject=None if caller is None else caller.subject,
            client=None if caller is None else caller.client,
            purpose=purpose,
        )

    async def _call(
        self,
        caller: Caller,
        purpose: str | None,
        headers: Headers,
        query: QueryParams,
        scope: Scope,
        receive: Receive,
        persons: "Persons",
        browser: Browser | None,
    ) -> Call:
        operation = self.operation
        accepted = best_format(headers.getlist("accept"), operation.answers.formats)
        if operation.body is not None and media_type_of(headers.get("content-type")) not in operation.body.media_types:
            raise UnsupportedMediaType(operation.body.media_types)
        items = query.multi_items() if browser is None else not_empty(query)
        asked = read_parameters(operation.query, items)
        body = await self._body(headers, receive)
        fields, form, upload = self._form(body, headers, caller, purpose, browser)
        return Call(
            caller=caller,
            purpose=purpose,
            language=page_language(operation, scope["path"]) or language_of(headers, self.office.language),
            headers=headers,
            address=scope["path"],
            items=items,
            query=asked,
            path=self._path(scope["path_params"]),
            format=accepted,
            body=body,
            filled_in=fields,
            form=form,
            upload=upload,
            browser=browser,
            columns=self.columns,
            list_name=getattr(operation.answers, "name", ""),
            on_read=persons.has_read,
        )

    def _path(self, given: dict[str, str]) -> dict[str, Any]:
        """What stands in the path; what cannot be read names nothing that there is."""
        try:
            return {one.name: one.read(given[one.name]) for one in self.operation.in_path}
        except ValueError:
            raise NotThere from None

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        if self.operation.body is None:
            return b""
        bytes_max, seconds = self.operation.body.bytes_max, self.office.limits.body_seconds
        return await read_body(receive, bytes_max, headers.get("content-length"), seconds)

    def _form(
        self, body: bytes, headers: Headers, caller: Caller, purpose: str | None, browser: Browser | None
    ) -> tuple[Sequence[tuple[str, str]], dict[str, Any], Upload | None]:
        """What was filled in on a form of ours, field by field and as values; a form of others is refused first."""
        declared = self.operation.body
        if browser is None or not isinstance(declared, Form):
            return (), {}, None
        upload: Upload | None = None
        if declared.takes_file:
            items, upload = filled_in_with_file(body, headers.get("content-type", ""))
        else:
            items = filled_in(body)
        try:
            browser.require_own_form(items)
        except FormRefused as refused:
            self._note(caller, purpose, refused)
            raise
        fields = [(name, value) for name, value in items if name != SECRET_FIELD]
        return fields, {} if declared.fields is None else read_parameters(declared.fields, fields), upload

    async def _kept(self, call: Call) -> Response | None:
        """What is kept of the answer; None where it has to be made, by a database that answers."""
        operation, office = self.operation, self.office
        if operation.kept is not None:
            moment = await office.moments.soon(office.database.patience_seconds)
            if moment is not None:
                return operation.kept(office, call, moment)
        if operation.needs_database:
            await office.database.answers()
        return None


def not_empty(query: QueryParams) -> list[tuple[str, str]]:
    """What was filled in of a form: a browser sends the empty fields too."""
    return [(name, value) for name, value in query.multi_items() if value]


def page_language(operation: Operation, path: str) -> Language | None:
    """The language of a page, which its address says; None of what is no page."""
    if operation.english_path is None:
        return None
    return "en" if path.startswith(ENGLISH) else "nl"


class Persons:
    """Of whom one request reads data: nobody, until the first is written down."""

    def __init__(
        self,
        office: Office,
        operation: Operation,
        line: Line,
        caller: Caller,
        purpose: str | None,
        headers: Headers,
    ) -> None:
        self.office, self.operation, self.line = office, operation, line
        self.caller, self.purpose, self.headers = caller, purpose, headers
        self._processing: Processing | None = None

    def has_read(self, persons: Sequence[str], kind: Subject) -> None:
        """Write these down; raises NoPurpose, and OSError when it cannot be written."""
        assert self.line.reads_persons, f"{self.operation.id} read persons, and its policy says that it does not"
        if self.purpose is None:
            raise NoPurpose(self.line.activities)
        if self._processing is None:
            activity = ACTIVITIES[self.purpose].uri
            self._processing = self.office.logboek.processing(
                self.operation.id, activity, self.headers, self.caller.organisation
            )
        self._processing.has_read(persons, kind)
        self.office.metrics.persons.inc(len(persons))

    def pass_on(self, response: Response) -> None:
        """Say in which trace it was written down."""
        if self._processing is not None:
            response.headers["traceparent"] = self._processing.traceparent

    def end(self, *, failed: bool) -> None:
        """The request is over; `failed` when the fault was ours."""
        if self._processing is not None:
            self._processing.end(failed=failed)
