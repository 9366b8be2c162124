"""The fuzz campaign: files damaged and forged by the thousand, and what is made of each.

`make fuzz` runs it whole and writes its own table in docs/explanation/reliability.md; `make test` reads hostile files
made one by one with the same reader (tests/exchange/test_hostile_files.py). Every file comes from an example by a
seed, so that a number names a file for ever. It is read in a process of its own, with bounds on memory and time, by
the same door as an import. What may come of it: rows, each taken or refused, or a refusal of the file. What may not:
any other error, more memory or time than the bounds, a person's data in what is told.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import resource
import select
import shutil
import signal
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.municipalities import find_code
from exchange.checking import check
from exchange.refusals import FileRefused

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = REPOSITORY / "docs" / "examples"
DOCUMENT = REPOSITORY / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- fuzz: begin -->", "<!-- fuzz: end -->"
SECONDS_MAX = 20
"""Of the processor: what other programs on the machine do is no fault of a file."""
WAITED_SECONDS_MAX = 300
ADDRESS_SPACE_BYTES_MAX = 2 << 30
MEGABYTES_MAX = 500
"""Of the whole process."""

Change = Callable[[bytes, random.Random], bytes]


# Reading one file, in a process of its own


@dataclass(frozen=True)
class Outcome:
    """What was made of one file: rows, refused, or something that may not be."""

    what: str
    reason: str = ""
    rows: int = 0
    rejected: int = 0
    seconds: float = 0
    megabytes: int = 0

    @property
    def is_promised(self) -> bool:
        """Whether this is what may come of a file."""
        return self.what in ("rows", "refused") and self.megabytes <= MEGABYTES_MAX and self.seconds <= SECONDS_MAX


def try_out(path: Path, personal: frozenset[str] = frozenset()) -> Outcome:
    """Read a file to its end; `personal` are values that may stand in nothing that is told.

    What this process itself had in memory before is not counted: a child begins with it.
    """
    had_address_bytes, had_bytes = _memory_now()
    address_bytes_max = had_address_bytes + ADDRESS_SPACE_BYTES_MAX
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_AS, (address_bytes_max, address_bytes_max))
        resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS_MAX, 2 * SECONDS_MAX))
        os.write(writing, json.dumps(_read(path, personal)).encode()[:60_000])
        os._exit(0)
    os.close(writing)
    is_done = bool(select.select([reading], [], [], WAITED_SECONDS_MAX)[0])
    told = os.read(reading, 65_536) if is_done else b""
    os.close(reading)
    if not is_done:
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    seconds = round(used.ru_utime + used.ru_stime, 2)
    megabytes = max(0, (used.ru_maxrss << 10) - had_bytes) >> 20
    if not told:
        return Outcome("too slow" if not is_done else "died", str(status), 0, 0, seconds, megabytes)
    return Outcome(**json.loads(told), seconds=seconds, megabytes=megabytes)


def _memory_now() -> tuple[int, int]:
    """(bytes of addresses, bytes in memory) of this process."""
    pages = Path("/proc/self/statm").read_text("ascii").split()
    return int(pages[0]) * resource.getpagesize(), int(pages[1]) * resource.getpagesize()


def _read(path: Path, personal: frozenset[str]) -> dict[str, object]:
    """What comes of a file, as one would be told it."""
    try:
        checked = check(path, resolve_municipality=lambda name: find_code(name, {}))
    except FileRefused as refusal:
        what, told = {"what": "refused", "reason": type(refusal).__name__}, [str(refusal)]
    except BaseException as error:  # noqa: BLE001  whatever it is, the campaign must tell
        return {"what": "failed", "reason": f"{type(error).__name__}: {error}"[:300]}
    else:
        rejected = len(checked.refused)
        what = {"what": "rows", "reason": checked.profile or "", "rows": checked.rows, "rejected": rejected}
        if checked.profile is None:
            what = {"what": "refused", "reason": "NoProfileMatches"}
        told = [text for notice in checked.notices for text in notice]
        told += [f"{row.column} {row.reason} {row.advice}" for row in checked.refused]
        told += [f"{near.missing} {near.extra}" for near in checked.nearest]
        told += [f"{checked.unread} {checked.absent}"]
    leaked = [value for value in personal if any(value in text for text in told)]
    return {"what": "leaked", "reason": f"{len(leaked)} personal values in what is told"} if leaked else what


# Damage by the byte

MAGIC = (
    b"\0", b"\r", b"\n", b'"', b";", b",", b"\t", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x80", b"\xc3",
    b"=1+1", b"\x1a", b"\x0b", b"\xe2\x80\xa8", b"<!DOCTYPE x>", b"PK\x03\x04", b"{", b"[", b"9" * 400,
)  # fmt: skip


def flip(content: bytes, chance: random.Random) -> bytes:
    """Some bytes become other bytes."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def insert(content: bytes, chance: random.Random) -> bytes:
    """Something stands where it does not belong."""
    for _ in range(chance.choice((1, 1, 5))):
        at = chance.choice((0, len(content), chance.randrange(len(content) + 1)))
        content = content[:at] + chance.choice(MAGIC) * chance.choice((1, 1, 2, 50)) + content[at:]
    return content


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end, or a piece, is gone."""
    begin = chance.randrange(len(content))
    return content[:begin] + (content[begin + chance.randrange(2_000) :] if chance.random() < 0.6 else b"")


def repeat(content: bytes, chance: random.Random) -> bytes:
    """A piece stands many times."""
    begin = chance.randrange(len(content))
    piece = content[begin : begin + chance.choice((1, 20, 400))]
    return content[:begin] + piece * chance.choice((2, 50, 2_000)) + content[begin:]


def encode(content: bytes, chance: random.Random) -> bytes:
    """The same text in another encoding, or in two."""
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp850", "utf-7"))
    text = content.decode("cp1252", "replace").encode(encoding, "replace")
    return text if chance.random() < 0.7 else content + text


# Damage by the row and the cell

CELLS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-", "@SUM(A1)", '"', '"open', "\0", "\x1b[31m", "00-00-0000", "31-02-2008",
    "99999999999999999999", "1e309", "NaN", "123456782", " ", "\u202e", "a" * 2_000, "J;N", "totaal", "0", "-0,00",
)  # fmt: skip


def tear(content: bytes, chance: random.Random) -> bytes:
    """Columns and rows of a table in text, moved, doubled, taken away, with other cells."""
    newline = chance.choice(("\r\n", "\n", "\r", "\r\r\n", "\u2028"))
    delimiter = ";" if content.count(b";") > content.count(b",") else ","
    rows = [line.split(delimiter) for line in content.decode("cp1252", "replace").splitlines()]
    for _ in range(chance.choice((1, 2, 6))):
        row = chance.choice(rows) if chance.random() < 0.7 else rows[0]
        at = chance.randrange(len(row)) if row else 0
        match chance.randrange(8):
            case 0:
                row[at:at] = row[:3]
            case 1 if row:
                row[at] = chance.choice(CELLS)
            case 2:
                del row[at:]
            case 3:
                chance.shuffle(row)
            case 4:
                rows.insert(chance.randrange(len(rows)), list(chance.choice(rows)))
            case 5:
                place = chance.randrange(len(rows))
                rows[place : place + 2] = [[cell for one in rows[place : place + 2] for cell in one]]
            case 6:
                order = list(range(len(rows[0])))
                chance.shuffle(order)
                rows = [[one[index] for index in order if index < len(one)] for one in rows]
            case _:
                del rows[chance.randrange(len(rows))]
                rows = rows or [[""]]
    joined = chance.choice((delimiter, delimiter, "|", "\t")).join
    return newline.join(map(joined, rows)).encode("cp1252", "replace")


# Damage by the part of a workbook

IN_XML: tuple[tuple[bytes, bytes], ...] = (
    (rb'r="[A-Z]+([0-9]+)"', rb'r="ZZZ\1"'),
    (rb'<row r="[0-9]+"', b'<row r="999999999"'),
    (rb"<v>[^<]*</v>", b"<v>99999999</v>"),
    (rb"<v>[^<]*</v>", b"<v>-1e400</v>"),
    (rb't="[a-zA-Z]+"', b't="x"'),
    (rb's="[0-9]+"', b's="70000"'),
    (rb"<t[^>]*>[^<]*</t>", b"<t>" + b"x" * 200_000 + b"</t>"),
    (rb"<\?xml[^>]*\?>", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    (rb'Target="[^"]*"', b'Target="/etc/passwd"'),
    (rb'Target="[^"]*"', b'Target="worksheets/sheet1.xml"'),
    (rb'ContentType="[^"]*"', b'ContentType="text/plain"'),
    (rb'sheetId="[0-9]+"', b'sheetId="x"'),
    (rb"<(/?)c\b", rb"<\1d"),
)


def repack(content: bytes, chance: random.Random) -> bytes:
    """The parts of a workbook, one of them changed, gone, doubled or under another name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(part.filename, archive.read(part)) for part in archive.infolist()]
    at = chance.randrange(len(parts))
    name, part = parts[at]
    match chance.randrange(6):
        case 0:
            del parts[at]
        case 1:
            parts.append((name, chance.choice(parts)[1]))
        case 2:
            parts[at] = (chance.choice(("/" + name, "../" * 5 + name, "xl/media/a.xml", "/", name.upper())), part)
        case 3:
            parts[at] = (name, chance.choice((flip, insert, cut, repeat))(part, chance))
        case _:
            pattern, replacement = chance.choice(IN_XML)
            times = chance.choice((1, 1, 0))
            parts[at] = (name, re.sub(pattern, replacement, part, count=times))
    packed = io.BytesIO()
    warnings.simplefilter("ignore", UserWarning)  # names that stand twice are meant to
    with zipfile.ZipFile(packed, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return packed.getvalue()


BY_BYTE: tuple[Change, ...] = (flip, insert, cut, repeat)
STRUCTURAL: dict[str, tuple[Change, ...]] = {
    ".csv": (tear, tear, encode),
    ".xlsx": (repack, repack, repack),
    ".jsonl": (encode, tear),
}


def forged(example: bytes, suffix: str, seed: int) -> bytes:
    """The file of this number: an example, changed once, twice or thrice."""
    chance = random.Random(seed)
    content = example
    for number in range(chance.choice((1, 1, 2, 3))):
        structural = STRUCTURAL[suffix] if number == 0 or suffix != ".xlsx" else ()
        content = chance.choice((*structural, *BY_BYTE))(content or b" ", chance)
    return content


def personal_values(examples: Iterable[Path]) -> frozenset[str]:
    """Numbers and names in the examples that a profile seals, all of invented people."""
    from exchange.delivery import open_delivery
    from exchange.observed import RowRead

    found: set[str] = set()
    for path in examples:
        delivery = open_delivery(path, resolve_municipality=lambda name: find_code(name, {}), municipality="0014")
        for row in delivery.rows():
            for one in row.observed if isinstance(row, RowRead) else ():
                found.update(text for name, text in one.personal.items() if name not in ("sex", "birth_on"))
    return frozenset(value for value in found if len(value) > 5)


# The campaign


def campaign(files: int, first_seed: int) -> int:
    """So many files, or as many as were read when it is interrupted; gives the exit code."""
    examples = sorted(path for path in EXAMPLES.iterdir() if path.suffix in STRUCTURAL)
    contents = {path: path.read_bytes() for path in examples}
    personal = personal_values(examples)
    folder = Path(tempfile.mkdtemp(prefix="kb-fuzz-"))
    outcomes: dict[str, list[Outcome]] = {}
    broken: list[dict[str, object]] = []
    try:
        for seed in range(first_seed, first_seed + files):
            example = examples[seed % len(examples)]
            path = folder / f"file{example.suffix}"
            path.write_bytes(forged(contents[example], example.suffix, seed))
            outcome = try_out(path, personal)
            outcomes.setdefault(example.suffix.lstrip("."), []).append(outcome)
            if not outcome.is_promised:
                broken.append({"seed": seed, "example": example.name, **asdict(outcome)})
                sys.stderr.write(json.dumps(broken[-1]) + "\n")
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: what was read so far is reported\n")
    finally:
        shutil.rmtree(folder)
    report(outcomes, broken, first_seed)
    return 1 if broken else 0


def report(outcomes: dict[str, list[Outcome]], broken: list[dict[str, object]], first_seed: int) -> None:
    """Write the JSON and the table of the page on reliability."""
    titles = (
        "files",
        "with rows taken",
        "all rows refused",
        "file refused",
        "processor at most (s)",
        "memory at most (MB)",
    )
    rows = [f"| form | {' | '.join(titles)} |", "|---|" + "--:|" * len(titles)]
    for form, of_form in sorted(outcomes.items()):
        taken = sum(one.what == "rows" and one.rows > one.rejected for one in of_form)
        none = sum(one.what == "rows" and one.rows <= one.rejected for one in of_form)
        refused = sum(one.what == "refused" for one in of_form)
        longest, most = max(one.seconds for one in of_form), max(one.megabytes for one in of_form)
        rows.append(f"| {form} | {len(of_form)} | {taken} | {none} | {refused} | {longest} | {most} |")
    reasons = Counter(one.reason for of_form in outcomes.values() for one in of_form if one.what == "refused")
    told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    summary = f"Broken promises: {len(broken)}. Refusals of files: {told}."
    figures = {"first_seed": first_seed, "table": rows, "refusals": reasons, "broken": broken}
    DOCUMENT.with_name("fuzz.json").write_text(json.dumps(figures, indent=1) + "\n")
    table = "\n".join((BEGIN, *rows, "", summary, END))
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: table, text, flags=re.DOTALL), "utf-8")


def main() -> int:
    """The campaign."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000, help="how many files")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first")
    given = parser.parse_args()
    return campaign(given.files, given.first)


if __name__ == "__main__":
    sys.exit(main())
