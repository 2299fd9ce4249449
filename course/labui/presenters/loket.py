"""Simulator Loket: what one more pair of hands does, and where the queue goes then."""

from __future__ import annotations

from typing import Any

import numpy as np

from kpi_sim import load_scenario, satisfaction_category
from kpi_sim.units import format_number
from labui.charts import histogram_data, table_data
from labui.levers import Lever, settle_all
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

DAYS = 20  # working days a replication: a month, enough respondents for a grade that does not flicker
EDGES = np.arange(0.0, 78.0, 3.0)  # minutes
STAGES = {"counter": "loket", "verification": "verifikasi", "signing": "tanda tangan"}
SHARE = "share_within_standard"
WHY = {
    "working_days": "Satu bulan kerja tiap ulangan",
    "friction.data": "Mutu data mempunyai simulator sendiri",
}


class Loket:
    """The counter of a Dukcapil office: five levers, time until done, share within the standard, SKM."""

    def __init__(self) -> None:
        # faulty records have a simulator of their own
        given = {"working_days": DAYS, "friction.data": 0}
        self.scenario = load_scenario("services").replace(given, label="sekarang")
        self.now = dict(self.scenario.values)
        self.standard = float(self.now["service_standard"])
        self.per_day = float(sum(self.now["arrival_profile"]))
        self.levers = self._levers()
        self.start = Runs(self.scenario, self.scenario, 10)

    def _levers(self) -> list[Lever]:
        def staff(key: str, stage: str, label: str, short: str) -> Lever:
            name = f"stage.{stage}.servers"
            now = float(self.now[name])
            return Lever(name, key, label, 1, max(6.0, now + 3), 1, now, short=short)

        online, level = float(self.now["online_share"]), float(self.now["arrival_level"])
        return [
            staff("1", "counter", "Petugas loket", "Loket"),
            staff("2", "verification", "Petugas verifikasi", "Verifikasi"),
            staff("3", "signing", "Penanda tangan", "Ttd."),
            Lever("online_share", "4", "Daftar daring", 0.0, 0.9, 0.05, online, "%", 0, 100.0, "Daring"),
            Lever("arrival_level", "5", "Warga sehari", 0.5, 2.0, 0.05, level, "", 0, self.per_day, "Warga"),
        ]

    def spec(self) -> dict[str, Any]:
        """Words and levers."""
        share = self.start.means(SHARE)[0]
        minutes = format_number(self.standard, 0)
        servers = {
            name: format_number(float(self.now[f"stage.{stage}.servers"]), 0)
            for stage, name in STAGES.items()
        }
        first = self.levers[0]
        return {
            "id": "loket",
            "title": "Simulator Loket",
            "question": "Satu loket lagi: berapa warga selesai tepat waktu?",
            "scene": f"Kantor Dukcapil menjanjikan layanan selesai dalam {minutes} menit. Warga menunggu di loket, "
            "lalu berkasnya diverifikasi dan ditandatangani.",
            "flow": [
                {"label": "Warga datang", "value": ""},
                *({"label": name.capitalize(), "value": count} for name, count in servers.items()),
                {"label": "Selesai", "value": ""},
            ],
            "situation": [
                {"value": percent(share), "text": f"selesai dalam {minutes} menit"},
                {"value": format_number(self.per_day, 0), "text": "warga datang setiap hari"},
            ],
            "levers": [lever.spec() for lever in self.levers],
            "minutes": 5,
            "chart": {
                "kind": "histogram",
                "standard": self.standard,
                "words": {
                    "within": "dalam standar",
                    "beyond": f"lebih lama dari {minutes} menit",
                    "unit": "menit",
                    "open": True,
                    "caption": "Lama dari datang sampai selesai",
                    "more": "tinggi batang = banyaknya warga",
                },
            },
            "strip": {"words": {"title": "Prediksi kelas", "own": "tebakan Anda", "result": "hasil"}},
            "prediction": {
                "ask": f"Bila petugas loket menjadi {first.show(first.now + 1)}, berapa persen warga selesai dalam "
                f"{minutes} menit?",
                "low": 0,
                "high": 100,
                "step": 1,
                "start": 50,
            },
            "poll": {
                "question": "Di unit Anda, di tahap mana warga paling lama menunggu?",
                "options": ["Loket", "Verifikasi", "Tanda tangan", "Belum pernah diukur"],
                "replies": [
                    "Tahap mana yang paling lama sesudah loket? Tanyakan kepada lima warga.",
                    "Berapa berkas menunggu di meja itu pukul 11.00?",
                    "Berapa lama pejabatnya tidak di tempat dalam sehari?",
                    "Catat jam datang dan jam selesai dua puluh berkas; itu sudah cukup untuk mulai.",
                ],
            },
            "score": {"title": "Kepuasan (SKM)"},
            "move": {first.id: first.now + 1},
            "assumptions": assumptions(self.scenario, WHY),
        }

    def settle(self, values: dict[str, Any]) -> dict[str, float]:
        """Checked lever values."""
        return settle_all(self.levers, values)

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """What this office would look like, beside the office of today."""
        chosen = self.scenario.replace(moved(self.now, values), label="pilihan")
        runs = Runs(self.scenario, chosen, replications)
        share = runs.change(SHARE)
        minutes = format_number(self.standard, 0)
        bars = runs.bars("completion_time", EDGES.tolist())
        bars_of = {name: getattr(bars, name) / DAYS for name in ("base", "chosen", "low", "high")}
        return {
            "replications": replications,
            "total": 200,
            "big": percent(share.chosen),
            "headline": f"selesai dalam {minutes} menit"
            + (" sekarang" if runs.same else f", {rose(share, percent)}"),
            "detail": self._detail(share, replications, runs.same),
            "score": self._score(runs),
            "result": share.chosen,
            "chart": histogram_data(
                EDGES,
                bars_of["chosen"],
                bars_of["base"],
                low=bars_of["low"],
                high=bars_of["high"],
                labels={"chosen": self._label(values, values), "base": self._label(values, {})},
                same=runs.same,
            ),
            "summary": self._summary(share, replications, runs.same),
            "meaning": self._meaning(runs, share),
            "table": lambda: self._table(runs),
        }

    def _label(self, moves: dict[str, float], values: dict[str, float]) -> str:
        """The levers that were moved, at ``values``, in few words; without a move the lever in question."""
        changed = [lever for lever in self.levers if abs(moves.get(lever.id, lever.now) - lever.now) > 1e-9]
        named = changed[:2] or self.levers[:1]
        words = [f"{lever.show(values.get(lever.id, lever.now))} {_noun(lever)}" for lever in named]
        return ", ".join(words) + (", …" if len(changed) > 2 else "")

    def _detail(self, share: Change, replications: int, same: bool) -> list[list[Any]]:
        days = f"{format_number(replications * DAYS, 0)} hari simulasi"
        if same:
            return [["Geser satu pengaturan untuk membandingkan; ", 0], [days, 0]]
        return [
            ["Selisih ", 0],
            [f"{signed(share.difference)} poin", 1],
            [f", kisaran {interval(share)} dari {days}", 0],
        ]

    def _score(self, runs: Runs) -> dict[str, str]:
        base, chosen = runs.means("satisfaction_score")
        now, was = satisfaction_category(chosen), satisfaction_category(base)
        return {
            "grade": now.id,
            "now": f"{format_number(chosen, 2)} · {now.label}",
            "was": f"sekarang {was.id} · {format_number(base, 2)}",
        }

    def _summary(self, share: Change, replications: int, same: bool) -> str:
        minutes = format_number(self.standard, 0)
        first = f"{format_number(share.chosen, 0)} persen warga selesai dalam {minutes} menit"
        if same:
            return f"{first}, seperti sekarang."
        return (
            f"{first}, sekarang {format_number(share.base, 0)} persen. Selisih {signed(share.difference)} poin, "
            f"kisaran {interval(share)}, dari {format_number(replications * DAYS, 0)} hari simulasi."
        )

    def _meaning(self, runs: Runs, share: Change) -> list[str]:
        waits = {name: runs.means(f"waiting_{stage}") for stage, name in STAGES.items()}
        first, longest = (max(waits, key=lambda name, at=at: waits[name][at]) for at in (0, 1))  # type: ignore[misc]
        left = runs.means("abandonment_rate")
        if runs.same:
            return [
                f"Sekarang {percent(share.base, 1)} warga selesai dalam standar.",
                f"Antrean terlama ada di {first}, rata-rata {format_number(waits[first][0], 1)} menit.",
                f"{percent(left[0], 1)} warga pulang sebelum dilayani; angka di atas tidak menghitung mereka.",
            ]
        minutes = f"rata-rata {format_number(waits[longest][1], 1)} menit"
        place = f"pindah dari {first} ke {longest}" if longest != first else f"tetap di {longest}"
        effect = (
            f"Ketepatan {became((share.base, share.chosen), lambda value: percent(value, 1))}."
            if share.clear
            else "Perubahan ketepatan belum dapat dibedakan dari kebetulan."
        )
        return [
            effect,
            f"Antrean terlama {place}, {minutes}.",
            f"Yang pulang sebelum dilayani {became(left, lambda value: percent(value, 1))}; "
            "angka ketepatan tidak menghitung mereka.",
        ]

    def _table(self, runs: Runs) -> dict[str, Any]:
        rows = []
        for metric, label, unit, decimals in (
            (SHARE, "Selesai dalam standar", "%", 1),
            ("share_of_visitors_within_standard", "Selesai dalam standar, dari semua yang datang", "%", 1),
            ("completion_time_median", "Waktu penyelesaian, nilai tengah", "menit", 1),
            ("completion_time_mean", "Waktu penyelesaian, rata-rata", "menit", 1),
            ("completion_time_p90", "Waktu penyelesaian, persentil ke-90", "menit", 1),
            ("waiting_counter", "Menunggu di loket", "menit", 1),
            ("waiting_verification", "Menunggu verifikasi", "menit", 1),
            ("waiting_signing", "Menunggu tanda tangan", "menit", 1),
            ("abandonment_rate", "Pulang sebelum dilayani", "%", 1),
            ("satisfaction_score", "Nilai SKM", "", 2),
            ("cost_per_service", "Biaya satu layanan", "rupiah", 0),
        ):
            change = runs.change(metric)
            title = f"{label} ({unit})" if unit else label
            rows.append(
                [
                    title,
                    format_number(change.base, decimals),
                    format_number(change.chosen, decimals),
                    "0" if runs.same else signed(change.difference, decimals),
                    "" if runs.same else interval(change, decimals),
                ]
            )
        caption = f"Rata-rata dari {format_number(runs.replications * DAYS, 0)} hari simulasi"
        return table_data(COMPARED, rows, caption=caption)


def _noun(lever: Lever) -> str:
    return {"online_share": "daring", "arrival_level": "warga sehari"}.get(lever.id, lever.label.lower())
