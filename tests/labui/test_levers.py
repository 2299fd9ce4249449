"""Levers: values on their steps, faults in three parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labui.levers import Lever, LeverValueError, at_rest, settle_all

from kpi_sim.errors import OutOfRangeError, UnknownNameError

COUNTERS = Lever("stage.counter.servers", "1", "Loket", 1, 8, 1, 3)
ONLINE = Lever("online_share", "4", "Daftar daring", 0, 0.9, 0.05, 0.2, unit="%", scale=100)


def test_shown_as_people_read_it():
    assert COUNTERS.show(3) == "3"
    assert ONLINE.show(0.35) == "35\u00a0%"


@given(st.floats(0, 0.9))
def test_a_value_settles_on_the_nearest_step(value: float):
    settled = ONLINE.settle(value)
    assert abs(settled - value) <= ONLINE.step / 2 + 1e-9
    assert abs(settled / ONLINE.step - round(settled / ONLINE.step)) < 1e-6
    assert ONLINE.settle(settled) == settled


def test_value_past_the_end_is_told_in_three_parts():
    with pytest.raises(OutOfRangeError) as caught:
        COUNTERS.settle(99)
    assert caught.value.sentence() == (
        'Loket bernilai 99, di luar yang mungkin. Bagian "Apa yang diubah", nomor 1. Pilih antara 1 dan 8.'
    )


def test_past_the_end_of_words_the_words_are_named():
    lever = Lever("cara", "2", "Cara memilih", 0, 2, 1, 0, options=("undian", "terendah", "tertinggi"))
    with pytest.raises(OutOfRangeError, match=r"Pilih salah satu: undian, terendah, tertinggi\.$"):
        lever.settle(3)


@pytest.mark.parametrize("value", ["tiga", None, True, float("nan"), [3]])
def test_what_is_not_a_number_is_refused(value: object):
    with pytest.raises(LeverValueError, match="bukan angka"):
        COUNTERS.settle(value)


def test_levers_not_given_stay_at_now():
    assert settle_all([COUNTERS, ONLINE], {"stage.counter.servers": 4}) == {
        "stage.counter.servers": 4.0,
        "online_share": 0.2,
    }
    assert at_rest([COUNTERS, ONLINE]) == {"stage.counter.servers": 3.0, "online_share": 0.2}


def test_unknown_lever_names_the_nearest():
    with pytest.raises(UnknownNameError, match='Maksud Anda "online_share"'):
        settle_all([COUNTERS, ONLINE], {"online_shar": 0.2})
