"""The gradebook: nbgrader's database, and beside it what nbgrader has no place for.

Theory of operation
    nbgrader's tables stay the record: formgrader, ``nbgrader export`` and every plugin read what is written here.
    This package is the only one that talks to that database. It is written in transactions of many submissions, so
    that a run that is killed leaves whole grades only. What nbgrader cannot hold (status, isolation, messages per
    part, what was graded and when, earlier attempts, marks by rubric) stands in tables of our own in the same database and is
    written in the same transaction.
"""

from __future__ import annotations

from grading.gradebook.database import Gradebook, ensure_gradebook, open_gradebook
from grading.gradebook.entry import CellComment, CellGrade, Entry
from grading.gradebook.marking import record_manual
from grading.gradebook.reading import (
    Attempt,
    Graded,
    Kept,
    attempts,
    due_dates,
    read_all,
    read_kept,
    read_one,
)
from grading.gradebook.removing import remove_participant
from grading.gradebook.rubric import RubricLine, RubricMark
from grading.gradebook.source import AssignmentSource, NotebookSource, SourceCell, read_source
from grading.gradebook.writing import write

__all__ = [
    "AssignmentSource",
    "Attempt",
    "CellComment",
    "CellGrade",
    "Entry",
    "Gradebook",
    "Graded",
    "Kept",
    "NotebookSource",
    "RubricLine",
    "RubricMark",
    "SourceCell",
    "attempts",
    "due_dates",
    "ensure_gradebook",
    "open_gradebook",
    "read_all",
    "read_kept",
    "read_one",
    "read_source",
    "record_manual",
    "remove_participant",
    "write",
]
