"""Key of the exercise on evidence or chance: exact limits, small changes, funnels."""

from decimal import Decimal
from math import exp, factorial

from kpi_sim import mortality_rate, poisson_limits, rate_limits
from kpi_sim.units import round_half_up


def _at_most(count, expected):
    """Probability of ``count`` cases or fewer where ``expected`` are expected, in percent."""
    return 100 * sum(exp(-expected) * expected**k / factorial(k) for k in range(count + 1))


def variant(rng):
    lama = int(rng.integers(8, 13))
    baru = lama - int(rng.integers(1, 3))
    sedikit, lahir_sedikit = int(rng.integers(3, 5)), 100 * int(rng.integers(36, 45))
    limits = rate_limits(sedikit, lahir_sedikit)
    kota_kasus, kota_lahir = 2, 100 * int(rng.integers(11, 14))
    kab_kasus, kab_lahir = int(rng.integers(22, 27)), 100 * int(rng.integers(205, 226))
    return {
        "lahir": 100 * int(rng.integers(45, 96)),
        "lama": lama,
        "baru": baru,
        "peluang": int(round_half_up(_at_most(baru, lama), 0)),
        "lahir_nol": 100 * int(rng.integers(11, 26)),
        "sedikit": sedikit,
        "lahir_sedikit": lahir_sedikit,
        "bawah": round_half_up(float(limits.low), 1),
        "atas": round_half_up(float(limits.high), 1),
        "kota_kasus": kota_kasus,
        "kota_lahir": kota_lahir,
        "kota_aki": round_half_up(mortality_rate(kota_kasus, kota_lahir).value, 1),
        "kab_kasus": kab_kasus,
        "kab_lahir": kab_lahir,
        "kab_aki": round_half_up(mortality_rate(kab_kasus, kab_lahir).value, 1),
    }


def key(facts):
    upper = round_half_up(float(poisson_limits(0).high), 3)
    return {
        "satu-kasus": mortality_rate(1, facts["lahir"]).value,
        "turun": "belum",
        "nol-kasus": upper * Decimal(100_000) / facts["lahir_nol"],
        "target": "belum",
        "corong": "tidak-ada",
        "bulanan": ["faskes", "rujukan", "nifas"],
    }
