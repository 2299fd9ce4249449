"""Key of "Membaca laporan": what a report says about citizens, and what two figures cannot say."""

from kpi_sim import budget_efficiency, published_figure


def variant(rng):
    """Made-up report of Dinas C; the two compliance scores are published figures."""
    reached = int(rng.choice([78, 82, 85, 88]))
    pupils = int(rng.integers(120, 180)) * 100
    left = int(rng.integers(30, 50))
    half = int(rng.integers(3, 6))
    return {
        "capaian": reached,
        "serapan": reached + int(rng.choice([5, 7, 9, 11])),
        "sosialisasi": int(rng.integers(12, 30)),
        "murid": pupils,
        "putus": left,
        "putus_lalu": left + int(rng.integers(8, 20)),
        "median": half,
        "median_lalu": half + int(rng.integers(2, 6)),
        **{f"ombudsman_{year}": _compliance(year) for year in (2021, 2022)},
    }


def _compliance(year):
    return published_figure("ombudsman_kepatuhan_skor", "Sarolangun", year).value


def key(facts):
    return {
        "efisiensi": budget_efficiency(facts["capaian"], facts["serapan"]),
        "perubahan": facts["ombudsman_2022"] - facts["ombudsman_2021"],
        "arti-perubahan": "alat",
        "kalimat-laporan": ["putus", "tunggu"],
        "capaian-tinggi": "ukuran",
    }
