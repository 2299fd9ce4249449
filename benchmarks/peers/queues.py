"""M/M/c and the reference day (loket, verifikasi, tanda tangan) in SimPy and in Ciw."""

from __future__ import annotations

import random

RATES = (18, 24, 20, 12, 6, 16, 16, 8)
DAY = 1440.0


def simpy_mmc(n: int, c: int, lam: float, mu: float, seed: int) -> tuple[int, float]:
    """Customers and their mean wait."""
    import simpy

    rng, env = random.Random(seed), simpy.Environment()
    desk, waits = simpy.Resource(env, c), []

    def customer():
        came = env.now
        with desk.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(rng.expovariate(mu))

    def door():
        for _ in range(n):
            yield env.timeout(rng.expovariate(lam))
            env.process(customer())

    env.process(door())
    env.run()
    return len(waits), sum(waits) / len(waits)


def simpy_tandem(days: int, seed: int) -> tuple[int, float, float]:
    """Customers, share reneged, mean sojourn of those served."""
    import simpy

    rng = random.Random(seed)
    tally = {"arrived": 0, "reneged": 0, "sojourn": 0.0}

    def customer(env, counter, check, sign):
        came = env.now
        tally["arrived"] += 1
        with counter.request() as turn:
            yield turn | env.timeout(rng.expovariate(1 / 45))
            if not turn.triggered:
                tally["reneged"] += 1
                return
            yield env.timeout(rng.expovariate(1 / 5))
        with check.request() as turn:
            yield turn
            yield env.timeout(rng.expovariate(1 / 4.5))
        with sign.request() as turn:
            yield turn
            yield env.timeout(rng.expovariate(1 / 2))
        tally["sojourn"] += env.now - came

    def door(env, desks):
        for hour, rate in enumerate(RATES):
            at = hour * 60 + rng.expovariate(rate / 60)
            while at < hour * 60 + 60:
                yield env.timeout(at - env.now)
                env.process(customer(env, *desks))
                at += rng.expovariate(rate / 60)

    for _ in range(days):
        env = simpy.Environment()
        env.process(door(env, [simpy.Resource(env, servers) for servers in (2, 2, 1)]))
        env.run()
    served = tally["arrived"] - tally["reneged"]
    return tally["arrived"], tally["reneged"] / tally["arrived"], tally["sojourn"] / served


def ciw_mmc(n: int, c: int, lam: float, mu: float, seed: int) -> tuple[int, float]:
    """Customers and their mean wait."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(lam)],
        service_distributions=[ciw.dists.Exponential(mu)],
        number_of_servers=[c],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(n, method="Finish")
    waits = [record.waiting_time for record in simulation.get_all_records()]
    return len(waits), sum(waits) / len(waits)


def ciw_tandem(days: int, seed: int) -> tuple[int, float, float]:
    """Customers, share reneged, mean sojourn of those served."""
    import ciw

    ends = [60.0 * hour for hour in range(1, len(RATES) + 1)]
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.PoissonIntervals(
                rates=[*(rate / 60 for rate in RATES), 0.0],
                endpoints=[*ends, DAY],
                max_sample_date=days * DAY,
            ),
            None,
            None,
        ],
        service_distributions=[ciw.dists.Exponential(1 / mean) for mean in (5.0, 4.5, 2.0)],
        number_of_servers=[2, 2, 1],
        routing=[[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]],
        reneging_time_distributions=[ciw.dists.Exponential(1 / 45), None, None],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time((days + 1) * DAY)
    came: dict[int, float] = {}
    reneged, sojourn, served = 0, 0.0, 0
    for record in sorted(
        simulation.get_all_records(), key=lambda record: (record.id_number, record.arrival_date)
    ):
        if record.record_type == "renege":
            reneged += 1
        elif record.node == 1:
            came[record.id_number] = record.arrival_date
        elif record.node == 3:
            served += 1
            sojourn += record.exit_date - came[record.id_number]
    return served + reneged, reneged / (served + reneged), sojourn / served
