"""Homes of the notebook track: made once, filled with lessons, never overwritten; hand-ins are read out safely."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from workshop import paths

PERSON = re.compile(r"p-[a-z0-9]{6}")
FIRST_UID = 260_000  # asumsi: no account of this machine lies here; only a hub run by root uses them
LESSONS, EXERCISES = "pelajaran", "latihan"
START = "Mulai.md"


@dataclass(frozen=True)
class Home:
    """One trainee's folder and the user that owns it (``None``: whoever runs the class)."""

    path: Path
    uid: int | None


def folder_of(data: Path, person: str) -> Path:
    """Where the home of a participant lies; the id is checked, for it becomes a path."""
    if not PERSON.fullmatch(person):
        raise ValueError(person)
    return data / "rumah" / person


def prepare(data: Path, person: str) -> Home:
    """The home, made and filled where needed. What a trainee has changed always stays."""
    home = folder_of(data, person)
    home.parent.mkdir(mode=0o700, exist_ok=True)
    new = not home.exists()
    home.mkdir(mode=0o700, exist_ok=True)
    uid = _uid_of(home, new) if os.geteuid() == 0 else None
    for name in (LESSONS, EXERCISES):
        (home / name).mkdir(exist_ok=True)
    for lesson in sorted(paths.LESSONS.glob("*.ipynb")):
        target = home / LESSONS / lesson.name
        if not target.exists() and not target.is_symlink():
            shutil.copyfile(lesson, target)
    if uid is not None:
        _give(home, uid)
    return Home(home, uid)


def place_notebook(data: Path, person: str, exercise: str, content: bytes) -> Path:
    """Put an exercise's notebook into the home unless one is there already; gives its place in the home."""
    home = prepare(data, person)
    inside = Path(EXERCISES) / f"{exercise}.ipynb"
    folder = _open_folder(home.path, EXERCISES)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(inside.name, flags, 0o600, dir_fd=folder), "wb") as file:
            file.write(content)
            if home.uid is not None:
                os.fchown(file.fileno(), home.uid, home.uid)
    except FileExistsError:
        pass
    finally:
        os.close(folder)
    return inside


def place_start(data: Path, person: str, text: str) -> str:
    """Write the page that JupyterLab opens with, over that of last time; gives its place in the home.

    Written beside and put in place, so whatever a trainee made of the old one (a link, a pipe) is replaced, not followed.
    """
    home = prepare(data, person)
    folder = os.open(home.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    beside = f".{START}.{secrets.token_hex(8)}"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(beside, flags, 0o600, dir_fd=folder), "w", encoding="utf-8") as file:
            file.write(text)
            if home.uid is not None:
                os.fchown(file.fileno(), home.uid, home.uid)
        os.replace(beside, START, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(beside, dir_fd=folder)
        raise
    finally:
        os.close(folder)
    return START


def read_notebook(data: Path, person: str, exercise: str, largest: int) -> bytes | None:
    """A trainee's own notebook as saved in the home; ``None`` where there is no regular file of allowed size."""
    handle = _open_notebook(data, person, exercise, largest)
    if handle is None:
        return None
    with os.fdopen(handle, "rb") as file:
        content = file.read(largest + 1)
    return content if len(content) <= largest else None


def when_saved(data: Path, person: str, exercise: str, content: bytes) -> float | None:
    """When the notebook in the home was saved (seconds since 1970); ``None`` where it is no longer ``content``."""
    handle = _open_notebook(data, person, exercise, len(content))
    if handle is None:
        return None
    with os.fdopen(handle, "rb") as file:
        moment = os.fstat(handle).st_mtime
        return moment if file.read(len(content) + 1) == content else None


def _open_notebook(data: Path, person: str, exercise: str, largest: int) -> int | None:
    """Opened step by step without following links: a link in a home could point at the key of an exercise."""
    home = folder_of(data, person)
    try:
        folder = _open_folder(home, EXERCISES)
    except OSError:
        return None
    try:
        handle = os.open(
            f"{exercise}.ipynb", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder
        )
    except OSError:
        return None
    finally:
        os.close(folder)
    facts = os.fstat(handle)
    if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1 or facts.st_size > largest:
        os.close(handle)
        return None
    return handle


def forget(data: Path, person: str) -> None:
    """Erase a home with all that is in it."""
    shutil.rmtree(folder_of(data, person), ignore_errors=True)


def _open_folder(home: Path, name: str) -> int:
    base = os.open(home, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=base)
    finally:
        os.close(base)


def _uid_of(home: Path, new: bool) -> int:
    """A user of its own for each home: the one that owns it, or the next free number."""
    owner = home.stat().st_uid
    if not new and owner >= FIRST_UID:
        return owner
    taken = [other.stat().st_uid for other in home.parent.iterdir() if other.is_dir()]
    return max([FIRST_UID - 1, *taken]) + 1


def _give(home: Path, uid: int) -> None:
    for folder, names, files in os.walk(home, followlinks=False):
        for name in [".", *names, *files]:
            place = Path(folder) / name
            if place.lstat().st_uid != uid:
                os.chown(place, uid, uid, follow_symlinks=False)
