"""Key of the exercise on companion indicators; the card is one of many that pass the design rules."""

from kpi_sim import pooled_ratio

CARD = {
    "name": "Persentase berkas akta dikembalikan tanpa kekurangan dokumen",
    "definition": (
        "Berkas akta dikembalikan yang menurut uji petik sudah lengkap sejak datang pertama; "
        "tidak termasuk berkas yang dokumennya memang kurang"
    ),
    "formula": "berkas lengkap yang dikembalikan ÷ berkas dikembalikan yang diuji petik × 100",
    "unit": "persen",
    "polarity": "minimize",
    "data_source": "Lembar uji petik Inspektorat dan log aplikasi layanan",
    "evidence": "Lembar uji petik 50 berkas tiap bulan",
    "gaming": "Menguji petik berkas yang mudah saja",
    "companion": "Median hari sejak datang pertama",
}


def variant(rng):
    petik = int(rng.integers(40, 61))
    return {
        "dikembalikan": petik * int(rng.integers(5, 9)),
        "petik": petik,
        "lengkap": int(rng.integers(7, 16)),
    }


def key(facts):
    return {
        "gerak": "kembali",
        "sifat": ["berlawanan", "sumber-lain", "petik"],
        "periksa": pooled_ratio([facts["lengkap"]], [facts["petik"]]).value,
        "kartu": CARD,
    }
