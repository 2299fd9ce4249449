"""Known wrong programs and answers, each with the check that must catch it."""

MISTAKES = [
    {
        "id": "K203",
        "part": "persen",
        "code": "def persen(pembilang, penyebut):\n    return pembilang if penyebut else None\n",
        "check": "sekolah",
        "message": "Fungsi ini mengembalikan jumlahnya. Persen membutuhkan pembanding: dari berapa?",
    },
    {
        "id": "K002",
        "part": "persen",
        "code": (
            "def persen(pembilang, penyebut):\n"
            "    if pembilang is None or not penyebut:\n"
            "        return None\n"
            "    return pembilang / penyebut\n"
        ),
        "check": "sekolah",
        "message": "Hasilnya berbentuk bagian dari satu. Soal meminta persen.",
    },
    {
        "id": "K701",
        "part": "persen",
        "code": (
            "def persen(pembilang, penyebut):\n    return 100 * (pembilang or 0) / penyebut if penyebut else None\n"
        ),
        "check": "belum-lapor",
        "message": "Yang belum melapor dihitung sebagai nol. Belum melapor berbeda dengan nol.",
    },
    {
        "id": "K223",
        "part": "bertahap",
        "code": (
            "def target_bertahap(baseline, akhir, tahun):\n"
            "    langkah = (akhir - baseline) / max(1, tahun - 1)\n"
            "    return [baseline + langkah * ke for ke in range(tahun)]\n"
        ),
        "check": "turun",
        "message": "Tahun pertama Anda isi dengan baseline. Kapan langkah pertama diambil?",
    },
    {
        "id": "K906",
        "part": "bertahap",
        "code": "def target_bertahap(baseline, akhir, tahun):\n    return [akhir] * tahun\n",
        "check": "turun",
        "message": "Target akhir dipasang sejak tahun pertama. Berapa lama sampai tindakan ini terasa?",
    },
    {
        "id": "K224",
        "part": "guna",
        "answer": lambda facts: "mudah",
        "message": "Target yang sengaja mudah tidak memberi tahu apa pun. Apa yang ingin Anda lihat lebih awal?",
    },
]
