"""The instructor's notebooks of an assignment, as far as the gradebook and the engine need them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grading.gradebook.errors import SourceMissingError, SourceUnreadableError

# nbgrader's own defaults (preprocessors/clearsolutions.py)
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
STUBS = {"code": "# YOUR CODE HERE\nraise NotImplementedError()", "markdown": "YOUR ANSWER HERE"}


@dataclass(frozen=True)
class SourceCell:
    """One cell that nbgrader knows by name.

    ``source`` is the instructor's text (key and hidden tests included), ``starter`` what a trainee begins with.
    """

    name: str
    cell_type: str
    source: str
    starter: str
    points: float
    grade: bool
    solution: bool
    locked: bool
    task: bool
    part: str

    @property
    def graded(self) -> bool:
        """Whether points hang on this cell."""
        return self.grade or self.task

    @property
    def by_hand(self) -> bool:
        """Whether a person gives the points: an answer cell that is graded itself, or a task."""
        return self.task or (self.grade and (self.solution or self.cell_type == "markdown"))


@dataclass(frozen=True)
class NotebookSource:
    """One notebook of an assignment: its name, its named cells in order, the whole document."""

    name: str
    cells: tuple[SourceCell, ...]
    document: dict[str, Any]


@dataclass(frozen=True)
class AssignmentSource:
    """All notebooks of an assignment; ``fingerprint`` changes when anything in them does."""

    name: str
    notebooks: tuple[NotebookSource, ...]
    fingerprint: str

    @property
    def max_score(self) -> float:
        """Full marks."""
        return sum(cell.points for book in self.notebooks for cell in book.cells if cell.graded)


def read_source(course: Path, assignment: str) -> AssignmentSource:
    """The assignment as it stands in ``source/`` (or ``release/`` where there is no source).

    Raises:
        SourceMissingError: the course has no such assignment.
        SourceUnreadableError: a notebook of it is not a notebook.
    """
    for area in ("source", "release"):
        files = sorted((course / area / assignment).glob("*.ipynb"))
        if files:
            break
    else:
        raise SourceMissingError(assignment=assignment, folder=course)
    digest = hashlib.sha256()
    notebooks = []
    for file in files:
        content = file.read_bytes()
        digest.update(len(content).to_bytes(8, "big") + content)
        notebooks.append(_notebook(file, content, course / "release" / assignment / file.name))
    return AssignmentSource(assignment, tuple(notebooks), digest.hexdigest())


def _notebook(file: Path, content: bytes, release: Path) -> NotebookSource:
    try:
        document = json.loads(content)
        starters = _starters(release)
        cells = [_cell(cell, starters) for cell in document["cells"] if marks_of(cell).get("grade_id")]
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise SourceUnreadableError(file=file.name, folder=file.parent) from fault
    return NotebookSource(file.stem, tuple(cells), document)


def _starters(release: Path) -> dict[str, str]:
    """Grade id → text, from the notebook that trainees were given, where there is one."""
    if not release.is_file():
        return {}
    cells = json.loads(release.read_bytes())["cells"]
    return {
        str(marks_of(cell)["grade_id"]): text_of(cell) for cell in cells if marks_of(cell).get("grade_id")
    }


def marks_of(cell: Mapping[str, Any]) -> dict[str, Any]:
    """nbgrader's metadata of a cell; empty where it has none."""
    return cell.get("metadata", {}).get("nbgrader") or {}


def text_of(cell: Mapping[str, Any]) -> str:
    """The cell's text; the format allows a list of lines as well."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _cell(cell: dict[str, Any], starters: dict[str, str]) -> SourceCell:
    marks = marks_of(cell)
    name, kind, source = str(marks["grade_id"]), str(cell["cell_type"]), text_of(cell)
    grade, solution, task = (bool(marks.get(key)) for key in ("grade", "solution", "task"))
    starter = (starters.get(name) or without_solution(source, kind)) if solution else source
    return SourceCell(
        name=name,
        cell_type=kind,
        source=source,
        starter=starter,
        points=float(marks.get("points") or 0) if grade or task else 0.0,
        grade=grade,
        solution=solution,
        locked=not solution and (grade or bool(marks.get("locked"))),
        task=task,
        part=str(cell["metadata"].get("lab_iku", {}).get("part") or name),
    )


def without_solution(text: str, kind: str) -> str:
    """An answer cell's text with the fenced solution (or all of it, without fences) replaced by nbgrader's stub."""
    stub, lines, inside, found = STUBS[kind].split("\n"), [], False, False
    for line in text.split("\n"):
        if BEGIN in line:
            inside = found = True
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + word for word in stub]
        elif END in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines if found else stub)


def checksum(cell: SourceCell) -> str:
    """As ``nbgrader.utils.compute_checksum`` makes it, over the text that trainees begin with."""
    words = [cell.starter, cell.cell_type, str(cell.grade), str(cell.solution), str(cell.locked), cell.name]
    if cell.grade:
        words.append(str(cell.points))
    return hashlib.md5("".join(words).encode(), usedforsecurity=False).hexdigest()
