"""One submission graded by the engine in a process of its own: ``python -m grading.formgrader.engine``.

Prints one line of JSON as nbgrader's API answers: ``{"success": …, "log": …}`` or with ``"error"``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kpi_sim.errors import LabIkuError


def command(course: str | Path, assignment: str, student: str) -> list[str]:
    """What to run in order to grade one submission."""
    return [sys.executable, "-P", "-m", "grading.formgrader.engine", str(course), assignment, student]


def answer(course: Path, assignment: str, student: str) -> dict[str, Any]:
    """Grade; what formgrader shows about it."""
    from grading.batch import Wish, grade_course
    from grading.course import exercises_of

    wish = Wish(exercises=(assignment,), participants=(student,), everything=True, workers=1)
    try:
        report = grade_course(course, exercises=exercises_of(course), wish=wish)
    except LabIkuError as fault:
        return {"success": False, "error": fault.sentence(), "log": ""}
    result = report.submissions[0].result
    said = (
        f"{student} · {assignment}: {result.score:g} / {result.max_score:g} ({result.status}). {result.note}"
    )
    return {"success": True, "log": said.strip()}


if __name__ == "__main__":
    print(json.dumps(answer(Path(sys.argv[1]), sys.argv[2], sys.argv[3]), ensure_ascii=False))
