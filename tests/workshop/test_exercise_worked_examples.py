"""Keys and typical wrong answers of the exercises, given the numbers of published worked examples.

Every expected value is printed in a regulation, in a report, or follows from the example by hand; none is computed here.
Sources: PermenPANRB 14/2017, 6/2022, 88/2021; PP 30/2019; KMK 127/2026; BSKDN letter of 29 April 2026.
"""

from __future__ import annotations

import runpy
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pytest

from workshop.paths import EXERCISES


@cache
def code(exercise: str, file: str) -> dict[str, Any]:
    return runpy.run_path(str(EXERCISES / exercise / file))


def facts_of(exercise: str, given: dict[str, Any]) -> dict[str, Any]:
    """A variant with the example's numbers in it."""
    drawn: dict[str, Any] = code(exercise, "solution.py")["variant"](np.random.default_rng(0))
    assert set(given) <= set(drawn)
    return drawn | given


def key_of(exercise: str, given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = code(exercise, "solution.py")["key"](facts_of(exercise, given))
    return found


def wrong(exercise: str, part: str, mistake: str, given: dict[str, Any], row: str = "") -> float:
    """What a typical mistake gives."""
    known = [
        item
        for item in code(exercise, "mistakes.py")["MISTAKES"]
        if (item["part"], item["id"], item.get("row", "")) == (part, mistake, row)
    ]
    return float(known[0]["answer"](facts_of(exercise, given)))


def near(value: float) -> Any:
    return pytest.approx(value, abs=0.005001)


OFFICE_A = {"hari": [2, 1, 16, 1, 1, 3, 2, 1, 2, 1], "batas": 3}
SURVEY = {"n": 29, "jumlah": [105, 101, 100, 116, 102, 105, 106, 105, 115], "terendah": 100}
QUARTERS = {"t": [10, 20, 30, 40], "r": [10, 10, 30, 50], "k": [25, 60, 75], "terburuk": 10, "kasus": 4}
REGION = {"spd": 50, "n": 60, "sid": 90, "spd_b": 45, "n_b": 10, "sid_b": 80}
AKIP = {"planning": "BB/B/CC", "measurement": "A/B/CC", "reporting": "A/BB/B", "evaluation": "BB/CC/C"}
UNEVEN = {
    "s1": 100,
    "s2": 90,
    "s3": 80,
    "s4": 110,
    "b1": 30,
    "b2": 25,
    "b3": 25,
    "b4": 25,
    "putus_target": Decimal("0.50"),
    "putus_realisasi": Decimal("0.25"),
    "cakupan": 80,
    "kenaikan": 5,
}
CARD = {
    "t1": 80,
    "t2": 80,
    "t3": 80,
    "t4": 15,
    "t5": 15,
    "r1": 88,
    "r2": 72,
    "r3": 100,
    "r4": 12,
    "r5": 18,
    **{f"b{place}": 20 for place in range(1, 6)},
    "p1": 104,
    "p2": 110,
    "p3": 98,
    "p4": 102,
    "pegawai": 105,
    "nko": 102,
}
FORM_A = {
    "p02_target": 12,
    "p02_bagian": [5, 4, 2],
    "p05_a": 42,
    "p05_b": 60,
    "p06": [1, 1, 1, 2, 2, 3, 4, 12],
    "p07_tepat": 187,
    "p07_selesai": 200,
    "p07_terbuka": 30,
    "p08_jumlah": 62,
    "p08_jawab": 20,
    "p08_n": 29,
    "p09_t": 15,
    "p09_r": 12,
    "p11_usia": 9024,
    "p11_semua": 9650,
    "p11_penduduk": 9400,
    "p12_awal": Decimal("46.0"),
    "p12_latih": Decimal("52.6"),
    "p12_banding": Decimal("51.6"),
    "p14_baris": 1050,
    "p14_ganda": 90,
    "p14_anak": 1200,
    "p15_tepat": 194,
    "p15_berkas": 200,
    "p15_kembali": 32,
    "p10_hasil": "di atas",
    "p10_perilaku": "di bawah",
}
FORM_B = {
    "p02_target": 20,
    "p02_bagian": [8, 7, 3],
    "p05_a": 51,
    "p05_b": 68,
    "p06": [1, 1, 2, 2, 4, 5, 6, 15],
    "p07_tepat": 171,
    "p07_selesai": 180,
    "p07_terbuka": 20,
    "p08_jumlah": 81,
    "p08_jawab": 25,
    "p08_n": 30,
    "p09_t": 20,
    "p09_r": 18,
    "p11_usia": 4560,
    "p11_semua": 5040,
    "p11_penduduk": 4800,
    "p12_awal": Decimal("50.0"),
    "p12_latih": Decimal("57.5"),
    "p12_banding": Decimal("55.5"),
    "p14_baris": 1430,
    "p14_ganda": 110,
    "p14_anak": 1600,
    "p15_tepat": 237,
    "p15_berkas": 250,
    "p15_kembali": 42,
    "p10_hasil": "di bawah",
    "p10_perilaku": "di atas",
}


@pytest.mark.parametrize(
    ("exercise", "given", "part", "value"),
    [
        ("hasil-atau-kegiatan", {"target": "0.25", "realisasi": "0.40"}, "capaian-hasil", 40.00),
        ("membagi-target", {"a": 5, "b": 4, "c": 2, "target": 12}, "kekurangan", 1),
        ("bobot-dan-target", UNEVEN, "bobot", 95.24),
        ("bobot-dan-target", UNEVEN, "arah", 150.00),
        ("bobot-dan-target", UNEVEN, "naik-persen", 84.00),
        ("bobot-dan-target", {"t": 110, "t1": 100, "r1": 105}, "mutu-target", 1.2),
        ("bobot-dan-target", {"t": 103, "t1": 100, "r1": 105}, "mutu-target", 1.0),
        ("ukuran-waktu", OFFICE_A, "rata-rata", 3.00),
        ("ukuran-waktu", OFFICE_A, "median", 1.50),
        ("ukuran-waktu", OFFICE_A, "persentil-90", 3),
        ("ukuran-waktu", OFFICE_A, "dalam-standar", 90.00),
        ("tepat-waktu", {"tepat": 187, "selesai": 200, "terbuka": 30}, "tepat", 81.30),
        ("satu-survei-tiga-nilai", SURVEY, "nilai", 91.48),
        ("satu-survei-tiga-nilai", SURVEY, "bobot-bulat", 90.56),
        ("satu-survei-tiga-nilai", SURVEY, "unsur-terendah", 86.21),
        ("satu-survei-tiga-nilai", {"bobot_lain": Decimal("0.11")}, "sempurna", 99.00),
        ("satu-survei-tiga-nilai", {"bobot_lain": Decimal("0.111")}, "sempurna", 99.90),
        ("sampel-dan-tindak-lanjut", {"populasi": 1000, "populasi_besar": 5000, "kali": 5}, "ukuran", 278),
        ("sampel-dan-tindak-lanjut", {"populasi": 1000, "populasi_besar": 5000, "kali": 5}, "lima-kali", 357),
        (
            "sampel-dan-tindak-lanjut",
            {"nilai_1": 80, "n_1": 20, "nilai_2": 90, "n_2": 180},
            "gabung-unit",
            89.00,
        ),
        ("indeks-inovasi", REGION, "enam-bidang", 65.12),
        ("indeks-inovasi", REGION, "sedikit", 42.38),
        ("matriks-predikat", {"skp": 115, "perilaku": 112}, "nilai-skp", 113.80),
        ("matriks-predikat", {"berakhlak": [82, 100, 98, 105, 100, 115, 105]}, "perilaku", 100.71),
        ("gabung-triwulan", QUARTERS, "setahun", 100.00),
        ("gabung-triwulan", QUARTERS, "kumulatif", 75),
        ("gabung-triwulan", QUARTERS, "target-nol", 60.00),
        ("stabilisasi-dan-batas", {"t_maks": 80, "r_maks": 100}, "batas", 120),
        ("stabilisasi-dan-batas", {"t_min": 15, "r_min": 31}, "lantai", 0),
        ("stabilisasi-dan-batas", {"skala": 4, "r_skala": 4}, "konversi", 120),
        ("stabilisasi-dan-batas", {"skala": 4, "r_skala": 3}, "konversi", 75),
        ("stabilisasi-dan-batas", {"t_negatif": -10, "r_negatif": -11}, "negatif", 90),
        ("stabilisasi-dan-batas", {"t_negatif": -10, "r_negatif": -5}, "negatif", 150),
        ("nilai-akip", {"huruf_sama": "BB"}, "semua-sama", 80.00),
        ("mempertahankan-skor", CARD, "perspektif", 102.50),
        ("mempertahankan-skor", CARD, "gabung-organisasi", 104.10),
        ("mempertahankan-skor", {"pegawai": 100, "nko": 102}, "gabung-organisasi", 100.20),
        ("menulis-angka", {"menit": 360}, "jam-pelajaran", 8),
    ],
)
def test_key_is_the_published_number(exercise: str, given: dict[str, Any], part: str, value: float) -> None:
    assert float(key_of(exercise, given)[part]) == near(value)


@pytest.mark.parametrize(
    ("exercise", "given", "part", "values"),
    [
        ("indeks-inovasi", REGION, "kartu-iid", [50, 90, 0, 140, 56.00]),
        ("stabilisasi-dan-batas", {"r_kurang": 96, "r_lebih": 110, "r_jauh": 45}, "stabil", [112, 100, 50]),
        (
            "stabilisasi-dan-batas",
            {"r_kurang": 95, "r_lebih": 102, "r_jauh": 70},
            "stabil",
            [110, 116, 77.78],
        ),
        ("nilai-akip", AKIP, "komponen", [20.10, 20.70, 11.55, 14.75, 67.10]),
        ("mempertahankan-skor", CARD, "kartu-skor", [110, 90, 120, 120, 80, 104.00]),
    ],
)
def test_rows_are_the_published_numbers(
    exercise: str, given: dict[str, Any], part: str, values: list[float]
) -> None:
    assert [float(value) for value in key_of(exercise, given)[part].values()] == [near(v) for v in values]


def test_letters_at_the_ends_of_ranges_are_those_of_the_rules() -> None:
    assert key_of("nilai-akip", AKIP)["kategori"] == "b"
    at_end = {"ujung": Decimal("80.00"), "lewat": Decimal("80.01")}
    assert key_of("nilai-akip", at_end)["batas"] == {"tepat": "bb", "lewat": "a"}
    a_and_b = {"m1": Decimal("88.30"), "m2": Decimal("88.31")}
    assert key_of("stabilisasi-dan-batas", a_and_b)["mutu"] == {"bawah": "b", "atas": "a"}
    classes = {"c1": Decimal("90.99"), "c2": Decimal("65.50"), "c3": Decimal("50.99")}
    assert list(key_of("stabilisasi-dan-batas", classes)["permendagri"].values()) == [
        "tinggi",
        "rendah",
        "sangat-rendah",
    ]
    unit = {"rata": Decimal("3.07")}
    assert key_of("satu-survei-tiga-nilai", unit)["mutu"] == {"tepat": "b", "bulat": "c"}


def test_the_matrix_of_predicates_is_the_one_of_the_regulation() -> None:
    matrix = key_of("matriks-predikat", {})["matriks"]
    assert matrix == {
        "above-below": "kurang",
        "above-meets": "baik",
        "above-above": "sangat-baik",
        "meets-below": "kurang",
        "meets-meets": "baik",
        "meets-above": "baik",
        "below-below": "sangat-kurang",
        "below-meets": "butuh",
        "below-above": "butuh",
    }


def test_a_file_complete_on_friday_and_finished_on_monday_took_one_working_day() -> None:
    given = {"jumat": "Jumat, 20 November 2026", "selesai_a": "Senin, 23 November 2026"}
    assert key_of("tepat-waktu", given)["akhir-pekan"] == 1
    assert wrong("tepat-waktu", "akhir-pekan", "K305", given) == 3
    assert wrong("tepat-waktu", "akhir-pekan", "X12", given) == 2
    holiday = {"kamis": "Kamis, 19 November 2026", "selesai_b": "Selasa, 24 November 2026"}
    assert key_of("tepat-waktu", holiday)["libur"] == 2


def test_result_of_an_individual_is_the_published_example() -> None:
    value = code("kode-capaian", "solution.py")["nhk"]([80, 120, 104.69, 120, 100], [1.05, 0.9, 1, 1, 1.1])
    assert value == near(105.17)


@pytest.mark.parametrize(
    ("exercise", "part", "mistake", "given", "value"),
    [
        ("bobot-dan-target", "bobot", "K205", UNEVEN, 100.00),
        ("bobot-dan-target", "arah", "K202", UNEVEN, 50.00),
        ("bobot-dan-target", "naik-persen", "K206", UNEVEN, 85.00),
        ("ukuran-waktu", "persentil-90", "K302", OFFICE_A, 14.40),
        ("ukuran-waktu", "dalam-standar", "K303", OFFICE_A, 80.00),
        ("satu-survei-tiga-nilai", "nilai", "X01", SURVEY, 88.63),
        ("satu-survei-tiga-nilai", "nilai", "X03", SURVEY, 91.25),
        ("satu-survei-tiga-nilai", "nilai", "K307", SURVEY, 90.56),
        ("sampel-dan-tindak-lanjut", "lima-kali", "X13", {"populasi": 1000, "kali": 5}, 1390),
        ("indeks-inovasi", "sedikit", "X06", REGION, 51.52),
        ("gabung-triwulan", "setahun", "K405", QUARTERS, 93.75),
        ("gabung-triwulan", "kumulatif", "K406", QUARTERS, 160),
        ("mempertahankan-skor", "perspektif", "X08", CARD, 103.50),
        ("menulis-angka", "jam-pelajaran", "X14", {"menit": 360}, 6),
    ],
)
def test_mistake_gives_the_known_wrong_number(
    exercise: str, part: str, mistake: str, given: dict[str, Any], value: float
) -> None:
    assert wrong(exercise, part, mistake, given) == near(value)


@pytest.mark.parametrize(
    ("item", "first", "second"),
    [
        ("p02", 1, 2),
        ("p05", 70.00, 75.00),
        ("p06", 2.00, 3.00),
        ("p07", 81.30, 85.50),
        ("p08", 3.10, 3.24),
        ("p09", 120.00, 110.00),
        ("p11", 96.00, 95.00),
        ("p12", 1.00, 2.00),
        ("p14", 80.00, 82.50),
        ("p15", 81.00, 78.00),
    ],
)
def test_both_forms_of_the_test_have_the_planned_keys(item: str, first: float, second: float) -> None:
    assert float(key_of("tes-iku", FORM_A)[item]) == near(first)
    assert float(key_of("tes-iku", FORM_B)[item]) == near(second)


@pytest.mark.parametrize(
    ("item", "mistake", "first", "second"),
    [
        ("p05", "K203", 42, 51),
        ("p06", "K301", 3.25, 4.50),
        ("p07", "K304", 93.50, 95.00),
        ("p08", "K306", 2.14, 2.70),
        ("p09", "K401", 80.00, 90.00),
        ("p09", "K402", 125.00, 111.11),
        ("p11", "K502", 102.66, 105.00),
        ("p12", "K505", 6.60, 7.50),
        ("p14", "K702", 87.50, 89.38),
        ("p15", "K804", 97.00, 94.80),
    ],
)
def test_both_forms_of_the_test_set_the_same_traps(
    item: str, mistake: str, first: float, second: float
) -> None:
    assert wrong("tes-iku", item, mistake, FORM_A) == near(first)
    assert wrong("tes-iku", item, mistake, FORM_B) == near(second)


def test_predicates_in_the_test_are_not_exchanged() -> None:
    assert key_of("tes-iku", FORM_A)["p10"] == "kurang"
    assert key_of("tes-iku", FORM_B)["p10"] == "butuh"


def test_second_round_brings_other_numbers() -> None:
    variant = code("tes-iku", "solution.py")["variant"]
    rounds = [variant(np.random.default_rng(seed)) for seed in range(40)]
    for first, second in zip(rounds[::2], rounds[1::2], strict=True):
        assert sum(first[name] == second[name] for name in first) < len(first) / 2
