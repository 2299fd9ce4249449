"""The same counter services in SimPy and Ciw: independent implementations to agree with."""

from __future__ import annotations

from dataclasses import dataclass, field

import ciw
import numpy as np
import simpy

from kpi_sim import ServiceSystem, Stage

DAY = 1440.0


@dataclass
class Tally:
    """Sums of each day."""

    days: int
    arrived: np.ndarray = field(init=False)
    left: np.ndarray = field(init=False)
    served: np.ndarray = field(init=False)
    sojourn: np.ndarray = field(init=False)
    waiting: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        for name in ("arrived", "left", "served", "sojourn", "waiting"):
            setattr(self, name, np.zeros(self.days))


def run_simpy(system: ServiceSystem, *, days: int, seed: int) -> Tally:
    """Every day as SimPy processes, staff finish everyone inside."""
    rng, tally = np.random.default_rng(seed), Tally(days)
    for day in range(days):
        _simpy_day(system, rng, tally, day)
    return tally


def _simpy_day(system: ServiceSystem, rng: np.random.Generator, tally: Tally, day: int) -> None:
    env = simpy.Environment()
    teams: dict[str, simpy.PriorityResource] = {}
    for stage in system.stages:
        teams.setdefault(stage.staff or stage.name, simpy.PriorityResource(env, stage.servers))

    def customer():
        came, waited, at = env.now, 0.0, 0
        tally.arrived[day] += 1
        prepared = rng.random() < system.prepared_share
        turn = 0 if rng.random() < system.priority_share else 1
        while at < len(system.stages):
            stage = system.stages[at]
            joined = env.now
            with teams[stage.staff or stage.name].request(priority=turn) as request:
                if stage.patience_mean is None:
                    yield request
                else:
                    yield request | env.timeout(rng.exponential(stage.patience_mean))
                    if not request.triggered:
                        tally.left[day] += 1
                        return
                waited += env.now - joined
                yield env.timeout(_work(stage, rng) * (stage.prepared_factor if prepared else 1.0))
            if rng.random() < stage.rework_share:
                at = system.position(stage.rework_to) if stage.rework_to else at
            else:
                at += 1
        tally.served[day] += 1
        tally.sojourn[day] += env.now - came
        tally.waiting[day] += waited

    def doors():
        for at, expected in enumerate(system.arrivals):
            moments = np.sort(rng.random(rng.poisson(expected))) * system.slot_minutes
            for moment in at * system.slot_minutes + moments:
                yield env.timeout(moment - env.now)
                env.process(customer())

    env.process(doors())
    env.run()


def _work(stage: Stage, rng: np.random.Generator) -> float:
    if stage.service_cv == 0:
        return stage.service_mean
    shape = stage.service_cv**-2
    return float(rng.gamma(shape, stage.service_mean / shape))


def run_ciw(system: ServiceSystem, *, days: int, seed: int) -> Tally:
    """All days in one Ciw run, a day every 1,440 minutes, the doors open for the first hours of each."""
    horizon, stages = days * DAY, len(system.stages)
    rates = [expected / system.slot_minutes for expected in system.arrivals]
    ends = [(at + 1) * system.slot_minutes for at in range(len(rates))]
    came = ciw.dists.PoissonIntervals(rates=[*rates, 0.0], endpoints=[*ends, DAY], max_sample_date=horizon)
    shares = {"urgent": system.priority_share, "plain": 1 - system.priority_share}
    classes = [name for name, share in shares.items() if share > 0]

    def arrivals(name: str):
        part = ciw.dists.PoissonIntervals(
            rates=[*(rate * shares[name] for rate in rates), 0.0],
            endpoints=[*ends, DAY],
            max_sample_date=horizon,
        )
        return [part if len(classes) > 1 else came] + [None] * (stages - 1)

    network = ciw.create_network(
        arrival_distributions={name: arrivals(name) for name in classes},
        service_distributions={name: [_ciw_service(stage) for stage in system.stages] for name in classes},
        number_of_servers=[stage.servers for stage in system.stages],
        routing={name: _ciw_routing(system) for name in classes},
        reneging_time_distributions={
            name: [
                None if s.patience_mean is None else ciw.dists.Exponential(1 / s.patience_mean)
                for s in system.stages
            ]
            for name in classes
        },
        priority_classes={name: at for at, name in enumerate(classes)},
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(horizon + 5 * DAY)
    return _ciw_tally(simulation.get_all_records(), days)


def _ciw_service(stage: Stage):
    if stage.service_cv == 0:
        return ciw.dists.Deterministic(stage.service_mean)
    shape = stage.service_cv**-2
    return ciw.dists.Gamma(shape, stage.service_mean / shape)


def _ciw_routing(system: ServiceSystem) -> list[list[float]]:
    stages = len(system.stages)
    matrix = np.zeros((stages, stages))
    for at, stage in enumerate(system.stages):
        if stage.rework_share:
            back = system.position(stage.rework_to) if stage.rework_to else at
            matrix[at, back] += stage.rework_share
        if at + 1 < stages:
            matrix[at, at + 1] += 1 - stage.rework_share
    return matrix.tolist()


def _ciw_tally(records: list, days: int) -> Tally:
    tally = Tally(days)
    by_customer: dict[int, list] = {}
    for record in records:
        by_customer.setdefault(record.id_number, []).append(record)
    for visits in by_customer.values():
        visits.sort(key=lambda record: record.arrival_date)
        came = visits[0].arrival_date
        day = int(came // DAY)
        tally.arrived[day] += 1
        if visits[-1].record_type == "renege":
            tally.left[day] += 1
            continue
        tally.served[day] += 1
        tally.sojourn[day] += visits[-1].exit_date - came
        tally.waiting[day] += sum(record.waiting_time for record in visits)
    return tally
