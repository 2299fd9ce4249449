"""How much a home may hold, and what happens above: the server ends, and what was written last goes.

No file system that every laptop has limits a folder for an ordinary user, so the hub looks once a second at homes whose
servers run. What was written beyond the limit is treated as a write that failed: the newest files go until the
rest fits, notebooks last of all, and a note in the home says which.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

NOTE = "BACA-rumah-penuh.txt"
NOTEBOOK = 8 * 2**20  # bytes; a larger notebook cannot be handed in anyway (service.handing_in)
LOOK_SECONDS = 1.0


class Size(NamedTuple):
    """What a folder holds: bytes on the disk, and names."""

    bytes: int
    files: int

    def beyond(self, most: Size) -> bool:
        """Whether it is more than ``most``."""
        return self.bytes > most.bytes or self.files > most.files


MOST_FILES = 20_000  # asumsi: a hundred times what lessons and exercises make


class _Entry(NamedTuple):
    folder: str
    name: str
    facts: os.stat_result

    @property
    def path(self) -> str:
        return os.path.join(self.folder, self.name)  # noqa: PTH118 (names may be no text at all)

    @property
    def goes_last(self) -> bool:
        return self.name.endswith(".ipynb") and self.facts.st_size <= NOTEBOOK


def size_of(place: Path) -> Size:
    """What a folder holds, links not followed; a file that grows holes counts what lies on the disk."""
    held = files = 0
    for entry in _entries(place):
        held += entry.facts.st_blocks * 512
        files += 1
    return Size(held, files)


def make_fit(home: Path, most: Size) -> list[str]:
    """Remove the newest files until the home fits, and leave a note; gives the paths removed.

    Only while no process of the trainee runs: nobody can then put a link in the place of a folder.
    """
    entries = [entry for entry in _entries(home) if not stat.S_ISDIR(entry.facts.st_mode)]
    # by the time of the last change of a file's record, which no program can set
    entries.sort(key=lambda entry: (entry.goes_last, -entry.facts.st_ctime_ns))
    size, removed = size_of(home), []
    for entry in entries:
        if not size.beyond(most):
            break
        os.unlink(entry.path)  # noqa: PTH108
        size = Size(size.bytes - entry.facts.st_blocks * 512, size.files - 1)
        removed.append(os.path.relpath(entry.path, home))
    if removed:
        _leave_note(home, removed, most)
    return removed


def _leave_note(home: Path, removed: list[str], most: Size) -> None:
    place = home / NOTE
    with contextlib.suppress(OSError):
        place.unlink()
    shown = [f"- {name.encode(errors='replace').decode()}" for name in removed[:20]]
    if len(removed) > len(shown):
        shown.append(f"- dan {len(removed) - len(shown)} berkas lain")
    lines = [
        f"Rumah Anda melewati batas {most.bytes // 2**20} MB atau {most.files} berkas, jadi JupyterLab ditutup.",
        "Berkas yang terakhir ditulis dihapus agar disk kelas tidak penuh:",
        *shown,
        "Notebook lain tetap ada. Buka lagi JupyterLab dari Kelas saya, lalu tulis berkas yang lebih kecil.",
    ]
    with contextlib.suppress(OSError):
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
            if os.geteuid() == 0:
                owner = home.stat()
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)


def _entries(place: Path) -> Iterator[_Entry]:
    """Everything below a folder; what vanishes or cannot be read meanwhile is left out."""
    for folder, names, files in os.walk(place, followlinks=False):
        for name in [*names, *files]:
            with contextlib.suppress(OSError):
                yield _Entry(folder, name, os.lstat(os.path.join(folder, name)))  # noqa: PTH118
