"""How things look on a terminal: plain tables, bars and headings that fit the width, and plain text when piped.

Colour is an extra: nothing is said by colour alone, and NO_COLOR or a pipe takes it away.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
BETWEEN = 3
"""Blanks between two columns."""
WIDE_MIN, WORD_MAX = 24, 30
"""How narrow a column that wraps may become, and how long a word in it is kept whole."""
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
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", overflow="fold")
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


def table(columns: Sequence[tuple[str, str]], wide: Sequence[int] = ()) -> "Fitting":
    """An empty table of (title, left or right); the columns in `wide` may wrap and take what room there is."""
    return Fitting(list(columns), frozenset(wide))


def indented(out: Console, what: "Fitting | Table | Text") -> None:
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


@dataclass
class Fitting:
    """A table in which nothing is cut: what does not fit wraps at blanks, and else its last columns go beneath each
    row."""

    columns: list[tuple[str, str]]
    wide: frozenset[int]
    show_header: bool = True
    rows: list[tuple[Text, ...]] = field(default_factory=list)

    def add_row(self, *cells: Text | str) -> None:
        """One row, a cell for each column."""
        self.rows.append(tuple(Text(cell) if isinstance(cell, str) else cell for cell in cells))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[RenderableType]:
        """The table as wide as there is room."""
        least, most = self._widths_asked(console)
        kept = len(self.columns)
        while (widths := self._widths(least[:kept], most[:kept], options.max_width)) is None:
            kept -= 1
        if kept == len(self.columns):
            yield self._made(widths, self.rows, has_header=self.show_header)
            return
        if self.show_header:
            yield self._made(widths, [], has_header=True)
        for row in self.rows:
            yield self._made(widths, [row[:kept]], has_header=False)
            yield Padding(self._beneath(row, kept), (0, 0, 0, INDENT))

    def _widths_asked(self, console: Console) -> tuple[list[int], list[int]]:
        """Of each column its longest word and its longest line."""
        least, most = [], []
        for index, (title, _) in enumerate(self.columns):
            cells = [Text(title if self.show_header else ""), *(row[index] for row in self.rows)]
            measured = [cell.__rich_measure__(console, console.options) for cell in cells]
            word = max(one.minimum for one in measured)
            least.append(min(word, WORD_MAX) if index in self.wide else word)
            most.append(max(one.maximum for one in measured))
        return least, most

    def _widths(self, least: Sequence[int], most: Sequence[int], room: int) -> list[int] | None:
        """A width for each column, or None where their words do not fit beside each other."""
        room -= BETWEEN * (len(least) - 1)
        wide = [index for index in range(len(least)) if index in self.wide]
        widths = list(most)
        for index in wide:
            widths[index] = max(least[index], min(most[index], WIDE_MIN // len(wide)))
        while sum(widths) > room:
            looser = [index for index in range(len(widths)) if widths[index] > least[index] and index not in wide]
            if not looser:
                return None if len(widths) > 1 else [room]
            widths[max(looser, key=lambda index: widths[index])] -= 1
        for place, index in enumerate(wide):
            widths[index] += (room - sum(widths)) // (len(wide) - place)
        return widths

    def _made(self, widths: Sequence[int], rows: Iterable[tuple[Text, ...]], *, has_header: bool) -> Table:
        made = Table(
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            padding=(0, 1),
            show_edge=False,
            show_header=has_header,
            header_style="dim",
        )
        for (title, side), width in zip(self.columns, widths, strict=False):
            made.add_column(title, justify="right" if side == "right" else "left", width=width, overflow="fold")
        for row in rows:
            made.add_row(*row)
        return made

    def _beneath(self, row: tuple[Text, ...], kept: int) -> Table:
        """The columns that have no room beside the others, each with its title."""
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", overflow="fold")
        grid.add_column(overflow="fold")
        for (title, _), cell in zip(self.columns[kept:], row[kept:], strict=True):
            if cell.plain:
                grid.add_row(title, cell)
        return grid
