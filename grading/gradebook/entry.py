"""What goes into the gradebook: one graded submission as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from grading.results import SubmissionResult


@dataclass(frozen=True)
class CellGrade:
    """What one graded cell of the assignment earned.

    ``auto_score`` is ``None`` where only a person can mark; ``part`` is the part (of ours) that the cell belongs to,
    or the cell's own id in a course that is not ours.
    """

    notebook: str
    name: str
    auto_score: float | None
    part: str

    @property
    def needs_person(self) -> bool:
        """Whether a person has to look at this cell before its grade stands."""
        return self.auto_score is None


@dataclass(frozen=True)
class CellComment:
    """What the trainee is told about one answer cell (Indonesian; never the key)."""

    notebook: str
    name: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One graded submission, ready to be written.

    ``answers`` is the fingerprint of the answers, ``files`` that of the files they came in, ``content`` that of what
    they were graded against; with the last two unchanged nothing need be graded again. ``penalty`` is in points.
    ``autograded`` holds the notebooks that formgrader shows: file name → bytes. ``counts`` is ``False`` for an
    attempt that a better one outweighs: it is remembered, and changes no grade.
    """

    result: SubmissionResult
    answers: str
    content: str
    files: str = ""
    submitted_at: datetime | None = None
    grades: tuple[CellGrade, ...] = ()
    comments: tuple[CellComment, ...] = ()
    seconds_late: float = 0.0
    penalty: float = 0.0
    autograded: Mapping[str, bytes] = field(default_factory=dict)
    counts: bool = True
