"""Charts drawn in the browser: data for each kind, and a widget that shows one with its title, source and table.

A chart's data is a plain mapping; number series travel as Float32 bytes. The builders here are pure, so what a picture
will say is tested without a browser; ``static/js`` only draws it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from labui.download import offer_picture
from labui.frame import Panel

if TYPE_CHECKING:
    from labui.figures import Chart

STATUS = {"good", "warn", "bad", "none"}
TILE_CLASSES = 5


def f32(values: ArrayLike) -> bytes:
    """Numbers as the browser takes them; missing (``None``, NaN) stays NaN."""
    return np.asarray(values, dtype="<f4").tobytes()


def histogram_data(
    edges: ArrayLike,
    chosen: ArrayLike,
    base: ArrayLike,
    *,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    labels: Mapping[str, str],
    same: bool = False,
) -> dict[str, Any]:
    """Bars of the choice over the steps of "sekarang"; ``low`` and ``high`` bound each bar's interval."""
    count = len(np.asarray(edges)) - 1
    for name, values in (("chosen", chosen), ("base", base)):
        if len(np.asarray(values)) != count:
            raise ValueError(f"{name} needs {count} values")
    return {
        "edges": f32(edges),
        "chosen": f32(chosen),
        "base": f32(base),
        "low": f32(low if low is not None else chosen),
        "high": f32(high if high is not None else chosen),
        "labels": dict(labels),
        "same": same,
    }


def series_data(
    periods: Sequence[str],
    series: Iterable[Mapping[str, Any]],
    *,
    limits: Mapping[str, ArrayLike] | None = None,
    signals: Sequence[Mapping[str, Any]] = (),
    target: tuple[float, str] | None = None,
    change: tuple[int, str] | None = None,
    zero: bool = False,
) -> dict[str, Any]:
    """Lines over time.

    Args:
        periods: text under each point.
        series: mappings with ``name`` (empty for none), ``role`` (``chosen``, ``base``, ``context``, ``other``),
            ``values``, optional ``low``, ``high``, ``line`` (1–6) and ``dots``.
        limits: ``center``, ``lower``, ``upper`` of a process chart, one value a period.
        signals: ``at`` (index) and ``rule`` (its name), drawn on the first series with dots.
        target: value and label of the dashed line.
        change: first period after a change, and its label.
    """
    rows = []
    for one in series:
        values = np.asarray(one["values"], dtype=float)
        if len(values) != len(periods):
            raise ValueError(f"{one.get('name', '')}: {len(periods)} periods, {len(values)} values")
        rows.append(
            {
                "name": one.get("name", ""),
                "role": one.get("role", "context"),
                "line": one.get("line", 1),
                "dots": bool(one.get("dots")),
                "values": f32(values),
                "low": f32(one["low"]) if one.get("low") is not None else b"",
                "high": f32(one["high"]) if one.get("high") is not None else b"",
            }
        )
    return {
        "periods": [str(text) for text in periods],
        "series": rows,
        "limits": {name: f32(values) for name, values in limits.items()} if limits else None,
        "signals": [{"at": int(s["at"]), "rule": str(s["rule"])} for s in signals],
        "target": {"value": float(target[0]), "label": target[1]} if target else None,
        "change": {"at": int(change[0]), "label": change[1]} if change else None,
        "zero": zero,
    }


def funnel_data(
    points: Iterable[Mapping[str, Any]],
    *,
    center: float,
    grid: ArrayLike,
    limits: Mapping[str, ArrayLike],
    label: str,
) -> dict[str, Any]:
    """Areas by size and rate between the limits of chance; ``status`` of a point: ``in``, ``warn`` or ``bad``."""
    rows = [
        {
            "name": str(point["name"]),
            "size": float(point["size"]),
            "value": float(point["value"]),
            "status": point.get("status", "in"),
            "named": bool(point.get("named")),
        }
        for point in points
    ]
    return {
        "points": rows,
        "center": float(center),
        "grid": f32(grid),
        "limits": {name: f32(values) for name, values in limits.items()},
        "labels": {"center": label},
    }


