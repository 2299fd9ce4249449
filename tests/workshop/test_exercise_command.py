"""``iku exercise``: list, new, build, preview."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from own_course import make_exercises

from grading import variant_seed
from grading.exercise.model import KINDS
from workshop import cli, paths
from workshop.preview import told
from workshop.service import folder as class_folder

NAME = "capaian-polaritas"


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    """Exit code, what was printed, what was complained about."""
    with pytest.raises(SystemExit) as end:
        cli.main(["exercise", *arguments])
    said = capsys.readouterr()
    return end.value.code, said.out, said.err


def test_exercises_are_listed_in_teaching_order(capsys):
    code, out, _ = run(capsys, "list")
    assert code == 0
    lines = out.splitlines()
    assert lines[-1] == f"{len(lines) - 1} latihan."
    modules = [line[:2] for line in lines[:-1]]
    assert modules == sorted(modules)
    assert f"M4  {NAME}" in out


def test_the_list_for_programs_says_what_each_holds(capsys):
    _, out, _ = run(capsys, "list", "--json")
    own = next(row for row in json.loads(out) if row["id"] == NAME)
    assert own["parts"] == ["choice", "number", "number", "number", "number", "table"]
    assert own["points"] == 11
    assert own["objectives"] == ["T4.1"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_exercise_of_each_kind_passes_its_proof_at_once(tmp_path, capsys, kind):
    code, out, _ = run(capsys, "new", "latihan-baru", "--kind", kind, "--exercises", str(tmp_path))
    assert (code, out.splitlines()[1]) == (0, "Ubah isinya, lalu jalankan: iku exercise check latihan-baru")
    code, out, _ = run(capsys, "check", "--quick", "--exercises", str(tmp_path))
    assert (code, out.splitlines()[0]) == (0, "✓ latihan-baru")


def test_what_was_begun_and_built_is_told_to_programs(tmp_path, capsys):
    _, out, _ = run(capsys, "new", "baru", "--exercises", str(tmp_path), "--json")
    assert json.loads(out) == {"id": "baru", "folder": str(tmp_path / "baru")}
    course = tmp_path / "kursus"
    _, out, _ = run(capsys, "build", "baru", "--exercises", str(tmp_path), "--out", str(course), "--json")
    source, release = (course / part / "baru" / "baru.ipynb" for part in ("source", "release"))
    assert json.loads(out) == [{"id": "baru", "source": str(source), "release": str(release)}]
    assert source.is_file()
    assert release.is_file()


def test_a_new_exercise_never_replaces_one_that_is_there(tmp_path, capsys):
    run(capsys, "new", "ada", "--exercises", str(tmp_path))
    before = (tmp_path / "ada" / "exercise.toml").read_bytes()
    for name in ("ada", "Huruf Besar", "../luar"):
        code, _, err = run(capsys, "new", name, "--exercises", str(tmp_path))
        assert code == 2
        assert err.startswith(
            f'Latihan "{name}" tidak dapat dibuat. Folder {tmp_path}. Pakai nama yang belum ada'
        )
    assert (tmp_path / "ada" / "exercise.toml").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["ada"]


def test_building_writes_a_course_folder_of_nbgrader(tmp_path, capsys):
    code, out, _ = run(capsys, "build", NAME, "--out", str(tmp_path))
    assert code == 0
    assert str(tmp_path / "release" / NAME / f"{NAME}.ipynb") in out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nbgrader_config.py", "release", "source"]
    code, _, err = run(capsys, "build", "capaian-polarita", "--out", str(tmp_path / "lain"))
    assert (code, f'Maksud Anda "{NAME}"?' in err) == (2, True)
    assert not (tmp_path / "lain").exists()


def test_a_preview_is_one_page_that_loads_nothing(tmp_path, capsys):
    page = tmp_path / "lihat.html"
    code, _, _ = run(capsys, "preview", NAME, "--seed", "7", "--out", str(page))
    text = page.read_text(encoding="utf-8")
    assert code == 0
    assert "Pratinjau varian 7." in text
    assert 'name="jawaban.ganda"' in text
    assert not re.search(r"<(script|link)\b", text)
    assert "K401" not in text and "Kunci" not in text


def test_the_facilitator_sees_anyones_variant_with_its_key(tmp_path, capsys):
    room = class_folder.prepare(tmp_path / "kelas")
    arguments = ("preview", NAME, "--participant", "p-abc", "--class", str(room.path))
    code, out, _ = run(capsys, *arguments, "--json", "--key")
    shown = json.loads(out)
    assert code == 0
    assert shown["seed"] == variant_seed(room.secret, "p-abc", NAME)
    facts, key = shown["answers"]["facts"], shown["answers"]["key"]
    assert float(key["tinggi"]) == pytest.approx(
        100 * facts["tinggi_realisasi"] / facts["tinggi_target"], abs=0.005
    )
    page = tmp_path / "kunci.html"
    run(capsys, *arguments, "--key", "--out", str(page))
    in_words = f"{float(key['tinggi']):.2f}".replace(".", ",")
    assert f"<b>Kunci:</b> {in_words}" in page.read_text(encoding="utf-8")


def test_a_key_is_told_in_words_and_numbers_of_the_reader(tmp_path, capsys):
    """Labels for ids, commas for points, what a function has to give: nothing of Python's own forms."""
    exercises = make_exercises(tmp_path / "latihan")
    page = tmp_path / "kunci.html"
    run(capsys, "preview", "hitung", "--key", "--exercises", str(exercises), "--out", str(page))
    text = page.read_text(encoding="utf-8")
    assert "<h1>Hitung capaian</h1>" in text
    assert "<b>Kunci:</b> Waktu tunggu" in text
    assert "<b>K498</b> → Jumlah layanan:" in text
    assert "<code>capaian(50, 25)</code> → <code>200.0</code> (tersembunyi)" in text
    assert "<b>Tanpa kunci:</b> dinilai fasilitator dengan rubrik." in text


