"""Errors put into a table on purpose: the truth is kept, shares are kept, and more is never less."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim import corrupt
from kpi_sim.errors import LabIkuError
from kpi_sim.frictions.flaws import KINDS, Heaped, Late, Missing, WrongUnit
from kpi_sim.frictions.typing_slips import mistype

SHARES = st.floats(0, 1)
SEEDS = st.integers(0, 2**31)
SIMPLE = ("redefined", "wrong_unit", "heaped", "mistyped", "late", "missing", "duplicate")


def register(rows: int = 240) -> pd.DataFrame:
    """Monthly figures of areas, made up: cases (counts), rate, date of the report, officer."""
    number = np.arange(rows)
    return pd.DataFrame(
        {
            "area": np.array(["Kerinci", "Tebo", "Bungo", "Kota Jambi"])[number % 4],
            "year": 2021 + number // 48,
            "month": number // 4 % 12 + 1,
            "cases": 3 + number * 7 % 41,
            "rate": 50 + number * 13 % 97 / 4,
            "received": pd.Timestamp("2021-02-01") + pd.to_timedelta(number // 4 * 30, unit="D"),
            "officer": np.array(["Sari", "Budi", "Ratna"])[number % 3],
        }
    )


def tables() -> st.SearchStrategy[pd.DataFrame]:
    """Small tables of counts, rates, dates and words, with empty cells."""
    return st.lists(
        st.fixed_dictionaries(
            {
                "area": st.sampled_from(["Kerinci", "Tebo", "Bungo"]),
                "year": st.integers(2020, 2025),
                "cases": st.integers(0, 10_000),
                "rate": st.none() | st.floats(-1e6, 1e6),
                "received": st.none() | st.dates(pd.Timestamp("2020-01-01").date()).filter(lambda d: d.year < 2200),
                "note": st.none() | st.text(max_size=8),
            }
        ),
        min_size=1,
        max_size=12,
    ).map(lambda rows: pd.DataFrame(rows).astype({"received": "datetime64[us]", "rate": "float64"}))  # fmt: skip


@settings(max_examples=80)
@given(tables(), st.dictionaries(st.sampled_from(SIMPLE), SHARES), SEEDS)
def test_the_truth_can_be_had_back_from_the_log(frame: pd.DataFrame, errors: dict[str, float], seed: int):
    before = frame.copy()
    found = corrupt(frame, errors, seed=seed)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(found.truth, before)
    restored = found.restore()
    for name in frame.columns:  # a column without any value keeps no kind
        same = (restored[name] == frame[name]) | (restored[name].isna() & frame[name].isna())
        assert same.all(), name
    assert (found.origin[~found.copies] == np.arange(len(frame))).all()
    assert len(found.frame) == len(frame) + found.count("duplicate")


def test_no_errors_leave_the_table_as_it_was():
    frame = register()
    for errors in ({}, [], dict.fromkeys(SIMPLE, 0.0)):
        found = corrupt(frame, errors, seed=1)
        pd.testing.assert_frame_equal(found.frame, frame)
        assert found.changes.empty


@settings(max_examples=40)
@given(st.sampled_from(SIMPLE), SHARES, SHARES, SEEDS)
def test_a_larger_share_hits_these_cells_and_more(kind: str, one: float, other: float, seed: int):
    small, large = sorted([one, other])
    few, many = (
        {(row, str(column)) for row, column in zip(c["row"], c["column"], strict=True)}
        for c in (corrupt(register(48), {kind: share}, seed=seed).changes for share in (small, large))
    )
    assert few <= many


@pytest.mark.parametrize("more", ["redefined", "wrong_unit", "heaped", "mistyped"])
def test_one_kind_more_hits_no_other_cells(more: str):
    alone = corrupt(register(), {"missing": 0.3}, seed=4).frame
    both = corrupt(register(), {more: {"share": 0.5, "columns": "cases"}, "missing": 0.3}, seed=4).frame
    pd.testing.assert_frame_equal(alone.isna(), both.isna())
    assert not alone["cases"].equals(both["cases"])


def test_a_column_more_hits_no_other_cells():
    frame = register()
    less = corrupt(frame.drop(columns="cases"), {"missing": 0.3}, seed=4).frame["rate"]
    pd.testing.assert_series_equal(less, corrupt(frame, {"missing": 0.3}, seed=4).frame["rate"])


@pytest.mark.parametrize("kind", SIMPLE)
def test_about_the_share_asked_for_is_hit(kind: str):
    """Every cell concerned is hit with the share as its chance: inside four standard errors."""
    frame = register(4000).assign(cases=np.arange(4000) * 5 + 1003, rate=np.arange(4000) * 3.3 + 101.7)
    found = corrupt(frame, {kind: 0.2}, seed=11)
    per_column = found.changes["column"].fillna("-").value_counts()
    spread = np.sqrt(4000 * 0.2 * 0.8)
    assert len(per_column) and (abs(per_column - 800) < 4 * spread).all()


def test_keys_are_left_alone_unless_named():
    changed = corrupt(register(), dict.fromkeys(("mistyped", "missing", "heaped"), 1.0), seed=1).changes
    assert set(changed["column"]) == {"cases", "rate", "officer"}
    named = corrupt(register(), {"mistyped": {"share": 1.0, "columns": "area"}}, seed=1)
    assert set(named.changes["column"]) == {"area"}


def test_definition_drift_begins_where_it_begins():
    found = corrupt(register(), {"redefined": {"factor": 1.5, "since": 2024, "columns": ["rate"]}}, seed=1)
    ratio = found.frame["rate"] / found.truth["rate"]
    assert (ratio[found.truth["year"] < 2024] == 1).all()
    assert np.allclose(ratio[found.truth["year"] >= 2024], 1.5)


def test_the_city_counts_deaths_of_its_neighbours_as_well():
    frame = register()
    found = corrupt(frame, {"double_counted": {"share": 1.0, "into": "Kota Jambi"}}, seed=1)
    months = frame.groupby(["year", "month"])["cases"].sum()
    city = found.frame[found.frame["area"] == "Kota Jambi"].set_index(["year", "month"])["cases"]
    assert (city == months).all()
    others = found.frame["area"] != "Kota Jambi"
    pd.testing.assert_series_equal(found.frame["cases"][others], frame["cases"][others])


def test_a_share_of_the_neighbours_is_counted_twice():
    frame = register(4000)
    found = corrupt(frame, {"double_counted": {"share": 0.3, "into": "Kota Jambi"}}, seed=1)
    extra = found.frame["cases"].sum() - frame["cases"].sum()
    neighbours = frame.loc[frame["area"] != "Kota Jambi", "cases"].sum()
    assert abs(extra - 0.3 * neighbours) < 4 * np.sqrt(neighbours * 0.3 * 0.7)


def test_hours_among_days():
    found = corrupt(register(), [WrongUnit(0.1, columns=("cases",), factor=24)], seed=1)
    ratio = found.frame["cases"] / found.truth["cases"]
    assert set(ratio) == {1.0, 24.0} and found.frame["cases"].dtype.kind == "i"


@given(st.integers(0, 10_000), st.sampled_from([2, 5, 10, 100]))
def test_heaped_figures_are_the_nearest_multiples(value: int, to: int):
    found = corrupt(pd.DataFrame({"n": [value]}), [Heaped(1.0, to=to)], seed=0).frame["n"][0]
    assert found % to == 0 and abs(found - value) <= to / 2


def test_late_dates_lie_later_by_whole_days_about_as_many_as_asked():
    found = corrupt(register(2000), [Late(1.0, days=20)], seed=1)
    days = (found.frame["received"] - found.truth["received"]).dt.days
    assert days.min() >= 1
    assert abs(days.mean() - 20.5) < 4 * 20 / np.sqrt(2000)  # an exponential rounded up to whole days


def test_where_keeps_errors_in_their_area():
    found = corrupt(register(), [Missing(1.0, columns=("cases",), where={"area": ["Tebo", "Bungo"]})], seed=1)
    empty = found.frame["cases"].isna()
    assert (empty == found.frame["area"].isin(["Tebo", "Bungo"])).all()


@given(st.integers(1, 10**9), SHARES, SHARES)
def test_a_mistyped_number_is_one_slip_away(value: int, slip: float, place: float):
    wrong = mistype(value, min(slip, 0.999), min(place, 0.999), whole=True)
    before, after = str(value), str(wrong)
    assert wrong >= 0
    assert abs(len(before) - len(after.zfill(len(before)))) <= 1
    if len(set(before)) > 1:
        assert wrong != value


def test_words_keep_their_letters():
    assert sorted(mistype("Sarolangun", 0.4, 0.7, whole=False)) == sorted("Sarolangun")
    assert mistype("aa", 0.4, 0.7, whole=False) == "aa"


def test_categories_that_no_longer_fit_become_text():
    frame = register().assign(officer=lambda f: f["officer"].astype("category"))
    found = corrupt(frame, {"mistyped": {"share": 1.0, "columns": ["officer"]}}, seed=1)
    assert found.frame["officer"].notna().all()


def test_same_seed_same_errors_and_another_seed_others():
    errors = dict.fromkeys(SIMPLE, 0.2)
    one, again, other = (corrupt(register(), errors, seed=seed).frame for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(one, again)
    assert not one.equals(other)


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ({"mising": 0.1}, 'Jenis cacat data "mising" tidak ada. Maksud Anda "missing"? Yang tersedia: double_counted, duplicate, heaped, late, missing, mistyped, redefined, wrong_unit.'),
        ({"missing": 1.4}, 'Bagian yang berstatus "kosong" bernilai 1,4, di luar yang mungkin. Isi dari 0 sampai 1.'),
        ({"missing": float("nan")}, 'Bagian yang berstatus "kosong" bernilai tidak ada data, di luar yang mungkin. Isi dari 0 sampai 1.'),
        ({"missing": "banyak"}, 'Cacat data tidak dapat dibaca: "banyak". Isian "share" pada "missing". Tulis bagian dari 0 sampai 1, misalnya {"missing": 0.1}, atau isiannya, misalnya {"late": {"share": 0.2, "days": 30}}.'),
        ({"late": {"share": 0.1, "day": 3}}, 'Isian cacat "late" "day" tidak ada. Maksud Anda "days"? Yang tersedia: columns, days, share, where.'),
        ({"heaped": {"to": 0}}, 'Kelipatan pembulatan pada cacat "dibulatkan" bernilai 0, di luar yang mungkin. Isi bilangan di atas 0.'),
        ({"missing": {"columns": "case"}}, 'Kolom "case" tidak ditemukan. Maksud Anda "cases"? Tabel yang akan diberi cacat. Kolom yang ada: area, year, month, cases, rate, received, officer. Samakan namanya, atau sebutkan padanannya.'),
        ({"late": {"columns": ["cases"]}}, 'Cacat "terlambat" tidak dapat dibuat pada kolom "cases". Pilih kolom berisi tanggal.'),
        ({"double_counted": {"into": "Jambi"}}, 'Wilayah "Jambi" tidak ada. Maksud Anda "Kota Jambi"? Yang tersedia: Bungo, Kerinci, Kota Jambi, Tebo.'),
        ({"redefined": {"since": "2024"}}, 'Awal definisi baru bernilai 2024, di luar yang mungkin. Isi nilai sejenis dengan isi kolom "year".'),
        ([Missing(0.1), Missing(0.2)], 'Banyaknya cacat "kosong" bernilai 2, di luar yang mungkin. Tulis satu saja tiap jenis.'),
        ([0.2], 'Cacat data tidak dapat dibaca: 0.2. Tulis bagian dari 0 sampai 1, misalnya {"missing": 0.1}, atau isiannya, misalnya {"late": {"share": 0.2, "days": 30}}.'),
    ],
)  # fmt: skip
def test_impossible_errors_are_told(errors, said: str):
    with pytest.raises(LabIkuError) as caught:
        corrupt(register(), errors, seed=1)
    assert str(caught.value) == said


def test_impossible_tables_are_told():
    with pytest.raises(LabIkuError) as caught:
        corrupt(pd.DataFrame(), {"missing": 0.1}, seed=1)
    assert str(caught.value) == "Tabel belum berisi data. Isi sedikitnya satu kolom."
    with pytest.raises(LabIkuError) as caught:
        corrupt(pd.DataFrame([[1, 2]], columns=["n", "n"]), {"missing": 0.1}, seed=1)
    assert str(caught.value) == (
        'Nama kolom "n" dipakai lebih dari sekali. Tabel yang akan diberi cacat. Beri tiap kolom nama sendiri.'
    )
    with pytest.raises(LabIkuError):
        corrupt(register(), {"missing": 0.1}, seed=-1)


def test_every_kind_has_a_number_of_its_own():
    assert len({number for number, _ in KINDS.values()}) == len(KINDS)
