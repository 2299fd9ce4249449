"""What a counter service is made of: stages with staff, and the people who come to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi_sim.errors import LabIkuError, OutOfRangeError, UnknownNameError, raise_faults
from kpi_sim.units import format_number

MOST_SERVERS = 200
MOST_CUSTOMERS = 2800.0  # expected in one day; the lane engine numbers the customers of a tile with 20 bits


@dataclass(frozen=True)
class Stage:
    """One step of a service, worked first come, first served by ``servers`` equal staff.

    Args:
        name: id of the stage, for example ``"counter"``.
        servers: staff working side by side.
        service_mean: minutes of work a customer needs on average.
        service_cv: spread of the work, standard deviation over mean: 1 is exponential, 0 always the same,
            anything else a gamma law.
        patience_mean: minutes that people wait here on average before they walk away (exponential);
            ``None``: nobody leaves.
        prepared_factor: part of the work that is left for a customer who prepared online (0-1).
        rework_share: part of the customers who, when done here, must do it again (0-0.95).
        rework_to: stage to which they go back; empty: this one.
        staff: name of the group of staff who work here; stages with the same name share their people.
            Empty: own staff.
    """

    name: str
    servers: int
    service_mean: float
    service_cv: float = 1.0
    patience_mean: float | None = None
    prepared_factor: float = 1.0
    rework_share: float = 0.0
    rework_to: str = ""
    staff: str = ""

    def __post_init__(self) -> None:
        raise_faults(
            [
                *_whole(f"Jumlah petugas {self.name}", self.servers, 1, MOST_SERVERS),
                *_between(f"Lama layanan {self.name}", self.service_mean, 0.0, 1440.0),
                *_between(f"Keragaman layanan {self.name}", self.service_cv, 0.0, 10.0),
                *_between(f"Sisa pekerjaan {self.name}", self.prepared_factor, 0.0, 1.0),
                *_between(f"Bagian yang diulang {self.name}", self.rework_share, 0.0, 0.95),
                *(
                    []
                    if self.patience_mean is None
                    else _between(f"Kesabaran {self.name}", self.patience_mean, 1e-6, 1e6)
                ),
            ],
            noun="isian tahap layanan",
        )


@dataclass(frozen=True)
class ServiceSystem:
    """A counter service: stages in the order in which everyone passes them, and arrivals by the hour.

    The doors are open for as many slots as ``arrivals`` has entries; staff finish everyone who is inside.

    Args:
        stages: at least one.
        arrivals: people expected in each slot of the day (an hour each unless ``slot_minutes`` says otherwise).
        slot_minutes: length of a slot.
        opens: clock hour at which the doors open (8.0 is 08.00).
        prepared_share: part of the customers who prepared online (0-1).
        breaks: clock hours (from, to) in which nobody starts a new customer.
        day_factors: for each day, how busy it is (1 is ordinary, 0 closed); repeats when shorter than the run.
            ``kpi_sim.day_factors`` makes them from a calendar.
        priority_share: part of the customers who are taken before the others wherever they wait (0-1).
    """

    stages: tuple[Stage, ...]
    arrivals: tuple[float, ...]
    slot_minutes: float = 60.0
    opens: float = 8.0
    prepared_share: float = 0.0
    breaks: tuple[tuple[float, float], ...] = ()
    day_factors: tuple[float, ...] = ()
    priority_share: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "stages", tuple(self.stages))
        object.__setattr__(self, "arrivals", tuple(float(rate) for rate in self.arrivals))
        object.__setattr__(self, "breaks", tuple((float(a), float(b)) for a, b in self.breaks))
        object.__setattr__(self, "day_factors", tuple(float(f) for f in self.day_factors))
        raise_faults(self._faults(), noun="isian sistem layanan")

    @property
    def expected(self) -> float:
        """People expected on an ordinary day."""
        return math.fsum(self.arrivals)

    @property
    def open_minutes(self) -> float:
        """Minutes for which the doors are open."""
        return len(self.arrivals) * self.slot_minutes

    @property
    def needs_events(self) -> bool:
        """Whether the lane recursion cannot do it: rework, priorities, staff shared between stages."""
        groups = [stage.staff for stage in self.stages if stage.staff]
        rework = any(stage.rework_share > 0 for stage in self.stages)
        return rework or self.priority_share > 0 or len(set(groups)) < len(groups)

    def position(self, name: str) -> int:
        """Place of a stage in the order.

        Raises:
            UnknownNameError: there is no such stage.
        """
        names = stage_names(self.stages)
        if name not in names:
            raise UnknownNameError("Tahap layanan", name, names)
        return names.index(name)

    def break_minutes(self) -> tuple[tuple[float, float], ...]:
        """The breaks as minutes since opening, in order."""
        return tuple(sorted(((a - self.opens) * 60, (b - self.opens) * 60) for a, b in self.breaks))

    def _faults(self) -> list[LabIkuError]:
        faults: list[LabIkuError] = []
        if not self.stages or not self.arrivals:
            faults.append(
                OutOfRangeError(
                    name="Sistem layanan",
                    value="kosong",
                    allowed="Isi paling sedikit satu tahap dan satu jam kedatangan.",
                )
            )
        for at, rate in enumerate(self.arrivals, 1):
            faults += _between(f"Kedatangan jam ke-{at}", rate, 0.0, MOST_CUSTOMERS)
        faults += _between("Panjang jam kedatangan (menit)", self.slot_minutes, 1.0, 1440.0)
        faults += _between("Bagian yang mendaftar daring", self.prepared_share, 0.0, 1.0)
        faults += _between("Bagian yang didahulukan", self.priority_share, 0.0, 1.0)
        faults += self._stage_faults()
        for factor in self.day_factors:
            faults += _between("Faktor keramaian hari", factor, 0.0, 20.0)
        most = self.expected * max(self.day_factors, default=1.0)
        if not faults and most > MOST_CUSTOMERS:
            faults += _between("Pengunjung sehari", most, 0.0, MOST_CUSTOMERS)
        for begin, end in self.breaks:
            if not (self.opens <= begin < end):
                faults.append(
                    OutOfRangeError(
                        name="Jam istirahat",
                        value=f"{format_number(begin)}–{format_number(end)}",
                        allowed="Isi jam mulai sesudah buka dan jam selesai sesudah jam mulai.",
                    )
                )
        return faults

    def _stage_faults(self) -> list[LabIkuError]:
        """Names that occur twice, ways back that lead nowhere, groups of staff of two sizes."""
        names = stage_names(self.stages)
        faults: list[LabIkuError] = []
        sizes: dict[str, int] = {}
        for at, stage in enumerate(self.stages):
            if stage.name in names[:at]:
                faults.append(
                    OutOfRangeError(
                        name="Nama tahap", value=stage.name, allowed="Beri tiap tahap nama yang berbeda."
                    )
                )
            if stage.rework_to and stage.rework_to not in names:
                faults.append(UnknownNameError("Tahap layanan", stage.rework_to, names))
            if stage.staff and sizes.setdefault(stage.staff, stage.servers) != stage.servers:
                faults.append(
                    OutOfRangeError(
                        name=f"Jumlah petugas {stage.name}",
                        value=stage.servers,
                        allowed=f"Samakan dengan tahap lain dari kelompok {stage.staff}: {sizes[stage.staff]}.",
                    )
                )
        return faults


def stage_names(stages: Sequence[Stage]) -> tuple[str, ...]:
    """Ids of the stages in order."""
    return tuple(stage.name for stage in stages)


def _between(name: str, value: float, low: float, high: float) -> list[LabIkuError]:
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return []
    allowed = f"Isi bilangan dari {format_number(low)} sampai {format_number(high)}."
    shown = format_number(value) if isinstance(value, int | float) else value
    return [OutOfRangeError(name=name, value=shown, allowed=allowed)]


def _whole(name: str, value: int, low: int, high: int) -> list[LabIkuError]:
    if isinstance(value, int | np.integer) and not isinstance(value, bool) and low <= value <= high:
        return []
    allowed = f"Isi bilangan bulat dari {low} sampai {high}."
    shown = format_number(value) if isinstance(value, int | float) else value
    return [OutOfRangeError(name=name, value=shown, allowed=allowed)]
