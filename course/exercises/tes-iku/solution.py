"""Key of the test: fifteen items P01-P15, drawn with other numbers for every participant and round."""

from decimal import Decimal
from statistics import median

from kpi_sim import (
    achievement,
    check_allocation,
    net_enrolment,
    on_time_from_counts,
    performance_predicate,
    pooled_ratio,
)
from kpi_sim.units import format_number, round_half_up

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
OUTPUTS = [
    "Jumlah kader terlatih",
    "Jumlah guru bersertifikat pelatihan",
    "Jumlah petugas loket bersertifikat",
    "Jumlah alat perekaman KTP-el yang terpasang",
]
EVENTS = ["sosialisasi pencegahan putus sekolah", "penyuluhan kesehatan ibu", "sosialisasi akta kelahiran"]
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


def _allocation(rng):
    parts = [int(value) for value in rng.integers(2, 10, size=3)]
    return {"p02_bagian": parts, "p02_target": sum(parts) + int(rng.integers(1, 5))}


def _output(rng):
    return {"p03_nama": OUTPUTS[int(rng.integers(len(OUTPUTS)))]}


def _card(rng):
    """Card B01 (an activity with its target in the name) or card B05 (people counted twice)."""
    if rng.random() < 0.5:
        times, event = int(rng.integers(10, 25)), EVENTS[int(rng.integers(len(EVENTS)))]
        text = (
            f'Kartu: "Terlaksananya {times} kali {event}". Jenis: hasil. Satuan: kali, dijumlahkan setahun. '
            f"Definisi: tiap acara dihitung satu kali. Target {times}. Sumber: laporan kegiatan."
        )
        return {
            "p04_kartu": text,
            "p04_kunci": ["kegiatan", "target-di-nama", "jenis", "sumber"],
        }
    target = 100 * int(rng.integers(18, 30))
    text = (
        'Kartu: "Jumlah ASN yang mengikuti pelatihan". Jenis: hasil. Satuan: orang, dirata-ratakan antartriwulan. '
        f"Definisi: orang yang sama boleh terhitung lagi. Target {format_number(target)}. "
        "Sumber: aplikasi pelatihan BPSDM."
    )
    return {
        "p04_kartu": text,
        "p04_kunci": ["kegiatan", "jenis", "periode", "definisi"],
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


def _timeliness(rng):
    finished = 10 * int(rng.integers(16, 26))
    return {
        "p07_selesai": finished,
        "p07_tepat": finished - int(rng.integers(8, 15)),
        "p07_terbuka": int(rng.integers(18, 36)),
    }


def _element(rng):
    everyone = int(rng.integers(28, 41))
    answered = everyone - int(rng.integers(5, 11))
    return {
        "p08_n": everyone,
        "p08_jawab": answered,
        "p08_jumlah": 3 * answered + int(rng.integers(2, 10)),
    }


def _service_time(rng):
    target = int(rng.choice([10, 12, 15, 16, 20, 25]))
    return {"p09_t": target, "p09_r": target - int(rng.integers(2, 1 + target // 4))}


def _ratings(rng):
    pair = ["di atas", "di bawah"] if rng.random() < 0.5 else ["di bawah", "di atas"]
    return dict(zip(("p10_hasil", "p10_perilaku"), pair, strict=True))


def _enrolment(rng):
    population = 200 * int(rng.integers(20, 50))
    return {
        "p11_penduduk": population,
        "p11_usia": population * int(rng.integers(93, 98)) // 100,
        "p11_semua": population * int(rng.integers(102, 107)) // 100,
    }


def _training(rng):
    start = Decimal(int(rng.integers(440, 560))).scaleb(-1)
    usual = Decimal(int(rng.integers(46, 64))).scaleb(-1)
    effect = Decimal(int(rng.choice([8, 10, 12, 15, 18, 20]))).scaleb(-1)
    return {"p12_awal": start, "p12_banding": start + usual, "p12_latih": start + usual + effect}


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


def _register(rng):
    children = 100 * int(rng.integers(11, 19))
    double = 10 * int(rng.integers(7, 13))
    return {
        "p14_anak": children,
        "p14_ganda": double,
        "p14_baris": children * int(rng.integers(76, 85)) // 100 + double,
    }


def _returned(rng):
    files = 10 * int(rng.integers(18, 31))
    return {
        "p15_berkas": files,
        "p15_tepat": files - int(rng.integers(5, 14)),
        "p15_kembali": int(rng.integers(25, 46)),
    }


ITEMS = [
    _main_indicator,
    _allocation,
    _output,
    _card,
    _share,
    _days,
    _timeliness,
    _element,
    _service_time,
    _ratings,
    _enrolment,
    _training,
    _deaths,
    _register,
    _returned,
]


def key(facts):
    return {
        "p01": facts["p01_kunci"],
        "p02": -check_allocation(facts["p02_target"], facts["p02_bagian"]).difference,
        "p03": "keluaran",
        "p04": facts["p04_kunci"],
        "p05": round_half_up(pooled_ratio([facts["p05_a"]], [facts["p05_b"]]).value),
        "p06": median(facts["p06"]),
        "p07": round_half_up(
            on_time_from_counts(facts["p07_tepat"], facts["p07_selesai"], open_late=facts["p07_terbuka"])
        ),
        "p08": round_half_up(facts["p08_jumlah"] / facts["p08_jawab"]),
        "p09": round_half_up(achievement(facts["p09_r"], facts["p09_t"], "minimize")),
        "p10": _predicate(facts),
        "p11": round_half_up(net_enrolment(facts["p11_usia"], facts["p11_penduduk"])),
        "p12": facts["p12_latih"] - facts["p12_banding"],
        "p13": facts["p13_kunci"],
        "p14": round_half_up(100 * (facts["p14_baris"] - facts["p14_ganda"]) / facts["p14_anak"]),
        "p15": round_half_up(100 * (facts["p15_tepat"] - facts["p15_kembali"]) / facts["p15_berkas"]),
    }


def _predicate(facts):
    found = performance_predicate(facts["p10_hasil"], facts["p10_perilaku"]).id
    return {"butuh_perbaikan": "butuh"}.get(found, found)
