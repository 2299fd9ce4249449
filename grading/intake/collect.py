"""Takes hand-ins out of an archive (USB stick, e-mail, download of a learning platform) into ``submitted/``.

The archive itself is kept, byte for byte, under ``collected/``. Whatever is odd about a member costs that member only.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from grading.intake.errors import NEWER_STAYS, NOT_FOUND, NOT_NEEDED, UNNAMED, ArchiveRejected
from grading.intake.naming import Owner, owner_of
from grading.intake.reading import DATA_SUFFIXES, LARGEST_DATA_FILE, LARGEST_NOTEBOOK, MIB

# asumsi: a class of 200 with a notebook and a few data files each; far below what fills a laptop's disk
MOST_MEMBERS = 5_000
LARGEST_ARCHIVE = 500 * MIB
LARGEST_UNPACKED = 1_000 * MIB
HIGHEST_RATIO = 400  # a notebook full of one repeated line packs about 300 to 1, a bomb 1,000 to 1 and more
_SMALL = MIB  # below it, a ratio says nothing
_NESTED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Taken:
    """One hand-in put into its place."""

    participant: str
    assignment: str
    path: Path


@dataclass(frozen=True)
class Collected:
    """What came out of an archive: hand-ins, and what was left and why."""

    archive: Path
    taken: list[Taken] = field(default_factory=list)
    problems: list[ArchiveRejected] = field(default_factory=list)


def unpack(
    archive: Path, course: Path, *, assignment: str = "", told: Callable[[int, int], None] | None = None
) -> Collected:
    """Put the notebooks of an archive under ``course/submitted/<participant>/<assignment>/``.

    A hand-in that is there already is replaced by a newer one only.

    Args:
        archive: a ``.zip``, or a single ``.ipynb``.
        course: a course folder; its ``source/`` and ``release/`` say which assignments there are.
        assignment: the assignment of all files in it, where their names do not tell.
        told: hears after each member of a ``.zip`` how many of how many are done.

    Raises:
        ArchiveRejected: nothing of it is unpacked.
    """
    content = _read(archive)
    kept = _keep(archive, content, course)
    if archive.suffix.lower() == ".ipynb":
        collected = Collected(kept)
        moment = datetime.fromtimestamp(archive.stat().st_mtime, UTC)
        _take(collected, course, archive.name, content, moment, _assignments(course), assignment)
        return collected
    try:
        with zipfile.ZipFile(kept) as opened:
            return _unpack(opened, archive.name, kept, course, assignment, told)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError):
        raise ArchiveRejected(archive.name, "isinya rusak atau bukan .zip") from None


def _read(archive: Path) -> bytes:
    try:
        fd = os.open(archive, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise ArchiveRejected(
            archive.name, "berkasnya tidak ada, tidak dapat dibuka, atau hanya tautan", NOT_FOUND
        ) from None
    with os.fdopen(fd, "rb") as file:
        state = os.fstat(fd)
        if not stat.S_ISREG(state.st_mode):
            raise ArchiveRejected(archive.name, "bukan berkas biasa")
        if state.st_size > LARGEST_ARCHIVE:
            raise ArchiveRejected(archive.name, f"lebih besar dari {LARGEST_ARCHIVE // MIB} MB")
        return file.read(LARGEST_ARCHIVE)


def _keep(archive: Path, content: bytes, course: Path) -> Path:
    """A copy of what was handed in, under a name that tells content apart."""
    folder = course / "collected"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{hashlib.sha256(content).hexdigest()[:12]}-{archive.name}"
    if not kept.exists():
        _write(kept, content)
    return kept


def _unpack(
    opened: zipfile.ZipFile,
    name: str,
    kept: Path,
    course: Path,
    assignment: str,
    told: Callable[[int, int], None] | None,
) -> Collected:
    members = opened.infolist()
    if len(members) > MOST_MEMBERS:
        raise ArchiveRejected(name, f"berisi lebih dari {MOST_MEMBERS} berkas")
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise ArchiveRejected(name, f"isinya lebih besar dari {LARGEST_UNPACKED // MIB} MB setelah dibuka")
    collected, assignments, room = Collected(kept), _assignments(course), LARGEST_UNPACKED
    for done, member in enumerate(members, 1):
        if told:
            told(done, len(members))
        if member.is_dir() or _is_clutter(member.filename):
            continue
        try:
            _check(member)
            content = b"".join(_unpacked(opened, member, room))
        except ArchiveRejected as problem:
            collected.problems.append(problem)
            continue
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
            collected.problems.append(ArchiveRejected(member.filename, "isinya rusak"))
            continue
        room -= len(content)
        _take(collected, course, member.filename, content, _moment(member), assignments, assignment)
    return collected


def _is_clutter(name: str) -> bool:
    """What operating systems put into archives unasked."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
    )


