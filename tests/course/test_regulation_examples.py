"""Every worked example of the regulations stands in a lesson or is an exercise's key with the example's own numbers.

The table is the promise: section of the rules, what the example shows, where it is used, the figures as printed. Lessons
are read as a trainee sees them (text and stored results, which nbval compares); an exercise gets the example's facts.
"""

from __future__ import annotations

import re
import runpy
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pytest

from kpi_sim.units import format_number
from workshop.notebooks import read_notebook
from workshop.paths import EXERCISES, LESSONS

EXTRA = "12-contoh-hitungan-peraturan"
MEASURE, SCORE, SCHOOL, HEALTH = (
    "03-mengukur-waktu-kepuasan-inovasi",
    "04-skor-dan-predikat",
    "05-dinas-pendidikan",
    "06-dinas-kesehatan",
)

IN_LESSONS = [
    # §1 survey of satisfaction
    ("1.3 gap below C", EXTRA, ["2,5998", "65,00, mutu C"]),
    ("1.3 gap below B", EXTRA, ["3,0642", "76,61, mutu B"]),
    ("1.3 gap below A", EXTRA, ["3,5322", "88,31, mutu A"]),
    ("1.3 ends of A and B", SCORE, ["SKM 88,30: mutu B", "SKM 88,31: mutu A"]),
    ("1.4 letter lost by 0,11", MEASURE, ["3,07", "mutu C"]),
    ("1.4 example A, rounded early", EXTRA, ["91,48 mutu A", "91,25", "90,75"]),
    ("1.4 example B, missing answers", MEASURE, ["62 dibagi 29 responden: 2,14", "62 dibagi 20 yang menjawab: 3,10"]),
    ("1.5 next row of the table", EXTRA, ["29 penerima: tabel 28, rumus 27,03", "205 penerima: tabel 136"]),
    ("1.5 thousand and five thousand", MEASURE, ["1.000 penerima layanan: 278", "5.000 penerima layanan: 357"]),
    # §2 appraisal of staff
    ("2.1 targets handed down", EXTRA, ["sesuai dengan target pimpinan", "kurang 1", "lebih 1"]),
    ("2.1 percentage handed down", "01-apa-itu-iku", ["95 %", "19 %"]),
    ("2.2 matrix", SCORE, ["Sangat Kurang", "Butuh Perbaikan", "Sangat Baik"]),
    ("2.2 result below, behaviour above", "08-budaya-kerja-dan-perubahan", ["Butuh Perbaikan"]),
    ("2.3 pattern warns", EXTRA, ["9 Sangat Baik, 3 Baik: 4 peringatan", "1, 6, 3, 2: 0 peringatan"]),
    (
        "2.5 old scheme",
        EXTRA,
        ["97,0 Baik", "113,8 Sangat Baik", "113,8 Baik", "89,2 Cukup", "90,0 Baik", "69,8 Kurang"],
    ),
    # §3 indicators and accountability
    (
        "3.4 five levels",
        "02-merancang-indikator",
        [
            "masukan: realisasi anggaran",
            "proses: jumlah rapat",
            "keluaran: jumlah kader",
            "hasil: persalinan",
            "dampak: AKI",
        ],
    ),
    ("3.6 efficiency", "01-apa-itu-iku", ["selisih 12 poin", "selisih −7 poin"]),
    ("3.7 AKIP example", SCORE, ["20,10", "20,70", "11,55", "14,75", "67,10, kategori B"]),
    ("3.7 all BB and the end", EXTRA, ["Semua BB: 80,00 kategori BB", "80,005: kategori A"]),
    # §4 achievement
    ("4.1 minimise", SCORE, ["12 hari: (2T−R)/T 120,00", "18 hari: (2T−R)/T 80,00", "31 hari: (2T−R)/T −6,67"]),
    ("4.1 the other formula", SCORE, ["T/R 125,00", "T/R 83,33", "T/R 48,39"]),
    ("4.1 far below the target", EXTRA, ["189,90, dipotong 120,00", "−10,00, dipotong 0,00"]),
    ("4.1 scorecard", SCORE, ["110,00", "90,00", "120,00", "80,00", "104,00"]),
    ("4.1 zero target", SCORE, ["Tanpa kesepakatan: tidak ada data", "Dengan nilai terburuk 10: 60,00"]),
    ("4.2 stabilise", SCORE, ["realisasi 96: 112,00", "realisasi 110: 100,00", "realisasi 45: 50,00"]),
    ("4.3 caps", EXTRA, ["batas 100: 100,00", "batas 120: 120,00", "tanpa batas: 125,00"]),
    (
        "4.3 traffic light",
        EXTRA,
        ["100: Memenuhi", "99,99: Belum memenuhi", "80: Belum memenuhi", "79,99: Tidak memenuhi"],
    ),
    ("4.4 quality weights", "02-merancang-indikator", ["kendali tinggi: 0,90", "kendali sedang: 1,00", "kendali rendah: 1,10"]),
    (
        "4.4 target weights",
        EXTRA,
        ["110, realisasi lalu 105: 1,2", "105, realisasi lalu 105: 1,1", "100, realisasi lalu 105: 0,9", "95, realisasi lalu 105: 0,8"],
    ),
    ("4.4 NHK", EXTRA, ["Nilai hasil kerja: 105,17", "pegawai 105, organisasi 102: 104,10", "100,20"]),
    ("4.4 perspectives", EXTRA, ["25/15/30/30: 102,50", "30/20/25/25: 103,20"]),
    ("4.5 counts", EXTRA, ["Sampai triwulan II: 9", "Setahun: 18", "sampai triwulan III: 75"]),
    ("4.5 first add, then divide", SCORE, ["Rata-rata capaian triwulan: 93,75", "Jumlahkan dahulu: 100,00"]),
    (
        "4.6 scale of 86/2017",
        EXTRA,
        ["120: Sangat Tinggi", "90,99: Tinggi", "75,99: Sedang", "65,5: Rendah", "50,99: Sangat Rendah"],
    ),
    # §5 sectors
    ("5.1 AKI and AKB", HEALTH, ["128,57", "9,14"]),
    ("5.1 limits", HEALTH, ["58,8–244,1", "14,7–208,7", "0,0–245,9"]),
    ("5.1 three years", HEALTH, ["Tiga tahun: 114,29"]),
    ("5.1 minimum service", EXTRA, ["Ibu hamil: 95,00", "94,0 Tuntas Utama", "99,99: Tuntas Utama", "89,9: Tuntas Madya"]),
    ("5.2 school rates", SCHOOL, ["96,00", "102,66", "0,25", "99,05"]),
    ("5.2 committee", SCHOOL, ["Undangan yang hadir: 70,00 %"]),
    ("5.3 on time", MEASURE, ["Hanya yang selesai: 93,50 %", "Dengan yang terbuka: 81,30 %"]),
    ("5.3 Friday to Monday", MEASURE, ["Hari kerja: 1"]),
]  # fmt: skip

