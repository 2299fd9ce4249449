"""Which handed-in cell answers which cell of the assignment: by its name, else by place and likeness."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grading.intake.document import Cell

_MOST_ALIGNED = 400  # cells on either side; beyond it only names count
_LEAST_LIKENESS = 0.05
_SURE = 10.0
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Expected:
    """One cell of the instructor's notebook."""

    name: str
    kind: str
    source: str
    solution: bool
    test: bool
    locked: bool

    @property
    def ours(self) -> bool:
        """Code that we run in place of whatever stands in the submission."""
        return self.kind == "code" and self.locked and not self.solution and not self.test


def expected_cells(source: Mapping[str, Any]) -> list[Expected]:
    """The cells of an instructor's notebook, in order."""
    return [_expected(cell) for cell in source["cells"]]


def _expected(cell: Mapping[str, Any]) -> Expected:
    marks = (cell.get("metadata") or {}).get("nbgrader") or {}
    text = cell.get("source") or ""
    solution, grade = bool(marks.get("solution")), bool(marks.get("grade"))
    task = bool(marks.get("task"))
    return Expected(
        name=str(marks.get("grade_id") or ""),
        kind=str(cell.get("cell_type")),
        source=text if isinstance(text, str) else "".join(text),
        solution=solution or task,
        test=grade and not solution and not task,
        locked=bool(marks.get("locked", bool(marks) and not solution)),
    )


def match(cells: Sequence[Cell], expected: Sequence[Expected]) -> tuple[dict[int, str], list[str]]:
    """Place of a handed-in cell → name of the assignment's cell that it stands for, and what was mended.

    Names win; of several cells with one name the last wins (and the others count as the trainee's own).
    """
    names = {cell.name: cell for cell in expected if cell.name}
    found: dict[str, int] = {}
    copies: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if cell.grade_id in names:
            copies[cell.grade_id] = copies.get(cell.grade_id, 0) + 1
            found[cell.grade_id] = place
    mended = [
        f'Sel "{name}" ada {count} kali; yang terakhir dinilai.'
        for name, count in copies.items()
        if count > 1 and names[name].solution
    ]
    missing = [cell for cell in expected if cell.solution and cell.name not in found]
    if missing:
        guessed = _aligned(cells, expected, found)
        for name in (cell.name for cell in missing):
            if name in guessed:
                found[name] = guessed[name]
                mended.append(f'Sel "{name}" kehilangan tandanya; dikenali dari letak dan isinya.')
            else:
                mended.append(f'Sel "{name}" tidak ada di kiriman.')
    return {place: name for name, place in found.items()}, mended


def _aligned(cells: Sequence[Cell], expected: Sequence[Expected], found: Mapping[str, int]) -> dict[str, int]:
    """Names of answer cells → places, from the order-keeping pairing of all cells that is most alike in sum."""
    rows, columns = len(expected), len(cells)
    if rows > _MOST_ALIGNED or columns > _MOST_ALIGNED:
        return {}
    taken = {place: name for name, place in found.items()}
    left = [_words(cell.source) for cell in expected]
    right = [_words(cell.source) for cell in cells]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    likeness = [
        [_likeness(expected[i], cells[j], left[i], right[j], taken.get(j)) for j in range(columns)]
        for i in range(rows)
    ]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    pairs: dict[str, int] = {}
    i = j = 0
    while i < rows and j < columns:
        if likeness[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            if expected[i].solution and j not in taken:
                pairs[expected[i].name] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(expected: Expected, cell: Cell, left: set[str], right: set[str], taken: str | None) -> float:
    """0 for cells that cannot be the same, else how alike they are."""
    if taken is not None:
        return _SURE if taken == expected.name else 0.0
    if expected.kind != cell.kind:
        return 0.0
    union = len(left | right)
    alike = len(left & right) / union if union else 1.0
    return alike if alike > _LEAST_LIKENESS or not expected.solution else _LEAST_LIKENESS


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text[:20_000]))
