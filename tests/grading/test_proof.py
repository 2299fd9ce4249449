"""``iku exercise check``: what the proof finds, one planted fault at a time; and all exercises of the course."""

from __future__ import annotations

import json

import pytest
from sample_exercises import MISTAKES, SOLUTION, STARTER, TOML, write_exercise

from grading import Examiner, ExerciseCatalog
from workshop import cli, paths

WHEN = '"id": "K105", "part": "tandai", "when": lambda f, answer: "d" in answer, "message": "D itu keluaran."'


def doubts(folder, **files: str) -> list[tuple[str, str]]:
    write_exercise(folder, **files)
    with Examiner(folder) as examiner:
        return examiner.prove("contoh", 6)


def test_a_sound_exercise_leaves_no_doubt(tmp_path):
    assert doubts(tmp_path) == []


@pytest.mark.parametrize(
    ("files", "part", "message"),
    [
        (
            {"mistakes": MISTAKES.split("\n    {")[0] + "\n]"},
            "",
            "Baru 0 kekeliruan di mistakes.py; tulis sedikitnya 3.",
        ),
        (
            {
                "solution": SOLUTION.replace(
                    '"kartu": {"name": "Persentase akta kelahiran selesai tepat waktu"},', ""
                )
            },
            "kartu",
            'Belum ada jawaban penuh. Tambahkan "kartu": {"name": "…", …}, isi kartu yang lulus pada key(facts).',
        ),
        (
            {"solution": SOLUTION.replace('"bebas": {"x": 4, "y": 6}', '"bebas": {"x": 4, "y": 5}')},
            "bebas",
            "Kunci sebagai nilai hanya mendapat 1 dari 2 poin: Jumlahnya belum sepuluh.",
        ),
        (
            {
                "toml": TOML.replace("Baca target {target} sekali lagi.", "Hasilnya harus 12,5."),
                "solution": SOLUTION.replace('round(100 * facts["realisasi"] / facts["target"], 2)', "12.5"),
            },
            "angka",
            "Teks petunjuk memuat kuncinya. Ajukan pertanyaan, jangan sebut jawabannya.",
        ),
        (
            {
                "mistakes": MISTAKES.replace(
                    "Apakah warga senang bila angkanya naik?", "Bukan itu, melainkan turun terus."
                )
            },
            "pilih",
            "Teks K202 memuat kuncinya. Ajukan pertanyaan, jangan sebut jawabannya.",
        ),
        (
            {"mistakes": MISTAKES.replace("Itu realisasi, bukan capaian.", "kata " * 26)},
            "angka",
            "Pesan K412 26 kata, paling banyak 25. Ringkaslah.",
        ),
        (
            {"toml": TOML.replace("Berapa capaiannya?", "Berapa " * 55)},
            "angka",
            "Pertanyaan 61 kata, paling banyak 60. Ringkaslah.",
        ),
        (
            {"mistakes": MISTAKES.replace('answer[:1] == ["pk"]', 'answer[:1] == ["lain"]')},
            "urut",
            "Kekeliruan K106 tidak pernah muncul dalam varian yang dicoba.",
        ),
        (
            {
                "mistakes": MISTAKES.replace(
                    WHEN, WHEN + '}, {"id": "K110", "part": "tandai", "answer": ["d"], "message": "Lain."'
                )
            },
            "tandai",
            "Kekeliruan K110 tidak mendapat pesannya sendiri, melainkan K105.",
        ),
        (
            {"mistakes": MISTAKES.replace("['hari'] < batas", "['hari'] <= batas")},
            "fungsi",
            "Kekeliruan K303 lolos dari pemeriksaan biasa.",
        ),
        (
            {"mistakes": MISTAKES.replace('"check": "biasa"', '"check": "bisa"')},
            "fungsi",
            "Kekeliruan K303 menyebut pemeriksaan yang tidak ada.",
        ),
        (
            {"starter": STARTER.replace("    ...", "    return 50.0")},
            "fungsi",
            "Fungsi awal di starter.py mendapat 1 dari 4 poin.",
        ),
        (
            {
                "solution": SOLUTION.replace(
                    "    if register.empty:", "    register['n'] = 1\n    if register.empty:"
                )
            },
            "fungsi",
            "Fungsi di solution.py hanya mendapat 0 dari 4 poin: Fungsi Anda mengubah data masukannya. Buat salinan"
            " dahulu, lalu olah salinan itu.",
        ),
        (
            {
                "solution": SOLUTION.replace(
                    '["rpjmd", "renstra", "renja", "pk"]', '["pk", "renja", "renstra", "rpjmd"]'
                ),
                "mistakes": MISTAKES.replace('["pk"]', '["rpjmd"]'),
            },
            "urut",
            "Pilihan ditulis persis dalam urutan kunci. Acak urutan options.",
        ),
    ],
)
def test_a_planted_fault_is_found_and_nothing_else(tmp_path, files, part, message):
    assert doubts(tmp_path, **files) == [(part, message)]


def test_a_test_of_an_answer_that_stops_at_unfinished_answers_is_told(tmp_path):
    found = doubts(
        tmp_path,
        mistakes=MISTAKES.replace('answer[:1] == ["pk"]', 'answer.index("pk") < answer.index("renja")'),
    )
    assert len(found) == 1
    assert 'Kode latihan "contoh" berhenti: ValueError' in found[0][1]
    with Examiner(tmp_path) as examiner:  # in class the answer is judged all the same
        assert examiner.check("contoh", 1, "urut", ["renja"]).status == "wrong"


@pytest.mark.parametrize("name", ExerciseCatalog(paths.EXERCISES).ids())
def test_every_exercise_of_the_course_proves_itself(name, course_examiner):
    assert course_examiner.prove(name, 20) == []


@pytest.fixture(scope="module")
def course_examiner():
    with Examiner(paths.EXERCISES) as examiner:
        yield examiner


def test_no_folder_of_the_course_has_faults():
    assert ExerciseCatalog(paths.EXERCISES).faults() == {}


def test_the_command_tells_what_is_in_doubt(tmp_path, capsys):
    write_exercise(tmp_path, "baik")
    write_exercise(tmp_path, "ragu", starter=STARTER.replace("    ...", "    return 50.0"))
    write_exercise(tmp_path, "rusak", toml="title = 1")
    with pytest.raises(SystemExit) as end:
        cli.main(["exercise", "check", "--quick", "--variants", "3", "--exercises", str(tmp_path)])
    said = capsys.readouterr().out
    assert end.value.code == 1
    assert (
        "✓ baik\n◆ ragu\n    bagian fungsi: Fungsi awal di starter.py mendapat 1 dari 4 poin.\n◆ rusak\n"
        in said
    )
    assert "3 latihan diperiksa, 2 perlu diperbaiki (" in said
    with pytest.raises(SystemExit):
        cli.main(["exercise", "check", "ragu", "--quick", "--json", "--exercises", str(tmp_path)])
    assert json.loads(capsys.readouterr().out) == {
        "ragu": [{"part": "fungsi", "message": "Fungsi awal di starter.py mendapat 1 dari 4 poin."}]
    }


def test_an_unknown_exercise_is_wrong_use(tmp_path, capsys):
    write_exercise(tmp_path, "baik")
    with pytest.raises(SystemExit) as end:
        cli.main(["exercise", "check", "bak", "--exercises", str(tmp_path)])
    assert end.value.code == 2
    assert capsys.readouterr().err == 'Latihan "bak" tidak ada. Maksud Anda "baik"? Yang tersedia: baik.\n'
