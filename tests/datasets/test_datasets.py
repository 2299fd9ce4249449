"""The data that lessons and exercises stand on: valid, sourced, kept as printed, made again byte for byte."""

from __future__ import annotations

import csv
import importlib.util
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Package

import kpi_sim

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
PACKAGE = json.loads((DATASETS / "datapackage.json").read_text(encoding="utf-8"))
ELEMENTS = [item["id"] for item in kpi_sim.load_rules("skm-14-2017")["elements"]["items"]]


def rows(name: str) -> list[dict[str, str]]:
    with (DATASETS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def schema(name: str) -> dict:
    return json.loads((DATASETS / "schema" / f"{name}.json").read_text(encoding="utf-8"))


def test_package_is_valid_by_frictionless():
    report = Package(str(DATASETS / "datapackage.json")).validate()
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "message"])[:10]


def test_every_csv_belongs_to_the_package_and_has_its_own_schema():
    files = {path.relative_to(DATASETS).as_posix() for path in DATASETS.rglob("*.csv")}
    assert files == {resource["path"] for resource in PACKAGE["resources"]}
    assert all(Path(r["schema"]).stem == Path(r["path"]).stem for r in PACKAGE["resources"])


@pytest.mark.parametrize("name", [Path(r["path"]).stem for r in PACKAGE["resources"]])
def test_every_column_is_named_and_described(name: str):
    fields = schema(name)["fields"]
    path = next(r["path"] for r in PACKAGE["resources"] if Path(r["path"]).stem == name)
    assert [field["name"] for field in fields] == list(rows(path)[0])
    assert all(field["title"].strip() and field["description"].strip().endswith(".") for field in fields)


def test_every_published_figure_carries_source_and_flag():
    figures = rows("published/jambi_series.csv")
    assert len(figures) == 183
    assert all(row["source"] and row["verified"] in {"stored-source", "recalled"} for row in figures)
    assert [row["indicator"] for row in figures if row["verified"] == "recalled"] == ["ipm_uhh_lfsp2020"] * 3


def test_every_district_column_has_a_source_or_is_empty():
    table, sources = (
        rows("published/jambi_kabkota.csv"),
        {r["column"]: r for r in rows("published/jambi_kabkota_sources.csv")},
    )
    keys = {"area", "population_census_2020_verified"}
    assert set(sources) == set(table[0]) - keys
    unsourced = {name for name, row in sources.items() if not row["verified"]}
    assert unsourced == {column for column in sources if not any(row[column] for row in table)}


def test_district_columns_add_up_to_the_published_totals():
    """Totals: jambi-figures note; SP2010 and SP2020 province, register 2025, two area totals, villages."""
    table = kpi_sim.districts()
    total = {name: sum(row[name] or 0 for row in table) for name in table.names if name.endswith("count")}
    assert (total["kecamatan_count"], total["kelurahan_count"], total["desa_count"]) == (144, 171, 1414)
    assert sum(row["population_census_2010"] for row in table) == 3_092_265
    assert sum(row["population_census_2020"] for row in table) == 3_548_228
    assert sum(row["population_register_2025"] for row in table) == 3_834_439
    assert sum(row["area_km2_older"] for row in table) == Decimal("50160.05")
    assert sum(row["area_km2_big_2024"] for row in table) == Decimal("49023.037")


def test_district_table_agrees_with_the_series():
    scores = {(f.area, f.year): f.value for f in kpi_sim.published_series("ombudsman_kepatuhan_skor")}
    for row in kpi_sim.districts():
        for year in (2019, 2021, 2022, 2023):
            assert row[f"ombudsman_{year}"] == scores.get((row["area"], year))


def test_two_code_systems_are_kept_apart():
    """Dropping the dot from one code must not give the other: 15.06 is Barat, 1506 is Timur."""
    codes = {row["area"]: (row["bps_code"], row["kemendagri_code"]) for row in kpi_sim.districts()}
    assert codes["Tanjung Jabung Timur"] == ("1506", "15.07")
    assert codes["Tanjung Jabung Barat"] == ("1507", "15.06")


def _generator():
    path = DATASETS / "synthetic" / "skm_dukcapil.py"
    spec = importlib.util.spec_from_file_location("skm_dukcapil_generator", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_survey_is_generated_again_byte_for_byte():
    assert _generator().text().encode() == (DATASETS / "synthetic" / "skm_dukcapil.csv").read_bytes()


def test_profile_of_the_survey_means_the_calibration_target():
    profile = _generator().PROFILE
    target = kpi_sim.published_figure("ikm_rata_perangkat_daerah", "Provinsi Jambi", 2022).value
    assert list(profile) == ELEMENTS
    assert sum(profile.values()) / 9 * 25 == pytest.approx(float(target), abs=0.005)


def test_survey_lies_near_its_calibration_target():
    result = kpi_sim.satisfaction_score(kpi_sim.skm_dukcapil())
    assert abs(result.score - Decimal("84.33")) < Decimal("0.5")
    assert result.grade == "B" and result.n == 480
    assert set(result.priorities) == {"time", "complaints", "facilities"}


def test_missing_answers_look_like_those_of_a_real_survey():
    survey = kpi_sim.skm_dukcapil()
    missing = {e: sum(row[e] is None for row in survey) / len(survey) for e in ELEMENTS}
    assert 0.1 < missing["cost"] < 0.3 and 0.2 < missing["complaints"] < 0.4
    assert all(missing[e] < 0.05 for e in ("requirements", "procedure", "time", "product"))
    online = survey.where(channel="daring")
    counter = survey.where(channel="loket")
    empty = [sum(row["facilities"] is None for row in part) / len(part) for part in (online, counter)]
    assert empty[0] > 0.3 > 0.1 > empty[1]


def test_survey_dates_are_working_days_of_the_third_quarter():
    seen = [date.fromisoformat(row["date"]) for row in kpi_sim.skm_dukcapil()]
    assert seen == sorted(seen) and all(day.weekday() < 5 for day in seen)
    assert min(seen) >= date(2026, 7, 1) and max(seen) <= date(2026, 9, 30)


def test_every_service_has_enough_respondents_to_be_shown():
    """Cells under five respondents would be suppressed (regulations §1.6)."""
    assert min(Counter(row["service"] for row in kpi_sim.skm_dukcapil()).values()) >= 30
