"""Working days and on-time rates: examples of regulations.md §5.3 and §8; pedagogy K304-K305."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_sim import add_working_days, on_time_from_counts, on_time_rate, working_days
from kpi_sim.errors import FaultsError, MissingColumnError, OutOfRangeError
from kpi_sim.units import round_half_up

FRIDAY = date(2026, 11, 20)
REPORT = date(2026, 11, 30)


def test_complete_friday_finished_monday_is_one_day():
    assert working_days(FRIDAY, FRIDAY + timedelta(3)) == 1


def test_a_holiday_does_not_count():
    """Complete Thursday, Friday a holiday, finished Tuesday: two days."""
    assert working_days(date(2026, 11, 19), date(2026, 11, 24), holidays=[FRIDAY]) == 2


def test_the_same_day_is_zero_and_backwards_is_refused():
    assert working_days(FRIDAY, FRIDAY) == 0
    with pytest.raises(OutOfRangeError, match="19-11-2026"):
        working_days(FRIDAY, date(2026, 11, 19))


def test_days_may_be_text_and_are_refused_in_indonesian():
    assert working_days("2026-11-20", "2026-11-23") == 1
    assert working_days("2026-11-19", "2026-11-24", holidays=["2026-11-20"]) == 2
    assert add_working_days("2026-01-05", 10) == date(2026, 1, 19)
    with pytest.raises(OutOfRangeError, match="Tanggal selesai bernilai 19-11-2026"):
        working_days("2026-11-20", "2026-11-19")
    with pytest.raises(OutOfRangeError, match="Tanggal lengkap bernilai 20/11/2026"):
        working_days("20/11/2026", "2026-11-23")
    with pytest.raises(OutOfRangeError, match="Tanggal selesai bernilai kosong"):
        working_days(FRIDAY, None)  # type: ignore[arg-type]
    with pytest.raises(OutOfRangeError, match="Hari libur bernilai besok"):
        working_days(FRIDAY, FRIDAY, holidays=["besok"])
    with pytest.raises(OutOfRangeError, match="Jumlah hari kerja"):
        add_working_days(FRIDAY, -1)


@pytest.mark.parametrize(
    ("received", "day", "expected"),
    [
        (date(2026, 1, 5), 1, date(2026, 1, 6)),
        (date(2026, 1, 5), 10, date(2026, 1, 19)),
        (date(2026, 1, 5), 17, date(2026, 1, 28)),
        (date(2026, 1, 9), 1, date(2026, 1, 12)),
        (date(2026, 1, 9), 10, date(2026, 1, 23)),
    ],
)
def test_limits_of_an_information_request(received: date, day: int, expected: date):
    """§8, UU 14/2008: ten working days, seven more on extension."""
    assert add_working_days(received, day) == expected


@pytest.mark.parametrize(
    ("good", "done", "late", "rate"),
    [(187, 200, 0, "93.50"), (187, 200, 30, "81.30"), (171, 180, 20, "85.50")],
)
def test_open_files_past_the_limit_count_as_late(good: int, done: int, late: int, rate: str):
    assert round_half_up(on_time_from_counts(good, done, late), 2) == Decimal(rate)


def test_no_file_no_rate_and_no_impossible_count():
    assert on_time_from_counts(0, 0) is None
    with pytest.raises(OutOfRangeError, match="paling banyak sebanyak yang selesai"):
        on_time_from_counts(5, 4)


def register() -> pd.DataFrame:
    """200 finished files of which 187 in time, 30 open and late, 5 open and still in time."""
    monday = date(2026, 11, 2)
    rows = [(monday, monday + timedelta(1))] * 187 + [(monday, monday + timedelta(9))] * 13
    rows += [(monday, None)] * 30 + [(date(2026, 11, 27), None)] * 5
    return pd.DataFrame(rows, columns=["lengkap", "selesai"])


COLUMNS = {"complete": "lengkap", "finished": "selesai"}


def test_register_with_and_without_its_backlog():
    result = on_time_rate(register(), limit_days=2, as_of=REPORT, **COLUMNS)
    assert (result.on_time, result.completed, result.open, result.open_late) == (187, 200, 35, 30)
    assert (result.rate, round_half_up(result.rate_with_backlog, 2)) == (Decimal("93.5"), Decimal("81.30"))


@pytest.mark.parametrize("kind", ["records", "text", "timestamps", "datetime64"])
def test_days_may_come_as_dates_text_or_timestamps(kind: str):
    expected = on_time_rate(register(), limit_days=2, as_of=REPORT, **COLUMNS)
    data = register()
    if kind == "records":
        given_as = data.to_dict("records")
    elif kind == "text":
        given_as = data.map(lambda day: "" if day is None else day.isoformat())
    elif kind == "datetime64":
        days = data.apply(pd.to_datetime)
        given_as = [{name: days[name].to_numpy()[row] for name in days} for row in range(len(days))]
    else:
        given_as = data.apply(pd.to_datetime)
    assert on_time_rate(given_as, limit_days=2, as_of=REPORT, **COLUMNS) == expected


def test_the_limit_itself_is_on_time():
    row = {"complete": FRIDAY, "finished": date(2026, 11, 24)}
    assert on_time_rate([row], limit_days=2, as_of=REPORT).rate == 100
    assert on_time_rate([row], limit_days=1, as_of=REPORT).rate == 0


def test_median_and_p90_by_nearest_rank():
    """Pedagogy M3: 1,1,1,1,1,2,2,2,3,16 has median 1,50 and p90 the 9th of 10, 3."""
    start = date(2026, 1, 5)
    rows = [
        {"complete": start, "finished": add_working_days(start, d)} for d in (16, 3, 2, 2, 2, 1, 1, 1, 1, 1)
    ]
    result = on_time_rate(rows, limit_days=3, as_of=REPORT)
    assert (result.median, result.p90, result.rate) == (Decimal("1.5"), 3, 90)


def test_an_empty_register_has_no_rate():
    result = on_time_rate([], limit_days=2, as_of=REPORT)
    assert (result.rate, result.rate_with_backlog, result.median, result.p90) == (None, None, None, None)


def test_all_impossible_days_are_told_at_once():
    rows = [
        {"complete": FRIDAY, "finished": date(2026, 11, 19)},
        {"complete": None, "finished": FRIDAY},
        {"complete": FRIDAY, "finished": date(2027, 1, 1)},
    ]
    with pytest.raises(FaultsError) as caught:
        on_time_rate(rows, limit_days=2, as_of=REPORT)
    assert caught.value.total == 3
    assert "Baris data ke-1" in str(caught.value)


def test_text_that_is_no_day_and_missing_columns():
    with pytest.raises(OutOfRangeError, match="20/11/2026"):
        on_time_rate([{"complete": "20/11/2026", "finished": None}], limit_days=2, as_of=REPORT)
    with pytest.raises(MissingColumnError, match='Maksud Anda "selesai_"'):
        on_time_rate(
            register().rename(columns={"selesai": "selesai_"}), limit_days=2, as_of=REPORT, **COLUMNS
        )


DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(DAYS, DAYS, DAYS)
def test_working_days_add_up_along_the_way(a: date, b: date, c: date):
    first, middle, last = sorted((a, b, c))
    assert working_days(first, last) == working_days(first, middle) + working_days(middle, last)


@given(DAYS, st.integers(1, 60))
def test_the_nth_working_day_is_n_days_away(start: date, days: int):
    end = add_working_days(start, days)
    assert working_days(start, end) == days
    assert end.weekday() < 5


@given(st.lists(st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 40))), max_size=20))
def test_counting_the_backlog_never_raises_the_rate(files: list[tuple[date, int | None]]):
    rows = [{"complete": d, "finished": None if n is None else d + timedelta(n)} for d, n in files]
    result = on_time_rate(rows, limit_days=5, as_of=date(2027, 3, 1))
    if result.rate is not None:
        assert result.rate_with_backlog <= result.rate
