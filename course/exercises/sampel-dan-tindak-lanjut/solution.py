"""Key of "Berapa responden": table of sample sizes, pooled scores, grade in force, lowest elements."""

from decimal import Decimal

from kpi_sim import sample_size, satisfaction_grade
from kpi_sim.units import format_number, round_half_up

TABLE = [500, 600, 700, 800, 900, 1000, 1200, 1500, 2000, 3000, 5000, 7000, 10000]
PAIRS = [(1000, 5), (600, 5), (500, 10), (1000, 7), (500, 6), (1000, 10)]
ELEMENTS = ["syarat", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "aduan", "sarana"]


def variant(rng):
    """A population and a multiple of it, two unequal units, and nine different element means."""
    population, times = PAIRS[int(rng.integers(len(PAIRS)))]
    means = [
        Decimal(int(value)).scaleb(-2) for value in rng.choice(range(295, 380, 3), size=9, replace=False)
    ]
    return {
        "populasi": population,
        "kali": times,
        "populasi_besar": population * times,
        "relawan": int(rng.integers(24, 60)) * 100,
        "nilai_1": int(rng.integers(74, 80)),
        "n_1": 10 * int(rng.integers(2, 5)),
        "nilai_2": int(rng.integers(86, 92)),
        "n_2": 10 * int(rng.integers(14, 25)),
        "nilai_mutu": Decimal(int(rng.integers(8150, 8780))).scaleb(-2),
        **{f"u_{element}": mean for element, mean in zip(ELEMENTS, means, strict=True)},
    }


def shown(facts):
    """Three rows of the table around each population."""
    return {
        "tabel": _rows(facts["populasi"]),
        "tabel_besar": _rows(facts["populasi_besar"]),
    }


def _rows(population):
    place = min(max(TABLE.index(population), 1), len(TABLE) - 2)
    return "; ".join(f"{format_number(n)} → {sample_size(n)}" for n in TABLE[place - 1 : place + 2])


def key(facts):
    votes = facts["n_1"] + facts["n_2"]
    pooled = Decimal(facts["nilai_1"] * facts["n_1"] + facts["nilai_2"] * facts["n_2"]) / votes
    lowest = sorted(ELEMENTS, key=lambda element: facts[f"u_{element}"])[:3]
    return {
        "ukuran": sample_size(facts["populasi"]),
        "lima-kali": sample_size(facts["populasi_besar"]),
        "daring": "tidak",
        "gabung-unit": round_half_up(pooled),
        "mutu-lama": satisfaction_grade(facts["nilai_mutu"]).lower(),
        "prioritas": [element for element in ELEMENTS if element in lowest],
    }
