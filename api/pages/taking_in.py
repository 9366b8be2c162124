"""The pages of imports: a file is sent, how far it is can be seen, and then what became of it row by row.

What a row holds is never shown: a rejected row is told by line, column and reason, with what to do about it.
"""

from collections.abc import Mapping

from starlette.responses import Response

from api.call import Call
from api.figures import own_municipality
from api.forms import Upload
from api.group import WITH_FILE, Answers, Form, Group
from api.imports import FILE_BYTES_MAX, IMPORT, QUERY, document_of, take_in
from api.office import Office
from api.pages.layout import GOES_ON, HTML, WORDS, go_on, may_go, page
from api.problem_kinds import Words
from api.problems import BadQuery, Mistake
from api.recording import speaker_of
from domain.counting import Language

GROUP = Group("Pages of imports", "A file comes in, and what becomes of it.", base="")
PATHS: Mapping[Language, str] = {"nl": "/inlezen", "en": "/en/imports"}
FIELDS = tuple(one for one in QUERY if one.name in ("municipality", "source", "deliveredOn"))
AROUND_FILE_BYTES = 100_000
"""What a form holds beside the file."""
REJECTED_MAX = 200
NO_FILE: Words = {"nl": "Kies eerst een bestand.", "en": "Choose a file first."}


@GROUP.get(
    PATHS["nl"], "showImports", Answers(None, formats=(HTML,)), english_path=PATHS["en"], is_described=False
)  # fmt: skip
def show_imports(office: Office, call: Call) -> Response:
    """Where a file is sent, with what was sent before."""
    jobs = office.imports.jobs(speaker_of(call))
    return page(
        call,
        PATHS,
        "imports.html",
        here=PATHS[call.language],
        own=own_municipality(call),
        megabytes=FILE_BYTES_MAX // 1_000_000,
        opens_findings=may_go(call, "showFindings"),
        sent=[(one.name, one.state, f"{PATHS[call.language]}/{one.id}") for one in jobs],
    )


@GROUP.post(
    PATHS["nl"],
    "sendImport",
    GOES_ON,
    english_path=PATHS["en"],
    body=Form(media_types=(WITH_FILE,), bytes_max=FILE_BYTES_MAX + AROUND_FILE_BYTES, fields=FIELDS),
    is_described=False,
)
def send_import(office: Office, call: Call) -> Response:
    """Takes in the file that was chosen, and goes on to how far it is."""
    upload: Upload | None = call.upload
    if upload is None or not upload.content:
        raise BadQuery([Mistake("body", "file", NO_FILE)])
    job = take_in(office, call, upload.content, upload.name, call.form)
    return go_on(call, f"{PATHS[call.language]}/{job.id}")


@GROUP.get(
    "/inlezen/{import}",
    "showImport",
    Answers(None, formats=(HTML,)),
    english_path="/en/imports/{import}",
    in_path=(IMPORT,),
    is_described=False,
)
def show_import(office: Office, call: Call) -> Response:
    """How far an import is; once it ended, what became of it."""
    told, words = document_of(office, call), WORDS[call.language]
    result = told["result"] or {}
    rejected = result.get("rejected", [])
    whole = told["phase_total"] or told["bytes_total"]
    return page(
        call,
        {language: f"{path}/{call.path['import']}" for language, path in PATHS.items()},
        "import.html",
        here=f"{PATHS[call.language]}/{call.path['import']}",
        imports=PATHS[call.language],
        state=told["state"],
        phase=told["phase"],
        done=told["phase_done"],
        whole=whole,
        is_ended=told["state"] in ("done", "refused", "failed"),
        error=result.get("error"),
        notices=result.get("notices", []),
        counts=[
            (words.say(f"import.{name}"), words.number(result[name]))
            for name in ("rows", "facts", "corrections", "unchanged", "missing")
            if result.get(name) is not None
        ],
        rejected=rejected[:REJECTED_MAX],
        rejected_number=len(rejected),
        findings=result.get("findings", []),
        opens_findings=may_go(call, "showFindings"),
    )
