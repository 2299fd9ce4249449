"""Who fills in the survey: proportions, pairing, refusals of wrong input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_sim.errors import OutOfRangeError
from kpi_sim.frictions.respondents import Samples, draw_respondents


def test_people_appear_in_proportion_to_their_willingness():
    willing = np.array([1.0, 0.5, 0.25, 0.25])
    drawn = draw_respondents(willing, respondents=500, replications=40, seed=1).people
    share = np.bincount(drawn.ravel(), minlength=4) / drawn.size
    expected = willing / willing.sum()
    assert np.abs(share - expected).max() < 4 * np.sqrt(0.25 / drawn.size)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 12), st.integers(0, 5))
def test_a_larger_sample_or_more_replications_begin_with_the_same_people(
    few: int, more: int, replications: int, seed: int
):
    willing = np.linspace(0.1, 1, 30)
    small = draw_respondents(willing, respondents=few, replications=replications, seed=seed).people
    large = draw_respondents(willing, respondents=few + more, replications=replications + 3, seed=seed).people
    assert (large[:replications, :few] == small).all()


def test_whoever_never_answers_is_never_drawn_and_the_others_keep_their_forms():
    willing = np.ones(50)
    silent = np.where(np.arange(50) < 10, 0.0, 1.0)
    all_answer = draw_respondents(willing, respondents=100, replications=3, seed=2).people
    some = draw_respondents(silent, respondents=100, replications=3, seed=2).people
    assert some.min() >= 10
    for before, after in zip(all_answer, some, strict=True):
        kept = before[before >= 10]
        assert (after[: len(kept)] == kept).all()


def test_means_leave_out_what_was_not_answered():
    answers = np.array([[4.0, np.nan], [2.0, 3.0], [np.nan, np.nan]])
    means = Samples(np.array([[0, 1, 2], [2, 2, 2]])).means(answers)
    assert means[0].tolist() == [3.0, 3.0]
    assert np.isnan(means[1]).all()


@pytest.mark.parametrize(
    ("willing", "respondents", "sentence"),
    [
        ([0.0, 0.0], 10, "Isi dari 0 sampai 1 untuk tiap orang, rata-rata paling sedikit 0,01."),
        ([1.2, 0.5], 10, "Isi dari 0 sampai 1 untuk tiap orang, rata-rata paling sedikit 0,01."),
        ([], 10, "Isi dari 0 sampai 1 untuk tiap orang, rata-rata paling sedikit 0,01."),
        ([1.0], 0, "Isi bilangan bulat dari 1 sampai 2.000."),
        ([1.0], 2001, "Isi bilangan bulat dari 1 sampai 2.000."),
    ],
)
def test_wrong_input_is_answered_in_words(willing: list[float], respondents: int, sentence: str):
    with pytest.raises(OutOfRangeError) as fault:
        draw_respondents(willing, respondents=respondents)
    assert sentence in str(fault.value)
