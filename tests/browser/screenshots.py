"""The campaign `make screenshots`: a picture of every page, wide and on a phone, and the page of the documentation that
shows them.

What is above the line `PICTURES` on that page is written by hand, and stays. Pictures have few colours, so that all of
them together stay small.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from api.group import Operation
from api.policy import ALL
from tests.browser.reader import DESK, PHONE, Reader, is_open_to, opened_browser, pages, somebody_reads
from tests.browser.room import OPEN, ROOT, reading_room
from tests.browser.walk import walked

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.room import Room

PICTURES = "<!-- pictures: made by `make screenshots` -->"
PAGE = ROOT / "docs" / "explanation" / "reading-room.md"
FOLDER = ROOT / "docs" / "screenshots"
HEIGHTS = {DESK[0]: 1500, PHONE[0]: 1100}
"""How much of a page is shown, in pixels, by its width."""
COLOURS = 40


def main() -> None:
    """Take the pictures anew, and write the page around them."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with opened_browser() as browser, reading_room() as room:
        parts = list(told(browser, room))
    by_hand = PAGE.read_text("utf-8").partition(PICTURES)[0]
    PAGE.write_text(by_hand + PICTURES + "\n" + "".join(parts), "utf-8")


def told(browser: Browser, room: Room) -> Iterator[str]:
    """Each page with its pictures, taken by the first reader who may see it."""
    waiting = {one.id: one for one in pages()}
    for role in (OPEN, "participant", *ALL):
        mine = {name for name, one in waiting.items() if is_open_to(one, role)}
        if not mine:
            continue
        with somebody_reads(browser, room, role, "nl") as reader:
            for operation, _, _ in walked(reader, of_each=1):
                if operation.id in mine:
                    yield shown(reader, operation)
                    mine.discard(operation.id)
                    del waiting[operation.id]


def shown(reader: Reader, operation: Operation) -> str:
    """Two pictures of the page that is open, and the words around them."""
    names = [pictured(reader, operation, width, height) for width, height in HEIGHTS.items()]
    title = " ".join(reader.page.locator("h1").inner_text().split())
    roles = ", ".join(one.replace("_", " ") for one in ALL if is_open_to(operation, one))
    dutch, english = operation.addresses
    pictures = "\n".join(f"![{title}, {width} pixels wide]({name})" for name, width in zip(names, HEIGHTS, strict=True))
    return f"\n### {title}\n\n`{dutch}` · `{english}`; for: {roles or 'everybody'}.\n\n{pictures}\n"


def pictured(reader: Reader, operation: Operation, width: int, height: int) -> str:
    """Take one picture; where it stands, seen from the page of the documentation."""
    from PIL import Image

    reader.page.set_viewport_size({"width": width, "height": DESK[1]})
    whole = int(reader.page.evaluate("() => document.documentElement.scrollHeight"))
    cut = {"x": 0, "y": 0, "width": width, "height": min(whole, height)}
    taken = reader.page.screenshot(full_page=True, clip=cut, animations="disabled")
    name = f"{operation.id.removeprefix('show').lower()}-{width}.png"
    picture = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(FOLDER / name, optimize=True)
    return str(Path("..") / FOLDER.name / name)


if __name__ == "__main__":
    main()
