"""Closed forms of queues in steady state: instant answers, and the oracle of the simulation.

They answer another question than a simulated day: the day begins empty and ends, steady state has forgotten both.
Rates are per minute (or any one unit of time); results are in that unit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpi_sim.errors import OutOfRangeError
from kpi_sim.units import format_number


class OverloadError(OutOfRangeError):
    """More work comes than the servers can do, so there is no steady state."""


def erlang_b(servers: int, load: float) -> float:
    """Probability that an arrival finds all servers busy and is lost (M/G/c/c).

    Args:
        servers: staff.
        load: erlangs, arrival rate times mean service time.

    Source: Erlang 1917; recursion of the loss formula.
    """
    _positive(servers=servers)
    _not_negative(load=load)
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(servers: int, arrival_rate: float, service_rate: float) -> float:
    """Probability that an arrival has to wait (M/M/c).

    Raises:
        OverloadError: arrivals need more than all servers.

    Source: Erlang 1917.
    """
    load = _load(servers, arrival_rate, service_rate)
    blocked = erlang_b(servers, load)
    return servers * blocked / (servers - load * (1 - blocked))


def mean_wait(servers: int, arrival_rate: float, service_rate: float) -> float:
    """Mean time in the queue of everyone (M/M/c), unit of time of the rates.

    Raises:
        OverloadError: arrivals need more than all servers.

    Source: Erlang 1917.
    """
    waits = erlang_c(servers, arrival_rate, service_rate)
    return waits / (servers * service_rate - arrival_rate)


def mean_queue(servers: int, arrival_rate: float, service_rate: float) -> float:
    """Mean number of people waiting (M/M/c), by Little's law.

    Source: Little 1961.
    """
    return arrival_rate * mean_wait(servers, arrival_rate, service_rate)


def service_level(servers: int, arrival_rate: float, service_rate: float, within: float) -> float:
    """Share of people who wait at most ``within`` (M/M/c), 0-1.

    Source: exponential tail of the M/M/c waiting time.
    """
    _not_negative(within=within)
    waits = erlang_c(servers, arrival_rate, service_rate)
    return 1 - waits * math.exp(-(servers * service_rate - arrival_rate) * within)


def all_idle(servers: int, arrival_rate: float, service_rate: float) -> float:
    """Probability that nobody is there (M/M/c).

    Source: Gross and Harris, Fundamentals of Queueing Theory.
    """
    load = _load(servers, arrival_rate, service_rate)
    term, total = 1.0, 1.0
    for n in range(1, servers):
        term *= load / n
        total += term
    return 1 / (total + term * load / servers / (1 - load / servers))


def erlang_a(servers: int, arrival_rate: float, service_rate: float, patience_rate: float) -> float:
    """Probability that an arrival loses patience and leaves (M/M/c+M), 0-1; any load has a steady state.

    Args:
        patience_rate: one over the mean patience.

    Source: Palm 1957; the Erlang-A queue of Mandelbaum and Zeltyn.
    """
    _positive(
        servers=servers, arrival_rate=arrival_rate, service_rate=service_rate, patience_rate=patience_rate
    )
    # weights of the states relative to the state in which exactly all servers are busy and nobody waits
    below, term = 1.0, 1.0
    for n in range(servers, 0, -1):
        term *= n * service_rate / arrival_rate
        below += term
    above, lost, term, waiting = 0.0, 0.0, 1.0, 0
    while term > 1e-18 * (below + above) or waiting * patience_rate < arrival_rate:
        waiting += 1
        term *= arrival_rate / (servers * service_rate + waiting * patience_rate)
        above += term
        lost += term * waiting * patience_rate
    return lost / arrival_rate / (below + above)


def mean_wait_general(arrival_rate: float, service_mean: float, service_cv: float = 1.0) -> float:
    """Mean time in the queue at one server with any service law (M/G/1), unit of time of the rates.

    Args:
        service_cv: standard deviation over mean; 0 is always the same (M/D/1).

    Raises:
        OverloadError: arrivals need more than the server.

    Source: Pollaczek 1930, Khinchine 1932.
    """
    _not_negative(service_cv=service_cv)
    _positive(service_mean=service_mean)
    load = _load(1, arrival_rate, 1 / service_mean)
    return load * service_mean * (1 + service_cv**2) / 2 / (1 - load)


def mean_wait_tandem(arrival_rate: float, servers: Sequence[int], service_means: Sequence[float]) -> float:
    """Mean time in all queues of exponential stages in a row: the sum of their Erlang C waits.

    Source: Burke 1956, Jackson 1957.
    """
    pairs = zip(servers, service_means, strict=True)
    return math.fsum(mean_wait(c, arrival_rate, 1 / mean) for c, mean in pairs)


def staff_for_service_level(
    arrival_rate: float, service_rate: float, *, within: float, share: float, most: int = 1000
) -> int:
    """Fewest servers with which at least ``share`` (0-1) of the people wait at most ``within``.

    Raises:
        OutOfRangeError: the share is not below 1, or more than ``most`` servers would be needed.

    Source: Erlang C, searched upwards.
    """
    _positive(service_rate=service_rate)
    _not_negative(arrival_rate=arrival_rate, within=within)
    if not 0 <= share < 1:
        raise OutOfRangeError(
            name="Bagian yang harus dilayani tepat waktu",
            value=format_number(share),
            allowed="Isi dari 0 sampai di bawah 1 (misalnya 0,9 untuk 90 %).",
        )
    servers = max(1, math.floor(arrival_rate / service_rate) + 1)
    while servers <= most:
        if service_level(servers, arrival_rate, service_rate, within) >= share:
            return servers
        servers += 1
    raise OutOfRangeError(
        name="Kebutuhan petugas",
        value=f"lebih dari {most}",
        allowed="Kurangi kedatangan, perpendek layanan, atau longgarkan standar.",
    )


def _load(servers: int, arrival_rate: float, service_rate: float) -> float:
    _positive(servers=servers, service_rate=service_rate)
    _not_negative(arrival_rate=arrival_rate)
    load = arrival_rate / service_rate
    if load >= servers:
        raise OverloadError(
            name="Beban kerja",
            value=f"{format_number(load, 2)} untuk {servers} petugas",
            allowed="Antrean akan tumbuh terus. Tambah petugas, atau kurangi kedatangan atau lama layanan.",
        )
    return load


_LABELS = {
    "servers": "Jumlah petugas",
    "load": "Beban (erlang)",
    "arrival_rate": "Laju kedatangan",
    "service_rate": "Laju layanan",
    "patience_rate": "Laju hilang kesabaran",
    "within": "Batas waktu",
    "service_mean": "Lama layanan",
    "service_cv": "Keragaman layanan",
}


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not (0 < value < math.inf):
            raise OutOfRangeError(name=_LABELS[name], value=value, allowed="Isi bilangan lebih dari nol.")


def _not_negative(**values: float) -> None:
    for name, value in values.items():
        if not (0 <= value < math.inf):
            raise OutOfRangeError(name=_LABELS[name], value=value, allowed="Isi bilangan nol atau lebih.")
