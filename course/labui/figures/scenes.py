"""Pictures of what is no number over another: a queue, a network, a tile map, a scorecard, an indicator card.

What moves on the page stands still here: the queue becomes the number of people who wait over the day, the network
is shown at its last week.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kpi_sim.units import format_number
from labui.assets import tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# [column, row] by name, as in static/js/tiles.js: a scheme, not a map
TILE_PLACES = {
    "Bungo": (2, 1),
    "Tebo": (3, 1),
    "Tanjung Jabung Barat": (4, 1),
    "Tanjung Jabung Timur": (5, 1),
    "Kerinci": (1, 2),
    "Merangin": (2, 2),
    "Batang Hari": (3, 2),
    "Muaro Jambi": (4, 2),
    "Kota Jambi": (5, 2),
    "Sungai Penuh": (1, 3),
    "Sarolangun": (3, 3),
}
FIELD_WIDTH, FINDING_WIDTH = 46, 52  # characters


def numbers(raw: bytes) -> NDArray[np.float64]:
    """What ``labui.charts.f32`` packed, as numbers."""
    return np.frombuffer(raw, dtype="<f4").astype(float)


def bare(axes: Axes) -> None:
    """No grid, no number axis, no ticks: the values stand in words."""
    axes.grid(visible=False)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)


def waiting(log: NDArray[np.float64], stages: int, times: NDArray[np.float64]) -> NDArray[np.int64]:
    """How many wait for each stage at each time: int array (stages, times).

    Args:
        log: one row a person: arrival, start and end of each stage (NaN where not reached), time of leaving without
            service (NaN if not); minutes after opening.
    """
    left = np.where(np.isnan(log[:, -1]), np.inf, log[:, -1])[:, None]
    ready = log[:, 0]
    rows = []
    for k in range(stages):
        start = np.where(np.isnan(log[:, 1 + 2 * k]), np.inf, log[:, 1 + 2 * k])[:, None]
        since = np.where(np.isnan(ready), np.inf, ready)[:, None]
        rows.append(((since <= times) & (times < start) & (times < left)).sum(axis=0))
        ready = log[:, 2 + 2 * k]
    return np.array(rows)


def queue(axes: Axes, data: Mapping[str, Any], _spec: Mapping[str, Any]) -> None:
    """People who wait for each stage over the day."""
    colours, stages = tokens(), data["stages"]
    log = numbers(data["log"]).reshape(-1, 2 + 2 * len(stages))
    last = float(data["closes"] - data["opens"])
    times = np.arange(0.0, last + 1)
    for k, (stage, count) in enumerate(zip(stages, waiting(log, len(stages), times), strict=True)):
        name = f"{stage['name']} ({format_number(stage['servers'])})"
        axes.step(times, count, where="post", color=colours[f"d-{k % 6 + 1}"], label=name)
    hours = np.arange(np.ceil(data["opens"] / 60), data["closes"] // 60 + 1)
    axes.set_xticks(hours * 60 - data["opens"], [f"{int(hour):02d}.00" for hour in hours])
    axes.set_ylim(bottom=0)
    axes.set_xlabel("pukul")
    axes.set_ylabel("orang yang menunggu")
    axes.legend(fontsize=10.5)


def network(axes: Axes, data: Mapping[str, Any], _spec: Mapping[str, Any]) -> None:
    """People as dots joined by acquaintance at the last week: using the new way is filled, not yet is a ring."""
    from matplotlib.collections import LineCollection

    colours = tokens()
    x, y, since = (numbers(data[name]) for name in ("x", "y", "since"))
    places = np.column_stack([x, -y])  # the page counts downwards
    ends = np.column_stack([numbers(data[name]).astype(int) for name in ("from", "to")])
    axes.add_collection(LineCollection(list(places[ends]), colors=colours["d-grid"], linewidths=0.8))
    using = since <= data["weeks"]
    for mask, fill, edge in ((~using, "surface", "d-base"), (using, "d-1", "d-1")):
        axes.scatter(
            *places[mask].T, s=46, color=colours[fill], edgecolor=colours[edge], linewidths=1.5, zorder=3
        )
    words = f"{format_number(int(using.sum()))} dari {format_number(len(x))} memakai cara baru"
    axes.set_title(f"{words}, {data.get('unit', 'pekan')} {format_number(data['weeks'])}", fontsize=12)
    axes.set_axis_off()


def tiles(axes: Axes, data: Mapping[str, Any], _spec: Mapping[str, Any]) -> None:
    """The eleven kabupaten and kota as tiles with their values; classes and their limits below."""
    from matplotlib.patches import Patch, Rectangle

    colours = tokens()
    for area in data["areas"]:
        if area["name"] not in TILE_PLACES:
            continue
        column, row = TILE_PLACES[area["name"]]
        ground, ink = _level(area["level"])
        edge = colours["bad-mark"] if area["status"] in ("warn", "bad") else "white"
        axes.add_patch(Rectangle((column, -row), 0.94, 0.94, facecolor=ground, edgecolor=edge, linewidth=2.4))
        name = area["name"].replace("Tanjung Jabung", "Tanjab")
        axes.text(column + 0.07, -row + 0.86, name, color=ink, fontsize=10, va="top")
        axes.text(column + 0.07, -row + 0.42, area["text"], color=ink, fontsize=12, fontweight="semibold")
        axes.text(column + 0.07, -row + 0.12, area["note"], color=ink, fontsize=9)
    axes.set_xlim(0.95, 6)
    axes.set_ylim(-3.05, 0)
    axes.set_axis_off()
    keys = [Patch(facecolor=_level(one["level"])[0], label=one["text"]) for one in data["legend"]]
    axes.legend(handles=keys, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, fontsize=10)


def _level(level: int) -> tuple[str, str]:
    """Ground and ink of a class of the map; 0 is no data."""
    colours = tokens()
    if not level:
        return colours["none-soft"], colours["none"]
    return colours[f"s-{level}"], colours[f"s-{level}-ink"]


def scorecard(axes: Axes, data: Mapping[str, Any], _spec: Mapping[str, Any]) -> None:
    """Achievement as bars on 0 to 125 percent; target, realisation and the status in words."""
    colours, rows = tokens(), data["rows"]
    for at, row in enumerate(rows):
        part = 125 * float(row.get("part") or 0)
        axes.barh(at, part, height=0.5, color=colours["d-1"])
        axes.text(part, at, f"  {row['achievement']} · {row['word']}", va="center", fontsize=11)
    axes.axvline(100, color=colours["d-target"], linewidth=1.6)
    names = [f"{row['name']}\ntarget {row['target']}, realisasi {row['realisation']}" for row in rows]
    axes.set_yticks(range(len(rows)), names)
    axes.invert_yaxis()
    axes.set_xlim(0, 190)
    bare(axes)
    if data.get("total"):
        axes.set_title(data["total"]["text"], fontsize=12)


def card_lines(data: Mapping[str, Any]) -> int:
    """How many lines of text the longer column of a card takes."""
    return max(len(column) for column in _columns(data))


def card(axes: Axes, data: Mapping[str, Any], _spec: Mapping[str, Any]) -> None:
    """Fields of an indicator card on the left, what a review finds on the right."""
    columns = _columns(data)
    step = 1 / max(map(len, columns))
    for lines, left in zip(columns, (0.0, 0.5), strict=True):
        for nth, line in enumerate(lines):
            axes.text(left, 1 - nth * step, line, va="top", fontsize=9.5)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_axis_off()


def _columns(data: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    fields = [
        line
        for field in data["fields"]
        for line in wrap(
            f"{field['label']}: {field['text'] or 'belum diisi'}", FIELD_WIDTH, subsequent_indent="   "
        )
    ]
    found = data["findings"] or [{"field": "", "message": data.get("clear") or ""}]
    findings = [
        line
        for finding in found
        for line in wrap(
            f"• {': '.join(p for p in (finding['field'], finding['message']) if p)}",
            FINDING_WIDTH,
            subsequent_indent="   ",
        )
    ]
    return fields or [""], findings or [""]
