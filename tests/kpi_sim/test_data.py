"""Reading datasets: values as printed, sources beside them, clear words for names that do not exist."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

import kpi_sim
from kpi_sim import data
from kpi_sim.errors import EmptyDataError, UnknownNameError


def test_a_figure_keeps_value_source_and_caution():
    figure = kpi_sim.published_figure("ikm_rata_perangkat_daerah", "Provinsi Jambi", 2022)
    assert figure.value == Decimal("84.33") and figure.shown == "84,33"
    assert figure.citation == (
        "Pemerintah Provinsi Jambi (Wagub), dikutip Infojambi (cocokkan dengan publikasi resminya sebelum dikutip)"
    )


def test_a_recalled_figure_says_that_it_is_not_verified():
    figure = kpi_sim.published_figure("ipm_uhh_lfsp2020", "Provinsi Jambi", 2024)
    assert figure.caution == "belum terverifikasi"


def test_trailing_zeros_are_shown_as_printed():
    assert kpi_sim.published_figure("stunting_prevalensi", "Provinsi Jambi", 2022).shown == "18,0"


def test_a_predicate_stays_text():
    figure = kpi_sim.published_figure("sakip_predikat", "Batang Hari", 2020)
    assert figure.value == "BB" and figure.shown == "BB"
    assert kpi_sim.published_series("sakip_predikat").to_frame()["value"].tolist() == ["B", "BB", "B"]


def test_a_series_comes_in_the_order_of_years():
    series = kpi_sim.published_series("stunting_prevalensi", area="Provinsi Jambi")
    assert [(f.year, f.shown) for f in series] == [
        (2021, "22,4"),
        (2022, "18,0"),
        (2023, "13,5"),
        (2024, "17,1"),
    ]
    assert series.to_frame()["value"].tolist() == [22.4, 18.0, 13.5, 17.1]
    assert [f.year for f in series[1:3]] == [2022, 2023]


def test_years_and_level_narrow_a_series():
    series = kpi_sim.published_series("ombudsman_kepatuhan_skor", year=(2019, 2022), level="kabkota")
    assert {f.year for f in series} == {2019, 2022} and len(series) == 22
    assert len(series.sources) == 2


def test_unknown_names_are_answered_with_the_nearest_one():
    with pytest.raises(UnknownNameError) as fault:
        kpi_sim.published_series("stunting_prevalesi")
    assert 'Maksud Anda "stunting_prevalensi"?' in str(fault.value)
    with pytest.raises(UnknownNameError) as fault:
        kpi_sim.published_series("spbe", area="Merangim")
    assert str(fault.value) == (
        'Wilayah (deret spbe) "Merangim" tidak ada. Maksud Anda "Merangin"? '
        "Yang tersedia: Batang Hari, Kota Jambi, Merangin."
    )


def test_names_that_do_not_meet_say_which_years_there_are():
    with pytest.raises(EmptyDataError) as fault:
        kpi_sim.published_series("tfr", year=2015)
    assert str(fault.value) == 'Deret "tfr" belum berisi data. Tahun yang tersedia: 2010, 2020.'


def test_missing_cells_are_none_and_never_zero():
    kerinci = kpi_sim.districts().where(area="Kerinci")[0]
    assert kerinci["maternal_deaths"] is None
    assert kerinci["stunting_ssgi_2021"] == Decimal("26.7")
    with pytest.raises(UnknownNameError):
        kpi_sim.districts().where(nama="Kerinci")


def test_rows_cannot_be_changed_by_a_reader():
    with pytest.raises(TypeError):
        kpi_sim.skm_dukcapil()[0]["time"] = 4  # type: ignore[index]


def test_survey_scores_the_same_from_rows_and_from_a_frame():
    survey = kpi_sim.skm_dukcapil()
    assert kpi_sim.satisfaction_score(survey).score == kpi_sim.satisfaction_score(survey.to_frame()).score


def test_district_source_tells_flag_and_note():
    source = kpi_sim.district_source("stunting_ssgi_2021")
    assert source["verified"] == "stored-source" and "SSGI" in source["source"]
    with pytest.raises(UnknownNameError):
        kpi_sim.district_source("stunting")


def test_list_published_names_every_indicator_once():
    infos = kpi_sim.list_published()
    assert [i.indicator for i in infos] == sorted({i.indicator for i in infos})
    assert next(i for i in infos if i.indicator == "tfr").years == (2010, 2020)


def test_reading_needs_no_pandas():
    code = (
        "import sys, kpi_sim; kpi_sim.skm_dukcapil(); kpi_sim.published_series('ipm'); "
        "print('pandas' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_missing_file_is_told_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(data, "_PLACES", (tmp_path,))
    with pytest.raises(EmptyDataError) as fault:
        data._read("published/jambi_series.csv")
    assert str(fault.value) == (
        "Berkas datasets/published/jambi_series.csv belum berisi data. "
        "Berkas itu belum ada. Ambil lagi salinan Lab IKU yang lengkap."
    )
