"""Key of "Kartu lengkap": pairs of gaming and companion; one worked card."""


def variant(rng):
    """Figures on the cards."""
    return {
        "p90": int(rng.integers(8, 13)),
        "lulus": int(rng.integers(9_962, 9_996)) / 100,
        "iku": int(rng.integers(22, 31)),
    }


def key(facts):
    return {
        "kartu-sendiri": {
            "name": "Persentil 90 waktu penyelesaian izin terverifikasi",
            "definition": "Hari kerja yang tidak dilampaui 90 persen izin; izin yang belum selesai dan lewat batas "
            "ikut dengan umur berjalan; tidak termasuk izin terbit otomatis",
            "formula": "peringkat ke-90 persen dari hari kerja semua izin, diurutkan",
            "unit": "hari kerja",
            "polarity": "minimize",
            "baseline": str(facts["p90"]),
            "targets": f"2026: {facts['p90'] - 1}; 2027: {facts['p90'] - 2}",
            "limitations": "Waktu pemohon melengkapi berkas tidak terpisah pada data lama.",
            "gaming": "Menolak berkas sulit sebelum hitungan mulai.",
            "companion": "Angka penolakan",
        },
        "pasangan": {"akta": "kembali", "putus": "mutasi", "latih": "rtl"},
        "celah-terbesar": "ikut",
        "terlalu-banyak": "pilih",
    }
