"""Known wrong programs, each with the check that must catch it."""

MISTAKES = [
    {
        "id": "K905",
        "part": "n-gain",
        "code": (
            "def n_gain(pretes, postes):\n"
            "    if pretes is None or postes is None or pretes == 100:\n"
            "        return None\n"
            "    return (postes - pretes) / pretes\n"
        ),
        "check": "contoh",
        "message": "Bandingkan kenaikan itu dengan ruang yang masih tersisa.",
    },
    {
        "id": "K916",
        "part": "n-gain",
        "code": (
            "def n_gain(pretes, postes):\n"
            "    if pretes is None or postes is None or pretes == 100:\n"
            "        return None\n"
            "    return max(0.0, (postes - pretes) / (100 - pretes))\n"
        ),
        "check": "turun",
        "message": "Nilai yang turun Anda sembunyikan sebagai nol. Apa yang lalu tidak terlihat di kelas?",
    },
    {
        "id": "K401",
        "part": "capaian",
        "code": (
            "def capaian(realisasi, target, polaritas):\n"
            "    if not target:\n"
            "        return None\n"
            "    return max(0.0, min(120.0, 100 * realisasi / target))\n"
        ),
        "check": "turun",
        "message": "Anda memakai rumus untuk 'semakin tinggi semakin baik'. Apakah indikator ini demikian?",
    },
    {
        "id": "K402",
        "part": "capaian",
        "code": (
            "def capaian(realisasi, target, polaritas):\n"
            "    if not target:\n"
            "        return None\n"
            '    bagian = realisasi / target if polaritas == "naik" else target / realisasi\n'
            "    return max(0.0, min(120.0, 100 * bagian))\n"
        ),
        "check": "turun",
        "message": "Kebalikan pecahan bukan rumus yang dipakai aturan ini. Seberapa jauh realisasi dari target?",
    },
    {
        "id": "K403",
        "part": "capaian",
        "code": (
            "def capaian(realisasi, target, polaritas):\n"
            "    if not target:\n"
            "        return None\n"
            '    lebih = realisasi if polaritas == "naik" else 2 * target - realisasi\n'
            "    return 100 * lebih / target\n"
        ),
        "check": "batas",
        "message": "Aturan pada soal ini membatasi indeks di kedua ujungnya. Periksa batasnya.",
    },
    {
        "id": "K903",
        "part": "gabungan",
        "code": (
            "def nilai_gabungan(kartu):\n"
            '    ikut = kartu.dropna(subset=["capaian"])\n'
            '    bobot = ikut["bobot"].sum()\n'
            '    return float((ikut["capaian"] * ikut["bobot"]).sum() / bobot) if bobot else None\n'
        ),
        "check": "lima-indikator",
        "message": "Satu angka yang sangat tinggi menutupi kegagalan yang lain. Pasang batasnya dahulu.",
    },
    {
        "id": "K205",
        "part": "gabungan",
        "code": (
            "def nilai_gabungan(kartu):\n"
            '    ikut = kartu.dropna(subset=["capaian"])\n'
            '    return float((ikut["capaian"].clip(upper=120) * ikut["bobot"]).sum() / 100)\n'
        ),
        "check": "bobot-tidak-genap",
        "message": "Jumlahkan dulu bobotnya. Apa yang terjadi pada nilai bila jumlahnya bukan 100?",
    },
    {
        "id": "K917",
        "part": "gabungan",
        "code": (
            "def nilai_gabungan(kartu):\n"
            '    isi = kartu["capaian"].clip(upper=120).fillna(0)\n'
            '    return float((isi * kartu["bobot"]).sum() / kartu["bobot"].sum())\n'
        ),
        "check": "capaian-kosong",
        "message": "Indikator yang belum punya realisasi Anda beri nilai nol. Apakah itu yang terjadi?",
    },
]
