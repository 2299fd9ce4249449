"""``iku grade``, ``feedback``, ``collect``: what people read, what programs read, and the exit code."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import own_course
import pytest
from foreign_course import cell, hand_in, make_course, notebook

from workshop.cli import main


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_course(tmp_path / "kursus")


@pytest.fixture
def run(capsys):
    def call(*words) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return call


def test_grading_is_told_to_programs_as_the_table_of_the_design_has_it(course, run):
    hand_in(course, "sari")
    code, out, _ = run("grade", "--class", course, "--json", "--workers", 1)
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"seconds", "submissions"}
    row = told["submissions"][0]
    assert {key: row[key] for key in ("participant", "exercise", "score", "max_score", "status")} == {
        "participant": "sari",
        "exercise": "dasar",
        "score": 5,
        "max_score": 9,
        "status": "graded",
    }
    assert {"isolation", "seconds", "parts"} <= set(row)
    assert row["parts"][0] == {"id": "uji-jumlah", "points": 2, "max": 2, "message": ""}


def test_grading_is_told_to_people_with_what_needs_their_eyes(course, run):
    hand_in(course, "sari")
    (hand_in(course, "budi") / "dasar.ipynb").write_text("rusak")
    code, out, _ = run("grade", "dasar", "--class", course, "--workers", 1)
    assert code == 1
    first, second, third, _ = out.splitlines()
    assert first.startswith("2 kiriman dinilai dalam ")
    assert second.startswith("  budi · dasar: tidak dapat dibaca: Kiriman ini tidak dapat dibaca: ")
    assert third == "1 kiriman menunggu penilaian Anda di formgrader."
    code, out, _ = run("feedback", "--class", course)
    assert (code, out) == (0, f"2 halaman umpan balik ditulis ke {course / 'feedback'}.\n")
    assert "uji-jumlah" in (course / "feedback" / "sari" / "dasar" / "dasar.html").read_text()


def test_feedback_and_recap_are_told_to_programs(course, run, tmp_path):
    assert run("feedback", "--class", course, "--json")[:2] == (1, '{\n  "pages": []\n}\n')
    hand_in(course, "sari")
    run("grade", "--class", course, "--workers", 1)
    code, out, _ = run("feedback", "--class", course, "--json")
    page = course / "feedback" / "sari" / "dasar" / "dasar.html"
    assert (code, json.loads(out), page.is_file()) == (0, {"pages": [str(page)]}, True)
    file = tmp_path / "rekap.csv"
    code, out, _ = run("recap", "--class", course, "--out", file, "--json")
    told = {"file": str(file), "present": 1, "submissions": 1, "graded": 1}
    assert (code, json.loads(out), file.is_file()) == (0, told, True)


def test_feedback_before_grading_says_what_to_do_first(course, run):
    code, _, err = run("feedback", "--class", course)
    assert (code, err) == (1, f"Belum ada yang dinilai. Nilai dahulu: iku grade --class {course}\n")


def test_a_folder_that_is_no_course_is_told(tmp_path, run):
    code, _, err = run("grade", "--class", tmp_path)
    assert code == 2
    assert err == (
        f"Folder itu bukan folder kelas Lab IKU dan bukan folder kursus nbgrader. Tempat: {tmp_path}. "
        "Sebutkan folder kelas dengan --class, biasanya bernama kelas, atau folder yang berisi source dan submitted.\n"
    )


def test_hand_ins_are_collected_from_an_archive_and_graded(course, run, tmp_path):
    source = hand_in(course, "sari") / "dasar.ipynb"
    archive = tmp_path / "unduhan.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(source, "budi/dasar/dasar.ipynb")
        opened.writestr("../luar.ipynb", "{}")
    code, out, _ = run("collect", archive, "--class", course, "--json")
    told = json.loads(out)
    assert code == 1
    assert told["taken"] == [{"participant": "budi", "exercise": "dasar", "file": "unduhan.zip"}]
    assert [item["file"] for item in told["left"]] == ["unduhan.zip"]
    assert not (course / "luar.ipynb").exists()
    _, out, _ = run("grade", "--class", course, "--participant", "budi", "--json", "--workers", 1)
    assert [(r["participant"], r["score"]) for r in json.loads(out)["submissions"]] == [("budi", 5)]


def test_lint_names_the_cell_that_cannot_be_graded_apart(course, run):
    assert run("grade", "--lint", "--class", course) == (0, "Semua sel uji dapat dijalankan terpisah.\n", "")
    peeking = [
        cell("code", "### BEGIN SOLUTION\nclass Loket:\n    pass\n### END SOLUTION", "loket", solution=True),
        cell(
            "code",
            "satu = 1\nassert isinstance(Loket(), Loket)",
            "uji-loket",
            grade=True,
            locked=True,
            points=1,
        ),
    ]
    (course / "source" / "dasar" / "dasar.ipynb").write_text(notebook(peeking))
    code, out, _ = run("grade", "--lint", "--class", course, "dasar", "--json")
    found = json.loads(out)
    assert code == 1
    assert {(item["cell"], item["line"]) for item in found} == {("uji-loket", 2)}


def test_a_course_of_exercises_from_elsewhere_is_graded_by_them(run, tmp_path):
    """By its notebook's tests alone nobody would be told which idea went wrong."""
    exercises = own_course.make_exercises(tmp_path / "latihan")
    course = own_course.make_class(tmp_path / "kursus", exercises)
    own_course.form(course, "p-1", arah="layanan")
    moved = tmp_path / "pindah"
    for words in ((), ("--exercises", moved, "--all")):
        code, out, _ = run("grade", "--class", course, *words, "--json", "--workers", 1)
        said = {part["id"]: part["message"] for part in json.loads(out)["submissions"][0]["parts"]}
        assert (code, said["arah"]) == (0, "Semakin banyak layanan bukan keburukan.")
        if not words:
            run("feedback", "--class", course)
            page = course / "feedback" / "p-1" / own_course.EXERCISE / f"{own_course.EXERCISE}.html"
            assert "<h1>Hitung capaian</h1>" in page.read_text(encoding="utf-8")
            exercises.rename(moved)
    found = run("grade", "--lint", "--class", course)
    assert found == (0, "Semua sel uji dapat dijalankan terpisah.\n", "")
