"""The gradebook is nbgrader's own: what we write there, nbgrader reads, exports and shows."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from foreign_course import make_course, notebook, source_cells
from sqlalchemy import select

from grading.gradebook import (
    CellComment,
    CellGrade,
    Entry,
    attempts,
    ensure_gradebook,
    open_gradebook,
    read_all,
    read_one,
    read_source,
    remove_participant,
    write,
)
from grading.gradebook.autograded import autograded_notebook, replace_folder
from grading.gradebook.errors import GradebookError, SourceMissingError, SourceUnreadableError
from grading.gradebook.registering import tables
from grading.gradebook.tables import OWN
from grading.results import PartResult, SubmissionResult

sys.modules.setdefault("rfc3987_syntax", None)


@pytest.fixture(autouse=True)
def nbgrader_finds_its_tools(monkeypatch):
    """nbgrader calls ``alembic`` by name; ours never does."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


MOMENT = datetime(2026, 11, 25, 3, 42, tzinfo=UTC)


def entry(participant="p-1", scores=(2.0, 3.0), essay=None, answers="a1", **more) -> Entry:
    """A submission of the course in ``foreign_course``."""
    cells = [("uji-jumlah", 2.0, scores[0]), ("uji-tiga", 3.0, scores[1]), ("esai", 4.0, essay)]
    parts = tuple(
        PartResult(
            name, name, points or 0.0, most, "Periksa lagi.", "manual" if points is None else "partial"
        )
        for name, most, points in cells
    )
    result = SubmissionResult(
        participant, "dasar", sum(p.points for p in parts), 9.0, "graded", "landlock", 0.1, parts
    )
    grades = tuple(CellGrade("dasar", name, points, name) for name, _, points in cells)
    comments = (CellComment("dasar", "tiga", "Kalikan, jangan jumlahkan."),)
    return Entry(result, answers, "c1", "f1", MOMENT, grades, comments, **more)


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path)


@pytest.fixture
def book(course):
    return ensure_gradebook(course)


def nbgrader(course):
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "default_course")


def test_nbgrader_reads_the_scores_that_were_written(course, book):
    write(book, read_source(course, "dasar"), [entry(), entry("p-2", (0.0, 1.5))])
    with nbgrader(course) as gradebook:
        found = {s.student.id: s for s in gradebook.assignment_submissions("dasar")}
        assert {who: s.score for who, s in found.items()} == {"p-1": 5.0, "p-2": 1.5}
        assert {s.max_score for s in found.values()} == {9.0}
        assert found["p-1"].timestamp == MOMENT.replace(tzinfo=None)
        assert found["p-1"].needs_manual_grade
        grades = {g.name: g for g in found["p-1"].notebooks[0].grades}
        assert (grades["esai"].auto_score, grades["esai"].needs_manual_grade) == (None, True)
        assert (grades["uji-tiga"].auto_score, grades["uji-tiga"].needs_manual_grade) == (3.0, False)
        said = {c.name: c.comment for c in found["p-1"].notebooks[0].comments}
        assert said == {"jumlah": None, "tiga": "Kalikan, jangan jumlahkan.", "esai": None}


