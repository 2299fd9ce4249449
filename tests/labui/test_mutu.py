"""Simulator Mutu Data: the clean register is the truth, the dirty one flatters and misleads."""

from __future__ import annotations

import pytest
from labui.presenters.comparing import SEED
from labui.presenters.mutu import (
    CHILDREN,
    HELPED,
    LATE_BY,
    REGISTERED,
    TARGET,
    TWICE,
    DataQuality,
    register,
)

from kpi_sim import corrupt

CLEAN = {"duplicate": 0.0, "missing": 0.0, "late": 0.0}


@pytest.fixture(scope="module")
def quality() -> DataQuality:
    return DataQuality()


def test_the_register_holds_the_children_with_a_certificate():
    """Reference K702: 960 of 1.200 children, 80 %."""
    assert len(register()) == sum(REGISTERED.values()) == 960
    assert sum(CHILDREN.values()) == 1200
    assert all(REGISTERED[name] <= CHILDREN[name] for name in CHILDREN)
    assert register()["child"].is_unique


def test_a_clean_register_reports_the_truth_everywhere(quality: DataQuality):
    answer = quality.answer(quality.settle(CLEAN), 10)
    assert answer["result"] == pytest.approx(80)
    assert all(row["value"] == pytest.approx(row["base"]) for row in answer["chart"]["rows"])
    assert answer["score"]["grade"] == str(HELPED)


def test_duplicates_lift_the_report_over_the_target_and_repair_takes_it_below(quality: DataQuality):
    """The dilemma: dirty data made the indicator better."""
    dirty = quality.answer(quality.settle({}), 10)
    assert dirty["result"] > TARGET > 80
    assert int(dirty["score"]["grade"]) < HELPED
    repaired = quality.answer(quality.settle({"unique": 1}), 10)
    assert repaired["result"] < TARGET
    assert repaired["score"]["grade"] == str(HELPED)


def test_without_late_rows_removing_duplicates_gives_back_every_row(quality: DataQuality):
    assert quality.answer(quality.settle({"unique": 1, "late": 0.0}), 10)["result"] == pytest.approx(80)


def test_empty_kecamatan_are_missing_there_but_not_in_the_total(quality: DataQuality):
    chosen = quality.reports(quality.settle({**CLEAN, "missing": 0.3}), 10)
    assert chosen.total.mean() == pytest.approx(80)
    children = list(CHILDREN.values())
    counted = sum(share / 100 * n for share, n in zip(chosen.areas.mean(axis=0), children, strict=True))
    assert counted == pytest.approx(960 * 0.7, rel=0.05)


def test_a_cleaner_register_scores_higher_on_quality(quality: DataQuality):
    clean = quality.reports(quality.settle(CLEAN), 1).quality
    assert clean > quality.now(10).quality


@pytest.mark.parametrize(
    "values",
    [{}, {"unique": 1}, {"filled": 1}, {"late": 0.4, "missing": 0.3, "duplicate": 0.2}, {"late": 0.0}],
)
def test_counting_kind_by_kind_counts_the_register_with_all_its_errors(
    quality: DataQuality, values: dict[str, float]
):
    """What each kind did is kept apart and put together; here the whole flawed table is counted by hand."""
    settled = quality.settle(values)
    flaws = {"late": {"share": settled["late"], "columns": "recorded", "days": LATE_BY}}
    twice = sum(REGISTERED[name] for name in TWICE)
    flaws["duplicate"] = {"share": settled["duplicate"] * 960 / twice, "where": {"area": list(TWICE)}}
    if not settled["filled"]:
        flaws["missing"] = {"share": settled["missing"], "columns": "area"}
    reports = quality.reports(settled, 3)
    for number in range(3):
        table = corrupt(register(), flaws, seed=SEED + number, keys=("child",)).frame
        if settled["unique"]:
            table = table.groupby("child", as_index=False).first()
        counted = table[table["recorded"].dt.year == 2026]
        assert reports.total[number] == pytest.approx(100 * len(counted) / 1200)
        areas = counted["area"].value_counts()
        for at, (name, children) in enumerate(CHILDREN.items()):
            assert reports.areas[number, at] == pytest.approx(100 * areas.get(name, 0) / children)
