"""How a new way of working spreads among staff who do not all want it.

Theory of operation. Every member of staff who does not use the system yet begins in a week with probability
1 - exp(-rate), where ::

    rate = usability x willingness x (LEADERSHIP x leadership + TRAINING x attended + PEER x share of colleagues using)

``attended`` turns from 0 to 1 when a socialisation reaches the person; reluctant staff have a lower willingness;
champions use the system from the start. Instead of a coin a week, each person draws one exponential number at the
beginning and begins when the sum of the rates has reached it: the same law, one draw a person, and under one seed a
stronger lever never loses a user, because the draws belong to the person and only the rates change.

Who begins raises the rate of the colleagues once, so a year of 10,000 staff costs about as much as the network has
ties, not ties times weeks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import OutOfRangeError
from kpi_sim.frictions.network import Network, small_world
from kpi_sim.streams import BLOCK_REPLICATIONS, blocks, stream
from kpi_sim.units import format_number

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# Weekly rates. asumsi: so chosen that a middling office (defaults below) passes half in about half a year and that
# colleagues weigh more than any decree; no dinas has been measured. Change them by ``strengths``.
LEADERSHIP, TRAINING, PEER = 0.02, 0.03, 0.30
ATTENDANCE = 0.15  # asumsi: weekly share of staff who come to a session when socialisation is at its fullest
_WILL, _RELUCTANT, _CHAMPION, _COMING = range(4)  # parts of the address within purpose "adoption"


@dataclass(frozen=True)
class Strengths:
    """Weekly rates of the model at full lever (all assumptions)."""

    leadership: float = LEADERSHIP
    training: float = TRAINING
    peer: float = PEER
    attendance: float = ATTENDANCE


@dataclass(frozen=True)
class Adoption:
    """Shares of staff, 0-1, arrays (replications, weeks + 1); column 0 is the start.

    ``using``: use the system; ``attended``: have come to a socialisation (which is not the same);
    ``reluctant_using``: of the reluctant, NaN where there is none.
    """

    using: FloatArray
    attended: FloatArray
    reluctant_using: FloatArray
    staff: int

    @property
    def final(self) -> FloatArray:
        """Share using at the end (replications,)."""
        return np.asarray(self.using[:, -1])

    def weeks_to(self, share: float) -> FloatArray:
        """First week in which ``share`` use the system (replications,); NaN where it is never reached."""
        reached = self.using >= share - 1e-12
        return np.where(reached.any(axis=1), reached.argmax(axis=1), np.nan)


def simulate_adoption(
    staff: int = 10_000,
    *,
    weeks: int = 52,
    champions: float = 0.02,
    socialisation: float = 0.5,
    usability: float = 0.6,
    leadership: float = 0.5,
    reluctant: float = 0.4,
    reluctance: float = 0.7,
    degree: int = 10,
    rewiring: float = 0.1,
    strengths: Strengths | None = None,
    replications: int = 1,
    seed: int = 0,
    first_block: int = 0,
) -> Adoption:
    """Weekly shares of staff who use a new system, on small-world networks of colleagues.

    Args:
        champions: share who use it from the start, chosen among the willing.
        socialisation: how much of the staff sessions reach each week, 0-1 of what is possible.
        usability: how easily it works, 0-1; 0 and nobody begins.
        leadership: how visibly leaders use it and ask for it, 0-1.
        reluctant: share of staff who are reluctant.
        reluctance: how much lower their willingness is, 0-1; 1 never begins.
        degree: colleagues of each person, even.
        rewiring: share of ties that leave the neighbourhood.
        first_block: block of the streams to begin with (see ``kpi_sim.streams``).

    Every block of replications has its own network. Same seed, same answer; a stronger lever never gives fewer users.

    Raises:
        OutOfRangeError: a share outside 0-1, an odd degree, an office smaller than its networks.

    Source: Bass 1969 and Rogers 2003 for the mechanism; the rates are assumptions.
    """
    _whole("Jumlah pegawai", staff, 3, 1_000_000)
    _whole("Jumlah minggu", weeks, 1, 1040)
    _whole("Jumlah ulangan", replications, 1, 1_000_000)
    if degree != int(degree) or degree % 2 or not 2 <= degree < staff:
        raise OutOfRangeError(
            name="Banyaknya rekan kerja",
            value=degree,
            allowed="Isi bilangan genap, 2 atau lebih, di bawah jumlah pegawai.",
        )
    office = _Office(
        staff,
        weeks,
        champions,
        socialisation,
        usability,
        leadership,
        reluctant,
        reluctance,
        strengths or Strengths(),
    )
    office.check()
    _share("Bagian rekan di luar lingkungan", rewiring)
    parts = []
    for block, used in blocks(replications):
        network = small_world(staff, int(degree), float(rewiring), seed, first_block + block)
        parts.append(office.run(network, seed, first_block + block, used))
    using, attended, hesitant = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Adoption(using, attended, hesitant, staff)


@dataclass(frozen=True)
class _Office:
    staff: int
    weeks: int
    champions: float
    socialisation: float
    usability: float
    leadership: float
    reluctant: float
    reluctance: float
    strengths: Strengths

    def check(self) -> None:
        """Refuse a lever outside 0-1."""
        for field, name in _LEVERS.items():
            _share(name, getattr(self, field))

    def run(
        self, network: Network, seed: int, block: int, used: int
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Shares of the first ``used`` replications of a block."""
        shape = (BLOCK_REPLICATIONS, self.staff)
        unwilling = stream(seed, "adoption", block, _RELUCTANT).random(shape)[:used] < self.reluctant
        left = stream(seed, "adoption", block, _WILL).standard_exponential(shape)[:used]
        coming = stream(seed, "adoption", block, _COMING).standard_exponential(shape)[:used]
        using = self._champions(stream(seed, "adoption", block, _CHAMPION).random(shape)[:used], unwilling)
        came_in = self._attendance(coming)
        drive = self.usability * np.where(unwilling, 1 - self.reluctance, 1.0)
        return self._weeks(network, drive, left, came_in, using, unwilling)

    def _champions(self, order: FloatArray, unwilling: BoolArray) -> BoolArray:
        """The willing with the smallest numbers, as many as the share asks for (all the willing at most)."""
        many = round(self.champions * self.staff)
        chosen = np.zeros(order.shape, dtype=bool)
        if many:
            ranked = np.where(unwilling, 2 + order, order)
            first = np.argpartition(ranked, min(many, self.staff) - 1, axis=1)[:, :many]
            np.put_along_axis(chosen, first, True, axis=1)
            chosen &= ~unwilling
        return chosen

    def _attendance(self, coming: FloatArray) -> npt.NDArray[np.int64]:
        """Week from which each person has attended; beyond the end where never."""
        rate = self.socialisation * self.strengths.attendance
        if not rate:
            return np.full(coming.shape, self.weeks + 1)
        never = self.weeks + 1
        # capped before and after: a tiny rate must not overflow, and the division may round up past the end
        return np.minimum(np.ceil(np.minimum(coming, rate * never) / rate), never).astype(np.int64)

    def _weeks(
        self,
        network: Network,
        drive: FloatArray,
        left: FloatArray,
        came_in: npt.NDArray[np.int64],
        using: BoolArray,
        unwilling: BoolArray,
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Takes each week's rates off what is ``left`` of everyone's draw; who has none left begins."""
        used, s = len(drive), self.strengths
        rate = drive * s.leadership * self.leadership
        each = drive * s.peer / network.degrees  # what one colleague more adds
        trained = drive * s.training
        people = np.zeros((used, self.weeks + 1))
        hesitant = np.zeros((used, self.weeks + 1))
        fresh = np.flatnonzero(using)
        for week in range(self.weeks + 1):
            if week:
                rate += trained * (came_in == week)
                left -= rate
                fresh = np.flatnonzero(left <= 0)
            left.reshape(-1)[fresh] = np.inf
            self._tell_colleagues(network, fresh, rate, each)
            row = fresh // self.staff
            people[:, week] = np.bincount(row, minlength=used)
            hesitant[:, week] = np.bincount(row[unwilling.reshape(-1)[fresh]], minlength=used)
        attended = np.stack([np.bincount(weeks, minlength=self.weeks + 2)[:-1] for weeks in came_in])
        many = unwilling.sum(axis=1, keepdims=True).astype(float)
        few = np.full((used, self.weeks + 1), np.nan)
        np.divide(np.cumsum(hesitant, axis=1), many, out=few, where=many > 0)
        return np.cumsum(people, axis=1) / self.staff, np.cumsum(attended, axis=1) / self.staff, few

    def _tell_colleagues(
        self, network: Network, fresh: npt.NDArray[np.int64], rate: FloatArray, each: FloatArray
    ) -> None:
        """Each new user raises the rate of every colleague once."""
        if not len(fresh):
            return
        row, person = np.divmod(fresh, self.staff)
        colleagues, many = network.of(person)
        at = colleagues + np.repeat(row * self.staff, many)
        np.add.at(rate.reshape(-1), at, each.reshape(-1)[at])


_LEVERS = {
    "champions": "Bagian pelopor",
    "socialisation": "Jangkauan sosialisasi",
    "usability": "Kemudahan pemakaian",
    "leadership": "Keteladanan pimpinan",
    "reluctant": "Bagian pegawai yang enggan",
    "reluctance": "Kuatnya keengganan",
}


def _share(name: str, value: float) -> None:
    if not (isinstance(value, int | float | np.number) and math.isfinite(value) and 0 <= value <= 1):
        raise OutOfRangeError(
            name=name,
            value=format_number(float(value))
            if isinstance(value, int | float | np.number)
            else str(value)[:40],
            allowed="Isi dari 0 sampai 1.",
        )


def _whole(name: str, value: int, least: int, most: int) -> None:
    if isinstance(value, bool) or value != int(value) or not least <= value <= most:
        raise OutOfRangeError(
            name=name, value=value, allowed=f"Isi bilangan bulat dari {least} sampai {format_number(most)}."
        )
