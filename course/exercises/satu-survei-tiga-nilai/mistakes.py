"""Typical wrong answers to "Satu survei, tiga nilai"."""

LETTER = {"3.07": "b", "2.62": "c", "3.56": "a"}  # with the exact weight


def _mean(facts):
    return sum(facts["jumlah"]) / facts["n"] / 9


def _rounded_first(facts):
    """Every element's mean and every weighted mean rounded to two decimals before they are added."""
    return 25 * sum(round(round(total / facts["n"], 2) / 9, 2) for total in facts["jumlah"])


MISTAKES = [
    {
        "id": "X01",
        "part": "nilai",
        "answer": lambda facts: 100 * (_mean(facts) - 1) / 3,
        "message": "Skala SKM tidak dimulai dari nol persen. Periksa faktor konversinya.",
    },
    {
        "id": "X03",
        "part": "nilai",
        "answer": _rounded_first,
        "message": "Bulatkan satu kali saja, di akhir.",
    },
    {
        "id": "K307",
        "part": "nilai",
        "answer": lambda facts: 25 * 0.99 * _mean(facts),
        "message": "Bobot yang dibulatkan mengecilkan nilai akhir. Berapa jumlah sembilan bobot Anda?",
    },
    {
        "id": "K330",
        "part": "bobot-bulat",
        "answer": lambda facts: 25 * _mean(facts),
        "message": "Itu nilai dengan bobot tepat. Pakai bobot yang disebut soal, walau jumlahnya bukan satu.",
    },
    {
        "id": "K335",
        "part": "sempurna",
        "answer": lambda facts: 100,
        "message": "Jumlahkan dahulu sembilan bobotnya. Apakah tepat satu?",
    },
    {
        "id": "K336",
        "part": "mutu",
        "row": "bulat",
        "answer": lambda facts: LETTER[str(facts["rata"])],
        "message": "Nilai dengan bobot yang dibulatkan lebih kecil. Hitung lagi, lalu lihat batasnya.",
    },
    {
        "id": "K337",
        "part": "menulis",
        "answer": lambda facts: "naik",
        "message": "Cara menghitungnya juga berganti. Bagian mana dari kenaikan itu milik pelayanan?",
    },
    {
        "id": "K331",
        "part": "unsur-terendah",
        "answer": lambda facts: facts["terendah"] / facts["n"],
        "message": "Itu rata-rata pada skala 1–4. Soal meminta skala 25–100.",
    },
]
