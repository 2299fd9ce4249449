"""Cells and notebooks as plain JSON with nbgrader's metadata (schema 3), and their text on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

SCHEMA = 3
BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
TEXT_STUB = "Tulis jawaban Anda di sini."
CODE_STUB = ""
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def markdown(cell_id: str, source: str) -> dict[str, Any]:
    """A cell to read."""
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source}


def code(cell_id: str, source: str) -> dict[str, Any]:
    """A cell of code that nbgrader does not know."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def marked(
    cell: dict[str, Any],
    *,
    part: str = "",
    kind: str = "",
    points: float | None = None,
    solution: bool = False,
    locked: bool = False,
) -> dict[str, Any]:
    """The cell with nbgrader's marks; ``points`` makes it a graded cell, ``part`` and its ``kind`` are the exercise's."""
    marks: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        "grade": points is not None,
        "grade_id": cell["id"],
        "locked": locked,
        "schema_version": SCHEMA,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        marks["points"] = points
    own = {"lab_iku": {"part": part, "kind": kind}} if part else {}
    return {**cell, "metadata": {"nbgrader": marks, **own}}


def notebook(cells: Sequence[dict[str, Any]], exercise: str, tag: str) -> dict[str, Any]:
    """A notebook of these cells; ``tag`` names its variant."""
    return {
        "cells": list(cells),
        "metadata": {**KERNEL, "lab_iku": {"exercise": exercise, "variant": tag}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def text_of(document: dict[str, Any]) -> bytes:
    """A notebook as it lies on disk: one line of source a line, keys sorted, the same bytes each time."""
    cells = [{**cell, "source": cell["source"].splitlines(keepends=True)} for cell in document["cells"]]
    text = json.dumps({**document, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.encode("utf-8", "replace")


def released(document: dict[str, Any]) -> dict[str, Any]:
    """What trainees get of a source notebook: no solutions, no hidden tests; sealed as nbgrader does it."""
    return {**document, "cells": [_sealed(_stripped(cell)) for cell in document["cells"]]}


def _stripped(cell: dict[str, Any]) -> dict[str, Any]:
    marks = cell["metadata"].get("nbgrader")
    if not marks:
        return cell
    if marks["solution"] and cell["cell_type"] == "markdown":
        return {**cell, "source": TEXT_STUB}
    lines: list[str] = []
    inside = False
    for line in cell["source"].split("\n"):
        if line in (BEGIN_SOLUTION, BEGIN_HIDDEN):
            inside = True
            lines += [CODE_STUB] if line == BEGIN_SOLUTION else []
        elif line in (END_SOLUTION, END_HIDDEN):
            inside = False
        elif not inside:
            lines.append(line)
    return {**cell, "source": "\n".join(lines)}


def _sealed(cell: dict[str, Any]) -> dict[str, Any]:
    marks = cell["metadata"].get("nbgrader")
    if not marks:
        return cell
    sealed = {**cell["metadata"], "deletable": False, "nbgrader": {**marks, "checksum": checksum(cell)}}
    if not marks["solution"]:
        sealed["editable"] = False
    return {**cell, "metadata": sealed}


def checksum(cell: dict[str, Any]) -> str:
    """Seal of a cell, by nbgrader's recipe: source, type, marks, id, points."""
    marks = cell["metadata"]["nbgrader"]
    words = [
        cell["source"],
        cell["cell_type"],
        *(str(marks[name]) for name in ("grade", "solution", "locked")),
    ]
    words.append(marks["grade_id"])
    if marks["grade"]:
        words.append(str(float(marks["points"])))
    return hashlib.md5("".join(words).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
