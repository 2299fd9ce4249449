"""Known wrong programs, each with the check that must catch it."""

MISTAKES = [
    {
        "id": "K601",
        "part": "aki",
        "code": "def aki(kasus, kelahiran):\n    return 1000 * kasus / kelahiran if kelahiran else None\n",
        "check": "contoh",
        "message": "Periksa satuan AKI: per berapa kelahiran hidup?",
    },
    {
        "id": "K538",
        "part": "aki",
        "code": "def aki(kasus, kelahiran):\n    return 100_000 * kasus / kelahiran if kelahiran else 0\n",
        "check": "tanpa-kelahiran",
        "message": "Tanpa kelahiran tidak ada angka. Belum ada data berbeda dengan nol kasus.",
    },
    {
        "id": "K603",
        "part": "gabung-tahun",
        "code": (
            "def gabung_tahun(tabel):\n"
            '    return float((100_000 * tabel["kasus"] / tabel["kelahiran"]).mean())\n'
        ),
        "check": "tiga-tahun",
        "message": "Anda merata-ratakan angka tahunan. Gabungkan kasus dan kelahirannya lebih dahulu.",
    },
    {
        "id": "K701",
        "part": "gabung-tahun",
        "code": (
            "def gabung_tahun(tabel):\n"
            '    return float(100_000 * tabel["kasus"].sum() / tabel["kelahiran"].sum())\n'
        ),
        "check": "tahun-kosong",
        "message": "Ada tahun yang belum melapor. Belum melapor berbeda dengan nol.",
    },
    {
        "id": "K634",
        "part": "batas-poisson",
        "code": (
            "def batas_poisson(kasus):\n"
            "    from scipy.stats import chi2\n"
            "    bawah = chi2.ppf(0.025, 2 * kasus) / 2 if kasus else 0.0\n"
            "    return [float(bawah), float(chi2.ppf(0.975, 2 * kasus) / 2) if kasus else 0.0]\n"
        ),
        "check": "tiga-kasus",
        "message": "Derajat bebas batas atas belum tepat. Apa yang ditambahkan pada rumusnya?",
    },
    {
        "id": "K605",
        "part": "batas-poisson",
        "code": (
            "def batas_poisson(kasus):\n"
            "    from scipy.stats import chi2\n"
            "    if not kasus:\n"
            "        return [0.0, 0.0]\n"
            "    return [float(chi2.ppf(0.025, 2 * kasus) / 2), float(chi2.ppf(0.975, 2 * kasus + 2) / 2)]\n"
        ),
        "check": "nol",
        "message": "Tidak ada kasus belum berarti tidak ada risiko. Batas atasnya tetap dihitung.",
    },
    {
        "id": "K635",
        "part": "batas-poisson",
        "code": (
            "def batas_poisson(kasus):\n"
            "    lebar = 1.96 * kasus**0.5\n"
            "    return [kasus - lebar, kasus + lebar]\n"
        ),
        "check": "tiga-kasus",
        "message": "Pendekatan itu hanya untuk cacah yang besar. Untuk beberapa kasus, pakai rumus eksaknya.",
    },
]
