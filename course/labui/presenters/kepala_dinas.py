"""Kepala Dinas 5 Tahun: a budget a year, a public page a year, and in the end what was true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim import load_scenario, poisson_limits, replicate
from kpi_sim.errors import UnknownNameError
from kpi_sim.experiment import Results
from kpi_sim.scenarios.agency_game import DECISIONS, AgencyGame, YearResult
from kpi_sim.scenarios.agency_report import ReportLine, shown
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.units import format_number
from labui.agency_year import ALMOST, LEVERS, POSTS, decisions
from labui.charts import series_data, table_data
from labui.levers import at_rest
from labui.presenters.comparing import SEED, assumptions, percent, signed
from labui.presenters.script import Scripted

FloatArray = npt.NDArray[np.float64]
YEARS, TEAMS = 5, 8
LAST = f"Tahun {YEARS}"
SHORT = {
    "service_on_time": "Tepat waktu",
    "satisfaction_score": "SKM",
    "facility_delivery": "Lahir di faskes",
    "maternal_deaths": "Kematian ibu",
    "dropout_rate": "Putus sekolah",
    "system_use": "Pakai sistem",
}
BAND = [5, 95]
AHEAD = 2  # years that a plan shows: what is bought this year works in the next
MOST = 100  # other teams of the best answer
EARLY_DATA = 20.0  # percent of the budget: "what if data had come first"


class HeadOfAgency(Scripted):
    """One team's five years; a year is lived with ``act("live", values)``, a new game begins with ``act("restart")``.

    Every device starts as the same team, so that equal decisions meet equal luck; each new game is the next team's.
    """

    id = "kepala-dinas"

    def __init__(self) -> None:
        self.scenario = load_scenario("agency")
        self.levers = list(LEVERS)
        self.rest = at_rest(self.levers)
        self.move: dict[str, float] = {}
        self.team = 0
        self.act("restart", self.rest)

    def spec(self) -> dict[str, Any]:
        """Words and levers, and that this is played in turns."""
        return super().spec() | {"turns": {"live": "live", "restart": "restart"}}

    def numbers(self) -> dict[str, str]:
        """Years and indicators."""
        return {"years": format_number(YEARS), "indicators": format_number(len(SHORT))}

    def assumptions(self) -> list[dict[str, str]]:
        """All parameters of the scenario."""
        return assumptions(self.scenario)

    def settle(self, values: dict[str, Any]) -> dict[str, float]:
        """Checked lever values, and which turn of which game they are for."""
        return super().settle(values) | {"turn": float(100 * self.team + len(self.game.results))}

    def act(self, name: str, values: Mapping[str, float]) -> None:
        """Live the next year with these levers, or begin a new game.

        Raises:
            UnknownNameError: no such act.
        """
        if name == "restart":
            self.team += 1
            self.game = AgencyGame.start(self.scenario, seed=SEED, team=self.team)
        elif name == "live":
            if not self.game.over:
                self.game.decide(self.game.year, decisions(values))
        else:
            raise UnknownNameError("Langkah permainan", name, ["live", "restart"])

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """The years so far, what the plan of the next one promises, and in the end the truth."""
        lived = list(self.game.results)
        others = replicate(self._policy(lived, values), replications=replications, seed=SEED)
        over = len(lived) == YEARS
        last = lived[-1] if lived else None
        return {
            "replications": replications,
            "total": MOST,
            "turn": {"label": f"Jalani tahun ke-{len(lived) + 1}" if not over else "Main lagi", "over": over},
            "big": "–"
            if last is None
            else format_number(last.true_total if over else last.reported_total, 1),
            "headline": _headline(lived, over),
            "detail": _detail(values, others, lived),
            "score": _trust(lived),
            "result": lived[-1].reported_total if over else None,
            "chart": {"lines": _lines(lived, others, over), "tiles": _tiles(last)},
            "summary": _summary(lived, over),
            "meaning": self._debrief(lived, others) if over else _so_far(lived),
            "table": lambda: _table(lived, over),
        }

    def _policy(self, lived: list[YearResult], values: Mapping[str, float]) -> Scenario:
        """The scenario in which every team decides as this one did, and goes on as the levers stand."""
        plan = decisions(values)
        years = [dict(result.decisions) for result in lived] + [plan] * (YEARS - len(lived))
        changes = {DECISIONS[name]: tuple(float(year[name]) for year in years) for name in plan}
        return self.scenario.replace(changes, label="keputusan")

    def _debrief(self, lived: list[YearResult], others: Results) -> list[str]:
        deaths = others.metric("maternal_deaths", period=LAST, reported=True)[0][:TEAMS]
        return [
            f"Laporan tahun kelima {format_number(lived[-1].reported_total, 1)}, sebenarnya "
            f"{format_number(lived[-1].true_total, 1)}.",
            f"Delapan tim dengan keputusan Anda melaporkan {format_number(float(deaths.min()), 0)} sampai "
            f"{format_number(float(deaths.max()), 0)} kematian ibu: itu kebetulan.",
            self._had_data_come_first(lived, others),
        ]

    def _had_data_come_first(self, lived: list[YearResult], others: Results) -> str:
        now = float(others.metric("flattery", period=LAST)[0].mean())
        if all(result.decisions["data"] >= EARLY_DATA for result in lived):
            return f"Anda membeli mutu data sejak awal: selisih laporan rata-rata tinggal {format_number(now, 1)} poin."
        years = [_with_data(result.decisions) for result in lived]
        changes = {DECISIONS[post]: tuple(year[post] for year in years) for post in POSTS}
        there = replicate(
            others.scenarios[0].replace(changes, label="data dahulu"),
            replications=others.replications,
            seed=SEED,
        )
        then = float(there.metric("flattery", period=LAST)[0].mean())
        return (
            f"Data {format_number(EARLY_DATA, 0)} persen sejak tahun pertama mengubah selisih laporan dari "
            f"{format_number(now, 1)} menjadi {format_number(then, 1)} poin."
        )


def _with_data(year: Mapping[str, float]) -> dict[str, float]:
    """The same year with more for data, taken from the other posts in proportion."""
    if year["data"] >= EARLY_DATA:
        return {post: float(year[post]) for post in POSTS}
    rest = 100 - year["data"]
    return {
        post: EARLY_DATA if post == "data" else float(year[post]) * (100 - EARLY_DATA) / rest
        for post in POSTS
    }


def _headline(lived: list[YearResult], over: bool) -> str:
    if not lived:
        return "belum ada laporan: bagi anggaran, lalu jalani tahun pertama"
    if over:
        return f"yang sebenarnya; laporan menyebut {format_number(lived[-1].reported_total, 1)}"
    return f"capaian pada laporan publik tahun ke-{len(lived)}"


def _detail(values: Mapping[str, float], others: Results, lived: list[YearResult]) -> list[list[Any]]:
    shares = decisions(values)
    budget = ", ".join(f"{word} {format_number(shares[post], 0)}" for post, word in POSTS.items())
    if len(lived) == YEARS:
        return [["Selisih laporan ", 0], [f"{signed(lived[-1].flattery)} poin", 1]]
    ahead = others.metric("iku_achievement", period=f"Tahun {min(YEARS, len(lived) + AHEAD)}", reported=True)[
        0
    ]
    low, high = np.percentile(ahead, BAND)
    return [
        [f"Anggaran: {budget}", 1],
        [
            f"; tahun ke-{min(YEARS, len(lived) + AHEAD)} kira-kira {format_number(low, 0)}–{format_number(high, 0)}",
            0,
        ],
    ]


def _trust(lived: list[YearResult]) -> dict[str, str]:
    if not lived:
        return {"grade": "–", "now": "belum diukur", "was": "skala 0 sampai 100"}
    now = lived[-1]
    change = (
        f"{signed(now.trust - lived[-2].trust, 0)} dari tahun lalu" if len(lived) > 1 else "tahun pertama"
    )
    return {
        "grade": format_number(now.trust, 0),
        "now": change,
        "was": f"menyerupai AKIP {format_number(now.akip_score, 1)}",
    }


def _lines(lived: list[YearResult], others: Results, over: bool) -> dict[str, Any]:
    periods = list(others.model.periods)
    reported = np.full(YEARS, np.nan)
    reported[: len(lived)] = [result.reported_total for result in lived]
    teams = np.array(
        [others.metric("iku_achievement", period=period, reported=True)[0] for period in periods]
    )
    teams[len(lived) + AHEAD :] = np.nan
    low, high = np.percentile(teams, BAND, axis=1)
    lines: list[dict[str, Any]] = [
        {
            "name": "tim lain",
            "role": "base",
            "values": teams.mean(axis=1),
            "low": low,
            "high": high,
            "dots": True,
        },
        {"name": "laporan Anda" if lived else "", "role": "chosen", "values": reported, "dots": True},
    ]
    if over:
        true = [result.true_total for result in lived]
        lines.append({"name": "sebenarnya", "role": "other", "line": 2, "values": true})
    return series_data(
        [period.replace("Tahun ", "th. ") for period in periods], lines, target=(100.0, "target")
    )


def _status(line: ReportLine) -> tuple[str, str]:
    if line.met:
        return "good", "tercapai"
    return ("warn", "hampir") if line.achievement >= ALMOST else ("bad", "belum")


def _tiles(last: YearResult | None) -> list[dict[str, str]]:
    if last is None:
        return [
            {"name": name, "value": "", "note": "", "status": "none", "word": "belum ada"}
            for name in SHORT.values()
        ]
    tiles = []
    for line in last.report.lines:
        status, word = _status(line)
        tiles.append(
            {
                "name": SHORT[line.id],
                "value": shown(line.id, line.reported),
                "note": f"target {shown(line.id, line.target)}",
                "status": status,
                "word": word,
            }
        )
    return tiles


def _summary(lived: list[YearResult], over: bool) -> str:
    if not lived:
        return "Permainan baru: belum ada tahun yang dijalani. Enam indikator menunggu laporan pertama."
    now = lived[-1]
    text = (
        f"Tahun ke-{now.year}: laporan {format_number(now.reported_total, 1)}, kepercayaan warga "
        f"{format_number(now.trust, 0)}. {now.report.sentences[0]}"
    )
    return f"{text} Sebenarnya {format_number(now.true_total, 1)}." if over else text


def _so_far(lived: list[YearResult]) -> list[str]:
    if not lived:
        return [
            "Anggaran yang dibagi tahun ini bekerja mulai tahun depan.",
            "Mutu data yang membaik membuat laporan tahun berikutnya tampak lebih buruk.",
            "Jalani lima tahun; sesudah itu yang sebenarnya terbuka.",
        ]
    deaths = next(line for line in lived[-1].report.lines if line.id == "maternal_deaths")
    low, high = (format_number(float(end), 0) for end in poisson_limits(round(deaths.reported)))
    outside = next((sentence for sentence in lived[-1].report.sentences if "dari luar" in sentence), "")
    return [
        lived[-1].report.sentences[0],
        f"Kematian ibu {format_number(deaths.reported, 0)} kasus; rentang ketidakpastiannya {low} sampai {high}.",
        outside or f"Masih {YEARS - len(lived)} tahun. Yang sebenarnya terbuka sesudah tahun kelima.",
    ]


def _table(lived: list[YearResult], over: bool) -> dict[str, Any]:
    head = ["Tahun", "Layanan", "Program", "Data", "Pegawai", "Laporan", "Kepercayaan", "Sebenarnya"]
    rows = [
        [
            format_number(result.year),
            *(percent(result.decisions[post]) for post in POSTS),
            format_number(result.reported_total, 1),
            format_number(result.trust, 0),
            format_number(result.true_total, 1) if over else "tertutup",
        ]
        for result in lived
    ]
    return table_data(head, rows or [["–"] * len(head)], caption="Keputusan dan laporan tiap tahun")
