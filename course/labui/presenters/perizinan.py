"""Simulator Perizinan: hands help only at the desk where files wait, and the office's clock is not the applicant's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kpi_sim import load_scenario
from kpi_sim.units import format_number
from labui.charts import histogram_data, table_data
from labui.levers import Lever, at_rest
from labui.presenters.comparing import (
    COMPARED,
    Change,
    Runs,
    assumptions,
    became,
    interval,
    moved,
    percent,
    rose,
    signed,
)
from labui.presenters.script import Scripted

EDGES = np.arange(0.0, 21.0, 1.0)  # working days; the bar from 6 to 7 holds what took seven days
SHARE = "share_within_standard"
DESKS = {"check": "pemeriksa berkas", "technical": "dinas teknis", "signing": "penanda tangan"}
MOST = 100


class Licensing(Scripted):
    """DPMPTSP: staff at two desks, training, clear requirements, electronic signing."""

    id = "perizinan"

    def __init__(self) -> None:
        # reluctance and faulty records have simulators of their own
        truth = {"friction.adoption": 0, "friction.data": 0}
        self.scenario = load_scenario("licensing").replace(truth, label="sekarang")
        now = {
            name: float(value)
            for name, value in self.scenario.values.items()
            if isinstance(value, int | float)
        }
        self.standard = now["service_standard"]
        self.levers = [
            Lever("check.staff", "1", "Pemeriksa berkas", 1, 6, 1, now["check.staff"], short="Pemeriksa"),
            Lever("technical.staff", "2", "Dinas teknis", 2, 8, 1, now["technical.staff"], short="Teknis"),
            Lever("training.share", "3", "Petugas dilatih", 0, 1, 0.1, now["training.share"], "%", 0, 100.0, "Dilatih"),
            Lever("guidance", "4", "Petunjuk syarat", 0, 1, 0.1, now["guidance"], "%", 0, 100.0, "Petunjuk"),
            Lever("signing.electronic", "5", "Ttd. elektronik", 0, 1, 0.1, now["signing.electronic"], "%", 0, 100.0, "Ttd."),
        ]  # fmt: skip
        self.signing = now["signing.staff"]
        self.move = {"check.staff": self.levers[0].now + 1}
        self.rest = at_rest(self.levers)

    def numbers(self) -> dict[str, str]:
        """The office of today."""
        start = self.runs(self.rest, 40)
        return {
            "standard": format_number(self.standard, 0),
            "check": self.levers[0].show(self.levers[0].now),
            "technical": self.levers[1].show(self.levers[1].now),
            "signing": format_number(self.signing, 0),
            "share": percent(start.means(SHARE)[0]),
            "returned": percent(start.means("returned_share")[0]),
        }

    def assumptions(self) -> list[dict[str, str]]:
        """All parameters of the scenario."""
        return assumptions(self.scenario)

    def runs(self, values: Mapping[str, float], replications: int) -> Runs:
        """A year of today's office and of the chosen one at the same random numbers."""
        chosen = self.scenario.replace(moved(self.scenario.values, values), label="pilihan")
        return Runs(self.scenario, chosen, replications)

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """The permits of this office beside those of today's."""
        runs = self.runs(values, replications)
        share, days = runs.change(SHARE), format_number(self.standard, 0)
        bars = runs.bars("completion_days", (EDGES + 1).tolist())
        return {
            "replications": replications,
            "total": MOST,
            "big": percent(share.chosen),
            "headline": f"terbit dalam {days} hari kerja"
            + (" sekarang" if runs.same else f", {rose(share, percent)}"),
            "detail": self._detail(share, runs),
            "score": self._applicant(runs),
            "result": share.chosen,
            "chart": histogram_data(
                EDGES,
                bars.chosen,
                bars.base,
                low=bars.low,
                high=bars.high,
                labels={"chosen": self._label(values, values), "base": self._label(values, self.rest)},
                same=runs.same,
            ),
            "summary": self._summary(share, runs),
            "meaning": self._meaning(share, runs),
            "table": lambda: self._table(runs),
        }

    def _label(self, moves: Mapping[str, float], values: Mapping[str, float]) -> str:
        """The levers that were moved, at ``values``; without a move the one in question."""
        changed = [lever for lever in self.levers if abs(moves[lever.id] - lever.now) > 1e-9] or self.levers[
            :1
        ]
        words = [f"{lever.show(values[lever.id])} {lever.label.lower()}" for lever in changed[:2]]
        return ", ".join(words) + (", …" if len(changed) > 2 else "")

    @staticmethod
    def _detail(share: Change, runs: Runs) -> list[list[Any]]:
        years = f"{format_number(runs.replications)} tahun simulasi"
        if runs.same:
            return [["Geser satu pengaturan untuk membandingkan; ", 0], [years, 0]]
        return [
            ["Selisih ", 0],
            [f"{signed(share.difference)} poin", 1],
            [f", kisaran {interval(share)} dari {years}", 0],
        ]

    @staticmethod
    def _applicant(runs: Runs) -> dict[str, str]:
        base, chosen = runs.means("applicant_days_median")
        late = runs.means("applicant_days_p90")[1]
        return {
            "grade": format_number(chosen, 0),
            "now": f"hari, sekarang {format_number(base, 0)}",
            "was": f"1 dari 10 lebih dari {format_number(late, 0)}",
        }

    def _summary(self, share: Change, runs: Runs) -> str:
        days = format_number(self.standard, 0)
        first = f"{format_number(share.chosen, 0)} persen izin terbit dalam {days} hari kerja"
        median = format_number(runs.means("applicant_days_median")[1], 0)
        second = f"Bagi separuh pemohon lamanya {median} hari kalender atau lebih."
        if runs.same:
            return f"{first}, seperti sekarang. {second}"
        return f"{first}, sekarang {format_number(share.base, 0)} persen. Selisih {signed(share.difference)} poin. {second}"

    @staticmethod
    def _meaning(share: Change, runs: Runs) -> list[str]:
        busy = {desk: runs.means(f"utilisation_{name}")[1] for name, desk in DESKS.items()}
        busiest = max(busy, key=lambda desk: busy[desk])
        office, applicant = runs.means("completion_days_p90")[1], runs.means("applicant_days_p90")[1]
        returned = runs.means("returned_share")[1]
        cost = became(runs.means("cost_per_permit"), lambda value: f"Rp{format_number(value, 0)} ribu")
        effect = (
            "Ketepatan belum dapat dibedakan dari kebetulan."
            if not share.clear
            else f"Ketepatan {became((share.base, share.chosen), lambda value: percent(value, 1))}."
        )
        first = f"Paling sibuk {busiest}: {percent(busy[busiest])} waktunya terpakai."
        return [
            first if runs.same else f"{effect} {first}",
            f"Satu dari sepuluh izin: {format_number(office, 0)} hari kerja lebih menurut kantor, "
            f"{format_number(applicant, 0)} hari kalender menurut pemohon.",
            f"{percent(returned)} berkas dikembalikan: perjelas syaratnya. Biaya tiap izin {cost}.",
        ]

    @staticmethod
    def _table(runs: Runs) -> dict[str, Any]:
        rows = []
        for measure in runs.results.model.measures:
            change = runs.change_in(measure.id)
            rows.append(
                [
                    f"{measure.label} ({measure.unit})",
                    format_number(change.base, 1),
                    format_number(change.chosen, 1),
                    "0" if runs.same else signed(change.difference),
                    "–" if runs.same else interval(change),
                ]
            )
        return table_data(
            COMPARED, rows, caption=f"Rata-rata dari {format_number(runs.replications)} tahun simulasi"
        )
