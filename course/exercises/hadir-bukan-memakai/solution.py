"""Key of the exercise on adoption: trained, tried, used; and growth that is no straight line."""

from decimal import Decimal
from math import exp

from kpi_sim import bass, pooled_ratio
from kpi_sim.units import round_half_up


def variant(rng):
    pegawai = 10 * int(rng.integers(9, 21))
    masuk = pegawai * int(rng.integers(55, 76)) // 100
    p, q = int(rng.choice([2, 3])) / 100, int(rng.integers(36, 45)) / 100
    t = int(rng.integers(4, 7))
    monthly = bass(0.01, q)
    return {
        "pegawai": pegawai,
        "hadir": pegawai * int(rng.integers(90, 98)) // 100,
        "masuk": masuk,
        "rutin": masuk * int(rng.integers(35, 56)) // 100,
        "p": p,
        "q": q,
        "t": t,
        "e": round_half_up(exp(-(p + q) * t), 4),
        "awal": round_half_up(100 * float(bass(p, q).cdf(1)), 2),
        "bulan4": round_half_up(100 * float(monthly.cdf(4)), 1),
    }


def key(facts):
    e, ratio = facts["e"], Decimal(str(facts["q"])) / Decimal(str(facts["p"]))
    return {
        "tiga-angka": {
            name: pooled_ratio([facts[name]], [facts["pegawai"]]).value
            for name in ("hadir", "masuk", "rutin")
        },
        "judul": "rutin",
        "bass": 100 * (1 - e) / (1 + ratio * e),
        "bulan-keempat": "hambatan",
        "tindakan": ["dampingi", "ringkas", "teladan"],
    }
