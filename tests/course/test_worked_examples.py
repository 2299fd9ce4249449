"""Keys of the exercises of M5 to M9 against figures computed elsewhere: worked examples, statistics tables.

Each case puts published or hand-computed facts into the author's ``key`` and compares with the figure of the
source named beside it, never with another run of the same rule.
"""

from __future__ import annotations

import runpy
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pytest

from workshop.paths import EXERCISES

EDUCATION = {  # regulations.md §5.2, elementary schools of one regency
    "penduduk": 9400,
    "usia_resmi": 9024,
    "murid": 9650,
    "bersekolah": 9212,
    "putus": 47,
    "smp_lalu": 18_800,
    "lulus": 3120,
    "tingkat_akhir": 3150,
}
MORTALITY = {  # regulations.md §5.1
    "ibu": 9,
    "lahir": 7000,
    "neonatal": 50,
    "bayi": 64,
    "balita": 79,
    "rs": 14,
    "luar": 6,
    "di_luar_kota": 1,
    "lahir_kota": 10_000,
    "kasus_1": 8,
    "kasus_2": 5,
    "kasus_3": 11,
    "lahir_1": 7000,
    "lahir_2": 6900,
    "lahir_3": 7100,
}
SCORECARD = {  # achievements 120, 95, 100, 80, 110 of the capstone; 160 and 60; five of eight; 40 to 82
    "t1": 75,
    "r1": 96,
    "t2": 100,
    "r2": 105,
    "t3": 80,
    "r3": 80,
    "t4": 90,
    "r4": 72,
    "t5": 100,
    "r5": 90,
    "w1": 25,
    "w2": 20,
    "w3": 20,
    "w4": 20,
    "w5": 15,
    "tinggi": 160,
    "rendah": 60,
    "semua": 8,
    "tercapai": 5,
    "pretes": 40,
    "postes": 82,
}
DIRTY = {  # 1,050 rows, 90 twice, 1,200 children; 36 cases of 9 areas; 24 and 48 hours, 1 and 2 days
    "cacat": ["baik"] * 8,
    "baris": 1050,
    "ganda": 90,
    "anak": 1200,
    "lapor": 9,
    "kasus": 36,
    "jam_1": 24,
    "jam_2": 48,
    "hari_1": 1,
    "hari_2": 2,
    "lama_hari": [1, 1, 2, 2, 2, 3, 3, 60],
}
SATU_DATA = {  # regulations.md §7: levels 3.0, 2.6, 2.4, 3.0, 2.0 of the five domains
    "w1": 28,
    "w2": 24,
    "w3": 19,
    "w4": 17,
    "w5": 12,
    **{f"n{place}": Decimal(level) for place, level in enumerate(("3.0", "2.6", "2.4", "3.0", "2.0"), 1)},
}


def solution(exercise: str) -> dict[str, Any]:
    """The names that the exercise's ``solution.py`` defines."""
    return runpy.run_path(str(EXERCISES / exercise / "solution.py"))


def rounded(value: Any, places: int) -> str:
    return str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("exercise", "facts", "part", "row", "figure"),
    [
        ("penyebut-pendidikan", EDUCATION, "rasio", "apk", "102.66"),
        ("penyebut-pendidikan", EDUCATION, "rasio", "apm", "96.00"),
        ("penyebut-pendidikan", EDUCATION, "rasio", "partisipasi", "98.00"),
        ("penyebut-pendidikan", EDUCATION, "putus", None, "0.25"),
        ("penyebut-pendidikan", EDUCATION, "lulus", None, "99.05"),
        ("aki-dan-akb", MORTALITY, "aki", None, "128.57"),
        ("aki-dan-akb", MORTALITY, "anak", "akn", "7.14"),
        ("aki-dan-akb", MORTALITY, "anak", "akb", "9.14"),
        ("aki-dan-akb", MORTALITY, "anak", "akaba", "11.29"),
        ("aki-dan-akb", MORTALITY, "tempat-tinggal", None, "90.00"),
        ("aki-dan-akb", MORTALITY, "tiga-tahun", None, "114.29"),
        ("kartu-skor-dinas", SCORECARD, "kartu", "total", "101.50"),
        ("kartu-skor-dinas", SCORECARD, "kartu", "persalinan", "120.00"),
        ("kartu-skor-dinas", SCORECARD, "kartu", "ganda", "110.00"),
        ("kartu-skor-dinas", SCORECARD, "menutupi", None, "90.00"),
        ("kartu-skor-dinas", SCORECARD, "hilang", None, "62.50"),
        ("kartu-skor-dinas", SCORECARD, "n-gain", None, "0.70"),
        ("register-kotor", DIRTY, "cakupan", None, "80.00"),
        ("register-kotor", DIRTY, "belum-lapor", None, "4.00"),
        ("register-kotor", DIRTY, "campur", None, "1.50"),
        ("register-kotor", DIRTY, "ekstrem", None, "87.50"),
        ("satu-data", SATU_DATA, "epss", None, "2.67"),
    ],
)
def test_the_key_is_the_published_figure(
    exercise: str, facts: dict[str, Any], part: str, row: str | None, figure: str
):
    key = solution(exercise)["key"](facts)[part]
    value = key if row is None else key[row]
    assert rounded(value, len(figure.partition(".")[2])) == figure


@pytest.mark.parametrize(("received", "day"), [(5, 19), (9, 23), (16, 30)])
def test_ten_working_days_after_a_request(received: int, day: int):
    """Counted on the calendar of January 2026, without holidays; 5 → 19 and 9 → 23 are in regulations.md §8."""
    facts = {"tanggal": received, **{f"c{name}": Decimal(100) for name in "abcd"}}
    assert solution("laporan-publik")["key"](facts)["batas-waktu"] == day