def bars_data(
    rows: Iterable[Mapping[str, Any]],
    *,
    maximum: float | None = None,
    guide: tuple[float, str] | None = None,
) -> dict[str, Any]:
    """Horizontal bars from zero: ``label``, ``value``, ``text``; optional ``low``, ``high``, ``base``, ``target``,
    ``status`` with its ``word``, ``strong``.

    A value over ``maximum`` is drawn to the end of the picture and marked as going on; its number stands in the text.
    """
    out = []
    for row in rows:
        status = row.get("status")
        if status is not None and status not in STATUS:
            raise ValueError(f"unknown status {status}")
        numbers = {
            name: float(row[name])
            for name in ("value", "low", "high", "base", "target")
            if row.get(name) is not None and math.isfinite(float(row[name]))
        }
        words = {name: row[name] for name in ("word", "strong", "hidden") if row.get(name)}
        if maximum is not None and numbers.get("value", 0.0) > maximum:
            numbers["value"], words["beyond"] = float(maximum), True
        out.append(
            {"label": str(row["label"]), "text": str(row["text"]), "status": status, **numbers, **words}
        )
    return {
        "rows": out,
        "maximum": None if maximum is None else float(maximum),
        "guide": {"value": float(guide[0]), "label": guide[1]} if guide else None,
    }


def tiles_data(
    areas: Mapping[str, float | None],
    *,
    breaks: Sequence[float],
    show: Any,
    notes: Mapping[str, str] | None = None,
    status: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The eleven areas in classes between ``breaks`` (rising, at most four); None is "tidak ada data", never 0.

    Args:
        show: value → text.
        notes, status: by area name, a small word and ``warn``/``bad`` for a ring.
    """
    if len(breaks) > TILE_CLASSES - 1 or list(breaks) != sorted(breaks):
        raise ValueError("breaks rise, and there are at most four")
    levels = _levels(len(breaks) + 1)
    tiles = [
        {
            "name": name,
            "text": "tidak ada data" if value is None else show(value),
            "level": 0 if value is None else levels[int(np.searchsorted(breaks, value, side="right"))],
            "note": (notes or {}).get(name, ""),
            "status": (status or {}).get(name, "plain"),
        }
        for name, value in areas.items()
    ]
    return {"areas": tiles, "legend": _tile_legend(breaks, levels, show, None in areas.values())}


def _levels(classes: int) -> list[int]:
    """Which of the five colours the classes take, spread over the scale."""
    return [round(1 + k * (TILE_CLASSES - 1) / max(1, classes - 1)) for k in range(classes)]


def _tile_legend(
    breaks: Sequence[float], levels: list[int], show: Any, missing: bool
) -> list[dict[str, Any]]:
    if not breaks:
        texts = ["semua"]
    else:
        between = [f"{show(a)} sampai {show(b)}" for a, b in itertools.pairwise(breaks)]
        texts = [f"di bawah {show(breaks[0])}", *between, f"paling sedikit {show(breaks[-1])}"]
    legend = [{"level": level, "text": text} for level, text in zip(levels, texts, strict=True)]
    return [*legend, *([{"level": 0, "text": "tidak ada data"}] if missing else [])]


def table_data(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    numeric: Sequence[int] | None = None,
) -> dict[str, Any]:
    """The table behind a chart; by default every column but the first is numeric (stands right)."""
    return {
        "caption": caption,
        "head": list(head),
        "rows": [[str(cell) for cell in row] for row in rows],
        "numeric": list(range(1, len(head))) if numeric is None else list(numeric),
    }


class LiveChart(Panel):
    """One chart in a notebook; new numbers by ``update``."""

    spec = traitlets.Dict().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        kind: str,
        chart: Mapping[str, Any],
        *,
        title: str,
        summary: str,
        table: Mapping[str, Any],
        subtitle: str = "",
        source: str = "",
        words: Mapping[str, str] | None = None,
        standard: float | None = None,
        height: str = "20rem",
    ) -> None:
        spec = {"kind": kind, "words": dict(words or {}), "standard": standard, "height": height}
        texts = {"title": title, "subtitle": subtitle, "source": source, "summary": summary}
        super().__init__("chart", spec=spec, data={**texts, "chart": dict(chart), "table": dict(table)})
        offer_picture(self, kind, self.picture)

    def picture(self) -> Chart:
        """What is shown now, drawn by matplotlib: for slides, reports and print."""
        from labui.figures import picture

        now = self.data
        title = ": ".join(part for part in (now["title"], now["subtitle"]) if part)
        return picture(self.spec, now["chart"], title=title, source=now["source"], alt=now["summary"])

    def update(self, chart: Mapping[str, Any], **texts: Any) -> None:
        """Show new numbers; ``texts`` replaces title, subtitle, source, summary or table."""
        self.data = {**self.data, **texts, "chart": dict(chart)}

    def __repr__(self) -> str:
        return f"LiveChart({self.spec.get('kind', '')!r})"
