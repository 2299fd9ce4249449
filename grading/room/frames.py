"""pandas' tables to JSON and back (see ``plain``): frame, series, index, and its own scalars.

A column is its dtype's name and its values: numbers as the bytes of an array, all else value by value.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from grading.room.arrays import read_array
from grading.room.errors import CannotCrossError
from grading.room.plain import Decoder, Decoding, Encoder, Encoding, Wire, spread, tagged, text_of, whole

_MOST_ROWS = 2_000_000
_MOST_COLUMNS = 10_000
_LONGEST_MOMENT = 64  # characters; pandas takes minutes over a million digits
_MOST_LABELS = 20_000  # of categories or a MultiIndex: pandas hashes them, and keys can be made to collide
_INDEXES = (
    pd.Index,
    pd.RangeIndex,
    pd.MultiIndex,
    pd.DatetimeIndex,
    pd.TimedeltaIndex,
    pd.CategoricalIndex,
    pd.PeriodIndex,
)
# dtypes that pandas rebuilds from a list of plain values
_BY_VALUE = re.compile(
    r"str|string|object|boolean|U?Int(8|16|32|64)|Float(32|64)|(datetime64|timedelta64)\[(s|ms|us|ns)\]"
    r"|datetime64\[(s|ms|us|ns), [A-Za-z0-9_+:/-]{1,40}\]|period\[[A-Z0-9-]{1,10}\]|category"
)


def encoders() -> dict[type, Encoder]:
    """Encoders by exact type."""
    return {
        pd.DataFrame: tagged("frame", _frame),
        pd.Series: tagged("series", _series),
        **dict.fromkeys(_INDEXES, tagged("index", _index)),
        pd.Timestamp: tagged("timestamp", lambda value, _: [value.isoformat(), value.unit]),
        pd.Timedelta: tagged("timedelta64", lambda value, _: [value.isoformat(), value.unit]),
        type(pd.NaT): tagged("missing", lambda value, _: "NaT"),
        type(pd.NA): tagged("missing", lambda value, _: "NA"),
    }


def decoders() -> dict[str, Decoder]:
    """Decoders by tag."""
    return {
        "frame": _read_frame,
        "series": _read_series,
        "index": _read_index,
        "timestamp": lambda wire, _: pd.Timestamp(_moment(wire[0])).as_unit(_unit(wire[1])),
        "timedelta64": lambda wire, _: pd.Timedelta(_moment(wire[0])).as_unit(_unit(wire[1])),
        "missing": lambda wire, _: {"NaT": pd.NaT, "NA": pd.NA}[text_of(wire)],
    }


def _moment(wire: Any) -> str:
    """``wire`` where the text of a date, a duration or a number is due."""
    if type(wire) is not str or len(wire) > _LONGEST_MOMENT:
        raise CannotCrossError("bentuknya tidak dikenal")
    return wire


def _labels(column: Any) -> Any:
    """What pandas will hash while it is read: not too much, and no keys made to collide."""
    if len(column) > _MOST_LABELS:
        raise CannotCrossError("labelnya terlalu banyak")
    if isinstance(column, np.ndarray) and column.dtype == object:
        spread(column.tolist())
    return column


def _unit(wire: Any) -> Any:
    if wire not in ("s", "ms", "us", "ns"):
        raise CannotCrossError("bentuknya tidak dikenal")
    return wire


def _frame(value: pd.DataFrame, encoding: Encoding) -> Wire:
    if value.shape[1] > _MOST_COLUMNS:
        raise CannotCrossError("kolomnya terlalu banyak")
    columns = [_column(value.iloc[:, place], encoding) for place in range(value.shape[1])]
    return {
        "columns": _index(value.columns, encoding),
        "index": _index(value.index, encoding),
        "data": columns,
    }


def _series(value: pd.Series, encoding: Encoding) -> Wire:
    return {
        "index": _index(value.index, encoding),
        "name": encoding.node(value.name),
        "data": _column(value, encoding),
    }


def _column(values: Any, encoding: Encoding) -> Wire:
    """A column or an index without its labels."""
    if len(values) > _MOST_ROWS:
        raise CannotCrossError("barisnya terlalu banyak")
    dtype = values.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "biufc":
        return {"array": encoding.node(np.asarray(values))["v"]}
    if isinstance(dtype, pd.CategoricalDtype):
        codes = values.codes if isinstance(values, pd.CategoricalIndex) else values.cat.codes
        return {
            "codes": encoding.node(np.asarray(codes, dtype=np.int32))["v"],
            "categories": _column(dtype.categories, encoding),
            "ordered": bool(dtype.ordered),
        }
    if len(values) > encoding.left:
        raise CannotCrossError("barisnya terlalu banyak")
    name = str(dtype)
    if name == "period" or isinstance(dtype, pd.PeriodDtype):
        return {"dtype": name, "values": [None if pd.isna(item) else str(item) for item in values]}
    return {"dtype": name, "values": encoding.nodes(list(values))}


def _index(value: pd.Index, encoding: Encoding) -> Wire:
    if type(value) not in _INDEXES:
        raise CannotCrossError(f"jenis indeksnya {type(value).__name__}")
    if type(value) is pd.RangeIndex:
        return {"range": [value.start, value.stop, value.step], "name": encoding.node(value.name)}
    if type(value) is pd.MultiIndex:
        levels = [_column(value.get_level_values(place), encoding) for place in range(value.nlevels)]
        return {"levels": levels, "names": encoding.nodes(list(value.names))}
    return {"data": _column(value, encoding), "name": encoding.node(value.name)}


def _read_column(wire: Any, decoding: Decoding) -> Any:
    if "array" in wire:
        array = read_array(wire["array"], decoding)
        if array.ndim != 1:
            raise CannotCrossError("bentuknya tidak dikenal")
        return array
    if "codes" in wire:
        codes = read_array(wire["codes"], decoding)
        categories = pd.Index(_labels(_read_column(wire["categories"], decoding)))
        return pd.Categorical.from_codes(codes, categories=categories, ordered=wire["ordered"] is True)
    name = text_of(wire["dtype"])
    if not _BY_VALUE.fullmatch(name):
        raise CannotCrossError("jenis kolomnya tidak dikenal")
    values = decoding.nodes(wire["values"])
    if name == "object":
        return _objects(values)
    if name == "category":
        return pd.Categorical(_labels(_objects(values)))
    if name not in ("str", "string"):
        values = [_moment(item) if type(item) is str else item for item in values]
    if name.startswith("period"):
        return pd.PeriodIndex([pd.NaT if item is None else _moment(item) for item in values], freq=name[7:-1])
    rebuilt: Any = pd.array
    return rebuilt(values, dtype=name)


def _objects(values: list[Any]) -> Any:
    array = np.empty(len(values), dtype=object)
    for place, item in enumerate(values):
        array[place] = item
    return array


def _read_index(wire: Any, decoding: Decoding) -> pd.Index:
    if "range" in wire:
        start, stop, step = (whole(part, -(10**9), 10**9) for part in wire["range"])
        if len(range(start, stop, step)) > _MOST_ROWS:
            raise CannotCrossError("barisnya terlalu banyak")
        return pd.RangeIndex(start, stop, step, name=decoding.node(wire["name"]))
    if "levels" in wire:
        levels = [_labels(_read_column(level, decoding)) for level in wire["levels"]]
        index: pd.Index = pd.MultiIndex.from_arrays(levels, names=decoding.nodes(wire["names"]))
        return index
    plain: pd.Index = pd.Index(_read_column(wire["data"], decoding), name=decoding.node(wire["name"]))
    return plain


def _read_series(wire: Any, decoding: Decoding) -> pd.Series:
    index = _read_index(wire["index"], decoding)
    return pd.Series(_read_column(wire["data"], decoding), index=index, name=decoding.node(wire["name"]))


def _read_frame(wire: Any, decoding: Decoding) -> pd.DataFrame:
    columns, index = _read_index(wire["columns"], decoding), _read_index(wire["index"], decoding)
    data = [_read_column(column, decoding) for column in wire["data"]]
    if len(data) != len(columns) or any(len(column) != len(index) for column in data):
        raise CannotCrossError("bentuknya tidak dikenal")
    frame = pd.DataFrame(dict(enumerate(data)), index=index)
    frame.columns = columns
    return frame
