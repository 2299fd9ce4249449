"""Key of "Perbaiki kartu KTP-el": its faults, and the share whose denominator holds the open files."""

from kpi_sim import on_time_from_counts
from kpi_sim.units import round_half_up


def variant(rng):
    """Counts of one month; enough open files that leaving them out shows."""
    printed, open_late = int(rng.integers(400, 800)), int(rng.integers(40, 90))
    baseline = int(rng.integers(74, 84))
    return {
        "dicetak": printed,
        "selesai": printed - int(rng.integers(15, 40)),
        "terbuka": open_late,
        "baseline": baseline,
        "target": baseline + int(rng.integers(3, 9)),
    }


def key(facts):
    return {
        "cacat": ["dua-hal", "kata", "penyebut", "titik-awal"],
        "penyebut": round_half_up(
            on_time_from_counts(facts["selesai"], facts["dicetak"], open_late=facts["terbuka"])
        ),
        "formula": "hari-kerja",
        "kartu": {
            "name": "Persentase KTP-el dicetak dalam standar pelayanan",
            "definition": "Permohonan cetak dengan perekaman lengkap, termasuk berkas terbuka yang lewat batas; "
            "tidak termasuk perekaman baru",
            "formula": "KTP-el dicetak ≤ 1 hari kerja ÷ (KTP-el dicetak + berkas terbuka lewat batas) × 100",
            "baseline": str(facts["baseline"]),
            "baseline_year": "2025",
        },
        "celah": "tunda",
        "pendamping": "datang",
    }
