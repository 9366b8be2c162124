"""How things look on a terminal: plain tables, bars and headings that fit the width, and plain text when piped.

Colour is an extra: nothing is said by colour alone, and NO_COLOR or a pipe takes it away.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO, cast

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

WIDTH_MIN, WIDTH_MAX, WIDTH_PIPED = 80, 120, 100
BAR = "█"
REST = "░"
INDENT = 2
CASES_OF_A_REASON_MAX = 12
"""How many cases of one reason are shown unless all are asked for."""
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Characters that steer a terminal, or turn the order of what stands on it: a partner's file may hold them."""


def console(stream: TextIO, environment: Mapping[str, str]) -> Console:
    """A console on this stream, between 80 and 120 columns wide."""
    file = stream if stream.isatty() else cast(TextIO, Trimmed(stream))
    own = Harmless(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
    is_told = environment.get("COLUMNS", "").isdigit()
    width = own.width if own.is_terminal or is_told else WIDTH_PIPED
    own.width = max(WIDTH_MIN, min(width, WIDTH_MAX))
    return own


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which G2 comes before G10."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return tuple((0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts if part)


def harmless(text: str) -> str:
    """The text without characters that steer a terminal."""
    return CONTROLS.sub("", text)


class Harmless(Console):
    """A console that writes its own colours and passes on nobody else's control characters."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is to be written, each piece of text made harmless."""
        for segment in super().render(renderable, options):
            is_text = not segment.control and CONTROLS.search(segment.text)
            yield segment._replace(text=harmless(segment.text)) if is_text else segment


class Trimmed:
    """A stream that takes the blanks at the end of each line away: nobody needs them in a file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._line = stream, ""

    def write(self, text: str) -> int:
        """Write what is whole, hold what is not."""
        *whole, self._line = (self._line + text).split("\n")
        self._stream.writelines(f"{line.rstrip()}\n" for line in whole)
        return len(text)

    def flush(self) -> None:
        """Write the last line too, whole or not."""
        self._stream.write(self._line)
        self._line = ""
        self._stream.flush()

    def isatty(self) -> bool:
        """It is used for files and pipes."""
        return False


def heading(out: Console, left: str, right: str = "") -> None:
    """A title over the full width, something beside it on the right, and a line under it."""
    out.print()
    grid = Table.grid(expand=True)
    grid.add_column()
    grid.add_column(justify="right")
    grid.add_row(Text(left, style="bold"), Text(right, style="dim"))
    out.print(grid)
    out.print(Text("─" * out.width, style="dim"))


def section(out: Console, title: str) -> None:
    """The title of a part."""
    out.print()
    out.print(Text(title, style="bold cyan"))


def pairs(out: Console, rows: Iterable[tuple[str, str]]) -> None:
    """Names with what they are."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, said in rows:
        grid.add_row(name, said)
    out.print(Padding(grid, (0, 0, 0, INDENT)))


def table(columns: Sequence[tuple[str, str]], wide: Sequence[int] = ()) -> Table:
    """An empty table of (title, left or right); the columns in `wide` may wrap and take what room there is."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False, header_style="dim")
    for index, (title, side) in enumerate(columns):
        is_wide = index in wide
        made.add_column(
            title,
            justify="right" if side == "right" else "left",
            no_wrap=not is_wide,
            ratio=1 if is_wide else None,
            overflow="fold",
        )
    made.expand = bool(wide)
    return made


def indented(out: Console, what: Table | Text) -> None:
    """Something under its section."""
    out.print(Padding(what, (0, 0, 0, INDENT)))


def lines(out: Console, texts: Iterable[str], bullet: str = "") -> None:
    """Sentences under a section, each hanging behind its bullet."""
    grid = Table.grid(padding=(0, 1))
    if bullet:
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for text in texts:
        grid.add_row(*([bullet] if bullet else []), text)
    indented(out, grid)


def bar(kept: int, dropped: int, total: int, width: int) -> Text:
    """What is still there and what just fell away, out of a total: one character at least for what is not zero."""
    if total <= 0:
        return Text("")
    length = _length(kept, total, width)
    gone = min(_length(dropped, total, width), width - length)
    return Text(BAR * length, style="cyan") + Text(REST * gone, style="dim")


def _length(count: int, total: int, width: int) -> int:
    return 0 if count <= 0 else max(1, round(count / total * width))
