"""The exercise folder: what is read, and what is said about what cannot be."""

from __future__ import annotations

import pytest
from sample_exercises import TOML, write_exercise

from grading import ExerciseCatalog, load_exercise
from kpi_sim.errors import LabIkuError, UnknownNameError


def fault(tmp_path, **files: str) -> str:
    with pytest.raises(LabIkuError) as caught:
        load_exercise(write_exercise(tmp_path, **files))
    return caught.value.sentence()


def test_a_folder_becomes_an_exercise(tmp_path):
    exercise = load_exercise(write_exercise(tmp_path))
    assert exercise.id == "contoh"
    assert exercise.points == 25
    assert exercise.objectives == ("T4.1", "T1.2", "T1.5", "T2.3", "T1.3", "T3.2")
    assert [part.name for part in exercise.parts][:2] == ["jawaban_angka", "jawaban_pilih"]
    assert exercise.part("fungsi").name == "bagian"
    assert exercise.part("fungsi").tracks == ("notebook",)
    assert len(exercise.on("form")) == len(exercise.parts) - 1
    assert exercise.part("uraian").manual_points == 4
    assert exercise.part("angka").manual_points == 0


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            'hint = "Baca target',
            'hnt = "Baca target',
            'Kunci "hnt" tidak dikenal di sini. Maksud Anda "hint"? Bagian "angka" di exercise.toml folder contoh.'
            " Yang dikenal: decimals, facts, hint, id, kind, look, objective, points, prompt, title, tolerance,"
            " tolerance_percent, tracks, unit.",
        ),
        (
            'kind = "choices"',
            'kind = "chioce"',
            'kind berisi "chioce", yang tidak dikenal. Maksud Anda "choice"? Bagian "tandai" di exercise.toml folder'
            " contoh. Pilih salah satu: number, choice, choices, text, table, ordering, indicator, scorecard,"
            " function.",
        ),
        (
            "points = 2\n",
            'points = "dua"\n',
            'points berisi "dua", seharusnya bilangan. Bagian "angka" di exercise.toml folder contoh. Perbaiki nilai'
            " points.",
        ),
        (
            'id = "uraian"',
            'id = "tabel"',
            'id "tabel" dipakai dua kali. Bagian "tabel" di exercise.toml folder contoh. Beri id yang lain pada'
            " salah satunya.",
        ),
        (
            'objective = "T1.2"',
            'objective = "4.1"',
            'objective "4.1" bukan tujuan belajar. Bagian "urut" di exercise.toml folder contoh. Tulis seperti T4.1.',
        ),
        (
            'kind = "ordering"\n',
            'kind = "ordering"\ntracks = ["form"]\n',
            "Bagian yang hanya ada di formulir tidak tercatat: notebook adalah catatan nilainya.",
        ),
        (
            'kind = "choice"\n',
            'kind = "choice"\ntracks = ["formulir"]\n',
            'tracks memuat "formulir", yang tidak dikenal. Maksud Anda "form"? Bagian "pilih" di exercise.toml',
        ),
        (
            'tracks = ["notebook"]\n',
            'tracks = ["form", "notebook"]\n',
            'Bagian berupa kode hanya ada di notebook. Bagian "fungsi" di exercise.toml folder contoh.',
        ),
        (
            'must_not = ["target-in-name"]',
            'must_not = ["target-in-names"]',
            "target-in-name",
        ),
        (
            'title = "Contoh tiap jenis"',
            "",
            'Kunci "title" belum ada. exercise.toml folder contoh. Tulis title = "…" di sana.',
        ),
        (
            'fields = ["name", "polarity"]',
            "fields = []",
            'fields belum diisi. Bagian "kartu" di exercise.toml folder contoh. Sebutkan kolom kartu yang boleh'
            " diubah peserta.",
        ),
    ],
)
def test_a_fault_is_told_with_place_and_remedy(tmp_path, before: str, after: str, sentence: str):
    assert before in TOML
    assert sentence in fault(tmp_path, toml=TOML.replace(before, after, 1))


def test_all_faults_of_a_folder_are_told_at_once(tmp_path):
    broken = TOML.replace('level = "dasar"', 'level = "mudah"').replace("minutes = 10", "minutes = -1")
    said = fault(tmp_path, toml=broken, mistakes="")
    assert said.startswith("3 isian latihan perlu diperbaiki.")
    assert "Berkas mistakes.py belum ada." in said
    assert 'level berisi "mudah", yang tidak dikenal.' in said
    assert "minutes bernilai -1." in said


def test_toml_that_cannot_be_read_names_the_line(tmp_path):
    said = fault(tmp_path, toml='title = "a"\nmodule = M4\n')
    assert said.startswith("exercise.toml tidak dapat dibaca: ada yang keliru di baris 2.")


def test_a_function_that_is_not_begun_is_told(tmp_path):
    said = fault(tmp_path, starter="def lain():\n    ...\n")
    assert said.startswith('Fungsi "bagian" belum dimulai di starter.py. Folder contoh.')


def test_a_file_in_another_encoding_is_told(tmp_path):
    folder = write_exercise(tmp_path)
    (folder / "prompt.md").write_bytes("café".encode("latin-1"))
    with pytest.raises(LabIkuError, match=r"Berkas prompt.md bukan teks UTF-8\."):
        load_exercise(folder)


def test_a_faulty_folder_does_not_take_the_others_with_it(tmp_path):
    write_exercise(tmp_path, "baik")
    write_exercise(tmp_path, "rusak", toml="title = 1")
    write_exercise(tmp_path, "awal", toml=TOML.replace("order = 900", "order = 10"))
    catalog = ExerciseCatalog(tmp_path)
    assert catalog.ids() == ["awal", "baik"]
    assert list(catalog.faults()) == ["rusak"]
    with pytest.raises(LabIkuError, match="perlu diperbaiki"):
        catalog.get("rusak")
    with pytest.raises(UnknownNameError, match=r'Latihan "bak" tidak ada\. Maksud Anda "baik"\?'):
        catalog.get("bak")
