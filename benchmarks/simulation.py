"""Speed and memory of kpi_sim beside SimPy, Ciw and Mesa, in one sitting. Prints JSON.

Run: ``.venv/bin/python benchmarks/simulation.py [--customers 1000000] [--peer-customers 100000] [--out FILE]``.
Ours are the best of five, peers the best of two at a tenth of the customers (their speed per customer falls with
more). Every measurement runs in a process of its own, so memory is that of one workload.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

MMC = {"c": 4, "lam": 3.4, "mu": 1.0}
CUSTOMERS_A_DAY = 120
SEED = 2026


def best(call: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Shortest of ``times`` runs in seconds, and the last answer."""
    shortest, answer = float("inf"), None
    for _ in range(times):
        begun = time.perf_counter()
        answer = call()
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest, answer


def megabytes() -> float:
    """Most memory that this process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def drawing(customers: int, each: int) -> float:
    """Seconds to draw ``each`` exponentials for every customer, with the package's generator, in cache-sized parts."""
    import numpy as np

    generator = np.random.Generator(np.random.SFC64(1))
    part = np.empty(200_000)

    def draw() -> None:
        for _ in range(customers * each // len(part)):
            generator.standard_exponential(out=part)

    return best(draw)[0]


# ---- ours ------------------------------------------------------------------------------------------------------------


def our_mmc(customers: int, _: int) -> dict[str, Any]:
    """M/M/4, rho 0.85."""
    from kpi_sim import bench, erlang_c, mean_wait

    bench.mmc(1000, seed=1, **MMC)
    before = megabytes()
    seconds, waits = best(lambda: bench.mmc(customers, seed=SEED, **MMC))
    extra = megabytes() - before
    covered = {"mean": 0, "waiting": 0}
    for seed in range(20):
        waits = bench.mmc(customers, seed=seed, **MMC)
        covered["mean"] += covers(waits, mean_wait(4, 3.4, 1.0))
        covered["waiting"] += covers((waits > 0).astype(float), erlang_c(4, 3.4, 1.0))
    draw = drawing(customers, 2)
    return {
        "seconds": seconds,
        "customers_per_second": customers / seconds,
        "extra_mb": extra,
        "times_drawing": seconds / draw,
        "mean_wait": float(waits.mean()),
        "seeds_covering_mean_wait": covered["mean"],
        "seeds_covering_share_waiting": covered["waiting"],
    }


def covers(values: Any, truth: float) -> bool:
    """Whether the 95 % interval from 50 batches of consecutive customers holds the truth."""
    batches = values[: len(values) // 50 * 50].reshape(50, -1).mean(axis=1)
    return bool(abs(batches.mean() - truth) <= 2.0096 * batches.std(ddof=1) / 50**0.5)


def our_tandem(customers: int, _: int) -> dict[str, Any]:
    """The reference day, one thread."""
    from kpi_sim import bench

    bench.tandem(10, 1)
    days, before = -(-customers // CUSTOMERS_A_DAY), megabytes()
    seconds, run = best(lambda: bench.tandem(days, SEED))
    arrived, reneged = int(run["arrived"].sum()), int(run["reneged"].sum())
    return {
        "seconds": seconds,
        "customers_per_second": arrived / seconds,
        "extra_mb": megabytes() - before,
        "times_drawing": seconds / drawing(arrived, 5),
        "reneged": reneged / arrived,
        "mean_sojourn": float(run["sojourn"].sum()) / (arrived - reneged),
    }


def ensemble(threads: int) -> Callable[[int, int], dict[str, Any]]:
    """1,000 replications x 250 days x 120 customers on so many threads."""

    def run(customers: int, _: int) -> dict[str, Any]:
        from kpi_sim import simulate_days
        from kpi_sim.bench import REFERENCE_DAY

        replications = max(5, customers // (250 * CUSTOMERS_A_DAY))
        asked = {"days": 250, "replications": replications, "seed": SEED}

        def once() -> tuple[int, str]:
            """Customers, and a digest of the results: they are not kept, so memory is that of one run."""
            with ThreadPoolExecutor(threads) as executor:
                pool = executor if threads > 1 else None
                found = simulate_days(REFERENCE_DAY, executor=pool, **asked)
            return int(found.arrived.sum()), hashlib.sha256(found.sojourn.tobytes()).hexdigest()

        simulate_days(REFERENCE_DAY, days=2, replications=2, seed=1)
        before = megabytes()
        seconds, (arrived, digest) = best(once, 3)
        return {
            "customers": arrived,
            "seconds": seconds,
            "extra_mb": megabytes() - before,
            "times_drawing": seconds / drawing(arrived, 5),
            "digest": digest,
        }

    return run


def our_adoption(_: int, __: int) -> dict[str, Any]:
    """10,000 staff, 52 weeks, 20 replications side by side, networks included; seconds are those of one replication."""
    from kpi_sim import bench

    bench.adoption(1, 1, staff=200, weeks=2)
    before = megabytes()
    seconds, using = best(lambda: bench.adoption(20, SEED), 3)
    return {
        "seconds": seconds / 20,
        "extra_mb": megabytes() - before,
        "share_at_end": float(using[:, -1].mean()),
    }


def our_slider(_: int, __: int) -> dict[str, Any]:
    """Ten replications of a year, as a slider asks for them; nothing remembered. Milliseconds, best and middle."""
    from kpi_sim import list_scenarios, load_scenario, replicate
    from kpi_sim.experiment.running import forget

    answer = {}
    for info in list_scenarios():
        scenario = load_scenario(info.id)
        times = []
        for _ in range(7):
            forget()
            begun = time.perf_counter()
            replicate(scenario, replications=10, seed=SEED)
            times.append(1000 * (time.perf_counter() - begun))
        answer[info.id] = {"best_ms": min(times), "median_ms": sorted(times)[3]}
    return answer


def our_import(_: int, __: int) -> dict[str, Any]:
    """What ``import kpi_sim`` adds to ``import numpy``, milliseconds."""

    def started(code: str) -> float:
        return best(lambda: subprocess.run([sys.executable, "-c", code], check=True), 10)[0]

    alone, both = started("import numpy"), started("import numpy, kpi_sim")
    return {"numpy_ms": 1000 * alone, "kpi_sim_ms": 1000 * (both - alone)}


# ---- peers ---------------------------------------------------------------------------------------------------------


def peer_queue(name: str) -> Callable[[int, int], dict[str, Any]]:
    """A queue of ``peers.queues`` as a workload."""

    def run(_: int, customers: int) -> dict[str, Any]:
        from peers import queues

        call = getattr(queues, name)
        before = megabytes()
        if name.endswith("mmc"):
            seconds, answer = best(lambda: call(customers, seed=SEED, **MMC), 2)
        else:
            seconds, answer = best(lambda: call(-(-customers // CUSTOMERS_A_DAY), SEED), 2)
        return {
            "seconds": seconds,
            "customers_per_second": answer[0] / seconds,
            "extra_mb": megabytes() - before,
            "answer": answer[1:],
        }

    return run


def peer_adoption(_: int, __: int) -> dict[str, Any]:
    """The same office in Mesa, one replication, weeks alone."""
    from peers.adoption import mesa_adoption

    before = megabytes()
    seconds, share = min(mesa_adoption(10_000, 52, SEED + run) for run in range(2))
    return {"seconds": seconds, "extra_mb": megabytes() - before, "share_at_end": share}


WORKLOADS: dict[str, Callable[[int, int], dict[str, Any]]] = {
    "mmc": our_mmc,
    "tandem": our_tandem,
    "ensemble": ensemble(1),
    "ensemble_two_threads": ensemble(2),
    "adoption": our_adoption,
    "slider": our_slider,
    "import": our_import,
    "simpy_mmc": peer_queue("simpy_mmc"),
    "simpy_tandem": peer_queue("simpy_tandem"),
    "ciw_mmc": peer_queue("ciw_mmc"),
    "ciw_tandem": peer_queue("ciw_tandem"),
    "mesa_adoption": peer_adoption,
}
CUSTOMERS_OF = {"ensemble": 30, "ensemble_two_threads": 30}  # times the customers of the other workloads


def ratios(done: dict[str, dict[str, Any]]) -> dict[str, float]:
    """How many times faster we are: per customer, and per replication of adoption."""
    pairs = [
        (f"{work}_over_{peer}", work, f"{peer}_{work}")
        for work in ("mmc", "tandem")
        for peer in ("simpy", "ciw")
    ]
    found = {
        name: done[ours]["customers_per_second"] / done[theirs]["customers_per_second"]
        for name, ours, theirs in pairs
        if ours in done and theirs in done
    }
    if {"adoption", "mesa_adoption"} <= set(done):
        found["adoption_over_mesa"] = done["mesa_adoption"]["seconds"] / done["adoption"]["seconds"]
    if {"ensemble", "ensemble_two_threads"} <= set(done):
        one, two = done["ensemble"], done["ensemble_two_threads"]
        assert one["digest"] == two["digest"], "threads changed the result"
        found["two_threads_over_one"] = one["seconds"] / two["seconds"]
    return found


def main() -> None:
    """Run each workload in its own process and print everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--peer-customers", type=int, default=100_000)
    parser.add_argument("--only", nargs="*", choices=WORKLOADS, default=list(WORKLOADS))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--workload", choices=WORKLOADS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.workload:
        customers = options.customers * CUSTOMERS_OF.get(options.workload, 1)
        print(json.dumps(WORKLOADS[options.workload](customers, options.peer_customers)))
        return
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "OMP_", "MKL_"))}
    done: dict[str, dict[str, Any]] = {}
    for name in options.only:
        command = [sys.executable, __file__, "--workload", name]
        command += ["--customers", str(options.customers), "--peer-customers", str(options.peer_customers)]
        out = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        done[name] = json.loads(out.stdout)
    machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    machine["python"] = platform.python_version()
    text = json.dumps({"machine": machine, "ratios": ratios(done), "workloads": done}, indent=2)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