@pytest.mark.parametrize(
    ("births", "upper"),
    [(1500, "245.9"), (2500, "147.6")],
)
def test_no_case_still_has_an_upper_limit(births: int, upper: str):
    """−ln 0.025 = 3.689 expected cases give no case in 2.5 % of the years; 1,500 births in regulations.md §5.1."""
    key = solution("bukti-atau-kebetulan")["key"]({"lahir": 7000, "lahir_nol": births})
    assert rounded(key["nol-kasus"], 1) == upper


def test_half_the_rise_of_the_lowest_schools_is_luck():
    """Galton: 14.0 points below the mean at reliability 0.6 are expected to come back by 5.6 points."""
    facts = {
        "dilatih_0": 46,
        "dilatih_1": Decimal("52.6"),
        "banding_0": 46,
        "banding_1": Decimal("51.6"),
        "jarak": 14,
        "keandalan": Decimal("0.6"),
    }
    key = solution("pengaruh-pelatihan-guru")["key"](facts)
    assert (rounded(key["pengaruh"], 2), rounded(key["semu"], 1)) == ("1.00", "5.6")


def test_adoption_after_five_years():
    """Bass curve with p 0.03, q 0.38: F(5) = 33.12 % (Bass 1969, computed from the closed form by hand)."""
    facts = {"pegawai": 120, "hadir": 114, "masuk": 80, "rutin": 36, "p": 0.03, "q": 0.38, "t": 5}
    key = solution("hadir-bukan-memakai")["key"]({**facts, "e": Decimal("0.12873")})
    assert rounded(key["bass"], 1) == "33.1"
    assert [rounded(value, 2) for value in key["tiga-angka"].values()] == ["95.00", "66.67", "30.00"]


@pytest.mark.parametrize(
    ("exercise", "function", "arguments", "expected"),
    [
        ("kode-angka-pendidikan", "apm", (9024, 9400), 96.0),
        (
            "kode-angka-pendidikan",
            "gabung_wilayah",
            (pd.DataFrame({"pembilang": [90, 700, 5], "penyebut": [100, 1000, None]}),),
            71.818,
        ),
        ("kode-kematian-ibu", "aki", (9, 7000), 128.571),
        (
            "kode-kematian-ibu",
            "gabung_tahun",
            (pd.DataFrame({"kasus": [8, 5, 11, None], "kelahiran": [7000, 6900, 7100, 5000]}),),
            114.286,
        ),
        ("kode-kematian-ibu", "batas_poisson", (3,), [0.6187, 8.7673]),  # Garwood's table for three cases
        ("kode-kematian-ibu", "batas_poisson", (0,), [0.0, 3.6889]),
        ("kode-kartu-skor", "n_gain", (40, 82), 0.7),
        ("kode-kartu-skor", "n_gain", (100, 90), None),
        ("kode-kartu-skor", "capaian", (18, 15, "turun"), 80.0),
        ("kode-kartu-skor", "capaian", (31, 15, "turun"), 0.0),
        (
            "kode-kartu-skor",
            "nilai_gabungan",
            (pd.DataFrame({"capaian": [160, 60, None], "bobot": [50, 50, 30]}),),
            90.0,
        ),
        (
            "bersihkan-register",
            "baris_ganda",
            (pd.DataFrame({"nomor": [1, 2, 3], "kode": list("aba")}),),
            [3],
        ),
    ],
)
def test_a_reference_function_gives_the_figure(
    exercise: str, function: str, arguments: tuple[Any, ...], expected: Any
):
    got = solution(exercise)[function](*arguments)
    assert got is None if expected is None else got == pytest.approx(expected, abs=5e-4)


def test_cleaning_keeps_every_row_and_says_why():
    register = pd.DataFrame(
        {
            "nomor": [1, 2, 3, 4, 5],
            "kode": ["A-1", "A-2", "A-1", "A-3", "A-2"],
            "hari": [2.0, 48.0, 2.0, None, 24.0],
            "satuan": ["hari", "jam", "hari", "hari", "jam"],
        }
    )
    before = register.copy()
    clean = solution("bersihkan-register")["bersihkan"](register)
    pd.testing.assert_frame_equal(register, before)
    assert clean["nomor"].tolist() == [1, 2, 3, 4, 5]
    assert clean["catatan"].tolist() == ["", "satuan", "ganda", "kosong", "ganda"]
    assert clean["hari"].dropna().tolist() == [2.0, 2.0, 2.0, 1.0] and set(clean["satuan"]) == {"hari"}


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ({"layanan": 65, "data": 20, "pegawai": 15}, 1.0),
        ({"layanan": 40, "data": 35, "pegawai": 25}, 1.0),
        ({"layanan": 100, "data": 0, "pegawai": 0}, 0.5),
        ({"layanan": 60, "data": 20, "pegawai": 15}, 0.75),
        ({"layanan": 125, "data": -40, "pegawai": 15}, 0.0),
    ],
)
def test_any_division_of_the_budget_that_keeps_the_conditions_is_right(
    answer: dict[str, float], share: float
):
    facts = {"dana": 100, "min_data": 20, "min_pegawai": 15}
    assert solution("hasil-kebetulan-permainan")["judge_alokasi"](facts, answer)[0] == share


@pytest.mark.parametrize(
    ("weights", "share"),
    [((35, 35, 30), 1.0), ((50, 25, 25), 1.0), ((60, 20, 20), 0.5), ((35, 35, 35), 0.5), ((100, 0, 0), 0.0)],
)
def test_weights_of_the_capstone(weights: tuple[int, ...], share: float):
    answer = dict(zip(("pendidikan", "kesehatan", "layanan"), map(float, weights), strict=True))
    assert solution("proyek-puncak")["judge_bobot"]({}, answer)[0] == share
