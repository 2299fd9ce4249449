"""Scores that stock nbgrader gives, written to ``tests/golden/stock_scores.json``: ``python tests/stock_scores.py``.

Two courses: nbgrader's own demonstration with the two submissions that it ships, and ``honest_course``. Takes about a
minute; run again when nbgrader changes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbgrader
from nbgrader.api import Gradebook

sys.path.insert(0, str(Path(__file__).parent))
import honest_course

DEMO = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
GOLDEN = Path(__file__).parent / "golden" / "stock_scores.json"


def autograded(course: Path, assignment: str) -> dict[str, dict[str, float]]:
    """participant/notebook → test cell → points, by ``nbgrader autograde``."""
    tools = str(Path(sys.executable).parent)  # nbgrader calls alembic by name
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', '')}"}
    for command in (["generate_assignment", assignment, "--force"], ["autograde", assignment]):
        subprocess.run([sys.executable, "-m", "nbgrader", *command], cwd=course, env=environment, check=True)
    scores: dict[str, dict[str, float]] = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                points = {
                    grade.name: grade.auto_score
                    for grade in notebook.grades
                    if grade.cell.cell_type == "code"
                }
                scores[f"{submission.student.id}/{notebook.name}"] = {
                    name: value for name, value in sorted(points.items()) if value is not None
                }
    return dict(sorted(scores.items()))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        shutil.copytree(DEMO / "source" / "ps1", demo / "source" / "ps1")
        shutil.copytree(DEMO / "submitted", demo / "submitted")
        (demo / "nbgrader_config.py").write_text("c = get_config()\n")
        own = Path(folder) / "own"
        honest_course.write_course(own)
        (own / "nbgrader_config.py").write_text(
            "c = get_config()\nc.ClearSolutions.enforce_metadata = False\n"
        )
        scores = {"demo": autograded(demo, "ps1"), "own": autograded(own, honest_course.ASSIGNMENT)}
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
