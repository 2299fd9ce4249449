"""Known wrong answers: a sum taken for a mean, roles exchanged, papers that prove nothing."""


def _values(facts):
    return [(facts[f"w{number}"], facts[f"n{number}"]) for number in range(1, 6)]


MISTAKES = [
    {
        "id": "K716",
        "part": "prinsip",
        "when": lambda facts, answer: "rahasia" in answer or "cepat" in answer or "hemat" in answer,
        "message": "Salah satu pilihan Anda baik, tetapi bukan prinsip pada Perpres itu. Baca lagi keempatnya.",
    },
    {
        "id": "K717",
        "part": "peran",
        "row": "hasil",
        "answer": lambda facts: "walidata",
        "message": "Siapa yang mencatat persalinan setiap hari menurut tugasnya?",
    },
    {
        "id": "K717",
        "part": "peran",
        "row": "periksa",
        "answer": lambda facts: "produsen",
        "message": "Data diperiksa pihak lain sebelum disebarkan. Siapa di daerah Anda?",
    },
    {
        "id": "X11",
        "part": "epss",
        "answer": lambda facts: sum(weight * level for weight, level in _values(facts)),
        "message": "Hasil Anda di luar skala 1–5. Langkah apa yang terlewat?",
    },
    {
        "id": "K627",
        "part": "epss",
        "answer": lambda facts: sum(level for _, level in _values(facts)) / 5,
        "message": "Anda memberi kelima domain suara yang sama. Periksa bobot pada soal.",
    },
    {
        "id": "K718",
        "part": "keterangan",
        "when": lambda facts, answer: "judul" in answer or "produsen" in answer,
        "message": "Sebagian pilihan Anda sudah tertulis pada tabel itu. Baca lagi soalnya.",
    },
    {
        "id": "K719",
        "part": "bukti",
        "answer": lambda facts: "surat",
        "message": "Surat itu keyakinan. Dapatkah orang lain menghitung ulang angkanya dari surat?",
    },
    {
        "id": "K703",
        "part": "bukti",
        "answer": lambda facts: "lama",
        "message": "Periode buktinya lain. Angka tahun ini dibuktikan oleh tahun yang mana?",
    },
]
