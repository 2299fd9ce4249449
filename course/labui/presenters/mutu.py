"""Simulator Mutu Data: a dirty register makes the indicator better, and sends the money to the wrong place."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kpi_sim import assess_quality, corrupt
from kpi_sim.frictions.data_quality import Corrupted
from kpi_sim.frictions.flaws import Duplicate, Flaw, Late, Missing
from kpi_sim.units import format_number
from labui.charts import bars_data, table_data
from labui.levers import Lever, at_rest
from labui.presenters.comparing import SEED, Change, change_of, interval, percent, signed
from labui.presenters.script import Scripted, assumption
from labui.refine import leave_if_stale

if TYPE_CHECKING:
    import pandas as pd

FloatArray = npt.NDArray[np.float64]
# Kecamatan that do not exist: children and how many of them truly have a certificate (asumsi: 960 of 1.200, the case of
# the course K702). Two large ones register at a hospital and at the office, so their rows come twice.
CHILDREN = {"Hulu": 240, "Tengah": 220, "Muara": 160, "Rantau": 150, "Simpang": 130, "Bukit": 110, "Pulau": 100, "Tanjung": 90}  # fmt: skip
REGISTERED = {"Hulu": 168, "Tengah": 158, "Muara": 141, "Rantau": 129, "Simpang": 113, "Bukit": 88, "Pulau": 84, "Tanjung": 79}  # fmt: skip
TWICE = ("Hulu", "Tengah", "Bukit")
TARGET = 85.0
NEXT_YEAR = np.datetime64("2027-01-01")
LATE_BY = 60.0  # asumsi: days from birth certificate to the register where it is late, on average
HELPED = 3  # kecamatan that get the extra money: the lowest in the report
MOST = 100  # registers of the best answer


@dataclass(frozen=True)
class Reports:
    """Coverage in percent of repeated registers: (replications,) and (replications, kecamatan); quality of the first."""

    total: FloatArray
    areas: FloatArray
    quality: float


@functools.cache
def register() -> pd.DataFrame:
    """The register as it should be: one row a child with a certificate, spread over the year."""
    import pandas as pd

    areas = np.repeat(list(REGISTERED), list(REGISTERED.values()))
    day = np.arange(len(areas)) * 365 // len(areas)
    order = np.random.Generator(np.random.SFC64(SEED)).permutation(len(areas))
    issued = pd.Timestamp("2026-01-01") + pd.to_timedelta(day[order], unit="D")
    return pd.DataFrame(
        {"child": np.arange(len(areas)) + 1, "area": areas, "recorded": issued, "happened": issued}
    )


SCHEMA = {
    "fields": [
        {"name": "child", "type": "integer", "title": "Nomor anak", "constraints": {"required": True, "unique": True}},
        {"name": "area", "type": "string", "title": "Kecamatan", "constraints": {"required": True, "enum": list(CHILDREN)}},
        {"name": "recorded", "type": "date", "title": "Tanggal dicatat"},
        {"name": "happened", "type": "date", "title": "Tanggal terbit"},
    ],
    "primaryKey": ["child"],
    "reporting": {"happened": "happened", "recorded": "recorded", "days": 14},
}  # fmt: skip


class DataQuality(Scripted):
    """A register of birth certificates: three kinds of errors, two repairs, coverage by kecamatan."""

    id = "mutu"

    def __init__(self) -> None:
        self.levers = [
            Lever("duplicate", "1", "Tercatat ganda", 0, 0.2, 0.01, 0.11, "%", 0, 100.0, "Ganda"),
            Lever("missing", "2", "Kecamatan kosong", 0, 0.3, 0.02, 0.1, "%", 0, 100.0, "Kosong"),
            Lever("late", "3", "Terlambat dicatat", 0, 0.4, 0.05, 0.15, "%", 0, 100.0, "Terlambat"),
            Lever("unique", "4", "Hapus ganda", 0, 1, 1, 0, short="Hapus", kind="switch", options=("tidak", "ya")),
            Lever("filled", "5", "Lengkapi kosong", 0, 1, 1, 0, short="Isi", kind="switch", options=("tidak", "ya")),
        ]  # fmt: skip
        self.move = {"unique": 1.0}
        self.rest = at_rest(self.levers)
        self._now: dict[int, Reports] = {}

    def numbers(self) -> dict[str, str]:
        """The register of today."""
        return {
            "reported": percent(self.now(10).total.mean(), 1),
            "children": format_number(sum(CHILDREN.values())),
        }

    def assumptions(self) -> list[dict[str, str]]:
        """What is made up, and what the model does with it."""
        truth = 100 * sum(REGISTERED.values()) / sum(CHILDREN.values())
        return [
            assumption(
                "Anak dan akta",
                f"{format_number(sum(REGISTERED.values()))} dari {format_number(sum(CHILDREN.values()))}",
                "assumed",
                f"Data buatan; cakupan sebenarnya {percent(truth)}, delapan kecamatan yang tidak ada di peta.",
            ),
            assumption(
                "Data ganda",
                ", ".join(TWICE),
                "assumed",
                "Tempat anak tercatat di rumah sakit dan di kantor sekaligus.",
            ),
            assumption(
                "Terlambat dicatat",
                f"rata-rata {format_number(LATE_BY, 0)} hari",
                "assumed",
                "Yang tercatat sesudah 31 Desember tidak masuk laporan tahun ini.",
            ),
            assumption(
                "Skor mutu",
                "satu-data-39-2019",
                "regulation",
                "Perpres 39/2019; bobot aspek menurut EPSS (BPS).",
            ),
        ]

    def now(self, replications: int) -> Reports:
        """Registers of today, kept."""
        if replications not in self._now:
            self._now[replications] = self.reports(self.rest, replications)
        return self._now[replications]

    def reports(self, values: Mapping[str, float], replications: int) -> Reports:
        """Repeated registers with these errors, each counted as a report counts it."""
        counted = np.array([_counted(values, number) for number in range(replications)])
        children = np.array(list(CHILDREN.values()))
        return Reports(
            total=100 * counted.sum(axis=1) / children.sum(),
            areas=100 * counted[:, 1:] / children,
            quality=float(assess_quality(_register(values), SCHEMA).total or 0.0),
        )

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """The report of this register beside the truth."""
        rest, now = self.at_rest(values), self.now(replications)
        chosen = now if rest else self.reports(values, replications)
        total = change_of(now.total, chosen.total)
        right = self._right(chosen)
        return {
            "replications": replications,
            "total": MOST,
            "big": percent(total.chosen, 1),
            "headline": f"cakupan menurut register, {'di atas' if total.chosen >= TARGET else 'di bawah'} target",
            "detail": self._detail(total, replications, rest),
            "score": {
                "grade": format_number(right),
                "now": f"dari {HELPED} kecamatan tepat",
                "was": f"mutu data {format_number(chosen.quality, 0)} dari 100",
            },
            "result": total.chosen,
            "chart": self._bars(chosen),
            "summary": f"Cakupan menurut register {format_number(total.chosen, 1)} persen, sebenarnya "
            f"{format_number(_truth(), 1)} persen, target {format_number(TARGET, 0)}. "
            f"Anggaran tepat pada {right} dari {HELPED} kecamatan.",
            "meaning": self._meaning(right),
            "table": lambda: self._table(chosen, replications),
        }

    @staticmethod
    def _detail(total: Change, replications: int, rest: bool) -> list[list[Any]]:
        registers = f"{format_number(replications)} register"
        if rest:
            return [["Geser satu pengaturan untuk membandingkan; ", 0], [registers, 0]]
        return [
            ["Selisih dari sekarang ", 0],
            [f"{signed(total.difference)} poin", 1],
            [f", kisaran {interval(total)} dari {registers}", 0],
        ]

    @staticmethod
    def _right(reports: Reports) -> int:
        """How many of the lowest kecamatan of the report are truly among the lowest (middle of the registers)."""
        truth = set(np.argsort(_true_areas(), kind="stable")[:HELPED].tolist())
        hits = [len(truth & set(np.argsort(row, kind="stable")[:HELPED].tolist())) for row in reports.areas]
        return int(np.median(hits))

    @staticmethod
    def _bars(chosen: Reports) -> dict[str, Any]:
        low, high = np.percentile(chosen.areas, [2.5, 97.5], axis=0)
        means, truth = chosen.areas.mean(axis=0), _true_areas()
        lowest = set(np.argsort(means, kind="stable")[:HELPED].tolist())
        return bars_data(
            [
                {
                    "label": name,
                    "value": means[k],
                    "low": low[k],
                    "high": high[k],
                    "base": truth[k],
                    "text": percent(means[k]),
                    "word": "dibantu" if k in lowest else "",
                    "status": "warn" if k in lowest else "none",
                }
                for k, name in enumerate(CHILDREN)
            ],
            maximum=max(100.0, float(high.max())),
            guide=(TARGET, f"target {format_number(TARGET, 0)}"),
        )

    def _meaning(self, right: int) -> list[str]:
        above = self.now(10).total.mean() - _truth()
        return [
            f"Sebenarnya {percent(_truth(), 1)}. Register yang kotor menambah {format_number(above, 1)} poin tanpa satu akta pun.",
            f"Menurut register ini, {right} dari {HELPED} kecamatan yang dibantu memang yang terendah.",
            "Sesudah register bersih: tulis catatan revisi, tampilkan kedua tahun dengan definisi yang sama.",
        ]

    @staticmethod
    def _table(chosen: Reports, replications: int) -> dict[str, Any]:
        truth, means = _true_areas(), chosen.areas.mean(axis=0)
        rows = [
            [name, format_number(means[k], 1), format_number(truth[k], 1), signed(means[k] - truth[k])]
            for k, name in enumerate(CHILDREN)
        ]
        total = float(chosen.total.mean())
        rows.append(["Semua", format_number(total, 1), format_number(_truth(), 1), signed(total - _truth())])
        caption = f"Cakupan akta dalam persen, rata-rata dari {format_number(replications)} register"
        return table_data(["Kecamatan", "Register", "Sebenarnya", "Selisih"], rows, caption=caption)


def _truth() -> float:
    return 100 * sum(REGISTERED.values()) / sum(CHILDREN.values())


def _true_areas() -> FloatArray:
    return 100 * np.array(list(REGISTERED.values())) / np.array(list(CHILDREN.values()))


def _flaws(values: Mapping[str, float]) -> dict[str, Flaw]:
    twice = sum(REGISTERED[name] for name in TWICE)
    share = min(1.0, values["duplicate"] * sum(REGISTERED.values()) / twice)
    return {
        "late": Late(values["late"], columns=("recorded",), days=LATE_BY),
        "missing": Missing(0.0 if values["filled"] else values["missing"], columns=("area",)),
        "duplicate": Duplicate(share, where={"area": list(TWICE)}),
    }


def _flawed(flaws: Iterable[Flaw], number: int) -> Corrupted:
    return corrupt(register(), flaws, seed=SEED + number, keys=("child",))


def _register(values: Mapping[str, float]) -> pd.DataFrame:
    """The first of the repeated registers, with all its errors in it."""
    frame = _flawed(_flaws(values).values(), 0).frame
    return frame.drop_duplicates("child") if values["unique"] else frame


# What a kind of error hits does not depend on the others. So what each did to each register is kept, a move works out
# only the kind whose lever was moved, and counting puts the kinds together.
_known: dict[tuple[str, float, int], npt.NDArray[Any]] = {}
_KEPT = 4000  # of about a kilobyte
_OF: dict[str, Callable[[Corrupted], npt.NDArray[Any]]] = {
    # whether a row is recorded within the year
    "late": lambda found: found.frame["recorded"].to_numpy() < NEXT_YEAR,
    # its kecamatan counted from 1, 0 for none
    "missing": lambda found: np.array(
        [_PLACE.get(area, 0) for area in found.frame["area"].to_numpy(dtype=object)]
    ),
    # rows that come twice
    "duplicate": lambda found: found.origin[found.copies],
}
_PLACE = {name: at for at, name in enumerate(CHILDREN, 1)}


def _done(kind: str, flaw: Flaw, number: int) -> npt.NDArray[Any]:
    """What this flaw alone does to a register."""
    leave_if_stale()
    address = (kind, flaw.share, number)
    if address not in _known:
        if len(_known) >= _KEPT:
            _known.clear()
        _known[address] = _OF[kind](_flawed([flaw], number))
    return _known[address]


def _counted(values: Mapping[str, float], number: int) -> npt.NDArray[np.int64]:
    """Rows that the report of the year counts: those without a kecamatan, then those of each."""
    in_time, area, twice = (_done(kind, flaw, number) for kind, flaw in _flaws(values).items())
    counted = np.bincount(area[in_time], minlength=len(CHILDREN) + 1)
    if not values["unique"]:
        counted += np.bincount(area[twice[in_time[twice]]], minlength=len(CHILDREN) + 1)
    return counted
