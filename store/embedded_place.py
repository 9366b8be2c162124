"""Where the embedded server of one home lives, and as which user it runs.

PostgreSQL refuses to run as root, so root lends it another user; and that user often cannot
enter the folder where the home or the virtual environment lies (``/root`` is the common case).
Opening a folder's rights would solve that and is never done here. The data, and when needed a copy
of the binaries, then live elsewhere: in one folder per home that the server's user can reach. The home
remembers which one, and that folder remembers whose it is, so that a copied home can never lay hands
on the server of the home it was copied from.

    EmbeddedPostgresError
    ├── BinariesAreMissing            ├── DataAreMissing
    ├── BinariesAreUnreachable        ├── DataBelongToAnotherUser
    ├── ServerUserIsUnknown           ├── PlaceBelongsToAnotherHome
    ├── PlaceIsUnreachable            ├── PlaceNoteIsDamaged
    ├── PlaceIsNotWritable            ├── SocketFolderIsNotOurs
    ├── PasswordDoesNotFit            └── (those about a running server: see store/embedded.py)
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.embedded_process import EmbeddedPostgresError, ServerUser, copy_binaries, copy_of

PLACE_NOTE = "postgres-place.json"  # in the home: where its server lives
OWNER_NOTE = "owner.json"  # in the server's folder: whose it is
ELSEWHERE = (Path("/var/lib/ketenboek"), Path("/srv/ketenboek"), Path("/opt/ketenboek"), Path("/var/tmp/ketenboek"))  # noqa: S108 - checked for ownership before use
SHORT_SOCKET_PARENT = Path("/tmp")  # noqa: S108 - fixed, since TMPDIR differs per process; ownership is checked
SOCKET_FOLDER_BYTES_MAX = 107 - len("/.s.PGSQL.5432")
# libpq splits a host at commas and the server's settings have their own quoting: other names get a short folder.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


class BinariesAreUnreachable(EmbeddedPostgresError):
    """The server's user cannot run the PostgreSQL programs, nor a copy of them."""


class ServerUserIsUnknown(EmbeddedPostgresError):
    """Root needs another user to run PostgreSQL, and the one named does not exist."""


class PlaceIsUnreachable(EmbeddedPostgresError):
    """The server's user cannot enter the folder where its data must lie."""


class PlaceIsNotWritable(EmbeddedPostgresError):
    """A folder or file that the server needs could not be made."""


class PlaceBelongsToAnotherHome(EmbeddedPostgresError):
    """The folder this home names belongs to another home that still exists."""


class PlaceNoteIsDamaged(EmbeddedPostgresError):
    """The note about the server's folder cannot be read, or cannot be trusted."""


class DataAreMissing(EmbeddedPostgresError):
    """The home remembers data that are no longer there."""


class DataBelongToAnotherUser(EmbeddedPostgresError):
    """The data directory belongs to a user as whom the server cannot be run."""


class SocketFolderIsNotOurs(EmbeddedPostgresError):
    """The folder for the server's socket was made by somebody else, or others may enter it."""


class PasswordDoesNotFit(EmbeddedPostgresError):
    """The superuser's password is missing, or is not the one the server knows."""


