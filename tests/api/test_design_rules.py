"""The NLGov REST API Design Rules: the linter finds nothing in our description, and finds what is wrong in another."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from tests.api import linting

needs_linter = pytest.mark.skipif(linting.missing() is not None, reason=linting.missing() or "")


@needs_linter
def test_the_linter_finds_no_error_and_no_warning_in_the_description(caller, tmp_path):
    assert linting.found(caller.get("/v1/openapi.json").json(), tmp_path) == []


@needs_linter
def test_the_linter_finds_what_is_wrong_in_a_description_that_nobody_mended(tmp_path):
    app = FastAPI()

    @app.get("/Figures/")
    def figures(as_of: str) -> dict[str, str]:
        return {"as_of": as_of}

    assert {one["code"] for one in linting.found(app.openapi(), tmp_path)} == {
        "info-contact",
        "nlgov:missing-header",
        "nlgov:paths-kebab-case",
        "nlgov:problem-invalid-input",
        "nlgov:query-keys-camel-case",
        "nlgov:schema-camel-case",
        "nlgov:use-problem-schema",
        "oas3-api-servers",
        "path-keys-no-trailing-slash",
    }
