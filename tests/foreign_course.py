"""A small nbgrader course that is not ours, written by hand: two test cells, one essay, one task."""

from __future__ import annotations

import json
from pathlib import Path

HIDDEN = "### BEGIN HIDDEN TESTS\nassert tiga(2) == 6\n### END HIDDEN TESTS"


def cell(kind: str, source: str, name: str = "", **marks) -> dict:
    """One notebook cell with nbgrader's metadata."""
    whole = {"cell_type": kind, "id": name or "teks", "metadata": {}, "source": source}
    if name:
        base = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        whole["metadata"]["nbgrader"] = {**base, "grade_id": name, "cell_type": kind, **marks}
    if kind == "code":
        whole |= {"outputs": [], "execution_count": None}
    return whole


def notebook(cells: list[dict]) -> str:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


def source_cells(*, points: float = 2) -> list[dict]:
    """The instructor's cells."""
    return [
        cell("markdown", "# Latihan dasar $x^2$"),
        cell("code", "### BEGIN SOLUTION\njumlah = 5\n### END SOLUTION", "jumlah", solution=True),
        cell("code", "assert jumlah == 5", "uji-jumlah", grade=True, locked=True, points=points),
        cell(
            "code",
            "def tiga(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION",
            "tiga",
            solution=True,
        ),
        cell("code", f"assert tiga(1) == 3\n{HIDDEN}", "uji-tiga", grade=True, locked=True, points=3),
        cell("markdown", "Jelaskan.", "esai", grade=True, solution=True, points=4),
    ]


def make_course(folder: Path, assignment: str = "dasar", *, points: float = 2) -> Path:
    """A course folder with one assignment in ``source/``."""
    place = folder / "source" / assignment
    place.mkdir(parents=True)
    (place / f"{assignment}.ipynb").write_text(notebook(source_cells(points=points)))
    return folder


ANSWERS = {
    "jumlah": "jumlah = 5",
    "tiga": "def tiga(x):\n    return 3 * x",
    "esai": "Karena dikalikan tiga.",
}


def hand_in(course: Path, participant: str, assignment: str = "dasar", **answers: str) -> Path:
    """Put a submitted notebook in place; ``answers`` replace the right ones."""
    given = {**ANSWERS, **answers}
    cells = []
    for item in source_cells():
        name = item["metadata"].get("nbgrader", {}).get("grade_id")
        if name in given:
            item["source"] = given[name]
        elif name == "uji-tiga":
            item["source"] = "assert tiga(1) == 3"
        cells.append(item)
    folder = course / "submitted" / participant / assignment
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{assignment}.ipynb").write_text(notebook(cells))
    return folder
