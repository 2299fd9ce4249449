"""Pictures of the charts that a page draws, from the very same data: for slides, reports and print.

``labui.charts`` builds the data, ``static/js`` draws it on the page, this module draws it with matplotlib. Each kind
of chart is one function that paints on one pair of axes; ``scenes`` holds the kinds that are no number over another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_sim.units import format_number
from labui.assets import tokens
from labui.figures import scenes
from labui.figures.canvas import Chart, draw, target_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 7.2, 4.6  # inches: half a page of paper, a whole slide
ROLES = {"chosen": "d-1", "base": "d-base", "context": "d-faint"}
NAME_WIDTH = 26  # characters
PAST = "///"  # hatch of what lies past the standard, as on the page


def picture(spec: Mapping[str, Any], data: Mapping[str, Any], *, title: str, source: str, alt: str) -> Chart:
    """The chart of a page as PNG, with its title above and its source below.

    Args:
        spec: ``kind``, and for a histogram ``standard`` and ``words``, as the page gets it.
        data: what a builder of ``labui.charts`` made for that kind.
    """
    kind = spec["kind"]
    paint, axis = KINDS[kind]
    rows = len(data.get("rows", ())) if kind in ("bars", "scorecard") else 0
    if kind == "card":
        rows = scenes.card_lines(data)
    size = (WIDTH, max(HEIGHT, 1.6 + 0.46 * rows) if kind != "card" else max(HEIGHT, 1.4 + 0.2 * rows))
    return draw(lambda axes: paint(axes, data, spec), title=title, alt=alt, note=source, size=size, axis=axis)


def _histogram(axes: Axes, data: Mapping[str, Any], spec: Mapping[str, Any]) -> None:
    colours, words = tokens(), spec.get("words") or {}
    edges, chosen, base, low, high = (
        scenes.numbers(data[n]) for n in ("edges", "chosen", "base", "low", "high")
    )
    labels, standard, same = data["labels"], spec.get("standard"), data.get("same")
    now = _named(words.get("now", "Sekarang"), labels["base"])
    ours = now if same else _named(words.get("who", "Pilihan"), labels["chosen"])
    past = edges[:-1] >= (np.inf if standard is None else standard - 1e-9)
    widths, centres = np.diff(edges), (edges[:-1] + edges[1:]) / 2
    axes.bar(edges[:-1][~past], chosen[~past], widths[~past], align="edge", color=colours["d-1"], label=ours)
    style = {"color": colours["bad-soft"], "edgecolor": colours["d-2"], "hatch": PAST}
    late = words.get("beyond") if past.any() else None
    axes.bar(edges[:-1][past], chosen[past], widths[past], align="edge", label=late, **style)
    if not same:
        axes.stairs(base, edges, color=colours["d-base"], linewidth=2.4, label=now)
    if not np.array_equal(low, high):
        axes.vlines(centres, low, high, color=colours["ink"], linewidth=1)
    if standard is not None:
        target_line(axes, standard, f"standar {format_number(standard)} {words.get('unit', '')}".rstrip())
    axes.set_ylim(top=float(max(1e-9, np.max(chosen), np.max(base), np.max(high))) * 1.14)
    axes.set_xlabel(f"{words.get('caption', '')} ({words['unit']})" if words.get("unit") else "")
    axes.set_ylabel(words.get("more", ""))
    axes.legend(fontsize=10.5)


def _named(who: str, what: str) -> str:
    return f"{who}: {what}" if what else who


def _series(axes: Axes, data: Mapping[str, Any], _spec: Mapping[str, Any]) -> None:
    colours, periods = tokens(), data["periods"]
    at = np.arange(len(periods))
    ends: list[tuple[float, str, str]] = []
    for one in data["series"]:
        values = scenes.numbers(one["values"])
        colour = colours[ROLES.get(one["role"], f"d-{one['line']}")]
        if one["low"] and one["high"]:
            axes.fill_between(
                at, scenes.numbers(one["low"]), scenes.numbers(one["high"]), color=colour, alpha=0.2, lw=0
            )
        mark = "o" if one["dots"] else ""
        axes.plot(
            at, values, color=colour, linestyle="-", marker=mark, zorder=3 if one["role"] == "chosen" else 2
        )
        known = values[np.isfinite(values)]
        if one["name"] and len(known):
            ink = colours["ink-soft"] if one["role"] == "context" else colour
            ends.append((float(known[-1]), one["name"], ink))
    for name, line in (("center", "-"), ("lower", "--"), ("upper", "--")) if data["limits"] else ():
        axes.plot(
            at, scenes.numbers(data["limits"][name]), color=colours["ink-soft"], linestyle=line, linewidth=1.2
        )
    _signals(axes, data)
    if data["target"]:
        value, label = data["target"]["value"], data["target"]["label"]
        axes.hlines(value, 0, at[-1], color=colours["d-target"], linestyle="--", linewidth=1.6)
        ends.append((float(value), label, colours["d-target"]))
    if data["change"]:
        place = data["change"]["at"] - 0.5
        axes.axvline(place, color=colours["ink-soft"], linestyle=":", linewidth=1.4)
        axes.annotate(f" {data['change']['label']}", (place, 1), xycoords=("data", "axes fraction"), va="top")
    if data["zero"]:
        axes.set_ylim(bottom=0)
    _names(axes, len(periods) - 1, ends)
    step = -(-len(periods) // 12)
    axes.set_xticks(at[::step], periods[::step])


def _signals(axes: Axes, data: Mapping[str, Any]) -> None:
    watched = next((one for one in data["series"] if one["dots"]), None)
    for signal in data["signals"] if watched else ():
        height = scenes.numbers(watched["values"])[signal["at"]]
        axes.plot(signal["at"], height, "D", color=tokens()["d-2"], markersize=8)
        axes.annotate(
            signal["rule"], (signal["at"], height), xytext=(0, 9), textcoords="offset points", fontsize=9.5
        )


def _names(axes: Axes, last: int, ends: Sequence[tuple[float, str, str]]) -> None:
    """Names at the right ends of lines, each at its height unless the one below needs the place."""
    bottom, top = axes.get_ylim()
    gap, floor = (top - bottom) * 0.062, -np.inf
    longest = max((min(len(name), NAME_WIDTH) for _, name, _ in ends), default=0)
    axes.set_xlim(-0.02 * max(last, 1), last + max(last, 1) * (0.03 + 0.017 * longest))
    for height, name, colour in sorted(ends):
        floor = max(height, floor + gap)
        axes.annotate(
            f"  {fill(name, NAME_WIDTH)}", (last, floor), va="center", color=colour, annotation_clip=False
        )


def _funnel(axes: Axes, data: Mapping[str, Any], _spec: Mapping[str, Any]) -> None:
    colours, grid = tokens(), scenes.numbers(data["grid"])
    for name, values in data["limits"].items():
        line = "--" if name.endswith("95") else "-"
        axes.plot(grid, scenes.numbers(values), color=colours["ink-soft"], linestyle=line, linewidth=1.3)
    axes.axhline(data["center"], color=colours["d-base"], linestyle="-", linewidth=1.3)
    axes.annotate(f" {data['labels']['center']}", (grid[0], data["center"]), va="bottom", fontsize=10)
    for point in data["points"]:
        inside = point["status"] == "in"
        axes.plot(
            point["size"], point["value"], "o" if inside else "D", color=colours["d-1" if inside else "d-2"]
        )
        if point["named"] or not inside:
            side, gap = ("right", -7) if point["size"] > grid[-1] * 0.7 else ("left", 7)
            axes.annotate(
                point["name"],
                (point["size"], point["value"]),
                xytext=(gap, 7),
                textcoords="offset points",
                ha=side,
            )
    highest = max([data["center"] * 1.8, *(point["value"] * 1.15 for point in data["points"])])
    axes.set_ylim(0, highest or 1)


def _bars(axes: Axes, data: Mapping[str, Any], _spec: Mapping[str, Any]) -> None:
    colours, rows = tokens(), data["rows"]
    shade = {"good": "good-mark", "warn": "warn-mark", "bad": "bad-mark", "none": "none"}
    largest = data["maximum"] or max(
        [1e-9, *(row.get(n, 0.0) for row in rows for n in ("value", "high", "base", "target"))]
    )
    for at, row in enumerate(rows):
        value = row.get("value", 0.0)
        colour = colours[shade.get(row["status"] or "", "d-1")]
        axes.barh(at, row.get("base", 0.0), height=0.78, color=colours["d-faint"])
        axes.barh(at, value, height=0.5, color=colour)
        if row.get("beyond"):  # it goes on: an arrow's head and a gap
            axes.plot(value, at, marker=9, markersize=11, color=colour, clip_on=False)
            axes.text(value * 0.95, at, "//", color="white", fontsize=18, ha="center", va="center")
        if "low" in row and "high" in row:
            axes.hlines(at, row["low"], row["high"], color=colours["ink"], linewidth=1.4)
        if "target" in row:
            axes.vlines(row["target"], at - 0.42, at + 0.42, color=colours["d-target"], linewidth=2.4)
        end = max(value, *(row.get(name, 0.0) for name in ("high", "base", "target")))
        words = " · ".join(part for part in (row.get("word"), row["text"]) if part)
        weight = "semibold" if row.get("strong") else "normal"
        # on white, so that a line of a target does not run through the words
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        place = {
            "xytext": (16 if row.get("beyond") else 7, 0),
            "textcoords": "offset points",
            "va": "center",
            "bbox": ground,
        }
        axes.annotate(words, (end, at), fontsize=11, fontweight=weight, **place)
    if data["guide"]:
        target_line(axes, data["guide"]["value"], data["guide"]["label"])
    axes.set_yticks(range(len(rows)), [fill(row["label"], NAME_WIDTH) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.9 if data["guide"] else -0.6)
    axes.set_xlim(0, largest * 1.4)
    scenes.bare(axes)


def _game(axes: Axes, data: Mapping[str, Any], spec: Mapping[str, Any]) -> None:
    """Line of the public reports; the indicators of the last report in words under it."""
    _series(axes, data["lines"], spec)
    told = [f"{tile['name']}: {tile['value'] or '–'} ({tile['word']})" for tile in data["tiles"]]
    axes.set_xlabel(fill("; ".join(told), 84), fontsize=10.5)


Paint = Callable[["Axes", Mapping[str, Any], Mapping[str, Any]], None]

# kind of chart -> how it is painted, which axes carry numbers
KINDS: dict[str, tuple[Paint, str]] = {
    "bars": (_bars, "none"),
    "card": (scenes.card, "none"),
    "funnel": (_funnel, "both"),
    "game": (_game, "y"),
    "histogram": (_histogram, "both"),
    "network": (scenes.network, "none"),
    "queue": (scenes.queue, "y"),
    "scorecard": (scenes.scorecard, "none"),
    "series": (_series, "y"),
    "tiles": (scenes.tiles, "none"),
}
