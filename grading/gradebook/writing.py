"""Writing graded submissions: many in one transaction, each wholly or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, tuple_, update

from grading.gradebook.database import Gradebook
from grading.gradebook.entry import Entry
from grading.gradebook.registering import register, tables
from grading.gradebook.source import AssignmentSource
from grading.gradebook.tables import ATTEMPT, RESULT
from grading.results import SubmissionResult

Cells = Mapping[tuple[str, str, str], str]


def write(book: Gradebook, source: AssignmentSource, entries: Sequence[Entry]) -> None:
    """Write entries of one assignment in one transaction; marks that a person gave are kept.

    An answer that changed under a mark by hand is put up for marking again; one that did not keeps its mark.

    Raises:
        GradebookError: the database cannot be used; nothing of these entries was written.
    """
    if not entries:
        return
    with book.writing() as connection:
        cells = register(connection, source, book.course_id)
        _Batch(connection, source, [entry for entry in entries if entry.counts], cells).write()
        _remember(connection, entries)


EARLIER_COUNTS = (
    "Kiriman terakhir Anda tidak lebih tinggi nilainya; yang dihitung dan ditampilkan kiriman sebelumnya."
)


class _Batch:
    """One transaction's worth of entries."""

    def __init__(
        self, connection: Connection, source: AssignmentSource, entries: Sequence[Entry], cells: Cells
    ) -> None:
        self.db, self.t, self.cells = connection, tables(), cells
        self.name = source.name
        self.entries = {entry.result.participant: entry for entry in entries}
        self.assignment = connection.execute(
            select(self.t["assignment"].c.id).where(self.t["assignment"].c.name == source.name)
        ).scalar_one()
        notebook = self.t["notebook"]
        rows = connection.execute(
            select(notebook.c.name, notebook.c.id).where(notebook.c.assignment_id == self.assignment)
        )
        wanted = {item.name for item in source.notebooks}
        self.notebooks = {name: row for name, row in rows if name in wanted}
        self.before = self._answers_before()

    def write(self) -> None:
        if not self.entries:
            return
        self._students()
        submissions = self._submissions()
        books = self._submitted_notebooks(submissions)
        self._grades(books)
        self._comments(books)
        self._results()

    def _answers_before(self) -> dict[str, str]:
        rows = self.db.execute(
            select(RESULT.c.participant, RESULT.c.answers).where(
                RESULT.c.exercise == self.name, RESULT.c.participant.in_(list(self.entries))
            )
        )
        return {row[0]: row[1] for row in rows}

    def _students(self) -> None:
        table = self.t["student"]
        known = set(self.db.execute(select(table.c.id).where(table.c.id.in_(list(self.entries)))).scalars())
        self._add(table, [{"id": who} for who in self.entries if who not in known])

    def _submissions(self) -> dict[str, str]:
        """Participant → id of the submitted assignment."""
        table = self.t["submitted_assignment"]
        rows = self.db.execute(
            select(table.c.student_id, table.c.id).where(
                table.c.assignment_id == self.assignment, table.c.student_id.in_(list(self.entries))
            )
        )
        ids = {row[0]: row[1] for row in rows}
        new = {who: uuid4().hex for who in self.entries if who not in ids}
        self._add(
            table,
            [
                {"id": row, "assignment_id": self.assignment, "student_id": who, "timestamp": self._time(who)}
                for who, row in new.items()
            ],
        )
        self._change(
            table, [{"b_id": row, "timestamp": self._time(who)} for who, row in ids.items()], "timestamp"
        )
        return ids | new

    def _time(self, who: str) -> datetime | None:
        return naive(self.entries[who].submitted_at)

    def _submitted_notebooks(self, submissions: dict[str, str]) -> dict[tuple[str, str], str]:
        """(participant, notebook) → id; the penalty stands on the first notebook, as nbgrader adds them up."""
        table = self.t["submitted_notebook"]
        rows = self.db.execute(
            select(table.c.assignment_id, table.c.notebook_id, table.c.id).where(
                table.c.assignment_id.in_(list(submissions.values()))
            )
        )
        present = {(where, which): row for where, which, row in rows}
        ids, new, changed = {}, [], []
        for who, where in submissions.items():
            for number, (name, which) in enumerate(self.notebooks.items()):
                penalty = self.entries[who].penalty if number == 0 else 0.0
                row = present.get((where, which))
                if row is None:
                    row = uuid4().hex
                    new.append(
                        {
                            "id": row,
                            "assignment_id": where,
                            "notebook_id": which,
                            "flagged": False,
                            "late_submission_penalty": penalty,
                        }
                    )
                else:
                    changed.append({"b_id": row, "late_submission_penalty": penalty})
                ids[who, name] = row
        self._add(table, new)
        self._change(table, changed, "late_submission_penalty")
        return ids

    def _grades(self, books: dict[tuple[str, str], str]) -> None:
        table = self.t["grade"]
        present = self._rows(table, books, table.c.manual_score, table.c.needs_manual_grade)
        new, changed = [], []
        for who, entry in self.entries.items():
            other_answers = self.before.get(who) != entry.answers
            for grade in entry.grades:
                cell = self.cells.get((grade.notebook, grade.name, "GradeCell"))
                cell = cell or self.cells[grade.notebook, grade.name, "TaskCell"]
                key = (books[who, grade.notebook], cell)
                found = present.get(key)
                manual, waiting = (found[1], found[2]) if found else (None, False)
                needs = grade.needs_person if manual is None else (other_answers or waiting)
                values = {"auto_score": grade.auto_score, "needs_manual_grade": bool(needs)}
                if found:
                    changed.append({"b_id": found[0], **values})
                else:
                    new.append({"id": uuid4().hex, "notebook_id": key[0], "cell_id": key[1], **values})
        self._add(table, new)
        self._change(table, changed, "auto_score", "needs_manual_grade")

    def _comments(self, books: dict[tuple[str, str], str]) -> None:
        """One comment row on every answer cell (formgrader expects it); empty text is no comment."""
        table = self.t["comment"]
        present = self._rows(table, books)
        new, changed = [], []
        for who, entry in self.entries.items():
            said = {(item.notebook, item.name): item.text for item in entry.comments}
            for (notebook, name, kind), cell in self.cells.items():
                if kind == "GradeCell":
                    continue
                key, words = (books[who, notebook], cell), said.get((notebook, name)) or None
                if found := present.get(key):
                    changed.append({"b_id": found[0], "auto_comment": words})
                else:
                    row = {"id": uuid4().hex, "notebook_id": key[0], "cell_id": key[1], "auto_comment": words}
                    new.append(row)
        self._add(table, new)
        self._change(table, changed, "auto_comment")

    def _rows(
        self, table: Table, books: dict[tuple[str, str], str], *more: Any
    ) -> dict[tuple[str, str], Any]:
        rows = self.db.execute(
            select(table.c.notebook_id, table.c.cell_id, table.c.id, *more).where(
                table.c.notebook_id.in_(list(books.values()))
            )
        )
        return {(row[0], row[1]): row[2:] for row in rows}

    def _results(self) -> None:
        moment = naive(datetime.now(UTC))
        names = list(self.entries)
        self.db.execute(delete(RESULT).where(RESULT.c.exercise == self.name, RESULT.c.participant.in_(names)))
        self._add(RESULT, [_result_row(entry, moment) for entry in self.entries.values()])

    def _add(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.db.execute(insert(table), rows)

    def _change(self, table: Table, rows: list[dict[str, Any]], *columns: str) -> None:
        if rows:
            values: dict[str, Any] = {name: bindparam(name) for name in columns}
            self.db.execute(update(table).where(table.c.id == bindparam("b_id")).values(values), rows)


def _remember(connection: Connection, entries: Sequence[Entry]) -> None:
    """One row per attempt; for one that does not count, the grade that does must not be asked for again."""
    moment = naive(datetime.now(UTC))
    rows = [_attempt_row(entry, moment) for entry in entries]
    key = tuple_(ATTEMPT.c.participant, ATTEMPT.c.exercise, ATTEMPT.c.answers)
    same = [(row["participant"], row["exercise"], row["answers"]) for row in rows]
    connection.execute(delete(ATTEMPT).where(key.in_(same)))
    connection.execute(insert(ATTEMPT), rows)
    for entry in entries:
        if not entry.counts:
            who, what = entry.result.participant, entry.result.exercise
            where = (RESULT.c.participant == who) & (RESULT.c.exercise == what)
            kept = json.loads(connection.execute(select(RESULT.c.result).where(where)).scalar_one())
            kept["mended"] = [words for words in kept["mended"] if words != EARLIER_COUNTS] + [EARLIER_COUNTS]
            told = {"files": entry.files, "result": json.dumps(kept, ensure_ascii=False)}
            connection.execute(update(RESULT).where(where).values(told))


def naive(moment: datetime | None) -> datetime | None:
    """UTC without zone, as nbgrader stores times."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment


def _result_row(entry: Entry, moment: datetime | None) -> dict[str, Any]:
    cells: dict[str, list[list[str]]] = {}
    for grade in entry.grades:
        cells.setdefault(grade.part, []).append([grade.notebook, grade.name])
    return {
        "participant": entry.result.participant,
        "exercise": entry.result.exercise,
        "files": entry.files,
        "answers": entry.answers,
        "content": entry.content,
        "submitted_at": naive(entry.submitted_at),
        "graded_at": moment,
        "seconds_late": entry.seconds_late,
        "penalty": entry.penalty,
        "result": json.dumps(_plain(entry.result), ensure_ascii=False),
        "cells": json.dumps(cells),
    }


def _plain(result: SubmissionResult) -> dict[str, Any]:
    """As ``dataclasses.asdict``, which copies every text on the way and takes as long as the row takes to write."""
    return {**vars(result), "parts": [vars(part) for part in result.parts]}


def _attempt_row(entry: Entry, moment: datetime | None) -> dict[str, Any]:
    result = entry.result
    return {
        "participant": result.participant,
        "exercise": result.exercise,
        "answers": entry.answers,
        "content": entry.content,
        "submitted_at": naive(entry.submitted_at),
        "graded_at": moment,
        "status": result.status,
        "score": result.score,
        "max_score": result.max_score,
    }
