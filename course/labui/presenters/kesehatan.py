"""Simulator Kesehatan: with few deaths an area the count is a die; only years and a comparison make evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim import funnel, load_scenario
from kpi_sim.evidence.small_area import Funnel
from kpi_sim.units import format_number
from labui.charts import funnel_data, table_data
from labui.levers import Lever, at_rest
from labui.presenters.comparing import Runs, assumptions, moved, percent
from labui.presenters.script import Scripted

FloatArray = npt.NDArray[np.float64]
BEFORE = "Awal 3"  # the last year before the plan
TRIALS = 10  # repetitions to look at one by one: those of the first answer
MOST = 100
PER = 100_000
RISK = 115  # asumsi, per 100.000: that of lesson 6, so that both tell the same story; BPS estimates more for Jambi
OWN = {"trial", "year"}  # levers that choose what is shown; the others belong to the scenario


@dataclass(frozen=True)
class Year:
    """One year of one repetition, by area: deaths then and the year before, births, which areas have the programme."""

    areas: tuple[str, ...]
    deaths: FloatArray
    last: FloatArray
    births: FloatArray
    pilot: npt.NDArray[np.bool_]

    @property
    def fallen(self) -> int:
        """Areas that count fewer than the year before."""
        return int((self.deaths < self.last).sum())

    def funnel(self) -> Funnel:
        """The areas within the limits of chance around their common rate."""
        return funnel(self.deaths, self.births, per=PER)


class MaternalDeaths(Scripted):
    """Eleven kabupaten and kota of one risk: luck, a programme in some of them, and years of counting."""

    id = "dinas-kesehatan"  # "kesehatan" is where the server tells how it is

    def __init__(self) -> None:
        # the frictions have simulators of their own; the same risk everywhere is what the question asks for
        alike = {"friction.adoption": 0, "friction.data": 0, "risk.area_spread": 0.0, "risk.year_spread": 0.0}
        given = load_scenario("health")
        self.estimated = float(given.values["risk.maternal"])  # type: ignore[arg-type]
        self.scenario = given.replace({**alike, "risk.maternal": RISK}, label="sekarang")
        self.levers = [
            Lever("trial", "1", "Ulangan", 1, TRIALS, 1, 1),
            Lever("programme.effect", "2", "Daya program", 0, 0.6, 0.05, 0, "%", 0, 100.0, "Daya"),
            Lever("pilot.count", "3", "Wilayah program", 1, 5, 1, 3, short="Wilayah"),
            Lever("year", "4", "Tahun sesudahnya", 1, 5, 1, 1, short="Tahun"),
            Lever("pilot.choice", "5", "Pilih terburuk", 0, 1, 1, 0, short="Terburuk", kind="switch", options=("tidak", "ya")),
        ]  # fmt: skip
        self.rest = at_rest(self.levers)
        self.move: dict[str, float] = {}

    def numbers(self) -> dict[str, str]:
        """Risk and births of the scenario."""
        births = np.asarray(self.scenario.values["births"], dtype=float)
        return {
            "rate": format_number(RISK),
            "estimated": format_number(self.estimated, 0),
            "births": format_number(float(births.sum()), 0),
        }

    def assumptions(self) -> list[dict[str, str]]:
        """All parameters of the scenario."""
        same = "Di sini sama di semua wilayah dan tahun: itulah yang ditanyakan"
        why = {
            "risk.maternal": "Sama dengan Pelajaran 6",
            "risk.area_spread": same,
            "risk.year_spread": same,
            "friction.adoption": "Keengganan memakai sistem mempunyai simulator sendiri",
            "friction.data": "Mutu data mempunyai simulator sendiri",
        }
        return assumptions(self.scenario, why)

    def runs(self, values: Mapping[str, float], replications: int) -> Runs:
        """Repetitions of the eight years at one setting of the levers."""
        changes = {name: value for name, value in values.items() if name not in OWN}
        chosen = self.scenario.replace(moved(self.scenario.values, changes), label="pilihan")
        return Runs(chosen, chosen, replications)

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """One year of one repetition, and how often such a year comes."""
        runs, at, number = self.runs(values, replications), int(values["trial"]) - 1, int(values["year"])
        year = shown(runs, at, number)
        period = f"Tahun {number}"
        often = float(runs.values("areas_fallen", period=period)[1].mean())
        return {
            "replications": replications,
            "total": MOST,
            "big": format_number(often, 1),
            "headline": "dari 11 wilayah turun, rata-rata"
            + ("" if values["programme.effect"] else "; padahal risikonya sama"),
            "detail": [
                [
                    f"Rata-rata dari {format_number(replications)} ulangan. Pada gambar ulangan ke-{at + 1}: ",
                    0,
                ],
                [f"{year.fallen} wilayah turun", 1],
            ],
            "score": self._evidence(runs, at, period),
            "result": often,
            "chart": self._funnel(year, programme=bool(values["programme.effect"])),
            "summary": self._summary(year, often),
            "meaning": self._meaning(runs, year, values, period),
            "table": lambda: self._table(year, number),
        }

    @staticmethod
    def _evidence(runs: Runs, at: int, period: str) -> dict[str, str]:
        proven = runs.values("fall_proven", period=period)[1]
        ratio, low, high = (
            format_number(float(runs.values(f"pilot_ratio{end}", period=period)[1][at]), 2)
            for end in ("", "_low", "_high")
        )
        return {
            "grade": "●" if proven[at] else "◌",
            "now": f"terbukti: {percent(float(proven.mean()))} ulangan",
            "was": f"{ratio} kali pembanding ({low}–{high})",
        }

    @staticmethod
    def _funnel(year: Year, *, programme: bool) -> dict[str, Any]:
        """The year's funnel; areas of the programme are named where there is one."""
        found = year.funnel()
        widest = float(year.births.max()) * 1.05
        grid = np.linspace(widest / 40, widest, 60)
        low95, high95 = found.limits(grid)
        low998, high998 = found.limits(grid, level=0.998)
        points = [
            {
                "name": short_name(name) + (" · program" if programme and year.pilot[k] else ""),
                "size": year.births[k],
                "value": found.rates[k],
                "status": found.status[k],
                "named": (programme and year.pilot[k]) or k == _champion(year),
            }
            for k, name in enumerate(year.areas)
        ]
        return funnel_data(
            points,
            center=found.centre,
            grid=grid,
            limits={"low95": low95, "high95": high95, "low998": low998, "high998": high998},
            label=f"bersama {format_number(found.centre, 0)}",
        )

    @staticmethod
    def _summary(year: Year, often: float) -> str:
        outside = [
            short_name(name)
            for name, word in zip(year.areas, year.funnel().status, strict=True)
            if word != "in"
        ]
        where = (
            f"di luar batas kebetulan: {', '.join(outside)}" if outside else "semua di dalam batas kebetulan"
        )
        return (
            f"Rata-rata {format_number(often, 1)} dari 11 wilayah turun. Ulangan pada gambar: {year.fallen} wilayah; {where}. "
            f"Seluruhnya {format_number(float(year.deaths.sum()), 0)} kematian."
        )

    @staticmethod
    def _meaning(runs: Runs, year: Year, values: Mapping[str, float], period: str) -> list[str]:
        best = _champion(year)
        halved = 100 * float((runs.values("areas_halved", period=period)[1] >= 1).mean())
        proven = percent(float(runs.values("fall_proven", period=period)[1].mean()))
        effect, years = percent(100 * values["programme.effect"]), int(values["year"])
        third = (
            f"Program yang menurunkan risiko {effect} sesudah {years} tahun terbukti pada {proven} ulangan."
            if values["programme.effect"]
            else f"Tanpa program pun, “terbukti” muncul pada {proven} ulangan: batas 95 persen masih meloloskan kebetulan."
        )
        return [
            f"Juara ulangan ini {short_name(year.areas[best])}: {format_number(year.last[best], 0)} menjadi "
            f"{format_number(year.deaths[best], 0)} kasus. Ulangan lain, juara lain.",
            f"Pada {percent(halved)} ulangan, sedikitnya satu wilayah turun separuh atau lebih.",
            third,
        ]

    @staticmethod
    def _table(year: Year, number: int) -> dict[str, Any]:
        found = year.funnel()
        words = {"in": "di dalam batas", "warn": "di luar 95 persen", "bad": "di luar 99,8 persen"}
        rows = [
            [
                name,
                format_number(year.births[k], 0),
                format_number(year.last[k], 0),
                format_number(year.deaths[k], 0),
                format_number(found.rates[k], 1),
                words[found.status[k]],
            ]
            for k, name in enumerate(year.areas)
        ]
        caption = f"Kematian ibu tahun ke-{number} dan tahun sebelumnya; AKI per 100.000 kelahiran hidup"
        head = ["Wilayah", "Kelahiran", "Tahun lalu", "Tahun ini", "AKI", "Corong"]
        return table_data(head, rows, caption=caption, numeric=[1, 2, 3, 4])


def shown(runs: Runs, trial: int, number: int) -> Year:
    """Year ``number`` of a repetition (from 0), by area."""
    results = runs.results
    period, before = f"Tahun {number}", BEFORE if number == 1 else f"Tahun {number - 1}"
    areas = tuple(area for area in results.model.areas[1:])

    def of(metric: str, when: str) -> FloatArray:
        return np.array([results.metric(metric, period=when, area=area)[-1][trial] for area in areas])

    return Year(
        areas=areas,
        deaths=of("maternal_deaths", period),
        last=of("maternal_deaths", before),
        births=of("live_births", period),
        pilot=of("pilot_area", period) > 0,
    )


def short_name(area: str) -> str:
    """Names as the wall has room for them."""
    return area.replace("Tanjung Jabung", "Tanjab").replace("Kota Sungai Penuh", "Sungai Penuh")


def _champion(year: Year) -> int:
    """The area whose deaths fell most, in proportion to what it counted the year before."""
    share = (year.deaths + 0.5) / (year.last + 0.5)
    return int(np.argmin(share))