@pytest.mark.parametrize(
    ("answer", "part", "row", "lines"),
    [
        (Decimal("89.29"), {"kind": "number"}, None, ["89,29"]),
        (Decimal("1E+2") / 3, {"kind": "number"}, None, ["33,3333"]),
        (-9, {"kind": "number"}, None, ["−9"]),
        (["b", "a"], {"kind": "ordering"}, None, ["Kedua", "Pertama"]),
        ({"x": 1250, "y": "a"}, {"kind": "table"}, None, ["Baris x: 1.250", "Baris y: Pertama"]),
        (0.5, {"kind": "table"}, "x", ["Baris x: 0,5"]),
        ({"name": "Waktu tunggu"}, {"kind": "indicator"}, None, ["Nama indikator: Waktu tunggu"]),
    ],
)
def test_each_kind_of_key_is_told_in_lines(answer, part, row, lines):
    options = [{"id": "a", "label": "Pertama"}, {"id": "b", "label": "Kedua"}]
    rows = [{"id": "x", "label": "Baris x"}, {"id": "y", "label": "Baris y", "options": options}]
    fields = [{"id": "name", "label": "Nama indikator"}]
    whole = {"options": [], "rows": [], "fields": fields, **part}
    whole |= {"options": options} if part["kind"] == "ordering" else {}
    whole |= {"rows": rows} if part["kind"] == "table" else {}
    assert told(answer, whole, row) == lines


def test_a_participants_preview_needs_the_class(tmp_path, capsys):
    code, _, err = run(capsys, "preview", NAME, "--participant", "p-abc")
    assert code == 2
    assert "--participant memerlukan --class FOLDER" in err
    code, _, err = run(capsys, "preview", NAME, "--participant", "p-abc", "--class", str(tmp_path))
    assert (code, f"Di {tmp_path} tidak ada kelas." in err) == (2, True)


def test_every_exercise_names_a_lesson_that_exists():
    from grading import ExerciseCatalog

    lessons = {path.stem for path in paths.LESSONS.glob("*.ipynb")}
    lessons |= {name.partition("-")[2] for name in lessons}
    catalog = ExerciseCatalog(paths.EXERCISES)
    unknown = {name: catalog.get(name).lesson for name in catalog.ids()}
    assert not {name: lesson for name, lesson in unknown.items() if lesson and lesson not in lessons}
