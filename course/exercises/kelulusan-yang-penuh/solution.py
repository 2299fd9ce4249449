"""Key of the exercise on a rate without headroom: what one child weighs, what is left."""

from decimal import Decimal

from kpi_sim import graduation_rate, published_figure
from kpi_sim.units import round_half_up


def variant(rng):
    akhir_b = 10 * int(rng.integers(280, 421))
    gagal = int(rng.integers(5, 10))
    beda = int(rng.integers(2, 5))
    return {
        "peserta": int(published_figure("smp_peserta_ujian", "Muaro Jambi", 2020).value),
        "lulus": int(published_figure("smp_lulus_berijazah", "Muaro Jambi", 2020).value),
        "tambah": int(rng.integers(3, 26)),
        "akhir_b": akhir_b,
        "lulus_b": akhir_b - int(rng.integers(20, 41)),
        "tahun_0": round_half_up(100 - Decimal(100) * gagal / akhir_b, 2),
        "tahun_1": round_half_up(100 - Decimal(100) * (gagal - beda) / akhir_b, 2),
        "anak_beda": beda,
    }


def key(facts):
    before = graduation_rate(facts["lulus"], facts["peserta"])
    after = graduation_rate(facts["lulus"] - facts["tambah"], facts["peserta"])
    return {
        "geser": before - after,
        "ruang": 100 - graduation_rate(facts["lulus_b"], facts["akhir_b"]),
        "arti": "kebetulan",
        "pengganti": ["membaca", "putus", "kehadiran"],
        "celah": "tidak-ikut",
    }