SURVEY = {"n": 29, "jumlah": [105, 101, 100, 116, 102, 105, 106, 105, 115], "terendah": 100}
SEATS = {"penduduk": 9400, "usia_resmi": 9024, "murid": 9650, "bersekolah": 9212}
BIRTHS = {"ibu": 9, "lahir": 7000, "neonatal": 50, "bayi": 64, "balita": 79}
HOLIDAY = {"kamis": "Kamis, 19 November 2026", "selesai_b": "Selasa, 24 November 2026"}

IN_EXERCISES = [
    ("1.4 example A, three weights", "satu-survei-tiga-nilai", SURVEY, "bobot-bulat", None, "90,56"),
    ("1.4 example C, lowest element", "satu-survei-tiga-nilai", SURVEY, "unsur-terendah", None, "86,21"),
    ("1.4 all answers 4", "satu-survei-tiga-nilai", {"bobot_lain": Decimal("0.11")}, "sempurna", None, "99,00"),
    ("2.2 ends of ratings", "matriks-predikat", {"nilai_1": Decimal("100.01")}, "dari-angka", "satu", "atas"),
    ("2.2 end at 90", "matriks-predikat", {"nilai_1": Decimal("89.99")}, "dari-angka", "satu", "bawah"),
    (
        "2.4 seven behaviours",
        "matriks-predikat",
        {"berakhlak": [82, 100, 98, 105, 100, 115, 105]},
        "perilaku",
        None,
        "100,71",
    ),
    ("4.1 negative target", "stabilisasi-dan-batas", {"t_negatif": -10, "r_negatif": -11}, "negatif", None, "90,00"),
    ("4.1 conversion to 120", "stabilisasi-dan-batas", {"skala": 4, "r_skala": 3}, "konversi", None, "75,00"),
    ("4.2 far from the target", "stabilisasi-dan-batas", {"r_jauh": 70}, "stabil", "jauh", "77,78"),
    ("4.3 ends of NKO", "mempertahankan-skor", {"nko_1": Decimal("109.99")}, "predikat-nko", "satu", "baik"),
    ("5.1 under five", "aki-dan-akb", BIRTHS, "anak", "akaba", "11,29"),
    ("5.1 newborn", "aki-dan-akb", BIRTHS, "anak", "akn", "7,14"),
    ("5.2 participation", "penyebut-pendidikan", SEATS, "rasio", "partisipasi", "98,00"),
    ("5.3 holiday between", "tepat-waktu", HOLIDAY, "libur", None, "2,00"),
]  # fmt: skip


@cache
def page(lesson: str) -> str:
    """What a trainee sees of a lesson: its text and its results, spaces made alike."""
    notebook = read_notebook(LESSONS / f"{lesson}.ipynb")
    parts: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        for output in cell.get("outputs", []):
            parts += [str(output.get("text", "")), str(output.get("data", {}).get("text/html", ""))]
    return re.sub(r"\s+", " ", " ".join(parts).replace("\u00a0", " "))


@pytest.mark.parametrize(("example", "lesson", "figures"), IN_LESSONS, ids=[row[0] for row in IN_LESSONS])
def test_a_lesson_shows_the_example(example: str, lesson: str, figures: list[str]):
    assert [figure for figure in figures if figure not in page(lesson)] == []


@pytest.mark.parametrize(
    ("example", "exercise", "facts", "part", "row", "figure"),
    IN_EXERCISES,
    ids=[row[0] for row in IN_EXERCISES],
)
def test_an_exercise_is_the_example_when_it_has_its_numbers(
    example: str, exercise: str, facts: dict[str, Any], part: str, row: str | None, figure: str
):
    solution = runpy.run_path(str(EXERCISES / exercise / "solution.py"))
    drawn = solution["variant"](np.random.default_rng(0))
    assert set(facts) <= set(drawn)
    value = solution["key"](drawn | facts)[part]
    value = value if row is None else value[row]
    assert (value if isinstance(value, str) else format_number(Decimal(str(value)), 2)) == figure


def test_every_section_of_the_rules_is_in_the_table():
    sections = {row[0].split()[0] for row in (*IN_LESSONS, *IN_EXERCISES)}
    with_examples = {
        *("1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4", "2.5", "3.4", "3.6", "3.7"),
        *("4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "5.1", "5.2", "5.3"),
    }
    assert sections == with_examples
