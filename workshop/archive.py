"""Backup and restore of a class: one file, taken while the class runs, restored whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
import tarfile
import tempfile
from pathlib import Path

from workshop import clock
from workshop.errors import ArchiveError, FolderInUseError
from workshop.progress import Told
from workshop.service.folder import ClassFolder, existing, explain

MARKER = "lab-iku-cadangan.json"
VERSION = 1
# "hub": sign-ins and keys of a hub that runs; it makes them anew, and the homes are kept
LEFT_OUT = {"cache", "log", "hub", "berjalan.lock", "kelas.sqlite", "kelas.sqlite-wal", "kelas.sqlite-shm"}
GRADEBOOK = "course/gradebook.db"
LARGEST_MEMBER = 2 * 2**30


def backup(class_dir: Path, out: Path, *, told: Told | None = None) -> int:
    """Write one file that holds the class; gives its size in bytes. The class may be running.

    ``told`` hears after each file how many of how many are in it.

    Raises:
        NotAClassFolderError: there is no class.
        FolderNotWritableError, DiskFullError: the file cannot be written.
    """
    folder = existing(class_dir)
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / "kelas.sqlite"
            _copy_database(folder.database, copy)
            marker = Path(place) / MARKER
            marker.write_text(json.dumps({"version": VERSION, "made_at": clock.now()}), encoding="utf-8")
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                with tarfile.open(fileobj=file, mode="w:gz", compresslevel=5) as archive:
                    archive.add(marker, MARKER)
                    archive.add(copy, "kelas.sqlite")
                    if (folder.path / GRADEBOOK).is_file():
                        book = Path(place) / "gradebook.db"
                        _copy_database(folder.path / GRADEBOOK, book)
                        archive.add(book, GRADEBOOK)
                    items = [item for item in sorted(folder.path.iterdir()) if item.name not in LEFT_OUT]
                    count = _Count(items, told)
                    for item in items:
                        archive.add(item, item.name, filter=count)
                    count.finish()
                file.flush()
                os.fsync(file.fileno())
        part.replace(out)
    except OSError as fault:
        raise explain(fault, out) from fault
    finally:
        part.unlink(missing_ok=True)
    return out.stat().st_size


def restore(archive_file: Path, class_dir: Path) -> ClassFolder:
    """Bring a class back into a new or empty folder.

    Raises:
        ArchiveError: the file is no backup of a class, or damaged.
        FolderInUseError: the folder already holds something.
    """
    target = class_dir.expanduser().resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderInUseError(folder=target)
    place = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        place.mkdir(parents=True, mode=0o700)
        _unpack(archive_file, place)
        _prove(place / "kelas.sqlite", archive_file)
        (place / MARKER).unlink()
        if target.exists():
            target.rmdir()
        place.replace(target)
    except OSError as fault:
        raise explain(fault, target) from fault
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return ClassFolder(target)


def _copy_database(source: Path, target: Path) -> None:
    """A consistent copy, taken page by page while others write."""
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as live, sqlite3.connect(target) as copy:
        live.backup(copy)


def _regular(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Files and folders only, without names of this machine's users; the gradebook is copied apart."""
    if not (member.isfile() or member.isdir()) or member.name.startswith(GRADEBOOK):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


class _Count:
    """``_regular`` that tells how far it is; a class that runs may write files beyond the number found at first."""

    def __init__(self, items: list[Path], told: Told | None) -> None:
        self.total = sum(1 + sum(1 for _ in item.rglob("*")) for item in items) if told else 0
        self.told, self.done = told, 0

    def __call__(self, member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        self.done += 1
        if self.told:
            self.told(min(self.done, self.total - 1), self.total)
        return _regular(member)

    def finish(self) -> None:
        if self.told and self.total:
            self.told(self.total, self.total)


def _unpack(archive_file: Path, place: Path) -> None:
    try:
        with tarfile.open(archive_file, "r:*") as archive:
            first = archive.next()
            if first is None or first.name != MARKER:
                raise ArchiveError(file=archive_file.name, reason="bukan cadangan kelas Lab IKU")
            for member in archive:
                if member.size > LARGEST_MEMBER or not (member.isfile() or member.isdir()):
                    raise ArchiveError(
                        file=archive_file.name, reason=f"berisi {member.name} yang tidak wajar"
                    )
                archive.extract(member, place, filter="data")
            archive.extract(first, place, filter="data")
    except FileNotFoundError as fault:
        raise ArchiveError(file=archive_file.name, reason="berkas tidak ditemukan") from fault
    except (tarfile.TarError, EOFError, ValueError) as fault:
        raise ArchiveError(file=archive_file.name, reason="rusak atau tidak lengkap") from fault
    for item in place.rglob("*"):
        item.chmod(0o700 if item.is_dir() else 0o600)


def _prove(database: Path, archive_file: Path) -> None:
    try:
        with sqlite3.connect(database) as opened:
            said = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as fault:
        raise ArchiveError(file=archive_file.name, reason="data kelas di dalamnya rusak") from fault
    if said != "ok":
        raise ArchiveError(file=archive_file.name, reason="data kelas di dalamnya rusak")
