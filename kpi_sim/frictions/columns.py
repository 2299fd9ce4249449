"""What kind of column a pandas column is, and how changed cells become a column again."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def numeric(column: Any) -> bool:
    """Numbers of any kind (yes and no are none)."""
    return str(column.dtype.kind) in "iuf"


def whole(column: Any) -> bool:
    """Counts: whole numbers, also where empty cells made them floats."""
    if column.dtype.kind == "f":
        known = column.dropna()
        return len(known) > 0 and bool((np.isfinite(known) & (known == known.round())).all())
    return str(column.dtype.kind) in "iu"


def dated(column: Any) -> bool:
    """Dates and times."""
    return str(column.dtype.kind) == "M"


def text(column: Any) -> bool:
    """Text, also where it is kept as categories."""
    return str(column.dtype.kind) in "OUT" or str(column.dtype) in {"str", "string"}


def empty(value: object) -> bool:
    """Whether a cell holds nothing: met for every cell that an error hits, so without a look at pandas."""
    if isinstance(value, float):
        return value != value
    return value is None or type(value).__name__ in {"NAType", "NaTType"}


def like(cells: npt.NDArray[Any], model: Any) -> Any:
    """Cells as a column of the model's type, or of the nearest that can hold what is in them."""
    import pandas as pd

    held = pd.Series(cells, dtype=object, name=model.name)
    if isinstance(model.dtype, pd.CategoricalDtype):
        known = set(model.dtype.categories)
        return held.astype(model.dtype) if all(c in known or empty(c) for c in cells) else held
    try:
        return held.astype(model.dtype)
    except (TypeError, ValueError, OverflowError):
        return pd.to_numeric(held) if numeric(model) else held
