"""Grading a submission of a course that is not ours: the instructor's own test cells, run apart from the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from grading.batch.task import Findings
from grading.gradebook import AssignmentSource

if TYPE_CHECKING:
    from grading.room.session import Session


def grade_foreign(
    source: AssignmentSource, opened: Mapping[str, Any], open_room: Callable[..., Session]
) -> Findings:
    """What the answers earn by the tests of each notebook of the assignment."""
    raise RuntimeError
