"""What lies in ``submitted/``: who handed in what, when."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger("iku.nilai")


@dataclass(frozen=True)
class Submission:
    """One folder ``submitted/<participant>/<exercise>/``; ``odd`` says why it must not be opened."""

    participant: str
    exercise: str
    folder: Path
    submitted_at: datetime | None
    odd: str = ""


def find(
    course: Path, *, exercises: Collection[str] = (), participants: Collection[str] = ()
) -> list[Submission]:
    """Submissions in a course folder, by exercise and participant; empty collections mean all."""
    found = []
    for person in _folders(course / "submitted"):
        if participants and person.name not in participants:
            continue
        for work in _folders(person):
            if not exercises or work.name in exercises:
                found.append(_submission(person, work))
    return sorted(found, key=lambda item: (item.exercise, item.participant))


def _folders(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if path.is_dir() and not path.name.startswith("."))


def _submission(person: Path, work: Path) -> Submission:
    if person.is_symlink() or work.is_symlink():
        return Submission(person.name, work.name, work, None, "Folder kiriman berupa tautan ke tempat lain.")
    return Submission(person.name, work.name, work, _moment(work / "timestamp.txt"))


def _moment(file: Path) -> datetime | None:
    """When it was handed in, as nbgrader's ``timestamp.txt`` says; ``None`` without or with a damaged one."""
    if file.is_symlink() or not file.is_file():
        return None
    text = file.read_text(encoding="utf-8", errors="replace")[:64].strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC"))  # as nbgrader writes it, and we
    except ValueError:
        from dateutil.parser import ParserError, parse  # type: ignore[import-untyped]

        try:  # as people do, which takes longer to read
            moment = parse(text)
        except (ParserError, OverflowError):
            log.warning("timestamp of %s cannot be read", file.parent)
            return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
