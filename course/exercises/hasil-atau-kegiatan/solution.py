"""Key of "Hasil atau kegiatan?": result levels, and one achievement behind full activity."""

from decimal import Decimal

from kpi_sim import achievement, budget_efficiency
from kpi_sim.units import round_half_up


def variant(rng):
    """Dinas A: everything held, almost all money spent, far more drop-outs than promised."""
    target = Decimal(int(rng.choice([25, 35, 40, 45]))).scaleb(-2)
    reached, gap = int(rng.integers(82, 91)), int(rng.choice([-9, -7, -5, -3, 4, 6, 8, 12]))
    return {
        "sosialisasi": int(rng.integers(10, 25)),
        "serapan": int(rng.integers(95, 100)),
        "target": target,
        "realisasi": target + Decimal(int(rng.integers(8, 16))).scaleb(-2),
        "capaian_lain": reached,
        "serapan_lain": reached - gap,
    }


def key(facts):
    return {
        "iku-dinas": "putus",
        "ukuran-hasil": ["faskes", "akta"],
        "kader": "keluaran",
        "capaian-hasil": round_half_up(achievement(facts["realisasi"], facts["target"], "minimize")),
        "efisiensi": budget_efficiency(facts["capaian_lain"], facts["serapan_lain"]),
    }
