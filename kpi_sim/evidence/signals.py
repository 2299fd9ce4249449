"""Reads a process chart by a rule set: which points say more than the process does by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import UnknownNameError
from kpi_sim.evidence.inputs import FloatArray
from kpi_sim.evidence.rule_sets import ChartRuleSet, load_chart_rules
from kpi_sim.evidence.spc import Chart, xmr

IntArray = npt.NDArray[np.int64]
DEFAULT_RULES = "nhs-2023"
MEANINGS = ("improvement", "concern", "change")
_Found = Iterator[tuple[IntArray, int]]  # positions of the points, side: 1 above or rising, -1, 0 both


@dataclass(frozen=True)
class Signal:
    """A pattern that a rule found: ``points`` count from 0; ``side`` is 1 (above, rising), -1 or 0 (both).

    ``meaning``: ``"improvement"`` or ``"concern"`` where the polarity of the indicator is known, else ``"change"``.
    """

    rule: str
    label: str
    points: tuple[int, ...]
    side: int
    meaning: str


def signals(
    chart: Chart | npt.ArrayLike,
    *,
    rules: str | Path | ChartRuleSet = DEFAULT_RULES,
    polarity: str | None = None,
) -> list[Signal]:
    """Signals of a chart, in order of the rules, then of time; overlapping patterns of one rule are one signal.

    Args:
        chart: from :func:`xmr`, :func:`laney_p` or :func:`laney_u`; a plain row is read as an XmR chart.
        rules: id of a rule set, or a file of one's own.
        polarity: ``"maximize"`` or ``"minimize"`` tells improvement from concern.

    Raises:
        UnknownNameError: no such rule set or polarity.

    Source: the rule set's own (Nelson 1984, Western Electric 1956, Making Data Count, Anhøj 2014).
    """
    if polarity not in (None, "maximize", "minimize", "stabilize"):
        raise UnknownNameError("Polaritas", str(polarity), ["maximize", "minimize", "stabilize"])
    drawn = chart if isinstance(chart, Chart) else xmr(chart)
    found: list[Signal] = []
    for rule in load_chart_rules(rules).rules:
        for points, side in _joined(_PATTERNS[rule.kind](drawn, rule.numbers)):
            found.append(Signal(rule.id, rule.label, points, side, _meaning(side, polarity)))
    return found


def _meaning(side: int, polarity: str | None) -> str:
    if side == 0 or polarity not in ("maximize", "minimize"):
        return "change"
    return "improvement" if (side > 0) == (polarity == "maximize") else "concern"


def _joined(found: _Found) -> list[tuple[tuple[int, ...], int]]:
    """Patterns of one side that share a point, as one."""
    out: list[tuple[set[int], int]] = []
    for points, side in found:
        fresh = set(points.tolist())
        last = next((item for item in reversed(out) if item[1] == side), None)
        if last is not None and last[0] & fresh:
            last[0].update(fresh)
        else:
            out.append((fresh, side))
    return sorted((tuple(sorted(points)), side) for points, side in out)


def _windows(chart: Chart, width: int) -> Iterator[IntArray]:
    points = len(chart.values)
    return (np.arange(start, start + width) for start in range(points - width + 1))


def _beyond(chart: Chart, numbers: Mapping[str, float]) -> _Found:
    """``count`` of ``of`` points beyond ``sigma`` on one side; marks those points only."""
    z, need, most = chart.z, int(numbers["count"]), numbers.get("below", math.inf)
    for at in _windows(chart, int(numbers["of"])):
        for side in (1, -1):
            far = (z[at] * side > numbers["sigma"]) & (z[at] * side <= most)
            together = not numbers.get("one_side") or bool(np.all(z[at] * side > 0))
            if far.sum() >= need and together:
                yield at[far], side


def _run(chart: Chart, numbers: Mapping[str, float]) -> _Found:
    """``count`` points in a row on one side; a point on the centre ends the row."""
    side_of = np.sign(chart.off).astype(int)
    for at in _windows(chart, int(numbers["count"])):
        if side_of[at[0]] and np.all(side_of[at] == side_of[at[0]]):
            yield at, int(side_of[at[0]])


def _trend(chart: Chart, numbers: Mapping[str, float]) -> _Found:
    """``count`` points of which each is higher (or each lower) than the one before."""
    for at in _windows(chart, int(numbers["count"])):
        steps = np.sign(np.diff(chart.values[at]))
        if steps.size and steps[0] and np.all(steps == steps[0]):
            yield at, int(steps[0])


def _alternating(chart: Chart, numbers: Mapping[str, float]) -> _Found:
    for at in _windows(chart, int(numbers["count"])):
        steps = np.sign(np.diff(chart.values[at]))
        if np.all(steps) and np.all(steps[1:] == -steps[:-1]):
            yield at, 0


def _within(chart: Chart, numbers: Mapping[str, float]) -> _Found:
    for at in _windows(chart, int(numbers["count"])):
        if np.all(np.abs(chart.z[at]) < numbers["sigma"]):
            yield at, 0


def _avoiding(chart: Chart, numbers: Mapping[str, float]) -> _Found:
    """``count`` points in a row beyond ``sigma``, some above and some below."""
    for at in _windows(chart, int(numbers["count"])):
        z = chart.z[at]
        if np.all(np.abs(z) > numbers["sigma"]) and z.max() > 0 > z.min():
            yield at, 0


def _longest_run(chart: Chart, numbers: Mapping[str, float]) -> _Found:
    """Rows on one side longer than round(log2(n) + 3), n the points off the centre."""
    useful, side_of = _off_centre(chart)
    if not len(useful):
        return
    most = round(math.log2(len(useful)) + 3)
    cuts = np.flatnonzero(np.diff(side_of)) + 1
    for row in np.split(np.arange(len(useful)), cuts):
        if len(row) > most:
            yield useful[row], int(side_of[row[0]])


def _few_crossings(chart: Chart, numbers: Mapping[str, float]) -> _Found:
    """Fewer changes of side than the lower ``probability`` quantile of a binomial(n - 1, 1/2)."""
    from scipy import special

    useful, side_of = _off_centre(chart)
    n = len(useful)
    if n < 2:
        return
    crossings = int(np.count_nonzero(np.diff(side_of)))
    least = int(np.argmax(special.bdtr(np.arange(n), n - 1, 0.5) >= numbers["probability"]))
    if crossings < least:
        yield useful, 0


def _off_centre(chart: Chart) -> tuple[IntArray, FloatArray]:
    side_of = np.sign(chart.off)
    useful = np.flatnonzero(side_of)
    return useful, side_of[useful]


_PATTERNS: dict[str, Callable[[Chart, Mapping[str, float]], _Found]] = {
    "beyond": _beyond,
    "run": _run,
    "trend": _trend,
    "alternating": _alternating,
    "within": _within,
    "avoiding": _avoiding,
    "longest_run": _longest_run,
    "few_crossings": _few_crossings,
}
