"""Typical wrong answers to "Tepat pada target"."""

GRADE_ABOVE = {"88.30": "a", "76.60": "b", "64.99": "c"}


def _round_to_class(percent):
    """The class after rounding to a whole number, where that differs from the class of the raw value."""
    rounded = int(percent + percent.__class__("0.5"))
    named = ((91, "sangat-tinggi"), (76, "tinggi"), (66, "sedang"), (51, "rendah"))
    if any(percent < start <= rounded for start, _ in named):
        return next(name for start, name in named if rounded >= start)
    return None


MISTAKES = [
    {
        "id": "X07",
        "part": "stabil",
        "row": "kurang",
        "answer": lambda facts: facts["r_kurang"],
        "message": "Anda baru sampai langkah pertama. Ada konversi sesudahnya.",
    },
    {
        "id": "K404",
        "part": "stabil",
        "row": "lebih",
        "answer": lambda facts: facts["r_lebih"],
        "message": "Pada indikator ini, melebihi target juga penyimpangan.",
    },
    {
        "id": "K419",
        "part": "stabil",
        "row": "jauh",
        "answer": lambda facts: facts["r_jauh"],
        "message": "Di bawah sembilan puluh pun ada konversi. Titik mana yang mengapit nilai ini?",
    },
    {
        "id": "K403",
        "part": "batas",
        "answer": lambda facts: 100 * facts["r_maks"] / facts["t_maks"],
        "message": "Aturan pada soal ini membatasi indeks. Periksa batas atasnya.",
    },
    {
        "id": "K420",
        "part": "lantai",
        "answer": lambda facts: 100 * (2 * facts["t_min"] - facts["r_min"]) / facts["t_min"],
        "message": "Rumusnya sudah tepat. Soal menyebut nilai terendah yang diakui.",
    },
    {
        "id": "K402",
        "part": "lantai",
        "answer": lambda facts: 100 * facts["t_min"] / facts["r_min"],
        "message": "Kebalikan pecahan bukan rumus pada soal ini. Masukkan angkanya ke rumus yang tertulis.",
    },
    {
        "id": "K421",
        "part": "konversi",
        "answer": lambda facts: 100 if facts["r_skala"] == facts["skala"] else 120,
        "message": "Periksa dahulu apakah targetnya tercapai, lalu pilih rumusnya.",
    },
    {
        "id": "K441",
        "part": "negatif",
        "answer": lambda facts: 100 * facts["r_negatif"] / facts["t_negatif"],
        "message": "Rumus biasa memuji realisasi yang lebih buruk bila targetnya negatif. Pakai rumus pada soal.",
    },
    {
        "id": "K422",
        "part": "permendagri",
        "row": "satu",
        "answer": lambda facts: _round_to_class(facts["c1"]),
        "message": "Angka dibulatkan sebelum dikelaskan. Kelas dibaca dari angka yang belum dibulatkan.",
    },
    {
        "id": "K423",
        "part": "mutu",
        "row": "bawah",
        "answer": lambda facts: GRADE_ABOVE[str(facts["m1"])],
        "message": "Nilai itu masih di bawah batas mutu yang Anda pilih. Bandingkan dua desimalnya.",
    },
    {
        "id": "K114",
        "part": "sebut-aturan",
        "answer": lambda facts: "huruf",
        "message": "Hurufnya sama, batasnya lain. Apa yang dikira pembaca bila peraturannya tidak disebut?",
    },
]
