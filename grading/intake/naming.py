"""Whose work is it, and for which assignment? Read from the name that a file has inside an archive.

Understood: nbgrader's own pattern for collected files, folders ``participant/assignment/…``, file names
``participant_assignment.ipynb``, and the names that Moodle and Canvas give to downloads.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

# nbgrader: ZipCollectApp, FileNameCollectorPlugin.named_regexp
_NBGRADER = re.compile(r"(?P<participant>.+?)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)_(?P<file>.*)")
_MOODLE = re.compile(r"(?P<participant>.+?)_(?P<number>\d+)_assignsubmission_file_?.*")
_CANVAS = re.compile(r"(?P<participant>[a-z0-9.-]+)_(?:LATE_)?\d+_\d+_(?P<file>.+)", re.I)
_PARTICIPANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")
_COPY = re.compile(r"(?:[ _-]?\(\d+\)|-Copy\d*|[ _-]salinan|-\d{1,2})$", re.I)


@dataclass(frozen=True)
class Owner:
    """The participant and the assignment that a file belongs to; ``time`` as the name tells it, or ""."""

    participant: str
    assignment: str
    file: str
    time: str = ""


def owner_of(name: str, assignments: Collection[str], only: str = "") -> Owner | None:
    """Owner of an archive member, ``None`` where its name does not tell.

    Args:
        name: path inside the archive.
        assignments: those that the course has.
        only: the assignment of the whole archive, where the caller knows it.
    """
    path = PurePosixPath(name)
    folders, file, time = list(path.parts[:-1]), path.name, ""
    participant = ""
    for pattern in (_NBGRADER, _CANVAS):
        found = pattern.fullmatch(file)
        if found:
            participant, file = _without_assignment(found["participant"], {*assignments, only}), found["file"]
            time = found.groupdict().get("time") or ""
            break
    for folder in folders:
        found = _MOODLE.fullmatch(folder)
        if found:
            participant = found["participant"]
    assignment = next((folder for folder in reversed(folders) if folder in assignments), "")
    if not participant and assignment:
        before = folders[: folders.index(assignment)]
        after = folders[folders.index(assignment) + 1 :]
        participant = (before or after or [""])[-1]
    stem = _stem(file)
    if not participant:
        participant, assignment, file = _from_stem(stem, assignments, file)
    if not participant and folders:
        participant = folders[-1]
    assignment = assignment or _named(stem, assignments) or only
    participant = _tidy(participant)
    if not assignment or not participant:
        return None
    return Owner(participant, assignment, file, time)


def _without_assignment(text: str, assignments: Collection[str]) -> str:
    """``assignment_participant`` as nbgrader's downloads begin, or just the participant."""
    return next((text[len(name) + 1 :] for name in assignments if name and text.startswith(f"{name}_")), text)


def _stem(file: str) -> str:
    stem = file[: -len(".ipynb")] if file.lower().endswith(".ipynb") else PurePosixPath(file).stem
    return _COPY.sub("", stem)


def _named(stem: str, assignments: Collection[str]) -> str:
    return next(
        (name for name in sorted(assignments, key=len, reverse=True) if name in (stem, stem.lower())), ""
    )


def _from_stem(stem: str, assignments: Collection[str], file: str) -> tuple[str, str, str]:
    """``participant_assignment`` (either order), the assignment being one of the course."""
    for name in sorted(assignments, key=len, reverse=True):
        if stem.endswith(f"_{name}"):
            return stem[: -len(name) - 1], name, f"{name}.ipynb"
        if stem.startswith(f"{name}_"):
            return stem[len(name) + 1 :], name, f"{name}.ipynb"
    return "", "", file


def _tidy(participant: str) -> str:
    """The participant as a folder name; "" where nothing usable is left."""
    name = re.sub(r"[^A-Za-z0-9._@-]+", "-", participant.strip()).strip("-._@")
    return name if _PARTICIPANT.fullmatch(name) else ""
