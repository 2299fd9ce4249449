"""Key of the exercise on one honest sentence: what the data support, what they do not."""

from decimal import Decimal

from kpi_sim import rate_limits
from kpi_sim.units import round_half_up


def variant(rng):
    lama = int(rng.integers(8, 13))
    baru = lama - int(rng.integers(3, 5))
    lahir = 100 * int(rng.integers(60, 81))
    now, before = rate_limits(baru, lahir), rate_limits(lama, lahir)
    return {
        "lama": lama,
        "baru": baru,
        "lahir": lahir,
        "bawah": round_half_up(float(now.low), 1),
        "atas": round_half_up(float(now.high), 1),
        "bawah_lama": round_half_up(float(before.low), 1),
        "atas_lama": round_half_up(float(before.high), 1),
    }


def key(facts):
    return {
        "persen-turun": Decimal(100) * (facts["lama"] - facts["baru"]) / facts["lama"],
        "didukung": ["cacah", "belum", "lanjut"],
        "unsur": ["cacah", "kelahiran", "periode", "rentang"],
        "perincian": "gabung",
    }
