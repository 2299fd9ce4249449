"""Key: achievement by polarity, computed with the rule itself (KMK 127/2026)."""

from kpi_sim import achievement
from kpi_sim.units import round_half_up

RULE = "capaian-kemenkeu-2026"
DOWNWARD = (
    "Waktu penyelesaian akta kematian",
    "Waktu tunggu pengaduan dijawab",
    "Waktu penyelesaian pindah datang",
)


def variant(rng):
    return {
        "nama_turun": DOWNWARD[int(rng.integers(len(DOWNWARD)))],
        "tinggi_target": int(rng.integers(78, 96)),
        "tinggi_realisasi": int(rng.integers(60, 77)),
        "rendah_target": int(rng.integers(10, 21)),
        "rendah_realisasi": int(rng.integers(21, 29)),
        "tepat_target": 100,
        "tepat_realisasi": int(rng.integers(102, 110)),
        "batas_target": int(rng.integers(20, 30)),
        "batas_realisasi": int(rng.integers(40, 55)),
        "kia_target": int(rng.integers(60, 80)),
        "kia_realisasi": int(rng.integers(45, 59)),
        "ganda_target": int(rng.integers(40, 60)),
        "ganda_realisasi": int(rng.integers(61, 75)),
        "keluhan_target": int(rng.integers(80, 95)),
        "keluhan_realisasi": int(rng.integers(65, 79)),
    }


def percent(realisation, target, polarity):
    return round_half_up(achievement(realisation, target, polarity, rule=RULE), 2)


def key(facts):
    return {
        "arah": "turun",
        "tinggi": percent(facts["tinggi_realisasi"], facts["tinggi_target"], "maximize"),
        "rendah": percent(facts["rendah_realisasi"], facts["rendah_target"], "minimize"),
        "tepat": percent(facts["tepat_realisasi"], facts["tepat_target"], "stabilize"),
        "batas": percent(facts["batas_realisasi"], facts["batas_target"], "maximize"),
        "rekap": {
            "kia": percent(facts["kia_realisasi"], facts["kia_target"], "maximize"),
            "ganda": percent(facts["ganda_realisasi"], facts["ganda_target"], "minimize"),
            "keluhan": percent(facts["keluhan_realisasi"], facts["keluhan_target"], "maximize"),
        },
    }
