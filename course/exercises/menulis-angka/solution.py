"""Key of "Menulis angka": how numbers, percentages and percentage points are written."""

from kpi_sim import lesson_hours
from kpi_sim.units import format_number, round_half_up


def variant(rng):
    """Made-up figures; the first coverage is far enough from 100 that points and percent differ."""
    start, rise = int(rng.choice([40, 50, 60, 64, 75, 80])), int(rng.choice([3, 4, 6, 8]))
    satisfied, points = int(rng.integers(55, 71)), int(rng.integers(2, 6))
    return {
        "responden": int(rng.integers(105, 495)) * 10,
        "selesai": int(rng.integers(701, 990)),
        "awal": start,
        "akhir": start + rise,
        "puas_awal": satisfied,
        "puas_akhir": satisfied + points,
        "selisih": points,
        "menit": 180 * int(rng.integers(2, 7)),
        "berkas": 150 * int(rng.integers(1, 7)),
    }


def shown(facts):
    """The number as reports print it, inside a quotation; the growth that passes for points."""
    relative = 100 * facts["selisih"] / facts["puas_awal"]
    return {"responden_teks": format_number(facts["responden"]), "relatif": format_number(relative, 2)}


def key(facts):
    return {
        "responden": facts["responden"],
        "persen": facts["selesai"] / 10,
        "naik-relatif": round_half_up(100 * (facts["akhir"] / facts["awal"] - 1)),
        "poin-persen": "poin",
        "pembulatan": facts["berkas"] * 2 // 3,
        "jam-pelajaran": lesson_hours(facts["menit"]),
        "perangkat": "kode",
    }
