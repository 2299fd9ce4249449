"""Sentences for faults of a trainee's own code: whole, Indonesian, and never a fault themselves."""

from __future__ import annotations

import pytest

from kpi_sim import load_rules
from kpi_sim.errors import LabIkuError
from workshop.hub import faults


def fault_of(code: str) -> BaseException:
    """The fault that running ``code`` raises, as from a cell of a notebook."""
    try:
        exec(compile(code, "/tmp/ipykernel_7/1.py", "exec"), {})  # noqa: S102
    except BaseException as fault:
        return fault
    raise AssertionError("no fault")


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        (
            "def f():\n    x += 1\nf()",
            "Nama `x` belum ada. Periksa ejaannya, atau jalankan dahulu sel yang membuatnya.",
        ),
        (
            "(1).besar",
            "`int` tidak mempunyai `besar`. Periksa ejaannya dan jenis nilainya.",
        ),
        (
            "import paket_tiada",
            "Paket `paket_tiada` tidak ada di kelas ini. Pelajaran dan latihan tidak membutuhkannya.",
        ),
        ("from math import pie", "`math` tidak mempunyai yang hendak diambil."),
        (
            "[1, 2][5]",
            "Nomor urut itu di luar isinya. Python menghitung mulai dari 0, jadi yang terakhir n - 1.",
        ),
        (
            "if True:\nprint(1)",
            "Spasi di awal baris belum rapi. Baris di dalam `def`, `if`, dan `for` menjorok empat spasi.",
        ),
        (
            "'3' + 4",
            "Jenis nilainya tidak cocok di sini. Periksa angka yang tertulis sebagai teks dan jumlah argumen.",
        ),
        ("float('tiga')", "Nilai itu tidak dapat dipakai di sini. Periksa isi dan bentuknya."),
        ("raise KeyError", "Kunci atau kolom itu tidak ada. Periksa ejaan dan huruf besar kecilnya."),
        ("assert 1 > 2", "Pemeriksaan `assert` di baris ini tidak terpenuhi."),
        ("assert 1 > 2, 'Tulis fungsi nrr di sel jawaban.'", "Tulis fungsi nrr di sel jawaban."),
        ("periksa('nrr')", "Nama `periksa` belum ada. Jalankan dahulu sel kode pertama notebook ini."),
        ("raise StopIteration", "Python tidak dapat meneruskan baris ini."),
    ],
)
def test_what_happened_is_one_sentence_in_indonesian(code: str, wanted: str):
    assert faults.sentence(fault_of(code)) == wanted


def test_an_error_of_the_course_speaks_for_itself():
    with pytest.raises(LabIkuError) as caught:
        load_rules("tiada")
    assert faults.sentence(caught.value) == str(caught.value)
    assert "Kata Python" not in "\n".join(faults.told(caught.value))


def test_an_exception_that_cannot_be_told_is_told_all_the_same():
    code = "class Aneh(Exception):\n    def __str__(self):\n        raise ValueError\nraise Aneh"
    lines = faults.told(fault_of(code))
    assert "Python tidak dapat meneruskan baris ini." in lines[0]


def test_every_sentence_ends_and_none_is_reached_only_after_a_wider_one():
    kinds = [kind for kind, _ in faults.SENTENCES]
    for place, kind in enumerate(kinds):
        assert not any(issubclass(kind, wider) for wider in kinds[:place]), kind
    assert kinds[-1] is BaseException
