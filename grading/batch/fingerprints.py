"""What a grade depends on, as hashes: when none of them changed, nothing is graded again."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import lru_cache
from pathlib import Path

import grading
import kpi_sim

# asumsi: what decides a grade stands in these folders; feedback texts around it and the gradebook do not.
DECIDES = ("exercise", "judging", "examiner", "room", "intake", "testcells", "batch")
LARGEST_FILE = (
    8 * 2**20
)  # bytes of one handed-in file that count; larger ones are refused by the intake anyway
MOST_FILES = 200


@lru_cache(maxsize=1)
def engine() -> str:
    """Hash of the code and rules that decide grades: a new version of either grades everything again."""
    digest = hashlib.sha256()
    for root in [Path(grading.__path__[0]) / name for name in DECIDES] + [Path(kpi_sim.__path__[0])]:
        for file in sorted([*root.rglob("*.py"), *root.rglob("*.toml")]):
            _add(digest, file.relative_to(root.parent).as_posix(), file.read_bytes())
    return digest.hexdigest()


def exercise(folder: Path) -> str:
    """Hash of an exercise folder, engine included."""
    digest = hashlib.sha256(engine().encode())
    for file in sorted(folder.iterdir()):
        if file.is_file():
            _add(digest, file.name, file.read_bytes())
    return digest.hexdigest()


def tests(source_fingerprint: str) -> str:
    """Hash of the instructor's notebooks of a course that is not ours, engine included."""
    return hashlib.sha256((engine() + source_fingerprint).encode()).hexdigest()


def handed_in(folder: Path) -> str:
    """Hash of what lies in a submission's folder; links and special files count by name only, and are not opened."""
    digest = hashlib.sha256()
    for name in sorted(path.name for path in folder.iterdir())[:MOST_FILES]:
        _add(digest, name, _content(folder / name))
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    """Hash of a regular file, read in pieces; empty for anything else."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return b""
        return hashlib.file_digest(file, "sha256").digest()


def _add(digest: hashlib._Hash, name: str, content: bytes) -> None:
    label = os.fsencode(name)
    digest.update(len(label).to_bytes(4, "big") + label + len(content).to_bytes(8, "big") + content)