@dataclass(frozen=True)
class Place:
    """Where the server of one home lives; safe to show to the operator."""

    home: Path
    root: Path
    binaries: Path
    sockets: Path
    elsewhere: bool

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "postgres.log"

    @property
    def password_file(self) -> Path:
        return self.root / "superuser.password"


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn a refusal of the file system into a sentence about `path`."""
    try:
        yield
    except OSError as error:
        raise PlaceIsNotWritable(
            f"{error.filename or path} cannot be used: {error.strerror}. Expected: a folder on a disk with room, "
            f"in which the user with number {os.geteuid()} may write. Give that user the right, free some room, or "
            "choose another home with KETENBOEK_HOME, for example /srv/ketenboek-home."
        ) from error


def choose_server_user(named: str | None, data: Path) -> ServerUser:
    """Ourselves, unless we are root; then whoever owns the data, the user named, `postgres` or `nobody`."""
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise DataBelongToAnotherUser(
                f"{data} belongs to the user with number {owner}, and we run as {os.geteuid()}. PostgreSQL only runs "
                "as the owner of its data: run this as that user, or as root."
            )
        return ServerUser(str(os.geteuid()), os.geteuid(), os.getegid(), switched=False)
    if owner == 0:
        raise DataBelongToAnotherUser(
            f"{data} belongs to root, and PostgreSQL refuses to run as root. Give it back to the user that the server "
            f"ran as, for example: chown -R postgres {data}"
        )
    for name in [named] if named else ["postgres", "nobody"]:
        try:
            entry = pwd.getpwnam(name) if owner is None else pwd.getpwuid(owner)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid, switched=True)
    raise ServerUserIsUnknown(
        f"PostgreSQL refuses to run as root, and the user {named or owner or 'postgres or nobody'} does not exist or "
        "is root. Name an existing ordinary user as the server's user, or run this as an ordinary user."
    )


def find_place(home: Path, source: Path, named_user: str | None) -> tuple[Place, ServerUser]:
    """The place this home remembers, or else the one it would get. Changes nothing on disk."""
    with explaining(home):
        root = remembered_root(home)
        if root is None and (home / "postgres" / "data").exists():
            root = home / "postgres"
        user = choose_server_user(named_user, (root or home / "postgres") / "data")
        can_execute = user.can_execute(source)
        if root is None:
            root = choose_root(home, user, holds_programs=not can_execute)
        binaries = source if can_execute else copy_of(source, root)
    return Place(home, root, binaries, socket_folder(root, user), not root.is_relative_to(home)), user


def remembered_root(home: Path) -> Path | None:
    """The folder that the home's note names; inside the home it is written relative, so that it moves along."""
    note = read_note(home / PLACE_NOTE)
    if note is None:
        return None
    root = home / str(note["root"])
    if note["initialised"] and not (root / "data").exists():
        raise DataAreMissing(
            f"{home / PLACE_NOTE} says that the data of this home are in {root / 'data'}, and they are not there. "
            f"Put them back from a backup; or, to begin an empty ledger, remove {home / PLACE_NOTE}."
        )
    if not root.is_relative_to(home) and root.exists() and root.lstat().st_uid != os.geteuid():
        raise PlaceNoteIsDamaged(
            f"{home / PLACE_NOTE} names {root}, which belongs to the user with number {root.lstat().st_uid} and not to "
            f"{os.geteuid()}. Run this as the user that first started the server of this home."
        )
    return root


def choose_root(home: Path, user: ServerUser, *, holds_programs: bool) -> Path:
    """Inside the home when the server's user can come there, else the first folder elsewhere that will do.

    PostgreSQL's initdb calls its programs by way of a shell: a copy of them cannot lie below a name that a shell reads.
    """
    if user.can_enter(nearest_existing(home)) and not (holds_programs and re.search(r'["$`\\]', str(home))):
        return home / "postgres"
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    for parent in ELSEWHERE if user.switched else ():
        if parent_will_do(parent, user):
            # What a former home at this path left behind is neither ours to take up nor ours to remove.
            taken = (parent / f"{name}-{number}" for number in range(1, 1000))
            return next(root for root in taken if not (root / "data").exists())
    raise PlaceIsUnreachable(
        f"The user {user.name} cannot enter {nearest_existing(home)}, and no folder elsewhere will do "
        f"({', '.join(map(str, ELSEWHERE))}). Expected: one of these owned by root and open to that user. "
        "Make one, or choose a home that the user can enter, for example KETENBOEK_HOME=/srv/ketenboek-home."
    )


def nearest_existing(folder: Path) -> Path:
    return next(above for above in (folder, *folder.parents) if above.exists())


def parent_will_do(parent: Path, user: ServerUser) -> bool:
    """True for a folder of ours (or one we can make) in which nobody else can put something in our way."""
    there = nearest_existing(parent)
    seen = there.lstat()
    crowded = bool(seen.st_mode & 0o022) and (there == parent or not seen.st_mode & stat.S_ISVTX)
    ours = stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid() and not crowded
    return ours and os.access(there, os.W_OK) and user.can_enter(there)


def socket_folder(root: Path, user: ServerUser) -> Path:
    """Inside the root, or a short folder when the path is too long or too odd for a socket."""
    inside = root / "sockets"
    if len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES_MAX and PLAIN_PATH.fullmatch(str(inside)):
        return inside
    return SHORT_SOCKET_PARENT / f"ketenboek-{user.uid}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:16]}"


def other_owner(place: Place) -> Path | None:
    """The other home to which this place belongs, or None.

    A home that was moved takes its place along; a home that was copied does not: the original still names it.
    """
    note = read_note(place.root / OWNER_NOTE)
    other = Path(str(note["home"])) if note else place.home
    if other == place.home:
        return None
    try:
        named = read_note(other / PLACE_NOTE)
        root = other / (str(named["root"]) if named else "postgres")
        return other if root.exists() and root.samefile(place.root) else None
    except PermissionError:  # it is there, and we may not look: then it is not ours to decide
        return other


