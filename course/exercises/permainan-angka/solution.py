"""Key of the exercise on gaming: the true share, signs in the record, a ratchet, an audit."""

from decimal import Decimal

from kpi_sim import pooled_ratio, wilson_limits
from kpi_sim.units import round_half_up


def variant(rng):
    berkas = 10 * int(rng.integers(16, 31))
    tepat = berkas - int(rng.integers(4, 12))
    cocok = int(rng.integers(36, 42))
    limits = wilson_limits(cocok, 50)
    balik_lalu = int(rng.integers(6, 13))
    return {
        "berkas": berkas,
        "tepat": tepat,
        "kembali": berkas * int(rng.integers(12, 19)) // 100,
        "h1": int(rng.integers(8, 20)),
        "h2": int(rng.integers(20, 36)),
        "h3": int(rng.integers(120, 161)),
        "h4": int(rng.integers(0, 3)),
        "balik": balik_lalu * int(rng.integers(4, 6)),
        "balik_lalu": balik_lalu,
        "naik": int(rng.choice([8, 9, 10])),
        "hasil": int(rng.integers(82, 91)),
        "lapor": int(rng.integers(95, 99)),
        "sampel": 50,
        "cocok": cocok,
        "bawah": round_half_up(100 * float(limits.low), 1),
        "atas": round_half_up(100 * float(limits.high), 1),
    }


def key(facts):
    growth = 1 + Decimal(facts["naik"]) / 100
    return {
        "sebenarnya": pooled_ratio([facts["tepat"] - facts["kembali"]], [facts["berkas"]]).value,
        "tanda": ["tumpukan", "jurang", "kembali"],
        "nama": {"tolak": "menunda", "tahan": "menahan", "batas": "ambang", "pengaduan": "lain"},
        "target-naik": facts["hasil"] * growth**3,
        "artinya": "tahan",
        "petik": "catat",
    }
