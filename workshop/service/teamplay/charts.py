"""Pictures for the wall: where marks stand, in units of a 1400 × 480 box; templates only draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kpi_sim.units import format_number
from workshop.service.teamplay.debrief import DEATHS, Debrief
from workshop.service.teamplay.league import Standing

HEIGHT, TOP, LEFT, RIGHT = 480, 12, 180, 1300
FOOT = 44  # room for the scale


@dataclass(frozen=True)
class Scale:
    """Values to places along the picture, with round marks."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Sequence[float], *, floor: float | None = None) -> Scale:
        """Wide enough for all values; ``floor`` is a value that the scale does not go below."""
        low, high = min(values), max(values)
        room = max(1.0, 0.08 * (high - low))
        low, high = low - room, high + room
        return cls(low if floor is None else max(floor, low), high)

    def at(self, value: float) -> float:
        """Place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def marks(self) -> list[tuple[float, str]]:
        """Places and words of about five round values."""
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (self.high - self.low) / step <= 7)
        first = int(-(-self.low // step)) * step
        values = range(first, int(self.high) + 1, step)
        return [(self.at(value), format_number(value)) for value in values]


def rows(count: int) -> list[float]:
    """Middle of each team's row."""
    height = (HEIGHT - TOP - FOOT) / max(count, 1)
    return [round(TOP + height * (place + 0.5), 1) for place in range(count)]


def gaps(standings: Sequence[Standing]) -> dict[str, Any]:
    """Report and truth of the last year, a line between them, by team number."""
    found = [(one.team.number, one.last) for one in _by_number(standings) if one.last]
    scale = Scale.over([value for _, last in found for value in (last.true_total, last.reported_total)])
    marks = [
        {
            "team": number,
            "y": y,
            "true": scale.at(last.true_total),
            "reported": scale.at(last.reported_total),
            "true_text": format_number(last.true_total, 1),
            "reported_text": format_number(last.reported_total, 1),
        }
        for (number, last), y in zip(found, rows(len(found)), strict=True)
    ]
    return {"rows": marks, "marks": scale.marks(), "words": _gap_words(marks)}


def deaths(standings: Sequence[Standing], told: Sequence[Debrief]) -> dict[str, Any]:
    """Reported maternal deaths of the last year by team; with ``told`` the range that chance alone makes."""
    bands = {one.team: one.deaths_band for one in told}
    found = [(one.team.number, _deaths(one)) for one in _by_number(standings) if one.last]
    ends = [end for band in bands.values() for end in band]
    scale = Scale.over([*(count for _, count in found), *ends], floor=0.0)
    marks = []
    for (number, count), y in zip(found, rows(len(found)), strict=True):
        row: dict[str, Any] = {"team": number, "y": y, "at": scale.at(count), "text": format_number(count, 0)}
        if number in bands:
            low, high = (scale.at(end) for end in bands[number])
            row |= {"low": low, "wide": round(high - low, 1)}
        marks.append(row)
    counts = [count for _, count in found]
    words = (
        f"Kematian ibu yang dilaporkan: paling sedikit {format_number(min(counts), 0)}, "
        f"paling banyak {format_number(max(counts), 0)} kasus."
    )
    return {"rows": marks, "marks": scale.marks(), "words": words}


def _deaths(one: Standing) -> float:
    assert one.last
    return next(line.reported for line in one.last.report.lines if line.id == DEATHS)


def _by_number(standings: Sequence[Standing]) -> list[Standing]:
    return sorted(standings, key=lambda one: one.team.number)


def _gap_words(marks: Sequence[dict[str, Any]]) -> str:
    return " ".join(
        f"Tim {mark['team']}: laporan {mark['reported_text']}, sebenarnya {mark['true_text']}."
        for mark in marks
    )