def _check(member: zipfile.ZipInfo) -> None:
    """Refuse a member for what its entry says; what it then holds is limited while reading."""
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or not name.isprintable():
        raise ArchiveRejected(name, "namanya menunjuk ke luar arsip")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise ArchiveRejected(name, "bukan berkas biasa, melainkan tautan atau sejenisnya")
    if member.flag_bits & 1:
        raise ArchiveRejected(name, "dikunci dengan kata sandi")
    suffix = Path(parts[-1]).suffix.lower()
    if suffix in _NESTED:
        raise ArchiveRejected(name, "arsip di dalam arsip")
    if suffix != ".ipynb" and suffix not in DATA_SUFFIXES:
        raise ArchiveRejected(name, "bukan notebook dan bukan berkas data", NOT_NEEDED)
    largest = LARGEST_NOTEBOOK if suffix == ".ipynb" else LARGEST_DATA_FILE
    if member.file_size > largest:
        raise ArchiveRejected(name, f"lebih besar dari {largest // MIB} MB")
    if member.file_size > _SMALL and member.file_size > HIGHEST_RATIO * max(1, member.compress_size):
        raise ArchiveRejected(name, "dipadatkan secara tidak wajar")


def _unpacked(opened: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    """The member's content, no more of it than announced and than there is room for."""
    left = min(member.file_size, room)
    with opened.open(member) as stream:
        while chunk := stream.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise ArchiveRejected(member.filename, "isinya lebih besar daripada yang tertulis")
            yield chunk


def _moment(member: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*member.date_time, tzinfo=UTC)
    except ValueError:
        return datetime(1980, 1, 1, tzinfo=UTC)


def _assignments(course: Path) -> set[str]:
    return {
        path.name
        for area in ("source", "release")
        if (course / area).is_dir()
        for path in (course / area).iterdir()
        if path.is_dir()
    }


def _take(
    collected: Collected,
    course: Path,
    name: str,
    content: bytes,
    moment: datetime,
    assignments: set[str],
    assignment: str,
) -> None:
    """Put one file into its place, or say why not."""
    owner = owner_of(name, assignments, assignment)
    if owner is None:
        reason = "tidak diketahui milik siapa atau untuk latihan apa"
        collected.problems.append(ArchiveRejected(name, reason, UNNAMED))
        return
    with contextlib.suppress(ValueError):
        moment = datetime.strptime(owner.time, "%Y-%m-%d-%H-%M-%S").replace(tzinfo=UTC)
    folder = course / "submitted" / owner.participant / owner.assignment
    if any(path.is_symlink() for path in (course / "submitted", folder.parent, folder)):
        collected.problems.append(ArchiveRejected(name, "folder tujuannya hanya tautan"))
        return
    target = folder / _file_name(owner, course)
    if target.suffix == ".ipynb" and _is_older(moment, folder, target):
        collected.problems.append(
            ArchiveRejected(name, "lebih lama daripada kiriman yang sudah ada", NEWER_STAYS)
        )
        return
    folder.mkdir(parents=True, exist_ok=True)
    _write(target, content)
    if target.suffix == ".ipynb":
        _write(folder / "timestamp.txt", moment.strftime("%Y-%m-%d %H:%M:%S UTC").encode())
        collected.taken.append(Taken(owner.participant, owner.assignment, target))


def _file_name(owner: Owner, course: Path) -> str:
    """The name under which the assignment expects a notebook; data files keep theirs."""
    if not owner.file.lower().endswith(".ipynb"):
        return owner.file
    areas = (course / area / owner.assignment for area in ("source", "release"))
    expected = sorted({path.name for area in areas if area.is_dir() for path in area.glob("*.ipynb")})
    alike = [name for name in expected if owner.file.startswith(name[: -len(".ipynb")])]
    if len(expected) == 1:
        return expected[0]
    return max(alike, key=len) if alike else owner.file


def _is_older(moment: datetime, folder: Path, target: Path) -> bool:
    try:
        if not target.is_file():
            return False
        text = (folder / "timestamp.txt").read_text(encoding="ascii").strip()
        return moment < datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    except (OSError, ValueError):
        return False


def _write(path: Path, content: bytes) -> None:
    """Write as a whole or not at all, never through a link."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(content)
    draft.replace(path)
