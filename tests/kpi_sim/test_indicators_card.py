"""The indicator card: checked at birth, read from and written to rows, mappings and TOML."""

from __future__ import annotations

import pickle
import tomllib
from dataclasses import FrozenInstanceError
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from strategies import indicators

from kpi_sim import Indicator, Polarity, cards_from_toml, cards_to_toml
from kpi_sim.errors import (
    CardFieldError,
    CardFileError,
    EmptyDataError,
    FaultsError,
    MissingColumnError,
)
from kpi_sim.indicators.indicator import FIELD_LABELS
from kpi_sim.indicators.words import Control, Frequency, LocationRule, PeriodRule, ResultLevel, Validity

DROPOUT = {
    "Kode": "IKU-1",
    "Nama indikator": "Angka putus sekolah SMP",
    "Satuan": "persen",
    "Polarisasi": "semakin rendah semakin baik",
    "Jenis": "hasil",
    "Tingkat validitas": "exact",
    "Tingkat kendali": "sedang",
    "Konsolidasi periode": "nilai terakhir",
    "Konsolidasi lokasi": "hitung ulang dari jumlah",
    "Frekuensi": "tahunan",
    "Baseline": "0,62 (2025)",
    "Target 2026": "0,55",
    "Target 2027": 0.48,
    "Target 2028": "0,40 %",
    "Bukti dukung": "daftar kode murid; berita acara",
    "Bobot": 25,
}


def test_a_row_as_indonesian_offices_write_it():
    card = Indicator.from_row(DROPOUT)
    assert (card.polarity, card.level, card.validity) == (
        Polarity.MINIMIZE,
        ResultLevel.OUTCOME,
        Validity.EXACT,
    )
    assert (card.control, card.frequency) == (Control.MODERATE, Frequency.ANNUAL)
    assert (card.period_rule, card.location_rule) == (PeriodRule.TAKE_LAST, LocationRule.RECOMPUTE)
    assert (card.baseline, card.baseline_year, card.weight) == (Decimal("0.62"), 2025, 25)
    assert dict(card.targets) == {"2026": Decimal("0.55"), "2027": Decimal("0.48"), "2028": Decimal("0.40")}
    assert card.evidence == ("daftar kode murid", "berita acara")
    assert card.target_years() == {"2026": 2026, "2027": 2027, "2028": 2028}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Polaritas", "polarity"),
        ("PIC", "owner"),
        ("sumber", "data_source"),
        ("Rumus", "formula"),
        ("BOBOT (%)", "weight"),
        ("Indikator Kinerja Utama", "name"),
        ("Bukti/data dukung", "evidence"),
    ],
)
def test_usual_other_titles_are_understood(title: str, field: str):
    value = {"polarity": "maks", "weight": 20, "evidence": "log"}.get(field, "Angka kelulusan")
    row = {"Nama indikator": "Angka kelulusan", title: value}
    assert getattr(Indicator.from_row(row), field) not in (None, "", ())


def test_columns_that_are_no_part_of_a_card_are_left_alone():
    card = Indicator.from_row(DROPOUT | {"No": 1, "Realisasi 2026": "0,60", "Catatan rapat": "-"})
    assert card == Indicator.from_row(DROPOUT)


def test_a_title_that_is_nearly_right_is_told():
    row = {("Polarisai" if title == "Polarisasi" else title): value for title, value in DROPOUT.items()}
    with pytest.raises(MissingColumnError) as caught:
        Indicator.from_row(row, place="Baris 4 di iku.xlsx.")
    assert str(caught.value).startswith(
        'Kolom "Polarisasi" tidak ditemukan. Maksud Anda "Polarisai"? Baris 4 di iku.xlsx.'
    )


def test_a_frame_row_with_empty_cells():
    frame = pd.DataFrame([DROPOUT, {"Nama indikator": "Angka kelulusan", "Tahun": 2026.0, "Target": 99.5}])
    card = Indicator.from_row(frame.iloc[1].to_dict())
    assert (card.polarity, card.baseline, card.code, card.evidence) == (None, None, "", ())
    assert dict(card.targets) == {"2026": Decimal("99.5")}


def test_all_faults_of_a_card_are_told_at_once_with_field_and_place():
    row = DROPOUT | {
        "Polarisasi": "naik turun",
        "Baseline": "sedikit",
        "Target 2027": "1.250",
        "Frekuensi": "harian",
    }
    with pytest.raises(FaultsError) as caught:
        Indicator.from_row(row, place="Baris 4 di iku.xlsx.")
    text = str(caught.value)
    assert caught.value.total == 4
    assert (
        '"sedikit" bukan bilangan yang dapat dibaca. Kolom Baseline, kartu "Angka putus sekolah SMP"' in text
    )
    assert "Kolom Target 2027" in text
    assert "Maksud Anda 1.250 (ribuan) atau 1,25 (pecahan)?" in text
    assert 'Frekuensi "harian" tidak ada' in text
    assert text.count("Baris 4 di iku.xlsx") == 4