def test_registered_cells_are_those_of_nbgrader_generate_assignment(course, tmp_path):
    """The same source, registered by nbgrader's own converter and by us, gives the same cells and checksums."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    theirs = make_course(tmp_path / "theirs")
    directory = CourseDirectory(root=str(theirs))
    assert NbGraderAPI(directory).generate_assignment("dasar")["success"]
    write(ensure_gradebook(course), read_source(course, "dasar"), [entry()])

    def cells(where):
        with nbgrader(where) as gradebook:
            found = gradebook.find_notebook("dasar", "dasar")
            sources = {c.name: (c.cell_type, c.locked, c.source, c.checksum) for c in found.source_cells}
            grades = {c.name: (c.max_score, c.cell_type) for c in found.grade_cells}
            return sources, grades, {c.name for c in found.solution_cells}, found.kernelspec

    assert cells(course) == cells(theirs)


def test_nbgrader_export_shows_the_same_scores(course, book, tmp_path):
    from nbgrader.plugins import CsvExportPlugin

    write(book, read_source(course, "dasar"), [entry(penalty=0.5), entry("p-2", (0.0, 1.5))])
    with nbgrader(course) as gradebook:
        CsvExportPlugin(to=str(tmp_path / "nilai.csv")).export(gradebook)
    lines = (tmp_path / "nilai.csv").read_text().splitlines()
    rows = {row["student_id"]: row for row in csv.DictReader(lines)}
    assert (rows["p-1"]["raw_score"], rows["p-1"]["late_submission_penalty"]) == ("5.0", "0.5")
    assert {who: float(row["score"]) for who, row in rows.items()} == {"p-1": 4.5, "p-2": 1.5}
    assert {g.result.participant: g.result.score for g in read_all(book)} == {"p-1": 4.5, "p-2": 1.5}


def test_a_new_gradebook_carries_the_version_that_nbgrader_expects(course, book):
    from nbgrader.api import get_alembic_version

    with book.reading() as connection:
        stamp = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    assert stamp == get_alembic_version()


def mark(course, participant, name, score, comment=None):
    """A person marks one cell in formgrader."""
    with nbgrader(course) as gradebook:
        grade = gradebook.find_grade(name, "dasar", "dasar", participant)
        grade.manual_score, grade.needs_manual_grade = score, False
        if comment:
            gradebook.find_comment(name, "dasar", "dasar", participant).manual_comment = comment
        gradebook.db.commit()


def test_a_mark_by_hand_counts_and_survives_grading_again(course, book):
    source = read_source(course, "dasar")
    write(book, source, [entry()])
    assert read_one(book, "p-1", "dasar").waiting == ("esai",)
    mark(course, "p-1", "esai", 3.0, "Bagus, sebutkan sumbernya.")
    for _ in range(2):
        found = read_one(book, "p-1", "dasar")
        assert (found.result.score, found.waiting) == (8.0, ())
        assert found.result.parts[2].points == 3.0
        assert found.result.parts[2].message == "Bagus, sebutkan sumbernya."
        write(book, source, [entry()])
    write(book, source, [entry(answers="a2")])
    again = read_one(book, "p-1", "dasar")
    assert (again.result.score, again.waiting) == (8.0, ("esai",)), "a changed answer is looked at again"


def test_every_attempt_is_remembered_once(course, book):
    source = read_source(course, "dasar")
    for answers, scores in (("a1", (0.0, 0.0)), ("a2", (2.0, 3.0)), ("a2", (2.0, 3.0))):
        write(book, source, [entry(answers=answers, scores=scores)])
    assert [(a.answers, a.score) for a in attempts(book, "p-1", "dasar")] == [("a1", 0.0), ("a2", 5.0)]


def test_grades_of_a_transaction_are_written_together_or_not_at_all(course, book):
    source = read_source(course, "dasar")
    write(book, source, [entry()])
    unknown = replace(entry("p-3"), grades=(CellGrade("dasar", "tidak-ada", 1.0, "x"),))
    with pytest.raises(KeyError):
        write(book, source, [entry("p-2"), unknown])
    assert [g.result.participant for g in read_all(book)] == ["p-1"]
    with nbgrader(course) as gradebook:
        assert [s.id for s in gradebook.students] == ["p-1"]


def test_an_exercise_that_changed_keeps_the_grades_of_cells_that_stayed(course, book):
    write(book, read_source(course, "dasar"), [entry()])
    cells = [
        c for c in source_cells(points=5) if c["metadata"].get("nbgrader", {}).get("grade_id") != "uji-tiga"
    ]
    (course / "source" / "dasar" / "dasar.ipynb").write_text(notebook(cells))
    changed = replace(entry("p-2"), grades=entry().grades[::2])
    write(book, read_source(course, "dasar"), [changed])
    with nbgrader(course) as gradebook:
        found = {s.student.id: (s.score, s.max_score) for s in gradebook.assignment_submissions("dasar")}
    assert found == {"p-1": (2.0, 9.0), "p-2": (2.0, 9.0)}
    with book.reading() as connection:
        assert connection.execute(select(tables()["grade_cells"].c.max_score)).scalars().all().count(5.0) == 1


def test_a_participant_who_is_removed_leaves_no_row_behind(course, book):
    write(book, read_source(course, "dasar"), [entry(), entry("p-2")])
    remove_participant(book, "p-1")
    remove_participant(book, "p-1")
    assert [g.result.participant for g in read_all(book)] == ["p-2"]
    with book.reading() as connection:
        rows = {
            t.name: connection.execute(select(t)).all() for t in [*tables().values(), *OWN.tables.values()]
        }
    assert not [name for name, found in rows.items() if "p-1" in str(found)]
    kept = {"student": 1, "submitted_assignment": 1, "submitted_notebook": 1, "grade": 3, "comment": 3}
    assert {name: len(rows[name]) for name in kept} == kept


def test_a_course_that_was_never_graded_has_no_gradebook(course):
    assert open_gradebook(course) is None
    assert not (course / "gradebook.db").exists()


def test_wrong_folders_are_told_in_three_parts(course):
    with pytest.raises(SourceMissingError) as missing:
        read_source(course, "tiada")
    assert str(missing.value) == (
        f'Latihan "tiada" tidak ada di folder kursus. Tempat: {course}, folder source dan release. '
        "Susun dahulu dengan iku exercise build, atau salin notebook pengajar ke folder source."
    )
    (course / "source" / "dasar" / "dasar.ipynb").write_text('{"cells": 3}')
    with pytest.raises(SourceUnreadableError):
        read_source(course, "dasar")
    (course / "gradebook.db").write_text("bukan basis data")
    with pytest.raises(GradebookError, match="Buku nilai tidak dapat dipakai"):
        ensure_gradebook(course)


def test_nothing_in_the_notebook_for_formgrader_can_act_or_tell_the_key(course):
    source = read_source(course, "dasar").notebooks[0]
    outputs = {
        "jumlah": [
            {
                "output_type": "display_data",
                "data": {"text/html": "<script>x()</script>", "text/plain": "biasa"},
            },
            {"output_type": "display_data", "data": {"application/javascript": "x()"}},
            {"output_type": "stream", "name": "stderr", "text": "z" * 50_000},
        ]
    }
    answers = {"jumlah": "jumlah = 6", "esai": "<img src=x onerror=y()> [a](javascript:b())"}
    document = json.loads(autograded_notebook(source, answers, outputs))
    text = json.dumps(document)
    for secret in ("tiga(2) == 6", "HIDDEN", "return 3 * x", "<script", "<img", "javascript:b"):
        assert secret not in text
    assert [len(out.get("text", "")) < 11_000 for out in document["cells"][1]["outputs"]] == [True, True]
    assert document["cells"][1]["source"] == "jumlah = 6"
    assert "raise NotImplementedError()" in document["cells"][3]["source"]


def test_a_folder_for_formgrader_holds_what_was_written_last_and_nothing_else(tmp_path):
    place = tmp_path / "autograded" / "p-1" / "dasar"
    (place / "data").mkdir(parents=True)
    (place / "lama.ipynb").write_text("lama")
    (place / "luar").symlink_to(tmp_path)
    for content in (b"satu", b"dua"):
        replace_folder(place, {"dasar.ipynb": content})
    assert {path.name: path.read_bytes() for path in place.iterdir()} == {"dasar.ipynb": b"dua"}
    assert tmp_path.is_dir()


def test_the_gradebook_needs_no_web_server_and_stands_in_its_way_no_more_than_nbgrader_does(tmp_path):
    """nbgrader's own import brings its server extensions along; they are there, real, when somebody asks for them."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom grading.gradebook import ensure_gradebook\n"
        f"ensure_gradebook(Path({str(tmp_path)!r}))\n"
        "assert not {'nbconvert', 'jupyter_server', 'alembic.script'} & set(sys.modules), 'heavy'\n"
        "import nbgrader\nfrom nbgrader.server_extensions.formgrader import apihandlers\n"
        "class Server:\n    def __getattr__(self, name): raise LookupError(name)\n"
        "try:\n    nbgrader._load_jupyter_server_extension(Server())\nexcept LookupError as asked:\n    print(asked)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.strip()  # the extension itself asked the server for something
