"""The named queries of `store/sql`: SQL is code and lives in `.sql` files."""

import re
from importlib import resources

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def load(file_name: str) -> dict[str, str]:
    """The queries of one file by name, without their comment lines."""
    parts = _NAME.split(resources.files("store.sql").joinpath(file_name).read_text("utf-8"))
    return {
        name: "\n".join(line for line in text.strip().splitlines() if not line.startswith("--")).rstrip(";")
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


QUERIES = load("queries.sql")
