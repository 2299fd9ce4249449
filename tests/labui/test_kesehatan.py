"""Simulator Kesehatan: equal risk still gives champions, and evidence needs years and a comparison."""

from __future__ import annotations

import json

import numpy as np
import pytest
from labui.presenters.kesehatan import MaternalDeaths, short_name, shown

from kpi_sim import poisson_limits
from kpi_sim.units import format_number
from workshop.paths import APPS


@pytest.fixture(scope="module")
def deaths() -> MaternalDeaths:
    return MaternalDeaths()


def proven(deaths: MaternalDeaths, replications: int = 40, **values: float) -> float:
    named = {name.replace("_", ".", 1) if name != "year" else name: value for name, value in values.items()}
    runs = deaths.runs(deaths.settle(named), replications)
    period = f"Tahun {int(values.get('year', 1))}"
    return float(runs.values("fall_proven", period=period)[1].mean())


def test_about_half_of_the_areas_fall_though_nothing_has_changed(deaths: MaternalDeaths):
    """Reference pedagogy M6 (uji): 4,8 of 11 on average, ties are not falls."""
    answer = deaths.answer(deaths.settle({}), 100)
    assert answer["result"] == pytest.approx(4.8, abs=0.4)
    assert answer["headline"] == "dari 11 wilayah turun, rata-rata; padahal risikonya sama"
    assert answer["big"] == format_number(answer["result"], 1)


def test_the_repetition_in_the_picture_is_named_beside_the_mean(deaths: MaternalDeaths):
    answer = deaths.answer(deaths.settle({"trial": 3}), 10)
    said = "".join(part for part, _ in answer["detail"])
    fallen = shown(deaths.runs(deaths.settle({}), 10), 2, 1).fallen
    assert said == f"Rata-rata dari 10 ulangan. Pada gambar ulangan ke-3: {fallen} wilayah turun"


def test_the_risk_is_that_of_the_lesson_and_the_screen_says_where_both_figures_come_from(
    deaths: MaternalDeaths,
):
    lesson = json.loads((APPS.parent / "lessons" / "06-dinas-kesehatan.ipynb").read_text(encoding="utf-8"))
    text = "".join("".join(cell["source"]) for cell in lesson["cells"])
    rate = deaths.spec()["situation"][0]
    assert f"sama persis** di semua wilayah dan kedua tahun: {rate['value']} per 100.000" in text
    assert "perkiraan BPS untuk Jambi 177" in rate["text"]
    (line,) = (item for item in deaths.assumptions() if item["label"].startswith("Risiko kematian ibu"))
    assert line["value"] == "115 per 100.000 KH" and line["kind_label"] == "asumsi"
    assert line["source"].startswith(
        "Sama dengan Pelajaran 6. Dalam skenario 177 per 100.000 KH (diterbitkan: BPS,"
    )


def test_the_repetition_that_is_shown_is_one_of_those_counted(deaths: MaternalDeaths):
    runs = deaths.runs(deaths.settle({}), 10)
    counted = runs.values("areas_fallen", period="Tahun 1")[1]
    assert [shown(runs, trial, 1).fallen for trial in range(10)] == counted.tolist()
    assert len({shown(runs, trial, 1).fallen for trial in range(10)}) > 2


def test_a_repetition_stays_the_same_while_better_answers_arrive(deaths: MaternalDeaths):
    values = deaths.settle({"trial": 7})
    first, last = (deaths.answer(values, replications) for replications in (10, 40))
    assert first["chart"] == last["chart"]
    assert first["detail"][1] == last["detail"][1]


def test_another_repetition_has_another_champion(deaths: MaternalDeaths):
    said = {deaths.answer(deaths.settle({"trial": k}), 10)["meaning"][0].split(":")[0] for k in range(1, 6)}
    assert len(said) >= 3


def test_a_programme_is_proven_more_often_after_five_years_than_after_one(deaths: MaternalDeaths):
    nothing = proven(deaths, year=5)
    soon = proven(deaths, programme_effect=0.4, year=1)
    late = proven(deaths, programme_effect=0.4, year=5)
    assert nothing <= 10
    assert soon < late
    assert late > 30


def test_points_of_the_funnel_are_the_counts_over_the_births(deaths: MaternalDeaths):
    values = deaths.settle({"trial": 2})
    year = shown(deaths.runs(values, 10), 1, 1)
    chart = deaths.answer(values, 10)["chart"]
    for point, count, births in zip(chart["points"], year.deaths, year.births, strict=True):
        assert point["value"] == pytest.approx(count / births * 100_000)
    # an area outside both exact Poisson limits of its own count cannot lie inside the funnel's 99,8 %
    for point, count in zip(chart["points"], year.deaths, strict=True):
        low, high = poisson_limits(count, level=0.9999)
        expected = chart["center"] * point["size"] / 100_000
        if not low <= expected <= high:
            assert point["status"] == "bad"


def test_the_table_names_every_area_once(deaths: MaternalDeaths):
    rows = deaths.answer(deaths.settle({}), 10)["table"]()["rows"]
    assert len({row[0] for row in rows}) == len(rows) == 11
    assert short_name("Tanjung Jabung Timur") == "Tanjab Timur"


def test_limits_of_the_funnel_narrow_with_births(deaths: MaternalDeaths):
    limits = deaths.answer(deaths.settle({}), 10)["chart"]["limits"]
    high, low = (np.frombuffer(limits[name], "<f4") for name in ("high95", "low95"))
    assert (np.diff(high) <= 1e-3).all()
    assert (np.diff(low) >= -1e-3).all()
