"""The notebooks of an exercise: built the same each time, sealed as nbgrader does, graded by nbgrader alike."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_exercises import write_exercise

from grading import (
    Examiner,
    answer_cells,
    build_course,
    load_exercise,
    participant_notebook,
    read_literals,
    write_form_submission,
    write_notebook_submission,
)
from grading.errors import SubmissionPlaceError
from grading.notebook.answers import assignment, of_form
from grading.notebook.excerpt import needed_for
from kpi_sim.errors import LabIkuError

MOMENT = "2026-11-25T03:42:10+00:00"
SECRET = b"s" * 32
FORM = {
    "angka": "86,4 %",
    "pilih": "turun",
    "tandai": ["a", "b"],
    "urut": ["pk", "renja", "renstra", "rpjmd"],
    "tabel": {"satu": "12,5", "dua": "1.250", "arah": "naik"},
    "uraian": "Warga lebih cepat dilayani.\n\n'\"\\ ### BEGIN SOLUTION",
    "kartu": {"name": 'Persentase "akta"', "polarity": "minimize"},
    "bebas": {"x": "4", "y": "enam"},
}


@pytest.fixture(scope="module")
def exercises(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("latihan")
    write_exercise(folder)
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory, exercises) -> Path:
    out = tmp_path_factory.mktemp("kelas") / "course"
    build_course(["contoh"], out, exercises=exercises, secret=SECRET)
    return out


def cells(content: bytes) -> dict[str, dict]:
    return {cell["id"]: cell for cell in json.loads(content)["cells"]}


def text(cell: dict) -> str:
    return "".join(cell["source"])


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_building_again_gives_the_same_bytes_and_touches_nothing(tmp_path, course, exercises):
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*")}
    build_course(["contoh"], course, exercises=exercises, secret=SECRET)
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*")} == before
    build_course(["contoh"], tmp_path, exercises=exercises, secret=SECRET)
    assert files(tmp_path) == files(course)


def test_key_and_secret_are_readable_by_their_owner_only(course):
    assert (course / ".iku" / "secret").read_bytes() == SECRET
    for name in (".iku/secret", "source/contoh/contoh.ipynb"):
        assert (course / name).stat().st_mode & 0o077 == 0


def test_the_release_holds_neither_key_nor_hidden_tests(course, exercises):
    for content in (
        (course / "release" / "contoh" / "contoh.ipynb").read_bytes(),
        participant_notebook("contoh", 99, exercises=exercises),
    ):
        said = content.decode()
        for secret in ("SOLUTION", "HIDDEN", "_kunci", "12.5", "1250", "mean() * 100", "rpjmd', 'renstra"):
            assert secret not in said
        assert "jawaban_angka = None" in said


def test_every_variant_has_the_same_cells_and_its_own_numbers(course, exercises):
    base = cells((course / "release" / "contoh" / "contoh.ipynb").read_bytes())
    own = participant_notebook("contoh", 99, exercises=exercises)
    assert list(cells(own)) == list(base)
    assert text(cells(own)["soal-angka"]) != text(base["soal-angka"])
    assert json.loads(own)["metadata"]["lab_iku"]["variant"] not in ("dasar", "99")
    assert cells(own)["uji-angka"] == base["uji-angka"]


def test_a_form_becomes_a_notebook_of_literals(course, exercises):
    own = participant_notebook("contoh", 99, exercises=exercises)
    path = write_form_submission(course, "p-7", "contoh", 99, FORM, MOMENT, notebook=own)
    assert path == course / "submitted" / "p-7" / "contoh" / "contoh.ipynb"
    assert path.with_name("timestamp.txt").read_text() == "2026-11-25 03:42:10 UTC"
    handed = cells(path.read_bytes())
    found: dict = {}
    for cell in answer_cells(load_exercise(exercises / "contoh")):
        if cell.kind not in ("text", "function"):
            found |= read_literals(text(handed[cell.grade_id]))
    assert found == {
        "jawaban_angka": 86.4,
        "jawaban_pilih": "turun",
        "jawaban_tandai": ["a", "b"],
        "jawaban_urut": ["pk", "renja", "renstra", "rpjmd"],
        "jawaban_tabel": {"satu": 12.5, "dua": "1.250", "arah": "naik"},
        "jawaban_kartu": {"name": 'Persentase "akta"', "polarity": "minimize"},
        "jawaban_bebas": {"x": 4, "y": "enam"},
    }
    assert text(handed["jawaban-uraian"]) == FORM["uraian"]
    assert handed["uji-angka"] == cells(own)["uji-angka"]


def test_form_and_notebook_earn_the_same(course, exercises):
    """What was typed on the form, and what is read back out of the notebook, get the same verdicts."""
    path = write_form_submission(course, "p-8", "contoh", 4, FORM, MOMENT)
    handed = cells(path.read_bytes())
    values = {}
    for cell in answer_cells(load_exercise(exercises / "contoh")):
        if cell.kind == "text":
            values[cell.part] = text(handed[cell.grade_id])
        elif cell.kind != "function":
            values[cell.part] = read_literals(text(handed[cell.grade_id]))[cell.name]
    with Examiner(exercises) as examiner:
        assert examiner.judge("contoh", 4, values) == examiner.judge("contoh", 4, FORM)


def test_parts_that_were_not_answered_stay_as_handed_out(course):
    path = write_form_submission(
        course, "p-9", "contoh", 4, {"pilih": "naik", "tabel": {}, "angka": ""}, MOMENT
    )
    handed = cells(path.read_bytes())
    release = cells((course / "release" / "contoh" / "contoh.ipynb").read_bytes())
    assert {name for name in handed if handed[name] != release[name]} == {"jawaban-pilih"}


def test_a_handed_in_notebook_is_kept_byte_for_byte_and_replaced_by_the_next(course):
    write_notebook_submission(course, "p-1", "contoh", b"\xff not even json", MOMENT)
    path = write_notebook_submission(course, "p-1", "contoh", b"second", "2026-11-25T10:00:00+07:00")
    assert path.read_bytes() == b"second"
    assert path.with_name("timestamp.txt").read_text() == "2026-11-25 03:00:00 UTC"
    assert sorted(p.name for p in path.parent.iterdir()) == ["contoh.ipynb", "timestamp.txt"]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".iku", "a" * 200, "x\0"])
def test_a_name_that_is_no_folder_is_refused(course, name):
    with pytest.raises(SubmissionPlaceError, match="tidak dapat menjadi nama folder"):
        write_notebook_submission(course, name, "contoh", b"", MOMENT)


LITERALS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(LITERALS)
def test_whatever_is_written_as_a_literal_is_read_back(value):
    assert read_literals(assignment("jawaban", value)) == {"jawaban": value}


@given(st.text(max_size=40))
def test_a_typed_number_never_breaks_a_notebook(typed):
    written = assignment("jawaban", of_form("number", typed))
    assert "jawaban" in read_literals(written)


@pytest.mark.parametrize(
    "source",
    [
        "x = 1 + f()",
        "import os",
        "x = open('a')",
        "x: int = 1",
        "x, y = 1, 2",
        "x = [i for i in y]",
        "x = 1\nprint(x)",
        "(" * 500,
        "x = " + "9" * 300_000,
        "x = -" * 3,
        "\0",
    ],
)
def test_anything_but_literals_has_to_be_run(source):
    assert read_literals(source) is None


def test_only_what_a_function_uses_is_cut_out_of_the_solution():
    source = "import pandas as pd\nimport os\n\nLIMIT = 3\nOTHER = 4\n\ndef helper(x):\n    # why\n    return x * LIMIT\n\ndef wanted(x):\n    return helper(pd.NA)\n\ndef key(facts):\n    return {}\n"
    assert needed_for("wanted", source) == (
        "import pandas as pd\n\nLIMIT = 3\n\ndef helper(x):\n    # why\n    return x * LIMIT\n\ndef wanted(x):\n    return helper(pd.NA)"
    )


def test_an_exercise_that_cannot_be_built_does_not_stop_the_others(tmp_path):
    write_exercise(tmp_path / "latihan", "baik")
    write_exercise(tmp_path / "latihan", "rusak", solution="def variant(rng):\n    return {}\n")
    with pytest.raises(LabIkuError, match=r"solution\.py belum berisi fungsi key"):
        build_course(["rusak", "baik"], tmp_path / "out", exercises=tmp_path / "latihan")
    assert (tmp_path / "out" / "source" / "baik" / "baik.ipynb").is_file()


@pytest.mark.slow
@pytest.mark.timeout(900)  # three kernels and alembic: minutes on a machine that is busy with other things
def test_nbgrader_itself_accepts_releases_and_grades_alike(course, exercises):
    """Stock generate_assignment writes our very release; stock autograde gives key and starter our points."""
    from grading.stock import autograde, stock_doubts

    release = (course / "release" / "contoh" / "contoh.ipynb").read_bytes()
    source = (course / "source" / "contoh" / "contoh.ipynb").read_bytes()
    for path in (course / "submitted").glob("*/contoh/*"):
        path.unlink()
    for folder in [*(course / "submitted").glob("*/contoh"), *(course / "submitted").glob("*")]:
        folder.rmdir()
    write_notebook_submission(course, "penuh", "contoh", source, MOMENT)
    write_notebook_submission(course, "kosong", "contoh", release, MOMENT)
    assert stock_doubts(course, ["contoh"]) == {"contoh": []}
    autograde(course, "contoh")
    exercise = load_exercise(exercises / "contoh")
    with sqlite3.connect(course / "gradebook.db") as book:
        rows = book.execute(
            "select student_id, base_cell.name, auto_score from grade join base_cell on base_cell.id = cell_id"
            " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
            " join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id"
        ).fetchall()
    scores = {(who, name): score for who, name, score in rows}
    for part in exercise.parts:
        if part.automatic_points:
            assert scores["penuh", f"uji-{part.id}"] == part.automatic_points, part.id
            assert scores["kosong", f"uji-{part.id}"] == 0, part.id
    assert scores["kosong", "jawaban-uraian"] == 0
    assert scores["penuh", "jawaban-uraian"] is None
