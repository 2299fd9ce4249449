"""Simulator Adopsi: most people follow colleagues, not letters; to have attended is not to use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kpi_sim import simulate_adoption
from kpi_sim.frictions.adoption import ATTENDANCE, LEADERSHIP, PEER, TRAINING, Adoption, Strengths
from kpi_sim.units import format_number
from labui.charts import series_data, table_data
from labui.levers import Lever, at_rest
from labui.presenters.comparing import COMPARED, SEED, Change, change_of, interval, percent, rose, signed
from labui.presenters.script import Scripted, assumption

STAFF, WEEKS, CHECKED = 200, 52, 26  # people, weeks shown, week that the question asks about
EARLY = 8  # week in which a new system usually looks like a failure
RELUCTANT, RELUCTANCE = 0.4, 0.7  # asumsi: four in ten hesitate, and are willing three tenths as much
BAND = [5, 95]  # percent of offices


class Spreading(Scripted):
    """A dinas of 200 staff and five ways to bring a new system into use."""

    id = "adopsi"

    def __init__(self) -> None:
        self.levers = [
            Lever("socialisation", "1", "Sosialisasi", 0, 1, 0.1, 0.3, "%", 0, 100.0, "Sosialisasi"),
            Lever("peer", "2", "Ajakan rekan", 0.5, 2, 0.1, 1, "%", 0, 100.0, "Ajakan"),
            Lever("usability", "3", "Kemudahan", 0.1, 1, 0.05, 0.5, "%", 0, 100.0, "Mudah"),
            Lever("leadership", "4", "Teladan pimpinan", 0, 1, 0.1, 0.3, "%", 0, 100.0, "Teladan"),
            Lever("champions", "5", "Pelopor", 0, 0.2, 0.02, 0.02, "%", 0, 100.0, "Pelopor"),
        ]
        self.rest = at_rest(self.levers)
        self.move = {"socialisation": 0.6}
        self._now: dict[int, Adoption] = {}

    def numbers(self) -> dict[str, str]:
        """The office of today, for the words of the page."""
        now = self.now(10)
        return {
            "staff": format_number(STAFF),
            "week": format_number(CHECKED),
            "using": percent(100 * now.using[:, CHECKED].mean()),
            "attended": percent(100 * now.attended[:, CHECKED].mean()),
        }

    def assumptions(self) -> list[dict[str, str]]:
        """The weekly rates of the model, all assumed, and what they rest on."""
        rates = f"{format_number(LEADERSHIP, 2)}; {format_number(TRAINING, 2)}; {format_number(PEER, 2)}"
        return [
            assumption(
                "Laju per pekan: teladan; hadir; rekan",
                rates,
                "assumed",
                "Dipilih agar kantor sedang melewati separuh dalam setengah tahun; belum ada dinas yang diukur.",
            ),
            assumption(
                "Pegawai enggan",
                f"{percent(100 * RELUCTANT)}, kesediaan {format_number(1 - RELUCTANCE, 1)}",
                "assumed",
                "Rogers 2003 membagi orang menurut kecepatan; besarnya di sini dipilih.",
            ),
            assumption(
                "Hadir per pekan pada sosialisasi penuh",
                percent(100 * ATTENDANCE),
                "assumed",
                "Jadwal dan jarak membatasi kehadiran.",
            ),
            assumption(
                "Jejaring rekan",
                "10 orang",
                "published",
                "Watts dan Strogatz 1998, Nature 393: jejaring dunia kecil.",
            ),
            assumption(
                "Mekanisme", "mulai sendiri atau meniru", "published", "Bass 1969, Management Science 15."
            ),
        ]

    def now(self, replications: int) -> Adoption:
        """Offices of today, kept."""
        if replications not in self._now:
            self._now[replications] = self.offices(self.rest, replications)
        return self._now[replications]

    def offices(self, values: Mapping[str, float], replications: int) -> Adoption:
        """A year of as many offices at one setting of the levers."""
        plain = {name: value for name, value in values.items() if name != "peer"}
        return simulate_adoption(
            STAFF,
            weeks=WEEKS,
            reluctant=RELUCTANT,
            reluctance=RELUCTANCE,
            strengths=Strengths(peer=PEER * values["peer"]),
            replications=replications,
            seed=SEED,
            **plain,
        )

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """The year of this setting beside that of today."""
        now, rest = self.now(replications), self.at_rest(values)
        chosen = now if rest else self.offices(values, replications)
        using = change_of(100 * now.using[:, CHECKED], 100 * chosen.using[:, CHECKED])
        return {
            "replications": replications,
            "total": 200,
            "big": percent(using.chosen),
            "headline": f"memakai pada pekan ke-{CHECKED}"
            + (" sekarang" if rest else f", {rose(using, percent)}"),
            "detail": self._detail(using, replications, rest),
            "score": self._half(now, chosen),
            "result": using.chosen,
            "chart": self._lines(now, chosen, rest),
            "summary": self._summary(using, chosen, rest),
            "meaning": self._meaning(chosen, values),
            "table": lambda: self._table(now, chosen, replications),
        }

    @staticmethod
    def _detail(using: Change, replications: int, rest: bool) -> list[list[Any]]:
        offices = f"{format_number(replications)} kantor simulasi"
        if rest:
            return [["Geser satu pengaturan untuk membandingkan; ", 0], [offices, 0]]
        return [
            ["Selisih ", 0],
            [f"{signed(using.difference)} poin", 1],
            [f", kisaran {interval(using)} dari {offices}", 0],
        ]

    @staticmethod
    def _half(now: Adoption, chosen: Adoption) -> dict[str, str]:
        """In which week half of the staff use it, in the office in the middle."""
        weeks = _week_of_half(chosen)
        was = _week_of_half(now)
        return {
            "grade": "–" if weeks is None else format_number(weeks),
            "now": "belum dalam setahun" if weeks is None else "pekan sampai separuh",
            "was": "sekarang belum" if was is None else f"sekarang {format_number(was)} pekan",
        }

    @staticmethod
    def _lines(now: Adoption, chosen: Adoption, rest: bool) -> dict[str, Any]:
        low, high = np.percentile(100 * chosen.using, BAND, axis=0)
        lines = [
            {"name": "pernah hadir", "role": "context", "values": 100 * chosen.attended.mean(axis=0)},
            {"name": "" if rest else "sekarang", "role": "base", "values": 100 * now.using.mean(axis=0)},
            {
                "name": "memakai",
                "role": "chosen",
                "values": 100 * chosen.using.mean(axis=0),
                "low": low,
                "high": high,
            },
        ]
        periods = [str(week) for week in range(WEEKS + 1)]
        return series_data(periods, lines, target=(50.0, "separuh"), zero=True)

    @staticmethod
    def _summary(using: Change, chosen: Adoption, rest: bool) -> str:
        attended = format_number(100 * chosen.attended[:, CHECKED].mean(), 0)
        first = f"Pada pekan ke-{CHECKED}, {format_number(using.chosen, 0)} persen pegawai memakai"
        second = f"dan {attended} persen pernah hadir sosialisasi."
        if rest:
            return f"{first} {second}"
        return f"{first}, sekarang {format_number(using.base, 0)} persen, {second}"

    def _meaning(self, chosen: Adoption, values: Mapping[str, float]) -> list[str]:
        attended, using = 100 * chosen.attended[:, CHECKED].mean(), 100 * chosen.using[:, CHECKED].mean()
        early, final = 100 * chosen.using[:, EARLY].mean(), 100 * chosen.final.mean()
        # what the question asks about is what stands on the screen, however well it is known by now
        asked = values == {**self.rest, **self.move}
        peer, session = self._alone("peer", 1.5), using if asked else self._alone("socialisation", 0.6)
        return [
            f"Pekan ke-{CHECKED}: {percent(attended)} pernah hadir, {percent(using)} memakai. Hadir belum berarti memakai.",
            f"Sosialisasi dua kali lipat: {percent(session)} memakai. Ajakan rekan ditambah separuhnya: {percent(peer)}.",
            f"Yang memakai {percent(early)} pada pekan ke-{EARLY}, {percent(final)} sesudah setahun: jangan menilai dari awalnya.",
        ]

    def _alone(self, lever: str, value: float) -> float:
        """Percent who use it in the week of the question when one lever is moved by itself."""
        return float(100 * self.offices({**self.rest, lever: value}, 10).using[:, CHECKED].mean())

    def _table(self, now: Adoption, chosen: Adoption, replications: int) -> dict[str, Any]:
        rows = []
        for week in (4, EARLY, 13, CHECKED, 39, WEEKS):
            change = change_of(100 * now.using[:, week], 100 * chosen.using[:, week])
            rows.append(_row(f"Memakai, pekan {week} (%)", change))
        rows.append(
            _row(
                f"Pernah hadir, pekan {CHECKED} (%)",
                change_of(100 * now.attended[:, CHECKED], 100 * chosen.attended[:, CHECKED]),
            )
        )
        rows.append(
            _row(
                f"Pegawai enggan yang memakai, pekan {CHECKED} (%)",
                change_of(100 * now.reluctant_using[:, CHECKED], 100 * chosen.reluctant_using[:, CHECKED]),
            )
        )
        return table_data(
            COMPARED, rows, caption=f"Rata-rata dari {format_number(replications)} kantor simulasi"
        )


def _row(label: str, change: Change) -> list[str]:
    was, now = format_number(change.base, 1), format_number(change.chosen, 1)
    return [label, was, now, signed(change.difference), interval(change)]


def _week_of_half(offices: Adoption) -> int | None:
    """Week in which half of the staff use it in the middle office; None where it is not reached."""
    reached = offices.weeks_to(0.5)
    return None if np.isnan(reached).mean() >= 0.5 else int(np.nanmedian(reached))
