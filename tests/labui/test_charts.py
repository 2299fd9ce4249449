"""Chart data: right length, missing stays missing, classes with their breaks."""

from __future__ import annotations

import numpy as np
import pytest
from labui.charts import (
    LiveChart,
    bars_data,
    f32,
    funnel_data,
    histogram_data,
    series_data,
    table_data,
    tiles_data,
)

from kpi_sim.units import format_number

LABELS = {"chosen": "4 loket", "base": "3 loket"}


def numbers(raw: bytes) -> list[float]:
    return np.frombuffer(raw, dtype="<f4").tolist()


def test_missing_values_travel_as_gaps():
    assert numbers(f32([1.5, None, 2.0]))[0] == 1.5
    assert np.isnan(numbers(f32([1.5, None, 2.0]))[1])


def test_bars_without_interval_are_certain():
    data = histogram_data([0, 5, 10], [3, 1], [2, 2], labels=LABELS)
    assert numbers(data["low"]) == numbers(data["high"]) == numbers(data["chosen"]) == [3, 1]


def test_a_histogram_needs_a_value_for_each_bin():
    with pytest.raises(ValueError, match="base needs 2 values"):
        histogram_data([0, 5, 10], [3, 1], [2], labels=LABELS)


def test_a_line_needs_a_value_for_each_period():
    with pytest.raises(ValueError, match="3 periods, 2 values"):
        series_data(["2023", "2024", "2025"], [{"name": "Bungo", "values": [1, 2]}])


def test_a_process_chart_carries_its_limits_and_named_signals():
    data = series_data(
        ["Jan", "Feb"],
        [{"name": "Keluhan", "role": "base", "values": [3, 9], "dots": True}],
        limits={"center": [4, 4], "lower": [1, 1], "upper": [7, 7]},
        signals=[{"at": 1, "rule": "di luar batas"}],
        target=(2, "target 2"),
    )
    assert numbers(data["limits"]["upper"]) == [7, 7]
    assert data["signals"] == [{"at": 1, "rule": "di luar batas"}]
    assert data["target"] == {"value": 2.0, "label": "target 2"}


def test_a_funnel_keeps_points_and_limits():
    data = funnel_data(
        [{"name": "Bungo", "size": 6800, "value": 88.2, "status": "bad"}],
        center=120,
        grid=[1000, 2000],
        limits={"low95": [0, 10], "high95": [300, 220]},
        label="provinsi 120",
    )
    assert data["points"][0]["status"] == "bad"
    assert numbers(data["limits"]["high95"]) == [300, 220]


def test_a_bar_without_value_has_no_number():
    data = bars_data([{"label": "Biaya", "value": None, "text": "tidak ada data", "status": "none"}])
    assert "value" not in data["rows"][0]


def test_an_unknown_status_is_our_own_mistake():
    with pytest.raises(ValueError, match="merah"):
        bars_data([{"label": "Biaya", "value": 1, "text": "1", "status": "merah"}])


def show(value: float) -> str:
    return format_number(value, 1)


def test_areas_fall_into_classes_and_the_break_belongs_to_the_upper_one():
    data = tiles_data({"Bungo": 0.39, "Tebo": 0.4, "Kerinci": None}, breaks=[0.4, 0.8], show=show)
    assert {tile["name"]: tile["level"] for tile in data["areas"]} == {"Bungo": 1, "Tebo": 3, "Kerinci": 0}
    assert [item["text"] for item in data["legend"]] == [
        "di bawah 0,4",
        "0,4 sampai 0,8",
        "paling sedikit 0,8",
        "tidak ada data",
    ]


def test_an_area_without_data_is_never_zero():
    tile = tiles_data({"Bungo": None}, breaks=[], show=show)["areas"][0]
    assert (tile["text"], tile["level"]) == ("tidak ada data", 0)


def test_too_many_classes_are_refused():
    with pytest.raises(ValueError, match="at most four"):
        tiles_data({"Bungo": 1.0}, breaks=[1, 2, 3, 4, 5], show=show)


def test_a_chart_in_a_notebook_brings_its_module_along():
    chart = LiveChart(
        "bars",
        bars_data([{"label": "Waktu", "value": 2.6, "text": "2,60"}]),
        title="Waktu paling rendah",
        summary="Waktu 2,60.",
        table=table_data(["Unsur", "Nilai"], [["Waktu", "2,60"]]),
    )
    assert "export default" in chart._esm
    assert ".iku" in chart._css
    chart.update(bars_data([{"label": "Waktu", "value": 2.8, "text": "2,80"}]), title="Waktu membaik")
    assert chart.data["title"] == "Waktu membaik"
    assert chart.data["table"]["rows"] == [["Waktu", "2,60"]]
