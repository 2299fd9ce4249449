"""Key of "Perbaiki tiga kartu": the cards are judged by review_design; one number has a key."""

from decimal import Decimal

from kpi_sim import mortality_rate
from kpi_sim.units import round_half_up


def variant(rng):
    """A regency of ordinary size, and baselines with room above them."""
    births, deaths = 500 * int(rng.integers(11, 19)), int(rng.integers(7, 13))
    rate = round_half_up(mortality_rate(deaths, births).value)
    alumni = int(rng.integers(52, 64))
    return {
        "lahir": births,
        "kasus": deaths,
        "aki": rate,
        "aki_target": round_half_up(rate * Decimal("0.88"), 0),
        "faskes": int(rng.integers(86, 93)),
        "rtl": alumni,
        "rtl_target": alumni + int(rng.integers(4, 9)),
    }


def key(facts):
    return {"satu-kasus": round_half_up(mortality_rate(1, facts["lahir"]).value)}
