"""Fetches axe-core, which holds the pages against the rules of accessibility: locked by hash, and served to nobody.

    make assets     installs exactly what tests/browser/package-lock.json names, and keeps the one script of it

It is used by the tests alone (MPL-2.0) and stays outside git.
"""

import shutil
from pathlib import Path

from api.pages.build import installed

HERE = Path(__file__).parent
AXE = HERE / "axe.min.js"


def fetch() -> None:
    """Install what is locked in a folder that is thrown away, and keep the script."""
    with installed(HERE) as packages:
        shutil.copyfile(packages / "axe-core" / "axe.min.js", AXE)


if __name__ == "__main__":
    fetch()
