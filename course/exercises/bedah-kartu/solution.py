"""Key of "Bedah kartu": levels of results and the findings that a reviewer must name."""


def variant(rng):
    """Figures on the cards; they change nothing about what is wrong with them."""
    times, rate = int(rng.integers(10, 25)), int(rng.integers(128, 200))
    return {
        "kali": times,
        "kali_lalu": times - int(rng.integers(1, 4)),
        "indeks": int(rng.integers(75, 90)),
        "stunting": rate / 10,
        "stunting_target": (rate - int(rng.integers(4, 12))) / 10,
        "bobot": int(rng.choice([30, 35, 40])),
    }


def key(facts):
    return {
        "tingkat": ["anggaran", "rapat", "kader", "faskes", "aki"],
        "kartu-sosialisasi": ["kegiatan", "target-di-nama", "jenis", "sumber"],
        "kartu-integritas": [
            "tanpa-satuan",
            "sumber",
            "frekuensi",
            "tahun-baseline",
            "nama-orang",
        ],
        "kartu-stunting": "alat",
        "kartu-aps": "singkatan",
        "set-bobot": ["jumlah-bobot", "sama", "kegiatan"],
    }
