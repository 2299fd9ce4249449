"""An assignment and its cells in nbgrader's tables, as ``nbgrader generate_assignment`` would put them there.

Run again after an exercise changed, it changes what changed: cells keep their row (and the grades on them), new
ones are added, those that are gone go with their grades. nbgrader itself refuses this once there are submissions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Table, delete, insert, select, update

from grading.gradebook.database import nbgrader_tables
from grading.gradebook.source import AssignmentSource, NotebookSource, SourceCell, checksum


def tables() -> dict[str, Table]:
    """nbgrader's tables by name."""
    return dict(nbgrader_tables().metadata.tables)


def register(
    connection: Connection, source: AssignmentSource, course_id: str
) -> dict[tuple[str, str, str], str]:
    """Make the database agree with ``source``; gives (notebook, cell, kind) → id of the cell's row.

    Kinds are nbgrader's: ``GradeCell``, ``SolutionCell``, ``TaskCell``.
    """
    t = tables()
    _ensure(connection, t["course"], {"id": course_id}, {})
    assignment = _ensure(connection, t["assignment"], {"name": source.name}, {"course_id": course_id})
    cells: dict[tuple[str, str, str], str] = {}
    for book in source.notebooks:
        kernel = json.dumps(book.document.get("metadata", {}).get("kernelspec", {}))
        key = {"name": book.name, "assignment_id": assignment}
        notebook = _ensure(connection, t["notebook"], key, {"kernelspec": kernel})
        cells |= {(book.name, *key): row for key, row in _cells(connection, t, notebook, book).items()}
        _sources(connection, t["source_cell"], notebook, book)
    return cells


def _ensure(connection: Connection, table: Table, key: dict[str, Any], more: dict[str, Any]) -> str:
    """The id of the row with this key, made where it is missing."""
    where = [table.c[name] == value for name, value in key.items()]
    found = connection.execute(select(table.c.id).where(*where)).scalar()
    if found is not None:
        return str(found)
    row = {"id": uuid4().hex, **key, **more}
    connection.execute(insert(table).values(row))
    return str(row["id"])


def _kinds(cell: SourceCell) -> Iterable[tuple[str, dict[str, Any]]]:
    """Rows that one cell of the notebook makes: an answer cell marked by hand is grade and solution cell at once."""
    points = {"max_score": cell.points, "cell_type": cell.cell_type}
    if cell.grade:
        yield "GradeCell", points
    if cell.solution:
        yield "SolutionCell", {}
    if cell.task:
        yield "TaskCell", points


TABLE_OF = {"GradeCell": "grade_cells", "SolutionCell": "solution_cells", "TaskCell": "task_cells"}


def _cells(
    connection: Connection, t: dict[str, Table], notebook: str, book: NotebookSource
) -> dict[tuple[str, str], str]:
    base = t["base_cell"]
    wanted = {(cell.name, kind): values for cell in book.cells for kind, values in _kinds(cell)}
    rows = connection.execute(
        select(base.c.id, base.c.name, base.c.type).where(base.c.notebook_id == notebook)
    )
    present = {(name, kind): str(row) for row, name, kind in rows}
    for (name, kind), row in present.items():
        if (name, kind) not in wanted:
            _remove_cell(connection, t, row, kind)
    ids = {}
    for (name, kind), values in wanted.items():
        table = t[TABLE_OF[kind]]
        if (name, kind) in present:
            row = present[name, kind]
            if values:
                connection.execute(update(table).where(table.c.id == row).values(values))
        else:
            row = uuid4().hex
            connection.execute(insert(base).values(id=row, name=name, notebook_id=notebook, type=kind))
            connection.execute(insert(table).values(id=row, **values))
        ids[name, kind] = row
    return ids


def _remove_cell(connection: Connection, t: dict[str, Table], row: str, kind: str) -> None:
    for name in ("grade", "comment"):
        connection.execute(delete(t[name]).where(t[name].c.cell_id == row))
    for table in (t[TABLE_OF[kind]], t["base_cell"]):
        connection.execute(delete(table).where(table.c.id == row))


def _sources(connection: Connection, table: Table, notebook: str, book: NotebookSource) -> None:
    """The texts that stock ``nbgrader autograde`` puts back over what a trainee changed."""
    connection.execute(delete(table).where(table.c.notebook_id == notebook))
    rows = [
        {
            "id": uuid4().hex,
            "name": cell.name,
            "notebook_id": notebook,
            "cell_type": cell.cell_type,
            "locked": cell.locked,
            "source": cell.starter if cell.solution else cell.source,
            "checksum": checksum(cell),
        }
        for cell in book.cells
        if cell.grade or cell.solution or cell.locked or cell.task
    ]
    if rows:
        connection.execute(insert(table), rows)
