"""Known wrong programs and answers, each with the check that must catch it."""

LETTERS = 'zip((90, 80, 70, 60, 50, 30), ("AA", "A", "BB", "B", "CC", "C"))'

MISTAKES = [
    {
        "id": "K104",
        "part": "kekurangan",
        "code": "def kekurangan(target, bagian):\n    return 0\n",
        "check": "kurang",
        "message": "Jumlahkan target bawahan, lalu bandingkan dengan target pimpinan.",
    },
    {
        "id": "K123",
        "part": "kekurangan",
        "code": (
            "def kekurangan(target, bagian):\n"
            "    if None in bagian:\n"
            "        return None\n"
            "    return max(0, target - sum(bagian))\n"
        ),
        "check": "lebih",
        "message": "Kelebihan Anda sembunyikan sebagai nol. Apa yang lalu tidak diketahui pimpinan?",
    },
    {
        "id": "K701",
        "part": "kekurangan",
        "code": "def kekurangan(target, bagian):\n    return target - sum(satu or 0 for satu in bagian)\n",
        "check": "belum-menjawab",
        "message": "Yang belum menjawab dihitung sebagai nol. Belum menjawab berbeda dengan menolak.",
    },
    {
        "id": "X09",
        "part": "kategori",
        "code": (
            "def kategori_akip(nilai):\n"
            f"    return next((huruf for batas, huruf in {LETTERS} if nilai >= batas), 'D')\n"
        ),
        "check": "ujung-atas",
        "message": "Periksa ujung atas intervalnya: tertutup atau terbuka?",
    },
    {
        "id": "K124",
        "part": "kategori",
        "code": (
            "def kategori_akip(nilai):\n"
            "    nilai = int(nilai)\n"
            f"    return next((huruf for batas, huruf in {LETTERS} if nilai > batas), 'D')\n"
        ),
        "check": "lewat-sedikit",
        "message": "Desimalnya Anda buang lebih dahulu. Nilai mana yang lalu pindah huruf?",
    },
    {
        "id": "K125",
        "part": "arti",
        "answer": lambda facts: "bagus",
        "message": "Kelebihan juga perlu dijelaskan. Siapa yang mungkin menulis dokumen yang sama?",
    },
]
