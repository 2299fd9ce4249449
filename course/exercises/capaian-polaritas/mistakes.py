"""Typical wrong answers: formulas, not numbers."""

UPWARD = "Anda memakai rumus untuk 'semakin tinggi semakin baik'. Apakah indikator ini demikian?"
INVERSE = "Kebalikan pecahan bukan rumus yang dipakai peraturan ini. Hitung seberapa jauh realisasi dari target."


def ratio(facts, name):
    return 100 * facts[f"{name}_realisasi"] / facts[f"{name}_target"]


def inverse(facts, name):
    return 100 * facts[f"{name}_target"] / facts[f"{name}_realisasi"]


MISTAKES = [
    {
        "id": "K202",
        "part": "arah",
        "answer": "naik",
        "message": "Baca nama indikatornya: bila angkanya naik, apakah warga senang?",
    },
    {
        "id": "K432",
        "part": "arah",
        "answer": "tepat",
        "message": "Tepat pada target dipakai bila terlalu cepat sama buruknya dengan terlalu lambat. Apakah demikian di sini?",
    },
    {
        "id": "K431",
        "part": "tinggi",
        "answer": lambda facts: inverse(facts, "tinggi"),
        "message": "Pembilang dan penyebut Anda tertukar. Mana yang dijanjikan, mana yang terjadi?",
    },
    {
        "id": "K433",
        "part": "tinggi",
        "answer": lambda facts: facts["tinggi_realisasi"],
        "message": "Itu realisasi. Capaian membandingkan realisasi dengan target.",
    },
    {
        "id": "K401",
        "part": "rendah",
        "answer": lambda facts: min(120, ratio(facts, "rendah")),
        "message": UPWARD,
    },
    {"id": "K402", "part": "rendah", "answer": lambda facts: inverse(facts, "rendah"), "message": INVERSE},
    {
        "id": "K404",
        "part": "tepat",
        "answer": lambda facts: ratio(facts, "tepat"),
        "message": "Pada indikator ini, melebihi target juga penyimpangan.",
    },
    {
        "id": "K434",
        "part": "tepat",
        "answer": lambda facts: 200 - ratio(facts, "tepat"),
        "message": "Langkah pertama sudah tepat. Ca itu masih harus dikonversi dengan titik-titik pada soal.",
    },
    {
        "id": "K403",
        "part": "batas",
        "answer": lambda facts: ratio(facts, "batas"),
        "message": "Aturan pada soal ini membatasi indeks. Periksa batas atasnya.",
    },
    {
        "id": "K435",
        "part": "batas",
        "answer": 100,
        "message": "Anda memotong pada target. Batas atas peraturan ini lebih tinggi daripada itu.",
    },
    {
        "id": "K401",
        "part": "rekap",
        "row": "ganda",
        "answer": lambda facts: min(120, ratio(facts, "ganda")),
        "message": UPWARD,
    },
    {
        "id": "K402",
        "part": "rekap",
        "row": "ganda",
        "answer": lambda facts: inverse(facts, "ganda"),
        "message": INVERSE,
    },
]
