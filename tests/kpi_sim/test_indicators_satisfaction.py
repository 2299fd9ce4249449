"""Satisfaction survey: every worked example and boundary of regulations.md §1 (PermenPANRB 14/2017)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ELEMENTS, element_means, surveys

from kpi_sim import (
    krejcie_morgan,
    load_rules,
    rules_in_force,
    sample_size,
    satisfaction_by_group,
    satisfaction_category,
    satisfaction_from_means,
    satisfaction_grade,
    satisfaction_score,
    skm_dukcapil,
)
from kpi_sim.errors import (
    AnswerOutOfScaleError,
    EmptyDataError,
    FaultsError,
    MissingColumnError,
    NoAnswersError,
    OutOfRangeError,
    UnknownNameError,
    WeightsError,
)
from kpi_sim.indicators.satisfaction import satisfaction_scores
from kpi_sim.units import round_half_up

# 29 respondents of rennn9/GASPUL_BACKEND: rumus_perhitungan_ikm_lengkap.md; totals U1..U9 in the file's order
TOTALS_A = dict(zip(ELEMENTS, (105, 101, 100, 116, 102, 105, 106, 105, 115), strict=True))


def survey_with_totals(totals: dict[str, int], n: int) -> list[dict[str, int | None]]:
    """Respondents whose answers add up to the totals: as many 4s as fit, one odd answer, then 1s."""
    rows: list[dict[str, int | None]] = [{} for _ in range(n)]
    for element, total in totals.items():
        extra = total - n
        for row in rows:
            step = min(3, extra)
            row[element] = 1 + step
            extra -= step
        assert extra == 0
    return rows


def uniform(mean: str) -> dict[str, Decimal]:
    return dict.fromkeys(ELEMENTS, Decimal(mean))


# --- worked example A ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "index", "score"),
    [
        ("exact", "3.6590", "91.48"),
        ("0.111", "3.6553", "91.38"),
        ("0.11", "3.6224", "90.56"),
    ],
)
def test_worked_example_a(mode: str, index: str, score: str):
    result = satisfaction_score(survey_with_totals(TOTALS_A, 29), weight_mode=mode)
    assert round_half_up(result.index, 4) == Decimal(index)
    assert result.rounded == Decimal(score)
    assert (result.grade, result.label, result.n) == ("A", "Sangat Baik", 29)


def test_element_means_of_example_a():
    result = satisfaction_score(survey_with_totals(TOTALS_A, 29))
    printed = ("3.6207", "3.4828", "3.4483", "4.0000", "3.5172", "3.6207", "3.6552", "3.6207", "3.9655")
    assert [round_half_up(result.element_means[e], 4) for e in ELEMENTS] == [Decimal(p) for p in printed]
    assert round_half_up(sum(result.element_means.values()), 4) == Decimal("32.9310")


def test_lowest_elements_of_example_a_are_the_priorities():
    """Worked example C: lowest is time, itself graded B on 86,21."""
    result = satisfaction_score(survey_with_totals(TOTALS_A, 29))
    assert result.priorities == ("time", "procedure", "product")
    assert result.element_grades["time"] == "B"
    assert round_half_up(result.element_means["time"] * 25, 2) == Decimal("86.21")


@pytest.mark.parametrize(("weight", "expected"), [("exact", "91.25"), ("0.11", "90.75")])
def test_rounding_means_and_products_first_gives_another_number(weight: str, expected: str):
    """The classroom mistake of §1.4 is reproducible, and is not what the package does."""
    means = satisfaction_score(survey_with_totals(TOTALS_A, 29)).element_means
    share = Decimal(1) / 9 if weight == "exact" else Decimal(weight)
    early = sum(round_half_up(round_half_up(mean, 2) * share, 2) for mean in means.values()) * 25
    assert early == Decimal(expected)
    assert satisfaction_from_means(means, weight_mode=weight).rounded != early


# --- worked example B: missing answers ----------------------------------------------------------


def test_missing_answer_is_left_out_of_the_mean():
    rows = survey_with_totals(TOTALS_A, 29)
    for row in rows[20:]:
        row["cost"] = None
    for row, answer in zip(rows[:20], [4] * 14 + [1] * 6, strict=True):
        row["cost"] = answer
    result = satisfaction_score(rows)
    assert result.element_means["cost"] == Decimal("3.1")  # 62/20, not 62/29 = 2.14
    assert result.missing["cost"] == 9
    assert result.n == 29


# --- category boundaries ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "rounded", "grade"),
    [
        ("2.5996", "64.99", "D"),
        ("2.5997", "64.99", "D"),
        ("2.5998", "65.00", "C"),
        ("2.60", "65.00", "C"),
        ("3.0640", "76.60", "C"),
        ("3.0642", "76.61", "B"),
        ("3.0644", "76.61", "B"),
        ("3.5320", "88.30", "B"),
        ("3.5322", "88.31", "A"),
        ("3.5324", "88.31", "A"),
    ],
)
def test_boundaries_of_the_converted_score(index: str, rounded: str, grade: str):
    result = satisfaction_from_means(uniform(index))
    assert (result.rounded, result.grade) == (Decimal(rounded), grade)


@pytest.mark.parametrize(
    ("score", "grade", "label"),
    [
        ("100", "A", "Sangat Baik"),
        ("88.31", "A", "Sangat Baik"),
        ("88.30", "B", "Baik"),
        ("76.61", "B", "Baik"),
        ("76.60", "C", "Kurang Baik"),
        ("65.00", "C", "Kurang Baik"),
        ("64.99", "D", "Tidak Baik"),
        ("25", "D", "Tidak Baik"),
    ],
)
def test_printed_rows_of_the_table(score: str, grade: str, label: str):
    assert satisfaction_grade(Decimal(score)) == grade
    assert str(satisfaction_category(Decimal(score))) == label


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("100", "A"), ("81.26", "A"), ("81.25", "B"), ("62.51", "B"), ("62.50", "C"), ("43.76", "C"), ("43.75", "D"), ("25", "D"),
    ],
)  # fmt: skip
def test_reports_before_2017_had_other_limits(score: str, grade: str):
    """§1.3, KEP/25/2004 and PermenPANRB 16/2014: never verified, and chosen by the year of the report."""
    old = rules_in_force("skm", date(2016, 12, 31))
    assert satisfaction_grade(Decimal(score), rule=old) == grade
    assert not old.verified and rules_in_force("skm", date(2017, 1, 1)).id == "skm-14-2017"


@pytest.mark.parametrize("score", ["24.99", "100.01", "-1", "0"])
def test_scores_off_the_scale_are_refused(score: str):
    with pytest.raises(OutOfRangeError, match="Isi bilangan dari 25 sampai 100"):
        satisfaction_grade(Decimal(score))


# --- rounding practice --------------------------------------------------------------------------


@pytest.mark.parametrize(("mode", "score"), [("exact", "100.00"), ("0.111", "99.90"), ("0.11", "99.00")])
def test_a_perfect_service_cannot_reach_100_with_a_rounded_weight(mode: str, score: str):
    assert satisfaction_from_means(uniform("4"), weight_mode=mode).rounded == Decimal(score)


@pytest.mark.parametrize(
    ("mean", "mode", "score", "grade"),
    [
        ("3.10", "exact", "77.50", "B"),
        ("3.10", "0.111", "77.42", "B"),
        ("3.10", "0.11", "76.73", "B"),
        ("3.07", "exact", "76.75", "B"),
        ("3.07", "0.111", "76.67", "B"),
        ("3.07", "0.11", "75.98", "C"),
        ("2.62", "exact", "65.50", "C"),
        ("2.62", "0.111", "65.43", "C"),
        ("2.62", "0.11", "64.85", "D"),
        ("3.56", "exact", "89.00", "A"),
        ("3.56", "0.111", "88.91", "A"),
        ("3.56", "0.11", "88.11", "B"),
    ],
)
def test_a_rounded_weight_can_change_the_letter(mean: str, mode: str, score: str, grade: str):
    result = satisfaction_from_means(uniform(mean), weight_mode=mode)
    assert (result.rounded, result.grade) == (Decimal(score), grade)


def test_the_worst_survey_still_has_a_letter_under_a_rounded_weight():
    """All answers 1 with 0,11 give 24,75, below the printed scale: still D, never an error."""
    result = satisfaction_from_means(uniform("1"), weight_mode="0.11")
    assert (result.rounded, result.grade) == (Decimal("24.75"), "D")


def test_the_mode_of_weighting_is_kept_with_the_result():
    assert satisfaction_from_means(uniform("3"), weight_mode="0.11").weight_mode == "0.11"


# --- sample size --------------------------------------------------------------------------------

TABLE = [(int(n), int(s)) for n, s in load_rules("skm-14-2017")["sample_size"]["rows"]]


@pytest.mark.parametrize(("population", "expected"), TABLE)
def test_rows_of_the_table_agree_with_the_formula_rounded_half_up(population: int, expected: int):
    """Independent: written from the formula in floats; the one printed exception is N = 100.000."""
    x2, d = 3.841, 0.05
    formula = x2 * population * 0.25 / (d * d * (population - 1) + x2 * 0.25)
    assert sample_size(population) == expected
    assert expected == (384 if population == 100_000 else int(formula + 0.5))


def test_the_table_exception_at_100_000():
    assert sample_size(100_000) == 384
    assert sample_size(100_000, mode="formula_round") == 383
    assert round_half_up(krejcie_morgan(100_000), 2) == Decimal("382.63")


def test_rounding_up_disagrees_with_half_of_the_table():
    """§1.5: ceiling disagrees with 42 of the 84 rows quoted there."""
    listed_there = [row for row in TABLE if row[0] not in {8000, 9000, 15000, 30000, 40000, 75000}]
    assert len(listed_there) == 84
    assert sum(sample_size(n, mode="formula_ceil") != s for n, s in listed_there) == 42


@pytest.mark.parametrize(
    ("population", "raw"),
    [
        (29, "27.030"),
        (150, "108.075"),
        (1000, "277.709"),
        (5000, "356.765"),
        (10**12, "384.100"),
    ],
)
def test_raw_formula(population: int, raw: str):
    assert round_half_up(krejcie_morgan(population), 3) == Decimal(raw)


@pytest.mark.parametrize(
    ("population", "expected"), [(205, 136), (1, 1), (9, 9), (11, 11), (14, 14), (10**7, 384)]
)
def test_population_between_rows_takes_the_next_larger_one(population: int, expected: int):
    assert sample_size(population) == expected


def test_other_confidence_needs_the_formula():
    assert sample_size(1000, mode="formula_round", confidence=90) < sample_size(1000)
    assert sample_size(1000, mode="formula_round", confidence=99) > sample_size(1000)
    with pytest.raises(UnknownNameError, match="Tingkat keyakinan tabel"):
        sample_size(1000, confidence=99)


@pytest.mark.parametrize("population", [0, -3, 2.5, None])
def test_population_must_be_a_whole_number(population: object):
    with pytest.raises(OutOfRangeError):
        sample_size(population)  # type: ignore[arg-type]


def test_unknown_mode_lists_the_modes():
    with pytest.raises(UnknownNameError, match="formula_ceil, formula_round, table"):
        sample_size(100, mode="tabel")


# --- input: kinds, column maps, faults ----------------------------------------------------------


def frame() -> pd.DataFrame:
    return pd.DataFrame(survey_with_totals(TOTALS_A, 29))


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64", "Float64", "object", "string"])
def test_a_frame_of_any_dtype_gives_the_same(dtype: str):
    assert satisfaction_score(frame().astype(dtype)).rounded == Decimal("91.48")


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA, "", " "])
def test_every_spelling_of_missing_is_missing(blank: object):
    data = frame().astype(object)
    data.iloc[0, 0] = blank
    result = satisfaction_score(data)
    assert result.missing["requirements"] == 1
    assert result == satisfaction_score(data.to_dict("records"))


def test_other_columns_and_their_order_do_not_matter():
    data = frame()[list(reversed(ELEMENTS))]
    data.insert(0, "nomor", range(29))
    result = satisfaction_score(data)
    assert result.rounded == Decimal("91.48")
    assert list(result.element_means) == list(ELEMENTS)


def test_columns_are_mapped_by_name_never_by_position():
    codes = {element: f"U{i}" for i, element in enumerate(ELEMENTS, 1)}
    assert satisfaction_score(frame().rename(columns=codes), columns=codes).rounded == Decimal("91.48")


def test_the_argument_is_not_changed():
    data = frame()
    before = data.copy()
    satisfaction_score(data)
    pd.testing.assert_frame_equal(data, before)


def test_answer_out_of_scale_names_row_column_and_file():
    data = frame().rename(columns={"time": "U3"})
    data.loc[15, "U3"] = 5
    with pytest.raises(AnswerOutOfScaleError) as caught:
        satisfaction_score(data, columns={"time": "U3"}, file="skm_dukcapil.csv")
    assert str(caught.value) == (
        'Jawaban 5 tidak sah untuk unsur "Waktu penyelesaian". Baris 17, kolom U3 di skm_dukcapil.csv. '
        "Jawaban SKM hanya 1, 2, 3, atau 4. Perbaiki sel itu, atau kosongkan bila tidak dijawab."
    )
    assert (caught.value.row, caught.value.column) == (17, "U3")


@pytest.mark.parametrize("bad", [0, 5, -1, 2.5, "lima", "5", True, [3], "4,5"])
def test_no_other_value_passes_for_an_answer(bad: object):
    rows = survey_with_totals(TOTALS_A, 29)
    rows[3]["cost"] = bad  # type: ignore[assignment]
    with pytest.raises(AnswerOutOfScaleError, match="Responden ke-4, kolom cost"):
        satisfaction_score(rows)


def test_all_faults_are_told_at_once_first_ten_in_full():
    data = frame()
    data.loc[0:11, "cost"] = 9
    data.loc[5, "time"] = 7
    with pytest.raises(FaultsError) as caught:
        satisfaction_score(data)
    assert caught.value.total == 13
    assert len(caught.value.faults) == 10
    assert str(caught.value).startswith("13 sel perlu diperbaiki. Sepuluh yang pertama ditampilkan di bawah.")
    assert "Jawaban 7" in str(caught.value)


def test_missing_columns_are_told_together_with_the_nearest_name():
    data = frame().rename(columns={"complaints": "complaint", "time": "waktu"})
    with pytest.raises(FaultsError) as caught:
        satisfaction_score(data)
    assert 'Kolom "complaints" tidak ditemukan. Maksud Anda "complaint"?' in str(caught.value)
    with pytest.raises(MissingColumnError):
        satisfaction_score(frame().drop(columns="time"))


def test_an_element_that_nobody_answered_has_no_mean():
    data = frame().astype(float)
    data["cost"] = np.nan
    with pytest.raises(NoAnswersError, match='Unsur "Biaya/tarif" tidak berisi satu jawaban pun'):
        satisfaction_score(data)


@pytest.mark.parametrize("empty", [[], pd.DataFrame(), pd.DataFrame(columns=list(ELEMENTS))])
def test_an_empty_survey_is_refused(empty: object):
    with pytest.raises(EmptyDataError, match="Survei belum berisi data"):
        satisfaction_score(empty)


def test_means_off_the_scale_are_told_together():
    means = uniform("3") | {"time": Decimal("4.2"), "cost": Decimal("0.9")}
    with pytest.raises(FaultsError, match="Waktu penyelesaian"):
        satisfaction_from_means(means)


def test_means_must_name_every_element():
    with pytest.raises(MissingColumnError, match='"facilities"'):
        satisfaction_from_means({e: 3 for e in ELEMENTS if e != "facilities"})


def test_unit_may_weigh_its_own_elements():
    result = satisfaction_from_means({"time": 4, "cost": 2}, weights={"time": "0,75", "cost": "0,25"})
    assert result.index == Decimal("3.5")
    assert result.weight_mode == "own"


def test_own_weights_must_add_up_to_one():
    with pytest.raises(WeightsError, match=r"Bobot berjumlah 0,9, seharusnya 1\."):
        satisfaction_from_means({"time": 4, "cost": 2}, weights={"time": "0,5", "cost": "0,4"})


def test_a_large_survey_agrees_with_a_plain_mean():
    rng = np.random.default_rng(np.random.SeedSequence(2017))
    data = pd.DataFrame(rng.integers(1, 5, (100_000, 9)), columns=list(ELEMENTS))
    assert abs(float(satisfaction_score(data).score) - data.to_numpy().mean() * 25) < 1e-9


def test_unknown_ways_of_weighing_and_confidence_are_named():
    with pytest.raises(UnknownNameError, match=r"0\.11, 0\.111, exact"):
        satisfaction_from_means(uniform("3"), weight_mode="0,11")
    with pytest.raises(UnknownNameError, match="90, 95, 99"):
        krejcie_morgan(100, confidence=80)


def test_faults_of_many_columns_still_show_ten():
    data = frame()
    data.loc[:, "cost"] = 9
    data.loc[:, "time"] = 8
    with pytest.raises(FaultsError) as caught:
        satisfaction_score(data)
    assert (caught.value.total, len(caught.value.faults)) == (58, 10)


# --- properties ---------------------------------------------------------------------------------


@given(surveys())
def test_order_of_respondents_is_irrelevant(rows: list[dict[str, int | None]]):
    assert satisfaction_score(rows) == satisfaction_score(list(reversed(rows)))


@given(surveys())
def test_score_stays_on_the_scale(rows: list[dict[str, int | None]]):
    result = satisfaction_score(rows)
    assert 25 <= result.score <= 100
    assert 1 <= result.index <= 4
    assert len(result.priorities) == 3


@given(surveys())
def test_a_better_answer_never_lowers_the_score(rows: list[dict[str, int | None]]):
    before = satisfaction_score(rows)
    element, row = next((e, r) for r in rows for e in ELEMENTS if r[e] is not None)
    row[element] = min(4, int(row[element] or 1) + 1)
    assert satisfaction_score(rows).score >= before.score


@given(surveys())
def test_a_duplicated_survey_has_the_same_score(rows: list[dict[str, int | None]]):
    once, twice = satisfaction_score(rows), satisfaction_score(rows * 2)
    assert (once.score, once.grade) == (twice.score, twice.grade)


@given(element_means())
def test_rounded_weights_distort_in_proportion(means: dict[str, Decimal]):
    """§1.4: x 0,999 and x 0,99."""
    exact = satisfaction_from_means(means).score
    assert abs(
        satisfaction_from_means(means, weight_mode="0.111").score - exact * Decimal("0.999")
    ) < Decimal("1e-20")
    assert abs(satisfaction_from_means(means, weight_mode="0.11").score - exact * Decimal("0.99")) < Decimal(
        "1e-20"
    )


# --- many at once --------------------------------------------------------------------------------


@given(
    st.lists(
        st.lists(st.tuples(*[st.integers(1, 4)] * len(ELEMENTS)), min_size=0, max_size=40),
        min_size=1,
        max_size=4,
    )
)
def test_many_surveys_at_once_have_the_scores_that_each_has_alone(offices: list[list[tuple[int, ...]]]):
    totals = np.array([[sum(row[at] for row in rows) for rows in offices] for at in range(len(ELEMENTS))])
    found = satisfaction_scores(totals, np.array([len(rows) for rows in offices]), elements=ELEMENTS)
    for score, rows in zip(found, offices, strict=True):
        if not rows:
            assert np.isnan(score)
            continue
        alone = satisfaction_score([dict(zip(ELEMENTS, row, strict=True)) for row in rows]).score
        assert score == float(alone)


def test_example_a_among_many():
    totals = np.array([[total, 0] for total in TOTALS_A.values()])
    found = satisfaction_scores(totals, np.array([29, 0]), elements=tuple(TOTALS_A))
    assert round(found[0], 2) == 91.48 and np.isnan(found[1])


def test_many_surveys_without_an_element_are_refused():
    with pytest.raises(MissingColumnError, match="time"):
        satisfaction_scores(
            np.full((8, 1), 30), np.array([10]), elements=[e for e in ELEMENTS if e != "time"]
        )


# ---- broken down by group (§1.6) -------------------------------------------------------------------------------------


def grouped(sizes: dict[str, int]) -> list[dict[str, object]]:
    """A survey of groups of these sizes; each group answers alike, group after group 1, 2, 3, 4."""
    rows: list[dict[str, object]] = []
    for at, (name, size) in enumerate(sizes.items()):
        rows += [dict.fromkeys(ELEMENTS, 1 + at % 4) | {"service": name}] * size
    return rows


def test_a_group_has_the_score_of_its_own_respondents():
    survey = pd.DataFrame(list(skm_dukcapil()))
    result = satisfaction_by_group(survey, "service")
    assert sum(result.sizes.values()) + result.unnamed == len(survey) and result.hidden == ()
    for service, score in result.scores.items():
        assert score == satisfaction_score(survey[survey["service"] == service])
    assert satisfaction_by_group(skm_dukcapil(), "service").scores == result.scores


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"akta": 5, "ktp": 6}, ()),
        ({"akta": 4, "ktp": 9, "pindah": 7}, ("akta", "pindah")),  # 4 could be had by taking 16 from 20
        ({"akta": 3, "ktp": 9, "pindah": 2}, ("akta", "pindah")),  # five together
        ({"akta": 2, "ktp": 9, "pindah": 1}, ("akta", "ktp", "pindah")),
        ({"akta": 4}, ("akta",)),
    ],
)
def test_no_group_of_fewer_than_five_can_be_seen_or_worked_out(
    sizes: dict[str, int], hidden: tuple[str, ...]
):
    assert satisfaction_by_group(grouped(sizes), "service").hidden == hidden


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), st.integers(0, 6))
def test_what_is_held_back_is_nothing_or_at_least_five(sizes: list[int], unnamed: int):
    rows = grouped({f"layanan {at}": size for at, size in enumerate(sizes)})
    rows += [dict.fromkeys(ELEMENTS, 2) | {"service": None}] * unnamed
    result = satisfaction_by_group(rows, "service")
    left = sum(result.sizes[group] for group in result.hidden) + result.unnamed
    shown = [group for group in result.sizes if group not in result.hidden]
    assert all(result.sizes[group] >= 5 for group in shown)
    assert left == 0 or left >= 5 or not shown
    assert result.unnamed == unnamed


def test_groups_need_their_column():
    with pytest.raises(MissingColumnError) as caught:
        satisfaction_by_group(grouped({"akta": 6}), "servis")
    assert caught.value.sentence().startswith('Kolom "servis" tidak ditemukan. Maksud Anda "service"?')
    with pytest.raises(EmptyDataError):
        satisfaction_score([])
    assert satisfaction_by_group([], "service").scores == {}
