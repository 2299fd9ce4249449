"""Known wrong programs, each with the check that must catch it."""

MISTAKES = [
    {
        "id": "K002",
        "part": "apm",
        "code": "def apm(usia_resmi, penduduk):\n    return usia_resmi / penduduk if penduduk else None\n",
        "check": "contoh",
        "message": "Nilai Anda berbentuk bagian dari satu. Soal meminta persen.",
    },
    {
        "id": "K538",
        "part": "apm",
        "code": "def apm(usia_resmi, penduduk):\n    return 100 * usia_resmi / penduduk if penduduk else 0\n",
        "check": "tanpa-penduduk",
        "message": "Tanpa penduduk tidak ada angka. Belum ada data berbeda dengan nol persen.",
    },
    {
        "id": "K504",
        "part": "gabung-wilayah",
        "code": (
            "def gabung_wilayah(tabel):\n"
            '    return float((100 * tabel["pembilang"] / tabel["penyebut"]).mean())\n'
        ),
        "check": "dua-wilayah",
        "message": "Wilayah kecil dan besar mendapat suara yang sama. Kembalilah ke jumlah anaknya.",
    },
    {
        "id": "K516",
        "part": "gabung-wilayah",
        "code": (
            "def gabung_wilayah(tabel):\n"
            '    return float(100 * tabel["pembilang"].sum() / tabel["penyebut"].sum())\n'
        ),
        "check": "belum-lengkap",
        "message": "Wilayah tanpa penyebut masih ikut di atas garis. Keluarkan dari keduanya.",
    },
    {
        "id": "K505",
        "part": "efek",
        "code": (
            "def efek(sekolah):\n"
            '    dilatih = sekolah[sekolah["kelompok"] == "dilatih"]\n'
            '    return float((dilatih["sesudah"] - dilatih["sebelum"]).mean())\n'
        ),
        "check": "seratus-sekolah",
        "message": "Sekolah yang tidak dilatih juga naik. Bagian mana yang milik pelatihan?",
    },
    {
        "id": "K519",
        "part": "efek",
        "code": (
            "def efek(sekolah):\n"
            '    akhir = sekolah.groupby("kelompok")["sesudah"].mean()\n'
            '    return float(akhir["dilatih"] - akhir["pembanding"])\n'
        ),
        "check": "seratus-sekolah",
        "message": "Anda membandingkan nilai akhir. Kedua kelompok berangkat dari nilai yang berbeda.",
    },
    {
        "id": "K539",
        "part": "efek",
        "code": (
            "def efek(sekolah):\n"
            '    rata = sekolah.groupby("kelompok")[["sebelum", "sesudah"]].mean()\n'
            '    if "dilatih" not in rata.index or "pembanding" not in rata.index:\n'
            "        return None\n"
            '    naik = rata["sesudah"] - rata["sebelum"]\n'
            '    return float(naik["dilatih"] - naik["pembanding"])\n'
        ),
        "check": "nilai-kosong",
        "message": "Sekolah yang hanya punya nilai awal masih ikut di satu sisi. Pasangkan dahulu nilainya.",
    },
]
