"""Scenario ``innovation``: a regional government that wants to be called innovative, over five years.

Two things can be counted: how many innovations there are, and what they are worth to people. The index (IID) rewards
number, papers and proof; the people who use an innovation are counted by nobody. True is what runs and would be
proven in full; reported is what is sent in, papers included, with the proof that reporting discipline has kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kpi_sim.indicators.innovation import innovation_indices
from kpi_sim.rules import load_rules
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.innovation_pool import BEFORE, FILLING, YEARS, Pool, innovations
from kpi_sim.scenarios.inputs import number, ratio, switched_on
from kpi_sim.scenarios.outcome import Measure, Model, Outcome
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.scoring import achievements
from kpi_sim.scenarios.staff import done_as_planned, using

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Numbers = dict[str, FloatArray]

RULE = "iid-2026"
_ROW_LUCK, _SENT, _PROOF = range(10, 13)  # parts of the address within purpose "innovation"
# indicator -> polarity; the target is the parameter "target.<indicator>"
IKU = {"innovations": "maximize", "iid_score": "maximize", "users": "maximize"}
MEASURES = (
    Measure("ideas", "Gagasan setahun", "gagasan", decimals=0),
    Measure("innovations", "Jumlah inovasi yang berjalan", "inovasi", decimals=0),
    Measure("new_innovations", "Inovasi baru", "inovasi", decimals=0),
    Measure("papers", "Inovasi yang hanya di atas kertas", "berkas", "minimize", 0),
    Measure("mentored", "Gagasan yang didampingi", "persen"),
    Measure("maturity", "Kematangan: nilai SID rata-rata", "nilai 0-111"),
    Measure("mandatory_fields", "Bidang wajib yang berinovasi", "bidang", decimals=0),
    Measure("iid_score", "Indeks Inovasi Daerah (IID)", "nilai 0-100", decimals=2),
    Measure("iid_category", "Kategori IID", "0 Tidak Dapat Dinilai, 1 Kurang, 2 Inovatif, 3 Sangat Inovatif", decimals=0),
    Measure("copies", "Tempat lain yang meniru", "tempat", decimals=0),
    Measure("users", "Warga yang memakai inovasi", "orang", decimals=0),
    Measure("users_per_innovation", "Pemakai tiap inovasi", "orang", decimals=0),
    Measure("staff_using", "Pegawai yang memakai sistem", "persen"),
    Measure("programme_cost", "Biaya program setahun", "juta rupiah", "minimize", 0),
    Measure("cost_per_user", "Biaya program tiap pemakai", "ribu rupiah", "minimize", 0),
    Measure("achievement_innovations", "Capaian bila IKU-nya jumlah inovasi", "persen"),
    Measure("achievement_iid_score", "Capaian bila IKU-nya IID", "persen"),
    Measure("achievement_users", "Capaian bila IKU-nya pemakai", "persen"),
)  # fmt: skip
_CATEGORIES = ("tidak_dapat_dinilai", "kurang_inovatif", "inovatif", "sangat_inovatif")


def describe(values: Mapping[str, Value]) -> Model:
    """The indicators that the model gives; "Awal" is the year before the plan."""
    periods = ("Awal", *(f"Tahun {year}" for year in range(1, YEARS + 1)))
    return Model(MEASURES, periods, ("Pemerintah daerah",))


def simulate(values: Mapping[str, Value], *, first_block: int, replications: int, seed: int) -> Outcome:
    """``replications`` runs of five years, beginning with block ``first_block`` of the streams."""
    chance = Chance(seed, "innovation", first_block, replications)
    early = FILLING + BEFORE
    staff = using(
        values, years=YEARS, before=early, first_block=first_block, replications=replications, seed=seed
    )
    started = np.arange(staff.shape[1]) >= early
    planned = started * done_as_planned(staff, number(values, "adoption.without_system"))
    pool = innovations(chance, values, planned)
    report = _Report(chance, values, pool, planned)
    shared = _programme(values, pool, staff)
    true = report.indicators(reported=False) | shared
    told = report.indicators(reported=True) | shared if switched_on(values, "friction.data") else true
    return Outcome(_stack(values, true), _stack(values, told))


@lru_cache(maxsize=1)
def _weights() -> FloatArray:
    """Weights of the twenty rows of an innovation (SID)."""
    return np.array([float(item["weight"]) for item in load_rules(RULE)["sid"]["items"]])


@dataclass(frozen=True)
class _Sent:
    """The innovations of one year that count: where in the pool (replication first), and SID points of each."""

    place: tuple[IntArray, ...]
    points: FloatArray


class _Report:
    """The stock of each year, as it is and as it is sent in."""

    def __init__(self, chance: Chance, values: Mapping[str, Value], pool: Pool, planned: FloatArray) -> None:
        self._values, self._pool, self._planned = values, pool, planned
        size = pool.worth.shape[1:]
        self._sent = chance.uniform(_SENT, *size)
        self._luck = chance.normal(_ROW_LUCK, *size, len(_weights()))
        self._proof = chance.uniform(_PROOF, *size, len(_weights()))
        self._deserved: dict[int, tuple[tuple[IntArray, ...], npt.NDArray[np.int8]]] = {}  # by year

    def indicators(self, *, reported: bool) -> Numbers:
        """Indicators of the years that count, (replications, periods)."""
        years = [self._year(year, reported) for year in range(FILLING, self._pool.begun.shape[1])]
        return {name: np.stack([found[name] for found in years], axis=1) for name in years[0]}

    def _discipline(self, year: int) -> FloatArray:
        """Share of the real innovations that is sent in, and of their rows that is proven (replications,)."""
        usual = number(self._values, "reporting.usual")
        return usual + (1 - usual) * number(self._values, "reporting.discipline") * self._planned[:, year]

    def _year(self, year: int, reported: bool) -> Numbers:
        pool, alive = self._pool, self._pool.alive(year)
        kept = self._discipline(year)
        counts = alive & ~pool.paper
        if reported:
            counts = alive & (pool.paper | (self._sent < kept[:, None, None]))
        sent = self._points(counts, year, kept if reported else None)
        many = counts.sum(axis=(1, 2)).astype(float)
        running = alive & ~pool.paper
        age = year - np.arange(alive.shape[1])[:, None]
        copies = np.where(running & (age >= 1), pool.copies, 0)  # copied from the second year on
        people = pool.users * (1 + number(self._values, "replication.users") * copies)
        found = {
            "innovations": many,
            "new_innovations": (counts & (age == 0)).sum(axis=(1, 2)).astype(float),
            "papers": (alive & pool.paper).sum(axis=(1, 2)).astype(float),
            "copies": copies.sum(axis=(1, 2)).astype(float),
            "users": np.where(running, people, 0.0).sum(axis=(1, 2)),
        }
        found["users_per_innovation"] = ratio(found["users"], many)
        return found | self._index(sent, many, kept if reported else None)

    def _points(self, counts: BoolArray, year: int, kept: FloatArray | None) -> _Sent:
        """SID points of each innovation that counts: parameter 0-3 of each row times its weight."""
        running, rows = self._parameters(year)
        which = counts[running]
        place, rows = tuple(part[which] for part in running), rows[which]
        if kept is not None:
            proven = self._proof[place] < kept[place[0]][:, None]
            rows = np.where(proven, rows, np.minimum(rows, 1))
        return _Sent(place, np.asarray(rows.astype(float) @ _weights()))

    def _parameters(self, year: int) -> tuple[tuple[IntArray, ...], npt.NDArray[np.int8]]:
        """What runs in a year, and the parameter 0-3 that each of its rows deserves, (innovations, rows)."""
        if year not in self._deserved:
            place = np.nonzero(self._pool.alive(year))
            grown = number(self._values, "maturity.growth") * (year - place[1])
            level = self._pool.worth[place] * number(self._values, "maturity.worth_effect") + grown
            latent = level[:, None] + self._luck[place]
            rows = np.zeros(latent.shape, np.int8)
            for limit in self._limits():
                rows += latent > limit
            self._deserved[year] = place, rows
        return self._deserved[year]

    def _limits(self) -> tuple[float, ...]:
        low, step = number(self._values, "maturity.first"), number(self._values, "maturity.step")
        return tuple(low + step * at for at in range(3))

    def _index(self, sent: _Sent, many: FloatArray, kept: FloatArray | None) -> Numbers:
        """IID by the rules, its category, its parts."""
        fields = len(load_rules(RULE)["fields"]["items"])
        spd = np.full(len(many), number(self._values, "agency_points"))
        if kept is not None:
            spd = spd * kept
        covered = np.zeros((len(many), fields), bool)
        mandatory = self._pool.field[sent.place] < fields
        covered[sent.place[0][mandatory], self._pool.field[sent.place][mandatory]] = True
        points = np.bincount(sent.place[0], sent.points, minlength=len(many)).astype(float)
        score, category = innovation_indices(
            spd, points, many.astype(np.int64), mandatory_fields=covered.sum(axis=1)
        )
        return {
            "maturity": ratio(points, many),
            "mandatory_fields": covered.sum(axis=1).astype(float),
            "iid_score": score,
            "iid_category": np.array([_CATEGORIES.index(found.id) for found in category], float),
        }


def _programme(values: Mapping[str, Value], pool: Pool, staff: FloatArray) -> Numbers:
    """What is asked of the government, (replications, periods); nothing before the plan."""
    cost = number(values, "cost.idea_time") * number(values, "idea_time")
    cost += number(values, "cost.mentor") * number(values, "mentors")
    cost += number(values, "cost.replication") * number(values, "replication")
    cost += number(values, "cost.reporting") * number(values, "reporting.discipline")
    return {
        "ideas": pool.ideas[:, FILLING:],
        "mentored": 100 * pool.mentored[:, FILLING:],
        "staff_using": 100 * staff[:, FILLING:],
        "programme_cost": cost
        * np.where(np.arange(YEARS + BEFORE) >= BEFORE, np.ones_like(staff[:, FILLING:]), 0.0),
    }


def _stack(values: Mapping[str, Value], numbers: Numbers) -> FloatArray:
    """Everything in the order of ``MEASURES``, (replications, indicators, periods, 1), scores included."""
    numbers = dict(numbers)
    numbers["cost_per_user"] = 1000 * ratio(numbers["programme_cost"], numbers["users"])
    for name, polarity in IKU.items():
        numbers[f"achievement_{name}"] = achievements(
            numbers[name], number(values, f"target.{name}"), polarity
        )
    return np.stack([numbers[measure.id] for measure in MEASURES], axis=1)[..., None]
