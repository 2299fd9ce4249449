"""Simulator Pendidikan: the lowest schools rise by themselves, so only a comparison tells what the training did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kpi_sim import load_scenario
from kpi_sim.units import format_number
from labui.charts import series_data, table_data
from labui.levers import Lever, at_rest
from labui.presenters.comparing import Change, Runs, assumptions, change_of, interval, moved, percent, signed
from labui.presenters.script import Scripted

CHOICES = ("undian", "terendah", "tertinggi")  # in the order of the scenario's parameter
FIRST = "Tahun 1"  # year that the question asks about
BAND = [5, 95]  # percent of provinces
MOST = 100  # provinces of the best answer
GROUPS = {"dilatih": "trained_score", "pembanding": "comparison_score", "semua sekolah": "learning_score"}


class Schools(Scripted):
    """Dinas Pendidikan: who is chosen, how good the training is, and what waits beside it."""

    id = "pendidikan"

    def __init__(self) -> None:
        whole = load_scenario("education")
        # faulty records have a simulator of their own
        still = {"friction.data": 0, "training.quality": 0.0, "training.choice": 0}
        self.scenario = whole.replace(still, label="sekarang")
        self.levers = [
            Lever("training.choice", "1", "Cara memilih", 0, 2, 1, 0, short="Dipilih", options=CHOICES),
            Lever("training.quality", "2", "Mutu pelatihan", 0, 1, 0.1, 0, "%", 0, 100.0, "Mutu"),
            Lever("training.share", "3", "Sekolah dipilih", 0.1, 0.5, 0.05, 0.2, "%", 0, 100.0, "Sekolah"),
            Lever("learning.reliability", "4", "Keandalan nilai", 0.2, 1, 0.1, 0.6, "%", 0, 100.0, "Andal"),
        ]
        self.move = {"training.choice": 1}
        self.rest = at_rest(self.levers)

    def numbers(self) -> dict[str, str]:
        """How many schools are chosen."""
        return {"share": percent(100 * self.rest["training.share"])}

    def assumptions(self) -> list[dict[str, str]]:
        """All parameters of the scenario."""
        return assumptions(self.scenario)

    def runs(self, values: Mapping[str, float], replications: int) -> Runs:
        """Provinces of today and of the choice at the same random numbers."""
        chosen = self.scenario.replace(moved(self.scenario.values, values), label="pilihan")
        return Runs(self.scenario, chosen, replications)

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """How the trained schools did, beside those that waited."""
        runs = self.runs(values, replications)
        rise = change_of(
            *(runs.values(name, period=FIRST)[1] for name in ("comparison_rise", "trained_rise"))
        )
        way = CHOICES[int(values["training.choice"])]
        return {
            "replications": replications,
            "total": MOST,
            "big": signed(rise.chosen),
            "headline": f"poin dalam setahun, sekolah dipilih {'lewat undian' if way == 'undian' else f'dari yang {way}'}",
            "detail": [
                ["Pembanding ", 0],
                [f"{signed(rise.base)} poin", 1],
                [
                    f"; selisihnya {signed(rise.difference)}, kisaran {interval(rise)} dari {replications} provinsi",
                    0,
                ],
            ],
            "score": self._effect(runs),
            "result": rise.chosen,
            "chart": self._lines(runs),
            "summary": f"Dalam setahun sekolah yang dilatih berubah {signed(rise.chosen)} poin dan pembandingnya "
            f"{signed(rise.base)} poin. Selisih {signed(rise.difference)} poin.",
            "meaning": self._meaning(runs, rise, values),
            "table": lambda: self._table(runs),
        }

    @staticmethod
    def _effect(runs: Runs) -> dict[str, str]:
        """What one province could say of the training after a year."""
        seen = runs.values("training_effect_estimate", period=FIRST)[1]
        low, high = np.nanpercentile(seen, BAND)
        clear = low > 0 or high < 0
        return {
            "grade": "●" if clear else "◌",
            "now": "terbukti" if clear else "belum terbukti",
            "was": f"satu provinsi: {signed(low)} sampai {signed(high)}",
        }

    @staticmethod
    def _lines(runs: Runs) -> dict[str, Any]:
        periods = list(runs.results.model.periods)
        found = {
            name: np.array([runs.values(metric, period=period)[1] for period in periods])
            for name, metric in GROUPS.items()
        }
        low, high = np.nanpercentile(found["dilatih"], BAND, axis=1)
        roles = {"dilatih": "chosen", "pembanding": "base", "semua sekolah": "context"}
        lines: list[dict[str, Any]] = [
            {
                "name": name,
                "role": roles[name],
                "values": np.nanmean(values, axis=1),
                "dots": name == "dilatih",
            }
            for name, values in found.items()
        ]
        lines[0] |= {"low": low, "high": high}
        return series_data([_short(period) for period in periods], lines[::-1], change=(1, "dilatih"))

    def _meaning(self, runs: Runs, rise: Change, values: Mapping[str, float]) -> list[str]:
        improved = runs.means("trained_improved", period=FIRST)[1]
        lowest = self._alone(1)
        highest = self._alone(2)
        third = (
            f"Selisih dari pembanding {signed(rise.difference)} poin: itulah milik pelatihan."
            if values["training.quality"]
            else "Pengaruhnya kami atur nol. Nilai naik karena nasib buruk tahun lalu tidak terulang."
        )
        return [
            f"{percent(improved)} sekolah yang dilatih nilainya naik, dan pembandingnya berubah {signed(rise.base)} poin.",
            f"Tanpa pengaruh apa pun, yang terendah berubah {signed(lowest)} dan yang tertinggi {signed(highest)} poin.",
            third,
        ]

    def _alone(self, choice: int) -> float:
        """Rise of the chosen schools within a year when the training does nothing."""
        still = self.runs({**self.rest, "training.choice": choice}, 10)
        return still.means("trained_rise", period=FIRST)[1]

    @staticmethod
    def _table(runs: Runs) -> dict[str, Any]:
        rows = []
        for period in runs.results.model.periods:
            trained, waiting, everyone = (runs.means(metric, period=period)[1] for metric in GROUPS.values())
            rows.append(
                [
                    period,
                    *(format_number(value, 1) for value in (trained, waiting, everyone)),
                    signed(trained - waiting),
                ]
            )
        caption = f"Nilai rata-rata sekolah, {format_number(runs.replications)} provinsi simulasi"
        return table_data(["Tahun", "Dilatih", "Pembanding", "Semua", "Selisih"], rows, caption=caption)


def _short(period: str) -> str:
    return period.replace("Tahun ", "th. ").lower()
