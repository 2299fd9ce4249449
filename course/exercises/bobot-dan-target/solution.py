"""Key of "Bobot, arah, dan target": weighted mean, weights of KMK 127/2026, direction of a target."""

from decimal import Decimal

from kpi_sim import achievement, quality_weight, target_weight
from kpi_sim.units import round_half_up

WEIGHTS = [(30, 25, 25, 25), (35, 30, 25, 20), (30, 30, 25, 30), (25, 20, 20, 15), (40, 25, 25, 25)]
PAIRS = ["exact-low", "proxy-low", "proxy-moderate", "activity-moderate"]


def variant(rng):
    """Weights that do not make 100, so that dividing by 100 shows."""
    weights = WEIGHTS[int(rng.integers(len(WEIGHTS)))]
    scores = [int(value) for value in rng.choice([70, 80, 90, 100, 110, 120], size=4, replace=False)]
    target = Decimal(int(rng.choice([40, 50, 60, 80]))).scaleb(-2)
    time = int(rng.integers(9, 16))
    last = int(rng.choice([80, 90, 100]))
    done = last + int(rng.integers(4, 8))
    return {
        **{f"s{i}": score for i, score in enumerate(scores, 1)},
        **{f"b{i}": weight for i, weight in enumerate(weights, 1)},
        "jumlah_bobot": sum(weights),
        "putus_target": target,
        "putus_realisasi": target - Decimal(int(rng.integers(8, 25))).scaleb(-2),
        "waktu": time,
        "waktu_naik": time + 2,
        "waktu_turun": time - int(rng.integers(2, 5)),
        "cakupan": int(rng.choice([60, 64, 70, 75, 80])),
        "kenaikan": int(rng.choice([4, 5, 6, 8])),
        "t": int(rng.choice([done + 3, done, done - 2, last - 3])),
        "t1": last,
        "r1": done,
    }


def key(facts):
    pairs = [(facts[f"s{i}"], facts[f"b{i}"]) for i in range(1, 5)]
    total = sum(weight for _, weight in pairs)
    return {
        "bobot": round_half_up(Decimal(sum(score * weight for score, weight in pairs)) / total),
        "normal": round_half_up(Decimal(100 * facts["b1"]) / total),
        "kendali": {pair: f"b{int(100 * quality_weight(*pair.split('-'))):03d}" for pair in PAIRS},
        "arah": round_half_up(achievement(facts["putus_realisasi"], facts["putus_target"], "minimize")),
        "target": "turun",
        "naik-persen": round_half_up(Decimal(facts["cakupan"] * (100 + facts["kenaikan"])) / 100),
        "mutu-target": target_weight(facts["t"], facts["t1"], facts["r1"]),
    }
