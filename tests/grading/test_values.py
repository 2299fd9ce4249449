"""What crosses the wall of a room: plain values come back as they went, all else is refused in words."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
from collections import Counter, OrderedDict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grading.room import figures
from grading.room.errors import CannotCrossError
from grading.room.plain import MOST_ITEMS, decode, encode


def crossed(value):
    """The value after its way through the wire, as text."""
    return decode(json.loads(json.dumps(encode(value))))


def types_in(value):
    """The types of a value and of all in it, whatever order a set has."""
    inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    if isinstance(value, list | tuple | dict):
        return (type(value), [types_in(item) for item in inner])
    return (type(value), sorted(map(repr, map(type, value)))) if isinstance(value, set) else type(value)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | TEXT
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(dt.UTC))
    | st.timedeltas()
    | st.decimals(-(10**30), 10**30)
    | st.fractions()
    | st.binary(max_size=20)
)
HASHABLE = ATOMS | st.tuples(ATOMS, ATOMS)
VALUES = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(HASHABLE, inner, max_size=4)
        | st.sets(HASHABLE, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_plain_values_come_back_equal_and_of_the_same_types(value):
    back = crossed(value)
    assert back == value
    assert types_in(back) == types_in(value)


@given(
    npst.arrays(npst.scalar_dtypes().filter(lambda d: d.kind in "biufcUSmM"), npst.array_shapes(max_side=4))
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_arrays_come_back_equal(array):
    if array.dtype.kind == "U":
        points = np.ascontiguousarray(array).reshape(-1).view(np.uint32)
        if ((points >= 0xD800) & (points < 0xE000)).any():
            return
    back = crossed(array)
    assert back.shape == array.shape
    assert back.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(back, array)
    assert back.flags.writeable


@pytest.mark.parametrize(
    "value",
    [
        np.float64(1.5),
        np.int64(7),
        np.bool_(True),
        np.datetime64("2026-11-24"),
        Counter("jambi"),
        OrderedDict(b=1, a=2),
        deque([1, 2]),
        frozenset({1}),
        range(2, 20, 3),
        Fraction(1, 3),
        Decimal("86.40"),
        complex(1, -2),
        pd.Timestamp("2026-11-24 08:30", tz="Asia/Jakarta"),
        pd.Timedelta("2 days 3 hours"),
        dt.time(8, 30),
    ],
    ids=lambda value: type(value).__name__,
)
def test_scalars_and_collections_keep_their_type(value):
    back = crossed(value)
    assert type(back) is type(value)
    assert back == value


def test_not_a_number_and_infinities_cross():
    assert math.isnan(crossed(float("nan")))
    assert crossed([float("inf"), float("-inf")]) == [math.inf, -math.inf]
    assert crossed(pd.NaT) is pd.NaT
    assert crossed(pd.NA) is pd.NA


FRAME = pd.DataFrame(
    {
        "nama": ["Kerinci", None, "Bungo"],
        "skor": [81.5, float("nan"), 90.0],
        "kasus": pd.array([3, None, 5], dtype="Int64"),
        "tanggal": pd.to_datetime(["2026-01-01", None, "2026-03-01"]),
        "mutu": pd.Categorical(["B", "A", "B"], categories=["A", "B", "C"], ordered=True),
        "ya": [True, False, True],
        "lama": pd.to_timedelta([1, 2, 3], unit="D"),
        "campur": pd.Series([1, "dua", [3]], dtype=object),
    },
    index=pd.Index(["x", "y", "z"], name="kode"),
)


def test_frames_come_back_equal_with_dtypes_and_labels():
    pd.testing.assert_frame_equal(crossed(FRAME), FRAME)
    wide = FRAME[["skor", "ya"]].T
    pd.testing.assert_frame_equal(crossed(wide), wide)
    empty = FRAME.iloc[:0]
    pd.testing.assert_frame_equal(crossed(empty), empty)


def test_series_with_levels_periods_and_time_zones_come_back_equal():
    by_two = FRAME.groupby(["nama", "mutu"], observed=True)["skor"].mean()
    pd.testing.assert_series_equal(crossed(by_two), by_two)
    quarters = pd.Series([1, 2], index=pd.period_range("2026Q1", periods=2, freq="Q"))
    pd.testing.assert_series_equal(crossed(quarters), quarters)
    hours = pd.Series(pd.date_range("2026-01-01", periods=2, freq="h", tz="Asia/Jakarta"))
    pd.testing.assert_series_equal(crossed(hours), hours)


def test_two_columns_of_one_name_stay_two():
    frame = pd.DataFrame([[1, 2.5]], columns=["a", "a"])
    pd.testing.assert_frame_equal(crossed(frame), frame)


def test_a_generator_arrives_as_an_iterator_over_its_items():
    assert list(crossed(n * n for n in range(4))) == [0, 1, 4, 9]
    assert list(crossed(zip("ab", [1, 2], strict=True))) == [("a", 1), ("b", 2)]


def endless():
    while True:
        yield 1


class Always(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Lazy:
    def __array__(self, dtype=None, copy=None):
        return np.array([1.0])

    def __float__(self):
        return 1.0

    def __reduce__(self):
        return (print, ("dijalankan",))


def cycle():
    ring = []
    ring.append(ring)
    return ring


@pytest.mark.parametrize(
    "value",
    [
        Always(1),
        {"a": [Always(1)]},
        Lazy(),
        namedtuple("Titik", "x y")(1, 2),
        type("Tabel", (pd.DataFrame,), {})({"a": [1]}),
        type("Larik", (np.ndarray,), {})(1),
        type("Teks", (str,), {})("a"),
        print,
        int,
        object(),
        endless(),
        cycle(),
        "\ud800",
        ["baik", "\udfff"],
        1 << 5000,
        list(range(300_000)),
        "x" * 2_000_000,
        np.zeros(3_000_000),
        np.array([(1, 2)], dtype=[("a", int), ("b", int)]),
        pd.DataFrame(np.zeros((1, 20_000))),
        pd.Series([Always(1)], dtype=object),
        {1: {2: object()}},
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_or_too_large_is_refused(value):
    with pytest.raises(CannotCrossError):
        encode(value)


def test_refusal_names_the_kind_of_value():
    with pytest.raises(CannotCrossError) as refused:
        encode([Always(1)])
    assert str(refused.value) == (
        "Nilai ini tidak dapat diperiksa: jenisnya Always. Kembalikan bilangan, teks, daftar, kamus, tanggal, array, "
        "Series, atau DataFrame biasa yang tidak terlalu besar."
    )


def test_an_endless_generator_is_cut_short():
    taken = 0

    def counting():
        nonlocal taken
        while True:
            taken += 1
            yield taken

    with pytest.raises(CannotCrossError):
        encode(counting())
    assert taken <= MOST_ITEMS + 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("tvdsab"), inner, max_size=4),
    max_leaves=15,
)
TAGS = [
    *(
        "int",
        "float",
        "complex",
        "bytes",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "ordered",
        "counter",
        "range",
        "decimal",
    ),
    *(
        "fraction",
        "date",
        "datetime",
        "time",
        "duration",
        "iterator",
        "array",
        "scalar",
        "frame",
        "series",
        "index",
    ),
    *("timestamp", "timedelta64", "missing", "axes", "figure", "deque"),
]


@given(JSON)
def test_whatever_json_a_stranger_writes_is_a_value_or_a_refusal(wire):
    with contextlib.suppress(CannotCrossError):
        decode(wire)


@given(st.sampled_from(TAGS), JSON)
@settings(max_examples=400)
def test_every_tag_with_any_content_is_a_value_or_a_refusal(tag, content):
    with contextlib.suppress(CannotCrossError):
        decode({"t": tag, "v": content})


@pytest.mark.parametrize(
    "wire",
    [
        {"t": "array", "v": {"d": "<f8", "s": [10**8, 10**8], "v": ""}},
        {"t": "array", "v": {"d": "<f8", "s": [-1], "v": ""}},
        {"t": "array", "v": {"d": "O8", "s": [1], "v": "AAAAAAAAAAA="}},
        {"t": "array", "v": {"d": "|V8", "s": [1], "v": "AAAAAAAAAAA="}},
        {"t": "array", "v": {"d": "<U1", "s": [1], "v": "ANgAAA=="}},
        {"t": "series", "v": {"index": {"range": [0, 10**9, 1], "name": None}, "name": None, "data": {}}},
        {"t": "frame", "v": {"columns": {"range": [0, 1, 1], "name": None}, "index": {}, "data": []}},
        {"t": "series", "v": {"index": {}, "name": None, "data": {"dtype": "interval[int64]", "values": []}}},
        {"t": "fraction", "v": [1, 0]},
        {"t": "range", "v": [0, 1, 0]},
        {"t": "float", "v": "1e5"},
        {"t": "int", "v": "0x" + "f" * 5000},
        {"t": "set", "v": [[1]]},
        {"t": "decimal", "v": "1e999999999"},
        {"t": "decimal", "v": "-1e-999999"},
        {"t": "range", "v": [0, 10**15, 1]},
        {"t": "set", "v": [n * (2**61 - 1) for n in range(500)]},
        {"t": "dict", "v": [[n * (2**61 - 1), 0] for n in range(500)]},
        10**4000,
        {"t": "__reduce__", "v": []},
        {"t": ["int"], "v": "0x1"},
        {},
    ],
    ids=lambda wire: json.dumps(wire)[:40],
)
def test_a_false_claim_is_refused(wire):
    with pytest.raises(CannotCrossError):
        decode(wire)


def test_facts_of_a_chart_can_be_handed_on():
    chart = figures.AxesFacts("J", "x", "y", ["a"], ["1"], [0.0, 1.0], [0.0, 2.0], ["n"])
    chart.lines.append(figures.LineFacts([1, 2], [3.0, 4.0], "garis"))
    chart.patches.append(figures.BarFacts(0.0, 0.0, 1.0, 2.0))
    assert crossed(chart) == chart
    assert crossed(figures.FigureFacts([chart])).axes == [chart]


def test_depth_is_limited_both_ways():
    deep: list = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(CannotCrossError):
        encode(deep)
    with pytest.raises(CannotCrossError):
        decode(deep)