def refuse_foreign_place(place: Place) -> None:
    """Refuse the data of another home; raises PlaceBelongsToAnotherHome."""
    if other := other_owner(place):
        """Refuse the data of another home; raises PlaceBelongsToAnotherHome."""
        raise PlaceBelongsToAnotherHome(
            f"{place.home} names {place.root}, which belongs to the home {other}: this home is a copy of that one. "
            f"Two homes are two ledgers. If {place.home} must be a ledger of its own, remove "
            f"{place.home / PLACE_NOTE} and it begins empty; if the home was moved, remove {other} first."
        )


def make_place(place: Place, user: ServerUser, source: Path, tell: Callable[[str], None]) -> None:
    """Make the folders, the notes and the copy of the binaries. Rights are set only on what we make ourselves."""
    with explaining(place.root):
        for folder in (place.root.parent, place.root) if place.elsewhere else (place.root,):
            make_folder(folder, 0o711 if user.switched else 0o700)
        if not user.can_enter(place.root):
            raise PlaceIsUnreachable(
                f"The user {user.name}, as whom the server runs, cannot enter {place.root}. No folder's rights are "
                f"opened for it. Give that user the right to pass through {place.root} and the folders above it; "
                f"or move {place.root.name} away yourself."
            )
        claim_place(place)
        make_socket_folder(place.sockets, user)
        if place.binaries != source and not place.binaries.exists():
            tell(f"Copying PostgreSQL's programs to where the user {user.name} can run them.")
            copy_binaries(source, place.root)
    if place.binaries != source and not user.can_execute(place.binaries):
        said = [user.run(programs / "postgres", "--version")[1] for programs in (source, place.binaries)]
        raise BinariesAreUnreachable(
            f"The user {user.name} can run neither {source / 'postgres'} ({said[0]}) nor its copy ({said[1]}). "
            "Expected: programs for this machine, on a disk that is not mounted noexec. "
            "Name another folder that holds postgres and initdb as the setting for binaries."
        )


def claim_place(place: Place) -> None:
    """Write down in the home where its server lives, and there whose it is."""
    root = str(place.root) if place.elsewhere else str(place.root.relative_to(place.home))
    write_note(place.root / OWNER_NOTE, {"home": str(place.home)})
    write_note(place.home / PLACE_NOTE, {"root": root, "initialised": place.data.exists()})


def make_folder(folder: Path, mode: int) -> bool:
    """Make one folder with exactly these rights; one that is there keeps its own. True when made."""
    try:
        folder.mkdir(mode)
    except FileExistsError:
        return False
    folder.chmod(mode)  # mkdir listens to the umask, and under 077 the server could not pass
    return True


def make_socket_folder(folder: Path, user: ServerUser) -> None:
    """The folder is the server's alone: whoever could write in it could pose as the server."""
    make_folder(folder, 0o700)
    seen = folder.lstat()
    if stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid():
        user.own(folder)
        seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != user.uid or seen.st_mode & 0o077:
        raise SocketFolderIsNotOurs(
            f"{folder} is no folder of the user {user.name} (number {user.uid}) alone: it belongs to number "
            f"{seen.st_uid}, with rights {stat.filemode(seen.st_mode)}. Find out who made it, remove it, and try again."
        )


def read_note(path: Path) -> dict[str, object] | None:
    """A note beside the data, None where there is none; raises PlaceNoteIsDamaged."""
    try:
        """A note beside the data, None where there is none; raises PlaceNoteIsDamaged."""
        note = json.loads(path.read_text(encoding="utf-8"))
        required = {PLACE_NOTE: {"root", "initialised"}, OWNER_NOTE: {"home"}}[path.name]
        if not isinstance(note, dict) or not required <= set(note):
            raise ValueError(f"{sorted(required)} expected")
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise PlaceNoteIsDamaged(
            f"{path} cannot be read: {error}. Expected: the note that was written when the server first started. "
            "Put it back from a backup."
        ) from error
    return note


def write_note(path: Path, note: dict[str, object]) -> None:
    """Replace the note as a whole, so that a crash leaves the old one or the new one."""
    text = json.dumps(note, ensure_ascii=False, indent=2) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def write_secret(path: Path, text: str) -> None:
    """Only the owner may read it, from the first moment; it is whole or not there."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.rename(path)


def read_password(place: Place) -> str:
    """The superuser's password; raises PasswordDoesNotFit."""
    try:
        """The superuser's password; raises PasswordDoesNotFit."""
        return place.password_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise PasswordDoesNotFit(
            f"{place.password_file} cannot be read: {error.strerror}. It is made at the first start and readable only "
            "by the user who did that. Start the server as that user, or put the file back from a backup."
        ) from error


def wrong_password(place: Place) -> PasswordDoesNotFit:
    return PasswordDoesNotFit(
        f"The server refuses the password in {place.password_file}. Expected: the one made together with the data. "
        "Put that file back from a backup."
    )
