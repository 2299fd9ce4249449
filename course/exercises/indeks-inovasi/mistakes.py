"""Typical wrong answers to "Indeks Inovasi Daerah"."""


def _with_count(facts):
    return facts["spd"] + facts["sid"] + 0.38 * facts["n"]


MISTAKES = [
    {
        "id": "X05",
        "part": "kartu-iid",
        "row": "jumlah",
        "answer": lambda facts: 0.38 * facts["n"],
        "message": "Nilai jumlah inovasi mempunyai syarat. Syarat mana yang belum terpenuhi?",
    },
    {
        "id": "K325",
        "part": "kartu-iid",
        "row": "kematangan",
        "answer": lambda facts: facts["sid"] * facts["n"],
        "message": "Itu jumlah seluruh SID. Kematangan adalah rata-ratanya.",
    },
    {
        "id": "K326",
        "part": "enam-bidang",
        "answer": lambda facts: (facts["spd"] + facts["sid"]) / 2.5,
        "message": "Syarat bidang wajib kini terpenuhi. Bagian mana yang belum Anda tambahkan?",
    },
    {
        "id": "K327",
        "part": "enam-bidang",
        "answer": _with_count,
        "message": "Itu totalnya. Indeks membandingkan total dengan nilai tertinggi yang mungkin.",
    },
    {
        "id": "X06",
        "part": "sedikit",
        "answer": lambda facts: (facts["spd_b"] + facts["sid_b"] + 0.38 * facts["n_b"]) / 2.5,
        "message": "Pembagi kematangan mempunyai batas bawah.",
    },
    {
        "id": "K328",
        "part": "menambah",
        "answer": lambda facts: "naik",
        "message": "Tiap inovasi menambah sedikit pada jumlah. Berapa yang hilang dari kematangan seluruhnya?",
    },
    {
        "id": "K329",
        "part": "iku-inovasi",
        "when": lambda facts, answer: "daftar" in answer or "lomba" in answer,
        "message": "Daftar dan piagam dapat bertambah tanpa satu warga pun merasakan. Apa yang berubah bagi pengguna?",
    },
    {
        "id": "K339",
        "part": "kategori",
        "answer": lambda facts: "sangat",
        "message": "Selisihnya hanya seperseratus, tetapi batasnya tertulis. Di sisi mana nilai itu?",
    },
]