def test_one_fault_has_the_three_parts():
    with pytest.raises(CardFieldError) as caught:
        Indicator(name="AKI", baseline_year="25")
    assert str(caught.value) == (
        'Tahun bernilai 25, di luar yang mungkin. Kolom Tahun baseline, kartu "AKI". Isi tahun seperti 2025.'
    )


@pytest.mark.parametrize("name", ["", "  ", None, float("nan")])
def test_a_card_needs_a_name(name: object):
    with pytest.raises(EmptyDataError, match="Nama indikator belum berisi data"):
        Indicator(name=name)  # type: ignore[arg-type]


def test_a_row_without_name_says_where():
    for place in ("Baris 9 di iku.xlsx.", "baris 9 di iku.xlsx"):
        with pytest.raises(CardFileError) as caught:
            Indicator.from_row({"Satuan": "persen"}, place=place)
        assert caught.value.sentence() == (
            "Kartu indikator tidak dapat dibaca: Nama indikator belum berisi data. Baris 9 di iku.xlsx. "
            "Perbaiki isinya menurut templat, lalu muat lagi."
        )


def test_negative_weight_and_targets_that_are_no_mapping():
    with pytest.raises(CardFieldError, match="Bobot bernilai −5"):
        Indicator(name="AKI", weight=-5)
    with pytest.raises(CardFieldError, match="Kolom Target"):
        Indicator(name="AKI", targets=80)  # type: ignore[arg-type]


def test_an_unknown_field_is_refused_with_the_nearest():
    with pytest.raises(MissingColumnError, match='Maksud Anda "polarity"'):
        Indicator.from_dict({"name": "AKI", "polariti": "minimize"})


def test_a_card_is_frozen_and_its_targets_too():
    card = Indicator.from_row(DROPOUT)
    with pytest.raises(FrozenInstanceError):
        card.name = "lain"  # type: ignore[misc]
    with pytest.raises(TypeError):
        card.targets["2026"] = 1  # type: ignore[index]
    assert hash(card) == hash(Indicator.from_row(DROPOUT))


def test_achievement_of_a_card():
    card = Indicator.from_row(DROPOUT)
    assert card.achievement("0,55", "2026") == 100
    assert card.achievement("0,20", cap=120) == 120
    assert card.achievement(None) is None
    assert Indicator(name="AKI", targets={"2026": 0}, polarity="minimize", worst=10).achievement(4) == 60
    assert Indicator(name="AKI", targets={"2026": 1}).achievement(1) is None


def test_the_row_of_a_card_has_every_column_of_the_template():
    row = Indicator(name="AKI", targets={"2026": 100, "2027": "90,5"}).to_row()
    assert set(FIELD_LABELS.values()) - {"Target"} <= set(row)
    assert (row["Target 2026"], row["Target 2027"], row["Baseline"]) == (100, 90.5, None)


def test_toml_is_plain_and_exact():
    text = Indicator.from_row(DROPOUT).to_toml()
    assert tomllib.loads(text)["targets"] == {"2026": 0.55, "2027": 0.48, "2028": 0.4}
    assert 'polarity = "minimize"' in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = 1 2", "bukan TOML yang sah, terhenti di baris 1, kolom 10"),
        ("x = 1", "tidak ada tabel"),
        ("indicator = [1]", "tidak ada tabel"),
    ],
)
def test_a_file_of_cards_that_is_none(text: str, says: str):
    with pytest.raises(CardFileError, match=says):
        cards_from_toml(text, place="Berkas iku.toml.")


@given(indicators())
def test_every_form_gives_the_card_back(card: Indicator):
    assert Indicator.from_dict(card.to_dict()) == card
    assert Indicator.from_toml(card.to_toml()) == card
    assert Indicator.from_row(card.to_row()) == card
    assert pickle.loads(pickle.dumps(card)) == card
    assert cards_from_toml(cards_to_toml([card, card])) == [card, card]


def test_a_bare_target_without_year_is_the_last_one():
    card = Indicator.from_row({"Nama indikator": "Angka kelulusan", "Target": 99})
    assert (dict(card.targets), card.last_target) == ({"akhir": Decimal(99)}, 99)
