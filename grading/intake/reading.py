"""Opens what was handed in: regular files of a real folder only, no link is followed, nothing without limit."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from grading.intake.errors import Rejected

MIB = 1024 * 1024
LARGEST_NOTEBOOK = (
    150 * MIB
)  # asumsi: pictures in outputs make a notebook of tens of MiB; outputs are not kept
LARGEST_DATA_FILE = 8 * MIB
LARGEST_DATA = 12 * MIB  # less than the scratch space of a room
MOST_ENTRIES = 500
# what an answer may read beside itself; never *.py, which could stand before an installed module
DATA_SUFFIXES = (
    ".csv",
    ".tsv",
    ".txt",
    ".json",
    ".xlsx",
    ".parquet",
    ".geojson",
    ".toml",
    ".md",
    ".png",
    ".jpg",
    ".svg",
)


@contextlib.contextmanager
def opened_folder(folder: Path) -> Iterator[int]:
    """The folder as a descriptor; ``Rejected`` where it is a link or none."""
    try:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        raise Rejected("foldernya tidak ada, atau hanya tautan ke tempat lain") from None
    try:
        yield fd
    finally:
        os.close(fd)


def regular_files(folder_fd: int) -> tuple[dict[str, int], list[str]]:
    """Names and sizes of the regular files directly in a folder, and the names of what was passed over."""
    files: dict[str, int] = {}
    others: list[str] = []
    with os.scandir(folder_fd) as entries:
        for count, entry in enumerate(entries):
            if count >= MOST_ENTRIES:
                raise Rejected(f"foldernya berisi lebih dari {MOST_ENTRIES} berkas")
            state = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(state.st_mode) and entry.name.isprintable():
                files[entry.name] = state.st_size
            elif not stat.S_ISDIR(state.st_mode):
                others.append(entry.name)
    return files, others


def content(folder_fd: int, name: str, largest: int) -> bytes:
    """The bytes of one regular file, read through a descriptor that cannot be swapped for a link meanwhile."""
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder_fd)
    except OSError:
        raise Rejected("berkasnya tidak dapat dibuka") from None
    with os.fdopen(fd, "rb") as file:
        state = os.fstat(fd)
        if not stat.S_ISREG(state.st_mode):
            raise Rejected("yang dikirim bukan berkas biasa")
        if state.st_size > largest:
            raise Rejected(f"berkasnya lebih besar dari {largest // MIB} MB")
        return file.read(largest)


def data_files(folder: Path, *, trusted: bool = False) -> dict[str, bytes]:
    """The files beside a notebook that its cells may read, by name.

    ``trusted`` is for the instructor's own folder: there, modules (``*.py``) and folders of data count too.
    """
    found: dict[str, bytes] = {}
    with opened_folder(folder) as fd:
        files, _ = regular_files(fd)
        room = LARGEST_DATA
        for name, size in sorted(files.items()):
            suffix = Path(name).suffix.lower()
            if (suffix in DATA_SUFFIXES or (trusted and suffix == ".py")) and size <= min(
                LARGEST_DATA_FILE, room
            ):
                found[name] = content(fd, name, LARGEST_DATA_FILE)
                room -= size
    return found
