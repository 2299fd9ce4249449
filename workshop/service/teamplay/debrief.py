"""What really happened to a team: report and truth, what was luck, what was gaming, what the data did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kpi_sim import load_scenario, replicate
from kpi_sim.scenarios.agency_game import DECISIONS, YearResult
from kpi_sim.scenarios.agency_year import YEARS
from kpi_sim.units import format_number
from workshop.service.store.games import Game
from workshop.service.teamplay.lived import key_of, played, standard

OTHERS = 100  # teams of the same decisions that show what chance alone does
BAND = (5, 95)  # percentiles: nine of ten teams lie between
DEATHS = "maternal_deaths"
SMALL = 0.5  # points of achievement that nobody need talk about


@dataclass(frozen=True)
class Debrief:
    """One team's last closed year, opened.

    ``from_gaming``: part of the gap between report and truth that remains with perfect data; the rest comes from poor
    data. ``band``: true achievement of nine of ten teams with the same decisions; ``deaths_band``: the same for
    reported maternal deaths. ``quality``: data quality in the first and the last year, 0-100.
    """

    team: int
    last: YearResult
    from_gaming: float
    band: tuple[float, float]
    deaths: float
    true_deaths: float
    deaths_band: tuple[float, float]
    quality: tuple[float, float]

    @property
    def from_data(self) -> float:
        """Part of the gap that poor data make."""
        return self.last.flattery - self.from_gaming

    @property
    def luck(self) -> str:
        """``good``, ``bad`` or ``ordinary``: where the team stands among teams of its own decisions."""
        low, high = self.band
        return "bad" if self.last.true_total < low else "good" if self.last.true_total > high else "ordinary"

    def sentences(self) -> list[str]:
        """The debrief in words (Indonesian): gap, gaming, luck, deaths, data."""
        return [self._gap(), self._gaming(), self._luck(), self._deaths(), self._data()]

    def _gap(self) -> str:
        reported, true = round(self.last.reported_total, 1), round(self.last.true_total, 1)
        told = f"Laporan menyebut {_one(reported)}, sebenarnya {_one(true)}"
        if reported <= true:
            return f"{told}: laporan tidak lebih baik daripada kenyataan."
        return f"{told}: laporan lebih tinggi {_one(reported - true)} poin."

    def _gaming(self) -> str:
        if self.last.flattery < SMALL:
            return "Laporan dan kenyataan sejalan; angka tidak dipermainkan dan datanya dapat dipercaya."
        if self.from_gaming < SMALL:
            return "Hampir seluruh selisih itu datang dari mutu data, bukan dari angka yang dikejar."
        return (
            f"Dari selisih itu {_one(self.from_gaming)} poin karena angka dikejar, "
            f"{_one(self.from_data)} poin karena mutu data."
        )

    def _luck(self) -> str:
        low, high = (_one(end) for end in self.band)
        where = {
            "good": "Tim ini di atasnya: beruntung.",
            "bad": "Tim ini di bawahnya: kurang beruntung.",
            "ordinary": "Tim ini di dalamnya: keberuntungan yang biasa.",
        }[self.luck]
        return (
            f"Dengan keputusan yang sama, sembilan dari sepuluh tim berakhir antara {low} dan {high}. {where}"
        )

    def _deaths(self) -> str:
        low, high = (format_number(end, 0) for end in self.deaths_band)
        return (
            f"Kematian ibu dilaporkan {format_number(self.deaths, 0)}, sebenarnya {format_number(self.true_deaths, 0)} "
            f"kasus. Laporan antara {low} dan {high} kasus masih biasa bagi keputusan ini."
        )

    def _data(self) -> str:
        first, last = self.quality
        if len({round(first), round(last)}) == 1:
            return f"Mutu data {format_number(last, 0)} dari 100."
        way = "naik" if last > first else "turun"
        return f"Mutu data {way} dari {format_number(first, 0)} menjadi {format_number(last, 0)} dari 100."


def debrief(game: Game, team: int, results: Sequence[YearResult]) -> Debrief:
    """The debrief of one team; ``results`` are its closed years, at least one."""
    years = key_of(results)
    honest = played(game.seed, team, years, without="data")[-1]
    band, deaths_band = _others(game.seed, years)
    last = results[-1]
    deaths = next(line for line in last.report.lines if line.id == DEATHS)
    return Debrief(
        team=team,
        last=last,
        from_gaming=min(last.flattery, honest.flattery),
        band=band,
        deaths=deaths.reported,
        true_deaths=deaths.true,
        deaths_band=deaths_band,
        quality=(results[0].data_quality, last.data_quality),
    )


@lru_cache(maxsize=256)
def _others(seed: int, years: tuple[str, ...]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Bands of true achievement and reported deaths in the last of these years, over teams of equal decisions."""
    decided = [json.loads(text) for text in years]
    decided += [standard(year) for year in range(len(years) + 1, YEARS + 1)]
    changes = {
        parameter: tuple(float(year[name]) for year in decided) for name, parameter in DECISIONS.items()
    }
    scenario = load_scenario("agency").replace(changes)
    results = replicate(scenario, replications=OTHERS, seed=seed)
    period = f"Tahun {len(years)}"
    true = results.metric("iku_achievement", period=period)[0]
    deaths = results.metric(DEATHS, period=period, reported=True)[0]
    return _band(true), _band(deaths)


def _band(values: object) -> tuple[float, float]:
    low, high = np.percentile(np.asarray(values, dtype=float), BAND)
    return float(low), float(high)


def _one(value: float) -> str:
    return format_number(value, 1)
