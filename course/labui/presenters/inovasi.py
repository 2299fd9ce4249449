"""Simulator Inovasi: a quota fills the list and lifts the index, and nobody is served by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpi_sim import load_scenario
from kpi_sim.indicators.innovation import innovation_category
from kpi_sim.units import NBSP, format_number, round_half_up
from labui.charts import bars_data, table_data
from labui.levers import Lever, at_rest
from labui.presenters.comparing import (
    COMPARED,
    Change,
    Runs,
    assumptions,
    became,
    change_of,
    interval,
    moved,
    signed,
)
from labui.presenters.script import Scripted, assumption

LAST = "Tahun 5"  # year that the question asks about
MOST = 100  # repetitions of the best answer
MENTORS = 20  # the most that can be asked for: half as many as there are agencies
FEW = 10  # repetitions behind what is said beside an answer


class Innovations(Scripted):
    """A regional government: a quota, mentors, time, replication, proof; what is reported and who is served."""

    id = "inovasi"

    def __init__(self) -> None:
        # reluctance has a simulator of its own
        self.scenario = load_scenario("innovation").replace({"friction.adoption": 0}, label="sekarang")
        now = {
            name: float(value)
            for name, value in self.scenario.values.items()
            if isinstance(value, int | float)
        }
        self.agencies = now["agencies"]

        def share(key: str, name: str, label: str, short: str) -> Lever:
            return Lever(name, key, label, 0, 1, 0.1, now[name], "%", 0, 100.0, short)

        self.levers = [
            share("1", "quota", "Kuota ditegakkan", "Kuota"),
            Lever("mentors", "2", "Pendamping inovasi", 0, MENTORS, 2, now["mentors"], short="Pendamping"),
            share("3", "idea_time", "Waktu menggagas", "Waktu"),
            share("4", "replication", "Program replikasi", "Replikasi"),
            share("5", "reporting.discipline", "Disiplin bukti", "Bukti"),
        ]
        self.move = {"quota": 1.0}
        self.rest = at_rest(self.levers)

    def numbers(self) -> dict[str, str]:
        """The plan of today in its fifth year."""
        start = self.runs(self.rest, FEW)
        return {
            "agencies": format_number(self.agencies, 0),
            "reported": format_number(start.means("innovations", period=LAST, reported=True)[0], 0),
            "users": _people(start.means("users", period=LAST)[0]),
        }

    def assumptions(self) -> list[dict[str, str]]:
        """All parameters of the scenario, and the rule of the index."""
        rule = assumption(
            "Rumus dan kategori IID",
            "iid-2026",
            "regulation",
            "Surat BSKDN 400.10.11/1887/BSKDN, 29 April 2026. Pembagi dan jumlah bidang tahun 2027 belum terverifikasi.",
        )
        why = {"friction.adoption": "Keengganan memakai sistem mempunyai simulator sendiri"}
        return [rule, *assumptions(self.scenario, why)]

    def runs(self, values: Mapping[str, float], replications: int) -> Runs:
        """Five years of today's plan and of the chosen one at the same random numbers."""
        chosen = self.scenario.replace(moved(self.scenario.values, values), label="pilihan")
        return Runs(self.scenario, chosen, replications)

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """What is reported of this plan in its fifth year, and how many people it serves."""
        runs = self.runs(values, replications)
        found = {name: _change(runs, name) for name in ("innovations", "iid_score", "maturity", "users")}
        running = change_of(*runs.values("innovations", period=LAST))
        grown = {name: _growth(change) for name, change in found.items()}
        users = found["users"]
        return {
            "replications": replications,
            "total": MOST,
            "big": _people(users.chosen) if runs.same else percent_signed(grown["users"]),
            "headline": "warga memakai inovasi pada tahun ke-5"
            if runs.same
            else f"warga pemakai; inovasi yang dilaporkan {percent_signed(grown['innovations'])}",
            "detail": self._detail(users, runs),
            "score": self._index(found["iid_score"]),
            "result": round(grown["users"], 1) + 0.0,  # never −0
            "chart": self._bars(found, running, grown),
            "summary": self._summary(found, grown, runs.same),
            "meaning": self._meaning(runs, found, running),
            "table": lambda: self._table(runs),
        }

    @staticmethod
    def _detail(users: Change, runs: Runs) -> list[list[Any]]:
        repeated = f"{format_number(runs.replications)} ulangan"
        if runs.same:
            return [["Geser satu pengaturan untuk membandingkan; ", 0], [repeated, 0]]
        return [
            ["Selisih ", 0],
            [f"{signed(users.difference, 0)} warga", 1],
            [f", kisaran {interval(users, 0)} dari {repeated}", 0],
        ]

    @staticmethod
    def _index(index: Change) -> dict[str, str]:
        now, was = (
            innovation_category(round_half_up(value, 2)).label for value in (index.chosen, index.base)
        )
        return {
            "grade": format_number(index.chosen, 1),
            "now": now,
            "was": f"sekarang {format_number(index.base, 1)} · {was}",
        }

    @staticmethod
    def _bars(found: Mapping[str, Change], running: Change, grown: Mapping[str, float]) -> dict[str, Any]:
        """Everything beside the plan of today, which is 100."""
        rows = [
            ("Dilaporkan", found["innovations"], f"{format_number(found['innovations'].chosen, 0)} inovasi"),
            ("Benar-benar berjalan", running, f"{format_number(running.chosen, 0)} inovasi"),
            ("Nilai IID", found["iid_score"], format_number(found["iid_score"].chosen, 1)),
            ("Kematangan", found["maturity"], f"{format_number(found['maturity'].chosen, 0)} dari 111"),
            ("Warga pemakai", found["users"], f"{_people(found['users'].chosen)} orang"),
        ]
        return bars_data(
            [
                {
                    "label": label,
                    "value": 100 + _growth(change),
                    "base": 100.0,
                    "text": text,
                    "strong": label == "Warga pemakai",
                }
                for label, change, text in rows
            ],
            maximum=max(160.0, 100 + max(grown.values()), 100 + _growth(running)),
            guide=(100.0, "rencana sekarang"),
        )

    @staticmethod
    def _summary(found: Mapping[str, Change], grown: Mapping[str, float], same: bool) -> str:
        reported, users = found["innovations"], found["users"]
        first = (
            f"Tahun ke-5: {format_number(reported.chosen, 0)} inovasi dilaporkan, "
            f"IID {format_number(found['iid_score'].chosen, 1)}, dipakai {_people(users.chosen)} warga"
        )
        if same:
            return f"{first}, seperti rencana sekarang."
        return (
            f"{first}. Dibanding rencana sekarang, laporan berubah {signed(grown['innovations'], 0)} persen "
            f"dan pemakai {signed(grown['users'], 0)} persen."
        )

    def _meaning(self, runs: Runs, found: Mapping[str, Change], running: Change) -> list[str]:
        papers = runs.means("papers", period=LAST)[1]
        per_user = runs.means("cost_per_user", period=LAST)
        helped = _change(self.runs({**self.rest, "mentors": MENTORS}, FEW), "users")
        third = (
            f"Menambah pendamping menjadi {MENTORS} orang mengubah pemakai {percent_signed(_growth(helped))}: "
            "hitung pemakainya, bukan daftarnya."
        )
        return [
            f"{format_number(found['innovations'].chosen, 0)} inovasi dilaporkan, {format_number(papers, 0)} hanya di atas "
            f"kertas. Yang berjalan {became((running.base, running.chosen), lambda value: format_number(value, 0))}.",
            f"IID {became((found['iid_score'].base, found['iid_score'].chosen), lambda value: format_number(value, 1))}, "
            f"biaya tiap pemakai {became(per_user, lambda value: f'Rp{format_number(value, 0)} ribu')}.",
            third,
        ]

    @staticmethod
    def _table(runs: Runs) -> dict[str, Any]:
        rows = []
        for measure in runs.results.model.measures:
            if measure.id.startswith("achievement") or measure.id == "iid_category":
                continue
            change = _change(runs, measure.id)
            places = min(measure.decimals, 1)
            rows.append(
                [
                    f"{measure.label} ({measure.unit})",
                    format_number(change.base, places),
                    format_number(change.chosen, places),
                    "0" if runs.same else signed(change.difference, places),
                    "–" if runs.same else interval(change, places),
                ]
            )
        caption = f"Tahun ke-5 menurut laporan, rata-rata dari {format_number(runs.replications)} ulangan"
        return table_data(COMPARED, rows, caption=caption)


def percent_signed(value: float) -> str:
    """ "+44 %" or "−3 %"."""
    return f"{signed(value, 0)}{NBSP}%"


def _change(runs: Runs, metric: str) -> Change:
    """A metric of the fifth year as it is reported."""
    return change_of(*runs.values(metric, period=LAST, reported=True))


def _growth(change: Change) -> float:
    """Percent by which the choice lies above today's plan."""
    return 100 * (change.chosen / change.base - 1)


def _people(value: float) -> str:
    """Rounded to hundreds: nobody knows the last person."""
    return format_number(round(value, -2), 0)
