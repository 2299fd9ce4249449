"""Takes submissions in: opens them safely, mends what can be mended, says why where nothing can."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grading.intake.document import Cell, read_cells
from grading.intake.errors import ArchiveRejected, Rejected
from grading.intake.matching import Expected, expected_cells, match
from grading.intake.reading import LARGEST_NOTEBOOK, content, data_files, opened_folder, regular_files

__all__ = ["ArchiveRejected", "Intake", "Rejected", "data_files", "open_submission"]


@dataclass(frozen=True)
class Intake:
    """A submission, ready to be graded.

    ``cells``: grade id → what the trainee wrote there. ``code``: all code to run in a room, in order: the trainee's
    cells, with the instructor's locked cells in place of their copies and without any test. ``files``: data beside the
    notebook. ``mended``: Indonesian sentences on what was put right.
    ``variant``: which variant of an exercise of ours the notebook says it is.
    """

    cells: dict[str, str]
    code: list[tuple[str, str]]
    files: dict[str, bytes] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)
    variant: str = ""


def open_submission(
    folder: Path, source: Mapping[str, Any] | None, *, name: str = "", others: Collection[str] = ()
) -> Intake:
    """Read the notebook handed in in ``folder``.

    Args:
        folder: ``submitted/<participant>/<assignment>``.
        source: the instructor's notebook (``None``: cells are taken by name as they are).
        name: file name of the notebook without suffix; "" where the assignment has only one.
        others: names of the other notebooks of the assignment, which are not this one under a new name.

    Raises:
        Rejected: nothing in the folder can be graded.
    """
    with opened_folder(folder) as fd:
        files, passed_over = regular_files(fd)
        chosen, mended = _chosen(files, name, others)
        raw = content(fd, chosen, LARGEST_NOTEBOOK)
    if passed_over:
        mended.append("Tautan dan berkas khusus di folder kiriman diabaikan.")
    cells, variant, read_mended = read_cells(raw)
    expected = expected_cells(source) if source is not None else []
    matched, match_mended = match(cells, expected)
    if source is None:
        matched = {place: cell.grade_id for place, cell in enumerate(cells) if cell.grade_id}
    return Intake(
        cells={
            name: cells[place].source for place, name in sorted(matched.items()) if _is_answer(name, expected)
        },
        code=_code(cells, matched, expected),
        files=data_files(folder),
        mended=[*mended, *read_mended, *match_mended],
        variant=variant,
    )


def _is_answer(name: str, expected: Sequence[Expected]) -> bool:
    return not expected or any(cell.name == name and cell.solution for cell in expected)


def _chosen(files: Mapping[str, int], name: str, others: Collection[str]) -> tuple[str, list[str]]:
    """The file to grade among those handed in."""
    notebooks = [
        file for file in sorted(files) if file.lower().endswith(".ipynb") and not file.startswith(".")
    ]
    if name and f"{name}.ipynb" in notebooks:
        return f"{name}.ipynb", []
    free = [file for file in notebooks if file[: -len(".ipynb")] not in others]
    alike = [file for file in free if name and file.lower().startswith(name.lower())]
    for candidates in (alike, free):
        if len(candidates) == 1:
            said = f'Berkas "{candidates[0]}" berganti nama; tetap dinilai.' if name else ""
            return candidates[0], [said] if said else []
    if free:
        raise Rejected(f"ada {len(free)} notebook dan tidak satu pun bernama {name or 'latihannya'}.ipynb")
    raise Rejected("tidak ada berkas .ipynb")


def _code(
    cells: Sequence[Cell], matched: Mapping[int, str], expected: Sequence[Expected]
) -> list[tuple[str, str]]:
    by_name = {cell.name: cell for cell in expected if cell.name}
    run: list[tuple[str, str]] = []
    for place, cell in enumerate(cells):
        ours = by_name.get(cell.grade_id)
        if place in matched and by_name.get(matched[place]):
            ours = by_name[matched[place]]
        if ours is None:
            if cell.kind == "code" and not _claims_test(cell):
                run.append((cell.grade_id or f"bebas-{place + 1}", cell.source))
        elif ours.solution and ours.kind == "code":
            run.append((ours.name if matched.get(place) == ours.name else f"bebas-{place + 1}", cell.source))
        elif ours.ours and matched.get(place) == ours.name:
            run.append((ours.name, ours.source))
    return _with_missing(run, expected)


def _claims_test(cell: Cell) -> bool:
    """A test cell of an older release, or one that a trainee made up: never run."""
    return bool(cell.marks.get("grade")) and not cell.marks.get("solution")


def _with_missing(run: list[tuple[str, str]], expected: Sequence[Expected]) -> list[tuple[str, str]]:
    """Put the instructor's locked cells that were deleted back, after what stands before them in the assignment."""
    present = {name for name, _ in run}
    last = ""
    for cell in expected:
        if cell.ours and cell.name not in present:
            place = next((at + 1 for at, (name, _) in enumerate(run) if name == last), 0)
            run.insert(place, (cell.name, cell.source))
            present.add(cell.name)
        if cell.name in present:
            last = cell.name
    return run
