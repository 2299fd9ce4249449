"""Numbers as Indonesia writes them (bahasa.md §4, regulations.md §0)."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import amounts

from kpi_sim.errors import AmbiguousNumberError, NumberFormatError
from kpi_sim.units import format_number, format_percent, parse_number, round_half_up, to_decimal

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("86,4 %", "86.4"),
        ("86,4%", "86.4"),
        ("86,4 persen", "86.4"),
        ("86.4 PERSEN", "86.4"),
        (f"86,4{NBSP}%", "86.4"),
        ("−2,2", "-2.2"),
        ("-2,2", "-2.2"),
        ("– 2,2", "-2.2"),
        ("+5", "5"),
        ("0", "0"),
        ("0,5", "0.5"),
        ("0.250", "0.25"),
        ("0.864", "0.864"),
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("Rp1.250.000,00", "1250000.00"),
        ("Rp 1.250.000", "1250000"),
        ("-Rp500", "-500"),
        ("rp. 500", "500"),
        ("1 250", "1250"),
        ("1 250,5", "1250.5"),
        (f"3{NBSP}548{NBSP}228", "3548228"),
        ("  42 ", "42"),
        ("1,250", "1.250"),
        ("12.3456", "12.3456"),
        ("1250", "1250"),
        ("007", "7"),
    ],
)
def test_what_people_type_is_read(text: str, number: str):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "persen",
        "delapan",
        "12 34",
        "1.2.3",
        "1,2,3",
        "1.23.456",
        "12,",
        ",5",
        "5-",
        "--5",
        "1e5",
        "nan",
        "inf",
        "1/2",
        "86,4 orang",
        "Rp",
        "1.250,5.5",
        "0x10",
        "१२a",
    ],
)
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(NumberFormatError, match="bukan bilangan yang dapat dibaca"):
        parse_number(text)


def test_message_of_a_text_that_is_no_number():
    with pytest.raises(NumberFormatError) as caught:
        parse_number("delapan puluh")
    assert str(caught.value) == (
        '"delapan puluh" bukan bilangan yang dapat dibaca. Tulis angka saja, misalnya 1.234,5 atau 86,4 %.'
    )


def test_a_long_text_is_not_echoed_whole():
    with pytest.raises(NumberFormatError) as caught:
        parse_number("x" * 10_000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "thousands", "decimal"),
    [
        ("1.250", 1250, "1.25"),
        ("100.000", 100_000, "100"),
        ("-1.250 %", -1250, "-1.25"),
    ],
)
def test_two_readings_are_asked_about(text: str, thousands: int, decimal: str):
    with pytest.raises(AmbiguousNumberError) as caught:
        parse_number(text)
    assert caught.value.candidates == (Decimal(thousands), Decimal(decimal))
    assert parse_number(text, ambiguous="thousands") == thousands
    assert parse_number(text, ambiguous="decimal") == Decimal(decimal)


def test_message_of_two_readings():
    with pytest.raises(AmbiguousNumberError) as caught:
        parse_number("1.250")
    assert str(caught.value) == (
        '"1.250" dapat dibaca dengan dua arti. '
        "Maksud Anda 1.250 (ribuan) atau 1,25 (pecahan)? Tulis 1250 atau 1,25 agar jelas."
    )


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (1234.5, 2, "1.234,50"),
        (-2.2, None, "−2,2"),
        (100, None, "100"),
        (Decimal("1E+2"), None, "100"),
        (1e-7, None, "0,0000001"),
        (0.1, None, "0,1"),
        (Decimal("-0.001"), 2, "0,00"),
        (3548228, None, "3.548.228"),
        (Decimal("91.4800"), None, "91,48"),
        (2.675, 2, "2,68"),
        (-2.675, 2, "−2,68"),
        (10**40, None, "10.000.000.000.000.000.000.000.000.000.000.000.000.000"),
        (None, 2, "tidak ada data"),
        (float("nan"), 2, "tidak ada data"),
        (float("inf"), 2, "tidak ada data"),
        (pd.NA, 2, "tidak ada data"),
        (np.float64(86.4), 1, "86,4"),
        (np.int64(7000), None, "7.000"),
    ],
)
def test_what_people_read(value: object, decimals: int | None, text: str):
    assert format_number(value, decimals) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (86.4, f"86,4{NBSP}%"),
        (100, f"100,0{NBSP}%"),
        (None, "tidak ada data"),
        (float("nan"), "tidak ada data"),
    ],
)
def test_percentages_are_spaced(value: float | None, text: str):
    assert format_percent(value) == text


@pytest.mark.parametrize(
    ("value", "rounded"), [("64.995", "65.00"), ("76.605", "76.61"), ("88.305", "88.31"), ("-0.005", "-0.01")]
)
def test_half_goes_up_where_half_even_would_not(value: str, rounded: str):
    """regulations.md §1.3: half-even would give 76,60 and 88,30."""
    assert round_half_up(Decimal(value)) == Decimal(rounded)


def test_floats_go_through_their_shortest_text():
    assert to_decimal(0.1) == Decimal("0.1")
    assert round_half_up(1.005) == Decimal("1.01")


@given(amounts(-(10**9), 10**9, places=2))
def test_what_is_written_is_read_back(value: Decimal):
    assert parse_number(format_number(value), ambiguous="thousands") == value
    assert parse_number(format_number(value, 2)) == value


@given(amounts(), st.integers(0, 6))
def test_rounding_moves_by_at_most_half_a_step(value: Decimal, places: int):
    assert abs(round_half_up(value, places) - value) <= Decimal(5).scaleb(-places - 1)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_readable_refusal(text: str):
    try:
        assert parse_number(text).is_finite()
    except (NumberFormatError, AmbiguousNumberError) as error:
        assert error.parts()[2]
