"""Key of the short test: items P01, P05, P06, P09 and P13 of the long one."""

from statistics import median

from kpi_sim import achievement, pooled_ratio
from kpi_sim.units import round_half_up

MAIN = [  # agency, its key indicator, an activity, money, an output
    (
        "Dinas Pendidikan",
        "Angka putus sekolah SMP",
        "Terlaksananya {n} kali sosialisasi",
        "Realisasi anggaran pendidikan",
        "Jumlah guru yang dilatih",
    ),
    (
        "Dinas Kesehatan",
        "Persentase persalinan di fasilitas kesehatan",
        "Terlaksananya {n} kali penyuluhan",
        "Realisasi anggaran kesehatan",
        "Jumlah kader yang dilatih",
    ),
    (
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Persentase akta kelahiran dalam standar pelayanan",
        "Terlaksananya {n} kali layanan keliling",
        "Realisasi anggaran pelayanan",
        "Jumlah blangko yang disediakan",
    ),
]
SHARES = [
    "sekolah sudah ramah anak",
    "desa sudah memiliki pos layanan",
    "puskesmas sudah terakreditasi",
    "unit sudah memajang standar pelayanan",
]
DAYS = [  # eight files, one of them very late
    (1, 1, 1, 2, 2, 3, 4, 12),
    (1, 1, 2, 2, 4, 5, 6, 15),
    (1, 2, 2, 3, 3, 4, 5, 20),
    (1, 1, 2, 3, 4, 4, 6, 19),
    (2, 2, 3, 3, 4, 5, 6, 23),
    (1, 1, 1, 2, 3, 3, 5, 16),
    (1, 2, 3, 4, 5, 5, 6, 22),
    (2, 2, 2, 3, 3, 4, 5, 19),
]
CONCLUSIONS = [
    "Belum dapat disimpulkan: perubahannya masih dalam rentang kebetulan",
    "Terbukti turun, karena jumlahnya lebih sedikit",
    "Program tahun ini berhasil dan layak diperluas",
    "Terbukti tidak ada perubahan sama sekali",
]


def variant(rng):
    """Other numbers for everyone, and other numbers in the second round; traps and steps stay the same."""
    facts = {}
    for item in ITEMS:
        facts |= item(rng)
    return facts


def _main_indicator(rng):
    agency, key, activity, money, output = MAIN[int(rng.integers(len(MAIN)))]
    labels = [key, activity.format(n=int(rng.integers(8, 25))), money, output]
    order = [int(place) for place in rng.permutation(4)]
    return {
        "p01_dinas": agency,
        "p01": [labels[place] for place in order],
        "p01_kunci": f"o{order.index(0) + 1}",
        "p01_kegiatan": f"o{order.index(1) + 1}",
        "p01_uang": f"o{order.index(2) + 1}",
    }


def _share(rng):
    whole = int(rng.choice([50, 60, 64, 68, 75, 80]))
    return {
        "p05_a": whole * int(rng.integers(60, 86)) // 100,
        "p05_b": whole,
        "p05_hal": SHARES[int(rng.integers(len(SHARES)))],
    }


def _days(rng):
    return {"p06": list(DAYS[int(rng.integers(len(DAYS)))])}


def _service_time(rng):
    target = int(rng.choice([10, 12, 15, 16, 20, 25]))
    return {"p09_t": target, "p09_r": target - int(rng.integers(2, 1 + target // 4))}


def _deaths(rng):
    before = int(rng.integers(8, 14))
    order = [int(place) for place in rng.permutation(4)]
    return {
        "p13_a": before,
        "p13_b": before - int(rng.integers(1, 3)),
        "p13_lahir": 500 * int(rng.integers(12, 18)),
        "p13": [CONCLUSIONS[place] for place in order],
        "p13_kunci": f"o{order.index(0) + 1}",
        "p13_turun": f"o{order.index(1) + 1}",
        "p13_program": f"o{order.index(2) + 1}",
    }


ITEMS = [_main_indicator, _share, _days, _service_time, _deaths]


def key(facts):
    return {
        "p01": facts["p01_kunci"],
        "p05": round_half_up(pooled_ratio([facts["p05_a"]], [facts["p05_b"]]).value),
        "p06": median(facts["p06"]),
        "p09": round_half_up(achievement(facts["p09_r"], facts["p09_t"], "minimize")),
        "p13": facts["p13_kunci"],
    }
